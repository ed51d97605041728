//! The details of a session: interpretation, registration, transport, documents and links.

use jiff::Zoned;
use serde::Serialize;

use crate::content::record::{Registration, TitledLink};
use crate::event::model::{Document, DocumentTarget, Leg, Session};
use crate::event::record_table::Key;
use crate::locale::format::DateStyle;
use crate::site::engine::Ready;
use crate::site::reader_context::ReaderContext;
use crate::site::view::basic::TextView;
use crate::site::view::linked_views::LinkedViews;
use crate::site::view::place_view::PlaceView;
use crate::site::view::session_hours::iso;

/// A language that a session is interpreted into.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct InterpretationView {
    /// The name of the language.
    pub language: String,
    /// The name of the language that is interpreted, if only one of the spoken languages is.
    pub from: Option<String>,
    /// `simultaneous`, `consecutive` or `whispered`: the message `mode-…` names it.
    pub mode: Option<&'static str>,
}

/// How to register for a session.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RegistrationView {
    /// `none`, `required`, `open`, `full`, `closed` or `invitation`: the message `registration-…`
    /// names it.
    pub state: &'static str,
    /// How many people can attend.
    pub capacity: Option<u32>,
    /// The last day in words.
    pub deadline: Option<String>,
    /// The address for registration.
    pub url: Option<String>,
}

/// A part of the way to or from a session.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LegView {
    /// `bus`, `walk`, `train`, `ferry`, `bicycle` or `car`: the message `travel-…` names it.
    pub mode: &'static str,
    /// Its name, such as 'Bus A'.
    pub label: Option<TextView>,
    /// The place of departure.
    pub from: Option<Ready<PlaceView>>,
    /// The place of arrival.
    pub to: Option<Ready<PlaceView>>,
    /// The time of departure in words.
    pub depart: Option<String>,
    /// The time of departure with its offset.
    pub depart_at: Option<String>,
    /// The time of arrival in words.
    pub arrive: Option<String>,
    /// The time of arrival with its offset.
    pub arrive_at: Option<String>,
    /// The number of seats.
    pub seats: Option<u32>,
}

/// A document.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct DocumentView {
    /// Its title; null if it has none.
    pub title: Option<TextView>,
    /// Its address.
    pub url: String,
    /// The last part of its address, such as `programme.pdf`.
    pub name: String,
    /// Its format, such as `PDF`; null if the address does not show it.
    pub format: Option<String>,
    /// Its size in kilobytes; null for a document on another site.
    pub kilobytes: Option<u32>,
    /// The name of the language it is in.
    pub language: Option<String>,
}

/// A link to more information.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct WebLinkView {
    /// Its title; null if it has none.
    pub title: Option<TextView>,
    /// The address.
    pub url: String,
}

/// The length of the longest file extension that names a format, such as `XHTML`.
const LONGEST_FORMAT: usize = 5;

impl ReaderContext<'_> {
    pub(super) fn interpretation(&self, session: &Session) -> Vec<InterpretationView> {
        let all = session.interpretation.iter();
        all.map(|one| InterpretationView {
            language: self.language_name(&one.into),
            from: one.from.as_ref().map(|tag| self.language_name(tag)),
            mode: one.mode.map(|mode| mode.as_str()),
        })
        .collect()
    }

    pub(super) fn registration(&self, registration: &Registration) -> RegistrationView {
        let deadline = registration.deadline;
        RegistrationView {
            state: registration.state.as_str(),
            capacity: registration.capacity.as_ref().map(|capacity| capacity.value),
            deadline: deadline.map(|day| self.locale.format().date(day, DateStyle::Long)),
            url: registration.url.clone(),
        }
    }

    pub(super) fn leg(&self, leg: &Leg, linked: &LinkedViews) -> LegView {
        let place = |key: Option<Key<_>>| key.map(|key| linked.places[key.index()].clone());
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

    pub(super) fn document(&self, document: &Document) -> DocumentView {
        let (url, bytes) = match &document.target {
            DocumentTarget::Url(url) => (url.clone(), None),
            DocumentTarget::File(file) => {
                (self.media(*file), Some(self.site.sources.get(*file).length()))
            }
        };
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_uppercase());
        DocumentView {
            title: self.text(&document.title),
            format: extension.filter(|extension| extension.len() <= LONGEST_FORMAT),
            name,
            url,
            kilobytes: bytes.and_then(|bytes| u32::try_from(bytes.div_ceil(1000)).ok()),
            language: document.language.as_ref().map(|tag| self.language_name(tag)),
        }
    }

    pub(super) fn web_link(&self, link: &TitledLink) -> WebLinkView {
        WebLinkView { title: self.text(&link.title), url: link.url.clone() }
    }
}

/// The tags of the languages that a session can be followed in, each once.
pub(super) fn languages(session: &Session) -> impl Iterator<Item = &str> {
    let into = session.interpretation.iter().map(|one| &one.into);
    let also = into.filter(|tag| !session.held_in.contains(tag));
    session.held_in.iter().chain(also).map(String::as_str)
}
