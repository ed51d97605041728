//! Blocks and the words in them, put together as Markdown while tags come by.

use crate::tools::import::prose::escape::{self, Care};
use crate::tools::import::prose::html::is_block;
use crate::tools::import::prose::html::tags::{attribute, decoded};

/// Something that blocks stand in.
#[derive(Clone, Debug)]
enum Holder {
    Quote,
    List {
        number: Option<u32>,
    },
    /// With the sign of the item until its first block was written, and the sign's width.
    Item {
        sign: Option<String>,
        width: usize,
    },
}

/// An element within a line that is open: its name, where its words begin, where it leads.
#[derive(Clone, Debug)]
struct Inline {
    name: &'static str,
    at: usize,
    target: Option<String>,
}

/// Markdown that is being put together.
#[derive(Clone, Debug, Default)]
pub(super) struct Flow {
    out: String,
    /// The words of the block that is open, as Markdown.
    words: String,
    holders: Vec<Holder>,
    inlines: Vec<Inline>,
    /// The level of the heading that is open.
    heading: Option<usize>,
    last_level: usize,
    /// Text within `<pre>` or `<code>`, as it is.
    verbatim: Option<String>,
    /// Whether the next block follows the one before without a blank line.
    tight: bool,
}

impl Flow {
    /// Text between two tags.
    pub(super) fn text(&mut self, text: &str) {
        let text = decoded(text);
        if let Some(verbatim) = &mut self.verbatim {
            verbatim.push_str(&text);
            return;
        }
        let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() && text.is_empty() {
            return;
        }
        let open = self.words.is_empty() || self.words.ends_with(['\n', ' ']);
        if text.starts_with(char::is_whitespace) && !open {
            self.words.push(' ');
        }
        if !words.is_empty() && text.ends_with(char::is_whitespace) {
            words.push(' ');
        }
        let linked = self.inlines.iter().any(|inline| inline.target.is_some());
        let escaped = match linked {
            // An address within a link is not another link.
            true => {
                escape::line(&words.replace("://", ":\u{0}//"), Care::Needed).replace('\u{0}', "")
            }
            false => escape::line(&words, Care::Needed),
        };
        self.words.push_str(&escaped);
    }

    /// An element begins.
    pub(super) fn open(&mut self, name: &str, attributes: &str) {
        if self.verbatim.is_some() {
            if name == "br" {
                self.text("\n");
            }
            return;
        }
        match name {
            "br" => {
                self.words.truncate(self.words.trim_end_matches(' ').len());
                if !self.words.is_empty() && !self.words.ends_with("\\\n") {
                    self.words.push_str("\\\n");
                } else if self.words.ends_with("\\\n") {
                    // Two of them end a paragraph.
                    self.flush();
                }
            }
            "b" | "strong" => self.begin("**", None),
            "i" | "em" | "cite" => self.begin("*", None),
            "s" | "del" | "strike" => self.begin("~~", None),
            "a" => self.begin("a", attribute(attributes, "href").or(Some(String::new()))),
            "code" | "tt" | "kbd" | "samp" => self.verbatim = Some(String::new()),
            "img" => self.picture(attributes),
            "td" | "th" if !self.words.trim().is_empty() => self.words.push_str(" · "),
            name if is_block(name) => {
                self.flush();
                self.open_block(name);
            }
            _ => {}
        }
    }

