//! The messages of a site.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plenary_fuzz::build_with;

fuzz_target!(|bytes: &[u8]| build_with(&[("locales/en/site.ftl", bytes)]));
