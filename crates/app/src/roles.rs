//! Who may do what inside one store: one table, tested whole.
//!
//! Between laptops, roles are enforced by keys; inside a store they are enforced here and
//! nowhere else (`SECURITY.md` says what that is worth).

use crate::api::door::Role;

/// What can be asked for once a store is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// See lists, open a record, find a child.
    Read,
    /// Add a return, give answers, mark a record ready.
    Record,
    /// Bring in files of the past.
    Import,
    /// Make an open copy of a record: a report for the social worker.
    OpenCopy,
    /// Make a release.
    Release,
    /// Count the whole store exactly.
    Figures,
    /// Make an open copy of a whole year: a national return.
    NationalReturn,
    /// Let somebody else open this store with a passphrase of their own.
    AddPerson,
}

impl Act {
    /// Every act, in the order of the table.
    pub const ALL: [Self; 8] = [
        Self::Read,
        Self::Record,
        Self::Import,
        Self::OpenCopy,
        Self::Release,
        Self::Figures,
        Self::NationalReturn,
        Self::AddPerson,
    ];
}

/// Whether a person in this role may do this.
#[must_use]
pub fn may(role: Role, act: Act) -> bool {
    match (role, act) {
        (_, Act::Read | Act::Record | Act::Import | Act::OpenCopy) => true,
        (Role::Supervisor, Act::Release | Act::Figures | Act::NationalReturn | Act::AddPerson) => {
            true
        }
        (Role::Worker, Act::Release | Act::Figures | Act::NationalReturn | Act::AddPerson) => false,
    }
}

/// What a person is told who may not.
#[must_use]
pub fn refusal(act: Act) -> &'static str {
    match act {
        Act::Release => {
            "A supervisor makes the release. Ask yours, or send them what you have recorded."
        }
        Act::Figures => "A supervisor sees the figures of everybody’s work. Ask yours.",
        Act::AddPerson => "A supervisor lets others into a store. Ask yours.",
        Act::NationalReturn => "A supervisor makes the national returns. Ask yours.",
        Act::Read | Act::Record | Act::Import | Act::OpenCopy => {
            "Your role does not allow this. Ask your supervisor."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_role_and_act_is_exactly_this() {
        let table: Vec<(Act, bool, bool)> = Act::ALL
            .into_iter()
            .map(|act| (act, may(Role::Worker, act), may(Role::Supervisor, act)))
            .collect();
        assert_eq!(
            table,
            [
                (Act::Read, true, true),
                (Act::Record, true, true),
                (Act::Import, true, true),
                (Act::OpenCopy, true, true),
                (Act::Release, false, true),
                (Act::Figures, false, true),
                (Act::NationalReturn, false, true),
                (Act::AddPerson, false, true),
            ]
        );
    }
}
