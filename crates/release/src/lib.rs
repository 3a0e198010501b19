//! Disclosure control: what may leave a borough about its missing children, and the proof that it may.
//!
//! A release is a folder of small *topic tables*. Each has one row an episode and at most two
//! answers in a row, so that there is nothing to link rows by. [`make`] builds the files from rows
//! given as values; [`verify::check`] reads finished files again with code of its own.
//!
//! Three rules hold in every table (design, section 7):
//!
//! 1. *k counts children, never rows.* Each group of rows that share their answers stands for at
//!    least `k` different children.
//! 2. No child stands behind more than half of the rows of a group.
//! 3. No row is left out. A group that is too small is merged up its ladder for the whole table, so
//!    the totals stay exact and are the same in every table.
//!
//! How a table is merged: every way to show its answers is weighed (`cuts`), and the way that loses
//! least among those that keep the rules is taken (`merge`). A code is either shown, or merged to a
//! broader one with everything else that lies under it. Branches of a ladder that are too small
//! even so are masked together (`SUPP`), in one order for the whole release, so that no table taken
//! from another leaves a group that is too small.
//!
//! Then all tables together are audited by linear programming ([`audit`]): where a group of fewer
//! than `k` children could be worked out from several tables, one of them is merged further, and
//! all are audited again (`choice`). [`history`] compares a release with every earlier one of its
//! period.
//!
//! Where there are fewer than `k` children in all, what leaves is a [`statement`] of just that.
//!
//! [`records`] is another engine, for the rows of any table.
//!
//! The crate is pure: it reads no clock, file or random number. Hashes and draws come in as
//! functions ([`Tools`]), because only `homeward-vault` may name the crates they come from.
//!
//! ```no_run
//! # use homeward_release::{make, verify, Profile, Request, Row, Tools};
//! # fn example(profile: Profile, rows: Vec<Row>, request: Request,
//! #     mut draw: impl FnMut(u64) -> u64, sha256: impl Fn(&[u8]) -> String)
//! #     -> Result<(), Box<dyn std::error::Error>> {
//! let release = make(&profile, &rows, &request, Tools { hash: &sha256, below: &mut draw })?;
//! let report = verify::check(&release.files, &profile, &sha256, Some(&rows));
//! assert_eq!(report.outcome, verify::Outcome::Holds);
//! # Ok(()) }
//! ```

pub mod attacks;
pub mod audit;
mod choice;
mod classes;
mod columns;
mod cuts;
pub mod episodes;
mod fault;
mod files;
mod from_standard;
pub mod history;
mod linked;
mod make;
mod manifest;
pub mod measures;
mod merge;
mod profile;
mod readme;
pub mod records;
pub mod records_check;
mod request;
mod schema;
pub mod statement;
mod tree;
pub mod verify;

pub use choice::Audited;
pub use fault::Refusal;
pub use make::{Release, ReleaseFile, make};
pub use manifest::{
    FileEntry, MANIFEST_SCHEMA, Made, Manifest, Merge, Signature, TableEntry, Totals, Version,
    VersionOf,
};
pub use profile::{
    ABSENCE_CODES, By, Follows, Ladder, MASKED, Named, Policy, Profile, Step, Topic, Variable,
};
pub use request::{
    Authority, LONGEST_AGREEMENT, LONGEST_PURPOSE, LONGEST_RECEIVER, Request, Row, Tools,
};
pub use schema::published_schema;
