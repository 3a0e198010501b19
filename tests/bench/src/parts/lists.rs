//! Lists, searches and pages, and an answer given, as the window asks for them.

use std::path::Path;

use homeward_app::Homeward;
use homeward_app::api::record::{Action, Give, Kind};
use homeward_app::asks::InSection;

use crate::budgets::{Line, Unit};
use crate::fault::Fault;
use crate::samples::{Samples, clocked};
use crate::stores;

/// A list, a search or a page.
const BUDGET: f64 = 50.0;

/// An answer, on the disk and shown.
const SAVED: f64 = 100.0;

/// Every list, search and page.
pub fn lines(store: &Path, times: usize) -> Result<Vec<Line>, Fault> {
    let home = stores::home(store)?;
    stores::unlock(&home)?;
    let children = home.status()?.children;
    let numbers: Vec<u64> = spread(children);
    let mut lines = vec![quick("my work", clocked(0..times, |_| home.my_work().map(|_| ()))?)];
    for (work, words) in [
        ("search: a letter that every child has", vec!["e".to_owned()]),
        ("search: a word that every child has", vec!["example".to_owned()]),
        ("search: a full name", named("Example Child", &numbers)),
        (
            "search: the beginning of a local id",
            numbers.iter().map(|n| format!("EX{:04}", n / 100)).collect(),
        ),
        ("search: nobody has this name", vec!["zebedee".to_owned()]),
    ] {
        let words = words.iter().cycle().take(times);
        let found = clocked(words, |word| home.find_children(word.clone()).map(|_| ()))?;
        lines.push(quick(work, found));
    }
    let places = Places::find(&home, &numbers, times)?;
    lines.push(quick(
        "child with episodes (audited)",
        clocked(turns(&places.children, times), |id| home.child(id.clone()).map(|_| ()))?,
    ));
    lines.push(quick(
        "record as a task list (audited)",
        clocked(turns(&places.records, times), |id| home.record(id.clone()).map(|_| ()))?,
    ));
    lines.push(quick(
        "page of a record (audited)",
        clocked(turns(&places.sections, times), |at| home.page(at.clone()).map(|_| ()))?,
    ));
    lines.push(quick(
        "check answers (audited)",
        clocked(turns(&places.records, times), |id| home.check_answers(id.clone()).map(|_| ()))?,
    ));
    let given = clocked((0..times).zip(turns(&places.fields, times)), |(turn, field)| {
        let op = homeward_vault::random_id().to_string();
        let raw = format!("Written by the bench, turn {turn}.");
        home.give(Give { op, raw, left: turn % 2 == 0, ..field.clone() }).map(|_| ())
    })?;
    lines.push(saved("answer given, saved and shown", given));
    Ok(lines)
}

/// A line that has the budget of a list.
pub(super) fn quick(work: &str, samples: Samples) -> Line {
    Line::budget(work, samples.percentile(95), Unit::Milliseconds, BUDGET).about(samples.words())
}

/// A line that has the budget of an answer, on the disk and shown.
pub(super) fn saved(work: &str, samples: Samples) -> Line {
    Line::budget(work, samples.percentile(95), Unit::Milliseconds, SAVED).about(samples.words())
}

/// Numbers of children from all over the store.
fn spread(children: u64) -> Vec<u64> {
    let many = children.clamp(1, 60);
    (0..many).map(|at| 1 + at * children / many).collect()
}

fn named(name: &str, numbers: &[u64]) -> Vec<String> {
    numbers.iter().map(|number| format!("{name} {number}")).collect()
}

/// The same few over and over.
pub(super) fn turns<T>(all: &[T], times: usize) -> impl Iterator<Item = &T> {
    all.iter().cycle().take(times)
}

/// Places to go to, found as a person finds them: search, child, record, section, field.
struct Places {
    children: Vec<String>,
    records: Vec<String>,
    sections: Vec<InSection>,
    fields: Vec<Give>,
}

impl Places {
    fn find(home: &Homeward, numbers: &[u64], times: usize) -> Result<Self, Fault> {
        let mut found = Self {
            children: Vec::new(),
            records: Vec::new(),
            sections: Vec::new(),
            fields: Vec::new(),
        };
        for number in numbers {
            for hit in home.find_children(format!("EX{number:06}"))? {
                found.children.push(hit.record);
            }
        }
        for child in &found.children {
            for episode in home.child(child.clone())?.episodes.iter().take(2) {
                found.records.extend(episode.records.iter().filter_map(record_of));
            }
        }
        // A few of each kind are enough; what matters is that they lie apart in the file.
        let step = (found.records.len() / times).max(1);
        found.records = found.records.into_iter().step_by(step).collect();
        for record in &found.records {
            for task in home.record(record.clone())?.tasks {
                found.sections.push(InSection { record: record.clone(), section: task.section });
            }
        }
        let step = (found.sections.len() / times).max(1);
        found.sections = found.sections.into_iter().step_by(step).collect();
        for section in &found.sections {
            found.fields.extend(field(home, section)?);
        }
        for (many, what) in [
            (found.children.len(), "children"),
            (found.records.len(), "records"),
            (found.sections.len(), "sections"),
            (found.fields.len(), "fields to write in"),
        ] {
            if many == 0 {
                return Err(Fault::Without(what));
            }
        }
        Ok(found)
    }
}

/// The record that an action opens; None for one that begins something.
pub(super) fn record_of(action: &Action) -> Option<String> {
    action.path.strip_prefix("record/").map(str::to_owned)
}

/// A field of words that may be written in, if the page has one.
fn field(home: &Homeward, section: &InSection) -> Result<Option<Give>, Fault> {
    let page = home.page(section.clone())?;
    let words = page
        .questions
        .iter()
        .find(|question| question.open && matches!(question.kind, Kind::Text | Kind::LongText));
    Ok(words.map(|question| Give {
        op: String::new(),
        record: page.record.clone(),
        question: question.question.clone(),
        item: question.item,
        raw: String::new(),
        absence: None,
        left: false,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_are_taken_from_all_over_the_store() {
        assert_eq!(spread(3), [1, 2, 3]);
        let many = spread(9_000);
        assert_eq!((many.len(), many[0], many[59]), (60, 1, 8_851));
    }
}
