//! HTML from the editors of other tools as blocks.
//!
//! Elements without a counterpart are replaced by their words, except for scripts and styles.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::base::web_address::is_web_address;
use crate::content::markdown::SCHEMES;
use crate::tools::import::to_markdown::blocks::{Block, Inline, Mark};
use crate::tools::import::to_markdown::html_tree::{NodeId, Tree};

/// The elements that distinguish HTML from a text that has a `<` in it.
const KNOWN: &str = " p br a b i em strong u s ul ol li div span h1 h2 h3 h4 h5 h6 blockquote code \
                     pre img hr table tr td th sub sup font del iframe video audio form embed \
                     figure ";

/// The elements that begin on a line of their own.
const BLOCKS: &str = " p div section article header footer aside main ul ol li dl dt dd blockquote \
                      pre h1 h2 h3 h4 h5 h6 hr table caption thead tbody tfoot tr td th figure \
                      figcaption details summary ";

/// The elements whose content is not shown.
const UNSEEN: &str = " script style template head title ";

/// The deepest nesting that is kept; deeper elements are replaced by their words.
const DEEPEST: usize = 60;

fn is_one_of(name: &str, names: &str) -> bool {
    !name.is_empty() && names.contains(&format!(" {name} "))
}

/// The deepest nesting that is parsed: the parser's time grows with the square of the depth.
const DEEPEST_PARSED: usize = 1000;

/// The elements that have no end, or end where the next one begins.
const UNCLOSED: &str = " br hr img input wbr p li dt dd tr td th ";

/// Whether tags are nested too deeply to be parsed.
pub(super) fn is_too_deep(html: &str) -> bool {
    let mut depth = 0usize;
    html.split('<').skip(1).any(|tag| {
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        match tag.starts_with('/') {
            true => depth = depth.saturating_sub(1),
            false => {
                let name = name.to_ascii_lowercase();
                depth += usize::from(!name.is_empty() && !is_one_of(&name, UNCLOSED));
            }
        }
        depth > DEEPEST_PARSED
    })
}

/// Whether a text is HTML: it has a common element.
pub(super) fn is_html(text: &str) -> bool {
    if !text.contains('<') || is_too_deep(text) {
        return false;
    }
    let tree = Tree::parse(text);
    tree.walk(tree.top()).any(|node| is_one_of(tree.name(node), KNOWN))
}

/// The blocks of HTML. With `keep_lines`, the ends of lines of the source stay where they are.
pub(super) fn blocks(html: &str, keep_lines: bool) -> Vec<Block> {
    blocks_and_losses(html, keep_lines, &mut Losses::default())
}

/// The blocks of HTML; content that they cannot represent is added to the losses.
pub(super) fn blocks_and_losses(html: &str, keep_lines: bool, losses: &mut Losses) -> Vec<Block> {
    let tree = Tree::parse(html);
    let lost = RefCell::default();
    let mut reader = BlockReader::new(&tree, keep_lines, &lost);
    reader.nodes(tree.top());
    let blocks = reader.finish();
    losses.extend(lost.take().into_values());
    blocks
}

/// The parts of a text that a site does not show: the kind of each loss, and an example.
pub(in crate::tools::import) type Losses = Vec<(&'static str, String)>;

/// The name of a loss, for elements of which at most the words are imported.
fn lost_element(name: &str) -> Option<&'static str> {
    Some(match name {
        "iframe" | "frame" | "embed" | "object" | "applet" => "embedded frames in texts",
        "video" | "audio" => "videos and sounds in texts",
        "form" | "input" | "select" | "textarea" | "button" => "forms in texts",
        "svg" | "canvas" | "map" | "picture" => "pictures in texts",
        "math" => "formulas in texts",
        "script" => "scripts in texts",
        "u" | "ins" => "underlined words in texts (imported as plain words)",
        "mark" => "highlighted words in texts (imported as plain words)",
        _ => return None,
    })
}

