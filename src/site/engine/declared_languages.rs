//! Declares the language of marked words in finished HTML (WCAG 2.2, 3.1.2).
//!
//! | where the words are | what declares their language |
//! |---|---|
//! | in text | a `span` with `lang`, and with `dir` if the direction differs |
//! | in `title`, `option` or `textarea`, which contain only text | the element's own `lang`; the first words decide |
//! | in `aria-label`, `alt`, `title`, `placeholder`, `value` and the like | the element's `lang`; its content gets the surrounding language again |
//! | in a `data-` attribute, for a script | an attribute of the same name with `-lang` |
//! | in `script` or `style` | nothing |
//!
//! Everything else stays as it is, byte for byte.

use crate::base::text::same_tag;
use crate::locale::Locales;
use crate::locale::foreign_words::{self, MarkedLang, Part, has_letters, is_mark};
use crate::locale::tag::direction;
use crate::site::engine::start_tag::StartTag;

/// HTML in which the language of all marked words is declared.
pub(super) fn declare(html: &str, locales: &Locales) -> String {
    let mut page = Page { locales, open: Vec::new(), out: String::with_capacity(html.len() + 512) };
    let mut rest = html;
    while !rest.is_empty() {
        rest = match rest.find('<') {
            Some(0) => page.markup(rest),
            next => {
                let (text, after) = rest.split_at(next.unwrap_or(rest.len()));
                page.text(text);
                after
            }
        };
    }
    page.out
}

struct Page<'h> {
    locales: &'h Locales,
    open: Vec<Open<'h>>,
    out: String,
}

/// An open element, or the `span` of a mark.
struct Open<'h> {
    /// The name; `None` for a mark.
    name: Option<&'h str>,
    /// Whether the mark has a `span`.
    has_span: bool,
    /// The language of its content.
    lang: &'h str,
    /// The value of `dir` that applies to its content; `auto` if it is not known.
    dir: &'h str,
    /// Whether `lang` is declared only for an attribute. The content is in the language around it.
    around: Option<&'h str>,
}

/// Elements without content.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Attributes that are read to people.
const READ: [&str; 14] = [
    "abbr",
    "alt",
    "aria-braillelabel",
    "aria-brailleroledescription",
    "aria-description",
    "aria-label",
    "aria-placeholder",
    "aria-roledescription",
    "aria-valuetext",
    "content",
    "label",
    "placeholder",
    "title",
    "value",
];

impl<'h> Page<'h> {
    /// Writes the markup at the beginning of a text; returns the text after it.
    fn markup(&mut self, html: &'h str) -> &'h str {
        if let Some((tag, rest)) = StartTag::read(html) {
            return self.start_tag(&tag, rest);
        }
        let end = match html.strip_prefix("<!--") {
            Some(comment) => comment.find("-->").map(|at| at + "<!---->".len()),
            None => html.find('>').map(|at| at + 1),
        };
        let (markup, rest) = html.split_at(end.unwrap_or(html.len()));
        match markup.strip_prefix("</") {
            Some(name) => self.end_tag(name.trim_end_matches('>').trim_ascii_end()),
            None => {}
        }
        self.out.push_str(&foreign_words::plain(markup));
        rest
    }

    fn end_tag(&mut self, name: &str) {
        let same = |open: &Open<'_>| open.name.is_some_and(|n| n.eq_ignore_ascii_case(name));
        let Some(at) = self.open.iter().rposition(same) else { return };
        // Of the words that a filter cut off, the end mark is missing.
        let spans = self.open[at..].iter().filter(|open| open.has_span).count();
        self.out.push_str(&"</span>".repeat(spans));
        self.open.truncate(at);
    }

    /// The tag, and the whole element if it contains only text.
    fn start_tag(&mut self, tag: &StartTag<'h>, rest: &'h str) -> &'h str {
        let is = |name: &&&str| tag.name.eq_ignore_ascii_case(name);
        let only_text = ["title", "option", "textarea"].iter().find(is).map(|name| {
            // The end tag of `option` may be missing.
            let end = if *name == "option" { "<".to_owned() } else { format!("</{name}") };
            rest.split_at(find_ignoring_case(rest, &end).unwrap_or(rest.len()))
        });
        let unread = ["script", "style"].iter().find(is).map(|name| {
            let end = find_ignoring_case(rest, &format!("</{name}"));
            rest.split_at(end.unwrap_or(rest.len()))
        });
        let content = only_text.map(|(content, _)| content);
        let is_void = VOID.iter().any(|name| is(&name)) || tag.is_closed();
        let (lang, dir, around) = self.write_start(tag, content, is_void);
        if let Some((content, rest)) = only_text.or(unread) {
            self.out.push_str(&foreign_words::plain(content));
            return rest;
        }
        if !is_void {
            let name = Some(tag.name);
            self.open.push(Open { name, has_span: false, lang, dir, around });
        }
        rest
    }

