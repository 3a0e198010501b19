use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;

/// A store's place with an empty folder for the borough's own files beside it.
struct Beside {
    folder: tempfile::TempDir,
}

impl Beside {
    fn new() -> Self {
        let beside = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::create_dir(folder(&beside.store())).unwrap();
        beside
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("store.homeward")
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let file = folder(&self.store()).join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }

    fn load(&self) -> InForce {
        load(&self.store()).unwrap()
    }

    /// The faults, when the built-in standard is in use because of them.
    fn faults(&self) -> Vec<StandardFault> {
        let in_force = self.load();
        let notice = in_force.notice.expect("nothing was said");
        assert!(notice.using.starts_with("Homeward is using its built-in standard."));
        assert!(!notice.faults.is_empty() && notice.drafts.is_empty());
        let all = |standard: &Standard| -> Vec<(String, u32)> {
            standard.all_versions().map(|set| (set.id.clone(), set.version)).collect()
        };
        assert_eq!(all(&in_force.standard), all(&built_in().unwrap()));
        notice.faults
    }
}

fn built_in_json(path: &str) -> Json {
    let file = Standard::built_in_files().into_iter().find(|file| file.path == path).unwrap();
    serde_json::from_str(&file.text).unwrap()
}

/// A draft of a later version of the support plan that differs in nothing, and its map.
fn a_draft(beside: &Beside) {
    let newest = built_in().unwrap().newest("support").unwrap().version;
    let mut set = built_in_json(&format!("question-sets/support.v{newest}.json"));
    set["version"] = json!(101);
    set["status"] = json!("draft");
    beside.write("question-sets/support.v101.json", set.to_string());
    let map = json!({
        "id": format!("support.v{newest}-v101"), "title": "Our own", "status": "draft",
        "source": [{ "document": "Made for a test" }],
        "set": "support", "from": newest, "to": 101, "questions": [],
    });
    beside.write(&format!("mappings/support.v{newest}-v101.json"), map.to_string());
}

#[test]
fn without_a_folder_or_with_an_empty_one_there_is_nothing_to_say() {
    let beside = Beside::new();
    assert!(beside.load().notice.is_none());
    std::fs::remove_dir(folder(&beside.store())).unwrap();
    assert!(beside.load().notice.is_none());
    assert!(folder(&beside.store()).ends_with("store.homeward.standard"));
}

#[test]
fn a_draft_of_ones_own_is_kept_ready_asks_nobody_and_is_named() {
    let beside = Beside::new();
    a_draft(&beside);
    let in_force = beside.load();
    let notice = in_force.notice.unwrap();
    assert_eq!(
        notice.using,
        "Homeward is using the files in “store.homeward.standard” with its built-in standard."
    );
    assert!(notice.faults.is_empty());
    assert_eq!(
        notice.drafts,
        [format!(
            "{}, version 101, is a draft. It asks nothing until it is published.",
            in_force.standard.set("support").unwrap().title
        )]
    );
    assert_ne!(in_force.standard.set("support").unwrap().version, 101);
    assert!(in_force.standard.set_version("support", 101).is_some());
}

#[test]
fn a_broken_file_is_named_with_its_place_and_reason_and_the_built_in_standard_is_used() {
    let beside = Beside::new();
    a_draft(&beside);
    beside.write("question-sets/support.v101.json", "{ \"id\": \"support\", ");
    let fault = beside.faults().remove(0);
    assert_eq!(fault.file, "question-sets/support.v101.json");
    assert!(fault.reason.starts_with("this is not JSON"), "{}", fault.reason);

    let mut set = built_in_json("question-sets/support.v1.json");
    set["version"] = json!(101);
    set["status"] = json!("draft");
    set["sections"][0]["questions"][0].as_object_mut().unwrap().remove("disclosure");
    beside.write("question-sets/support.v101.json", set.to_string());
    let fault = beside.faults().remove(0);
    assert!(fault.place.starts_with("sections[0].questions[0] ("), "{}", fault.place);
    assert!(fault.reason.contains("disclosure"), "{}", fault.reason);
}

