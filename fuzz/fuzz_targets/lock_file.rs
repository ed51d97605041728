//! The record of published programmes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plenary::content::files::{AGENDA_LOCK, IMPORT_LOCK};
use plenary_fuzz::build_with;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, text)) = bytes.split_first() else { return };
    build_with(&[([AGENDA_LOCK, IMPORT_LOCK][usize::from(*first) % 2], text)]);
});
