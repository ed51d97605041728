//! The parts of a leaf block as Markdown that shows exactly these parts.

use super::blocks::BlockKind;
use super::emphasis::MARK;
use super::escaping::{self, EscapeLevel, bars_escaped};
use super::inline::{CAPTION, Code, CodeKind, CodeRole, Inline, quoted, settled, shape};
use super::outline::Outline;

/// How emphasis is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marks {
    /// As in the source.
    Own,
    /// Emphasis (`*`) with low lines.
    LowLines,
    /// With HTML, for places where CommonMark does not recognise asterisks as marks.
    Tags,
}

/// The forms in the order in which they are tried: the most readable first, the most robust last.
const FORMS: [(EscapeLevel, Marks); 6] = [
    (EscapeLevel::Needed, Marks::Own),
    (EscapeLevel::Needed, Marks::LowLines),
    (EscapeLevel::Full, Marks::Own),
    (EscapeLevel::Full, Marks::LowLines),
    (EscapeLevel::Needed, Marks::Tags),
    (EscapeLevel::Full, Marks::Tags),
];

/// The parts as Markdown for a block of this kind, with `\n` for a line break; `None` if no form shows
/// the same parts. With `fully`, everything that could be mark-up is escaped.
pub(super) fn write(parts: &[Inline], kind: BlockKind, fully: bool, tag: &str) -> Option<String> {
    let parts = settled(parts);
    let wanted = shape(&parts);
    let forms = FORMS.iter().filter(|(level, _)| !fully || *level == EscapeLevel::Full);
    forms.map(|form| written(&parts, kind, *form)).find(|text| {
        let (around, at) = alone(text, kind, &parts);
        let outline = Outline::of(&around, 0, tag);
        let leaf = outline.leaves.get(at);
        leaf.is_some_and(|leaf| leaf.kind().noun() == kind.noun() && shape(&leaf.parts) == wanted)
    })
}

/// A text with nothing but the block, and the position of the block in it.
fn alone(text: &str, kind: BlockKind, parts: &[Inline]) -> (String, usize) {
    let indented = text.replace('\n', "\n  ");
    let (mut around, at) = match kind {
        BlockKind::Heading(_) => (format!("## {text}\n"), 0),
        BlockKind::Paragraph => (format!("{text}\n"), 0),
        BlockKind::Item => (format!("- {indented}\n"), 0),
        BlockKind::Cell => (format!("| {text} |\n|---|\n"), 0),
        BlockKind::Term => (format!("{text}\n: x\n"), 0),
        BlockKind::Definition => (format!("x\n: {indented}\n"), 1),
    };
    for part in parts {
        if let Inline::Code(Code { kind: CodeKind::Footnote, markup, .. }) = part {
            around.push_str(&format!("\n{markup}: x\n"));
        }
    }
    (around, at)
}

fn written(parts: &[Inline], kind: BlockKind, (level, marks): (EscapeLevel, Marks)) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        at += 1;
        match part {
            Inline::Text(text) => out.push_str(&escaping::words(text, level)),
            Inline::Code(code) if is_caption(code) => at = end_of(parts, at, code.id),
            Inline::Code(code) => push_code(&mut out, code, marks, kind),
        }
        if let Inline::Code(Code { id, role: CodeRole::Close, kind: CodeKind::Picture, .. }) = part
            && let Some(caption) = caption(parts, *id)
            && out.ends_with(')')
        {
            out.pop();
            out.push_str(&format!(" \"{}\")", quoted(&caption)));
        }
    }
    framed(&out, kind)
}

fn push_code(out: &mut String, code: &Code, marks: Marks, kind: BlockKind) {
    let name = match code.kind {
        CodeKind::Strong => "strong",
        CodeKind::Emphasis => "em",
        CodeKind::Strikethrough => "del",
        _ => "",
    };
    match (marks, code.kind) {
        (_, CodeKind::LineBreak) if !matches!(kind, BlockKind::Paragraph | BlockKind::Item) => {
            out.push_str(if code.markup.starts_with('<') { &code.markup } else { "<br>" });
        }
        (Marks::LowLines, CodeKind::Emphasis) => out.push('_'),
        (Marks::Tags, _) if !name.is_empty() => {
            let slash = if code.role == CodeRole::Close { "/" } else { "" };
            out.push_str(&format!("<{slash}{name}>"));
        }
        _ => out.push_str(&code.markup),
    }
}

fn is_caption(code: &Code) -> bool {
    code.kind == CodeKind::Picture && code.role == CodeRole::Open && code.markup == CAPTION
}

/// The index after the end of a span.
fn end_of(parts: &[Inline], from: usize, id: u32) -> usize {
    let ends = |part: &Inline| match part {
        Inline::Code(code) => code.id == id && code.role == CodeRole::Close,
        Inline::Text(_) => false,
    };
    let rest = parts.get(from..).unwrap_or_default();
    rest.iter().position(ends).map_or(parts.len(), |at| from + at + 1)
}

/// The caption of a picture, whose number is the one after the picture's.
fn caption(parts: &[Inline], picture: u32) -> Option<String> {
    let begins = |part: &Inline| match part {
        Inline::Code(code) => is_caption(code) && code.id == picture + 1,
        Inline::Text(_) => false,
    };
    let start = parts.iter().position(begins)? + 1;
    let end = end_of(parts, start, picture + 1).saturating_sub(1);
    Some(super::inline::plain_words(parts.get(start..end)?))
}

/// Escapes what means something else at the beginning or end of a block.
fn framed(text: &str, kind: BlockKind) -> String {
    match kind {
        BlockKind::Cell => bars_escaped(text),
        BlockKind::Heading(_) => heading_end(text),
        _ => {
            let line = |line: &str| match line.strip_suffix("\\\n") {
                Some(words) => format!("{}\\\n", escaping::beginning(words)),
                None => escaping::beginning(line),
            };
            text.replace(MARK, "").split_inclusive('\n').map(line).collect()
        }
    }
}

/// A heading whose end is not read as its closing marks or its id.
fn heading_end(text: &str) -> String {
    let body = text.trim_end_matches('#');
    let is_open = body.len() < text.len() && !body.ends_with('\\');
    let text = match is_open {
        true => format!("{body}{}", text[body.len()..].replace('#', "\\#")),
        false => text.to_owned(),
    };
    match text.ends_with('}') {
        true => text.replace("\\{", "{").replace('{', "\\{"),
        false => text,
    }
}
