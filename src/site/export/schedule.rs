//! The event as a programme, for the formats of schedules.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::source::Spanned;
use crate::base::text::Localized;
use crate::content::record::{StageRole, Status};
use crate::event::model::{
    About, Appearance, Document, DocumentTarget, Entity, PageRole, Place, Session as EventSession,
    Slot as EventSlot, Speaker, Track as EventTrack,
};
use crate::event::record_table::Key;
use crate::exchange::programme::{
    Day, Link, Person, Programme, Room, Session, Slot, Texts, Time, Track,
};
use crate::exchange::{acronym, guid};
use crate::site::asset::media_path;
use crate::site::export::distinct_names::{AmbiguousName, distinct};
use crate::site::export::portable_markdown;
use crate::site::reader_context::ReaderContext;

/// With more sessions than this, schedules have no long texts: phones download the whole file.
pub(super) const MOST_WITH_LONG_TEXTS: usize = 2000;

/// Whether a schedule is in one language or in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScheduleLanguages {
    /// Only the reader's language; titles of cancelled sessions include the status.
    One,
    /// All languages, in the fields where the format allows several.
    All,
}

/// The schedule of an event.
pub(super) fn schedule(reader: &ReaderContext<'_>, languages: ScheduleLanguages) -> Programme {
    let mut builder =
        ScheduleBuilder { reader, languages, rooms: BTreeMap::new(), persons: BTreeMap::new() };
    let event = reader.event;
    let config = &event.config;
    let rooms = builder.rooms();
    let persons = builder.persons();
    Programme {
        acronym: config.id.clone(),
        title: builder.named(reader.name(), &config.name),
        version: event.release.as_ref().map(|release| release.version.to_string()),
        url: reader.absolute_page(PageRole::Home),
        timezone: config.timezone.iana_name().map(str::to_owned),
        dates: Some((config.start, config.end)),
        days: event.days.iter().map(|day| Day { date: day.date.value, hours: None }).collect(),
        tracks: builder.tracks(),
        rooms,
        persons,
        sessions: event
            .sessions
            .iter()
            .map(|(key, session)| builder.session(key, session))
            .collect(),
        own: true,
        markdown: true,
        prefixes: prefixes(reader, languages),
        ..Programme::default()
    }
}

/// The prefixes of titles and reasons, by status, so that an import recognises them.
fn prefixes(reader: &ReaderContext<'_>, languages: ScheduleLanguages) -> BTreeMap<Status, String> {
    let separator: String = reader.message("change-title-separator");
    let prefix = |status: Status| {
        let word: String = reader.message(&format!("status-{}", status.as_str()));
        (status, format!("{word}{separator}"))
    };
    let sessions = reader.event.sessions.iter().filter(|_| languages == ScheduleLanguages::One);
    let statuses = sessions.map(|(_, session)| session.status);
    statuses.filter(|status| *status != Status::Confirmed).map(prefix).collect()
}

/// A text in the only language of the schedule.
fn one(text: String) -> Texts {
    match text.is_empty() {
        true => Texts::new(),
        false => Texts::from([(String::new(), text)]),
    }
}

struct ScheduleBuilder<'a> {
    reader: &'a ReaderContext<'a>,
    languages: ScheduleLanguages,
    rooms: BTreeMap<Key<Place>, usize>,
    persons: BTreeMap<Key<Speaker>, usize>,
}

impl<'a> ScheduleBuilder<'a> {
    fn optional(&self, text: &Localized<Spanned<String>>) -> String {
        self.reader.optional(text).unwrap_or_default()
    }

    /// A text that the format may have in all languages.
    fn texts(&self, text: &'a Localized<Spanned<String>>) -> Texts {
        match self.languages {
            ScheduleLanguages::One => one(self.optional(text)),
            ScheduleLanguages::All => {
                let tag = |lang| self.reader.event.config.languages.tag(lang).to_owned();
                let shared = text.as_shared().map(|text| (String::new(), text.value.clone()));
                text.iter()
                    .map(|(lang, text)| (tag(lang), text.value.clone()))
                    .chain(shared)
                    .collect()
            }
        }
    }

    /// A title or name as readers of the file see it, and in all other languages that the file has.
    fn named(&self, shown: String, all: &'a Localized<Spanned<String>>) -> Texts {
        let mut texts = self.texts(all);
        if self.languages == ScheduleLanguages::One || texts.is_empty() || all.as_shared().is_some()
        {
            return one(shown);
        }
        if let Some(own) = texts.get_mut(self.reader.tag()) {
            *own = shown;
        }
        texts
    }

