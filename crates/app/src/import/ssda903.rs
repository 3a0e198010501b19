//! The children looked after return (SSDA903): `header.csv` and `missing.csv`, as back-loading.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use homeward_casework::ssda903::{
    Child, Contents, Episode, File, Flag, Limits, Options, Refusal, read,
};
use homeward_casework::{Origin, RecordKind, ReviewState};
use homeward_standard::{Kind, Moment, Value};
use homeward_store::{Bind, Given, ImportRow, NewRecord, Op, Put, RowOutcome, Tx};
use homeward_vault::{random_id, sha256_hex};
use uuid::Uuid;

use super::entry::{Entry, typed};
use super::files::Printed;
use super::judged;
use super::matching::{self, Difference, Fate, Known};
use super::summary::{Findings, Told, refusal};
use crate::answers::{bound, durably};
use crate::api::ApiError;
use crate::api::import::{ImportAsk, ImportSummary};
use crate::job::Running;
use crate::roles::Act;
use crate::session::{Homeward, Open};

/// Episodes in one transaction: few enough that an answer typed meanwhile is saved at once.
const BATCH: usize = 200;

/// Children looked up between two other commands.
const LOOK_UP: usize = 500;

/// Brings in the two files, or says what they would bring.
///
/// Everything is decided before the first write. It is written in whole batches; a run that is
/// cut off is finished by running it again, since what is in by then is found there.
///
/// # Errors
/// The authority is none of this store's, a file cannot be read at all, or the disk failed.
pub(crate) fn import_files(home: &Homeward, ask: &ImportAsk) -> Result<ImportSummary, ApiError> {
    let running = home.job.begin().ok_or_else(|| {
        ApiError::refused("Another import or release is under way. Wait until it is done.")
    })?;
    let commission = home.with(Act::Import, |open| commission_of(open, &ask.authority))?;
    let (contents, print) = parse(home, ask, &running)?;
    let known = look_up(home, ask, &contents, &running)?;
    let fates = matching::fates(&contents, &known);
    let plan = Plan::new(&contents, &fates, &known);
    let judged = judged::judge(home, &ask.authority, &contents, &fates, &known)?;
    let findings = Findings::new(&contents, &fates, &judged, plan.children.len());
    if ask.dry_run {
        return Ok(findings.summary(Told::OnlyLooked));
    }
    if findings.wrong > 0 && !ask.skip_wrong {
        return Ok(findings.summary(Told::Refused));
    }
    if plan.writes.is_empty() {
        return Ok(findings.summary(Told::Written));
    }
    let run = Run { home, commission, authority: &ask.authority, print, plan: &plan };
    let told = run.write(&running)?;
    Ok(findings.summary(told))
}

/// The commission of this store for an authority.
pub(crate) fn commission_of(open: &Open, authority: &str) -> Result<Uuid, ApiError> {
    let commissions = open.store.read()?.commissions()?;
    commissions.iter().find(|one| one.authority == authority).map(|one| one.id).ok_or_else(|| {
        let own: Vec<&str> = commissions.iter().map(|one| one.authority.as_str()).collect();
        ApiError::refused(format!(
            "This store has no commission for that authority. Use one of its own: {}.",
            own.join(", ")
        ))
    })
}

