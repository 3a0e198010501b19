//! What needs a look before a return is submitted.

use uuid::Uuid;

/// Where to look: a line of a file, a record, or both. Never a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The line, counted from 1, column names included. None for what is not in the file.
    pub line: Option<usize>,
    /// The child's record.
    pub child: Uuid,
}

/// The same matter, wherever it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// The sector's rule that the rows would break, where the return has rules.
    pub rule: Option<&'static str>,
    /// The file that the lines are of.
    pub file: String,
    /// Where. Empty only for [`FindingKind::NoStart`], which no place is known of.
    pub places: Vec<Place>,
    /// How many.
    pub count: usize,
}

/// What needs a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// 574.
    Overlap,
    /// 565, and 566 where there is an end.
    NoType,
    /// The same in a return that counts.
    NotCounted,
    /// 567.
    EndBeforeStart,
    /// 571.
    EndBeforeYear,
    /// 577 to 580.
    OpenAt18,
    /// 586.
    BeforeBirth,
    /// The child was 18 or older.
    Adult,
    /// A day that has not come.
    InFuture,
    /// Two records with one id disagree on the date of birth.
    BirthDiffers,
    /// 101.
    NoSex,
    /// A pupil number that no loader takes, left blank.
    OddPupilNumber,
    /// Rows that were joined.
    Joined,
    /// Left out: no id.
    NoLocalId,
    /// Left out: an id that loaders do not take.
    OddLocalId,
    /// Left out: no date of birth.
    NoBirth,
    /// Left out: it is not known whether the child is looked after.
    CareNotKnown,
    /// Left out: it is open, and the child turned 18 before the year began.
    AdultBeforeYear,
    /// Left out: no start, so in no year.
    NoStart,
    /// Read as blank: the conversation is not signed off.
    NotSignedOff,
}

impl FindingKind {
    /// The sector's rule for SSDA903 that the rows would break, as it is numbered.
    pub fn rule(self) -> Option<&'static str> {
        match self {
            Self::Overlap => Some("574"),
            Self::NoType => Some("565 and 566"),
            Self::EndBeforeStart => Some("567"),
            Self::EndBeforeYear => Some("571"),
            Self::OpenAt18 => Some("577 to 580"),
            Self::BeforeBirth => Some("586"),
            Self::NoSex => Some("101"),
            _ => None,
        }
    }

    /// Whether what is found is not in the file.
    pub fn is_left_out(self) -> bool {
        matches!(
            self,
            Self::NoLocalId
                | Self::OddLocalId
                | Self::NoBirth
                | Self::CareNotKnown
                | Self::AdultBeforeYear
                | Self::NoStart
        )
    }

    /// What it is and what to do.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Overlap => {
                "A period begins before another of the same child has ended. Both are in the file as they are recorded: put right the one that is wrong."
            }
            Self::NoType => {
                "It is not recorded whether the child was missing or away without authorisation, so the cell is blank."
            }
            Self::NotCounted => {
                "It is not recorded whether the child was missing or away without authorisation, so the episode is in neither count."
            }
            Self::EndBeforeStart => {
                "The end comes before the start. Look at the times in the record."
            }
            Self::EndBeforeYear => "The end lies before the collection year.",
            Self::OpenAt18 => {
                "The period goes on after the child’s 18th birthday, when they ceased to be looked after. Give it an end."
            }
            Self::BeforeBirth => "The start comes before the date of birth.",
            Self::Adult => "The child was 18 or older when it began.",
            Self::InFuture => "A day lies in the future.",
            Self::BirthDiffers => {
                "Two records have the same child’s ID and different dates of birth."
            }
            Self::NoSex => "The child’s sex is not recorded, or that year has no code for it.",
            Self::OddPupilNumber => {
                "The unique pupil number is not 13 letters and digits, so the cell is blank."
            }
            Self::Joined => {
                "Two or more episodes that began on the same day are joined into one row, since the return holds days and no times. Nothing is wrong with them; their number is smaller than in your records."
            }
            Self::NoLocalId => "Left out: the child’s ID in your case system is not recorded.",
            Self::OddLocalId => {
                "Left out: the child’s ID has other signs than letters and digits, or more than 20."
            }
            Self::NoBirth => "Left out: the date of birth is not recorded.",
            Self::CareNotKnown => "Left out: it is not recorded whether the child is looked after.",
            Self::AdultBeforeYear => {
                "Left out: the period is still open, and the child turned 18 before the year began. Give it an end."
            }
            Self::NoStart => {
                "Left out: episodes without a start, of any child. They belong to no year until they have one."
            }
            Self::NotSignedOff => {
                "A return conversation is not signed off, so what it says of the offer is left blank."
            }
        }
    }
}

