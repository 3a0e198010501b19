//! A child across episodes: last time's answers, one conversation about several episodes, the
//! chronology, the pages beside the child and the child's copy.

use homeward_app::api::child_copy::ChildCopyAsk;
use homeward_app::api::fault::Kind;
use homeward_app::api::look::{Look, Theme};
use homeward_app::asks::{ChooseChild, InSection, OneRow, OneRowGroup, SaveReport};

use crate::world::{PASSPHRASE, World, find};

impl World {
    /// Another return of a child who is here already.
    fn return_again(&self, child: &str, missing: &str, back: &str) -> String {
        let draft = self.homeward.start_return(None).unwrap();
        let ask = ChooseChild { episode: draft.episode.clone(), child: child.into() };
        self.homeward.choose_child(ask).unwrap();
        self.give(&draft.episode, "missing_from_at", missing);
        self.give(&draft.episode, "episode_status", "RETURNED");
        self.give(&draft.episode, "returned_at", back);
        self.homeward.finish_return(draft.episode.clone()).unwrap();
        draft.episode
    }

    fn page_of(&self, record: &str, section: &str) -> homeward_app::api::record::PageView {
        let ask = InSection { record: record.into(), section: section.into() };
        self.homeward.page(ask).unwrap()
    }

    fn section_of(&self, record: &str, question: &str) -> String {
        let view = self.homeward.record(record.into()).unwrap();
        let sections = view.tasks.into_iter().map(|task| task.section);
        sections
            .into_iter()
            .find(|section| {
                let page = self.page_of(record, section);
                page.questions.iter().chain(&page.more).any(|q| q.question == question)
            })
            .unwrap()
    }
}

#[test]
fn last_time_is_shown_and_brought_over_only_on_request() {
    let world = World::worker();
    let (child, first) = world.add_return();
    let before = world.conversation(&first);
    world.write_up(&before);
    let second = world.return_again(&child, "5 3 2026\n1am", "5 3 2026\n9am");
    let now = world.conversation(&second);
    world.give(&now, "rhi_offer", "OFFERED");
    world.give(&now, "rhi_outcome", "COMPLETED");

    let section = world.section_of(&now, "rhi_provider");
    let page = world.page_of(&now, &section);
    let provider = find(&page, "rhi_provider");
    let last = provider.last.as_ref().unwrap();
    assert!(last.said.starts_with("Last time (2 March 2026): "), "{}", last.said);
    assert!(last.can_carry);
    assert_eq!(provider.raw, "", "nothing is brought over by itself");
    assert!(page.carry.as_ref().unwrap().count >= 1);

    let ask = OneRowGroup { record: now.clone(), question: "rhi_provider".into() };
    let page = world.homeward.carry(ask.clone()).unwrap();
    let provider = find(&page, "rhi_provider");
    assert_eq!(provider.raw, "LA_TEAM");
    assert!(!provider.last.as_ref().unwrap().can_carry, "an answer is never written over");
    assert_eq!(world.homeward.carry(ask).unwrap_err().kind, Kind::Refused);
}

#[test]
fn the_first_conversation_has_no_last_time() {
    let world = World::worker();
    let (_, episode) = world.add_return();
    let record = world.conversation(&episode);
    world.write_up(&record);
    let section = world.section_of(&record, "rhi_provider");
    let page = world.page_of(&record, &section);
    assert!(page.carry.is_none());
    assert!(page.questions.iter().all(|question| question.last.is_none()));
    let ask = InSection { record, section };
    assert_eq!(world.homeward.carry_page(ask).unwrap_err().kind, Kind::Refused);
}

