//! The long texts of an event: the ids of their headings, and the destinations of their links and
//! pictures.
//!
//! Most edits change a single long text and nothing else: neither the event nor the targets of links in
//! other texts. So the texts are separate from the event. Each is kept with a hash of its sources, and is
//! made again only if that hash changed.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Sources, Span, hash128};
use crate::base::text::{Lang, Languages};
use crate::content::files::LongText;
use crate::content::markdown::{Markdown, Target};
use crate::event::assemble::Assembled;
use crate::event::links::{Destination, Targets};
use crate::event::model::{Entity, Event, PageRole, SizedImage};

/// A long text in one language, with its links resolved.
#[derive(Clone, Debug)]
pub struct Body {
    /// The parsed text.
    pub markdown: Arc<Markdown>,
    /// The ids of the headings, by position: they come from the source language.
    pub heading_ids: Arc<[String]>,
    /// The destination of each link; `None` for one that was reported.
    pub links: Vec<Option<Destination>>,
    /// Each picture's file and size; `None` for one that was reported.
    pub images: Vec<Option<SizedImage>>,
    /// A hash of everything it was made from, besides the event.
    pub hash: u128,
}

/// All long texts of an event.
#[derive(Debug, Default)]
pub struct Texts {
    /// By the position of the file.
    by_file: Vec<Option<Arc<Body>>>,
    /// By the position of the entity.
    by_entity: Vec<Arc<EntityTexts>>,
    /// Hashes of the sources of all texts: the event, and all anchors.
    event: u128,
    anchors: u128,
}

/// The long texts of one entity.
#[derive(Debug)]
struct EntityTexts {
    /// A hash of the files.
    hash: u128,
    /// In the order of the languages.
    bodies: Vec<(FileId, Arc<Body>)>,
    /// A hash of the anchors that the texts have.
    anchors: u128,
    /// Whether a link in them has an anchor.
    names_anchors: bool,
    /// The faults of the headings, and the faults of the links.
    headings: Report,
    links: Report,
}

impl Texts {
    /// The text of a file.
    pub fn get(&self, file: FileId) -> Option<&Arc<Body>> {
        self.by_file.get(file.index())?.as_ref()
    }

    /// All texts, in the order of their entities.
    pub fn iter(&self) -> impl Iterator<Item = &Body> {
        self.by_entity.iter().flat_map(|texts| texts.bodies.iter().map(|(_, body)| &**body))
    }

    /// The texts of an event. `key` is a hash of the event's sources. Texts in `before` that would
    /// be equal are reused.
    pub fn new(
        outline: &Assembled,
        key: u128,
        texts: &[Option<LongText>],
        sources: &Sources,
        before: Option<&Texts>,
        report: &mut Report,
    ) -> Texts {
        let event = &outline.event;
        let entities: Vec<Entity> = event.entities().collect();
        // In another event, the same position may be another entity.
        let before = before.filter(|before| before.event == key);
        let headed: Vec<Arc<EntityTexts>> = entities
            .par_iter()
            .enumerate()
            .with_min_len(64)
            .map(|(at, entity)| {
                let bodies = files(event, *entity, texts);
                let hash = hash_of(bodies.iter().map(|(_, _, text)| text.hash));
                match before.map(|before| &before.by_entity[at]).filter(|old| old.hash == hash) {
                    Some(old) => Arc::clone(old),
                    None => Arc::new(with_headings(hash, &bodies, &event.config.languages)),
                }
            })
            .collect();
        let anchors = hash_of(headed.iter().map(|texts| texts.anchors));
        let known = before.filter(|before| before.anchors == anchors);
        let positions = event.positions();
        let ids = |entity: Entity| headed[positions.of(entity)].ids();
        let targets = Targets::new(event, sources, &outline.missing, &ids);
        let by_entity: Vec<Arc<EntityTexts>> = entities
            .par_iter()
            .zip(&headed)
            .enumerate()
            .with_min_len(64)
            .map(|(at, (entity, texts))| {
                let kept = before.is_some_and(|old| Arc::ptr_eq(&old.by_entity[at], texts));
                match kept && (known.is_some() || !texts.names_anchors) {
                    true => Arc::clone(texts),
                    false => Arc::new(texts.with_links(on_page(event, *entity), &targets)),
                }
            })
            .collect();
        let mut by_file = vec![None; texts.len()];
        for texts in &by_entity {
            for (file, body) in &texts.bodies {
                by_file[file.index()] = Some(Arc::clone(body));
            }
        }
        report.extend(by_entity.iter().flat_map(|texts| texts.headings.iter().cloned()));
        report.extend(by_entity.iter().flat_map(|texts| texts.links.iter().cloned()));
        Texts { by_file, by_entity, event: key, anchors }
    }
}

impl EntityTexts {
    /// The ids of all headings.
    fn ids(&self) -> BTreeSet<String> {
        self.bodies.iter().flat_map(|(_, body)| body.heading_ids.iter().cloned()).collect()
    }

