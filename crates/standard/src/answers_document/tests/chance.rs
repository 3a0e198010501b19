//! Chance that is the same in every run: SplitMix64, which is enough to vary documents.

use chrono::NaiveDate;

pub struct Chance(u64);

impl Chance {
    pub fn from_seed(seed: u64) -> Chance {
        Chance(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    pub fn one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }

    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let at = self.below(all.len() as u64);
        &all[at as usize]
    }

    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = most.abs_diff(least) + 1;
        least + i64::try_from(self.below(span)).unwrap()
    }

    pub fn day(&mut self) -> NaiveDate {
        let first = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
        first + chrono::Days::new(self.below(73_413))
    }

    pub fn moment(&mut self) -> String {
        let (day, hour, minute) = (self.day(), self.below(24), self.below(60));
        match self.below(4) {
            0 => day.to_string(),
            1 => format!("{day}T{hour:02}:{minute:02}/{}", 1 + self.below(2)),
            _ => format!("{day}T{hour:02}:{minute:02}"),
        }
    }
}