#[test]
fn a_mended_file_is_used_at_the_next_start() {
    let beside = Beside::new();
    beside.write("codelists/mine.json", "[]");
    assert_eq!(beside.faults()[0].file, "codelists/mine.json");
    let list = json!({
        "id": "mine", "title": "Mine", "status": "draft", "source": [{ "document": "Made for a test" }],
        "codes": [{ "code": "A", "label": "One" }],
    });
    // Some editors put a mark in front.
    beside.write("codelists/mine.json", format!("\u{feff}{list}"));
    let in_force = beside.load();
    assert!(in_force.notice.is_none());
    assert!(in_force.standard.list("mine").is_some());
}

#[test]
fn what_decides_about_disclosure_cannot_be_laid_over() {
    let profile = built_in_json("release-profiles/borough.json");
    for path in [
        "release-profiles/borough.json",
        "codelists/ladders/age.json",
        "derived/age_at_start.json",
        "mappings/ssda903.json",
        "borough.json",
    ] {
        let beside = Beside::new();
        beside.write(path, profile.to_string());
        let faults = beside.faults();
        assert_eq!((faults.len(), faults[0].file.as_str()), (1, path));
        assert!(faults[0].reason.contains("may stand in this folder"));
    }
}

#[test]
fn a_published_list_stays_as_it_was_published_whatever_the_folder_says() {
    let beside = Beside::new();
    let mut list = built_in_json("codelists/yn.json");
    list["status"] = json!("published");
    list["title"] = json!("Another title");
    beside.write("codelists/yn.json", list.to_string());
    beside.write("published-hashes.json", json!({ "codelists/yn.json": "0" }).to_string());
    let fault = beside.faults().remove(0);
    assert_eq!(fault.file, "codelists/yn.json");
    assert!(fault.reason.contains("a published file never changes"), "{}", fault.reason);
}

#[test]
fn files_that_are_no_json_are_passed_over() {
    let beside = Beside::new();
    beside.write("README.txt", "Our own questions");
    beside.write("question-sets/support.v101.json~", "half");
    beside.write("deep/er/and/deeper/x.json", "{}");
    assert!(beside.load().notice.is_none());
}

#[test]
fn a_long_file_many_faults_and_a_folder_that_is_a_file_are_said_shortly() {
    let beside = Beside::new();
    beside.write("codelists/long.json", vec![b' '; 1_000_001]);
    assert!(beside.faults()[0].reason.contains("longer than"));

    let beside = Beside::new();
    for number in 0..40 {
        beside.write(&format!("codelists/{number}.json"), [0xff, 0xfe]);
    }
    let notice = beside.load().notice.unwrap();
    assert_eq!(notice.faults.len(), MOST_FAULTS);
    assert!(notice.using.ends_with("There are 10 more faults than are shown here."));

    let beside = Beside::new();
    std::fs::remove_dir(folder(&beside.store())).unwrap();
    std::fs::write(folder(&beside.store()), "x").unwrap();
    assert!(beside.faults()[0].reason.starts_with("it could not be read"));
}

/// The files that a borough may write.
const PATHS: [&str; 5] = [
    "question-sets/support.v101.json",
    "question-sets/rhi.v1.json",
    "codelists/yn.v2.json",
    "mappings/support.v1-v101.json",
    "published-hashes.json",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn whatever_bytes_stand_in_the_folder_homeward_opens(
        path in 0usize..PATHS.len(), bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let beside = Beside::new();
        beside.write(PATHS[path], bytes);
        prop_assert!(load(&beside.store()).is_ok());
    }

    #[test]
    fn however_a_good_file_is_bent_homeward_opens(
        at in any::<prop::sample::Index>(), with in prop::collection::vec(any::<u8>(), 0..4),
    ) {
        let beside = Beside::new();
        a_draft(&beside);
        let file = folder(&beside.store()).join("question-sets/support.v101.json");
        let mut bytes = std::fs::read(&file).unwrap();
        let at = at.index(bytes.len());
        bytes.splice(at..(at + with.len()).min(bytes.len()), with);
        std::fs::write(&file, bytes).unwrap();
        let in_force = load(&beside.store()).unwrap();
        prop_assert_eq!(in_force.standard.sets().count(), 5);
        prop_assert!(in_force.notice.is_some());
    }
}
