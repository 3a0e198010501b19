//! Numbers in words that are never more certain than the numbers. `ui/src/screens/share.ts` says
//! the same on the screen.

/// "1,204".
pub fn number(value: u32) -> String {
    let digits = value.to_string();
    let mut said = String::with_capacity(digits.len() + 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

/// "95.0%". Nothing and all alone are "0%" and "100%".
pub fn share(part: u32, whole: u32) -> String {
    if whole == 0 || part == 0 {
        return "0%".into();
    }
    if part >= whole {
        return "100%".into();
    }
    let (part, whole) = (u64::from(part), u64::from(whole));
    match (part * 2000 + whole) / (whole * 2) {
        0 => "less than 0.1%".into(),
        1000 => "more than 99.9%".into(),
        tenths => format!("{}.{}%", tenths / 10, tenths % 10),
    }
}

/// "2025-26" as it is said: "2025 to 2026". Anything else as it is.
pub fn spoken_year(period: &str) -> String {
    match period.split_once('-') {
        Some((from, to)) if from.len() == 4 && to.len() == 2 && from.is_ascii() => {
            format!("{from} to {}{to}", from.get(..2).unwrap_or_default())
        }
        _ => period.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let said: Vec<String> = [0, 7, 999, 1000, 102_258, 1_000_000].map(number).into();
        assert_eq!(said, ["0", "7", "999", "1,000", "102,258", "1,000,000"]);
    }

    #[test]
    fn only_nothing_is_none_and_only_all_is_all() {
        assert_eq!(share(0, 10), "0%");
        assert_eq!(share(10, 10), "100%");
        assert_eq!(share(1, 10_000), "less than 0.1%");
        assert_eq!(share(9_999, 10_000), "more than 99.9%");
        assert_eq!(share(1, 3), "33.3%");
        assert_eq!(share(1, 2000), "0.1%");
        assert_eq!(share(0, 0), "0%");
        assert_eq!(share(u32::MAX - 1, u32::MAX), "more than 99.9%");
    }

    #[test]
    fn a_year_is_said_as_people_say_it() {
        assert_eq!(spoken_year("2025-26"), "2025 to 2026");
        assert_eq!(spoken_year("all years"), "all years");
    }
}
