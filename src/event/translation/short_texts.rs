//! The short texts of an event: the translated fields of its records.

use std::sync::Arc;

use jiff::civil::Date;

use crate::base::source::Spanned;
use crate::base::text::{Lang, Localized};
use crate::content::kind::{Kind, TextField};
use crate::event::model::{About, Entity, Event, Session};

/// A text in the languages that it is written in.
pub type Words = Localized<Spanned<String>>;

/// A short text, and what it belongs to.
#[derive(Clone, Debug)]
pub struct ShortText<'a> {
    /// What it belongs to.
    pub owner: Owner<'a>,
    /// The name of its field in files.
    pub field: &'static str,
    /// The text.
    pub words: &'a Words,
}

/// What a short text belongs to.
#[derive(Clone, Copy, Debug)]
pub enum Owner<'a> {
    /// The event itself.
    Event,
    /// A day of the event.
    Day(Date),
    /// A record.
    Record(Kind, &'a About),
}

impl ShortText<'_> {
    /// The name of its unit, such as `session opening title`.
    pub fn name(&self) -> Arc<str> {
        let field = self.field;
        match self.owner {
            Owner::Event => format!("event {field}"),
            Owner::Day(date) => format!("day {date} {field}"),
            Owner::Record(kind, about) => format!("{} {} {field}", word(kind), about.id),
        }
        .into()
    }

    /// What it is, in messages: ``the `role` of speaker `vera` ('Vera')``.
    pub fn described(&self) -> String {
        let field = self.field;
        match self.owner {
            Owner::Event if field == "editions" => "the `title` of an earlier edition".to_owned(),
            Owner::Event => format!("the event's `{field}`"),
            Owner::Day(date) => format!("the `{field}` of {date}"),
            Owner::Record(kind, about) => {
                let record = about.named(kind);
                match field {
                    "transport" => format!("the `label` of a leg of {record}"),
                    "documents" => format!("the `title` of a document of {record}"),
                    "links" => format!("the `title` of a link of {record}"),
                    field => format!("the `{field}` of {record}"),
                }
            }
        }
    }

    /// Whether it is a text that all records can have: title, summary and description of the picture,
    /// which can be in the file of the long text.
    pub fn is_about_record(&self) -> bool {
        match self.owner {
            Owner::Record(kind, _) => [TextField::Title, TextField::Summary, TextField::ImageAlt]
                .into_iter()
                .any(|field| kind.name_of(field) == self.field),
            Owner::Event | Owner::Day(_) => false,
        }
    }

    /// Whether it is translated into a language, or should be.
    pub fn has_unit(&self, lang: Lang) -> bool {
        let source = self.words.own(Lang::SOURCE).is_some();
        source && (self.words.own(lang).is_some() || self.words.as_shared().is_none())
    }

    /// Whether it should have a text in a language, and has none. A text that is the same in all
    /// languages needs no translation.
    pub fn lacks(&self, lang: Lang) -> bool {
        self.words.own(lang).is_none() && self.words.as_shared().is_none() && !self.words.is_empty()
    }
}

/// The kind in the names of units: one word.
pub fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::News => "news",
        kind => kind.noun(),
    }
}

/// The texts of the event itself, its days and organisations, which have no pages.
pub fn event_texts(event: &Event) -> Vec<ShortText<'_>> {
    let config = &event.config;
    let of_event = [
        ("name", &config.name),
        ("short_name", &config.short_name),
        ("tagline", &config.tagline),
        ("summary", &config.summary),
        ("image_alt", &config.image_alt),
    ];
    let of_event =
        of_event.into_iter().chain(config.editions.iter().map(|e| ("editions", &e.title)));
    let mut texts: Vec<ShortText<'_>> =
        of_event.map(|(field, words)| ShortText { owner: Owner::Event, field, words }).collect();
    for day in &event.days {
        let owner = Owner::Day(day.date.value);
        texts.extend(
            [("title", &day.title), ("summary", &day.summary)].map(|(field, words)| ShortText {
                owner,
                field,
                words,
            }),
        );
    }
    for (_, organisation) in event.organisations.iter() {
        about_texts(Kind::Organisation, &organisation.about, &mut |text| texts.push(text));
    }
    texts
}

/// Calls a function with each short text of an entity, in the order of its units.
pub fn entity_texts<'a>(event: &'a Event, entity: Entity, each: &mut dyn FnMut(ShortText<'a>)) {
    let (kind, about) = (entity.kind(), event.about(entity));
    about_texts(kind, about, each);
    let mut add = |field, words: &'a Words| {
        let field = kind.name_of(field);
        each(ShortText { owner: Owner::Record(kind, about), field, words });
    };
    match entity {
        Entity::Session(key) => session_texts(event.sessions.get(key), each),
        Entity::Speaker(key) => add(TextField::Role, &event.speakers.get(key).person.role),
        Entity::Contact(key) => add(TextField::Role, &event.contacts.get(key).person.role),
        Entity::Place(key) => {
            let place = event.places.get(key);
            add(TextField::Address, &place.address);
            add(TextField::Town, &place.town);
            add(TextField::Access, &place.access);
        }
        Entity::Page(_) | Entity::Track(_) | Entity::News(_) => {}
    }
}

fn about_texts<'a>(kind: Kind, about: &'a About, each: &mut dyn FnMut(ShortText<'a>)) {
    let mut add = |field, words| {
        let field = kind.name_of(field);
        each(ShortText { owner: Owner::Record(kind, about), field, words });
    };
    add(TextField::Title, &about.title);
    add(TextField::Summary, &about.summary);
    if let Some(picture) = &about.picture {
        add(TextField::ImageAlt, &picture.alt);
    }
}

fn session_texts<'a>(session: &'a Session, each: &mut dyn FnMut(ShortText<'a>)) {
    let mut add = |field, words| {
        each(ShortText { owner: Owner::Record(Kind::Session, &session.about), field, words });
    };
    add("reason", &session.reason);
    session.transport.iter().for_each(|leg| add("transport", &leg.label));
    session.documents.iter().for_each(|document| add("documents", &document.title));
    session.links.iter().for_each(|link| add("links", &link.title));
}
