//! What stood around an episode: where the child lived, the report and what the police made of it,
//! both risk levels, the search, the strategy meeting, and where the child had been.

use chrono::{DateTime, Datelike, Utc};
use homeward_casework::derived::age_at;
use homeward_casework::time;

use super::calendar::Spell;
use super::cases::Case;
use super::records::{Maker, five};
use crate::api::ApiError;
use crate::import::entry::Entry;

const HOUR: i64 = 60;

/// Where children in care live, with the age from which they may.
const PLACEMENTS: [(&str, i32); 5] = [("U6", 0), ("K2", 0), ("U4", 0), ("K3", 16), ("K2", 0)];

/// Under which law.
const LEGAL: [&str; 4] = ["C2", "V2", "V2", "C1"];

/// How far from the authority.
const AREAS: [&str; 5] = ["HOME_LA", "LONDON_OTHER", "HOME_LA", "OUT_LONDON_ADJ", "OUT_LONDON_FAR"];

/// What became of the report, for what follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Report<'a> {
    /// Nobody reported it.
    None,
    /// A code of the list `police_report_outcome`.
    Made(&'a str),
}

impl<'s> Maker<'s> {
    /// Answers the questions around an episode.
    pub(crate) fn around(
        &mut self,
        entry: &mut Entry<'s>,
        case: &Case,
        spell: &Spell,
        (report, missing): (Report<'_>, bool),
    ) -> Result<(), ApiError> {
        // Nothing but the return is known of the end of one who is missing still.
        let until = if missing { self.now } else { spell.end };
        if self.seeded.chance(30, 100) {
            let before = self.minutes(10, 3 * HOUR);
            entry.give("last_seen_at", &self.at(five(spell.start - before)))?;
        }
        if case.child.in_care() {
            self.placement(entry, case, spell)?;
        }
        match report {
            Report::None => {
                let why = self.one_or_two(&["CONTACT", "SEARCHED", "USUAL", "PROTO", "NO_TRUST"]);
                entry.give("not_reported_reason", &why)?;
            }
            Report::Made(outcome) => self.report(entry, case, (spell.start, until), outcome)?,
        }
        let level = self.pick(&[("MED", 45), ("HIGH", 38), ("LOW", 15), ("VHIGH", 2)]);
        entry.give("risk_level_la", level)?;
        if matches!(level, "HIGH" | "VHIGH") {
            let why = self.seeded.pick(&self.stories.risk_reasons);
            entry.give("risk_rationale_la", why.map_or("", String::as_str))?;
        }
        if self.seeded.chance(30, 100) {
            self.meeting(entry, spell.start)?;
        }
        if !missing {
            self.home_again(entry)?;
        }
        Ok(())
    }

    /// The same at every episode of a child.
    fn placement(
        &mut self,
        entry: &mut Entry<'s>,
        case: &Case,
        spell: &Spell,
    ) -> Result<(), ApiError> {
        let number = usize::try_from(case.child.number).unwrap_or(0);
        let age = age_at(case.born, time::date_at(spell.start));
        let (kind, from) = PLACEMENTS[number % PLACEMENTS.len()];
        // Supported accommodation has had a code of its own since the return of 2024-25.
        let had_code = spell.start.date_naive().year() > 2024;
        let kind = if age >= from && (kind != "K3" || had_code) { kind } else { "K2" };
        entry.give("placement_type", kind)?;
        entry.give("placement_provider", if kind.starts_with('U') { "PR1" } else { "PR4" })?;
        entry.give("legal_status", LEGAL[number % LEGAL.len()])?;
        let area = AREAS[number / 2 % AREAS.len()];
        entry.give("placement_area", area)?;
        if area == "LONDON_OTHER" {
            let others: Vec<&str> = self
                .standard
                .authorities()
                .iter()
                .map(|one| one.gss.as_str())
                .filter(|code| *code != self.authority)
                .collect();
            entry.give("host_la", others[number % others.len().max(1)])?;
        }
        if matches!(kind, "K2" | "K3") {
            let agreed = self.pick(&[("Y", 62), ("N", 38)]);
            entry.give("philomena_in_place", agreed)?;
            let pack = self.pick(&[("Y", 50), ("P", 30), ("N", 20)]);
            entry.give("grab_pack_current", pack)?;
        }
        Ok(())
    }

    fn report(
        &mut self,
        entry: &mut Entry<'s>,
        case: &Case,
        (start, until): (DateTime<Utc>, DateTime<Utc>),
        outcome: &str,
    ) -> Result<(), ApiError> {
        let wait = self.minutes(15, 4 * HOUR);
        let reported = five((start + wait).min(until)).max(start);
        entry.give("reported_at", &self.at(reported))?;
        let route = self.pick(&[("P101", 50), ("ONLINE", 20), ("PORTAL", 18), ("P999", 12)]);
        entry.give("report_route", route)?;
        if route.starts_with('P') && route != "PORTAL" {
            let minutes = 2 + self.seeded.below(55);
            entry.give("report_wait_minutes", &minutes.to_string())?;
        }
        let reporter = if case.child.in_care() {
            self.pick(&[("RESID", 45), ("FOSTER", 40), ("SEMI", 15)])
        } else {
            self.pick(&[("PARENT", 72), ("RELATIVE", 10), ("SCHOOL", 12), ("SW", 6)])
        };
        entry.give("reporter_type", reporter)?;
        if matches!(outcome, "NOT_OPENED" | "OPENED_LATER") {
            let why = self.one_or_two(&[
                "IN_CONTACT",
                "SAYS_FRIENDS",
                "NOT_MISSING",
                "TEENAGER",
                "FREQUENT",
                "SEARCH_FIRST",
            ]);
            entry.give("refusal_reason", &why)?;
            let asked = self.pick(&[("Y", 35), ("N", 65)]);
            entry.give("safe_place_evidence_asked", asked)?;
            let told = self.pick(&[("Y", 58), ("N", 42)]);
            entry.give("sw_told_of_decision", told)?;
            let challenged = self.pick(&[("Y", 30), ("N", 70)]);
            entry.give("refusal_challenged", challenged)?;
            if challenged == "Y" {
                let result = if outcome == "OPENED_LATER" { "OPENED" } else { "UPHELD" };
                entry.give("refusal_challenge_result", result)?;
            }
        }
        if matches!(outcome, "MISSING_OPENED" | "OPENED_LATER") {
            let reference = format!("EXAMPLE{:06}", self.seeded.below(1_000_000));
            entry.give("merlin_ref", &reference)?;
            let level = self.pick(&[("MED", 60), ("HIGH", 22), ("LOW", 14), ("VLOW", 4)]);
            entry.give("risk_level_police", level)?;
        }
        let wanted = self.pick(&[("N", 95), ("Y", 5)]);
        entry.give("wanted_flag", wanted)?;
        if wanted == "Y" {
            let effect = self.pick(&[("NONE", 60), ("REDUCED", 40)]);
            entry.give("wanted_effect", effect)?;
        }
        // The Assembly's report: one missing child in ten gets a TextSafe message (page 28).
        if self.seeded.chance(30, 100) {
            let asked = self.pick(&[("Y", 35), ("N", 65)]);
            entry.give("textsafe_requested", asked)?;
            if asked == "Y" {
                let wait = self.minutes(30, 5 * HOUR);
                let sent = five((reported + wait).min(until)).max(reported);
                entry.give("textsafe_sent_at", &self.at(sent))?;
                let answered = self.pick(&[("Y", 25), ("N", 75)]);
                entry.give("textsafe_contact", answered)?;
            }
        }
        Ok(())
    }

    fn meeting(&mut self, entry: &mut Entry<'s>, start: DateTime<Utc>) -> Result<(), ApiError> {
        let state =
            self.pick(&[("HELD", 45), ("NOT_NEEDED", 35), ("CANCELLED", 8), ("NOT_CONVENED", 12)]);
        entry.give("strategy_meeting", state)?;
        if state == "NOT_NEEDED" {
            return Ok(());
        }
        let why = self.one_or_two(&["FREQ", "RISK", "EXPLOIT", "LONG"]);
        entry.give("meeting_trigger", &why)?;
        if state == "HELD" {
            let wait = self.minutes(12 * HOUR, 6 * 24 * HOUR);
            let held = five(self.past(start, wait));
            entry.give("strategy_meeting_at", &self.at(held))?;
            let came = self.pick(&[("HOME", 65), ("INVITED_NO", 23), ("NOT_INVITED", 12)]);
            entry.give("police_attend", came)?;
        } else {
            let why = self.pick(&[("NO_POLICE", 40), ("CHILD_BACK", 40), ("NO_CONF", 20)]);
            entry.give("meeting_cancel_reason", why)?;
        }
        Ok(())
    }

    fn home_again(&mut self, entry: &mut Entry<'s>) -> Result<(), ApiError> {
        let to = self.pick(&[("SAME", 90), ("OTHER_PARENT", 5), ("NEW_PLACE", 5)]);
        entry.give("returned_to", to)?;
        let how = self.pick(&[("WELL", 52), ("TIRED", 24), ("WITHDRAWN", 14), ("DISTRESS", 10)]);
        entry.give("condition_return", how)?;
        if self.seeded.chance(45, 100) {
            let area = self.pick(&[
                ("SAME_BORO", 38),
                ("ADJ_BORO", 26),
                ("LONDON", 22),
                ("HOME_COUNTIES", 8),
                ("COUNTY_TOWN", 6),
            ]);
            entry.give("area_travelled", area)?;
            let stayed =
                self.one_or_two(&["FRIEND", "FAMILY", "PARTNER", "OUTSIDE", "TRANSPORT", "SHOP"]);
            entry.give("stayed_where", &stayed)?;
            let with = self.pick(&[
                ("FRIEND", 42),
                ("ALONE", 24),
                ("RELATIVE", 12),
                ("OLDER_PEER", 14),
                ("MISSING_PEER", 8),
            ]);
            entry.give("with_whom", with)?;
            let travel = self.one_or_two(&["WALK", "BUS", "TUBE", "TRAIN"]);
            entry.give("travel", &travel)?;
        }
        Ok(())
    }

    /// What an account of a police interview holds beyond the six things that are reviewed.
    pub(crate) fn beyond_the_review(
        &mut self,
        entry: &mut Entry<'s>,
        held: DateTime<Utc>,
        disclosure: &str,
    ) -> Result<(), ApiError> {
        let source = self.pick(&[("MERLIN", 70), ("POLICE", 15), ("CARER", 10), ("CHILD", 5)]);
        entry.give("ppi_source", source)?;
        if disclosure != "NONE" {
            entry.give("ppi_harms", "1")?;
            let harm = self.pick(&[("THREAT", 30), ("ROUGH", 30), ("GROOM", 20), ("ASSLT", 20)]);
            entry.give_in(1, "ppi_harm", harm)?;
            entry.give_in(1, "ppi_harm_evidence", "DISCLOSED")?;
        }
        if self.seeded.chance(45, 100) {
            let same = self.pick(&[("FIRST", 45), ("N", 40), ("Y", 15)]);
            entry.give("ppi_same_officer", same)?;
            let joint = self.pick(&[("N", 85), ("Y", 15)]);
            entry.give("ppi_with_sw", joint)?;
        }
        if self.seeded.chance(50, 100) {
            let wait = self.minutes(HOUR, 40 * HOUR);
            let shared = five(self.past(held, wait)).max(held);
            entry.give("ppi_shared_with_la_at", &self.at(shared))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::PLACEMENTS;

    /// Rule 371 of the sector's checks on SSDA903.
    #[test]
    fn supported_accommodation_is_for_children_of_16_and_17() {
        assert!(PLACEMENTS.iter().all(|(kind, from)| *kind != "K3" || *from == 16));
    }
}
