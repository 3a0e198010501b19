use zeroize::Zeroizing;
use zxcvbn::feedback::Warning;

/// The fewest characters of an acceptable passphrase.
const FEWEST: usize = 12;
/// The lowest acceptable score: more than 100 million guesses, each of which costs Argon2id work.
const LOWEST: u8 = 3;

/// How good a passphrase is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strength {
    /// 0 (guessed at once) to 4 (more than 10 thousand million guesses), as zxcvbn counts.
    pub score: u8,
    /// At least 12 characters and a score of 3 or more.
    pub acceptable: bool,
    /// One or two sentences for the screen. Never holds any of the passphrase.
    pub advice: String,
}

/// Judges `passphrase`. `about` holds what a guesser would try first: the person's own name, the
/// name of the authority, of the team. Nothing is kept.
#[must_use]
pub fn strength(passphrase: &str, about: &[&str]) -> Strength {
    let words = words_of(about);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let judged = zxcvbn::zxcvbn(passphrase, &words);
    // zxcvbn gives a known word some worth still, and two of them and a space a good score. Here
    // they are worth nothing: what is left without them has to be hard to guess by itself.
    let without = without(passphrase, &words);
    let score = u8::from(judged.score().min(zxcvbn::zxcvbn(&without, &words).score()));
    let long_enough = passphrase.chars().count() >= FEWEST;
    let acceptable = long_enough && score >= LOWEST;
    let warning = judged.feedback().and_then(zxcvbn::feedback::Feedback::warning);
    let advice = if passphrase.is_empty() {
        "Use at least 12 characters. Four words that have nothing to do with each other work well."
            .to_owned()
    } else if acceptable {
        "This passphrase is hard to guess.".to_owned()
    } else if !long_enough {
        "Use at least 12 characters. Four words that have nothing to do with each other work well."
            .to_owned()
    } else {
        let known = *without != passphrase.to_lowercase();
        format!("{} {MORE}", what_is_weak(known, warning))
    };
    Strength { score, acceptable, advice }
}

const MORE: &str = "Add another word or two that have nothing to do with you or with each other.";

/// The whole of each text and each of its words, since a guesser tries both.
fn words_of(about: &[&str]) -> Vec<String> {
    // The program's own name is on the screen while the passphrase is chosen.
    let mut words = vec!["homeward".to_owned()];
    for text in about {
        let text = text.trim().to_lowercase();
        words.extend(
            text.split(|c: char| !c.is_alphanumeric())
                .filter(|word| word.chars().count() >= 3)
                .map(str::to_owned),
        );
        words.push(text);
    }
    words.retain(|word| !word.is_empty());
    words.sort();
    words.dedup();
    // The longest first, or a short one would be cut out of the middle of a long one.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// The passphrase in small letters with the words taken out.
fn without(passphrase: &str, words: &[&str]) -> Zeroizing<String> {
    let mut rest = Zeroizing::new(passphrase.to_lowercase());
    for word in words {
        rest = Zeroizing::new(rest.replace(word, ""));
    }
    rest
}

fn what_is_weak(holds_known_words: bool, warning: Option<Warning>) -> &'static str {
    if holds_known_words {
        return "This is easy to guess because it holds a name that others know.";
    }
    match warning {
        Some(
            Warning::StraightRowsOfKeysAreEasyToGuess
            | Warning::ShortKeyboardPatternsAreEasyToGuess,
        ) => "This is easy to guess because its keys are next to each other.",
        Some(
            Warning::RepeatsLikeAaaAreEasyToGuess
            | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess,
        ) => "This is easy to guess because it repeats itself.",
        Some(Warning::SequencesLikeAbcAreEasyToGuess) => {
            "This is easy to guess because it holds letters or numbers in order."
        }
        Some(Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess) => {
            "This is easy to guess because it holds a date or a year."
        }
        Some(
            Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
            | Warning::CommonNamesAndSurnamesAreEasyToGuess,
        ) => "This is easy to guess because it is mostly a name.",
        Some(
            Warning::ThisIsATop10Password
            | Warning::ThisIsATop100Password
            | Warning::ThisIsACommonPassword
            | Warning::ThisIsSimilarToACommonlyUsedPassword,
        ) => "This is one of the passphrases that guessers try first.",
        Some(Warning::AWordByItselfIsEasyToGuess) | None => "This is easy to guess.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn four_unrelated_words_are_acceptable() {
        let judged = strength("gravel teapot violin marsh", &["Example Worker 1"]);
        assert!(judged.acceptable, "{judged:?}");
        assert_eq!(judged.advice, "This passphrase is hard to guess.");
    }

    #[test]
    fn eleven_characters_are_too_few_however_odd_they_are() {
        let judged = strength("x9#Lq2!vTz8", &[]);
        assert!(judged.score >= 3 && !judged.acceptable);
        assert!(judged.advice.contains("at least 12 characters"));
    }

    #[test]
    fn length_is_counted_in_characters_and_not_in_bytes() {
        assert!(!strength("éàüßñøåéàüß", &[]).acceptable);
    }

    #[test]
    fn long_and_easy_is_not_acceptable_and_says_why() {
        for (passphrase, why) in [
            ("passwordpassword", "repeats itself"),
            ("ghjkl;'nm,./", "next to each other"),
            ("abcdefghijklmnop", "in order"),
            ("aaaaaaaaaaaaaaaa", "repeats itself"),
            ("Homeward2026!!", "a name that others know"),
        ] {
            let judged = strength(passphrase, &[]);
            assert!(!judged.acceptable, "{passphrase}");
            assert!(judged.advice.contains(why), "{passphrase}: {}", judged.advice);
        }
    }

    #[test]
    fn a_persons_own_name_and_authority_count_against_a_passphrase() {
        let about = ["Zebedee Wintringham-Okafor", "Hammersmith and Fulham"];
        let passphrase = "wintringham okafor";
        assert!(strength(passphrase, &[]).acceptable);
        for passphrase in [passphrase, "Wintringham-Okafor!", "FULHAM and Hammersmith 1"] {
            let known = strength(passphrase, &about);
            assert!(!known.acceptable, "{known:?}");
            assert!(known.advice.contains("name that others know"), "{known:?}");
        }
        assert!(strength("okafor gravel teapot violin marsh", &about).acceptable);
    }

    #[test]
    fn nothing_typed_is_not_acceptable() {
        let judged = strength("", &["", "  "]);
        assert_eq!((judged.score, judged.acceptable), (0, false));
        assert!(!judged.advice.is_empty());
    }

    proptest! {
        #[test]
        fn advice_never_repeats_what_was_typed(
            passphrase in "[b-df-hj-np-tv-xz0-9]{6,40}",
            name in "\\PC{0,20}",
        ) {
            let judged = strength(&passphrase, &[&name]);
            prop_assert!(judged.score <= 4);
            prop_assert!(!judged.advice.contains(&passphrase));
        }
    }
}
