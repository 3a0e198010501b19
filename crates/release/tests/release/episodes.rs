//! Episode records: made from rows by chance, read again, and held beside the topic tables.

use std::collections::{BTreeMap, BTreeSet};

use homeward_release::episodes::{
    EPISODES, EpisodeRelease, EpisodeRow, HeldRecords, RecordsFault, RecordsProfile, check,
    exposed_records, make,
};
use homeward_release::history::Held;
use homeward_release::{
    ABSENCE_CODES, Ladder, Profile, Refusal, Request, Row, Tools, make as make_tables,
};

use crate::sample::{Draws, hash, request};
use crate::with_standard::{borough_profile, follow, standard};

fn profile() -> RecordsProfile {
    RecordsProfile::from_standard(&standard(), "borough").unwrap()
}

fn leaves(ladder: &Ladder) -> Vec<&str> {
    let is_group = |code: &str| ladder.steps.iter().any(|s| s.broader.as_deref() == Some(code));
    ladder.steps.iter().map(|step| step.code.as_str()).filter(|code| !is_group(code)).collect()
}

/// Rows for a profile. What is true of a child stays true; codes that stand first in their ladder
/// are drawn most often. Every third conversation has not been signed off.
fn rows_for(profile: &RecordsProfile, children: u64, episodes: u64, seed: u64) -> Vec<EpisodeRow> {
    let mut draws = Draws(seed);
    let of: BTreeMap<&str, Vec<&str>> =
        profile.ladders.iter().map(|ladder| (ladder.id.as_str(), leaves(ladder))).collect();
    let mut draw = |ladder: &str| -> String {
        let (answers, absent): (Vec<&str>, Vec<&str>) =
            of[ladder].iter().partition(|code| !ABSENCE_CODES.contains(code));
        let from = if draws.below(12) == 0 && !absent.is_empty() { absent } else { answers };
        let many = u64::try_from(from.len()).unwrap();
        let place = draws.below(many).min(draws.below(many));
        from[usize::try_from(place).unwrap()].to_owned()
    };
    let lasts = |name: &str| ["age", "sex", "ethnic_group", "care", "repeat_band"].contains(&name);
    let people: Vec<BTreeMap<String, String>> = (0..children)
        .map(|_| {
            let lasting = profile.known.iter().filter(|known| lasts(&known.name));
            lasting.map(|known| (known.variable.clone(), draw(&known.ladder))).collect()
        })
        .collect();
    let mut owners: Vec<u64> = (0..children).collect();
    let mut more = Draws(seed + 1);
    while u64::try_from(owners.len()).unwrap() < episodes {
        owners.push(more.below(children).min(more.below(children)));
    }
    owners
        .into_iter()
        .zip(1_u128..)
        .map(|(child, episode)| {
            let mut codes = people[usize::try_from(child).unwrap()].clone();
            for known in profile.known.iter().filter(|known| !lasts(&known.name)) {
                codes.insert(known.variable.clone(), draw(&known.ladder));
            }
            let pending = more.below(3) == 0;
            let sets = profile.told.iter().map(|told| {
                if pending {
                    return (told.variable.clone(), BTreeSet::from(["PEND".to_owned()]));
                }
                let many = if told.name == "disclosure" { 1 } else { 1 + more.below(3) };
                let drawn: BTreeSet<String> = (0..many).map(|_| draw(&told.ladder)).collect();
                let given: BTreeSet<String> = drawn
                    .iter()
                    .filter(|code| !ABSENCE_CODES.contains(&code.as_str()))
                    .cloned()
                    .collect();
                let set =
                    if given.is_empty() { drawn.into_iter().take(1).collect() } else { given };
                (told.variable.clone(), set)
            });
            let sets = sets.collect();
            EpisodeRow { episode, child: u128::from(child), codes, sets }
        })
        .collect()
}

