//! Two versions of the questions, a borough's own files, and records and answers that are older or newer than they.

use homeward_app::api::door::StandardNotice;
use homeward_app::api::record::{CheckView, PageView, RecordView};
use homeward_app::asks::InSection;
use homeward_standard::{SchemaFile, Standard, freeze, list_version};
use homeward_vault::sha256_hex;
use serde_json::{Value as Json, json};

use super::world::{World, all, find};

/// A version of a borough's own, far from those of London.
const OWN: u32 = 101;

/// The folder of a borough's own files, beside the store of [`World`].
const FOLDER: &str = "store.homeward.standard";

/// A borough's own return conversation, published: one question in other words, one less, one more, and one more way
/// of talking with these codes.
struct Own {
    files: Vec<SchemaFile>,
}

impl Own {
    fn new(codes: &[(&str, &str)]) -> Self {
        let built_in = Standard::load(&Standard::built_in_files(), &sha256_hex).unwrap();
        let newest = built_in.newest("rhi").unwrap();
        let (v, before) = (newest.version, newest.question("rhi_mode").unwrap().list.clone());
        let before = before.unwrap();
        let list = format!("mode.v{}", list_version(&before).1 + 1);
        let source = json!([{ "document": "Made for a test" }]);
        let mut own = Self { files: Vec::new() };
        let added: Vec<Json> =
            codes.iter().map(|(code, label)| json!({ "code": code, "label": label })).collect();
        let extended = json!({
            "id": list, "title": "How it was held", "status": "published", "source": source,
            "extends": before, "codes": added,
        });
        own.put(&format!("codelists/{list}.json"), &extended);

        let mut set = built_in_json(&format!("question-sets/rhi.v{v}.json"));
        set["version"] = json!(OWN);
        set["status"] = json!("published");
        *question(&mut set, "rhi_mode").0.get_mut("list").unwrap() = json!(list);
        question(&mut set, "rhi_outcome").0["label"] = json!("How did it end?");
        let (_, section) = question(&mut set, "privacy_explained");
        set["sections"][section]["questions"]
            .as_array_mut()
            .unwrap()
            .retain(|one| one["id"] != "privacy_explained");
        set["sections"][section]["questions"].as_array_mut().unwrap().push(json!({
            "id": "knew_who_came", "kind": "text", "label": "Who told them who would come?",
            "weight": "core", "stage": "write_up", "source": source,
            "disclosure": { "class": "drop" },
        }));
        own.put(&format!("question-sets/rhi.v{OWN}.json"), &set);

        let counts_as: serde_json::Map<String, Json> =
            codes.iter().map(|(code, _)| ((*code).to_owned(), json!("F2F"))).collect();
        let map = json!({
            "id": format!("rhi.v{v}-v{OWN}"), "title": "Our own", "status": "draft",
            "source": source, "set": "rhi", "from": v, "to": OWN,
            "questions": [
                { "question": "rhi_mode", "is": "list_extended", "codes": counts_as },
                { "question": "rhi_outcome", "is": "reworded" },
                { "question": "privacy_explained", "is": "retired", "newer_records": "NAPP" },
                { "question": "knew_who_came", "is": "added", "older_records": "NASK" },
            ],
        });
        own.put(&format!("mappings/rhi.v{v}-v{OWN}.json"), &map);
        own.publish();
        own
    }

    fn put(&mut self, path: &str, json: &Json) {
        self.files.retain(|file| file.path != path);
        self.files.push(SchemaFile { path: path.into(), text: json.to_string() });
    }

    /// Publishes the lists below as well, as they are once London has published them, and freezes everything.
    fn publish(&mut self) {
        let lists = Standard::built_in_files()
            .into_iter()
            .filter(|file| file.path.starts_with("codelists/") && !file.path.contains("ladders"));
        for file in lists {
            let mut json: Json = serde_json::from_str(&file.text).unwrap();
            if json["status"] == "draft" {
                json["status"] = json!("published");
                self.put(&file.path, &json);
            }
        }
        let mut whole = Standard::built_in_files();
        whole.retain(|file| self.files.iter().all(|own| own.path != file.path));
        whole.extend(self.files.iter().cloned());
        let frozen = freeze(&whole, &sha256_hex).unwrap_or_else(|faults| panic!("{faults:#?}"));
        self.files.push(frozen.hashes);
    }

