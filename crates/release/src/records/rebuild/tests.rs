use proptest::collection::vec;
use proptest::prelude::*;

use super::super::grid::Draft;
use super::super::{Hierarchy, Input, Quasi, Rules, Sensitive, top_down};
use super::*;

/// One row: its person, what is known of it, and what it says.
type Drawn = (u32, [u32; 2], u32);

fn rows() -> impl Strategy<Value = Vec<Drawn>> {
    vec((0..20_u32, [0..8_u32, 0..8_u32], 0..3_u32), 10..120)
}

/// Leaves in an order in which those under one node do not stand beside each other.
fn hierarchy() -> Hierarchy {
    let lines =
        ["0;a;x;*", "1;b;x;*", "2;c;y;*", "3;d;y;*", "4;a;x;*", "5;b;x;*", "6;c;y;*", "7;d;y;*"];
    let cells: Vec<Vec<String>> =
        lines.iter().map(|line| line.split(';').map(str::to_owned).collect()).collect();
    Hierarchy::new("known", &cells).unwrap()
}

/// The rows with so many columns, whose answers are those that were drawn, in turn.
fn input(rows: &[Drawn], columns: usize) -> Input {
    let column = |j: usize| Quasi {
        name: format!("known {j}"),
        hierarchy: hierarchy(),
        floor: u8::from(j == 1),
        weight: 1000,
        leaves: rows.iter().map(|row| (row.1[j % 2] + u32::try_from(j / 2).unwrap()) % 8).collect(),
    };
    Input {
        people: rows.iter().map(|row| row.0).collect(),
        quasi: (0..columns).map(column).collect(),
        sensitive: vec![Sensitive {
            name: "harm".into(),
            items: vec!["none".into(), "harm".into(), "loss".into()],
            none: Some(0),
            sets: rows.iter().map(|row| vec![row.2]).collect(),
        }],
    }
}

const RULES: Rules = Rules { k: 3, l: 1, dominance: 600, homogeneity: 1000, drop_cap: 0 };

/// The classes that splitting gives, and those after the search.
fn searched(grid: &Grid<'_>) -> (Vec<Group>, Vec<Group>) {
    let before = top_down::drafted(grid).groups;
    let after = rebuilt(grid, &before);
    (before, after)
}

fn sorted(groups: &[Group]) -> Vec<u32> {
    let mut rows: Vec<u32> = groups.iter().flat_map(|group| group.rows.clone()).collect();
    rows.sort_unstable();
    rows
}

fn lost(grid: &Grid<'_>, groups: &[Group]) -> u64 {
    grid.loss_of(&Draft { groups: groups.to_vec(), dropped: Vec::new() })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn the_same_rows_stand_in_classes_that_hold_and_lose_no_more(
        rows in rows(), columns in prop_oneof![Just(2_usize), Just(9)],
    ) {
        let input = input(&rows, columns);
        let grid = Grid::new(&input, &RULES).unwrap();
        let (before, after) = searched(&grid);
        prop_assert_eq!(sorted(&before), sorted(&after));
        prop_assert!(after.iter().all(|group| grid.people_hold(&group.rows)));
        prop_assert!(lost(&grid, &after) <= lost(&grid, &before));
    }

    #[test]
    fn what_rows_say_moves_none_of_them(rows in rows(), said in vec(0..3_u32, 120)) {
        let mut other = rows.clone();
        for (row, said) in other.iter_mut().zip(said) {
            row.2 = said;
        }
        let (one, two) = (input(&rows, 2), input(&other, 2));
        let [one, two] = [&one, &two].map(|input| {
            let before = top_down::drafted(&Grid::new(input, &RULES).unwrap()).groups;
            // A rule about what is said is there, and is not asked.
            let rules = Rules { l: 2, homogeneity: 500, ..RULES };
            let after = rebuilt(&Grid::new(input, &rules).unwrap(), &before);
            after.into_iter().map(|group| (group.levels, group.rows)).collect::<Vec<_>>()
        });
        prop_assert_eq!(one, two);
    }

    #[test]
    fn an_extent_loses_what_its_label_loses(rows in rows(), some in vec(0..10_u32, 1..6)) {
        let input = input(&rows, 2);
        let grid = Grid::new(&input, &RULES).unwrap();
        let space = Space::<8>::new(&grid).unwrap();
        let mut group = Group { levels: vec![3, 3], rows: some };
        tighten(&grid, &mut group);
        let points = group.rows.iter().map(|row| *space.point(*row));
        let extent = points.reduce(|one, two| one.with(&two)).unwrap();
        prop_assert_eq!(u64::from(space.loss(&extent)), grid.row_loss(&group));
    }
}

#[test]
fn a_row_that_stands_wrong_is_put_right() {
    // Two kinds of rows, one of each in the class of the other. Moving either alone loses more.
    let kind = |kind: u32| (0..4).map(move |person| (kind * 4 + person, [kind * 2, kind * 2], 0));
    let rows: Vec<Drawn> = kind(0).chain(kind(1)).collect();
    let input = input(&rows, 2);
    let rules = Rules { k: 4, ..RULES };
    let grid = Grid::new(&input, &rules).unwrap();
    let mixed = [[0, 1, 2, 4], [3, 5, 6, 7]].map(|rows| {
        let mut group = Group { levels: vec![3, 3], rows: rows.to_vec() };
        tighten(&grid, &mut group);
        group
    });
    let after = rebuilt(&grid, &mixed);
    let mut rows: Vec<Vec<u32>> = after.into_iter().map(|group| group.rows).collect();
    rows.sort();
    assert_eq!(rows, [[0, 1, 2, 3], [4, 5, 6, 7]]);
}

#[test]
fn a_table_of_more_columns_than_can_be_looked_up_is_left_as_it_is() {
    let rows: Vec<Drawn> = (0..40).map(|row| (row % 20, [row % 8, row / 8], 0)).collect();
    let input = input(&rows, 17);
    let (before, after) = searched(&Grid::new(&input, &RULES).unwrap());
    let rows = |groups: &[Group]| groups.iter().map(|group| group.rows.clone()).collect::<Vec<_>>();
    assert_eq!(rows(&before), rows(&after));
}
