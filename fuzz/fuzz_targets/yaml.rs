//! The YAML files of a site; the first byte chooses the file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plenary::content::kind::Kind;
use plenary_fuzz::build_with;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, text)) = bytes.split_first() else { return };
    let files = ["content/event.yaml"].into_iter().chain(Kind::ALL.map(Kind::file));
    let files: Vec<&str> = files.collect();
    build_with(&[(files[usize::from(*first) % files.len()], text)]);
});
