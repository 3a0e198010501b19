use std::io;

/// What can go wrong with keys. Carries kinds and seconds only: never a path, a name or a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The passphrase opens no slot. The next try is refused for `wait_seconds`.
    #[error("That passphrase is not right.")]
    WrongPassphrase {
        /// Seconds until another try is looked at; 0 means at once.
        wait_seconds: u32,
    },
    /// Too many wrong tries in a row: this one was not looked at and does not count.
    #[error("Too many wrong passphrases. Try again in {wait_seconds} seconds.")]
    SlowDown {
        /// Seconds until a try is looked at again.
        wait_seconds: u32,
    },
    /// There is no key file beside the store.
    #[error("The key file that belongs beside this store is not there.")]
    Missing,
    /// No copy of the key file can be relied on. Neither was touched.
    #[error(
        "Both copies of the key file are damaged. Nothing was changed. \
         Ask IT to put back a key file from a backup; do not delete either copy."
    )]
    Damaged,
    /// The two copies are whole, but hold different keys. Neither was touched.
    #[error(
        "The two copies of the key file hold different keys. Nothing was changed. \
         Keep both copies and ask IT which one belongs to this store."
    )]
    CopiesDisagree,
    /// The key file was written by a newer Homeward. It was not touched.
    #[error("This key file was made by a newer version of Homeward. Install that version.")]
    NewerVersion,
    /// A slot asks for less work than is safe, or for more than a laptop can do. Nothing was tried.
    #[error("The key file asks for an unsafe amount of work, so it was not used.")]
    CostRefused,
    /// A key file is already there: making one would lose the key of a store.
    #[error("There is already a key file for this store.")]
    AlreadyThere,
    /// A passphrase that is empty or longer than 1,024 bytes.
    #[error("Choose a passphrase between 1 and 1,024 characters long.")]
    PassphraseRefused,
    /// Somebody else who opens this store has this passphrase.
    #[error("Choose another passphrase. This one cannot be used here.")]
    PassphraseInUse,
    /// The key file has a slot for four people and no more.
    #[error("Four people can open this store, and no more.")]
    TooManyPeople,
    /// What was given as the organisation's recovery recipient is not one.
    #[error("The recovery recipient must be an age public key that begins with age1.")]
    RecipientRefused,
    /// What was given holds no recovery key line.
    #[error("No recovery key was found. It is the line that begins with AGE-SECRET-KEY-1.")]
    IdentityRefused,
    /// A good recovery key, but for another store.
    #[error("This recovery key belongs to a different store.")]
    WrongIdentity,
    /// The laptop has too little free memory to work out the key.
    #[error("There is not enough free memory. Close other programs and try again.")]
    Memory,
    /// The operating system gave no random numbers, so no key was made.
    #[error("This computer could not provide random numbers, so no key was made.")]
    NoRandomness,
    /// A file could not be read or written.
    #[error("A key file could not be read or written ({0}).")]
    Io(io::ErrorKind),
    /// A kept library refused something that cannot be refused; a bug.
    #[error("The key could not be worked out ({0}).")]
    Internal(&'static str),
}

impl From<io::Error> for Fault {
    /// Keeps the kind only: the text of an I/O error may hold a path.
    fn from(error: io::Error) -> Self {
        Fault::Io(error.kind())
    }
}
