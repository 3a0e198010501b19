//! Children, episodes, conversations and support: the rules of the work itself.
//!
//! This crate is pure. It reads no file, no clock and no setting: whatever depends on the time
//! of day is given the time as a value, so that every rule can be tested at both clock changes.
//!
//! * [`kinds`] and [`review`]: what a record is and which state it may move to;
//! * [`time`]: dates and times that may be incomplete, as intervals in Europe/London;
//! * [`clock`]: the 72 hours of a return conversation and the 24 hours of a prevention interview;
//! * [`derived`]: each fact that is worked out and never typed, one function each;
//! * [`doubles`]: children and episodes that look like the same one, with the reason;
//! * [`figures`]: exact counts that add up, for people inside the authority;
//! * [`checks`]: what *check answers* says about a record;
//! * [`national`]: the three national returns, written;
//! * [`ssda903`]: the reader of the national return for looked-after children.

pub mod checks;
pub mod clock;
pub mod derived;
pub mod doubles;
pub mod figures;
pub mod kinds;
pub mod national;
pub mod review;
pub mod ssda903;
pub mod time;

#[cfg(test)]
mod test_moments;
#[cfg(test)]
mod test_standard;

pub use kinds::{Origin, RecordKind};
pub use review::ReviewState;
