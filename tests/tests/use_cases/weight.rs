//! How much a worker has to answer: three typical cases, recorded as the screen would, until check
//! answers has nothing left to say.
//!
//! What is counted is what is asked of everybody: each question of weight *core* that is shown, and
//! whatever else check answers wants. A row of a group counts as its answers. Rare questions, and
//! those that an answer only makes possible, are there when somebody needs them and do not count.

use homeward_standard::{Needed, Weight};

use crate::world::{World, all};

/// A record with what is typed into it.
struct Typing<'w> {
    world: &'w World,
    record: String,
    set: &'static str,
    /// What is answered, by question. A question that is not here is not expected to be asked.
    answers: &'w [(&'static str, &'static str)],
    /// The rows of each group, with their answers.
    rows: &'w [(&'static str, &'w [(&'static str, &'static str)])],
    /// Which questions took an answer.
    given: Vec<String>,
    /// Which groups have their rows. Adding a row is a click and no answer.
    groups: Vec<String>,
}

impl<'w> Typing<'w> {
    fn new(
        world: &'w World,
        (set, record): (&'static str, &str),
        answers: &'w [(&'static str, &'static str)],
        rows: &'w [(&'static str, &'w [(&'static str, &'static str)])],
    ) -> Self {
        Self {
            world,
            record: record.to_owned(),
            set,
            answers,
            rows,
            given: Vec::new(),
            groups: Vec::new(),
        }
    }

    /// Whether a question is one that everybody answers.
    fn counts(&self, question: &str) -> bool {
        let set = self.world.homeward.standard().set(self.set).unwrap();
        let question = set.question(question).unwrap();
        question.weight == Weight::Core || question.needed == Needed::AtCheck
    }

    fn answer_to(&self, question: &str) -> &'static str {
        let found = self.answers.iter().find(|(known, _)| *known == question);
        found.unwrap_or_else(|| panic!("the case has no answer to {}.{question}", self.set)).1
    }

    /// Walks the pages of the record, in order, over and over, answering what is asked, until
    /// nothing more comes up. Gives the number of answers.
    fn fill(mut self) -> usize {
        loop {
            let before = self.given.len();
            let view = self.world.homeward.record(self.record.clone()).unwrap();
            for task in view.tasks {
                self.fill_page(&task.section);
            }
            if self.given.len() == before {
                break;
            }
        }
        let check = self.world.homeward.check_answers(self.record.clone()).unwrap();
        let left: Vec<&str> = check.problems.iter().map(|p| p.sentence.as_str()).collect();
        assert_eq!(left, [""; 0], "{} asks for more", self.set);
        self.given.len()
    }

    fn fill_page(&mut self, section: &str) {
        let ask = homeward_app::asks::InSection {
            record: self.record.clone(),
            section: section.to_owned(),
        };
        let Ok(page) = self.world.homeward.page(ask) else { return };
        let open: Vec<(String, bool)> = all(&page)
            .into_iter()
            .filter(|view| view.item == 0 && view.raw.is_empty() && view.absence.is_none())
            .map(|view| (view.question.clone(), view.rows.is_some()))
            .collect();
        for (question, is_group) in open {
            let done = self.given.contains(&question) || self.groups.contains(&question);
            if done || !self.counts(&question) {
                continue;
            }
            if is_group {
                self.fill_rows(&question);
            } else {
                let raw = self.answer_to(&question);
                let saved = self.world.give(&self.record, &question, raw);
                self.given.push(question.clone());
                let view = all(&saved.page).into_iter().find(|view| view.question == question);
                assert_eq!(view.and_then(|view| view.problem.clone()), None, "{question}");
            }
        }
    }

    fn fill_rows(&mut self, group: &str) {
        let rows = self.rows.iter().filter(|(of, _)| *of == group);
        let before = self.given.len();
        for (_, answers) in rows {
            self.world.row(&self.record, group, answers);
            for (column, _) in *answers {
                assert!(self.counts(column), "{column} need not be answered");
                self.given.push((*column).to_owned());
            }
        }
        assert!(self.given.len() > before, "the case has no row for {}.{group}", self.set);
        self.groups.push(group.to_owned());
    }
}

const CHILD: &[(&str, &str)] = &[
    ("forename", "Example"),
    ("surname", "Child 12"),
    ("date_of_birth", "12 3 2010"),
    ("child_local_id", "EX000012"),
    ("responsible_la", "E09000012"),
    ("sex", "F"),
    ("ethnicity", "BCRB"),
    ("ethnicity_source", "CHILD"),
    ("care_status", "CIN"),
];

