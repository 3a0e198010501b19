//! First start, unlock and lock.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use homeward_casework::time;
use homeward_store::{Op, Store};
use homeward_vault::{
    Copies, ExposeSecret as _, KeyFile, Recovery, SecretString, SlotName, random_id,
    recovery_file_text, sha256_hex, strength,
};
use uuid::Uuid;

use crate::answers::durably;
use crate::api::ApiError;
use crate::api::door::{
    Authority, Created, FirstStart, Me, Role, Start, StartState, Strength, Unlock, Unlocked,
};
use crate::api::place::{Caret, Place};
use crate::asks::NewPassphrase;
use crate::roles::Act;
use crate::session::{Homeward, IDLE_MINUTES, Now, Open};

/// Said at first start and in the README until backup, erasure and subject access are there.
pub const NOT_YET: &str = "This version is not yet for live records. Backup, erasure and answers to subject access requests are still to come. Use it with made-up children only.";

/// Said when there is a key file whose store is gone: moved, or never finished at a first start.
const KEYS_ALONE: &str = "There is a key file here, but its store is not beside it. If the store was moved, close Homeward and put it back first. If you set up a new one, the old key file is kept under another name.";

/// The usual place of the store: the user's own folder for the program's files.
#[must_use]
pub fn usual_store() -> PathBuf {
    let home = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let folder = home("LOCALAPPDATA")
        .or_else(|| home("XDG_DATA_HOME"))
        .or_else(|| home("HOME").map(|home| home.join(".local").join("share")))
        .unwrap_or_else(|| PathBuf::from("."));
    folder.join("homeward").join("store.homeward")
}

/// The clock of this computer.
#[must_use]
pub fn system_clock() -> Now {
    std::sync::Arc::new(Utc::now)
}

/// A name by which a second start on the same store finds the first one. It tells nothing: it is
/// a part of the hash of the store's place.
#[must_use]
pub fn instance_name(store: &Path) -> String {
    let place = std::path::absolute(store).unwrap_or_else(|_| store.to_owned());
    let hash = sha256_hex(place.as_os_str().as_encoded_bytes());
    format!("uk.homeward.desktop.s{}", hash.get(..16).unwrap_or("0"))
}

impl Homeward {
    /// Which page opens the program.
    ///
    /// # Errors
    /// None at this time.
    pub fn start_state(&self) -> Result<StartState, ApiError> {
        let me = self.me();
        let state = match (&me, self.path.exists()) {
            (Some(_), _) => Start::Open,
            (None, true) => Start::Locked,
            (None, false) => Start::First,
        };
        let keys_alone = state == Start::First && KeyFile::exists(&self.path);
        Ok(StartState {
            state,
            me,
            notice: if keys_alone { format!("{KEYS_ALONE} {NOT_YET}") } else { NOT_YET.to_owned() },
            wait_seconds: KeyFile::wait_seconds(&self.path, self.now().timestamp()),
            idle_minutes: IDLE_MINUTES,
            authorities: self.authorities(),
            standard: self.standard_notice.clone(),
        })
    }

    fn authorities(&self) -> Vec<Authority> {
        self.standard()
            .authorities()
            .iter()
            .map(|one| Authority { code: one.gss.clone(), name: one.name.clone() })
            .collect()
    }

    /// The authority with this code.
    pub(crate) fn authority(&self, code: &str) -> Option<Authority> {
        self.authorities().into_iter().find(|one| one.code == code)
    }

    /// How strong a passphrase is.
    ///
    /// # Errors
    /// None at this time.
    pub fn passphrase_strength(&self, ask: NewPassphrase) -> Result<Strength, ApiError> {
        let found = strength(&ask.passphrase, &[&ask.name]);
        Ok(Strength { score: found.score, acceptable: found.acceptable, advice: found.advice })
    }

    /// Makes a store, proves that its passphrase opens it, and lets the person in.
    ///
    /// # Errors
    /// Something that was typed has to be mended, or the disk failed. Nothing is left behind then.
    pub fn create_store(&self, ask: FirstStart) -> Result<Created, ApiError> {
        if self.path.exists() {
            return Err(homeward_store::Fault::AlreadyThere.into());
        }
        let me = self.checked_person(&ask)?;
        let (recovery, recovery_path) = self.checked_recovery(&ask)?;
        if let Some(folder) = self.path.parent() {
            private_folder(folder)?;
        }
        if KeyFile::exists(&self.path) {
            KeyFile::put_away(&self.path)?;
        }
        let made = self.make(&ask, me, recovery, recovery_path.as_deref());
        if made.is_err() {
            remove_half_made(&self.path);
        }
        let (open, created) = made?;
        self.take_in(open);
        Ok(created)
    }

