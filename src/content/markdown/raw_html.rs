//! Raw HTML in a text: links and pictures are resolved, the rest is sanitised.
//!
//! There are two passes. While the text is written, the targets of tags become placeholders
//! ([`Writer::raw_html`]). The complete text is then sanitised as a whole ([`clean`]), because a tag may
//! be opened in one block and closed in another. Only the second pass is trusted: it removes every
//! address that the first did not recognise.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use ammonia::Builder;

use crate::base::diagnostic::Diagnostic;
use crate::content::markdown::Image;
use crate::content::markdown::html_escape::{self, Escape};
use crate::content::markdown::html_writer::{Writer, missing_alt, title_in_body};
use crate::content::markdown::link_target::SCHEMES;
use crate::content::markdown::placeholders::Placeholder;

/// The characters around the number of a placeholder during sanitising. They are noncharacters; the
/// text itself has none left.
const OPEN: char = '\u{FDD1}';
const CLOSE: char = '\u{FDD2}';

/// The allowed tags.
const TAGS: &str = "\
    a abbr article aside b bdi bdo blockquote br caption cite code col colgroup data dd del \
    details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img \
    input ins kbd li mark nav ol p pre q rp rt ruby s samp section small span strong sub \
    summary sup table tbody td tfoot th thead time tr u ul var wbr";

/// Tags that are removed with their content.
const REMOVED_WHOLE: &str =
    "script style svg math iframe noembed noframes noscript object template xmp";

/// The allowed attributes of all tags.
const ATTRIBUTES: &str = "\
    aria-describedby aria-hidden aria-label aria-labelledby class dir id lang role tabindex \
    title translate";

/// The attributes that are allowed only for certain tags.
const TAG_ATTRIBUTES: &[(&str, &str)] = &[
    ("a", "href hreflang"),
    ("img", "src alt loading decoding"),
    ("input", "type checked disabled"),
    ("ol", "start reversed"),
    ("li", "value"),
    ("th", "scope colspan rowspan"),
    ("td", "colspan rowspan"),
    ("col", "span"),
    ("colgroup", "span"),
    ("time", "datetime"),
    ("data", "value"),
    ("del", "datetime"),
    ("ins", "datetime"),
    ("details", "open name"),
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let set = |names: &'static str| names.split(' ').collect::<HashSet<_>>();
    let mut builder = Builder::empty();
    builder
        .tags(set(TAGS))
        .clean_content_tags(set(REMOVED_WHOLE))
        .generic_attributes(set(ATTRIBUTES))
        .tag_attributes(TAG_ATTRIBUTES.iter().map(|(tag, names)| (*tag, set(names))).collect())
        // At most one per tag: the order of several would differ from run to run.
        .set_tag_attribute_value("input", "type", "checkbox")
        .url_schemes(SCHEMES.into_iter().collect())
        .link_rel(None)
        .attribute_filter(|_: &str, name: &str, value: &str| address(name, value));
    builder
});

/// Removes addresses, except those that this module or the writer made.
fn address<'v>(name: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let own = value.starts_with(OPEN);
    let scheme = || value.split(':').next().unwrap_or("");
    let known = |scheme: &str| SCHEMES.iter().any(|s| s.eq_ignore_ascii_case(scheme));
    let pass = match name {
        "src" => own,
        "href" => own || value.starts_with('#') || known(scheme()),
        _ => true,
    };
    pass.then_some(Cow::Borrowed(value))
}

/// Sanitises a whole text and restores its placeholders.
pub(super) fn clean(
    html: &str,
    placeholders: &[(usize, Placeholder)],
) -> (String, Vec<(usize, Placeholder)>) {
    let mut marked = String::with_capacity(html.len() + placeholders.len() * 8);
    let mut copied = 0;
    for (index, (at, _)) in placeholders.iter().enumerate() {
        marked.push_str(&html[copied..*at]);
        marked.push_str(&format!("{OPEN}{index}{CLOSE}"));
        copied = *at;
    }
    marked.push_str(&html[copied..]);
    unmark(&CLEANER.clean(&marked).to_string(), placeholders)
}

