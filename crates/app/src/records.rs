//! A record as a task list, its pages, check answers, and what can be done with it.

use homeward_casework::review::{self, Move};
use homeward_casework::ssda903::Flag;
use homeward_casework::{Origin, RecordKind, ReviewState, checks, clock};
use homeward_store::{NewRecord, Tx};
use homeward_vault::random_id;
use uuid::Uuid;

use crate::about;
use crate::answers::durably;
use crate::api::record::{Action, CheckView, PageView, Problem, RecordView};
use crate::api::{ApiError, Tag};
use crate::asks::InSection;
use crate::children::audited_read;
use crate::contradictions;
use crate::derive;
use crate::loading::{self, Loaded};
use crate::roles::Act;
use crate::session::{Homeward, Open};
use crate::sheet::Sheet;
use crate::tasks;
use crate::work::{self, state_tag};

/// Said beside the button that marks a record ready.
const READY_NOTE: &str = "In this version no second person reads the record. You check it yourself, and the record says so.";

impl Homeward {
    /// A record as a task list. Opening it is an audited read.
    ///
    /// # Errors
    /// The record is not here.
    pub fn record(&self, record: String) -> Result<RecordView, ApiError> {
        let id = loading::id(&record)?;
        self.with(Act::Read, |open| {
            audited_read(self, open, id)?;
            view(self, open, id)
        })
    }

    /// A section of a record as a page. Opening it is an audited read.
    ///
    /// # Errors
    /// The record or the section is not here.
    pub fn page(&self, ask: InSection) -> Result<PageView, ApiError> {
        let id = loading::id(&ask.record)?;
        self.with(Act::Read, |open| {
            audited_read(self, open, id)?;
            let loaded = loading::record(open, self, id)?;
            loading::page(open, self, &loaded, &ask.section)
        })
    }

    /// All answers of a record, with what has to be mended.
    ///
    /// # Errors
    /// The record is not here.
    pub fn check_answers(&self, record: String) -> Result<CheckView, ApiError> {
        let id = loading::id(&record)?;
        self.with(Act::Read, |open| {
            audited_read(self, open, id)?;
            let loaded = loading::record(open, self, id)?;
            let sheet = loading::sheet(open, self, &loaded)?;
            let (problems, warnings) = findings(self, open, &loaded, &sheet)?;
            Ok(CheckView {
                record: id.to_string(),
                title: "Check answers".into(),
                caption: loaded.caption(),
                can_be_ready: problems.is_empty()
                    && loaded.record.kind.is_reviewed()
                    && loaded.is_open(),
                problems,
                warnings,
                sections: tasks::sections(&sheet),
                derived: derive::lines(&sheet, loaded.record.kind),
                state: state(&loaded),
                open: loaded.is_open(),
                ready_note: READY_NOTE.into(),
            })
        })
    }

    /// Marks a record ready for review. Until the review is there it is marked self-checked.
    ///
    /// # Errors
    /// There is something to mend first, or the record is not open.
    pub fn mark_ready(&self, record: String) -> Result<RecordView, ApiError> {
        let id = loading::id(&record)?;
        self.with(Act::Record, |open| {
            let loaded = loading::record(open, self, id)?;
            loading::must_be_known(&loaded)?;
            let sheet = loading::sheet(open, self, &loaded)?;
            if !loaded.record.kind.is_reviewed() {
                return Err(ApiError::refused("This kind of record is not reviewed."));
            }
            if !findings(self, open, &loaded, &sheet)?.0.is_empty() {
                return Err(ApiError::refused(
                    "There are answers to mend first. They are listed at the top of this page.",
                ));
            }
            self.make_move(open, &loaded, Move::Submit, true)?;
            view(self, open, id)
        })
    }

