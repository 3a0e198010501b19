//! Works a release out whole, in memory: rows out of the store, files by the engine, proof by the
//! verifier, what was sent before, attacks and measures. Nothing is written.

use homeward_casework::time;
use homeward_release::episodes::EPISODES;
use homeward_release::history::Held;
use homeward_release::statement::{Statement, is_all};
use homeward_release::{
    Manifest, Profile, Release, Request, Tools, Version, VersionOf, attacks, make, measures, verify,
};
use homeward_standard::Standard;
use homeward_vault::{Seeded, random_bytes, sha256_hex};
use serde::Serialize;

use super::asked::{self, Wanted};
use super::before::Before;
use super::rows::{self, Asked, Found};
use super::words::number;
use super::{PROFILE, episodes, episodes_risk, risk, statement, weigh, words};
use crate::api::ApiError;
use crate::api::door::Authority;
use crate::api::release::Product;
use crate::api::release_preview::{PolicyVersion, ReleasePreview};
use crate::job::Running;
use crate::roles::Act;
use crate::session::Homeward;
use crate::show;

/// A release that may leave, as it is in memory.
pub(super) struct Worked {
    pub(super) made: Made,
    pub(super) found: Found,
    pub(super) before: Before,
}

/// Its files, with what they were made and are checked by.
pub(super) enum Made {
    Tables { release: Box<Release>, profile: Profile },
    Statement { statement: Box<Statement>, profile: Profile },
    Records(Box<episodes::Worked>),
}

/// What came of working a release out: what is shown of it, and, if everything holds, itself.
pub(super) struct Looked {
    pub(super) preview: ReleasePreview,
    pub(super) worked: Option<Box<Worked>>,
}

/// Works it out. Whoever asks may look at it.
///
/// # Errors
/// The store cannot be read, another long job runs, or it was stopped. A release that may not leave
/// is no error: its preview says why.
pub(super) fn look(home: &Homeward, wanted: &Wanted) -> Result<Looked, ApiError> {
    let running = home.job.begin().ok_or_else(|| {
        ApiError::refused("Another import or release is under way. Wait until it is done.")
    })?;
    look_while(home, wanted, Verified::InMemory, &running)
}

/// Where the verifier reads topic tables. No release leaves that was not verified in one of these
/// ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verified {
    /// As they were made, since nobody writes them.
    InMemory,
    /// From the disk, by who writes them and before they are in their place.
    OnceWritten,
}

/// The same, while a long job of the caller's runs.
///
/// # Errors
/// As for [`look`].
pub(super) fn look_while(
    home: &Homeward,
    wanted: &Wanted,
    verified: Verified,
    running: &Running<'_>,
) -> Result<Looked, ApiError> {
    let asked = &wanted.asked;
    home.with(Act::LookAtRelease, |open| asked::must_be_ours(open, &asked.authority))?;
    let profile = Profile::from_standard(home.standard(), PROFILE)
        .map_err(|refusal| ApiError::fault(refusal.to_string()))?;
    let made_on = home.today();
    let found = rows::find(
        home,
        &Asked { authority: &asked.authority, period: &asked.period, as_of: time::day(made_on).to },
        running,
    )?;
    let request = Request {
        authority: wanted.authority.clone(),
        period: asked.period.clone(),
        receiver: asked.receiver.clone(),
        purpose: asked.purpose.clone(),
        agreement: asked.agreement.clone(),
        made_on,
        policy: None,
        versions: versions(home.standard(), &found),
    };
    let before = Before::look(home, asked)?;
    let work = Work { home, wanted, request, found, before, verified };
    match asked.product {
        Product::TopicTables => work.tables(profile),
        Product::EpisodeRecords => work.records(&profile),
    }
}

/// All that a release is worked out from.
struct Work<'a> {
    home: &'a Homeward,
    wanted: &'a Wanted,
    request: Request,
    found: Found,
    before: Before,
    verified: Verified,
}

