//! A new language of a site: its entry in `event.yaml`, the messages to be translated, and, if wanted,
//! the texts of a related language.
//!
//! No file is read or written here.

use std::collections::BTreeMap;

use crate::base::diagnostic::Report;
use crate::base::source::{FileId, SourceFile, Sources};
use crate::base::text::Lang;
use crate::base::yaml::change::{Splice, insert, splice};
use crate::base::yaml::emit::Yaml;
use crate::base::yaml::marks::MarkedValue;
use crate::content::config::EVENT_FILE;
use crate::content::load;
use crate::event::model::Event;
use crate::event::translation::lock::TranslationLock;
use crate::event::translation::state::State;
use crate::event::translation::tracked::{Tracked, Translations};
use crate::exchange::segments::{Returned, ReturnedSegment, Segment};
use crate::locale::tag::{is_known, language_of, own_name};
use crate::site::theme::Theme;
use crate::tools::translate::accept::{Acceptance, record};
use crate::tools::translate::export::package;
use crate::tools::translate::import::{TranslationImportOptions, import};

/// A language that was added to a site.
#[derive(Debug, Default)]
pub struct Addition {
    /// Its name for readers.
    pub name: String,
    /// The new and changed files by path, without the lock file.
    pub files: BTreeMap<String, String>,
    /// The text of the lock file, if it changes.
    pub lock: Option<String>,
    /// The number of texts of the site, without messages.
    pub texts: usize,
    /// How many of them were copied from the related language.
    pub copied: usize,
    /// The files with the site's own messages in the language.
    pub own_messages: Vec<String>,
    /// The file with the theme's messages, and their number, if the theme lacks the language.
    pub interface: Option<(String, usize)>,
}

/// Why a language was not added, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageRefusal {
    /// The reason.
    pub message: String,
    /// The advice.
    pub help: String,
}

fn refusal(message: impl Into<String>, help: impl Into<String>) -> LanguageRefusal {
    LanguageRefusal { message: message.into(), help: help.into() }
}

/// Adds a language to a site that has no errors. With `from`, the texts of that language are copied,
/// as `acceptance` says; those that are out of date are not.
///
/// # Errors
/// If the site has the language already, lacks `from`, or has files that cannot be changed in place.
pub fn add_language(
    site: &Translations,
    sources: &Sources,
    tag: &str,
    from: Option<&str>,
    acceptance: &Acceptance,
    drafts: bool,
) -> Result<Addition, LanguageRefusal> {
    let languages = &site.event.config.languages;
    if let Some(same) = languages.find(tag) {
        let message = format!("this site has the language `{}` already", languages.tag(same));
        return Err(refusal(message, "`plenary translate status` says what is missing in it"));
    }
    if !is_known(tag) {
        let help = match language_of(tag) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "write the code of the language, such as `da`, `en` or `zh-Hans`".to_owned(),
        };
        return Err(refusal(format!("there is no language `{tag}`"), help));
    }
    let from = from.map(|from| related(site, from)).transpose()?;
    let name = own_name(tag).unwrap_or_else(|| tag.to_owned());
    let mut addition = Addition { name, ..Addition::default() };
    let config = with_entry(sources, tag, &addition.name).ok_or_else(|| {
        let help = format!("write the entry yourself: `{{tag: {tag}, name: {}}}`", addition.name);
        refusal(format!("the languages in {EVENT_FILE} cannot be changed in place"), help)
    })?;
    addition.files.insert(EVENT_FILE.to_owned(), config);
    add_messages(site, sources, tag, from, &mut addition);
    let sources = load::with_texts(sources, &addition.files).ok_or_else(|| {
        refusal("the site cannot be read with the language", "run `plenary check`")
    })?;
    let mut report = Report::new();
    let now = Translations::read(&sources, drafts, &mut report).filter(|_| !report.has_errors());
    let Some(mut now) = now.filter(|now| now.event.config.languages.find(tag).is_some()) else {
        let help = format!("write the entry into {EVENT_FILE} yourself, and run `plenary check`");
        return Err(refusal(format!("the site would have errors with the language `{tag}`"), help));
    };
    now.lock = site.lock.clone();
    let lang = now.event.config.languages.find(tag).unwrap_or(Lang::SOURCE);
    add_interface(&now.event, &sources, lang, from, &mut addition);
    let all = now.tracked();
    addition.texts = all.iter().filter(|tracked| tracked.unit.lang == lang).count();
    if let Some(from) = from {
        let options = TranslationImportOptions {
            lang: Some(lang),
            acceptance: acceptance.clone(),
            unfinished: true,
            replace: false,
            trust_states: false,
            drafts,
        };
        if record_messages(&mut now.lock, &all, lang, tag, acceptance) {
            addition.lock = Some(now.lock.text());
        }
        copy_texts(&now, &sources, &all, from, &options, &mut addition)?;
    }
    Ok(addition)
}

/// Records the messages, whose files were copied; returns whether there are any.
fn record_messages(
    lock: &mut TranslationLock,
    all: &[Tracked],
    lang: Lang,
    tag: &str,
    acceptance: &Acceptance,
) -> bool {
    let mut found = false;
    let own = all.iter().map(|tracked| &tracked.unit).filter(|unit| unit.lang == lang);
    for unit in own.filter(|unit| unit.is_message()) {
        if let (Some(source), Some(translation)) = (&unit.source, &unit.translation) {
            record(lock, &unit.name, tag, &source.text, translation.text.hash, acceptance);
            found = true;
        }
    }
    found
}

