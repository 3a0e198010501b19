//! What the attacks on the finished files found, in the order of the ICO's tests, and the measures
//! that specialists ask for.

use homeward_release::attacks::{Attack, Test};
use homeward_release::measures;
use homeward_release::statement::Fewer;

use super::words::number;
use crate::api::release_preview::{Measure, RiskFinding, RiskTest};

/// The three tests of the ICO's guidance on anonymisation, in its order: each with its question,
/// and the answer when nothing was found.
const TESTS: [(Test, &str, &str); 3] = [
    (
        Test::SinglingOut,
        "Can a child be singled out?",
        "No. Whatever was tried, at least {k} different children fit.",
    ),
    (
        Test::Linking,
        "Can two things about the same child be linked?",
        "No. Nothing in one file says which row of another belongs to it.",
    ),
    (
        Test::Inference,
        "Can something be learned about a child who is not singled out?",
        "No. No group gives away what happened to the children in it.",
    ),
];

/// What was found, test by test.
pub(super) fn tests(attacks: &[Attack], k: u32) -> Vec<RiskTest> {
    let no = TESTS.map(|(_, _, no)| Some(no.replace("{k}", &k.to_string())));
    answered(attacks, no, "This was not tried.")
}

/// The same of a statement, which has nothing to link.
pub(super) fn of_statement(attacks: &[Attack], stated: &Fewer) -> Vec<RiskTest> {
    let few = stated.fewer_than;
    let no = [
        Some("No. There is no row and no group in which a child could stand.".to_owned()),
        None,
        Some(format!(
            "Only that there were fewer than {few} children, if there were any. None and {} give the same files.",
            few.saturating_sub(1)
        )),
    ];
    answered(attacks, no, "No. There is one sentence, and nothing to link.")
}

/// Each test with what to say if nothing was found, or if nothing was tried.
fn answered(attacks: &[Attack], no: [Option<String>; 3], untried: &str) -> Vec<RiskTest> {
    TESTS
        .iter()
        .zip(no)
        .map(|((test, title, _), no)| {
            let findings: Vec<RiskFinding> = attacks
                .iter()
                .filter(|attack| attack.test == *test)
                .map(|attack| RiskFinding {
                    title: attack.title().to_owned(),
                    found: attack.found(),
                    tried: number(attack.tried),
                    fewest: attack.fewest.map(number),
                    holds: attack.holds(),
                })
                .collect();
            let words = if findings.is_empty() {
                untried.to_owned()
            } else if findings.iter().all(|finding| finding.holds) {
                no.unwrap_or_else(|| untried.to_owned())
            } else {
                "Yes. This must not leave.".to_owned()
            };
            RiskTest { title: (*title).to_owned(), words, findings }
        })
        .collect()
}

/// The measures, with four places behind the point. `title` is what people read for a column.
pub(super) fn measured<'t>(
    measures: &[measures::Measure],
    title: impl Fn(&str) -> Option<&'t str>,
) -> Vec<Measure> {
    measures
        .iter()
        .map(|measure| Measure {
            name: measure.name().to_owned(),
            of: measure.of.as_deref().map(|of| title(of).unwrap_or(of).to_owned()),
            value: format!(
                "{}.{:04}",
                measure.ten_thousandths / 10_000,
                measure.ten_thousandths % 10_000
            ),
        })
        .collect()
}
