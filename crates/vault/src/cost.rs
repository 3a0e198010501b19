//! What a guess at a passphrase costs: Argon2id and its bounds.

use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::Fault;
use crate::format::Hex;
use crate::random;

/// The longest passphrase looked at, in bytes of UTF-8.
const LONGEST: usize = 1024;
/// NFKC makes no text longer than 11 times its UTF-8 length (Unicode Standard Annex 15, "Maximum
/// Expansion Factors"), so a buffer of this size never grows and leaves no copy behind.
const EXPANSION: usize = 11;

/// How much work a guess at the passphrase costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// About one second on this machine, measured now; never below [`Cost::Floor`].
    Calibrated,
    /// The least that is accepted: Argon2id with 64 MiB, 3 passes, 4 lanes (the second choice of
    /// RFC 9106). For tests and for demo stores made from the command line.
    Floor,
}

/// The work of one slot, as written in the key file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Work {
    /// KiB of memory.
    pub memory: u32,
    pub passes: u32,
    pub lanes: u32,
}

/// Argon2id, version 1.3, with its salt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kdf {
    pub algorithm: Argon2id,
    pub work: Work,
    pub salt: Hex<16>,
}

/// The only algorithm there is, spelled out in the file so that it describes itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Argon2id {
    #[serde(rename = "argon2id-1.3")]
    V13,
}

impl Work {
    /// The second choice of RFC 9106, section 4.
    pub(crate) const FLOOR: Work = Work { memory: 64 * 1024, passes: 3, lanes: 4 };
    /// Above this a key file is a trap that makes a laptop swap for minutes, and is refused.
    const CEILING: Work = Work { memory: 1024 * 1024, passes: 16, lanes: 16 };
    /// Calibration stays here: a laptop of 4 GB still has room beside it.
    const CALIBRATED_MEMORY: u32 = 256 * 1024;

    /// Whether a slot with this work may be used at all.
    pub(crate) fn is_allowed(self) -> bool {
        let within = |value, floor, ceiling| (floor..=ceiling).contains(&value);
        within(self.memory, Work::FLOOR.memory, Work::CEILING.memory)
            && within(self.passes, Work::FLOOR.passes, Work::CEILING.passes)
            && within(self.lanes, Work::FLOOR.lanes, Work::CEILING.lanes)
    }

    /// The work for a new slot.
    pub(crate) fn choose(cost: Cost) -> Result<Work, Fault> {
        match cost {
            Cost::Floor => Ok(Work::FLOOR),
            Cost::Calibrated => {
                let measured = SecretString::from("measuring");
                let mut work = Work::FLOOR;
                loop {
                    let start = Instant::now();
                    Kdf { algorithm: Argon2id::V13, work, salt: Hex([0; 16]) }.derive(&measured)?;
                    match work.next(start.elapsed()) {
                        Next::Measure(more) => work = more,
                        Next::Settle(settled) => return Ok(settled),
                    }
                }
            }
        }
    }