fn parse(
    home: &Homeward,
    ask: &ImportAsk,
    running: &Running<'_>,
) -> Result<(Contents, String), ApiError> {
    let limits = Limits::STANDARD;
    let mapping = home.standard().ssda903();
    let mut missing = Printed::open(&ask.missing, File::Missing, limits)?;
    let mut header = Printed::open(&ask.header, File::Header, limits)?;
    let options = Options { mapping, today: home.today(), limits };
    let contents = read(&mut missing, &mut header, options, &mut |progress| {
        running.at(u32::try_from(progress.rows).unwrap_or(u32::MAX), 0);
        if running.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .map_err(|cause: Refusal| refusal(&cause))?;
    let print = sha256_hex(&[missing.finish(), header.finish()].concat());
    Ok((contents, print))
}

fn look_up(
    home: &Homeward,
    ask: &ImportAsk,
    contents: &Contents,
    running: &Running<'_>,
) -> Result<BTreeMap<String, Known>, ApiError> {
    let local_ids: Vec<&String> = contents.children.keys().collect();
    let mut known = BTreeMap::new();
    for some in local_ids.chunks(LOOK_UP) {
        if running.is_stopped() {
            return Err(refusal(&Refusal::Cancelled));
        }
        home.with(Act::Import, |open| {
            matching::look_up(open.store.read()?, &ask.authority, some.iter().copied(), &mut known)
        })?;
    }
    Ok(known)
}

/// Everything that is to be written, with its ids: a batch that is tried again writes the same.
struct Plan<'c> {
    writes: Vec<Write<'c>>,
    /// Children to be made, by local id.
    children: BTreeMap<&'c str, (Uuid, &'c Child)>,
    wrong: Vec<(u64, &'static str)>,
}

enum Write<'c> {
    Episode {
        id: Uuid,
        child: Uuid,
        episode: &'c Episode,
        flags: Vec<Flag>,
        makes: Option<&'c str>,
    },
    End {
        record: Uuid,
        episode: &'c Episode,
        end: chrono::NaiveDate,
    },
    Already {
        record: Uuid,
        episode: &'c Episode,
    },
}

impl<'c> Plan<'c> {
    fn new(contents: &'c Contents, fates: &[Fate], known: &BTreeMap<String, Known>) -> Self {
        let mut children: BTreeMap<&str, (Uuid, &Child)> = BTreeMap::new();
        let mut writes = Vec::new();
        let mut brings = false;
        for (episode, fate) in contents.episodes.iter().zip(fates) {
            match fate {
                Fate::OtherChild => {}
                Fate::Already { record, differs: Difference::EndKnownNow(end) } => {
                    brings = true;
                    writes.push(Write::End { record: *record, episode, end: *end });
                }
                Fate::Already { record, .. } => {
                    writes.push(Write::Already { record: *record, episode });
                }
                Fate::New { overlaps } => {
                    brings = true;
                    let mut flags = episode.flags.clone();
                    flags.extend(overlaps.then_some(Flag::Overlap { with: None }));
                    let here = known.get(&episode.local_id).and_then(|known| known.child);
                    let made = children.get(episode.local_id.as_str()).map(|(id, _)| *id);
                    let (child, makes) =
                        match (here.or(made), contents.children.get_key_value(&episode.local_id)) {
                            (Some(child), _) => (child, None),
                            (None, Some((local_id, child))) => {
                                let id = random_id();
                                children.insert(local_id, (id, child));
                                (id, Some(local_id.as_str()))
                            }
                            // The reader gives a child for every episode.
                            (None, None) => continue,
                        };
                    writes.push(Write::Episode { id: random_id(), child, episode, flags, makes });
                }
            }
        }
        if !brings {
            // The same file again: nothing is written, not even that it was looked at.
            writes.clear();
        }
        let wrong = contents
            .problems
            .iter()
            .filter(|problem| problem.file == File::Missing)
            .map(|problem| (problem.line, problem.code.as_str()))
            .chain(
                contents
                    .repeated
                    .iter()
                    .filter(|row| row.file == File::Missing)
                    .map(|row| (row.line, "double")),
            )
            .chain(
                contents
                    .episodes
                    .iter()
                    .zip(fates)
                    .filter(|(_, fate)| **fate == Fate::OtherChild)
                    .map(|(episode, _)| (episode.line, "other_child")),
            )
            .collect();
        Self { writes, children, wrong }
    }
}

/// One run of an import.
struct Run<'r> {
    home: &'r Homeward,
    commission: Uuid,
    authority: &'r str,
    print: String,
    plan: &'r Plan<'r>,
}

