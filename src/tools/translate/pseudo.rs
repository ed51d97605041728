//! Pseudo-languages: translations made by rule, to find fixed strings and layouts that break.
//!
//! `en-XA` has the texts of the source language with accents, longer and in brackets, and `ar-XB` has them
//! written from right to left. What looks ordinary on such a page was never translated, and what is cut
//! off has too little room. The tags are those that CLDR reserves for this purpose (pseudo-locales).
//!
//! The site is translated as by a translator, in memory: its texts are exported, changed and imported.

mod letters;

use std::collections::BTreeMap;

use crate::base::diagnostic::Report;
use crate::base::source::Sources;
use crate::base::text::{Lang, Languages};
use crate::content::config::EVENT_FILE;
use crate::content::files::TRANSLATIONS_LOCK;
use crate::content::load::with_texts;
use crate::event::translation::lock::Origin;
use crate::event::translation::tracked::Translations;
use crate::exchange::segments::{Inline, Returned, ReturnedSegment, Segment};
use crate::locale::catalog::{PseudoText, pseudo_catalog};
use crate::tools::translate::accept::Acceptance;
use crate::tools::translate::add_language::with_entry;
use crate::tools::translate::export::package;
use crate::tools::translate::import::{TranslationImportOptions, import};

use letters::{accented, reversed};

/// A pseudo-language.
struct PseudoLanguage {
    tag: &'static str,
    name: &'static str,
    text: PseudoText,
}

const PSEUDO_LANGUAGES: [PseudoLanguage; 2] = [
    PseudoLanguage {
        tag: "en-XA",
        name: "Àççéñţš",
        text: PseudoText { words: accented, around: ("⟦", "⟧") },
    },
    PseudoLanguage {
        tag: "ar-XB",
        name: "Mirrored",
        text: PseudoText { words: reversed, around: ("", "") },
    },
];

/// The files of a site with two pseudo-languages; `None` if its languages cannot be changed in place, or
/// if it has errors.
pub fn with_pseudo_languages(sources: &Sources, drafts: bool) -> Option<Sources> {
    let mut sources = sources.clone();
    let site = Translations::read(&sources, drafts, &mut Report::new())?;
    let languages = site.event.config.languages;
    let new = PSEUDO_LANGUAGES.iter().filter(|pseudo| languages.find(pseudo.tag).is_none());
    for pseudo in new {
        let config = with_entry(&sources, pseudo.tag, pseudo.name)?;
        let mut files = catalogs(&sources, &languages, pseudo);
        files.insert(EVENT_FILE.to_owned(), config);
        sources = with_texts(&sources, &files)?;
        sources = with_texts(&sources, &texts(&sources, drafts, pseudo)?)?;
    }
    Some(sources)
}

/// The catalogs of a pseudo-language, for every folder that has some: those of the source language, or
/// else the English ones.
fn catalogs(
    sources: &Sources,
    languages: &Languages,
    pseudo: &PseudoLanguage,
) -> BTreeMap<String, String> {
    // By folder and language, the names of files with their texts.
    let mut found: BTreeMap<(&str, &str), Vec<(&str, &str)>> = BTreeMap::new();
    for (_, file) in sources.under("") {
        let Some((folder, rest)) = split_after(&file.path, "locales/") else { continue };
        let Some((tag, name)) = rest.split_once('/').filter(|(_, name)| name.ends_with(".ftl"))
        else {
            continue;
        };
        if let Some(text) = file.text() {
            found.entry((folder, tag)).or_default().push((name, text));
        }
    }
    let source = languages.tag(Lang::SOURCE);
    let mut files = BTreeMap::new();
    for ((folder, tag), catalog) in &found {
        let is_best = *tag == source || (*tag == "en" && !found.contains_key(&(*folder, source)));
        for (name, text) in catalog.iter().filter(|_| is_best) {
            let path = format!("{folder}{}/{name}", pseudo.tag);
            files.insert(path, pseudo_catalog(text, pseudo.text));
        }
    }
    files
}

/// A path up to the end of its folder with this name, and the rest.
fn split_after<'a>(path: &'a str, folder: &str) -> Option<(&'a str, &'a str)> {
    let at = path.find(folder)?;
    let whole = at == 0 || path[..at].ends_with('/');
    whole.then(|| path.split_at(at + folder.len()))
}

/// The files with the texts in a pseudo-language; `None` if they cannot be written.
fn texts(
    sources: &Sources,
    drafts: bool,
    pseudo: &PseudoLanguage,
) -> Option<BTreeMap<String, String>> {
    let site = Translations::read(sources, drafts, &mut Report::new())?;
    let lang = site.event.config.languages.find(pseudo.tag)?;
    let package = package(&site.event, &site.tracked(), &|_| true, lang, &[], sources);
    let translated = |segment: Segment| ReturnedSegment {
        id: segment.id,
        line: 1,
        target: Some(translated(&segment.source, pseudo.text)),
        source: segment.source,
        unfinished: false,
    };
    let segments = package.segments.into_iter().map(translated).collect();
    let returned = Returned { segments, ..Returned::default() };
    let options = TranslationImportOptions {
        lang: Some(lang),
        acceptance: Acceptance {
            origin: Origin::Person,
            reviewer: Some("pseudo".to_owned()),
            date: jiff::civil::Date::ZERO,
            only_form: false,
        },
        unfinished: true,
        replace: true,
        trust_states: false,
        drafts,
    };
    let import = import(&site, sources, &returned, sources.find(EVENT_FILE)?, &options);
    if import.report.has_errors() {
        return None;
    }
    let mut files = import.files;
    // Without a lock, it is not known of any translation what it was made from.
    let lock = import.lock.filter(|_| sources.find(TRANSLATIONS_LOCK).is_some());
    files.extend(lock.map(|text| (TRANSLATIONS_LOCK.to_owned(), text)));
    Some(files)
}

/// A text in a pseudo-language.
fn translated(source: &[Inline], how: PseudoText) -> Vec<Inline> {
    let mark = |text: &str| Inline::Text(text.to_owned());
    let words = |part: &Inline| match part {
        Inline::Text(text) => Inline::Text((how.words)(text)),
        Inline::Code(code) => Inline::Code(code.clone()),
    };
    let mut parts = vec![mark(how.around.0)];
    parts.extend(source.iter().map(words));
    parts.push(mark(how.around.1));
    parts.retain(|part| *part != mark(""));
    parts
}
