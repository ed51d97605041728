//! The placeholders of a [`Markdown`], and filling them.

use std::borrow::Cow;

use crate::content::markdown::Markdown;
use crate::content::markdown::html_escape::{self, Escape};

/// Every message that a text may ask for.
pub const MESSAGES: [&str; 10] = [
    "alert-note",
    "alert-tip",
    "alert-important",
    "alert-warning",
    "alert-caution",
    "footnotes",
    "footnote-back",
    "table",
    "task-done",
    "task-open",
];

/// What a text needs to know to become a part of a page. Everything given is escaped by the caller
/// of these functions, [`Markdown::to_html`].
pub trait Fill {
    /// The id of a heading, by its place in [`Markdown::headings`].
    fn heading_id(&self, index: usize) -> Cow<'_, str>;
    /// Where a link leads, by its place in [`Markdown::links`]; not asked for external ones.
    fn link(&self, index: usize) -> Cow<'_, str>;
    /// A picture, by its place in [`Markdown::images`].
    fn image(&self, index: usize) -> ImageData<'_>;
    /// The text of a message; the keys are those of [`MESSAGES`].
    fn message(&self, key: &'static str) -> Cow<'_, str>;
    /// What the ids of footnotes begin with; needed where a page shows several texts.
    fn id_prefix(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }
}

/// A picture, as the page refers to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageData<'a> {
    /// The address of the picture.
    pub url: Cow<'a, str>,
    /// Its width in pixels, if it is known.
    pub width: Option<u32>,
    /// Its height in pixels, if it is known.
    pub height: Option<u32>,
}

/// One thing that the HTML of a text does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Placeholder {
    Heading(usize),
    Link(usize),
    /// The value of `src`; the width and height are written behind it.
    Image(usize),
    Message(&'static str),
    Prefix,
}

impl Markdown {
    /// The text as HTML for one page.
    pub fn to_html(&self, fill: &impl Fill) -> String {
        let mut out = String::with_capacity(self.html.len() + self.placeholders.len() * 40);
        let mut copied = 0;
        for (at, placeholder) in &self.placeholders {
            out.push_str(&self.html[copied..*at]);
            copied = *at;
            let value = match placeholder {
                Placeholder::Heading(index) => fill.heading_id(*index),
                Placeholder::Link(index) => fill.link(*index),
                Placeholder::Message(key) => fill.message(key),
                Placeholder::Prefix => fill.id_prefix(),
                Placeholder::Image(index) => {
                    push_image(&mut out, &fill.image(*index));
                    continue;
                }
            };
            html_escape::push(&mut out, &value, Escape::Attribute);
        }
        out.push_str(&self.html[copied..]);
        out
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.html.trim_ascii().is_empty()
    }
}

/// Closes the attribute `src`, which the placeholder stands in, and leaves the last one open for the quote
/// that follows the placeholder.
fn push_image(out: &mut String, image: &ImageData<'_>) {
    html_escape::push(out, &image.url, Escape::Attribute);
    for (name, value) in [("width", image.width), ("height", image.height)] {
        if let Some(value) = value {
            out.push_str("\" ");
            out.push_str(name);
            out.push_str("=\"");
            out.push_str(&value.to_string());
        }
    }
}
