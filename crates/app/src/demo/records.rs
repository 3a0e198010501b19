//! The records of an invented child: the child, and each episode with its police interview.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use homeward_casework::{Origin, RecordKind, ReviewState, derived, time};
use homeward_standard::{Absence, Moment, Question, Standard, Value};
use homeward_store::{Bind, Bound, Fault, Given, NewRecord, Put, Tx};
use homeward_vault::{Seeded, random_id};
use uuid::Uuid;

use super::around::Report;
use super::borough::weighted;
use super::calendar::Spell;
use super::cases::{Case, Live};
use super::stories::Stories;
use crate::api::ApiError;
use crate::import::entry::{Entry, typed};

/// A record, ready to be written.
pub(crate) struct Made<'s> {
    pub(crate) new: NewRecord,
    pub(crate) entry: Entry<'s>,
    /// The episodes that a conversation covers.
    pub(crate) covers: Vec<Uuid>,
    /// Answers that were changed later, in order: the question and the code.
    pub(crate) later: Vec<(&'s Question, String)>,
}

impl Made<'_> {
    /// Writes it.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn write(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        self.entry.write(tx, &self.new)?;
        for episode in &self.covers {
            tx.link_conversation_episode(self.new.id, *episode)?;
        }
        for (question, code) in &self.later {
            let json = Value::Choice(code.clone()).to_json().to_string();
            let bound = Bound::Text(code.clone());
            tx.put_answer(&Put {
                record: self.new.id,
                question: &question.id,
                item: None,
                raw: code,
                given: Given::Value(&json),
                bind: question.bind.as_deref().map(|name| Bind { name, bound }),
            })?;
            tx.close_answer(self.new.id, &question.id, None)?;
        }
        Ok(())
    }
}

/// One of the two people who hold conversations in a demo store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Worker {
    /// The person whose store it is.
    First,
    /// A colleague.
    Second,
}

impl Worker {
    pub(crate) fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }
}

/// What others took for the ethnic group of one child before the child was asked, and who.
const EARLIER: [(&str, &str); 4] =
    [("WBRI", "POLICE_SDE"), ("OOTH", "CMS"), ("MOTH", "CARER"), ("AOTH", "PARENT")];

/// To the five minutes before, as people write times down.
pub(crate) fn five(at: DateTime<Utc>) -> DateTime<Utc> {
    at - TimeDelta::seconds(at.timestamp().rem_euclid(300))
}

/// Makes records out of cases.
pub(crate) struct Maker<'s> {
    pub(crate) standard: &'s Standard,
    pub(crate) stories: &'s Stories,
    /// The authority of the child whose records are made, and the store's commission for it.
    pub(crate) authority: &'s str,
    pub(crate) commission: Uuid,
    pub(crate) now: DateTime<Utc>,
    pub(crate) today: NaiveDate,
    pub(crate) seeded: Seeded,
    /// How many conversations the child has had whose records are made.
    pub(crate) talked: u32,
    /// The number of the child with a long name, and own words from right to left.
    pub(crate) long: Option<u32>,
    /// The number of the child whose ethnic group was recorded five times, each time differently.
    pub(crate) five_times: Option<u32>,
}

/// The records of a child, by the person who writes them.
pub(crate) type CaseRecords<'s> = Vec<(Worker, Made<'s>)>;

