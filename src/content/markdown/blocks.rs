//! The leaf blocks of a text: what a translator translates at a time.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::emphasis::{self, MARK, Prepared};
use super::{Events, OPTIONS};
use crate::content::unit_text::{Text, TextHash, one_line};

/// What a leaf block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockKind {
    /// A heading, with its level.
    Heading(u8),
    /// A paragraph, also one in a quotation, a footnote or a list whose items are apart.
    Paragraph,
    /// The text of an item of a list, without the lists in it.
    Item,
    /// A cell of a table.
    Cell,
    /// A term of a definition list.
    Term,
    /// The definition of a term.
    Definition,
}

impl BlockKind {
    /// The name in messages.
    pub fn noun(self) -> &'static str {
        match self {
            BlockKind::Heading(_) => "heading",
            BlockKind::Paragraph => "paragraph",
            BlockKind::Item => "list item",
            BlockKind::Cell => "table cell",
            BlockKind::Term => "term",
            BlockKind::Definition => "definition",
        }
    }
}

/// A leaf block. Code blocks, blocks of HTML and lines are none: they have nothing to translate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The text, with its kind.
    pub text: Arc<Text>,
    /// The bytes in the file.
    pub range: Range<usize>,
}

/// The leaf blocks of a file's body, which begins at the byte `body_start`, in order.
pub fn leaf_blocks(text: &str, body_start: usize) -> Vec<Block> {
    let body = text.get(body_start..).unwrap_or("");
    let prepared = emphasis::prepare(body);
    let events: Events<'_> = Parser::new_ext(&prepared.text, OPTIONS).into_offset_iter().collect();
    blocks_of(&events, &prepared, body_start)
}

/// The leaf blocks of a text that was read.
pub(super) fn blocks_of(
    events: &Events<'_>,
    prepared: &Prepared<'_>,
    body_start: usize,
) -> Vec<Block> {
    let mut collector =
        Collector { has_marks: prepared.text.contains(MARK), ..Collector::default() };
    for (event, range) in events {
        collector.event(event, range);
    }
    collector.finish_block();
    let original = |at| body_start + prepared.original(at);
    for block in &mut collector.blocks {
        block.range = original(block.range.start)..original(block.range.end);
    }
    collector.blocks
}

#[derive(Default)]
struct Collector {
    blocks: Vec<Block>,
    /// The kind and the bytes of the block that is being read, and its texts so far.
    open: Option<(BlockKind, Range<usize>)>,
    markdown: String,
    words: String,
    references: Vec<String>,
    /// The kinds of the containers around, innermost last, if text directly in them is a block.
    around: Vec<Option<BlockKind>>,
    /// The ends of the links and pictures that are open, as they will be written.
    ends: Vec<String>,
    /// Whether the text is inside code or HTML, which is no block.
    verbatim: bool,
    /// Whether the text has marks beside emphasis.
    has_marks: bool,
}

impl Collector {
    fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, range),
            Event::Text(text) if !self.verbatim => {
                let text = self.without_marks(text);
                self.inline(range, &escaped(&text));
                self.words(&text);
            }
            Event::Code(code) => {
                let code = self.without_marks(code);
                self.inline(range, &format!("`{code}`"));
                self.reference(&code);
            }
            Event::InlineHtml(html) => {
                let html = self.without_marks(html);
                self.inline(range, &html);
            }
            Event::SoftBreak => {
                self.inline(range, " ");
                self.words(" ");
            }
            Event::HardBreak => {
                self.inline(range, "\\\n");
                self.words(" ");
            }
            Event::FootnoteReference(name) => self.inline(range, &format!("[^{name}]")),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        let container = match tag {
            Tag::Emphasis => return self.inline(range, "*"),
            Tag::Strong => return self.inline(range, "**"),
            Tag::Strikethrough => return self.inline(range, "~~"),
            Tag::Link { dest_url, .. } => return self.opening(range, "[", dest_url, ""),
            Tag::Image { dest_url, title, .. } => {
                self.opening(range, "![", dest_url, title);
                return;
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock => {
                self.verbatim = true;
                None
            }
            Tag::Heading { level, .. } => Some(BlockKind::Heading(*level as u8)),
            Tag::Paragraph => Some(BlockKind::Paragraph),
            Tag::Item => Some(BlockKind::Item),
            Tag::TableCell => Some(BlockKind::Cell),
            Tag::DefinitionListTitle => Some(BlockKind::Term),
            Tag::DefinitionListDefinition => Some(BlockKind::Definition),
            _ => None,
        };
        self.finish_block();
        self.around.push(container);
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Emphasis => self.inline(range, "*"),
            TagEnd::Strong => self.inline(range, "**"),
            TagEnd::Strikethrough => self.inline(range, "~~"),
            TagEnd::Link | TagEnd::Image => {
                let end = self.ends.pop().unwrap_or_default();
                self.inline(range, &end);
            }
            _ => {
                self.verbatim = false;
                self.finish_block();
                self.around.pop();
            }
        }
    }

    /// A text without the marks beside emphasis.
    fn without_marks<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.has_marks && text.contains(MARK) {
            true => Cow::Owned(text.replace(MARK, "")),
            false => Cow::Borrowed(text),
        }
    }

    /// Begins a link or a picture.
    fn opening(&mut self, range: &Range<usize>, start: &str, target: &str, title: &str) {
        self.inline(range, start);
        self.reference(target);
        let title = match title {
            "" => String::new(),
            title => format!(" \"{title}\""),
        };
        if !title.is_empty() {
            self.words(title.trim());
        }
        self.ends.push(format!("]({target}{title})"));
    }

    /// Adds Markdown to the open block, or opens one.
    fn inline(&mut self, range: &Range<usize>, markdown: &str) {
        let around = self.around.last().copied().flatten();
        let Some(kind) = around else { return };
        let (_, open) = self.open.get_or_insert_with(|| (kind, range.clone()));
        open.end = open.end.max(range.end);
        self.markdown.push_str(markdown);
    }

    fn words(&mut self, words: &str) {
        if self.open.is_some() {
            self.words.push_str(words);
        }
    }

    fn reference(&mut self, target: &str) {
        if self.open.is_some() {
            self.references.push(target.to_owned());
        }
    }

    fn finish_block(&mut self) {
        let Some((kind, range)) = self.open.take() else { return };
        let markdown = with_line_breaks(&self.markdown).into_owned();
        if !markdown.is_empty() {
            let hash = TextHash::of(&markdown);
            let words = match self.words == self.markdown {
                true => markdown.clone(),
                false => one_line(&self.words).into_owned(),
            };
            let references = std::mem::take(&mut self.references);
            let text = Text { kind: Some(kind), markdown, words, references, hash };
            self.blocks.push(Block { text: Arc::new(text), range });
        }
        self.markdown.clear();
        self.words.clear();
        self.references.clear();
    }
}