#[test]
fn one_conversation_may_be_about_several_episodes_and_each_counts_as_talked_about() {
    let world = World::worker();
    let (child, _) = world.add_return();
    let second = world.return_again(&child, "5 3 2026\n1am", "5 3 2026\n9am");
    let record = world.conversation(&second);
    let view = world.homeward.record(record.clone()).unwrap();
    assert_eq!(view.about.len(), 1);
    let also = view.actions.iter().find(|a| a.label.starts_with("Also about: ")).unwrap();
    world.homeward.act(also.path.clone()).unwrap();

    let view = world.homeward.record(record.clone()).unwrap();
    assert_eq!(view.about.len(), 2);
    assert!(view.about[0].contains("5 March"), "the newest stands first: {:?}", view.about);
    world.write_up(&record);
    let work = world.homeward.my_work().unwrap();
    assert!(work.rows.iter().all(|row| row.what != "Return conversation" || row.record == record));

    let not = view.actions.iter().rfind(|a| a.label.starts_with("Not about: ")).unwrap();
    world.homeward.act(not.path.clone()).unwrap();
    let view = world.homeward.record(record.clone()).unwrap();
    assert_eq!(view.about.len(), 1);
    let refused = world.homeward.act(not.path.replace("not-about", "also-about")).map(|_| ());
    assert!(refused.is_ok(), "what was taken off can be put back");
}

#[test]
fn a_conversation_is_never_about_another_child_and_never_about_nothing() {
    let world = World::worker();
    let (_, episode) = world.add_return();
    let record = world.conversation(&episode);
    let draft = world.homeward.start_return(None).unwrap();
    world.give(&draft.child, "forename", "Other");
    world.give(&draft.episode, "missing_from_at", "today\n1am");
    world.homeward.finish_return(draft.episode.clone()).unwrap();
    for act in [
        format!("do:also-about/{record}/{}", draft.episode),
        format!("do:not-about/{record}/{episode}"),
        format!("do:reopen/{record}/{episode}"),
    ] {
        assert_eq!(world.homeward.act(act.clone()).unwrap_err().kind, Kind::Refused, "{act}");
    }
    assert_eq!(world.homeward.record(record).unwrap().about.len(), 1);
}

#[test]
fn a_row_that_was_taken_away_comes_back_with_its_answers() {
    let world = World::worker();
    let (_, episode) = world.add_return();
    let record = world.conversation(&episode);
    world.give(&record, "rhi_offer", "OFFERED");
    world.give(&record, "rhi_outcome", "COMPLETED");
    let first = world.row(&record, "reasons", &[("reason", "H01")]);
    let second = world.row(&record, "reasons", &[("reason", "H02")]);
    let row = |item| OneRow { record: record.clone(), question: "reasons".into(), item };
    world.homeward.remove_row(row(first)).unwrap();
    let page = world.homeward.restore_row(row(first)).unwrap();
    let rows = &find(&page, "reasons").rows.as_ref().unwrap().rows;
    let told: Vec<(u32, &str)> =
        rows.iter().map(|row| (row.item, row.questions[0].raw.as_str())).collect();
    assert_eq!(told, [(first, "H01"), (second, "H02")]);
    let page = world.homeward.restore_row(row(99)).unwrap();
    assert_eq!(find(&page, "reasons").rows.as_ref().unwrap().rows.len(), 2);
}

#[test]
fn the_chronology_tells_what_happened_the_newest_first_and_sets_reasons_side_by_side() {
    let world = World::worker();
    let (child, first) = world.add_return();
    let one = world.conversation(&first);
    world.write_up(&one);
    let second = world.return_again(&child, "5 3 2026\n1am", "5 3 2026\n9am");
    let other = world.conversation(&second);
    world.write_up(&other);
    world.row(&other, "reasons", &[("reason", "H02"), ("reason_main", "Y")]);

    let view = world.homeward.chronology(child).unwrap();
    assert_eq!(view.summary, "2 episodes since 2 March 2026");
    let titles: Vec<&str> = view.events.iter().map(|event| event.title.as_str()).collect();
    assert_eq!(titles.iter().filter(|title| **title == "Went missing").count(), 2);
    assert_eq!(titles.last(), Some(&"Went missing"), "{titles:?}");
    assert_eq!(view.reasons.columns.len(), 2);
    let rows: Vec<_> = view.reasons.groups.iter().flat_map(|group| &group.rows).collect();
    assert!(rows.iter().all(|row| row.marks.len() == 2));
    let argued = rows.iter().find(|row| row.marks.iter().all(|mark| !mark.is_empty())).unwrap();
    assert!(argued.label.contains("rgument"), "{}", argued.label);
    assert!(rows.iter().any(|row| row.marks[0].is_empty() && row.marks[1] == "Main reason"));
    let push = view.reasons.groups.first().unwrap();
    assert_eq!(push.title, "What pushed them away");
}

