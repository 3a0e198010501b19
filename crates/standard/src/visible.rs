//! Which sections, questions and columns are asked, given what has been answered.

use std::collections::BTreeSet;

use crate::answer::{Absence, Answer};
use crate::question_set::{Question, QuestionSet, Section};
use crate::rule::{Facts, Reference};

/// A section that is asked, with those of its questions that are asked.
#[derive(Debug, Clone)]
pub struct VisibleSection<'a> {
    /// The section.
    pub section: &'a Section,
    /// Its questions that are asked, in reading order.
    pub questions: Vec<&'a Question>,
}

impl QuestionSet {
    /// The sections and questions that are asked. A section none of whose questions is asked is left out.
    ///
    /// The answer of a question that is itself hidden counts as `NAPP` here, so that a question behind a hidden one is
    /// hidden too. For answers of other sets `facts` must do the same.
    pub fn visible(&self, facts: &dyn Facts) -> Vec<VisibleSection<'_>> {
        let hidden = self.hidden(facts);
        self.sections
            .iter()
            .filter_map(|section| {
                let questions: Vec<&Question> = section
                    .questions
                    .iter()
                    .filter(|question| !hidden.contains(question.id.as_str()))
                    .collect();
                (!questions.is_empty()).then_some(VisibleSection { section, questions })
            })
            .collect()
    }

    /// The columns of a rows question that are asked in one row.
    pub fn visible_columns<'a>(
        &'a self,
        rows: &'a Question,
        facts: &dyn Facts,
        item: u32,
    ) -> Vec<&'a Question> {
        let mut seen = Seen { facts, set: self, hidden: self.hidden(facts) };
        let mut visible = Vec::new();
        for column in &rows.columns {
            if column.when.as_ref().is_none_or(|rule| rule.holds(&seen, Some(item))) {
                visible.push(column);
            } else {
                seen.hidden.insert(&column.id);
            }
        }
        visible
    }

    /// Whether a question is asked; for a column, whether it is asked in the row `item`.
    pub fn is_visible(&self, id: &str, facts: &dyn Facts, item: Option<u32>) -> bool {
        if self.questions().any(|question| question.id == id) {
            return !self.hidden(facts).contains(id);
        }
        let Some(rows) = self.rows_of(id) else { return false };
        let rows_are_asked = !self.hidden(facts).contains(rows.id.as_str());
        rows_are_asked
            && item.is_some_and(|item| {
                self.visible_columns(rows, facts, item).iter().any(|column| column.id == id)
            })
    }

    /// The ids of the questions that are not asked. Rules look back only, so one pass in reading order is enough.
    fn hidden<'a>(&'a self, facts: &'a dyn Facts) -> BTreeSet<&'a str> {
        let mut seen = Seen { facts, set: self, hidden: BTreeSet::new() };
        for section in &self.sections {
            let section_is_asked = section.when.as_ref().is_none_or(|rule| rule.holds(&seen, None));
            for question in &section.questions {
                let asked = section_is_asked
                    && question.when.as_ref().is_none_or(|rule| rule.holds(&seen, None));
                if !asked {
                    seen.hidden.insert(&question.id);
                }
            }
        }
        seen.hidden
    }
}

/// Facts in which a hidden question of this set reads `NAPP`.
struct Seen<'a> {
    facts: &'a dyn Facts,
    set: &'a QuestionSet,
    hidden: BTreeSet<&'a str>,
}

impl Facts for Seen<'_> {
    fn answer(&self, reference: &Reference, item: Option<u32>) -> Option<Answer> {
        let of_this_set = reference.set.as_ref().is_none_or(|set| *set == self.set.id);
        if of_this_set && self.hidden.contains(reference.id.as_str()) {
            return Some(Answer::Absent(Absence::Napp));
        }
        self.facts.answer(reference, item)
    }
}

#[cfg(test)]
pub(crate) mod tests;
