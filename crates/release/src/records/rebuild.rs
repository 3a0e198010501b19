//! Local search on a whole solution: a few classes that are near each other are taken apart, and
//! their rows put together anew.
//!
//! Covering and splitting are greedy: a row stays in the first class that held, and a class that
//! has one odd row is broad for all of them. Moving single rows seldom mends that, since most moves
//! lose more at first. So up to [`MOST_PARTS`] classes are taken apart at once: from a row that is
//! drawn, a class grows by the row that makes it least broad, until it has k people, and then
//! another; what is left joins where it costs least, and rows are moved between the new classes
//! while that helps. The new classes stay only where they lose less in all than the old ones.
//!
//! Nothing is looked at but the columns that somebody may know, and whose rows they are. A rule about
//! a sensitive column plays no part here, since that a row was *not* moved could then only mean that
//! a class would break the rule, which tells somebody who runs this program what the row says. A
//! class that breaks such a rule afterwards is put together with others (`refine.rs`).
//!
//! Draws are those of a fixed sequence, and the work is counted and not timed, so the same rows give
//! the same classes on every machine.

use super::draws::Draws;
use super::extent::{Extent, Space};
use super::grid::{Grid, Group, long};
use super::hierarchy::place;
use super::top_down::tighten;

#[cfg(test)]
mod tests;

/// How much is looked at for each row, and in all. One look is what one row would make a class lose.
const LOOKS_FOR_A_ROW: u64 = 4_000;
const MOST_LOOKS: u64 = 24_000_000;
/// How many classes are taken apart at once, and how many rows at most.
const MOST_PARTS: usize = 5;
const MOST_ROWS: usize = 200;
/// Of how many rows the nearest is taken, to find a class that is near.
const LOOKED_AT_FOR_NEAREST: usize = 100;
/// Of how many rows the one is taken whose class loses most.
const DRAWN_FOR_LOSS: u32 = 3;
/// How often rows are moved between new classes, at most.
const ROUNDS: usize = 3;
/// A row that was dropped stands in no class.
const NO_PART: u32 = u32::MAX;

/// A solution that loses no more, if rules about sensitive columns are left aside.
pub(super) fn rebuilt(grid: &Grid<'_>, groups: &[Group]) -> Vec<Group> {
    if let Some(space) = Space::<8>::new(grid) {
        Search::new(grid, &space, groups).ended()
    } else if let Some(space) = Space::<16>::new(grid) {
        Search::new(grid, &space, groups).ended()
    } else {
        groups.to_vec()
    }
}

/// A class, while the search goes on.
#[derive(Debug, Clone)]
struct Part<const W: usize> {
    rows: Vec<u32>,
    extent: Extent<W>,
    /// What each of its rows loses.
    loss: u32,
    people: usize,
}

impl<const W: usize> Part<W> {
    fn total(&self) -> u64 {
        u64::from(self.loss) * long(self.rows.len())
    }
}

struct Search<'a, const W: usize> {
    grid: &'a Grid<'a>,
    space: &'a Space<W>,
    k: usize,
    parts: Vec<Part<W>>,
    /// The place of each row's class.
    part_of: Vec<u32>,
    /// What a row will lose at the least, by experience: four fifths of what it loses now.
    guess: Vec<u32>,
    /// When a person was last counted.
    counted: Vec<u32>,
    count: u32,
    draws: Draws,
    looks: u64,
}

impl<'a, const W: usize> Search<'a, W> {
    fn new(grid: &'a Grid<'a>, space: &'a Space<W>, groups: &[Group]) -> Self {
        let mut search = Self {
            grid,
            space,
            k: place(grid.rules.k),
            parts: Vec::with_capacity(groups.len()),
            part_of: vec![NO_PART; grid.rows()],
            guess: vec![0; grid.rows()],
            counted: vec![0; grid.people],
            count: 0,
            draws: Draws::default(),
            looks: 0,
        };
        for group in groups {
            let Some((first, others)) = group.rows.split_first() else { continue };
            let mut part = search.alone(*first);
            for row in others {
                search.add(&mut part, *row);
            }
            search.put(part, None);
        }
        search
    }

