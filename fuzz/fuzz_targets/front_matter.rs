//! The front matter of a text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plenary_fuzz::build_with;

fuzz_target!(|bytes: &[u8]| {
    let text = [b"---\n", bytes, b"\n---\nWords.\n"].concat();
    build_with(&[("content/pages/random.en.md", &text)]);
});
