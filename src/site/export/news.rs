//! What is new, as feeds: the event's news, and changes of its programme.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::base::text::Localized;
use crate::event::model::{News, PageRole, Thing};
use crate::event::release::Change;
use crate::event::table::Key;
use crate::exchange::feed::{Feed, Item};
use crate::exchange::guid;
use crate::site::export::words::Words;

/// The most items of a feed.
const MOST: usize = 50;

/// The feed of a language; `path` is where it is published. Its addresses are whole, so there is one
/// only for a site that knows its host.
pub(super) fn feed(words: &Words<'_>, path: &str) -> Feed {
    let event = words.event;
    let news = event.news.iter().map(|(key, news)| news_item(words, key, news));
    let changes = event.release.iter().flat_map(|release| &release.changes);
    let mut items: Vec<Item> =
        news.chain(changes.filter_map(|change| change_item(words, change))).collect();
    items.sort_by(|a, b| (b.published, &a.id).cmp(&(a.published, &b.id)));
    items.truncate(MOST);
    let source = words.below(path).unwrap_or_default();
    Feed {
        id: format!("urn:uuid:{}", guid("feed", &event.config.id, words.tag())),
        title: words.name().to_owned(),
        description: words.optional(&event.config.summary).to_owned(),
        author: words.name().to_owned(),
        language: words.tag().to_owned(),
        source,
        home: words.page(PageRole::Home).unwrap_or_default(),
        items,
    }
}

fn news_item(words: &Words<'_>, key: Key<News>, news: &News) -> Item {
    let thing = Thing::News(key);
    let zone = &words.event.config.timezone;
    Item {
        id: format!("urn:uuid:{}", guid("news", &words.event.config.id, &news.about.id)),
        title: words.title(thing).to_owned(),
        published: midnight(news.date, zone),
        updated: None,
        url: words.url(thing),
        summary: words.optional(&news.about.summary).to_owned(),
        html: String::new(),
    }
}

/// A change of a session that is still in the programme; of others there is no title any more.
fn change_item(words: &Words<'_>, change: &Change) -> Option<Item> {
    let event = words.event;
    let id = change.slot.split('.').next().unwrap_or_default();
    let key = event.sessions.find(id)?;
    let session = event.sessions.get(key);
    let slot = (0..session.slots.len()).find(|at| session.slot_name(*at) == change.slot);
    let thing = Thing::Session(key);
    let kind = words.message(&format!("change-{}", change.kind.as_str()));
    let slot = slot.map(|at| &session.slots[at]);
    let format = words.locale.format();
    let now = slot.map(|slot| {
        let day = format.date(slot.day, crate::locale::format::DateStyle::Full);
        let time = slot.start.as_ref().map(|start| format.time(start.time()));
        let place = Some(words.location(slot)).filter(|place| !place.is_empty());
        let parts: Vec<String> = [Some(day), time, place].into_iter().flatten().collect();
        parts.join(", ")
    });
    let name = format!("{}/{}/{}", change.version, change.slot, change.kind.as_str());
    Some(Item {
        id: format!("urn:uuid:{}", guid("change", &event.config.id, &name)),
        title: kind + &words.message("change-title-separator") + words.title(thing),
        published: change.at,
        updated: None,
        url: words.url(thing),
        summary: [now.unwrap_or_default(), reason(words, &session.reason)]
            .join("\n")
            .trim()
            .to_owned(),
        html: String::new(),
    })
}

fn reason(words: &Words<'_>, reason: &Localized<crate::base::text::Text>) -> String {
    let found = reason.resolve_near(words.lang, &words.event.config.languages);
    found.map(|found| found.value.value.clone()).unwrap_or_default()
}

fn midnight(date: jiff::civil::Date, zone: &TimeZone) -> Timestamp {
    date.to_zoned(zone.clone()).map_or(Timestamp::UNIX_EPOCH, |moment| moment.timestamp())
}
