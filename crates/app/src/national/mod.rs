//! The three national returns as open copies: permission, the passphrase again, for whom, why, and
//! an audit entry; then files that are written whole or not at all.
//!
//! No row of a return crosses to the screen. What was made is known by its hash: saving reads the
//! store again and writes only if the same files come out.

mod folder;
mod history;
mod words;

use std::path::Path;

use homeward_casework::national::{self, History, Made, Year, look_before_you_submit};
use homeward_vault::sha256_hex;

use crate::answers::durably;
use crate::api::ApiError;
use crate::api::national::{
    NationalAsk, NationalCount, NationalDone, NationalFile, NationalFinding, NationalForm,
    NationalPlace, NationalReturnChoice, NationalSaved, SaveNational,
};
use crate::import::commission_of;
use crate::roles::Act;
use crate::session::Homeward;
use crate::show;

/// Places of one finding that are shown. The saved list has all of them.
const SHOWN: usize = 20;

/// The returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Ssda903,
    SsdMissing,
    AnnexA,
}

impl Which {
    const ALL: [Self; 3] = [Self::Ssda903, Self::SsdMissing, Self::AnnexA];

    fn code(self) -> &'static str {
        match self {
            Self::Ssda903 => "ssda903",
            Self::SsdMissing => "ssd_missing",
            Self::AnnexA => "annex_a",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Ssda903 => "SSDA903 Missing",
            Self::SsdMissing => "Standard Safeguarding Dataset, missing episodes",
            Self::AnnexA => "Annex A, list 8, missing episodes",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Ssda903 => {
                "For the Department for Education: looked-after children, as header.csv and missing.csv."
            }
            Self::SsdMissing => {
                "For your own data team: every child with an ID, as the table ssd_missing."
            }
            Self::AnnexA => {
                "For an Ofsted inspection: a row for each looked-after child with an episode in twelve months."
            }
        }
    }

    fn of(code: &str) -> Result<Self, ApiError> {
        let found = Self::ALL.into_iter().find(|which| which.code() == code);
        found.ok_or_else(|| ApiError::problem("Choose one of the three returns."))
    }
}

/// What a return is about.
struct About<'a> {
    which: Which,
    authority: &'a str,
    year_name: &'a str,
    year: Year,
}

impl<'a> About<'a> {
    fn new(
        home: &Homeward,
        which: &str,
        authority: &'a str,
        year_name: &'a str,
    ) -> Result<Self, ApiError> {
        let which = Which::of(which)?;
        let year = Year::named(year_name, home.today()).ok_or_else(|| {
            ApiError::problem("The year must be a collection year that has begun, such as 2025-26.")
        })?;
        Ok(Self { which, authority, year_name, year })
    }

    fn title(&self) -> String {
        format!("{}, {}", self.which.label(), self.year_name)
    }
}

impl Homeward {
    /// What the page *National returns* offers.
    ///
    /// # Errors
    /// This person may not make an open copy, or the store cannot be read.
    pub fn national_form(&self) -> Result<NationalForm, ApiError> {
        self.with(Act::NationalReturn, |open| {
            let reader = open.store.read()?;
            let mut years = std::collections::BTreeSet::new();
            for authority in &open.me.authorities {
                years.extend(history::years(reader, &authority.code, self.today())?);
            }
            let returns = Which::ALL.map(|which| NationalReturnChoice {
                code: which.code().to_owned(),
                label: which.label().to_owned(),
                hint: which.hint().to_owned(),
            });
            Ok(NationalForm {
                returns: returns.to_vec(),
                authorities: open.me.authorities.clone(),
                years: years.into_iter().rev().collect(),
            })
        })
    }

    /// Makes a national return, after asking for the passphrase again.
    ///
    /// # Errors
    /// No reason or receiver was given, the passphrase is not right, the year has not begun, or
    /// the store cannot be read.
    pub fn make_national(&self, ask: NationalAsk) -> Result<NationalDone, ApiError> {
        must_say_why(&ask)?;
        self.with(Act::NationalReturn, |_| Ok(()))?;
        self.re_authenticate(ask.passphrase.as_deref().unwrap_or_default())?;
        self.national(&ask)
    }

    /// Makes a national return for somebody who gave the passphrase for this one act, as on the
    /// command line.
    ///
    /// # Errors
    /// As for [`Homeward::make_national`].
    pub fn make_national_just_unlocked(&self, ask: NationalAsk) -> Result<NationalDone, ApiError> {
        must_say_why(&ask)?;
        self.with(Act::NationalReturn, |_| Ok(()))?;
        self.national(&ask)
    }

