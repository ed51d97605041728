//! Which source a file comes from, even if its name has changed.
//!
//! Calendars and files are renamed, and the file of another language often has another name. The
//! ids of sessions stay the same: a source of which at least half the sessions are in the file is
//! the file's source.

use std::collections::BTreeSet;

use crate::content::kind::Kind;
use crate::exchange::programme::Programme;
use crate::tools::import::facts::{Field, TIME, Value};
use crate::tools::import::ids::{Key, kebab};
use crate::tools::import::import_lock::{ImportLock, LockedRecord, LockedSource};
use crate::tools::import::programme_records::session_keys;
use crate::tools::import::unsupported::Unsupported;
use crate::tools::import::wall_clock::WallClock;
use crate::tools::import::{ImportOptions, to_markdown};

/// The prefix of the name of a source that is another Plenary site.
pub(super) const OWN: &str = "plenary-";

/// The source of a programme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SourceMatch {
    /// Its name in the lock.
    pub(super) name: String,
    /// What to report if the file has another name. It may then have another format too: a field
    /// that this format lacks was not removed from the source.
    pub(super) note: Option<String>,
}

/// Looks for the source of a programme in the lock.
pub(super) fn match_source(
    programme: &Programme,
    options: &ImportOptions,
    lock: &ImportLock,
    clock: &WallClock,
) -> SourceMatch {
    let mut name = name(programme, options);
    let marks = marks_of_file(programme, clock);
    let named_itself = !programme.acronym.is_empty() || !programme.title.is_empty();
    if let Some(source) = lock.sources.get(&name) {
        if named_itself || programme.own || is_related(source, &marks) {
            return SourceMatch { name, note: None };
        }
        // Two tables may have the same name, such as `programme.csv`, and nothing else in common.
        let free = |number: &usize| !lock.sources.contains_key(&format!("{name}-{number}"));
        let number = (2..).find(free).unwrap_or(2);
        name = format!("{name}-{number}");
    }
    // A site's export of a programme that it had imported is another source.
    let others = lock.sources.iter().filter(|(other, _)| other.starts_with(OWN) == programme.own);
    let same = others.filter_map(|(name, source)| {
        Some((shared(source, &marks, programme.sessions.len())?, name))
    });
    match same.max_by_key(|(shared, _)| *shared) {
        None => SourceMatch { name, note: None },
        Some((_, known)) => {
            let note = format!(
                "{} has the sessions of `{known}`, and is read as a newer version of it, not as a \
                 source of its own called `{name}`",
                options.file
            );
            SourceMatch { name: known.clone(), note: Some(note) }
        }
    }
}

/// The name of a programme's source.
fn name(programme: &Programme, options: &ImportOptions) -> String {
    let title = programme.title.values().next().map(String::as_str).unwrap_or_default();
    let word = |text: &str| kebab(text, char::is_alphanumeric);
    let names = [word(&programme.acronym), word(title), word(&options.source)];
    let name = names.into_iter().find(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| "programme".to_owned());
    if programme.own { format!("{OWN}{name}") } else { name }
}

/// Whether a source has anything in common with the file, or no sessions.
fn is_related(source: &LockedSource, marks: &BTreeSet<String>) -> bool {
    let mut sessions =
        source.records.iter().filter(|((kind, _), _)| *kind == Kind::Session).peekable();
    if sessions.peek().is_none() {
        return true;
    }
    sessions.any(|(_, locked)| {
        let titles = locked.facts.iter().filter(|(field, _)| field.name == "title");
        let mut titles = titles.map(|(_, title)| format!("name {title}"));
        let key_in_file = |key: &Key| {
            let (sort, id) = key.parts();
            // Every table has an id such as `1`.
            let telling = id.contains(|c: char| !c.is_ascii_digit());
            telling && marks.contains(&format!("{sort} {id}"))
        };
        titles.any(|title| marks.contains(&title))
            || locked.keys.iter().any(key_in_file)
            || marks_of_locked(locked).iter().any(|mark| marks.contains(mark))
    })
}

/// The marks that identify a session of a source in a file.
fn marks_of_locked(locked: &LockedRecord) -> Vec<String> {
    let details = locked.facts.iter().filter(|(field, _)| field.name == "title");
    let time = locked.facts.get(&Field::fact(TIME));
    let details: Vec<&String> = details.map(|(_, title)| title).chain(time).collect();
    locked.keys.iter().flat_map(|key| marks_of(key, &details)).collect()
}

/// How many of a source's sessions are in the file, which has `all` sessions; `None` if it is less than
/// half of them. Sessions that are identified by their titles alone must also be half of the
/// file's: every event has a lunch.
fn shared(source: &LockedSource, marks: &BTreeSet<String>, all: usize) -> Option<usize> {
    let sessions = source.records.iter().filter(|((kind, _), _)| *kind == Kind::Session);
    let (mut shared, mut by_title, mut known) = (0, 0, 0);
    for (_, locked) in sessions {
        let found = marks_of_locked(locked).iter().any(|mark| marks.contains(mark));
        shared += usize::from(found);
        let nameless = locked.keys.iter().all(|key| matches!(key, Key::Name(_)));
        by_title += usize::from(found && nameless);
        known += 1;
    }
    let enough = shared > by_title || by_title * 2 >= all;
    (shared > 0 && shared * 2 >= known && enough).then_some(shared)
}

fn marks_of_file(programme: &Programme, clock: &WallClock) -> BTreeSet<String> {
    let mut marks = BTreeSet::new();
    for session in &programme.sessions {
        let titles =
            session.title.values().map(|title| Value::Text(to_markdown::line(title)).line());
        let slots = session.slots.iter();
        // Unsupported parts of a time are reported when the time is written.
        let times = slots.flat_map(|slot| clock.times(slot, "", &mut Unsupported::default()));
        let titles: Vec<String> = titles.collect();
        marks.extend(titles.iter().map(|title| format!("name {title}")));
        let details: Vec<String> =
            titles.into_iter().chain(times.map(|time| time.to_string())).collect();
        let details: Vec<&String> = details.iter().collect();
        let keys = session_keys(session);
        marks.extend(keys.iter().map(|key| format!("{} {}", key.parts().0, key.parts().1)));
        marks.extend(keys.iter().flat_map(|key| marks_of(key, &details)));
    }
    marks
}

/// The marks that identify a session in another file: a globally unique id, or any id together with
/// the title or time. Every table has an id such as `1`.
fn marks_of(key: &Key, details: &[&String]) -> Vec<String> {
    let (sort, id) = key.parts();
    match (key, key.is_global()) {
        (Key::Name(title), _) => vec![format!("name {title}")],
        (_, true) => vec![format!("{sort} {id}")],
        (_, false) => details.iter().map(|detail| format!("{sort} {id} {detail}")).collect(),
    }
}
