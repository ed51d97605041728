//! The content of other people's files never steers a terminal or the log of a build.

mod harness;

use std::path::Path;
use std::process::Command;

use harness::put;
use tempfile::TempDir;

/// Characters that a terminal obeys, with letters around them.
const HOSTILE: &str = "a\u{1b}]0;b\u{7}c\u{9b}31md\u{202e}e\u{2067}f\u{200f}g\u{85}h\u{7f}i";

/// Everything that the program prints.
fn printed(here: &Path, words: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
    let output = command.current_dir(here).args(words).output().expect("the program was built");
    let text = String::from_utf8(output.stdout).expect("it is UTF-8");
    text + &String::from_utf8(output.stderr).expect("it is UTF-8")
}

fn assert_harmless(text: &str, words: &[&str]) {
    let steers = |c: char| {
        (c.is_control() && c != '\n')
            || ('\u{200e}'..='\u{200f}').contains(&c)
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    };
    assert!(!text.contains(steers), "{words:?}: {text:?}");
    // Each line is one of ours, also for GitHub.
    assert!(!text.lines().any(|line| line.starts_with("::warning::forged")), "{words:?}: {text}");
}

#[cfg(unix)]
#[test]
fn nothing_foreign_steers_a_terminal_or_a_log() {
    let here = TempDir::new().expect("there is room for a folder");
    let here = here.path();
    assert!(printed(here, &["new", "."]).contains("created"));
    let name = format!("content/pages/{HOSTILE}\n::warning::forged\n.en.md");
    let page = format!("---\ntitle: {}\n{HOSTILE}: [x\r\n---\n", HOSTILE.replace('\u{1b}', ""));
    let track = format!("\"a, b: 100%\r\n{HOSTILE}\": 1\n");
    put(
        here,
        [
            (&*name, page.as_bytes()),
            ("content/pages/two.en.md", page.as_bytes()),
            ("content/tracks.yaml", track.as_bytes()),
            ("themes/mine/templates/page.html", format!("{{{{ x{HOSTILE} }}}}").as_bytes()),
            (&*format!("content/media/{HOSTILE}.png"), b"not a picture"),
        ],
    );
    for format in ["human", "short", "json", "github"] {
        for words in [["build", "--format", format], ["check", "--format", format]] {
            let text = printed(here, &words);
            assert!(text.contains("error"), "{text}");
            assert_harmless(&text, &words);
        }
    }
    let xml = format!("<schedule><a{HOSTILE}></b></schedule>");
    let csv = format!("title,date,{HOSTILE}\n{HOSTILE},{HOSTILE},{HOSTILE}\n");
    let ics = format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:{HOSTILE}\r\nEND:{HOSTILE}\r\n");
    let json = format!("{{\"schedule\": \"{HOSTILE}");
    for (name, text) in [("a.xml", &xml), ("a.csv", &csv), ("a.ics", &ics), ("a.json", &json)] {
        let name = format!("{HOSTILE}\n::warning::forged{name}");
        put(here, [(&*name, text.as_bytes())]);
        let words =
            ["import", &*name, "--site", "new", "--timezone", "Asia/Tokyo", "--language", "en"];
        let text = printed(here, &words);
        assert!(text.contains("error: "), "{text}");
        assert_harmless(&text, &words);
    }
}
