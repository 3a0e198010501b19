//! All SQL of Homeward: one encrypted SQLCipher file for each user of a laptop.
//!
//! * [`Store`] opens and makes the file. One connection, held alone, for as long as it is open.
//! * [`Store::transact`] is the only door for writes: the change and its audit entry are written
//!   in one transaction, or neither is.
//! * [`Reader`], from [`Store::read`] or [`Tx::read`], asks questions and changes nothing.
//! * [`Fault`] says what went wrong, by kind and id, never by value.
//!
//! The answer table is the home of what was said. Typed columns (a child's name, the times of an
//! episode) are projections of answers whose question carries a `bind`, written in the same
//! transaction, for the clocks, lists and searches that need them.
//!
//! Times come in as values and are kept as whole seconds; nothing here reads a clock.

mod answers;
mod attach;
mod audit;
mod binds;
mod bulk;
mod fault;
mod imports;
mod keeping;
mod migrate;
mod open;
mod read;
mod records;
mod rows;
mod search;
#[cfg(test)]
mod testing;
mod transact;
mod work;

pub use answers::{Given, HistoryEntry, KeptAnswer, NewAnswer, Put, PutOutcome};
pub use audit::{AuditEntry, AuditHead, ChainReport};
pub use binds::{Bind, Bound, KeptMoment};
pub use bulk::{BulkAnswer, BulkEpisode, BulkQuery};
pub use fault::Fault;
pub use imports::{ImportCounts, ImportRow, ImportRun, RowOutcome};
pub use keeping::{Flag, LedgerEntry, NewRelease, Place, Selection};
pub use migrate::SCHEMA;
pub use open::{Integrity, Store};
pub use read::Reader;
pub use records::NewRecord;
pub use rows::{
    ChildRow, Commission, ConversationRow, Counts, EpisodeRow, Person, PpiRow, Record, SupportRow,
};
pub use search::DoublesQuery;
pub use transact::{Changed, Done, Op, Thing, Tx};
pub use work::{WorkMark, WorkRow};

pub use homeward_casework::{Origin, RecordKind, ReviewState};
pub use homeward_vault::StoreKey;
