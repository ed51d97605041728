//! Files for translators: what is exported, changed and imported again is what readers see, and
//! nothing else changes.

mod harness;

use std::collections::BTreeMap;

use harness::dice::Dice;
use harness::{build, in_memory, load_site, repository};
use plenary::base::diagnostic::Report;
use plenary::base::source::{Content, SourceFile, Sources};
use plenary::base::text::Lang;
use plenary::content::load;
use plenary::content::markdown::inline::{Code, CodeRole, Inline, plain_words, settled, shape};
use plenary::content::markdown::outline::{NodeKind, Outline};
use plenary::drive::pipeline::Options;
use plenary::event::translation::lock::Origin;
use plenary::event::translation::state::State;
use plenary::event::translation::tracked::{Tracked, Translations};
use plenary::exchange::segments::{Package, Returned, ReturnedSegment, SegmentState};
use plenary::exchange::translator_files::{self, TRANSLATOR_FORMATS};
use plenary::tools::translate::accept::Acceptance;
use plenary::tools::translate::export::package;
use plenary::tools::translate::import::{TranslationImport, TranslationImportOptions, import};

fn read_site(sources: &Sources) -> (Translations, Vec<Tracked>) {
    let mut report = Report::new();
    let read = Translations::read(sources, false, &mut report);
    let translations = read.expect("there is an event");
    assert!(!report.has_errors(), "{report:?}");
    let all = translations.tracked();
    (translations, all)
}

fn export(sources: &Sources, tag: &str) -> Package {
    let (translations, all) = read_site(sources);
    let event = &translations.event;
    let lang = event.config.languages.find(tag).expect("the site has the language");
    package(event, &all, &|_| true, lang, &[], sources)
}

fn options() -> TranslationImportOptions {
    TranslationImportOptions {
        lang: None,
        acceptance: Acceptance {
            origin: Origin::Person,
            reviewer: None,
            date: jiff::civil::date(2031, 5, 6),
            only_form: false,
        },
        unfinished: false,
        replace: false,
        trust_states: false,
        drafts: false,
    }
}

fn import_into(
    sources: &Sources,
    returned: &Returned,
    options: &TranslationImportOptions,
) -> TranslationImport {
    let (translations, _) = read_site(sources);
    let mut with_file = sources.clone();
    let content = Content::Text("".into());
    let file = with_file.insert(SourceFile { path: "back.xlf".into(), content, hash: 0 });
    import(&translations, sources, returned, file, options)
}

/// The site after an import.
fn after(sources: &Sources, import: &TranslationImport) -> Sources {
    let mut sources = sources.clone();
    let lock = import.lock.iter().map(|text| ("content/translations.lock", text));
    for (path, text) in import.files.iter().map(|(path, text)| (&**path, text)).chain(lock) {
        sources.insert(load::file_of(path, text.clone().into_bytes()).expect("it is a text"));
    }
    sources
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.iter().map(|fault| fault.code).collect()
}

/// What came back when nobody changed anything.
fn unchanged(package: &Package) -> Returned {
    let segment = |segment: &plenary::exchange::segments::Segment| ReturnedSegment {
        id: segment.id.clone(),
        line: 1,
        source: segment.source.clone(),
        target: segment.target.clone(),
        unfinished: matches!(segment.state, SegmentState::Untranslated | SegmentState::NeedsReview),
    };
    Returned {
        source_language: Some(package.source_language.clone()),
        target_language: Some(package.target_language.clone()),
        segments: package.segments.iter().map(segment).collect(),
    }
}

/// A text whose words a translator changed.
fn with_words(parts: &[Inline], change: impl Fn(&str) -> String) -> Vec<Inline> {
    let part = |part: &Inline| match part {
        Inline::Text(text) => Inline::Text(change(text)),
        code @ Inline::Code(_) => code.clone(),
    };
    parts.iter().map(part).collect()
}

