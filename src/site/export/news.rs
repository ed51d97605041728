//! What is new, as feeds: the event's news, and changes of its programme.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::event::model::{Entity, News, PageRole};
use crate::event::release::{Change, State, session_of};
use crate::event::table::Key;
use crate::exchange::feed::{Feed, Item};
use crate::exchange::guid;
use crate::exchange::wording::Wording;
use crate::locale::format::DateStyle;
use crate::site::export::words::Words;

/// The most items of a feed.
const MOST: usize = 50;

/// The feed of a language; `path` is where it is published. Its addresses are whole, so there is one
/// only for a site that knows its host.
pub(super) fn feed(words: &Words<'_>, path: &str) -> Feed {
    let event = words.event;
    let news = event.news.iter().map(|(key, news)| news_item(words, key, news));
    let changes = event.release.as_ref().map_or(&[][..], |release| &release.changes);
    let mut latest = BTreeMap::new();
    latest.extend(changes.iter().map(|change| (&*change.slot, change.version)));
    let is_latest = |change: &Change| latest.get(&*change.slot) == Some(&change.version);
    let changes = changes.iter().map(|change| change_item(words, change, is_latest(change)));
    let mut items: Vec<Item> = news.chain(changes).collect();
    items.sort_by(|a, b| (b.published, &a.id).cmp(&(a.published, &b.id)));
    items.truncate(MOST);
    let source = words.below(path).unwrap_or_default();
    Feed {
        id: format!("urn:uuid:{}", guid("feed", &event.config.id, words.tag())),
        title: words.name_wording(),
        description: words.optional_wording(&event.config.summary),
        author: words.name().to_owned(),
        language: words.tag().to_owned(),
        source,
        home: words.page(PageRole::Home).unwrap_or_default(),
        items,
    }
}

fn news_item(words: &Words<'_>, key: Key<News>, news: &News) -> Item {
    let entity = Entity::News(key);
    let zone = &words.event.config.timezone;
    Item {
        id: format!("urn:uuid:{}", guid("news", &words.event.config.id, &news.about.id)),
        title: words.called(entity),
        published: midnight(news.date, zone),
        updated: None,
        url: words.url(entity),
        summary: words.optional_wording(&news.about.summary),
        html: String::new(),
    }
}

/// A change, also of a session that there is no longer: its title is remembered.
///
/// It says what was announced then, so that a later change alters no entry that people have read.
fn change_item(words: &Words<'_>, change: &Change, latest: bool) -> Item {
    let event = words.event;
    let id = session_of(&change.slot);
    let session =
        event.sessions.find(id).map(|key| (Entity::Session(key), event.sessions.get(key)));
    let kind = words.message(&format!("change-{}", change.kind.as_str()));
    let mut said: Vec<Wording> = match (&change.before, &change.after) {
        (Some(before), None) => {
            vec![Wording::join([words.message("change-before"), state(words, before)], " ")]
        }
        (_, after) => after.iter().map(|after| state(words, after)).collect(),
    };
    if let Some((_, session)) = session
        && latest
    {
        said.push(words.optional_wording(&session.reason));
    }
    let title = session.map_or_else(|| words.title_of_old(id), |(entity, _)| words.called(entity));
    let name = format!("{}/{}/{}", change.version, change.slot, change.kind.as_str());
    Item {
        id: format!("urn:uuid:{}", guid("change", &event.config.id, &name)),
        title: words.labelled(kind, title),
        published: change.at,
        updated: None,
        url: session
            .and_then(|(entity, _)| words.url(entity))
            .or_else(|| words.page(PageRole::Changes)),
        summary: Wording::join(said, "\n"),
        html: String::new(),
    }
}

/// When and where a slot is, on one line.
fn state(words: &Words<'_>, state: &State) -> Wording {
    let format = words.locale.format();
    let time = state.start.map(|start| match state.end {
        Some(end) => format.time_range(start.time(), end.time()),
        None => format.time(start.time()),
    });
    let day = words.own(format.date(state.day, DateStyle::Full));
    let time = words.own(time.unwrap_or_default());
    Wording::join([day, time, words.location_of(state)], ", ")
}

fn midnight(date: jiff::civil::Date, zone: &TimeZone) -> Timestamp {
    date.to_zoned(zone.clone()).map_or(Timestamp::UNIX_EPOCH, |moment| moment.timestamp())
}
