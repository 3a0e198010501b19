//! What is worked out from the answers of a record and of those before it. Nobody can type it.
//!
//! Each value comes from one function of `casework::derived`; here its answers are only looked up.
//! What rests on the child's other episodes and conversations is in `neighbours`.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use homeward_casework::{RecordKind, derived, time};
use homeward_standard::{Absence, Answer, Moment, Value};

mod asked;
mod ethnicity;
mod neighbours;
#[cfg(test)]
mod tests;

use crate::api::Line;
use crate::sheet::{Answers, Sheet};
use crate::show;

pub use asked::{asked, hidden};
pub use ethnicity::ethnicity_before;
pub use neighbours::{Neighbours, add_neighbours};

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

    /// The codes of a question with several. None when it has no value.
    fn codes(&self, question: &str) -> Option<&[String]> {
        match self.answer(question)? {
            Answer::Given(Value::Choices(codes)) => Some(codes),
            _ => None,
        }
    }

    /// Whether a question holds a value that is no absence code. A group holds one with a row.
    fn has(&self, question: &str) -> bool {
        match self.answer(question) {
            Some(Answer::Given(Value::Rows(rows))) => !rows.is_empty(),
            Some(Answer::Given(_)) => true,
            Some(Answer::Absent(_)) | None => false,
        }
    }

    /// The rows of a group. None when nothing was answered.
    fn rows(&self, group: &str) -> Option<&[u32]> {
        match self.answer(group)? {
            Answer::Given(Value::Rows(rows)) => Some(rows),
            _ => None,
        }
    }

    /// What stands in a column of a group, row by row.
    fn cell(&self, column: &str, row: u32) -> Option<&Value> {
        let spot = (column.to_owned(), Some(row));
        self.sets
            .iter()
            .find_map(|answers| answers.get(&spot)?.answer.as_ref())
            .and_then(Answer::value)
    }

    /// The codes of one column, in the order of the rows.
    fn column(&self, group: &str, column: &str) -> Option<Vec<String>> {
        let rows = self.rows(group)?.iter();
        Some(
            rows.filter_map(|row| match self.cell(column, *row)? {
                Value::Choice(code) => Some(code.clone()),
                _ => None,
            })
            .collect(),
        )
    }

    /// The dates of one column, of the rows that `counts` takes.
    fn dates(&self, group: &str, column: &str, counts: impl Fn(u32) -> bool) -> Vec<NaiveDate> {
        let rows = self.rows(group).unwrap_or_default().iter().filter(|row| counts(**row));
        rows.filter_map(|row| match self.cell(column, *row)? {
            Value::Date(date) => Some(*date),
            Value::Moment(moment) => Some(moment.date),
            _ => None,
        })
        .collect()
    }
}

/// The derived facts of a record that its rules may look at and its pages show, as far as they rest
/// on the answers of the record and of those before it alone.
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
    of_child(&given, &mut put);
    if kind != RecordKind::Child {
        of_episode(&given, &mut put);
        of_interview(&given, &mut put);
    }
    if matches!(kind, RecordKind::Conversation | RecordKind::Support) {
        of_conversation(&given, history, now, &mut put);
    }
    if kind == RecordKind::Support {
        of_support(&given, &mut put);
    }
    facts
}

type Put<'p> = &'p mut dyn FnMut(&str, Answer);

fn of_child(given: &Given<'_>, put: Put<'_>) {
    put("looked_after", coded(derived::looked_after(given.code("care_status"))));
    let gender = derived::met_gender_output(
        given.code("sex"),
        given.code("gender_identity"),
        given.code("trans_status"),
    );
    put("met_gender_output", coded(gender));
}

