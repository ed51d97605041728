//! Feeds of the event's news and of changes in its programme.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::event::model::{Entity, News, PageRole};
use crate::event::record_table::Key;
use crate::event::release::{Change, SlotState, session_of};
use crate::exchange::escape_markup;
use crate::exchange::feed::{Feed, Item};
use crate::exchange::guid;
use crate::exchange::wording::Wording;
use crate::locale::format::DateStyle;
use crate::site::reader_context::ReaderContext;

/// The maximum number of items of a feed.
const MOST: usize = 50;

/// The feed of a language; `path` is where it is published. Its addresses are absolute, so a site has
/// one only if it knows its host.
pub(super) fn feed(reader: &ReaderContext<'_>, path: &str) -> Feed {
    let event = reader.event;
    let news = event.news.iter().map(|(key, news)| news_item(reader, key, news));
    let changes = event.release.as_ref().map_or(&[][..], |release| &release.changes);
    let mut latest = BTreeMap::new();
    latest.extend(changes.iter().map(|change| (&*change.slot, change.version)));
    let is_latest = |change: &Change| latest.get(&*change.slot) == Some(&change.version);
    let changes = changes.iter().map(|change| change_item(reader, change, is_latest(change)));
    let mut items: Vec<Item> = news.chain(changes).collect();
    items.sort_by(|a, b| (b.published, &a.id).cmp(&(a.published, &b.id)));
    items.truncate(MOST);
    let source = reader.absolute_path(path).unwrap_or_default();
    Feed {
        id: format!("urn:uuid:{}", guid("feed", &event.config.id, reader.tag())),
        title: reader.name(),
        description: reader.optional(&event.config.summary).unwrap_or_default(),
        author: reader.name(),
        language: reader.tag().to_owned(),
        source,
        home: reader.absolute_page(PageRole::Home).unwrap_or_default(),
        items,
    }
}

fn news_item(reader: &ReaderContext<'_>, key: Key<News>, news: &News) -> Item {
    let entity = Entity::News(key);
    let zone = &reader.event.config.timezone;
    let summary: Wording = reader.optional(&news.about.summary).unwrap_or_default();
    let shown = reader.site.shown;
    let note = |caveat| reader.caveat_note(caveat);
    let text = || {
        let text = reader.portable_body(entity).unwrap_or_default();
        let note = note(shown.caveat(entity, reader.lang));
        let note = Wording { text: paragraph(&note.text), ..note };
        Wording::join([note, text], "\n")
    };
    Item {
        id: format!("urn:uuid:{}", guid("news", &reader.event.config.id, &news.about.lasting_id)),
        title: reader.title(entity),
        published: midnight(news.date, zone),
        updated: None,
        url: reader.absolute_url(entity),
        html: if summary.text.is_empty() { text() } else { Wording::default() },
        summary: match summary.text.is_empty() {
            true => summary,
            false => Wording::join([summary, note(shown.short_caveat(entity, reader.lang))], "\n"),
        },
    }
}

/// A note as a paragraph of HTML; empty if there is none.
fn paragraph(note: &str) -> String {
    if note.is_empty() {
        return String::new();
    }
    let mut html = "<p>".to_owned();
    escape_markup(note, &mut html);
    html + "</p>"
}

/// A change of a session, which may be removed by now.
///
/// It shows what was announced at the time, so that a later change does not alter an item that people
/// have read.
fn change_item(reader: &ReaderContext<'_>, change: &Change, latest: bool) -> Item {
    let event = reader.event;
    let id = session_of(&change.slot);
    let session =
        event.sessions.find_ever(id).map(|key| (Entity::Session(key), event.sessions.get(key)));
    let kind = reader.message(&format!("change-{}", change.kind.as_str()));
    let mut lines: Vec<Wording> = match (&change.before, &change.after) {
        (Some(before), None) => {
            vec![Wording::join([reader.message("change-before"), state(reader, before)], " ")]
        }
        (_, after) => after.iter().map(|after| state(reader, after)).collect(),
    };
    if let Some((_, session)) = session
        && latest
    {
        lines.push(reader.optional(&session.reason).unwrap_or_default());
    }
    let title = reader.session_title(id);
    let name = format!("{}/{}/{}", change.version, change.slot, change.kind.as_str());
    Item {
        id: format!("urn:uuid:{}", guid("change", &event.config.id, &name)),
        title: reader.labelled(kind, title),
        published: change.at,
        updated: None,
        url: session
            .and_then(|(entity, _)| reader.absolute_url(entity))
            .or_else(|| reader.absolute_page(PageRole::Changes)),
        summary: Wording::join(lines, "\n"),
        html: Wording::default(),
    }
}

/// The time and place of a slot, on one line.
fn state(reader: &ReaderContext<'_>, state: &SlotState) -> Wording {
    let format = reader.locale.format();
    let time = state.start.map(|start| match state.end {
        Some(end) => format.time_range(start.time(), end.time()),
        None => format.time(start.time()),
    });
    let day = reader.generated(format.date(state.day, DateStyle::Full));
    let time = reader.generated(time.unwrap_or_default());
    let comma: String = reader.message("comma");
    Wording::join([day, time, reader.location_of(state)], &comma)
}

fn midnight(date: jiff::civil::Date, zone: &TimeZone) -> Timestamp {
    date.to_zoned(zone.clone()).map_or(Timestamp::UNIX_EPOCH, |moment| moment.timestamp())
}
