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
        if let Some(name) = markup.strip_prefix("</") {
            self.end_tag(name.trim_end_matches('>').trim_ascii_end());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::Report;
    use crate::base::text::{Direction, Language, Languages};
    use crate::locale::tag::direction as direction_of;

    /// The locales of a site in Danish, English and Persian, without messages.
    fn locales() -> Locales {
        let language = |tag: &str| Language {
            tag: tag.to_owned(),
            path: tag.to_owned(),
            name: tag.to_owned(),
            aliases: Vec::new(),
            fallback: Vec::new(),
            direction: direction_of(tag),
            formats: tag.to_owned(),
            open_graph: tag.to_owned(),
        };
        assert_eq!(language("fa").direction, Direction::Rtl);
        let languages = Languages::new(["da", "en", "fa"].map(language).into());
        let languages = languages.expect("there are three languages");
        Locales::new(&languages, &[], &[], &mut Report::new())
    }

    /// The HTML of a page in Danish, in which `[en:words]` are marked.
    fn declared(html: &str) -> String {
        let locales = locales();
        let danish = locales.get(crate::base::text::Lang::SOURCE);
        let mut marked = String::new();
        let mut rest = html;
        while let Some((before, after)) = rest.split_once('[') {
            let (tag, after) = after.split_once(':').expect("a tag is before the words");
            let mut depth = 1;
            let end = after.find(|c| {
                depth += i32::from(c == '[') - i32::from(c == ']');
                depth == 0
            });
            let (words, after) = after.split_at(end.expect("the words have an end"));
            let inner = declared_marks(words, &danish);
            marked.push_str(before);
            marked.push_str(&danish.mark(inner, tag));
            rest = &after[1..];
        }
        marked.push_str(rest);
        let page = format!("<html lang=\"da\" dir=\"ltr\">{marked}</html>");
        let page = declare(&page, &locales);
        page["<html lang=\"da\" dir=\"ltr\">".len()..].trim_end_matches("</html>").to_owned()
    }

    /// Words with one level of inner marks.
    fn declared_marks(words: &str, danish: &crate::locale::Locale<'_>) -> String {
        let Some((before, rest)) = words.split_once('[') else { return words.to_owned() };
        let (tag, rest) = rest.split_once(':').expect("a tag is before the words");
        let (inner, after) = rest.split_once(']').expect("the words have an end");
        format!("{before}{}{after}", danish.mark(inner.to_owned(), tag))
    }

    #[test]
    fn words_in_text_are_in_a_span() {
        for (html, shown) in [
            ("<p>Hej</p>", "<p>Hej</p>"),
            ("<p>[en:Hi] 1</p>", "<p><span lang=\"en\">Hi</span> 1</p>"),
            ("<p>[fa:سلام]</p>", "<p><span lang=\"fa\" dir=\"rtl\">سلام</span></p>"),
            ("<p lang=\"en\">[en:Hi]</p>", "<p lang=\"en\">Hi</p>"),
            (
                "<p>[en:In [da:færøsk].]</p>",
                "<p><span lang=\"en\">In <span lang=\"da\">færøsk</span>.</span></p>",
            ),
            ("<p>[en:See <b>this</b> now]", "<p><span lang=\"en\">See <b>this</b> now</span>"),
            ("<!-- [en:Hi] --><p>x", "<!-- Hi --><p>x"),
        ] {
            assert_eq!(declared(html), shown);
        }
    }

    #[test]
    fn elements_that_contain_only_text_declare_their_language() {
        for (html, shown) in [
            ("<title>[en:Hi] – Hej</title>", "<title lang=\"en\">Hi – Hej</title>"),
            ("<title>Hej – [en:Hi]</title>", "<title>Hej – Hi</title>"),
            (
                "<select><option value=\"1\">[fa:همه]<option>To</select>",
                "<select><option value=\"1\" lang=\"fa\" dir=\"rtl\">همه<option>To</select>",
            ),
            ("<script>say(\"[en:Hi]\")</script>", "<script>say(\"Hi\")</script>"),
        ] {
            assert_eq!(declared(html), shown);
        }
    }

    #[test]
    fn an_attribute_gives_its_element_a_language_but_not_the_content() {
        for (html, shown) in [
            (
                "<img src=\"a.png\" alt=\"[fa:نخل]\">",
                "<img src=\"a.png\" alt=\"نخل\" lang=\"fa\" dir=\"rtl\">",
            ),
            (
                "<nav aria-label='[fa:فهرست]'><ul><li>Et</li></ul><p lang=\"en\">Two</p></nav><p>Tre</p>",
                "<nav aria-label='فهرست' lang=\"fa\"><ul lang=\"da\"><li>Et</li></ul>\
                 <p lang=\"en\">Two</p></nav><p>Tre</p>",
            ),
            (
                "<a title=\"[en:More]\" href=/x>Mere</a>",
                "<a title=\"More\" href=/x lang=\"en\"><span lang=\"da\">Mere</span></a>",
            ),
            (
                "<p data-now=\"[en:Now]\" data-day=\"3. maj\">x</p>",
                "<p data-now=\"Now\" data-day=\"3. maj\" data-now-lang=\"en\">x</p>",
            ),
            ("<a href=\"/[en:way]\">x</a>", "<a href=\"/way\">x</a>"),
            ("<p lang=\"fa\" title=\"[en:Hi]\">x</p>", "<p lang=\"fa\" title=\"Hi\">x</p>"),
            ("<i title=\"[en:Star]: Åbning\"></i>", "<i title=\"Star: Åbning\"></i>"),
        ] {
            assert_eq!(declared(html), shown);
        }
    }

    #[test]
    fn damaged_marks_and_tags_do_no_harm() {
        let locales = locales();
        let danish = locales.get(crate::base::text::Lang::SOURCE);
        let marked = danish.mark("Hi all, hi".to_owned(), "en");
        for end in marked.char_indices().map(|(at, _)| at) {
            let page = declare(&format!("<p>{}</p><p>x</p>", &marked[..end]), &locales);
            assert!(!page.contains(is_mark), "{page}");
            assert_eq!(page.matches("<span").count(), page.matches("</span>").count(), "{page}");
            assert!(page.ends_with("</p><p>x</p>"), "{page}");
        }
    }
}
