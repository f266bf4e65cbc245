//! Chance that follows from a seed and survives a restart.

use serde::{Deserialize, Serialize};

/// A seeded generator (SplitMix64). What it drew so far is part of the state, so a reloaded sandbox never repeats an id.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Dice {
    seed: u64,
    drawn: u64,
}

const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, drawn: 0 }
    }

    pub(crate) fn draw(&mut self) -> u64 {
        self.drawn += 1;
        let mut mixed = self
            .seed
            .wrapping_add(self.drawn.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, but not including, `limit` (0 when the limit is 0).
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.draw().checked_rem(limit).unwrap_or(0)
    }

    /// So many decimal digits.
    pub(crate) fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b'0' + u8::try_from(self.below(10)).unwrap_or(0)))
            .collect()
    }

    /// So many letters and digits.
    pub(crate) fn word(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| {
                let place = usize::try_from(self.below(62)).unwrap_or(0);
                char::from(LETTERS.get(place).copied().unwrap_or(b'x'))
            })
            .collect()
    }
}