impl Work<'_> {
    fn tables(mut self, profile: Profile) -> Result<Looked, ApiError> {
        let k = profile.policy.k;
        if is_all(&self.found.rows, k) {
            return self.statement(profile);
        }
        let mut preview = empty(self.wanted, k);
        // The order of the rows in a table is drawn from a key that nobody ever has again.
        let mut draws = Seeded::from_key(random_bytes());
        let made = make(
            &profile,
            &self.found.rows,
            &self.request,
            Tools { hash: &sha256_hex, below: &mut |many| draws.below(many) },
        );
        let release = match made {
            Ok(release) => release,
            Err(refusal) => return Ok(stopped(preview, refusal.to_string())),
        };
        fill(&mut preview, &profile, &release, &self.found)?;

        let rows = &self.found.rows;
        if self.verified == Verified::InMemory {
            let report = verify::check(&release.files, &profile, &sha256_hex, Some(rows));
            if report.outcome != verify::Outcome::Holds {
                return Ok(stopped(preview, not_its_own_check(&report)));
            }
        }
        let could_not = |fault: attacks::AttackFault| ApiError::fault(fault.to_string());
        let attacks = attacks::on_tables(&release.files, &profile, rows, k).map_err(could_not)?;
        preview.tests = risk::tests(&attacks, k);
        let measures = measures::of_tables(&release.files).map_err(could_not)?;
        preview.measures = risk::measured(&measures, |column| {
            profile.variable(column).map(|variable| variable.title.as_str())
        });
        if attacks.iter().any(|attack| !attack.holds()) {
            return Ok(stopped(preview, FOUND.to_owned()));
        }
        let held = Held::of(&release.manifest, rows, &self.found.ids);
        if let Err(waits) = self.before.and(held, k, &self.wanted.asked.period) {
            return Ok(stopped(preview, waits));
        }
        preview.holds = true;
        preview.verdict = format!(
            "Nobody can be told apart in these tables: at least {k} different children stand behind everything that they show."
        );
        let tables: Vec<_> = release
            .manifest
            .tables
            .iter()
            .map(|table| (&table.file, &table.title, table.rows, &table.merges))
            .collect();
        let cells = release.files.iter().find(|file| file.name == "cells.csv");
        let figures = (cells.map(|file| sha256_hex(&file.bytes)), tables, release.manifest.totals);
        preview.shown = fingerprint(self.wanted, &profile, &figures)?;
        let made = Made::Tables { release: Box::new(release), profile };
        Ok(self.holds(preview, made))
    }

    fn statement(mut self, profile: Profile) -> Result<Looked, ApiError> {
        let mut preview = empty(self.wanted, profile.policy.k);
        let asked = &self.wanted.asked;
        let begun = self.home.with(Act::LookAtRelease, |open| {
            rows::begun_by(open.store.read()?, &asked.authority, &asked.period)
        })?;
        if !begun {
            return Ok(stopped(preview, statement::before_the_records(&asked.period)));
        }
        let standard = self.home.standard();
        let made = statement::made(&profile, standard, &self.request, &self.found);
        let made = match made {
            Ok(made) => made,
            Err(why) => return Ok(stopped(preview, why)),
        };
        statement::fill(&mut preview, &made, &self.found);
        preview.versions =
            policy((&profile.id, profile.version, &profile), &made.manifest.versions)?;
        let attacks = attacks::on_statement(&made.files, &profile, &sha256_hex)
            .map_err(|fault| ApiError::fault(fault.to_string()))?;
        preview.tests = risk::of_statement(&attacks, &made.manifest.statement);
        if attacks.iter().any(|attack| !attack.holds()) {
            return Ok(stopped(preview, FOUND.to_owned()));
        }
        if let Err(waits) =
            self.before.and(Held::of_statement(), profile.policy.k, &self.wanted.asked.period)
        {
            return Ok(stopped(preview, waits));
        }
        preview.holds = true;
        let stated = &made.manifest.statement;
        preview.verdict =
            format!("This release will be a statement: {}", show::lower_first(&stated.words));
        preview.shown = fingerprint(self.wanted, &profile, stated)?;
        Ok(self.holds(preview, Made::Statement { statement: Box::new(made), profile }))
    }

    fn records(mut self, tables: &Profile) -> Result<Looked, ApiError> {
        let mut preview = empty(self.wanted, tables.policy.k);
        let (sent, records) = (self.before.tables(), self.before.records());
        let worked = episodes::make(self.home, &self.request, &self.found, sent, records);
        let worked = match worked {
            Ok(worked) => worked,
            Err(why) => return Ok(stopped(preview, why)),
        };
        let k = worked.profile.policy.k;
        preview.k = k;
        let attacked = episodes_risk::fill(&mut preview, &worked, &self.found)?;
        preview.leaves = worked.leaves();
        preview.merged = worked.merged();
        preview.versions = policy(
            (&worked.profile.id, worked.profile.version, &worked.profile),
            &worked.release.manifest.versions,
        )?;
        if !attacked {
            return Ok(stopped(preview, FOUND.to_owned()));
        }
        preview.holds = true;
        preview.verdict = format!(
            "Nobody can be told apart in these rows: at least {k} different children stand behind whatever can be known of one."
        );
        // The order of the rows is drawn anew each time, so they are put in order first.
        let file = worked.release.files.iter().find(|file| file.name == EPISODES);
        let mut lines: Vec<&[u8]> =
            file.map(|file| file.bytes.split(|byte| *byte == b'\n').collect()).unwrap_or_default();
        lines.sort_unstable();
        let manifest = &worked.release.manifest;
        let figures = (sha256_hex(&lines.join(&b'\n')), &manifest.columns, manifest.totals);
        preview.shown = fingerprint(self.wanted, &worked.profile, &figures)?;
        self.before.now_records(worked.held.clone(), worked.tables.clone());
        Ok(self.holds(preview, Made::Records(Box::new(worked))))
    }

    fn holds(self, preview: ReleasePreview, made: Made) -> Looked {
        let Self { found, before, .. } = self;
        Looked { preview, worked: Some(Box::new(Worked { made, found, before })) }
    }
}

