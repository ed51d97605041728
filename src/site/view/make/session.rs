//! A session with all that is known of it.

use std::collections::BTreeMap;

use jiff::Zoned;

use crate::base::source::Content;
use crate::content::record::Registration;
use crate::event::model::{Document, DocumentTarget, Entity, Leg, Place, Session, Slot};
use crate::event::table::Key;
use crate::locale::catalog::{Arg, Args};
use crate::locale::format::DateStyle;
use crate::site::engine::Ready;
use crate::site::export::{Export, Part};
use crate::site::view::make::Views;
use crate::site::view::make::clock::{GuestZone, ends_after_midnight, iso};
use crate::site::view::make::everywhere::Parts;
use crate::site::view::make::programme::ready;
use crate::site::view::*;

impl Views<'_> {
    /// The view of a session at one of its times, given with the position of its day, or of one that
    /// has none.
    pub(super) fn session(
        &self,
        key: Key<Session>,
        held: Option<(usize, usize)>,
        parts: &Parts,
        (previous, next): (Option<Ready<LinkView>>, Option<Ready<LinkView>>),
    ) -> SessionView {
        let session = self.event.sessions.get(key);
        let slot = held.map(|(at, _)| &session.slots[at]);
        let day = held.map(|(_, day)| day);
        let words = day.map(|day| &parts.days[day]);
        let name = held.map_or_else(|| session.about.id.clone(), |(at, _)| session.slot_name(at));
        let (start, end) = (slot.and_then(|s| s.start.as_ref()), slot.and_then(|s| s.end.as_ref()));
        let LinkView { id, title, url } = self.link(Entity::Session(key));
        let is_held = session.status.takes_place();
        SessionView {
            id,
            url,
            calendar: held
                .and_then(|_| self.export(Export::Calendar(self.lang, Part::Session(key)))),
            kind: session.kind.as_str(),
            pause: session.kind.is_pause(),
            status: session.status.as_str(),
            reason: self.optional(&session.reason),
            title,
            summary: self.optional(&session.about.summary),
            image: session.about.picture.as_ref().map(|picture| self.image(picture)),
            date: slot.map(|slot| slot.day.to_string()),
            date_label: words.map(|words| words.full.clone()),
            day_month: words.map(|words| words.day_month.clone()),
            day_url: day.map(|day| self.routes.day_url(day, self.lang)),
            time: slot.and_then(|slot| self.hours_of(slot)),
            guest_times: slot
                .map(|slot| self.guest_times(slot, &parts.guest_zones))
                .unwrap_or_default(),
            start: start.map(iso),
            end: end.map(iso),
            next_day: slot.is_some_and(ends_after_midnight),
            places: slot.map(|slot| places(slot, parts)).unwrap_or_default(),
            everywhere: slot.is_some_and(|slot| slot.everywhere),
            also: self.also(session, held.map(|(at, _)| at), parts),
            tracks: ready(&parts.tracks, session.tracks.iter().map(|key| key.index())),
            speakers: ready(
                &parts.speakers,
                session.speakers.iter().map(|one| one.speaker.index()),
            ),
            stage: stage(session, parts),
            hosts: ready(&parts.organisations, session.hosts.iter().map(|key| key.index())),
            held_in: session.held_in.iter().map(|tag| self.language_name(tag)).collect(),
            interpreted_into: session
                .interpretation
                .iter()
                .map(|interpretation| self.language_name(&interpretation.into))
                .collect(),
            interpretation: self.interpretation(session),
            languages: languages(session).map(str::to_owned).collect(),
            audience: session.audience.map(|audience| audience.as_str()),
            registration: session
                .registration
                .as_ref()
                .filter(|_| is_held)
                .map(|one| self.registration(one)),
            choice: session.choice.as_ref().map(|choice| choice.value.clone()),
            alternatives: if is_held { parts.alternatives(key, session) } else { Vec::new() },
            transport: session.transport.iter().map(|leg| self.leg(leg, parts)).collect(),
            documents: session.documents.iter().map(|document| self.document(document)).collect(),
            links: (session.links.iter())
                .map(|link| WebLinkView { title: self.text(&link.title), url: link.url.clone() })
                .collect(),
            recording: session.recording.clone(),
            stream: session.stream.clone(),
            change: parts.marks.get(&name).cloned(),
            slot: name,
            previous,
            next,
            // They are made from the rest of the view.
            entries: Default::default(),
            extra: session.about.extra.clone(),
        }
    }

    /// The sessions that one can choose, at each of their times, in the order of the programme.
    pub fn choices(&self) -> Vec<ChosenView> {
        let (marks, zones) = (self.marks(), self.guest_zones());
        let days = (0..).zip(&self.event.days);
        let slots = days.flat_map(|(at, day)| day.slots.iter().map(move |slot| (at, slot)));
        let chosen = slots.map(|(day, (key, slot))| (day, *key, *slot));
        chosen
            .filter(|(_, key, _)| !self.event.sessions.get(*key).kind.is_pause())
            .map(|(day, key, slot)| self.chosen(day, key, slot, &marks, &zones))
            .collect()
    }

    fn chosen(
        &self,
        day: usize,
        key: Key<Session>,
        slot: usize,
        marks: &BTreeMap<String, ChangeView>,
        zones: &[GuestZone],
    ) -> ChosenView {
        let session = self.event.sessions.get(key);
        let held = &session.slots[slot];
        let LinkView { title, url, .. } = self.link(Entity::Session(key));
        let name = session.slot_name(slot);
        let places: Vec<String> =
            held.places.iter().map(|place| self.whole_place(*place)).collect();
        let status = session.status.as_str();
        let label = match (status, marks.get(&name)) {
            ("confirmed", None) => None,
            ("confirmed", Some(change)) => Some(format!("change-{}", change.kind)),
            _ => Some(format!("status-{status}")),
        };
        let date = self.event.days[day].date.value;
        ChosenView {
            uid: format!("{name}@{}", self.event.config.id),
            slot: name,
            title: title.text,
            url,
            date: date.to_string(),
            day: self.locale.format().date(date, DateStyle::Full),
            time: self.hours_of(held),
            start: held.start.as_ref().map(iso),
            end: held.end.as_ref().map(iso),
            place: self.locale.format().list(&places),
            status,
            status_label: label.map(|label| self.message(&label).text),
            notes: self.notes(session, held, zones),
        }
    }

    /// What to know of a session on its day, besides when and where it is.
    fn notes(&self, session: &Session, held: &Slot, zones: &[GuestZone]) -> Vec<String> {
        let reason = self.optional(&session.reason).map(|reason| reason.text);
        let guests = self.guest_times(held, zones);
        let guests = guests.into_iter().map(|guest| {
            let mut args = Args::new();
            args.set("city", Arg::Text(guest.city));
            args.set("time", Arg::Text(guest.time));
            let key = match guest.day {
                0 => "guest-time",
                1.. => "guest-time-after",
                _ => "guest-time-before",
            };
            self.locale.message_with(key, &args).map(|said| said.text).unwrap_or_default()
        });
        let first = session.transport.first().filter(|_| session.status.takes_place());
        let way = first.and_then(|leg| {
            let depart = self.locale.format().time(leg.depart.as_ref()?.time());
            let travel = self.message(&format!("travel-{}", leg.mode.as_str())).text;
            let from = leg.from.map(|from| format!(" {}", self.whole_place(from)));
            let between = self.message("change-title-separator").text;
            Some(format!("{travel}{between}{depart}{}", from.unwrap_or_default()))
        });
        reason.into_iter().chain(guests).chain(way).collect()
    }

    /// A place with what it lies in: `Hall 2, Congress Centre`.
    fn whole_place(&self, key: Key<Place>) -> String {
        let place = self.event.places.get(key);
        let name = self.title_of(&place.about).text;
        match place.parent {
            Some(parent) => {
                let around = self.title_of(&self.event.places.get(parent).about).text;
                format!("{name}{}{around}", self.message("comma").text)
            }
            None => name,
        }
    }

    /// The times of a session besides one of them.
    fn also(&self, session: &Session, but: Option<usize>, parts: &Parts) -> Vec<HeldView> {
        let others = (0..session.slots.len()).filter(|at| Some(*at) != but);
        others
            .map(|at| {
                let slot = &session.slots[at];
                let day = self.event.days.iter().position(|day| day.date.value == slot.day);
                HeldView {
                    slot: session.slot_name(at),
                    date_label: match day {
                        Some(day) => parts.days[day].full.clone(),
                        None => self.locale.format().date(slot.day, DateStyle::Full),
                    },
                    day_url: day.map(|day| self.routes.day_url(day, self.lang)).unwrap_or_default(),
                    time: self.hours_of(slot),
                    guest_times: self.guest_times(slot, &parts.guest_zones),
                    start: slot.start.as_ref().map(iso),
                    places: places(slot, parts),
                    everywhere: slot.everywhere,
                    change: parts.marks.get(&session.slot_name(at)).cloned(),
                }
            })
            .collect()
    }

    fn interpretation(&self, session: &Session) -> Vec<InterpretationView> {
        let all = session.interpretation.iter();
        all.map(|one| InterpretationView {
            language: self.language_name(&one.into),
            from: one.from.as_ref().map(|tag| self.language_name(tag)),
            mode: one.mode.map(|mode| mode.as_str()),
        })
        .collect()
    }

    fn registration(&self, registration: &Registration) -> RegistrationView {
        let deadline = registration.deadline;
        RegistrationView {
            state: registration.state.as_str(),
            capacity: registration.capacity.as_ref().map(|capacity| capacity.value),
            deadline: deadline.map(|day| self.locale.format().date(day, DateStyle::Long)),
            url: registration.url.clone(),
        }
    }

    fn leg(&self, leg: &Leg, parts: &Parts) -> LegView {
        let place = |key: Option<Key<_>>| key.map(|key| parts.places[key.index()].clone());
        let clock = |at: &Zoned| self.locale.format().time(at.time());
        let arrive = leg.arrive.as_ref().map(|arrive| &arrive.value);
        LegView {
            mode: leg.mode.as_str(),
            label: self.text(&leg.label),
            from: place(leg.from),
            to: place(leg.to),
            depart: leg.depart.as_ref().map(clock),
            depart_at: leg.depart.as_ref().map(iso),
            arrive: arrive.map(clock),
            arrive_at: arrive.map(iso),
            seats: leg.seats,
        }
    }

    fn document(&self, document: &Document) -> DocumentView {
        let (url, bytes) = match &document.target {
            DocumentTarget::Url(url) => (url.clone(), None),
            DocumentTarget::File(file) => {
                let bytes = match &self.sources.get(*file).content {
                    Content::Text(text) => text.len(),
                    Content::Bytes(bytes) => bytes.len(),
                };
                (self.media(*file), Some(bytes))
            }
        };
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_uppercase());
        DocumentView {
            title: self.text(&document.title),
            format: ending.filter(|ending| ending.len() <= LONGEST_FORMAT),
            name,
            url,
            kilobytes: bytes.and_then(|bytes| u32::try_from(bytes.div_ceil(1000)).ok()),
            language: document.language.as_ref().map(|tag| self.language_name(tag)),
        }
    }
}

/// The letters of the longest ending of a file that names a format, as `XHTML`.
const LONGEST_FORMAT: usize = 5;

fn places(slot: &Slot, parts: &Parts) -> Vec<Ready<PlaceView>> {
    ready(&parts.places, slot.places.iter().map(|key| key.index()))
}

fn stage(session: &Session, parts: &Parts) -> Vec<StageView> {
    let all = session.speakers.iter();
    all.map(|one| StageView {
        person: parts.speakers[one.speaker.index()].clone(),
        role: one.role.as_str(),
    })
    .collect()
}

/// The tags of the languages that a session can be followed in, each once.
pub(super) fn languages(session: &Session) -> impl Iterator<Item = &str> {
    let into = session.interpretation.iter().map(|one| &one.into);
    let also = into.filter(|tag| !session.held_in.contains(tag));
    session.held_in.iter().chain(also).map(String::as_str)
}
