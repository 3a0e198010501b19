//! The figures of a written file.

use serde::Serialize;

use super::written::{Written, long};

/// What was found in a written file.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Found {
    /// Groups of rows that are alike in every broader column.
    pub groups: u64,
    /// People in the smallest group: among so many stands whoever is looked for by these columns.
    pub fewest_people: u64,
    /// The largest share of the rows of a group that are one person's.
    pub largest_share_of_one_person: f64,
    /// The fewest different answers of a sensitive column in a group. None without such a column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fewest_answers: Option<u64>,
    /// The largest share of the people of a group who share an item that tells something. None
    /// without a sensitive column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub largest_share_of_one_item: Option<f64>,
    /// Rows that fewer than k people share when every cell is known, those that leave as they are
    /// too.
    pub rows_found_by_all_cells: u64,
    /// Prosecutor risk: the chance to name the person behind a row whose broader columns are known,
    /// at its highest.
    pub prosecutor_highest: f64,
    /// The same as the mean over all rows.
    pub prosecutor_mean: f64,
    /// Marketer risk: the share of people of all groups that a guess in each group names.
    pub marketer: f64,
}

impl Written<'_> {
    /// The figures of the file.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of rows are far below 2 to the 52")]
    pub fn found(&self) -> Found {
        let share = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
        let sensitive = self.sensitive();
        let items: Vec<_> = sensitive.iter().map(|&column| self.items(column)).collect();
        let any = !sensitive.is_empty();
        let mut found = Found {
            groups: 0,
            fewest_people: 0,
            largest_share_of_one_person: 0.0,
            fewest_answers: any.then_some(u64::MAX),
            largest_share_of_one_item: any.then_some(0.0),
            rows_found_by_all_cells: 0,
            prosecutor_highest: 0.0,
            prosecutor_mean: 0.0,
            marketer: 0.0,
        };
        let mut standing = 0;
        for rows in self.groups() {
            let people = self.people_of(rows);
            let fewest = if found.groups == 0 { people } else { found.fewest_people };
            found.fewest_people = fewest.min(people);
            found.groups += 1;
            standing += people;
            let most = share(self.most_of_one(rows), long(rows.len()));
            found.largest_share_of_one_person = found.largest_share_of_one_person.max(most);
            found.prosecutor_highest = found.prosecutor_highest.max(share(1, people));
            found.prosecutor_mean += share(long(rows.len()), people);
            for (&column, items) in sensitive.iter().zip(&items) {
                let answers = self.answers_of(column, rows);
                found.fewest_answers = found.fewest_answers.map(|fewest| fewest.min(answers));
                let sharing = share(self.sharing(column, items, rows), people);
                found.largest_share_of_one_item =
                    found.largest_share_of_one_item.map(|largest| largest.max(sharing));
            }
        }
        found.prosecutor_mean /= self.rows().max(1) as f64;
        found.marketer = share(found.groups, standing);
        let all: Vec<usize> = self.columns().map(|(at, _)| at).collect();
        let k = u64::from(self.beside.rules.k);
        let few = self.alike(&all).into_iter().filter(|rows| self.people_of(rows) < k);
        found.rows_found_by_all_cells = few.map(|rows| long(rows.len())).sum();
        found
    }
}
