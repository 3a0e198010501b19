//! Makes a release of episode records: rows in, files out.

use std::collections::BTreeSet;

use super::columns::{KnownColumn, ToldColumn, in_order, input, people, place};
use super::crossing::Crossing;
use super::manifest::{ColumnEntry, RECORDS_SCHEMA, RecordsManifest, RecordsTotals};
use super::profile::RecordsProfile;
use super::told::{self, Cut};
use super::{EPISODES, EpisodeRow, SEPARATOR, readme, schema, words};
use crate::files::{MANIFEST, README, SCHEMA, add_reports, json_file, put_manifest, shuffle};
use crate::history::Held;
use crate::records::{self, Class, anonymise};
use crate::{FileEntry, MASKED, Made, Refusal, ReleaseFile, Request, Signature, Tools, Version};

/// How many times k children a group is asked to have. The larger it is, the more can be shown of
/// what was told, and the less of whom it is about.
const SIZES: [u32; 5] = [1, 2, 4, 8, 16];

/// A finished release of episode records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodeRelease {
    /// Every file, `manifest.json` first.
    pub files: Vec<ReleaseFile>,
    /// What the manifest says, for a preview before anything is written.
    pub manifest: RecordsManifest,
    /// The place in the rows handed in that each written row stands for. It is never written.
    pub behind: Vec<usize>,
    /// What is lost, in millionths of all cells, by the weights of the columns.
    pub loss: u64,
}

impl EpisodeRelease {
    /// Adds what was found out about the finished files: `risk-report.html` and `.json`.
    ///
    /// # Errors
    /// [`Refusal::CouldNotWrite`], never for a release that [`make`] made.
    pub fn add_report(
        &mut self,
        html: Vec<u8>,
        json: Vec<u8>,
        hash: &dyn Fn(&[u8]) -> String,
    ) -> Result<(), Refusal> {
        add_reports(&mut self.files, &mut self.manifest.files, [html, json], hash);
        put_manifest(&mut self.files, self.manifest.bytes()?)
    }
}

/// A group of rows with the labels it shows.
pub(super) struct Labelled {
    pub class: Class,
    /// Of each column of what was told.
    pub cuts: Vec<Cut>,
}

/// The groups of a whole file.
struct Grouped {
    groups: Vec<Labelled>,
    left_out: usize,
    loss: u64,
}

/// Makes the episode records of `profile` from `rows`. `tables` is what somebody may hold of the
/// topic tables of the same period.
///
/// # Errors
/// A [`Refusal`], whose text can be shown as it is.
pub fn make(
    profile: &RecordsProfile,
    rows: &[EpisodeRow],
    tables: &[Held],
    request: &Request,
    tools: Tools<'_>,
) -> Result<EpisodeRelease, Refusal> {
    profile.checked()?;
    request.checked_for(&profile.authorities)?;
    let period = request.period.clone();
    let places = in_order(rows);
    let ordered: Vec<&EpisodeRow> = places.iter().map(|place| &rows[*place]).collect();
    let people = people(&ordered);
    let children: BTreeSet<u32> = people.iter().copied().collect();
    let k = profile.policy.k;
    if rows.is_empty() {
        return Err(Refusal::NoEpisodes { period });
    }
    if children.len() < place(k) {
        return Err(Refusal::TooFewChildren { k, period });
    }
    let known = profile
        .known
        .iter()
        .map(|known| KnownColumn::new(profile, known, &ordered))
        .collect::<Result<Vec<_>, _>>()?;
    let told = profile
        .told
        .iter()
        .map(|told| ToldColumn::new(profile, told, &ordered))
        .collect::<Result<Vec<_>, _>>()?;
    let maker = Maker {
        profile,
        people: &people,
        known: &known,
        told: &told,
        crossing: Crossing::new(&ordered, &known, tables, k)?,
        input: input(&people, &known, &told),
        period: &period,
    };
    let grouped = maker.best(children.len())?;
    let fewest = grouped.groups.iter().map(|group| maker.children_of(&group.class.rows)).min();
    let long = |many: usize| u64::try_from(many).unwrap_or(u64::MAX);
    let totals = RecordsTotals {
        episodes: long(rows.len()),
        children: long(children.len()),
        rows: long(rows.len() - grouped.left_out),
        left_out: long(grouped.left_out),
        groups: long(grouped.groups.len()),
        fewest_children: long(fewest.unwrap_or(0)),
    };
    let columns = words::columns(&request.authority, &known, &told, &grouped.groups);
    let mut lines = maker.lines(&request.authority.code, &grouped.groups, &places);
    // In the order of what they say first, so that not even a bad generator lets another through.
    lines.sort();
    shuffle(&mut lines, tools.below);
    let (files, manifest) = files(profile, request, &tools, columns, totals, &lines)?;
    let behind = lines.into_iter().map(|(_, row)| row).collect();
    Ok(EpisodeRelease { files, manifest, behind, loss: grouped.loss })
}

/// What groups are made from.
struct Maker<'a> {
    profile: &'a RecordsProfile,
    people: &'a [u32],
    known: &'a [KnownColumn<'a>],
    told: &'a [ToldColumn<'a>],
    crossing: Crossing<'a>,
    input: records::Input,
    period: &'a str,
}

