//! A folder of its own for each test, and the program to start in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// Strong enough for the program; it protects nothing.
pub const PASSPHRASE: &str = "copper-kettle-orchard-lantern";

/// The same of the person who approves a release.
pub const SECOND: &str = "velvet-harbour-thistle-beacon";

/// The authority of these tests.
pub const AUTHORITY: &str = "E09000012";

/// What came back.
pub struct Said {
    /// The exit code.
    pub code: i32,
    /// The standard output.
    pub out: String,
    /// The error output.
    pub error: String,
}

impl Said {
    /// The output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("{}{}", self.out, self.error))
    }

    /// Makes sure that it ended well.
    pub fn done(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.out, self.error);
        self
    }

    /// Makes sure that it was refused with this code and one sentence, and gives the sentence.
    pub fn refused(&self, code: i32) -> String {
        assert_eq!(self.code, code, "{}{}", self.out, self.error);
        let lines: Vec<&str> = self.error.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(lines.len(), 1, "{}", self.error);
        let sentence = lines[0].strip_prefix("homeward: ").expect("says who speaks");
        assert!(sentence.ends_with('.'), "{sentence}");
        sentence.to_owned()
    }
}

/// A folder with a passphrase file.
pub struct World {
    folder: tempfile::TempDir,
}

impl World {
    /// An empty one.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("phrase.txt"), format!("{PASSPHRASE}\n")).unwrap();
        std::fs::write(folder.path().join("second.txt"), format!("{SECOND}\n")).unwrap();
        Self { folder }
    }

    /// One with a store of this role.
    pub fn with_store(role: &str) -> Self {
        let world = Self::new();
        world.create(role).done();
        world
    }

    /// One with a demo store.
    pub fn with_demo(children: u32, episodes: u32, seed: u32) -> Self {
        let world = Self::new();
        world.demo("store.homeward", children, episodes, seed).done();
        world
    }

    /// A file in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file in it.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Starts the program here.
    pub fn run(&self, words: &[&str]) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_homeward"))
            .args(words)
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Said {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            error: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Starts it on the store.
    pub fn on_store(&self, words: &[&str]) -> Said {
        let open = ["--store", "store.homeward", "--passphrase-file", "phrase.txt"];
        self.run(&[words, &open].concat())
    }

    /// Makes the store.
    pub fn create(&self, role: &str) -> Said {
        self.on_store(&[
            "store",
            "create",
            "--user",
            "Alex Example",
            "--role",
            role,
            "--authority",
            AUTHORITY,
            "--recovery-out",
            "recovery.txt",
        ])
    }

    /// Makes a demo store.
    pub fn demo(&self, store: &str, children: u32, episodes: u32, seed: u32) -> Said {
        let recovery = format!("{store}.recovery");
        self.run(&[
            "demo",
            "--store",
            store,
            "--passphrase-file",
            "phrase.txt",
            "--authority",
            AUTHORITY,
            "--recovery-out",
            &recovery,
            "--seed",
            &seed.to_string(),
            "--children",
            &children.to_string(),
            "--episodes",
            &episodes.to_string(),
        ])
    }

    /// How much is in the store.
    pub fn status(&self) -> Value {
        self.on_store(&["store", "status", "--json"]).done().json()
    }

    /// Brings in files of the return.
    pub fn import(&self, header: &Path, missing: &Path, more: &[&str]) -> Said {
        let files = [
            "import",
            "ssda903",
            "--authority",
            AUTHORITY,
            "--header",
            header.to_str().unwrap(),
            "--missing",
            missing.to_str().unwrap(),
        ];
        self.on_store(&[&files[..], more].concat())
    }

    /// Starts it on the store as the person who approves.
    pub fn as_second(&self, words: &[&str]) -> Said {
        let open = ["--store", "store.homeward", "--passphrase-file", "second.txt"];
        self.run(&[words, &open].concat())
    }

    /// Lets the person in who approves.
    pub fn let_in(&self, role: &str) -> Said {
        self.on_store(&[
            "store",
            "add-person",
            "--name",
            "Example Officer",
            "--role",
            role,
            "--their-passphrase-file",
            "second.txt",
        ])
    }

    /// What `propose` and `preview` say of a release of this year.
    pub fn asked(&self, what: &str, period: &str, more: &[&str]) -> Said {
        let words = [
            "release",
            what,
            "--authority",
            AUTHORITY,
            "--period",
            period,
            "--to",
            "London Datastore",
            "--purpose",
            "Yearly figures",
            "--agreement",
            "Example agreement of 1 April 2026",
        ];
        self.on_store(&[&words[..], more].concat())
    }

    /// Proposes a release of this year, and gives its id.
    pub fn propose(&self, period: &str) -> String {
        let said = self.asked("propose", period, &["--json"]).done().json();
        said["id"].as_str().unwrap().to_owned()
    }

    /// Approves it into `release`, as the second person.
    pub fn approve(&self, proposal: &str, more: &[&str]) -> Said {
        let words = ["release", "approve", "--proposal", proposal, "--out", "release"];
        self.as_second(&[&words[..], more].concat())
    }

    /// Makes a release into `release`, as two people do.
    pub fn release(&self, period: &str, more: &[&str]) -> Said {
        let proposal = self.propose(period);
        self.let_in("governance").done();
        self.approve(&proposal, more)
    }

    /// Every file in the folder with its bytes, to see whether anything changed.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files: Vec<_> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file())
            .map(|path| (path.clone(), std::fs::read(path).unwrap()))
            .collect();
        files.sort();
        files
    }
}

/// A file of the return that was written for the tests.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/ssda903").join(name)
}

/// The financial year before this one, which is over.
pub fn last_year() -> String {
    let today = std::time::SystemTime::now();
    let days = today.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() / 86_400;
    // A year has 365.2425 days; a financial year begins 90 days after the first of January.
    let year = 1970 + ((days as f64 - 90.25) / 365.242_5) as i64;
    format!("{}-{:02}", year - 1, year % 100)
}
