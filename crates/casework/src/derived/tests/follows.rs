//! What a release profile says of derived answers is what these functions give.

use std::collections::BTreeSet;

use homeward_standard::{Absence, TopicSource};

use super::*;

/// Codes of a list and the reasons for no answer, each as what a record would hold, and no answer.
fn codes(list: &str) -> Vec<Option<String>> {
    let listed = standard().list(list).unwrap().codes.iter().map(|code| code.code.clone());
    let absent = Absence::ALL.iter().map(|absence| absence.code().to_owned());
    listed.chain(absent).map(Some).chain([None]).collect()
}

/// Every code that a derived variable can have beside one answer, whatever else was answered.
fn can_be(variable: &str, of: &str, code: Option<&str>) -> BTreeSet<String> {
    let moments = [None, Some(moment("2026-03-05T10:00")), Some(moment("2026-03-09T10:00"))];
    let now = utc("2026-04-01T00:00");
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let outcomes = codes("police_report_outcome");
    match variable {
        "looked_after" => found.extend([looked_after(code)]),
        "carer_heard" => {
            found.extend(codes("yn").iter().map(|taken| carer_heard(code, taken.as_deref())));
        }
        "disclosure_hours_band" => {
            for held in &moments {
                let band =
                    |acted: &Option<_>| disclosure_hours_band(code, held.as_ref(), acted.as_ref());
                found.extend(moments.iter().map(band));
            }
        }
        "risk_difference" => {
            for outcome in &outcomes {
                let outcome = outcome.as_deref();
                if of == "risk_level_police" {
                    let levels = codes("risk_level_la");
                    found.extend(
                        levels.iter().map(|la| risk_difference(outcome, code, la.as_deref())),
                    );
                } else {
                    let levels = codes("risk_level_police");
                    found.extend(
                        levels.iter().map(|us| risk_difference(outcome, us.as_deref(), code)),
                    );
                }
            }
        }
        "ppi_outcome_group" => {
            let lists =
                (standard().list("ppi_outcome").unwrap(), standard().list(variable).unwrap());
            let each = lists.0.codes.iter().map(|outcome| vec![outcome.code.clone()]);
            for chosen in each.chain([Vec::new()]) {
                found.extend([ppi_outcome_group(code, &chosen, lists.0, lists.1)]);
            }
        }
        "ppi_in_time" => {
            for returned in &moments {
                let held = |at: &Option<_>| ppi_in_time(None, returned.as_ref(), code, at.as_ref());
                found.extend(moments.iter().map(held));
            }
        }
        "rhi_completed_in_time" => {
            for returned in &moments {
                for held_at in &moments {
                    let (returned, held_at) = (returned.as_ref(), held_at.as_ref());
                    let of =
                        Conversation { returned, held_at, outcome: code, ..Default::default() };
                    found.extend([rhi_completed_in_time(&of, now), "UNKN"]);
                }
            }
        }
        "same_worker" => {
            let held = matches!(code, Some("COMPLETED" | "PARTIAL"));
            found.extend([same_worker(held, 1, Some(1)), same_worker(held, 1, None)]);
        }
        other => panic!("nothing here says what {other} can be"),
    }
    found.into_iter().map(str::to_owned).collect()
}

#[test]
fn what_a_profile_says_of_derived_answers_is_what_they_can_be() {
    let profile = standard().profile("borough").unwrap();
    let topics = profile.topics.iter().map(|topic| (&topic.variable, &topic.source, &topic.list));
    let by = profile.by.iter().map(|by| (&by.variable, &by.source, &by.list));
    let columns: Vec<_> = topics.chain(by).collect();
    let column = |name: &str| *columns.iter().find(|(variable, ..)| *variable == name).unwrap();
    let mut tried = 0;
    for follows in &profile.follows {
        let (_, _, list) = column(&follows.of);
        for variable in &follows.variables {
            if !matches!(column(variable).1, TopicSource::Derived(_)) {
                continue;
            }
            for code in codes(list) {
                // Without an answer a release says that it is still to be found out.
                let is = code.as_deref().unwrap_or("PEND");
                let Some(then) = follows.then.iter().find(|then| then.is.iter().any(|c| c == is))
                else {
                    continue;
                };
                let found = can_be(variable, &follows.of, code.as_deref());
                let all = found.iter().all(|found| then.can_be.contains(found));
                assert!(all, "{variable} beside {code:?} of {}: {found:?}", follows.of);
                tried += 1;
            }
        }
    }
    assert!(tried > 60, "{tried}");
}