#[test]
fn the_pages_beside_the_child_answer_the_same_questions_in_plain_words() {
    let world = World::worker();
    let (_, episode) = world.add_return();
    let record = world.conversation(&episode);
    let view = world.homeward.with_you(record.clone()).unwrap();
    assert!(view.pages.len() >= 5, "{}", view.pages.len());
    assert!(view.open && view.welcome.iter().any(|line| line.contains("stop")));
    for page in &view.pages {
        assert!(page.ask.chars().count() <= 120, "{}", page.ask);
        assert_ne!(page.question.kind, homeward_app::api::record::Kind::Rows);
        let said: Vec<&str> = page.question.absences.iter().map(|one| one.label.as_str()).collect();
        assert!(said.iter().all(|one| one.starts_with("I ")), "{said:?}");
    }
    // What the child wrote before the worker recorded the outcome is there once that is done.
    let words = "\u{202e}Ich war bei Oma 😊 <b>";
    world.give(&record, "child_words", words);
    world.write_up_but_words(&record);
    let section = world.section_of(&record, "child_words");
    assert_eq!(find(&world.page_of(&record, &section), "child_words").raw, words);
    let support = world.homeward.act(format!("do:start-support/{record}")).unwrap();
    let support = support.strip_prefix("record/").unwrap().to_owned();
    assert_eq!(world.homeward.with_you(support).unwrap_err().kind, Kind::Refused);
}

impl World {
    fn write_up_but_words(&self, record: &str) {
        self.give(record, "rhi_offer", "OFFERED");
        self.give(record, "rhi_outcome", "COMPLETED");
    }
}

#[test]
fn the_childs_copy_holds_what_the_child_said_and_was_promised_and_is_audited() {
    let world = World::worker();
    let (_, episode) = world.add_return();
    let record = world.conversation(&episode);
    world.write_up(&record);
    let support = world.homeward.act(format!("do:start-support/{record}")).unwrap();
    let support = support.strip_prefix("record/").unwrap().to_owned();
    world.row(&support, "promises", &[("promise_what", "Ask about the bus pass")]);

    let form = world.homeward.child_copy_form(record.clone()).unwrap();
    assert!(!form.warnings.is_empty());
    let ask = |talked_about, passphrase: &str| ChildCopyAsk {
        record: record.clone(),
        talked_about,
        passphrase: passphrase.into(),
    };
    for (refused, kind) in [
        (ask(false, PASSPHRASE), Kind::Problem),
        (ask(true, "not the passphrase"), Kind::Passphrase),
    ] {
        assert_eq!(world.homeward.child_copy(refused).unwrap_err().kind, kind);
    }
    let copy = world.homeward.child_copy(ask(true, PASSPHRASE)).unwrap();
    assert!(copy.text.contains("I just needed it to be quiet for a bit."));
    assert!(copy.text.contains("Ask about the bus pass"));
    assert!(copy.text.contains("116 000"));
    // The worker's account is not the child's, and the child's name is not on paper that may be found.
    assert!(!copy.text.contains("They stayed with a friend"));
    assert!(!copy.text.contains("Child 12"));
    assert!(!copy.html.contains("<script"));
    let path = world.path("copy.html").display().to_string();
    world.homeward.save_report(SaveReport { path, html: copy.html }).unwrap();
}