impl Run<'_> {
    fn write(&self, running: &Running<'_>) -> Result<Told, ApiError> {
        let run = random_id();
        let of = u32::try_from(self.plan.writes.len()).unwrap_or(u32::MAX);
        let mut done = 0;
        let mut episodes = 0;
        self.act("began import", run, |tx| {
            tx.start_import(run, "ssda903", self.authority, &self.print)?;
            let wrong: Vec<ImportRow<'_>> = self
                .plan
                .wrong
                .iter()
                .map(|(line, reason)| ImportRow {
                    line: *line,
                    outcome: RowOutcome::Wrong,
                    record: None,
                    reason: Some(reason),
                })
                .collect();
            tx.add_import_rows(run, &wrong)
        })?;
        for batch in self.plan.writes.chunks(BATCH) {
            if running.is_stopped() {
                return Ok(Told::Stopped { episodes });
            }
            let prepared = self.prepare(batch)?;
            self.act("imported", run, |tx| prepared.write(tx, run))?;
            done += u32::try_from(batch.len()).unwrap_or(u32::MAX);
            episodes += u32::try_from(
                batch.iter().filter(|write| matches!(write, Write::Episode { .. })).count(),
            )
            .unwrap_or(u32::MAX);
            running.at(done, of);
        }
        self.act("finished import", run, |tx| tx.finish_import(run))?;
        Ok(Told::Written)
    }

    /// One transaction, between which every other command gets its turn.
    fn act(
        &self,
        act: &'static str,
        run: Uuid,
        change: impl Fn(&mut Tx<'_>) -> Result<(), homeward_store::Fault>,
    ) -> Result<(), ApiError> {
        self.home.with(Act::Import, |open| {
            let op = Op { detail: run.to_string(), ..self.home.op(open, act, None) };
            let id = op.id;
            durably(open, |open| open.store.transact(&op, |tx| change(tx)), id)?;
            Ok(())
        })
    }

    fn prepare<'b>(&'b self, batch: &'b [Write<'b>]) -> Result<Prepared<'b>, ApiError> {
        let mut prepared = Prepared::default();
        for write in batch {
            let (episode, outcome, record) = match write {
                Write::Episode { id, child, episode, flags, makes } => {
                    if let Some((id, child)) = makes.and_then(|id| self.plan.children.get(id)) {
                        prepared.records.push(self.child(*id, child)?);
                    }
                    prepared.records.push(self.episode(*id, *child, episode, flags)?);
                    (episode, RowOutcome::New, *id)
                }
                Write::End { record, episode, end } => {
                    prepared.ends.push(self.end(*record, *end)?);
                    (episode, RowOutcome::Already, *record)
                }
                Write::Already { record, episode } => (episode, RowOutcome::Already, *record),
            };
            prepared.rows.push(ImportRow {
                line: episode.line,
                outcome,
                record: Some(record),
                reason: None,
            });
        }
        Ok(prepared)
    }

    fn record(
        &self,
        id: Uuid,
        kind: RecordKind,
        child: Option<Uuid>,
        entry: &Entry<'_>,
    ) -> NewRecord {
        NewRecord {
            id,
            kind,
            set_version: entry.set_version(),
            commission: self.commission,
            child,
            of: None,
            origin: Origin::Imported,
            state: ReviewState::Draft,
        }
    }

    fn child(&self, id: Uuid, child: &Child) -> Result<Made<'_>, ApiError> {
        let entry = child_entry(self.home, self.authority, child)?;
        let flags =
            child.flags.iter().map(|flag| flag_row(*flag, File::Header, child.line)).collect();
        Ok(Made { new: self.record(id, RecordKind::Child, None, &entry), entry, flags })
    }

    fn episode(
        &self,
        id: Uuid,
        child: Uuid,
        episode: &Episode,
        flags: &[Flag],
    ) -> Result<Made<'_>, ApiError> {
        let entry = episode_entry(self.home, episode)?;
        let flags =
            flags.iter().map(|flag| flag_row(*flag, File::Missing, Some(episode.line))).collect();
        Ok(Made { new: self.record(id, RecordKind::Episode, Some(child), &entry), entry, flags })
    }

    fn end(&self, record: Uuid, end: chrono::NaiveDate) -> Result<End, ApiError> {
        let version = self
            .home
            .with(Act::Import, |open| Ok(open.store.read()?.record(record)?.set_version))?;
        let set = self.home.standard().set_version(RecordKind::Episode.set_id(), version);
        let set = set.ok_or_else(|| {
            ApiError::refused("An episode of these files was written with a newer version of the questions, so its return cannot be added here. Import them with the Homeward that wrote it, or a newer one.")
        })?;
        let question = set
            .bound_to("episode.returned_at")
            .filter(|question| question.kind == Kind::Moment)
            .ok_or_else(|| ApiError::fault("The standard does not ask when a child returned."))?;
        let value = Value::Moment(Moment::day(end));
        Ok(End {
            record,
            question: question.id.clone(),
            raw: typed(&value),
            json: value.to_json().to_string(),
            value,
        })
    }
}

