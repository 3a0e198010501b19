//! The sheets of one episode, of what may leave: the child's and the episode's records, and the last
//! interview, conversation and plan that are signed off.

use std::collections::BTreeMap;

use homeward_casework::RecordKind;
use homeward_standard::{Absence, Answer, QuestionSet, Value};
use homeward_store::{BulkAnswer, BulkEpisode};
use uuid::Uuid;

use super::codes::leaves;
use super::{Sheets, Values};
use crate::api::ApiError;
use crate::derive;
use crate::sheet::{Answers, Recorded, Sheet};

impl Values<'_> {
    pub(super) fn sheets(&self, episode: &BulkEpisode) -> Result<Sheets<'_>, ApiError> {
        // What a record says that nobody has signed off does not leave (design, section 7). Of
        // several, the last counts.
        let ppi = episode.ppis.iter().rfind(|ppi| leaves(ppi.state)).map(|ppi| ppi.id);
        let conversation = episode
            .conversations
            .iter()
            .filter(|one| leaves(one.state))
            .max_by_key(|one| {
                (one.held_at.as_ref().map(|at| at.from), one.offered_at.as_ref().map(|at| at.from))
            })
            .map(|one| one.id);
        let history = !episode.episode.origin.asks_for_work();
        let own = |kind, record| self.answers(&episode.answers, kind, record);
        let child = own(RecordKind::Child, episode.child.id)?;
        let about = own(RecordKind::Episode, episode.episode.id)?;
        let before_episode = BTreeMap::from([("child", child)]);
        let set = self.set(RecordKind::Episode, episode.episode.id)?;
        let mut before_ppi = before_episode.clone();
        before_ppi.insert("episode", derive::asked(set, &about, &before_episode));
        let mut before_conversation = before_ppi.clone();
        let ppi_answers = ppi.map(|id| own(RecordKind::Ppi, id)).transpose()?;
        before_conversation.extend(ppi_answers.clone().map(|answers| ("ppi", answers)));
        let support = episode.supports.iter().rfind(|one| {
            leaves(one.state) && one.conversation.is_some_and(|id| Some(id) == conversation)
        });
        let support = match (support, conversation) {
            (Some(support), Some(conversation)) => {
                let held = own(RecordKind::Conversation, conversation)?;
                let set = self.set(RecordKind::Conversation, conversation)?;
                let mut before = before_conversation.clone();
                before.insert("rhi", derive::asked(set, &held, &before_conversation));
                let answers = own(RecordKind::Support, support.id)?;
                Some(self.sheet(RecordKind::Support, support.id, answers, before, history)?)
            }
            _ => None,
        };
        Ok(Sheets {
            episode: self.sheet(
                RecordKind::Episode,
                episode.episode.id,
                about,
                before_episode,
                history,
            )?,
            ppi: match (ppi, ppi_answers) {
                (Some(id), Some(answers)) => {
                    Some(self.sheet(RecordKind::Ppi, id, answers, before_ppi, history)?)
                }
                _ => None,
            },
            conversation: match conversation {
                Some(id) => {
                    let answers = own(RecordKind::Conversation, id)?;
                    let before = before_conversation;
                    Some(self.sheet(RecordKind::Conversation, id, answers, before, history)?)
                }
                None => None,
            },
            support,
        })
    }

    fn sheet(
        &self,
        kind: RecordKind,
        record: Uuid,
        answers: Answers,
        before: BTreeMap<&'static str, Answers>,
        history: bool,
    ) -> Result<Sheet<'_>, ApiError> {
        let set = self.set(kind, record)?;
        let asked = derive::asked(set, &answers, &before);
        let derived = derive::facts(kind, &asked, &before, history, self.as_of);
        Ok(Sheet::new(self.standard, set, record, answers, before, derived, self.today))
    }

    /// The questions that asked a record.
    pub(super) fn set(&self, kind: RecordKind, record: Uuid) -> Result<&QuestionSet, ApiError> {
        let id = kind.set_id();
        match self.versions.others.get(&record) {
            Some(version) => self.standard.set_version(id, *version),
            None => self.standard.set(id),
        }
        .ok_or_else(|| ApiError::fault("The standard does not ask about a record of this store."))
    }

    fn answers(
        &self,
        all: &[BulkAnswer],
        kind: RecordKind,
        record: Uuid,
    ) -> Result<Answers, ApiError> {
        let set = self.set(kind, record)?;
        let mut answers = Answers::new();
        for bulk in all.iter().filter(|bulk| bulk.record == record) {
            let question = set.question(&bulk.question);
            let answer = match (question, &bulk.absence, &bulk.value) {
                // Whether a question applies follows from the others. That one which is asked does
                // not apply, as a file from outside may say, is no answer.
                (_, Some(code), _) => Absence::from_code(code)
                    .filter(|absence| *absence != Absence::Napp)
                    .map(Answer::Absent),
                (Some(question), None, Some(json)) => serde_json::from_str(json)
                    .ok()
                    .and_then(|json| Value::from_json(question.kind, &json))
                    .map(Answer::Given),
                _ => None,
            };
            let recorded = Recorded { raw: String::new(), answer, valid: true };
            answers.insert((bulk.question.clone(), bulk.item), recorded);
        }
        Ok(answers)
    }
}