    fn ended(mut self) -> Vec<Group> {
        let most = (LOOKS_FOR_A_ROW * long(self.grid.rows())).min(MOST_LOOKS);
        let mut chosen = Vec::new();
        while self.looks < most && self.parts.len() > 1 {
            // So that the search ends where nothing can be drawn either.
            self.looks += 20;
            if self.choose(&mut chosen)
                && let Some(new) = self.anew(&chosen)
            {
                self.replace(&mut chosen, new);
            }
        }
        let top = self.grid.columns.iter().map(|c| u8::try_from(c.levels - 1).unwrap_or(u8::MAX));
        let top: Vec<u8> = top.collect();
        let labelled = |mut part: Part<W>| {
            part.rows.sort_unstable();
            let mut group = Group { levels: top.clone(), rows: part.rows };
            tighten(self.grid, &mut group);
            group
        };
        self.parts.into_iter().map(labelled).collect()
    }

    fn person(&self, row: u32) -> usize {
        place(self.grid.person[place(row)])
    }

    fn alone(&self, row: u32) -> Part<W> {
        let extent = *self.space.point(row);
        Part { rows: vec![row], extent, loss: self.space.loss(&extent), people: 1 }
    }

    /// What each row of a class would lose with one more.
    #[inline]
    fn loss_with(&self, part: &Part<W>, row: u32) -> u32 {
        self.space.loss(&part.extent.with(self.space.point(row)))
    }

    /// What it costs in all that a row joins a class.
    fn cost(&self, part: &Part<W>, row: u32) -> u64 {
        u64::from(self.loss_with(part, row)) * long(part.rows.len() + 1) - part.total()
    }

    fn has_another_of(&self, part: &Part<W>, row: u32) -> bool {
        let person = self.person(row);
        part.rows.iter().any(|other| *other != row && self.person(*other) == person)
    }

    /// Whether a row's person would not have too many rows of a class with it.
    fn may_join(&self, part: &Part<W>, row: u32) -> bool {
        // Where one person may have all rows of a class, nobody is counted.
        if self.grid.rules.share_holds(1, 1) {
            return true;
        }
        let person = self.person(row);
        let of_person = part.rows.iter().filter(|other| self.person(**other) == person).count();
        self.grid.rules.share_holds(of_person + 1, part.rows.len() + 1)
    }

    fn add(&self, part: &mut Part<W>, row: u32) {
        part.people += usize::from(!self.has_another_of(part, row));
        part.extent = part.extent.with(self.space.point(row));
        part.loss = self.space.loss(&part.extent);
        part.rows.push(row);
    }

    /// Puts a class in its place, or at the end.
    fn put(&mut self, part: Part<W>, at: Option<usize>) {
        let at = at.unwrap_or(self.parts.len());
        self.number(&part, at);
        if at < self.parts.len() {
            self.parts[at] = part;
        } else {
            self.parts.push(part);
        }
    }

    fn number(&mut self, part: &Part<W>, at: usize) {
        for row in &part.rows {
            self.part_of[place(*row)] = u32::try_from(at).unwrap_or(NO_PART);
        }
    }

    /// Draws a row that stands in a class.
    fn drawn(&mut self) -> Option<(u32, usize)> {
        let row = self.draws.below(u32::try_from(self.grid.rows()).unwrap_or(u32::MAX));
        let part = self.part_of[place(row)];
        (part != NO_PART).then(|| (row, place(part)))
    }

    /// Draws classes that are near each other, from one that loses much. Says whether there are two
    /// and not too many rows.
    fn choose(&mut self, chosen: &mut Vec<usize>) -> bool {
        chosen.clear();
        let mut worst: Option<usize> = None;
        for _ in 0..DRAWN_FOR_LOSS {
            if let Some((_, part)) = self.drawn()
                && worst.is_none_or(|worst| self.parts[part].loss > self.parts[worst].loss)
            {
                worst = Some(part);
            }
        }
        chosen.extend(worst);
        let wanted = 2 + place(self.draws.below(u32::try_from(MOST_PARTS - 1).unwrap_or(1)));
        while let Some(from) = chosen.get(self.draws.place_in(chosen.len()))
            && chosen.len() < wanted
        {
            let rows = &self.parts[*from].rows;
            let row = rows[self.draws.place_in(rows.len())];
            let Some(near) = self.nearest(row, chosen) else { break };
            chosen.push(near);
        }
        let rows: usize = chosen.iter().map(|at| self.parts[*at].rows.len()).sum();
        chosen.len() > 1 && rows <= MOST_ROWS
    }