/// The files that findings are about.
#[derive(Clone, Copy)]
pub(super) struct Files<'a> {
    /// The one that holds the rows.
    pub(super) rows: &'a str,
    /// The one that holds the children.
    pub(super) header: &'a str,
    /// Whether the sector has published rules for them.
    pub(super) has_rules: bool,
}

/// Findings as they are gathered.
#[derive(Default)]
pub(super) struct Findings(std::collections::BTreeMap<FindingKind, Vec<Place>>);

impl Findings {
    pub(super) fn add(&mut self, kind: FindingKind, line: Option<usize>, child: Uuid) {
        let places = self.0.entry(kind).or_default();
        let place = Place { line, child };
        // A child without an id is one matter, however many episodes there are.
        if line.is_some() || !places.contains(&place) {
            places.push(place);
        }
    }

    pub(super) fn done(self, files: Files<'_>, without_start: u64) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self
            .0
            .into_iter()
            .map(|(kind, places)| Finding {
                kind,
                rule: kind.rule().filter(|_| files.has_rules),
                file: if matches!(kind, FindingKind::NoSex | FindingKind::OddPupilNumber) {
                    files.header
                } else {
                    files.rows
                }
                .to_owned(),
                count: places.len(),
                places,
            })
            .collect();
        if without_start > 0 {
            findings.push(Finding {
                kind: FindingKind::NoStart,
                rule: None,
                file: files.rows.to_owned(),
                places: Vec::new(),
                count: usize::try_from(without_start).unwrap_or(usize::MAX),
            });
        }
        findings
    }
}

/// "3 rows need a look before you submit: rule 574 (2), rule 565 (1). 1 matter is not in the file."
/// None when nothing was found.
pub fn look_before_you_submit(findings: &[Finding]) -> Option<String> {
    let rows: std::collections::BTreeSet<(&str, usize)> = findings
        .iter()
        .filter(|finding| finding.kind.rule().is_some() || is_doubtful(finding.kind))
        .flat_map(|finding| {
            finding.places.iter().filter_map(|place| Some((finding.file.as_str(), place.line?)))
        })
        .collect();
    let rules: Vec<String> = findings
        .iter()
        .filter_map(|finding| Some(format!("rule {} ({})", finding.rule?, finding.count)))
        .collect();
    let left_out: usize =
        findings.iter().filter(|f| f.kind.is_left_out()).map(|finding| finding.count).sum();
    let mut told = Vec::new();
    if !rows.is_empty() {
        let need =
            if rows.len() == 1 { "1 row needs" } else { &format!("{} rows need", rows.len()) };
        let which =
            if rules.is_empty() { String::new() } else { format!(": {}", rules.join(", ")) };
        told.push(format!("{need} a look before you submit{which}."));
    }
    if left_out > 0 {
        let is = if left_out == 1 { "1 record is" } else { &format!("{left_out} records are") };
        told.push(format!("{is} left out."));
    }
    (!told.is_empty()).then(|| told.join(" "))
}

fn is_doubtful(kind: FindingKind) -> bool {
    matches!(
        kind,
        FindingKind::Adult
            | FindingKind::InFuture
            | FindingKind::BirthDiffers
            | FindingKind::NotCounted
            | FindingKind::OddPupilNumber
    )
}