/// The answers of a child of the files.
pub(crate) fn child_entry<'h>(
    home: &'h Homeward,
    authority: &str,
    child: &Child,
) -> Result<Entry<'h>, ApiError> {
    let standard = home.standard();
    let mut entry = Entry::new(standard, RecordKind::Child, home.today())?;
    entry.give_bound("child.local_id", &child.local_id)?;
    entry.give_bound("child.date_of_birth", &typed(&Value::Date(child.date_of_birth)))?;
    entry.answer_bound("child.sex", &child.sex)?;
    entry.answer_bound("child.ethnicity", &child.ethnicity)?;
    entry.give_bound("child.care_status", &standard.ssda903().care_status)?;
    if entry.asks("responsible_la") {
        entry.give("responsible_la", authority)?;
    }
    Ok(entry)
}

/// The answers of an episode of the files.
pub(crate) fn episode_entry<'h>(
    home: &'h Homeward,
    episode: &Episode,
) -> Result<Entry<'h>, ApiError> {
    let day = |date| typed(&Value::Moment(Moment::day(date)));
    let mut entry = Entry::new(home.standard(), RecordKind::Episode, home.today())?;
    entry.give_bound("episode.type", &episode.episode_type)?;
    entry.give_bound("episode.dfe_missing_type", &episode.dfe_missing_type)?;
    entry.give_bound("episode.missing_from_at", &day(episode.start))?;
    if let Some(end) = episode.end {
        entry.give_bound("episode.returned_at", &day(end))?;
    }
    Ok(entry)
}

/// What a flag is kept as: the rule, and where in the files it was.
fn flag_row(flag: Flag, file: File, line: Option<u64>) -> (String, String) {
    let rule = flag.rule().map_or_else(|| flag.as_str().to_owned(), |rule| rule.to_string());
    let line = line.map_or_else(String::new, |line| format!(" line {line}"));
    let with = match flag {
        Flag::Overlap { with: Some(with) } => format!(", with line {with}"),
        _ => String::new(),
    };
    (rule, format!("{}{line}{with}", file.name()))
}

/// A batch, ready to be written.
#[derive(Default)]
struct Prepared<'b> {
    records: Vec<Made<'b>>,
    ends: Vec<End>,
    rows: Vec<ImportRow<'b>>,
}

struct Made<'b> {
    new: NewRecord,
    entry: Entry<'b>,
    flags: Vec<(String, String)>,
}

struct End {
    record: Uuid,
    question: String,
    raw: String,
    json: String,
    value: Value,
}

impl Prepared<'_> {
    fn write(&self, tx: &mut Tx<'_>, run: Uuid) -> Result<(), homeward_store::Fault> {
        for made in &self.records {
            made.entry.write(tx, &made.new)?;
            for (rule, detail) in &made.flags {
                tx.add_flag(made.new.id, rule, detail)?;
            }
        }
        for end in &self.ends {
            tx.put_answer(&Put {
                record: end.record,
                question: &end.question,
                item: None,
                raw: &end.raw,
                given: Given::Value(&end.json),
                bind: Some(Bind { name: "episode.returned_at", bound: bound(&end.value) }),
            })?;
            tx.close_answer(end.record, &end.question, None)?;
        }
        tx.add_import_rows(run, &self.rows)
    }
}
