//! What the tables of a release say of one answer, whatever they are crossed with.

use std::collections::{BTreeMap, BTreeSet};

use crate::ABSENCE_CODES;
use crate::audit::{AuditFault, PublishedGroup, PublishedTable, Shows};
use crate::columns::{Column, Columns};

pub(super) const YES: &str = "Y";
pub(super) const NO: &str = "N";

/// What a table shows, without its groups: here they are counted again for each answer alone.
pub(super) struct Table<'a> {
    pub id: &'a str,
    pub shows: Vec<&'a Shows>,
}

/// One answer with what its tables say of it alone.
pub(super) struct Asked<'a> {
    pub variable: &'a str,
    /// The tables that show it, each as if it were crossed with nothing, and each way of showing the
    /// answer once.
    pub tables: Vec<PublishedTable>,
    column: &'a Column<'a>,
}

impl<'a> Asked<'a> {
    /// Takes it out of all tables, for some of the rows.
    ///
    /// # Errors
    /// The tables or the rows do not hang together.
    pub(super) fn of(
        variable: &'a str,
        shown: &[Table<'_>],
        columns: &'a Columns<'a>,
        rows: &[usize],
    ) -> Result<Self, AuditFault> {
        let fault = || AuditFault::Episode { variable: variable.to_owned() };
        let column = columns.get(variable)?;
        let mut ways: Vec<(&str, &Shows)> = Vec::new();
        for table in shown {
            if let Some(shows) = table.shows.iter().find(|shows| shows.variable == variable)
                && !ways.iter().any(|(_, known)| known.codes == shows.codes)
            {
                ways.push((table.id, shows));
            }
        }
        let mut of_code: Vec<Vec<usize>> = vec![Vec::new(); column.codes.len()];
        if !ways.is_empty() {
            rows.iter().for_each(|&row| of_code[column.at[row]].push(row));
        }
        let mut tables = Vec::new();
        for (id, shows) in ways {
            let mut counted: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for (code, rows) in column.codes.iter().zip(&of_code) {
                if !rows.is_empty() {
                    let to = shows.codes.get(*code).ok_or_else(fault)?;
                    counted.entry(to).or_default().extend(rows);
                }
            }
            let groups = counted.into_iter().map(|(code, rows)| PublishedGroup {
                codes: vec![code.to_owned()],
                children: super::count(columns.children_of(rows.iter().copied()).len()),
                episodes: super::count(rows.len()),
            });
            tables.push(PublishedTable {
                id: id.to_owned(),
                shows: vec![shows.clone()],
                groups: groups.collect(),
                withheld: Vec::new(),
            });
        }
        Ok(Self { variable, tables, column })
    }

    /// What an episode says.
    pub(super) fn said(&self, row: usize) -> &'a str {
        self.code(self.place(row))
    }

    /// What an episode says, as a place among the codes that episodes have.
    pub(super) fn place(&self, row: usize) -> usize {
        self.column.at[row]
    }

    /// The code of such a place.
    pub(super) fn code(&self, place: usize) -> &'a str {
        self.column.codes[place]
    }

    /// What each table shows the codes as.
    pub(super) fn maps(&self) -> impl Iterator<Item = &BTreeMap<String, String>> {
        self.tables.iter().map(|table| &table.shows[0].codes)
    }

    /// Every code that an episode may hold.
    pub(super) fn codes(&self) -> BTreeSet<&str> {
        self.maps().flat_map(BTreeMap::keys).map(String::as_str).collect()
    }

    /// Whether some table says how many say yes.
    pub(super) fn is_told(&self) -> bool {
        self.maps().any(|codes| {
            let yes = codes.get(YES);
            codes.iter().all(|(code, shown)| code == YES || Some(shown) != yes)
        })
    }

    /// Whether some table says how many were answered, yes or no.
    pub(super) fn tells_answered(&self) -> bool {
        self.maps().any(|codes| {
            let given = [codes.get(YES), codes.get(NO)];
            codes
                .iter()
                .all(|(code, to)| [YES, NO].contains(&code.as_str()) || !given.contains(&Some(to)))
        })
    }

    /// Whether some table tells answers from reasons for none, and how many reasons it tells apart.
    pub(super) fn reasons(&self) -> usize {
        let of_table = |codes: &BTreeMap<String, String>| {
            let given: BTreeSet<&String> = [YES, NO].iter().filter_map(|c| codes.get(*c)).collect();
            let absent = codes.iter().filter(|(code, _)| ABSENCE_CODES.contains(&code.as_str()));
            let apart: BTreeSet<&String> =
                absent.map(|(_, shown)| shown).filter(|shown| !given.contains(shown)).collect();
            apart.len()
        };
        self.maps().map(of_table).max().unwrap_or(0)
    }

    /// What is shown of reasons for no answer, table by table, if no answer is masked with them.
    pub(super) fn absences(&self) -> Option<BTreeSet<BTreeSet<&str>>> {
        let mut shown = BTreeSet::new();
        for codes in self.maps() {
            for reason in ABSENCE_CODES.iter().filter(|reason| codes.contains_key(**reason)) {
                let to = codes.get(*reason);
                let beside = codes.iter().filter(|(_, other)| Some(*other) == to);
                shown.insert(beside.map(|(code, _)| code.as_str()).collect::<BTreeSet<_>>());
            }
        }
        let masked = shown.iter().any(|group| group.contains(YES) || group.contains(NO));
        (!masked).then_some(shown)
    }

    pub(super) fn says(&self, row: usize, code: &str) -> bool {
        self.said(row) == code
    }

    /// The tables that show it.
    pub(super) fn files(&self) -> Vec<String> {
        self.tables.iter().map(|table| table.id.clone()).collect()
    }

    /// Whether the tables show the codes as those of another answer do, if yes and no are taken for one.
    pub(super) fn is_answered_as(&self, other: &Self) -> bool {
        let given = |asked: &Self| -> BTreeSet<BTreeSet<BTreeSet<String>>> {
            asked.maps().map(answered_or_not).collect()
        };
        given(self) == given(other)
    }
}

/// The groups that a table shows, if yes and no are taken for one.
fn answered_or_not(codes: &BTreeMap<String, String>) -> BTreeSet<BTreeSet<String>> {
    let given = [codes.get(YES), codes.get(NO)];
    let mut groups: BTreeMap<Option<&String>, BTreeSet<String>> = BTreeMap::new();
    for (code, to) in codes {
        let to = Some(to).filter(|to| !given.contains(&Some(*to)));
        groups.entry(to).or_default().insert(code.clone());
    }
    groups.into_values().collect()
}
