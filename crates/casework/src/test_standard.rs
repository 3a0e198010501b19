//! The standard that this build ships, for the tests of this crate.

use homeward_standard::Standard;
use std::sync::LazyLock;

/// The built-in standard. Hashes of published files are the standard's own test; here any do.
pub(crate) fn standard() -> &'static Standard {
    static STANDARD: LazyLock<Standard> =
        LazyLock::new(|| Standard::built_in_frozen_by(&|_| String::new()).unwrap());
    &STANDARD
}
