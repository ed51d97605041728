//! The event as a programme, for the formats of schedules.

use std::collections::BTreeMap;

use crate::base::source::Spanned;
use crate::base::text::Localized;
use crate::content::record::{StageRole, Status as SessionStatus};
use crate::event::model::{
    Appearance, Document, DocumentTarget, Entity, Place, Session as EventSession,
    Slot as EventSlot, Speaker, Track as EventTrack,
};
use crate::event::table::Key;
use crate::exchange::programme::{
    Day, Link, Person, Programme, Room, Session, Slot, Status, Texts, Time, Track,
};
use crate::site::asset::media_path;
use crate::site::export::distinct::{Named, distinct};
use crate::site::export::prose;
use crate::site::export::words::Words;

/// From how many sessions on schedules have no long texts: phones fetch them whole.
pub(super) const MANY: usize = 2000;

/// Whether a programme is in one language, or in all at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tongues {
    /// The words' own; what takes no place says so in its title.
    One,
    /// All, where the format can hold them.
    All,
}

/// The programme of an event.
pub(super) fn programme(words: &Words<'_>, tongues: Tongues) -> Programme {
    let mut maker = Maker { words, tongues, rooms: BTreeMap::new(), persons: BTreeMap::new() };
    let event = words.event;
    let config = &event.config;
    let rooms = maker.rooms();
    let persons = maker.persons();
    Programme {
        acronym: config.id.clone(),
        title: one(words.name()),
        version: event.release.as_ref().map(|release| release.version.to_string()),
        url: event
            .page_with(crate::event::model::PageRole::Home)
            .and_then(|home| words.url(Entity::Page(home))),
        timezone: config.timezone.iana_name().map(str::to_owned),
        dates: Some((config.start, config.end)),
        days: event.days.iter().map(|day| Day { date: day.date.value, hours: None }).collect(),
        tracks: maker.tracks(),
        rooms,
        persons,
        sessions: event.sessions.iter().map(|(key, session)| maker.session(key, session)).collect(),
        own: true,
        markdown: true,
        prefixes: prefixes(words, tongues),
        ..Programme::default()
    }
}

/// What stands in front of titles and reasons, by status: who reads the file again knows it by these.
fn prefixes(words: &Words<'_>, tongues: Tongues) -> BTreeMap<Status, String> {
    let separator = words.message("change-title-separator");
    let prefix = |status: SessionStatus| {
        let word = words.message(&format!("status-{}", status.as_str()));
        (self::status(status), format!("{}{}", word.text, separator.text))
    };
    let sessions = words.event.sessions.iter().filter(|_| tongues == Tongues::One);
    let statuses = sessions.map(|(_, session)| session.status);
    statuses.filter(|status| *status != SessionStatus::Confirmed).map(prefix).collect()
}

fn status(status: SessionStatus) -> Status {
    match status {
        SessionStatus::Confirmed => Status::Confirmed,
        SessionStatus::Tentative => Status::Tentative,
        SessionStatus::Cancelled => Status::Cancelled,
        SessionStatus::Postponed => Status::Postponed,
        SessionStatus::Moved => Status::Moved,
    }
}

/// A text of the only language there is.
fn one(text: &str) -> Texts {
    match text.is_empty() {
        true => Texts::new(),
        false => Texts::from([(String::new(), text.to_owned())]),
    }
}

struct Maker<'a> {
    words: &'a Words<'a>,
    tongues: Tongues,
    rooms: BTreeMap<Key<Place>, usize>,
    persons: BTreeMap<Key<Speaker>, usize>,
}

impl<'a> Maker<'a> {
    /// A text that a format may have in all languages.
    fn texts(&self, text: &'a Localized<Spanned<String>>) -> Texts {
        match self.tongues {
            Tongues::One => one(self.words.optional(text)),
            Tongues::All => {
                let tag = |lang| self.words.event.config.languages.tag(lang).to_owned();
                let shared = text.as_shared().map(|text| (String::new(), text.value.clone()));
                text.iter()
                    .map(|(lang, text)| (tag(lang), text.value.clone()))
                    .chain(shared)
                    .collect()
            }
        }
    }

