//! The passphrase: from the first line of a file, or asked for without showing it.

use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, IsTerminal, Read};
use std::path::Path;

use secrecy::SecretString;

use crate::out::Stop;

/// Longer than any passphrase that is accepted, so that a wrong file is noticed and not read whole.
const LONGEST_LINE: u64 = 4 * 1024;

/// Reads the passphrase of a store that is there.
pub fn of_a_store(file: Option<&Path>) -> Result<SecretString, Stop> {
    match file {
        Some(path) => first_line(path),
        None => ask("Passphrase: "),
    }
}

/// Reads the passphrase of a store to be made. One that is typed is asked for twice.
pub fn of_a_new_store(file: Option<&Path>) -> Result<(SecretString, SecretString), Stop> {
    match file {
        Some(path) => {
            let passphrase = first_line(path)?;
            Ok((passphrase.clone(), passphrase))
        }
        None => Ok((ask("New passphrase: ")?, ask("The same again: ")?)),
    }
}

fn ask(prompt: &str) -> Result<SecretString, Stop> {
    if !std::io::stdin().is_terminal() && !has_terminal() {
        return Err(Stop::Unreadable(
            "There is no terminal to ask for the passphrase. Give it with --passphrase-file."
                .into(),
        ));
    }
    rpassword::prompt_password(prompt).map(SecretString::from).map_err(|_| {
        Stop::Unreadable(
            "The passphrase could not be asked for. Give it with --passphrase-file.".into(),
        )
    })
}

/// Whether there is a terminal even though the input comes from elsewhere.
fn has_terminal() -> bool {
    #[cfg(unix)]
    {
        File::open("/dev/tty").is_ok()
    }
    #[cfg(not(unix))]
    {
        true
    }
}

fn first_line(path: &Path) -> Result<SecretString, Stop> {
    let file = File::open(path).map_err(|error| {
        Stop::Unreadable(match error.kind() {
            ErrorKind::NotFound => "The passphrase file is not there.".into(),
            _ => "The passphrase file could not be read.".into(),
        })
    })?;
    let mut line = Vec::with_capacity(usize::try_from(LONGEST_LINE).unwrap_or(0));
    BufReader::new(file)
        .take(LONGEST_LINE)
        .read_until(b'\n', &mut line)
        .map_err(|_| Stop::Unreadable("The passphrase file could not be read.".into()))?;
    while matches!(line.last(), Some(b'\n' | b'\r')) {
        line.pop();
    }
    let text = String::from_utf8(line)
        .map_err(|_| Stop::Unreadable("The passphrase file must be plain text in UTF-8.".into()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if text.is_empty() {
        return Err(Stop::Unreadable("The first line of the passphrase file is empty.".into()));
    }
    Ok(SecretString::from(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    fn read(bytes: &[u8]) -> Result<String, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("phrase.txt");
        std::fs::write(&path, bytes).unwrap();
        first_line(&path).map(|p| p.expose_secret().to_owned()).map_err(|stop| stop.to_string())
    }

    #[test]
    fn only_the_first_line_counts_and_its_spaces_are_kept() {
        assert_eq!(read(b"two words \nsecond").unwrap(), "two words ");
        assert_eq!(read(b"two words\r\n").unwrap(), "two words");
        assert_eq!(read(b"no line end").unwrap(), "no line end");
        assert_eq!(read(b"\xef\xbb\xbfafter a mark\n").unwrap(), "after a mark");
    }

    #[test]
    fn an_empty_first_line_is_no_passphrase() {
        assert!(read(b"").is_err());
        assert!(read(b"\nsecond").is_err());
        assert!(read(b"\xff\xfe").is_err());
    }
}
