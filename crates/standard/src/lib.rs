//! The London standard: question sets, code lists, rules and answers.
//!
//! Questions, codes, ladders and disclosure rules are data in `schemas/`. This crate gives that data types, refuses a
//! broken set, reads what was typed, and decides which questions are asked. It is pure: no files beyond those compiled
//! in, no clock, no random numbers and no cryptography. Today's date and file hashes come in as values.

mod answer;
mod answers_document;
pub mod answers_schema;
mod bind;
mod blank_form;
mod code_list;
mod derived;
pub mod dictionary;
mod dictionary_page;
mod fault;
pub mod html;
mod ladder;
mod load;
mod mapping;
pub mod meta_schema;
mod moment;
mod profile;
mod question_set;
mod read;
mod rule;
mod standard;
mod version_map;
mod visible;
mod words;

pub use answer::{Absence, Answer, Value};
pub use answers_document::{Document, DocumentFault, DocumentReason};
pub use bind::{BINDS, Bind};
pub use code_list::{Authorities, Authority, Code, CodeList, OutsideArea, Side, list_version};
pub use derived::{Derived, DerivedKind};
pub use fault::{Fault, Reason};
pub use ladder::{Group, Ladder, Level};
pub use load::{Frozen, freeze};
pub use mapping::{
    Holds, MissingCodes, NationalReturn, SexCode, Ssda903, WrittenColumn, WrittenFile,
};
pub use moment::{Moment, MomentUnreadable, Which};
pub use profile::{
    By, EachCode, EpisodeRecords, Follows, RecordColumn, ReleaseProfile, Then, Topic, TopicSource,
};
pub use question_set::{
    Disclosure, DisclosureRule, Kind, MOST_EXACT, Needed, Question, QuestionSet, Section, Source,
    Stage, Status, Weight,
};
pub use read::{Problem, TEXT_LIMIT, read};
pub use rule::{Facts, Reference, Rule};
pub use standard::{HashOf, SchemaFile, Standard, generate};
pub use version_map::{QuestionChange, SectionChange, VersionMap};
pub use visible::VisibleSection;