/// The package after a translator translated everything into capitals.
fn shouted(mut package: Package) -> Package {
    for segment in &mut package.segments {
        segment.target = Some(with_words(&segment.source, |text| text.to_uppercase()));
        segment.state = SegmentState::Translated;
    }
    package
}

/// Sites with pages of all kinds.
fn sites() -> Vec<(&'static str, Sources)> {
    let folder = |path: &str| load_site(&repository().join(path)).0;
    let starter = in_memory(harness::starter_files());
    vec![
        ("forum", folder("")),
        ("everything", folder("tests/sites/everything")),
        ("starter", starter),
    ]
}

/// The tags of the languages that a site is translated into.
fn languages(sources: &Sources) -> Vec<String> {
    let (translations, _) = read_site(sources);
    let all = translations.event.config.languages.iter();
    all.filter(|(lang, _)| *lang != Lang::SOURCE).map(|(_, one)| one.tag.clone()).collect()
}

#[test]
fn a_file_that_nobody_changed_changes_nothing() {
    for (name, sources) in sites() {
        for tag in languages(&sources) {
            let package = export(&sources, &tag);
            for format in &TRANSLATOR_FORMATS {
                let text = (format.write)(&package);
                let returned = translator_files::read(text.as_bytes()).expect("it is ours");
                let import = import_into(&sources, &returned, &options());
                let what = format!("{name} {tag} {}", format.id);
                assert_eq!(codes(&import.report), Vec::<&str>::new(), "{what}");
                assert!(import.files.is_empty() && import.lock.is_none(), "{what}");
            }
        }
    }
}

#[test]
fn everything_that_was_translated_is_shown_and_nothing_else_changes() {
    for (name, sources) in sites() {
        for (tag, format) in languages(&sources).iter().zip(TRANSLATOR_FORMATS.iter().cycle()) {
            let package = shouted(export(&sources, tag));
            let text = (format.write)(&package);
            let returned = translator_files::read(text.as_bytes()).expect("it is ours");
            let import = import_into(&sources, &returned, &options());
            let what = format!("{name} {tag} {}", format.id);
            let unexpected: Vec<_> =
                import.report.iter().filter(|f| f.code != "translation/numbers-differ").collect();
            assert!(unexpected.is_empty(), "{what}: {unexpected:#?}");
            let new = after(&sources, &import);
            assert_all_current(&new, tag, &what);
            for (path, text) in &import.files {
                let old = sources.find(path).and_then(|file| sources.get(file).text().cloned());
                let Some(old) = old.filter(|_| path.ends_with(".md")) else { continue };
                let (old, new) = (around(&old), around(text));
                // Blocks that were missing are new.
                let missing = old.matches('…').count() != new.matches('…').count();
                assert!(old == new || missing, "{what} {path}\n{old}\n{new}");
            }
            let again = import_into(&new, &returned, &options());
            assert!(again.files.is_empty() && again.lock.is_none(), "{what}: twice");
            let built = build(&new, Report::new(), &Options::default());
            assert!(!built.failed, "{what}: {}", built.printed);
        }
    }
}

fn assert_all_current(sources: &Sources, tag: &str, what: &str) {
    let (translations, all) = read_site(sources);
    let lang = translations.event.config.languages.find(tag).expect("it is there");
    // Messages are not in the files of translators.
    let of_records = |tracked: &&Tracked| !tracked.unit.is_message();
    let units = all.iter().filter(|tracked| tracked.unit.lang == lang).filter(of_records);
    for Tracked { unit, state, .. } in units {
        let text = unit.source.as_ref().map(|placed| &*placed.text.markdown);
        let has_words = text.is_some_and(|text| text.contains(char::is_alphanumeric));
        let is_current = matches!(state, State::Current(_) | State::Extra);
        assert!(is_current || !has_words, "{what}: {} {text:?} {state:?}", unit.name);
    }
}

