use sha2::{Digest, Sha256};

const CHAIN_LABEL: &[u8] = b"homeward/audit-chain/v1";

/// SHA-256 of `bytes` as 64 lower-case hexadecimal digits.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&sha256(bytes))
}

/// SHA-256 of `bytes`.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The next link of a hash chain: SHA-256 over a label, the link before it and this entry.
///
/// The label and the link before it have a fixed length, so no two inputs share the same bytes.
/// The first entry of a chain hangs on 32 zero bytes, or on whatever its owner says.
#[must_use]
pub fn chain(prev: &[u8; 32], entry: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(CHAIN_LABEL);
    hash.update(prev);
    hash.update(entry);
    hash.finalize().into()
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    push_hex(&mut text, bytes);
    text
}

/// Appends lower-case hexadecimal without making a copy elsewhere.
pub(crate) fn push_hex(text: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

/// Reads exactly `N` bytes of lower-case hexadecimal.
pub(crate) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let text = text.as_bytes();
    if text.len() != N * 2 {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

fn digit(letter: u8) -> Option<u8> {
    match letter {
        b'0'..=b'9' => Some(letter - b'0'),
        b'a'..=b'f' => Some(letter - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_sha_256() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(
            sha256_hex(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn a_chain_of_two_entries_has_the_links_it_always_had() {
        // Worked out with another program (sha256sum over the label, the link and the entry).
        let first = chain(&[0; 32], b"first");
        let second = chain(&first, b"second");
        assert_eq!(hex(&first), FIRST);
        assert_eq!(hex(&second), SECOND);
    }

    #[test]
    fn a_changed_entry_changes_every_link_after_it() {
        let honest = chain(&chain(&[0; 32], b"a"), b"b");
        let forged = chain(&chain(&[0; 32], b"A"), b"b");
        assert_ne!(honest, forged);
    }

    #[test]
    fn hexadecimal_goes_there_and_back_and_takes_nothing_else() {
        assert_eq!(unhex::<3>(&hex(&[0, 171, 255])), Some([0, 171, 255]));
        for bad in ["", "00", "00abf", "00ABFF", "00abfg", "00abff0", " 0abff", "é0abf"] {
            assert_eq!(unhex::<3>(bad), None, "{bad:?}");
        }
    }

    const FIRST: &str = "dc7d43698f85931413a980b2f749ce060910efd3436b2182cd7861a56225abfd";
    const SECOND: &str = "161545d2dd2ac639364c59a1bbfa1124b34d3d420e2d5a1c42e27417cf6cee9a";
}
