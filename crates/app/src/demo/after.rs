//! What a conversation and a support plan hold beyond their core: how it has been since, what was
//! different this time, who was told, referrals, check-ins.

use chrono::{DateTime, Utc};
use homeward_casework::time;
use homeward_standard::Value;

use super::cases::Case;
use super::records::{Maker, five};
use crate::api::ApiError;
use crate::import::entry::{Entry, typed};

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

impl<'s> Maker<'s> {
    /// Answers what is asked beyond the core of a conversation that took place.
    pub(crate) fn told_more(&mut self, entry: &mut Entry<'s>, seen: &str) -> Result<(), ApiError> {
        if matches!(seen, "CHILD_SUPPORT" | "CHILD_CARER") {
            let alone = self.pick(&[("Y", 55), ("N", 45)]);
            entry.give("seen_alone", alone)?;
            let with = if seen == "CHILD_CARER" { "PARENT" } else { "SUPPORT" };
            entry.give("rhi_present", with)?;
        }
        if self.seeded.chance(25, 100) {
            let since = self.seeded.pick(&self.stories.since_return);
            entry.give("since_return", since.map_or("", String::as_str))?;
        }
        if self.talked >= 2 && self.seeded.chance(70, 100) {
            let different = self.seeded.pick(&self.stories.what_was_different);
            entry.give("what_was_different", different.map_or("", String::as_str))?;
        }
        if self.seeded.chance(35, 100) {
            let felt =
                self.one_or_two(&["FRUST", "UNHEARD", "LONELY", "ANGER", "FEAR", "LEFTOUT", "OK"]);
            entry.give("feeling", &felt)?;
        }
        if self.seeded.chance(45, 100) {
            let trusted = self.pick(&[("Y", 80), ("N", 20)]);
            entry.give("trusted_person", trusted)?;
            if trusted == "Y" {
                let who = self.pick(&[
                    ("RELATIVE", 35),
                    ("TEACHER", 25),
                    ("CARER", 15),
                    ("YOUTH", 15),
                    ("FRIEND", 10),
                ]);
                entry.give("trusted_role", who)?;
            }
            let again = self.pick(&[("MAYBE", 35), ("DEPENDS", 30), ("NO", 25), ("YES", 10)]);
            entry.give("would_go_again", again)?;
        }
        let helpline = self.pick(&[("Y", 85), ("N", 15)]);
        entry.give("helpline_given", helpline)?;
        Ok(())
    }

    /// Who was told of what the child told.
    pub(crate) fn shared(
        &mut self,
        entry: &mut Entry<'s>,
        at: DateTime<Utc>,
        disclosure: &str,
    ) -> Result<(), ApiError> {
        if disclosure == "NONE" {
            return Ok(());
        }
        let others: &[&str] = if disclosure == "SOME" { &["SW"] } else { &["SW", "POLICE_MPU"] };
        let items: Vec<String> = (1..=others.len()).map(|item| item.to_string()).collect();
        entry.give("info_shared", &items.join(","))?;
        for (item, other) in (1..).zip(others) {
            let wait = self.minutes(HOUR, 30 * HOUR);
            let told = five(self.past(at, wait)).max(at);
            entry.give_in(item, "info_shared_with", other)?;
            entry.give_in(item, "info_shared_at", &self.at(told))?;
            let basis = self.pick(&[("CHILD_AGREED", 60), ("SAFEGUARDING", 40)]);
            entry.give_in(item, "info_shared_basis", basis)?;
        }
        Ok(())
    }

    /// Answers what is asked beyond the plan and the promises.
    pub(crate) fn supported(
        &mut self,
        entry: &mut Entry<'s>,
        case: &Case,
        at: DateTime<Utc>,
        disclosure: &str,
    ) -> Result<(), ApiError> {
        let date = |at: DateTime<Utc>| typed(&Value::Date(time::date_at(at)));
        if self.seeded.chance(40, 100) {
            let sent = at + self.minutes(DAY, 9 * DAY);
            let state = self.pick(&[
                ("STARTED", 34),
                ("WAITING", 26),
                ("ENGAGING", 18),
                ("REJECTED", 10),
                ("ENDED_PLAN", 12),
            ]);
            let moved = sent + self.minutes(2 * DAY, 30 * DAY);
            entry.give("referral", "1")?;
            let to = self.pick(&[
                ("CAMHS", 25),
                ("MENTOR", 25),
                ("ACTIVITY", 20),
                ("EMPOWER", 15),
                ("SAFECALL", 15),
            ]);
            entry.give_in(1, "referral_service", to)?;
            if moved < self.now {
                entry.give_in(1, "referral_status", state)?;
                entry.give_in(1, "referral_sent_at", &date(sent))?;
                entry.give_in(1, "referral_status_at", &date(moved))?;
            } else {
                entry.give_in(1, "referral_status", "OFFERED")?;
            }
        }
        if self.seeded.chance(25, 100) {
            let gap = self.pick(&[("N", 70), ("Y", 30)]);
            entry.give("service_gap", gap)?;
            if gap == "Y" {
                let need = self.pick(&[("MH", 50), ("HOUSING", 30), ("SEND", 20)]);
                entry.give("service_gap_need", need)?;
            }
            let offer = self.pick(&[("TAKEN_UP", 40), ("OFFERED", 40), ("NOT_OFFERED", 20)]);
            entry.give("positive_activity", offer)?;
        }
        if self.seeded.chance(35, 100) {
            let first = at + self.minutes(4 * DAY, 14 * DAY);
            if first < self.now {
                entry.give("checkin", "1,2")?;
                entry.give_in(1, "checkin_at", &date(first))?;
                entry.give_in(1, "checkin_held", "Y")?;
                let how = self.pick(&[("PHONE", 50), ("F2F", 30), ("TEXT", 20)]);
                entry.give_in(1, "checkin_mode", how)?;
                entry.give_in(1, "checkin_child_ok", "Y")?;
                let second = first + self.minutes(7 * DAY, 30 * DAY);
                entry.give_in(2, "checkin_at", &date(second))?;
                if second < self.now {
                    let held = self.pick(&[("Y", 70), ("N", 30)]);
                    entry.give_in(2, "checkin_held", held)?;
                }
            }
        }
        if matches!(disclosure, "SIGNIFICANT" | "IMMEDIATE") {
            let done = self.pick(&[("Y", 60), ("P", 25), ("N", 15)]);
            entry.give("disclosure_followed_up", done)?;
        }
        if matches!(case.child.care_status, "CLA" | "CPP" | "CIN") {
            let used = self.pick(&[("Y", 55), ("P", 25), ("N", 20)]);
            entry.give("info_used_in_plan", used)?;
        }
        Ok(())
    }
}
