//! One row: its fields, and the child or the episode they make.

use super::columns::{Column, Columns};
use super::lines::Line;
use super::problem::{File, Flag, Problem, ProblemCode};
use super::{Child, Episode};
use chrono::{Datelike, NaiveDate};
use homeward_standard::{Absence, Answer, Ssda903, Value};

/// The longest local id (data standard 7.1).
const LOCAL_ID_LENGTH: usize = 20;

/// Years in which a child of the return can be born or missing. A date outside of them was
/// mistyped, and no figure made from it would mean anything.
const YEARS: std::ops::RangeInclusive<i32> = 1950..=2100;

/// Whether a line holds nothing. Spreadsheets leave lines of commas behind.
pub(super) fn is_blank(line: &str) -> bool {
    line.chars().all(|c| matches!(c, ',' | '"') || c.is_whitespace())
}

/// Takes lines apart, one by one.
///
/// Each line is read by itself, so that one stray quotation mark costs one row and not the rest of
/// the file.
pub(super) struct Splitter {
    core: csv_core::Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Splitter {
    pub(super) fn new() -> Self {
        Self { core: csv_core::Reader::new(), text: Vec::new(), ends: Vec::new() }
    }

    /// The fields of a line, without spaces around them. None when a quotation mark is opened and
    /// not closed.
    pub(super) fn split(&mut self, line: &str) -> Option<Vec<String>> {
        if line.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
            return None;
        }
        self.core.reset();
        // No field is longer than the line, and no line has more fields than signs and one.
        self.text.resize(line.len() + 1, 0);
        self.ends.resize(line.len() + 1, 0);
        let (_, _, mut written, mut fields) =
            self.core.read_record(line.as_bytes(), &mut self.text, &mut self.ends);
        // An empty input says that the line is over.
        let text = self.text.get_mut(written..)?;
        let (_, _, more_written, more_fields) =
            self.core.read_record(&[], text, self.ends.get_mut(fields..)?);
        (written, fields) = (written + more_written, fields + more_fields);
        let text = self.text.get(..written)?;
        let mut start = 0;
        let mut found = Vec::with_capacity(fields);
        for &end in self.ends.get(..fields)? {
            let field = std::str::from_utf8(text.get(start..end)?).ok()?;
            found.push(field.trim().to_owned());
            start = end;
        }
        Some(found)
    }
}

/// The fields of a row, by column.
pub(super) struct Fields<'a> {
    columns: &'a Columns,
    line: u64,
    record: Vec<String>,
}

/// Takes a line apart. A field may have `longest` characters.
pub(super) fn fields<'a>(
    splitter: &mut Splitter,
    columns: &'a Columns,
    line: u64,
    text: Line<'_>,
    longest: usize,
) -> Result<Fields<'a>, Problem> {
    let wrong = |code| Problem { file: columns.file, line, column: None, code };
    let Line::Text(text) = text else { return Err(wrong(ProblemCode::LineTooLong)) };
    let record = splitter.split(text).ok_or(wrong(ProblemCode::OpenQuote))?;
    if record.iter().any(|field| field.chars().count() > longest) {
        return Err(wrong(ProblemCode::FieldTooLong));
    }
    let extra = record.iter().skip(columns.count).any(|field| !field.is_empty());
    if record.len() < columns.count || extra {
        return Err(wrong(ProblemCode::FieldCount));
    }
    Ok(Fields { columns, line, record })
}

impl Fields<'_> {
    fn get(&self, column: Column) -> &str {
        self.columns
            .place(column)
            .and_then(|place| self.record.get(place))
            .map_or("", String::as_str)
    }

    fn wrong(&self, column: Column, code: ProblemCode) -> Problem {
        let column = Some(column.name());
        Problem { file: self.columns.file, line: self.line, column, code }
    }

    /// The child's id in the authority's own system, in capitals.
    pub(super) fn local_id(&self) -> Result<String, Problem> {
        let text = self.get(Column::Child);
        match text.len() {
            0 => Err(self.wrong(Column::Child, ProblemCode::Blank)),
            1..=LOCAL_ID_LENGTH if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                Ok(text.to_ascii_uppercase())
            }
            _ => Err(self.wrong(Column::Child, ProblemCode::LocalId)),
        }
    }

    fn date(&self, column: Column) -> Result<Option<NaiveDate>, Problem> {
        let text = self.get(column);
        if text.is_empty() {
            return Ok(None);
        }
        read_date(text).map(Some).map_err(|code| self.wrong(column, code))
    }

    fn needed_date(&self, column: Column) -> Result<NaiveDate, Problem> {
        self.date(column)?.ok_or_else(|| self.wrong(column, ProblemCode::Blank))
    }
}

