//! What kind of record there is, and where it came from.

use serde::{Deserialize, Serialize};

/// A kind of record. Each is filled in by one question set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A child, held once and joined to each episode.
    Child,
    /// One missing incident, from going missing to the return.
    Episode,
    /// A police prevention interview.
    Ppi,
    /// A return conversation (the return home interview of the guidance).
    Conversation,
    /// What is done for the child afterwards.
    Support,
}

impl RecordKind {
    /// Every kind, in the order in which the question sets build on each other.
    pub const ALL: [Self; 5] =
        [Self::Child, Self::Episode, Self::Ppi, Self::Conversation, Self::Support];

    /// The id of the question set that this kind of record answers.
    pub fn set_id(self) -> &'static str {
        match self {
            Self::Child => "child",
            Self::Episode => "episode",
            Self::Ppi => "ppi",
            Self::Conversation => "rhi",
            Self::Support => "support",
        }
    }

    /// The name under which the kind is stored. It never changes.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Child => "child",
            Self::Episode => "episode",
            Self::Ppi => "ppi",
            Self::Conversation => "conversation",
            Self::Support => "support",
        }
    }

    /// The kind stored under `name`, if there is one.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The kind that answers the question set `set_id`, if there is one.
    pub fn of_set(set_id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.set_id() == set_id)
    }

    /// Whether a record of this kind goes through review (design, section 4).
    ///
    /// A child and an episode are kept up to date as things become known; nobody signs them off.
    pub fn is_reviewed(self) -> bool {
        matches!(self, Self::Ppi | Self::Conversation | Self::Support)
    }
}

/// Where a record came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Entered by a person as the work happened.
    Entered,
    /// Brought in from an older system. It is history.
    Imported,
    /// Made by the demonstration generator.
    Demo,
}

impl Origin {
    /// Every origin.
    pub const ALL: [Self; 3] = [Self::Entered, Self::Imported, Self::Demo];

    /// The name under which the origin is stored. It never changes.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Entered => "entered",
            Self::Imported => "imported",
            Self::Demo => "demo",
        }
    }

    /// The origin stored under `name`, if there is one.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.as_str() == name)
    }

    /// Whether a record of this origin can be due, late or on anybody's list of work.
    ///
    /// Imported records are the past: the time to act on them is over, and a list that asked for
    /// thousands of old conversations would hide the child who came home this morning.
    pub fn asks_for_work(self) -> bool {
        !matches!(self, Self::Imported)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_and_origin_is_read_back_from_its_stored_name() {
        for kind in RecordKind::ALL {
            assert_eq!(RecordKind::parse(kind.as_str()), Some(kind));
            assert_eq!(RecordKind::of_set(kind.set_id()), Some(kind));
        }
        for origin in Origin::ALL {
            assert_eq!(Origin::parse(origin.as_str()), Some(origin));
        }
        assert_eq!(RecordKind::parse("rhi"), None);
        assert_eq!(RecordKind::parse("Child"), None);
        assert_eq!(Origin::parse(""), None);
    }

    #[test]
    fn an_imported_record_never_asks_for_work() {
        assert!(!Origin::Imported.asks_for_work());
        assert!(Origin::Entered.asks_for_work());
        assert!(Origin::Demo.asks_for_work());
    }

    #[test]
    fn a_child_and_an_episode_are_not_reviewed() {
        let reviewed: Vec<_> = RecordKind::ALL.into_iter().filter(|k| k.is_reviewed()).collect();
        assert_eq!(reviewed, [RecordKind::Ppi, RecordKind::Conversation, RecordKind::Support]);
    }
}
