//! Markdown of other tools, which has none of the rules that this one adds.

use pulldown_cmark::{Event, Options, Parser, html};

use crate::content::markdown::raw_html;

/// CommonMark with tables, footnotes and `~~strikethrough~~` as HTML. The HTML is as safe as the text
/// is: it is read, and never a part of a page. What is no element of HTML, as in `List<String>`, is text.
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
