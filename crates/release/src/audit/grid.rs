//! The unknowns of one year: every combination of answers, as finely as the tables can tell apart.

use std::collections::{BTreeMap, BTreeSet};

use super::system::{Sense, System, Unknown};
use super::{AuditFault, PublishedTable, PublishedYear};

/// One variable over all tables.
#[derive(Debug)]
pub(super) struct Variable {
    pub name: String,
    /// The codes that no table tells apart, together. Nothing that is published changes when
    /// episodes move within one of these, so that nothing finer can be known.
    pub atoms: Vec<Vec<String>>,
    /// The place of each code in `atoms`.
    pub atom_of: BTreeMap<String, usize>,
    /// Each atom, and each group that a table shows, as places in `atoms`; without the whole.
    pub sets: Vec<Vec<usize>>,
    /// The same with what is left when one of these, or the whole, is taken from another: what a
    /// reader gets by subtracting one table from another.
    pub differences: Vec<Vec<usize>>,
    /// Whether no child is ever counted under two of its codes, going by all that is published.
    pub lasting: bool,
}

/// Every combination of the atoms of some variables. Its unknowns have consecutive places.
#[derive(Debug)]
pub(super) struct Grid {
    /// Places in [`Grids::variables`], from the lowest.
    pub scope: Vec<usize>,
    pub widths: Vec<usize>,
    pub first: Unknown,
}

/// What is known about one year.
#[derive(Debug)]
pub(super) struct Grids {
    pub variables: Vec<Variable>,
    /// Those that tables are about: what they show first. The others they are crossed with.
    pub topics: BTreeSet<usize>,
    /// By scope. The one without variables is the total.
    pub grids: BTreeMap<Vec<usize>, Grid>,
    pub episodes: System,
    /// Different children, with the same places as `episodes`. None when the counts cannot be those
    /// of lasting answers after all.
    pub children: Option<System>,
    /// Groups without a count: the scope and the unknowns.
    pub withheld: Vec<(Vec<usize>, Vec<Unknown>)>,
}

impl Grid {
    pub(super) fn new(scope: &[usize], variables: &[Variable], first: Unknown) -> Self {
        let widths = scope.iter().map(|&v| variables[v].atoms.len()).collect();
        Self { scope: scope.to_vec(), widths, first }
    }

    pub(super) fn cells(&self) -> usize {
        self.widths.iter().product()
    }

    /// The unknowns of a rectangle: some atoms of each variable.
    pub(super) fn rectangle(&self, sides: &[&[usize]]) -> Vec<Unknown> {
        let mut cells = vec![0];
        for (side, width) in sides.iter().zip(&self.widths) {
            cells = cells
                .into_iter()
                .flat_map(|at| side.iter().map(move |atom| at * width + atom))
                .collect();
        }
        cells.into_iter().map(|cell| self.first + cell).collect()
    }

    /// For each cell of the grid without one variable: that cell, and the cells here that add up to it.
    pub(super) fn margin(&self, without: usize) -> Vec<Vec<Unknown>> {
        let inner: usize = self.widths[without + 1..].iter().product();
        let width = self.widths[without];
        let outer: usize = self.widths[..without].iter().product();
        (0..outer * inner)
            .map(|at| {
                let (o, i) = (at / inner, at % inner);
                (0..width).map(|w| self.first + (o * width + w) * inner + i).collect()
            })
            .collect()
    }
}

fn count(number: u64) -> Result<i64, AuditFault> {
    // Far above any count of children, and far from where a sum of counts would not fit.
    i64::try_from(number).ok().filter(|n| *n < 1 << 40).ok_or(AuditFault::Contradiction)
}

