//! Pseudo-random numbers that are the same every time.

/// A sequence of numbers determined by its seeds (SplitMix64).
#[derive(Debug)]
pub(super) struct Draw(u64);

impl Draw {
    /// The sequence of these seeds, whose order matters.
    pub(super) fn new(seeds: [usize; 3]) -> Draw {
        let mut draw = Draw(0x2545_f491_4f6c_dd1d);
        for seed in seeds {
            draw.0 = draw.next() ^ seed as u64;
        }
        draw
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("it is below a usize")
    }

    /// A number from `first` to `last`, both included.
    pub(super) fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    /// True with a probability in percent.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// An item of a list.
    pub(super) fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}
