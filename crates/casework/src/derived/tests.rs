use super::*;
use crate::test_moments::{date, moment, utc};
use crate::test_standard::standard;
use crate::time::{Interval, interval};
use chrono::Months;
use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use homeward_standard::Moment;
use proptest::prelude::*;

#[test]
fn an_age_is_counted_in_completed_years() {
    let age = |born, on| age_at(date(born), date(on));
    assert_eq!(age("2010-03-05", "2026-03-04"), 15);
    assert_eq!(age("2010-03-05", "2026-03-05"), 16);
    assert_eq!(age("2010-03-05", "2010-03-05"), 0);
    assert_eq!(age("2010-03-05", "2010-03-04"), -1);
}

#[test]
fn a_child_born_on_29_february_is_a_year_older_on_1_march() {
    let age = |on| age_at(date("2008-02-29"), date(on));
    assert_eq!((age("2025-02-28"), age("2025-03-01")), (16, 17));
    assert_eq!((age("2024-02-28"), age("2024-02-29")), (15, 16));
}

#[test]
fn nobody_who_is_no_child_has_an_age_at_the_start() {
    let age = |born: &str| age_at_start(Some(date(born)), &moment("2026-03-05T10:00"));
    assert_eq!(age("2008-03-06"), "17");
    assert_eq!(age("2008-03-05"), "UNKN");
    assert_eq!(age("2026-03-06"), "UNKN");
    assert_eq!(age_at_start(None, &moment("2026-03-05")), "UNKN");
}

#[test]
fn a_time_missing_falls_in_its_band_and_a_boundary_in_the_shorter_one() {
    let band = |end| duration_band(&moment("2026-01-05T10:00"), Some(&moment(end)));
    let expected = [
        ("2026-01-05T10:00", "LT_8H"),
        ("2026-01-05T18:00", "LT_8H"),
        ("2026-01-05T18:01", "H8_TO_24"),
        ("2026-01-06T10:00", "H8_TO_24"),
        ("2026-01-06T10:01", "H24_TO_48"),
        ("2026-01-07T10:00", "H24_TO_48"),
        ("2026-01-07T10:01", "H48_TO_72"),
        ("2026-01-08T10:00", "H48_TO_72"),
        ("2026-01-12T10:00", "H72_TO_7D"),
        ("2026-02-02T10:00", "D7_TO_28"),
        // 91 days on, in summer time.
        ("2026-04-06T11:00", "D28_TO_3M"),
        ("2026-04-06T11:01", "OVER_3M"),
    ];
    for (end, code) in expected {
        assert_eq!(band(end), code, "until {end}");
    }
    assert_eq!(duration_band(&moment("2026-01-05T10:00"), None), "OPEN");
}

#[test]
fn a_night_when_the_clocks_go_back_is_an_hour_longer() {
    let night = |from, to| duration_minutes(&moment(from), &moment(to)).unwrap().least;
    assert_eq!(night("2026-10-24T22:00", "2026-10-25T06:00"), 9 * 60);
    assert_eq!(night("2026-03-28T22:00", "2026-03-29T06:00"), 7 * 60);
    let seven = duration_band(&moment("2026-03-28T22:00"), Some(&moment("2026-03-29T06:00")));
    assert_eq!(seven, "LT_8H");
}

#[test]
fn dates_without_times_have_a_band_only_when_it_is_certain() {
    let band = |from, to| duration_band(&moment(from), Some(&moment(to)));
    assert_eq!(band("2026-01-05", "2026-01-20"), "D7_TO_28");
    assert_eq!(band("2026-01-05", "2026-01-06"), "UNKN");
    assert_eq!(band("2026-01-05", "2026-01-05"), "UNKN");
    assert_eq!(band("2026-01-05T23:00", "2026-01-06T05:00"), "LT_8H");
    let day = duration_minutes(&moment("2026-01-05"), &moment("2026-01-05")).unwrap();
    assert_eq!((day.least, day.most), (0, 24 * 60 - 1));
}

#[test]
fn a_return_before_the_start_has_no_length() {
    assert_eq!(duration_minutes(&moment("2026-01-05"), &moment("2026-01-04")), None);
    assert_eq!(duration_band(&moment("2026-01-05"), Some(&moment("2026-01-04"))), "UNKN");
}