fn made(
    profile: &RecordsProfile,
    rows: &[EpisodeRow],
    tables: &[Held],
) -> Result<EpisodeRelease, Refusal> {
    let mut draws = Draws(5);
    let tools = Tools { hash: &hash, below: &mut |n| draws.below(n) };
    make(profile, rows, tables, &request(), tools)
}

fn text(release: &EpisodeRelease) -> String {
    let file = release.files.iter().find(|file| file.name == EPISODES).unwrap();
    String::from_utf8(file.bytes.clone()).unwrap()
}

/// The topic tables of the same episodes.
fn tables(profile: &Profile, rows: &[EpisodeRow]) -> (homeward_release::Manifest, Held) {
    let yes = |row: &EpisodeRow| if row.codes["care_status"] == "CLA" { "Y" } else { "N" };
    let of_tables: Vec<Row> = rows
        .iter()
        .map(|row| {
            let values = profile.variables.iter().map(|variable| {
                let code = row.codes.get(&variable.name).cloned();
                let code = code.unwrap_or_else(|| match variable.name.as_str() {
                    "looked_after" => yes(row).to_owned(),
                    _ => "PEND".to_owned(),
                });
                (variable.name.clone(), code)
            });
            let mut values = values.collect();
            follow(profile, &mut values);
            Row { child: u64::try_from(row.child).unwrap(), values }
        })
        .collect();
    let mut draws = Draws(9);
    let tools = Tools { hash: &hash, below: &mut |n| draws.below(n) };
    let release = make_tables(profile, &of_tables, &request(), tools).unwrap();
    let ids: Vec<(u128, u128)> = rows.iter().map(|row| (row.episode, row.child)).collect();
    let held = Held::of(&release.manifest, &of_tables, &ids);
    (release.manifest, held)
}

/// The profile with a few columns only, so that many small tables can be made of it.
fn small() -> RecordsProfile {
    let mut profile = profile();
    let kept = ["sex", "ethnic_group", "care", "duration", "rhi_done"];
    profile.known.retain(|known| kept.contains(&known.name.as_str()));
    profile
}

fn no_fault(profile: &RecordsProfile, rows: &[EpisodeRow], release: &EpisodeRelease, seed: u64) {
    let faults = check(&release.files, profile, rows, &release.behind);
    assert_eq!(faults, BTreeSet::new(), "seed {seed}");
}

/// The rows of each group, by the places of the rows handed in, with the known cells.
fn groups(profile: &RecordsProfile, release: &EpisodeRelease) -> BTreeMap<String, Vec<usize>> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (line, behind) in text(release).lines().skip(1).zip(&release.behind) {
        let cells: Vec<&str> = line.split(',').take(profile.known.len() + 1).collect();
        groups.entry(cells.join(",")).or_default().push(*behind);
    }
    groups
}

#[test]
fn the_columns_are_those_of_the_design_and_no_others() {
    let columns = profile().columns().join(" ");
    assert_eq!(
        columns,
        "authority age sex ethnic_group care quarter duration repeat_band ppi_offered ppi_done \
         ppi_in_time rhi_offered rhi_done rhi_in_time reasons harms disclosure"
    );
    let profile = profile();
    let ethnic_group = profile.known.iter().find(|k| k.name == "ethnic_group").unwrap();
    assert!(
        profile.known.iter().all(|k| k.name == "ethnic_group" || k.weight < ethnic_group.weight)
    );
    assert!(profile.told.iter().all(|told| told.weight < ethnic_group.weight));
}