    /// Does what an action of a page offers, and says where to go.
    ///
    /// # Errors
    /// It cannot be done now.
    pub fn act(&self, action: String) -> Result<String, ApiError> {
        let word = action.strip_prefix("do:").unwrap_or(&action);
        let (word, id) = word.split_once('/').ok_or_else(unknown_action)?;
        let (id, second) = match id.split_once('/') {
            Some((id, second)) => (loading::id(id)?, Some(loading::id(second)?)),
            None => (loading::id(id)?, None),
        };
        match (word, second) {
            ("also-about", Some(episode)) => return self.also_about(id, episode),
            ("not-about", Some(episode)) => return self.not_about(id, episode),
            (_, Some(_)) => return Err(unknown_action()),
            (_, None) => {}
        }
        match word {
            "start-return" => self
                .start_return(Some(id.to_string()))
                .map(|draft| format!("return/{}", draft.episode)),
            "start-conversation" => self.begin_record(id, RecordKind::Conversation),
            "start-ppi" => self.begin_record(id, RecordKind::Ppi),
            "start-support" => self.begin_record(id, RecordKind::Support),
            "reopen" => self.with(Act::Record, |open| {
                let loaded = loading::record(open, self, id)?;
                self.make_move(open, &loaded, Move::TakeBack, false)?;
                Ok(format!("record/{id}"))
            }),
            _ => Err(unknown_action()),
        }
    }

    fn make_move(
        &self,
        open: &mut Open,
        loaded: &Loaded<'_>,
        step: Move,
        self_checked: bool,
    ) -> Result<(), ApiError> {
        loading::must_be_known(loaded)?;
        let moved = review::make(loaded.record.state, step).map_err(|refused| {
            ApiError::refused(crate::show::sentence_case(&format!("{refused}.")))
        })?;
        let id = loaded.record.id;
        let mut op = self.op(open, "moved record", Some(id));
        op.detail = format!("{} to {}", loaded.record.state.as_str(), moved.to.as_str());
        durably(
            open,
            |open| {
                open.store.transact(&op, |tx| {
                    tx.close_answers(id)?;
                    tx.set_state(id, moved.to, self_checked || moved.self_checked)
                })
            },
            op.id,
        )?;
        Ok(())
    }

    /// Begins the record of a kind about an episode (support: about a conversation), or opens the
    /// one that is there.
    fn begin_record(&self, of: Uuid, kind: RecordKind) -> Result<String, ApiError> {
        self.with(Act::Record, |open| {
            let about = loading::record(open, self, of)?;
            let reader = open.store.read()?;
            let there = match kind {
                RecordKind::Ppi => reader.ppis_of(of)?.last().map(|one| one.id),
                RecordKind::Conversation => {
                    reader.conversations_of_episode(of)?.last().map(|one| one.id)
                }
                RecordKind::Support => reader.supports_of(of)?.last().map(|one| one.id),
                RecordKind::Child | RecordKind::Episode => return Err(unknown_action()),
            };
            if let Some(there) = there {
                return Ok(format!("record/{there}"));
            }
            let set_version = self.standard().set(kind.set_id()).map_or(1, |set| set.version);
            let new = NewRecord {
                id: random_id(),
                kind,
                set_version,
                commission: about.record.commission,
                child: Some(about.child),
                of: matches!(kind, RecordKind::Ppi | RecordKind::Support).then_some(of),
                origin: Origin::Entered,
                state: ReviewState::Draft,
            };
            let op = self.op(open, "began record", Some(new.id));
            durably(
                open,
                |open| {
                    open.store.transact(&op, |tx: &mut Tx<'_>| {
                        tx.insert_record(&new)?;
                        if kind == RecordKind::Conversation {
                            tx.link_conversation_episode(new.id, of)?;
                        }
                        Ok(())
                    })
                },
                op.id,
            )?;
            Ok(format!("record/{}", new.id))
        })
    }
}

fn unknown_action() -> ApiError {
    ApiError::refused("That cannot be done here. Go back and open the page again.")
}

/// The state of a record. A child and an episode are never reviewed, so they have none to show.
fn state(loaded: &Loaded<'_>) -> Tag {
    if loading::is_history(loaded.record.origin) {
        return Tag { text: "History, from an import".into(), tone: crate::api::Tone::Quiet };
    }
    if !loaded.record.kind.is_reviewed() {
        return Tag { text: "Kept up to date".into(), tone: crate::api::Tone::Quiet };
    }
    state_tag(loaded.record.state, loaded.record.self_checked)
}