    /// Puts the files beside the store, where they are found at the next start.
    fn lay_beside(&self, world: &World) {
        for file in &self.files {
            let place = world.path(FOLDER).join(&file.path);
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            std::fs::write(place, &file.text).unwrap();
        }
    }
}

fn built_in_json(path: &str) -> Json {
    let file = Standard::built_in_files().into_iter().find(|file| file.path == path).unwrap();
    serde_json::from_str(&file.text).unwrap()
}

/// A question in the JSON of a set, and the number of its section.
fn question<'a>(set: &'a mut Json, id: &str) -> (&'a mut Json, usize) {
    let sections = set["sections"].as_array_mut().unwrap();
    sections
        .iter_mut()
        .enumerate()
        .find_map(|(at, section)| {
            let questions = section["questions"].as_array_mut().unwrap();
            Some((questions.iter_mut().find(|question| question["id"] == id)?, at))
        })
        .unwrap()
}

impl World {
    fn page(&self, record: &str, section: &str) -> PageView {
        let ask = InSection { record: record.into(), section: section.into() };
        self.homeward.page(ask).unwrap()
    }

    fn view(&self, record: &str) -> RecordView {
        self.homeward.record(record.into()).unwrap()
    }

    fn check(&self, record: &str) -> CheckView {
        self.homeward.check_answers(record.into()).unwrap()
    }

    /// Every page of a record.
    fn pages(&self, record: &str) -> Vec<PageView> {
        let sections = self.view(record).tasks;
        sections.iter().map(|task| self.page(record, &task.section)).collect()
    }

    /// The page on which a question stands.
    fn page_with(&self, record: &str, question: &str) -> PageView {
        self.pages(record)
            .into_iter()
            .find(|page| all(page).iter().any(|view| view.question == question))
            .unwrap_or_else(|| panic!("no page asks {question}"))
    }

    /// Another start, with what stands beside the store by then.
    fn start_again(&mut self) {
        self.restart();
        self.unlock().unwrap();
    }

    fn notice(&self) -> Option<StandardNotice> {
        self.homeward.start_state().unwrap().standard
    }

    /// A conversation that the borough's own version asked, with what only that version knows.
    fn newer_conversation(&mut self) -> String {
        Own::new(&[("CAR", "In the car")]).lay_beside(self);
        self.start_again();
        let (_, episode) = self.add_return();
        let conversation = self.conversation(&episode);
        self.give(&conversation, "rhi_offer", "OFFERED");
        self.give(&conversation, "rhi_outcome", "COMPLETED");
        self.give(&conversation, "rhi_mode", "CAR");
        self.give(&conversation, "knew_who_came", "<b>Their</b> aunt 🙂\u{202e}");
        conversation
    }
}

#[test]
fn an_old_record_opens_and_reads_as_it_was_after_a_new_version_asks_new_ones() {
    let mut world = World::worker();
    let (_, episode) = world.add_return();
    let old = world.conversation(&episode);
    world.write_up(&old);
    let before = (world.pages(&old), world.view(&old), world.check(&old));

    Own::new(&[("CAR", "In the car")]).lay_beside(&world);
    world.start_again();
    assert_eq!(world.notice(), None);
    assert_eq!((world.pages(&old), world.view(&old), world.check(&old)), before);
    // It goes on being asked by its own version.
    world.give(&old, "privacy_explained", "N");
    assert!(world.try_give(&old, "rhi_mode", 0, "CAR", None).is_ok(), "kept as typed");
    let mode = world.page_with(&old, "rhi_mode");
    assert!(find(&mode, "rhi_mode").problem.is_some(), "its list has no such code");

    let (_, episode) = world.add_return();
    let new = world.conversation(&episode);
    world.give(&new, "rhi_offer", "OFFERED");
    let offer = world.page_with(&new, "rhi_outcome");
    assert_eq!(find(&offer, "rhi_outcome").label, "How did it end?");
    world.give(&new, "rhi_outcome", "COMPLETED");
    let page = world.page_with(&new, "rhi_mode");
    let codes: Vec<&str> =
        find(&page, "rhi_mode").choices.iter().map(|choice| choice.code.as_str()).collect();
    assert_eq!(codes.last(), Some(&"CAR"));
    assert!(all(&page).iter().any(|view| view.question == "knew_who_came"));
    assert!(
        world
            .pages(&new)
            .iter()
            .all(|page| { all(page).iter().all(|view| view.question != "privacy_explained") })
    );
}