/// A Markdown file without the words of its blocks and its front matter.
fn around(text: &str) -> String {
    let start = plenary::base::source::front_matter(text).ok().flatten().map_or(0, |f| f.body);
    let outline = Outline::of(text, start, "en");
    let mut rest = String::new();
    let mut at = start;
    for node in outline.nodes.iter().filter(|node| node.kind == NodeKind::Leaf) {
        rest.push_str(&text[at..node.range.start]);
        rest.push('…');
        at = node.range.end;
    }
    rest + &text[at..]
}

#[test]
fn missing_translations_are_created_with_the_structure_of_the_source() {
    let (mut sources, _) = load_site(&repository());
    let paths: Vec<String> = sources
        .under("content/")
        .map(|(_, file)| file.path.to_string())
        .filter(|path| path.ends_with(".en.md"))
        .collect();
    for path in &paths {
        // Slugs are no texts to be translated, and links to headings name them.
        sources.remove(path);
    }
    let package = shouted(export(&sources, "en"));
    assert!(package.segments.iter().all(|segment| !segment.name.starts_with("message ")));
    let import = import_into(&sources, &unchanged(&package), &options());
    // Dates of one language are not those of another.
    let mut unexpected = codes(&import.report);
    unexpected.retain(|code| *code != "translation/numbers-differ");
    assert_eq!(unexpected, Vec::<&str>::new());
    let new = after(&sources, &import);
    assert_all_current(&new, "en", "new files");
    for path in paths {
        let text = |path: &str| {
            let file = new.find(path).unwrap_or_else(|| panic!("there is no {path}"));
            new.get(file).text().cloned().expect("it is a text")
        };
        let (source, own) = (text(&path.replace(".en.md", ".da.md")), text(&path));
        assert_eq!(around(&source), around(&own), "{path}");
    }
}

// --- random texts and translations -----------------------------------------------------------------------

/// A page in two languages, of which the second has only some blocks.
struct Page {
    source: String,
    translation: Option<String>,
}

const SOURCE_BLOCKS: [&str; 16] = [
    "## Rain {#rain}\n\n",
    "### Fog and *mist*\n\n",
    "It is **wet**, see [more](page:rooms) or [that](https://example.org/a_(b)).\n\n",
    "First\nsecond\\\nthird `code` line.\n\n",
    "- one\n- two *too*\n  - inside\n- three\n\n",
    "1. first\n\n   more of it\n\n2. second\n\n",
    "> Quoted\n> twice, <b>bold</b>.\n>\n> - a deer\n\n",
    "| a | b |\n|---|---|\n| c | *d* |\n| `e` | f<br>g |\n\n",
    "Fog\n: low **cloud**\n\n",
    "```\ncode\n```\n\n",
    "A note[^1] here.\n\n",
    "<!-- translator: short -->\nOnly this.\n\n",
    "![A cloud](../media/cloud.png \"Grey *sky*\")\n\n",
    "Set\n===\n\n",
    "`code alone`\n\n",
    "<https://example.org> and ~~gone~~ for *ever*.\n\n",
];

fn random_page(dice: &mut Dice) -> Page {
    let mut source = String::new();
    let mut translation = String::new();
    let mut used = Vec::new();
    for _ in 0..1 + dice.next(6) {
        let at = dice.next(SOURCE_BLOCKS.len());
        if used.contains(&at) || SOURCE_BLOCKS[at].starts_with("Set") {
            continue;
        }
        used.push(at);
        source.push_str(SOURCE_BLOCKS[at]);
        if dice.next(2) == 0 && !SOURCE_BLOCKS[at].starts_with("<!--") {
            translation.push_str(SOURCE_BLOCKS[at]);
        }
    }
    if source.is_empty() {
        source.push_str(SOURCE_BLOCKS[2]);
    }
    source.push_str("[^1]: The note.\n");
    if !source.contains("[^1] ") {
        source = source.replace("[^1]: The note.\n", "The end.\n");
    }
    if translation.contains("[^1] ") {
        translation.push_str("[^1]: The note.\n");
    }
    match dice.next(4) {
        0 => source = source.replace('\n', "\r\n"),
        1 => translation = translation.replace('\n', "\r\n"),
        2 => translation.truncate(translation.trim_end().len()),
        _ => {}
    }
    let translation = Some(translation).filter(|_| dice.next(3) > 0);
    Page { source, translation }
}

