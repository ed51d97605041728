//! The documentation is correct: its examples build, its lists are complete, its links work, and
//! `docs/theme-views.md` matches the doc comments of the views.
//!
//! `tests/run update` rewrites the generated page.

#![expect(clippy::disallowed_methods, reason = "the documentation is read from its files")]

mod harness;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use harness::expected::compare_with_file;
use plenary::base::diagnostic::Report;
use plenary::base::print::{Format, print};
use plenary::base::source::Sources;
use plenary::content::kind::Kind;
use plenary::content::load::{file_of, load_built_in};
use plenary::content::record::{
    AUDIENCES, INTERPRETATION_MODES, LAYOUTS, ORGANISATION_ROLES, PLACE_KINDS, REGISTRATION_STATES,
    SESSION_KINDS, STAGE_ROLES, STATUSES, TRAVELS,
};
use plenary::drive::pipeline::{Options, build};
use plenary::drive::preview::security_policy::{PUBLISHED, of_preview};
use plenary::tools::scaffold::starter;
use plenary::tools::site_checks::check;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files with an ending in a folder and its subfolders, as sorted paths from the root.
fn files(folder: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(root().join(&folder)).expect("the folder is there");
        for entry in entries.map(|entry| entry.expect("the folder can be read")) {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{folder}/{name}");
            if entry.path().is_dir() {
                open.push(path);
            } else if name.ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The text of a source file without the tests at its end.
fn program(path: &str) -> String {
    let text = read(path);
    match text.find("#[cfg(test)]\nmod tests {") {
        Some(at) => text[..at].to_owned(),
        None => text,
    }
}

fn programs() -> Vec<String> {
    let own = |path: &String| !path.contains("/tests/") && !path.ends_with("/tests.rs");
    files("src", ".rs").into_iter().filter(own).collect()
}

// Examples ----------------------------------------------------------------------------------------

/// What an example does to its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Replaces the file.
    Whole,
    /// Is appended to the file.
    Add,
    /// Replaces the top-level fields of the same names.
    Change,
}

/// A code block with a file name: `yaml content/tracks.yaml (add)`.
#[derive(Debug)]
struct Example {
    path: String,
    mode: Mode,
    text: String,
}

/// The examples of a page, in order.
fn examples(markdown: &str) -> Vec<Example> {
    let mut found = Vec::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) else { continue };
        let text: String =
            lines.by_ref().take_while(|l| *l != "```").map(|l| format!("{l}\n")).collect();
        let mut words = info.split(' ').skip(1);
        let Some(path) = words.next() else { continue };
        let mode = match words.next() {
            None => Mode::Whole,
            Some("(add)") => Mode::Add,
            Some("(change)") => Mode::Change,
            Some(other) => panic!("{path}: unknown mode {other}"),
        };
        found.push(Example { path: path.to_owned(), mode, text });
    }
    found
}

