//! Sequential covering: whole-column levels from the finest to the coarsest, and at each the
//! classes that hold are taken out.

use super::grid::{Draft, Grid, Group, long};
use super::hierarchy::place;
use super::leftovers;

/// Up to which loss of a whole row, in thousandths of all, classes are taken out. What is left then
/// joins them. Which is best differs from table to table, so each is tried.
const STOPS: [u64; 4] = [350, 450, 600, 1000];

/// One way to show all columns: a level for each.
struct Lattice {
    loss: u64,
    levels: Vec<u8>,
}

/// A class while it is counted. Rows come person by person, so one look at the last person is
/// enough to count people.
#[derive(Clone, Copy, Default)]
struct Slot {
    key: u64,
    /// In which walk it was last used.
    walk: u32,
    last: u32,
    people: u32,
    rows: u32,
    run: u32,
    longest: u32,
    /// Place in the classes that hold, plus one.
    taken: u32,
}

/// Solutions that differ in when the rest is left to join.
pub(super) fn drafted(grid: &Grid<'_>) -> Vec<Draft> {
    let nodes = lattice(grid);
    let keys = keys(grid);
    let mut rest: Vec<u32> = (0..u32::try_from(grid.rows()).unwrap_or(u32::MAX)).collect();
    let mut groups: Vec<Group> = Vec::new();
    let mut counter = Counter::new(grid);
    let mut drafts = Vec::new();
    let mut stops = STOPS.iter();
    let mut stop = stops.next();
    for node in &nodes {
        while let Some(at) = stop
            && node.loss * 1000 > *at * grid.row_most * long(grid.rows())
        {
            drafts.push(leftovers::joined(grid, groups.clone(), &rest));
            stop = stops.next();
        }
        if rest.len() < place(grid.rules.k) {
            break;
        }
        counter.walk(grid, &keys, node, &mut rest, &mut groups);
    }
    drafts.push(leftovers::joined(grid, groups, &rest));
    drafts
}

/// All combinations of levels that can matter, from the least loss up.
fn lattice(grid: &Grid<'_>) -> Vec<Lattice> {
    let mut all = vec![Lattice { loss: 0, levels: Vec::new() }];
    for (j, column) in grid.columns.iter().enumerate() {
        let mut choices: Vec<(u64, u8)> = Vec::new();
        for level in column.floor..column.levels {
            let loss: u64 = (0..grid.rows())
                .map(|row| {
                    let row = u32::try_from(row).unwrap_or(u32::MAX);
                    column.loss[place(grid.node(row, j, level))]
                })
                .sum();
            // A level that shows everything as the one below does is the same way again.
            if choices.last().is_none_or(|(before, _)| *before != loss) {
                choices.push((loss, u8::try_from(level).unwrap_or(u8::MAX)));
            }
        }
        all = all
            .iter()
            .flat_map(|start| {
                choices.iter().map(move |(loss, level)| Lattice {
                    loss: start.loss + loss,
                    levels: start.levels.iter().copied().chain([*level]).collect(),
                })
            })
            .collect();
    }
    all.sort_by(|a, b| (a.loss, &a.levels).cmp(&(b.loss, &b.levels)));
    all
}

/// For each column and level, what each leaf adds to the key of a class: `keys[column][level][leaf]`.
fn keys(grid: &Grid<'_>) -> Vec<Vec<Vec<u64>>> {
    let mut factor: u64 = 1;
    let mut keys = Vec::new();
    for column in &grid.columns {
        let at = |level: usize| -> Vec<u64> {
            (0..column.leaves)
                .map(|leaf| {
                    u64::from(column.chain[leaf * column.levels + level]).wrapping_mul(factor)
                })
                .collect()
        };
        keys.push((0..column.levels).map(at).collect());
        factor = factor.wrapping_mul(long(column.nodes).max(1));
    }
    keys
}

/// Counts the classes of one combination of levels.
struct Counter {
    slots: Vec<Slot>,
    mask: usize,
    shift: u32,
    walk: u32,
    slot_of: Vec<u32>,
}

impl Counter {
    fn new(grid: &Grid<'_>) -> Self {
        let many = (grid.rows() * 2).next_power_of_two().max(16);
        Self {
            slots: vec![Slot::default(); many],
            mask: many - 1,
            shift: 64 - many.trailing_zeros(),
            walk: 0,
            slot_of: vec![0; grid.rows()],
        }
    }

    /// Takes the classes that hold out of `rest` and puts them into `groups`.
    fn walk(
        &mut self,
        grid: &Grid<'_>,
        keys: &[Vec<Vec<u64>>],
        node: &Lattice,
        rest: &mut Vec<u32>,
        groups: &mut Vec<Group>,
    ) {
        self.walk += 1;
        let parts: Vec<&[u64]> =
            keys.iter().zip(&node.levels).map(|(k, l)| k[usize::from(*l)].as_slice()).collect();
        let many = parts.len();
        let k = grid.rules.k;
        let mut enough = false;
        for (at, &row) in rest.iter().enumerate() {
            let start = place(row) * many;
            let leaves = &grid.leaves[start..start + many];
            let key = parts
                .iter()
                .zip(leaves)
                .fold(0_u64, |key, (part, leaf)| key.wrapping_add(part[place(*leaf)]));
            let found = self.find(key);
            self.slot_of[at] = u32::try_from(found).unwrap_or(u32::MAX);
            let person = grid.person[place(row)];
            let slot = &mut self.slots[found];
            slot.rows += 1;
            if slot.people > 0 && slot.last == person {
                slot.run += 1;
            } else {
                slot.people += 1;
                slot.run = 1;
                slot.last = person;
                enough |= slot.people >= k;
            }
            slot.longest = slot.longest.max(slot.run);
        }
        if enough {
            self.take(grid, node, rest, groups);
        }
    }

    /// The slot of a key, fresh in this walk.
    fn find(&mut self, key: u64) -> usize {
        let hash = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift;
        let mut at = usize::try_from(hash).unwrap_or(0);
        loop {
            let slot = &mut self.slots[at];
            if slot.walk != self.walk {
                *slot = Slot { key, walk: self.walk, ..Slot::default() };
                return at;
            }
            if slot.key == key {
                return at;
            }
            at = (at + 1) & self.mask;
        }
    }

    fn take(
        &mut self,
        grid: &Grid<'_>,
        node: &Lattice,
        rest: &mut Vec<u32>,
        groups: &mut Vec<Group>,
    ) {
        let mut found: Vec<Group> = Vec::new();
        for (at, &row) in rest.iter().enumerate() {
            let slot = &mut self.slots[place(self.slot_of[at])];
            let holds = slot.people >= grid.rules.k
                && grid.rules.share_holds(place(slot.longest), place(slot.rows));
            if !holds {
                continue;
            }
            if slot.taken == 0 {
                found.push(Group { levels: node.levels.clone(), rows: Vec::new() });
                slot.taken = u32::try_from(found.len()).unwrap_or(u32::MAX);
            }
            found[place(slot.taken) - 1].rows.push(row);
        }
        let holding: Vec<bool> = found.iter().map(|g| grid.answers_hold(&g.rows)).collect();
        let mut at = 0;
        rest.retain(|_| {
            let taken = self.slots[place(self.slot_of[at])].taken;
            at += 1;
            taken == 0 || !holding[place(taken) - 1]
        });
        groups.extend(found.into_iter().zip(holding).filter(|(_, holds)| *holds).map(|(g, _)| g));
    }
}