/// Made by one code and judged by another, on tables so small that much stands in the way.
#[test]
fn thousands_of_small_tables_hold_every_rule_or_are_refused() {
    let profile = small();
    let (mut made_of, mut refused, mut told) = (0, 0, 0);
    for seed in 0..2_000 {
        let children = 3 + seed % 28;
        let rows = rows_for(&profile, children, children + seed % 31, seed);
        match made(&profile, &rows, &[]) {
            Ok(release) => {
                no_fault(&profile, &rows, &release, seed);
                assert_eq!(
                    release.behind.len() + usize_of(release.manifest.totals.left_out),
                    rows.len()
                );
                made_of += 1;
                let shows = |line: &str| !line.ends_with("SUPP,SUPP,SUPP");
                told += u32::from(text(&release).lines().skip(1).any(shows));
            }
            Err(Refusal::TooFewChildren { .. }) => assert!(children < 5, "seed {seed}"),
            Err(Refusal::RecordsNotMade(_)) => refused += 1,
            Err(other) => panic!("seed {seed}: {other}"),
        }
    }
    assert!(made_of > 1_000 && told > 200, "{made_of} made, {told} tell something, {refused} not");
}

fn usize_of(number: u64) -> usize {
    usize::try_from(number).unwrap()
}

/// For every group of every topic table: the record groups that lie wholly within it, by what their
/// labels can stand for, leave no child over or at least five.
#[test]
fn beside_the_topic_tables_nobody_is_left_over() {
    let standard = standard();
    let of_tables = borough_profile(&standard);
    let records = small();
    let mut full = profile();
    full.told.clear();
    for seed in 0..4 {
        let children = 40 + 30 * seed;
        let rows = rows_for(&full, children, children * 3, seed);
        let with_told = rows_for(&profile(), children, children * 3, seed);
        let rows: Vec<EpisodeRow> = rows
            .into_iter()
            .zip(with_told)
            .map(|(row, told)| EpisodeRow { sets: told.sets, ..row })
            .collect();
        let (manifest, held) = tables(&of_tables, &rows);
        let Ok(release) = made(&records, &rows, &[held]) else { continue };
        no_fault(&records, &rows, &release, seed);
        let groups = groups(&records, &release);
        let stands_for = |column: usize, label: &str| -> BTreeSet<String> {
            let column = &release.manifest.columns[column];
            let label = column.labels.iter().find(|one| one.code == label).unwrap();
            label.stands_for.iter().cloned().collect()
        };
        let mut compared = 0;
        for table in &manifest.tables {
            let shared: Vec<(usize, &homeward_release::Merge)> = table
                .merges
                .iter()
                .filter_map(|merge| {
                    let at = records.known.iter().position(|k| k.variable == merge.variable)?;
                    Some((at, merge))
                })
                .collect();
            let shown = |row: &EpisodeRow| -> Vec<&str> {
                let code = |merge: &homeward_release::Merge| &row.codes[&merge.variable];
                shared.iter().map(|(_, merge)| merge.codes[code(merge)].as_str()).collect()
            };
            let regions: BTreeSet<Vec<&str>> = rows.iter().map(shown).collect();
            for region in regions {
                let lies_within = |cells: &str| {
                    let cells: Vec<&str> = cells.split(',').collect();
                    shared.iter().zip(&region).all(|((at, merge), group)| {
                        let codes = stands_for(at + 1, cells[at + 1]);
                        codes.iter().all(|code| merge.codes[code] == **group)
                    })
                };
                let within: BTreeSet<usize> = groups
                    .iter()
                    .filter(|(cells, _)| lies_within(cells))
                    .flat_map(|(_, rows)| rows.iter().copied())
                    .collect();
                let left: BTreeSet<u128> = rows
                    .iter()
                    .enumerate()
                    .filter(|(at, row)| shown(row) == region && !within.contains(at))
                    .map(|(_, row)| row.child)
                    .collect();
                compared += 1;
                assert!(
                    left.is_empty() || left.len() >= 5,
                    "seed {seed}: {} {region:?}",
                    table.file
                );
            }
        }
        assert!(compared > 100, "{compared}");
    }
}