    /// The class of the row nearest to one, of some that stand as far from each other as can be.
    fn nearest(&mut self, row: u32, but: &[usize]) -> Option<usize> {
        let many = self.grid.rows();
        let step = many.div_ceil(LOOKED_AT_FOR_NEAREST);
        self.looks += long(LOOKED_AT_FOR_NEAREST / 2);
        let point = self.space.point(row);
        let mut best: Option<(u32, usize)> = None;
        for other in (self.draws.place_in(step)..many).step_by(step) {
            let part = self.part_of[other];
            let loss = self.space.loss(&point.with(&self.space.points[other]));
            if best.is_none_or(|(least, _)| loss < least)
                && part != NO_PART
                && !but.contains(&place(part))
            {
                best = Some((loss, place(part)));
            }
        }
        best.map(|(_, part)| part)
    }

    /// The rows of some classes in new classes that lose less, if a try finds them.
    fn anew(&mut self, chosen: &[usize]) -> Option<Vec<Part<W>>> {
        let before: u64 = chosen.iter().map(|at| self.parts[*at].total()).sum();
        // Moving rows gains a few hundredths, so what is far behind stays behind.
        let most = before + before / 20;
        let (mut new, rest) = self.grown(chosen, most)?;
        for row in rest {
            self.looks += long(new.len());
            let ways = (0..new.len()).filter(|at| self.may_join(&new[*at], row));
            let at = ways.min_by_key(|at| self.cost(&new[*at], row))?;
            self.add(&mut new[at], row);
        }
        if new.iter().map(Part::total).sum::<u64>() > most {
            return None;
        }
        self.settle(&mut new);
        let after: u64 = new.iter().map(Part::total).sum();
        (after < before).then_some(new)
    }

    /// New classes of k people, and the rows that are left, unless they lose more than `most`.
    fn grown(&mut self, chosen: &[usize], most: u64) -> Option<(Vec<Part<W>>, Vec<u32>)> {
        let mut rest = Vec::new();
        let mut ahead = 0;
        for at in chosen {
            let part = &self.parts[*at];
            let guess = part.loss / 5 * 4;
            for row in &part.rows {
                self.guess[place(*row)] = guess;
            }
            ahead += u64::from(guess) * long(part.rows.len());
            rest.extend_from_slice(&part.rows);
        }
        let mut new = Vec::new();
        let mut spent = 0;
        while self.enough_people(&rest) {
            let part = self.one_grown(&mut rest)?;
            ahead -= part.rows.iter().map(|row| u64::from(self.guess[place(*row)])).sum::<u64>();
            spent += part.total();
            if spent + ahead > most {
                return None;
            }
            new.push(part);
        }
        (!new.is_empty()).then_some((new, rest))
    }

    fn enough_people(&mut self, rows: &[u32]) -> bool {
        self.count += 1;
        let mut people = 0;
        for row in rows {
            let person = self.person(*row);
            people += usize::from(self.counted[person] != self.count);
            self.counted[person] = self.count;
            if people >= self.k {
                return true;
            }
        }
        false
    }

