//! Episode records are read again by the check of any records, and attacked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use homeward_release::attacks::{Attack, on_records};
use homeward_release::episodes::{EPISODES, EpisodeRelease, EpisodeRow, RecordsProfile, make};
use homeward_release::measures::of_records;
use homeward_release::records_check::{Breach, of_episodes};
use homeward_release::{ABSENCE_CODES, Ladder, ReleaseFile, Tools};

use crate::sample::{Draws, hash, put, request, text};
use crate::with_standard::standard;

fn profile() -> RecordsProfile {
    RecordsProfile::from_standard(&standard(), "borough").unwrap()
}

/// Codes that may be recorded, and of those the ones that are no reason for having none.
fn codes(ladder: &Ladder) -> Vec<&str> {
    let broader: BTreeSet<&str> =
        ladder.steps.iter().filter_map(|s| s.broader.as_deref()).collect();
    let all = ladder.steps.iter().map(|step| step.code.as_str());
    all.filter(|code| !broader.contains(code) && !ABSENCE_CODES.contains(code)).collect()
}

/// Episodes of children, the first codes of each ladder drawn most often.
fn rows(profile: &RecordsProfile, children: u64, episodes: u64) -> Vec<EpisodeRow> {
    let mut draws = Draws(12);
    let mut draw = |ladder: &str| -> String {
        let codes = codes(profile.ladder(ladder).unwrap());
        let many = codes.len() as u64;
        let at = draws.below(many).min(draws.below(many)).min(draws.below(many));
        codes[usize::try_from(at).unwrap()].to_owned()
    };
    (0..episodes)
        .map(|row| {
            let child = if row < children { row } else { (row * row) % children };
            let known = profile.known.iter();
            let codes: BTreeMap<String, String> =
                known.map(|known| (known.variable.clone(), draw(&known.ladder))).collect();
            let sets = profile.told.iter().map(|told| {
                let mut set = BTreeSet::from([draw(&told.ladder)]);
                if row % 3 == 0 {
                    set = BTreeSet::from(["PEND".to_owned()]);
                } else if row % 2 == 0 {
                    set.insert(draw(&told.ladder));
                }
                (told.variable.clone(), set)
            });
            let sets = sets.collect();
            EpisodeRow { episode: u128::from(row), child: u128::from(child), codes, sets }
        })
        .collect()
}

fn good() -> (Vec<EpisodeRow>, EpisodeRelease) {
    static MADE: OnceLock<(Vec<EpisodeRow>, EpisodeRelease)> = OnceLock::new();
    let make = || {
        let rows = rows(&profile(), 150, 400);
        let mut draws = Draws(5);
        let tools = Tools { hash: &hash, below: &mut |n| draws.below(n) };
        let release = make(&profile(), &rows, &[], &request(), tools).unwrap();
        (rows, release)
    };
    MADE.get_or_init(make).clone()
}

fn breaches(files: &[ReleaseFile], rows: &[EpisodeRow], behind: &[usize]) -> BTreeSet<Breach> {
    let found = of_episodes(files, &profile(), rows, behind, |written| written.problems());
    match found {
        Ok(problems) => problems.into_iter().map(|problem| problem.breach).collect(),
        Err(problem) => BTreeSet::from([problem.breach]),
    }
}

fn attacks(files: &[ReleaseFile], rows: &[EpisodeRow], behind: &[usize]) -> Vec<Attack> {
    of_episodes(files, &profile(), rows, behind, |written| {
        assert!(!of_records(written).is_empty());
        on_records(written)
    })
    .unwrap()
}

#[test]
fn good_episode_records_pass_and_every_attack_finds_nobody() {
    let (rows, release) = good();
    assert_eq!(breaches(&release.files, &rows, &release.behind), BTreeSet::new());
    for attack in attacks(&release.files, &rows, &release.behind) {
        println!("{}: {}", attack.id, attack.found());
        assert!(attack.tried > 0 && attack.holds(), "{}: {}", attack.id, attack.found());
    }
}

