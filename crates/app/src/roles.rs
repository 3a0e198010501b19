//! Who may do what inside one store: one table, tested whole.
//!
//! Between laptops, roles are enforced by keys; inside a store they are enforced here and
//! nowhere else (`SECURITY.md` says what that is worth).

use crate::api::door::Role;

/// What can be asked for once a store is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Be there at all: how the screen looks, how much is in the store, whether a release that is
    /// on the disk holds. Gives nothing about a child.
    Enter,
    /// See lists, open a record, find a child.
    Read,
    /// Add a return, give answers, mark a record ready.
    Record,
    /// Bring in files of the past.
    Import,
    /// Make an open copy of a record: a report for the social worker.
    OpenCopy,
    /// Look at what a release would be, before anything is written.
    LookAtRelease,
    /// Ask a second person to approve a release, and take that back.
    ProposeRelease,
    /// Approve a release that somebody else proposed, which writes it.
    ApproveRelease,
    /// Count the whole store exactly.
    Figures,
    /// Make an open copy of a whole year: a national return.
    NationalReturn,
    /// Let somebody else open this store with a passphrase of their own.
    AddPerson,
}

impl Act {
    /// Every act, in the order of the table.
    pub const ALL: [Self; 11] = [
        Self::Enter,
        Self::Read,
        Self::Record,
        Self::Import,
        Self::OpenCopy,
        Self::LookAtRelease,
        Self::ProposeRelease,
        Self::ApproveRelease,
        Self::Figures,
        Self::NationalReturn,
        Self::AddPerson,
    ];
}

/// Whether a person in this role may do this.
#[must_use]
pub fn may(role: Role, act: Act) -> bool {
    match role {
        Role::Worker => match act {
            Act::Enter | Act::Read | Act::Record | Act::Import | Act::OpenCopy => true,
            Act::LookAtRelease
            | Act::ProposeRelease
            | Act::ApproveRelease
            | Act::Figures
            | Act::NationalReturn
            | Act::AddPerson => false,
        },
        Role::Supervisor => true,
        Role::Governance => match act {
            Act::Enter | Act::LookAtRelease | Act::ApproveRelease | Act::Figures => true,
            Act::Read
            | Act::Record
            | Act::Import
            | Act::OpenCopy
            | Act::ProposeRelease
            | Act::NationalReturn
            | Act::AddPerson => false,
        },
    }
}

/// What a person in this role is told who may not.
#[must_use]
pub fn refusal(role: Role, act: Act) -> &'static str {
    match (role, act) {
        (Role::Governance, Act::ProposeRelease) => {
            "A supervisor proposes a release. You look at it before it leaves, and approve it."
        }
        (Role::Governance, _) => {
            "An information-governance officer sees releases and figures, and no child’s record."
        }
        (_, Act::LookAtRelease | Act::ProposeRelease | Act::ApproveRelease) => {
            "A supervisor makes the release. Ask yours, or send them what you have recorded."
        }
        (_, Act::Figures) => "A supervisor sees the figures of everybody’s work. Ask yours.",
        (_, Act::AddPerson) => "A supervisor lets others into a store. Ask yours.",
        (_, Act::NationalReturn) => "A supervisor makes the national returns. Ask yours.",
        (_, Act::Enter | Act::Read | Act::Record | Act::Import | Act::OpenCopy) => {
            "Your role does not allow this. Ask your supervisor."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_role_and_act_is_exactly_this() {
        let table: Vec<(Act, [bool; 3])> = Act::ALL
            .into_iter()
            .map(|act| {
                (act, [Role::Worker, Role::Supervisor, Role::Governance].map(|role| may(role, act)))
            })
            .collect();
        assert_eq!(
            table,
            [
                (Act::Enter, [true, true, true]),
                (Act::Read, [true, true, false]),
                (Act::Record, [true, true, false]),
                (Act::Import, [true, true, false]),
                (Act::OpenCopy, [true, true, false]),
                (Act::LookAtRelease, [false, true, true]),
                (Act::ProposeRelease, [false, true, false]),
                (Act::ApproveRelease, [false, true, true]),
                (Act::Figures, [false, true, true]),
                (Act::NationalReturn, [false, true, false]),
                (Act::AddPerson, [false, true, false]),
            ]
        );
    }
}