/// Said when an attack found somebody.
const FOUND: &str = "An attack on the finished files could tell children apart, so they must not leave. Please report this; do not release in another way.";

/// Why a release that does not pass its own check goes nowhere.
pub(super) fn not_its_own_check(report: &verify::Report) -> String {
    let first = report.problems.first().map_or_else(String::new, |problem| format!(" ({problem})"));
    format!(
        "The release did not pass its own check{first}. Nothing was written. Please report this; do not release in another way."
    )
}

/// A release that may not leave, and why.
fn stopped(preview: ReleasePreview, why: String) -> Looked {
    Looked { preview: ReleasePreview { holds: false, verdict: why, ..preview }, worked: None }
}

/// What is known of a release before its files are made.
fn empty(wanted: &Wanted, k: u32) -> ReleasePreview {
    let asked = &wanted.asked;
    ReleasePreview {
        product: asked::product(asked.product).to_owned(),
        authority: Authority {
            code: wanted.authority.code.clone(),
            name: wanted.authority.name.clone(),
        },
        period: asked.period.clone(),
        receiver: asked.receiver.clone(),
        purpose: asked.purpose.clone(),
        agreement: asked.agreement.clone(),
        k,
        holds: false,
        verdict: String::new(),
        statement: None,
        caution: None,
        leaves: Vec::new(),
        episodes: None,
        children: None,
        tables: Vec::new(),
        merged: Vec::new(),
        cost: None,
        smallest: None,
        small_groups: Vec::new(),
        tests: Vec::new(),
        measures: Vec::new(),
        versions: Vec::new(),
        shown: String::new(),
    }
}

