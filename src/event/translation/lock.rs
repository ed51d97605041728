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
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Sources, Span};
use crate::content::files::TRANSLATIONS_LOCK;
pub use crate::content::unit_text::TextHash;

/// The comment at the beginning of the file.
const HEAD: &str = "\
# What each translation was made from, written by `plenary translate accept`: keep it with the site.
# After a merge, keep the lines of both sides, in any order.
#
# pair  language, source text, translation, who translated it, date, who reviewed it; the unit
# text  hash, source text
";

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
    pub unit: Arc<str>,
    /// The tag of the translation's language.
    pub language: Arc<str>,
    /// The source text.
    pub source: TextHash,
    /// The translation.
    pub translation: TextHash,
    /// Who translated it.
    pub origin: Origin,
    /// The day on which it was accepted.
    pub date: Date,
    /// Who reviewed it.
    pub reviewer: Option<Arc<str>>,
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
        let mut parts: Vec<Part> =
            parts(text).into_par_iter().map(|(start, part)| Part::read(part, start)).collect();
        for part in &mut parts {
            let faults = part.malformed.drain(..);
            report.extend(faults.map(|range| unreadable(Span::bytes(file, range))));
        }
        // Both are made at once: the lines that the program wrote are sorted.
        let (pairs, texts): (Vec<_>, Vec<_>) =
            parts.into_iter().map(|part| (part.pairs, part.texts)).unzip();
        TranslationLock {
            pairs: pairs.into_iter().flatten().collect(),
            texts: texts.into_iter().flatten().collect(),
        }
    }
}

/// The length from which a file is read in parts, at the same time.
const PART: usize = 1024 * 1024;

/// A text in parts of whole lines, with the byte at which each begins.
fn parts(text: &str) -> Vec<(usize, &str)> {
    let (mut parts, mut start) = (Vec::new(), 0);
    while start < text.len() {
        let rest = &text.as_bytes()[start..];
        let from = PART.min(rest.len());
        let line = rest[from..].iter().position(|byte| *byte == b'\n');
        let end = line.map_or(text.len(), |line| start + from + line + 1);
        parts.push((start, &text[start..end]));
        start = end;
    }
    parts
}

/// What some lines of a file say.
#[derive(Default)]
struct Part {
    pairs: Vec<Pair>,
    texts: Vec<(TextHash, String)>,
    malformed: Vec<Range<usize>>,
    /// The names that were read last, which are shared: most lines have those of the line before.
    last: [Option<Arc<str>>; 3],
    /// The date that was read last.
    date: Option<(String, Date)>,
}

impl Part {
    /// Reads lines that begin at a byte of the file.
    fn read(text: &str, mut start: usize) -> Part {
        let mut part = Part::default();
        for line in text.split_inclusive('\n') {
            let trimmed = line.trim_ascii_end();
            if part.line(trimmed).is_none() {
                part.malformed.push(start..start + trimmed.len());
            }
            start += line.len();
        }
        part
    }

    fn line(&mut self, line: &str) -> Option<()> {
        if line.is_empty() || line.starts_with('#') || is_conflict_mark(line) {
            return Some(());
        }
        let (word, mut rest) = split_word(line)?;
        match word {
            "text" => {
                let (hash, text) = split_word(rest)?;
                self.texts.push((hash.parse().ok()?, unescaped(text)));
            }
            "pair" => {
                let mut next = || {
                    let (word, after) = split_word(rest)?;
                    rest = after;
                    Some(word)
                };
                let language = next()?;
                let (source, translation) = (next()?.parse().ok()?, next()?.parse().ok()?);
                let origin = next()?;
                let (_, origin) = ORIGINS.into_iter().find(|(word, _)| *word == origin)?;
                let (date, reviewer) = (next()?, next()?);
                let date = self.date(date)?;
                let reviewer = (reviewer != "-").then(|| self.shared(0, reviewer));
                let (language, unit) = (self.shared(1, language), self.shared(2, rest));
                let pair = Pair { unit, language, source, translation, origin, date, reviewer };
                self.pairs.push(pair);
            }
            // A newer version of the program may record more; its lines are facts too.
            _ => return None,
        }
        Some(())
    }

    fn date(&mut self, text: &str) -> Option<Date> {
        match &self.date {
            Some((last, date)) if last == text => Some(*date),
            _ => {
                let date = text.parse().ok()?;
                self.date = Some((text.to_owned(), date));
                Some(date)
            }
        }
    }

    /// A name; the same one as before if it is equal.
    fn shared(&mut self, place: usize, name: &str) -> Arc<str> {
        match &self.last[place] {
            Some(last) if **last == *name => Arc::clone(last),
            _ => Arc::clone(self.last[place].insert(name.into())),
        }
    }
}

/// The first word of a line, and what follows the space after it.
fn split_word(line: &str) -> Option<(&str, &str)> {
    // The words are short, so a loop is faster than a search.
    let at = line.bytes().position(|byte| byte == b' ')?;
    Some((&line[..at], &line[at + 1..]))
}

fn is_conflict_mark(line: &str) -> bool {
    let marks = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];
    line.starts_with(['<', '=', '>', '|']) && marks.iter().any(|mark| line.starts_with(mark))
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
    if !text.contains('\\') {
        return text.to_owned();
    }
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
            unit: unit.into(),
            language: "da".into(),
            source: TextHash::of(source),
            translation: TextHash::of(translation),
            origin: Origin::Machine,
            date: jiff::civil::date(2031, 5, 6),
            reviewer: reviewer.map(Into::into),
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
