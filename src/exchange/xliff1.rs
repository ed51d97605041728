//! XLIFF 1.2, the format that nearly all translation tools read.
//!
//! Several tools leave a unit without `<target>` untranslated without a word, so what is not translated
//! has its source as target, and is unfinished. Tools change or drop states, notes and white space.

use crate::exchange::file_fault::Fault;
use crate::exchange::segments::{
    CodeKind, CodeRole, Inline, Package, Returned, ReturnedSegment, Segment, SegmentState,
};
use crate::exchange::xliff_text::{self, Tags, attribute};
use crate::exchange::xml::{Element, XmlWriter};

const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:1.2";

/// Writes a package.
pub fn write(package: &Package) -> String {
    let mut xml = XmlWriter::new();
    xml.open("xliff", &[("xmlns", NAMESPACE), ("version", "1.2")]);
    for segments in package.segments.chunk_by(|a, b| a.file == b.file) {
        let file = [
            ("original", &*segments[0].file),
            ("source-language", &package.source_language),
            ("target-language", &package.target_language),
            ("datatype", "plaintext"),
        ];
        xml.open("file", &file);
        xml.open("body", &[]);
        for segment in segments {
            write_unit(segment, &mut xml);
        }
        xml.close("body");
        xml.close("file");
    }
    if package.segments.is_empty() {
        xml.open(
            "file",
            &[
                ("original", "content"),
                ("source-language", &package.source_language),
                ("target-language", &package.target_language),
                ("datatype", "plaintext"),
            ],
        );
        xml.leaf("body", &[], "");
        xml.close("file");
    }
    xml.close("xliff");
    xml.finish()
}

fn write_unit(segment: &Segment, xml: &mut XmlWriter) {
    let limit = segment.max_length.map(|limit| limit.to_string());
    let mut attributes = vec![("id", &*segment.id), ("resname", &*segment.name)];
    let (target, state) = match (&segment.target, segment.state) {
        (None, _) | (_, SegmentState::Untranslated) => (&segment.source, "needs-translation"),
        (Some(target), SegmentState::NeedsReview) => (target, "needs-review-translation"),
        (Some(target), SegmentState::Translated) => (target, "translated"),
        (Some(target), SegmentState::Reviewed) => (target, "final"),
    };
    if !state.starts_with("needs-") {
        // Tools take a translation for unfinished without it, whatever its state.
        attributes.push(("approved", "yes"));
    }
    if let Some(limit) = &limit {
        attributes.extend([("maxwidth", &**limit), ("size-unit", "char")]);
    }
    attributes.push(("xml:space", "preserve"));
    xml.open("trans-unit", &attributes);
    xml.ready("source", &[], &xliff_text::write(&segment.source, &TAGS));
    xml.ready("target", &[("state", state)], &xliff_text::write(target, &TAGS));
    for note in &segment.notes {
        xml.leaf("note", &[("from", "developer")], note);
    }
    if let (Some(previous), Some(target)) = (&segment.previous_source, &segment.target) {
        xml.open("alt-trans", &[("alttranstype", "previous-version")]);
        xml.ready("source", &[], &xliff_text::write(previous, &TAGS));
        xml.ready("target", &[], &xliff_text::write(target, &TAGS));
        xml.close("alt-trans");
    }
    xml.close("trans-unit");
}

const TAGS: Tags = Tags {
    span: |open, close| {
        let equivalent = format!("{}…{}", open.markup, close.markup);
        let mut tag = format!("g id=\"{}\"", open.id);
        attribute("ctype", span_type(open.kind), &mut tag);
        attribute("equiv-text", &equivalent, &mut tag);
        tag
    },
    span_name: "g",
    empty: |code| {
        let mut tag = match code.role {
            CodeRole::Standalone => format!("x id=\"{}\"", code.id),
            CodeRole::Open => format!("bx id=\"{0}\" rid=\"{0}\"", code.id),
            CodeRole::Close => format!("ex id=\"{0}-end\" rid=\"{0}\"", code.id),
        };
        match code.role {
            CodeRole::Standalone => attribute("ctype", single_type(code.kind), &mut tag),
            CodeRole::Open => attribute("ctype", span_type(code.kind), &mut tag),
            CodeRole::Close => {}
        }
        attribute("equiv-text", &code.markup, &mut tag);
        tag
    },
};

/// The type of a span. The format has names for few.
fn span_type(kind: CodeKind) -> &'static str {
    match kind {
        CodeKind::Emphasis => "italic",
        CodeKind::Strong => "bold",
        CodeKind::Link => "link",
        kind => own_type(kind),
    }
}

fn single_type(kind: CodeKind) -> &'static str {
    match kind {
        CodeKind::Picture => "image",
        CodeKind::LineBreak => "lb",
        kind => own_type(kind),
    }
}

fn own_type(kind: CodeKind) -> &'static str {
    match kind {
        CodeKind::Emphasis => "x-emphasis",
        CodeKind::Strong => "x-strong",
        CodeKind::Strikethrough => "x-strikethrough",
        CodeKind::Link => "x-link",
        CodeKind::Picture => "x-picture",
        CodeKind::Code => "x-code",
        CodeKind::LineBreak => "x-line-break",
        CodeKind::Footnote => "x-footnote",
        CodeKind::Html => "x-html",
        CodeKind::Placeholder => "x-placeholder",
    }
}

/// Reads a file.
///
/// # Errors
/// When the file is not XLIFF 1, or has texts in several languages.
pub fn read(bytes: &[u8]) -> Result<Returned, Fault> {
    let (root, version) = xliff_text::root(bytes)?;
    match version.starts_with("1.") {
        true => read_root(&root),
        false => Err(xliff_text::other_version(&root, &version)),
    }
}

/// Reads a file whose root is known to be of version 1.
pub(super) fn read_root(root: &Element) -> Result<Returned, Fault> {
    let mut returned = Returned::default();
    for file in root.all("file") {
        let (source, target) =
            (file.attribute("source-language"), file.attribute("target-language"));
        xliff_text::set_language(&mut returned.source_language, source, file.line)?;
        xliff_text::set_language(&mut returned.target_language, target, file.line)?;
        returned.segments.extend(xliff_text::within(file, "trans-unit").into_iter().map(unit));
    }
    Ok(returned)
}

fn unit(unit: &Element) -> ReturnedSegment {
    let source = unit.child("source").map(xliff_text::read).unwrap_or_default();
    let targets = unit.all("target").map(|target| (xliff_text::read(target), target));
    // A tool may have added its translation after ours instead of replacing it.
    let target = targets.filter(|(parts, _)| xliff_text::has_content(parts)).last();
    let state = target.as_ref().map(|(_, target)| target.attribute("state")).unwrap_or_default();
    let approved = unit.attribute("approved");
    let unfinished = match &*state {
        "" => approved == "no",
        state => state == "new" || state.starts_with("needs-"),
    };
    // Some tools drop the states of units that nobody touched.
    let untouched = match &*state {
        "" => approved != "yes",
        state => matches!(state, "new" | "needs-translation"),
    };
    let is_copy = |parts: &Vec<Inline>| untouched && xliff_text::alike(parts, &source);
    let target = target.map(|(parts, _)| parts).filter(|parts| !is_copy(parts));
    ReturnedSegment { id: unit.attribute("id"), line: unit.line, source, target, unfinished }
}
