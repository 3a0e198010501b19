//! The report for the social worker.

use homeward_app::api::fault::Kind;
use homeward_app::api::report::ReportAsk;
use homeward_app::asks::SaveReport;

use crate::world::{PASSPHRASE, World};

fn ask(record: &str) -> ReportAsk {
    ReportAsk {
        record: record.into(),
        reason: "To plan support with the family".into(),
        recipient: "Example Social Worker".into(),
        passphrase: PASSPHRASE.into(),
    }
}

#[test]
fn a_report_holds_what_was_said_and_is_marked() {
    let world = World::worker();
    let (_, episode) = world.add_return();
    let record = world.conversation(&episode);
    world.write_up(&record);
    let report = world.homeward.report(ask(&record)).unwrap();
    assert_eq!(report.marking, "OFFICIAL-SENSITIVE");
    assert!(report.text.contains("I just needed it to be quiet for a bit."));
    assert!(report.text.contains("Example Child 12"));
    assert!(report.text.contains("for Example Social Worker"));
    assert!(!report.file_name.contains("Child"));

    let path = world.path("report.html").display().to_string();
    let saved = SaveReport { path: path.clone(), html: report.html.clone() };
    world.homeward.save_report(saved).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), report.html);
    let again = SaveReport { path, html: report.html };
    assert_eq!(world.homeward.save_report(again).unwrap_err().kind, Kind::Problem);
}

#[test]
fn a_report_asks_for_the_passphrase_a_reason_and_who_it_is_for() {
    let world = World::worker();
    let (_, episode) = world.add_return();
    let record = world.conversation(&episode);
    let mut wrong = ask(&record);
    wrong.passphrase = "not the passphrase".into();
    let mut no_reason = ask(&record);
    no_reason.reason = " ".into();
    let mut no_recipient = ask(&record);
    no_recipient.recipient = String::new();
    assert_eq!(world.homeward.report(wrong).unwrap_err().kind, Kind::Passphrase);
    for refused in [no_reason, no_recipient] {
        assert_eq!(world.homeward.report(refused).unwrap_err().kind, Kind::Problem);
    }
}

#[test]
fn only_the_report_that_was_made_can_be_saved() {
    let world = World::worker();
    let ask = SaveReport {
        path: world.path("anything.html").display().to_string(),
        html: "<p>Anything at all</p>".into(),
    };
    assert_eq!(world.homeward.save_report(ask).unwrap_err().kind, Kind::Refused);
    assert!(!world.path("anything.html").exists());
}