fn site_of(page: &Page) -> Sources {
    let mut files = vec![
        (
            "content/event.yaml",
            "id: rooms\nname: {mul: Rooms}\nstart: 2031-01-01\nend: 2031-01-01\n\
             timezone: Europe/Copenhagen\n\
             languages: [{tag: en, name: English}, {tag: da, name: Dansk}]\n"
                .to_owned(),
        ),
        ("content/media/cloud.png", String::new()),
        ("content/pages.yaml", "- id: rooms\n  title: {en: Rooms, da: Rum}\n".to_owned()),
        ("content/pages/rooms.en.md", page.source.clone()),
    ];
    if let Some(text) = &page.translation {
        files.push(("content/pages/rooms.da.md", text.clone()));
    }
    in_memory(files.into_iter().map(|(path, text)| (path.to_owned(), text.into_bytes())))
}

/// What translators and their tools may write.
const HOSTILE: [&str; 34] = [
    "# x",
    "- x",
    "1. x",
    "> x",
    "a | b",
    "`x`",
    "*x* **y**",
    "_x_",
    "~~x~~",
    "[x](javascript:a)",
    "<script>alert(1)</script>",
    "<b>x",
    "![a](b)",
    "a\\",
    "&lt;",
    "[^1]",
    "[x]: y",
    "---",
    "===",
    "```",
    ": x",
    "x {#id}",
    "x ##",
    "[ ] x",
    "<http://x>",
    "\u{fdd0}x",
    "a\n\nb",
    "    x",
    "title: x",
    "“重要。”",
    "a\u{a0}b",
    "\u{0}x",
    "{{ x }}",
    "draft: true",
];

/// A random translation: the codes in another order as far as spans allow, and any words.
fn random_translation(source: &[Inline], dice: &mut Dice) -> Vec<Inline> {
    let mut parts = Vec::new();
    let mut level = 0_usize;
    for part in source {
        match part {
            Inline::Text(_) => {
                let word = match dice.next(3) {
                    0 => HOSTILE[dice.next(HOSTILE.len())].to_owned(),
                    1 => "ord ".to_owned(),
                    _ => " et ord, to ".to_owned(),
                };
                parts.push(Inline::Text(word));
            }
            Inline::Code(Code { role, .. }) => {
                level = match role {
                    CodeRole::Open => level + 1,
                    CodeRole::Close => level.saturating_sub(1),
                    CodeRole::Standalone => level,
                };
                parts.push(part.clone());
            }
        }
        if level == 0 && dice.next(3) == 0 {
            parts.push(Inline::Text(" mere ".to_owned()));
        }
    }
    parts
}

