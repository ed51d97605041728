//! Markdown from other tools, without the rules that Plenary adds.

use pulldown_cmark::{Event, Options, Parser, html};

use crate::content::markdown::raw_html;

/// Converts CommonMark with tables, footnotes and `~~strikethrough~~` to HTML. The HTML is only as safe
/// as the text: it may be read, but must never become part of a page. A tag that is not an HTML element,
/// such as the one in `List<String>`, is text.
pub fn common_mark_to_html(text: &str) -> String {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    let events = Parser::new_ext(text, options).map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) if !raw_html::is_element(&html) => {
            Event::Text(html)
        }
        event => event,
    });
    html::push_html(&mut out, events);
    out
}
