//! Which texts a page shows, from which files, in which languages, and why.

use serde::Serialize;

use crate::base::source::{FileId, Sources, Span};
use crate::base::suggest::nearest;
use crate::base::text::{Lang, Resolved};
use crate::content::markdown::Block;
use crate::drive::pipeline::Site;
use crate::event::model::{Entity, Event, PageRole};
use crate::event::translation::Text;
use crate::event::translation::lock::Origin;
use crate::event::translation::short_texts::{ShortText, Words, entity_texts, event_texts};
use crate::event::translation::shown::Shown;
use crate::event::translation::state::{Records, State};
use crate::event::translation::status::task;
use crate::event::translation::tracked::{Tracked, Translations};
use crate::event::translation::units::{blocks, short_units};
use crate::site::route::{Base, Routes};

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The file of the page in the output folder.
    pub file: String,
    /// What it is a page of, such as `session opening`, or `a part of the programme`.
    pub page: String,
    /// The tag of its language.
    pub language: String,
    /// Its own texts, in order.
    pub texts: Vec<ShownText>,
    /// The texts of other records that it shows and that are not in its language, or out of date.
    pub others: Vec<ShownText>,
}

/// A text, with the reason why it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownText {
    /// The name of its unit, such as `session opening title`.
    pub unit: String,
    /// What it is: a field, or a kind of block.
    pub what: String,
    /// The words that are shown; empty for a block that is not.
    pub words: String,
    /// The tag of its language; `None` if it is the same in all languages, or not shown.
    pub language: Option<String>,
    /// The path of its file.
    pub source_file: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// Why this text is shown.
    pub why: String,
}

/// Why a page cannot be explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchPage {
    /// The address that was probably meant.
    pub nearest: Option<String>,
}

/// Explains the page at an address: a path such as `/da/program/`, a whole web address, or a file of the
/// output folder.
///
/// # Errors
/// If no page of the event has this address.
pub fn explain(
    site: &Site,
    translations: &Translations,
    sources: &Sources,
    address: &str,
) -> Result<Explanation, NoSuchPage> {
    let event = site.event();
    let base = Base::new(event.config.base_url.as_deref());
    let wanted = file_of(address, &base);
    let routes = Routes::new(event, Base::default());
    let records = translations.records();
    for (lang, language) in event.config.languages.iter() {
        let (records, selection) = (&records, &*site.selection);
        let explainer = Explainer { event, translations, sources, records, selection, lang };
        let entity = event.entities().find(|e| routes.file(*e, lang).as_ref() == Some(&wanted));
        let sub_page = || {
            let mut all = routes.sub_pages().iter();
            all.any(|page| routes.sub_page_file(page, lang).as_ref() == Some(&wanted))
        };
        if entity.is_none() && !sub_page() {
            continue;
        }
        let bytes = site.files.iter().find(|file| *file.path == *wanted).map(|file| &file.bytes);
        let html = bytes.map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
        return Ok(Explanation {
            page: match entity {
                Some(entity) => name_of(event, entity),
                None => "a part of the programme".to_owned(),
            },
            language: language.tag.clone(),
            texts: entity.map(|entity| explainer.texts(entity)).unwrap_or_default(),
            others: explainer.others(entity, &html),
            file: wanted,
        });
    }
    Err(NoSuchPage { nearest: nearest_address(event, &routes, &wanted) })
}

/// The file of the output folder at an address.
fn file_of(address: &str, base: &Base) -> String {
    let path = address.split(['?', '#']).next().unwrap_or("");
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => path.trim_start_matches("./").trim_start_matches('/'),
    };
    let below = base.below("");
    let path = format!("/{path}");
    let path = path.strip_prefix(&*below).unwrap_or(&path).trim_start_matches('/');
    let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    match path.ends_with('/') || path.is_empty() {
        true => format!("{path}index.html"),
        // People may leave out the final slash.
        false if !path.ends_with(".html") => format!("{path}/index.html"),
        false => path.into_owned(),
    }
}

fn nearest_address(event: &Event, routes: &Routes, wanted: &str) -> Option<String> {
    let langs = event.config.languages.iter().map(|(lang, _)| lang);
    let files: Vec<String> = langs
        .flat_map(|lang| event.entities().filter_map(move |entity| routes.file(entity, lang)))
        .collect();
    let nearest = nearest(wanted, files.iter().map(|file| &**file))?;
    Some(format!("/{}", nearest.strip_suffix("index.html").unwrap_or(nearest)))
}

/// An entity as in the names of its units: `session opening`.
fn name_of(event: &Event, entity: Entity) -> String {
    format!("{} {}", entity.kind().noun(), event.about(entity).id)
}

struct Explainer<'a> {
    event: &'a Event,
    translations: &'a Translations,
    sources: &'a Sources,
    records: &'a Records<'a>,
    selection: &'a Shown,
    lang: Lang,
}