/// The name of the top-level YAML field that begins on a line.
fn field(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(':')?;
    (!name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')).then_some(name)
}

/// A YAML file in which the top-level fields of `with` replace the fields with the same names.
fn change(file: &str, with: &str) -> String {
    let mut new: Vec<(&str, String)> = Vec::new();
    for line in with.lines() {
        match (field(line), new.last_mut()) {
            (Some(name), _) => new.push((name, format!("{line}\n"))),
            (None, Some((_, text))) => text.push_str(&format!("{line}\n")),
            (None, None) => panic!("a change begins with a field, not with {line}"),
        }
    }
    let mut out = String::new();
    let mut dropping = false;
    for line in file.lines() {
        if !line.starts_with(' ') {
            dropping = false;
        }
        if let Some(at) = field(line).and_then(|name| new.iter().position(|(n, _)| *n == name)) {
            out.push_str(&new.remove(at).1);
            dropping = true;
        }
        if !dropping {
            out.push_str(&format!("{line}\n"));
        }
    }
    assert!(new.is_empty(), "nothing to change: {new:?}");
    out
}

/// A site in memory: paths and bytes.
#[derive(Default)]
struct Files(Vec<(String, Vec<u8>)>);

impl Files {
    fn apply(&mut self, example: &Example) {
        let old = self.0.iter().position(|(path, _)| *path == example.path);
        let before = old.map(|at| String::from_utf8(self.0.remove(at).1).expect("it is text"));
        let text = match (example.mode, before) {
            (Mode::Whole, _) => example.text.clone(),
            (Mode::Add, Some(before)) => format!("{before}{}", example.text),
            (Mode::Change, Some(before)) => change(&before, &example.text),
            (_, None) => panic!("there is no {} to add to", example.path),
        };
        self.0.push((example.path.clone(), text.into_bytes()));
    }

    /// The event that `plenary new` makes.
    fn starter() -> Files {
        Files(starter().into_iter().map(|f| (f.path.to_string(), f.bytes.to_vec())).collect())
    }

    /// Replaces a text in a file.
    fn replace(&mut self, path: &str, old: &str, new: &str) {
        let (_, bytes) = self.0.iter_mut().find(|(p, _)| p == path).expect("the file is there");
        let text = String::from_utf8(bytes.clone()).expect("it is text");
        assert!(text.contains(old), "{path} has no {old}");
        *bytes = text.replace(old, new).into_bytes();
    }

    fn sources(&self) -> Sources {
        let mut sources = Sources::default();
        load_built_in(&mut sources);
        for (path, bytes) in &self.0 {
            let file = file_of(path, bytes.clone()).expect("the examples are UTF-8");
            sources.insert(file);
        }
        sources
    }

    /// The report of a build, and the number of pages.
    fn build(&self) -> (String, usize) {
        let (sources, mut report) = (self.sources(), Report::new());
        let site = build(&sources, &Options::default(), &mut report);
        let pages = site.map_or(0, |site| {
            site.files.iter().filter(|file| file.path.ends_with(".html")).count()
        });
        (print(&report, &sources, Format::Short), pages)
    }

    /// The report of `plenary check`, in the human-readable format.
    fn check(&self) -> String {
        let (sources, mut report) = (self.sources(), Report::new());
        if let Some(site) = build(&sources, &Options::default(), &mut report) {
            check(&site, &sources, &mut report);
        }
        print(&report, &sources, Format::Human { colour: false })
    }
}

/// The site of the examples in the content reference.
fn reference_site() -> Files {
    let mut site = Files::default();
    let picture = include_bytes!("../src/tools/starter/content/media/flock.png").to_vec();
    site.0.push(("content/media/teapot.png".to_owned(), picture));
    site.0.push(("content/media/map.pdf".to_owned(), b"any bytes".to_vec()));
    for example in examples(&read("docs/content.md")) {
        site.apply(&example);
    }
    site
}

#[test]
fn the_reference_is_a_site() {
    let (printed, pages) = reference_site().build();
    assert_eq!(printed, "");
    assert!(pages > 30, "{pages} pages");
}

#[test]
fn every_step_of_the_first_event_builds() {
    let mut site = Files::starter();
    let (printed, first) = site.build();
    assert_eq!(printed, "");
    for example in examples(&read("docs/first-event.md")) {
        site.apply(&example);
        // A link may lead to a page of a later step, and a new page comes with its translations.
        if !example.path.starts_with("content/pages/") {
            assert_eq!(site.build().0, "", "after {} {:?}", example.path, example.mode);
        }
    }
    let (printed, pages) = site.build();
    assert_eq!(printed, "");
    // One track, one session and one page in three languages.
    assert_eq!(pages, first + 9);
}

#[test]
fn the_example_theme_builds() {
    let mut site = Files::starter();
    for example in examples(&read("docs/themes.md")) {
        site.apply(&example);
    }
    assert_eq!(site.build().0, "");
}

#[test]
fn documented_messages_are_those_of_the_program() {
    let shown = |page: &str, printed: &str| {
        let first = printed.split("\n\n").next().expect("split gives something");
        assert!(first.starts_with("error[") || first.starts_with("warning["), "{printed}");
        assert!(read(page).contains(first), "{page} does not show this:\n{first}");
    };
    let mut site = Files::starter();
    site.replace("content/agenda.yaml", "[polite-fog]", "[polite-frog]");
    shown("README.md", &site.check());

    let steps = examples(&read("docs/first-event.md"));
    let mut site = Files::starter();
    site.apply(&steps[0]);
    site.replace("content/event.yaml", "menu: [tracks, agenda", "menu: [tracks, agneda");
    let printed = site.check();
    let fault = printed.find("error[").expect("the page is not there");
    shown("docs/first-event.md", &printed[fault..]);

    let mut site = Files::starter();
    steps.iter().for_each(|step| site.apply(step));
    let printed = site.check();
    let warning = printed.find("warning[translation/missing]: the text of track `quiet-water`");
    shown("docs/first-event.md", &printed[warning.expect("the text is not translated")..]);
}

#[test]
fn the_documented_policy_is_that_of_the_preview() {
    let policies: Vec<String> = read("docs/publishing.md")
        .lines()
        .filter_map(|line| line.split_once("Content-Security-Policy"))
        .filter_map(|(_, rest)| Some(rest[rest.find("default-src")?..].to_owned()))
        .map(|policy| policy.trim_end_matches(" always;").trim_end_matches('"').to_owned())
        .collect();
    assert_eq!(policies, [PUBLISHED; 3]);
    let published: Vec<&str> = PUBLISHED.split("; ").collect();
    let preview = of_preview();
    let other: Vec<&str> = preview.split("; ").filter(|rule| !published.contains(rule)).collect();
    assert_eq!(other, ["frame-src 'self'", "frame-ancestors 'self'"]);
}

// Lists -------------------------------------------------------------------------------------------

/// The string literals that follow `before` in a text that has no white space.
fn literals<'a>(packed: &'a str, before: &str) -> impl Iterator<Item = &'a str> {
    packed.split(before).skip(1).filter_map(|rest| rest.split('"').next())
}

