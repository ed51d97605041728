//! The structure of a text: which block is in which list, table or quotation, and at which bytes.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::blocks::{Block, BlockKind, blocks_of};
use super::emphasis::{self, Prepared};
use super::inline::{Inline, PartsReader};
use super::{Events, OPTIONS, line_breaks};

/// The structure of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// The nodes; the first is the whole text, and each comes after its parent.
    pub nodes: Vec<Node>,
    /// The leaf blocks, in order.
    pub leaves: Vec<Leaf>,
}

/// A part of the structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its bytes in the file, without the white space around it.
    pub range: Range<usize>,
    /// The node that contains it; the whole text contains itself.
    pub parent: usize,
    /// The nodes in it, in order.
    pub children: Vec<usize>,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// The whole text.
    Text,
    /// A paragraph or a heading.
    Lines,
    /// A list.
    List,
    /// An item of a list.
    Item,
    /// A quotation.
    Quote,
    /// A table.
    Table,
    /// A row of a table; the first is its head.
    Row,
    /// A cell of a row.
    Cell,
    /// A definition list.
    Definitions,
    /// A term of a definition list.
    Term,
    /// The definition of a term.
    Definition,
    /// A footnote.
    Footnote,
    /// Code, a block of HTML, or a line.
    Verbatim,
    /// The words of a leaf block.
    Leaf,
}

/// A leaf block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The block; its range is that of its node.
    pub block: Block,
    /// Its parts.
    pub parts: Vec<Inline>,
    /// Its node.
    pub node: usize,
}

impl Leaf {
    /// What it is.
    pub fn kind(&self) -> BlockKind {
        self.block.text.kind.unwrap_or(BlockKind::Paragraph)
    }
}

impl Outline {
    /// The structure of a file's body, which begins at the byte `body_start`. `tag` is its language.
    pub fn of(text: &str, body_start: usize, tag: &str) -> Outline {
        let body = text.get(body_start..).unwrap_or("");
        let prepared = emphasis::prepare(body);
        let events: Events<'_> =
            Parser::new_ext(&prepared.text, OPTIONS).into_offset_iter().collect();
        let blocks = blocks_of(&events, &prepared, 0);
        let mut builder = Builder {
            nodes: Vec::new(),
            leaves: Vec::with_capacity(blocks.len()),
            blocks: blocks.into_iter().peekable(),
            current: 0,
            in_leaf: None,
            reader: PartsReader::new(&events, tag),
            prepared: &prepared,
        };
        builder.push(NodeKind::Text, 0..prepared.text.len());
        for index in 0..events.len() {
            builder.event(index, &events, &prepared.text);
        }
        builder.finish_leaf();
        let Builder { mut nodes, mut leaves, .. } = builder;
        let original = |range: &Range<usize>| {
            body_start + prepared.original(range.start)..body_start + prepared.original(range.end)
        };
        for node in &mut nodes {
            // The ranges of blocks are those of the body.
            let own = match node.kind {
                NodeKind::Leaf => body_start + node.range.start..body_start + node.range.end,
                _ => original(&node.range),
            };
            node.range = trimmed(text, own, node.kind);
        }
        // The parser's lists may reach into the block after them.
        for at in (0..nodes.len()).rev() {
            let is_list = matches!(nodes[at].kind, NodeKind::List | NodeKind::Definitions);
            if let Some(last) = nodes[at].children.last().filter(|_| is_list) {
                nodes[at].range.end = nodes[*last].range.end;
            }
        }
        for leaf in &mut leaves {
            leaf.block.range = nodes[leaf.node].range.clone();
        }
        Outline { nodes, leaves }
    }

    /// The nodes from a node up to the whole text.
    pub fn ancestors(&self, node: usize) -> impl Iterator<Item = usize> {
        let above = move |at: &usize| (*at != 0).then(|| self.nodes[*at].parent);
        std::iter::successors(Some(node), above)
    }

    /// The comments of editors for translators (`<!-- translator: … -->`) directly before a leaf, or
    /// before the list, table or quotation that begins with it.
    pub fn comments<'t>(&self, leaf: &Leaf, text: &'t str) -> Vec<&'t str> {
        let mut found = Vec::new();
        for node in self.ancestors(leaf.node) {
            let siblings = &self.nodes[self.nodes[node].parent].children;
            let at = siblings.iter().position(|sibling| *sibling == node).unwrap_or_default();
            let before = siblings.get(..at).unwrap_or_default().iter().rev();
            let comments = before.map_while(|node| {
                let node = &self.nodes[*node];
                (node.kind == NodeKind::Verbatim).then(|| text.get(node.range.clone()))?
            });
            found.extend(comments.map_while(comment));
            if at > 0 {
                break;
            }
        }
        found.reverse();
        found
    }

    /// The leaf whose words begin at a byte, or around it.
    pub fn leaf_at(&self, at: usize) -> Option<usize> {
        let next = self.leaves.partition_point(|leaf| leaf.block.range.start <= at);
        let found = next.checked_sub(1)?;
        (at <= self.leaves[found].block.range.end).then_some(found)
    }
}

