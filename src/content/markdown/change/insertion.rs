//! Where the blocks that a translation lacks belong in it.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::content::markdown::change::{Body, Edit, Translation, continuation, subset};
use crate::content::markdown::outline::NodeKind;

/// An insertion: the bytes that it replaces, which are usually none, the text, and its leaves.
type Insertion = (Range<usize>, String, Vec<usize>);

/// Finds insertions.
pub(super) struct Insertions<'i> {
    source: &'i Body<'i>,
    target: &'i Body<'i>,
    pairs: &'i BTreeMap<usize, usize>,
    written: &'i BTreeMap<usize, String>,
    pub(super) found: Vec<Insertion>,
}

/// A place in the translation: beside the counterpart of a node of the source.
struct Anchor {
    /// The node of the source that is inserted.
    node: usize,
    /// Its neighbour in the source.
    neighbour: usize,
    /// The counterpart of the neighbour.
    counterpart: usize,
    /// Whether the node comes after its neighbour.
    is_after: bool,
}

impl<'i> Insertions<'i> {
    pub(super) fn new(
        translation: &'i Translation<'i>,
        target: &'i Body<'i>,
        written: &'i BTreeMap<usize, String>,
    ) -> Insertions<'i> {
        let found = Vec::new();
        Insertions {
            source: &translation.source,
            target,
            pairs: &translation.pairs,
            written,
            found,
        }
    }

    /// Finds the insertions of all texts that have no counterpart.
    pub(super) fn find(&mut self) {
        let missing: Vec<usize> =
            self.written.keys().copied().filter(|leaf| !self.pairs.contains_key(leaf)).collect();
        let mut done: Vec<usize> = Vec::new();
        for leaf in missing {
            if done.contains(&leaf) {
                continue;
            }
            let found = match self.anchor(leaf) {
                Some(anchor) => self.insertion(&anchor),
                None if self.target.outline.leaves.is_empty() => self.whole(),
                None => None,
            };
            // A leaf that its list leaves out does not bring the list once more.
            let found = found.filter(|(at, _, leaves)| {
                leaves.contains(&leaf) && self.is_between(leaf, at.start)
            });
            if let Some(insertion) = found {
                done.extend(&insertion.2);
                self.push(insertion);
            }
        }
    }

    /// Whether a place in the translation is after the counterpart of the leaf before, and before that
    /// of the leaf after.
    fn is_between(&self, leaf: usize, at: usize) -> bool {
        let start = |(_, own): (&usize, &usize)| {
            self.target.outline.leaves.get(*own).map_or(0, |leaf| leaf.block.range.start)
        };
        let before = self.pairs.range(..leaf).next_back().map(start);
        let after = self.pairs.range(leaf + 1..).next().map(start);
        before.is_none_or(|before| before <= at) && after.is_none_or(|after| at <= after)
    }

    /// Adds an insertion; those at one place become one.
    fn push(&mut self, (range, text, leaves): Insertion) {
        match self.found.iter_mut().find(|(other, ..)| *other == range) {
            Some((_, before, all)) => {
                before.push_str(&text);
                all.extend(leaves);
            }
            None => self.found.push((range, text, leaves)),
        }
    }

    /// All new texts, for a body without any text.
    fn whole(&self) -> Option<Insertion> {
        let subset = subset::of(self.source, 0, self.written);
        let nodes = &self.source.outline.nodes;
        let (first, last) = (nodes[0].children.first()?, nodes[0].children.last()?);
        let text = edited(self.source, nodes[*first].range.start..nodes[*last].range.end, &subset);
        let end = self.target.text.len();
        let before = &self.target.text[self.target.start..];
        let break_before = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
        Some((end..end, format!("{break_before}{text}\n"), subset.leaves))
    }

    /// The best place for a leaf: beside the leaf that shares most of the structure around it.
    fn anchor(&self, leaf: usize) -> Option<Anchor> {
        let before = self.pairs.range(..leaf).next_back();
        let after = self.pairs.range(leaf + 1..).next();
        let one = |pair: Option<(&usize, &usize)>, is_after: bool| {
            let (neighbour, counterpart) = pair?;
            self.beside(leaf, *neighbour, *counterpart, is_after)
        };
        let (before, after) = (one(before, true), one(after, false));
        match (before, after) {
            (Some((depth, before)), Some((other, after))) => {
                Some(if other > depth { after } else { before })
            }
            (one, other) => one.or(other).map(|(_, anchor)| anchor),
        }
    }

    /// The place beside a leaf, and the depth of the structure that both share.
    fn beside(
        &self,
        leaf: usize,
        neighbour: usize,
        counterpart: usize,
        is_after: bool,
    ) -> Option<(usize, Anchor)> {
        let source = self.source.outline;
        let path = |leaf: usize| -> Vec<usize> {
            let mut path: Vec<usize> = source.ancestors(source.leaves[leaf].node).collect();
            path.reverse();
            path
        };
        let (own, other) = (path(leaf), path(neighbour));
        let depth = own.iter().zip(&other).take_while(|(a, b)| a == b).count();
        let (node, neighbour) = (*own.get(depth)?, *other.get(depth)?);
        let steps = other.len() - 1 - depth;
        let target = self.target.outline;
        let above: Vec<usize> =
            target.ancestors(target.leaves.get(counterpart)?.node).take(steps + 2).collect();
        let kinds = other.iter().rev().map(|node| source.nodes[*node].kind);
        let same = above.iter().map(|node| target.nodes[*node].kind).eq(kinds.take(steps + 2));
        let counterpart = *above.get(steps)?;
        same.then_some((depth, Anchor { node, neighbour, counterpart, is_after }))
    }

    fn insertion(&self, anchor: &Anchor) -> Option<Insertion> {
        let (source, target) = (self.source.outline, self.target.outline);
        let kind = source.nodes[anchor.node].kind;
        let subset = subset::of(self.source, anchor.node, self.written);
        if !subset.is_kept {
            return None;
        }
        let text = edited(self.source, source.nodes[anchor.node].range.clone(), &subset);
        if kind == NodeKind::Cell {
            return self.cell(anchor, text, subset.leaves);
        }
        let place = &target.nodes[anchor.counterpart];
        let lead = continuation(self.source.text, source.nodes[anchor.node].range.start);
        let prefix = continuation(self.target.text, place.range.start);
        let text = match kind {
            NodeKind::Item => marked_as(&text, &self.target.text[place.range.clone()])?,
            _ => text,
        };
        let mut lines = text.replace("\r\n", "\n");
        if lines.contains('\n') {
            let mut moved = lines.split('\n').enumerate().map(|(at, line)| match at {
                0 => line.to_owned(),
                _ => format!("{prefix}{}", without(line, &lead)).trim_end().to_owned(),
            });
            lines = moved.by_ref().collect::<Vec<_>>().join("\n");
        }
        let separator = match self.is_apart(anchor) {
            true => format!("\n{}\n{prefix}", prefix.trim_end()),
            false => format!("\n{prefix}"),
        };
        let rest = self.target.text[place.range.end..].lines().next().unwrap_or_default();
        match anchor.is_after {
            true if !rest.trim().is_empty() => None,
            true => {
                let at = place.range.end;
                Some((at..at, format!("{separator}{lines}"), subset.leaves))
            }
            false => {
                let at = place.range.start;
                Some((at..at, format!("{lines}{separator}"), subset.leaves))
            }
        }
    }

    /// A cell in the same column, if it is empty.
    fn cell(&self, anchor: &Anchor, text: String, leaves: Vec<usize>) -> Option<Insertion> {
        let (source, target) = (self.source.outline, self.target.outline);
        let row = &source.nodes[source.nodes[anchor.node].parent];
        let column = row.children.iter().position(|cell| *cell == anchor.node)?;
        let own = &target.nodes[target.nodes[anchor.counterpart].parent];
        let cell = &target.nodes[*own.children.get(column)?];
        let is_empty = cell.kind == NodeKind::Cell && cell.children.is_empty();
        let at = cell.range.start;
        is_empty.then(|| (at..at, format!(" {text}"), leaves))
    }

    /// Whether a blank line separates the inserted node from its neighbour.
    fn is_apart(&self, anchor: &Anchor) -> bool {
        let (source, target) = (self.source.outline, self.target.outline);
        let around = |body: &Body<'_>, parent: usize| {
            let siblings = &body.outline.nodes[parent].children;
            let [one, other] = [*siblings.first()?, *siblings.get(1)?];
            let nodes = &body.outline.nodes;
            Some(has_blank(body, nodes[one].range.end..nodes[other].range.start))
        };
        let parent = source.nodes[anchor.node].parent;
        let between = || {
            let (a, b) = (&source.nodes[anchor.node].range, &source.nodes[anchor.neighbour].range);
            has_blank(self.source, a.end.min(b.end)..a.start.max(b.start))
        };
        match source.nodes[anchor.node].kind {
            NodeKind::Row => false,
            NodeKind::Item => {
                let own = target.nodes[anchor.counterpart].parent;
                around(self.target, own).or(around(self.source, parent)).unwrap_or(false)
            }
            _ => match source.nodes[parent].kind {
                NodeKind::Item | NodeKind::Definitions => between(),
                _ => true,
            },
        }
    }
}