/// A text with one space wherever it had white space, except line breaks after a backslash.
fn with_line_breaks(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return one_line(text);
    }
    let lines: Vec<_> = text.split("\\\n").map(one_line).collect();
    Cow::Owned(lines.join("\\\n").trim().to_owned())
}

/// A text whose characters do not begin emphasis, code, links or HTML when they are read again.
fn escaped(text: &str) -> Cow<'_, str> {
    let special = |byte: u8| matches!(byte, b'\\' | b'*' | b'`' | b'[' | b']' | b'<');
    if !text.bytes().any(special) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 4);
    for c in text.chars() {
        if u8::try_from(c).is_ok_and(special) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(&'static str, String)> {
        let shown = |block: &Block| {
            (block.text.kind.map_or("", BlockKind::noun), block.text.markdown.clone())
        };
        leaf_blocks(text, 0).iter().map(shown).collect()
    }

    #[test]
    fn each_leaf_is_a_block_in_one_form() {
        let text = "## Rain _and_ snow {#rain}\n\nIt is\n**wet**, see [more](page:rain).\n\n\
                    - one\n- two\n  - inside\n\n> Quoted\n> twice.\n\n| a | b |\n|---|---|\n| c | `d` |\n\n\
                    Fog\n: low *cloud*\n\n```\ncode\n```\n\n<div>html</div>\n\n![A cloud](media/c.png \"Grey\")\n";
        assert_eq!(
            shown(text),
            [
                ("heading", "Rain *and* snow"),
                ("paragraph", "It is **wet**, see [more](page:rain)."),
                ("list item", "one"),
                ("list item", "two"),
                ("list item", "inside"),
                ("paragraph", "Quoted twice."),
                ("table cell", "a"),
                ("table cell", "b"),
                ("table cell", "c"),
                ("table cell", "`d`"),
                ("term", "Fog"),
                ("definition", "low *cloud*"),
                ("paragraph", "![A cloud](media/c.png \"Grey\")"),
            ]
            .map(|(noun, text)| (noun, text.to_owned()))
        );
    }

    #[test]
    fn words_and_references_are_apart_and_ranges_are_those_of_the_file() {
        let text = "---\ntitle: x\n---\nGo *there*: [the **map**](media/map.pdf) by `09:30`.\n";
        let start = text.find("Go").expect("it is there");
        let [block] = &leaf_blocks(text, start)[..] else { panic!("one block") };
        assert_eq!(block.text.words, "Go there: the map by .");
        assert_eq!(block.text.references, ["media/map.pdf", "09:30"]);
        assert_eq!(text[block.range.clone()].trim_end(), text[start..].trim_end());
    }

    #[test]
    fn marks_beside_chinese_are_not_in_blocks() {
        let [block] = &leaf_blocks("**重要。**后来", 0)[..] else { panic!("one block") };
        let Text { markdown, words, .. } = &*block.text;
        assert_eq!((&**markdown, &**words), ("**重要。**后来", "重要。后来"));
    }
}