/// A text without its white space.
fn packed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn the_reference_lists_every_field() {
    let reference = read("docs/content.md");
    let mut fields = BTreeSet::new();
    for path in files("src/content", ".rs").iter().filter(|path| !path.contains("/markdown/")) {
        let text = packed(&program(path));
        for before in ["get(\"", "require(\"", "fields,\"", "&mutfields,\"", "tags(\""] {
            fields.extend(literals(&text, before).map(str::to_owned));
        }
    }
    let words = Kind::ALL.into_iter().flat_map(|kind| kind.text_fields());
    fields.extend(words.map(|(name, _)| (*name).to_owned()));
    assert!(fields.len() > 30, "{fields:?}");
    fields.extend(choices().into_iter().map(str::to_owned));
    let missing: Vec<_> =
        fields.iter().filter(|name| !reference.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "docs/content.md does not list {missing:?}");
}

/// The words of all fields with a fixed set of words.
fn choices() -> Vec<&'static str> {
    fn words<T>(all: &[(&'static str, T)]) -> Vec<&'static str> {
        all.iter().map(|(word, _)| *word).collect()
    }
    let mut all = words(&ORGANISATION_ROLES);
    all.extend(words(&SESSION_KINDS));
    all.extend(words(&STATUSES));
    all.extend(words(&STAGE_ROLES));
    all.extend(words(&INTERPRETATION_MODES));
    all.extend(words(&AUDIENCES));
    all.extend(words(&REGISTRATION_STATES));
    all.extend(words(&TRAVELS));
    all.extend(words(&LAYOUTS));
    all.extend(words(&PLACE_KINDS));
    all
}

/// Strings in the program that look like a code but are not one.
const NO_CODES: [&str; 1] = ["image/png"];

/// Files with media types, which look like codes. The preview has no codes of its own.
const NO_FAULTS: &str = "src/drive/preview/";

/// The codes of all diagnostics: string literals of the form `agenda/unknown-speaker`.
fn codes() -> BTreeSet<String> {
    let word = |word: &str| {
        !word.is_empty()
            && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let is_code = |text: &&str| {
        text.split_once('/').is_some_and(|(group, name)| word(group) && word(name))
            && !NO_CODES.contains(text)
    };
    let mut codes = BTreeSet::new();
    for path in programs().into_iter().filter(|path| !path.starts_with(NO_FAULTS)) {
        let text = program(&path);
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        codes.extend(code.flat_map(|line| line.split('"')).filter(is_code).map(str::to_owned));
    }
    codes
}

/// The table rows of a page whose first cell is code: that code, and the rest of the row.
fn listed(page: &str) -> Vec<(String, String)> {
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| {
        let (code, rest) = row.split_once('`')?;
        Some((code.to_owned(), rest.to_owned()))
    })
    .collect()
}

#[test]
fn the_page_of_faults_lists_every_code() {
    let page = listed(&read("docs/faults.md"));
    let names: Vec<&String> = page.iter().map(|(code, _)| code).collect();
    let there: BTreeSet<String> = names.iter().map(|name| (*name).clone()).collect();
    assert_eq!(there.len(), names.len(), "a code is listed twice");
    let codes = codes();
    let missing: Vec<_> = codes.difference(&there).collect();
    let gone: Vec<_> = there.difference(&codes).collect();
    assert!(missing.is_empty() && gone.is_empty(), "missing {missing:?}, no longer used {gone:?}");
}

#[test]
fn the_page_of_faults_marks_warnings() {
    let mut warnings = BTreeSet::new();
    for path in programs() {
        warnings.extend(
            literals(&packed(&program(&path)), "Diagnostic::warning(\"").map(str::to_owned),
        );
    }
    assert!(!warnings.is_empty());
    for (code, rest) in listed(&read("docs/faults.md")) {
        let is_warning = rest.starts_with(" (warning)");
        assert_eq!(is_warning, warnings.contains(&code), "{code}");
    }
}

#[test]
fn the_page_of_themes_lists_every_filter_and_template() {
    let page = read("docs/themes.md");
    let filters = program("src/site/engine/filters.rs");
    for name in literals(&filters, "register_filter(\"") {
        assert!(page.contains(&format!("`{name}`")), "the filter {name}");
    }
    for path in files("themes/forum/templates", ".html") {
        let name = path.strip_prefix("themes/forum/templates/").expect("it lies there");
        assert!(page.contains(&format!("`{name}`")), "the template {name}");
        let template = read(&path);
        for block in template.split("{% block ").skip(1) {
            let block = block.split([' ', '-']).next().expect("split gives something");
            assert!(page.contains(&format!("`{block}`")), "the block {block} of {name}");
        }
    }
}

/// Whether a path has the form of an address such as `/<language>/<date>.ics`. A placeholder
/// matches any text in one folder, or in several folders if it is a page.
fn has_form(path: &str, form: &str) -> bool {
    let Some((start, rest)) = form.split_once('<') else { return path == form };
    let (Some(path), Some((name, rest))) = (path.strip_prefix(start), rest.split_once('>')) else {
        return false;
    };
    let most =
        if name.starts_with("page ") { path.len() } else { path.find('/').unwrap_or(path.len()) };
    let ends = path.char_indices().map(|(at, _)| at).chain([path.len()]);
    ends.filter(|end| (1..=most).contains(end)).any(|end| has_form(&path[end..], rest))
}

#[test]
fn the_page_of_formats_lists_every_export() {
    let (sources, mut report) = (reference_site().sources(), Report::new());
    let site = build(&sources, &Options::default(), &mut report).expect("it builds");
    let published: Vec<String> = site
        .files
        .iter()
        .map(|file| format!("/{}", file.path))
        .filter(|path| !path.ends_with(".html"))
        .filter(|path| !path.starts_with("/assets/") && !path.starts_with("/media/"))
        .collect();
    let page = read("docs/formats.md");
    let cells =
        page.lines().filter(|line| line.starts_with("| `")).filter_map(|l| l.split(" | ").next());
    let forms: Vec<&str> = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    let missing: Vec<&&str> =
        forms.iter().filter(|form| !published.iter().any(|path| has_form(path, form))).collect();
    assert!(missing.is_empty(), "not published: {missing:?}");
    // Files for browsers and search engines are listed on the page about publishing.
    let publishing = ["manifest.webmanifest", "programme.json", "sitemap.xml", "robots.txt"];
    let unlisted: Vec<&String> = published
        .iter()
        .filter(|path| !publishing.iter().any(|name| path.ends_with(name)))
        .filter(|path| !forms.iter().any(|form| has_form(path, form)))
        .collect();
    assert!(unlisted.is_empty(), "not listed in docs/formats.md: {unlisted:?}");
}

// Links -------------------------------------------------------------------------------------------

/// The anchor that code hosts make from a heading.
fn anchor(heading: &str) -> String {
    let plain = heading.trim().to_lowercase();
    plain
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

/// The lines of a page outside its code blocks.
fn prose(page: &str) -> impl Iterator<Item = &str> {
    let mut code = false;
    page.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        code ^= fence;
        !code && !fence
    })
}

fn anchors(page: &str) -> BTreeSet<String> {
    prose(page)
        .filter(|line| line.starts_with('#'))
        .map(|line| anchor(line.trim_start_matches('#')))
        .collect()
}

#[test]
fn no_link_is_broken() {
    let mut pages: Vec<String> = files("docs", ".md");
    for name in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        pages.push(name.to_owned());
    }
    let mut broken = Vec::new();
    for page in pages {
        let text = read(&page);
        for line in prose(&text) {
            // Links in backticks are examples.
            let outside: String = line.split('`').step_by(2).collect();
            for link in outside.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                if !link.contains("://") && !leads(&page, &text, link) {
                    broken.push(format!("{page}: {link}"));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Whether the target of a relative link exists, including its heading.
fn leads(page: &str, text: &str, link: &str) -> bool {
    let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
    let target = match path {
        "" => None,
        path => Some(Path::new(page).parent().unwrap_or(Path::new("")).join(path)),
    };
    if target.as_ref().is_some_and(|target| !root().join(target).exists()) {
        return false;
    }
    if fragment.is_empty() {
        return true;
    }
    match target {
        None => anchors(text).contains(fragment),
        Some(target) => anchors(&read(&target.to_string_lossy())).contains(fragment),
    }
}

// The generated page ------------------------------------------------------------------------------

/// A struct of the views, parsed from its source.
struct View {
    name: String,
    docs: Vec<String>,
    fields: Vec<(String, String, String)>,
}

fn views() -> Vec<View> {
    let source = VIEWS.map(read).concat();
    let mut views: Vec<View> = Vec::new();
    let mut docs: Vec<String> = Vec::new();
    let mut inside = false;
    for line in source.lines() {
        let begins = line.starts_with("pub struct ") && line.ends_with("View {");
        inside = begins || (inside && line != "}");
        let line = line.trim();
        if !inside && !line.starts_with("///") {
            if !line.starts_with("#[") {
                docs.clear();
            }
            continue;
        }
        if let Some(text) = line.strip_prefix("///") {
            docs.push(text.trim().to_owned());
        } else if let Some(name) = line.strip_prefix("pub struct ") {
            let name = name.trim_end_matches(" {").to_owned();
            views.push(View { name, docs: std::mem::take(&mut docs), fields: Vec::new() });
        } else if let Some((name, kind)) =
            line.strip_prefix("pub ").and_then(|line| line.split_once(": "))
        {
            let view = views.last_mut().expect("fields are in a struct");
            let kind = kind.trim_end_matches(',').to_owned();
            view.fields.push((name.to_owned(), kind, std::mem::take(&mut docs).join(" ")));
        } else if !line.starts_with("#[") {
            docs.clear();
        }
    }
    views
}

/// A type, in words for people who write templates.
fn kind(rust: &str) -> String {
    let inside = |start: &str| rust.strip_prefix(start).and_then(|rest| rest.strip_suffix('>'));
    if let Some(rest) = inside("Option<") {
        return format!("{}, or null", kind(rest));
    }
    if let Some(rest) = inside("Vec<") {
        return format!("list of {}", kind(rest));
    }
    if let Some(rest) = inside("Ready<") {
        return kind(rest);
    }
    match rust {
        "String" | "&'static str" => "text".to_owned(),
        "usize" | "u8" | "u32" | "i8" => "number".to_owned(),
        "bool" => "true or false".to_owned(),
        "serde_json::Value" => "anything".to_owned(),
        "HtmlFragments" => "HTML by name".to_owned(),
        view => {
            let name = view.strip_suffix("View").unwrap_or_else(|| panic!("a word for {view}"));
            format!("[{name}](#{})", name.to_lowercase())
        }
    }
}

fn views_page() -> String {
    let mut page = String::from(
        "# What a template may read\n\n\
         <!-- Made from the doc comments of src/site/view/ by `tests/run update`. -->\n\n\
         [themes.md](themes.md) says how templates work. This page lists every field.\n\n\
         | variable | where | what it is |\n|---|---|---|\n",
    );
    for (name, place, what) in VARIABLES {
        page.push_str(&format!("| `{name}` | {place} | {} |\n", kind(what)));
    }
    page.push_str(
        "\nFields that may be missing are always there, and null when they are: \
         `{% if page.summary %}`.\n",
    );
    for view in views() {
        let title = view.name.strip_suffix("View").expect("the names of views end with View");
        page.push_str(&format!("\n## {title}\n\n{}\n\n", view.docs.join("\n").trim()));
        page.push_str("| field | kind | what it is |\n|---|---|---|\n");
        for (name, rust, docs) in &view.fields {
            page.push_str(&format!("| `{name}` | {} | {docs} |\n", kind(rust)));
        }
    }
    page
}

/// The files with views.
const VIEWS: [&str; 16] = [
    "src/site/view/basic.rs",
    "src/site/view/site_view.rs",
    "src/site/view/page_view.rs",
    "src/site/view/long_text.rs",
    "src/site/view/track_view.rs",
    "src/site/view/person_view.rs",
    "src/site/view/day_view.rs",
    "src/site/view/session_hours.rs",
    "src/site/view/grid_view.rs",
    "src/site/view/filter_view.rs",
    "src/site/view/session_view.rs",
    "src/site/view/session_details.rs",
    "src/site/view/place_view.rs",
    "src/site/view/place_page_view.rs",
    "src/site/view/news_view.rs",
    "src/site/export/own_programme.rs",
];

/// The variables of templates, with the pages that have them and their type.
const VARIABLES: [(&str, &str, &str); 23] = [
    ("site", "everywhere", "SiteView"),
    ("agenda", "everywhere", "AgendaView"),
    ("days", "everywhere", "Vec<DayLinkView>"),
    ("filters", "everywhere", "FiltersView"),
    ("tracks", "everywhere", "Vec<TrackView>"),
    ("speakers", "everywhere", "Vec<PersonView>"),
    ("contacts", "everywhere", "Vec<PersonView>"),
    ("organisations", "everywhere", "Vec<OrganisationView>"),
    ("places", "everywhere", "Vec<PlaceView>"),
    ("news", "everywhere", "Vec<NewsView>"),
    ("changes", "everywhere", "Vec<ChangeView>"),
    ("parts", "everywhere", "HtmlFragments"),
    ("page", "on every page of a language", "PageView"),
    ("session", "on the page of a session", "SessionView"),
    ("track", "on the page of a track", "TrackView"),
    ("speaker", "on the page of a speaker", "PersonView"),
    ("day", "on the page of a day, and of its grid", "DayView"),
    ("grid", "on the page of a grid", "GridView"),
    ("selection", "on a page of what is of one kind or in one language", "SelectionView"),
    ("place", "on the page of a place", "PlacePageView"),
    ("news_item", "on the page of a news item", "NewsView"),
    ("choices", "`chooser.html` and `404.html`", "Vec<ChoiceView>"),
    ("hreflang", "`chooser.html` and `404.html`", "Vec<HreflangView>"),
];

#[test]
fn the_variables_are_those_of_the_program() {
    let tables = ["src/site/page_variables.rs", "src/site/view/language_views.rs"];
    let program = packed(&tables.map(program).concat());
    let starts = ["insert(\"", "insert_some(\"", "insert_later(\""];
    let inserted: BTreeSet<&str> =
        starts.iter().flat_map(|start| literals(&program, start)).collect();
    let listed: BTreeSet<&str> = VARIABLES.iter().map(|(name, ..)| *name).collect();
    assert_eq!(inserted, listed);
}

#[test]
fn the_page_of_views_is_up_to_date() {
    compare_with_file(&views_page(), "docs/theme-views.md");
}
