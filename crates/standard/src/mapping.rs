//! How files of other systems are read and written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::question_set::{Source, Status};

/// The SSDA903 files `header.csv` and `missing.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ssda903 {
    /// Always `ssda903`.
    pub id: String,
    /// What the files are.
    pub title: String,
    /// A published mapping is frozen by the hash of its file.
    pub status: Status,
    /// Where the mapping comes from.
    pub source: Vec<Source>,
    /// How dates are written, in the letters of `strftime`.
    pub date_format: String,
    /// The columns of `header.csv` that are needed.
    pub header_columns: Vec<String>,
    /// The columns of `missing.csv` that are needed.
    pub missing_columns: Vec<String>,
    /// The sex codes of old and new years.
    pub sex: Vec<SexCode>,
    /// The type of absence.
    pub missing: BTreeMap<String, MissingCodes>,
    /// The ethnicity code of the Department for Education to the code asked here, or to an absence code.
    pub ethnicity: BTreeMap<String, String>,
    /// The care status of every child in these files.
    pub care_status: String,
    /// The files as they are written, in this order.
    pub written: Vec<WrittenFile>,
    /// The code of the list `ethnicity`, or an absence code, to the code that is written. One that
    /// is not here is written as [`Ssda903::ethnicity`] has it.
    pub ethnicity_written: BTreeMap<String, String>,
    /// Reasons for closing an episode (list `close_reason`) with which it is no episode at all.
    pub not_an_episode: Vec<String>,
    /// What the return has no room for, one plain sentence each.
    pub loses: Vec<String>,
}

/// A sex code of SSDA903.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SexCode {
    /// As in the file.
    pub code: String,
    /// The code of the list `sex`.
    pub sex: String,
    /// The first collection year that has it, such as `2024-25`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last collection year that has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// What a type of absence is here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MissingCodes {
    /// The code of the list `episode_type`.
    pub episode_type: String,
    /// The code of the list `dfe_missing_type`.
    pub dfe_missing_type: String,
}

/// A national return that is written and never read: its columns, its codes and what it loses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NationalReturn {
    /// The name of its file: `ssd_missing` or `annex_a`.
    pub id: String,
    /// What the files are.
    pub title: String,
    /// A published mapping is frozen by the hash of its file.
    pub status: Status,
    /// Where the mapping comes from.
    pub source: Vec<Source>,
    /// The files, in this order.
    pub written: Vec<WrittenFile>,
    /// The care status of the children in it. None: every child.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub care_status: Option<String>,
    /// Reasons for closing an episode (list `close_reason`) with which it is no episode at all.
    pub not_an_episode: Vec<String>,
    /// How a date is written, in the letters of `strftime`.
    pub date_format: String,
    /// How a date with its time is written.
    pub moment_format: String,
    /// The code of the list `dfe_missing_type` to what is written.
    pub types: BTreeMap<String, String>,
    /// The same for episodes without one, from the code of the list `episode_type`.
    pub types_otherwise: BTreeMap<String, String>,
    /// Whether a return conversation was offered: the code of the list `rhi_offer` to what is
    /// written. Blank stands for whatever is not here.
    pub offered: BTreeMap<String, String>,
    /// Whether it was accepted: the code of the list `rhi_outcome` to what is written.
    pub accepted: BTreeMap<String, String>,
    /// Of several conversations over an episode, the one whose answer stands first here counts.
    pub which_counts: Vec<String>,
    /// What the return has no room for, one plain sentence each.
    pub loses: Vec<String>,
}

/// A file of a national return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenFile {
    /// Its name.
    pub file: String,
    /// Its columns, in this order.
    pub columns: Vec<WrittenColumn>,
}

/// A column of a national return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenColumn {
    /// The name, exactly as loaders look for it.
    pub name: String,
    /// The number of the item in the return's own guidance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// What stands in it.
    pub holds: Holds,
    /// What is lost on the way into it, or how it is worked out, in one plain sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loses: Option<String>,
}

/// What stands in a column of a national return.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// The child's id in the authority's own system.
    Child,
    /// The date of birth.
    Born,
    /// The sex.
    Sex,
    /// The ethnic group.
    Ethnicity,
    /// The unique pupil number.
    PupilNumber,
    /// Nothing: the program does not hold it.
    Blank,
    /// The id of the episode's record.
    Record,
    /// Missing, or away without authorisation.
    Type,
    /// When it began.
    Start,
    /// When it ended.
    End,
    /// Whether a return conversation was offered.
    Offered,
    /// Whether it was accepted.
    Accepted,
    /// How many episodes missing in twelve months.
    MissingCount,
    /// How many episodes away without authorisation in twelve months.
    AwayCount,
}

