//! The command line: each `cmd/*.md` is a session, with the commands and what they print.
//!
//! `cmd/<name>.in/` is the folder in which a session begins, and the files of `cmd/<name>.out/` must exist
//! at its end. `TRYCMD=overwrite cargo test --test cli` accepts the current output; restore `[..]` where
//! a number varies.

use std::process::Command;

#[test]
fn sessions_on_the_command_line() {
    trycmd::TestCases::new().env("COLUMNS", "100").case("tests/cmd/*.md");
}

/// The output for a site with an error, without a terminal.
fn output(arguments: &[&str], no_color: Option<&str>) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
    command.args(["check", "--site", "tests/cmd/faults.in/fair"]).args(arguments);
    command.env_remove("NO_COLOR").envs(no_color.map(|value| ("NO_COLOR", value)));
    let found = command.output().expect("the program was built");
    assert_eq!(found.status.code(), Some(1));
    assert_eq!(found.stdout, b"", "reports for people go to standard error");
    String::from_utf8(found.stderr).expect("messages are UTF-8")
}

#[test]
fn colours_are_used_on_request() {
    let plain = output(&[], None);
    assert!(!plain.contains('\u{1b}'), "a pipe is not a terminal");
    let coloured = output(&["--color", "always"], None);
    let first = coloured.lines().next().unwrap_or_default().replace('\u{1b}', "^");
    assert_eq!(
        first,
        "^[1m^[91merror[agenda/unknown-speaker]^[0m^[1m: there is no speaker `wendy-wind`^[0m"
    );
    assert_eq!(output(&["--color", "always"], Some("1")), coloured, "the option takes precedence");
    for (arguments, no_color) in
        [(&["--color", "never"][..], None), (&["--color", "auto"], None), (&[], Some("1"))]
    {
        assert_eq!(output(arguments, no_color), plain, "{arguments:?}, NO_COLOR={no_color:?}");
    }
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_plenary"))
        .arg("--help")
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program was built");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("the program exits").code(), Some(0));
}