/// The lines of the file as cells, the heading first.
fn cells(release: &EpisodeRelease) -> Vec<Vec<String>> {
    let line = |line: &str| line.split(',').map(str::to_owned).collect();
    text(&release.files, EPISODES).lines().map(line).collect()
}

fn with(release: &EpisodeRelease, cells: &[Vec<String>]) -> Vec<ReleaseFile> {
    let mut files = release.files.clone();
    let text: String = cells.iter().map(|line| line.join(",") + "\n").collect();
    put(&mut files, EPISODES, &text);
    files
}

#[test]
fn episodes_as_they_were_recorded_are_caught() {
    let (rows, release) = good();
    let profile = profile();
    let mut naive = cells(&release);
    for (line, at) in naive[1..].iter_mut().zip(&release.behind) {
        let known = profile.known.iter().map(|known| rows[*at].codes[&known.variable].clone());
        let told = profile.told.iter().map(|told| {
            let set = rows[*at].sets[&told.variable].iter();
            set.map(String::as_str).collect::<Vec<_>>().join("|")
        });
        let first = line[0].clone();
        *line = std::iter::once(first).chain(known).chain(told).collect();
    }
    let files = with(&release, &naive);
    let found = breaches(&files, &rows, &release.behind);
    assert!(found.contains(&Breach::FewPeople) && found.contains(&Breach::FewWithItems));
    for attack in attacks(&files, &rows, &release.behind) {
        let finds =
            ["one_incident", "two_incidents", "three_incidents", "eight_facts", "two_items"];
        if finds.contains(&attack.id) {
            assert!(!attack.holds() && attack.fewest == Some(1), "{}", attack.found());
        }
    }
}

#[test]
fn damaged_episode_records_are_caught() {
    let (rows, release) = good();
    let good = cells(&release);
    let profile = profile();
    let told = 1 + profile.known.len();
    let name = |at: usize| good[0][at].clone();
    // A cell that is masked, in a row in which something was told.
    let masked = |from: usize, to: usize| {
        (1..good.len())
            .flat_map(|row| (from..to).map(move |column| (row, column)))
            .find(|(row, column)| {
                good[*row][*column] == "SUPP"
                    && (*column < told
                        || !rows[release.behind[row - 1]].sets
                            [&profile.told[column - told].variable]
                            .contains("PEND"))
            })
            .unwrap()
    };
    let (row, column) = masked(told, good[0].len());
    type Fault = Box<dyn Fn(&mut Vec<Vec<String>>)>;
    let change = |row: usize, column: usize, to: String| -> Fault {
        Box::new(move |cells: &mut Vec<Vec<String>>| cells[row][column].clone_from(&to))
    };
    let faults: Vec<(Fault, Breach)> = vec![
        (change(row, column, "no code".into()), Breach::OutsideHierarchy(name(column))),
        (change(row, column, "NOT_KNOWN".into()), Breach::Untrue(name(column))),
        (change(row, column, "SUPP|SUPP".into()), Breach::Untrue(name(column))),
        (change(3, 0, "E09000007".into()), Breach::NoCode(name(0))),
        (change(3, 1, "Example Child 12".into()), Breach::OutsideHierarchy(name(1))),
        (Box::new(|cells| drop(cells.remove(5))), Breach::LacksRow),
        (Box::new(|cells| cells.push(cells[5].clone())), Breach::NobodysRow),
        (Box::new(|cells| cells[0].swap(1, 2)), Breach::Columns),
    ];
    for (at, (fault, breach)) in faults.into_iter().enumerate() {
        let mut bad = good.clone();
        fault(&mut bad);
        let found = breaches(&with(&release, &bad), &rows, &release.behind);
        assert!(found.contains(&breach), "{at} {breach}: {found:?}");
    }
    let mut other = rows.clone();
    other.iter_mut().for_each(|row| row.child %= 4);
    assert!(breaches(&release.files, &other, &release.behind).contains(&Breach::FewPeople));
}
