//! The leaf blocks of a text: what a translator translates at a time.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::OPTIONS;
use super::emphasis::{self, MARK};

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
    /// What it is.
    pub kind: BlockKind,
    /// Its Markdown on one line, in one form for all ways to write the same: `*` for emphasis, one
    /// space between words, no marks of quotations or lists.
    pub markdown: String,
    /// The words that readers see, with the alternative texts of pictures and without code.
    pub words: String,
    /// The targets of links, the files of pictures, and code, in order.
    pub references: Vec<String>,
    /// The bytes in the file.
    pub range: Range<usize>,
}

/// The leaf blocks of a file's body, which begins at the byte `body_start`, in order.
pub fn leaf_blocks(text: &str, body_start: usize) -> Vec<Block> {
    let body = text.get(body_start..).unwrap_or("");
    let prepared = emphasis::prepare(body);
    let parser = Parser::new_ext(&prepared.text, OPTIONS).into_offset_iter();
    let mut blocks = collect(parser);
    let original = |at| body_start + prepared.original(at);
    for block in &mut blocks {
        block.range = original(block.range.start)..original(block.range.end);
    }
    blocks
}

/// The leaf blocks of events, with their ranges in the prepared text.
pub(super) fn collect<'e>(events: impl Iterator<Item = (Event<'e>, Range<usize>)>) -> Vec<Block> {
    let mut collector = Collector::default();
    for (event, range) in events {
        collector.event(event, range);
    }
    collector.finish_block();
    collector.blocks
}

#[derive(Default)]
struct Collector {
    blocks: Vec<Block>,
    /// The block that is being read.
    open: Option<Block>,
    /// The kinds of the containers around, innermost last, if text directly in them is a block.
    around: Vec<Option<BlockKind>>,
    /// The ends of the links and pictures that are open, as they will be written.
    ends: Vec<String>,
    /// Whether the text is inside code or HTML, which is no block.
    verbatim: bool,
}

impl Collector {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) if !self.verbatim => {
                let text = without_marks(&text);
                self.inline(&range, &escaped(&text));
                self.words(&text);
            }
            Event::Code(code) => {
                let code = without_marks(&code);
                self.inline(&range, &format!("`{code}`"));
                self.reference(&code);
            }
            Event::InlineHtml(html) => self.inline(&range, &without_marks(&html)),
            Event::SoftBreak => {
                self.inline(&range, " ");
                self.words(" ");
            }
            Event::HardBreak => {
                self.inline(&range, "\\\n");
                self.words(" ");
            }
            Event::FootnoteReference(name) => self.inline(&range, &format!("[^{name}]")),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let container = match tag {
            Tag::Emphasis => return self.inline(&range, "*"),
            Tag::Strong => return self.inline(&range, "**"),
            Tag::Strikethrough => return self.inline(&range, "~~"),
            Tag::Link { dest_url, .. } => return self.opening(&range, "[", &dest_url, ""),
            Tag::Image { dest_url, title, .. } => {
                self.opening(&range, "![", &dest_url, &title);
                return;
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock => {
                self.verbatim = true;
                None
            }
            Tag::Heading { level, .. } => Some(BlockKind::Heading(level as u8)),
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

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis => self.inline(&range, "*"),
            TagEnd::Strong => self.inline(&range, "**"),
            TagEnd::Strikethrough => self.inline(&range, "~~"),
            TagEnd::Link | TagEnd::Image => {
                let end = self.ends.pop().unwrap_or_default();
                self.inline(&range, &end);
            }
            _ => {
                self.verbatim = false;
                self.finish_block();
                self.around.pop();
            }
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
        let block = self.open.get_or_insert_with(|| Block {
            kind,
            markdown: String::new(),
            words: String::new(),
            references: Vec::new(),
            range: range.clone(),
        });
        block.markdown.push_str(markdown);
        block.range.end = block.range.end.max(range.end);
    }

    fn words(&mut self, words: &str) {
        if let Some(block) = &mut self.open {
            block.words.push_str(words);
        }
    }

    fn reference(&mut self, target: &str) {
        if let Some(block) = &mut self.open {
            block.references.push(target.to_owned());
        }
    }

    fn finish_block(&mut self) {
        let Some(mut block) = self.open.take() else { return };
        if !is_one_line(&block.markdown) {
            block.markdown = one_line(&block.markdown);
        }
        if !is_one_line(&block.words) {
            block.words = one_line(&block.words);
        }
        if !block.markdown.is_empty() {
            self.blocks.push(block);
        }
    }
}

/// Whether [`one_line`] would change nothing; most texts are so, and looking is faster.
fn is_one_line(text: &str) -> bool {
    let mut before = ' ';
    text.chars().all(|c| {
        let good = !c.is_whitespace() || (c == ' ' && before != ' ');
        before = c;
        good
    }) && before != ' '
}

/// A text without the marks beside emphasis.
fn without_marks(text: &str) -> Cow<'_, str> {
    match text.contains(MARK) {
        true => Cow::Owned(text.replace(MARK, "")),
        false => Cow::Borrowed(text),
    }
}

/// A text with one space wherever it had white space, except line breaks after a backslash.
fn one_line(text: &str) -> String {
    let lines =
        text.split("\\\n").map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\\\n").trim().to_owned()
}

/// A text whose characters do not begin emphasis, code, links or HTML when they are read again.
fn escaped(text: &str) -> Cow<'_, str> {
    let special = |c| matches!(c, '\\' | '*' | '`' | '[' | ']' | '<');
    if !text.contains(special) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if special(c) {
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
        leaf_blocks(text, 0).into_iter().map(|block| (block.kind.noun(), block.markdown)).collect()
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
        assert_eq!(block.words, "Go there: the map by .");
        assert_eq!(block.references, ["media/map.pdf", "09:30"]);
        assert_eq!(text[block.range.clone()].trim_end(), text[start..].trim_end());
    }

    #[test]
    fn marks_beside_chinese_are_not_in_blocks() {
        let [block] = &leaf_blocks("**重要。**后来", 0)[..] else { panic!("one block") };
        assert_eq!((&*block.markdown, &*block.words), ("**重要。**后来", "重要。后来"));
    }
}
