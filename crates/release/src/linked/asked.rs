//! What the tables of a release say of one answer, whatever they are crossed with.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::{AuditFault, PublishedGroup, PublishedTable, PublishedYear};
use crate::{ABSENCE_CODES, Row};

pub(super) const YES: &str = "Y";
pub(super) const NO: &str = "N";

/// One answer with what its tables say of it alone.
pub(super) struct Asked<'a> {
    pub variable: &'a str,
    /// The tables that show it, each as if it were crossed with nothing, and each way of showing the
    /// answer once.
    pub tables: Vec<PublishedTable>,
    /// What each episode says.
    pub said: Vec<&'a str>,
}

impl<'a> Asked<'a> {
    /// Takes it out of all tables.
    ///
    /// # Errors
    /// The tables or the rows do not hang together.
    pub(super) fn of(
        variable: &'a str,
        published: &PublishedYear,
        rows: &'a [Row],
    ) -> Result<Self, AuditFault> {
        let fault = || AuditFault::Episode { variable: variable.to_owned() };
        let said = rows
            .iter()
            .map(|row| row.values.get(variable).map(String::as_str))
            .collect::<Option<Vec<&str>>>()
            .ok_or_else(fault)?;
        let mut tables: Vec<PublishedTable> = Vec::new();
        for table in &published.tables {
            let Some(shows) = table.shows.iter().find(|shows| shows.variable == variable) else {
                continue;
            };
            if tables.iter().any(|known| known.shows[0].codes == shows.codes) {
                continue;
            }
            let mut counted: BTreeMap<&str, (BTreeSet<u64>, u64)> = BTreeMap::new();
            for (code, row) in said.iter().zip(rows) {
                let group = counted.entry(shows.codes.get(*code).ok_or_else(fault)?).or_default();
                group.0.insert(row.child);
                group.1 += 1;
            }
            let groups = counted.into_iter().map(|(code, (children, episodes))| PublishedGroup {
                codes: vec![code.to_owned()],
                children: super::count(children.len()),
                episodes,
            });
            tables.push(PublishedTable {
                id: table.id.clone(),
                shows: vec![shows.clone()],
                groups: groups.collect(),
                withheld: Vec::new(),
            });
        }
        Ok(Self { variable, tables, said })
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
        self.said.get(row) == Some(&code)
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