const EPISODE: &[(&str, &str)] = &[
    ("missing_from_at", "2 3 2026\n10pm"),
    ("episode_status", "RETURNED"),
    ("returned_at", "4 3 2026\n9.15pm"),
    ("la_notified_at", "3 3 2026\n9am"),
    ("notification_source", "MERLIN"),
    ("episode_type", "MISSING_HOME"),
    ("reported_to_police", "Y"),
    ("return_method", "OWN"),
];

const HELD: &[(&str, &str)] = &[
    ("rhi_offer", "OFFERED"),
    ("rhi_offered_at", "5 3 2026\n10am"),
    ("rhi_outcome", "COMPLETED"),
    ("rhi_provider", "LA_TEAM"),
    ("rhi_started_at", "5 3 2026\n11am"),
    ("rhi_mode", "F2F"),
    ("rhi_seen_who", "CHILD_ALONE"),
    ("privacy_explained", "Y"),
    ("rhi_engagement", "WILLING"),
    ("what_happened", "They stayed with a friend and came back by bus."),
    ("child_view_missing", "OUT"),
    ("rhi_disclosure", "SOME"),
    ("protective", "FRIENDS"),
    ("safety_info_given", "Y"),
    ("wants_feedback", "N"),
];

const HELD_ROWS: &[(&str, &[(&str, &str)])] =
    &[("reasons", &[("reason", "H01"), ("reason_view", "CHILD")]), ("harms", &[("harm", "NONE")])];

/// Adds the return of a child who is not here yet, and answers everything about both.
fn new_child_and_episode(world: &World) -> (usize, String) {
    let draft = world.homeward.start_return(None).unwrap();
    let child = Typing::new(world, ("child", &draft.child), CHILD, &[]).fill();
    let episode = Typing::new(world, ("episode", &draft.episode), EPISODE, &[]).fill();
    world.homeward.finish_return(draft.episode.clone()).unwrap();
    (child + episode, draft.episode)
}

#[test]
fn a_usual_completed_return_takes_at_most_45_answers() {
    let world = World::worker();
    let (before, episode) = new_child_and_episode(&world);
    let conversation = world.conversation(&episode);
    let held = Typing::new(&world, ("rhi", &conversation), HELD, HELD_ROWS).fill();
    let path = world.homeward.act(format!("do:start-support/{conversation}")).unwrap();
    let support = path.strip_prefix("record/").unwrap();
    let support =
        Typing::new(&world, ("support", support), &[("support_plan_made", "Y")], &[]).fill();
    let answers = before + held + support;
    assert!(answers <= 45, "{before} for child and episode, {held} held, {support} support");
    // Far fewer would mean that this test no longer sees what is asked.
    assert!(answers >= 30, "{answers}");
    world.homeward.mark_ready(conversation).unwrap();
}

#[test]
fn a_conversation_that_was_declined_takes_at_most_12_answers() {
    let world = World::worker();
    let (_, episode) = world.add_return();
    let record = world.conversation(&episode);
    let said_no = [
        ("rhi_offer", "OFFERED"),
        ("rhi_offered_at", "5 3 2026\n10am"),
        ("rhi_outcome", "DECLINED"),
        ("rhi_provider", "LA_TEAM"),
        ("rhi_declined_by", "CHILD"),
        ("carer_info_taken", "Y"),
        ("carer_view", "They had argued about the phone."),
        ("nonengage_reason", "REPEATED"),
    ];
    let answers = Typing::new(&world, ("rhi", &record), &said_no, &[]).fill();
    assert!((6..=12).contains(&answers), "{answers}");
    world.homeward.mark_ready(record).unwrap();
}

#[test]
fn a_police_interview_at_second_hand_takes_at_most_15_answers() {
    let world = World::worker();
    let (_, episode) = world.add_return();
    let path = world.homeward.act(format!("do:start-ppi/{episode}")).unwrap();
    let record = path.strip_prefix("record/").unwrap().to_owned();
    let told = [
        ("ppi_status", "Y"),
        ("ppi_at", "5 3 2026\n9am"),
        ("ppi_mode", "PHONE"),
        ("ppi_seen_who", "CHILD_CARER"),
        ("ppi_engagement", "BRIEF"),
        ("ppi_disclosure", "NONE"),
        ("ppi_outcome", "MERLIN_SHARED"),
    ];
    let answers = Typing::new(&world, ("ppi", &record), &told, &[]).fill();
    assert!((6..=15).contains(&answers), "{answers}");
    world.homeward.mark_ready(record).unwrap();
}
