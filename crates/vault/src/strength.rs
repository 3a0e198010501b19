/// How good a passphrase is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strength {
    /// 0 (guessed at once) to 4 (more than 10 thousand million guesses), by zxcvbn.
    pub score: u8,
    /// At least 12 characters and a score of 3 or more.
    pub acceptable: bool,
    /// One or two sentences for the screen. Never holds any of the passphrase.
    pub advice: String,
}

/// Judges `passphrase`. `about` holds what a guesser would try first: the person's own name,
/// the name of the authority, of the team. Nothing is kept.
#[must_use]
pub fn strength(passphrase: &str, about: &[&str]) -> Strength {
    let score = u8::from(zxcvbn::zxcvbn(passphrase, about).score());
    Strength { score, acceptable: false, advice: String::new() }
}