#[test]
fn broken_files_of_a_borough_are_named_and_the_store_opens_with_the_built_in_questions() {
    let mut world = World::worker();
    let (_, episode) = world.add_return();
    let old = world.conversation(&episode);
    world.write_up(&old);
    let before = world.pages(&old);
    let own = Own::new(&[("CAR", "In the car")]);
    own.lay_beside(&world);
    let broken = world.path(FOLDER).join(format!("question-sets/rhi.v{OWN}.json"));
    std::fs::write(&broken, "{ \"id\": \"rhi\", \"version\": 101, }").unwrap();

    world.restart();
    let notice = world.notice().expect("nothing was said");
    assert!(notice.using.starts_with("Homeward is using its built-in standard."));
    let fault = notice.faults.iter().find(|fault| fault.file.contains("rhi.v101")).unwrap();
    assert!(fault.reason.contains("not JSON") || fault.reason.contains("never changes"));
    world.unlock().unwrap();
    assert_eq!(world.pages(&old), before);
    assert_eq!(world.homeward.status().unwrap().standard, Some(notice));
    let asked_by = |world: &World| world.homeward.status().unwrap().question_sets.join(" ");
    assert!(!asked_by(&world).contains("rhi version 101"));

    own.lay_beside(&world);
    world.start_again();
    assert_eq!(world.notice(), None);
    assert!(asked_by(&world).contains("rhi version 101"));
}

#[test]
fn a_record_of_an_unknown_version_is_shown_and_cannot_be_changed_and_loses_nothing() {
    let mut world = World::worker();
    let conversation = world.newer_conversation();
    std::fs::rename(world.path(FOLDER), world.path("put-away")).unwrap();
    world.start_again();

    let view = world.view(&conversation);
    assert!(!view.open);
    assert!(!world.check(&conversation).can_be_ready);
    let page = world.page_with(&conversation, "rhi_mode");
    assert!(!page.open);
    assert_eq!(find(&page, "rhi_mode").raw, "CAR");
    assert_eq!(find(&page, "rhi_mode").problem, None, "nothing can be mended here");
    let said = |refused: homeward_app::api::ApiError| {
        assert!(refused.message.contains("version 101 of its questions"), "{}", refused.message);
        assert!(refused.message.contains("cannot be changed here"), "{}", refused.message);
    };
    said(world.try_give(&conversation, "rhi_mode", 0, "PHONE", None).unwrap_err());
    said(world.try_give(&conversation, "knew_who_came", 0, "", None).unwrap_err());
    said(world.homeward.mark_ready(conversation.clone()).unwrap_err());

    std::fs::rename(world.path("put-away"), world.path(FOLDER)).unwrap();
    world.start_again();
    let page = world.page_with(&conversation, "knew_who_came");
    assert!(page.open);
    assert_eq!(find(&page, "knew_who_came").raw, "<b>Their</b> aunt 🙂\u{202e}");
    assert_eq!(find(&page, "rhi_mode").raw, "CAR");
}

#[test]
fn an_answer_that_its_list_no_longer_holds_is_kept_shown_and_has_to_be_mended() {
    let mut world = World::worker();
    let conversation = world.newer_conversation();
    // Somebody takes the code out of the list by hand, and puts another one in.
    std::fs::remove_dir_all(world.path(FOLDER)).unwrap();
    Own::new(&[("WALK", "On a walk")]).lay_beside(&world);
    world.start_again();
    assert_eq!(world.notice(), None);

    let page = world.page_with(&conversation, "rhi_mode");
    let mode = find(&page, "rhi_mode");
    assert_eq!(mode.raw, "CAR");
    assert!(mode.problem.as_ref().is_some_and(|said| said.contains("from the list")));
    let check = world.check(&conversation);
    let line = check.sections.iter().flat_map(|section| &section.lines);
    assert!(line.into_iter().any(|line| line.value == "CAR"));
    let path = format!("record/{conversation}/{}#q-rhi_mode", page.section);
    assert!(check.problems.iter().any(|problem| problem.path == path), "{:?}", check.problems);
    assert!(world.homeward.mark_ready(conversation.clone()).is_err());

    world.give(&conversation, "rhi_mode", "WALK");
    let check = world.check(&conversation);
    assert!(check.problems.iter().all(|problem| problem.path != path));
}
