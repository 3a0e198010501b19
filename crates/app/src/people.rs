//! The people of a store: each has a passphrase of their own, so that what needs a second person
//! is done by one.

use homeward_store::Person;
use homeward_vault::{KeyFile, SlotName, random_id};
use secrecy::SecretString;

use crate::answers::durably;
use crate::api::ApiError;
use crate::api::door::Role;
use crate::door::{role_word, typed_twice};
use crate::roles::Act;
use crate::session::Homeward;

/// Somebody who is to open the store as well.
pub struct NewPerson<'a> {
    /// Their name, as it stands in records and reports.
    pub name: &'a str,
    /// What they may do.
    pub role: Role,
    /// The passphrase that they typed themselves.
    pub passphrase: &'a str,
    /// The same, typed again.
    pub passphrase_again: &'a str,
    /// The passphrase of the supervisor who lets them in.
    pub mine: &'a str,
}

impl Homeward {
    /// Lets somebody else open this store with a passphrase of their own. A supervisor does that,
    /// with the new person beside them to type it.
    ///
    /// # Errors
    /// This person may not, something that was typed has to be mended, or the disk failed. The new
    /// person then cannot open the store.
    pub fn add_person(&self, new: &NewPerson<'_>) -> Result<(), ApiError> {
        self.with(Act::AddPerson, |_| Ok(()))?;
        let name = new.name.trim();
        if name.is_empty() || name.chars().count() > 200 {
            return Err(ApiError::problem("Enter their name, as it should stand in records."));
        }
        typed_twice(new.passphrase, new.passphrase_again, &[name])?;
        self.re_authenticate(new.mine)?;
        let person =
            Person { id: random_id(), name: name.to_owned(), role: role_word(new.role).to_owned() };
        // The store knows of them first: a passphrase that belongs to nobody would open nothing,
        // while a person without a passphrase is merely not let in yet.
        self.with(Act::AddPerson, |open| {
            let op = self.op(open, "let a person in", None);
            let id = op.id;
            durably(open, |open| open.store.transact(&op, |tx| tx.insert_person(&person)), id)?;
            Ok(())
        })?;
        let secret = |text: &str| SecretString::from(text.to_owned());
        KeyFile::let_in(
            &self.path,
            &secret(new.mine),
            &SlotName { user: person.id },
            &secret(new.passphrase),
            self.now().timestamp(),
        )?;
        Ok(())
    }
}
