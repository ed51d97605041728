//! All units of an event.

use rayon::prelude::*;

use crate::base::source::{FileId, Sources, Span, Spanned, front_matter};
use crate::base::text::{Lang, Localized};
use crate::content::kind::{Kind, TextField};
use crate::content::markdown::leaf_blocks;
use crate::event::model::{About, Event, Session};
use crate::event::translation::align::align;
use crate::event::translation::state::Records;
use crate::event::translation::{Placed, Text};

/// A text in the source language with its translation into one other language. One of the two can be
/// missing, but not both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its name, such as `session opening title`; the blocks of one long text share theirs.
    pub name: String,
    /// The language of the translation.
    pub lang: Lang,
    /// The source text; `None` if the translation has a block that the source lacks.
    pub source: Option<Placed>,
    /// The translation; `None` while it is missing.
    pub translation: Option<Placed>,
}

/// All units of an event in all languages but the source's: by language, then in the order of the
/// event's records and of their texts. Texts that the source language lacks are left out.
pub fn units(event: &Event, sources: &Sources, records: &Records<'_>) -> Vec<Unit> {
    let texts = short_texts(event);
    let bodies = bodies(event, sources);
    let languages = &event.config.languages;
    let mut units = Vec::new();
    for (lang, _) in languages.iter().filter(|(lang, _)| *lang != Lang::SOURCE) {
        units.extend(texts.iter().filter_map(|(name, text)| short_unit(name, text, lang)));
        let aligned: Vec<Vec<Unit>> =
            bodies.par_iter().map(|body| body_units(body, lang, records)).collect();
        units.extend(aligned.into_iter().flatten());
    }
    units
}

type Words = Localized<Spanned<String>>;

fn placed(text: &Spanned<String>) -> Placed {
    Placed { text: Text::short(&text.value), span: text.span.clone() }
}

fn short_unit(name: &str, text: &Words, lang: Lang) -> Option<Unit> {
    let source = placed(text.own(Lang::SOURCE)?);
    let translation = text.own(lang).map(placed);
    // A text that is the same in all languages needs no translation.
    if translation.is_none() && text.as_shared().is_some() {
        return None;
    }
    Some(Unit { name: name.to_owned(), lang, source: Some(source), translation })
}

/// The short texts with the names of their units, in the order of the event.
fn short_texts(event: &Event) -> Vec<(String, &Words)> {
    let mut texts: Vec<(String, &Words)> = Vec::new();
    let config = &event.config;
    let mut add = |name: String, text| texts.push((name, text));
    add("event name".to_owned(), &config.name);
    add("event short_name".to_owned(), &config.short_name);
    add("event tagline".to_owned(), &config.tagline);
    add("event summary".to_owned(), &config.summary);
    add("event image_alt".to_owned(), &config.image_alt);
    for edition in &config.editions {
        add("event editions".to_owned(), &edition.title);
    }
    for day in &event.days {
        add(format!("day {} title", day.date.value), &day.title);
        add(format!("day {} summary", day.date.value), &day.summary);
    }
    for entity in event.entities() {
        about_texts(entity.kind(), event.about(entity), &mut add);
    }
    for (_, organisation) in event.organisations.iter() {
        about_texts(Kind::Organisation, &organisation.about, &mut add);
    }
    for (_, session) in event.sessions.iter() {
        session_texts(session, &mut add);
    }
    let people = event.speakers.iter().map(|(_, s)| (Kind::Speaker, &s.about, &s.person));
    let contacts = event.contacts.iter().map(|(_, c)| (Kind::Contact, &c.about, &c.person));
    for (kind, about, person) in people.chain(contacts) {
        add(name(kind, about, TextField::Role), &person.role);
    }
    for (_, place) in event.places.iter() {
        add(name(Kind::Place, &place.about, TextField::Address), &place.address);
        add(name(Kind::Place, &place.about, TextField::Access), &place.access);
    }
    texts
}

fn name(kind: Kind, about: &About, field: TextField) -> String {
    format!("{} {} {}", word(kind), about.id, kind.name_of(field))
}

/// The kind in the names of units: one word.
fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::News => "news",
        kind => kind.noun(),
    }
}

fn about_texts<'a>(kind: Kind, about: &'a About, add: &mut impl FnMut(String, &'a Words)) {
    add(name(kind, about, TextField::Title), &about.title);
    add(name(kind, about, TextField::Summary), &about.summary);
    if let Some(picture) = &about.picture {
        add(name(kind, about, TextField::ImageAlt), &picture.alt);
    }
}

fn session_texts<'a>(session: &'a Session, add: &mut impl FnMut(String, &'a Words)) {
    let id = &session.about.id;
    add(format!("session {id} reason"), &session.reason);
    for leg in &session.transport {
        add(format!("session {id} transport"), &leg.label);
    }
    for document in &session.documents {
        add(format!("session {id} documents"), &document.title);
    }
    for link in &session.links {
        add(format!("session {id} links"), &link.title);
    }
}

/// The blocks of a long text, by language.
struct Body {
    name: String,
    by_lang: Localized<Vec<Placed>>,
}

fn bodies(event: &Event, sources: &Sources) -> Vec<Body> {
    let entities: Vec<_> = event.entities().collect();
    entities
        .par_iter()
        .filter_map(|entity| {
            let about = event.about(*entity);
            let mut by_lang = Localized::default();
            for (lang, file) in about.body.iter() {
                // Each language has one file.
                let _ = by_lang.add(lang, blocks(sources, *file));
            }
            by_lang.own(Lang::SOURCE)?;
            Some(Body { name: format!("{} {} text", word(entity.kind()), about.id), by_lang })
        })
        .collect()
}

/// The blocks of a Markdown file.
fn blocks(sources: &Sources, file: FileId) -> Vec<Placed> {
    let Some(text) = sources.get(file).text() else { return Vec::new() };
    let body = front_matter(text).ok().flatten().map_or(0, |front| front.body);
    let place = |block: crate::content::markdown::Block| {
        let span = Span::bytes(file, block.range.clone());
        Placed { text: Text::of_block(block), span }
    };
    leaf_blocks(text, body).into_iter().map(place).collect()
}

fn body_units(body: &Body, lang: Lang, records: &Records<'_>) -> Vec<Unit> {
    let nothing = Vec::new();
    let source = body.by_lang.own(Lang::SOURCE).unwrap_or(&nothing);
    let translation = body.by_lang.own(lang).unwrap_or(&nothing);
    let pairs = align(source, translation, &|ours, theirs| records.has(lang, ours, theirs));
    let unit = |(source, translation): (Option<&Placed>, Option<&Placed>)| Unit {
        name: body.name.clone(),
        lang,
        source: source.cloned(),
        translation: translation.cloned(),
    };
    pairs.into_iter().map(unit).collect()
}