    /// Saves the return that was just made. Nothing else can be saved this way.
    ///
    /// # Errors
    /// It is not that return, the records changed since, or the files cannot be written. Nothing
    /// stands in the folder then.
    pub fn save_national(&self, ask: SaveNational) -> Result<NationalSaved, ApiError> {
        let about = About::new(self, &ask.which, &ask.authority, &ask.year)?;
        let out = Path::new(ask.folder.trim());
        folder::must_be_new(out)?;
        let made = self.made(&about)?;
        let files = words::files(self, &about, &made);
        self.with(Act::NationalReturn, |open| {
            if open.given_out.as_deref() != Some(print(&about, &made).as_str()) {
                return Err(ApiError::refused(
                    "The records changed, or this is another return. Make it again, then save it.",
                ));
            }
            // The audit would rather know of files that nobody has than not know of some that
            // somebody has.
            let mut op = self.op(open, "saved an open copy as files", None);
            op.detail = format!("{} {}", about.which.code(), about.year_name);
            let id = op.id;
            durably(open, |open| open.store.transact(&op, |_| Ok(())), id)?;
            folder::write(out, &files)
        })?;
        Ok(NationalSaved {
            sentence: format!(
                "Saved: {}. They are not encrypted and they are about children: delete them when they have been handed over.",
                show::count(files.len(), "file", "files")
            ),
            out: out.display().to_string(),
        })
    }

    fn national(&self, ask: &NationalAsk) -> Result<NationalDone, ApiError> {
        let about = About::new(self, &ask.which, &ask.authority, &ask.year)?;
        let made = self.made(&about)?;
        self.with(Act::NationalReturn, |open| {
            let mut op = self.op(open, "made an open copy: national return", None);
            // The audit keeps why and for whom, as the person wrote it; that is its purpose.
            op.detail = format!(
                "{} {} {}; for: {}; why: {}",
                about.which.code(),
                about.authority,
                about.year_name,
                ask.recipient.trim(),
                ask.reason.trim()
            );
            let id = op.id;
            durably(open, |open| open.store.transact(&op, |_| Ok(())), id)?;
            open.given_out = Some(print(&about, &made));
            Ok(())
        })?;
        Ok(done(self, &about, &made))
    }

    fn made(&self, about: &About<'_>) -> Result<Made, ApiError> {
        let running = self.job.begin().ok_or_else(|| {
            ApiError::refused("Another import or release is under way. Wait until it is done.")
        })?;
        self.with(Act::NationalReturn, |open| commission_of(open, about.authority).map(|_| ()))?;
        let history = history::read(self, about, &running)?;
        make(self, about, &history)
    }
}

fn make(home: &Homeward, about: &About<'_>, history: &History) -> Result<Made, ApiError> {
    let standard = home.standard();
    let mapping = |id: &str| {
        standard
            .national_return(id)
            .ok_or_else(|| ApiError::fault(format!("The standard has no mapping “{id}”.")))
    };
    Ok(match about.which {
        Which::Ssda903 => national::ssda903(history, standard.ssda903(), &about.year),
        Which::SsdMissing => {
            national::ssd_missing(history, mapping(about.which.code())?, &about.year)
        }
        Which::AnnexA => national::annex_a(history, mapping(about.which.code())?, &about.year),
    })
}

fn must_say_why(ask: &NationalAsk) -> Result<(), ApiError> {
    if ask.recipient.trim().is_empty() {
        return Err(ApiError::problem("Enter who the return is for."));
    }
    if ask.reason.trim().is_empty() {
        return Err(ApiError::problem("Enter why they need it. It is kept in the audit log."));
    }
    Ok(())
}

/// By what a return that was made is known again.
fn print(about: &About<'_>, made: &Made) -> String {
    let mut all = format!(
        "national return\n{}\n{}\n{}\n",
        about.which.code(),
        about.authority,
        about.year_name
    );
    for file in &made.files {
        all.push_str(&format!("{}\n{}\n", file.name, sha256_hex(file.text.as_bytes())));
    }
    sha256_hex(all.as_bytes())
}

fn done(home: &Homeward, about: &About<'_>, made: &Made) -> NationalDone {
    let number = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
    let rows = made.files.last().map_or(0, |file| file.rows);
    let findings = made
        .findings
        .iter()
        .map(|finding| NationalFinding {
            rule: finding.rule.map(str::to_owned),
            sentence: finding.kind.sentence().to_owned(),
            count: number(finding.count),
            left_out: finding.kind.is_left_out(),
            places: finding
                .places
                .iter()
                .take(SHOWN)
                .map(|place| NationalPlace {
                    label: words::place(&finding.file, place.line),
                    path: format!("child/{}", place.child),
                })
                .collect(),
        })
        .collect();
    let csv = made
        .files
        .iter()
        .map(|file| NationalFile { name: file.name.clone(), rows: Some(number(file.rows)) });
    let texts = words::files(home, about, made)
        .into_iter()
        .skip(made.files.len())
        .map(|(name, _)| NationalFile { name, rows: None });
    NationalDone {
        which: about.which.code().to_owned(),
        title: about.title(),
        sentence: match rows {
            0 => "There is no row to return: no episode of this year belongs in it.".to_owned(),
            _ => format!("Made: {}. Nothing is saved yet.", show::count(rows, "row", "rows")),
        },
        look: look_before_you_submit(&made.findings),
        files: csv.chain(texts).collect(),
        counts: made
            .counts
            .iter()
            .map(|(label, many)| NationalCount { label: label.clone(), number: number(*many) })
            .collect(),
        findings,
        losses: made.losses.clone(),
    }
}

#[cfg(test)]
mod tests;
