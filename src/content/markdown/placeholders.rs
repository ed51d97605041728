//! The placeholders of a [`Markdown`], and filling them.

use std::borrow::Cow;

use crate::content::markdown::Markdown;
use crate::content::markdown::html_escape::{self, Escape};
use crate::content::markdown::outdated;

/// The messages that texts may need.
pub const MESSAGES: [&str; 11] = [
    "alert-note",
    "alert-tip",
    "alert-important",
    "alert-warning",
    "alert-caution",
    "footnotes",
    "footnote-back",
    outdated::MESSAGE,
    "table",
    "task-done",
    "task-open",
];

/// The values of a page for the placeholders of a text. [`Markdown::to_html`] escapes them.
pub trait Fill {
    /// The id of a heading, by its index in [`Markdown::headings`].
    fn heading_id(&self, index: usize) -> Cow<'_, str>;
    /// The address of a link, by its index in [`Markdown::links`]; not called for external links.
    fn link(&self, index: usize) -> Cow<'_, str>;
    /// A picture, by its index in [`Markdown::images`].
    fn image(&self, index: usize) -> ImageData<'_>;
    /// The text of a message; `key` is one of [`MESSAGES`].
    fn message(&self, key: &'static str) -> Cow<'_, str>;
    /// The prefix of the ids of footnotes, for pages with several texts.
    fn id_prefix(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }
}

/// A picture on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageData<'a> {
    /// The address of the picture.
    pub url: Cow<'a, str>,
    /// Its width in pixels, if it is known.
    pub width: Option<u32>,
    /// Its height in pixels, if it is known.
    pub height: Option<u32>,
}

/// A part of the HTML that is inserted later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Placeholder {
    Heading(usize),
    Link(usize),
    /// The value of `src`, followed by the width and height.
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
                Placeholder::Message(key) => {
                    html_escape::push(&mut out, &fill.message(key), Escape::Message);
                    continue;
                }
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

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.html.trim_ascii().is_empty()
    }
}

/// Writes the value of `src` and further attributes. The quote after the placeholder closes the last
/// one.
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
