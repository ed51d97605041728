//! All units of an event.

use rayon::prelude::*;

use crate::base::source::{FileId, Sources, Span, Spanned, front_matter};
use crate::base::text::{Lang, Language, Localized};
use crate::content::kind::{Kind, TextField};
use crate::content::markdown::leaf_blocks;
use crate::event::model::{About, Entity, Event, Session};
use crate::event::translation::align::align;
use crate::event::translation::state::Records;
use crate::event::translation::{Placed, Text};

/// A text in the source language with its translation into one other language. One of the two can be
/// missing, but not both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its name, such as `session opening title`; the blocks of one long text share theirs.
    pub name: String,
    /// The entity on whose page it is; `None` for texts of the event itself, its days and organisations.
    pub entity: Option<Entity>,
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
    let entities: Vec<Entity> = event.entities().collect();
    let mut of_entities: Vec<_> = entities
        .par_iter()
        .map(|entity| entity_units(event, *entity, sources, records).into_iter())
        .collect();
    let of_event = event_texts(event);
    let mut units = Vec::new();
    for (lang, _) in translations(event) {
        units.extend(of_event.iter().filter_map(|(name, text)| short_unit(name, text, None, lang)));
        units.extend(of_entities.iter_mut().filter_map(Iterator::next).flatten());
    }
    units
}

/// The languages but the source's.
fn translations(event: &Event) -> impl Iterator<Item = (Lang, &Language)> {
    event.config.languages.iter().filter(|(lang, _)| *lang != Lang::SOURCE)
}

/// The units of an entity in each language but the source's, in order: its short texts, then the blocks
/// of its long text.
pub fn entity_units(
    event: &Event,
    entity: Entity,
    sources: &Sources,
    records: &Records<'_>,
) -> Vec<Vec<Unit>> {
    let texts = entity_texts(event, entity);
    let about = event.about(entity);
    let source = about.body.own(Lang::SOURCE).map(|file| blocks(sources, *file));
    let name = format!("{} {} text", word(entity.kind()), about.id);
    let of_lang = |lang| {
        let one = |(name, text): &(String, &Words)| short_unit(name, text, Some(entity), lang);
        let short = texts.iter().filter_map(one);
        let mut units: Vec<Unit> = short.collect();
        if let Some(source) = &source {
            let own = about.body.own(lang).map(|file| blocks(sources, *file));
            let own = own.unwrap_or_default();
            units.extend(body_units(entity, &name, source, own, lang, records));
        }
        units
    };
    translations(event).map(|(lang, _)| of_lang(lang)).collect()
}

/// A short text.
pub type Words = Localized<Spanned<String>>;

fn placed(text: &Spanned<String>) -> Placed {
    Placed { text: Text::short(&text.value), span: text.span.clone() }
}

/// The unit of a short text in a language; `None` if the source language lacks it, or if it is the same in
/// all languages.
pub fn short_unit(name: &str, text: &Words, entity: Option<Entity>, lang: Lang) -> Option<Unit> {
    let source = placed(text.own(Lang::SOURCE)?);
    let translation = text.own(lang).map(placed);
    // A text that is the same in all languages needs no translation.
    if translation.is_none() && text.as_shared().is_some() {
        return None;
    }
    Some(Unit { name: name.to_owned(), entity, lang, source: Some(source), translation })
}

/// Short texts with the names of their units.
pub type NamedTexts<'a> = Vec<(String, &'a Words)>;

/// The texts of the event itself, its days and organisations, which have no pages.
pub fn event_texts(event: &Event) -> NamedTexts<'_> {
    let mut texts: NamedTexts<'_> = Vec::new();
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
    for (_, organisation) in event.organisations.iter() {
        about_texts(Kind::Organisation, &organisation.about, &mut add);
    }
    texts
}

/// The short texts of an entity, with the names of their units.
pub fn entity_texts(event: &Event, entity: Entity) -> NamedTexts<'_> {
    let mut texts: NamedTexts<'_> = Vec::new();
    let mut add = |name: String, text| texts.push((name, text));
    let (kind, about) = (entity.kind(), event.about(entity));
    about_texts(kind, about, &mut add);
    match entity {
        Entity::Session(key) => session_texts(event.sessions.get(key), &mut add),
        Entity::Speaker(key) => {
            add(name(kind, about, TextField::Role), &event.speakers.get(key).person.role);
        }
        Entity::Contact(key) => {
            add(name(kind, about, TextField::Role), &event.contacts.get(key).person.role);
        }
        Entity::Place(key) => {
            let place = event.places.get(key);
            add(name(kind, about, TextField::Address), &place.address);
            add(name(kind, about, TextField::Access), &place.access);
        }
        Entity::Page(_) | Entity::Track(_) | Entity::News(_) => {}
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

/// The blocks of a Markdown file.
pub fn blocks(sources: &Sources, file: FileId) -> Vec<Placed> {
    let Some(text) = sources.get(file).text() else { return Vec::new() };
    let body = front_matter(text).ok().flatten().map_or(0, |front| front.body);
    let place = |block: crate::content::markdown::Block| {
        let span = Span::bytes(file, block.range.clone());
        Placed { text: Text::of_block(block), span }
    };
    leaf_blocks(text, body).into_iter().map(place).collect()
}

fn body_units(
    entity: Entity,
    name: &str,
    source: &[Placed],
    translation: Vec<Placed>,
    lang: Lang,
    records: &Records<'_>,
) -> impl Iterator<Item = Unit> {
    let known = |ours, theirs| records.has(lang, ours, theirs);
    let aligned = align(source, &translation, &known);
    let mut translation: Vec<Option<Placed>> = translation.into_iter().map(Some).collect();
    aligned.into_iter().map(move |(ours, theirs)| Unit {
        name: name.to_owned(),
        entity: Some(entity),
        lang,
        source: ours.map(|at| source[at].clone()),
        translation: theirs.and_then(|at| translation[at].take()),
    })
}
