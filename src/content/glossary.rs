//! `content/glossary.yaml`: words of the source language, and how they are translated.

use std::collections::BTreeMap;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Sources, Span};
use crate::base::text::{Lang, Languages};
use crate::base::yaml::{Document, Fields, Node};
use crate::content::field_reader::unknown_language;

/// The path of the file.
pub const GLOSSARY: &str = "content/glossary.yaml";

/// An example of an entry.
const EXAMPLE: &str = "{term: fog, use: {da: tåge}}";

/// The entries of a glossary, in order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glossary {
    /// The entries.
    pub entries: Vec<GlossaryEntry>,
}

/// A term of the source language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlossaryEntry {
    /// Its forms, of which there is at least one.
    pub term: Vec<String>,
    /// The translations to use, by language; one of them is enough.
    pub right: BTreeMap<Lang, Vec<String>>,
    /// The translations to avoid, by language.
    pub wrong: BTreeMap<Lang, Vec<String>>,
    /// What translators should know of it.
    pub note: Option<String>,
    /// Whether capital letters matter.
    pub case_sensitive: bool,
    /// Whether its words must end where they end here.
    pub whole_words: bool,
    /// The place of the term.
    pub span: Span,
}

impl Glossary {
    /// The glossary of a site; empty if there is none. Its faults are reported where all files are read.
    pub fn of_site(sources: &Sources, languages: &Languages) -> Glossary {
        let file = sources.find(GLOSSARY);
        let text = file.and_then(|file| Some((file, sources.get(file).text()?)));
        text.map(|(file, text)| read_glossary(file, text, languages).0).unwrap_or_default()
    }
}

/// Reads the file. Entries with faults are left out.
pub fn read_glossary(file: FileId, text: &str, languages: &Languages) -> (Glossary, Report) {
    let mut report = Report::new();
    let Some(document) = Document::parse(file, text, 0, &mut report) else {
        return (Glossary::default(), report);
    };
    let items = document.root().list(&format!("[{EXAMPLE}]"), &mut report);
    let entries = items.iter().filter_map(|item| entry(item, languages, &mut report)).collect();
    (Glossary { entries }, report)
}

fn entry(item: &Node<'_>, languages: &Languages, report: &mut Report) -> Option<GlossaryEntry> {
    let mut fields = item.fields(EXAMPLE, report)?;
    let node = fields.require("term", "fog");
    let span = node.as_ref().map_or_else(|| item.span(), Node::span);
    if let Some(empty) = node.as_ref().filter(|node| node.is_empty()) {
        report.push(
            Diagnostic::error("yaml/missing-field", "the field `term` is empty")
                .at(empty.span())
                .help("add `term: fog`"),
        );
    }
    let term = node.map(|node| words(&node, "fog", report)).unwrap_or_default();
    let right = by_language(&mut fields, "use", languages, report);
    let wrong = by_language(&mut fields, "avoid", languages, report);
    let note = fields.get("note");
    let note = note.and_then(|node| Some(node.text("a note", "\"…\"", report)?.trim().to_owned()));
    let mut flag = |name| fields.get(name).and_then(|node| node.boolean(report)).unwrap_or(false);
    let (case_sensitive, whole_words) = (flag("case_sensitive"), flag("whole_words"));
    fields.finish(report);
    if term.is_empty() {
        return None;
    }
    Some(GlossaryEntry { term, right, wrong, note, case_sensitive, whole_words, span })
}

/// Words in each language: `{da: tåge, en: [fog, mist]}`.
fn by_language(
    fields: &mut Fields<'_>,
    name: &'static str,
    languages: &Languages,
    report: &mut Report,
) -> BTreeMap<Lang, Vec<String>> {
    let mut all: BTreeMap<Lang, Vec<String>> = BTreeMap::new();
    let Some(node) = fields.get(name) else { return all };
    for (tag, value) in node.entries("{da: tåge}", report) {
        match languages.find(&tag) {
            Some(Lang::SOURCE) => report.push(
                Diagnostic::error(
                    "glossary/source-language",
                    format!("`{tag}` is the source language; terms are translated from it"),
                )
                .at(value.key_span())
                .help("write the words of the source into `term`"),
            ),
            Some(lang) => all.entry(lang).or_default().extend(words(&value, "tåge", report)),
            None => report.push(unknown_language(&tag, value.key_span(), languages)),
        }
    }
    all
}

/// A word or phrase, or a list of them, each on one line.
fn words(node: &Node<'_>, example: &str, report: &mut Report) -> Vec<String> {
    let nodes = match node.is_list() {
        true => node.list(&format!("[{example}]"), report),
        false => vec![node.clone()],
    };
    let text = |node: &Node<'_>| {
        let text = node.text("a word", example, report)?;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(text).filter(|text| !text.is_empty())
    };
    nodes.iter().filter_map(text).collect()
}
