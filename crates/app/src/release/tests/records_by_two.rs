//! Episode records from being looked at to being checked by whoever got them.

use std::fs;

use super::first_level::{demo, wanted};
use super::*;
use crate::api::release_preview::ReleasePreview;
use crate::release::Outcome;

/// A way to damage a file: its name, and what becomes of its text.
type Damage = (&'static str, fn(String) -> String);

fn approve(
    home: &Homeward,
    asked: &ReleaseFor,
    out: &std::path::Path,
) -> Result<ReleaseDone, ApiError> {
    let proposal = home.propose_release_just_unlocked(asked)?.id;
    home.close();
    home.unlock(Unlock { passphrase: SECOND.into() })?;
    let done = home.approve_release_just_unlocked(&proposal, out);
    home.close();
    home.unlock(Unlock { passphrase: PASSPHRASE.into() })?;
    done
}

#[test]
fn episode_records_are_looked_at_attacked_made_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let home = demo(folder.path(), 285, 890);
    home.add_person(&NewPerson {
        name: "Example Officer",
        role: Role::Governance,
        passphrase: SECOND,
        passphrase_again: SECOND,
        mine: PASSPHRASE,
    })
    .unwrap();
    let tables = wanted(&home).asked;
    let records = ReleaseFor { product: Product::EpisodeRecords, ..tables.clone() };
    let preview: ReleasePreview = home.preview_release(records.clone()).unwrap();
    assert!(preview.holds, "{} {:?}", preview.verdict, preview.tests);
    assert_eq!(preview.product, "Episode records");
    assert_eq!((preview.episodes, preview.children), (Some(890), Some(285)));
    assert!(preview.smallest.unwrap().children >= 5);
    let cost = preview.cost.unwrap();
    assert!(cost.as_recorded > 0 && cost.as_recorded + cost.masked <= cost.answers, "{cost:?}");
    let tried: Vec<(&str, u32)> = preview
        .tests
        .iter()
        .flat_map(|test| &test.findings)
        .map(|finding| (finding.title.as_str(), finding.tried))
        .collect();
    assert_eq!(tried.len(), 10, "{tried:?}");
    assert!(tried.iter().all(|(_, tried)| *tried > 0), "{tried:?}");

    let out = folder.path().join("records");
    let done = approve(&home, &records, &out).unwrap();
    assert!(
        done.sentence.contains("1 table of 890 episodes and 285 children"),
        "{}",
        done.sentence
    );
    let text = fs::read_to_string(out.join("episodes.csv")).unwrap();
    assert_eq!(text.lines().count(), usize::try_from(done.tables[0].rows).unwrap() + 1);
    let checked = home.check_release(&out).unwrap();
    assert_eq!(checked.outcome, Outcome::Holds, "{:?}", checked.problems);
    assert!(checked.children_counted);

    // The same figures as tables may go, too: the rows were held against them.
    approve(&home, &tables, &folder.path().join("tables")).unwrap();
    let ledger = home.with(Act::Enter, |open| Ok(open.store.read()?.ledger(AUTHORITY)?)).unwrap();
    let products: Vec<&str> = ledger.iter().map(|entry| entry.product.as_str()).collect();
    assert_eq!(products, ["topic tables", "episode records"]);

    home.close();
    let damages: [Damage; 6] = [
        ("episodes.csv", |text| text.replacen(AUTHORITY, "E09000013", 2)),
        ("episodes.csv", |text| text.lines().skip(1).map(|line| format!("{line}\n")).collect()),
        ("episodes.csv", |text| text.replacen("SUPP", "Example Child 12", 1)),
        ("manifest.json", |text| text.replacen("\"k\": 5", "\"k\": 2", 1)),
        ("manifest.json", |text| text.replacen("\"episodes\": 890", "\"episodes\": 891", 1)),
        ("risk-report.html", |text| format!("{text} ")),
    ];
    for (name, damage) in damages {
        let whole = fs::read_to_string(out.join(name)).unwrap();
        let damaged = damage(whole.clone());
        assert_ne!(whole, damaged, "{name} was not changed");
        fs::write(out.join(name), damaged).unwrap();
        let checked = home.check_release(&out).unwrap();
        assert_eq!(checked.outcome, Outcome::DoesNotHold, "{name}");
        assert!(!checked.problems.concat().contains("Example"), "{:?}", checked.problems);
        fs::write(out.join(name), whole).unwrap();
    }
    assert_eq!(home.check_release(&out).unwrap().outcome, Outcome::Holds);
    fs::write(out.join("names.csv"), "Example Child 12").unwrap();
    assert_eq!(home.check_release(&out).unwrap().outcome, Outcome::DoesNotHold);
}