#[test]
fn readers_see_exactly_what_random_translators_wrote() {
    let mut dice = Dice(1907);
    let (mut imported, mut refused) = (0, 0);
    for round in 0..400 {
        let page = random_page(&mut dice);
        let sources = site_of(&page);
        let package = export(&sources, "da");
        let mut returned = unchanged(&package);
        let mut meant: BTreeMap<String, Vec<Inline>> = BTreeMap::new();
        for (at, segment) in returned.segments.iter_mut().enumerate() {
            segment.line = at + 1;
            if segment.id.starts_with("page.rooms.text") && dice.next(4) > 0 {
                let target = random_translation(&segment.source, &mut dice);
                meant.insert(segment.id.clone(), target.clone());
                segment.target = Some(target);
                segment.unfinished = false;
            }
        }
        let import = import_into(&sources, &returned, &options());
        let context = format!(
            "round {round}\n{:?}\n{:#?}\n{:#?}\n{:#?}",
            page.source, page.translation, import.files, import.report
        );
        assert!(!import.report.has_errors(), "{context}");
        refused += import.skipped.refused;
        imported += import.changes.len();
        let new = after(&sources, &import);
        let (_, all) = read_site(&new);
        // What was not refused is shown, with the mark-up of the source.
        let ids = export(&new, "da");
        let strip = |id: &str| id.rsplit_once('-').map_or(id, |(id, _)| id).to_owned();
        let shown: BTreeMap<String, Vec<Inline>> = ids
            .segments
            .into_iter()
            .filter_map(|segment| Some((strip(&segment.id), segment.target?)))
            .collect();
        let right = meant.iter().filter(|(id, target)| {
            let is_suffix = id.rsplit_once('-').is_some_and(|(_, end)| end.len() == 8);
            let id = if is_suffix { strip(id) } else { (*id).clone() };
            shown.get(&id).is_some_and(|shown| shape(shown) == shape(&settled(target)))
        });
        let right = right.count();
        assert!(right + import.skipped.refused >= meant.len(), "{right} of {meant:#?}\n{context}");
        let lost = all.iter().filter(|tracked| tracked.state == State::Extra).count();
        let lost_before =
            read_site(&sources).1.iter().filter(|tracked| tracked.state == State::Extra).count();
        assert!(lost <= lost_before, "{context}");
        let again = import_into(&new, &returned, &options());
        assert!(again.files.is_empty(), "twice: {:#?}\n{context}", again.files);
    }
    // Refused are parts of definition lists, items of lists whose other items are missing, and captions
    // that words separate from their picture.
    assert!(imported > 1000 && refused * 14 < imported, "{imported} imported, {refused} refused");
}

#[test]
fn hostile_files_do_no_harm() {
    let mut dice = Dice(77);
    for _ in 0..150 {
        let page = random_page(&mut dice);
        let sources = site_of(&page);
        let mut returned = unchanged(&export(&sources, "da"));
        for segment in &mut returned.segments {
            let target = segment.target.get_or_insert_with(|| segment.source.clone());
            for _ in 0..dice.next(4) {
                let at = dice.next(target.len() + 1);
                match dice.next(5) {
                    0 if at < target.len() => drop(target.remove(at)),
                    1 if at < target.len() => {
                        let copy = target[at].clone();
                        target.insert(at, copy);
                    }
                    2 if at > 1 => target.swap(at - 1, at - 2),
                    3 => segment.id.push_str(["x", ".2", "-00000000", ""][dice.next(4)]),
                    _ => target.insert(at, Inline::Text(HOSTILE[dice.next(34)].to_owned())),
                }
            }
            segment.unfinished = false;
        }
        if dice.next(3) == 0 {
            let copy = returned.segments[0].clone();
            returned.segments.push(copy);
        }
        let import = import_into(&sources, &returned, &options());
        if import.report.has_errors() {
            assert!(import.files.is_empty() && import.lock.is_none());
            continue;
        }
        let new = after(&sources, &import);
        let (_, before) = read_site(&sources);
        let (_, now) = read_site(&new);
        let texts = |all: &[Tracked]| -> Vec<String> {
            let source =
                |tracked: &Tracked| Some(tracked.unit.source.as_ref()?.text.markdown.clone());
            all.iter().filter_map(source).collect()
        };
        assert_eq!(texts(&before), texts(&now));
        for text in import.files.values() {
            assert!(!text.contains("](javascript:") || text.contains("\\](javascript:"), "{text}");
        }
    }
}

#[test]
fn words_of_a_text_are_its_text_without_marks() {
    let outline = Outline::of("See *the* [map](page:map).\n", 0, "en");
    assert_eq!(plain_words(&outline.leaves[0].parts), "See the map.");
}
