//! Feeds as JSON Feed 1.1 (jsonfeed.org).

use serde_json::{Map, Value, json};

use crate::exchange::feed::{Feed, Item};
use crate::exchange::json::{put, write as write_json};
use crate::exchange::sanitize::{self, web_uri};

/// Writes a feed.
pub fn write(feed: &Feed) -> String {
    let mut root = Map::new();
    put(&mut root, "version", "https://jsonfeed.org/version/1.1");
    root.insert("title".to_owned(), sanitize::line(&feed.title.text).into());
    put(&mut root, "home_page_url", web_uri(&feed.home));
    put(&mut root, "feed_url", web_uri(&feed.source));
    put(&mut root, "description", sanitize::line(&feed.description.text));
    put(&mut root, "language", feed.language.as_str());
    if !feed.author.is_empty() {
        root.insert("authors".to_owned(), json!([{ "name": sanitize::line(&feed.author) }]));
    }
    root.insert("items".to_owned(), feed.items.iter().map(|one| item(feed, one)).collect());
    write_json(&Value::Object(root))
}

fn item(feed: &Feed, item: &Item) -> Value {
    let mut record = Map::new();
    record.insert("id".to_owned(), item.id.as_str().into());
    put(&mut record, "url", item.url.as_deref().and_then(web_uri));
    put(&mut record, "title", sanitize::line(&item.title.text));
    put(&mut record, "summary", sanitize::block(&item.summary.text));
    // The standard demands either `content_text` or `content_html`.
    let texts = [("content_html", &item.html), ("content_text", &item.summary)];
    let found = texts.into_iter().find(|(_, text)| !text.text.is_empty());
    let (name, text) = found.unwrap_or(("content_text", &item.title));
    record.insert(name.to_owned(), sanitize::block(&text.text).into());
    // An item can declare only one language for all its texts.
    let tongue = item.title.tongue.clone().with(item.summary.tongue.clone());
    let tongue = tongue.with(item.html.tongue.clone());
    put(&mut record, "language", feed.foreign(&tongue));
    put(&mut record, "date_published", item.published.to_string());
    put(&mut record, "date_modified", item.updated.map(|moment| moment.to_string()));
    record.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_has_what_the_standard_demands() {
        let written: Value = serde_json::from_str(&write(&Feed::sample())).expect("it is JSON");
        assert_eq!(written["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(written["items"][0]["date_published"], "2001-09-09T01:46:40Z");
        assert_eq!(written["items"][0]["content_html"], "<p>Grå &amp; blød</p>");
        assert_eq!(written["authors"][0]["name"], "Tågelauget");
    }
}