    fn checked_person(&self, ask: &FirstStart) -> Result<Me, ApiError> {
        let name = ask.name.trim();
        if name.is_empty() || name.chars().count() > 200 {
            return Err(ApiError::problem("Enter your name, as it should stand in records."));
        }
        if ask.role == Role::Governance {
            return Err(ApiError::problem(
                "A store is made by a worker or a supervisor. They then let an information-governance officer in.",
            ));
        }
        if ask.authorities.is_empty() {
            return Err(ApiError::problem("Choose at least one authority that you work for."));
        }
        let mut authorities = Vec::new();
        for code in &ask.authorities {
            let found = self.authority(code).ok_or_else(|| {
                ApiError::problem(
                    "That authority is not in the list. Choose one of the 33 in London.",
                )
            })?;
            if !authorities.contains(&found) {
                authorities.push(found);
            }
        }
        let mut about = vec![name];
        about.extend(authorities.iter().map(|one| one.name.as_str()));
        typed_twice(&ask.passphrase, &ask.passphrase_again, &about)?;
        Ok(Me {
            name: name.to_owned(),
            role: ask.role,
            role_label: role_label(ask.role).to_owned(),
            authorities,
        })
    }

    fn checked_recovery(&self, ask: &FirstStart) -> Result<(Recovery, Option<PathBuf>), ApiError> {
        let recipient = ask.recovery_recipient.as_deref().map(str::trim).filter(|r| !r.is_empty());
        if let Some(recipient) = recipient {
            let recipient = homeward_vault::check_recipient(recipient)?;
            return Ok((Recovery::To(recipient), None));
        }
        let path = ask.recovery_path.as_deref().map(str::trim).filter(|p| !p.is_empty());
        let path = PathBuf::from(path.ok_or_else(|| {
            ApiError::problem("Choose where to save the recovery file. Without it, a forgotten passphrase cannot be mended.")
        })?);
        if path.exists() {
            return Err(ApiError::problem(
                "There is already a file in the place for the recovery file. Choose another name.",
            ));
        }
        Ok((Recovery::New, Some(path)))
    }

    fn make(
        &self,
        ask: &FirstStart,
        me: Me,
        recovery: Recovery,
        recovery_path: Option<&Path>,
    ) -> Result<(Open, Created), ApiError> {
        let passphrase = SecretString::from(ask.passphrase.clone());
        let person = random_id();
        let made = KeyFile::create(
            &self.path,
            &SlotName { user: person },
            &passphrase,
            recovery,
            self.cost,
        )?;
        let mut store = Store::create(&self.path, made.key, made.store)?;
        let op = Op {
            id: random_id(),
            act: "made the store".into(),
            by: person,
            at: self.now(),
            subject: None,
            detail: format!("schema {}", homeward_store::SCHEMA),
        };
        store.transact(&op, |tx| {
            tx.insert_person(&homeward_store::Person {
                id: person,
                name: me.name.clone(),
                role: role_word(me.role).to_owned(),
            })?;
            for authority in &me.authorities {
                tx.insert_commission(&homeward_store::Commission {
                    id: random_id(),
                    authority: authority.code.clone(),
                    provider: String::new(),
                    from: None,
                    to: None,
                })?;
            }
            Ok(())
        })?;
        store.close()?;
        // Proof before the first record: this passphrase opens this store.
        let proved = KeyFile::unlock(&self.path, &passphrase, self.now().timestamp())?;
        let store = Store::open(&self.path, proved.key)?;
        if let (Some(path), Some(identity)) = (recovery_path, &made.recovery_identity) {
            let label = self
                .path
                .file_name()
                .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
            let text = recovery_file_text(identity, &label, &time::show_date(self.today()));
            write_private(path, text.as_bytes())?;
        }
        let open = Open { store, me: me.clone(), person, given_out: None };
        let recovery_file = recovery_path.map(|path| path.display().to_string());
        let next = if recovery_file.is_some() {
            "Move the recovery file off this laptop now: to a USB stick in the safe, or to your organisation’s IT. Whoever has it can open this store."
        } else {
            "Your organisation’s recovery key can open this store if you forget your passphrase."
        };
        Ok((open, Created { me, recovery_file, next: next.to_owned() }))
    }

