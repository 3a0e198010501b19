//! Years that nobody who has tables of every two of three answers can tell from the true one.
//!
//! Take an episode with the codes *a, b, c* of three answers, and three others with *a, b', c'*,
//! *a', b, c'* and *a', b', c*. Had these four been *a', b, c*, *a, b', c*, *a, b, c'* and *a', b', c'*,
//! every table of two of the answers would be what it is (the move of Diaconis and Sturmfels for tables
//! of three, Annals of Statistics 26, 1998). So a group that such moves leave empty may be empty, for
//! all that anybody can know, and no programme has to be solved to say so.

use super::grid::Grid;

/// The episodes of a grid of three variables when such moves have left a group empty: `counts` are
/// those of the grid, `sides` the atoms of the group.
///
/// Moves are taken as they come. None says nothing: others may have left it empty.
pub(super) fn without(grid: &Grid, counts: &[i64], sides: &[&[usize]]) -> Option<Vec<i64>> {
    let [_, height, depth] = *grid.widths.as_slice() else { return None };
    let at = |[a, b, c]: [usize; 3]| (a * height + b) * depth + c;
    let others = |variable: usize| -> Vec<usize> {
        (0..grid.widths[variable]).filter(|atom| !sides[variable].contains(atom)).collect()
    };
    let (of_a, of_b, of_c) = (others(0), others(1), others(2));
    let mut now = counts.to_vec();
    for cell in grid.rectangle(sides) {
        let cell = cell - grid.first;
        let [a, b, c] = [cell / (height * depth), cell / depth % height, cell % depth];
        while now[cell] > 0 {
            let pairs = of_a.iter().flat_map(|d| of_b.iter().map(move |e| [*d, *e]));
            let ([d, e], f) = pairs
                .filter(|&[d, e]| now[at([d, e, c])] > 0)
                .flat_map(|two| of_c.iter().map(move |f| (two, *f)))
                .find(|&([d, e], f)| now[at([d, b, f])] > 0 && now[at([a, e, f])] > 0)?;
            for taken in [[a, b, c], [a, e, f], [d, b, f], [d, e, c]] {
                now[at(taken)] -= 1;
            }
            for given in [[d, b, c], [a, e, c], [a, b, f], [d, e, f]] {
                now[at(given)] += 1;
            }
        }
    }
    Some(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Counts of a grid, by two of its variables.
    fn margin(grid: &Grid, counts: &[i64], without: usize) -> Vec<i64> {
        let sum = |cells: Vec<usize>| cells.iter().map(|cell| counts[cell - grid.first]).sum();
        grid.margin(without).into_iter().map(sum).collect()
    }

    fn grid(widths: Vec<usize>) -> Grid {
        Grid { scope: vec![0, 1, 2], widths, first: 7 }
    }

    proptest! {
        #[test]
        fn a_year_with_a_group_less_has_the_tables_of_the_true_one(
            counts in prop::collection::vec(0_i64..4, 36),
            sides in (
                prop::sample::subsequence(vec![0_usize, 1, 2], 1..3),
                prop::sample::subsequence(vec![0_usize, 1, 2, 3], 1..4),
                prop::sample::subsequence(vec![0_usize, 1, 2], 1..3),
            ),
        ) {
            let grid = grid(vec![3, 4, 3]);
            let sides = [sides.0.as_slice(), sides.1.as_slice(), sides.2.as_slice()];
            if let Some(now) = without(&grid, &counts, &sides) {
                prop_assert!(now.iter().all(|count| *count >= 0));
                prop_assert!(grid.rectangle(&sides).iter().all(|cell| now[cell - 7] == 0));
                for left_out in 0..3 {
                    let (before, after) = (&counts, &now);
                    prop_assert_eq!(margin(&grid, before, left_out), margin(&grid, after, left_out));
                }
            }
        }
    }

    #[test]
    fn four_episodes_move_and_leave_one_place_empty() {
        let grid = grid(vec![2, 2, 2]);
        // a b c, a b' c', a' b c' and a' b' c.
        let counts = [1, 0, 0, 1, 0, 1, 1, 0];
        let now = without(&grid, &counts, &[&[0], &[0], &[0]]);
        assert_eq!(now, Some(vec![0, 1, 1, 0, 1, 0, 0, 1]));
    }

    #[test]
    fn what_only_one_year_explains_is_not_moved() {
        let grid = grid(vec![2, 2, 2]);
        assert_eq!(without(&grid, &[1, 0, 0, 1, 0, 0, 0, 0], &[&[0], &[0], &[0]]), None);
    }
}