    /// The places in use, in the order of the file.
    fn rooms(&mut self) -> Vec<Room> {
        let event = self.reader.event;
        let slots = event.sessions.iter().flat_map(|(_, session)| &session.slots);
        let used: BTreeSet<Key<Place>> = slots.flat_map(|slot| places(slot, event.place)).collect();
        let places = || event.places.iter().filter(|(key, _)| used.contains(key));
        let title = |key: Key<Place>| -> String { self.reader.title(Entity::Place(key)) };
        let named = |(key, place): (_, &'a Place)| AmbiguousName {
            name: title(key),
            around: place.parent.map(title),
            id: &place.about.id,
        };
        let names = distinct(&places().map(named).collect::<Vec<AmbiguousName<'_>>>());
        let mut rooms: Vec<Room> = Vec::new();
        for ((key, place), name) in places().zip(names) {
            self.rooms.insert(key, rooms.len());
            rooms.push(Room {
                id: place.about.id.clone(),
                name: self.named(name, &place.about.title),
                guid: place.guid.clone().or_else(|| self.lasting_guid("room", &place.about)),
                capacity: place.capacity,
                description: self.texts(&place.about.summary),
            });
        }
        rooms
    }

    /// The UUID of a record whose id was another when the UUID was made from it.
    fn lasting_guid(&self, kind: &str, about: &About) -> Option<String> {
        let acronym = acronym(&self.reader.event.config.id);
        (about.lasting_id != about.id).then(|| guid(kind, &acronym, &about.lasting_id))
    }

    /// The tracks, with distinct names.
    fn tracks(&self) -> Vec<Track> {
        let tracks = || self.reader.event.tracks.iter();
        let named = |(key, track): (_, &'a EventTrack)| AmbiguousName {
            name: self.reader.title(Entity::Track(key)),
            around: None,
            id: &track.about.id,
        };
        let names = distinct(&tracks().map(named).collect::<Vec<AmbiguousName<'_>>>());
        let track = |((_, track), name): ((_, &EventTrack), String)| Track {
            id: track.about.id.clone(),
            name: self.named(name, &track.about.title),
            color: track.color.clone(),
        };
        tracks().zip(names).map(track).collect()
    }

    fn persons(&mut self) -> Vec<Person> {
        let mut persons = Vec::new();
        for (key, speaker) in self.reader.event.speakers.iter() {
            self.persons.insert(key, persons.len());
            persons.push(Person {
                id: speaker.about.id.clone(),
                name: self.named(self.reader.title(Entity::Speaker(key)), &speaker.about.title),
                biography: one(self.optional(&speaker.about.summary)),
                url: self.reader.absolute_url(Entity::Speaker(key)),
            });
        }
        persons
    }

    fn session(&self, key: Key<EventSession>, session: &'a EventSession) -> Session {
        let entity = Entity::Session(key);
        let title = match self.languages {
            // The format has no status, so the title includes it.
            ScheduleLanguages::One => self.reader.announced(session).text,
            ScheduleLanguages::All => self.reader.title(entity),
        };
        let persons = session.speakers.iter().filter_map(|one| self.persons.get(&one.speaker));
        let roles = session.speakers.iter().filter(|one| one.role != StageRole::Speaker);
        let role = |one: &Appearance| {
            Some((*self.persons.get(&one.speaker)?, one.role.as_str().to_owned()))
        };
        Session {
            id: session.about.id.clone(),
            guid: session.guid.clone().or_else(|| self.lasting_guid("session", &session.about)),
            title: self.named(title, &session.about.title),
            subtitle: one(self.reader.reason(session).text),
            summary: self.texts(&session.about.summary),
            text: self.long_text(entity),
            kind: session.kind.as_str().to_owned(),
            status: session.status,
            tracks: session.tracks.iter().map(|track| track.index()).collect(),
            persons: persons.copied().collect(),
            roles: roles.filter_map(role).collect(),
            languages: session.held_in.clone(),
            slots: session.slots.iter().map(|slot| self.slot(slot)).collect(),
            url: self.reader.absolute_url(entity),
            links: self.links(session),
            attachments: session
                .documents
                .iter()
                .filter_map(|paper| self.document(paper))
                .collect(),
            recording: session.recording.clone(),
            ..Session::default()
        }
    }

    fn long_text(&self, entity: Entity) -> Texts {
        let event = self.reader.event;
        if event.sessions.len() > MOST_WITH_LONG_TEXTS {
            return Texts::new();
        }
        match self.languages {
            ScheduleLanguages::One => one(portable_markdown::markdown(self.reader, entity)),
            ScheduleLanguages::All => {
                let languages = event.config.languages.iter();
                let own =
                    languages.filter(|(lang, _)| event.about(entity).body.own(*lang).is_some());
                let text =
                    |lang| portable_markdown::markdown(&self.reader.in_language(lang), entity);
                let texts = own.map(|(lang, language)| (language.tag.clone(), text(lang)));
                texts.filter(|(_, text)| !text.is_empty()).collect()
            }
        }
    }

    fn slot(&self, slot: &EventSlot) -> Slot {
        let time = match (&slot.start, &slot.end, &slot.estimated_end) {
            (Some(start), Some(end), _) => Time::Span(start.clone(), end.clone()),
            (Some(start), None, Some(end)) => Time::Estimated(start.clone(), end.clone()),
            (Some(start), None, None) => Time::From(start.clone()),
            (None, ..) => Time::Unknown,
        };
        let rooms = places(slot, self.reader.event.place);
        let rooms = rooms.filter_map(|place| self.rooms.get(&place).copied());
        Slot { id: slot.id.clone(), day: slot.day, time, rooms: rooms.collect() }
    }

    fn links(&self, session: &'a EventSession) -> Vec<Link> {
        let own = session
            .links
            .iter()
            .map(|link| Link { url: link.url.clone(), title: self.optional(&link.title) });
        let more =
            [session.registration.as_ref().and_then(|one| one.url.clone()), session.stream.clone()];
        let more = more.into_iter().flatten().map(|url| Link { url, title: String::new() });
        own.chain(more).collect()
    }

    fn document(&self, document: &'a Document) -> Option<Link> {
        let url = match &document.target {
            DocumentTarget::Url(url) => url.clone(),
            DocumentTarget::File(file) => {
                self.reader.absolute_path(&media_path(*file, self.reader.site.sources))?
            }
        };
        Some(Link { url, title: self.optional(&document.title) })
    }
}

/// The places of a slot; the event's venue for one that takes place everywhere.
fn places(slot: &EventSlot, of_event: Option<Key<Place>>) -> impl Iterator<Item = Key<Place>> {
    let everywhere = of_event.filter(|_| slot.everywhere);
    slot.places.iter().copied().chain(everywhere)
}
