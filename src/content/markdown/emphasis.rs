//! Emphasis next to Chinese, Japanese and Korean characters.
//!
//! In CommonMark, spaces and punctuation decide whether `*` can open or close emphasis, so that
//! `**重要。**后` is shown with its asterisks. The CJK-friendly amendment of CommonMark
//! (`tats-u/markdown-cjk-friendly`, specification.md) changes this: a run of `*` (or `~~`) without
//! spaces around it and with a CJK character on one side can both open and close emphasis. Nothing
//! changes for `_`.
//!
//! The parser does not support the amendment. Therefore [`MARK`], a character that is neither space nor
//! punctuation, is inserted between the run and its neighbours. It is a noncharacter, which is never
//! printed ([`super::html_escape`]).

use std::borrow::Cow;

/// The character that is inserted next to delimiters and never printed.
pub(super) const MARK: char = '\u{FDD0}';

/// A text that is ready to be parsed.
pub(super) struct Prepared<'a> {
    /// The text with marks; borrowed if there are none.
    pub(super) text: Cow<'a, str>,
    /// The positions of the marks in `text`, in order.
    marks: Vec<usize>,
}

impl Prepared<'_> {
    /// Whether there are marks.
    pub(super) fn has_marks(&self) -> bool {
        !self.marks.is_empty()
    }

    /// The position in the original text of a position in the prepared text.
    pub(super) fn original(&self, at: usize) -> usize {
        let before = self.marks.partition_point(|mark| *mark < at);
        at - before * MARK.len_utf8()
    }
}

/// Inserts marks next to the delimiter runs that need them.
pub(super) fn prepare(text: &str) -> Prepared<'_> {
    let bytes = text.as_bytes();
    let mut marked = String::new();
    let mut marks = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|b| matches!(b, b'*' | b'~')) {
        let mut start = at + found;
        let length = bytes[start..].iter().take_while(|b| **b == bytes[start]).count();
        at = start + length;
        // `\**` is an escaped asterisk, followed by a run of one asterisk.
        if backslashes(&bytes[..start]) % 2 == 1 {
            start += 1;
        }
        let (before, after) = places(text, start, at);
        for place in [before.then_some(start), after.then_some(at)].into_iter().flatten() {
            marked.push_str(&text[copied..place]);
            marks.push(marked.len());
            marked.push(MARK);
            copied = place;
        }
    }
    if marks.is_empty() {
        return Prepared { text: Cow::Borrowed(text), marks };
    }
    marked.push_str(&text[copied..]);
    Prepared { text: Cow::Owned(marked), marks }
}

fn backslashes(bytes: &[u8]) -> usize {
    bytes.iter().rev().take_while(|b| **b == b'\\').count()
}

/// Whether the run `text[start..end]` needs a mark before and after it.
fn places(text: &str, start: usize, end: usize) -> (bool, bool) {
    let none = (false, false);
    if start == end || (text.as_bytes()[start] == b'~' && end - start != 2) {
        return none;
    }
    // A cheap test first: most texts have no CJK characters.
    let bytes = text.as_bytes();
    let wide = |at: Option<&u8>| at.is_some_and(|b| *b >= 0x80);
    if !wide(bytes.get(end)) && !wide(start.checked_sub(1).and_then(|at| bytes.get(at))) {
        return none;
    }
    let (Some(previous), Some(next)) =
        (text[..start].chars().next_back(), text[end..].chars().next())
    else {
        return none;
    };
    if previous.is_whitespace() || next.is_whitespace() || begins_line(&text[..start]) {
        return none;
    }
    if !is_wide(next) && !ends_wide(&text[..start]) {
        return none;
    }
    // A bar begins or ends a cell of a table, so it needs no mark.
    let needed = |c: char| !c.is_alphanumeric() && c != '|';
    (needed(previous), needed(next))
}

/// Whether only block quote markers (`>`) come before on the line.
fn begins_line(before: &str) -> bool {
    before.ends_with('>')
        && before
            .bytes()
            .rev()
            .take_while(|b| *b != b'\n')
            .all(|b| matches!(b, b'>' | b' ' | b'\t'))
}