fn of_episode(given: &Given<'_>, put: Put<'_>) {
    let missing = given.moment("missing_from_at");
    let returned = given.moment("returned_at");
    let told = given.moment("la_notified_at");
    if let (Some(born), Some(missing)) = (given.date("date_of_birth"), missing) {
        let age = derived::age_at(born, missing.date);
        put("age_at_start", Answer::Given(Value::Number(age.into())));
    }
    if let Some(missing) = missing {
        put("duration_band", coded(derived::duration_band(missing, returned)));
        put("financial_year", text(derived::financial_year(missing.date)));
        put("quarter", coded(derived::quarter(missing.date)));
        let minutes = returned.and_then(|returned| derived::duration_minutes(missing, returned));
        if let Some(minutes) = minutes.filter(|minutes| minutes.least == minutes.most) {
            put("duration_minutes", Answer::Given(Value::Number(minutes.least)));
        }
    }
    put("notification_lag_hours", coded(derived::notification_lag_hours(returned, told)));
    put("notification_lag_from_start", coded(derived::notification_lag_from_start(missing, told)));
    let reported = given.code("reported_to_police");
    let delay = derived::report_delay_band(reported, missing, given.moment("reported_at"));
    put("report_delay_band", coded(delay));
    let waited = match given.answer("report_wait_minutes") {
        Some(Answer::Given(Value::Number(minutes))) => Some(*minutes),
        _ => None,
    };
    put("report_wait_band", coded(derived::report_wait_band(waited)));
    let risk = derived::risk_difference(
        given.code("police_report_outcome"),
        given.code("risk_level_police"),
        given.code("risk_level_la"),
    );
    put("risk_difference", coded(risk));
    let references = ["merlin_ref", "cad_ref", "police_ref"].iter().filter(|id| given.has(id));
    put("has_police_ref", coded(derived::has_police_ref(references.count())));
    let others =
        derived::missing_with_others(given.code("missing_with_others"), given.codes("with_whom"));
    put("missing_with_others", coded(others));
    let meeting = derived::strategy_meeting_days_band(
        given.code("strategy_meeting"),
        missing.map(|moment| moment.date),
        given.moment("strategy_meeting_at").map(|moment| moment.date),
    );
    put("strategy_meeting_days_band", coded(meeting));
}

fn of_interview(given: &Given<'_>, put: Put<'_>) {
    let (located, returned) = (given.moment("located_at"), given.moment("returned_at"));
    let (status, held) = (given.code("ppi_status"), given.moment("ppi_at"));
    if let Some(start) = derived::ppi_clock_start(located, returned) {
        put("ppi_clock_start", Answer::Given(Value::Moment(*start)));
    }
    put("ppi_offered", coded(derived::ppi_offered(status, given.code("ppi_not_done"))));
    put("ppi_in_time", coded(derived::ppi_in_time(located, returned, status, held)));
    put("ppi_hours_band", coded(derived::ppi_hours_band(located, returned, status, held)));
    let shared = given.moment("ppi_shared_with_la_at");
    put("ppi_share_hours_band", coded(derived::ppi_share_hours_band(status, held, shared)));
}

