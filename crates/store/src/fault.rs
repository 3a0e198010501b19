//! What can go wrong in the store. Ids and kinds only: no name, answer or path.

use rusqlite::ErrorCode;
use uuid::Uuid;

/// Why the store did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A store is to be made where a file already is.
    #[error("there is already a file in that place")]
    AlreadyThere,
    /// There is no file to open.
    #[error("there is no store in that place")]
    Missing,
    /// The file has no content at all.
    #[error("the file is empty")]
    Empty,
    /// The file is not a store of this app.
    #[error("the file is not a Homeward store")]
    NotAStore,
    /// The file is a database that is not encrypted. It is never opened.
    #[error("the file is a database that is not encrypted")]
    Plain,
    /// The build at hand cannot encrypt. Nothing is opened with it.
    #[error("this build of the app cannot encrypt")]
    CannotEncrypt,
    /// The key does not open this store, or the first page of the file is damaged: the two cannot
    /// be told apart.
    #[error("the key does not open this store")]
    WrongKey,
    /// Another window or process has the store open.
    #[error("the store is open in another window")]
    InUse,
    /// The store was written by a newer app.
    #[error("the store has schema {found}; this app knows schemas up to {known}")]
    NewerStore {
        /// The schema of the file.
        found: u32,
        /// The newest schema that this app knows.
        known: u32,
    },
    /// A protective setting did not take effect.
    #[error("the setting {0} did not take effect")]
    SettingRefused(&'static str),
    /// The disk is full. Whether the last write is there is known after [`crate::Store::reopen`].
    #[error("the disk is full")]
    DiskFull,
    /// The disk did not do what it was asked. Whether the last write is there is known after
    /// [`crate::Store::reopen`].
    #[error("the disk did not answer as it should")]
    Disk,
    /// The file may be read, not written.
    #[error("the file may not be written")]
    ReadOnly,
    /// The content of the file is damaged.
    #[error("the content of the store is damaged")]
    Damaged,
    /// An earlier write ended in doubt. Nothing more is written until the store is reopened.
    #[error("the store must be reopened before anything more is written")]
    MustReopen,
    /// No record has this id.
    #[error("there is no record {0}")]
    UnknownRecord(Uuid),
    /// No person has this id.
    #[error("there is no person {0}")]
    UnknownPerson(Uuid),
    /// No commission has this id.
    #[error("there is no commission {0}")]
    UnknownCommission(Uuid),
    /// No import has this id.
    #[error("there is no import {0}")]
    UnknownImport(Uuid),
    /// The record is of another kind than the act needs.
    #[error("record {0} is of another kind")]
    WrongKind(Uuid),
    /// Other records hang on this one, so it stays where it is.
    #[error("other records hang on record {0}")]
    HasRecords(Uuid),
    /// A conversation is about one episode at least.
    #[error("the conversation is about no other episode")]
    LastEpisode,
    /// No question may bind this name.
    #[error("there is no column for this bind")]
    UnknownBind,
    /// The record is signed off; its answers change only by an amendment.
    #[error("record {0} is signed off")]
    Frozen(Uuid),
    /// The record changed since it was read.
    #[error("record {record} is at version {found}")]
    Stale {
        /// The record.
        record: Uuid,
        /// The version it is at now.
        found: u64,
    },
    /// The content breaks a rule of the schema, such as a second record with one id.
    #[error("the schema refuses this ({0})")]
    Refused(i32),
    /// The caller stopped its own transaction; nothing of it was written.
    #[error("stopped, and nothing was written")]
    Stopped,
    /// Any other answer of the database, by its number.
    #[error("the database answered {0}")]
    Database(i32),
}

impl Fault {
    /// Whether it is unknown if the write at hand reached the disk. The caller then reopens the
    /// store and asks [`crate::Reader::was_done`] before it says saved or not saved.
    pub fn is_in_doubt(&self) -> bool {
        matches!(self, Self::DiskFull | Self::Disk | Self::Damaged | Self::MustReopen)
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(cause: rusqlite::Error) -> Self {
        match cause {
            rusqlite::Error::SqliteFailure(code, _) => match code.code {
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::InUse,
                ErrorCode::DiskFull => Self::DiskFull,
                ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => Self::Disk,
                ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Self::ReadOnly,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged,
                ErrorCode::ConstraintViolation => Self::Refused(code.extended_code),
                _ => Self::Database(code.extended_code),
            },
            // A column that holds what the schema does not allow: the file was changed by others.
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..) => Self::Damaged,
            _ => Self::Database(0),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(cause: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match cause.kind() {
            ErrorKind::NotFound => Self::Missing,
            ErrorKind::AlreadyExists => Self::AlreadyThere,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            ErrorKind::StorageFull => Self::DiskFull,
            _ => Self::Disk,
        }
    }
}
