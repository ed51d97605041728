//! `plenary import`: turns a programme from another tool into the records of a site, and later copies
//! the changes in that programme.
//!
//! 1. `programme_records` converts a programme into records with ids, in the words of this program.
//! 2. `existing` reads the records of the site, and `import_lock` reads the last import.
//! 3. `merge` compares the three, field by field, and plans the changes.
//! 4. `apply` carries out the plan on the texts of the files, and changes nothing else in them.
//! 5. `verify` reads the result: it must contain the planned changes, and otherwise be as before.
//!
//! No file is read or written here: the texts of a site go in, and the new and changed ones come out.

mod apply;
mod existing;
mod facts;
mod ids;
mod import_lock;
pub(in crate::tools) mod language_matching;
mod merge;
mod new_event;
mod own_exports;
mod programme_records;
mod source_matching;
mod summary;
mod to_markdown;
mod unsupported;
mod verify;
mod wall_clock;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::base::diagnostic::Report;
use crate::base::source::{Content, SourceFile, Sources};
use crate::base::text::Lang;
use crate::content::config::{Config, EVENT_FILE, read_config};
use crate::content::files::IMPORT_LOCK;
use crate::content::kind::Kind;
use crate::content::record::EVERYWHERE;
use crate::exchange::hints::Hints;
use crate::exchange::programme::Programme;
use crate::tools::import::apply::{Unchangeable, apply};
use crate::tools::import::existing::{DAYS, ExistingSite, read_site};
use crate::tools::import::facts::{Field, Value};
use crate::tools::import::ids::{Ids, Key};
use crate::tools::import::import_lock::{ImportLock, LockedSource};
use crate::tools::import::language_matching::{LanguageMatcher, site_language};
use crate::tools::import::merge::{Removal, merge};
use crate::tools::import::programme_records::records;
use crate::tools::import::source_matching::match_source;
use crate::tools::import::verify::verify;
use crate::tools::import::wall_clock::WallClock;

pub use existing::Files;
pub use summary::{Count, Summary};
pub use unsupported::Unsupported;

/// The options of an import.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// The name of the file, for messages.
    pub file: String,
    /// The name of the source if the file does not give one: without folder and extension.
    pub source: String,
    /// The language of texts that do not declare one, as a canonical tag.
    pub language: Option<String>,
    /// The time zone of times without one, and of a new event.
    pub timezone: Option<TimeZone>,
    /// Whether existing files may be changed.
    pub update: bool,
    /// Whether records that the source no longer has are removed.
    pub remove: bool,
    /// Whether texts that people wrote for such records are removed too.
    pub remove_texts: bool,
}

impl ImportOptions {
    fn removal(&self) -> Removal {
        match (self.remove, self.remove_texts) {
            (_, true) => Removal::Everything,
            (true, false) => Removal::Imported,
            (false, false) => Removal::Nothing,
        }
    }

    /// The same options with the language that the file declares for its texts, unless another was
    /// given or the site does not have it.
    fn with_language(&self, programme: &Programme, files: &Files, notes: &mut Vec<String>) -> Self {
        let config = config(files);
        let has = |tag: &String| {
            config.as_ref().is_none_or(|config| site_language(&config.languages, tag).is_some())
        };
        let mut options = self.clone();
        if let (None, Some(tag)) = (&self.language, programme.language.clone().filter(has)) {
            notes.push(format!(
                "texts of {} without a language are read as `{tag}`, the first language that it \
                 declares; choose another with `--language`",
                self.file
            ));
            options.language = Some(tag);
        }
        options
    }
}

/// The result of an import.
#[derive(Clone, Debug)]
pub struct Import {
    /// The new and changed files by path; a file to be removed is `None`.
    pub files: BTreeMap<String, Option<String>>,
    /// A summary of the changes.
    pub summary: Summary,
}

/// The reason why a programme is not imported.
#[derive(Debug)]
pub enum Refusal {
    /// The site's own files have faults.
    Faults(Report, Sources),
    /// Another reason: a message and a help.
    Words(String, String),
}

impl Refusal {
    fn words(message: &str, help: &str) -> Refusal {
        Refusal::Words(message.to_owned(), help.to_owned())
    }

