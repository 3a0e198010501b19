//! Faults of the parts below, as the sentences that a person reads.

use crate::api::ApiError;

impl From<homeward_store::Fault> for ApiError {
    fn from(fault: homeward_store::Fault) -> Self {
        use homeward_store::Fault as F;
        match fault {
            F::AlreadyThere => Self::refused(
                "There is already a file in that place. Choose another name, so that nothing is written over.",
            ),
            F::Missing => Self::refused("There is no store in that place. Check the file's name."),
            F::Empty | F::NotAStore => Self::refused(
                "This file is not a Homeward store. Choose the file that Homeward made; nothing was changed.",
            ),
            F::Plain => Self::refused(
                "This file is a database that is not encrypted. Homeward opens encrypted stores only; nothing was changed.",
            ),
            F::CannotEncrypt => Self::fault(
                "This build of Homeward cannot encrypt, so it opens nothing. Install it again from your organisation.",
            ),
            F::WrongKey => Self::refused(
                "The key file beside this store belongs to another store. Put back the key file that was with it.",
            ),
            F::InUse => Self::refused(
                "This store is open in another window. Close that window and try again.",
            ),
            F::NewerStore { found, known } => Self::refused(format!(
                "This store was made by a newer Homeward (schema {found}, this one knows {known}). Install the newer version; nothing was changed."
            )),
            F::DiskFull => Self::fault(
                "The disk is full. Free some space and try again. What you typed is still on this screen.",
            ),
            F::ReadOnly => Self::fault(
                "The store may not be written. Check that the folder is not read-only, and try again.",
            ),
            F::Damaged => Self::fault(
                "The store is damaged. Do not delete anything. Ask IT to restore it from a backup.",
            ),
            F::Frozen(_) => {
                Self::refused("This record is signed off, so its answers cannot be changed here.")
            }
            F::UnknownRecord(_) | F::WrongKind(_) => Self::refused(
                "That record is not in this store. Go back to My work and open it again.",
            ),
            F::Stale { .. } => Self::refused(
                "This record was changed since you opened it. Open it again to see both.",
            ),
            other => {
                Self::fault(format!("The store did not answer as it should ({other}). Try again."))
            }
        }
    }
}

impl From<homeward_vault::Fault> for ApiError {
    fn from(fault: homeward_vault::Fault) -> Self {
        use homeward_vault::Fault as F;
        match fault {
            F::WrongPassphrase { wait_seconds: 0 } => {
                Self::passphrase("That passphrase is not right. Check caps lock and try again.")
            }
            F::WrongPassphrase { wait_seconds } => Self::passphrase(format!(
                "That passphrase is not right. You can try again in {wait_seconds} seconds. Nothing is ever deleted."
            )),
            F::SlowDown { wait_seconds } => Self::passphrase(format!(
                "Too many wrong passphrases. You can try again in {wait_seconds} seconds. Nothing is ever deleted."
            )),
            F::RecipientRefused
            | F::PassphraseRefused
            | F::PassphraseInUse
            | F::TooManyPeople
            | F::IdentityRefused
            | F::WrongIdentity => Self::problem(fault.to_string()),
            F::Missing | F::AlreadyThere | F::NewerVersion | F::CostRefused | F::CopiesDisagree => {
                Self::refused(fault.to_string())
            }
            other => Self::fault(other.to_string()),
        }
    }
}