    /// Having taken `took`, what next? Memory first, since it costs a guesser most, then passes.
    fn next(self, took: Duration) -> Next {
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
        // Twice the memory takes about twice as long; above 600 ms that would pass 1.2 s.
        if millis <= 600 && self.memory < Work::CALIBRATED_MEMORY {
            return Next::Measure(Work { memory: self.memory * 2, ..self });
        }
        let passes = u64::from(self.passes) * 1000 / millis;
        let passes = u32::try_from(passes).unwrap_or(u32::MAX);
        Next::Settle(Work {
            passes: passes.clamp(Work::FLOOR.passes, Work::CEILING.passes),
            ..self
        })
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Next {
    Measure(Work),
    Settle(Work),
}

impl Kdf {
    /// A new salt with this work.
    pub(crate) fn with(work: Work) -> Result<Kdf, Fault> {
        let mut salt = [0; 16];
        random::fill(&mut salt)?;
        Ok(Kdf { algorithm: Argon2id::V13, work, salt: Hex(salt) })
    }

    /// Works out the key of a passphrase. Refuses work out of bounds before doing any of it.
    pub(crate) fn derive(&self, passphrase: &SecretString) -> Result<Zeroizing<[u8; 32]>, Fault> {
        if !self.work.is_allowed() {
            return Err(Fault::CostRefused);
        }
        let Work { memory, passes, lanes } = self.work;
        let params = Params::new(memory, passes, lanes, Some(32))
            .map_err(|_| Fault::Internal("argon2 parameters"))?;
        // The memory ends with what the key is made from, and the library's own allocation gives
        // it back unwiped; it also fails calmly here when there is not enough.
        let mut blocks = Zeroizing::new(Vec::new());
        blocks.try_reserve_exact(params.block_count()).map_err(|_| Fault::Memory)?;
        blocks.resize(params.block_count(), Block::new());
        let mut key = Zeroizing::new([0; 32]);
        let text = normal_form(passphrase)?;
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(
                text.as_bytes(),
                &self.salt.0,
                key.as_mut(),
                blocks.as_mut_slice(),
            )
            .map_err(|_| Fault::Internal("argon2"))?;
        Ok(key)
    }
}

/// The passphrase in NFKC, so that an accent typed on another keyboard is the same accent.
fn normal_form(passphrase: &SecretString) -> Result<Zeroizing<String>, Fault> {
    let typed = passphrase.expose_secret();
    if typed.len() > LONGEST {
        return Err(Fault::PassphraseRefused);
    }
    let mut text = Zeroizing::new(String::with_capacity(typed.len() * EXPANSION));
    text.extend(typed.nfkc());
    Ok(text)
}

/// Refuses a passphrase that no slot can be made for. How *good* it must be is for
/// [`strength`](crate::strength()) and its caller to say.
pub(crate) fn check_passphrase(passphrase: &SecretString) -> Result<(), Fault> {
    match passphrase.expose_secret().len() {
        1..=LONGEST => Ok(()),
        _ => Err(Fault::PassphraseRefused),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::hex;
    use proptest::prelude::*;

    fn kdf(work: Work) -> Kdf {
        Kdf { algorithm: Argon2id::V13, work, salt: Hex(*b"0123456789abcdef") }
    }

    #[test]
    fn work_out_of_bounds_is_refused_before_any_of_it_is_done() {
        let floor = Work::FLOOR;
        for work in [
            Work { memory: floor.memory - 1, ..floor },
            Work { passes: 2, ..floor },
            Work { lanes: 3, ..floor },
            Work { memory: 0, passes: 0, lanes: 0 },
            Work { memory: 1024 * 1024 + 1, ..floor },
            Work { passes: 17, ..floor },
            Work { lanes: 17, ..floor },
            // Would take terabytes, or years, if it were not refused first.
            Work { memory: u32::MAX, passes: u32::MAX, lanes: 0x00ff_ffff },
        ] {
            let refused = kdf(work).derive(&SecretString::from("x")).unwrap_err();
            assert_eq!(refused, Fault::CostRefused, "{work:?}");
        }
        assert!(floor.is_allowed());
        assert!(Work::CEILING.is_allowed());
    }

    #[test]
    fn a_passphrase_gives_the_key_it_always_gave() {
        // Worked out with the reference implementation (argon2-cffi: ID, version 19, t 3, p 4).
        let key = kdf(Work::FLOOR).derive(&SecretString::from("correct horse")).unwrap();
        assert_eq!(hex(&*key), KNOWN_KEY);
    }

    #[test]
    fn an_accent_typed_in_two_ways_is_the_same_passphrase() {
        let composed = normal_form(&SecretString::from("caf\u{e9} \u{ff11}")).unwrap();
        let in_parts = normal_form(&SecretString::from("cafe\u{301} 1")).unwrap();
        assert_eq!(*composed, *in_parts);
    }

    #[test]
    fn a_passphrase_must_be_there_and_not_be_a_book() {
        assert_eq!(check_passphrase(&SecretString::from("")), Err(Fault::PassphraseRefused));
        assert_eq!(
            check_passphrase(&SecretString::from("x".repeat(1025))),
            Err(Fault::PassphraseRefused)
        );
        assert_eq!(check_passphrase(&SecretString::from("x".repeat(1024))), Ok(()));
    }

    #[test]
    fn a_quick_machine_settles_on_more_memory_and_then_more_passes() {
        let quick = Duration::from_millis(100);
        let Next::Measure(two) = Work::FLOOR.next(quick) else { panic!("more memory first") };
        let Next::Measure(four) = two.next(quick) else { panic!("more memory first") };
        assert_eq!(four.memory, 256 * 1024);
        assert_eq!(four.next(Duration::from_millis(500)), Next::Settle(Work { passes: 6, ..four }));
        assert_eq!(four.next(Duration::ZERO), Next::Settle(Work { passes: 16, ..four }));
    }

    #[test]
    fn a_slow_machine_settles_on_the_floor() {
        assert_eq!(Work::FLOOR.next(Duration::from_secs(9)), Next::Settle(Work::FLOOR));
    }

    proptest! {
        #[test]
        fn calibration_never_leaves_the_bounds(
            memory in prop::sample::select(vec![65_536_u32, 131_072, 262_144]),
            millis: u32,
        ) {
            let work = Work { memory, ..Work::FLOOR };
            let (Next::Measure(next) | Next::Settle(next)) =
                work.next(Duration::from_millis(u64::from(millis)));
            prop_assert!(next.is_allowed());
            prop_assert!(next.memory <= Work::CALIBRATED_MEMORY);
        }

        #[test]
        fn normal_form_never_outgrows_its_buffer(text in "\\PC{0,60}") {
            let normal = normal_form(&SecretString::from(text.clone())).unwrap();
            prop_assert!(normal.len() <= text.len() * EXPANSION);
        }
    }

    const KNOWN_KEY: &str = "2f56f5363a695288ff28810e46ad69a1fe3068bc6494cd26a8a673b7d9c2b0a2";
}