#[test]
fn episodes_are_counted_in_bands() {
    let bands: Vec<_> =
        [1, 2, 3, 5, 6, 9, 10, 200].map(repeat_band).into_iter().flatten().collect();
    let expected =
        ["ONCE", "TWICE", "T3_TO_5", "T3_TO_5", "T6_TO_9", "T6_TO_9", "T10_PLUS", "T10_PLUS"];
    assert_eq!(bands, expected);
    assert_eq!(repeat_band(0), None);
    assert_eq!((first_ever(1), first_ever(2)), ("Y", "N"));
}

#[test]
fn every_code_that_is_worked_out_stands_in_its_list() {
    let codes = |list: &str| -> Vec<String> {
        standard().list(list).unwrap().codes.iter().map(|code| code.code.clone()).collect()
    };
    let bands: Vec<_> = DurationBand::ALL.into_iter().map(DurationBand::code).collect();
    assert_eq!(bands, codes("duration_band"));
    let mut repeats: Vec<_> = (1..20).filter_map(repeat_band).collect();
    repeats.dedup();
    assert_eq!(repeats, codes("repeat_band"));
    assert_eq!(codes("same_worker"), ["Y", "N", "FIRST"]);
    let ages: Vec<String> = (0..18)
        .map(|age| {
            age_at_start(
                Some(date("2008-03-05")),
                &Moment::day(date("2008-03-05") + Months::new(12 * age)),
            )
        })
        .collect();
    assert_eq!(ages, codes("age"));
    // The codes that the rules above name are codes of the lists they come from.
    for (list, named) in [
        ("rhi_offer", vec!["OFFERED", "NAPP_DIED"]),
        ("rhi_outcome", vec!["COMPLETED", "CARER_INFO", "DECLINED", "PR_DECLINED"]),
        ("care_status", vec!["CLA"]),
        ("yn", vec!["Y", "N"]),
    ] {
        for code in named {
            assert!(codes(list).iter().any(|known| known == code), "{list} {code}");
        }
    }
}

#[test]
fn the_first_quarter_begins_in_april() {
    for (day, expected) in
        [("2026-04-01", "Q1"), ("2026-06-30", "Q1"), ("2026-07-01", "Q2"), ("2026-12-31", "Q3")]
    {
        assert_eq!(quarter(date(day)), expected, "{day}");
    }
    assert_eq!(quarter(date("2027-01-01")), "Q4");
    assert_eq!(quarter(date("2027-03-31")), "Q4");
}

#[test]
fn an_interview_that_the_child_said_no_to_was_offered() {
    assert_eq!(ppi_offered(Some("Y"), None), "Y");
    assert_eq!(ppi_offered(Some("N"), Some("DECLINED")), "Y");
    assert_eq!(ppi_offered(Some("N"), Some("RESOURCE")), "N");
    for why in [None, Some("UNKNOWN"), Some("UNKN"), Some("PEND")] {
        assert_eq!(ppi_offered(Some("N"), why), "UNKN", "{why:?}");
    }
    assert_eq!(ppi_offered(Some("UNKN"), None), "UNKN");
    assert_eq!(ppi_offered(Some("NAPP"), None), "NAPP");
}

#[test]
fn the_financial_year_turns_on_1_april() {
    assert_eq!(financial_year(date("2026-03-31")), "2025-26");
    assert_eq!(financial_year(date("2026-04-01")), "2026-27");
    assert_eq!(financial_year(date("1999-12-31")), "1999-00");
    let days = financial_year_days("2025-26").unwrap();
    assert_eq!(days, (date("2025-04-01"), date("2026-03-31")));
    for wrong in ["2025", "2025-27", "2025-2026", "25-26", "2025/26", "", "20é5-26", "+025-26"] {
        assert_eq!(financial_year_days(wrong), None, "{wrong}");
    }
    let year = financial_year_interval("2025-26").unwrap();
    assert_eq!(
        (year.from, year.to),
        (utc("2025-03-31T23:00"), utc("2026-03-31T22:59") + TimeDelta::seconds(59))
    );
    assert!(began_in(&moment("2026-03-31T23:59"), "2025-26"));
    assert!(!began_in(&moment("2026-04-01"), "2025-26"));
}

#[test]
fn looked_after_is_one_care_status_and_an_absence_stays_what_it_is() {
    assert_eq!(looked_after(Some("CLA")), "Y");
    assert_eq!(looked_after(Some("CIN")), "N");
    assert_eq!(looked_after(Some("CL")), "N");
    assert_eq!(looked_after(Some("PEND")), "PEND");
    assert_eq!(looked_after(None), "UNKN");
}