/// Puts in what the finished files say.
fn fill(
    preview: &mut ReleasePreview,
    profile: &Profile,
    release: &Release,
    found: &Found,
) -> Result<(), ApiError> {
    let manifest = &release.manifest;
    let cells = weigh::cells(manifest, &release.files)?;
    preview.leaves = leaves(profile, manifest, release.audited.merged_further.len());
    preview.episodes = Some(number(manifest.totals.episodes));
    preview.children = Some(number(manifest.totals.children));
    preview.tables = words::tables(manifest);
    preview.merged = words::merged(manifest);
    preview.cost = Some(weigh::cost(&cells));
    preview.smallest = weigh::smallest(profile, &cells);
    preview.small_groups = weigh::small_groups(profile, manifest, &found.rows);
    preview.versions = policy((&profile.id, profile.version, profile), &manifest.versions)?;
    Ok(())
}

/// What leaves, in plain sentences.
fn leaves(profile: &Profile, manifest: &Manifest, merged_further: usize) -> Vec<String> {
    let by: Vec<String> = profile.by.iter().map(|by| show::lower_first(&by.title)).collect();
    let by = match by.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => by.concat(),
    };
    let of = |number: u64, one: &str, many: &str| {
        show::count(usize::try_from(number).unwrap_or(usize::MAX), one, many)
    };
    let mut leaves = vec![
        format!(
            "{}, each about one question, alone or with {by}.",
            show::count(manifest.tables.len(), "small table", "small tables"),
        ),
        format!(
            "Each table has a row for each of {} of {}, in an order drawn by chance. No row of one table can be joined to a row of another.",
            of(manifest.totals.episodes, "episode", "episodes"),
            of(manifest.totals.children, "child", "children"),
        ),
        "With them: the counts of each group, what was merged, the lists of codes, and this report."
            .to_owned(),
        "No name, date, place, number of a child or own words.".to_owned(),
    ];
    if merged_further > 0 {
        leaves.push(format!(
            "All tables were looked at together: {} so that no small group can be worked out from several of them.",
            match merged_further {
                1 => "one was merged further".to_owned(),
                more => format!("{more} were merged further"),
            }
        ));
    }
    leaves
}

/// What it is made under: the profile, by its id, version and itself, and the questions, lists and
/// ladders.
fn policy(
    (id, version, profile): (&str, u32, &impl Serialize),
    of: &[Version],
) -> Result<Vec<PolicyVersion>, ApiError> {
    let mut versions = vec![PolicyVersion {
        of: format!("Release profile {id}, version {version}"),
        is: profile_hash(profile)?,
    }];
    versions.extend(of.iter().map(|version| {
        let kind = match version.kind {
            VersionOf::QuestionSet => "Questions",
            VersionOf::List => "List",
            VersionOf::Ladder => "Ladder",
        };
        let of = match version.version {
            Some(number) => format!("{kind} {}, version {number}", version.id),
            None => format!("{kind} {}", version.id),
        };
        let is = match (&version.sha256, version.version) {
            (Some(hash), _) => hash.clone(),
            (None, Some(number)) => format!("version {number}"),
            (None, None) => String::new(),
        };
        PolicyVersion { of, is }
    }));
    Ok(versions)
}

fn profile_hash(profile: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_vec(profile)
        .map(|bytes| sha256_hex(&bytes))
        .map_err(|_| ApiError::fault("The release profile cannot be written down."))
}

/// The fingerprint of all figures that a release shows and of what was asked. It does not depend on
/// the order of rows, which is drawn anew each time, nor on the day.
fn fingerprint(
    wanted: &Wanted,
    profile: &impl Serialize,
    figures: &impl Serialize,
) -> Result<String, ApiError> {
    serde_json::to_vec(&(&wanted.asked, profile_hash(profile)?, figures))
        .map(|bytes| sha256_hex(&bytes))
        .map_err(|_| ApiError::fault("The release could not be given a fingerprint. Try again."))
}

/// What the rows rest on: the questions that ask now, and the versions that asked older records.
fn versions(standard: &Standard, found: &Found) -> Vec<Version> {
    let older = found.other_versions.iter().map(|(id, version)| Version {
        kind: VersionOf::QuestionSet,
        id: id.clone(),
        version: Some(*version),
        sha256: None,
    });
    Version::all_of(standard, &sha256_hex).into_iter().chain(older).collect()
}
