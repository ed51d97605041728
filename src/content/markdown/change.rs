//! Changing the translation of a Markdown file in place: everything but the changed blocks keeps its
//! bytes. New blocks are inserted where the source has them, in the lists, tables and quotations
//! around them.

mod insertion;
mod subset;

use std::collections::BTreeMap;
use std::ops::Range;

use super::blocks::Block;
use super::inline::{Inline, shape};
use super::inline_writer::write;
use super::outline::{Leaf, Outline};
use insertion::Insertions;

/// The text of a file with its structure.
#[derive(Clone, Debug)]
pub struct Body<'a> {
    /// The whole file.
    pub text: &'a str,
    /// Where the body begins, after the front matter.
    pub start: usize,
    /// The structure of the body.
    pub outline: &'a Outline,
    /// The language.
    pub tag: &'a str,
}

/// A translation to be changed.
#[derive(Clone, Debug)]
pub struct Translation<'a> {
    /// The source.
    pub source: Body<'a>,
    /// The translation; `None` if it has no body yet.
    pub target: Option<Body<'a>>,
    /// The language of the translation.
    pub tag: &'a str,
    /// The leaves of the source that have a translation, with the leaf of the translation.
    pub pairs: BTreeMap<usize, usize>,
}

/// The new texts by leaf of the source.
pub type NewTexts = BTreeMap<usize, Vec<Inline>>;

/// Why a block cannot be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Its words and mark-up cannot be written so that readers see exactly them.
    Unwritable,
    /// The translation has no place for it: lists or tables differ from those of the source.
    NoPlace,
}

/// The result of a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// The new body.
    pub body: String,
    /// The leaves of the source whose texts are in it, with the new blocks.
    pub done: Vec<(usize, Block)>,
    /// The other leaves.
    pub refused: Vec<(usize, Obstacle)>,
}

/// A replacement of bytes of the translation, or of the source for a new translation.
#[derive(Clone, Debug)]
struct Edit {
    range: Range<usize>,
    text: String,
}

/// The body with these texts in the place of the old ones. Texts that cannot be written, or that
/// another block would be read differently with, are left out.
pub fn changed(translation: &Translation<'_>, new: &NewTexts) -> Changed {
    for fully in [false, true] {
        let attempt = attempt(translation, new, fully);
        if attempt.culprit.is_none() {
            return attempt.changed;
        }
    }
    let mut kept = new.clone();
    let mut suspects = Vec::new();
    while let Some(culprit) = attempt(translation, &kept, true).culprit
        && let Some(parts) = kept.remove(&culprit)
    {
        suspects.push((culprit, parts));
    }
    // A text may have been read in another way because of one that is gone now.
    let mut refused = Vec::new();
    for (leaf, parts) in suspects.into_iter().rev() {
        kept.insert(leaf, parts);
        if attempt(translation, &kept, true).culprit.is_some() {
            kept.remove(&leaf);
            refused.push((leaf, Obstacle::NoPlace));
        }
    }
    let mut changed = attempt(translation, &kept, true).changed;
    changed.refused.extend(refused);
    changed
}

/// A change that may have gone wrong.
struct Attempt {
    changed: Changed,
    /// The new text that is not read as it was meant, or that changes how others are read.
    culprit: Option<usize>,
}

fn attempt(translation: &Translation<'_>, new: &NewTexts, fully: bool) -> Attempt {
    let source = &translation.source.outline.leaves;
    let mut written = BTreeMap::new();
    let mut changed = Changed::default();
    for (at, parts) in new {
        let text =
            source.get(*at).and_then(|leaf| write(parts, leaf.kind(), fully, translation.tag));
        match text {
            Some(text) => drop(written.insert(*at, text)),
            None => changed.refused.push((*at, Obstacle::Unwritable)),
        }
    }
    let mut plan = Plan { translation, written: &written, edits: Vec::new(), order: Vec::new() };
    match &translation.target {
        None => plan.create(),
        Some(target) => plan.change(target),
    }
    let placed: Vec<usize> = plan.order.iter().filter_map(|placed| placed.source).collect();
    for at in written.keys() {
        if !placed.contains(at) {
            changed.refused.push((*at, Obstacle::NoPlace));
        }
    }
    changed.body = plan.text();
    let read = Outline::of(&changed.body, 0, translation.tag).leaves;
    let culprit = plan.culprit(&read, new);
    let pairs = plan.order.iter().zip(read);
    changed.done = pairs.filter_map(|(placed, leaf)| Some((placed.source?, leaf.block))).collect();
    Attempt { changed, culprit }
}

/// A leaf of the new body.
#[derive(Clone, Copy, Debug)]
struct PlacedLeaf {
    /// Where it is inserted, or where it was.
    at: usize,
    /// The leaf of the source whose text it has.
    source: Option<usize>,
    /// The leaf of the translation that it was.
    target: Option<usize>,
}

