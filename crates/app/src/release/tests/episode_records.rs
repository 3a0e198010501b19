//! Episode records out of a demo borough's year.

use std::collections::BTreeSet;

use homeward_release::Request;
use homeward_release::episodes::{self, EPISODES, EpisodeRow};

use super::first_level::{demo, wanted};
use super::*;
use crate::release::asked::Wanted;
use crate::release::episodes::make;

fn found(home: &Homeward, wanted: &Wanted) -> (Request, Found) {
    let running = home.job.begin().unwrap();
    let asked = Asked {
        authority: &wanted.asked.authority,
        period: &wanted.asked.period,
        as_of: time::day(home.today()).to,
    };
    let found = rows::find(home, &asked, &running).unwrap();
    let request = Request {
        authority: wanted.authority.clone(),
        period: wanted.asked.period.clone(),
        receiver: wanted.asked.receiver.clone(),
        purpose: wanted.asked.purpose.clone(),
        agreement: wanted.asked.agreement.clone(),
        made_on: home.today(),
        policy: None,
        versions: Vec::new(),
    };
    (request, found)
}

#[test]
fn a_demo_boroughs_year_gives_episode_records_that_hold() {
    let folder = tempfile::tempdir().unwrap();
    let home = demo(folder.path(), 285, 890);
    let (request, found) = found(&home, &wanted(&home));
    assert_eq!(found.records.len(), found.rows.len());
    // What children said of why they went reaches the rows, and with it both products.
    let said = |row: &&EpisodeRow| row.sets["reasons"].iter().any(|r| r != "PEND" && r != "NAPP");
    let reasons = found.records.iter().filter(said).count();
    assert!(reasons > 200, "{reasons} episodes have a reason");
    let home_reason = found.rows.iter().filter(|row| row.values["reason_home"] == "Y").count();
    let from_sets = found
        .records
        .iter()
        .filter(|row| row.sets["reasons"].iter().any(|reason| reason.starts_with('H')));
    assert_eq!(home_reason, from_sets.count());
    let worked = make(&home, &request, &found, &[], &[]).unwrap();
    let release = &worked.release;
    let faults = episodes::check(&release.files, &worked.profile, &found.records, &release.behind);
    assert_eq!(faults, BTreeSet::new());
    let totals = release.manifest.totals;
    assert!(totals.fewest_children >= 5, "{totals:?}");
    let csv = release.files.iter().find(|file| file.name == EPISODES).unwrap();
    let csv = String::from_utf8(csv.bytes.clone()).unwrap();
    let heading = "authority,age,sex,ethnic_group,care,quarter,duration,repeat_band,\
        ppi_offered,ppi_done,ppi_in_time,rhi_offered,rhi_done,rhi_in_time,reasons,harms,disclosure";
    assert_eq!(csv.lines().next(), Some(heading));
    assert_eq!(u64::try_from(csv.lines().count()).unwrap(), totals.rows + 1);
    println!("{}", worked.leaves().join("\n"));
    println!("{}", worked.merged().join("\n"));
    for line in csv.lines().take(25) {
        println!("{line}");
    }
    // A second release of the same shows nothing new, so it does not wait.
    let again = make(&home, &request, &found, &[], &worked.held).unwrap();
    assert!(again.held == worked.held);
}

#[test]
fn four_children_have_no_episode_records() {
    let folder = tempfile::tempdir().unwrap();
    let home = demo(folder.path(), 4, 9);
    let (request, found) = found(&home, &wanted(&home));
    let why = make(&home, &request, &found, &[], &[]).unwrap_err();
    assert!(why.starts_with("There are fewer than five children"), "{why}");
}
