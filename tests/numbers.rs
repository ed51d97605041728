//! The numbers in the documentation are those of the program.

#![expect(clippy::disallowed_methods, reason = "the documentation and the source are files")]

mod harness;

use std::fs;

use harness::{new_site, repository};
use plenary::base::text::MOST_LANGUAGES;
use plenary::site::sub_page::MOST_ON_ONE_PAGE;

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The value of a constant, from the source.
fn constant(path: &str, name: &str) -> u64 {
    let text = read(path);
    let start = format!("const {name}: ");
    let at = text.find(&start).unwrap_or_else(|| panic!("{path} has no {name}"));
    let (_, value) = text[at..].split_once(" = ").expect("a constant has a value");
    let value = value.split(';').next().expect("split gives something");
    let factors = value.split('*').map(|part| part.trim().replace('_', ""));
    factors.map(|part| part.parse::<u64>().expect("a whole number")).product()
}

/// Checks that a page has a sentence.
fn says(page: &str, sentence: &str) {
    let text = read(page).replace('\n', " ");
    assert!(text.contains(sentence), "{page} does not say: {sentence}");
}

#[test]
fn limits_are_documented_as_they_are() {
    says("docs/content.md", &format!("A site has 1 to {MOST_LANGUAGES} languages."));
    says("docs/content.md", &format!("Up to {MOST_ON_ONE_PAGE} sessions are on one page."));
    let megabytes = |name: &str| constant("src/tools/media_checks.rs", name) / 1_000_000;
    says(
        "docs/faults.md",
        &format!(
            "a picture has more than {} MB, or another file more than {} MB",
            megabytes("LARGE_PICTURE"),
            megabytes("LARGE_FILE")
        ),
    );
    let text = constant("src/content/load.rs", "MOST_TEXT") / (1024 * 1024);
    says("docs/faults.md", &format!("a text file has more than {text} MiB"));
    says("docs/performance.md", &format!("A text file has at most {text} MiB."));
    let name = constant("src/site/portable_paths.rs", "LONGEST_NAME");
    says("docs/performance.md", &format!("A name has at most {name} bytes."));
    let times = constant("src/base/yaml/aliases.rs", "MOST_TIMES");
    says(
        "docs/performance.md",
        &format!("With its aliases, a YAML file has at most {times} times"),
    );
    let rows = constant("src/exchange/csv/table.rs", "MOST_ROWS") / 1000;
    says("docs/performance.md", &format!("A table has at most {rows},000 rows."));
}

#[test]
fn the_first_build_has_the_documented_numbers() {
    let site = new_site(None);
    let pages = site.pages().count();
    let sentence = format!(
        "built {pages} pages in 3 languages into public: {} files written",
        site.files.len()
    );
    says("docs/first-event.md", &sentence);
}

#[test]
fn the_documented_files_and_lines_exist() {
    let mut missing = Vec::new();
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"] {
        for word in read(page).split(|c: char| c.is_whitespace() || "`(),;".contains(c)) {
            let path = word.trim_end_matches(['.', ':']);
            let is_own = ["src/", "docs/", "tests/", "themes/", "fuzz/", "benches/"];
            let is_path = is_own.iter().any(|start| path.starts_with(start)) && !path.contains('<');
            let made = path.starts_with("tests/browser/") || path.contains('*');
            if is_path && !made && !repository().join(path).exists() {
                missing.push(format!("{page}: {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
