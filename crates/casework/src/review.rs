//! The review states of a prevention interview, a conversation and a support plan.
//!
//! Draft → ready for review → returned with questions → ready for review → signed off → amended
//! (design, section 4). Signed off is frozen: the only way on is a numbered amendment with a
//! reason. Whether anything in the answers stands in the way of *ready* is for the caller to
//! say, who has the answers and the checks; this module says which moves exist at all.

use serde::{Deserialize, Serialize};

/// Where a record stands between its writer and its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    /// Being written.
    Draft,
    /// The writer has checked the answers and asks for a second pair of eyes.
    ReadyForReview,
    /// Sent back with at least one question.
    Returned,
    /// Read and agreed. Frozen.
    SignedOff,
    /// Signed off, then corrected by at least one numbered amendment. Frozen as well.
    Amended,
}

impl ReviewState {
    /// Every state, in the usual order.
    pub const ALL: [Self; 5] =
        [Self::Draft, Self::ReadyForReview, Self::Returned, Self::SignedOff, Self::Amended];

    /// The name under which the state is stored. It never changes.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::ReadyForReview => "ready_for_review",
            Self::Returned => "returned",
            Self::SignedOff => "signed_off",
            Self::Amended => "amended",
        }
    }

    /// The state stored under `name`, if there is one.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// The words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::ReadyForReview => "Ready for review",
            Self::Returned => "Returned",
            Self::SignedOff => "Signed off",
            Self::Amended => "Amended",
        }
    }

    /// Whether the writer may change answers now.
    pub fn may_be_edited(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Whether the record is frozen: answers change only by an amendment.
    pub fn is_frozen(self) -> bool {
        matches!(self, Self::SignedOff | Self::Amended)
    }

    /// Whether what the child said may be counted in a release. Other records read `PEND` there.
    pub fn may_be_released(self) -> bool {
        self.is_frozen()
    }
}

/// Something a person does to a record under review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// The writer says that it is ready.
    Submit,
    /// The writer takes it back before anybody has read it, to change something.
    TakeBack,
    /// The reader sends it back.
    Return {
        /// How many questions the reader asked. Sending back without one is refused: the writer
        /// would not know what to do.
        questions: u32,
    },
    /// The reader agrees with it.
    SignOff {
        /// Whether the reader is the writer. Until supervisors read records on their own laptops
        /// this is allowed, and the record is marked self-checked.
        by_writer: bool,
    },
    /// A correction after signing off.
    Amend,
}

/// Where a move leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// The state the record is in now.
    pub to: ReviewState,
    /// Whether the record must be marked *self-checked*: its writer signed it off, nobody else
    /// has read it.
    pub self_checked: bool,
}

/// Why a move is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The state does not know this move.
    #[error("this cannot be done while the record is “{}”", .0.label())]
    NotFrom(ReviewState),
    /// Sent back without a question.
    #[error("ask at least one question before you send the record back")]
    NoQuestion,
}

/// Makes a move from `from`, or says why it cannot be made.
///
/// # Errors
/// [`Refused`] when the state does not know the move, or a return names no question.
pub fn make(from: ReviewState, step: Move) -> Result<Moved, Refused> {
    use ReviewState::{Amended, Draft, ReadyForReview, Returned, SignedOff};
    let to = |to| Ok(Moved { to, self_checked: false });
    match (from, step) {
        (Draft | Returned, Move::Submit) => to(ReadyForReview),
        (ReadyForReview, Move::TakeBack) => to(Draft),
        (ReadyForReview, Move::Return { questions: 0 }) => Err(Refused::NoQuestion),
        (ReadyForReview, Move::Return { .. }) => to(Returned),
        (ReadyForReview, Move::SignOff { by_writer }) => {
            Ok(Moved { to: SignedOff, self_checked: by_writer })
        }
        (SignedOff | Amended, Move::Amend) => to(Amended),
        (state, _) => Err(Refused::NotFrom(state)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOVES: [Move; 6] = [
        Move::Submit,
        Move::TakeBack,
        Move::Return { questions: 2 },
        Move::SignOff { by_writer: true },
        Move::SignOff { by_writer: false },
        Move::Amend,
    ];

    #[test]
    fn a_record_goes_the_usual_way_from_draft_to_amended() {
        let mut state = ReviewState::Draft;
        for step in [
            Move::Submit,
            Move::Return { questions: 1 },
            Move::Submit,
            Move::SignOff { by_writer: false },
            Move::Amend,
            Move::Amend,
        ] {
            state = make(state, step).unwrap().to;
        }
        assert_eq!(state, ReviewState::Amended);
    }

    #[test]
    fn nothing_but_an_amendment_leads_out_of_a_frozen_state() {
        for state in ReviewState::ALL.into_iter().filter(|s| s.is_frozen()) {
            for step in MOVES {
                match step {
                    Move::Amend => assert_eq!(make(state, step).unwrap().to, ReviewState::Amended),
                    _ => assert_eq!(make(state, step), Err(Refused::NotFrom(state))),
                }
            }
        }
    }

    #[test]
    fn a_draft_cannot_be_signed_off_unread() {
        let refused = make(ReviewState::Draft, Move::SignOff { by_writer: true });
        assert_eq!(refused, Err(Refused::NotFrom(ReviewState::Draft)));
    }

    #[test]
    fn a_record_signed_off_by_its_writer_is_marked_self_checked() {
        let own = make(ReviewState::ReadyForReview, Move::SignOff { by_writer: true }).unwrap();
        assert_eq!(own, Moved { to: ReviewState::SignedOff, self_checked: true });
        let other = make(ReviewState::ReadyForReview, Move::SignOff { by_writer: false }).unwrap();
        assert!(!other.self_checked);
    }

    #[test]
    fn sending_back_needs_a_question() {
        let back = make(ReviewState::ReadyForReview, Move::Return { questions: 0 });
        assert_eq!(back, Err(Refused::NoQuestion));
    }

    #[test]
    fn only_a_draft_or_a_returned_record_may_be_edited() {
        for state in ReviewState::ALL {
            assert!(!(state.may_be_edited() && state.is_frozen()));
            // What may be edited may also be submitted, or an answer could be stuck for ever.
            assert_eq!(state.may_be_edited(), make(state, Move::Submit).is_ok());
        }
    }

    #[test]
    fn every_state_is_read_back_from_its_stored_name() {
        for state in ReviewState::ALL {
            assert_eq!(ReviewState::parse(state.as_str()), Some(state));
        }
        assert_eq!(ReviewState::parse("Draft"), None);
    }
}
