use chrono::{Datelike, NaiveDate, NaiveTime};
use proptest::prelude::*;

use super::{Moment, Which};

/// Any moment that a person could mean: a day from 1900 to 2100, with or without a time.
pub(crate) fn any_moment() -> impl Strategy<Value = Moment> {
    let first = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap().num_days_from_ce();
    let last = NaiveDate::from_ymd_opt(2100, 12, 31).unwrap().num_days_from_ce();
    let which = prop_oneof![Just(None), Just(Some(Which::First)), Just(Some(Which::Second))];
    (first..=last, prop::option::of((0u32..24, 0u32..60, which))).prop_map(|(day, time)| Moment {
        date: NaiveDate::from_num_days_from_ce_opt(day).unwrap(),
        time: time.map(|(hour, minute, _)| NaiveTime::from_hms_opt(hour, minute, 0).unwrap()),
        which: time.and_then(|(_, _, which)| which),
    })
}

#[test]
fn a_moment_is_written_as_the_contract_says() {
    for text in ["2026-03-29", "2026-03-29T14:30", "2026-10-25T01:30/2", "2026-10-25T01:30/1"] {
        assert_eq!(text.parse::<Moment>().unwrap().to_string(), text);
    }
}

#[test]
fn a_date_without_a_time_is_never_midnight() {
    let day: Moment = "2026-03-29".parse().unwrap();
    assert_eq!(day.time, None);
    assert_ne!(day, "2026-03-29T00:00".parse().unwrap());
}

#[test]
fn a_text_of_another_form_is_no_moment() {
    for text in [
        "",
        "2026-3-29",
        "29/03/2026",
        "2026-02-30",
        "2026-03-29T",
        "2026-03-29T9:30",
        "2026-03-29T24:00",
        "2026-03-29T14:30:00",
        "2026-03-29T14:30/3",
        "2026-03-29/2",
        "2026-03-29T14:30Z",
        "+2026-03-29",
        " 2026-03-29",
    ] {
        assert!(text.parse::<Moment>().is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn a_moment_comes_back_from_its_text(moment in any_moment()) {
        prop_assert_eq!(moment.to_string().parse::<Moment>().unwrap(), moment);
        let json = serde_json::to_string(&moment).unwrap();
        prop_assert_eq!(serde_json::from_str::<Moment>(&json).unwrap(), moment);
    }

    #[test]
    fn the_text_of_moments_sorts_as_the_moments_do(one in any_moment(), other in any_moment()) {
        prop_assert_eq!(one.cmp(&other), one.to_string().cmp(&other.to_string()));
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in ".{0,40}", near in "[0-9T:/-]{0,20}") {
        for text in [text, near] {
            if let Ok(moment) = text.parse::<Moment>() {
                prop_assert_eq!(moment.to_string(), text);
            }
        }
    }
}