impl Grids {
    /// Sets up what is known and tightens it.
    pub(super) fn new(year: &PublishedYear, k: u32) -> Result<Self, AuditFault> {
        let variables = variables(year)?;
        let mut scopes = BTreeSet::from([Vec::new()]);
        for table in &year.tables {
            let scope = scope(table, &variables);
            for chosen in 0_u32..1 << scope.len() {
                let part = scope.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1);
                scopes.insert(part.map(|(_, &v)| v).collect());
            }
        }
        let (episodes, children) = (count(year.episodes)?, count(year.children)?);
        let mut system = System::default();
        let mut of_children = System::default();
        let mut grids = BTreeMap::new();
        for scope in scopes {
            let grid = Grid::new(&scope, &variables, system.low.len());
            for _ in 0..grid.cells() {
                system.unknown(0, episodes);
                of_children.unknown(0, children);
            }
            grids.insert(scope, grid);
        }
        let first = |table: &PublishedTable| {
            let first = table.shows.first()?;
            variables.iter().position(|v| v.name == first.variable)
        };
        let topics = year.tables.iter().filter_map(first).collect();
        let mut all = Self {
            variables,
            topics,
            grids,
            episodes: system,
            children: None,
            withheld: Vec::new(),
        };
        all.total(episodes, children, &mut of_children);
        all.margins(&mut of_children);
        for table in &year.tables {
            all.table(table, year, &mut of_children, i64::from(k))?;
        }
        all.episodes.tighten()?;
        all.children = all.tighten_children(of_children);
        Ok(all)
    }

    /// The grid of each unknown.
    pub(super) fn of_unknowns(&self) -> Vec<&Grid> {
        // By scope is by place too.
        self.grids.values().flat_map(|grid| std::iter::repeat_n(grid, grid.cells())).collect()
    }

    fn total(&mut self, episodes: i64, children: i64, of_children: &mut System) {
        let first = self.grids.get(&Vec::new()).map_or(0, |grid| grid.first);
        self.episodes.at_least(first, episodes);
        of_children.at_least(first, children);
    }

    /// A grid with one variable more adds up to each grid without it.
    fn margins(&mut self, of_children: &mut System) {
        for grid in self.grids.values() {
            for (without, &variable) in grid.scope.iter().enumerate() {
                let scope: Vec<usize> =
                    grid.scope.iter().copied().filter(|v| *v != variable).collect();
                let Some(less) = self.grids.get(&scope) else { continue };
                let lasting = self.variables[variable].lasting;
                for (at, parts) in grid.margin(without).into_iter().enumerate() {
                    let whole = less.first + at;
                    if lasting {
                        of_children.row(parts.clone(), &[whole], Sense::Equal, 0);
                    } else {
                        for &part in &parts {
                            of_children.row(vec![whole], &[part], Sense::AtLeast, 0);
                        }
                        of_children.row(parts.clone(), &[whole], Sense::AtLeast, 0);
                    }
                    self.episodes.row(parts, &[whole], Sense::Equal, 0);
                }
            }
        }
    }

    fn table(
        &mut self,
        table: &PublishedTable,
        year: &PublishedYear,
        of_children: &mut System,
        k: i64,
    ) -> Result<(), AuditFault> {
        let scope = scope(table, &self.variables);
        let Some(grid) = self.grids.get(&scope) else { return Ok(()) };
        let mut empty: BTreeSet<Unknown> = (grid.first..grid.first + grid.cells()).collect();
        let groups = table.groups.iter().map(|g| (&g.codes, Some((g.children, g.episodes))));
        for (codes, counts) in groups.chain(table.withheld.iter().map(|codes| (codes, None))) {
            let sides = self.sides(table, &scope, codes)?;
            let sides: Vec<&[usize]> = sides.iter().map(Vec::as_slice).collect();
            let cells = grid.rectangle(&sides);
            let disjoint = sides
                .iter()
                .zip(&scope)
                .all(|(side, &v)| side.len() == 1 || self.variables[v].lasting);
            for cell in &cells {
                empty.remove(cell);
            }
            let (children, episodes) = match counts {
                Some((children, episodes)) => (count(children)?, count(episodes)?),
                None => {
                    self.episodes.row(cells.clone(), &[], Sense::AtLeast, 1);
                    of_children.row(cells.clone(), &[], Sense::AtLeast, 1);
                    for &cell in &cells {
                        of_children.at_most(cell, k - 1);
                        if year.children == year.episodes {
                            self.episodes.at_most(cell, k - 1);
                        }
                    }
                    self.withheld.push((scope.clone(), cells));
                    continue;
                }
            };
            for &cell in &cells {
                self.episodes.at_most(cell, episodes);
                of_children.at_most(cell, children);
            }
            let sense = if disjoint { Sense::Equal } else { Sense::AtLeast };
            of_children.row(cells.clone(), &[], sense, children);
            self.episodes.row(cells, &[], Sense::Equal, episodes);
        }
        for cell in empty {
            self.episodes.at_most(cell, 0);
            of_children.at_most(cell, 0);
        }
        Ok(())
    }

    /// The atoms of a group, in the order of `scope`.
    fn sides(
        &self,
        table: &PublishedTable,
        scope: &[usize],
        codes: &[String],
    ) -> Result<Vec<Vec<usize>>, AuditFault> {
        if codes.len() != table.shows.len() {
            return Err(AuditFault::Table { table: table.id.clone() });
        }
        scope
            .iter()
            .map(|&v| {
                let variable = &self.variables[v];
                let shown =
                    table.shows.iter().zip(codes).find(|(s, _)| s.variable == variable.name);
                let side = shown.map(|(shows, code)| atoms_of(variable, &shows.codes, code));
                side.filter(|side| !side.is_empty())
                    .ok_or_else(|| AuditFault::Table { table: table.id.clone() })
            })
            .collect()
    }

    fn tighten_children(&self, mut children: System) -> Option<System> {
        for unknown in 0..children.low.len() {
            children.at_most(unknown, self.episodes.high[unknown]);
            children.at_least(unknown, self.episodes.low[unknown].min(1));
        }
        children.tighten().ok()?;
        // "A part is no more than the whole" has told the bounds what it can; as rows there would be
        // more of these than of all others.
        children.rows.retain(|row| row.plus.len() + row.minus.len() > 2 || row.minus.is_empty());
        Some(children)
    }
}