    /// The same texts with links and pictures resolved.
    fn with_links(&self, page: Entity, targets: &Targets<'_>) -> EntityTexts {
        let mut links = Report::new();
        let bodies = self
            .bodies
            .iter()
            .map(|(file, body)| {
                let body = Body {
                    links: targets.resolve_links(page, &body.markdown, &mut links),
                    images: targets.resolve_images(&body.markdown, &mut links),
                    markdown: Arc::clone(&body.markdown),
                    heading_ids: Arc::clone(&body.heading_ids),
                    hash: body.hash,
                };
                (*file, Arc::new(body))
            })
            .collect();
        EntityTexts { bodies, links, headings: self.headings.clone(), ..*self }
    }
}

/// The files of an entity's long texts, in the order of the languages.
fn files<'a>(
    event: &Event,
    entity: Entity,
    texts: &'a [Option<LongText>],
) -> Vec<(Lang, FileId, &'a LongText)> {
    let files = event.about(entity).body.iter();
    files
        .filter_map(|(lang, file)| Some((lang, *file, texts.get(file.index())?.as_ref()?)))
        .collect()
}

fn hash_of(hashes: impl Iterator<Item = u128>) -> u128 {
    let bytes: Vec<u8> = hashes.flat_map(u128::to_le_bytes).collect();
    hash128(&bytes)
}

/// The texts of an entity, with links not yet resolved.
///
/// Each heading of a translation has the id of the source's heading at the same position, so that
/// `#registration` leads to the same section in every language.
fn with_headings(
    hash: u128,
    files: &[(Lang, FileId, &LongText)],
    languages: &Languages,
) -> EntityTexts {
    let mut headings = Report::new();
    let mut bodies = Vec::with_capacity(files.len());
    let mut names = Vec::new();
    for (lang, file, text) in files {
        let markdown = &text.markdown;
        let ids: Arc<[String]> = match files.first() {
            Some((source, first, original)) if source != lang => {
                let tag = languages.tag(*lang);
                let ids = shared_ids(&original.markdown, markdown, tag);
                headings.extend(headings_differ((*file, markdown), (*first, original), tag));
                ids.into()
            }
            _ => markdown.headings.iter().map(|heading| heading.id.clone()).collect(),
        };
        for id in &*ids {
            names.extend(id.as_bytes());
            names.push(0);
        }
        let body = Body {
            markdown: Arc::clone(markdown),
            hash: hash_of([text.hash, hash128(ids.join("\0").as_bytes())].into_iter()),
            heading_ids: ids,
            links: Vec::new(),
            images: Vec::new(),
        };
        bodies.push((*file, Arc::new(body)));
    }
    let names_anchor = |target: &Target| match target {
        Target::Fragment(_) => true,
        Target::Entity { fragment, .. } | Target::File { fragment, .. } => fragment.is_some(),
        Target::External(_) => false,
    };
    EntityTexts {
        hash,
        names_anchors: files
            .iter()
            .any(|(_, _, text)| text.markdown.links.iter().any(|link| names_anchor(&link.target))),
        bodies,
        anchors: hash128(&names),
        headings,
        links: Report::new(),
    }
}

/// How many headings, from the first one on, have the same level in both texts.
fn alike(source: &Markdown, translation: &Markdown) -> usize {
    let pairs = source.headings.iter().zip(&translation.headings);
    pairs.take_while(|(a, b)| a.level == b.level).count()
}

/// The ids of a translation's headings. After the first difference, positions no longer match, so those
/// headings keep their own ids, made unique.
fn shared_ids(source: &Markdown, translation: &Markdown, tag: &str) -> Vec<String> {
    let same = alike(source, translation);
    let taken: Vec<&String> = source.headings.iter().map(|heading| &heading.id).collect();
    let mut ids: Vec<String> = taken[..same].iter().map(|id| (*id).clone()).collect();
    for heading in &translation.headings[same..] {
        let mut id = heading.id.clone();
        while taken.contains(&&id) || ids.contains(&id) {
            id = format!("{id}-{tag}");
        }
        ids.push(id);
    }
    ids
}

fn headings_differ(
    (file, translation): (FileId, &Markdown),
    (source, original): (FileId, &LongText),
    tag: &str,
) -> Option<Diagnostic> {
    let same = alike(&original.markdown, translation);
    let count = translation.headings.len();
    if count == original.markdown.headings.len() && same == count {
        return None;
    }
    let span = match translation.headings.get(same) {
        Some(heading) => heading.span.clone(),
        None => Span::file(file),
    };
    Some(
        Diagnostic::warning(
            "text/headings-differ",
            format!("the headings in `{tag}` do not match those of the source"),
        )
        .at(span)
        .related(Span::file(source), "the source")
        .help(
            "give both the same headings in the same order, so that links work in every language",
        ),
    )
}

/// The entity whose page shows the text of an entity.
fn on_page(event: &Event, entity: Entity) -> Entity {
    match entity {
        Entity::Contact(_) => event.page_with(PageRole::Contacts).map_or(entity, Entity::Page),
        _ => entity,
    }
}
