//! The codes under which one episode is counted: of the answers of its records, and worked out.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use homeward_casework::figures::age_group;
use homeward_casework::{RecordKind, derived};
use homeward_standard::{Absence, Answer, Kind, Moment, Rule, Standard, Value};
use homeward_store::{BulkAnswer, BulkEpisode, EpisodeRow};

use super::records::{Records, kind_of};
use crate::sheet::{Answers, Recorded};
use crate::{derive, work, year};

/// No answer yet.
pub(super) const PENDING: &str = "PEND";
const NOT_KNOWN: &str = "UNKN";
pub(super) const NOT_APPLICABLE: &str = "NAPP";

/// Questions with one code that are counted as they are answered. One that the standard does not
/// ask is left out.
const ANSWERED: &[(RecordKind, &str)] = &[
    (RecordKind::Child, "sex"),
    (RecordKind::Child, "gender_identity"),
    (RecordKind::Child, "trans_status"),
    (RecordKind::Child, "ethnicity"),
    (RecordKind::Child, "care_status"),
    (RecordKind::Episode, "episode_type"),
    (RecordKind::Episode, "placement_area"),
    (RecordKind::Episode, "reported_to_police"),
    (RecordKind::Episode, "police_report_outcome"),
    (RecordKind::Episode, "sw_told_of_decision"),
    (RecordKind::Episode, "wanted_flag"),
    (RecordKind::Episode, "textsafe_requested"),
    (RecordKind::Episode, "strategy_meeting"),
    (RecordKind::Episode, "police_attend"),
    (RecordKind::Ppi, "ppi_status"),
    (RecordKind::Ppi, "ppi_mode"),
    (RecordKind::Ppi, "ppi_seen_who"),
    (RecordKind::Ppi, "ppi_engagement"),
    (RecordKind::Ppi, "ppi_disclosure"),
    (RecordKind::Ppi, "ppi_same_officer"),
    (RecordKind::Ppi, "ppi_with_sw"),
    (RecordKind::Conversation, "rhi_offer"),
    (RecordKind::Conversation, "rhi_outcome"),
    (RecordKind::Conversation, "rhi_seen_who"),
    (RecordKind::Conversation, "independence"),
    (RecordKind::Conversation, "worker_same_as_before"),
    (RecordKind::Conversation, "rhi_disclosure"),
    (RecordKind::Support, "support_plan_made"),
    (RecordKind::Support, "service_gap"),
    (RecordKind::Support, "disclosure_followed_up"),
];

/// Questions with a date or a time of which is counted whether there is one.
const GIVEN: &[(RecordKind, &str)] = &[
    (RecordKind::Episode, "textsafe_sent_at"),
    (RecordKind::Support, "told_child_what_happened_at"),
];

/// Columns of rows, and questions with several codes: what is named, by the table that shows it.
const NAMED: &[(&str, RecordKind, &str)] = &[
    ("refusal_reason", RecordKind::Episode, "refusal_reason"),
    ("nonengage_reason", RecordKind::Conversation, "nonengage_reason"),
    ("reason", RecordKind::Conversation, "reason"),
    ("reason_view", RecordKind::Conversation, "reason_view"),
    ("harm", RecordKind::Conversation, "harm"),
    ("harm_evidence", RecordKind::Conversation, "harm_evidence"),
    ("need", RecordKind::Support, "need"),
    ("referral_status", RecordKind::Support, "referral_status"),
];

/// What the derived facts look at.
const LOOKED_AT: &[(RecordKind, &str)] = &[
    (RecordKind::Episode, "missing_from_at"),
    (RecordKind::Episode, "returned_at"),
    (RecordKind::Episode, "located_at"),
    (RecordKind::Episode, year::STATUS),
    (RecordKind::Episode, year::CLOSE_REASON),
    (RecordKind::Episode, "la_notified_at"),
    (RecordKind::Episode, "risk_level_police"),
    (RecordKind::Episode, "risk_level_police_final"),
    (RecordKind::Episode, "risk_level_la"),
    (RecordKind::Ppi, "ppi_at"),
    (RecordKind::Ppi, "ppi_outcome"),
    (RecordKind::Conversation, "rhi_offered_at"),
    (RecordKind::Conversation, "rhi_started_at"),
    (RecordKind::Conversation, "carer_info_taken"),
];

/// A code, usually one of this program's own.
pub(super) type Code = Cow<'static, str>;

