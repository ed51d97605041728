//! The glossary and the translations: which of them do not have the right words, and what translators are
//! told.

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::text::{Lang, Languages, is_cjk};
use crate::content::glossary::{Glossary, GlossaryEntry};
use crate::event::translation::tracked::Tracked;
use crate::exchange::segments::{Inline, Package};

/// Warns of translations whose source has a term of the glossary, and that have none of its right words
/// or one of the wrong ones.
pub fn warn_of_words(
    glossary: &Glossary,
    all: &[Tracked],
    languages: &Languages,
    report: &mut Report,
) {
    for entry in &glossary.entries {
        for Tracked { unit, .. } in all {
            let (Some(source), Some(translation)) = (&unit.source, &unit.translation) else {
                continue;
            };
            let Some(term) = entry.found_in(&source.text.words) else { continue };
            let language = languages.get(unit.lang);
            let Some(what) = entry.fault(&translation.text.words, unit.lang) else { continue };
            let into = format!("into {} ({})", language.name, language.tag);
            report.push(
                Diagnostic::warning(
                    "translation/glossary",
                    format!("the translation of `{}` {into} {what}", unit.name),
                )
                .at(translation.span.clone())
                .related(entry.span.clone(), format!("`{term}` in the glossary"))
                .help(entry.advice(unit.lang)),
            );
        }
    }
}

/// Adds what the glossary says about the terms of each segment to its notes.
pub fn add_notes(glossary: &Glossary, package: &mut Package, lang: Lang) {
    for segment in &mut package.segments {
        let text = |part: &Inline| match part {
            Inline::Text(text) => text.clone(),
            Inline::Code(_) => String::new(),
        };
        let words: String = segment.source.iter().map(text).collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let known = glossary.entries.iter().filter(|entry| entry.found_in(&words).is_some());
        segment.notes.extend(known.filter_map(|entry| entry.note_for(lang)));
    }
}

impl GlossaryEntry {
    /// The form of the term that a text of the source has.
    fn found_in(&self, text: &str) -> Option<&str> {
        self.term.iter().map(String::as_str).find(|term| self.position(text, term).is_some())
    }

    /// What is wrong with the words of a translation.
    fn fault(&self, text: &str, lang: Lang) -> Option<String> {
        let list = |words: Option<&Vec<String>>| words.cloned().unwrap_or_default();
        let (right, wrong) = (list(self.right.get(&lang)), list(self.wrong.get(&lang)));
        // A wrong word may be a part of a right one.
        let mut rest = text.to_owned();
        let mut has_right = right.is_empty();
        for word in &right {
            while let Some((at, length)) = self.position(&rest, word) {
                has_right = true;
                rest.replace_range(at..at + length, "\u{0}");
            }
        }
        let wrong = wrong.iter().find(|word| self.position(&rest, word).is_some());
        match (wrong, has_right) {
            (Some(word), _) => Some(format!("has the word `{word}`, which the glossary avoids")),
            (None, false) => Some(format!("lacks the word `{}` of the glossary", right[0])),
            (None, true) => None,
        }
    }

    fn advice(&self, lang: Lang) -> String {
        let right = self.right.get(&lang).map(|words| quoted(words));
        match right {
            Some(words) => format!("write {words}, or change content/glossary.yaml"),
            None => "write another word, or change content/glossary.yaml".to_owned(),
        }
    }

    /// The note for translators into a language: ``glossary: `temasession` is `theme session` ``.
    fn note_for(&self, lang: Lang) -> Option<String> {
        let right = self.right.get(&lang).map(|words| format!(" is {}", quoted(words)));
        let wrong = self.wrong.get(&lang).map(|words| format!(", not {}", quoted(words)));
        let note = self.note.as_ref().map(|note| format!(": {note}"));
        let parts = [right, wrong, note];
        if parts.iter().all(Option::is_none) {
            return None;
        }
        let rest: String = parts.into_iter().flatten().collect();
        Some(format!("glossary: `{}`{rest}", self.term[0]))
    }

    /// Where a text has a word, and its length there in bytes. The word begins where a word of the text
    /// begins, and may continue in it: `fair` is found in `Fairs`, but not in `affair`. Chinese and
    /// Japanese words are found anywhere.
    fn position(&self, text: &str, word: &str) -> Option<(usize, usize)> {
        let is_letter = |c: char| c.is_alphanumeric() && !is_cjk(c);
        let mut before = None;
        for (at, c) in text.char_indices() {
            let inside = before.is_some_and(is_letter) && is_letter(c);
            before = Some(c);
            if inside {
                continue;
            }
            let Some(length) = self.length_at(&text[at..], word) else { continue };
            let after = text[at + length..].chars().next();
            let continues =
                after.is_some_and(is_letter) && word.chars().next_back().is_some_and(is_letter);
            if !(self.whole_words && continues) {
                return Some((at, length));
            }
        }
        None
    }

    /// The number of bytes of a word at the beginning of a text.
    fn length_at(&self, text: &str, word: &str) -> Option<usize> {
        let mut rest = text.chars();
        for c in word.chars() {
            let found = rest.next()?;
            let same = match self.case_sensitive {
                true => found == c,
                false => found == c || found.to_lowercase().eq(c.to_lowercase()),
            };
            if !same {
                return None;
            }
        }
        Some(text.len() - rest.as_str().len())
    }
}

fn quoted(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::{Content, SourceFile, Sources, Span};

    fn entry(right: &[&str], wrong: &[&str]) -> GlossaryEntry {
        let mut sources = Sources::default();
        let content = Content::Text("".into());
        let file = sources.insert(SourceFile { path: "x".into(), content, hash: 0 });
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        GlossaryEntry {
            term: vec!["fair".to_owned()],
            right: [(Lang::SOURCE, words(right))].into(),
            wrong: [(Lang::SOURCE, words(wrong))].into(),
            note: None,
            case_sensitive: false,
            whole_words: false,
            span: Span::file(file),
        }
    }

    #[test]
    fn words_are_found_where_words_begin() {
        let mut entry = entry(&[], &[]);
        for (text, word, found) in [
            ("All Fairs", "fair", true),
            ("an affair", "fair", false),
            ("wool-fair", "fair", true),
            ("uldmesser", "uldmesse", true),
            ("Æbler", "æble", true),
            ("第3届羊毛市集开幕", "羊毛市集", true),
            ("a wool  fair", "wool fair", false),
            ("a wool fair", "wool fair", true),
            ("", "fair", false),
        ] {
            assert_eq!(entry.position(text, word).is_some(), found, "{text}: {word}");
        }
        entry.whole_words = true;
        assert_eq!(entry.position("All fairs, a fair", "fair"), Some((13, 4)));
        entry.case_sensitive = true;
        assert_eq!(entry.position("Fair", "fair"), None);
    }

    #[test]
    fn a_wrong_word_inside_a_right_one_is_right() {
        let entry = entry(&["uldmesse", "messe for uld"], &["messe", "marked"]);
        for (text, part) in [
            ("Uldmessen er åben", None),
            ("En messe for uld", None),
            ("Messen er åben", Some("`messe`")),
            ("Uldmessen er et marked", Some("`marked`")),
            ("Åbent", Some("lacks the word `uldmesse`")),
        ] {
            let fault = entry.fault(text, Lang::SOURCE);
            assert_eq!(fault.is_some(), part.is_some(), "{text}");
            let fault = fault.unwrap_or_default();
            assert!(fault.contains(part.unwrap_or_default()), "{fault}");
        }
    }
}