/// Whether a part of a text has a blank line.
fn has_blank(body: &Body<'_>, range: Range<usize>) -> bool {
    let found = body.text.get(range).unwrap_or_default();
    found.bytes().filter(|byte| *byte == b'\n').count() > 1
}

/// A part of the source after its edits.
fn edited(body: &Body<'_>, range: Range<usize>, subset: &subset::Subset) -> String {
    let mut edits: Vec<&Edit> = subset.edits.iter().collect();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut out = String::new();
    let mut at = range.start;
    for Edit { range: own, text } in edits {
        out.push_str(body.text.get(at..own.start).unwrap_or_default());
        out.push_str(text);
        at = own.end.max(at);
    }
    out.push_str(body.text.get(at..range.end).unwrap_or_default());
    out
}

/// An item with the mark of another item: its bullet, or the sign after its number. `None` if only one
/// of the two has a number.
fn marked_as(item: &str, model: &str) -> Option<String> {
    let number = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (own, other) = (number(item), number(model));
    let sign = model.get(other..)?.chars().next()?;
    let rest = item.get(own..)?;
    let length = rest.chars().next()?.len_utf8();
    ((own > 0) == (other > 0)).then(|| format!("{}{sign}{}", &item[..own], &rest[length..]))
}

/// A line without what the containers around it put at its beginning.
fn without<'l>(line: &'l str, lead: &str) -> &'l str {
    let mut rest = line;
    for mark in lead.chars() {
        match mark {
            '>' => match rest.trim_start_matches(' ').strip_prefix('>') {
                Some(after) => rest = after,
                None => return rest,
            },
            _ => rest = rest.strip_prefix([' ', '\t']).unwrap_or(rest),
        }
    }
    rest
}