/// What one episode says.
pub(super) struct Codes {
    /// A code under each variable.
    pub(super) codes: BTreeMap<&'static str, Code>,
    /// Codes under what may be named several times.
    pub(super) named: Vec<(&'static str, Vec<String>)>,
    /// Minutes from the start until the authority was told, where both are known to the minute.
    pub(super) told_after: Option<i64>,
}

/// Works out the codes of episodes, by the newest questions of the standard.
pub(super) struct Counter<'s> {
    pub(super) standard: &'s Standard,
    as_of: DateTime<Utc>,
    today: NaiveDate,
    /// The broad group of each ethnic group.
    broad_groups: HashMap<&'s str, String>,
    /// When each question of each set is asked, and what an answer to it is.
    pub(super) asked: HashMap<(RecordKind, &'s str), Asked<'s>>,
}

pub(super) struct Asked<'s> {
    kind: Kind,
    pub(super) rules: Vec<&'s Rule>,
}

impl<'s> Counter<'s> {
    pub(super) fn new(standard: &'s Standard, as_of: DateTime<Utc>, today: NaiveDate) -> Self {
        let ethnicities = standard.list("ethnicity").into_iter().flat_map(|list| &list.codes);
        let broad_groups =
            ethnicities.filter_map(|one| Some((one.code.as_str(), one.broader.clone()?))).collect();
        let mut asked = HashMap::new();
        for kind in RecordKind::ALL {
            let Some(set) = standard.set(kind.set_id()) else { continue };
            for section in &set.sections {
                for question in &section.questions {
                    let rules: Vec<&Rule> = section.when.iter().chain(&question.when).collect();
                    for column in &question.columns {
                        let rules = rules.iter().copied().chain(&column.when).collect();
                        asked
                            .insert((kind, column.id.as_str()), Asked { kind: column.kind, rules });
                    }
                    asked
                        .insert((kind, question.id.as_str()), Asked { kind: question.kind, rules });
                }
            }
        }
        Self { standard, as_of, today, broad_groups, asked }
    }

    /// Whether the standard asks it.
    pub(super) fn asks(&self, kind: RecordKind, question: &str) -> bool {
        self.asked.contains_key(&(kind, question))
    }

    /// The questions whose answers are read: those that are counted, those that derived facts look
    /// at, and those on which it rests whether one of these is asked.
    pub(super) fn questions(&self) -> Vec<(RecordKind, &'s str)> {
        let wanted = ANSWERED.iter().chain(GIVEN).chain(LOOKED_AT).copied();
        let named = NAMED.iter().map(|(_, kind, question)| (*kind, *question));
        // The rows that there are stand under the question that the column belongs to.
        let rows = NAMED.iter().filter_map(|(_, kind, column)| {
            let rows = self.standard.set(kind.set_id())?.rows_of(column)?;
            Some((*kind, rows.id.as_str()))
        });
        let mut open: Vec<(RecordKind, &str)> = wanted.chain(named).chain(rows).collect();
        let mut found: BTreeSet<(&'static str, &'s str)> = BTreeSet::new();
        let mut read = Vec::new();
        while let Some((kind, question)) = open.pop() {
            let Some(((_, id), asked)) = self.asked.get_key_value(&(kind, question)) else {
                continue;
            };
            if !found.insert((kind.set_id(), id)) {
                continue;
            }
            read.push((kind, *id));
            for reference in asked.rules.iter().flat_map(|rule| rule.references()) {
                open.extend(kind_of(reference, kind).map(|kind| (kind, reference.id.as_str())));
            }
        }
        read
    }

    /// The codes of an episode. `next` is the child's next episode, if there is one.
    pub(super) fn codes(&self, bulk: &BulkEpisode, next: Option<&EpisodeRow>) -> Codes {
        let records = self.records(bulk);
        let mut codes: BTreeMap<&'static str, Code> = BTreeMap::new();
        for (kind, question) in ANSWERED {
            if self.asks(*kind, question) {
                codes.insert(*question, records.code(self, *kind, question));
            }
        }
        for (kind, question) in GIVEN {
            if self.asks(*kind, question) {
                codes.insert(*question, records.given(self, *kind, question).into());
            }
        }
        let worked_out = records.worked_out.iter().map(|(id, code)| (*id, Cow::Borrowed(*code)));
        codes.extend(worked_out);
        let said_no = matches!(
            codes.get("rhi_outcome").map(Cow::as_ref),
            Some("DECLINED" | "PR_DECLINED" | "CARER_INFO")
        );
        let offered = records.worked_out.get("rhi_offered_in_time").copied();
        let declined = if said_no { offered } else { None };
        codes.insert("declined_in_time", declined.unwrap_or(NOT_APPLICABLE).into());
        self.about_the_child(bulk, &mut codes);
        codes.insert("ppi_outcome_group", self.ppi_outcome_group(&records));
        for (id, days) in
            [("missing_again_7", 7), ("missing_again_30", 30), ("missing_again_90", 90)]
        {
            codes.insert(id, self.missing_again(days, bulk, next).into());
        }
        let named = NAMED
            .iter()
            .filter(|(_, kind, question)| self.asks(*kind, question))
            .map(|(what, kind, question)| (*what, records.named(self, *kind, question)))
            .collect();
        Codes { codes, named, told_after: told_after(bulk) }
    }

