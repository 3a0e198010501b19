use homeward_vault::random_id;

use super::*;
use crate::testing::{World, second};

#[test]
fn an_import_counts_what_became_of_its_rows() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    let run = random_id();
    let row = |line, outcome| ImportRow { line, outcome, record: None, reason: None };
    world.now = 3;
    world.act(|tx| {
        tx.start_import(run, "ssda903", "E09000012", "00ff")?;
        tx.add_import_rows(
            run,
            &[
                ImportRow { record: Some(child), ..row(2, RowOutcome::New) },
                row(3, RowOutcome::Already),
                ImportRow { reason: Some("bad_date"), ..row(4, RowOutcome::Wrong) },
            ],
        )
    });
    world.act(|tx| tx.add_import_rows(run, &[row(5, RowOutcome::New)]));
    let unfinished = world.read().imports().unwrap().remove(0);
    assert_eq!(unfinished.counts, ImportCounts { new: 2, already: 1, wrong: 1 });
    assert_eq!(unfinished.finished_at, None);
    world.now = 4;
    world.act(|tx| tx.finish_import(run));
    let finished = world.read().imports().unwrap().remove(0);
    assert_eq!((finished.at, finished.finished_at), (second(3), Some(second(4))));
    assert_eq!((&*finished.source, &*finished.authority), ("ssda903", "E09000012"));
    assert_eq!((finished.id, &*finished.file_hash), (run, "00ff"));
}

#[test]
fn rows_of_an_import_that_never_began_are_refused() {
    let mut world = World::new();
    let run = random_id();
    let fault = world.try_act(|tx| tx.add_import_rows(run, &[])).unwrap_err();
    assert_eq!(fault, Fault::UnknownImport(run));
    let fault = world.try_act(|tx| tx.finish_import(run)).unwrap_err();
    assert_eq!(fault, Fault::UnknownImport(run));
}
