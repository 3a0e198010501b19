//! What all tables of a release say together, and the mending of what they should not.

use homeward_release::{Row, audit};

use crate::sample::{made, profile, rows};

/// Made-up years of few children, in which tables tell most together.
fn small_years() -> impl Iterator<Item = (u64, Vec<Row>)> {
    (0..150).map(|seed| (seed, rows(20 + seed % 8 * 10, 50 + seed % 8 * 25, seed + 100)))
}

#[test]
fn tables_that_together_would_tell_of_a_few_are_merged_further() {
    let mut mended = 0;
    for (seed, rows) in small_years() {
        let Ok(release) = made(&profile(), &rows, seed) else { continue };
        let found = audit::of_release(&release.files, 5, &rows).unwrap();
        assert_eq!(found.exposures, [], "seed {seed}");
        mended += usize::from(!release.audited.merged_further.is_empty());
    }
    assert!(mended > 0, "no release of these ever needs mending, so nothing was tried");
    println!("{mended} releases were merged further");
}
