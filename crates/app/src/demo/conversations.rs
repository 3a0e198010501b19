//! What was said when an invented child came home: conversations held, declined, not reached, and
//! the promises that came of them; and what is going on now.

use chrono::{DateTime, TimeDelta, Utc};
use homeward_casework::{RecordKind, ReviewState, derived::age_at, time};
use homeward_standard::{Absence, Value};
use homeward_vault::random_id;
use uuid::Uuid;

use super::calendar::Spell;
use super::cases::{Case, Live};
use super::records::{CaseRecords, Made, Maker, Worker, five};
use super::stories::Story;
use crate::api::ApiError;
use crate::import::entry::{Entry, typed};

const HOUR: i64 = 60;

/// Hours within which a conversation is due.
const DUE_HOURS: i64 = 72;

impl<'s> Maker<'s> {
    /// The conversation about one or more episodes that are over, with the plan that came of it.
    pub(crate) fn conversation(
        &mut self,
        child: Uuid,
        case: &Case,
        covers: &[(Uuid, Spell)],
        exact: bool,
    ) -> Result<Vec<Made<'s>>, ApiError> {
        let Some((_, spell)) = covers.last() else { return Ok(Vec::new()) };
        let state = self.state_now(spell.end);
        let mut entry = self.conversation_entry(time::date_at(spell.end))?;
        let provider = self.pick(&[("LA_TEAM", 62), ("VCS", 28), ("LA_SW", 10)]);
        entry.give("rhi_provider", provider)?;
        if provider == "VCS" {
            entry.give("rhi_provider_name", "Example Charity")?;
        }
        let mut plan = None;
        if self.seeded.chance(88, 100) {
            let offered = self.offer(&mut entry, spell.end)?;
            match self.pick(&[
                ("COMPLETED", 58),
                ("PARTIAL", 4),
                ("DECLINED", 22),
                ("CARER_INFO", 5),
                ("PR_DECLINED", 3),
                ("NOT_COMPLETED", 8),
            ]) {
                held @ ("COMPLETED" | "PARTIAL") => {
                    plan = Some(self.held(
                        &mut entry,
                        case,
                        (held, spell, offered, exact),
                        provider == "LA_SW",
                    )?);
                }
                "NOT_COMPLETED" => {
                    entry.give("rhi_outcome", "NOT_COMPLETED")?;
                    let why = self.pick(&[
                        ("NO_CONTACT", 45),
                        ("MISSING_AGAIN", 30),
                        ("CAPACITY", 15),
                        ("MOVED", 10),
                    ]);
                    entry.give("rhi_not_done_reason", why)?;
                }
                said_no => self.said_no(&mut entry, said_no)?,
            }
        } else {
            entry.give("rhi_offer", "NOT_OFFERED")?;
            entry.give("rhi_outcome", "NOT_OFFERED")?;
            let why = self.pick(&[("LATE_NOTIF", 40), ("CAPACITY", 40), ("COMBINED", 20)]);
            entry.give("rhi_not_done_reason", why)?;
        }
        let id = random_id();
        let mut made = self.made((id, RecordKind::Conversation), Some(child), None, state, entry);
        made.covers = covers.iter().map(|(episode, _)| *episode).collect();
        let mut records = vec![made];
        if let Some(plan) = plan {
            let entry = self.support(case, plan)?;
            records.push(self.made(
                (random_id(), RecordKind::Support),
                Some(child),
                Some(id),
                state,
                entry,
            ));
        }
        Ok(records)
    }

    /// Old records are signed off; of the newest, some are still being read or written.
    fn state_now(&mut self, ended: DateTime<Utc>) -> ReviewState {
        use ReviewState::{Draft, ReadyForReview, SignedOff};
        if self.now - ended > TimeDelta::days(45) {
            self.pick(&[(SignedOff, 98), (ReadyForReview, 2)])
        } else {
            self.pick(&[(SignedOff, 80), (ReadyForReview, 14), (Draft, 6)])
        }
    }

    /// An offer that reached the child. Says when.
    fn offer(
        &mut self,
        entry: &mut Entry<'s>,
        back: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, ApiError> {
        let after = if self.seeded.chance(82, 100) {
            self.minutes(3 * HOUR, 60 * HOUR)
        } else {
            self.minutes(74 * HOUR, 170 * HOUR)
        };
        let offered = self.past(back, after);
        entry.give("rhi_offer", "OFFERED")?;
        entry.give("rhi_offered_at", &self.at(offered))?;
        if self.seeded.chance(40, 100) {
            entry.give("rhi_attempts", "1,2")?;
            let first = self.past(back, (offered - back) / 2);
            self.attempt(entry, 1, first, ("PHONE", "NO_ANSWER"))?;
            self.attempt(entry, 2, offered, ("F2F", "REACHED"))?;
        } else {
            entry.give("rhi_attempts", "1")?;
            let method = self.pick(&[("PHONE", 50), ("F2F", 30), ("TEXT", 20)]);
            self.attempt(entry, 1, offered, (method, "REACHED"))?;
        }
        Ok(offered)
    }

    fn attempt(
        &self,
        entry: &mut Entry<'s>,
        item: u32,
        at: DateTime<Utc>,
        (method, result): (&str, &str),
    ) -> Result<(), ApiError> {
        entry.give_in(item, "attempt_at", &self.at(five(at)))?;
        entry.give_in(item, "attempt_method", method)?;
        entry.give_in(item, "attempt_result", result)
    }

    fn said_no(&mut self, entry: &mut Entry<'s>, outcome: &str) -> Result<(), ApiError> {
        entry.give("rhi_outcome", outcome)?;
        let by = if outcome == "PR_DECLINED" { "PARENT" } else { "CHILD" };
        entry.give("rhi_declined_by", by)?;
        let heard = outcome == "CARER_INFO" || self.seeded.chance(62, 100);
        entry.give("carer_info_taken", if heard { "Y" } else { "N" })?;
        if heard {
            let view = self.seeded.pick(&self.stories.carers);
            entry.give("carer_view", view.map_or("", String::as_str))?;
        }
        let why = self.one_or_two(&[
            "REPEATED",
            "NOT_MISSING",
            "NO_TRUST_SERV",
            "UNKNOWN_WORKER",
            "TIMING",
            "PRIVATE",
            "TALKED_ALREADY",
        ]);
        entry.give("nonengage_reason", &why)
    }

    fn held(
        &mut self,
        entry: &mut Entry<'s>,
        case: &Case,
        (outcome, spell, offered, exact): (&str, &Spell, DateTime<Utc>, bool),
        own_worker: bool,
    ) -> Result<Plan<'s>, ApiError> {
        let due = spell.end + TimeDelta::hours(DUE_HOURS);
        let at = if offered < due - TimeDelta::hours(1) && self.seeded.chance(72, 100) {
            let left = (due - offered).num_minutes().max(HOUR + 5);
            let wait = self.minutes(HOUR, left);
            self.past(offered, wait)
        } else {
            let later = self.minutes(2 * HOUR, 90 * HOUR);
            self.past(offered.max(due), later)
        };
        let at = five(at);
        entry.give("rhi_outcome", outcome)?;
        entry.give("rhi_started_at", &self.at(at))?;
        let mode = self.pick(&[("F2F", 78), ("PHONE", 16), ("VIDEO", 6)]);
        entry.give("rhi_mode", mode)?;
        if mode == "F2F" {
            let own = if case.child.in_care() { "PLACEMENT" } else { "HOME" };
            let place = self.pick(&[(own, 55), ("SCHOOL", 20), ("CAFE", 15), ("YOUTH", 10)]);
            entry.give("rhi_location", place)?;
        }
        let seen = self.pick(&[("CHILD_ALONE", 78), ("CHILD_SUPPORT", 10), ("CHILD_CARER", 12)]);
        entry.give("rhi_seen_who", seen)?;
        self.talked += 1;
        self.told_more(entry, seen)?;
        // The child's own social worker is never fully independent.
        let full = if own_worker { 0 } else { 60 };
        let independence = self.pick(&[("FULL", full), ("NOT_CARE", 32), ("CHILD_CHOICE", 8)]);
        entry.give("independence", independence)?;
        entry.give("privacy_explained", "Y")?;
        let engagement = self.pick(&[("WILLING", 66), ("PARTIAL", 20), ("BRIEF", 14)]);
        entry.give("rhi_engagement", engagement)?;
        if engagement != "WILLING" {
            let why =
                self.one_or_two(&["NOT_MISSING", "NO_TRUST_SERV", "REPEATED", "TIMING", "PRIVATE"]);
            entry.give("nonengage_reason", &why)?;
        }
        // Asked only when one of the two facts is a certain no.
        let certain = if exact {
            due
        } else {
            time::day(time::date_at(spell.end)).to + TimeDelta::hours(DUE_HOURS)
        };
        if offered > certain || at > certain || outcome == "PARTIAL" {
            let why = self.one_or_two(&[
                "NO_CONTACT",
                "CHILD_ASKED",
                "WEEKEND",
                "NOTIF_LATE",
                "CAPACITY",
                "DISTANCE",
            ]);
            entry.give("rhi_late_reason", &why)?;
        }
        self.account(entry, case, spell, at)
    }

    fn account(
        &mut self,
        entry: &mut Entry<'s>,
        case: &Case,
        spell: &Spell,
        at: DateTime<Utc>,
    ) -> Result<Plan<'s>, ApiError> {
        let age = u8::try_from(age_at(case.born, time::date_at(spell.start))).unwrap_or(0);
        let stories = self.stories.for_child(case.child.in_care(), age);
        let story = *self
            .seeded
            .pick(&stories)
            .ok_or_else(|| ApiError::fault("The demo has no stories."))?;
        entry.give("what_happened", &story.account)?;
        let own_words = if self.long == Some(case.child.number) {
            &self.stories.words_from_right_to_left
        } else {
            &story.own_words
        };
        entry.give("child_words", own_words)?;
        let view = self.pick(&[
            ("OUT", 30),
            ("LATE", 18),
            ("LEFT", 22),
            ("MISSING", 14),
            ("PUSHED", 8),
            ("UNSURE", 8),
        ]);
        entry.give("child_view_missing", view)?;
        entry.give("reasons", &numbers(story.reasons.len()))?;
        for (item, reason) in (1..).zip(&story.reasons) {
            entry.give_in(item, "reason", reason)?;
            // The first is the child's own; others see more.
            let view = if item == 1 {
                "CHILD"
            } else {
                self.pick(&[("CHILD", 55), ("PROF", 20), ("CARER", 17), ("POLICE", 8)])
            };
            entry.give_in(item, "reason_view", view)?;
            entry.give_in(item, "reason_main", if item == 1 { "Y" } else { "N" })?;
        }
        entry.give("harms", &numbers(story.harms.len()))?;
        let unharmed = story.harms.iter().all(|harm| harm == "NONE");
        for (item, harm) in (1..).zip(&story.harms) {
            entry.give_in(item, "harm", harm)?;
            if harm != "NONE" {
                let evidence = self.pick(&[
                    ("DISCLOSED", 60),
                    ("SUSPECTED", 20),
                    ("REPORTED", 12),
                    ("OBSERVED", 8),
                ]);
                entry.give_in(item, "harm_evidence", evidence)?;
            }
        }
        let disclosure = if unharmed {
            self.pick(&[("NONE", 85), ("SOME", 15)])
        } else {
            self.pick(&[("SOME", 48), ("SIGNIFICANT", 42), ("IMMEDIATE", 10)])
        };
        entry.give("rhi_disclosure", disclosure)?;
        if matches!(disclosure, "SIGNIFICANT" | "IMMEDIATE") {
            let acted = self.minutes(30, 20 * HOUR);
            entry.give("disclosure_acted_at", &self.at(five(self.past(at, acted))))?;
            let action = self.one_or_two(&["MASH", "SAFETY_PLAN", "MEDICAL", "S47"]);
            entry.give("immediate_action", &action)?;
        }
        self.shared(entry, at, disclosure)?;
        let helps = self.one_or_two(&[
            "TRUSTED",
            "FAMILY",
            "FRIENDS",
            "SCHOOL",
            "WORKER",
            "ACTIVITY",
            "SAFEPLACE",
        ]);
        entry.give("protective", &helps)?;
        entry.give("safety_info_given", "Y")?;
        let wants = self.pick(&[("Y", 62), ("N", 26), ("NASK", 12)]);
        match Absence::from_code(wants) {
            Some(absence) => entry.absent("wants_feedback", absence)?,
            None => entry.give("wants_feedback", wants)?,
        }
        Ok(Plan { at, story, wants_feedback: wants == "Y", disclosure })
    }

    /// The promises and the plan.
    fn support(&mut self, case: &Case, plan: Plan<'s>) -> Result<Entry<'s>, ApiError> {
        let mut entry = self.entry(RecordKind::Support)?;
        let date = |at: DateTime<Utc>| typed(&Value::Date(time::date_at(at)));
        let old = |maker: &Self, at: DateTime<Utc>| at < maker.now - TimeDelta::days(1);
        entry.give("promises", &numbers(plan.story.promises.len()))?;
        for (item, promise) in (1..).zip(&plan.story.promises) {
            entry.give_in(item, "promise_what", promise)?;
            let by = plan.at + self.minutes(3 * 24 * HOUR, 21 * 24 * HOUR);
            entry.give_in(item, "promise_by", &date(by))?;
            let done = by - TimeDelta::days(1);
            if old(self, done) && self.seeded.chance(80, 100) {
                entry.give_in(item, "promise_done_at", &date(done))?;
                let told = done + TimeDelta::days(2);
                if old(self, told) && self.seeded.chance(75, 100) {
                    entry.give_in(item, "promise_told_at", &date(told))?;
                }
            }
        }
        let need = self
            .one_or_two(&["HOME", "MH", "EDU", "PEER", "ACTIVITY", "CONTACT", "SAFETY", "EXPLOIT"]);
        entry.give("need", &need)?;
        if self.seeded.chance(68, 100) {
            entry.give("support_plan_made", "Y")?;
            let made = plan.at + self.minutes(24 * HOUR, 9 * 24 * HOUR);
            if old(self, made) {
                entry.give("support_plan_at", &date(made))?;
            }
            let together = self.pick(&[("Y", 55), ("P", 30), ("N", 15)]);
            entry.give("plan_coauthored", together)?;
        } else {
            entry.give("support_plan_made", "N")?;
            let why = self.pick(&[
                ("EXISTING", 55),
                ("NO_NEED", 20),
                ("DECLINED", 15),
                ("NO_SERVICE", 10),
            ]);
            entry.give("support_plan_none_reason", why)?;
        }
        entry.give("support_notes", &format!("What would help: {}", plan.story.helps))?;
        self.supported(&mut entry, case, plan.at, plan.disclosure)?;
        let told = plan.at + self.minutes(10 * 24 * HOUR, 20 * 24 * HOUR);
        if plan.wants_feedback && old(self, told) && self.seeded.chance(75, 100) {
            entry.give("told_child_what_happened_at", &date(told))?;
        }
        Ok(entry)
    }

    /// What is going on now.
    pub(crate) fn live(
        &mut self,
        child: Uuid,
        case: &Case,
        live: Live,
        spell: Spell,
        made: &mut CaseRecords<'s>,
    ) -> Result<(), ApiError> {
        let episode = random_id();
        made.push((Worker::First, self.episode(episode, child, case, &spell, Some(live), true)?));
        if matches!(live, Live::Missing | Live::LongMissing | Live::JustBack) {
            return Ok(());
        }
        made.push((Worker::First, self.ppi(episode, child, &spell)?));
        if matches!(live, Live::Due | Live::LateUnseen) {
            return Ok(());
        }
        let mut entry = self.entry(RecordKind::Conversation)?;
        entry.give("rhi_provider", "LA_TEAM")?;
        let first = self.minutes(6 * HOUR, 24 * HOUR);
        let first = self.past(spell.end, first);
        match live {
            Live::DueSoon => {
                entry.give("rhi_attempts", "1")?;
                self.attempt(&mut entry, 1, first, ("PHONE", "NO_ANSWER"))?;
            }
            _ => {
                entry.give("rhi_offer", "OFFERED")?;
                entry.give("rhi_offered_at", &self.at(first))?;
                entry.give("rhi_attempts", "1")?;
                self.attempt(&mut entry, 1, first, ("PHONE", "REACHED"))?;
            }
        }
        match live {
            Live::LateOffered => entry.give("rhi_outcome", "PENDING")?,
            Live::Declined => {
                entry.give("rhi_outcome", "DECLINED")?;
                entry.give("rhi_declined_by", "CHILD")?;
                entry.give("carer_info_taken", "Y")?;
                let view = self.seeded.pick(&self.stories.carers);
                entry.give("carer_view", view.map_or("", String::as_str))?;
                entry.give("nonengage_reason", "REPEATED,TIMING")?;
            }
            _ => {}
        }
        let kind = (random_id(), RecordKind::Conversation);
        let mut conversation = self.made(kind, Some(child), None, ReviewState::Draft, entry);
        conversation.covers.push(episode);
        made.push((Worker::First, conversation));
        Ok(())
    }
}

/// What a conversation led to.
struct Plan<'s> {
    at: DateTime<Utc>,
    story: &'s Story,
    wants_feedback: bool,
    disclosure: &'static str,
}

/// "1,2,3": the rows of a repeating group.
fn numbers(many: usize) -> String {
    (1..=many).map(|item| item.to_string()).collect::<Vec<_>>().join(",")
}
