//! Rows that stand for nobody, and a profile small enough to read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use homeward_release::verify::{self, Report};
use homeward_release::{
    Authority, By, Ladder, Manifest, Policy, Profile, Refusal, Release, ReleaseFile, Request, Row,
    Step, Tools, Topic, Variable, Version, VersionOf, make,
};

/// Numbers that look random and are the same on every machine.
pub struct Draws(pub u64);

impl Draws {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    /// One of some codes, each with its weight.
    fn code(&mut self, codes: &[(&str, u64)]) -> String {
        let mut left = self.below(codes.iter().map(|(_, weight)| weight).sum());
        for (code, weight) in codes {
            if left < *weight {
                return (*code).to_owned();
            }
            left -= weight;
        }
        unreachable!("the weights were added up");
    }
}

/// Stands in for SHA-256, which only `homeward-vault` may name: 64 digits that change with any byte.
pub fn hash(bytes: &[u8]) -> String {
    (0..4_u64)
        .map(|seed| {
            let start = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let hash =
                bytes.iter().fold(start, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
            format!("{hash:016x}")
        })
        .collect()
}

fn ladder(id: &str, steps: &[(&str, &str, u8, Option<&str>)]) -> Ladder {
    let steps = steps.iter().map(|(code, label, level, broader)| Step {
        code: (*code).into(),
        label: (*label).into(),
        level: *level,
        broader: broader.map(Into::into),
    });
    Ladder { id: id.into(), title: id.into(), steps: steps.collect() }
}

fn variable(name: &str, title: &str, ladder: &str, floor: u8, weight: u32) -> Variable {
    Variable { name: name.into(), title: title.into(), ladder: ladder.into(), floor, weight }
}

/// Three topics by age, sex and ethnic group, the first by pairs as well.
pub fn profile() -> Profile {
    let outcome = ladder(
        "outcome",
        &[
            ("DONE", "Held", 0, Some("HELD")),
            ("PART", "Held in part", 0, Some("HELD")),
            ("DECLINED", "Declined", 0, Some("NOT_HELD")),
            ("NO_CONTACT", "No contact", 0, Some("NOT_HELD")),
            ("HELD", "Held, whole or in part", 1, None),
            ("NOT_HELD", "Not held", 1, None),
        ],
    );
    let repeat = ladder(
        "repeat",
        &[
            ("ONCE", "Once", 1, None),
            ("TWICE", "Twice", 0, Some("REPEAT")),
            ("MORE", "Three times or more", 0, Some("REPEAT")),
            ("REPEAT", "Twice or more", 1, None),
        ],
    );
    let age = ladder(
        "age",
        &[
            ("A0_11", "11 and under", 1, None),
            ("A12_14", "12 to 14", 1, None),
            ("A15", "15", 0, Some("A15_17")),
            ("A16", "16", 0, Some("A15_17")),
            ("A17", "17", 0, Some("A15_17")),
            ("A15_17", "15 to 17", 1, None),
        ],
    );
    let sex = ladder(
        "sex",
        &[
            ("M", "Male", 1, None),
            ("F", "Female", 1, None),
            ("U", "Unknown", 0, Some("NOT_KNOWN")),
            ("NOT_KNOWN", "Not known", 1, None),
        ],
    );
    let ethnicity = ladder(
        "ethnicity",
        &[
            ("WBRI", "White: British", 0, Some("WHITE")),
            ("WOTH", "White: other", 0, Some("WHITE")),
            ("MWBC", "White and Black Caribbean", 0, Some("MIXED")),
            ("AIND", "Indian", 0, Some("ASIAN")),
            ("ABAN", "Bangladeshi", 0, Some("ASIAN")),
            ("BCRB", "Caribbean", 0, Some("BLACK")),
            ("BAFR", "African", 0, Some("BLACK")),
            ("OARA", "Arab", 0, Some("OTHER")),
            ("WHITE", "White", 1, None),
            ("MIXED", "Mixed", 1, None),
            ("ASIAN", "Asian", 1, None),
            ("BLACK", "Black", 1, None),
            ("OTHER", "Other", 1, None),
        ],
    );
    let topic = |id: &str, title: &str, variable: &str, pairs| Topic {
        id: id.into(),
        title: title.into(),
        variable: variable.into(),
        pairs,
        telling: BTreeSet::new(),
        alone: false,
        names: None,
    };
    let by = |id: &str, title: &str, variable: &str| By {
        id: id.into(),
        title: title.into(),
        variable: variable.into(),
    };
    let authority = |code: &str, name: &str| Authority { code: code.into(), name: name.into() };
    Profile {
        id: "example".into(),
        version: 3,
        title: "An example".into(),
        policy: Policy { k: 5, largest_share_percent: 50 },
        variables: vec![
            variable("repeat_band", "Times missing", "repeat", 0, 1),
            variable("rhi_outcome", "Return conversation", "outcome", 0, 1),
            variable("ppi_outcome", "Police prevention interview", "outcome", 0, 1),
            variable("age", "Age", "age", 0, 1),
            variable("sex", "Sex", "sex", 0, 1),
            variable("ethnicity", "Ethnic group", "ethnicity", 1, 4),
        ],
        by: vec![
            by("age", "Age", "age"),
            by("sex", "Sex", "sex"),
            by("ethnic_group", "Ethnic group", "ethnicity"),
        ],
        topics: vec![
            topic("population", "Times missing", "repeat_band", true),
            topic("rhi", "Outcome of the return conversation", "rhi_outcome", false),
            topic("ppi", "Outcome of the police prevention interview", "ppi_outcome", false),
        ],
        follows: Vec::new(),
        ladders: vec![outcome, repeat, age, sex, ethnicity],
        authorities: vec![authority("E09000012", "Hackney"), authority("E09000007", "Camden")],
    }
}

/// Rows of so many children. About half have one episode; a few have very many.
pub fn rows(children: u64, episodes: u64, seed: u64) -> Vec<Row> {
    let mut draws = Draws(seed);
    let mut owners: Vec<u64> = (0..children).collect();
    while u64::try_from(owners.len()).unwrap() < episodes {
        let often = draws.below(children).min(draws.below(children)).min(draws.below(children));
        owners.push(often);
    }
    let mut times = BTreeMap::new();
    owners.iter().for_each(|child| *times.entry(*child).or_insert(0_u64) += 1);
    let mut people: BTreeMap<u64, BTreeMap<String, String>> = BTreeMap::new();
    for child in 0..children {
        let person = people.entry(child).or_default();
        let mut put = |name: &str, codes: &[(&str, u64)], draws: &mut Draws| {
            person.insert(name.to_owned(), draws.code(codes));
        };
        put(
            "age",
            &[("A0_11", 3), ("A12_14", 29), ("A15", 22), ("A16", 23), ("A17", 22), ("UNKN", 1)],
            &mut draws,
        );
        put("sex", &[("M", 49), ("F", 49), ("U", 1), ("DECL", 1)], &mut draws);
        put(
            "ethnicity",
            &[
                ("WBRI", 16),
                ("WOTH", 8),
                ("MWBC", 9),
                ("AIND", 3),
                ("ABAN", 5),
                ("BCRB", 16),
                ("BAFR", 18),
                ("OARA", 5),
                ("NASK", 6),
                ("DECL", 4),
                ("PEND", 10),
            ],
            &mut draws,
        );
        let band = match times[&child] {
            1 => "ONCE",
            2 => "TWICE",
            _ => "MORE",
        };
        person.insert("repeat_band".to_owned(), band.to_owned());
    }
    owners
        .into_iter()
        .map(|child| {
            let mut values = people[&child].clone();
            values.insert(
                "rhi_outcome".into(),
                draws.code(&[
                    ("DONE", 45),
                    ("PART", 8),
                    ("DECLINED", 25),
                    ("NO_CONTACT", 17),
                    ("PEND", 4),
                    ("NAPP", 1),
                ]),
            );
            values.insert(
                "ppi_outcome".into(),
                draws.code(&[
                    ("DONE", 55),
                    ("PART", 5),
                    ("DECLINED", 3),
                    ("NO_CONTACT", 7),
                    ("UNKN", 12),
                    ("NAPP", 18),
                ]),
            );
            Row { child: child * 7 + 3, values }
        })
        .collect()
}

pub fn request() -> Request {
    Request {
        authority: Authority { code: "E09000012".into(), name: "Hackney".into() },
        period: "2025-26".into(),
        receiver: "Example Receiver".into(),
        purpose: "Planning of support for children who go missing".into(),
        agreement: "Example information sharing agreement 12".into(),
        made_on: chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
        policy: None,
        versions: vec![Version {
            kind: VersionOf::QuestionSet,
            id: "rhi".into(),
            version: Some(1),
            sha256: None,
        }],
    }
}

/// Makes a release with draws that start from `key`.
pub fn made(profile: &Profile, rows: &[Row], key: u64) -> Result<Release, Refusal> {
    let mut draws = Draws(key);
    make(profile, rows, &request(), Tools { hash: &hash, below: &mut |n| draws.below(n) })
}

/// A borough's year: about 900 episodes of 285 children.
pub fn borough() -> Vec<Row> {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| rows(285, 900, 20_252_026)).clone()
}