/// Reads `dd/mm/yyyy` and nothing else. A date that could be meant in two ways is not guessed.
pub(super) fn read_date(text: &str) -> Result<NaiveDate, ProblemCode> {
    let parts: Vec<&str> = text.split('/').collect();
    let digits = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    match parts.as_slice() {
        [day, month, year] if digits(day, 2) && digits(month, 2) && digits(year, 4) => {
            let (Ok(day), Ok(month), Ok(year)) = (day.parse(), month.parse(), year.parse()) else {
                return Err(ProblemCode::DateForm);
            };
            let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(ProblemCode::NoSuchDate)?;
            if YEARS.contains(&date.year()) { Ok(date) } else { Err(ProblemCode::FarDate) }
        }
        [day, month, year] if digits(day, 2) && digits(month, 2) && digits(year, 2) => {
            Err(ProblemCode::ShortYear)
        }
        [one] if one.as_bytes().get(4) == Some(&b'-') && digits(one.get(..4).unwrap_or(""), 4) => {
            Err(ProblemCode::IsoDate)
        }
        _ => Err(ProblemCode::DateForm),
    }
}

/// Reads a row of `missing.csv`.
pub(super) fn episode(
    line: u64,
    fields: &Fields<'_>,
    mapping: &Ssda903,
) -> Result<Episode, Problem> {
    let local_id = fields.local_id()?;
    let date_of_birth = fields.needed_date(Column::Dob)?;
    let kind = fields.get(Column::Missing).to_ascii_uppercase();
    let codes = match (kind.is_empty(), mapping.missing.get(&kind)) {
        (true, _) => return Err(fields.wrong(Column::Missing, ProblemCode::Blank)),
        (_, None) => return Err(fields.wrong(Column::Missing, ProblemCode::MissingType)),
        (_, Some(codes)) => codes,
    };
    Ok(Episode {
        line,
        local_id,
        date_of_birth,
        episode_type: codes.episode_type.clone(),
        dfe_missing_type: codes.dfe_missing_type.clone(),
        start: fields.needed_date(Column::MisStart)?,
        end: fields.date(Column::MisEnd)?,
        flags: Vec::new(),
    })
}

/// Reads a row of `header.csv`.
pub(super) fn child(
    line: u64,
    local_id: String,
    fields: &Fields<'_>,
    mapping: &Ssda903,
) -> Result<Child, Problem> {
    debug_assert_eq!(fields.columns.file, File::Header);
    let date_of_birth = fields.needed_date(Column::Dob)?;
    let mut flags = Vec::new();
    let sex = match fields.get(Column::Sex) {
        "" => {
            flags.push(Flag::SexBlank);
            Answer::Absent(Absence::Unkn)
        }
        code => mapping
            .sex
            .iter()
            .find(|sex| sex.code.eq_ignore_ascii_case(code))
            .map(|sex| answer(&sex.sex))
            .ok_or(fields.wrong(Column::Sex, ProblemCode::Sex))?,
    };
    let ethnicity = match fields.get(Column::Ethnic) {
        "" => {
            flags.push(Flag::EthnicityBlank);
            Answer::Absent(Absence::Unkn)
        }
        code => mapping
            .ethnicity
            .get(&code.to_ascii_uppercase())
            .map(|code| answer(code))
            .ok_or(fields.wrong(Column::Ethnic, ProblemCode::Ethnicity))?,
    };
    Ok(Child { line: Some(line), local_id, date_of_birth, sex, ethnicity, flags })
}

/// A code of a mapping as an answer: one of the absence codes, or a code of the list.
fn answer(code: &str) -> Answer {
    match Absence::from_code(code) {
        Some(absence) => Answer::Absent(absence),
        None => Answer::Given(Value::Choice(code.to_owned())),
    }
}
