//! What both versions of XLIFF have in common: texts with codes as elements.

use crate::exchange::file_fault::Fault;
use crate::exchange::inline_text::{self, push_text};
use crate::exchange::segments::{Code, CodeKind, CodeRole, Inline};
use crate::exchange::xml::{Element, Part, escape};
use crate::exchange::{decode, sanitize, xml};

/// How a version writes a code: its tag, without the angle brackets.
pub(super) struct Tags {
    /// A span whose ends are in one element, with its two codes.
    pub(super) span: fn(&Code, &Code) -> String,
    /// The name of that element.
    pub(super) span_name: &'static str,
    /// A code that stands alone, or an end of a span whose other end is elsewhere.
    pub(super) empty: fn(&Code) -> String,
}

/// Writes a text with its codes.
pub(super) fn write(parts: &[Inline], tags: &Tags) -> String {
    let pairs = pairs(parts);
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        match part {
            Inline::Text(text) => push_words(text, &mut out),
            Inline::Code(code) => match (code.role, pairs[at]) {
                (CodeRole::Open, Some(close)) => {
                    out.push_str(&format!("<{}>", (tags.span)(code, close)));
                }
                (CodeRole::Close, Some(_)) => out.push_str(&format!("</{}>", tags.span_name)),
                _ => out.push_str(&format!("<{}/>", (tags.empty)(code))),
            },
        }
    }
    out
}

/// The other end of each end of a span, if the span is properly nested.
fn pairs(parts: &[Inline]) -> Vec<Option<&Code>> {
    let mut pairs = vec![None; parts.len()];
    let mut open: Vec<(usize, &Code)> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let Inline::Code(code) = part else { continue };
        match code.role {
            CodeRole::Open => open.push((at, code)),
            CodeRole::Close => {
                if let Some((start, first)) = open.pop_if(|(_, first)| first.id == code.id) {
                    pairs[start] = Some(code);
                    pairs[at] = Some(first);
                }
            }
            CodeRole::Standalone => {}
        }
    }
    pairs
}

/// Writes words without characters that XML cannot hold.
fn push_words(text: &str, out: &mut String) {
    let foreign =
        |c: char| c != '\n' && c != '\t' && (c < ' ' || matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    match text.contains(foreign) {
        false => escape(text, out),
        true => escape(&text.replace(foreign, ""), out),
    }
}

/// Writes an attribute with a space before it.
pub(super) fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(&sanitize::line(value), out);
    out.push('"');
}

/// The root of an XLIFF file, with its version.
///
/// # Errors
/// When the file is not XLIFF, with what to do about it.
pub(super) fn root(bytes: &[u8]) -> Result<(Element, String), Fault> {
    let text = decode::decode(bytes, None)?;
    let root = xml::read(text.trim_start_matches('\u{feff}'))?;
    if root.name != "xliff" {
        let name = sanitize::excerpt(&root.name);
        return Err(Fault::new(format!("`<{name}>` does not begin an XLIFF file"))
            .line(root.line)
            .help("save it as XLIFF in the translation tool"));
    }
    let version = root.attribute("version");
    Ok((root, version))
}

/// The fault of a file of another version.
pub(super) fn other_version(root: &Element, version: &str) -> Fault {
    let version = sanitize::excerpt(version);
    Fault::new(format!("there is no XLIFF version `{version}`"))
        .line(root.line)
        .help("XLIFF 1.2 and 2.0 are read: save it as one of them in the translation tool")
}

/// All elements of a name in an element, at any depth, in order.
pub(super) fn within<'a>(element: &'a Element, name: &str) -> Vec<&'a Element> {
    let mut found = Vec::new();
    let mut waiting: Vec<&Element> = element.children.iter().rev().collect();
    while let Some(element) = waiting.pop() {
        match element.name == name {
            true => found.push(element),
            false => waiting.extend(element.children.iter().rev()),
        }
    }
    found
}

/// Sets a language of the file.
///
/// # Errors
/// When an earlier part of the file has another one.
pub(super) fn set_language(
    language: &mut Option<String>,
    tag: String,
    line: usize,
) -> Result<(), Fault> {
    if tag.is_empty() {
        return Ok(());
    }
    match language {
        Some(first) if !first.eq_ignore_ascii_case(&tag) => {
            let message = format!("the file has texts in both `{first}` and `{tag}`");
            Err(Fault::new(message).line(line).help("import a file for each language"))
        }
        _ => {
            language.get_or_insert(tag);
            Ok(())
        }
    }
}

/// The text in an element with its codes.
pub(super) fn read(element: &Element) -> Vec<Inline> {
    let mut parts = Vec::new();
    read_into(element, &mut parts);
    parts
}

