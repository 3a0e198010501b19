//! The statement: what leaves where there are fewer than k children in all.
//!
//! Tables of so few children could point to one of them. But an authority that sends nothing leaves
//! whoever adds up authorities to guess whether it had few children, forgot, or was not asked. So a
//! release is then a *statement*, which says that fewer than k children went missing in the period,
//! and that it may be none (design, section 7). Whoever adds up counts it as that.
//!
//! It says nothing else. [`make`] looks at the rows only to make sure that they are few enough, and
//! what writes the files is not given them: no child and k - 1 children give the same bytes. A year
//! without an episode is a statement too, or the lack of one would say "none".
//!
//! # Beside earlier and later releases of the period
//!
//! Records that come in late can bring an authority to k children or more, so that tables follow a
//! statement; records that are withdrawn can have a statement follow tables. [`crate::history`]
//! lets both go, by its rule as it stands: no change of fewer than k children may show.
//!
//! * *Statement, then tables of n children, n ≥ k.* The holder of both learns how many children came
//!   late: at least n - (k - 1), at most n. The number is at least 1, and could be below k. But it
//!   does not show to be: since the statement covers no child at all, all n may have come late, and
//!   n ≥ k. This is why no child and k - 1 children must be the same statement. *Which* rows are
//!   late shows for none: the statement shows no row, so all rows of a group of a table took one
//!   way through both, and they belong to k children.
//! * *Tables of n children, then a statement.* The same turned round: all n may have gone.
//! * *Tables, statement, tables.* The two tables are held against each other as ever, row by row.
//!   The statement bounds how many children there were in between, and names none of them.
//!
//! So [`crate::history::Held::of_statement`] shows no episode in no table, and takes no part in
//! what can be told apart. It is kept, as every release is.

mod manifest;
mod readme;
mod schema;

use std::collections::BTreeSet;

use chrono::NaiveDate;

pub use manifest::{Fewer, STATEMENT, STATEMENT_SCHEMA, StatementManifest};
pub use schema::published_schema;

use crate::fault::in_words;
use crate::files::{MANIFEST, README, add_reports, put_manifest};
use crate::{FileEntry, Made, Profile, Refusal, ReleaseFile, Request, Row, Signature, Version};

/// A finished statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Every file, `manifest.json` first.
    pub files: Vec<ReleaseFile>,
    /// What the manifest says, for a preview before anything is written.
    pub manifest: StatementManifest,
}

impl Statement {
    /// Adds what was found out about the finished files: `risk-report.html` and `.json`.
    ///
    /// # Errors
    /// [`Refusal::CouldNotWrite`], never for a statement that [`make`] made.
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

/// Whether a statement is all that these rows allow: they are fewer than `k` children's.
#[must_use]
pub fn is_all(rows: &[Row], k: u32) -> bool {
    let children: BTreeSet<u64> = rows.iter().map(|row| row.child).collect();
    u64::try_from(children.len()).unwrap_or(u64::MAX) < u64::from(k)
}

/// Makes the statement. `request.versions` must not depend on the rows either: the versions of
/// records that are there would tell that there are some.
///
/// # Errors
/// [`Refusal::NotFewEnough`] if there are k children or more, [`Refusal::NotOver`] if the year is not
/// over on the day on which it is made, or what is wrong with what was asked.
pub fn make(
    profile: &Profile,
    rows: &[Row],
    request: &Request,
    hash: &dyn Fn(&[u8]) -> String,
) -> Result<Statement, Refusal> {
    profile.checked()?;
    let k = request.checked(profile)?.k;
    if !is_all(rows, k) {
        return Err(Refusal::NotFewEnough { k, period: request.period.clone() });
    }
    if !is_over(&request.period, request.made_on) {
        return Err(Refusal::NotOver { period: request.period.clone() });
    }
    said(profile, request, k, hash)
}

/// Whether a financial year is over on a day: few children so far can be many in the end.
fn is_over(period: &str, day: NaiveDate) -> bool {
    let begins = period.get(..4).and_then(|year| year.parse::<i32>().ok());
    let next = begins.and_then(|year| NaiveDate::from_ymd_opt(year + 1, 4, 1));
    next.is_some_and(|next| day >= next)
}

/// The files. What writes them knows nothing of the rows.
fn said(
    profile: &Profile,
    request: &Request,
    k: u32,
    hash: &dyn Fn(&[u8]) -> String,
) -> Result<Statement, Refusal> {
    let mut manifest = StatementManifest {
        schema: STATEMENT_SCHEMA.to_owned(),
        product: STATEMENT.to_owned(),
        authority: request.authority.clone(),
        period: request.period.clone(),
        receiver: request.receiver.clone(),
        purpose: request.purpose.clone(),
        agreement: request.agreement.clone(),
        made_on: request.made_on,
        profile: Made { id: profile.id.clone(), version: profile.version },
        k,
        statement: Fewer {
            fewer_than: k,
            words: format!(
                "Fewer than {} children went missing in {}. It may be none.",
                in_words(k),
                request.period
            ),
        },
        files: Vec::new(),
        versions: Version::with_ladders(&request.versions, &profile.ladders, hash),
        signature: Signature::unsigned(),
    };
    let readme = readme::text(&manifest).into_bytes();
    manifest.files = vec![FileEntry { file: README.to_owned(), sha256: hash(&readme) }];
    let files = vec![
        ReleaseFile { name: MANIFEST.to_owned(), bytes: manifest.bytes()? },
        ReleaseFile { name: README.to_owned(), bytes: readme },
    ];
    Ok(Statement { files, manifest })
}
