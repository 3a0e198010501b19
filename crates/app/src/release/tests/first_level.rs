//! How much of a demo borough's year comes through as it was recorded, and whether what does not is
//! merged and not lost.

use std::collections::{BTreeMap, BTreeSet};

use homeward_release::{ABSENCE_CODES, Manifest, Merge, Profile, Row};

use super::*;
use crate::demo::{DemoAsk, Mix, make};
use crate::release::PROFILE;
use crate::release::asked::Wanted;
use crate::release::preview::{self, Made};

const YEAR: &str = "2022-23";

/// A demo authority's finished year.
pub(super) fn demo(folder: &std::path::Path, children: u32, episodes: u32) -> Homeward {
    let now: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().unwrap();
    let home = Homeward::new(folder.join("demo.homeward"), Arc::new(move || now))
        .unwrap()
        .with_least_work();
    let ask = DemoAsk {
        authority: AUTHORITY.into(),
        seed: 2026,
        children: Some(children),
        episodes: Some(episodes),
        year: Some(YEAR.into()),
        mix: Mix::Whole,
        passphrase: PASSPHRASE.into(),
        recovery_path: folder.join("recovery.txt").display().to_string(),
    };
    make(&home, ask).unwrap();
    home
}

pub(super) fn wanted(home: &Homeward) -> Wanted {
    let asked = ReleaseFor {
        product: Product::TopicTables,
        authority: AUTHORITY.into(),
        period: YEAR.into(),
        receiver: "London Datastore".into(),
        purpose: "Yearly figures".into(),
        agreement: "Example information sharing agreement 12".into(),
    };
    Wanted::new(home, &asked).unwrap()
}

/// Answers, and those that stand at the first level of their ladder.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    all: u64,
    first: u64,
}

impl Share {
    fn add(&mut self, first: bool) {
        self.all += 1;
        self.first += u64::from(first);
    }

    /// In tenths of a per cent, rounded down.
    fn per_mille(self) -> u64 {
        self.first * 1000 / self.all.max(1)
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let per_mille = self.per_mille();
        write!(out, "{}.{} % of {}", per_mille / 10, per_mille % 10, self.all)
    }
}

/// The code at which an answer stands when nothing is merged: itself, or the one above it at the
/// profile's floor.
fn first_level(profile: &Profile, variable: &str, recorded: &str) -> String {
    let variable = profile.variable(variable).unwrap();
    let steps = &profile.ladder(&variable.ladder).unwrap().steps;
    let mut at = recorded.to_owned();
    while let Some(step) = steps.iter().find(|s| s.code == at && s.level < variable.floor) {
        match &step.broader {
            Some(up) => at.clone_from(up),
            None => break,
        }
    }
    // An absence code that the ladder does not place has one broader code.
    let placed = steps.iter().any(|step| step.code == at);
    match !placed && variable.floor > 0 && at != "NAPP" {
        true => "NOT_KNOWN".to_owned(),
        false => at,
    }
}

/// Shares of one release: of the topics' own answers in the tables that are crossed with nothing, in
/// all tables, and of what they are crossed with; then of the topics' own answers that are no
/// absence codes, in the tables that are crossed with nothing and in all; then topic by topic.
#[derive(Debug, Default)]
struct Shares {
    alone: Share,
    everywhere: Share,
    by: Share,
    given: Share,
    given_everywhere: Share,
    each: BTreeMap<String, (Share, Share)>,
    /// Of the topics that are never crossed, one for each code: answers, and how many show yes apart from no.
    codes: Share,
    codes_shown: Share,
    /// Of each way in which sex is shown, how many tables by sex show it so.
    sexes: BTreeMap<BTreeSet<String>, usize>,
}

fn shares(profile: &Profile, manifest: &Manifest, rows: &[Row]) -> Shares {
    let mut shares = Shares::default();
    for table in &manifest.tables {
        let stands = |merge: &Merge, row: &Row| {
            let recorded = &row.values[&merge.variable];
            merge.codes[recorded] == first_level(profile, &merge.variable, recorded)
        };
        let (topic, by) = table.merges.split_first().unwrap();
        if let [by] = by
            && by.variable == "sex"
        {
            let shown = ["M", "F", "UNKN"].map(|code| by.codes[code].clone());
            *shares.sexes.entry(shown.into()).or_default() += 1;
        }
        if profile.topics.iter().any(|one| one.id == table.topic && one.alone) {
            shares.codes_shown.add(topic.codes["Y"] != topic.codes["N"]);
            rows.iter().for_each(|row| shares.codes.add(stands(topic, row)));
            continue;
        }
        for row in rows {
            let first = stands(topic, row);
            let each = shares.each.entry(table.topic.clone()).or_default();
            shares.everywhere.add(first);
            each.1.add(first);
            let given = !ABSENCE_CODES.contains(&row.values[&topic.variable].as_str());
            if given {
                shares.given_everywhere.add(first);
            }
            if by.is_empty() {
                shares.alone.add(first);
                each.0.add(first);
                if given {
                    shares.given.add(first);
                }
            }
            by.iter().for_each(|by| shares.by.add(stands(by, row)));
        }
    }
    shares
}