#[test]
fn the_same_rows_in_any_order_give_the_same_bytes() {
    let profile = small();
    for seed in 0..40 {
        let rows = rows_for(&profile, 30, 70, seed);
        let Ok(first) = made(&profile, &rows, &[]) else { continue };
        let mut draws = Draws(seed + 99);
        let mut turned: Vec<EpisodeRow> = rows
            .iter()
            // Other numbers for the same children, too.
            .map(|row| EpisodeRow { child: 1_000_000 - row.child * 7, ..row.clone() })
            .collect();
        for last in (1..turned.len()).rev() {
            let many = u64::try_from(last + 1).unwrap();
            turned.swap(last, usize::try_from(draws.below(many)).unwrap());
        }
        let second = made(&profile, &turned, &[]).unwrap();
        assert_eq!(first.files, second.files, "seed {seed}");
    }
}

#[test]
fn rows_stand_in_the_order_that_was_drawn_and_not_in_that_of_the_records() {
    let profile = small();
    let rows = rows_for(&profile, 60, 150, 4);
    let release = made(&profile, &rows, &[]).unwrap();
    assert_ne!(release.behind, (0..rows.len()).collect::<Vec<_>>());
    let follows = release.behind.windows(2).filter(|two| two[0] + 1 == two[1]).count();
    assert!(follows < 10, "{follows}");
    let mut other = Draws(77);
    let tools = Tools { hash: &hash, below: &mut |n| other.below(n) };
    let again = make(&profile, &rows, &[], &request(), tools).unwrap();
    assert_ne!(text(&release), text(&again));
    let sorted = |release: &EpisodeRelease| {
        let mut lines: Vec<String> = text(release).lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&release), sorted(&again));
    // The store remembers the two as one.
    assert_eq!(HeldRecords::of(&release, &rows), HeldRecords::of(&again, &rows));
}

#[test]
fn a_changed_file_is_noticed_by_its_own_check() {
    let profile = small();
    let rows = rows_for(&profile, 60, 150, 4);
    let release = made(&profile, &rows, &[]).unwrap();
    let changed = |change: &dyn Fn(&mut Vec<Vec<String>>)| {
        let mut release = release.clone();
        let mut lines: Vec<Vec<String>> = text(&release)
            .lines()
            .map(|line| line.split(',').map(str::to_owned).collect())
            .collect();
        change(&mut lines);
        let text: String = lines.iter().map(|line| format!("{}\n", line.join(","))).collect();
        let file = release.files.iter_mut().find(|file| file.name == EPISODES).unwrap();
        file.bytes = text.into_bytes();
        check(&release.files, &profile, &rows, &release.behind)
    };
    assert_eq!(changed(&|_| {}), BTreeSet::new());
    let sex = changed(&|lines| {
        for line in &mut lines[1..] {
            line[1] = if line[1] == "F" { "M".into() } else { "F".into() };
        }
    });
    assert!(sex.contains(&RecordsFault::Untrue("sex".into())), "{sex:?}");
    let words = changed(&|lines| lines[1][1] = "she was at her friend's".into());
    assert!(words.contains(&RecordsFault::NoLabel("sex".into())), "{words:?}");
    let fine = changed(&|lines| lines[1][2] = "BAFR".into());
    assert!(!fine.is_empty());
    let split = changed(&|lines| {
        for line in &mut lines[1..3] {
            for cell in &mut line[1..6] {
                *cell = "SUPP".into();
            }
        }
    });
    assert!(split.contains(&RecordsFault::FewChildren), "{split:?}");
    let gone = changed(&|lines| {
        lines.pop();
    });
    assert!(gone.contains(&RecordsFault::LeftOut), "{gone:?}");
    let key = changed(&|lines| lines[0][0] = "child".into());
    assert_eq!(key, BTreeSet::from([RecordsFault::Columns]));
    let twice = check(&release.files, &profile, &rows, &vec![release.behind[0]; rows.len()]);
    assert!(twice.contains(&RecordsFault::NobodysRow), "{twice:?}");
    // What was told, shown as it was recorded: single items stand out.
    let told = changed(&|lines| {
        for (line, behind) in lines[1..].iter_mut().zip(&release.behind) {
            line[6] = rows[*behind].sets["reasons"].iter().cloned().collect::<Vec<_>>().join("|");
        }
    });
    assert!(told.contains(&RecordsFault::FewWithItems("reasons".into())), "{told:?}");
}