    /// Opens the store.
    ///
    /// # Errors
    /// A wrong passphrase, a store in use, or one that cannot be opened. Nothing is changed.
    pub fn unlock(&self, ask: Unlock) -> Result<Unlocked, ApiError> {
        Store::look(&self.path)?;
        let passphrase = SecretString::from(ask.passphrase);
        self.let_in(KeyFile::unlock(&self.path, &passphrase, self.now().timestamp())?)
    }

    /// What unlocking does once the passphrase has given the key: all of it but the second that
    /// the passphrase takes on purpose. Apart, so that it can be measured by itself.
    ///
    /// # Errors
    /// The key is another store's, or the store cannot be opened. Nothing is changed.
    pub fn let_in(&self, unlocked: homeward_vault::Unlocked) -> Result<Unlocked, ApiError> {
        let store = Store::open(&self.path, unlocked.key)?;
        if store.id() != unlocked.store {
            return Err(homeward_store::Fault::WrongKey.into());
        }
        let mut open = self.identify(store, Some(unlocked.user))?;
        let failed = unlocked.failed_since_last;
        let mut op = self.op(&open, "unlocked", None);
        op.detail = format!("{failed} wrong passphrases since the last unlock");
        let id = op.id;
        durably(&mut open, |open| open.store.transact(&op, |_| Ok(())), id)?;
        let place = stored_place(&open)?;
        let me = open.me.clone();
        self.take_in(open);
        Ok(Unlocked { me, place, warning: warning(failed, unlocked.copies) })
    }

    /// Opens the store with the recovery file and sets a new passphrase, for somebody who has
    /// forgotten theirs. The store is then locked, to be opened in the usual way.
    ///
    /// # Errors
    /// The file holds no recovery key of this store, or the new passphrase is too weak.
    pub fn recover(&self, recovery_file: &str, passphrase: &str) -> Result<(), ApiError> {
        if !self.path.exists() {
            return Err(homeward_store::Fault::Missing.into());
        }
        strong_enough(passphrase, &[])?;
        let identity = SecretString::from(recovery_file.to_owned());
        let passphrase = SecretString::from(passphrase.to_owned());
        let key = KeyFile::recover(&self.path, &identity, &passphrase)?;
        let mut open = self.identify(Store::open(&self.path, key)?, None)?;
        let op = self.op(&open, "set a new passphrase with the recovery key", None);
        durably(&mut open, |open| open.store.transact(&op, |_| Ok(())), op.id)?;
        Ok(())
    }

    /// Who it is: the person whose passphrase it was, or, with the recovery key, the one who made
    /// the store.
    fn identify(&self, store: Store, user: Option<Uuid>) -> Result<Open, ApiError> {
        let reader = store.read()?;
        let mut people = reader.people()?.into_iter();
        let person = people.find(|person| user.is_none_or(|user| person.id == user));
        let person = person.ok_or_else(|| {
            ApiError::fault("This store does not know whose passphrase this is. Ask IT to restore it from a backup.")
        })?;
        let commissions = reader.commissions()?;
        let mut authorities = Vec::new();
        for commission in commissions {
            let found = self.authority(&commission.authority).unwrap_or_else(|| Authority {
                code: commission.authority.clone(),
                name: commission.authority.clone(),
            });
            if !authorities.contains(&found) {
                authorities.push(found);
            }
        }
        let role = role_of(&person.role).ok_or_else(|| {
            ApiError::fault("This version of Homeward does not know your role in this store. Use the newest version.")
        })?;
        let me =
            Me { name: person.name, role, role_label: role_label(role).to_owned(), authorities };
        Ok(Open { store, me, person: person.id, given_out: None })
    }

    /// Makes sure that the person at the keyboard is the one who opened the store.
    ///
    /// # Errors
    /// The passphrase is not right, or is somebody else's.
    pub(crate) fn re_authenticate(&self, passphrase: &str) -> Result<(), ApiError> {
        let passphrase = SecretString::from(passphrase.to_owned());
        if passphrase.expose_secret().is_empty() {
            return Err(ApiError::passphrase("Enter your passphrase."));
        }
        let whose = KeyFile::prove(&self.path, &passphrase, self.now().timestamp())?;
        let me = self.with(Act::Enter, |open| Ok(open.person))?;
        if whose == me { Ok(()) } else { Err(ApiError::passphrase("That is not your passphrase.")) }
    }
}

