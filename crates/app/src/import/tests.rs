use std::collections::BTreeMap;
use std::fmt::Write as _;

use homeward_casework::Origin;
use homeward_store::{EpisodeRow, KeptAnswer};
use uuid::Uuid;

use super::import_files;
use crate::api::door::Role;
use crate::api::import::{ImportAsk, ImportSummary};
use crate::roles::Act;
use crate::session::Homeward;
use crate::store_for_tests::{AUTHORITY, made_by};

struct World {
    folder: tempfile::TempDir,
    home: Homeward,
}

impl World {
    fn new() -> Self {
        let (folder, home) = made_by(Role::Worker);
        Self { folder, home }
    }

    fn ask(&self, header: &str, missing: &str) -> ImportAsk {
        let write = |name: &str, text: &str| {
            let path = self.folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path.display().to_string()
        };
        ImportAsk {
            authority: AUTHORITY.into(),
            header: write("header.csv", header),
            missing: write("missing.csv", missing),
            skip_wrong: false,
            dry_run: false,
        }
    }

    fn import(&self, header: &str, missing: &str) -> ImportSummary {
        import_files(&self.home, &self.ask(header, missing)).unwrap()
    }

    /// Every child with all records and answers: what must stay as it is.
    fn everything(&self) -> BTreeMap<Uuid, Vec<(Uuid, u64, Vec<KeptAnswer>)>> {
        self.home
            .with(Act::Read, |open| {
                let reader = open.store.read()?;
                let mut all = BTreeMap::new();
                for child in reader.newest_children(10_000)? {
                    let mut records = Vec::new();
                    for record in reader.records_of(child.id)? {
                        records.push((record.id, record.version, reader.answers(record.id)?));
                    }
                    all.insert(child.id, records);
                }
                Ok(all)
            })
            .unwrap()
    }

    fn episodes(&self, local_id: &str) -> Vec<EpisodeRow> {
        self.home
            .with(Act::Read, |open| {
                let reader = open.store.read()?;
                let child = reader.find_child(AUTHORITY, local_id)?.unwrap();
                Ok(reader.episodes_of(child)?)
            })
            .unwrap()
    }
}

const HEADER: &str = "CHILD,SEX,DOB,ETHNIC\nEX1,1,01/02/2011,WBRI\nEX2,F,03/04/2012,BAFR\n";
const COLUMNS: &str = "CHILD,DOB,MISSING,MIS_START,MIS_END\n";

fn missing(rows: &str) -> String {
    format!("{COLUMNS}{rows}")
}

#[test]
fn a_date_of_the_return_stays_a_date_and_the_episode_is_history() {
    let world = World::new();
    world.import(HEADER, &missing("EX1,01/02/2011,M,28/08/2025,13/09/2025\n"));
    let episode = &world.episodes("EX1")[0];
    let (start, end) = (episode.missing_from.as_ref().unwrap(), episode.returned.as_ref().unwrap());
    assert_eq!((start.text.as_str(), end.text.as_str()), ("2025-08-28", "2025-09-13"));
    assert_eq!((start.to - start.from).num_seconds(), 86_399);
    assert_eq!(episode.origin, Origin::Imported);
    assert_eq!(episode.dfe_missing_type.as_deref(), Some("M"));
    let open = world.home.with(Act::Read, |open| Ok(open.store.read()?.work_count()?)).unwrap();
    assert_eq!(open, 0);
}

#[test]
fn only_children_with_an_episode_come_in() {
    let world = World::new();
    let said = world.import(HEADER, &missing("EX2,03/04/2012,A,28/08/2025,\n"));
    assert_eq!((said.new, said.new_children), (1, 1));
    assert_eq!(world.everything().len(), 1);
    assert!(world.episodes("EX2")[0].returned.is_none());
}

