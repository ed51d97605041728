//! The file format of `content/translations.lock`: one line for each fact.
//!
//! Each line stays true for ever, whatever else is in the file: 'this translation was made from this
//! source'. So the lines of two branches can be joined in any order (`merge=union` of Git), twice, and
//! with the marks of a conflict between them. There are no totals, and no hash of the whole.
//!
//! ```text
//! text 3f2a91c0d41b77e2 See the [programme](page:agenda) and come early.
//! pair zh-Hans 3f2a91c0d41b77e2 88b1d2e40c5a913f person 2027-03-01 - page about text
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::str::FromStr;

use jiff::civil::Date;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Sources, Span, hash128};
use crate::content::files::TRANSLATIONS_LOCK;

/// The comment at the beginning of the file.
const HEAD: &str = "\
# What each translation was made from, written by `plenary translate accept`: keep it with the site.
# After a merge, keep the lines of both sides, in any order.
#
# pair  language, source text, translation, who translated it, date, who reviewed it; the unit
# text  hash, source text
";

/// The hash of a text in its one form. It is the same on every machine and in every version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextHash(u64);

impl TextHash {
    /// The hash of a text.
    pub fn of(text: &str) -> TextHash {
        // The first half is a whole hash of its own.
        TextHash(u64::try_from(hash128(text.as_bytes()) >> 64).unwrap_or_default())
    }
}

impl std::fmt::Display for TextHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for TextHash {
    type Err = ();

    fn from_str(text: &str) -> Result<TextHash, ()> {
        let hash = (text.len() == 16).then(|| u64::from_str_radix(text, 16).ok()).flatten();
        hash.map(TextHash).ok_or(())
    }
}

/// Who or what made a translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A person.
    Person,
    /// A program.
    Machine,
}

/// The origins, with their words in files.
pub const ORIGINS: [(&str, Origin); 2] = [("person", Origin::Person), ("machine", Origin::Machine)];

impl Origin {
    /// The word in files.
    pub fn as_str(self) -> &'static str {
        ORIGINS[self as usize].0
    }
}

/// The fact that a translation was made from a source text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The unit whose text it is, such as `session opening title`.
    pub unit: String,
    /// The tag of the translation's language.
    pub language: String,
    /// The source text.
    pub source: TextHash,
    /// The translation.
    pub translation: TextHash,
    /// Who translated it.
    pub origin: Origin,
    /// The day on which it was accepted.
    pub date: Date,
    /// Who reviewed it.
    pub reviewer: Option<String>,
}

/// The recorded pairs, and the texts that they were made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TranslationLock {
    /// In order of their lines.
    pub pairs: BTreeSet<Pair>,
    /// The source texts.
    pub texts: BTreeMap<TextHash, String>,
}

