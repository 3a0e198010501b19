use super::in_words;

#[test]
fn a_year_is_said_in_words() {
    assert_eq!(in_words("2022-23"), "2022 to 2023");
    assert_eq!(in_words("nonsense"), "nonsense");
}
