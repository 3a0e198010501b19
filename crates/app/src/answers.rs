//! An answer as it is given: read, kept as typed, and in the store before anybody says "saved".

use chrono::{DateTime, Utc};
use homeward_standard::{Absence, Answer, Kind, Question, Value, read};
use homeward_store::{Bind, Bound, Done, Given, Put};
use uuid::Uuid;

use crate::api::ApiError;
use crate::api::record::{Give, PageView, Saved};
use crate::asks::{OneRow, OneRowGroup};
use crate::loading;
use crate::projections;
use crate::roles::Act;
use crate::session::{Homeward, Open};

impl Homeward {
    /// Keeps an answer, valid or not, with its audit entry, in one transaction.
    ///
    /// # Errors
    /// The record cannot be changed, the absence code is not offered, or the disk failed; in
    /// every case nothing was written, or what was written is exactly what was asked.
    pub fn give(&self, ask: Give) -> Result<Saved, ApiError> {
        let record = loading::id(&ask.record)?;
        let op_id = loading::id(&ask.op)?;
        self.with(Act::Record, |open| {
            let loaded = loading::record(open, self, record)?;
            loading::must_be_open(&loaded)?;
            let question = loaded.set.question(&ask.question).ok_or_else(unknown_question)?;
            let item = (ask.item > 0).then_some(ask.item);
            if item.is_some() != loaded.set.rows_of(&ask.question).is_some() {
                return Err(unknown_question());
            }
            let reading = read_answer(question, &ask, self)?;
            let json = reading.as_ref().and_then(Reading::json);
            let given = match (&reading, json.as_deref()) {
                (None, _) => Given::Invalid,
                (Some(Reading::Blank), _) => Given::Blank,
                (Some(Reading::Absent(absence)), _) => Given::Absence(absence.code()),
                (Some(Reading::Given(_)), Some(json)) => Given::Value(json),
                (Some(Reading::Given(_)), None) => return Err(unknown_question()),
            };
            let bind = question.bind.as_deref().map(|name| Bind {
                name,
                bound: reading.as_ref().map_or(Bound::Nothing, |r| r.bound(question.kind)),
            });
            let follow = match &reading {
                // What cannot be read changes no answer, and so opens and hides nothing.
                None => Vec::new(),
                Some(reading) => {
                    let spot = (ask.question.as_str(), item);
                    projections::that_follow(open, self, &loaded, spot, reading.answer())?
                }
            };
            let mut op = self.op(open, "answered", Some(record));
            op.id = op_id;
            op.detail =
                item.map_or_else(|| ask.question.clone(), |i| format!("{}:{i}", ask.question));
            let put = Put { record, question: &ask.question, item, raw: &ask.raw, given, bind };
            durably(
                open,
                |open| {
                    open.store.transact(&op, |tx| {
                        tx.put_answer(&put)?;
                        for (name, bound) in &follow {
                            tx.project(record, &Bind { name, bound: bound.clone() })?;
                        }
                        if ask.left {
                            tx.close_answer(record, &ask.question, item)?;
                        }
                        Ok(())
                    })
                },
                op_id,
            )?;
            let page = loading::page_of_question(open, self, record, &ask.question)?;
            Ok(Saved { said: said(self.now()), page })
        })
    }

    /// Adds an empty row to a repeating group.
    ///
    /// # Errors
    /// As for [`Homeward::give`].
    pub fn add_row(&self, ask: OneRowGroup) -> Result<PageView, ApiError> {
        self.change_rows(&ask.record, &ask.question, |rows, ever| {
            // A number that was ever used is not used again: its answers stay in the history.
            rows.push(ever + 1);
        })
    }

    /// Takes a row away. Its answers stay in the history.
    ///
    /// # Errors
    /// As for [`Homeward::give`].
    pub fn remove_row(&self, ask: OneRow) -> Result<PageView, ApiError> {
        self.change_rows(&ask.record, &ask.question, |rows, _| rows.retain(|row| *row != ask.item))
    }

    /// Brings a row back that was taken away, with its answers.
    ///
    /// # Errors
    /// There never was such a row; as for [`Homeward::give`].
    pub fn restore_row(&self, ask: OneRow) -> Result<PageView, ApiError> {
        self.change_rows(&ask.record, &ask.question, |rows, ever| {
            if ask.item > 0 && ask.item <= ever && !rows.contains(&ask.item) {
                rows.push(ask.item);
                rows.sort_unstable();
            }
        })
    }

