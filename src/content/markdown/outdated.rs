//! Marks at the end of blocks that were translated from an earlier version of their source.
//!
//! The text is parsed again with a noncharacter at the end of each such block, which then becomes a
//! placeholder. So the mark is within the block's element, whatever kind of block it is, and no other text
//! is slowed down.

use std::ops::Range;

use crate::base::diagnostic::Report;
use crate::base::source::FileId;
use crate::content::markdown::placeholders::Placeholder;
use crate::content::markdown::{Markdown, Style, parse};

/// Stands for a mark while the text is parsed. Escaping keeps it, unlike the noncharacters of the first
/// plane.
const MARK: char = '\u{10FFFE}';

/// The message of a mark.
pub(super) const MESSAGE: &str = "outdated-mark";

impl Markdown {
    /// This text with a mark at the end of some of its blocks, which are byte ranges of `text`; the other
    /// arguments are those of [`parse`]. Headings, links and pictures stay the same.
    #[must_use]
    pub fn with_outdated(
        &self,
        file: FileId,
        path: &str,
        text: &str,
        body_start: usize,
        style: &Style<'_>,
        blocks: &[Range<usize>],
    ) -> Markdown {
        let marked = with_marks(text, blocks);
        let parsed = parse(file, path, &marked, body_start, style, &mut Report::new());
        let (html, placeholders) = with_placeholders(&parsed.html, &parsed.placeholders);
        let marked = Markdown { html, placeholders, ..self.clone() };
        // Nothing but the marks may be different, whatever the text is.
        let counts = |text: &Markdown| (text.headings.len(), text.links.len(), text.images.len());
        match counts(&parsed) == counts(self) && !self.html.contains(MARK) {
            true => marked,
            false => self.clone(),
        }
    }
}

/// The text with a space and a mark behind each block.
fn with_marks(text: &str, blocks: &[Range<usize>]) -> String {
    let mut ends: Vec<usize> = blocks.iter().filter_map(|block| end(text, block)).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut marked = String::with_capacity(text.len() + ends.len() * 4);
    let mut copied = 0;
    for end in ends {
        marked.push_str(&text[copied..end]);
        marked.push(' ');
        marked.push(MARK);
        copied = end;
    }
    marked.push_str(&text[copied..]);
    marked
}

/// The end of a block's words.
fn end(text: &str, block: &Range<usize>) -> Option<usize> {
    Some(block.start + text.get(block.clone())?.trim_end().len())
}

/// HTML whose marks became elements with the placeholder of their message.
fn with_placeholders(
    html: &str,
    placeholders: &[(usize, Placeholder)],
) -> (String, Vec<(usize, Placeholder)>) {
    let mut out = String::with_capacity(html.len());
    let mut all = Vec::with_capacity(placeholders.len() + 1);
    let mut others = placeholders.iter().peekable();
    let mut copied = 0;
    let marks = html.match_indices(MARK).map(|(at, _)| at).chain([html.len()]);
    for mark in marks {
        while let Some((at, placeholder)) = others.next_if(|(at, _)| *at <= mark) {
            all.push((out.len() + at - copied, *placeholder));
        }
        out.push_str(&html[copied..mark]);
        if mark == html.len() {
            break;
        }
        out.push_str("<small class=\"outdated\">");
        all.push((out.len(), Placeholder::Message(MESSAGE)));
        out.push_str("</small>");
        copied = mark + MARK.len_utf8();
    }
    (out, all)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::base::source::{Content, SourceFile, Sources};
    use crate::content::markdown::{Fill, ImageData, Quotes, leaf_blocks};

    struct Plain;

    impl Fill for Plain {
        fn heading_id(&self, _: usize) -> Cow<'_, str> {
            "id".into()
        }

        fn link(&self, _: usize) -> Cow<'_, str> {
            "/x/".into()
        }

        fn image(&self, _: usize) -> ImageData<'_> {
            ImageData { url: "x.png".into(), width: None, height: None }
        }

        fn message(&self, key: &'static str) -> Cow<'_, str> {
            key.into()
        }
    }

    /// The HTML with all blocks marked.
    fn marked(text: &str) -> String {
        let content = Content::Text("".into());
        let file = Sources::default().insert(SourceFile { path: "x".into(), content, hash: 0 });
        let style = Style { tag: "da", quotes: Quotes::of("da") };
        let path = "content/pages/x.da.md";
        let plain = parse(file, path, text, 0, &style, &mut Report::new());
        let blocks: Vec<Range<usize>> =
            leaf_blocks(text, 0).into_iter().map(|block| block.range).collect();
        let mark = "<small class=\"outdated\">outdated-mark</small>";
        let html = plain.with_outdated(file, path, text, 0, &style, &blocks).to_html(&Plain);
        assert_eq!(html.replace(&format!(" {mark}"), ""), plain.to_html(&Plain), "{text}");
        assert_eq!(html.matches(mark).count(), blocks.len(), "{html}");
        html.replace(mark, "!")
    }

    #[test]
    fn the_mark_is_in_the_element_of_each_kind_of_block() {
        assert_eq!(marked("Kom kl. 9.\n"), "<p>Kom kl. 9. !</p>\n");
        assert_eq!(marked("## Kl. 9 {#x}\n"), "<h2 id=\"id\">Kl. 9 !</h2>\n");
        assert_eq!(marked("- a\n- b\n  - c\n").matches(" !").count(), 3);
        assert_eq!(
            marked("> **Kom.**\n> Nu\n"),
            "<blockquote>\n<p><strong>Kom.</strong>\nNu !</p>\n</blockquote>\n"
        );
    }

    #[test]
    fn nothing_else_changes() {
        for text in [
            "Se [kortet](page:map) og **kom.**\n\n![Et kort](media/map.png)\n",
            "| a | `b` |\n|---|---|\n| c | *d.* |\n\nSlut \"nu\"\n",
            "a[^1]\n\n[^1]: note\n\nTerm\n: def\n\n<b>fed</b> tekst\n\nLinje  \nto\n",
            "Titel\n=====\n\n1. en\n\n   to\n\n~~~\nkode\n~~~\n",
            "**重要。**后来\n\n“引用”\n",
        ] {
            marked(text);
        }
    }
}