/// Turns the numbered marks of placeholders back into positions.
fn unmark(
    marked: &str,
    placeholders: &[(usize, Placeholder)],
) -> (String, Vec<(usize, Placeholder)>) {
    let mut html = String::with_capacity(marked.len());
    let mut found = Vec::with_capacity(placeholders.len());
    let mut rest = marked;
    while let Some(at) = rest.find(OPEN) {
        html_escape::push(&mut html, &rest[..at], Escape::Plain);
        rest = &rest[at + OPEN.len_utf8()..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let Some(after) = rest[digits..].strip_prefix(CLOSE) else { continue };
        let placeholder =
            rest[..digits].parse().ok().and_then(|index: usize| placeholders.get(index));
        if let Some((_, placeholder)) = placeholder {
            // An image's HTML begins inside its `src` attribute, so its placeholder must be there.
            if !matches!(placeholder, Placeholder::Image(_)) || html.ends_with(" src=\"") {
                found.push((html.len(), *placeholder));
            }
        }
        rest = after;
    }
    html_escape::push(&mut html, rest, Escape::Plain);
    (html, found)
}

/// Obsolete elements that browsers still know.
const OBSOLETE: &str = "big center font strike tt";

/// Whether HTML begins with a tag of a known element, or with a comment. `List<String>` does not.
pub(super) fn is_element(html: &str) -> bool {
    let tag = html.trim_start().trim_start_matches(['<', '/']);
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    let name = name.to_ascii_lowercase();
    let mut known = [TAGS, REMOVED_WHOLE, OBSOLETE].into_iter().flat_map(|names| names.split(' '));
    name.is_empty() || known.any(|known| known == name)
}

/// An attribute of a tag, as ranges of the text.
struct Attribute {
    name: Range<usize>,
    /// Includes the quotes, if there are any.
    value: Option<Range<usize>>,
}

/// A start tag, as ranges of the text.
struct StartTag {
    name: Range<usize>,
    attributes: Vec<Attribute>,
    /// After the `>`.
    end: usize,
}

/// The positions of parts of a text: (byte in the text, byte in the prepared text).
type Places<'p> = &'p [(usize, usize)];

fn place(places: Places<'_>, range: Range<usize>) -> Range<usize> {
    let part = places.partition_point(|(at, _)| *at <= range.start).saturating_sub(1);
    let (at, there) = places.get(part).copied().unwrap_or_default();
    let start = there + range.start.saturating_sub(at);
    start..start + range.len()
}

impl Writer<'_, '_> {
    /// Writes raw HTML without its comments. Line breaks need no sanitising.
    pub(super) fn raw_html(&mut self, html: &str, places: Places<'_>) {
        let trimmed = html.trim();
        if ["<br>", "<br/>", "<br />"].iter().any(|tag| trimmed.eq_ignore_ascii_case(tag)) {
            return self.push("<br>");
        }
        let mut at = 0;
        while let Some(found) = html[at..].find('<') {
            self.raw_text(&html[at..at + found]);
            at += found;
            if html[at..].starts_with("<!--") {
                let end = html[at..].find("-->");
                if end.is_none() {
                    self.report_unclosed("the comment", "-->", at..at + 4, places);
                }
                at = end.map_or(html.len(), |end| at + end + 3);
            } else if let Some(tag) = start_tag(html, at) {
                self.raw_tag(html, at, &tag, places);
                at = tag.end;
            } else {
                if html[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
                    self.report_unclosed("the tag", ">", at..at + 2, places);
                }
                self.raw = true;
                self.push("<");
                at += 1;
            }
        }
        self.raw_text(&html[at..]);
    }

    /// Reports a comment or tag that is not closed, and so would swallow the text after it.
    fn report_unclosed(&mut self, what: &str, end: &str, at: Range<usize>, places: Places<'_>) {
        let fault = Diagnostic::error(
            "markdown/html-unclosed",
            format!("{what} that begins here is not closed with `{end}` in its block"),
        );
        let fault = fault.at(self.source.span(&place(places, at)));
        self.report.push(fault.help(format!("write `{end}`, or `&lt;` for a literal `<`")));
    }

    fn raw_text(&mut self, text: &str) {
        let empty = text.trim_ascii().is_empty();
        if empty && (self.markdown.html.is_empty() || self.markdown.html.ends_with('\n')) {
            return;
        }
        self.raw |= !empty;
        html_escape::push(&mut self.markdown.html, text, Escape::Plain);
    }

    fn raw_tag(&mut self, html: &str, start: usize, tag: &StartTag, places: Places<'_>) {
        self.raw = true;
        let name = html[tag.name.clone()].to_ascii_lowercase();
        self.report_removed(html, &name, tag, places);
        let whole = place(places, start..tag.end);
        if name == "h1" {
            self.report.push(title_in_body().at(self.source.span(&whole)));
        }
        let value = |wanted: &str| {
            let named = |a: &&Attribute| html[a.name.clone()].eq_ignore_ascii_case(wanted);
            tag.attributes.iter().find(named).map(|a| a.value.clone())
        };
        let refers = match &*name {
            "a" => value("href").flatten(),
            "img" => value("src").flatten(),
            _ => None,
        };
        let alt = value("alt").map(|v| v.map_or(String::new(), |v| unescape(unquote(&html[v]))));
        if name == "img" && alt.is_none() {
            self.report.push(missing_alt().at(self.source.span(&whole)));
        }
        self.push(&html[start..tag.name.end]);
        // Of two attributes with the same name, the first counts.
        self.push(match &*name {
            "img" => " loading=\"lazy\" decoding=\"async\"",
            "input" => " type=\"checkbox\" disabled=\"\"",
            _ => "",
        });
        let Some(range) = refers else {
            return html_escape::push(
                &mut self.markdown.html,
                &html[tag.name.end..tag.end],
                Escape::Plain,
            );
        };
        html_escape::push(&mut self.markdown.html, &html[tag.name.end..range.start], Escape::Plain);
        self.push("\"");
        let destination = unescape(unquote(&html[range.clone()]));
        let at = place(places, range.clone());
        if name == "a" {
            match self.source.link(&destination, &at) {
                Ok(target) => self.href(target, &at),
                Err(fault) => self.report.push(*fault),
            }
        } else {
            match self.source.picture(&destination, &at) {
                Ok(path) => {
                    self.placeholder(Placeholder::Image(self.markdown.images.len()));
                    let span = self.source.span(&whole);
                    self.markdown.images.push(Image { path, alt: alt.unwrap_or_default(), span });
                }
                Err(fault) => self.report.push(*fault),
            }
        }
        self.push("\"");
        html_escape::push(&mut self.markdown.html, &html[range.end..tag.end], Escape::Plain);
    }

    /// Reports the tags and attributes that are removed from the page.
    fn report_removed(&mut self, html: &str, name: &str, tag: &StartTag, places: Places<'_>) {
        let mut report = |what: String, range: &Range<usize>| {
            let fault = Diagnostic::warning("markdown/html-removed", what)
                .at(self.source.span(&place(places, range.clone())))
                .help(
                    "scripts, styles and forms belong in the theme; write Markdown, or remove it",
                );
            self.report.push(fault);
        };
        if !TAGS.split(' ').any(|tag| tag == name) {
            return report(format!("the tag `<{name}>` is removed from the page"), &tag.name);
        }
        for attribute in &tag.attributes {
            let name = html[attribute.name.clone()].to_ascii_lowercase();
            if name.starts_with("on") || name == "style" {
                let what = format!("the attribute `{name}` is removed from the page");
                report(what, &attribute.name);
            }
        }
    }
}

/// Reads the start tag at a byte; `None` if it is incomplete.
fn start_tag(html: &str, start: usize) -> Option<StartTag> {
    let bytes = html.as_bytes();
    let until = |from: usize, stop: fn(u8) -> bool| {
        bytes[from..].iter().position(|b| stop(*b)).map(|found| from + found)
    };
    if !bytes.get(start + 1)?.is_ascii_alphabetic() {
        return None;
    }
    let name_end = until(start + 1, |b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))?;
    let mut tag = StartTag { name: start + 1..name_end, attributes: Vec::new(), end: 0 };
    let mut at = name_end;
    loop {
        at = until(at, |b| !b.is_ascii_whitespace() && b != b'/')?;
        if bytes[at] == b'>' {
            tag.end = at + 1;
            return Some(tag);
        }
        // Browsers accept `=` as the first character of a name.
        let end = until(at + 1, |b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'='))?;
        let name = at..end;
        at = until(end, |b| !b.is_ascii_whitespace())?;
        let mut value = None;
        if bytes[at] == b'=' {
            let from = until(at + 1, |b| !b.is_ascii_whitespace())?;
            at = match bytes[from] {
                b'"' => until(from + 1, |b| b == b'"')? + 1,
                b'\'' => until(from + 1, |b| b == b'\'')? + 1,
                _ => until(from, |b| b.is_ascii_whitespace() || b == b'>')?,
            };
            value = Some(from..at);
        }
        tag.attributes.push(Attribute { name, value });
    }
}

fn unquote(value: &str) -> &str {
    let inside = |quote| value.strip_prefix(quote).and_then(|v| v.strip_suffix(quote));
    inside('"').or_else(|| inside('\'')).unwrap_or(value)
}

/// Decodes the character references that are usual in addresses and alternative texts. Others stay:
/// this may break an address, but never makes it dangerous, since `&` is escaped again.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = rest[1..]
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '#')
            .map_or(rest.len(), |end| end + 1);
        match reference(&rest[1..length]) {
            Some(c) => {
                out.push(c);
                rest = &rest[length..];
                rest = rest.strip_prefix(';').unwrap_or(rest);
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "colon" => ':',
        "Tab" => '\t',
        "NewLine" => '\n',
        _ => return None,
    })
}