/// A text, code or break in a line, and its marks, outermost first. Space between words is a text
/// by itself.
struct Leaf {
    marks: Vec<Mark>,
    part: Inline,
}

impl Leaf {
    fn is_space(&self) -> bool {
        matches!(&self.part, Inline::Text(text) if text == " " || text == "\n")
    }

    fn is_break(&self) -> bool {
        self.part == Inline::Break
    }
}

/// Reads the content of one block, or of the whole text.
struct BlockReader<'t> {
    tree: &'t Tree,
    /// The losses, by element: some elements are read twice.
    lost: &'t RefCell<BTreeMap<NodeId, (&'static str, String)>>,
    keep_lines: bool,
    depth: usize,
    out: Vec<Block>,
    line: Vec<Leaf>,
    marks: Vec<Mark>,
    /// The level of the heading that is open.
    heading: Option<u8>,
}

impl<'t> BlockReader<'t> {
    fn new(
        tree: &'t Tree,
        keep_lines: bool,
        lost: &'t RefCell<BTreeMap<NodeId, (&'static str, String)>>,
    ) -> BlockReader<'t> {
        let (out, line, marks) = (Vec::new(), Vec::new(), Vec::new());
        BlockReader { tree, lost, keep_lines, depth: 0, out, line, marks, heading: None }
    }

    /// Notes a loss at an element.
    fn lose(&self, node: NodeId, kind: &'static str, example: &str) {
        let mut lost = self.lost.borrow_mut();
        // The fields of a form are one loss.
        if !kind.starts_with("forms") || lost.values().all(|(other, _)| *other != kind) {
            lost.entry(node).or_insert_with(|| (kind, example.to_owned()));
        }
    }

    /// The blocks of some nodes, with the marks that are open here.
    fn inside(&self, nodes: &[NodeId]) -> Vec<Block> {
        let (out, line, marks) = (Vec::new(), Vec::new(), self.marks.clone());
        let mut reader = BlockReader { out, line, marks, heading: None, ..*self };
        reader.nodes(nodes);
        reader.finish()
    }

    fn finish(mut self) -> Vec<Block> {
        self.end_block();
        self.out
    }

    fn nodes(&mut self, nodes: &[NodeId]) {
        self.depth += 1;
        for node in nodes {
            match self.tree.text(*node) {
                Some(text) => self.text(text),
                None if self.depth > DEEPEST => {
                    let words = self.text_of(*node);
                    self.text(&words);
                }
                None => self.element(*node),
            }
        }
        self.depth -= 1;
    }

    fn element(&mut self, node: NodeId) {
        let children = self.tree.children(node);
        if let Some(kind) = lost_element(self.tree.name(node)) {
            return self.lost_element(node, kind);
        }
        match self.tree.name(node) {
            "br" => self.line_break(),
            "img" => self.picture(node),
            "b" | "strong" => self.marked(Mark::Strong, children),
            "i" | "em" | "cite" => self.marked(Mark::Emphasis, children),
            "s" | "del" | "strike" => self.marked(Mark::Strike, children),
            "sup" => self.marked(Mark::Superscript, children),
            "sub" => self.marked(Mark::Subscript, children),
            "a" => self.link(node),
            "code" | "tt" | "kbd" | "samp" => {
                let text = self.text_of(node).split_whitespace().collect::<Vec<_>>().join(" ");
                if !text.is_empty() {
                    self.leaf(Inline::Code(text));
                }
            }
            name if is_one_of(name, UNSEEN) => {}
            name if is_one_of(name, BLOCKS) => {
                self.end_block();
                self.block(node, name);
                self.end_block();
                self.heading = None;
            }
            _ => self.nodes(children),
        }
    }

    fn block(&mut self, node: NodeId, name: &str) {
        let children = self.tree.children(node);
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.heading = name[1..].parse().ok();
                self.nodes(children);
            }
            "ul" | "ol" => self.list(node, name == "ol"),
            "li" => {
                // An item outside a list, as many editors write it.
                let item = self.inside(children);
                match self.out.last_mut() {
                    _ if item.is_empty() => {}
                    Some(Block::List(None, items)) => items.push(item),
                    _ => self.out.push(Block::List(None, vec![item])),
                }
            }
            "blockquote" => {
                let inside = self.inside(children);
                if !inside.is_empty() {
                    self.out.push(Block::Quote(inside));
                }
            }
            "pre" => {
                let text = self.text_of(node);
                if !text.trim().is_empty() {
                    let language = children.first().and_then(|code| self.language(*code));
                    let text = text.trim_matches('\n').to_owned();
                    self.out.push(Block::Code(language.unwrap_or_default(), text));
                }
            }
            "hr" => self.out.push(Block::Rule),
            "table" => match self.table(node) {
                Some(table) => self.out.push(table),
                None => {
                    if self.has_columns(node) {
                        self.lose(node, "tables in texts (their words are imported)", "");
                    }
                    self.nodes(children);
                }
            },
            _ => self.nodes(children),
        }
    }

    /// The language of code, as Markdown's renderers write it.
    fn language(&self, code: NodeId) -> Option<String> {
        let class = self.tree.attribute(code, "class")?;
        let language = class.split_whitespace().find_map(|c| c.strip_prefix("language-"))?;
        Some(language.to_owned())
    }

    fn list(&mut self, node: NodeId, numbered: bool) {
        let mut items: Vec<Vec<Block>> = Vec::new();
        for child in self.tree.children(node) {
            let is_item = self.tree.name(*child) == "li";
            let inside = match is_item {
                true => self.inside(self.tree.children(*child)),
                false => self.inside(&[*child]),
            };
            match items.last_mut() {
                // A list directly in a list belongs to the item above it.
                Some(last) if !is_item => last.extend(inside),
                _ if inside.is_empty() => {}
                _ => items.push(inside),
            }
        }
        let start = || self.tree.attribute(node, "start").and_then(|n| n.parse().ok()).unwrap_or(1);
        if !items.is_empty() {
            self.out.push(Block::List(numbered.then(start), items));
        }
    }

    /// A table with several columns and one paragraph per cell. Other tables are only layout.
    fn table(&self, node: NodeId) -> Option<Block> {
        let tree = self.tree;
        let within: Vec<NodeId> = tree.walk(tree.children(node)).collect();
        if within.iter().any(|node| matches!(tree.name(*node), "table" | "caption")) {
            return None;
        }
        let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
        for row in within.iter().filter(|node| tree.name(**node) == "tr") {
            let mut cells = Vec::new();
            for cell in tree.children(*row) {
                if matches!(tree.name(*cell), "td" | "th") {
                    let mut inside = self.inside(tree.children(*cell)).into_iter();
                    match (inside.next(), inside.next()) {
                        (None, None) => cells.push(Vec::new()),
                        (Some(Block::Paragraph(parts)), None) => cells.push(parts),
                        _ => return None,
                    }
                }
            }
            rows.push(cells);
        }
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let columns = rows.iter().map(Vec::len).max().filter(|columns| *columns > 1)?;
        rows.iter_mut().for_each(|row| row.resize(columns, Vec::new()));
        Some(Block::Table(rows))
    }

    /// Whether a row of a table has more than one cell.
    fn has_columns(&self, table: NodeId) -> bool {
        let is_cell = |node: &&NodeId| matches!(self.tree.name(**node), "td" | "th");
        let cells = |row| self.tree.children(row).iter().filter(is_cell).count();
        self.tree.walk(&[table]).any(|row| cells(row) > 1)
    }

    /// All text in a node, as it is.
    fn text_of(&self, node: NodeId) -> String {
        let br = |node| if self.tree.name(node) == "br" { "\n" } else { "" };
        let text = |node| self.tree.text(node).unwrap_or_else(|| br(node));
        self.tree.walk(&[node]).map(text).collect()
    }

    fn marked(&mut self, mark: Mark, children: &[NodeId]) {
        // A mark inside the same mark changes nothing.
        if self.marks.contains(&mark) {
            return self.nodes(children);
        }
        self.marks.push(mark);
        self.nodes(children);
        self.marks.pop();
    }

    /// An element without a counterpart: its words, and a link to the address that it embeds.
    fn lost_element(&mut self, node: NodeId, kind: &'static str) {
        let tree = self.tree;
        let sources = tree.walk(&[node]).filter_map(|node| {
            let names = ["src", "data", "href"].into_iter();
            names.filter_map(|name| tree.attribute(node, name)).find(|text| !text.is_empty())
        });
        let source = sources.map(str::to_owned).next();
        let words = self.text_of(node);
        let example = source.clone().filter(|_| !kind.starts_with("forms"));
        self.lose(node, kind, example.as_deref().unwrap_or(words.trim()));
        let address = source.as_deref().and_then(address).filter(|_| !self.is_linked());
        match (kind, tree.name(node), address) {
            (_, "iframe" | "frame" | "embed" | "object" | "video" | "audio", Some(address)) => {
                self.address(address);
            }
            (_, "script" | "svg" | "canvas" | "iframe" | "select" | "textarea", _) => {}
            _ => self.nodes(tree.children(node)),
        }
    }

    /// Whether a link is open here.
    fn is_linked(&self) -> bool {
        self.marks.iter().any(|mark| matches!(mark, Mark::Link(_)))
    }

    fn link(&mut self, node: NodeId) {
        const LOST: &str = "links in texts (their words are imported)";
        let href = self.tree.attribute(node, "href").unwrap_or("");
        let children = self.tree.children(node);
        let target = match address(href) {
            Some(target) if !self.is_linked() => target,
            _ => {
                if !href.trim().is_empty() {
                    self.lose(node, LOST, href);
                }
                return self.nodes(children);
            }
        };
        let before = self.line.len() + self.out.len();
        let has_picture = self.tree.walk(children).any(|node| self.tree.name(node) == "img");
        self.marked(Mark::Link(target.clone()), children);
        if has_picture && self.line.len() + self.out.len() == before {
            self.address(target);
        }
    }

    /// A picture as a link to it.
    fn picture(&mut self, node: NodeId) {
        let words = self.tree.attribute(node, "alt").unwrap_or("").to_owned();
        let source = self.tree.attribute(node, "src").unwrap_or("");
        let data = source.starts_with("data:");
        let target = address(source).filter(|_| !self.is_linked());
        let Some(source) = target else {
            let example = if data || source.is_empty() { &words } else { source };
            self.lose(node, "pictures in texts", example);
            if !data {
                self.text(&words);
            }
            return;
        };
        self.lose(node, "pictures in texts (imported as links)", &source);
        match words.is_empty() {
            true => self.address(source),
            false => {
                self.marks.push(Mark::Link(source));
                self.text(&words);
                self.marks.pop();
            }
        }
    }

    /// An address as a link to itself.
    fn address(&mut self, address: String) {
        self.marks.push(Mark::Link(address.clone()));
        self.leaf(Inline::Text(address));
        self.marks.pop();
    }

    fn leaf(&mut self, part: Inline) {
        self.line.push(Leaf { marks: self.marks.clone(), part });
    }

    fn text(&mut self, text: &str) {
        let text = collapsed(text, self.keep_lines);
        let words = text.trim_matches([' ', '\n']);
        let (lead, trail) = text.split_once(words).unwrap_or_default();
        for part in [lead, words, trail].into_iter().filter(|part| !part.is_empty()) {
            self.leaf(Inline::Text(part.to_owned()));
        }
    }

    /// A line break; two of them end a paragraph.
    fn line_break(&mut self) {
        let last = self.line.iter().rev().find(|leaf| !leaf.is_space());
        match last.is_some_and(Leaf::is_break) && self.heading.is_none() {
            true => self.end_block(),
            false => self.leaf(Inline::Break),
        }
    }

    /// Ends the block that is open.
    fn end_block(&mut self) {
        let mut leaves = tidy(std::mem::take(&mut self.line));
        if leaves.is_empty() {
            return;
        }
        self.out.push(match self.heading.take() {
            Some(level) => {
                for leaf in leaves.iter_mut().filter(|leaf| leaf.is_break()) {
                    leaf.part = Inline::Text(" ".to_owned());
                }
                Block::Heading(level, nested(&leaves, 0))
            }
            None => Block::Paragraph(nested(&leaves, 0)),
        });
    }
}

