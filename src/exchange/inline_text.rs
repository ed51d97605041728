//! Texts with codes in formats that have only plain text: `See the <1>programme</1>.<2/>`.
//!
//! Translators move the marks with their words. Words that look like a mark have a backslash before
//! them (`\<1>`); a backslash before a mark is doubled, and any other backslash is only itself.

use crate::exchange::segments::{Code, CodeKind, CodeRole, Inline};

/// Writes a text with its codes as marks.
pub(super) fn write(parts: &[Inline]) -> String {
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        match part {
            Inline::Text(text) => {
                let before_mark = matches!(parts.get(at + 1), Some(Inline::Code(_)));
                escape(text, before_mark, &mut out);
            }
            Inline::Code(code) => out.push_str(&code.mark()),
        }
    }
    out
}

/// Writes words so that nothing in them is read as a mark.
fn escape(text: &str, before_mark: bool, out: &mut String) {
    let mut backslashes = 0;
    for (at, c) in text.char_indices() {
        if mark_at(&text[at..]).is_some() {
            out.extend(std::iter::repeat_n('\\', backslashes + 1));
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
        out.push(c);
    }
    if before_mark {
        out.extend(std::iter::repeat_n('\\', backslashes));
    }
}

/// Reads a text with marks. Their kinds are not known.
pub(super) fn read(text: &str) -> Vec<Inline> {
    let mut parts = Vec::new();
    let mut words = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let backslashes = rest.len() - rest.trim_start_matches('\\').len();
        let (before, after) = rest.split_at(backslashes);
        let Some((length, code)) = mark_at(after) else {
            let length = backslashes.max(c.len_utf8());
            words.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        };
        words.push_str(&before[..backslashes / 2]);
        if backslashes % 2 == 1 {
            words.push_str(&after[..length]);
        } else {
            push_text(std::mem::take(&mut words), &mut parts);
            parts.push(Inline::Code(code));
        }
        rest = &after[length..];
    }
    push_text(words, &mut parts);
    parts
}

/// Adds words, joined with those before them.
pub(super) fn push_text(words: String, parts: &mut Vec<Inline>) {
    match parts.last_mut() {
        _ if words.is_empty() => {}
        Some(Inline::Text(text)) => text.push_str(&words),
        _ => parts.push(Inline::Text(words)),
    }
}

/// The mark at the beginning of a text, with its length in bytes. Chinese keyboards and programs that
/// translate write wide brackets, or put spaces into marks.
fn mark_at(text: &str) -> Option<(usize, Code)> {
    let strip = |text, set: [char; 2]| str::strip_prefix(text, set);
    let rest = strip(text, ['<', '＜'])?.trim_start_matches(' ');
    let (closes, rest) = match strip(rest, ['/', '／']) {
        Some(rest) => (true, rest.trim_start_matches(' ')),
        None => (false, rest),
    };
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let id = rest[..digits].parse().ok().filter(|id| *id > 0)?;
    let rest = rest[digits..].trim_start_matches(' ');
    let (alone, rest) = match strip(rest, ['/', '／']) {
        Some(rest) if !closes => (true, rest.trim_start_matches(' ')),
        _ => (false, rest),
    };
    let rest = strip(rest, ['>', '＞'])?;
    let role = match (closes, alone) {
        (true, _) => CodeRole::Close,
        (_, true) => CodeRole::Standalone,
        _ => CodeRole::Open,
    };
    let code = Code { id, role, kind: CodeKind::Html, markup: String::new() };
    Some((text.len() - rest.len(), code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::tests::segment_sample::{bare, close, open, single, text};

    #[test]
    fn words_that_look_like_marks_stay_words() {
        for (parts, written) in [
            (
                vec![text("See the "), open(1), text("programme"), close(1), single(2)],
                "See the <1>programme</1><2/>",
            ),
            (vec![text("a <1> b </2> c <3/>")], "a \\<1> b \\</2> c \\<3/>"),
            (vec![text("C:\\"), open(1), text("x\\"), close(1)], "C:\\\\<1>x\\\\</1>"),
            (vec![text("C:\\<1>")], "C:\\\\\\<1>"),
            (vec![text("a\\b < 1 or <b> & <0> <1"), single(12)], "a\\b < 1 or <b> & <0> <1<12/>"),
            (vec![text("＜1＞ < 2 />")], "\\＜1＞ \\< 2 />"),
            (vec![text("ends in \\")], "ends in \\"),
            (vec![], ""),
        ] {
            assert_eq!(write(&parts), written);
            assert_eq!(read(written), bare(&parts), "{written}");
        }
    }

    #[test]
    fn marks_are_recognised_as_people_and_programs_write_them() {
        let expected = bare(&[open(1), text("议程"), close(1), single(2)]);
        for written in ["<1>议程</1><2/>", "＜1＞议程＜/1＞＜2／＞", "< 1 >议程</ 1 >< 2 / >"]
        {
            assert_eq!(read(written), expected, "{written}");
        }
        assert_eq!(read("<99999999999999999999>"), [text("<99999999999999999999>")]);
    }
}
