//! Generated packages of segments, the same for the same seed.

use crate::exchange::inline_text::push_text;
use crate::exchange::segments::{
    Code, CodeKind, CodeRole, Inline, Package, Returned, ReturnedSegment, Segment, SegmentState,
};
use crate::exchange::tests::sample::Dice;

pub(in crate::exchange) fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

fn code(id: u32, role: CodeRole, kind: CodeKind, markup: &str) -> Inline {
    Inline::Code(Code { id, role, kind, markup: markup.to_owned() })
}

pub(in crate::exchange) fn open(id: u32) -> Inline {
    code(id, CodeRole::Open, CodeKind::Link, "[")
}

pub(in crate::exchange) fn close(id: u32) -> Inline {
    code(id, CodeRole::Close, CodeKind::Link, "](page:agenda)")
}

pub(in crate::exchange) fn single(id: u32) -> Inline {
    code(id, CodeRole::Standalone, CodeKind::Placeholder, "{ $count }")
}

/// The parts without what is not read back.
pub(in crate::exchange) fn bare(parts: &[Inline]) -> Vec<Inline> {
    let part = |part: &Inline| match part {
        Inline::Text(_) => part.clone(),
        Inline::Code(at) => code(at.id, at.role, CodeKind::Html, ""),
    };
    parts.iter().map(part).collect()
}

/// What comes back if nobody touches a package.
pub(in crate::exchange) fn untouched(package: &Package) -> Vec<ReturnedSegment> {
    let segment = |segment: &Segment| ReturnedSegment {
        id: segment.id.clone(),
        line: 0,
        source: bare(&segment.source),
        target: segment.target.as_deref().map(bare),
        unfinished: segment.state == SegmentState::NeedsReview,
    };
    package.segments.iter().map(segment).collect()
}

/// The segments of a file that came back, without their lines and kinds of codes. Not every format says
/// that what has no translation is unfinished.
pub(in crate::exchange) fn plain(returned: &Returned) -> Vec<ReturnedSegment> {
    let segment = |segment: &ReturnedSegment| ReturnedSegment {
        line: 0,
        source: bare(&segment.source),
        target: segment.target.as_deref().map(bare),
        unfinished: segment.unfinished && segment.target.is_some(),
        ..segment.clone()
    };
    returned.segments.iter().map(segment).collect()
}

const WORDS: [&str; 22] = [
    "fog",
    "blå",
    "雨水管理",
    "a<b",
    "R&D",
    "\"quoted\"",
    "it's",
    "x;y",
    "c:\\new",
    "50%",
    "—",
    "🌧",
    "]]>",
    "&amp;",
    "<1>",
    "</2>",
    "\\<3/>",
    "{ $x }",
    "=1+1",
    "-",
    "%s",
    "'@'",
];

const KINDS: [CodeKind; 10] = [
    CodeKind::Emphasis,
    CodeKind::Strong,
    CodeKind::Strikethrough,
    CodeKind::Link,
    CodeKind::Picture,
    CodeKind::Code,
    CodeKind::LineBreak,
    CodeKind::Footnote,
    CodeKind::Html,
    CodeKind::Placeholder,
];

/// A text with codes. White space at its ends may belong to it.
fn parts(dice: &mut Dice) -> Vec<Inline> {
    let mut parts = Vec::new();
    let mut open: Vec<(u32, CodeKind)> = Vec::new();
    let mut next = 1;
    for _ in 0..dice.below(6) + 1 {
        let count = dice.below(5) + 1;
        let words: Vec<&str> = (0..count).map(|_| dice.pick(&WORDS)).collect();
        let words = words.join(if dice.one_in(8) { "\n" } else { " " });
        push_text(words, &mut parts);
        let kind = KINDS[dice.below(KINDS.len())];
        match dice.below(4) {
            0 => {
                parts.push(code(next, CodeRole::Open, kind, "<b title=\"x & y\">"));
                open.push((next, kind));
                next += 1;
            }
            1 => parts
                .extend(open.pop().map(|(id, kind)| code(id, CodeRole::Close, kind, "](page:a)"))),
            2 => {
                parts.push(code(next, CodeRole::Standalone, kind, "`x`"));
                next += 1;
            }
            _ => break,
        }
    }
    parts.extend(open.into_iter().rev().map(|(id, kind)| code(id, CodeRole::Close, kind, "**")));
    parts
}

/// A package with everything that one can have.
pub(in crate::exchange) fn package(seed: u64) -> Package {
    let dice = &mut Dice::new(seed);
    let segments = (0..dice.below(9) + 1).map(|at| segment(dice, at)).collect();
    let target = dice.pick(&["da", "zh-Hans", "sr-Latn-RS"]);
    Package { source_language: "en".to_owned(), target_language: target.to_owned(), segments }
}

fn segment(dice: &mut Dice, at: usize) -> Segment {
    let state = [
        SegmentState::Untranslated,
        SegmentState::NeedsReview,
        SegmentState::Translated,
        SegmentState::Reviewed,
    ][dice.below(4)];
    let target = (state != SegmentState::Untranslated).then(|| parts(dice));
    let stale = state == SegmentState::NeedsReview && dice.one_in(2);
    Segment {
        id: format!("session.fog-{at}.b3f2_a"),
        name: format!("session fog-{at} <title>"),
        file: format!("content/{}.yaml", at / 3),
        source: parts(dice),
        target,
        state,
        previous_source: stale.then(|| parts(dice)),
        notes: (0..dice.below(3)).map(|_| "Page \"Fog\" & <b>\n#second: line".to_owned()).collect(),
        max_length: dice.one_in(3).then(|| dice.below(90) + 10),
    }
}
