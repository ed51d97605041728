//! `plenary import`: a programme of another tool becomes the records of a site, and later versions of
//! it change what the source changed.
//!
//! 1. [`wanted`] says which records a programme asks for, with ids, in our own words.
//! 2. [`present`] says what the site has, and [`lock`] what was imported last.
//! 3. [`merge`] compares the three, field by field.
//! 4. [`apply`] changes the texts of the files, and nothing in them but what the plan names.
//! 5. [`verify`] reads the result: it must say what was planned, and otherwise what was there.
//!
//! Nothing here reads or writes a file: the texts of a site go in, those that are new or different
//! come out.

mod apply;
mod event;
mod fact;
mod hours;
mod ids;
mod left;
mod lock;
mod merge;
mod origin;
mod own;
mod present;
mod said;
mod to_markdown;
mod tongues;
mod verify;
mod wanted;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::base::diagnostic::Report;
use crate::base::source::{Content, SourceFile, Sources};
use crate::base::text::Lang;
use crate::content::config::{Config, EVENT_FILE};
use crate::content::files::IMPORT_LOCK;
use crate::content::kind::Kind;
use crate::exchange::hints::Hints;
use crate::exchange::programme::Programme;
use crate::tools::import::apply::{Unchangeable, apply};
use crate::tools::import::fact::{Field, Value};
use crate::tools::import::hours::Clock;
use crate::tools::import::ids::{Ids, Key};
use crate::tools::import::lock::Lock;
use crate::tools::import::merge::merge;
use crate::tools::import::origin::origin;
use crate::tools::import::present::{DAYS, Present};
use crate::tools::import::tongues::{Tongues, site_language};
use crate::tools::import::verify::verify;
use crate::tools::import::wanted::wanted;

pub use left::Left;
pub use present::Files;
pub use said::{Count, Said};

/// What somebody wants of an import.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// What the file is called, in messages.
    pub file: String,
    /// What the source is called if the file does not say: a name without folder and ending.
    pub source: String,
    /// The language of texts that do not tell theirs, as a canonical tag.
    pub language: Option<String>,
    /// The zone of times that do not tell theirs, and of a new event.
    pub timezone: Option<TimeZone>,
    /// Whether what is there may be changed.
    pub update: bool,
    /// Whether records that the source no longer has are removed.
    pub remove: bool,
}

impl Wish {
    /// The same, with the language that a file names for texts that do not tell theirs, unless
    /// somebody said another or the site does not have it.
    fn with_language(&self, programme: &Programme, files: &Files, notes: &mut Vec<String>) -> Wish {
        let config = present::read(files, &sources(files), &mut Report::new()).config;
        let has = |tag: &str| match &config {
            Some(config) => site_language(&config.languages, tag).is_some(),
            None => true,
        };
        let mut wish = self.clone();
        if let (None, Some(tag)) =
            (&self.language, programme.language.clone().filter(|tag| has(tag)))
        {
            notes.push(format!(
                "texts of {} that do not tell their language are taken to be in `{tag}`, which it names \
                 first; say another with `--language`",
                self.file
            ));
            wish.language = Some(tag);
        }
        wish
    }
}

/// What comes of an import.
#[derive(Clone, Debug)]
pub struct Import {
    /// The files that are new or different, and those that go, which are `None`; by path.
    pub files: BTreeMap<String, Option<String>>,
    /// What was done.
    pub said: Said,
}

/// Why there is no import.
#[derive(Debug)]
pub enum Refusal {
    /// The site's own files have faults.
    Faults(Report, Sources),
    /// Something else: what, and what to do about it.
    Words(String, String),
}

impl Refusal {
    fn words(message: &str, help: &str) -> Refusal {
        Refusal::Words(message.to_owned(), help.to_owned())
    }
}

impl From<Unchangeable> for Refusal {
    fn from(Unchangeable { path, id }: Unchangeable) -> Refusal {
        let id = if id.is_empty() { String::new() } else { format!(", where `{id}` is changed,") };
        Refusal::Words(
            format!("{path}{id} is written in a way that cannot be changed in place"),
            "write it with one field a line, as docs/content.md does, and import once more"
                .to_owned(),
        )
    }
}

/// What a reader of files should take where a file says nothing.
pub fn hints(files: &Files, wish: &Wish) -> Hints {
    let sources = sources(files);
    let config = present::read(files, &sources, &mut Report::new()).config;
    let usual = Hints::default();
    Hints {
        timezone: wish.timezone.clone().or(config.as_ref().map(|config| config.timezone.clone())),
        day_starts: config.map_or(usual.day_starts, |config| config.day_starts),
    }
}

fn sources(files: &Files) -> Sources {
    let mut sources = Sources::default();
    for (path, text) in files {
        let content = Content::Text(text.as_str().into());
        sources.insert(SourceFile { path: path.as_str().into(), content, hash: 0 });
    }
    sources
}

