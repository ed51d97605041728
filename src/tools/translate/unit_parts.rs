//! The texts of units with their mark-up as codes.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::base::source::{At, FileId, Sources, Span, front_matter};
use crate::base::text::{Lang, Languages};
use crate::base::yaml::Document;
use crate::content::markdown::inline::{Code, CodeKind, CodeRole, Inline, numbered_as};
use crate::content::markdown::outline::{Leaf, Outline};
use crate::event::translation::units::Unit;
use crate::event::translation::{Placed, Text};

/// The files of units, read.
pub(super) struct UnitParts<'s> {
    pub(super) sources: &'s Sources,
    languages: &'s Languages,
    outlines: BTreeMap<FileId, Outline>,
    /// The values of YAML files that have texts of several lines.
    values: BTreeMap<FileId, serde_json::Value>,
}

/// What `read` makes of a file.
enum ReadFile {
    Outline(Outline),
    Values(serde_json::Value),
}

impl<'s> UnitParts<'s> {
    /// Reads the files of units.
    pub(super) fn new<'u>(
        sources: &'s Sources,
        languages: &'s Languages,
        units: impl Iterator<Item = &'u Unit>,
    ) -> UnitParts<'s> {
        let mut files: BTreeSet<(FileId, Option<Lang>)> = BTreeSet::new();
        for unit in units {
            let both = [(&unit.source, Lang::SOURCE), (&unit.translation, unit.lang)];
            for (placed, lang) in both {
                let Some(placed) = placed else { continue };
                let is_block = placed.text.kind.is_some();
                files.insert((placed.span.file, is_block.then_some(lang)));
            }
        }
        let files: Vec<_> = files.into_iter().collect();
        let one = |(file, lang): &(FileId, Option<Lang>)| {
            let text = sources.get(*file).text()?;
            let read = match lang {
                Some(lang) => {
                    let tag = languages.tag(*lang);
                    ReadFile::Outline(Outline::of(text, body_start(text), tag))
                }
                None => ReadFile::Values(values(text)?),
            };
            Some((*file, read))
        };
        let read: Vec<_> = files.par_iter().with_min_len(16).filter_map(one).collect();
        let mut parts =
            UnitParts { sources, languages, outlines: BTreeMap::new(), values: BTreeMap::new() };
        for (file, read) in read {
            match read {
                ReadFile::Outline(outline) => drop(parts.outlines.insert(file, outline)),
                ReadFile::Values(values) => drop(parts.values.insert(file, values)),
            }
        }
        parts
    }

    /// The structure of a Markdown file.
    pub(super) fn outline(&self, file: FileId) -> Option<&Outline> {
        self.outlines.get(&file)
    }

    /// The leaf of a block, with its position among the leaves of its file.
    pub(super) fn leaf(&self, placed: &Placed) -> Option<(usize, &Leaf)> {
        let At::Bytes(range) = &placed.span.at else { return None };
        let outline = self.outlines.get(&placed.span.file)?;
        let at = outline.leaf_at(range.start as usize)?;
        Some((at, &outline.leaves[at]))
    }

    /// The parts of a text.
    pub(super) fn of(&self, placed: &Placed) -> Vec<Inline> {
        if placed.text.kind.is_some()
            && let Some((_, leaf)) = self.leaf(placed)
        {
            return leaf.parts.clone();
        }
        match self.several_lines(&placed.span) {
            Some(text) => lines(text),
            None => vec![Inline::Text(placed.text.words.clone())],
        }
    }

    /// The parts of a translation, with the numbers of the codes of its source.
    pub(super) fn of_translation(&self, unit: &Unit, source: &[Inline]) -> Option<Vec<Inline>> {
        unit.translation.as_ref().map(|placed| numbered_as(&self.of(placed), source))
    }

    /// The parts of a text that is no longer in a file.
    pub(super) fn of_old(&self, text: &Text) -> Vec<Inline> {
        let tag = self.languages.tag(Lang::SOURCE);
        let outline = text.kind.map(|_| Outline::of(&text.markdown, 0, tag));
        match outline.and_then(|outline| outline.leaves.into_iter().next()) {
            Some(leaf) => leaf.parts,
            None => vec![Inline::Text(text.words.clone())],
        }
    }

    /// A short text that has several lines.
    fn several_lines(&self, span: &Span) -> Option<&str> {
        let At::Value(path) = &span.at else { return None };
        let text = path.value_in(self.values.get(&span.file)?)?.as_str()?.trim();
        text.contains('\n').then_some(text)
    }
}

/// Where the body of a Markdown file begins.
pub(super) fn body_start(text: &str) -> usize {
    front_matter(text).ok().flatten().map_or(0, |front| front.body)
}

/// The values of a YAML text or a front matter, if some may have several lines.
fn values(text: &str) -> Option<serde_json::Value> {
    let yaml = match front_matter(text).ok()? {
        Some(front) => &text[front.yaml],
        None => text,
    };
    let several = yaml.contains(['|', '>']) || yaml.contains("\\n");
    several.then(|| Document::parse_quietly(yaml)).flatten()
}

/// The lines of a short text, with codes between them.
fn lines(text: &str) -> Vec<Inline> {
    let mut parts = Vec::new();
    for (id, line) in (0..).zip(text.lines()) {
        if id > 0 {
            parts.push(Inline::Code(Code {
                id,
                role: CodeRole::Standalone,
                kind: CodeKind::LineBreak,
                markup: "\n".to_owned(),
            }));
        }
        parts.push(Inline::Text(line.trim().to_owned()));
    }
    parts
}

/// A short text from its parts.
pub(super) fn short_text(parts: &[Inline]) -> String {
    let part = |part: &Inline| match part {
        Inline::Text(text) => text.clone(),
        Inline::Code(code) => code.markup.clone(),
    };
    crate::content::markdown::inline::settled(parts).iter().map(part).collect()
}
