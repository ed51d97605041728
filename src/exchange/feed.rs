//! What all feed formats have in common.

use jiff::Timestamp;

use crate::exchange::wording::{Tongue, Wording};

/// A feed in one language. All addresses are absolute, since it is read outside its site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// The permanent, globally unique id: an address or `urn:uuid:…`.
    pub id: String,
    /// The title.
    pub title: Wording,
    /// The description.
    pub description: Wording,
    /// The publisher.
    pub author: String,
    /// The language.
    pub language: String,
    /// The address of the feed itself.
    pub source: String,
    /// The page with the same content.
    pub home: String,
    /// The items, the newest first.
    pub items: Vec<Item>,
}

/// An item of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// The permanent, globally unique id.
    pub id: String,
    /// The title.
    pub title: Wording,
    /// When it was published.
    pub published: Timestamp,
    /// When it last changed, if that is later.
    pub updated: Option<Timestamp>,
    /// The page.
    pub url: Option<String>,
    /// A few sentences, without markup; may be empty.
    pub summary: Wording,
    /// The full text, as HTML with absolute addresses; may be empty.
    pub html: Wording,
}

impl Item {
    /// When it last changed.
    pub(super) fn changed(&self) -> Timestamp {
        self.updated.unwrap_or(self.published)
    }
}

impl Feed {
    /// The language to declare for a text that is not in the feed's language, because it is not
    /// translated; `mul` means several languages. Texts without a language need none.
    pub(super) fn foreign<'a>(&self, tongue: &'a Tongue) -> Option<&'a str> {
        match tongue {
            Tongue::Of(tag) => Some(tag.as_str()).filter(|tag| *tag != self.language),
            Tongue::Many => Some("mul"),
            Tongue::Plain => None,
        }
    }

    /// When it last changed; the Unix epoch for a feed without items, so that the same feed gives
    /// the same bytes on any day.
    pub(super) fn changed(&self) -> Timestamp {
        self.items.iter().map(Item::changed).max().unwrap_or(Timestamp::UNIX_EPOCH)
    }

    #[cfg(test)]
    pub(super) fn sample() -> Feed {
        Feed {
            id: "https://fog.example.org/da/news.atom".to_owned(),
            title: Wording::new("Nyt & tåge", "da"),
            description: Wording::new("Hvad der sker", "da"),
            author: "Tågelauget".to_owned(),
            language: "da".to_owned(),
            source: "https://fog.example.org/da/news.atom".to_owned(),
            home: "https://fog.example.org/da/".to_owned(),
            items: vec![Item {
                id: "urn:uuid:9f38e10d-39e2-4380-83bf-26626396e476".to_owned(),
                title: Wording::new("Mere <tåge>", "da"),
                published: Timestamp::constant(1_000_000_000, 0),
                updated: None,
                url: Some("https://fog.example.org/da/mere/".to_owned()),
                summary: Wording::new("Grå", "da"),
                html: Wording::new("<p>Grå &amp; blød</p>", "da"),
            }],
        }
    }
}
