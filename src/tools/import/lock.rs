//! `content/import.lock`: what the last import brought in, a line a fact.
//!
//! It is what tells apart what a source changed and what editors changed. It belongs to the content,
//! and is read by people when versions of it are compared: so it is sorted, and long texts are a
//! beginning and a hash.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::content::kind::Kind;
use crate::tools::import::fact::{Field, KINDS};
use crate::tools::import::ids::Key;

/// The head of the file, with the version of its format.
const HEAD: &str = "\
# What `plenary import` brought in, a line a fact: so that `plenary import --update` can tell what
# the source changed since from what you changed. Keep it with the content, and do not change it.
lock 1
";

/// What was imported, by source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lock {
    /// What each source brought in.
    pub(super) sources: BTreeMap<String, Source>,
}

/// What one source brought in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Source {
    /// The version of its programme; may be empty.
    pub(super) version: String,
    /// Its records.
    pub(super) records: BTreeMap<(Kind, String), Locked>,
}

/// What a source brought in of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Locked {
    /// What it calls the record.
    pub(super) keys: Vec<Key>,
    /// What it said, a line a field.
    pub(super) facts: BTreeMap<Field, String>,
}

impl Lock {
    /// Reads a lock.
    ///
    /// # Errors
    /// What is wrong with it: a line that nobody wrote so, as a merge of two versions leaves.
    pub(super) fn parse(text: &str) -> Result<Lock, String> {
        let mut lock = Lock::default();
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
                .ok_or_else(|| format!("its line {} makes no sense", at + 1))?;
        }
        Ok(lock)
    }

    /// Whether a source but this one has a record.
    pub(super) fn elsewhere(&self, source: &str, key: &(Kind, String)) -> bool {
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

/// Reads a line of the source that was named last.
fn read_line(line: &str, source: &mut Option<String>, lock: &mut Lock) -> Option<()> {
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

    #[test]
    fn what_is_written_is_read_again() {
        let mut record = Locked {
            keys: vec![Key::Guid("a = b".into()), Key::Id("6".into())],
            ..Locked::default()
        };
        record.facts.insert(Field::text("title", "zh-Hans"), "茶 = 水".into());
        record.facts.insert(Field::fact("places"), "a, b".into());
        let mut lock = Lock::default();
        let mut source = Source { version: "1.5 = final".into(), ..Source::default() };
        let key = (Kind::Session, "s-6".to_owned());
        source.records.insert(key.clone(), record);
        lock.sources.insert("tea-2030".into(), source);
        lock.sources.insert("more".into(), Source::default());
        let text = lock.to_text();
        assert_eq!(
            text.strip_prefix(HEAD),
            Some(
                "\nsource more =\n\nsource tea-2030 = 1.5 = final\nsession s-6 key.guid = a = b\n\
                 session s-6 key.id = 6\nsession s-6 title.zh-Hans = 茶 = 水\n\
                 session s-6 places = a, b\n"
            )
        );
        assert!(lock.elsewhere("more", &key) && !lock.elsewhere("tea-2030", &key));
        assert_eq!(Lock::parse(&text), Ok(lock));
    }

    #[test]
    fn what_is_no_lock_is_said() {
        let wrong = |text| Lock::parse(text).err().unwrap_or_default();
        assert_eq!(wrong("lock 1\n\n<<<<<<< HEAD\n"), "its line 3 makes no sense");
        assert_eq!(wrong("source a =\nsession x weather = fine\n"), "its line 2 makes no sense");
        assert_eq!(wrong("session x kind = panel\n"), "its line 1 makes no sense");
        assert_eq!(wrong("lock 2\n"), "it was written by a newer Plenary");
    }
}
