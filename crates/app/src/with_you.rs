//! *With you*: pages that are held beside the child, one question each, in plain words.
//!
//! Which questions and in which words is data (`with_child` in the question set). An answer given
//! here is the same answer as on the worker's page.

use crate::api::ApiError;
use crate::api::record::QuestionView;
use crate::api::with_you::{WithYou, WithYouPage};
use crate::children::audited_read;
use crate::loading;
use crate::pages;
use crate::roles::Act;
use crate::session::Homeward;
use homeward_standard::Absence;

/// What the child reads first.
const WELCOME: [&str; 3] = [
    "These pages are for you. You can tap, type, or say it and have it typed.",
    "You can skip any page. You can stop at any time. Nobody will be cross.",
    "What you write here is kept safe. The person with you will tell you who gets to read it.",
];

/// What the child reads at the end.
const THANKS: [&str; 2] =
    ["Thank you. That is all.", "You can change anything you wrote: ask the person with you."];

impl Homeward {
    /// The pages to hold beside the child. Opening them is an audited read.
    ///
    /// # Errors
    /// The record is not here, or has no such pages.
    pub fn with_you(&self, record: String) -> Result<WithYou, ApiError> {
        let id = loading::id(&record)?;
        self.with(Act::Read, |open| {
            audited_read(self, open, id)?;
            let loaded = loading::record(open, self, id)?;
            let sheet = loading::sheet(open, self, &loaded)?;
            // The outcome is often written down later, and the sections that wait for it are asked
            // here all the same: what is answered now is there when they open.
            let pages: Vec<WithYouPage> = loaded
                .set
                .questions()
                .filter(|question| {
                    question.when.as_ref().is_none_or(|when| when.holds(&sheet, None))
                })
                .filter_map(|question| {
                    Some(WithYouPage {
                        ask: question.with_child.clone()?,
                        question: for_the_child(pages::view(
                            &sheet,
                            question,
                            None,
                            loaded.is_open(),
                        )),
                    })
                })
                .collect();
            if pages.is_empty() {
                return Err(ApiError::refused("This record has no pages for the child."));
            }
            Ok(WithYou {
                record: id.to_string(),
                welcome: WELCOME.map(str::to_owned).to_vec(),
                pages,
                thanks: THANKS.map(str::to_owned).to_vec(),
                open: loaded.is_open(),
            })
        })
    }
}

/// The reasons for no answer that are a child's to give, in words of a child. The rest are the
/// worker's.
fn for_the_child(mut view: QuestionView) -> QuestionView {
    view.absences.retain_mut(|one| {
        let said = match Absence::from_code(&one.code) {
            Some(Absence::Asku) => "I do not know",
            Some(Absence::Decl) => "I would rather not say",
            _ => return false,
        };
        one.label = said.to_owned();
        true
    });
    view
}