    /// The places in which something happens, in the order of the file.
    fn rooms(&mut self) -> Vec<Room> {
        let event = self.words.event;
        let slots = event.sessions.iter().flat_map(|(_, session)| &session.slots);
        let used: std::collections::BTreeSet<Key<Place>> =
            slots.flat_map(|slot| places(slot, event.place)).collect();
        let places = || event.places.iter().filter(|(key, _)| used.contains(key));
        let title = |key: Key<Place>| self.words.title(Entity::Place(key));
        let named = |(key, place): (_, &'a Place)| Named {
            name: title(key),
            around: place.parent.map(title),
            id: &place.about.id,
        };
        let names = distinct(&places().map(named).collect::<Vec<Named<'_>>>());
        let mut rooms: Vec<Room> = Vec::new();
        for ((key, place), name) in places().zip(names) {
            self.rooms.insert(key, rooms.len());
            rooms.push(Room {
                id: place.about.id.clone(),
                name: one(&name),
                guid: place.guid.clone(),
                capacity: place.capacity,
                description: self.texts(&place.about.summary),
            });
        }
        rooms
    }

    /// The themes, by names that no two have.
    fn tracks(&self) -> Vec<Track> {
        let tracks = || self.words.event.tracks.iter();
        let named = |(key, track): (_, &'a EventTrack)| Named {
            name: self.words.title(Entity::Track(key)),
            around: None,
            id: &track.about.id,
        };
        let names = distinct(&tracks().map(named).collect::<Vec<Named<'_>>>());
        let track = |((_, track), name): ((_, &EventTrack), String)| Track {
            id: track.about.id.clone(),
            name: one(&name),
            color: track.color.clone(),
        };
        tracks().zip(names).map(track).collect()
    }

    fn persons(&mut self) -> Vec<Person> {
        let mut persons = Vec::new();
        for (key, speaker) in self.words.event.speakers.iter() {
            self.persons.insert(key, persons.len());
            persons.push(Person {
                id: speaker.about.id.clone(),
                name: one(self.words.title(Entity::Speaker(key))),
                biography: one(self.words.optional(&speaker.about.summary)),
                url: self.words.url(Entity::Speaker(key)),
            });
        }
        persons
    }

    fn session(&self, key: Key<EventSession>, session: &'a EventSession) -> Session {
        let entity = Entity::Session(key);
        let title = self.words.title(entity);
        let title = match self.tongues {
            // The format has no word for it, and nobody should come in vain.
            Tongues::One => self.words.announced(session).text,
            Tongues::All => title.to_owned(),
        };
        let persons = session.speakers.iter().filter_map(|one| self.persons.get(&one.speaker));
        let roles = session.speakers.iter().filter(|one| one.role != StageRole::Speaker);
        let role = |one: &Appearance| {
            Some((*self.persons.get(&one.speaker)?, one.role.as_str().to_owned()))
        };
        Session {
            id: session.about.id.clone(),
            guid: session.guid.clone(),
            title: one(&title),
            subtitle: one(&self.words.reason(session).text),
            summary: self.texts(&session.about.summary),
            text: self.long_text(entity),
            kind: session.kind.as_str().to_owned(),
            status: status(session.status),
            tracks: session.tracks.iter().map(|track| track.index()).collect(),
            persons: persons.copied().collect(),
            roles: roles.filter_map(role).collect(),
            languages: session.held_in.clone(),
            slots: session.slots.iter().map(|slot| self.slot(slot)).collect(),
            url: self.words.url(entity),
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
        let event = self.words.event;
        if event.sessions.len() > MANY {
            return Texts::new();
        }
        match self.tongues {
            Tongues::One => one(&prose::markdown(self.words, entity)),
            Tongues::All => {
                let languages = event.config.languages.iter();
                let own =
                    languages.filter(|(lang, _)| event.about(entity).body.own(*lang).is_some());
                let text = |lang| prose::markdown(&Words::new(self.words.planner, lang), entity);
                let texts = own.map(|(lang, language)| (language.tag.clone(), text(lang)));
                texts.filter(|(_, text)| !text.is_empty()).collect()
            }
        }
    }

    fn slot(&self, slot: &EventSlot) -> Slot {
        let time = match (&slot.start, &slot.end) {
            (Some(start), Some(end)) => Time::Span(start.clone(), end.clone()),
            (Some(start), None) => Time::From(start.clone()),
            (None, _) => Time::Unknown,
        };
        let rooms = places(slot, self.words.event.place);
        let rooms = rooms.filter_map(|place| self.rooms.get(&place).copied());
        Slot { id: slot.id.clone(), day: slot.day, time, rooms: rooms.collect() }
    }

    fn links(&self, session: &'a EventSession) -> Vec<Link> {
        let own = session.links.iter().map(|link| Link {
            url: link.url.clone(),
            title: self.words.optional(&link.title).to_owned(),
        });
        let more =
            [session.registration.as_ref().and_then(|one| one.url.clone()), session.stream.clone()];
        let more = more.into_iter().flatten().map(|url| Link { url, title: String::new() });
        own.chain(more).collect()
    }

    fn document(&self, document: &'a Document) -> Option<Link> {
        let url = match &document.target {
            DocumentTarget::Url(url) => url.clone(),
            DocumentTarget::File(file) => {
                self.words.below(&media_path(*file, self.words.planner.sources))?
            }
        };
        Some(Link { url, title: self.words.optional(&document.title).to_owned() })
    }
}

/// The places of a slot; the event's own for one that goes on everywhere.
fn places(slot: &EventSlot, of_event: Option<Key<Place>>) -> impl Iterator<Item = Key<Place>> {
    let everywhere = of_event.filter(|_| slot.everywhere);
    slot.places.iter().copied().chain(everywhere)
}