#[test]
fn a_home_that_may_not_be_safe_is_said_before_paper_goes_there() {
    let world = World::worker();
    let (_, episode) = world.add_return();
    let record = world.conversation(&episode);
    world.write_up(&record);
    assert!(!world.homeward.child_copy_form(record.clone()).unwrap().home_may_not_be_safe);
    world.give(&record, "home_risk_found", "Y");
    let form = world.homeward.child_copy_form(record).unwrap();
    assert!(form.home_may_not_be_safe);
    assert!(form.warnings[0].contains("may not be safe"));
}

#[test]
fn abuse_at_home_among_the_reasons_or_a_risk_there_among_the_harms_is_a_home_that_may_not_be_safe()
{
    for (group, column, code) in [("reasons", "reason", "H03"), ("harms", "harm", "HOME_RISK")] {
        let world = World::worker();
        let (_, episode) = world.add_return();
        let record = world.conversation(&episode);
        world.write_up(&record);
        assert!(!world.homeward.child_copy_form(record.clone()).unwrap().home_may_not_be_safe);
        world.row(&record, group, &[(column, code)]);
        assert!(world.homeward.child_copy_form(record).unwrap().home_may_not_be_safe, "{code}");
    }
}

#[test]
fn a_copy_for_the_child_names_who_was_told_and_not_nobody() {
    let world = World::worker();
    let (_, episode) = world.add_return();
    let record = world.conversation(&episode);
    world.write_up(&record);
    let copy = || {
        let ask = ChildCopyAsk {
            record: record.clone(),
            talked_about: true,
            passphrase: PASSPHRASE.into(),
        };
        world.homeward.child_copy(ask).unwrap().text
    };
    world.row(&record, "info_shared", &[("info_shared_with", "NONE")]);
    assert!(!copy().contains("I also told"));
    world.row(&record, "info_shared", &[("info_shared_with", "SCHOOL")]);
    assert!(copy().contains("I also told: School"));
}

#[test]
fn the_display_is_kept_for_the_person_and_only_known_sizes_are() {
    let mut world = World::worker();
    assert_eq!(world.homeward.look().unwrap(), Look { text: 100, theme: Theme::System });
    let chosen = Look { text: 200, theme: Theme::Dark };
    world.homeward.set_look(chosen).unwrap();
    let odd = Look { text: 17, theme: Theme::Light };
    assert_eq!(world.homeward.set_look(odd).unwrap_err().kind, Kind::Problem);
    world.restart();
    assert_eq!(world.homeward.look().unwrap_err().kind, Kind::Locked);
    world.unlock().unwrap();
    assert_eq!(world.homeward.look().unwrap(), chosen);
}

#[test]
fn a_child_has_one_ethnic_group_with_what_it_was_before_and_a_flag_where_the_police_differ() {
    let world = World::worker();
    let (child, _) = world.add_return();
    for (group, source) in [("WBRI", "CMS"), ("MWBC", "PARENT"), ("BCRB", "CHILD")] {
        world.give(&child, "ethnicity", group);
        world.give(&child, "ethnicity_source", source);
    }
    let facts = world.homeward.child(child.clone()).unwrap().facts;
    let groups: Vec<&str> = facts
        .iter()
        .filter(|line| line.label.starts_with("Ethnic group"))
        .map(|line| line.label.as_str())
        .collect();
    assert_eq!(groups[0], "Ethnic group");
    assert_eq!(groups.len(), 3, "one group now, and two before it: {groups:?}");
    let flag = |world: &World| {
        let derived = world.homeward.record(child.clone()).unwrap().derived;
        derived.into_iter().map(|line| line.value).next()
    };
    assert_eq!(flag(&world), None, "nothing is known of the police record");
    world.give(&child, "ethnicity_police", "WBRI");
    assert_eq!(flag(&world).as_deref(), Some("Yes"));
    world.give(&child, "ethnicity_police", "BAFR");
    assert_eq!(flag(&world).as_deref(), Some("No"));
}