#[test]
fn a_refused_import_leaves_every_record_and_answer_as_it_was() {
    let world = World::new();
    world.import(HEADER, &missing("EX1,01/02/2011,M,28/08/2025,13/09/2025\n"));
    let before = world.everything();
    for rows in [
        "EX1,01/02/2011,M,30/09/2025,01/10/2025\nEX2,03/04/2012,X,28/08/2025,\n",
        "EX1,01/02/2011,M,30/09/2025,01/10/2025\nEX1,01/02/2011,M,30/09/2025,01/10/2025\n",
        "EX2,03/04/2012,M,30/02/2025,\n",
    ] {
        let said = world.import(HEADER, &missing(rows));
        assert_eq!((said.wrong, said.written), (1, false), "{}", said.sentence);
        assert_eq!(world.everything(), before);
    }
    let mut look = world.ask(HEADER, &missing("EX2,03/04/2012,M,28/08/2025,\n"));
    look.dry_run = true;
    assert_eq!(import_files(&world.home, &look).unwrap().new, 1);
    assert_eq!(world.everything(), before);
    // The same file again.
    world.import(HEADER, &missing("EX1,01/02/2011,M,28/08/2025,13/09/2025\n"));
    assert_eq!(world.everything(), before);
}

#[test]
fn an_end_that_is_known_later_is_added_once_and_nothing_else_is_written_over() {
    let world = World::new();
    world.import(HEADER, &missing("EX1,01/02/2011,M,28/08/2025,\n"));
    let said = world.import(HEADER, &missing("EX1,01/02/2011,M,28/08/2025,13/09/2025\n"));
    assert_eq!((said.new, said.already), (0, 1));
    assert!(said.problems[0].sentence.contains("The day of the return is added"));
    assert_eq!(world.episodes("EX1")[0].returned.as_ref().unwrap().text, "2025-09-13");
    let before = world.everything();
    let other = world.import(HEADER, &missing("EX1,01/02/2011,M,28/08/2025,14/09/2025\n"));
    assert_eq!(other.already, 1);
    assert!(other.problems[0].sentence.contains("another end"), "{:?}", other.problems);
    assert_eq!(world.everything(), before);
}

#[test]
fn the_same_id_with_another_birthday_is_another_child_and_wrong() {
    let world = World::new();
    world.import(HEADER, &missing("EX1,01/02/2011,M,28/08/2025,13/09/2025\n"));
    let header = HEADER.replace("01/02/2011", "01/02/2012");
    let said = world.import(&header, &missing("EX1,01/02/2012,M,01/11/2025,02/11/2025\n"));
    assert_eq!((said.new, said.wrong, said.written), (0, 1, false));
    assert_eq!(said.problems[0].column.as_deref(), Some("DOB"));
    assert!(!said.list_csv.contains("2012"), "no value of a row is in the list");
}

#[test]
fn an_overlap_with_what_is_here_comes_in_with_a_flag() {
    let world = World::new();
    world.import(HEADER, &missing("EX1,01/02/2011,M,01/09/2025,20/09/2025\n"));
    let said = world.import(HEADER, &missing("EX1,01/02/2011,A,10/09/2025,12/09/2025\n"));
    assert_eq!((said.new, said.flagged), (1, 1));
    assert_eq!(said.problems[0].rule.as_deref(), Some("574"));
    let late = &world.episodes("EX1")[1];
    let flags =
        world.home.with(Act::Read, |open| Ok(open.store.read()?.flags_of(late.id)?)).unwrap();
    assert_eq!(flags[0].rule, "574");
    assert_eq!(flags[0].detail, "missing.csv line 2");
}

#[test]
fn the_list_tells_of_every_row_what_becomes_of_it() {
    let world = World::new();
    let rows = missing("EX1,01/02/2011,M,28/08/2025,13/09/2025\nEX1,01/02/2011,Q,28/08/2025,\n");
    let said = world.import(HEADER, &rows);
    let lines: Vec<&str> = said.list_csv.lines().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1], "missing.csv,2,new,,,");
    assert!(lines[2].starts_with("missing.csv,3,wrong,MISSING,,"), "{}", lines[2]);
}