impl<'s> Maker<'s> {
    /// Everything about one child.
    ///
    /// # Errors
    /// The standard no longer asks what is answered here: a fault in this program.
    pub(crate) fn records(&mut self, case: &Case) -> Result<CaseRecords<'s>, ApiError> {
        let child = random_id();
        self.talked = 0;
        let mut made = vec![(Worker::First, self.child(child, case)?)];
        let usual = if self.seeded.chance(65, 100) { Worker::First } else { Worker::Second };
        let mut waiting: Vec<(Uuid, Spell)> = Vec::new();
        for (at, spell) in case.spells.iter().enumerate() {
            let episode = random_id();
            // Sometimes only a day is known.
            let exact = !self.seeded.chance(5, 100);
            made.push((Worker::First, self.episode(episode, child, case, spell, None, exact)?));
            made.push((Worker::First, self.ppi(episode, child, spell)?));
            waiting.push((episode, *spell));
            let soon_again = case
                .spells
                .get(at + 1)
                .is_some_and(|next| next.start - spell.end < TimeDelta::hours(72));
            // One conversation covers several episodes when they follow on each other.
            if soon_again && waiting.len() < 3 && self.seeded.chance(50, 100) {
                continue;
            }
            let by = if self.seeded.chance(75, 100) { usual } else { usual.other() };
            let covers = std::mem::take(&mut waiting);
            for record in self.conversation(child, case, &covers, exact)? {
                made.push((by, record));
            }
        }
        if let Some((live, spell)) = case.live {
            self.live(child, case, live, spell, &mut made)?;
        }
        Ok(made)
    }

    /// The child and when it was missing, and nothing else.
    ///
    /// # Errors
    /// As for [`Maker::records`].
    pub(crate) fn bare_records(&mut self, case: &Case) -> Result<CaseRecords<'s>, ApiError> {
        let child = random_id();
        let entry = self.known_of(case)?;
        let kind = (child, RecordKind::Child);
        let mut made =
            vec![(Worker::First, self.made(kind, None, None, ReviewState::Draft, entry))];
        for spell in &case.spells {
            let mut entry = self.entry(RecordKind::Episode)?;
            entry.give("missing_from_at", &self.at(spell.start))?;
            entry.give("episode_status", "RETURNED")?;
            entry.give("returned_at", &self.at(spell.end))?;
            let kind = (random_id(), RecordKind::Episode);
            let episode = self.made(kind, Some(child), None, ReviewState::Draft, entry);
            made.push((Worker::First, episode));
        }
        Ok(made)
    }

    pub(crate) fn entry(&self, kind: RecordKind) -> Result<Entry<'s>, ApiError> {
        Entry::new(self.standard, kind, self.today)
    }

    /// The questions of a conversation as they were on a day. Those of financial years before this
    /// one were asked by the first version, as in a store that has been in use for a while.
    pub(crate) fn conversation_entry(&self, on: NaiveDate) -> Result<Entry<'s>, ApiError> {
        let kind = RecordKind::Conversation;
        let of_the_past = derived::financial_year(on) != derived::financial_year(self.today);
        match self.standard.set_version(kind.set_id(), 1).filter(|_| of_the_past) {
            Some(first) => Ok(Entry::under(self.standard, first, self.today)),
            None => self.entry(kind),
        }
    }

    pub(crate) fn made(
        &self,
        (id, kind): (Uuid, RecordKind),
        child: Option<Uuid>,
        of: Option<Uuid>,
        state: ReviewState,
        entry: Entry<'s>,
    ) -> Made<'s> {
        let new = NewRecord {
            id,
            kind,
            set_version: entry.set_version(),
            commission: self.commission,
            child,
            of,
            origin: Origin::Demo,
            state,
        };
        Made { new, entry, covers: Vec::new(), later: Vec::new() }
    }

    /// A time as a person writes it down.
    pub(crate) fn at(&self, at: DateTime<Utc>) -> String {
        typed(&Value::Moment(time::moment_at(at)))
    }

    /// A day as a person writes it down.
    pub(crate) fn day(&self, at: DateTime<Utc>) -> String {
        typed(&Value::Moment(Moment::day(time::date_at(at))))
    }

    /// A number of minutes between two, in steps of five.
    pub(crate) fn minutes(&mut self, from: i64, to: i64) -> TimeDelta {
        let steps = u64::try_from((to - from) / 5).unwrap_or(0);
        TimeDelta::minutes(from + 5 * i64::try_from(self.seeded.below(steps.max(1))).unwrap_or(0))
    }

    /// `time` after `start`, and not in the future.
    pub(crate) fn past(&self, start: DateTime<Utc>, time: TimeDelta) -> DateTime<Utc> {
        (start + time).min(self.now - TimeDelta::minutes(30)).max(start)
    }

    pub(crate) fn pick<T: Copy>(&mut self, items: &[(T, u64)]) -> T {
        weighted(&mut self.seeded, items)
    }

    /// Two different codes of a few, or one.
    pub(crate) fn one_or_two(&mut self, codes: &[&str]) -> String {
        let mut codes: Vec<&str> = codes.to_vec();
        self.seeded.shuffle(&mut codes);
        let many = 1 + usize::from(self.seeded.chance(40, 100));
        codes.truncate(many);
        codes.join(",")
    }

    /// Who the child is, and what figures are counted by.
    fn known_of(&self, case: &Case) -> Result<Entry<'s>, ApiError> {
        let child = &case.child;
        let mut entry = self.entry(RecordKind::Child)?;
        entry.give("forename", "Example")?;
        let long = self.long == Some(child.number);
        let more = if long { self.stories.long_surname.as_str() } else { "" };
        entry.give("surname", &format!("Child {}{more}", child.number))?;
        entry.give("date_of_birth", &typed(&Value::Date(case.born)))?;
        match Absence::from_code(&child.sex) {
            Some(absence) => entry.absent("sex", absence)?,
            None => entry.give("sex", &child.sex)?,
        }
        if let Some(gender) = &child.gender {
            entry.give("gender_identity", gender)?;
        }
        match Absence::from_code(&child.ethnicity) {
            Some(absence) => entry.absent("ethnicity", absence)?,
            None => entry.give("ethnicity", &child.ethnicity)?,
        }
        entry.give("care_status", child.care_status)?;
        Ok(entry)
    }

    fn child(&mut self, id: Uuid, case: &Case) -> Result<Made<'s>, ApiError> {
        let child = &case.child;
        let five_times = self.five_times == Some(child.number);
        let mut entry = if five_times {
            let mut first = case.clone();
            first.child.ethnicity = EARLIER[0].0.to_owned();
            self.known_of(&first)?
        } else {
            self.known_of(case)?
        };
        entry.give("child_local_id", &format!("EX{:06}", child.number))?;
        entry.give("responsible_la", self.authority)?;
        if five_times {
            entry.give("ethnicity_source", EARLIER[0].1)?;
        } else if Absence::from_code(&child.ethnicity).is_none() {
            let source = self.pick(&[("CHILD", 50), ("PARENT", 15), ("CMS", 30), ("CARER", 5)]);
            entry.give("ethnicity_source", source)?;
        }
        let language = self.pick(&[
            ("ENG", 88),
            ("ARA", 2),
            ("BEN", 2),
            ("SOM", 2),
            ("SQI", 2),
            ("POR", 2),
            ("TIR", 2),
        ]);
        entry.give("preferred_language", language)?;
        if language != "ENG" {
            let needed = self.pick(&[("Y", 40), ("N", 60)]);
            entry.give("interpreter_needed", needed)?;
        }
        let mut made = self.made((id, RecordKind::Child), None, None, ReviewState::Draft, entry);
        if five_times {
            made.later = self.ethnicities(&child.ethnicity)?;
        }
        Ok(made)
    }

    /// What was recorded after the first of five, up to what is recorded now.
    fn ethnicities(&self, now: &str) -> Result<Vec<(&'s Question, String)>, ApiError> {
        let question = |id: &str| {
            self.standard
                .set(RecordKind::Child.set_id())
                .and_then(|set| set.question(id))
                .ok_or_else(|| ApiError::fault(format!("The standard has no question “{id}”.")))
        };
        let (ethnicity, source) = (question("ethnicity")?, question("ethnicity_source")?);
        let earlier = EARLIER.get(1..).unwrap_or_default().iter().copied();
        Ok(earlier
            .chain([(now, "CHILD")])
            .flat_map(|(code, from)| [(ethnicity, code.to_owned()), (source, from.to_owned())])
            .collect())
    }

    pub(crate) fn episode(
        &mut self,
        id: Uuid,
        child: Uuid,
        case: &Case,
        spell: &Spell,
        live: Option<Live>,
        exact: bool,
    ) -> Result<Made<'s>, ApiError> {
        let in_care = case.child.in_care();
        let still_missing = matches!(live, Some(Live::Missing | Live::LongMissing));
        let mut entry = self.entry(RecordKind::Episode)?;
        entry.give("missing_from_at", &self.at(spell.start))?;
        entry.give("episode_status", if still_missing { "OPEN" } else { "RETURNED" })?;
        if !still_missing {
            let returned = if exact { self.at(spell.end) } else { self.day(spell.end) };
            entry.give("returned_at", &returned)?;
        }
        let told = self.minutes(30, 10 * 60);
        let told = self.past(spell.start, told);
        entry.give("la_notified_at", &self.at(told))?;
        let source = if in_care {
            self.pick(&[("PLACEMENT", 60), ("MERLIN", 30), ("EDT", 10)])
        } else {
            self.pick(&[("MERLIN", 65), ("PARENT", 20), ("SCHOOL", 10), ("SW", 5)])
        };
        entry.give("notification_source", source)?;
        if live.is_some() || self.seeded.chance(50, 100) {
            let text = self.seeded.pick(&self.stories.notifications);
            entry.give("notification_text", text.map_or("", String::as_str))?;
        }
        let away = in_care && self.seeded.chance(25, 100);
        let (kind, place) = match (in_care, away) {
            (true, true) => ("AWAY_AUTH", "PLACEMENT"),
            (true, false) => ("MISSING_CARE", "PLACEMENT"),
            (false, _) => ("MISSING_HOME", "HOME"),
        };
        entry.give("episode_type", kind)?;
        if in_care {
            entry.give("dfe_missing_type", if away { "A" } else { "M" })?;
        }
        let place = self.pick(&[(place, 80), ("SCHOOL", 12), ("ACTIVITY", 5), ("CONTACT", 3)]);
        entry.give("missing_from_place", place)?;
        let reported = live.is_some() || self.seeded.chance(93, 100);
        entry.give("reported_to_police", if reported { "Y" } else { "N" })?;
        let mut report = Report::None;
        if reported {
            let outcome = self.pick(&[
                ("MISSING_OPENED", 84),
                ("NOT_OPENED", 8),
                ("OPENED_LATER", 5),
                ("CONCERN", 3),
            ]);
            entry.give("police_report_outcome", outcome)?;
            report = Report::Made(outcome);
        }
        self.around(&mut entry, case, spell, (report, still_missing))?;
        if !still_missing {
            if exact && self.seeded.chance(55, 100) {
                // A child is often found some time before they are home.
                let length = (spell.end - spell.start).num_minutes();
                let before = self.minutes(0, length.min(180));
                entry.give("located_at", &self.at(spell.end - before))?;
            }
            let method = self.pick(&[
                ("OWN", 52),
                ("POLICE", 22),
                ("CARER", 10),
                ("FAMILY", 9),
                ("FRIEND", 4),
                ("SW", 3),
            ]);
            entry.give("return_method", method)?;
        }
        Ok(self.made((id, RecordKind::Episode), Some(child), None, ReviewState::Draft, entry))
    }

    pub(crate) fn ppi(
        &mut self,
        episode: Uuid,
        child: Uuid,
        spell: &Spell,
    ) -> Result<Made<'s>, ApiError> {
        let mut entry = self.entry(RecordKind::Ppi)?;
        match self.pick(&[("Y", 66), ("N", 22), ("UNKN", 12)]) {
            "Y" => self.ppi_held(&mut entry, spell)?,
            "N" => {
                entry.give("ppi_status", "N")?;
                let why = self.pick(&[
                    ("DECLINED", 25),
                    ("RESOURCE", 30),
                    ("NOT_SEEN", 20),
                    ("MISSING_AGAIN", 10),
                    ("PROF_VIEW", 15),
                ]);
                entry.give("ppi_not_done", why)?;
            }
            _ => entry.absent("ppi_status", Absence::Unkn)?,
        }
        let state = if self.seeded.chance(98, 100) {
            ReviewState::SignedOff
        } else {
            ReviewState::ReadyForReview
        };
        Ok(self.made((random_id(), RecordKind::Ppi), Some(child), Some(episode), state, entry))
    }

    fn ppi_engagement(&mut self, entry: &mut Entry<'s>) -> Result<(), ApiError> {
        let engagement =
            self.pick(&[("WILLING", 45), ("PARTIAL", 22), ("BRIEF", 22), ("UNWILLING", 11)]);
        entry.give("ppi_engagement", engagement)?;
        if engagement != "WILLING" {
            let why = self.one_or_two(&[
                "NO_TRUST_POLICE",
                "TROUBLE",
                "SNITCH",
                "NOT_MISSING",
                "REPEATED",
                "TIMING",
            ]);
            entry.give("ppi_nonengage_reason", &why)?;
        }
        Ok(())
    }

    fn ppi_held(&mut self, entry: &mut Entry<'s>, spell: &Spell) -> Result<(), ApiError> {
        entry.give("ppi_status", "Y")?;
        let after = if self.seeded.chance(72, 100) {
            self.minutes(30, 20 * 60)
        } else {
            self.minutes(25 * 60, 90 * 60)
        };
        let held = self.past(spell.end, after);
        entry.give("ppi_at", &self.at(held))?;
        let mode = self.pick(&[("F2F", 70), ("PHONE", 26), ("VIDEO", 4)]);
        entry.give("ppi_mode", mode)?;
        let seen = self.pick(&[
            ("CHILD_ALONE", 38),
            ("CHILD_CARER", 34),
            ("CHILD_SUPPORT", 8),
            ("PARENT_ONLY", 8),
            ("CARER_ONLY", 12),
        ]);
        entry.give("ppi_seen_who", seen)?;
        let spoken_to = seen.starts_with("CHILD");
        if spoken_to {
            self.ppi_engagement(entry)?;
        } else {
            entry.absent("ppi_engagement", Absence::Unkn)?;
        }
        let disclosure = if spoken_to {
            self.pick(&[("NONE", 66), ("SOME", 24), ("SIGNIFICANT", 10)])
        } else {
            "NONE"
        };
        entry.give("ppi_disclosure", disclosure)?;
        self.beyond_the_review(entry, held, disclosure)?;
        let outcome = match self.pick(&[(0, 24), (1, 40), (2, 36)]) {
            0 if disclosure == "NONE" => "NFA".to_owned(),
            0 | 1 => "MERLIN_SHARED".to_owned(),
            _ => self.one_or_two(&[
                "MASH",
                "INTEL",
                "PREV_PLAN",
                "STRAT",
                "REVISIT",
                "CRIME",
                "HEALTH",
            ]),
        };
        entry.give("ppi_outcome", &outcome)
    }
}