struct Plan<'p> {
    translation: &'p Translation<'p>,
    /// The Markdown of each new text.
    written: &'p BTreeMap<usize, String>,
    edits: Vec<Edit>,
    order: Vec<PlacedLeaf>,
}

impl Plan<'_> {
    /// A new body with the structure of the source.
    fn create(&mut self) {
        let source = &self.translation.source;
        let subset = subset::of(source, 0, self.written);
        self.edits = subset.edits;
        let placed = subset.leaves.into_iter();
        self.order.extend(placed.map(|leaf| PlacedLeaf {
            at: 0,
            source: Some(leaf),
            target: None,
        }));
    }

    fn change(&mut self, target: &Body<'_>) {
        let mut replaced = BTreeMap::new();
        for (at, text) in self.written {
            if let Some(own) = self.translation.pairs.get(at)
                && let Some(leaf) = target.outline.leaves.get(*own)
            {
                replaced.insert(*own, *at);
                let range = leaf.block.range.clone();
                let text = continued(text, target.text, range.start);
                self.edits.push(Edit { range, text });
            }
        }
        let mut insertions = Insertions::new(self.translation, target, self.written);
        insertions.find();
        for (own, leaf) in target.outline.leaves.iter().enumerate() {
            let at = leaf.block.range.start;
            self.order.push(PlacedLeaf {
                at,
                source: replaced.get(&own).copied(),
                target: Some(own),
            });
        }
        for (at, text, leaves) in insertions.found {
            self.edits.push(Edit { range: at.clone(), text });
            self.order.extend(leaves.into_iter().map(|leaf| PlacedLeaf {
                at: at.start,
                source: Some(leaf),
                target: None,
            }));
        }
        // An insertion comes before what was at its place.
        self.order.sort_by_key(|placed| (placed.at, placed.target.is_some()));
    }

    /// The new body.
    fn text(&self) -> String {
        let body = self.translation.target.as_ref().unwrap_or(&self.translation.source);
        let returns = body.text.contains("\r\n");
        let mut edits = self.edits.clone();
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut out = String::with_capacity(body.text.len() + 64);
        let mut at = body.start;
        for Edit { range, text } in edits {
            out.push_str(body.text.get(at..range.start).unwrap_or_default());
            let text = text.replace("\r\n", "\n");
            out.push_str(&if returns { text.replace('\n', "\r\n") } else { text });
            at = range.end.max(at);
        }
        out.push_str(body.text.get(at..).unwrap_or_default());
        out
    }

    /// The new text nearest to the first leaf that is read in another way than it was meant; `None` if
    /// the body has exactly the old leaves and the new texts, in order.
    fn culprit(&self, read: &[Leaf], new: &NewTexts) -> Option<usize> {
        let pairs = self.order.iter().zip(read);
        let common = pairs.take_while(|(placed, leaf)| self.is_meant(placed, leaf, new)).count();
        if common == self.order.len() && common == read.len() {
            return None;
        }
        let at = (common + 1).min(self.order.len());
        let mut before = self.order[..at].iter().rev();
        let near = before.find_map(|placed| placed.source);
        near.or_else(|| self.order[at..].iter().find_map(|placed| placed.source))
    }

    fn is_meant(&self, placed: &PlacedLeaf, leaf: &Leaf, new: &NewTexts) -> bool {
        let source = placed.source.and_then(|at| self.translation.source.outline.leaves.get(at));
        let target = self.translation.target.as_ref();
        let before = placed.target.and_then(|at| target?.outline.leaves.get(at));
        if before.or(source).is_none_or(|model| model.kind() != leaf.kind()) {
            return false;
        }
        match (placed.source.and_then(|at| new.get(&at)), before) {
            (Some(parts), _) => shape(parts) == shape(&leaf.parts),
            (None, Some(before)) => before.block.text.markdown == leaf.block.text.markdown,
            (None, None) => false,
        }
    }
}

/// A text of a block whose lines after the first continue the block at a byte of a file.
fn continued(text: &str, file: &str, at: usize) -> String {
    match text.contains('\n') {
        true => text.replace('\n', &format!("\n{}", continuation(file, at))),
        false => text.to_owned(),
    }
}

/// What the lines begin with that continue a block at a byte: the marks of quotations, and spaces
/// below the marks of lists.
fn continuation(file: &str, at: usize) -> String {
    let start = file[..at].rfind('\n').map_or(0, |line| line + 1);
    let mark = |c: char| if matches!(c, '>' | ' ' | '\t') { c } else { ' ' };
    file[start..at].chars().map(mark).collect()
}

#[cfg(test)]
mod tests;