impl Explainer<'_> {
    /// The texts of an entity's own.
    fn texts(&self, entity: Entity) -> Vec<ShownText> {
        let named = self.own_texts(entity);
        let units = self.units(entity);
        let mut shown: Vec<ShownText> =
            named.iter().filter_map(|text| Some(self.short(text)?.0)).collect();
        let has_title = shown.iter().any(|text| text.what == "title");
        if !has_title && let Some(title) = self.title_of_role(entity) {
            shown.insert(0, title);
        }
        shown.extend(self.body(entity, &units));
        shown
    }

    /// The short texts of an entity; the home page also has those of the event.
    fn own_texts(&self, entity: Entity) -> Vec<ShortText<'_>> {
        let mut texts = self.short_texts(entity);
        if self.role(entity) == Some(PageRole::Home) {
            texts.extend(event_texts(self.event));
        }
        texts
    }

    fn short_texts(&self, entity: Entity) -> Vec<ShortText<'_>> {
        let mut texts = Vec::new();
        entity_texts(self.event, entity, &mut |text| texts.push(text));
        texts
    }

    fn role(&self, entity: Entity) -> Option<PageRole> {
        match entity {
            Entity::Page(key) => Some(self.event.pages.get(key).role),
            _ => None,
        }
    }

    /// The title that the theme gives to a page without one.
    fn title_of_role(&self, entity: Entity) -> Option<ShownText> {
        let role =
            self.role(entity).filter(|role| !matches!(role, PageRole::Home | PageRole::Text))?;
        Some(ShownText {
            unit: format!("page {} title", self.event.about(entity).id),
            what: "title".to_owned(),
            words: String::new(),
            language: None,
            source_file: None,
            line: None,
            why: format!("the page has no title: the theme's message `{}-title`", role.as_str()),
        })
    }

    /// The units of an entity in the language, with their states; none for the source language.
    fn units(&self, entity: Entity) -> Vec<Tracked> {
        let Some(at) = self.lang.index().checked_sub(1) else { return Vec::new() };
        let of_entity = self.translations.of_entity(entity, self.records);
        of_entity.into_iter().nth(at).unwrap_or_default()
    }

    /// A short text, with the state of its translation.
    fn short(&self, text: &ShortText<'_>) -> Option<(ShownText, Option<Tracked>)> {
        let languages = &self.event.config.languages;
        let words = self.shown_words(text.words);
        let Resolved { value, lang } = words.resolve(self.lang, languages)?;
        let (name, what) = (text.name(), text.field);
        let at = self.lang.index().checked_sub(1);
        let unit = at.and_then(|at| short_units(self.event, text, None).into_iter().nth(at)?);
        let tracked = unit.map(|unit| Tracked { state: self.records.state(&unit), unit });
        let is_withheld = words.own(self.lang).is_none() && text.words.own(self.lang).is_some();
        let shown = ShownText {
            why: match is_withheld {
                true => self.why_withheld(lang),
                false => self.why(lang, tracked.as_ref()),
            },
            ..self.shown(&name, what, &value.value, lang, Some(&value.span))
        };
        Some((shown, tracked))
    }

    /// The blocks of an entity's long text.
    fn body(&self, entity: Entity, units: &[Tracked]) -> Vec<ShownText> {
        let about = self.event.about(entity);
        let mut shown = about.body.clone();
        shown.rearrange(|lang, file| (!self.selection.withholds_file(*file)).then_some(lang));
        let Some(found) = shown.resolve(self.lang, &self.event.config.languages) else {
            return Vec::new();
        };
        let name = format!("{} text", name_of(self.event, entity));
        if shown.own(self.lang).is_none() && about.body.own(self.lang).is_some() {
            let why = self.why_withheld(found.lang);
            return self.blocks(&name, *found.value, found.lang, &why);
        }
        if found.lang != Some(self.lang) || self.lang == Lang::SOURCE {
            let why = self.why(found.lang, None);
            return self.blocks(&name, *found.value, found.lang, &why);
        }
        let of_body = units.iter().filter(|tracked| {
            let Tracked { unit, .. } = tracked;
            let placed = unit.translation.as_ref().or(unit.source.as_ref());
            placed.is_some_and(|placed| placed.text.kind.is_some())
        });
        of_body.map(|tracked| self.block(tracked)).collect()
    }

    fn blocks(&self, name: &str, file: FileId, lang: Option<Lang>, why: &str) -> Vec<ShownText> {
        let block = |block: &Block| ShownText {
            why: why.to_owned(),
            ..self.shown(
                name,
                noun(&block.text),
                &block.text.words,
                lang,
                Some(&Span::bytes(file, block.range.clone())),
            )
        };
        blocks(&self.translations.texts, file).iter().map(block).collect()
    }

    /// A block of a translated text. A block that is missing is not shown at all.
    fn block(&self, tracked: &Tracked) -> ShownText {
        let unit = &tracked.unit;
        match (&unit.translation, &unit.source) {
            (Some(translation), _) => ShownText {
                why: self.why(Some(self.lang), Some(tracked)),
                ..self.shown(
                    &unit.name,
                    noun(&translation.text),
                    &translation.text.words,
                    Some(self.lang),
                    Some(&translation.span),
                )
            },
            (None, source) => ShownText {
                why: match source.as_ref().and_then(|source| self.place(&source.span)) {
                    Some((file, Some(line))) => {
                        format!("not shown: only the source has it, at {file}:{line}")
                    }
                    _ => "not shown: only the source has it".to_owned(),
                },
                ..self.shown(
                    &unit.name,
                    source.as_ref().map_or("", |s| noun(&s.text)),
                    "",
                    None,
                    None,
                )
            },
        }
    }

    fn shown(
        &self,
        unit: &str,
        what: &str,
        words: &str,
        lang: Option<Lang>,
        span: Option<&Span>,
    ) -> ShownText {
        let place = span.and_then(|span| self.place(span));
        ShownText {
            unit: unit.to_owned(),
            what: what.to_owned(),
            words: words.to_owned(),
            language: lang.map(|lang| self.event.config.languages.tag(lang).to_owned()),
            line: place.as_ref().and_then(|(_, line)| *line),
            source_file: place.map(|(file, _)| file),
            why: String::new(),
        }
    }

    fn place(&self, span: &Span) -> Option<(String, Option<usize>)> {
        let file = self.sources.get(span.file).path.to_string();
        Some((file, self.sources.locate(span).map(|location| location.line)))
    }

    /// A short text without the translations that are not shown.
    fn shown_words(&self, words: &Words) -> Words {
        let mut shown = words.clone();
        shown.rearrange(|lang, text| (!self.selection.withholds(&text.span)).then_some(lang));
        shown
    }

    /// Why a text in another language is shown although there is a translation.
    fn why_withheld(&self, lang: Option<Lang>) -> String {
        let languages = &self.event.config.languages;
        let own = languages.tag(self.lang);
        let instead = lang.map_or("another text", |lang| languages.tag(lang));
        format!("`translations` in content/event.yaml: {instead} is shown instead of {own}")
    }

    /// Why a text in this language is shown.
    fn why(&self, lang: Option<Lang>, tracked: Option<&Tracked>) -> String {
        let languages = &self.event.config.languages;
        match lang {
            None => "it is the same in all languages".to_owned(),
            Some(Lang::SOURCE) if self.lang == Lang::SOURCE => "the source text".to_owned(),
            Some(lang) if lang != self.lang => {
                let (own, shown) = (languages.tag(self.lang), languages.tag(lang));
                let tried: Vec<&str> = languages
                    .chain(self.lang)
                    .take_while(|other| *other != lang)
                    .map(|other| languages.tag(other))
                    .collect();
                match tried.len() {
                    0 | 1 => format!("there is no {own}; {shown} is its first fallback"),
                    _ => {
                        format!("there is no {}; {shown} is the next fallback", tried.join(", no "))
                    }
                }
            }
            Some(_) => tracked.map_or_else(|| "translated".to_owned(), why_translated),
        }
    }

    /// Texts of other records that occur in the page and that need work.
    fn others(&self, own: Option<Entity>, html: &str) -> Vec<ShownText> {
        if self.lang == Lang::SOURCE || html.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for entity in self.event.entities().filter(|entity| Some(*entity) != own) {
            let on_page = |text: &ShortText<'_>| {
                let words = self.shown_words(text.words);
                let shown = words.resolve(self.lang, &self.event.config.languages);
                shown.is_some_and(|shown| occurs(&shown.value.value, html))
            };
            let texts = self.short_texts(entity).into_iter().filter(on_page);
            let shown = texts.filter_map(|text| self.short(&text));
            found.extend(shown.filter_map(|(shown, tracked)| {
                self.needs_work(&shown, tracked.as_ref()).then_some(shown)
            }));
        }
        found
    }

    fn needs_work(&self, text: &ShownText, tracked: Option<&Tracked>) -> bool {
        let tag = self.event.config.languages.tag(self.lang);
        text.language.as_deref().is_some_and(|language| language != tag)
            || tracked.is_some_and(|tracked| task(tracked).is_some())
    }
}

