//! A session with everything that is known about it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::event::model::{Entity, Session, Slot};
use crate::event::record_table::Key;
use crate::locale::format::DateStyle;
use crate::site::engine::{HtmlFragments, Ready};
use crate::site::formats::{CalendarScope, Export};
use crate::site::reader_context::ReaderContext;
use crate::site::view::basic::{
    ImageView, LinkView, SubscriptionView, TextView, TrackLinkView, ready,
};
use crate::site::view::linked_views::LinkedViews;
use crate::site::view::news_view::ChangeView;
use crate::site::view::person_view::{OrganisationView, PersonView};
use crate::site::view::place_view::PlaceView;
use crate::site::view::session_details::{
    DocumentView, InterpretationView, LegView, RegistrationView, WebLinkView, languages,
};
use crate::site::view::session_hours::{GuestTimeView, ends_after_midnight, iso};

/// An entry of the programme at one time: `session`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SessionView {
    /// The id.
    pub id: String,
    /// The address of its page.
    pub url: String,
    /// The address of the session as a calendar, at all its times (iCalendar); null while it has none.
    pub calendar: Option<String>,
    /// The subscription to that calendar; null without a base address.
    pub subscription: Option<SubscriptionView>,
    /// The name of this time of the session, unique within the event.
    pub slot: String,
    /// The kind: the message `kind-…` names it.
    pub kind: &'static str,
    /// Whether it lies between sessions: a break, meal, transport or registration.
    pub pause: bool,
    /// `confirmed`, `tentative`, `cancelled`, `postponed` or `moved`: the message `status-…` names it.
    pub status: &'static str,
    /// Why its status is not `confirmed`.
    pub reason: Option<TextView>,
    /// The title.
    pub title: TextView,
    /// One or two sentences.
    pub summary: Option<TextView>,
    /// The picture.
    pub image: Option<ImageView>,
    /// The day it belongs to, such as `2018-11-20`; null for a session that is not placed yet.
    pub date: Option<String>,
    /// That day in words with its weekday.
    pub date_label: Option<String>,
    /// That day without year and weekday, such as `20. november`.
    pub day_month: Option<String>,
    /// The address of that day.
    pub day_url: Option<String>,
    /// The time in words, such as `9.00–12.30`; null while it is not known.
    pub time: Option<String>,
    /// The same time in the time zones of guests (`guest_timezones`), unless their clocks show the same.
    pub guest_times: Vec<GuestTimeView>,
    /// The start with its offset, such as `2018-11-20T09:00:00+01:00`.
    pub start: Option<String>,
    /// The end with its offset.
    pub end: Option<String>,
    /// Whether it ends after midnight.
    pub next_day: bool,
    /// Its places.
    pub places: Vec<Ready<PlaceView>>,
    /// Whether it takes place everywhere.
    pub everywhere: bool,
    /// Its other times, in order.
    pub also: Vec<Ready<HeldView>>,
    /// The tracks it belongs to.
    pub tracks: Vec<Ready<TrackLinkView>>,
    /// Its speakers.
    pub speakers: Vec<Ready<PersonView>>,
    /// Its speakers, each with a role.
    pub stage: Vec<StageView>,
    /// The organisations that receive the guests.
    pub hosts: Vec<Ready<OrganisationView>>,
    /// Names of the languages spoken, in the page's language.
    pub held_in: Vec<String>,
    /// Names of the languages it is interpreted into.
    pub interpreted_into: Vec<String>,
    /// The languages it is interpreted into, with the mode.
    pub interpretation: Vec<InterpretationView>,
    /// Tags of all languages that it can be followed in.
    pub languages: Vec<String>,
    /// `open`, `delegates` or `invited`: the message `audience-…` names it.
    pub audience: Option<&'static str>,
    /// How to register.
    pub registration: Option<RegistrationView>,
    /// The word shared by several sessions of which a guest attends only one.
    pub choice: Option<String>,
    /// The other sessions that share this word.
    pub alternatives: Vec<Ready<LinkView>>,
    /// The way there and back, in order.
    pub transport: Vec<LegView>,
    /// Documents.
    pub documents: Vec<DocumentView>,
    /// Links to more information.
    pub links: Vec<WebLinkView>,
    /// The address of the recording.
    pub recording: Option<String>,
    /// The address of the live stream.
    pub stream: Option<String>,
    /// What changed recently about its time and place.
    pub change: Option<ChangeView>,
    /// The session before it in the programme.
    pub previous: Option<Ready<LinkView>>,
    /// The session after it in the programme.
    pub next: Option<Ready<LinkView>>,
    /// HTML of each template in `entries/`, by its name: `{{ session.entries.listed }}`. Only sessions in
    /// lists have it.
    pub entries: HtmlFragments,
    /// The value of `extra` in the record.
    pub extra: serde_json::Value,
}

