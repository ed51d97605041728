//! Feeds as JSON Feed 1.1 (jsonfeed.org).

use serde_json::{Map, Value, json};

use crate::exchange::clean::{self, is_web};
use crate::exchange::feed::{Feed, Item};
use crate::exchange::json::{put, write as write_json};

/// Writes a feed.
pub fn write(feed: &Feed) -> String {
    let mut root = Map::new();
    put(&mut root, "version", "https://jsonfeed.org/version/1.1");
    root.insert("title".to_owned(), clean::line(&feed.title.text).into());
    put(&mut root, "home_page_url", web(&feed.home));
    put(&mut root, "feed_url", web(&feed.source));
    put(&mut root, "description", clean::line(&feed.description.text));
    put(&mut root, "language", feed.language.as_str());
    if !feed.author.is_empty() {
        root.insert("authors".to_owned(), json!([{ "name": clean::line(&feed.author) }]));
    }
    root.insert("items".to_owned(), feed.items.iter().map(|one| item(feed, one)).collect());
    write_json(&Value::Object(root))
}

fn item(feed: &Feed, item: &Item) -> Value {
    let mut record = Map::new();
    record.insert("id".to_owned(), item.id.as_str().into());
    put(&mut record, "url", item.url.as_deref().and_then(web));
    put(&mut record, "title", clean::line(&item.title.text));
    put(&mut record, "summary", clean::block(&item.summary.text));
    // One of the two has to be there.
    match item.html.is_empty() {
        true => record.insert("content_text".to_owned(), clean::block(&item.summary.text).into()),
        false => record.insert("content_html".to_owned(), clean::block(&item.html).into()),
    };
    // The whole item has one language, or none that can be said.
    let tongue = item.title.tongue.clone().with(item.summary.tongue.clone());
    put(&mut record, "language", feed.foreign(&tongue));
    put(&mut record, "date_published", item.published.to_string());
    put(&mut record, "date_modified", item.updated.map(|moment| moment.to_string()));
    record.into()
}

fn web(address: &str) -> Option<String> {
    is_web(address).then(|| clean::uri(address).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_as_the_standard_wants_it() {
        let written: Value = serde_json::from_str(&write(&Feed::sample())).expect("it is JSON");
        assert_eq!(written["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(written["items"][0]["date_published"], "2001-09-09T01:46:40Z");
        assert_eq!(written["items"][0]["content_html"], "<p>Grå &amp; blød</p>");
        assert_eq!(written["authors"][0]["name"], "Tågelauget");
    }
}