/// Both facts of a conversation after a return at midday on 5 March, as known on 1 May.
fn both(
    offer: (&str, Option<&str>),
    outcome: (&str, Option<&str>),
) -> (&'static str, &'static str) {
    let returned = moment("2026-03-05T12:00");
    let (offered_at, held_at) = (offer.1.map(moment), outcome.1.map(moment));
    let of = Conversation {
        returned: Some(&returned),
        offer: Some(offer.0),
        offered_at: offered_at.as_ref(),
        outcome: Some(outcome.0),
        held_at: held_at.as_ref(),
    };
    let now = utc("2026-05-01T12:00");
    (rhi_offered_in_time(&of, now), rhi_completed_in_time(&of, now))
}

#[test]
fn offered_in_time_and_completed_in_time_are_two_facts() {
    let (day, late) = (Some("2026-03-06T09:00"), Some("2026-03-10T09:00"));
    assert_eq!(both(("OFFERED", day), ("COMPLETED", day)), ("Y", "Y"));
    assert_eq!(both(("OFFERED", day), ("COMPLETED", late)), ("Y", "N"));
    assert_eq!(both(("OFFERED", day), ("DECLINED", None)), ("Y", "N"));
    assert_eq!(both(("OFFERED", day), ("PARTIAL", day)), ("Y", "N"));
    assert_eq!(both(("OFFERED", late), ("COMPLETED", late)), ("N", "N"));
    assert_eq!(both(("NOT_OFFERED", None), ("NOT_OFFERED", None)), ("N", "N"));
    assert_eq!(both(("OFFERED", None), ("COMPLETED", None)), ("UNKN", "UNKN"));
    assert_eq!(both(("OFFERED", Some("2026-03-08")), ("PENDING", None)), ("UNKN", "N"));
    assert_eq!(both(("NAPP_DIED", None), ("PENDING", None)), ("NAPP", "NAPP"));
}

#[test]
fn nothing_is_late_before_the_72_hours_are_certainly_over() {
    let exact = moment("2026-03-05T12:00");
    let day = moment("2026-03-05");
    let fact = |returned, now| {
        let of = Conversation { returned, offer: Some("NOT_OFFERED"), ..Conversation::default() };
        rhi_offered_in_time(&of, utc(now))
    };
    assert_eq!(fact(Some(&exact), "2026-03-08T12:00"), "UNKN");
    assert_eq!(fact(Some(&exact), "2026-03-08T12:01"), "N");
    // Only the day of the return is known: over for certain once the whole day and 72 hours are.
    assert_eq!(fact(Some(&day), "2026-03-08T23:59"), "UNKN");
    assert_eq!(fact(Some(&day), "2026-03-09T00:00"), "N");
    assert_eq!(fact(None, "2026-03-09T00:00"), "NAPP");
}

#[test]
fn a_prevention_interview_is_in_time_within_24_hours_and_does_not_apply_when_not_held() {
    let (located, returned) = (moment("2026-03-05T10:00"), moment("2026-03-05T14:00"));
    let fact = |status, at: Option<&str>| {
        ppi_in_time(Some(&located), Some(&returned), status, at.map(moment).as_ref())
    };
    assert_eq!(fact(Some("Y"), Some("2026-03-06T10:00")), "Y");
    assert_eq!(fact(Some("Y"), Some("2026-03-06T10:01")), "N");
    assert_eq!(fact(Some("Y"), Some("2026-03-06")), "UNKN");
    assert_eq!(fact(Some("Y"), None), "UNKN");
    assert_eq!(fact(Some("N"), None), "NAPP");
    assert_eq!(fact(Some("UNKN"), None), "UNKN");
    assert_eq!(fact(None, None), "UNKN");
    assert_eq!(ppi_in_time(None, None, Some("Y"), Some(&located)), "NAPP");
}

#[test]
fn the_outcome_of_a_prevention_interview_is_the_first_group_of_the_list() {
    let outcomes = standard().list("ppi_outcome").unwrap();
    let groups = standard().list("ppi_outcome_group").unwrap();
    let group = |status, codes: &[&str]| {
        let chosen: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        ppi_outcome_group(status, &chosen, outcomes, groups)
    };
    assert_eq!(group(Some("Y"), &["NFA"]), "NO_ACTION");
    assert_eq!(group(Some("Y"), &["MERLIN_SHARED", "MASH"]), "SAFEGUARDING");
    assert_eq!(group(Some("Y"), &[]), "UNKN");
    assert_eq!(group(Some("N"), &["MASH"]), "NAPP");
}

