//! The formats of programmes; the first byte chooses one, or detection.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plenary::exchange::formats::{FORMATS, read, read_as};
use plenary::exchange::hints::Hints;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, file)) = bytes.split_first() else { return };
    let hints = Hints::default();
    let _ = match FORMATS.get(usize::from(*first) % (FORMATS.len() + 1)) {
        Some(format) => read_as(format, file, None, &hints),
        None => read(file, None, &hints),
    };
});