/// Many children with one episode each.
fn many(children: u32) -> (String, String) {
    let mut header = "CHILD,SEX,DOB,ETHNIC\n".to_owned();
    let mut rows = String::new();
    for number in 0..children {
        let born = format!("{:02}/{:02}/2011", 1 + number % 28, 1 + number % 12);
        writeln!(header, "EX{number},F,{born},WBRI").unwrap();
        writeln!(rows, "EX{number},{born},M,{:02}/08/2025,", 1 + number % 28).unwrap();
    }
    (header, missing(&rows))
}

#[test]
fn a_stopped_import_leaves_whole_batches_and_the_next_run_completes_it() {
    let world = World::new();
    let (header, rows) = many(1_500);
    let ask = world.ask(&header, &rows);
    let said = std::thread::scope(|scope| {
        let import = scope.spawn(|| import_files(&world.home, &ask).unwrap());
        // Wait for the first batch, then ask it to stop.
        loop {
            match world.home.progress().unwrap() {
                Some(progress) if progress.of > 0 && progress.done > 0 => break,
                _ => std::thread::yield_now(),
            }
        }
        world.home.cancel().unwrap();
        import.join().unwrap()
    });
    let counts = world.home.status().unwrap();
    assert!(counts.episodes > 0 && counts.episodes < 1_500, "{}", counts.episodes);
    assert_eq!(counts.episodes % 200, 0);
    assert_eq!(counts.children, counts.episodes);
    assert!(
        said.sentence.contains(&format!("{} episodes were in", counts.episodes)),
        "{}",
        said.sentence
    );

    let rest = import_files(&world.home, &ask).unwrap();
    assert_eq!(u64::from(rest.already), counts.episodes);
    assert_eq!(u64::from(rest.new), 1_500 - counts.episodes);
    assert_eq!(world.home.status().unwrap().episodes, 1_500);
}

#[test]
fn other_commands_run_between_the_batches_of_an_import() {
    let world = World::new();
    let (header, rows) = many(800);
    let ask = world.ask(&header, &rows);
    let between = std::thread::scope(|scope| {
        let import = scope.spawn(|| import_files(&world.home, &ask).unwrap());
        let mut between = 0;
        while !import.is_finished() {
            let episodes = world.home.status().unwrap().episodes;
            between += u32::from(episodes > 0 && episodes < 800);
        }
        between
    });
    assert!(between > 0);
}

#[test]
fn a_row_that_breaks_a_consistency_check_comes_in_and_is_named_by_line_and_rule() {
    let world = World::new();
    let header = "CHILD,SEX,DOB,ETHNIC\nEX1,1,01/02/2008,WBRI\nEX2,F,03/04/2012,BAFR\n";
    let rows = "EX1,01/02/2008,M,20/01/2026,10/02/2026\nEX2,03/04/2012,M,28/08/2025,29/08/2025\n";
    let said = world.import(header, &missing(rows));
    assert_eq!((said.new, said.wrong, said.flagged), (2, 0, 0));
    let [found] = said.problems.as_slice() else { panic!("{:?}", said.problems) };
    assert_eq!((found.line, found.severity.as_str()), (2, "check"));
    assert_eq!(found.rule.as_deref(), Some("returned_as_adult"));
    let check = homeward_casework::checks::by_id("returned_as_adult").unwrap();
    assert_eq!(found.sentence, check.sentence);
    assert!(said.list_csv.contains("returned_as_adult"));
    assert_eq!(world.episodes("EX1").len(), 1);
}

#[test]
fn a_rule_of_the_return_that_a_row_breaks_is_said_once() {
    let world = World::new();
    let rows = "EX1,01/02/2011,M,28/08/2025,20/08/2025\n";
    let said = world.import(HEADER, &missing(rows));
    let rules: Vec<&str> = said.problems.iter().filter_map(|one| one.rule.as_deref()).collect();
    assert_eq!(rules, ["567"], "{:?}", said.problems);
}
