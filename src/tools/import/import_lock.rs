//! `content/import.lock`: what was imported last, one fact per line.
//!
//! It distinguishes changes of a source from changes of editors. It belongs to the content, and people
//! see it in diffs: so it is sorted, and long texts are shortened to a beginning and a hash.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::content::kind::Kind;
use crate::tools::import::facts::{Field, KINDS, RecordKey};
use crate::tools::import::ids::Key;

/// The head of the file, with the version of its format.
const HEAD: &str = "\
# What `plenary import` imported, one fact per line. `plenary import --update` needs it to tell
# changes of the source from yours. Keep it with the content, and do not edit it.
lock 1
";

/// The last import from every source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ImportLock {
    /// The last import from each source.
    pub(super) sources: BTreeMap<String, LockedSource>,
}

/// The last import from one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LockedSource {
    /// The version of its programme; may be empty.
    pub(super) version: String,
    /// Its records.
    pub(super) records: BTreeMap<RecordKey, LockedRecord>,
}

/// One record in the last import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LockedRecord {
    /// The keys that identify the record in the source.
    pub(super) keys: Vec<Key>,
    /// Its facts and texts, one line per field.
    pub(super) facts: BTreeMap<Field, String>,
}

impl ImportLock {
    /// Reads a lock.
    ///
    /// # Errors
    /// If a line is malformed, for example after a merge of two versions.
    pub(super) fn parse(text: &str) -> Result<ImportLock, String> {
        let mut lock = ImportLock::default();
        let mut source = None;
        let lines = text.lines().enumerate();
        let written = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        for (at, line) in written {
            if line == "lock 1" {
                continue;
            }
            if line.starts_with("lock ") {
                return Err("it was written by a newer Plenary".to_owned());
            }
            read_line(line, &mut source, &mut lock)
                .ok_or_else(|| format!("line {} is malformed", at + 1))?;
        }
        Ok(lock)
    }

    /// Follows a record that the site's editors gave another id.
    pub(super) fn rename(&mut self, kind: Kind, former: &str, id: &str) {
        let field = match kind {
            Kind::Place => "places",
            Kind::Track => "tracks",
            _ => "speakers",
        };
        let (from, to) = ((kind, former.to_owned()), (kind, id.to_owned()));
        for source in self.sources.values_mut() {
            if source.records.contains_key(&to) {
                continue;
            }
            let Some(record) = source.records.remove(&from) else { continue };
            source.records.insert(to.clone(), record);
            let facts = source.records.values_mut().filter_map(|record| {
                record.facts.get_mut(&Field::fact(field)).filter(|_| kind != Kind::Session)
            });
            for line in facts {
                let present = |word| if word == former { id } else { word };
                *line = line.split(", ").map(present).collect::<Vec<&str>>().join(", ");
            }
        }
    }

    /// Whether another source has a record.
    pub(super) fn is_in_another_source(&self, source: &str, key: &RecordKey) -> bool {
        let others = self.sources.iter().filter(|(name, _)| *name != source);
        others.into_iter().any(|(_, other)| other.records.contains_key(key))
    }

    /// The file.
    pub(super) fn to_text(&self) -> String {
        let mut text = HEAD.to_owned();
        let line = |text: &mut String, name: &str, value: &str| {
            let space = if value.is_empty() { "" } else { " " };
            let _ = writeln!(text, "{name} ={space}{value}");
        };
        for (name, source) in &self.sources {
            text.push('\n');
            line(&mut text, &format!("source {name}"), &source.version);
            for ((kind, id), record) in &source.records {
                let name = format!("{} {id}", kind.noun());
                for key in &record.keys {
                    let (sort, key) = key.parts();
                    line(&mut text, &format!("{name} key.{sort}"), key);
                }
                let mut facts: Vec<(&Field, &String)> = record.facts.iter().collect();
                facts.sort_by(|(a, _), (b, _)| a.rank().cmp(&b.rank()));
                for (field, value) in facts {
                    line(&mut text, &format!("{name} {field}"), value);
                }
            }
        }
        text
    }
}

/// Reads a line that belongs to the source named last.
fn read_line(line: &str, source: &mut Option<String>, lock: &mut ImportLock) -> Option<()> {
    let (name, value) = line.split_once(" =")?;
    let value = value.strip_prefix(' ').unwrap_or(value).to_owned();
    if let Some(name) = name.strip_prefix("source ") {
        lock.sources.entry(name.to_owned()).or_default().version = value;
        *source = Some(name.to_owned());
        return Some(());
    }
    let source = lock.sources.get_mut(source.as_ref()?)?;
    let mut words = name.split(' ');
    let (noun, id, field) = (words.next()?, words.next()?, words.next()?);
    let kind = KINDS.into_iter().find(|kind| kind.noun() == noun)?;
    let record = source.records.entry((kind, id.to_owned())).or_default();
    match field.strip_prefix("key.") {
        Some(sort) => record.keys.push(Key::of(sort, &value)?),
        None => drop(record.facts.insert(Field::parse(field)?, value)),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::kind::Kind;

    #[test]
    fn a_written_lock_is_read_again() {
        let mut record = LockedRecord {
            keys: vec![Key::Guid("a = b".into()), Key::Id("6".into())],
            ..LockedRecord::default()
        };
        record.facts.insert(Field::text("title", "zh-Hans"), "茶 = 水".into());
        record.facts.insert(Field::fact("places"), "a, b".into());
        let mut lock = ImportLock::default();
        let mut source = LockedSource { version: "1.5 = final".into(), ..LockedSource::default() };
        let key = (Kind::Session, "s-6".to_owned());
        source.records.insert(key.clone(), record);
        lock.sources.insert("tea-2030".into(), source);
        lock.sources.insert("more".into(), LockedSource::default());
        let text = lock.to_text();
        assert_eq!(
            text.strip_prefix(HEAD),
            Some(
                "\nsource more =\n\nsource tea-2030 = 1.5 = final\nsession s-6 key.guid = a = b\n\
                 session s-6 key.id = 6\nsession s-6 title.zh-Hans = 茶 = 水\n\
                 session s-6 places = a, b\n"
            )
        );
        assert!(
            lock.is_in_another_source("more", &key) && !lock.is_in_another_source("tea-2030", &key)
        );
        assert_eq!(ImportLock::parse(&text), Ok(lock));
    }

    #[test]
    fn malformed_locks_are_reported() {
        let wrong = |text| ImportLock::parse(text).err().unwrap_or_default();
        assert_eq!(wrong("lock 1\n\n<<<<<<< HEAD\n"), "line 3 is malformed");
        assert_eq!(wrong("source a =\nsession x weather = fine\n"), "line 2 is malformed");
        assert_eq!(wrong("session x kind = panel\n"), "line 1 is malformed");
        assert_eq!(wrong("lock 2\n"), "it was written by a newer Plenary");
    }
}
