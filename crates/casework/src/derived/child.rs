//! Facts about the child: age, care, the three-way gender output, and ethnicity.

use super::{NOT_KNOWN, yes_or_no};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use homeward_standard::{Absence, CodeList, Moment};

/// Completed years on the day `on`.
///
/// A year is completed at the beginning of the birthday (Family Law Reform Act 1969, section 9). A
/// child born on 29 February completes it on 1 March of a year without that day. Below zero
/// before birth.
pub fn age_at(born: NaiveDate, on: NaiveDate) -> i32 {
    let years = on.year() - born.year();
    let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
    if had_birthday { years } else { years - 1 }
}

/// The age when the child went missing, as a code of the list `age` ("0" to "17"). Not known without
/// a date of birth, and for somebody who was not yet born or no longer a child: one of the two dates
/// is wrong then.
pub fn age_at_start(born: Option<NaiveDate>, missing: &Moment) -> String {
    match born.map(|born| age_at(born, missing.date)) {
        Some(age @ 0..=17) => age.to_string(),
        _ => NOT_KNOWN.to_owned(),
    }
}

/// Whether the child was looked after: yes for the care status `CLA`, no for any other. An absence
/// code stays what it is, and no answer is not known.
pub fn looked_after(care_status: Option<&str>) -> &str {
    match care_status {
        None => NOT_KNOWN,
        Some("CLA") => yes_or_no(true),
        Some(code) if Absence::from_code(code).is_some() => code,
        Some(_) => yes_or_no(false),
    }
}

/// One of boys, girls and transgender children, as the police publish their figures: a code of the
/// list `met_gender_output`, or an absence code.
///
/// The police do not say how they sort. Here what the child says of themself counts first: a trans
/// or non-binary child, or one whose gender differs from the sex registered at birth, is `TRANS`; a
/// girl `GIRLS`; a boy `BOYS`. Where the gender was not asked or is not known, the sex stands in. A
/// child who is unsure, or who uses words of their own, is put into none of the three: not known.
pub fn met_gender_output(
    sex: Option<&str>,
    gender_identity: Option<&str>,
    trans_status: Option<&str>,
) -> &'static str {
    if trans_status == Some("Y") {
        return "TRANS";
    }
    match gender_identity {
        Some("TRANS_GIRL" | "TRANS_BOY" | "NON_BINARY") => "TRANS",
        Some("GIRL") => "GIRLS",
        Some("BOY") => "BOYS",
        Some(code) if Absence::from_code(code).is_none() => NOT_KNOWN,
        _ => match sex {
            Some("M") => "BOYS",
            Some("F") => "GIRLS",
            Some(code) => Absence::from_code(code).map_or(NOT_KNOWN, Absence::code),
            None => NOT_KNOWN,
        },
    }
}

/// Whether the ethnic group in the police record differs from the child's own, at the level of the
/// broad groups.
///
/// `police` is a code of the list `ethnicity`, or one of the codes that officers give by sight
/// (`ethnicity_ic`). Those have no mixed group, so a child of a mixed group never conflicts with
/// one of them: that is not known, as it is when one of the two is not given.
pub fn ethnicity_conflict(
    own: Option<&str>,
    police: Option<&str>,
    ethnicities: &CodeList,
) -> &'static str {
    let broad = |code: &str| ethnicities.code(code)?.broader.as_deref();
    let (Some(own), Some(police)) = (own.and_then(broad), police) else { return NOT_KNOWN };
    if let Some(police) = broad(police) {
        return yes_or_no(own != police);
    }
    match seen_by_officer(police) {
        Some(_) if own == "MIXED" => NOT_KNOWN,
        Some(seen) => yes_or_no(own != seen),
        None => NOT_KNOWN,
    }
}

/// The broad group that a code given by sight is nearest to. "Unknown" is none.
fn seen_by_officer(code: &str) -> Option<&'static str> {
    Some(match code {
        "IC1" | "IC2" => "WHITE",
        "IC3" => "BLACK",
        "IC4" | "IC5" => "ASIAN",
        "IC6" => "OTHER",
        _ => return None,
    })
}

/// A value that an answer had, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision<'a> {
    /// The code. None for an answer that was taken back.
    pub code: Option<&'a str>,
    /// When it was first written.
    pub since: DateTime<Utc>,
}

/// A value that the child's ethnic group was recorded as before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierEthnicity {
    /// The code.
    pub code: String,
    /// Where it came from, as was recorded when another value took its place: a code of the list
    /// `ethnicity_source`.
    pub source: Option<String>,
    /// When it was written.
    pub since: DateTime<Utc>,
    /// When another value took its place.
    pub until: DateTime<Utc>,
}

/// The values that the child's one ethnic group was recorded as before, the oldest first, out of
/// every revision of the answer and of the answer about its source, each oldest first.
///
/// The value that stands now is not among them, nor is one that was written again unchanged.
pub fn ethnicity_history(
    values: &[Revision<'_>],
    sources: &[Revision<'_>],
) -> Vec<EarlierEthnicity> {
    let mut distinct: Vec<Revision<'_>> = Vec::new();
    for value in values {
        if distinct.last().is_none_or(|last| last.code != value.code) {
            distinct.push(*value);
        }
    }
    let ended = distinct.iter().zip(distinct.iter().skip(1));
    ended
        .filter_map(|(value, next)| {
            let source = sources.iter().rfind(|source| source.since < next.since);
            Some(EarlierEthnicity {
                code: value.code?.to_owned(),
                source: source.and_then(|source| source.code).map(str::to_owned),
                since: value.since,
                until: next.since,
            })
        })
        .collect()
}