    fn change_rows(
        &self,
        record: &str,
        group: &str,
        change: impl FnOnce(&mut Vec<u32>, u32),
    ) -> Result<PageView, ApiError> {
        let record = loading::id(record)?;
        self.with(Act::Record, |open| {
            let loaded = loading::record(open, self, record)?;
            loading::must_be_open(&loaded)?;
            let question = loaded
                .set
                .question(group)
                .filter(|question| question.kind == Kind::Rows)
                .ok_or_else(unknown_question)?;
            let sheet = loading::sheet(open, self, &loaded)?;
            let mut rows = sheet.rows(group);
            let ever = highest_item_ever(open, record, question)?;
            change(&mut rows, ever);
            let raw = rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
            let json = Value::Rows(rows.clone()).to_json().to_string();
            let given = if rows.is_empty() { Given::Blank } else { Given::Value(&json) };
            let mut op = self.op(open, "changed rows", Some(record));
            op.detail = group.to_owned();
            let id = op.id;
            durably(
                open,
                |open| {
                    open.store.transact(&op, |tx| {
                        tx.put_answer(&Put {
                            record,
                            question: group,
                            item: None,
                            raw: &raw,
                            given,
                            bind: None,
                        })?;
                        tx.close_answer(record, group, None)
                    })
                },
                id,
            )?;
            loading::page_of_question(open, self, record, group)
        })
    }
}

/// "Saved 14:32 on this laptop". Said only after the commit.
pub(crate) fn said(at: DateTime<Utc>) -> String {
    format!("Saved {} on this laptop", at.with_timezone(&chrono_tz::Europe::London).format("%H:%M"))
}

/// Writes, and after a fault of the disk looks whether it is there before it says so: a write that
/// was reported as failed may have reached the disk all the same (measured).
pub(crate) fn durably<T>(
    open: &mut Open,
    write: impl Fn(&mut Open) -> Result<Done<T>, homeward_store::Fault>,
    op: Uuid,
) -> Result<Option<T>, ApiError> {
    match write(open) {
        Ok(done) => Ok(done.value()),
        Err(fault) if fault.is_in_doubt() => {
            open.store.reopen()?;
            if open.store.read()?.was_done(op)? {
                return Ok(None);
            }
            Ok(write(open)?.value())
        }
        Err(fault) => Err(fault.into()),
    }
}

/// What a text, or an absence code, was read as.
enum Reading {
    Blank,
    Absent(Absence),
    Given(Value),
}

impl Reading {
    fn json(&self) -> Option<String> {
        match self {
            Self::Given(value) => Some(value.to_json().to_string()),
            Self::Blank | Self::Absent(_) => None,
        }
    }

    /// The answer that rules look at. Blank is none.
    fn answer(&self) -> Option<Answer> {
        match self {
            Self::Given(value) => Some(Answer::Given(value.clone())),
            Self::Absent(absence) => Some(Answer::Absent(*absence)),
            Self::Blank => None,
        }
    }

    fn bound(&self, kind: Kind) -> Bound {
        match self {
            // A column of codes says why there is no value; a column of times has no room for it.
            Self::Absent(absence) if kind == Kind::Choice => Bound::Text(absence.code().to_owned()),
            Self::Blank | Self::Absent(_) => Bound::Nothing,
            Self::Given(value) => bound(value),
        }
    }
}

/// A value as its typed column keeps it. No column holds several codes or rows.
pub(crate) fn bound(value: &Value) -> Bound {
    Bound::of(Some(&Answer::Given(value.clone()))).unwrap_or(Bound::Nothing)
}

/// None when the text cannot be read: it is kept as typed beside the last valid answer.
fn read_answer(
    question: &Question,
    ask: &Give,
    homeward: &Homeward,
) -> Result<Option<Reading>, ApiError> {
    if let Some(code) = &ask.absence {
        let absence = Absence::from_code(code)
            .filter(|absence| question.absences.contains(absence))
            .ok_or_else(|| ApiError::refused("That answer is not offered for this question."))?;
        return Ok(Some(Reading::Absent(absence)));
    }
    Ok(match read(question, homeward.standard(), &ask.raw, homeward.today()) {
        Ok(None) => Some(Reading::Blank),
        Ok(Some(value)) => Some(Reading::Given(value)),
        Err(_) => None,
    })
}

fn highest_item_ever(open: &Open, record: Uuid, group: &Question) -> Result<u32, ApiError> {
    let reader = open.store.read()?;
    let mut highest = 0;
    for entry in reader.history(record, &group.id)? {
        let rows: Vec<u32> = entry
            .answer
            .value
            .as_deref()
            .and_then(|value| serde_json::from_str(value).ok())
            .unwrap_or_default();
        highest = rows.into_iter().fold(highest, u32::max);
    }
    Ok(highest)
}

fn unknown_question() -> ApiError {
    ApiError::refused("That question is not part of this record. Open the record again.")
}

/// An answer out of what the store keeps.
pub(crate) fn kept_answer(
    question: Option<&Question>,
    kept: &homeward_store::KeptAnswer,
) -> Option<Answer> {
    if let Some(code) = &kept.absence {
        return Absence::from_code(code).map(Answer::Absent);
    }
    let json: serde_json::Value = serde_json::from_str(kept.value.as_deref()?).ok()?;
    Value::from_json(question?.kind, &json).map(Answer::Given)
}