fn of_conversation(given: &Given<'_>, history: bool, now: DateTime<Utc>, put: Put<'_>) {
    let conversation = derived::Conversation {
        returned: given.moment("returned_at"),
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
    let told = given.moment("la_notified_at");
    let since_told = derived::rhi_completed_72h_from_notification(&conversation, told, now);
    put("rhi_completed_72h_from_notification", coded(past(since_told, conversation.held_at)));
    put("rhi_hours_from_return", coded(derived::rhi_hours_from_return(&conversation)));
    put("rhi_offer_hours_band", coded(derived::rhi_offer_hours_band(&conversation)));
    let taken = given.code("carer_info_taken");
    let heard = derived::carer_heard(conversation.offer, conversation.outcome, taken);
    put("carer_heard", coded(heard));
    let attempts = given.rows("rhi_attempts").map_or(0, <[u32]>::len);
    put("attempt_count", coded(derived::attempt_count(attempts)));
    let acted = derived::disclosure_hours_band(
        given.code("rhi_disclosure"),
        conversation.held_at,
        given.moment("disclosure_acted_at"),
    );
    put("disclosure_hours_band", coded(acted));
    let shared = given.rows("info_shared").unwrap_or_default().iter();
    let shared: Vec<Moment> = shared
        .filter_map(|row| match given.cell("info_shared_at", *row)? {
            Value::Moment(moment) => Some(*moment),
            _ => None,
        })
        .collect();
    put("share_hours_band", coded(derived::share_hours_band(conversation.held_at, &shared)));
    let reasons = given.column("reasons", "reason");
    let safety = derived::safety_seeking(given.code("safety_seeking"), reasons.as_deref());
    put("safety_seeking", coded(safety));
    let covered = derived::Covered {
        who: given.has("with_whom"),
        place: given.has("stayed_where") || given.has("area_travelled"),
        why: given.has("reasons"),
        harm: given.has("harms"),
        plan: given.has("protective") || given.has("need") || given.has("support_plan_made"),
    };
    if let Some(quality) = derived::rhi_quality(conversation.outcome, covered) {
        put("rhi_quality", Answer::Given(Value::Number(quality.into())));
    }
}

fn of_support(given: &Given<'_>, put: Put<'_>) {
    let held = given.moment("rhi_started_at").map(|moment| moment.date);
    let is = |column: &'static str, codes: &'static [&'static str]| {
        move |row: u32| {
            matches!(given.cell(column, row), Some(Value::Choice(code))
                if codes.contains(&code.as_str()))
        }
    };
    let checkins = given.dates("checkin", "checkin_at", is("checkin_held", &["Y"]));
    put("first_checkin_days_band", coded(derived::first_checkin_days_band(held, &checkins)));
    let sent = given.dates("referral", "referral_sent_at", |_| true);
    put("referral_days_band", coded(derived::referral_days_band(held, &sent)));
    let referrals = given.rows("referral").map_or(0, <[u32]>::len);
    // No directory of support services comes with this build.
    let checked = derived::referral_eligibility_checked(referrals, None);
    put("referral_eligibility_checked", coded(checked));
    let made = given.code("support_plan_made");
    let planned = derived::plan_days_band(made, held, given.date("support_plan_at"));
    put("plan_days_band", coded(planned));
    let told = given.date("told_child_what_happened_at");
    let days = derived::told_child_days_band(given.code("wants_feedback"), held, told);
    put("told_child_days_band", coded(days));
    put("feedback_lag", coded(derived::feedback_lag(given.date("feedback_due"), told)));
}

/// A text that is worked out.
fn text(text: String) -> Answer {
    Answer::Given(Value::Text(text))
}

/// A code, or an absence code, as an answer.
fn coded(code: &str) -> Answer {
    Absence::from_code(code)
        .map_or_else(|| Answer::Given(Value::Choice(code.to_owned())), Answer::Absent)
}

/// Which derived facts each kind of record shows, and whether also while they are not known.
fn shown_for(kind: RecordKind) -> &'static [(&'static str, bool)] {
    match kind {
        RecordKind::Child => &[("ethnicity_conflict", false)],
        RecordKind::Episode => &[
            ("age_at_start", true),
            ("duration_band", true),
            ("prev_missing_count", false),
            ("prev_missing_90d", false),
            ("notification_lag_hours", false),
            ("risk_difference", false),
        ],
        RecordKind::Ppi => &[("ppi_in_time", true), ("ppi_clock_start", false)],
        RecordKind::Conversation => &[
            ("age_at_start", true),
            ("duration_band", true),
            ("rhi_offered_in_time", true),
            ("rhi_completed_in_time", true),
            ("conversation_number", false),
            ("rhi_number_with_worker", false),
            ("prev_missing_90d", false),
        ],
        RecordKind::Support => &[("missing_change_90d", false)],
    }
}

/// The derived facts of a record in words.
pub fn lines(sheet: &Sheet<'_>, kind: RecordKind) -> Vec<Line> {
    shown_for(kind)
        .iter()
        .filter_map(|(id, always)| {
            let variable = sheet.standard.derived(id)?;
            let answer = sheet.derived.get(*id);
            let muted = !matches!(answer, Some(Answer::Given(_)));
            if muted && !always {
                return None;
            }
            let value = match answer {
                None => "Not known yet".to_owned(),
                Some(Answer::Absent(absence)) => absence.label().to_owned(),
                Some(Answer::Given(Value::Number(number))) => number.to_string(),
                Some(Answer::Given(Value::Moment(moment))) => time::show_moment(moment),
                Some(Answer::Given(Value::Choice(code))) => {
                    show::label_in(variable.list.as_deref(), code, sheet.standard)
                }
                Some(Answer::Given(_)) => return None,
            };
            Some(Line { label: variable.label.clone(), value, muted })
        })
        .collect()
}