/// The variables that a table shows.
pub(super) fn scope(table: &PublishedTable, variables: &[Variable]) -> Vec<usize> {
    let shown = |v: &Variable| table.shows.iter().any(|s| s.variable == v.name);
    variables.iter().enumerate().filter(|(_, v)| shown(v)).map(|(at, _)| at).collect()
}

fn atoms_of(variable: &Variable, codes: &BTreeMap<String, String>, shown: &str) -> Vec<usize> {
    let held = codes.iter().filter(|(_, to)| *to == shown).map(|(code, _)| code);
    let atoms: BTreeSet<usize> =
        held.filter_map(|code| variable.atom_of.get(code)).copied().collect();
    atoms.into_iter().collect()
}

fn variables(year: &PublishedYear) -> Result<Vec<Variable>, AuditFault> {
    let mut shown: BTreeMap<&str, Vec<&BTreeMap<String, String>>> = BTreeMap::new();
    for table in &year.tables {
        let names: BTreeSet<&str> = table.shows.iter().map(|s| s.variable.as_str()).collect();
        if names.len() != table.shows.len() || names.len() > 4 {
            return Err(AuditFault::Table { table: table.id.clone() });
        }
        for shows in &table.shows {
            let maps = shown.entry(&shows.variable).or_default();
            if maps.first().is_some_and(|first| !first.keys().eq(shows.codes.keys())) {
                return Err(AuditFault::Table { table: table.id.clone() });
            }
            maps.push(&shows.codes);
        }
    }
    let mut variables = Vec::new();
    for (name, maps) in shown {
        let codes = maps.first().map_or_else(Vec::new, |map| map.keys().collect());
        let mut alike: BTreeMap<Vec<&str>, Vec<String>> = BTreeMap::new();
        for code in codes {
            let as_shown = maps.iter().filter_map(|m| m.get(code)).map(String::as_str).collect();
            alike.entry(as_shown).or_default().push(code.clone());
        }
        let atoms: Vec<Vec<String>> = alike.into_values().collect();
        let atom_of = atoms
            .iter()
            .enumerate()
            .flat_map(|(at, codes)| codes.iter().map(move |code| (code.clone(), at)))
            .collect();
        let mut variable = Variable {
            name: name.to_owned(),
            atom_of,
            sets: Vec::new(),
            differences: Vec::new(),
            lasting: lasting(name, year),
            atoms,
        };
        let mut sets: BTreeSet<Vec<usize>> = (0..variable.atoms.len()).map(|a| vec![a]).collect();
        for map in maps {
            let shown: BTreeSet<&String> = map.values().collect();
            sets.extend(shown.into_iter().map(|code| atoms_of(&variable, map, code)));
        }
        sets.retain(|set| set.len() < variable.atoms.len() || set.len() == 1);
        let whole: Vec<usize> = (0..variable.atoms.len()).collect();
        let mut differences = sets.clone();
        for from in sets.iter().chain([&whole]) {
            for less in sets.iter().filter(|less| less.iter().all(|atom| from.contains(atom))) {
                let left = from.iter().copied().filter(|atom| !less.contains(atom));
                differences.insert(left.collect());
            }
        }
        differences.retain(|set| !set.is_empty());
        variable.differences = differences.into_iter().collect();
        variable.sets = sets.into_iter().collect();
        variables.push(variable);
    }
    Ok(variables)
}

/// Whether children add up over a variable wherever the tables let a reader see it. A reader may
/// then take it that no child stands under two of its codes, as with sex.
fn lasting(name: &str, year: &PublishedYear) -> bool {
    let mut compared = false;
    for table in year.tables.iter().filter(|t| t.withheld.is_empty()) {
        let Some(place) = table.shows.iter().position(|s| s.variable == name) else { continue };
        let mut sums: BTreeMap<Vec<&str>, u64> = BTreeMap::new();
        for group in table.groups.iter().filter(|g| g.codes.len() == table.shows.len()) {
            let others = group.codes.iter().enumerate().filter(|(at, _)| *at != place);
            *sums.entry(others.map(|(_, code)| code.as_str()).collect()).or_default() +=
                group.children;
        }
        let others: Vec<_> = table.shows.iter().filter(|s| s.variable != name).collect();
        if others.is_empty() {
            compared = true;
            if sums.values().sum::<u64>() != year.children {
                return false;
            }
        }
        let less = year.tables.iter().filter(|t| {
            !others.is_empty() && t.withheld.is_empty() && t.shows.iter().eq(others.iter().copied())
        });
        for group in less.flat_map(|t| &t.groups) {
            let codes: Vec<&str> = group.codes.iter().map(String::as_str).collect();
            compared = true;
            if sums.get(&codes) != Some(&group.children) {
                return false;
            }
        }
    }
    compared
}