    /// Two reasons as one, so that a user can answer both at once.
    fn and(self, other: Refusal) -> Refusal {
        match (self, other) {
            (Refusal::Words(message, help), Refusal::Words(other, other_help)) => {
                Refusal::Words(format!("{message}; {other}"), format!("{help}; {other_help}"))
            }
            (one, _) => one,
        }
    }
}

impl From<Unchangeable> for Refusal {
    fn from(Unchangeable { path, id }: Unchangeable) -> Refusal {
        let id = if id.is_empty() { String::new() } else { format!(" at `{id}`") };
        Refusal::Words(
            format!("{path} cannot be changed in place{id}"),
            "write it with one field per line, as in docs/content.md, and import again".to_owned(),
        )
    }
}

/// The assumptions of a reader about facts that a file does not declare.
pub fn hints(files: &Files, options: &ImportOptions) -> Hints {
    let config = config(files);
    let usual = Hints::default();
    Hints {
        timezone: options
            .timezone
            .clone()
            .or(config.as_ref().map(|config| config.timezone.clone())),
        event_zone: config
            .as_ref()
            .map(|config| config.timezone.clone())
            .or(options.timezone.clone()),
        day_starts: config.map_or(usual.day_starts, |config| config.day_starts),
    }
}

/// The `event.yaml` of a site that has one.
fn config(files: &Files) -> Option<Config> {
    let text = files.get(EVENT_FILE)?;
    let content = Content::Text(text.as_str().into());
    let file = SourceFile { path: EVENT_FILE.into(), content, hash: 0 };
    read_config(Sources::default().insert(file), text, &mut Report::new())
}

fn sources(files: &Files) -> Sources {
    let mut sources = Sources::default();
    for (path, text) in files {
        let content = Content::Text(text.as_str().into());
        sources.insert(SourceFile { path: path.as_str().into(), content, hash: 0 });
    }
    sources
}

/// Imports a programme into a site.
///
/// # Errors
/// The reason why it cannot be imported: then nothing should be written.
pub fn import(
    files: &Files,
    programme: &Programme,
    options: &ImportOptions,
) -> Result<Import, Refusal> {
    let mut with_event = files.clone();
    let mut notes = Vec::new();
    let options = &options.with_language(programme, files, &mut notes);
    if !files.contains_key(EVENT_FILE) {
        let (text, assumed) = new_event::event_yaml(programme, options)?;
        with_event.insert(EVENT_FILE.to_owned(), text);
        notes.extend(assumed);
    }
    let mut report = Report::new();
    let from = sources(&with_event);
    let site = read_site(&with_event, &from, &mut report);
    let Some(config) = site.config.as_ref().filter(|_| !report.has_errors()) else {
        return Err(Refusal::Faults(report, from));
    };
    let mut lock = lock(&site)?;
    for ((kind, id), record) in &site.records {
        for former in record.former_ids() {
            lock.rename(*kind, former, id);
        }
    }
    let languages = languages(config, options)?;
    if own_exports::is_from(programme, &site, &lock) {
        notes.push(format!("{} was published by this site; it has nothing new", options.file));
        let summary = Summary { notes, ..Summary::default() };
        return Ok(Import { files: BTreeMap::new(), summary });
    }
    let clock = WallClock { zone: config.timezone.clone(), day_starts: config.day_starts };
    let source = match_source(programme, options, &lock, &clock);
    notes.extend(source.note.clone());
    let ids = known_ids(&site, &lock, &source.name);
    let programme = &own_exports::without_derived_ids(programme);
    let nothing = LockedSource::default();
    let before = lock.sources.get(&source.name).unwrap_or(&nothing);
    let new = records(programme, languages, &clock, ids, before);
    notes.extend(programme.notes.iter().cloned());
    notes.extend(new.note(&options.file));
    let mut plan = merge(new.records, &site, lock, &source, options.removal());
    let version = programme.version.clone().unwrap_or_default();
    plan.lock.sources.entry(source.name).or_default().version = to_markdown::line(&version);
    let mut changed = apply(&plan, &site, config)?;
    changed.insert(IMPORT_LOCK.to_owned(), plan.lock.to_text());
    let after_sources = sources(&changed);
    let after = read_site(&changed, &after_sources, &mut report);
    if report.has_errors() {
        return Err(unreadable(&report, &after_sources));
    }
    verify(&plan, &site, &after)?;
    let changed = differences(files, &changed);
    refuse_overwriting(files, &changed, options)?;
    Ok(Import { files: changed, summary: Summary::new(&plan, new.unsupported, notes) })
}

