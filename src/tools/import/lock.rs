//! `content/import.lock`: what the last import brought in, a line a fact.
//!
//! It is what tells apart what a source changed and what editors changed. It belongs to the content,
//! and is read by people when versions of it are compared: so it is sorted, and long texts are a
//! beginning and a hash.

use std::collections::{BTreeMap, BTreeSet};
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

/// What was imported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lock {
    /// The sources, with the version of each.
    pub(super) sources: BTreeMap<String, String>,
    /// The records.
    pub(super) records: BTreeMap<(Kind, String), Locked>,
}

/// What was imported of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Locked {
    /// The sources that have it.
    pub(super) sources: BTreeSet<String>,
    /// What they call it.
    pub(super) keys: Vec<Key>,
    /// What they said, a line a field.
    pub(super) facts: BTreeMap<Field, String>,
}

impl Lock {
    /// Reads a lock.
    ///
    /// # Errors
    /// What is wrong with it: a line that nobody wrote so, as a merge of two versions leaves.
    pub(super) fn parse(text: &str) -> Result<Lock, String> {
        let mut lock = Lock::default();
        let lines = text.lines().enumerate();
        let written = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        for (at, line) in written {
            if line == "lock 1" {
                continue;
            }
            if line.starts_with("lock ") {
                return Err("it was written by a newer Plenary".to_owned());
            }
            lock.read_line(line).ok_or_else(|| format!("its line {} makes no sense", at + 1))?;
        }
        Ok(lock)
    }

    fn read_line(&mut self, line: &str) -> Option<()> {
        let (name, value) = line.split_once(" =")?;
        let value = value.strip_prefix(' ').unwrap_or(value).to_owned();
        let mut words = name.split(' ');
        let (noun, id, field) = (words.next()?, words.next()?, words.next());
        if noun == "source" {
            self.sources.insert(id.to_owned(), value);
            return Some(());
        }
        let kind = KINDS.into_iter().find(|kind| kind.noun() == noun)?;
        let record = self.records.entry((kind, id.to_owned())).or_default();
        match field?.split_once('.') {
            Some(("key", sort)) => record.keys.push(Key::of(sort, &value)?),
            _ if field == Some("from") => {
                record.sources.extend(value.split(", ").map(str::to_owned));
            }
            _ => drop(record.facts.insert(Field::parse(field?)?, value)),
        }
        Some(())
    }

    /// The file.
    pub(super) fn to_text(&self) -> String {
        let mut text = HEAD.to_owned();
        let line = |text: &mut String, name: &str, value: &str| {
            let space = if value.is_empty() { "" } else { " " };
            let _ = writeln!(text, "{name} ={space}{value}");
        };
        for (name, version) in &self.sources {
            line(&mut text, &format!("source {name}"), version);
        }
        for ((kind, id), record) in &self.records {
            let name = format!("{} {id}", kind.noun());
            let from: Vec<&str> = record.sources.iter().map(String::as_str).collect();
            line(&mut text, &format!("{name} from"), &from.join(", "));
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
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let mut record = Locked {
            sources: ["tea-2030".to_owned(), "more".to_owned()].into(),
            keys: vec![Key::Guid("a = b".into()), Key::Id("6".into())],
            ..Locked::default()
        };
        record.facts.insert(Field::text("title", "zh-Hans"), "茶 = 水".into());
        record.facts.insert(Field::fact("places"), "a, b".into());
        let mut lock = Lock::default();
        lock.sources.insert("tea-2030".into(), "1.5 = final".into());
        lock.sources.insert("more".into(), String::new());
        lock.records.insert((Kind::Session, "s-6".into()), record);
        let text = lock.to_text();
        assert_eq!(
            text.strip_prefix(HEAD),
            Some(
                "source more =\nsource tea-2030 = 1.5 = final\nsession s-6 from = more, tea-2030\n\
                 session s-6 key.guid = a = b\nsession s-6 key.id = 6\n\
                 session s-6 title.zh-Hans = 茶 = 水\nsession s-6 places = a, b\n"
            )
        );
        assert_eq!(Lock::parse(&text), Ok(lock));
    }

    #[test]
    fn what_is_no_lock_is_said() {
        let wrong = |text| Lock::parse(text).err().unwrap_or_default();
        assert_eq!(wrong("lock 1\n\n<<<<<<< HEAD\n"), "its line 3 makes no sense");
        assert_eq!(wrong("session x weather = fine\n"), "its line 1 makes no sense");
        assert_eq!(wrong("lock 2\n"), "it was written by a newer Plenary");
    }
}
