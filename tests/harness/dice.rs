//! Pseudo-random numbers that are the same in every run, so that a failure can be repeated.

/// A sequence of numbers (SplitMix64), determined by its seed.
pub struct Dice(pub u64);

impl Dice {
    /// The next number, from 0 and below this one.
    pub fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % below as u64).expect("the number fits")
    }
}