/// A text in which every run of white space is a space, or the end of a line if lines are kept. Editors
/// of HTML fill their texts with no-break spaces; in Markdown, no-break spaces are intended.
fn collapsed(text: &str, keep_lines: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !(c.is_ascii_whitespace() || (c == '\u{a0}' && !keep_lines)) {
            out.push(c);
            continue;
        }
        let ends_line = keep_lines && c == '\n';
        if out.ends_with(' ') && ends_line {
            out.pop();
        }
        if !out.ends_with([' ', '\n']) {
            out.push(if ends_line { '\n' } else { ' ' });
        }
    }
    out
}

/// A line without space at its ends, beside breaks or beside other space. Each remaining space has
/// the marks that both its neighbours have, so that marks begin and end at words.
fn tidy(line: Vec<Leaf>) -> Vec<Leaf> {
    let mut out: Vec<Leaf> = Vec::new();
    for leaf in line {
        let between = leaf.is_space() || leaf.is_break();
        if leaf.is_break() && out.last().is_some_and(Leaf::is_space) {
            out.pop();
        }
        if between && out.last().is_none_or(|last| last.is_space() || last.is_break()) {
            continue;
        }
        out.push(leaf);
    }
    while out.last().is_some_and(|leaf| leaf.is_space() || leaf.is_break()) {
        out.pop();
    }
    for at in 1..out.len().saturating_sub(1) {
        if out[at].is_space() || out[at].is_break() {
            let both = out[at - 1].marks.iter().zip(&out[at + 1].marks);
            let shared = both.take_while(|(one, other)| one == other).count();
            out[at].marks = out[at - 1].marks[..shared].to_vec();
        }
    }
    out
}