    /// A class of k people from a row that is drawn, with all rows it loses nothing by.
    fn one_grown(&mut self, rest: &mut Vec<u32>) -> Option<Part<W>> {
        self.count += 1;
        let at = self.draws.place_in(rest.len());
        let mut part = self.alone(rest.swap_remove(at));
        let first = self.person(part.rows[0]);
        self.counted[first] = self.count;
        // What the class would lose with each row. It grows with the class, so what was worked out
        // once is a lower bound, and most rows need not be looked at again.
        let mut losses: Vec<u32> = rest.iter().map(|row| self.loss_with(&part, *row)).collect();
        self.looks += long(rest.len());
        while part.people < self.k {
            let mut best: Option<(u32, usize)> = None;
            for (at, (&row, loss)) in rest.iter().zip(&mut losses).enumerate() {
                if best.is_some_and(|(least, _)| *loss >= least)
                    || self.counted[self.person(row)] == self.count
                {
                    continue;
                }
                self.looks += 1;
                *loss = self.loss_with(&part, row);
                if best.is_none_or(|(least, _)| *loss < least) {
                    best = Some((*loss, at));
                }
            }
            let (loss, at) = best?;
            losses.swap_remove(at);
            self.take(&mut part, rest.swap_remove(at), loss);
        }
        let mut at = 0;
        while at < rest.len() {
            let row = rest[at];
            if losses[at] <= part.loss
                && self.loss_with(&part, row) <= part.loss
                && self.may_join(&part, row)
            {
                losses.swap_remove(at);
                let loss = part.loss;
                self.take(&mut part, rest.swap_remove(at), loss);
            } else {
                at += 1;
            }
        }
        Some(part)
    }

    /// Adds a row to the class that is being counted.
    fn take(&mut self, part: &mut Part<W>, row: u32, loss: u32) {
        let person = self.person(row);
        part.people += usize::from(self.counted[person] != self.count);
        self.counted[person] = self.count;
        part.extent = part.extent.with(self.space.point(row));
        part.loss = loss;
        part.rows.push(row);
    }

    /// Moves rows between new classes while less is lost by it.
    fn settle(&mut self, new: &mut [Part<W>]) {
        for _ in 0..ROUNDS {
            let mut moved = false;
            for from in 0..new.len() {
                let mut at = 0;
                while at < new[from].rows.len() {
                    if self.moved(new, from, at) {
                        moved = true;
                    } else {
                        at += 1;
                    }
                }
            }
            if !moved {
                break;
            }
        }
    }

    /// Moves one row to the class where it costs least, if that is less than staying costs.
    fn moved(&mut self, new: &mut [Part<W>], from: usize, at: usize) -> bool {
        let part = &new[from];
        let row = part.rows[at];
        let others = || part.rows.iter().enumerate().filter(|(other, _)| *other != at);
        let left = others()
            .map(|(_, other)| *self.space.point(*other))
            .reduce(|extent, point| extent.with(&point));
        self.looks += long(part.rows.len()) / 4 + 1;
        let Some(left) = left else { return false };
        let loss = self.space.loss(&left);
        let gain = part.total() - u64::from(loss) * long(part.rows.len() - 1);
        let mut best: Option<(u64, usize)> = None;
        for (to, other) in new.iter().enumerate() {
            let most = best.map_or(gain, |(least, _)| least);
            // It loses there what the others lose, at the least.
            if to != from && u64::from(other.loss) < most {
                let cost = self.cost(other, row);
                if cost < most && self.may_join(other, row) {
                    best = Some((cost, to));
                }
            }
        }
        let Some((_, to)) = best else { return false };
        let people = part.people - usize::from(!self.has_another_of(part, row));
        let mut rows: Vec<u32> = others().map(|(_, other)| *other).collect();
        rows.sort_unstable();
        if !self.grid.people_hold(&rows) {
            return false;
        }
        let part = &mut new[from];
        part.rows.swap_remove(at);
        (part.extent, part.loss, part.people) = (left, loss, people);
        self.add(&mut new[to], row);
        true
    }

    /// Puts new classes in the place of the old ones.
    fn replace(&mut self, old: &mut Vec<usize>, new: Vec<Part<W>>) {
        for part in new {
            let at = old.pop();
            self.put(part, at);
        }
        // From the end, so that the last class, which takes the free place, is none of these.
        old.sort_unstable();
        while let Some(free) = old.pop() {
            let last = self.parts.swap_remove(free);
            drop(last);
            if let Some(moved) = self.parts.get(free).cloned() {
                self.number(&moved, free);
            }
        }
    }
}