    /// Writes a start tag. Returns the language and direction that it declares, and the language of the
    /// content if that differs.
    fn write_start(
        &mut self,
        tag: &StartTag<'h>,
        content: Option<&str>,
        is_void: bool,
    ) -> (&'h str, &'h str, Option<&'h str>) {
        let above = self.open.last();
        let (outer_lang, outer_dir) = above.map_or(("", "ltr"), |open| (open.lang, open.dir));
        let around = above.and_then(|open| open.around);
        let (own, dir) = (tag.get("lang"), tag.get("dir"));
        // The language of the content, if nothing else is declared.
        let usual = own.or(around).unwrap_or(outer_lang);
        let mut added = String::new();
        let first = content.and_then(foreign_words::first);
        let mut foreign = self.foreign(first, usual);
        for attribute in &tag.attributes {
            let lang = foreign_words::whole(attribute.value);
            let Some(lang) = self.foreign(lang, usual) else { continue };
            let name = attribute.name.to_ascii_lowercase();
            if name.starts_with("data-") {
                added.push_str(&format!(" {name}-lang=\"{lang}\""));
            } else if READ.contains(&&*name) {
                foreign = foreign.or(Some(lang));
            }
        }
        // What the template declares is right.
        let foreign = foreign.filter(|_| own.is_none());
        let dir_now = dir.unwrap_or(outer_dir);
        match (foreign, around) {
            (Some(lang), _) => {
                added.push_str(&format!(" lang=\"{lang}\""));
                let own_dir = direction(lang).as_str();
                // A new direction would mirror the layout of a whole region.
                if (is_void || content.is_some()) && dir.is_none() && own_dir != dir_now {
                    added.push_str(&format!(" dir=\"{own_dir}\""));
                }
            }
            (None, Some(lang)) if own.is_none() => added.push_str(&format!(" lang=\"{lang}\"")),
            _ => {}
        }
        tag.write(&added, foreign_words::plain, &mut self.out);
        match foreign {
            Some(lang) => (lang, dir_now, Some(usual)),
            None => (usual, dir_now, None),
        }
    }

    /// A language, if it differs from the language around it.
    fn foreign(&self, lang: Option<MarkedLang>, around: &str) -> Option<&'h str> {
        self.tag(lang?).filter(|tag| !same_tag(tag, around))
    }

    fn tag(&self, lang: MarkedLang) -> Option<&'h str> {
        self.locales.marked_tag(lang)
    }

    fn text(&mut self, text: &'h str) {
        let around = self.open.last().and_then(|open| open.around);
        match around.filter(|_| has_letters(&foreign_words::plain(text))) {
            // An element cannot declare the language of its attribute and that of its own text.
            Some(lang) => {
                self.open_span(lang);
                self.marked_text(text);
                self.close_span();
            }
            None => self.marked_text(text),
        }
    }

    fn marked_text(&mut self, text: &'h str) {
        if !text.contains(is_mark) {
            self.out.push_str(text);
            return;
        }
        for part in foreign_words::parts(text) {
            match part {
                Part::Text(words) => self.out.push_str(words),
                Part::Open(lang) => {
                    let lang = self.tag(lang);
                    self.open_span(lang.unwrap_or_default());
                }
                Part::Close => self.close_span(),
            }
        }
    }

    /// Begins words in a language: a `span`, unless the language around them is the same.
    fn open_span(&mut self, lang: &'h str) {
        let (outer, dir) = self.open.last().map_or(("", "ltr"), |open| (open.lang, open.dir));
        let has_span = !lang.is_empty() && !same_tag(lang, outer);
        let own_dir = direction(lang).as_str();
        let (mut now, mut dir_now) = (outer, dir);
        if has_span {
            self.out.push_str(&format!("<span lang=\"{lang}\""));
            if own_dir != dir {
                self.out.push_str(&format!(" dir=\"{own_dir}\""));
            }
            self.out.push('>');
            (now, dir_now) = (lang, own_dir);
        }
        self.open.push(Open { name: None, has_span, lang: now, dir: dir_now, around: None });
    }

    /// Ends the words that began last.
    fn close_span(&mut self) {
        if let Some(open) = self.open.pop_if(|open| open.name.is_none())
            && open.has_span
        {
            self.out.push_str("</span>");
        }
    }
}

/// The position of an ASCII text, ignoring case.
fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
    text.windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted))
}