impl TranslationLock {
    /// The text of the file.
    pub fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        for pair in &self.pairs {
            let Pair { unit, language, source, translation, origin, date, reviewer } = pair;
            let (origin, reviewer) = (origin.as_str(), reviewer.as_deref().unwrap_or("-"));
            let _ = writeln!(
                text,
                "pair {language} {source} {translation} {origin} {date} {reviewer} {unit}"
            );
        }
        for (hash, source) in &self.texts {
            let _ = writeln!(text, "text {hash} {}", escaped(source));
        }
        text
    }

    /// Reads the file of a site, if there is one.
    pub fn of_site(sources: &Sources, report: &mut Report) -> Option<TranslationLock> {
        let file = sources.find(TRANSLATIONS_LOCK)?;
        Some(TranslationLock::read(sources.get(file).text()?, file, report))
    }

    /// Reads the file. Lines that mark a conflict are skipped, and other malformed lines are reported:
    /// each line stands for itself, so the others are still right.
    pub fn read(text: &str, file: FileId, report: &mut Report) -> TranslationLock {
        let mut lock = TranslationLock::default();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = start + line.trim_end().len();
            if lock.line(line.trim_end()).is_none() {
                report.push(unreadable(Span::bytes(file, start..end)));
            }
            start += line.len();
        }
        lock
    }

    fn line(&mut self, line: &str) -> Option<()> {
        if line.is_empty() || line.starts_with('#') || is_conflict_mark(line) {
            return Some(());
        }
        let (word, rest) = line.split_once(' ')?;
        match word {
            "text" => {
                let (hash, text) = rest.split_once(' ')?;
                self.texts.insert(hash.parse().ok()?, unescaped(text));
            }
            "pair" => {
                let mut words = rest.splitn(7, ' ');
                let mut next = || words.next();
                let language = next()?.to_owned();
                let (source, translation) = (next()?.parse().ok()?, next()?.parse().ok()?);
                let origin = next()?;
                let (_, origin) = ORIGINS.into_iter().find(|(word, _)| *word == origin)?;
                let date = next()?.parse().ok()?;
                let reviewer = Some(next()?).filter(|name| *name != "-").map(str::to_owned);
                let unit = next()?.to_owned();
                self.pairs.insert(Pair {
                    unit,
                    language,
                    source,
                    translation,
                    origin,
                    date,
                    reviewer,
                });
            }
            // A newer version of the program may record more; its lines are facts too.
            _ => return None,
        }
        Some(())
    }
}

fn is_conflict_mark(line: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark))
}

fn unreadable(span: Span) -> Diagnostic {
    Diagnostic::warning("translation/lock-unreadable", "this line is malformed, and is ignored")
        .at(span)
        .help(format!("remove it, or restore {TRANSLATIONS_LOCK} from an earlier version"))
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n")
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, chars.clone().next()) {
            ('\\', Some('n')) => plain.push('\n'),
            ('\\', Some('\\')) => plain.push('\\'),
            (other, _) => {
                plain.push(other);
                continue;
            }
        }
        chars.next();
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::{Content, SourceFile};

    fn file() -> FileId {
        let content = Content::Text("".into());
        Sources::default().insert(SourceFile { path: TRANSLATIONS_LOCK.into(), content, hash: 0 })
    }

    fn lock() -> TranslationLock {
        let pair = |unit: &str, source: &str, translation: &str, reviewer: Option<&str>| Pair {
            unit: unit.to_owned(),
            language: "da".to_owned(),
            source: TextHash::of(source),
            translation: TextHash::of(translation),
            origin: Origin::Machine,
            date: jiff::civil::date(2031, 5, 6),
            reviewer: reviewer.map(str::to_owned),
        };
        TranslationLock {
            pairs: [
                pair("page fog text", "Fog\\\nand \\n", "Tåge", None),
                pair("event name", "Fog", "Tåge", Some("vera")),
            ]
            .into(),
            texts: [(TextHash::of("Fog\\\nand \\n"), "Fog\\\nand \\n".to_owned())].into(),
        }
    }

    #[test]
    fn a_written_lock_is_read_again() {
        let mut report = Report::new();
        assert_eq!(TranslationLock::read(&lock().text(), file(), &mut report), lock());
        assert!(report.is_empty());
    }

    #[test]
    fn lines_in_any_order_twice_and_between_conflict_marks_say_the_same() {
        let text = lock().text();
        let mut lines: Vec<&str> = text.lines().collect();
        lines.reverse();
        let merged = format!("<<<<<<< ours\n{}\n=======\n{text}>>>>>>> theirs\n", lines.join("\n"));
        let mut report = Report::new();
        assert_eq!(TranslationLock::read(&merged, file(), &mut report), lock());
        assert!(report.is_empty());
    }

    #[test]
    fn a_malformed_line_is_reported_and_the_others_are_read() {
        let text = format!("{}pair da 12\nfuture x y\n", lock().text());
        let mut report = Report::new();
        assert_eq!(TranslationLock::read(&text, file(), &mut report), lock());
        assert_eq!(report.iter().count(), 2);
    }
}