/// Another time of a session.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HeldView {
    /// The name of this time of the session, unique within the event.
    pub slot: String,
    /// The day in words with its weekday.
    pub date_label: String,
    /// The address of that day.
    pub day_url: String,
    /// The time in words; null while it is not known.
    pub time: Option<String>,
    /// The same time in the time zones of guests.
    pub guest_times: Vec<GuestTimeView>,
    /// The start with its offset.
    pub start: Option<String>,
    /// Its places.
    pub places: Vec<Ready<PlaceView>>,
    /// Whether it takes place everywhere.
    pub everywhere: bool,
    /// What changed recently about this time; null if nothing did.
    pub change: Option<ChangeView>,
}

/// A person on stage.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StageView {
    /// The person.
    pub person: Ready<PersonView>,
    /// `speaker`, `moderator`, `host` or `guest`: the message `stage-…` names it.
    pub role: &'static str,
}

/// One of a session's slots, and its position in the programme.
pub(super) struct Occurrence {
    pub(super) slot: usize,
    /// The position of its day.
    pub(super) day: usize,
    pub(super) previous: Option<Ready<LinkView>>,
    pub(super) next: Option<Ready<LinkView>>,
}

impl ReaderContext<'_> {
    /// The view of a session at one of its times; without a time, of a session that is not placed.
    pub(super) fn session(
        &self,
        key: Key<Session>,
        occurrence: Option<Occurrence>,
        linked: &LinkedViews,
    ) -> SessionView {
        let session = self.event.sessions.get(key);
        let facts = self.session_facts(key, session, linked);
        let Some(Occurrence { slot: at, day, previous, next }) = occurrence else { return facts };
        let slot = &session.slots[at];
        let labels = &linked.days[day];
        let name = session.slot_name(at);
        SessionView {
            date: Some(slot.day.to_string()),
            date_label: Some(labels.full.clone()),
            day_month: Some(labels.day_month.clone()),
            day_url: Some(self.routes.day_url(day, self.lang)),
            time: self.hours_of(session, slot),
            guest_times: self.guest_times(slot, &linked.guest_zones),
            start: slot.start.as_ref().map(iso),
            end: slot.end.as_ref().map(iso),
            next_day: ends_after_midnight(slot),
            places: places(slot, linked),
            everywhere: slot.everywhere,
            also: linked.other_times(key, at),
            change: linked.marked_changes.get(&name).cloned(),
            slot: name,
            previous,
            next,
            ..facts
        }
    }

    /// A session without a time.
    fn session_facts(
        &self,
        key: Key<Session>,
        session: &Session,
        linked: &LinkedViews,
    ) -> SessionView {
        let Session { about, .. } = session;
        let entity = Entity::Session(key);
        let registration = session.registration.as_ref();
        let registration = registration.filter(|_| session.status.takes_place());
        let interpretation = self.interpretation(session);
        let speakers = session.speakers.iter().map(|one| one.speaker.index());
        let calendar = self.export(Export::Calendar(self.lang, CalendarScope::Session(key)));
        SessionView {
            id: about.id.clone(),
            url: self.routes.url(entity, self.lang),
            subscription: self.subscription(calendar.as_deref()),
            calendar,
            slot: about.id.clone(),
            kind: session.kind.as_str(),
            pause: session.kind.is_pause(),
            status: session.status.as_str(),
            reason: self.optional(&session.reason),
            title: self.title(entity),
            summary: self.optional(&about.summary),
            image: about.picture.as_ref().map(|picture| self.image(picture)),
            date: None,
            date_label: None,
            day_month: None,
            day_url: None,
            time: None,
            guest_times: Vec::new(),
            start: None,
            end: None,
            next_day: false,
            places: Vec::new(),
            everywhere: false,
            also: Vec::new(),
            tracks: ready(&linked.tracks, session.tracks.iter().map(|key| key.index())),
            speakers: ready(&linked.speakers, speakers),
            stage: stage(session, linked),
            hosts: ready(&linked.organisations, session.hosts.iter().map(|key| key.index())),
            held_in: session.held_in.iter().map(|tag| self.language_name(tag)).collect(),
            interpreted_into: interpretation.iter().map(|one| one.language.clone()).collect(),
            interpretation,
            languages: languages(session).map(str::to_owned).collect(),
            audience: session.audience.map(|audience| audience.as_str()),
            registration: registration.map(|one| self.registration(one)),
            choice: session.choice.as_ref().map(|choice| choice.value.clone()),
            alternatives: linked.alternatives(key, session),
            transport: session.transport.iter().map(|leg| self.leg(leg, linked)).collect(),
            documents: session.documents.iter().map(|document| self.document(document)).collect(),
            links: session.links.iter().map(|link| self.web_link(link)).collect(),
            recording: session.recording.clone(),
            stream: session.stream.clone(),
            change: linked.marked_changes.get(&about.id).cloned(),
            previous: None,
            next: None,
            // They are made from the rest of the view.
            entries: HtmlFragments::default(),
            extra: about.extra.clone(),
        }
    }

    /// The times of each session that has several. They are made once, and not for each pair of times.
    pub(super) fn held_times(&self, linked: &LinkedViews) -> BTreeMap<usize, Vec<Ready<HeldView>>> {
        let sessions = self.event.sessions.iter().filter(|(_, session)| session.slots.len() > 1);
        sessions
            .map(|(key, session)| {
                let slots = 0..session.slots.len();
                let times = slots.map(|at| Ready::new(&self.held(session, at, linked)));
                (key.index(), times.collect())
            })
            .collect()
    }

    /// One of a session's times.
    fn held(&self, session: &Session, at: usize, linked: &LinkedViews) -> HeldView {
        let slot = &session.slots[at];
        let name = session.slot_name(at);
        let day = self.event.days.iter().position(|day| day.date.value == slot.day);
        HeldView {
            date_label: match day {
                Some(day) => linked.days[day].full.clone(),
                None => self.formatted(|format| format.date(slot.day, DateStyle::Full)),
            },
            day_url: day.map(|day| self.routes.day_url(day, self.lang)).unwrap_or_default(),
            time: self.hours_of(session, slot),
            guest_times: self.guest_times(slot, &linked.guest_zones),
            start: slot.start.as_ref().map(iso),
            places: places(slot, linked),
            everywhere: slot.everywhere,
            change: linked.marked_changes.get(&name).cloned(),
            slot: name,
        }
    }
}

fn places(slot: &Slot, linked: &LinkedViews) -> Vec<Ready<PlaceView>> {
    ready(&linked.places, slot.places.iter().map(|key| key.index()))
}

fn stage(session: &Session, linked: &LinkedViews) -> Vec<StageView> {
    let all = session.speakers.iter();
    all.map(|one| StageView {
        person: linked.speakers[one.speaker.index()].clone(),
        role: one.role.as_str(),
    })
    .collect()
}