/// The mappings that are written and never read, as they are found among the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct NationalReturns {
    /// By id, each with the file it was read from.
    pub(crate) found: BTreeMap<String, (String, NationalReturn)>,
}

impl NationalReturns {
    /// The returns there must be.
    pub(crate) const IDS: [&str; 2] = ["ssd_missing", "annex_a"];
}

/// A code that a mapping names: where, of which list, and whether an absence code will do.
pub(crate) struct NamedCode<'m> {
    pub(crate) place: String,
    pub(crate) list: &'static str,
    pub(crate) code: &'m str,
    pub(crate) absence_too: bool,
}

/// The codes that the written part of [`Ssda903`] names.
pub(crate) fn codes_written_in_ssda903(mapping: &Ssda903) -> Vec<NamedCode<'_>> {
    let ethnicity = mapping.ethnicity_written.keys().map(|code| NamedCode {
        place: format!("ethnicity_written.{code}"),
        list: "ethnicity",
        code,
        absence_too: true,
    });
    ethnicity.chain(closed(&mapping.not_an_episode)).collect()
}

/// The codes that a return names.
pub(crate) fn codes_of(mapping: &NationalReturn) -> Vec<NamedCode<'_>> {
    let of = |place: &str, list: &'static str, code| NamedCode {
        place: place.to_owned(),
        list,
        code,
        absence_too: true,
    };
    let mut named: Vec<NamedCode<'_>> = closed(&mapping.not_an_episode).collect();
    named.extend(mapping.care_status.iter().map(|code| of("care_status", "care_status", code)));
    named.extend(mapping.types.keys().map(|code| of("types", "dfe_missing_type", code)));
    let otherwise = mapping.types_otherwise.keys();
    named.extend(otherwise.map(|code| of("types_otherwise", "episode_type", code)));
    named.extend(mapping.offered.keys().map(|code| of("offered", "rhi_offer", code)));
    named.extend(mapping.accepted.keys().map(|code| of("accepted", "rhi_outcome", code)));
    named
}

fn closed(codes: &[String]) -> impl Iterator<Item = NamedCode<'_>> {
    codes.iter().enumerate().map(|(at, code)| NamedCode {
        place: format!("not_an_episode[{at}]"),
        list: "close_reason",
        code,
        absence_too: false,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::fault::Reason;
    use crate::load::tests::{built_in, faults, with};

    #[test]
    fn a_return_that_names_an_unknown_code_is_refused() {
        let cases = [
            ("ssd_missing", "offered", "rhi_offer"),
            ("ssd_missing", "accepted", "rhi_outcome"),
            ("ssd_missing", "types", "dfe_missing_type"),
            ("annex_a", "types_otherwise", "episode_type"),
            ("ssda903", "ethnicity_written", "ethnicity"),
        ];
        for (id, part, list) in cases {
            let path = format!("mappings/{id}.json");
            let broken = with(&path, |mapping| mapping[part]["WRONG"] = json!("Y"));
            let found = faults(&broken);
            let expected = Reason::UnknownCode { list: list.into(), code: "WRONG".into() };
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!((found[0].file.as_str(), &found[0].reason), (path.as_str(), &expected));
        }
    }

    #[test]
    fn a_return_that_is_lost_or_misnamed_is_refused() {
        let mut files = with("mappings/annex_a.json", |mapping| mapping["id"] = json!("annex_b"));
        assert!(!faults(&files).is_empty());
        files.retain(|file| file.path != "mappings/annex_a.json");
        let found = faults(&files);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].reason, Reason::MissingFile);
    }

    #[test]
    fn each_return_says_what_it_loses() {
        let standard = built_in();
        let mut returns = vec![(&standard.ssda903().written, &standard.ssda903().loses)];
        for id in super::NationalReturns::IDS {
            let mapping = standard.national_return(id).unwrap();
            returns.push((&mapping.written, &mapping.loses));
        }
        for (files, loses) in returns {
            assert!(loses.len() > 4);
            let sentences = loses.iter().chain(
                files.iter().flat_map(|file| &file.columns).filter_map(|one| one.loses.as_ref()),
            );
            assert!(sentences.into_iter().all(|sentence| sentence.ends_with('.')));
        }
    }
}
