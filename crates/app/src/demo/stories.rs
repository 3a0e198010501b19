//! The stories, written for this project. They are data: `stories.json`.

use serde::Deserialize;

use crate::api::ApiError;

/// What is invented in words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stories {
    #[serde(rename = "about")]
    _about: String,
    /// What happened, one for each conversation.
    pub stories: Vec<Story>,
    /// What carers tell when a child says no.
    pub carers: Vec<String>,
    /// Notifications as they come in.
    pub notifications: Vec<String>,
    /// Why the authority sees the risk that it sees.
    pub risk_reasons: Vec<String>,
    /// What was different from last time.
    pub what_was_different: Vec<String>,
    /// How it has been since the child came back.
    pub since_return: Vec<String>,
    /// What makes the name of one child long.
    pub long_surname: String,
    /// Own words of one child in a script that runs from right to left.
    pub words_from_right_to_left: String,
}

/// What happened once.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// Where such a child lives.
    pub setting: Setting,
    /// The youngest age that it suits.
    pub youngest: u8,
    /// Codes of the list `reason`, the main one first.
    pub reasons: Vec<String>,
    /// Codes of the list `harm`.
    pub harms: Vec<String>,
    /// The account.
    pub account: String,
    /// What the child said, in the child's words.
    pub own_words: String,
    /// What would help.
    pub helps: String,
    /// What was promised.
    pub promises: Vec<String>,
}

/// Where a child of a story lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// With family.
    Home,
    /// In care.
    Care,
    /// Either.
    Any,
}

impl Stories {
    /// The stories that come with the program.
    ///
    /// # Errors
    /// The file is broken, which a test holds off.
    pub fn built_in() -> Result<Self, ApiError> {
        serde_json::from_str(include_str!("stories.json"))
            .map_err(|_| ApiError::fault("The stories of the demo are broken."))
    }

    /// Those that suit a child.
    pub fn for_child(&self, in_care: bool, age: u8) -> Vec<&Story> {
        let suits = |story: &&Story| {
            let setting = match story.setting {
                Setting::Any => true,
                Setting::Care => in_care,
                Setting::Home => !in_care,
            };
            setting && story.youngest <= age
        };
        let found: Vec<&Story> = self.stories.iter().filter(suits).collect();
        // Very young children have no story of their own: the gentlest one is taken.
        if found.is_empty() {
            self.stories.iter().min_by_key(|s| s.youngest).into_iter().collect()
        } else {
            found
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_about_thirty_stories_and_every_child_has_one() {
        let stories = Stories::built_in().unwrap();
        assert!((28..=40).contains(&stories.stories.len()));
        for age in 0..18 {
            for in_care in [false, true] {
                assert!(!stories.for_child(in_care, age).is_empty());
            }
        }
    }

    #[test]
    fn every_story_is_whole() {
        for story in Stories::built_in().unwrap().stories {
            assert!(
                !story.reasons.is_empty() && !story.harms.is_empty() && !story.promises.is_empty()
            );
            assert!(!story.helps.is_empty() && !story.own_words.is_empty());
            assert!(story.account.len() > 120 && story.account.len() < 600, "{}", story.account);
            assert!(story.promises.iter().all(|promise| promise.len() < 120));
        }
    }
}
