//! The tables: which there are, in which order their rows stand, and what they are called.

use homeward_casework::derived::repeat_band;
use homeward_casework::figures::{Count, Rows, apportion};
use homeward_standard::{Absence, Standard};

use super::read::{Found, Named};
use super::{percent, small};
use crate::api::door::Authority;
use crate::api::figures::{FigureRow, FigureTable};

/// Where the rows of a table get their words from.
enum Words {
    /// The labels of a list.
    List(&'static str),
    /// The groups of a list, by the broader codes of its codes.
    Groups(&'static str),
    /// These.
    Own(&'static [(&'static str, &'static str)]),
}

struct Table {
    /// The variable, and the id of the table.
    id: &'static str,
    title: &'static str,
    note: Option<&'static str>,
    words: Words,
}

const AGE_GROUPS: &[(&str, &str)] =
    &[("A0_11", "11 and under"), ("A12_14", "12 to 14"), ("A15_17", "15 to 17")];

/// Tables whose rows add up.
const TABLES: &[Table] = &[
    Table {
        id: "ethnic_group",
        title: "Ethnic group",
        note: Some("One for each child: the one that is recorded now."),
        words: Words::Groups("ethnicity"),
    },
    Table { id: "sex", title: "Sex", note: None, words: Words::List("sex") },
    Table {
        id: "met_gender_output",
        title: "Boys, girls and transgender children",
        note: Some(
            "What the child says counts first, then sex. The Met publishes this split; its own rule is not known.",
        ),
        words: Words::List("met_gender_output"),
    },
    Table {
        id: "age_group",
        title: "Age group",
        note: Some(
            "An episode counts under the age on that day, a child under the age at the first episode of the year.",
        ),
        words: Words::Own(AGE_GROUPS),
    },
    Table { id: "age", title: "Age", note: None, words: Words::List("age") },
    Table {
        id: "care_status",
        title: "Social care status",
        note: None,
        words: Words::List("care_status"),
    },
    Table {
        id: "duration_band",
        title: "Time missing",
        note: Some("A child counts where the first episode of the year stands."),
        words: Words::List("duration_band"),
    },
    Table {
        id: "repeat_band",
        title: "Episodes in the year",
        note: None,
        words: Words::List("repeat_band"),
    },
    Table {
        id: "police_report_outcome",
        title: "What the police did with the report",
        note: None,
        words: Words::List("police_report_outcome"),
    },
    Table {
        id: "ppi_outcome_group",
        title: "What came of the police prevention interview",
        note: None,
        words: Words::List("ppi_outcome_group"),
    },
    Table {
        id: "rhi_outcome",
        title: "What came of the return conversation",
        note: None,
        words: Words::List("rhi_outcome"),
    },
];

/// Tables of what was named.
const NAMED: &[Table] = &[
    Table {
        id: "refusal_reason",
        title: "Why the police did not open a report",
        note: None,
        words: Words::List("refusal_reason"),
    },
    Table {
        id: "nonengage_reason",
        title: "Why a child did not want to talk, or said little",
        note: None,
        words: Words::List("nonengage_reason"),
    },
    Table { id: "reason", title: "Reasons", note: None, words: Words::Groups("reason") },
    Table {
        id: "reason_view",
        title: "Whose view the reasons are",
        note: None,
        words: Words::List("reason_view"),
    },
    Table { id: "harm", title: "Harm", note: None, words: Words::Groups("harm") },
    Table {
        id: "harm_evidence",
        title: "How the harm is known",
        note: None,
        words: Words::List("harm_evidence"),
    },
    Table { id: "need", title: "Needs", note: None, words: Words::List("need") },
    Table {
        id: "referral_status",
        title: "Referrals",
        note: None,
        words: Words::List("referral_status"),
    },
];

/// Every table whose rows add up. With one authority there is none of authorities.
pub(super) fn all(
    standard: &Standard,
    found: &Found,
    authorities: &[Authority],
) -> Vec<FigureTable> {
    let mut tables = Vec::new();
    for table in TABLES {
        let bands;
        let rows = if table.id == "repeat_band" {
            bands = found.tally.bands(repeat_band);
            Some(&bands)
        } else {
            found.tally.rows(table.id)
        };
        let Some(rows) = rows.filter(|rows| !rows.is_empty()) else { continue };
        tables.push(adding_up(table, rows, &words(standard, &table.words)));
    }
    if let (true, Some(rows)) = (authorities.len() > 1, found.tally.rows("authority")) {
        let table =
            Table { id: "authority", title: "Authority", note: None, words: Words::Own(&[]) };
        let words: Vec<_> =
            authorities.iter().map(|one| (one.code.clone(), one.name.clone())).collect();
        tables.push(adding_up(&table, rows, &words));
    }
    tables
}

/// Every table of what was named.
pub(super) fn named(standard: &Standard, found: &Found) -> Vec<FigureTable> {
    NAMED
        .iter()
        .filter_map(|table| {
            let named = found.named.get(table.id).filter(|named| !named.rows.is_empty())?;
            let grouped = grouped(standard, table, named);
            let order = words(standard, &table.words);
            let children = u64::try_from(named.children.len()).unwrap_or(u64::MAX);
            let base = Count { episodes: named.episodes, children };
            let part = |part: u64, of: u64| {
                homeward_casework::figures::per_thousand(part, of)
                    .map_or_else(|| NONE.to_owned(), percent)
            };
            let rows = in_order(&grouped, &order)
                .into_iter()
                .map(|(code, label, count)| FigureRow {
                    absence: Absence::from_code(&code).is_some(),
                    children: small(count.children),
                    children_percent: part(count.children, base.children),
                    episodes: small(count.episodes),
                    episodes_percent: part(count.episodes, base.episodes),
                    code,
                    label,
                })
                .collect();
            let note = format!(
                "Of {} episodes and {} children with an answer. Several can be named, so the rows do not add up.",
                base.episodes, base.children
            );
            Some(FigureTable {
                id: table.id.to_owned(),
                title: table.title.to_owned(),
                note: Some(note),
                counted: "Episodes".to_owned(),
                rows,
            })
        })
        .collect()
}

/// Shown where there is nothing to take a percentage of.
pub(super) const NONE: &str = "–";

/// Counts of the groups of a list, each child and each episode once a group.
fn grouped(standard: &Standard, table: &Table, named: &Named) -> Rows {
    let mut groups: std::collections::BTreeMap<String, (u64, std::collections::HashSet<_>)> =
        std::collections::BTreeMap::new();
    let list = match table.words {
        Words::Groups(list) => standard.list(list),
        Words::List(_) | Words::Own(_) => None,
    };
    for (code, (episodes, children)) in &named.rows {
        let broader = list
            .and_then(|list| list.codes.iter().find(|one| one.code == *code))
            .and_then(|one| one.broader.clone());
        let group = groups.entry(broader.unwrap_or_else(|| code.clone())).or_default();
        group.0 += episodes;
        group.1.extend(children.iter().copied());
    }
    let count = |(episodes, children): (u64, std::collections::HashSet<uuid::Uuid>)| Count {
        episodes,
        children: u64::try_from(children.len()).unwrap_or(u64::MAX),
    };
    groups.into_iter().map(|(code, counted)| (code, count(counted))).collect()
}

fn adding_up(table: &Table, rows: &Rows, words: &[(String, String)]) -> FigureTable {
    let ordered = in_order(rows, words);
    // Percentages of a table add up to 100.0 as well.
    let parts = |of: fn(&Count) -> u64| {
        apportion(1_000, &ordered.iter().map(|(_, _, count)| of(count)).collect::<Vec<_>>())
    };
    let (children, episodes) = (parts(|count| count.children), parts(|count| count.episodes));
    FigureTable {
        id: table.id.to_owned(),
        title: table.title.to_owned(),
        note: table.note.map(str::to_owned),
        counted: "Episodes".to_owned(),
        rows: ordered
            .into_iter()
            .zip(children.into_iter().zip(episodes))
            .map(|((code, label, count), (of_children, of_episodes))| FigureRow {
                absence: Absence::from_code(&code).is_some(),
                children: small(count.children),
                children_percent: percent(of_children),
                episodes: small(count.episodes),
                episodes_percent: percent(of_episodes),
                code,
                label,
            })
            .collect(),
    }
}

/// The rows in the order of their words, then any code that has none, then the absence codes.
fn in_order(rows: &Rows, words: &[(String, String)]) -> Vec<(String, String, Count)> {
    let mut ordered: Vec<(usize, String, String, Count)> = rows
        .iter()
        .map(|(code, count)| {
            let at = words.iter().position(|(known, _)| known == code);
            let absence = Absence::ALL.into_iter().position(|absence| absence.code() == code);
            let (place, label) = match (at, absence) {
                (Some(at), _) => (at, words.get(at).map_or_else(String::new, |w| w.1.clone())),
                (None, Some(at)) => {
                    let label = Absence::from_code(code).map_or("", Absence::label);
                    (words.len() + 1 + at, label.to_owned())
                }
                // A code that its list no longer holds is shown as it stands.
                (None, None) => (words.len(), code.clone()),
            };
            (place, code.clone(), label, *count)
        })
        .collect();
    ordered.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    ordered.into_iter().map(|(_, code, label, count)| (code, label, count)).collect()
}

/// The codes of a table with their words, in order.
fn words(standard: &Standard, words: &Words) -> Vec<(String, String)> {
    match words {
        Words::Own(own) => {
            own.iter().map(|(code, label)| ((*code).to_owned(), (*label).to_owned())).collect()
        }
        Words::List(list) => standard.list(list).map_or_else(Vec::new, |list| {
            list.codes.iter().map(|one| (one.code.clone(), one.label.clone())).collect()
        }),
        Words::Groups(list) => {
            let mut groups: Vec<(String, String)> = Vec::new();
            for one in standard.list(list).into_iter().flat_map(|list| &list.codes) {
                if let (Some(code), Some(label)) = (&one.broader, &one.group)
                    && !groups.iter().any(|(known, _)| known == code)
                {
                    groups.push((code.clone(), label.clone()));
                }
            }
            groups
        }
    }
}