fn view(homeward: &Homeward, open: &Open, id: Uuid) -> Result<RecordView, ApiError> {
    let loaded = loading::record(open, homeward, id)?;
    let sheet = loading::sheet(open, homeward, &loaded)?;
    let kind = loaded.record.kind;
    Ok(RecordView {
        record: id.to_string(),
        title: loaded.set.title.clone(),
        child: loaded.child_name.clone(),
        child_record: loaded.child.to_string(),
        state: state(&loaded),
        due: due(homeward, open, &loaded)?,
        about: about::episodes(open, &loaded)?,
        derived: derive::lines(&sheet, kind),
        tasks: sheet.sections().map(|section| tasks::task(&sheet, section)).collect(),
        actions: actions(&loaded).into_iter().chain(about::actions(open, &loaded)?).collect(),
        open: loaded.is_open(),
        notices: loaded.version_notice().into_iter().chain(notices(open, id)?).collect(),
        kept: if loaded.unknown_version().is_some() {
            sheet.of_other_questions()
        } else {
            Vec::new()
        },
    })
}

fn actions(loaded: &Loaded<'_>) -> Vec<Action> {
    let id = loaded.record.id;
    let action = |label: &str, path: String, main| Action { label: label.into(), path, main };
    let mut actions = vec![action("Check answers", format!("check/{id}"), loaded.is_open())];
    if loaded.record.kind == RecordKind::Conversation {
        if loaded.is_open() {
            actions.push(action("With you: pages for the child", format!("with/{id}"), false));
        }
        actions.push(action("A copy for the child", format!("copy/{id}"), false));
        actions.push(action(
            "Report for the social worker",
            format!("report/{id}"),
            !loaded.is_open(),
        ));
        actions.push(action("Support and promises", format!("do:start-support/{id}"), false));
    }
    if loaded.record.kind != RecordKind::Child && !loaded.adding {
        let child = loaded.child;
        actions.push(action("Chronology of the child", format!("chronology/{child}"), false));
    }
    if loaded.record.state == ReviewState::ReadyForReview {
        actions.push(action("Open it again to change answers", format!("do:reopen/{id}"), false));
    }
    actions
}

fn due(homeward: &Homeward, open: &Open, loaded: &Loaded<'_>) -> Result<Option<Tag>, ApiError> {
    let Some(first) = loaded.episodes.first() else { return Ok(None) };
    if loading::is_history(loaded.record.origin) {
        return Ok(None);
    }
    let reader = open.store.read()?;
    let episode = reader.episode(*first)?;
    let returned = work::moment(episode.returned.as_ref());
    let located = work::moment(episode.located.as_ref());
    let clock = match loaded.record.kind {
        RecordKind::Conversation => {
            let one = reader.conversation(loaded.record.id)?;
            if work::is_settled(one.outcome.as_deref()) {
                return Ok(None);
            }
            returned.as_ref().and_then(clock::rhi_clock)
        }
        RecordKind::Ppi => {
            if reader.ppi(loaded.record.id)?.status.is_some() {
                return Ok(None);
            }
            clock::ppi_clock(located.as_ref(), returned.as_ref())
        }
        RecordKind::Child | RecordKind::Episode | RecordKind::Support => None,
    };
    Ok(clock.map(|clock| work::tag(&clock::due(&clock, homeward.now()))))
}

/// Marks on a record in words.
fn notices(open: &Open, id: Uuid) -> Result<Vec<String>, ApiError> {
    let mut notices = Vec::new();
    for flag in open.store.read()?.flags_of(id)? {
        if flag.cleared_at.is_some() {
            continue;
        }
        if let Some(rule) = Flag::parse(&flag.rule) {
            notices.push(format!("From the import: {rule}"));
        }
    }
    Ok(notices)
}

/// What has to be mended, and what is to be looked at again.
fn findings(
    homeward: &Homeward,
    open: &Open,
    loaded: &Loaded<'_>,
    sheet: &Sheet<'_>,
) -> Result<(Vec<Problem>, Vec<Problem>), ApiError> {
    let mut problems = tasks::problems(sheet);
    let mut warnings = Vec::new();
    for finding in contradictions::found(homeward, open, loaded, sheet)? {
        let found = Problem {
            sentence: finding.check.sentence.to_owned(),
            path: tasks::path_of_first(sheet, finding.check.questions, finding.item),
        };
        match finding.check.severity {
            checks::Severity::Problem => problems.push(found),
            checks::Severity::Warning => warnings.push(found),
        }
    }
    Ok((problems, warnings))
}