    fn open_block(&mut self, name: &str) {
        match name {
            "pre" => self.verbatim = Some(String::new()),
            "blockquote" => self.holders.push(Holder::Quote),
            "ul" => self.holders.push(Holder::List { number: None }),
            "ol" => self.holders.push(Holder::List { number: Some(1) }),
            "li" => {
                while matches!(self.holders.last(), Some(Holder::Item { .. })) {
                    self.holders.pop();
                }
                let number = match self.holders.last_mut() {
                    Some(Holder::List { number: Some(number) }) => {
                        *number += 1;
                        Some(*number - 1)
                    }
                    _ => None,
                };
                let sign = number.map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
                let width = sign.len();
                self.holders.push(Holder::Item { sign: Some(sign), width });
            }
            "hr" => self.block("***", false),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = usize::from(name.as_bytes()[1] - b'0');
                self.heading = Some(level);
            }
            _ => {}
        }
    }

    /// An element ends.
    pub(super) fn close(&mut self, name: &str) {
        match name {
            "pre" => {
                let text = self.verbatim.take().unwrap_or_default();
                let fence = "`".repeat(longest_ticks(&text).max(2) + 1);
                let text = text.trim_matches('\n');
                if !text.trim().is_empty() {
                    self.block(&format!("{fence}\n{text}\n{fence}"), false);
                }
            }
            "code" | "tt" | "kbd" | "samp" => {
                let Some(text) = self.verbatim.take() else { return };
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                let ticks = "`".repeat(longest_ticks(&text) + 1);
                let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
                if !text.is_empty() {
                    self.words.push_str(&format!("{ticks}{space}{text}{space}{ticks}"));
                }
            }
            _ if self.verbatim.is_some() => {}
            "b" | "strong" => self.end("**"),
            "i" | "em" | "cite" => self.end("*"),
            "s" | "del" | "strike" => self.end("~~"),
            "a" => self.end("a"),
            name if is_block(name) => {
                self.flush();
                self.close_block(name);
            }
            _ => {}
        }
    }

    fn close_block(&mut self, name: &str) {
        let closes = |holder: &Holder| match name {
            "blockquote" => matches!(holder, Holder::Quote),
            "ul" | "ol" => matches!(holder, Holder::List { .. }),
            "li" => matches!(holder, Holder::Item { .. }),
            _ => false,
        };
        if let Some(at) = self.holders.iter().rposition(closes) {
            self.holders.truncate(at);
            if name == "ul" || name == "ol" {
                self.tight = false;
            }
        }
        self.heading = None;
    }

    fn begin(&mut self, name: &'static str, target: Option<String>) {
        self.inlines.push(Inline { name, at: self.words.len(), target });
    }

    fn end(&mut self, name: &str) {
        let Some(index) = self.inlines.iter().rposition(|inline| inline.name == name) else {
            return;
        };
        let Inline { name, at, target } = self.inlines.remove(index);
        let inside = self.words.split_off(at.min(self.words.len()));
        let words = inside.trim().trim_end_matches('\\').trim_end();
        let lead = if inside.starts_with(' ') { " " } else { "" };
        let trail = if inside.ends_with(' ') { " " } else { "" };
        // The same emphasis within itself, or around nothing, is none.
        let marked = match target {
            _ if words.is_empty() => String::new(),
            Some(target) => link(words, &target),
            None if self.inlines.iter().any(|open| open.name == name) => words.to_owned(),
            None => format!("{name}{words}{name}"),
        };
        self.words.push_str(&format!("{lead}{marked}{trail}"));
    }

    fn picture(&mut self, attributes: &str) {
        let alt = attribute(attributes, "alt").unwrap_or_default();
        let source = attribute(attributes, "src").unwrap_or_default();
        let words = escape::line(&alt, Care::Full);
        if self.inlines.iter().any(|inline| inline.target.is_some()) {
            self.words.push_str(&words);
        } else if !source.starts_with("data:") {
            self.words.push_str(&link(if words.is_empty() { &source } else { &words }, &source));
        }
    }

    /// Ends the block that is open.
    fn flush(&mut self) {
        while let Some(inline) = self.inlines.last() {
            let name = inline.name;
            self.end(name);
        }
        let words = std::mem::take(&mut self.words);
        let words = words.trim().trim_end_matches('\\').trim_end();
        if words.is_empty() {
            return;
        }
        match self.heading.take() {
            Some(level) => {
                let level = level.clamp(2, self.last_level.max(1) + 1);
                self.last_level = level;
                let words = words.replace("\\\n", " ");
                self.block(&format!("{} {words}", "#".repeat(level)), false);
            }
            None => {
                let lines = words.split('\n').map(escape::beginning);
                let lines = lines.collect::<Vec<_>>().join("\n");
                self.block(&lines, true);
            }
        }
    }

    /// Adds a block, with the signs of what it stands in before each of its lines.
    fn block(&mut self, lines: &str, paragraph: bool) {
        let begins_item = matches!(self.holders.last(), Some(Holder::Item { sign: Some(_), .. }));
        if !self.out.is_empty() {
            self.out.push_str(if self.tight && begins_item { "\n" } else { "\n\n" });
        }
        for (index, line) in lines.split('\n').enumerate() {
            if index > 0 {
                self.out.push('\n');
            }
            let mut prefix = String::new();
            for holder in &mut self.holders {
                match holder {
                    Holder::Quote => prefix.push_str("> "),
                    Holder::List { .. } => {}
                    Holder::Item { sign, width } => match sign.take() {
                        Some(sign) => prefix.push_str(&sign),
                        None => prefix.push_str(&" ".repeat(*width)),
                    },
                }
            }
            prefix.push_str(line);
            self.out.push_str(prefix.trim_end());
        }
        let in_list = self.holders.iter().any(|holder| matches!(holder, Holder::Item { .. }));
        self.tight = paragraph && in_list;
    }

    /// All of it, as Markdown.
    pub(super) fn finish(mut self) -> String {
        if let Some(text) = self.verbatim.take() {
            self.text(&text);
        }
        self.flush();
        self.out
    }
}

/// Words that lead to an address; the words alone if it is none that leads out of the site.
fn link(words: &str, target: &str) -> String {
    let known = ["http://", "https://", "mailto:"].iter().any(|scheme| target.starts_with(scheme));
    let good = known && !target.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>'));
    match good {
        true if words == target || words.is_empty() => format!("<{target}>"),
        true => format!("[{words}](<{target}>)"),
        false => words.to_owned(),
    }
}

/// The length of the longest row of backticks.
fn longest_ticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
