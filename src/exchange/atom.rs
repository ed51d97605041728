//! Feeds as Atom (RFC 4287).

use crate::exchange::feed::{Feed, Item};
use crate::exchange::sanitize::{self, web_uri};
use crate::exchange::wording::Wording;
use crate::exchange::xml::XmlWriter;

/// Writes a feed.
pub fn write(feed: &Feed) -> String {
    let mut xml = XmlWriter::new();
    let space = ("xmlns", "http://www.w3.org/2005/Atom");
    xml.open("feed", &[space, ("xml:lang", &feed.language)]);
    xml.leaf("id", &[], &sanitize::uri(&feed.id));
    line(&mut xml, "title", feed, &feed.title);
    if !feed.description.text.is_empty() {
        line(&mut xml, "subtitle", feed, &feed.description);
    }
    xml.leaf("updated", &[], &feed.changed().to_string());
    xml.open("author", &[]);
    xml.leaf("name", &[], &sanitize::line(&feed.author));
    xml.close("author");
    link(&mut xml, "self", "application/atom+xml", &feed.source);
    link(&mut xml, "alternate", HTML, &feed.home);
    xml.leaf("generator", &[("version", env!("CARGO_PKG_VERSION"))], "Plenary");
    for item in &feed.items {
        entry(&mut xml, feed, item);
    }
    xml.close("feed");
    xml.finish()
}

/// The media type of pages.
const HTML: &str = concat!("text", "/html");

fn entry(xml: &mut XmlWriter, feed: &Feed, item: &Item) {
    xml.open("entry", &[]);
    xml.leaf("id", &[], &sanitize::uri(&item.id));
    line(xml, "title", feed, &item.title);
    xml.leaf("published", &[], &item.published.to_string());
    xml.leaf("updated", &[], &item.changed().to_string());
    if let Some(url) = &item.url {
        link(xml, "alternate", HTML, url);
    }
    if !item.summary.text.is_empty() {
        xml.leaf("summary", language(feed, &item.summary).as_slice(), &item.summary.text);
    }
    if !item.html.text.is_empty() {
        let attributes: Vec<_> =
            [("type", "html")].into_iter().chain(language(feed, &item.html)).collect();
        xml.leaf("content", &attributes, &sanitize::block(&item.html.text));
    }
    xml.close("entry");
}

/// A text on one line.
fn line(xml: &mut XmlWriter, name: &str, feed: &Feed, text: &Wording) {
    xml.leaf(name, language(feed, text).as_slice(), &sanitize::line(&text.text));
}

fn language<'a>(feed: &Feed, text: &'a Wording) -> Option<(&'static str, &'a str)> {
    feed.foreign(&text.tongue).map(|tag| ("xml:lang", tag))
}

fn link(xml: &mut XmlWriter, rel: &str, kind: &str, address: &str) {
    if let Some(address) = web_uri(address) {
        xml.leaf("link", &[("rel", rel), ("type", kind), ("href", &address)], "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_has_what_the_standard_demands() {
        let written = write(&Feed::sample());
        for line in [
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"da\">",
            "  <id>https://fog.example.org/da/news.atom</id>",
            "  <updated>2001-09-09T01:46:40Z</updated>",
            "    <title>Mere &lt;tåge&gt;</title>",
            "    <content type=\"html\">&lt;p&gt;Grå &amp;amp; blød&lt;/p&gt;</content>",
            "    <link rel=\"alternate\" type=\"text/html\" href=\"https://fog.example.org/da/mere/\"/>",
        ] {
            assert!(written.lines().any(|found| found == line), "{line} is not in {written}");
        }
        let mut foreign = Feed::sample();
        foreign.items[0].title = Wording::new("More fog", "en");
        assert!(write(&foreign).contains("<title xml:lang=\"en\">More fog</title>"));
        let empty = write(&Feed { items: Vec::new(), ..Feed::sample() });
        assert!(empty.contains("<updated>1970-01-01T00:00:00Z</updated>"));
    }
}