/// Whether a text ends in a CJK character, possibly with a variation selector.
fn ends_wide(text: &str) -> bool {
    let mut back = text.chars().rev();
    match back.next() {
        Some('\u{E0100}'..='\u{E01EF}') => true,
        Some('\u{FE00}'..='\u{FE0E}') => back.next().is_some_and(is_wide),
        Some(c) => is_wide(c),
        None => false,
    }
}

/// Whether a character is CJK by the amendment's ranges.md (Unicode 16): East Asian Width W, F or H
/// without emoji, or Hangul.
fn is_wide(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x11FF | 0x20A9 | 0x2329..=0x232A | 0x2630..=0x2637 | 0x268A..=0x268F
        | 0x2E80..=0x2E99 | 0x2E9B..=0x2EF3 | 0x2F00..=0x2FD5 | 0x2FF0..=0x303E
        | 0x3041..=0x3096 | 0x3099..=0x30FF | 0x3105..=0x312F | 0x3131..=0x318E
        | 0x3190..=0x31E5 | 0x31EF..=0x321E | 0x3220..=0x3247 | 0x3250..=0xA48C
        | 0xA490..=0xA4C6 | 0xA960..=0xA97C | 0xAC00..=0xD7A3 | 0xD7B0..=0xD7C6
        | 0xD7CB..=0xD7FB | 0xF900..=0xFAFF | 0xFE10..=0xFE19 | 0xFE30..=0xFE52
        | 0xFE54..=0xFE66 | 0xFE68..=0xFE6B | 0xFF01..=0xFFBE | 0xFFC2..=0xFFC7
        | 0xFFCA..=0xFFCF | 0xFFD2..=0xFFD7 | 0xFFDA..=0xFFDC | 0xFFE0..=0xFFE6
        | 0xFFE8..=0xFFEE | 0x16FE0..=0x16FE4 | 0x16FF0..=0x16FF6 | 0x17000..=0x18CD5
        | 0x18CFF..=0x18D1E | 0x18D80..=0x18DF2 | 0x1AFF0..=0x1AFF3 | 0x1AFF5..=0x1AFFB
        | 0x1AFFD..=0x1AFFE | 0x1B000..=0x1B122 | 0x1B132 | 0x1B150..=0x1B152 | 0x1B155
        | 0x1B164..=0x1B167 | 0x1B170..=0x1B2FB | 0x1D300..=0x1D356 | 0x1D360..=0x1D376
        | 0x1F200 | 0x1F202 | 0x1F210..=0x1F219 | 0x1F21B..=0x1F22E | 0x1F230..=0x1F231
        | 0x1F237 | 0x1F23B | 0x1F240..=0x1F248 | 0x1F260..=0x1F265 | 0x20000..=0x3FFFD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_inserted_only_where_commonmark_fails() {
        for (text, marked) in [
            ("**bold** and *it*, ~~no~~.", "**bold** and *it*, ~~no~~."),
            ("他**真**好", "他**真**好"),
            ("**真。**她", "**真。|**她"),
            ("他说**“引号”**后", "他说**|“引号”|**后"),
            (">**「名」**さん", ">**「名」|**さん"),
            ("| **「名」**|", "| **「名」|**|"),
            ("~~删除。~~后 ~删除。~后", "~~删除。|~~后 ~删除。~后"),
            (r"\**「名」", r"\*|*|「名」"),
            ("__真。__她", "__真。__她"),
            ("`**真。**她`", "`|**真。|**她`"),
        ] {
            let prepared = prepare(text);
            let shown = prepared.text.replace(MARK, "|");
            assert_eq!(shown, marked);
            let end = prepared.text.len();
            assert_eq!(prepared.original(end), text.len(), "{text}");
        }
    }

    #[test]
    fn positions_are_mapped_back() {
        let text = "**真。**她 x";
        let prepared = prepare(text);
        let at = prepared.text.find('x').expect("it exists");
        assert_eq!(&text[prepared.original(at)..], "x");
    }
}
