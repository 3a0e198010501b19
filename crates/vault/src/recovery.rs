//! The organisation's way in when a passphrase is forgotten or a worker has left.

use age::x25519::{Identity, Recipient};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::Fault;

/// A recovery file is a page; nothing longer is searched.
const LONGEST_FILE: usize = 64 * 1024;
const IDENTITY_PREFIX: &str = "AGE-SECRET-KEY-1";

/// Who can open the store when its user cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recovery {
    /// A recovery key is made on the spot. Its secret half is returned once, to be written to the
    /// recovery file, and kept nowhere on this laptop.
    New,
    /// To the organisation's own recovery key: its public half, `age1...`.
    To(String),
}

/// Whether `text` is an age public key that a recovery slot can be made for; returned without the
/// space around it.
///
/// Only the plain kind (X25519, `age1` and 58 letters and digits) is taken: secret keys, SSH keys,
/// plugin recipients such as `age1yubikey1...` and mistyped keys are
/// [`Fault::RecipientRefused`].
pub fn check_recipient(text: &str) -> Result<String, Fault> {
    parse_recipient(text).map(|recipient| recipient.to_string())
}

pub(crate) fn parse_recipient(text: &str) -> Result<Recipient, Fault> {
    let refused = |_| Fault::RecipientRefused;
    let recipient: Recipient = text.trim().parse().map_err(refused)?;
    if OPEN_TO_ALL.contains(&recipient.to_string().as_str()) {
        return Err(Fault::RecipientRefused);
    }
    Ok(recipient)
}

/// The 14 encodings of the points of small order of Curve25519 (7 numbers, each with and without
/// the top bit, which X25519 ignores). Sealed to one of them, a secret is sealed with zeros; age
/// stops the whole program rather than do it, so they are refused before age sees them.
const OPEN_TO_ALL: [&str; 14] = [
    "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z",
    "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqzqqsuwj9m",
    "age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya",
    "age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqzqqk67yly",
    "age1ur4h5lpmgxu2u9jku0a0r87ydtdqnr0tnsetrlvxvgz3vh6fhqqqzyt4v9",
    "age1ur4h5lpmgxu2u9jku0a0r87ydtdqnr0tnsetrlvxvgz3vh6fhzqqxqejhu",
    "age1t7wft09r2zxzfvwsk92eeql0tvzyghxytqwgapkcyf8dm5ylz9ts6wm9s8",
    "age1t7wft09r2zxzfvwsk92eeql0tvzyghxytqwgapkcyf8dm5ylz8ts72fzt7",
    "age1anlllllllllllllllllllllllllllllllllllllllllllllllals4n2t7m",
    "age1anllllllllllllllllllllllllllllllllllllllllllllllllls3hcv9z",
    "age1ahlllllllllllllllllllllllllllllllllllllllllllllllalsn46ayy",
    "age1ahlllllllllllllllllllllllllllllllllllllllllllllllllsh3g6la",
    "age1amlllllllllllllllllllllllllllllllllllllllllllllllalselrwrv",
    "age1amlllllllllllllllllllllllllllllllllllllllllllllllllsam3fc4",
];

/// The recovery keys in a recovery file, or in a line pasted or typed from one.
pub(crate) fn identities(text: &SecretString) -> Result<Vec<Identity>, Fault> {
    let text = text.expose_secret();
    if text.len() > LONGEST_FILE {
        return Err(Fault::IdentityRefused);
    }
    let mut found = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        // Typed from paper it may come in small letters, which mean the same.
        let mut line = Zeroizing::new(line.trim().to_owned());
        line.make_ascii_uppercase();
        if line.starts_with(IDENTITY_PREFIX) {
            found.push(line.parse::<Identity>().map_err(|_| Fault::IdentityRefused)?);
        }
    }
    if found.is_empty() { Err(Fault::IdentityRefused) } else { Ok(found) }
}

/// The text of a recovery file: a page in plain English around the one line that is the key, which
/// is also a valid identity file for the age program.
///
/// `store_label` says which store, in words that are safe on paper (a laptop's asset number, not a
/// person); `date` is written as given.
#[must_use]
pub fn recovery_file_text(
    identity: &SecretString,
    store_label: &str,
    date: &str,
) -> Zeroizing<String> {
    let public = identity
        .expose_secret()
        .parse::<Identity>()
        .map_or_else(|_| "not known".to_owned(), |identity| identity.to_public().to_string());
    // One line each, whatever they hold: another line could pass for a second key.
    let one_line = |text: &str| -> String {
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
    };
    let before = BEFORE
        .replace("{store}", &one_line(store_label))
        .replace("{date}", &one_line(date))
        .replace("{public}", &public);
    let secret = identity.expose_secret();
    let mut text = Zeroizing::new(String::with_capacity(before.len() + secret.len() + 1));
    text.push_str(&before);
    text.push_str(secret);
    text.push('\n');
    text
}

