use secrecy::SecretString;

use crate::Fault;

/// Who can open the store when its user cannot.
#[derive(Debug, Clone)]
pub enum Recovery {
    /// A recovery key is made on the spot. Its secret half is returned once, to be written to the
    /// recovery file, and kept nowhere on this laptop.
    New,
    /// To the organisation's own recovery key: its public half, `age1...`.
    To(String),
}

/// Whether `text` is an age public key that a recovery slot can be made for. Returns it trimmed.
pub fn check_recipient(text: &str) -> Result<String, Fault> {
    text.trim()
        .parse::<age::x25519::Recipient>()
        .map(|recipient| recipient.to_string())
        .map_err(|_| Fault::RecipientRefused)
}

/// The recovery file.
#[must_use]
pub fn recovery_file_text(
    identity: &SecretString,
    store_label: &str,
    date: &str,
) -> zeroize::Zeroizing<String> {
    let _ = (identity, store_label, date);
    zeroize::Zeroizing::new(String::new())
}