/// The smallest part of a text that is searched for in a page, in bytes.
const LEAST: usize = 4;

/// Whether a page contains a text. Only the longest part without characters that HTML escapes is
/// searched for.
fn occurs(text: &str, html: &str) -> bool {
    let parts = text.split(['&', '<', '>', '"', '\'', '/', '\n']);
    let longest = parts.max_by_key(|part| part.len()).unwrap_or("").trim();
    longest.len() >= LEAST && html.contains(longest)
}

fn noun(text: &Text) -> &'static str {
    text.kind.map_or("text", |kind| kind.noun())
}

/// Why a translation is shown, by its state.
fn why_translated(tracked: &Tracked) -> String {
    match &tracked.state {
        State::Stale(change) => {
            let what = task(tracked).map_or("", |task| task.description());
            format!("translated, out of date since {}: {what}", change.date)
        }
        State::Unrecorded => "translated; it is not recorded from which text".to_owned(),
        State::Extra => "only the translation has it".to_owned(),
        State::Missing => "not translated".to_owned(),
        State::Current(provenance) => match (&provenance.reviewer, provenance.origin) {
            (Some(name), _) => format!("translated, reviewed by {name}"),
            (None, Origin::Machine) => "translated by a program, not reviewed".to_owned(),
            (None, Origin::Person) => "translated, up to date".to_owned(),
        },
    }
}