/// What an HTML comment says to translators.
pub(super) fn comment(html: &str) -> Option<&str> {
    let inside = html.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    inside.trim().strip_prefix("translator:").map(str::trim)
}

struct Builder<'a, 'e> {
    nodes: Vec<Node>,
    leaves: Vec<Leaf>,
    blocks: std::iter::Peekable<std::vec::IntoIter<Block>>,
    current: usize,
    /// The node of the leaf that is being read.
    in_leaf: Option<usize>,
    reader: PartsReader<'a, 'e>,
    prepared: &'a Prepared<'a>,
}

impl Builder<'_, '_> {
    fn push(&mut self, kind: NodeKind, range: Range<usize>) -> usize {
        let (at, parent) = (self.nodes.len(), self.current);
        self.nodes.push(Node { kind, range, parent, children: Vec::new() });
        if at > 0 {
            self.nodes[parent].children.push(at);
        }
        at
    }

    fn event(&mut self, index: usize, events: &Events<'_>, text: &str) {
        let Some((event, range)) = events.get(index) else { return };
        match event {
            Event::Start(tag) if !line_breaks::is_inline(&tag.to_end()) => {
                self.finish_leaf();
                if let Some(kind) = kind_of(tag) {
                    self.current = self.push(kind, range.clone());
                }
            }
            Event::End(tag) if !line_breaks::is_inline(tag) => {
                self.finish_leaf();
                let transparent = matches!(tag, TagEnd::MetadataBlock(_));
                if !transparent {
                    self.current = self.nodes[self.current].parent;
                }
            }
            Event::Rule => drop(self.push(NodeKind::Verbatim, range.clone())),
            _ => self.inline(index, range, text),
        }
    }

    fn inline(&mut self, index: usize, range: &Range<usize>, text: &str) {
        let Some(own) = self.blocks.peek().map(|block| block.range.clone()) else { return };
        if !(own.start..own.end.max(own.start + 1)).contains(&self.prepared.original(range.start)) {
            return;
        }
        if self.in_leaf.is_none() {
            self.in_leaf = Some(self.push(NodeKind::Leaf, own));
        }
        self.reader.event(index, text);
    }

    fn finish_leaf(&mut self) {
        let Some(node) = self.in_leaf.take() else { return };
        let parts = self.reader.take();
        if let Some(block) = self.blocks.next() {
            self.leaves.push(Leaf { block, parts, node });
        }
    }
}

fn kind_of(tag: &Tag<'_>) -> Option<NodeKind> {
    Some(match tag {
        Tag::Paragraph | Tag::Heading { .. } => NodeKind::Lines,
        Tag::List(_) => NodeKind::List,
        Tag::Item => NodeKind::Item,
        Tag::BlockQuote(_) => NodeKind::Quote,
        Tag::Table(_) => NodeKind::Table,
        Tag::TableHead | Tag::TableRow => NodeKind::Row,
        Tag::TableCell => NodeKind::Cell,
        Tag::DefinitionList => NodeKind::Definitions,
        Tag::DefinitionListTitle => NodeKind::Term,
        Tag::DefinitionListDefinition => NodeKind::Definition,
        Tag::FootnoteDefinition(_) => NodeKind::Footnote,
        Tag::CodeBlock(_) | Tag::HtmlBlock => NodeKind::Verbatim,
        _ => return None,
    })
}

/// The bytes of a node without white space around it, nor marks of quotations without words. A leaf
/// that begins with an escaped character begins with its backslash.
fn trimmed(text: &str, range: Range<usize>, kind: NodeKind) -> Range<usize> {
    let Range { mut start, mut end } = range;
    let Some(found) = text.get(start..end) else { return start..end };
    if kind == NodeKind::Text {
        return start..end;
    }
    if kind == NodeKind::Cell && found.trim().is_empty() {
        return start..start;
    }
    start += found.len() - found.trim_start_matches([' ', '\t', '\n', '\r']).len();
    if kind == NodeKind::Leaf && start > 0 && text[..start].ends_with('\\') {
        start -= 1;
    }
    loop {
        end = start + text[start..end.max(start)].trim_ascii_end().len();
        let line = text[start..end].rfind('\n').map(|line| start + line + 1);
        match line {
            Some(line) if text[line..end].bytes().all(|b| matches!(b, b'>' | b' ' | b'\t')) => {
                end = line;
            }
            _ => return start..end,
        }
    }
}
