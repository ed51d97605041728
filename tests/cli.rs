//! What a user types and sees: each `cmd/*.md` is a dialogue with the program.
//!
//! `cmd/<name>.in/` is the folder that a dialogue begins in, and what lies in `cmd/<name>.out/` must
//! be there at its end. `TRYCMD=overwrite cargo test --test cli` accepts what the program says now;
//! put `[..]` back where a number differs from run to run.

use std::process::Command;

#[test]
fn dialogues() {
    trycmd::TestCases::new().env("COLUMNS", "100").case("tests/cmd/*.md");
}

/// What is printed on a site with a fault, where nobody watches.
fn said(arguments: &[&str], no_color: Option<&str>) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
    command.args(["check", "--site", "tests/cmd/faults.in/fair"]).args(arguments);
    command.env_remove("NO_COLOR").envs(no_color.map(|value| ("NO_COLOR", value)));
    let output = command.output().expect("the program was built");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, b"", "people are told on the standard error stream");
    String::from_utf8(output.stderr).expect("messages are UTF-8")
}

#[test]
fn colours_are_used_when_they_are_wanted() {
    let plain = said(&[], None);
    assert!(!plain.contains('\u{1b}'), "a pipe is no terminal");
    let coloured = said(&["--color", "always"], None);
    let first = coloured.lines().next().unwrap_or_default().replace('\u{1b}', "^");
    assert_eq!(
        first,
        "^[1m^[91merror[agenda/unknown-speaker]^[0m^[1m: there is no speaker `wendy-wind`^[0m"
    );
    assert_eq!(said(&["--color", "always"], Some("1")), coloured, "what is typed counts more");
    for (arguments, no_color) in
        [(&["--color", "never"][..], None), (&["--color", "auto"], None), (&[], Some("1"))]
    {
        assert_eq!(said(arguments, no_color), plain, "{arguments:?}, NO_COLOR={no_color:?}");
    }
}

#[test]
fn nobody_reading_is_no_fault() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_plenary"))
        .arg("--help")
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program was built");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}