impl Maker<'_> {
    /// The groups that lose least, of the sizes that are tried.
    fn best(&self, children: usize) -> Result<Grouped, Refusal> {
        let k = self.profile.policy.k;
        let mut best: Option<Grouped> = None;
        let mut first = None;
        for size in SIZES.into_iter().map(|times| k.saturating_mul(times)) {
            if place(size) > children && size > k {
                break;
            }
            match self.grouped(size) {
                Ok(found) if best.as_ref().is_none_or(|best| found.loss < best.loss) => {
                    best = Some(found);
                }
                Ok(_) => {}
                Err(refusal) => first = first.or(Some(refusal)),
            }
        }
        best.ok_or_else(|| {
            first.unwrap_or_else(|| Refusal::RecordsTellTogether {
                k,
                period: self.period.to_owned(),
            })
        })
    }

    /// The groups when each is to have so many children.
    fn grouped(&self, size: u32) -> Result<Grouped, Refusal> {
        let policy = self.profile.policy;
        let mut outcome = self.outcome(size, policy.most_dropped_per_mille)?;
        // Whoever holds the topic tables sees how many are missing here, and what they are.
        if (1..place(policy.k)).contains(&self.children_of(&outcome.dropped)) {
            outcome = self.outcome(size, 0)?;
        }
        let classes = self.crossing.settled(outcome.classes).map_err(|_| {
            Refusal::RecordsTellTogether { k: policy.k, period: self.period.to_owned() }
        })?;
        let mut loss = 0;
        let mut groups = Vec::new();
        for class in classes {
            let cuts = told::cuts(self.told, self.people, &class.rows, policy);
            loss += told::loss(self.told, self.people, &class.rows, policy, &cuts);
            let row: u64 = self.known.iter().zip(&class.nodes).map(|(c, node)| c.loss(*node)).sum();
            loss += row * u64::try_from(class.rows.len()).unwrap_or(u64::MAX);
            groups.push(Labelled { class, cuts });
        }
        let weights: u64 = self.known.iter().map(|c| u64::from(c.known.weight)).sum::<u64>()
            + self.told.iter().map(|c| u64::from(c.told.weight)).sum::<u64>();
        let left_out = u64::try_from(outcome.dropped.len()).unwrap_or(u64::MAX);
        let all = u64::try_from(self.people.len()).unwrap_or(u64::MAX).max(1);
        loss = (loss + left_out * weights * 1_000_000) / (all * weights);
        Ok(Grouped { groups, left_out: outcome.dropped.len(), loss })
    }

    fn outcome(&self, size: u32, drop: u32) -> Result<records::Outcome, Refusal> {
        anonymise(&self.input, &self.profile.policy.rules(size, drop))
            .map_err(Refusal::RecordsNotMade)
    }

    fn children_of(&self, rows: &[u32]) -> usize {
        rows.iter().map(|row| self.people[place(*row)]).collect::<BTreeSet<u32>>().len()
    }

    /// The lines of the file, each with the row handed in that it stands for.
    fn lines(
        &self,
        authority: &str,
        groups: &[Labelled],
        places: &[usize],
    ) -> Vec<(Vec<String>, usize)> {
        let mut lines = Vec::new();
        for group in groups {
            let known = self.known.iter().zip(&group.class.nodes).map(|(c, node)| c.label(*node));
            let start: Vec<String> =
                std::iter::once(authority).chain(known).map(str::to_owned).collect();
            for row in &group.class.rows {
                let mut line = start.clone();
                for (column, cut) in self.told.iter().zip(&group.cuts) {
                    let shown = told::shown(cut, &column.sets[place(*row)]);
                    let codes = shown.into_iter().map(|(masked, node)| {
                        if masked { MASKED } else { column.tree.nodes[node].code.as_str() }
                    });
                    line.push(codes.collect::<Vec<_>>().join(SEPARATOR));
                }
                lines.push((line, places[place(*row)]));
            }
        }
        lines
    }
}

fn files(
    profile: &RecordsProfile,
    request: &Request,
    tools: &Tools<'_>,
    columns: Vec<ColumnEntry>,
    totals: RecordsTotals,
    lines: &[(Vec<String>, usize)],
) -> Result<(Vec<ReleaseFile>, RecordsManifest), Refusal> {
    let fault = |file: &str| Refusal::CouldNotWrite { file: file.to_owned() };
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(profile.columns()).map_err(|_| fault(EPISODES))?;
    for (line, _) in lines {
        csv.write_record(line).map_err(|_| fault(EPISODES))?;
    }
    let csv = csv.into_inner().map_err(|_| fault(EPISODES))?;
    let bytes = json_file(SCHEMA, &schema::schema(&columns)?)?;
    let mut manifest = RecordsManifest {
        schema: RECORDS_SCHEMA.to_owned(),
        authority: request.authority.clone(),
        period: request.period.clone(),
        receiver: request.receiver.clone(),
        purpose: request.purpose.clone(),
        agreement: request.agreement.clone(),
        made_on: request.made_on,
        profile: Made { id: profile.id.clone(), version: profile.version },
        policy: profile.policy,
        totals,
        columns,
        files: Vec::new(),
        versions: Version::with_ladders(&request.versions, &profile.ladders, tools.hash),
        signature: Signature::unsigned(),
    };
    let text = readme::text(&manifest).into_bytes();
    let mut files: Vec<ReleaseFile> = [(EPISODES, csv), (SCHEMA, bytes), (README, text)]
        .into_iter()
        .map(|(name, bytes)| ReleaseFile { name: name.to_owned(), bytes })
        .collect();
    manifest.files = files
        .iter()
        .map(|f| FileEntry { file: f.name.clone(), sha256: (tools.hash)(&f.bytes) })
        .collect();
    files.insert(0, ReleaseFile { name: MANIFEST.to_owned(), bytes: manifest.bytes()? });
    Ok((files, manifest))
}
