use getrandom::SysRng;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng, UnwrapErr};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::Fault;

/// `N` unpredictable bytes from the operating system.
///
/// A system that cannot give random numbers cannot keep a secret either: this then stops the
/// program rather than return something guessable.
#[must_use]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    UnwrapErr(SysRng).fill_bytes(&mut bytes);
    bytes
}

/// A random id (UUID version 4: it carries no time and no machine).
#[must_use]
pub fn random_id() -> Uuid {
    Builder::from_random_bytes(random_bytes()).into_uuid()
}

/// Random bytes for keys, where the caller can say calmly that there are none.
pub(crate) fn fill(bytes: &mut [u8]) -> Result<(), Fault> {
    getrandom::fill(bytes).map_err(|_| Fault::NoRandomness)
}

/// Numbers that look random and are the same for the same seed, on every machine and for ever
/// (ChaCha20, with the drawing rules below held by fixed vectors).
///
/// For the demo data and, seeded with secret random bytes, for the shuffling of a release.
/// **Never for keys**: those come from [`StoreKey`](crate::StoreKey) and [`random_bytes`].
pub struct Seeded(ChaCha20Rng);

impl Seeded {
    /// From a number, for demo data and tests. The number is hashed to a full seed here, so that
    /// the stream rests on no library's idea of how to stretch a number.
    #[must_use]
    pub fn new(seed: u64) -> Seeded {
        let mut hash = Sha256::new();
        hash.update(b"homeward/seeded/v1");
        hash.update(seed.to_le_bytes());
        Seeded::from_key(hash.finalize().into())
    }

    /// From 32 bytes, which for a release are secret and random.
    #[must_use]
    pub fn from_key(key: [u8; 32]) -> Seeded {
        Seeded(ChaCha20Rng::from_seed(key))
    }

    /// A number from 0 to `n - 1`, each as likely as the others. 0 when `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        // Draws from the ragged end are thrown away, or low numbers would come up more often.
        let last = u64::MAX - (u64::MAX % n + 1) % n;
        loop {
            let drawn = self.0.next_u64();
            if drawn <= last {
                return drawn % n;
            }
        }
    }

    /// True `num` times out of `den`, in the long run. Never when `den` is 0.
    pub fn chance(&mut self, num: u64, den: u64) -> bool {
        den > 0 && self.below(den) < num
    }

    /// One of `items`, each as likely as the others. None when there are none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let at = self.below(items.len() as u64);
        items.get(usize::try_from(at).unwrap_or(0))
    }

    /// Puts `items` into one of all their orders, each as likely as the others.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = self.below(at as u64 + 1);
            items.swap(at, usize::try_from(other).unwrap_or(at));
        }
    }
}

impl std::fmt::Debug for Seeded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seeded(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_are_random_and_carry_no_time() {
        let (one, two) = (random_id(), random_id());
        assert_ne!(one, two);
        assert_eq!(one.get_version_num(), 4);
        assert_eq!(one.get_variant(), uuid::Variant::RFC4122);
    }

    #[test]
    fn random_bytes_are_not_all_the_same() {
        assert_ne!(random_bytes::<32>(), random_bytes::<32>());
    }

    #[test]
    fn a_seed_gives_the_numbers_it_always_gave() {
        let mut seeded = Seeded::new(7);
        let drawn: Vec<u64> = (0..8).map(|_| seeded.below(1000)).collect();
        assert_eq!(drawn, KNOWN_NUMBERS);
        let mut order: Vec<u8> = (0..10).collect();
        seeded.shuffle(&mut order);
        assert_eq!(order, KNOWN_ORDER);
    }

    #[test]
    fn a_zero_key_gives_the_published_chacha20_stream() {
        // RFC 8439, appendix A.1, test vector 1: the key stream of an all-zero key begins
        // 76 b8 e0 ad a0 f1 3d 90.
        let mut seeded = Seeded::from_key([0; 32]);
        assert_eq!(seeded.0.next_u64(), 0x903d_f1a0_ade0_b876);
    }

    #[test]
    fn numbers_below_three_come_up_equally_often() {
        let mut seeded = Seeded::new(1);
        let mut count = [0_u32; 3];
        for _ in 0..30_000 {
            count[usize::try_from(seeded.below(3)).unwrap()] += 1;
        }
        assert!(count.iter().all(|n| (9_700..10_300).contains(n)), "{count:?}");
    }

    #[test]
    fn nothing_is_drawn_from_nothing() {
        let mut seeded = Seeded::new(1);
        assert_eq!(seeded.below(0), 0);
        assert_eq!(seeded.pick::<u8>(&[]), None);
        assert!(!seeded.chance(1, 0));
        assert!(!seeded.chance(0, 5));
        assert!(seeded.chance(5, 5));
        seeded.shuffle::<u8>(&mut []);
    }

    proptest! {
        #[test]
        fn a_number_is_below_its_bound(seed: u64, n in 1..u64::MAX) {
            prop_assert!(Seeded::new(seed).below(n) < n);
        }

        #[test]
        fn a_shuffle_loses_nothing(seed: u64, items: Vec<u8>) {
            let mut shuffled = items.clone();
            Seeded::new(seed).shuffle(&mut shuffled);
            let (mut one, mut two) = (items, shuffled);
            one.sort_unstable();
            two.sort_unstable();
            prop_assert_eq!(one, two);
        }
    }

    // Worked out with another implementation of ChaCha20 and of the drawing rules.
    const KNOWN_NUMBERS: [u64; 8] = [651, 99, 165, 490, 444, 854, 555, 952];
    const KNOWN_ORDER: [u8; 10] = [8, 9, 3, 6, 2, 7, 0, 1, 4, 5];
}
