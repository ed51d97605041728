//! The long text of a page.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plenary_fuzz::build_with;

fuzz_target!(|bytes: &[u8]| {
    let text = [b"---\ntitle: Random\n---\n", bytes].concat();
    build_with(&[("content/pages/random.en.md", &text)]);
});