/// Whether a text has anything that can be seen, or a code.
pub(super) fn has_content(parts: &[Inline]) -> bool {
    parts.iter().any(|part| match part {
        Inline::Text(text) => !text.trim().is_empty(),
        Inline::Code(_) => true,
    })
}

/// Whether two texts are the same apart from white space.
pub(super) fn alike(a: &[Inline], b: &[Inline]) -> bool {
    let words = |parts: &[Inline]| {
        let text: String = inline_text::write(parts);
        text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    words(a) == words(b)
}

/// Adds a text with codes to another.
pub(super) fn append(parts: Vec<Inline>, to: &mut Vec<Inline>) {
    for part in parts {
        match part {
            Inline::Text(text) => push_text(text, to),
            code => to.push(code),
        }
    }
}

fn read_into(element: &Element, parts: &mut Vec<Inline>) {
    for part in element.parts() {
        match part {
            Part::Text(text) => push_text(text.to_owned(), parts),
            Part::Element(child) => read_element(child, parts),
        }
    }
}

fn read_element(element: &Element, parts: &mut Vec<Inline>) {
    let code = |id: &str, role| {
        Inline::Code(Code { id: number(id), role, kind: CodeKind::Html, markup: String::new() })
    };
    let attribute = |names: &[&str]| {
        let mut values = names.iter().map(|name| element.attribute(name));
        values.find(|value| !value.is_empty()).unwrap_or_default()
    };
    match &*element.name {
        "g" | "pc" => {
            let id = element.attribute("id");
            parts.push(code(&id, CodeRole::Open));
            read_into(element, parts);
            parts.push(code(&id, CodeRole::Close));
        }
        "x" | "ph" | "it" => parts.push(code(&element.attribute("id"), CodeRole::Standalone)),
        // In version 1.2 both ends of a span have ids of their own, and `rid` in common.
        "bx" | "bpt" => parts.push(code(&attribute(&["rid", "id"]), CodeRole::Open)),
        "sc" => parts.push(code(&element.attribute("id"), CodeRole::Open)),
        "ex" | "ept" => parts.push(code(&attribute(&["rid", "id"]), CodeRole::Close)),
        "ec" => parts.push(code(&attribute(&["startRef", "id"]), CodeRole::Close)),
        "cp" => {
            let hex = u32::from_str_radix(&element.attribute("hex"), 16);
            let c = hex.ok().and_then(char::from_u32);
            push_text(c.map(String::from).unwrap_or_default(), parts);
        }
        // Marks of the ends of annotations.
        "sm" | "em" => {}
        // Segments and annotations.
        _ => read_into(element, parts),
    }
}

/// The number of a code; 0, which no code has, if the id is not a number.
fn number(id: &str) -> u32 {
    id.trim().parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::tests::segment_sample::{bare, close, open, single, text};

    fn inline(content: &str) -> Vec<Inline> {
        read(&xml::read(&format!("<source>{content}</source>")).expect("it is well-formed"))
    }

    #[test]
    fn codes_are_read_in_every_form() {
        let expected = bare(&[text("a "), open(1), text("b"), close(1), single(2), text(" c")]);
        for content in [
            "a <g id='1'>b</g><x id='2'/> c",
            "a <bx id='8' rid='1'/>b<ex id='9' rid='1'/><ph id='2'>&lt;br></ph> c",
            "a <bpt id='1'>*</bpt>b<ept id='1'>*</ept><it id='2' pos='open'/> c",
            "<mrk mid='1' mtype='seg'>a <g id='1'>b</g></mrk><mrk mid='2'><x id='2'/> c</mrk>",
            "a <pc id='1'>b</pc><ph id='2'/> c",
            "a <sc id='1'/>b<ec startRef='1'/><ph id='2'/> <sm id='m'/>c<em startRef='m'/>",
        ] {
            assert_eq!(inline(content), expected, "{content}");
        }
        assert_eq!(inline("a<cp hex='0041'/>&#x42;<![CDATA[<]]>"), [text("aAB<")]);
        assert_eq!(inline("<g id='bold'/>"), bare(&[open(0), close(0)]));
    }

    #[test]
    fn spans_that_cross_have_separate_ends() {
        let parts = [open(1), open(2), close(1), close(2)];
        let tags = Tags {
            span: |code, _| format!("g id=\"{}\"", code.id),
            span_name: "g",
            empty: |code| match code.role {
                CodeRole::Open => format!("bx rid=\"{}\"", code.id),
                _ => format!("ex rid=\"{}\"", code.id),
            },
        };
        let written = write(&parts, &tags);
        assert_eq!(written, "<bx rid=\"1\"/><g id=\"2\"><ex rid=\"1\"/></g>");
        assert_eq!(inline(&written), bare(&parts));
    }
}