/// The language whose texts are copied.
fn related(site: &Translations, tag: &str) -> Result<Lang, LanguageRefusal> {
    let languages = &site.event.config.languages;
    match languages.find(tag) {
        Some(Lang::SOURCE) => Err(refusal(
            format!("`{tag}` is the language that this site is translated from"),
            "copies of the source would be no translations: leave out `--from`",
        )),
        Some(lang) => Ok(lang),
        None => {
            let tags: Vec<&str> = languages.iter().map(|(_, language)| &*language.tag).collect();
            let help = format!("its languages are {}", tags.join(", "));
            Err(refusal(format!("this site has no language `{tag}`"), help))
        }
    }
}

/// The configuration with an entry for the language at the end of the list.
pub(super) fn with_entry(sources: &Sources, tag: &str, name: &str) -> Option<String> {
    let text = sources.get(sources.find(EVENT_FILE)?).text()?;
    let root = MarkedValue::of(text).ok()??;
    let list = root.get("languages")?;
    let last = list.items().last()?;
    let entry = [("tag", tag), ("name", name)];
    let entry = entry.map(|(key, value)| (key.to_owned(), Yaml::Text(value.to_owned())));
    let entry = Yaml::Braces(entry.to_vec()).inline();
    let change = match list.is_flow() {
        true => {
            let end = last.value.range.end;
            Splice { range: end..end, text: format!(", {entry}") }
        }
        false => {
            let start = text[..last.at].rfind('\n').map_or(0, |at| at + 1);
            let line = format!("{}- {entry}\n", &text[start..last.at]);
            insert(text, list, list.items().len(), &line, false)?
        }
    };
    splice(text, vec![change])
}

/// Adds the site's own messages: those of the related language, or else those of the source as comments.
fn add_messages(
    site: &Translations,
    sources: &Sources,
    tag: &str,
    from: Option<Lang>,
    addition: &mut Addition,
) {
    let languages = &site.event.config.languages;
    let origin = languages.tag(from.unwrap_or(Lang::SOURCE));
    let folder = format!("locales/{origin}/");
    let files: Vec<(FileId, &SourceFile)> = sources.under(&folder).collect();
    for (_, file) in files {
        let (Some(text), Some(name)) = (file.text(), file.path.strip_prefix(&folder)) else {
            continue;
        };
        let text = match from {
            Some(_) => format!("# Copied from `{origin}`, and not reviewed.\n\n{text}"),
            None => commented(text, origin),
        };
        let path = format!("locales/{tag}/{name}");
        addition.own_messages.push(path.clone());
        addition.files.insert(path, text);
    }
}

/// Messages as comments, so that they count as missing until somebody translates them.
fn commented(text: &str, origin: &str) -> String {
    let mut out =
        format!("# Translate these from `{origin}`, and remove the number signs before them.\n");
    for line in text.lines() {
        out.push('\n');
        if !line.trim().is_empty() && !line.starts_with('#') {
            out.push_str("# ");
        }
        out.push_str(line.trim_end());
    }
    out.push('\n');
    out
}

/// Adds the messages of the theme as comments, if it has none in the language.
fn add_interface(
    event: &Event,
    sources: &Sources,
    lang: Lang,
    from: Option<Lang>,
    addition: &mut Addition,
) {
    let languages = &event.config.languages;
    let model = from.unwrap_or(Lang::SOURCE);
    let mut report = Report::new();
    let theme = Theme::new(&event.config.theme, languages, sources, &mut report);
    let resources = theme.resources(languages, sources, &mut report);
    let theirs = |resource: &&crate::locale::catalog::Resource<'_>| {
        !sources.get(resource.file).path.starts_with("locales/")
    };
    if resources.iter().filter(theirs).any(|resource| resource.lang == lang) {
        return;
    }
    let mut text = String::new();
    let mut count = 0;
    let mut origin = "";
    for resource in resources.iter().filter(theirs).filter(|one| one.lang == model) {
        origin = resource.tag;
        let is_message =
            |line: &&str| line.starts_with(|c: char| c.is_ascii_alphabetic()) && line.contains('=');
        count += resource.text.lines().filter(is_message).count();
        text.push_str(resource.text);
    }
    if count > 0 {
        let path = format!("locales/{}/interface.ftl", languages.tag(lang));
        addition.files.insert(path.clone(), commented(&text, origin));
        addition.interface = Some((path, count));
    }
}

/// Copies the translations of another language as those of a program.
fn copy_texts(
    now: &Translations,
    sources: &Sources,
    all: &[Tracked],
    from: Lang,
    options: &TranslationImportOptions,
    addition: &mut Addition,
) -> Result<(), LanguageRefusal> {
    let up_to_date = |tracked: &Tracked| !matches!(tracked.state, State::Stale(_));
    let package = package(&now.event, all, &up_to_date, from, &[], sources);
    let segments: Vec<ReturnedSegment> = package.segments.into_iter().filter_map(copied).collect();
    if segments.is_empty() {
        return Ok(());
    }
    let returned = Returned { segments, ..Returned::default() };
    // Faults are at the configuration, since there is no file that came back.
    let Some(file) = sources.find(EVENT_FILE) else { return Ok(()) };
    let import = import(now, sources, &returned, file, options);
    if import.report.has_errors() {
        return Err(refusal(
            "the texts cannot be copied without changing others",
            "leave out `--from`, and translate with `plenary translate export`",
        ));
    }
    addition.copied = import.changes.len();
    addition.files.extend(import.files);
    addition.lock = import.lock.or(addition.lock.take());
    Ok(())
}

/// A translated segment as one that came back. Its id is that of the source text alone: behind the
/// hyphen is the translation of its own language.
fn copied(segment: Segment) -> Option<ReturnedSegment> {
    let target = Some(segment.target?);
    let (id, _) = segment.id.rsplit_once('-')?;
    let id = id.to_owned();
    Some(ReturnedSegment { id, line: 1, source: segment.source, target, unfinished: false })
}
