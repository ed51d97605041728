//! All units of an event.

use std::sync::Arc;

use rayon::prelude::*;

use crate::base::source::{FileId, Span, Spanned};
use crate::base::text::{Lang, Language};
use crate::content::files::LongText;
use crate::content::kind::Kind;
use crate::content::markdown::Block;
use crate::event::model::{Entity, Event};
use crate::event::translation::align::{Known, align};
use crate::event::translation::messages::{MESSAGE, SiteMessage};
use crate::event::translation::short_texts::{ShortText, entity_texts, event_texts, word};
use crate::event::translation::state::Records;
use crate::event::translation::{Placed, Text};

/// A text in the source language with its translation into one other language. One of the two can be
/// missing, but not both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its name, such as `session opening title`; the blocks of one long text share theirs.
    pub name: Arc<str>,
    /// The names that it had under former ids of its record.
    pub former_names: Vec<Arc<str>>,
    /// The entity on whose page it is; `None` for texts of the event itself, its days and organisations.
    pub entity: Option<Entity>,
    /// The language of the translation.
    pub lang: Lang,
    /// The source text; `None` if the translation has a block that the source lacks.
    pub source: Option<Placed>,
    /// The translation; `None` while it is missing.
    pub translation: Option<Placed>,
}

/// What the units of an event are made from, besides the event.
#[derive(Clone, Debug, Default)]
pub struct SiteTexts {
    /// The long texts by file, with their blocks.
    pub long: Arc<[Option<LongText>]>,
    /// The messages in the site's own catalogs.
    pub messages: Vec<SiteMessage>,
}

impl Unit {
    /// Whether it is a message of the site's own catalogs. Files for translators of texts lack them.
    pub fn is_message(&self) -> bool {
        self.name.split(' ').next() == Some(MESSAGE)
    }
}

/// All units of an event in all languages but the source's: by language, then in the order of the
/// event's records and of their texts, and the messages. Texts that the source language lacks are left
/// out.
pub fn units(event: &Event, texts: &SiteTexts, records: &Records<'_>) -> Vec<Unit> {
    let entities: Vec<Entity> = event.entities().collect();
    let mut of_entities: Vec<_> = entities
        .par_iter()
        .map(|entity| entity_units(event, *entity, &texts.long, records).into_iter())
        .collect();
    let mut units = Vec::new();
    for ((lang, _), of_event) in translations(event).zip(event_units(event)) {
        units.extend(of_event);
        units.extend(of_entities.iter_mut().filter_map(Iterator::next).flatten());
        units.extend(texts.messages.iter().filter_map(|message| message_unit(message, lang)));
    }
    units
}

/// The unit of a message. One that the theme has in a language needs no translation by the site.
fn message_unit(message: &SiteMessage, lang: Lang) -> Option<Unit> {
    let placed = |text: &Spanned<String>| Placed {
        text: Arc::new(Text::message(&text.value)),
        span: text.span.clone(),
    };
    let source = Some(placed(message.words.own(Lang::SOURCE)?));
    let translation = message.words.own(lang).map(placed);
    if translation.is_none() && message.in_theme.contains(&lang) {
        return None;
    }
    let (name, former_names) = (Arc::clone(&message.name), Vec::new());
    Some(Unit { name, former_names, entity: None, lang, source, translation })
}

/// The units of the event itself, its days and organisations, in each language but the source's.
pub fn event_units(event: &Event) -> Vec<Vec<Unit>> {
    let mut by_lang: Vec<Vec<Unit>> = translations(event).map(|_| Vec::new()).collect();
    for text in event_texts(event) {
        for (units, unit) in by_lang.iter_mut().zip(short_units(event, &text, None)) {
            units.extend(unit);
        }
    }
    by_lang
}

/// The languages but the source's.
pub fn translations(event: &Event) -> impl Iterator<Item = (Lang, &Language)> {
    event.config.languages.iter().filter(|(lang, _)| *lang != Lang::SOURCE)
}

/// The units of an entity in each language but the source's, in order: its short texts, then the blocks
/// of its long text.
pub fn entity_units(
    event: &Event,
    entity: Entity,
    texts: &[Option<LongText>],
    records: &Records<'_>,
) -> Vec<Vec<Unit>> {
    let mut by_lang: Vec<Vec<Unit>> = translations(event).map(|_| Vec::new()).collect();
    entity_texts(event, entity, &mut |text| {
        for (units, unit) in by_lang.iter_mut().zip(short_units(event, &text, Some(entity))) {
            units.extend(unit);
        }
    });
    let about = event.about(entity);
    let Some(source) = about.body.own(Lang::SOURCE) else { return by_lang };
    let source = (*source, blocks(texts, *source));
    let name = text_name(entity.kind(), &about.id);
    let former = about.was.iter().map(|id| text_name(entity.kind(), &id.value));
    let names = (name, former.collect());
    for (units, (lang, _)) in by_lang.iter_mut().zip(translations(event)) {
        let own = about.body.own(lang);
        let translation = own.map_or((source.0, &[][..]), |file| (*file, blocks(texts, *file)));
        units.extend(body_units(entity, &names, source, translation, lang, records));
    }
    by_lang
}

/// The name that the blocks of the long text of the record with an id share.
pub fn text_name(kind: Kind, id: &str) -> Arc<str> {
    format!("{} {id} text", word(kind)).into()
}

fn placed(text: &Spanned<String>) -> Placed {
    Placed { text: Arc::new(Text::short(&text.value)), span: text.span.clone() }
}

/// The unit of a short text in each language but the source's, if it has one.
pub fn short_units(
    event: &Event,
    text: &ShortText<'_>,
    entity: Option<Entity>,
) -> Vec<Option<Unit>> {
    let Some(source) = text.words.own(Lang::SOURCE).map(placed) else {
        return vec![None; event.config.languages.len() - 1];
    };
    let (name, former_names) = (text.name(), text.former_names());
    let unit = |lang| Unit {
        name: Arc::clone(&name),
        former_names: former_names.clone(),
        entity,
        lang,
        source: Some(source.clone()),
        translation: text.words.own(lang).map(placed),
    };
    translations(event).map(|(lang, _)| text.has_unit(lang).then(|| unit(lang))).collect()
}

/// The blocks of a file.
pub fn blocks(texts: &[Option<LongText>], file: FileId) -> &[Block] {
    let text = texts.get(file.index()).and_then(Option::as_ref);
    text.map_or(&[], |text| &*text.blocks)
}

/// The file of a long text, and its blocks.
type LongBlocks<'a> = (FileId, &'a [Block]);

fn body_units(
    entity: Entity,
    (name, former_names): &(Arc<str>, Vec<Arc<str>>),
    (source_file, source): LongBlocks<'_>,
    (file, translation): LongBlocks<'_>,
    lang: Lang,
    records: &Records<'_>,
) -> impl Iterator<Item = Unit> {
    let is_pair = |ours, theirs| records.has(lang, ours, theirs);
    let words = || [Lang::SOURCE, lang].map(|lang| records.words(lang));
    let placed = |file: FileId, block: &Block| Placed {
        text: Arc::clone(&block.text),
        span: Span::bytes(file, block.range.clone()),
    };
    let unit = move |(ours, theirs): (Option<usize>, Option<usize>)| Unit {
        name: Arc::clone(name),
        former_names: former_names.clone(),
        entity: Some(entity),
        lang,
        source: ours.map(|at| placed(source_file, &source[at])),
        translation: theirs.map(|at| placed(file, &translation[at])),
    };
    let known = Known { is_pair: &is_pair, words: &words };
    align(source, translation, &known).into_iter().map(unit)
}