/// The refusal for a file that was well-formed before the change, but no longer is.
fn unreadable(report: &Report, sources: &Sources) -> Refusal {
    let span = report.iter().find_map(|fault| fault.span.as_ref());
    let path = span.map_or(String::new(), |span| sources.get(span.file).path.to_string());
    Unchangeable { path, id: String::new() }.into()
}

/// The lock file with the last import.
fn lock(site: &ExistingSite<'_>) -> Result<ImportLock, Refusal> {
    ImportLock::parse(site.lock.unwrap_or_default()).map_err(|reason| {
        Refusal::words(
            &format!("{IMPORT_LOCK} cannot be read: {reason}"),
            "restore an earlier version of it, or delete it; without it, Plenary does not know \
             what was imported before",
        )
    })
}

/// The site's languages, and the language of texts that do not declare one.
fn languages<'a>(
    config: &'a Config,
    options: &ImportOptions,
) -> Result<LanguageMatcher<'a>, Refusal> {
    let languages = &config.languages;
    let undeclared = match &options.language {
        None => Some(Lang::SOURCE),
        Some(tag) => site_language(languages, tag),
    };
    let undeclared = undeclared.ok_or_else(|| {
        let tag = options.language.as_deref().unwrap_or_default();
        let tags: Vec<&str> = languages.iter().map(|(_, language)| &*language.tag).collect();
        Refusal::Words(
            format!("`{tag}` is not a language of this site"),
            format!(
                "the site's languages are {}; add others to `languages` in {EVENT_FILE}",
                tags.join(", ")
            ),
        )
    })?;
    Ok(LanguageMatcher::new(languages, undeclared))
}

/// The ids that were given before: by the site's editors, and by earlier imports.
fn known_ids(site: &ExistingSite<'_>, lock: &ImportLock, source: &str) -> BTreeMap<Kind, Ids> {
    let mut ids: BTreeMap<Kind, Ids> = BTreeMap::new();
    ids.entry(Kind::Place).or_default().forbid(EVERYWHERE);
    // The site's records come first: editors may have given a record another id.
    for ((kind, id), record) in &site.records {
        if let Some(Value::Text(guid)) = record.facts.get(&Field::fact("guid")) {
            ids.entry(*kind).or_default().reserve(id, &[Key::Guid(guid.clone())]);
        }
    }
    let (same, others): (Vec<_>, Vec<_>) =
        lock.sources.iter().partition(|(name, _)| **name == source);
    for ((kind, id), locked) in same.iter().flat_map(|(_, source)| &source.records) {
        ids.entry(*kind).or_default().reserve(id, &locked.keys);
    }
    for ((kind, id), locked) in others.iter().flat_map(|(_, source)| &source.records) {
        ids.entry(*kind).or_default().reserve_foreign(id, &locked.keys);
    }
    ids
}

/// The files that are new, different or removed.
fn differences(before: &Files, after: &Files) -> BTreeMap<String, Option<String>> {
    let new = after.iter().filter(|(path, text)| before.get(*path) != Some(text));
    let removed = before.keys().filter(|path| !after.contains_key(*path));
    new.map(|(path, text)| (path.clone(), Some(text.clone())))
        .chain(removed.map(|path| (path.clone(), None)))
        .collect()
}

/// Without `--update`, an import changes no existing file.
fn refuse_overwriting(
    files: &Files,
    changed: &BTreeMap<String, Option<String>>,
    options: &ImportOptions,
) -> Result<(), Refusal> {
    let exists = |path: &&String| {
        // One more day is a change of the agenda, whichever file it is in.
        let day = path.starts_with(DAYS) || **path == Kind::Session.file();
        let agenda = || files.keys().any(|p| p.starts_with(DAYS) || p == Kind::Session.file());
        files.contains_key(*path) || (day && agenda())
    };
    match changed.keys().find(exists) {
        Some(path) if !options.update => Err(Refusal::Words(
            format!("{path} already exists; nothing was written"),
            "`--update` adds to existing files, and changes only what the source changed"
                .to_owned(),
        )),
        _ => Ok(()),
    }
}
