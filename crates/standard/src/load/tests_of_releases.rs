//! Each way in which a ladder or a release profile can be broken, and the fault that says so.

use serde_json::{Value as Json, json};

use super::tests::{faults, one_fault, with};
use crate::fault::Reason;

#[test]
fn a_ladder_that_loses_a_code_is_refused() {
    const LADDER: &str = "codelists/ladders/mode.json";
    let lost = with(LADDER, |ladder| {
        ladder["levels"][0]["groups"][1]["of"].as_array_mut().unwrap().pop();
    });
    assert_eq!(one_fault(&lost, LADDER, "levels[0]"), Reason::LadderNotWhole("PAPER".into()));
    let strange = with(LADDER, |ladder| {
        ladder["levels"][0]["groups"][1]["of"].as_array_mut().unwrap().push(json!("X"))
    });
    assert_eq!(one_fault(&strange, LADDER, "levels[0]"), Reason::LadderStranger("X".into()));
    let open = with(LADDER, |ladder| {
        ladder["levels"].as_array_mut().unwrap().pop();
    });
    assert_eq!(one_fault(&open, LADDER, "levels"), Reason::LadderTop);
    let two_meanings =
        with(LADDER, |ladder| ladder["levels"][1]["groups"][1]["code"] = json!("PHONE"));
    assert!(
        faults(&two_meanings)
            .iter()
            .any(|fault| fault.reason == Reason::DoubleCode("PHONE".into()))
    );
}

fn topic<'a>(profile: &'a mut Json, id: &str) -> &'a mut Json {
    let topics = profile["topics"].as_array_mut().unwrap();
    topics.iter_mut().find(|topic| topic["id"] == id).unwrap()
}

#[test]
fn a_profile_that_loosens_a_floor_is_refused() {
    const PROFILE: &str = "release-profiles/borough.json";
    let files = with(PROFILE, |profile| profile["by"][0]["floor"] = json!(0));
    assert_eq!(one_fault(&files, PROFILE, "age"), Reason::BadFloor { floor: 0, least: 1, most: 3 });
    let text =
        with(PROFILE, |profile| topic(profile, "rhi_outcome")["source"] = json!("rhi.child_words"));
    assert!(faults(&text).iter().any(|fault| fault.to_string().contains("never leave")));
    let ladder = with(PROFILE, |profile| topic(profile, "rhi_outcome")["ladder"] = json!("steps"));
    assert_eq!(one_fault(&ladder, PROFILE, "rhi_outcome"), Reason::UnknownLadder("steps".into()));
}

#[test]
fn a_profile_that_does_not_say_rightly_what_follows_is_refused() {
    const PROFILE: &str = "release-profiles/borough.json";
    let of = with(PROFILE, |profile| profile["follows"][0]["of"] = json!("care"));
    assert_eq!(one_fault(&of, PROFILE, "follows[0].of"), Reason::RuleUnknown("care".into()));
    let code = with(PROFILE, |profile| profile["follows"][0]["then"][0]["can_be"] = json!(["X"]));
    let expected = Reason::UnknownCode { list: "yn".into(), code: "X".into() };
    assert_eq!(one_fault(&code, PROFILE, "follows[0].variables"), expected);
    let without = with(PROFILE, |profile| profile["follows"] = json!([]));
    let said = faults(&without);
    assert!(said.iter().any(|fault| fault.to_string().contains("`rhi_outcome` and `rhi_said_no`")));
}