    fn about_the_child(&self, bulk: &BulkEpisode, codes: &mut BTreeMap<&'static str, Code>) {
        let missing = work::moment(bulk.episode.missing_from.as_ref());
        let age = missing.map_or_else(
            || NOT_KNOWN.to_owned(),
            |missing| derived::age_at_start(bulk.child.date_of_birth, &missing),
        );
        codes.insert("age_group", age_group(&age).to_owned().into());
        codes.insert("age", age.into());
        if let Some(ethnicity) = codes.get("ethnicity") {
            let broader = self.broad_groups.get(ethnicity.as_ref());
            let group = broader.map_or_else(|| ethnicity.clone(), |group| group.clone().into());
            codes.insert("ethnic_group", group);
        }
        let of = |id: &str| codes.get(id).map(Cow::as_ref);
        let output =
            derived::met_gender_output(of("sex"), of("gender_identity"), of("trans_status"));
        codes.insert("met_gender_output", output.into());
    }

    fn ppi_outcome_group(&self, records: &Records) -> Code {
        let lists = (self.standard.list("ppi_outcome"), self.standard.list("ppi_outcome_group"));
        let (Some(outcomes), Some(groups)) = lists else { return NOT_KNOWN.into() };
        let chosen = match records.answer(RecordKind::Ppi, "ppi_outcome", None) {
            Some(Answer::Given(Value::Choices(codes))) => codes.as_slice(),
            _ => &[],
        };
        let status = records.code(self, RecordKind::Ppi, "ppi_status");
        match derived::ppi_outcome_group(Some(&status), chosen, outcomes, groups) {
            NOT_KNOWN => NOT_KNOWN.into(),
            NOT_APPLICABLE => NOT_APPLICABLE.into(),
            group => group.to_owned().into(),
        }
    }

