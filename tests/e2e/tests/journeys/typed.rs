//! What a journey types about a child, in words that nothing else on the machine holds.

use homeward_e2e::leaks::{self, Leak};
use homeward_e2e::{Fault, Outcome, World};
use std::path::PathBuf;
use std::time::SystemTime;

/// Words of one journey. Each has a part that is new in every run, so that finding one of them in a
/// file means that this run wrote it there.
pub struct Typed {
    pub surname: String,
    pub notification: String,
    pub account: String,
    pub own_words: String,
    pub carer_view: String,
    tag: String,
    began: SystemTime,
}

/// A date of birth, and every form in which a program might write it.
pub const BORN: &str = "14 3 2011";
const BORN_FORMS: [&str; 5] =
    ["14 3 2011", "2011-03-14", "14/03/2011", "14/3/2011", "14 March 2011"];

impl Typed {
    pub fn new() -> Self {
        let tag = tag();
        Self {
            surname: format!("Child {tag}"),
            notification: format!("Notification text {tag}, pasted as it came."),
            account: format!("They walked to the park {tag} and stayed until it was dark."),
            own_words: format!("I was not missing {tag}, I was at the park."),
            carer_view: format!("The carer said {tag} had been worried about school."),
            tag,
            began: SystemTime::now(),
        }
    }

    /// Name as the screen shows it.
    pub fn name(&self) -> String {
        format!("Example {}", self.surname)
    }

    /// Stops unless the words stand in exactly these files and in no other that was written.
    ///
    /// The files that may hold them are the positive control: were the search blind, it would not
    /// find them there either.
    pub fn stand_only_in(&self, world: &World, allowed: &[PathBuf]) -> Outcome {
        let mut words = vec![self.tag.clone()];
        words.extend(BORN_FORMS.map(str::to_owned));
        let mut found = leaks::search(world.folder(), &words, None)?;
        // Programs may write past the folders that they were given, so the rest of what this user
        // can write to is looked at for the words that are certainly ours.
        let elsewhere = std::env::var_os("HOME").map(PathBuf::from);
        let shared = ["tmp", "var/tmp", "dev/shm", "run"].map(|name| PathBuf::from("/").join(name));
        for folder in elsewhere.into_iter().chain(shared) {
            found.extend(leaks::search(&folder, &words[..1], Some(self.began))?);
        }
        let mut files: Vec<PathBuf> = found.iter().map(|leak: &Leak| leak.file.clone()).collect();
        files.sort();
        files.dedup();
        let mut allowed = allowed.to_vec();
        allowed.sort();
        if files == allowed {
            return Ok(());
        }
        Err(Fault::new(format!("typed words should stand in {allowed:?} alone, and: {found:#?}")))
    }
}

/// Eight letters that are new in each run, without vowels so that they spell nothing.
fn tag() -> String {
    const LETTERS: [char; 20] = [
        'b', 'c', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'm', 'n', 'p', 'q', 'r', 's', 't', 'v', 'w',
        'x', 'z',
    ];
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let mut rest = since.as_nanos() / 100;
    let mut tag = String::from("Z");
    for _ in 0..8 {
        tag.push(LETTERS[(rest % 20) as usize]);
        rest /= 20;
    }
    tag
}