#[test]
fn the_carer_is_heard_only_where_somebody_said_no() {
    let offered = Some("OFFERED");
    assert_eq!(carer_heard(offered, Some("CARER_INFO"), None), "Y");
    assert_eq!(carer_heard(offered, Some("DECLINED"), Some("Y")), "Y");
    assert_eq!(carer_heard(offered, Some("PR_DECLINED"), Some("N")), "N");
    assert_eq!(carer_heard(offered, Some("DECLINED"), None), "UNKN");
    assert_eq!(carer_heard(offered, Some("COMPLETED"), Some("Y")), "NAPP");
    assert_eq!(carer_heard(offered, None, None), "UNKN");
    assert_eq!(carer_heard(offered, Some("PEND"), None), "UNKN");
    // No conversation was due, so that nobody is asked what came of one.
    assert_eq!(carer_heard(Some("NOT_DUE"), None, None), "NAPP");
    assert_eq!(carer_heard(Some("NAPP_DIED"), None, Some("Y")), "NAPP");
}

#[test]
fn the_worker_is_compared_with_the_one_before() {
    assert_eq!(same_worker(true, 1, None), "FIRST");
    assert_eq!(same_worker(true, 1, Some(1)), "Y");
    assert_eq!(same_worker(true, 1, Some(2)), "N");
    assert_eq!(same_worker(false, 1, Some(1)), "NAPP");
}

#[test]
fn missing_again_looks_90_days_ahead_and_waits_for_them() {
    let returned = moment("2026-01-01T10:00");
    let again = |next: Option<&str>, as_of| {
        missing_again(Some(&returned), next.map(moment).as_ref(), date(as_of))
    };
    assert_eq!(again(Some("2026-04-01"), "2026-11-22"), "Y");
    assert_eq!(again(Some("2026-04-02"), "2026-11-22"), "N");
    assert_eq!(again(None, "2026-04-01"), "UNKN");
    assert_eq!(again(None, "2026-04-02"), "N");
    assert_eq!(missing_again(None, None, date("2026-04-02")), "NAPP");
    assert_eq!(days_between(date("2026-01-01"), date("2026-04-01")), 90);
}

proptest! {
    /// Completed years agree with counting birthdays one by one.
    #[test]
    fn an_age_agrees_with_counting_birthdays(born in 0u64..9_000, later in 0u64..9_000) {
        let born = date("2000-01-01") + Days::new(born);
        let on = born + Days::new(later);
        let birthday = |age: i32| {
            // 1 March stands in where the year has no 29 February.
            let year = born.year() + age;
            born.with_year(year).unwrap_or_else(|| NaiveDate::from_ymd_opt(year, 3, 1).unwrap())
        };
        let counted = (1..).take_while(|age| birthday(*age) <= on).count();
        prop_assert_eq!(usize::try_from(age_at(born, on)), Ok(counted));
    }

    /// A band is said exactly when every pair of minutes falls into it.
    #[test]
    fn a_band_agrees_with_trying_the_minutes(
        start in 0i64..(700 * 24 * 60), length in 0i64..(5 * 24 * 60), precision in (any::<bool>(), any::<bool>())
    ) {
        let at = utc("2025-01-01T00:00") + TimeDelta::minutes(start);
        let blur = |at, exact| match crate::time::moment_at(at) {
            moment if exact => moment,
            moment => Moment::day(moment.date),
        };
        let missing = blur(at, precision.0);
        let returned = blur(at + TimeDelta::minutes(length), precision.1);
        let (first, last) = (interval(&missing).unwrap(), interval(&returned).unwrap());
        let minutes = |span: Interval| {
            let count = (span.to - span.from).num_minutes();
            (0..=count).step_by(11).map(move |n| span.from + TimeDelta::minutes(n)).chain([span.to])
        };
        let mut bands: Vec<_> = minutes(first)
            .flat_map(|from| minutes(last).map(move |to| to - from))
            .filter(|length| *length >= TimeDelta::zero())
            .map(|length| DurationBand::of(length).code())
            .collect();
        bands.sort_unstable();
        bands.dedup();
        match bands.as_slice() {
            [one] => prop_assert_eq!(duration_band(&missing, Some(&returned)), *one),
            _ => prop_assert_eq!(duration_band(&missing, Some(&returned)), "UNKN"),
        }
    }

    /// Every day lies in the year that is named for it.
    #[test]
    fn every_day_lies_in_its_financial_year(offset in 0u64..20_000) {
        let day = date("1990-01-01") + Days::new(offset);
        let (first, last) = financial_year_days(&financial_year(day)).unwrap();
        prop_assert!(first <= day && day <= last);
    }
}

mod whole;
mod wider;