/// Leaves as parts of a line: neighbours with a mark in common are in one part.
fn nested(leaves: &[Leaf], depth: usize) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    let mut at = 0;
    while let Some(leaf) = leaves.get(at) {
        if let Some(mark) = leaf.marks.get(depth) {
            let same = |other: &&Leaf| other.marks.get(depth) == Some(mark);
            let length = leaves[at..].iter().take_while(same).count();
            out.push(Inline::Marked(mark.clone(), nested(&leaves[at..at + length], depth + 1)));
            at += length;
            continue;
        }
        match (&leaf.part, out.last_mut()) {
            (Inline::Text(text), Some(Inline::Text(before))) => before.push_str(text),
            (part, _) => out.push(part.clone()),
        }
        at += 1;
    }
    out
}

/// The address of a link that leads out of the site, as a browser would understand it.
fn address(target: &str) -> Option<String> {
    let target: String = target.trim().chars().filter(|c| !c.is_control()).collect();
    let target = if target.starts_with("//") { format!("https:{target}") } else { target };
    let (scheme, rest) = target.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let rest = rest.trim();
    if !SCHEMES.contains(&&*scheme) || rest.trim_start_matches(['/', '\\']).is_empty() {
        return None;
    }
    let mut out = format!("{scheme}:");
    for c in rest.chars() {
        match c {
            // The digits of a telephone number are written in groups.
            c if c.is_whitespace() && scheme == "tel" => {}
            c if c.is_whitespace() => out.push_str("%20"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            c => out.push(c),
        }
    }
    (!scheme.starts_with("http") || is_web_address(&out)).then_some(out)
}