/// Brings a programme into a site.
///
/// # Errors
/// Why it cannot be brought in: then nothing should be written.
pub fn import(files: &Files, programme: &Programme, wish: &Wish) -> Result<Import, Refusal> {
    let mut with_event = files.clone();
    let mut notes = Vec::new();
    let wish = &wish.with_language(programme, files, &mut notes);
    if !files.contains_key(EVENT_FILE) {
        let (text, told) = event::event(programme, wish)?;
        with_event.insert(EVENT_FILE.to_owned(), text);
        notes.extend(told);
    }
    let mut report = Report::new();
    let from = sources(&with_event);
    let present = present::read(&with_event, &from, &mut report);
    let Some(config) = present.config.as_ref().filter(|_| !report.has_errors()) else {
        return Err(Refusal::Faults(report, from));
    };
    let lock = lock(&present)?;
    let tongues = tongues(config, wish)?;
    if own::is_from(programme, &present, &lock) {
        notes.push(format!("{} was published by this site, and has nothing new", wish.file));
        return Ok(Import { files: BTreeMap::new(), said: Said { notes, ..Said::default() } });
    }
    let clock = Clock { zone: config.timezone.clone(), day_starts: config.day_starts };
    let origin = origin(programme, wish, &lock, &clock);
    notes.extend(origin.said.clone());
    let ids = known_ids(&present, &lock, &origin.name);
    let known;
    let mut programme = programme;
    if programme.own {
        known = own::without_made_ids(programme);
        programme = &known;
    }
    let nothing = lock::Source::default();
    let before = lock.sources.get(&origin.name).unwrap_or(&nothing);
    let wanted = wanted(programme, tongues, &clock, ids, before);
    notes.extend(programme.notes.iter().cloned());
    notes.extend(wanted.note(&wish.file));
    let mut plan = merge(wanted.records, &present, lock, &origin, wish.remove);
    let version = programme.version.clone().unwrap_or_default();
    plan.lock.sources.entry(origin.name).or_default().version = to_markdown::line(&version);
    let mut new = apply(&plan, &present, config)?;
    new.insert(IMPORT_LOCK.to_owned(), plan.lock.to_text());
    let after_sources = sources(&new);
    let after = present::read(&new, &after_sources, &mut report);
    if report.has_errors() {
        return Err(broken(&report, &after_sources));
    }
    verify(&plan, &present, &after)?;
    let changed = differences(files, &new);
    refuse_overwriting(files, &changed, wish)?;
    Ok(Import { files: changed, said: Said::new(&plan, wanted.left, notes) })
}

/// The fault of a file that could be read before it was changed, and cannot be now.
fn broken(report: &Report, sources: &Sources) -> Refusal {
    let span = report.iter().find_map(|fault| fault.span.as_ref());
    let path = span.map_or(String::new(), |span| sources.get(span.file).path.to_string());
    Unchangeable { path, id: String::new() }.into()
}

/// What was imported last.
fn lock(present: &Present<'_>) -> Result<Lock, Refusal> {
    Lock::parse(present.lock.unwrap_or_default()).map_err(|reason| {
        Refusal::words(
            &format!("{IMPORT_LOCK} cannot be read: {reason}"),
            "restore it from an earlier version of the content; without it, delete it: then nothing is \
             known of earlier imports",
        )
    })
}

/// The site's languages, and the one of texts that do not tell theirs.
fn tongues<'a>(config: &'a Config, wish: &Wish) -> Result<Tongues<'a>, Refusal> {
    let languages = &config.languages;
    let untold = match &wish.language {
        None => Some(Lang::SOURCE),
        Some(tag) => site_language(languages, tag),
    };
    let untold = untold.ok_or_else(|| {
        let tag = wish.language.as_deref().unwrap_or_default();
        let tags: Vec<&str> = languages.iter().map(|(_, language)| &*language.tag).collect();
        Refusal::Words(
            format!("`{tag}` is no language of this site"),
            format!(
                "the site's languages are {}; add others to `languages` in {EVENT_FILE}",
                tags.join(", ")
            ),
        )
    })?;
    Ok(Tongues::new(languages, untold))
}

/// The ids that things were given before: in the site, and by earlier imports.
fn known_ids(present: &Present<'_>, lock: &Lock, source: &str) -> BTreeMap<Kind, Ids> {
    let mut ids: BTreeMap<Kind, Ids> = BTreeMap::new();
    // What a record of the site says of itself goes first: editors may have given it another id.
    for ((kind, id), standing) in &present.records {
        if let Some(Value::Text(guid)) = standing.facts.get(&Field::fact("guid")) {
            ids.entry(*kind).or_default().reserve(id, &[Key::Guid(guid.clone())]);
        }
    }
    let (own, others): (Vec<_>, Vec<_>) =
        lock.sources.iter().partition(|(name, _)| **name == source);
    for ((kind, id), locked) in own.iter().flat_map(|(_, source)| &source.records) {
        ids.entry(*kind).or_default().reserve(id, &locked.keys);
    }
    for ((kind, id), locked) in others.iter().flat_map(|(_, source)| &source.records) {
        ids.entry(*kind).or_default().reserve_foreign(id, &locked.keys);
    }
    ids
}

/// The files that are new, different or no longer there.
fn differences(before: &Files, after: &Files) -> BTreeMap<String, Option<String>> {
    let new = after.iter().filter(|(path, text)| before.get(*path) != Some(text));
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    new.map(|(path, text)| (path.clone(), Some(text.clone())))
        .chain(gone.map(|path| (path.clone(), None)))
        .collect()
}

/// Without `--update` nothing that is there is changed.
fn refuse_overwriting(
    files: &Files,
    changed: &BTreeMap<String, Option<String>>,
    wish: &Wish,
) -> Result<(), Refusal> {
    let there = |path: &&String| {
        // One day more is a change of the agenda, in whatever file it stands.
        let day = path.starts_with(DAYS) || **path == Kind::Session.file();
        let agenda = || files.keys().any(|p| p.starts_with(DAYS) || p == Kind::Session.file());
        files.contains_key(*path) || (day && agenda())
    };
    match changed.keys().find(there) {
        Some(path) if !wish.update => Err(Refusal::Words(
            format!("{path} is there already; nothing was written"),
            "`--update` adds to what is there, and changes only what the source changed".to_owned(),
        )),
        _ => Ok(()),
    }
}