#[test]
fn a_reissue_that_shows_a_change_of_a_few_children_is_noticed() {
    let profile = small();
    let rows = rows_for(&profile, 60, 150, 4);
    let first = HeldRecords::of(&made(&profile, &rows, &[]).unwrap(), &rows);
    assert_eq!(exposed_records(std::slice::from_ref(&first), 5), None);
    assert_eq!(exposed_records(&[first.clone(), first.clone()], 5), None);
    let late = rows_for(&profile, 61, 151, 4);
    let mut more = rows.clone();
    more.push(EpisodeRow { episode: 9_000, child: 9_000, ..late[60].clone() });
    let second = HeldRecords::of(&made(&profile, &more, &[]).unwrap(), &more);
    assert!(exposed_records(&[first, second], 5).is_some());
}

/// Somebody who has the topic tables sees how many rows are missing here.
#[test]
fn rows_of_fewer_than_five_children_are_never_left_out() {
    let profile = small();
    for seed in 0..60 {
        let rows = rows_for(&profile, 50, 120, seed + 500);
        let Ok(release) = made(&profile, &rows, &[]) else { continue };
        let there: BTreeSet<usize> = release.behind.iter().copied().collect();
        let out: BTreeSet<u128> =
            (0..rows.len()).filter(|at| !there.contains(at)).map(|at| rows[at].child).collect();
        assert!(out.is_empty() || out.len() >= 5, "seed {seed}");
    }
}

#[test]
fn the_schema_that_comes_with_the_rows_takes_every_one_of_them() {
    let profile = small();
    let rows = rows_for(&profile, 60, 150, 4);
    let release = made(&profile, &rows, &[]).unwrap();
    let schema = release.files.iter().find(|f| f.name == "release.schema.json").unwrap();
    let schema: serde_json::Value = serde_json::from_slice(&schema.bytes).unwrap();
    let row = &schema["$defs"]["row of episodes.csv"];
    assert_eq!(row["additionalProperties"], false);
    let text = text(&release);
    let heading: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    assert_eq!(row["required"], serde_json::json!(heading));
    for line in text.lines().skip(1) {
        for (name, cell) in heading.iter().zip(line.split(',')) {
            let of = &row["properties"][*name];
            let codes: Vec<&str> = match of["enum"].as_array() {
                Some(codes) => codes.iter().filter_map(|code| code.as_str()).collect(),
                None => {
                    let pattern = of["pattern"].as_str().unwrap();
                    pattern[2..pattern.find(')').unwrap()].split('|').collect()
                }
            };
            assert!(cell.split('|').all(|item| codes.contains(&item)), "{name}: {cell}");
        }
    }
}

#[test]
fn a_request_without_a_purpose_and_a_child_with_most_rows_are_refused() {
    let profile = small();
    let rows = rows_for(&profile, 30, 70, 1);
    let mut draws = Draws(5);
    let tools = Tools { hash: &hash, below: &mut |n| draws.below(n) };
    let asked = Request { purpose: String::new(), ..request() };
    assert_eq!(make(&profile, &rows, &[], &asked, tools), Err(Refusal::NoPurpose));
    assert_eq!(made(&profile, &[], &[]), Err(Refusal::NoEpisodes { period: request().period }));
    let most: Vec<EpisodeRow> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| EpisodeRow { child: u128::try_from(at.min(9)).unwrap(), ..row.clone() })
        .collect();
    assert!(matches!(made(&profile, &most, &[]), Err(Refusal::RecordsNotMade(_))));
}