const BEFORE: &str = "\
# Homeward recovery file
#
# Whoever has this file and the files of the store can read every record in it.
# Treat it as OFFICIAL-SENSITIVE.
#
# Store:   {store}
# Made on: {date}
#
# What it is for
# The records on the laptop are encrypted. They open with the worker's
# passphrase, which is written down nowhere. When the worker has forgotten it,
# or has left, this file is the only other way in. Nobody can make another one.
#
# What to do with it now
# 1. Give it to those who keep your organisation's keys, for example IT and
#    information governance. Two copies in two places are best.
# 2. Keep it away from the laptop: on paper or a memory stick in a safe, or in
#    your organisation's password store. Do not send it by email.
# 3. Delete it from the laptop that it was made on.
#
# How to use it
# Leave the laptop and its files as they are, and take this file to IT. A
# version of Homeward that offers recovery takes it in place of the passphrase
# and sets a new passphrase. The old passphrase then no longer opens the store;
# this file still does.
#
# For IT: without Homeward
# The last line is an age identity (age-encryption.org, X25519). Beside the
# store are two small JSON files whose names end in .keys-a and .keys-b. In
# either, content.keys.recovery[0].wrapped is an age file. Decrypt it with
#     age --decrypt --identity THIS-FILE
# and the line that begins with \"key\" is the raw key of the SQLCipher 4
# database: PRAGMA key = \"x'...'\".
#
# public key: {public}
";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text_of(identity: &Identity) -> Zeroizing<String> {
        recovery_file_text(&identity.to_string(), "Laptop 12", "22 November 2026")
    }

    fn found(text: &str) -> Result<Vec<String>, Fault> {
        let identities = identities(&SecretString::from(text))?;
        Ok(identities.iter().map(|identity| identity.to_public().to_string()).collect())
    }

    #[test]
    fn a_recovery_file_gives_back_its_key() {
        let identity = Identity::generate();
        let public = identity.to_public().to_string();
        let text = text_of(&identity);
        assert_eq!(found(&text).unwrap(), [&*public]);
        // As Notepad may save it, and as somebody may paste or type it.
        assert_eq!(found(&format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap(), [&*public]);
        let line = text.lines().last().unwrap();
        assert_eq!(found(&format!("  {line} ")).unwrap(), [&*public]);
        assert_eq!(found(&line.to_lowercase()).unwrap(), [public]);
    }

    #[test]
    fn a_recovery_file_is_an_identity_file_for_the_age_program() {
        let identity = Identity::generate();
        let text = text_of(&identity);
        let file = age::IdentityFile::from_buffer(text.as_bytes()).unwrap();
        assert_eq!(file.into_identities().unwrap().len(), 1);
    }

    #[test]
    fn a_recovery_file_names_its_store_and_its_day_on_one_line_each() {
        let identity = Identity::generate();
        let text = recovery_file_text(&identity.to_string(), "Laptop\nAGE-SECRET-KEY-1X", "a\rb");
        assert!(text.contains("# Store:   Laptop AGE-SECRET-KEY-1X\n"));
        assert!(text.contains("# Made on: a b\n"));
        assert_eq!(found(&text).unwrap().len(), 1);
    }

    #[test]
    fn text_without_a_key_or_with_a_broken_one_is_refused() {
        let identity = Identity::generate();
        let line = identity.to_string();
        let line = line.expose_secret();
        let cut = &line[..line.len() - 1];
        let public = identity.to_public().to_string();
        for text in ["", "# only words", "AGE-SECRET-KEY-1", cut, &public] {
            assert_eq!(found(text), Err(Fault::IdentityRefused), "{}", text.len());
        }
        assert_eq!(found(&"x".repeat(LONGEST_FILE + 1)), Err(Fault::IdentityRefused));
    }

    #[test]
    fn a_good_recipient_is_taken_with_space_around_it() {
        let public = Identity::generate().to_public().to_string();
        assert_eq!(check_recipient(&format!(" {public}\r\n")), Ok(public));
    }

    #[test]
    fn malformed_recipients_and_other_kinds_are_refused() {
        let identity = Identity::generate();
        let public = identity.to_public().to_string();
        let mut mistyped = public.clone();
        let last = if mistyped.ends_with('q') { 'p' } else { 'q' };
        mistyped.pop();
        mistyped.push(last);
        for text in [
            "",
            "age1",
            "somebody@example.org",
            &public[..public.len() - 1],
            &mistyped,
            &format!("{public} {public}"),
            identity.to_string().expose_secret(),
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN",
            "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t",
            "age1tag1qt8lw0ual6avlwmwatk888yqnmdamm7xfd0wak53ut6elz5c4swx2yqdj4e",
        ] {
            assert_eq!(check_recipient(text), Err(Fault::RecipientRefused), "{}", text.len());
        }
    }

    #[test]
    fn a_recipient_that_anyone_could_read_is_refused() {
        for zero in OPEN_TO_ALL {
            let recipient: Recipient = zero.parse().unwrap();
            let sealing = std::panic::catch_unwind(|| age::encrypt(&recipient, b"").is_ok());
            assert!(sealing.is_err(), "age would seal to it: it is not of small order");
            assert_eq!(check_recipient(zero), Err(Fault::RecipientRefused));
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_a_recovery_file_panic(text: String) {
            let _ = identities(&SecretString::from(text.clone()));
            let _ = check_recipient(&text);
            let _ = identities(&SecretString::from(format!("{IDENTITY_PREFIX}{text}")));
        }
    }
}
