//! First start, unlock and lock.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::place::Place;

/// Which page opens the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StartState {
    /// Where it stands.
    pub state: Start,
    /// Who is in, when unlocked.
    pub me: Option<Me>,
    /// The notice that this version is not for live records yet.
    pub notice: String,
    /// Seconds to wait before another try, after wrong passphrases.
    pub wait_seconds: u32,
    /// Minutes without a key or a click after which it locks itself.
    pub idle_minutes: u32,
    /// All authorities that can be chosen at first start.
    pub authorities: Vec<Authority>,
    /// What is to be said about the borough's own files of the standard; none when all is well.
    pub standard: Option<StandardNotice>,
}

/// What became of the borough's own files of the standard, in the folder beside the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StandardNotice {
    /// Which standard is in use, and what to do.
    pub using: String,
    /// What is wrong with the files. While there is anything, none of them is used.
    pub faults: Vec<StandardFault>,
    /// Versions that are drafts and ask nothing yet, a sentence each.
    pub drafts: Vec<String>,
}

/// One thing that is wrong with a file of the standard. It holds nothing about any child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StandardFault {
    /// The file, from the folder on; empty for the folder itself.
    pub file: String,
    /// The path inside the file; empty for the whole file.
    pub place: String,
    /// What is wrong there, without a full stop.
    pub reason: String,
}

/// The three ways in which the program can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// No store on this laptop yet.
    First,
    /// A store, locked.
    Locked,
    /// A store, open.
    Open,
}

/// What the person may do. Enforced inside one store by `app`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Holds return conversations and writes them up.
    Worker,
    /// Also reviews and proposes releases.
    Supervisor,
    /// Information-governance officer: looks at releases and approves them, sees the figures, and
    /// sees no child's record.
    Governance,
}

/// A local authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Authority {
    /// GSS code, for example E09000012.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// What first start asks for.
#[derive(Clone, Deserialize, TS)]
pub struct FirstStart {
    /// The person's name, as it stands in records and reports.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Codes of the authorities they work for, one or more.
    pub authorities: Vec<String>,
    /// The passphrase.
    pub passphrase: String,
    /// The same, typed again.
    pub passphrase_again: String,
    /// An age recipient of the organisation (`age1…`); none makes an identity on the spot.
    pub recovery_recipient: Option<String>,
    /// Where the recovery file is to be written.
    pub recovery_path: Option<String>,
}

/// A store was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Created {
    /// Who is in.
    pub me: Me,
    /// Where the recovery file is, or none if it went to the organisation's recipient.
    pub recovery_file: Option<String>,
    /// What to do with it now.
    pub next: String,
}

/// How strong a passphrase is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Strength {
    /// 0 to 4.
    pub score: u8,
    /// Whether it may be used.
    pub acceptable: bool,
    /// One sentence of advice.
    pub advice: String,
}

/// A passphrase to unlock with.
#[derive(Clone, Deserialize, TS)]
pub struct Unlock {
    /// As typed.
    pub passphrase: String,
}

/// It opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Unlocked {
    /// Who is in.
    pub me: Me,
    /// Where they were when it locked.
    pub place: Option<Place>,
    /// A sentence when wrong passphrases were tried since last time.
    pub warning: Option<String>,
}

/// The person whose store it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Me {
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// In words: "Worker", "Supervisor", "Information-governance officer".
    pub role_label: String,
    /// The authorities they work for.
    pub authorities: Vec<Authority>,
}