/// Works the release of a demo year out and measures it.
fn measured(children: u32, episodes: u32) -> Shares {
    let folder = tempfile::tempdir().unwrap();
    let home = demo(folder.path(), children, episodes);
    let looked = preview::look(&home, &wanted(&home)).unwrap();
    let verdict = looked.preview.verdict;
    let worked = looked.worked.unwrap_or_else(|| panic!("{verdict}"));
    let Made::Tables { release, profile } = &worked.made else { panic!("no topic tables") };
    assert_eq!(release.manifest.totals.episodes, u64::from(episodes));
    assert_eq!(release.manifest.totals.children, u64::from(children));
    let shares = shares(profile, &release.manifest, &worked.found.rows);
    println!(
        "{children} children, {episodes} episodes: topics alone {}, in all tables {}, by {}; \
         answers given {}, in all tables {}; {:?}",
        shares.alone,
        shares.everywhere,
        shares.by,
        shares.given,
        shares.given_everywhere,
        release.audited,
    );
    println!("  sex is shown as {:?}", shares.sexes);
    println!("  codes: {} tables tell yes from no, {} answers", shares.codes_shown, shares.codes);
    for (topic, (alone, everywhere)) in &shares.each {
        if everywhere.per_mille() < 1000 {
            println!("  {topic}: alone {alone}, in all tables {everywhere}");
        }
    }
    shares
}

#[test]
fn what_an_answer_says_of_another_holds_in_every_row() {
    let folder = tempfile::tempdir().unwrap();
    let home = demo(folder.path(), 285, 890);
    let profile = Profile::from_standard(home.standard(), PROFILE).unwrap();
    let running = home.job.begin().unwrap();
    let asked = Asked {
        authority: AUTHORITY,
        period: YEAR,
        as_of: "2026-11-22T12:00:00Z".parse().unwrap(),
    };
    let found = rows::find(&home, &asked, &running).unwrap();
    assert!(profile.follows.len() > 20, "{}", profile.follows.len());
    let (mut contradicted, mut used) = (BTreeSet::new(), BTreeSet::new());
    for row in &found.rows {
        for follows in &profile.follows {
            let (of, code) = (&row.values[&follows.of], &row.values[&follows.variable]);
            if !follows.allows(of, code) {
                contradicted.insert((&follows.of, of, &follows.variable, code));
            }
            if follows.then.contains_key(of) {
                used.insert((&follows.of, &follows.variable));
            }
        }
    }
    assert_eq!(contradicted, BTreeSet::new());
    assert!(used.len() + 2 > profile.follows.len(), "nearly each has something to say here");
}

#[test]
fn nearly_every_topic_answer_of_a_boroughs_year_stands_at_the_first_level() {
    let shares = measured(285, 890);
    assert!(shares.alone.per_mille() >= 950, "{}", shares.alone);
    // Crossed with age, sex, ethnic group or care, an answer is merged before the ethnic group is.
    // Where a yes is too rare, the no is hidden with it: among reasons for no answer it could be found.
    assert!(shares.everywhere.per_mille() >= 680, "{}", shares.everywhere);
    assert!(shares.given_everywhere.per_mille() >= 760, "{}", shares.given_everywhere);
    // Each single reason and harm has a table; those of fewer than five children are hidden and say so.
    assert!(
        shares.codes_shown.all > 90 && shares.codes_shown.first > 20,
        "{:?}",
        shares.codes_shown
    );
    // The few whose sex is not known do not take a whole sex out of the tables.
    // A table of a rare answer may be masked by sex as a whole, so that others that hang together
    // with it tell of nobody.
    let masked = shares.sexes.iter().filter(|(shown, _)| !shown.contains("M"));
    assert!(masked.map(|(_, tables)| tables).sum::<usize>() <= 3, "{:?}", shares.sexes);
}

#[test]
fn a_year_of_ninety_five_children_is_released_and_is_coarser() {
    let shares = measured(95, 297);
    assert!((940..990).contains(&shares.alone.per_mille()), "{}", shares.alone);
    let crossed = shares.everywhere.per_mille();
    assert!((530..680).contains(&crossed), "{}", shares.everywhere);
}

#[test]
fn a_year_of_four_children_is_a_statement() {
    let folder = tempfile::tempdir().unwrap();
    let home = demo(folder.path(), 4, 12);
    let looked = preview::look(&home, &wanted(&home)).unwrap();
    let preview = looked.preview;
    assert!(preview.holds, "{}", preview.verdict);
    assert_eq!(
        preview.verdict,
        "This release will be a statement: fewer than five children went missing in 2022-23. It may be none."
    );
    assert!(preview.tables.is_empty() && preview.smallest.is_none());
    assert!(matches!(looked.worked.unwrap().made, Made::Statement { .. }));
}