    fn missing_again(
        &self,
        days: u64,
        bulk: &BulkEpisode,
        next: Option<&EpisodeRow>,
    ) -> &'static str {
        let returned = work::moment(bulk.episode.returned.as_ref());
        let next = next.and_then(|next| work::moment(next.missing_from.as_ref()));
        derived::missing_again_within(days, returned.as_ref(), next.as_ref(), self.today)
    }

    fn records(&self, bulk: &BulkEpisode) -> Records {
        let conversation = bulk
            .conversations
            .iter()
            .max_by_key(|one| {
                (one.held_at.as_ref().map(|at| at.from), one.offered_at.as_ref().map(|at| at.from))
            })
            .map(|one| one.id);
        let support = bulk
            .supports
            .iter()
            .rfind(|support| support.conversation == conversation)
            .map(|support| support.id);
        let mut before: BTreeMap<&'static str, Answers> = BTreeMap::new();
        for (kind, id) in [
            (RecordKind::Child, Some(bulk.child.id)),
            (RecordKind::Episode, Some(bulk.episode.id)),
            (RecordKind::Ppi, bulk.ppis.last().map(|ppi| ppi.id)),
            (RecordKind::Conversation, conversation),
            (RecordKind::Support, support),
        ] {
            let Some(id) = id else { continue };
            let own = bulk.answers.iter().filter(|one| one.record == id);
            let own: Answers = own.map(|one| self.recorded(one)).collect();
            // What is hidden was not asked, whatever stands there from before.
            let own = self
                .standard
                .set(kind.set_id())
                .map_or_else(|| own.clone(), |set| derive::asked(set, &own, &before));
            before.insert(kind.set_id(), own);
        }
        let mut records = Records {
            answers: before,
            worked_out: BTreeMap::new(),
            missing: bulk.episode.returned.is_none() && bulk.episode.located.is_none(),
        };
        records.worked_out = self.worked_out(&records, !bulk.episode.origin.asks_for_work());
        records
    }

    /// What is worked out, by the functions that work it out for the pages too.
    fn worked_out(&self, records: &Records, history: bool) -> BTreeMap<&'static str, &'static str> {
        use RecordKind::{Child, Conversation, Episode, Ppi};
        let moment = |kind, question| records.moment(kind, question);
        let code = |kind, question| records.given_code(kind, question);
        let (missing, returned) =
            (moment(Episode, "missing_from_at"), moment(Episode, "returned_at"));
        let of = derived::Conversation {
            returned,
            offer: code(Conversation, "rhi_offer"),
            offered_at: moment(Conversation, "rhi_offered_at"),
            outcome: code(Conversation, "rhi_outcome"),
            held_at: moment(Conversation, "rhi_started_at"),
        };
        // What was not written down about an episode of the past is not known: it is never late.
        let past = |code: &'static str, at: Option<&Moment>| {
            if history && at.is_none() && code == "N" { NOT_KNOWN } else { code }
        };
        let told = moment(Episode, "la_notified_at");
        let offered = past(derived::rhi_offered_in_time(&of, self.as_of), of.offered_at);
        let completed = past(derived::rhi_completed_in_time(&of, self.as_of), of.held_at);
        let since_told = derived::rhi_completed_72h_from_notification(&of, told, self.as_of);
        let (status, held) = (code(Ppi, "ppi_status"), moment(Ppi, "ppi_at"));
        let located = moment(Episode, "located_at");
        let heard = code(Conversation, "carer_info_taken");
        BTreeMap::from([
            ("duration_band", missing.map_or(NOT_KNOWN, |m| derived::duration_band(m, returned))),
            (
                "looked_after",
                match derived::looked_after(code(Child, "care_status")) {
                    "Y" => "Y",
                    "N" => "N",
                    _ => NOT_KNOWN,
                },
            ),
            (
                "risk_difference",
                derived::risk_difference(
                    code(Episode, "police_report_outcome"),
                    code(Episode, "risk_level_police"),
                    code(Episode, "risk_level_la"),
                ),
            ),
            ("ppi_in_time", derived::ppi_in_time(located, returned, status, held)),
            ("rhi_offered_in_time", offered),
            ("rhi_completed_in_time", completed),
            ("rhi_completed_72h_from_notification", past(since_told, of.held_at)),
            ("carer_heard", derived::carer_heard(of.offer, of.outcome, heard)),
        ])
    }

    fn recorded(&self, kept: &BulkAnswer) -> ((String, Option<u32>), Recorded) {
        let asked = self.asked.get(&(kept.kind, kept.question.as_str()));
        let answer = match (&kept.absence, &kept.value, asked) {
            (Some(code), _, _) => Absence::from_code(code).map(Answer::Absent),
            (None, Some(json), Some(asked)) => serde_json::from_str(json)
                .ok()
                .and_then(|json| Value::from_json(asked.kind, &json))
                .map(Answer::Given),
            _ => None,
        };
        let recorded = Recorded { raw: String::new(), answer, valid: true };
        ((kept.question.clone(), kept.item), recorded)
    }
}

/// Minutes from the start until the authority was told, when both are known to the minute.
fn told_after(bulk: &BulkEpisode) -> Option<i64> {
    let (missing, told) = (bulk.episode.missing_from.as_ref()?, bulk.episode.la_notified.as_ref()?);
    let exact = missing.from == missing.to && told.from == told.to;
    let minutes = (told.from - missing.from).num_minutes();
    (exact && minutes >= 0).then_some(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A rule that rests on anything else would be taken not to hold.
    #[test]
    fn what_the_rules_of_counted_questions_look_at_is_worked_out() {
        let standard = crate::session::load_standard().unwrap();
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let counter = Counter::new(&standard, now, "2026-11-22".parse().unwrap());
        let none =
            Records { answers: BTreeMap::new(), worked_out: BTreeMap::new(), missing: false };
        let known = counter.worked_out(&none, false);
        for (kind, question) in counter.questions() {
            for reference in
                counter.asked[&(kind, question)].rules.iter().flat_map(|r| r.references())
            {
                if reference.is_derived() {
                    assert!(known.contains_key(reference.id.as_str()), "{question}: {reference}");
                }
            }
        }
    }
}
