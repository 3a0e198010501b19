//! Draws for a search that has to go the same way on every machine.

use super::hierarchy::place;

/// Draws that are the same each time: `SplitMix64` (Steele, Lea and Flood, 2014).
#[derive(Debug, Default)]
pub(super) struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number below another; 0 where there is none.
    pub(super) fn below(&mut self, many: u32) -> u32 {
        u32::try_from((u64::from(many) * (self.next() >> 32)) >> 32).unwrap_or(0)
    }

    /// A place among so many.
    pub(super) fn place_in(&mut self, many: usize) -> usize {
        place(self.below(u32::try_from(many).unwrap_or(u32::MAX)))
    }
}
