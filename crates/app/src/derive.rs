//! What is worked out from the answers of a record and of those before it. Nobody can type it.
//!
//! Each value comes from one function of `casework::derived`; here its answers are only looked up.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use homeward_casework::{RecordKind, derived};
use homeward_standard::{Absence, Answer, Moment, Value};

use crate::api::Line;
use crate::sheet::{Answers, Sheet};
use crate::show;

/// The answers that derived facts look at, found in a record and in those before it.
struct Given<'a> {
    sets: Vec<&'a Answers>,
}

impl Given<'_> {
    fn answer(&self, question: &str) -> Option<&Answer> {
        self.sets
            .iter()
            .find_map(|answers| answers.get(&(question.to_owned(), None))?.answer.as_ref())
    }

    fn moment(&self, question: &str) -> Option<&Moment> {
        match self.answer(question)? {
            Answer::Given(Value::Moment(moment)) => Some(moment),
            _ => None,
        }
    }

    fn date(&self, question: &str) -> Option<NaiveDate> {
        match self.answer(question)? {
            Answer::Given(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }

    fn code(&self, question: &str) -> Option<&str> {
        match self.answer(question)? {
            Answer::Given(Value::Choice(code)) => Some(code),
            Answer::Absent(absence) => Some(absence.code()),
            Answer::Given(_) => None,
        }
    }
}

/// The derived facts of a record that its rules may look at and its pages show.
pub fn facts(
    kind: RecordKind,
    own: &Answers,
    before: &BTreeMap<&'static str, Answers>,
    history: bool,
    now: DateTime<Utc>,
) -> BTreeMap<String, Answer> {
    let given = Given { sets: std::iter::once(own).chain(before.values()).collect() };
    let mut facts = BTreeMap::new();
    let mut put = |id: &str, answer: Answer| {
        facts.insert(id.to_owned(), answer);
    };
    let missing = given.moment("missing_from_at");
    let returned = given.moment("returned_at");
    if kind != RecordKind::Child {
        if let (Some(born), Some(missing)) = (given.date("date_of_birth"), missing) {
            let age = derived::age_at(born, missing.date);
            put("age_at_start", Answer::Given(Value::Number(age.into())));
        }
        if let Some(missing) = missing {
            put("duration_band", coded(derived::duration_band(missing, returned)));
        }
        put(
            "ppi_in_time",
            coded(derived::ppi_in_time(
                given.moment("located_at"),
                returned,
                given.code("ppi_status"),
                given.moment("ppi_at"),
            )),
        );
    }
    if matches!(kind, RecordKind::Conversation | RecordKind::Support) {
        let conversation = derived::Conversation {
            returned,
            offer: given.code("rhi_offer"),
            offered_at: given.moment("rhi_offered_at"),
            outcome: given.code("rhi_outcome"),
            held_at: given.moment("rhi_started_at"),
        };
        // What was not written down about an episode of the past is not known: it is never late.
        let past = |code: &'static str, at: Option<&Moment>| {
            if history && at.is_none() && code == "N" { Absence::Unkn.code() } else { code }
        };
        let offered = derived::rhi_offered_in_time(&conversation, now);
        put("rhi_offered_in_time", coded(past(offered, conversation.offered_at)));
        let completed = derived::rhi_completed_in_time(&conversation, now);
        put("rhi_completed_in_time", coded(past(completed, conversation.held_at)));
        let heard = derived::carer_heard(conversation.outcome, given.code("carer_info_taken"));
        put("carer_heard", coded(heard));
    }
    put("looked_after", coded(derived::looked_after(given.code("care_status"))));
    facts
}

/// A code, or an absence code, as an answer.
fn coded(code: &str) -> Answer {
    Absence::from_code(code)
        .map_or_else(|| Answer::Given(Value::Choice(code.to_owned())), Answer::Absent)
}

/// Which derived facts each kind of record shows.
fn shown_for(kind: RecordKind) -> &'static [&'static str] {
    match kind {
        RecordKind::Child => &[],
        RecordKind::Episode => &["age_at_start", "duration_band"],
        RecordKind::Ppi => &["ppi_in_time"],
        RecordKind::Conversation => {
            &["age_at_start", "duration_band", "rhi_offered_in_time", "rhi_completed_in_time"]
        }
        RecordKind::Support => &[],
    }
}

/// The derived facts of a record in words.
pub fn lines(sheet: &Sheet<'_>, kind: RecordKind) -> Vec<Line> {
    shown_for(kind)
        .iter()
        .filter_map(|id| {
            let variable = sheet.standard.derived(id)?;
            let answer = sheet.derived.get(*id);
            let value = match answer {
                None => "Not known yet".to_owned(),
                Some(Answer::Absent(absence)) => absence.label().to_owned(),
                Some(Answer::Given(Value::Number(number))) => number.to_string(),
                Some(Answer::Given(Value::Choice(code))) => {
                    show::label_in(variable.list.as_deref(), code, sheet.standard)
                }
                Some(Answer::Given(_)) => return None,
            };
            let muted = !matches!(answer, Some(Answer::Given(_)));
            Some(Line { label: variable.label.clone(), value, muted })
        })
        .collect()
}
