//! XLIFF 2.0; versions 2.1 and 2.2 are read, too.

use crate::exchange::file_fault::Fault;
use crate::exchange::segments::{
    CodeKind, CodeRole, Inline, Package, Returned, ReturnedSegment, Segment, SegmentState,
};
use crate::exchange::xliff_text::{self, Tags, attribute};
use crate::exchange::xml::{Element, XmlWriter};

const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:2.0";
/// The module for translations of other sources, here earlier ones.
const MATCHES: &str = "urn:oasis:names:tc:xliff:matches:2.0";
/// The module for limits of length.
const SIZES: &str = "urn:oasis:names:tc:xliff:sizerestriction:2.0";

/// Writes a package.
pub fn write(package: &Package) -> String {
    let mut xml = XmlWriter::new();
    let root = [
        ("xmlns", NAMESPACE),
        ("xmlns:mtc", MATCHES),
        ("xmlns:slr", SIZES),
        ("version", "2.0"),
        ("srcLang", &package.source_language),
        ("trgLang", &package.target_language),
    ];
    xml.open("xliff", &root);
    let files = package.segments.chunk_by(|a, b| a.file == b.file);
    for (at, segments) in files.enumerate() {
        let id = format!("f{}", at + 1);
        xml.open("file", &[("id", &id), ("original", &segments[0].file)]);
        if segments.iter().any(|segment| segment.max_length.is_some()) {
            xml.open("slr:profiles", &[("generalProfile", "xliff:codepoints")]);
            xml.leaf("slr:normalization", &[("general", "nfc")], "");
            xml.close("slr:profiles");
        }
        for segment in segments {
            write_unit(segment, &mut xml);
        }
        xml.close("file");
    }
    xml.close("xliff");
    xml.finish()
}

fn write_unit(segment: &Segment, xml: &mut XmlWriter) {
    let limit = segment.max_length.map(|limit| limit.to_string());
    let mut attributes = vec![("id", &*segment.id), ("name", &*segment.name)];
    attributes.extend(limit.as_deref().map(|limit| ("slr:sizeRestriction", limit)));
    attributes.push(("xml:space", "preserve"));
    xml.open("unit", &attributes);
    if let (Some(previous), Some(target)) = (&segment.previous_source, &segment.target) {
        xml.open("mtc:matches", &[]);
        xml.open("mtc:match", &[("ref", "#s")]);
        write_text("source", previous, xml);
        write_text("target", target, xml);
        xml.close("mtc:match");
        xml.close("mtc:matches");
    }
    if !segment.notes.is_empty() {
        xml.open("notes", &[]);
        for note in &segment.notes {
            xml.leaf("note", &[], note);
        }
        xml.close("notes");
    }
    let state = match segment.state {
        SegmentState::Untranslated | SegmentState::NeedsReview => "initial",
        SegmentState::Translated => "translated",
        SegmentState::Reviewed => "reviewed",
    };
    xml.open("segment", &[("id", "s"), ("state", state)]);
    write_text("source", &segment.source, xml);
    if let Some(target) = &segment.target {
        write_text("target", target, xml);
    }
    xml.close("segment");
    xml.close("unit");
}

fn write_text(name: &str, parts: &[Inline], xml: &mut XmlWriter) {
    xml.ready(name, &[], &xliff_text::write(parts, &TAGS));
}

const TAGS: Tags = Tags {
    span: |open, close| {
        let mut tag = format!("pc id=\"{}\"", open.id);
        code_type(open.kind, &mut tag);
        attribute("canDelete", "no", &mut tag);
        for (name, value) in [("dispStart", &open.markup), ("dispEnd", &close.markup)] {
            attribute(name, value, &mut tag);
        }
        tag
    },
    span_name: "pc",
    empty: |code| {
        let mut tag = match code.role {
            CodeRole::Standalone => format!("ph id=\"{}\"", code.id),
            CodeRole::Open => format!("sc id=\"{}\"", code.id),
            CodeRole::Close => format!("ec startRef=\"{}\"", code.id),
        };
        code_type(code.kind, &mut tag);
        attribute("canDelete", "no", &mut tag);
        attribute("disp", &code.markup, &mut tag);
        tag
    },
};

/// Writes what a code is. The format has names for few.
fn code_type(kind: CodeKind, tag: &mut String) {
    let (kind, detail) = match kind {
        CodeKind::Emphasis => ("fmt", "xlf:i"),
        CodeKind::Strong => ("fmt", "xlf:b"),
        CodeKind::LineBreak => ("fmt", "xlf:lb"),
        CodeKind::Strikethrough => ("fmt", ""),
        CodeKind::Link => ("link", ""),
        CodeKind::Picture => ("image", ""),
        CodeKind::Placeholder => ("ui", "xlf:var"),
        CodeKind::Code | CodeKind::Footnote | CodeKind::Html => ("other", ""),
    };
    attribute("type", kind, tag);
    if !detail.is_empty() {
        attribute("subType", detail, tag);
    }
}

/// Reads a file.
///
/// # Errors
/// When the file is not XLIFF 2.
pub fn read(bytes: &[u8]) -> Result<Returned, Fault> {
    let (root, version) = xliff_text::root(bytes)?;
    match version.starts_with("2.") {
        true => read_root(&root),
        false => Err(xliff_text::other_version(&root, &version)),
    }
}

/// Reads a file whose root is known to be of version 2.
pub(super) fn read_root(root: &Element) -> Result<Returned, Fault> {
    let mut returned = Returned::default();
    xliff_text::set_language(&mut returned.source_language, root.attribute("srcLang"), root.line)?;
    xliff_text::set_language(&mut returned.target_language, root.attribute("trgLang"), root.line)?;
    returned.segments.extend(xliff_text::within(root, "unit").into_iter().map(unit));
    Ok(returned)
}

/// A unit. A tool may have cut it into several segments, with the spaces between them in
/// `<ignorable>`; it is translated when all of them are.
fn unit(unit: &Element) -> ReturnedSegment {
    let mut segment = ReturnedSegment {
        id: unit.attribute("id"),
        line: unit.line,
        source: Vec::new(),
        target: None,
        unfinished: false,
    };
    let mut target = Vec::new();
    let mut complete = true;
    let parts = unit.children.iter();
    for part in parts.filter(|part| matches!(&*part.name, "segment" | "ignorable")) {
        let source = part.child("source").map(xliff_text::read).unwrap_or_default();
        let translated = part.all("target").map(xliff_text::read);
        let translated = translated.filter(|parts| xliff_text::has_content(parts)).last();
        let is_text = part.name == "segment" && xliff_text::has_content(&source);
        complete &= translated.is_some() || !is_text;
        segment.unfinished |= is_text && part.attribute("state") == "initial";
        xliff_text::append(translated.unwrap_or_else(|| source.clone()), &mut target);
        xliff_text::append(source, &mut segment.source);
    }
    // Tools copy the source of what nobody translated.
    let copied = segment.unfinished && xliff_text::alike(&target, &segment.source);
    let translated = complete && !copied && xliff_text::has_content(&target);
    segment.target = translated.then_some(target);
    segment
}
