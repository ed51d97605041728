//! The sessions of a language, at each of their times, for the script of 'My programme'.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::content::record::Status;
use crate::event::model::{Entity, Place, Session, Slot};
use crate::event::record_table::Key;
use crate::locale::foreign_words;
use crate::locale::format::DateStyle;
use crate::site::reader_context::{ReaderContext, ReaderText};
use crate::site::view::news_view::ChangeView;
use crate::site::view::session_hours::{GuestZone, iso};

/// A session as the script of 'My programme' reads it, in `programme.json`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ChosenView {
    /// The name of this time of the session.
    pub slot: String,
    /// The UID in calendars.
    pub uid: String,
    /// The title.
    pub title: ScriptTextView,
    /// The address of its page.
    pub url: String,
    /// The day, such as `2018-11-20`.
    pub date: String,
    /// The day in words with its weekday.
    pub day: ScriptTextView,
    /// The time in words.
    pub time: Option<ScriptTextView>,
    /// The start with its offset.
    pub start: Option<String>,
    /// The end with its offset.
    pub end: Option<String>,
    /// The estimated end with its offset, if the end is not known.
    pub estimated_end: Option<String>,
    /// Its places, as one text.
    pub place: String,
    /// `confirmed`, `tentative`, `cancelled`, `postponed` or `moved`.
    pub status: &'static str,
    /// The status in words, unless it is `confirmed`; otherwise the change in the last week, if any.
    pub status_label: Option<ScriptTextView>,
    /// Other useful facts on the day: the reason for a change, the times in the time zones of guests,
    /// and the time of departure.
    pub notes: Vec<ScriptTextView>,
}

/// A text in `programme.json`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ScriptTextView {
    /// The text.
    pub text: String,
    /// The BCP 47 tag of its language; absent for the page's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

impl From<ReaderText<'_>> for ScriptTextView {
    fn from(text: ReaderText<'_>) -> ScriptTextView {
        let (text, lang) = text.with_foreign_tag();
        ScriptTextView { text, lang }
    }
}

/// A text with marks for the script.
fn unmarked(reader: &ReaderContext<'_>, text: &str) -> ScriptTextView {
    let lang = foreign_words::whole(text).and_then(|lang| reader.site.locales.marked_tag(lang));
    let text = foreign_words::plain(text).into_owned();
    let lang = lang.filter(|lang| *lang != reader.tag()).map(str::to_owned);
    ScriptTextView { text, lang }
}

/// The text of `programme.json`.
pub(super) fn write(reader: &ReaderContext<'_>) -> String {
    let config = &reader.event.config;
    let json = serde_json::json!({
        "event": config.id,
        "timezone": config.timezone.iana_name().unwrap_or("UTC"),
        // The rules of the time zone for iCalendar; if it is empty, times are written in UTC.
        "vtimezone": reader.site.zone.definition(),
        "sessions": sessions(reader),
    });
    let mut json = serde_json::to_string(&json).unwrap_or_default();
    json.push('\n');
    json
}

/// The sessions at each of their times, without pauses, in the order of the programme.
fn sessions(reader: &ReaderContext<'_>) -> Vec<ChosenView> {
    let (changes, zones) = (reader.marked_changes(), reader.guest_zones());
    let slots = reader.event.days.iter().flat_map(|day| &day.slots);
    slots
        .filter(|(key, _)| !reader.event.sessions.get(*key).kind.is_pause())
        .map(|(key, slot)| chosen(reader, *key, *slot, &changes, &zones))
        .collect()
}

fn chosen(
    reader: &ReaderContext<'_>,
    key: Key<Session>,
    at: usize,
    changes: &BTreeMap<String, ChangeView>,
    zones: &[GuestZone],
) -> ChosenView {
    let session = reader.event.sessions.get(key);
    let slot = &session.slots[at];
    let name = session.slot_name(at);
    let places: Vec<String> = slot.places.iter().map(|place| whole_place(reader, *place)).collect();
    let label = match (session.status, changes.get(&name)) {
        (Status::Confirmed, None) => None,
        (Status::Confirmed, Some(change)) => Some(format!("change-{}", change.kind)),
        (status, _) => Some(format!("status-{}", status.as_str())),
    };
    ChosenView {
        uid: format!("{name}@{}", reader.event.config.id),
        slot: name,
        title: reader.title(Entity::Session(key)),
        url: reader.routes.url(Entity::Session(key), reader.lang),
        date: slot.day.to_string(),
        day: reader.generated(reader.locale.format().date(slot.day, DateStyle::Full)),
        time: reader.hours_of(session, slot).map(|time| unmarked(reader, &time)),
        start: slot.start.as_ref().map(iso),
        end: slot.end.as_ref().map(iso),
        estimated_end: slot.estimated_end.as_ref().map(iso),
        place: reader.locale.format().list(&places),
        status: session.status.as_str(),
        status_label: label.map(|label| reader.message(&label)),
        notes: notes(reader, session, slot, zones),
    }
}

/// Useful facts about a session on its day, besides time and place.
fn notes(
    reader: &ReaderContext<'_>,
    session: &Session,
    slot: &Slot,
    zones: &[GuestZone],
) -> Vec<ScriptTextView> {
    let reason: Option<ScriptTextView> = reader.optional(&session.reason);
    let guests = reader.guest_times(slot, zones).into_iter().map(|guest| {
        let key = match guest.day {
            0 => "guest-time",
            1.. => "guest-time-after",
            _ => "guest-time-before",
        };
        let texts = [("city", guest.city), ("time", guest.time)];
        unmarked(reader, &reader.page_message(key, texts))
    });
    let first = session.transport.first().filter(|_| session.status.takes_place());
    let departure = first.and_then(|leg| {
        let depart = reader.locale.format().time(leg.depart.as_ref()?.time());
        let travel = reader.page_message(&format!("travel-{}", leg.mode.as_str()), []);
        let from = leg.from.map(|from| format!(" {}", whole_place(reader, from)));
        let separator: String = reader.message("change-title-separator");
        let text = format!("{travel}{separator}{depart}{}", from.unwrap_or_default());
        Some(unmarked(reader, &text))
    });
    reason.into_iter().chain(guests).chain(departure).collect()
}

/// A place with the place it is part of: `Hall 2, Congress Centre`.
fn whole_place(reader: &ReaderContext<'_>, key: Key<Place>) -> String {
    let name: String = reader.title(Entity::Place(key));
    let Some(parent) = reader.event.places.get(key).parent else { return name };
    let parent: String = reader.title(Entity::Place(parent));
    format!("{name}{}{parent}", reader.message::<String>("comma"))
}
