//! A part of the source with some of its leaves translated and the others left out.

use std::collections::BTreeMap;

use crate::content::markdown::change::{Body, Edit, continued};
use crate::content::markdown::outline::{NodeKind, comment};

/// The edits that make a subset of a node.
#[derive(Debug, Default)]
pub(super) struct Subset {
    /// Whether anything of the node is left.
    pub(super) is_kept: bool,
    /// The edits of the source's text.
    pub(super) edits: Vec<Edit>,
    /// The leaves that are left, in order.
    pub(super) leaves: Vec<usize>,
}

/// The subset of a node with exactly the leaves that are `written`, as far as lists and tables allow:
/// an item without its text and a definition list without all its texts are left out.
pub(super) fn of(body: &Body<'_>, node: usize, written: &BTreeMap<usize, String>) -> Subset {
    let leaf_of_node: BTreeMap<usize, usize> =
        body.outline.leaves.iter().enumerate().map(|(at, leaf)| (leaf.node, at)).collect();
    SubsetReader { body, written, leaf_of_node: &leaf_of_node }.node(node)
}

struct SubsetReader<'a> {
    body: &'a Body<'a>,
    written: &'a BTreeMap<usize, String>,
    leaf_of_node: &'a BTreeMap<usize, usize>,
}

impl SubsetReader<'_> {
    fn node(&self, at: usize) -> Subset {
        let node = &self.body.outline.nodes[at];
        match node.kind {
            NodeKind::Leaf => self.leaf(at),
            NodeKind::Verbatim => Subset { is_kept: !self.is_comment(at), ..Subset::default() },
            _ => {
                let children = node.children.iter().map(|child| self.node(*child)).collect();
                self.container(at, children)
            }
        }
    }

    fn leaf(&self, at: usize) -> Subset {
        let found = self.leaf_of_node.get(&at);
        let Some((leaf, text)) = found.and_then(|leaf| Some((leaf, self.written.get(leaf)?)))
        else {
            return Subset::default();
        };
        let range = self.body.outline.nodes[at].range.clone();
        let text = continued(text, self.body.text, range.start);
        Subset { is_kept: true, edits: vec![Edit { range, text }], leaves: vec![*leaf] }
    }

    fn container(&self, at: usize, mut children: Vec<Subset>) -> Subset {
        let node = &self.body.outline.nodes[at];
        let some = children.iter().any(|child| child.is_kept);
        let all = children.iter().all(|child| child.is_kept);
        let is_kept = match node.kind {
            NodeKind::Text => true,
            NodeKind::Cell => some,
            NodeKind::Item => children.first().is_none_or(|first| first.is_kept),
            NodeKind::Definitions => all,
            NodeKind::Row => some || !self.has_leaves(at),
            _ => some || children.is_empty(),
        };
        if !is_kept {
            return Subset::default();
        }
        let mut subset = Subset { is_kept, ..Subset::default() };
        let emptied = match node.kind {
            // A row has all its cells, and a table has its head.
            NodeKind::Row => 0..children.len(),
            NodeKind::Table => 0..1,
            _ => 0..0,
        };
        for (index, child) in node.children.iter().enumerate() {
            if emptied.contains(&index) && !children[index].is_kept {
                self.empty(*child, &mut subset);
                children[index].is_kept = true;
            }
        }
        self.leave_out(at, &children, &mut subset);
        for child in children.into_iter().filter(|child| child.is_kept) {
            subset.edits.extend(child.edits);
            subset.leaves.extend(child.leaves);
        }
        subset
    }

    /// Empties the cells of a node.
    fn empty(&self, at: usize, subset: &mut Subset) {
        let node = &self.body.outline.nodes[at];
        match node.kind {
            NodeKind::Cell => {
                subset.edits.push(Edit { range: node.range.clone(), text: String::new() });
            }
            _ => node.children.iter().for_each(|child| self.empty(*child, subset)),
        }
    }

    /// Removes the children that are not kept, with the space between them and their neighbours.
    fn leave_out(&self, at: usize, children: &[Subset], subset: &mut Subset) {
        let node = &self.body.outline.nodes[at];
        let range = |index: usize| self.body.outline.nodes[node.children[index]].range.clone();
        let Some(first) = children.iter().position(|child| child.is_kept) else {
            if node.kind == NodeKind::Text && !children.is_empty() {
                let whole = range(0).start..range(children.len() - 1).end;
                subset.edits.push(Edit { range: whole, text: String::new() });
            }
            return;
        };
        if first > 0 {
            let before = range(0).start..range(first).start;
            subset.edits.push(Edit { range: before, text: String::new() });
        }
        for (index, child) in children.iter().enumerate().skip(first + 1) {
            if !child.is_kept {
                let own = range(index);
                let before = self.end_before(own.start);
                let blanks =
                    |from: usize, to: usize| self.body.text[from..to].matches('\n').count();
                // The blank line before a comment also separates the blocks around it.
                let gone = match node.children.get(index + 1).map(|_| range(index + 1).start) {
                    Some(next) if blanks(own.end, next) < blanks(before, own.start) => {
                        own.start..next
                    }
                    _ => before..own.end,
                };
                subset.edits.push(Edit { range: gone, text: String::new() });
            }
        }
    }

    /// The end of the text above the line of a node, without blank lines.
    fn end_before(&self, at: usize) -> usize {
        let text = self.body.text;
        let is_mark = |byte: u8| matches!(byte, b'>' | b' ' | b'\t' | b'\r' | b'\n');
        let mut end = text[..at].rfind('\n').unwrap_or(at);
        while let Some(line) = text[..end].rfind('\n')
            && text[line..end].bytes().all(is_mark)
        {
            end = line;
        }
        self.body.start.max(text[..end].trim_end_matches([' ', '\t', '\r']).len())
    }

    fn has_leaves(&self, at: usize) -> bool {
        let node = &self.body.outline.nodes[at];
        node.kind == NodeKind::Leaf || node.children.iter().any(|child| self.has_leaves(*child))
    }

    /// Whether a node is a comment for translators.
    fn is_comment(&self, at: usize) -> bool {
        comment(&self.body.text[self.body.outline.nodes[at].range.clone()]).is_some()
    }
}
