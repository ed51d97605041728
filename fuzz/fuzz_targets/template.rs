//! A template of a theme in front of the built-in one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plenary_fuzz::build_with;

fuzz_target!(|bytes: &[u8]| {
    let event = b"id: x\nname: {en: X}\nstart: 2030-05-16\nend: 2030-05-17\n\
                  timezone: Europe/Copenhagen\nlanguages:\n  - {tag: en, name: English}\n  \
                  - {tag: da, name: Dansk}\n  - {tag: zh-Hans, name: X, path: zh}\ntheme: random\n";
    build_with(&[
        ("content/event.yaml", event),
        ("themes/random/theme.yaml", b"extends: forum\n"),
        ("themes/random/templates/page.html", bytes),
    ]);
});
