//! Marks around words in another language than the text they stand in.
//!
//! A message, a date or the name of a language is plain text until its page is finished: a template
//! may print it in a paragraph, in an attribute or in `<title>`, or pass it to another message. Only the
//! finished page shows where its language must be declared. Until then the words are between
//! noncharacters (U+FDD0 to U+FDEF), which Unicode reserves for internal use; `site::engine` replaces
//! them. Text for other programs is never marked.

use std::borrow::Cow;

use crate::base::text::{Lang, same_tag};

/// Begins a mark; two digits follow.
const OPEN: char = '\u{fdd0}';
const CLOSE: char = '\u{fdd1}';
/// The first of sixteen digits.
const ZERO: u32 = 0xfde0;

/// A language as marks name it: its position in `MarkedTags`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkedLang(u8);

/// The languages that words on the pages of a site may be in: first those of the site.
#[derive(Clone, Debug)]
pub(in crate::locale) struct MarkedTags(Vec<String>);

impl MarkedTags {
    /// The languages with these tags, the site's in the order of its registry. Of more than 256, words
    /// in the last ones are not marked.
    pub(in crate::locale) fn new<'a>(tags: impl Iterator<Item = &'a str>) -> MarkedTags {
        let mut all: Vec<String> = Vec::new();
        for tag in tags {
            if !all.iter().any(|known| same_tag(known, tag)) {
                all.push(tag.to_owned());
            }
        }
        MarkedTags(all)
    }

    /// A language of the site.
    pub(in crate::locale) fn of(&self, lang: Lang) -> Option<MarkedLang> {
        u8::try_from(lang.index()).ok().map(MarkedLang)
    }

    /// The language with a tag.
    pub(in crate::locale) fn find(&self, tag: &str) -> Option<MarkedLang> {
        let at = self.0.iter().position(|known| same_tag(known, tag))?;
        u8::try_from(at).ok().map(MarkedLang)
    }

    /// The tag of a language.
    pub(in crate::locale) fn tag(&self, lang: MarkedLang) -> Option<&str> {
        self.0.get(usize::from(lang.0)).map(String::as_str)
    }
}

/// A part of a text with marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Text without marks.
    Text(&'a str),
    /// The beginning of words in a language.
    Open(MarkedLang),
    /// The end of the words that began last.
    Close,
}

/// Whether words belong to a language: whether they contain a letter.
pub fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// The words with marks. A text without letters has no language, and stays as it is.
pub(in crate::locale) fn mark(words: String, lang: MarkedLang) -> String {
    if !has_letters(&words) {
        return words;
    }
    let digit = |value: u8| char::from_u32(ZERO + u32::from(value)).unwrap_or(OPEN);
    let mut marked = String::with_capacity(words.len() + 12);
    marked.extend([OPEN, digit(lang.0 >> 4), digit(lang.0 & 15)]);
    marked.push_str(&words);
    marked.push(CLOSE);
    marked
}

/// Whether a character belongs to a mark.
pub fn is_mark(c: char) -> bool {
    ('\u{fdd0}'..='\u{fdef}').contains(&c)
}

/// Whether UTF-8 text contains a mark.
pub fn has_marks(text: &[u8]) -> bool {
    text.windows(3).any(|bytes| matches!(bytes, [0xef, 0xb7, 0x90..=0xaf]))
}

/// The parts of a text. Damaged marks are left out: a filter may have cut the text.
pub fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let next = rest.chars().next()?;
            if !is_mark(next) {
                let (words, after) = rest.split_at(rest.find(is_mark).unwrap_or(rest.len()));
                rest = after;
                return Some(Part::Text(words));
            }
            rest = &rest[next.len_utf8()..];
            match next {
                CLOSE => return Some(Part::Close),
                OPEN => {
                    let mut digits = rest.chars();
                    if let Some(high) = digits.next().and_then(digit)
                        && let Some(low) = digits.next().and_then(digit)
                    {
                        rest = digits.as_str();
                        return Some(Part::Open(MarkedLang(high << 4 | low)));
                    }
                }
                _ => {}
            }
        }
    })
}

fn digit(c: char) -> Option<u8> {
    u32::from(c).checked_sub(ZERO).and_then(|value| u8::try_from(value).ok()).filter(|v| *v < 16)
}

/// The text without its marks.
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(is_mark) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| !is_mark(*c)).collect())
}

/// The language of a whole text: of the words in marks, if no other word is beside them; the
/// outermost mark counts.
pub fn whole(text: &str) -> Option<MarkedLang> {
    let (mut depth, mut found) = (0usize, None);
    for part in parts(text) {
        match part {
            Part::Open(lang) => {
                if depth == 0 && *found.get_or_insert(lang) != lang {
                    return None;
                }
                depth += 1;
            }
            Part::Close => depth = depth.saturating_sub(1),
            Part::Text(words) if depth == 0 && has_letters(words) => return None,
            Part::Text(_) => {}
        }
    }
    found
}

/// The language of the first words of a text, if they are in marks.
pub fn first(text: &str) -> Option<MarkedLang> {
    let mut open = None;
    for part in parts(text) {
        match part {
            Part::Open(lang) => open = open.or(Some(lang)),
            Part::Close => open = None,
            Part::Text(words) if has_letters(words) => return open,
            Part::Text(_) => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: MarkedLang = MarkedLang(3);
    const B: MarkedLang = MarkedLang(0xab);

    #[test]
    fn marks_can_be_read_back() {
        let inner = mark("Färöisch".into(), B);
        let text = format!("– {}", mark(format!("Held in {inner}."), A));
        let read: Vec<Part<'_>> = parts(&text).collect();
        assert_eq!(
            read,
            [
                Part::Text("– "),
                Part::Open(A),
                Part::Text("Held in "),
                Part::Open(B),
                Part::Text("Färöisch"),
                Part::Close,
                Part::Text("."),
                Part::Close
            ]
        );
        assert_eq!(plain(&text), "– Held in Färöisch.");
        assert_eq!(whole(&text), Some(A));
        assert!(has_marks(text.as_bytes()) && !has_marks("，：（法语）".as_bytes()));
    }

    #[test]
    fn words_of_several_languages_have_no_common_one() {
        let (one, other) = (mark("one".into(), A), mark("andet".into(), B));
        assert_eq!(whole(&format!("{one} 2 {}", mark("two".into(), A))), Some(A));
        for mixed in [format!("{one} · {other}"), format!("{one}: titel"), "titel".to_owned()] {
            assert_eq!(whole(&mixed), None, "{mixed:?}");
        }
        assert_eq!(first(&format!("1: {one} – {other}")), Some(A));
        assert_eq!(first(&format!("titel – {one}")), None);
    }

    #[test]
    fn a_text_without_letters_is_not_marked() {
        for text in ["", ", ", "14.05–15.10", "（＋1）"] {
            assert_eq!(mark(text.into(), A), text);
        }
    }

    #[test]
    fn damaged_marks_disappear() {
        let text = mark("harbour".into(), B);
        let ends = text.char_indices().map(|(at, _)| at);
        for end in ends {
            let cut = &text[..end];
            assert!(!plain(cut).contains(is_mark));
            let shown: String = parts(cut)
                .map(|part| if let Part::Text(words) = part { words } else { "" })
                .collect();
            assert!("harbour".starts_with(&shown), "{shown:?}");
        }
    }
}