/// What a person is told right after unlocking.
fn warning(failed: u32, copies: Copies) -> Option<String> {
    let mut told = Vec::new();
    if failed > 0 {
        let times =
            crate::show::count(failed as usize, "wrong passphrase was", "wrong passphrases were");
        told.push(format!(
            "{times} tried since you were last here. If that was not you, tell your supervisor."
        ));
    }
    if copies == Copies::OneLeft {
        told.push(
            "Only one of the two copies of the key file is left, and the other could not be written. Check the free space on the disk, and tell IT.".to_owned(),
        );
    }
    (!told.is_empty()).then(|| told.join(" "))
}

/// Closes open revisions and keeps the place, as a lock does.
pub(crate) fn keep_place(
    open: &mut Open,
    place: Option<&Place>,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let op = Op {
        id: random_id(),
        act: "locked".into(),
        by: open.person,
        at: now,
        subject: None,
        detail: String::new(),
    };
    let place = place.map(|place| homeward_store::Place {
        page: place.path.clone(),
        caret: place.caret.as_ref().map(|caret| homeward_store::Selection {
            field: caret.field.clone(),
            start: caret.start,
            end: caret.end,
        }),
    });
    let id = op.id;
    durably(
        open,
        |open| {
            open.store.transact(&op, |tx| {
                tx.close_all_answers()?;
                tx.put_place(place.as_ref())
            })
        },
        id,
    )?;
    Ok(())
}

fn stored_place(open: &Open) -> Result<Option<Place>, ApiError> {
    let kept = open.store.read()?.place(open.person)?;
    Ok(kept.map(|kept| Place {
        path: kept.page,
        caret: kept.caret.map(|caret| Caret {
            field: caret.field,
            start: caret.start,
            end: caret.end,
        }),
    }))
}

/// A new passphrase must be typed the same twice, and be hard to guess for who knows the person.
pub(crate) fn typed_twice(passphrase: &str, again: &str, about: &[&str]) -> Result<(), ApiError> {
    if passphrase != again {
        return Err(ApiError::problem("The two passphrases are not the same. Type them again."));
    }
    strong_enough(passphrase, about)
}

fn strong_enough(passphrase: &str, about: &[&str]) -> Result<(), ApiError> {
    let found = strength(passphrase, about);
    if found.acceptable { Ok(()) } else { Err(ApiError::problem(found.advice)) }
}

/// A role as the store keeps it.
pub(crate) fn role_word(role: Role) -> &'static str {
    match role {
        Role::Worker => "worker",
        Role::Supervisor => "supervisor",
        Role::Governance => "governance",
    }
}

/// Fails closed: a word that is not known is no role, and whoever has it is not let in.
pub(crate) fn role_of(word: &str) -> Option<Role> {
    [Role::Worker, Role::Supervisor, Role::Governance]
        .into_iter()
        .find(|role| role_word(*role) == word)
}

fn role_label(role: Role) -> &'static str {
    match role {
        Role::Worker => "Worker",
        Role::Supervisor => "Supervisor",
        Role::Governance => "Information-governance officer",
    }
}

/// Makes a folder that only this user can look into. One that is there is left as it is.
fn private_folder(folder: &Path) -> Result<(), ApiError> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|_| {
        ApiError::fault(
            "The folder for the store could not be made. Check that you may write there.",
        )
    })
}

/// Writes a new file that only this user can read, and waits until it is on the disk.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), ApiError> {
    let failed = |cause: std::io::Error| match cause.kind() {
        std::io::ErrorKind::AlreadyExists => ApiError::problem(
            "There is already a file in that place. Choose another name, so that nothing is written over.",
        ),
        std::io::ErrorKind::NotFound => {
            ApiError::problem("That folder does not exist. Choose another place for the file.")
        }
        _ => ApiError::fault(
            "The file could not be written. Check the place and the free space, and try again.",
        ),
    };
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| {
        // The name is on the disk only when its folder is.
        #[cfg(unix)]
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::File::open(folder)?.sync_all()?;
        }
        Ok(())
    });
    if written.is_err() {
        // A half file is worse than none: it looks like the whole.
        let _ = fs::remove_file(path);
    }
    written.map_err(failed)
}

/// Removes what a first start that failed has left, so that the next try begins clean. Only ever
/// called for a store that was not there before.
fn remove_half_made(store: &Path) {
    for ending in ["", "-journal", ".new", ".new-journal", ".keys-a", ".keys-b", ".keys-tries"] {
        let mut name = store.as_os_str().to_os_string();
        name.push(ending);
        let _ = fs::remove_file(name);
    }
}