pub fn borough_release() -> Release {
    static RELEASE: OnceLock<Release> = OnceLock::new();
    RELEASE.get_or_init(|| made(&profile(), &borough(), 1).unwrap()).clone()
}

/// A small release, for tests that read it very often.
pub fn small() -> (Vec<Row>, Vec<ReleaseFile>) {
    static SMALL: OnceLock<(Vec<Row>, Vec<ReleaseFile>)> = OnceLock::new();
    SMALL
        .get_or_init(|| {
            let rows = rows(20, 45, 3);
            let files = made(&profile(), &rows, 1).unwrap().files;
            (rows, files)
        })
        .clone()
}

pub fn checked(files: &[ReleaseFile], rows: Option<&[Row]>) -> Report {
    verify::check(files, &profile(), &hash, rows)
}

pub fn text(files: &[ReleaseFile], name: &str) -> String {
    let file = files.iter().find(|f| f.name == name).unwrap();
    String::from_utf8(file.bytes.clone()).unwrap()
}

pub fn put(files: &mut [ReleaseFile], name: &str, text: &str) {
    files.iter_mut().find(|f| f.name == name).unwrap().bytes = text.as_bytes().to_vec();
}

pub fn manifest(files: &[ReleaseFile]) -> Manifest {
    serde_json::from_str(&text(files, "manifest.json")).unwrap()
}

pub fn put_manifest(files: &mut [ReleaseFile], manifest: &Manifest) {
    put(files, "manifest.json", &serde_json::to_string_pretty(manifest).unwrap());
}

/// Writes the hashes of the files as they are now into the manifest, as somebody would who covers
/// up a change.
pub fn cover_up(files: &mut [ReleaseFile]) {
    let mut manifest = manifest(files);
    let now = |name: &str, old: &str| {
        files.iter().find(|f| f.name == name).map_or_else(|| old.to_owned(), |f| hash(&f.bytes))
    };
    for table in &mut manifest.tables {
        table.sha256 = now(&table.file, &table.sha256);
    }
    for file in &mut manifest.files {
        file.sha256 = now(&file.file, &file.sha256);
    }
    put_manifest(files, &manifest);
}
