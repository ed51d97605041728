//! Resolves the links and pictures of texts.

use std::collections::BTreeSet;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Sources, Span};
use crate::base::suggest::{nearest, nearest_path, some_of};
use crate::content::files::MEDIA;
use crate::content::kind::{Kind, Unreadable};
use crate::content::markdown::{EntityKind, Image, Link, Markdown, Target};
use crate::event::media::picture_file;
use crate::event::model::{About, Entity, Event, Page, PageRole, Session, SizedImage};
use crate::event::record_table::Table;
use crate::event::release::Release;

/// The destination of a link, independent of the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Destination {
    /// An entity, and an anchor on its page.
    Entity {
        /// The entity.
        entity: Entity,
        /// The anchor, without `#`.
        fragment: Option<String>,
    },
    /// A file of `content/media/`.
    Media(FileId),
    /// An anchor on the same page.
    Fragment(String),
    /// An external address.
    External(String),
}

/// Records that links cannot lead to, although they are, or may be, in the site's files.
#[derive(Clone, Debug, Default)]
pub struct Missing {
    /// Hidden drafts.
    pub hidden: BTreeSet<(Kind, String)>,
    /// Records that could not be read.
    pub unreadable: Unreadable,
}

impl Missing {
    /// Whether a record with this id is, or may be, in the files.
    pub fn has(&self, kind: Kind, id: &str) -> bool {
        self.unreadable.may_hold(kind, id) || self.hidden.contains(&(kind, id.to_owned()))
    }
}

/// Everything that links can lead to.
pub struct Targets<'a> {
    event: &'a Event,
    sources: &'a Sources,
    missing: &'a Missing,
    /// The ids of the headings of an entity's long text, in all languages.
    headings: &'a (dyn Fn(Entity) -> BTreeSet<String> + Sync),
}

impl<'a> Targets<'a> {
    /// Everything in an event that links can lead to.
    pub fn new(
        event: &'a Event,
        sources: &'a Sources,
        missing: &'a Missing,
        headings: &'a (dyn Fn(Entity) -> BTreeSet<String> + Sync),
    ) -> Targets<'a> {
        Targets { event, sources, missing, headings }
    }

    /// The destination of each link of a text on an entity's page.
    pub fn resolve_links(
        &self,
        page: Entity,
        text: &Markdown,
        report: &mut Report,
    ) -> Vec<Option<Destination>> {
        text.links.iter().map(|link| self.resolve(page, link, report)).collect()
    }

    fn resolve(&self, page: Entity, link: &Link, report: &mut Report) -> Option<Destination> {
        match &link.target {
            Target::External(url) => Some(Destination::External(url.clone())),
            Target::Fragment(fragment) => {
                self.check_fragment(page, fragment, &link.span, report);
                Some(Destination::Fragment(fragment.clone()))
            }
            Target::Entity { kind, id, fragment } => {
                let entity = self.entity(*kind, id, &link.span, report)?;
                self.with_fragment(entity, fragment.as_deref(), &link.span, report)
            }
            Target::File { path, fragment } => {
                self.file(path, fragment.as_deref(), &link.span, report)
            }
        }
    }

    fn with_fragment(
        &self,
        entity: Entity,
        fragment: Option<&str>,
        span: &Span,
        report: &mut Report,
    ) -> Option<Destination> {
        if let Some(fragment) = fragment {
            self.check_fragment(entity, fragment, span, report);
        }
        Some(Destination::Entity { entity, fragment: fragment.map(str::to_owned) })
    }

    /// The entity that a link such as `session:main-conference` refers to.
    fn entity(
        &self,
        kind: EntityKind,
        id: &str,
        span: &Span,
        report: &mut Report,
    ) -> Option<Entity> {
        let event = self.event;
        let kind = match kind {
            EntityKind::Page => Kind::Page,
            EntityKind::Session => Kind::Session,
            EntityKind::Track => Kind::Track,
            EntityKind::Contact => Kind::Contact,
            EntityKind::Speaker => Kind::Speaker,
            EntityKind::Place => Kind::Place,
            EntityKind::News => Kind::News,
        };
        let found = event.entity(kind, id);
        if found.is_none() && !self.missing.unreadable.may_hold(kind, id) {
            let entities = event.entities().filter(|entity| entity.kind() == kind);
            let ids = entities.map(|entity| &*event.about(entity).id);
            let mut ids: Vec<&str> = ids.filter(|id| event.entity(kind, id).is_some()).collect();
            ids.sort_unstable();
            report.push(self.broken(kind, id, &ids, span));
        }
        found
    }

    fn broken(&self, kind: Kind, id: &str, ids: &[&str], span: &Span) -> Diagnostic {
        let noun = kind.noun();
        if self.missing.hidden.contains(&(kind, id.to_owned())) {
            return Diagnostic::error("link/draft", format!("the {noun} `{id}` is a draft"))
                .at(span.clone())
                .help("remove `draft: true` there, or the link here");
        }
        let fault =
            Diagnostic::error("link/broken", format!("there is no {noun} `{id}`")).at(span.clone());
        let by_slug = page_with_slug(&self.event.pages, id).filter(|_| kind == Kind::Page);
        let meant = self.event.successor(kind, id).or(by_slug).map(str::to_owned);
        let meant = meant.or_else(|| match kind {
            Kind::Session => like_session(id, &self.event.sessions, self.event.release.as_ref()),
            _ => nearest(id, ids.iter().copied()).map(str::to_owned),
        });
        match meant {
            Some(meant) => fault.help(format!("did you mean `{noun}:{meant}`?")),
            None if kind == Kind::Session && self.was_released(id) => fault.help(format!(
                "it was removed from the programme: remove the link, or write `was: {id}` at the \
                 session if it has another id now"
            )),
            None if ids.is_empty() => fault.help(format!("there is no {noun} yet")),
            None => fault.help(format!("the ids are {}", some_of(ids))),
        }
    }

    fn was_released(&self, session: &str) -> bool {
        self.event.release.as_ref().is_some_and(|release| release.has_session(session))
    }

    /// The entity or published file that a path leads to.
    fn file(
        &self,
        path: &str,
        fragment: Option<&str>,
        span: &Span,
        report: &mut Report,
    ) -> Option<Destination> {
        let record = record_of_file(path);
        if let Some(entity) = record.and_then(|(kind, id)| self.event.entity(kind, id)) {
            return self.with_fragment(entity, fragment, span, report);
        }
        let found = self.sources.find(path).filter(|_| path.starts_with(MEDIA));
        if found.is_none() {
            report.extend(self.broken_path(path, span));
        }
        found.map(Destination::Media)
    }

    /// The fault of a path to something that is not published; `None` if it was reported before.
    fn broken_path(&self, path: &str, span: &Span) -> Option<Diagnostic> {
        let record = record_of_file(path);
        if let Some((kind, id)) = record.filter(|(kind, id)| self.missing.has(*kind, id)) {
            return self
                .missing
                .hidden
                .contains(&(kind, id.to_owned()))
                .then(|| self.broken(kind, id, &[], span));
        }
        let message = match self.sources.find(path) {
            Some(_) => format!("`{path}` is not part of the published site"),
            None => format!("there is no file `{path}`"),
        };
        let texts = self.sources.under("content/").map(|(_, file)| &*file.path);
        let linked = texts.filter(|path| path.ends_with(".md") || path.starts_with(MEDIA));
        let meant = nearest_path(path, linked);
        let fault = Diagnostic::error("link/broken", message).at(span.clone());
        Some(match meant.map(|meant| meant.strip_prefix("content/").unwrap_or(meant)) {
            Some(meant) => fault.help(format!("did you mean `{meant}`?")),
            None => {
                fault.help("write a record such as `page:about`, or a file such as `media/map.pdf`")
            }
        })
    }

    fn check_fragment(&self, entity: Entity, fragment: &str, span: &Span, report: &mut Report) {
        let known = self.anchors(entity);
        if known.contains(fragment) || self.may_have(entity, fragment) {
            return;
        }
        let fault = Diagnostic::error(
            "link/broken-fragment",
            format!("there is no `#{fragment}` on the page of `{}`", self.event.about(entity).id),
        )
        .at(span.clone());
        let anchors: Vec<&str> = known.iter().map(String::as_str).collect();
        report.push(match nearest(fragment, anchors.iter().copied()) {
            Some(meant) => fault.help(format!("did you mean `#{meant}`?")),
            None if anchors.is_empty() => {
                fault.help("that page has no headings; leave out the `#`")
            }
            None => fault.help(format!("its anchors are {}", some_of(&anchors))),
        });
    }

    /// Whether a page may have an anchor after all, because something on it could not be read.
    fn may_have(&self, entity: Entity, fragment: &str) -> bool {
        let unreadable = &self.missing.unreadable;
        let listed = match entity {
            Entity::Page(key) => match self.event.pages.get(key).role {
                PageRole::Agenda => fragment.starts_with("day-").then_some(Kind::Session),
                PageRole::Contacts => Some(Kind::Contact),
                _ => None,
            },
            _ => None,
        };
        listed.is_some_and(|kind| unreadable.lacks_some(kind))
            || unreadable.lacks_words(entity.kind(), &self.event.about(entity).id)
    }

    /// The anchors of an entity's page: its headings, and the records that it lists.
    fn anchors(&self, entity: Entity) -> BTreeSet<String> {
        let mut all = (self.headings)(entity);
        if let Entity::Page(key) = entity {
            let event = self.event;
            match event.pages.get(key).role {
                PageRole::Agenda => {
                    all.extend(event.days.iter().map(|day| Event::day_anchor(day.date.value)));
                }
                PageRole::Contacts => all.extend(event.contacts.ids().map(str::to_owned)),
                _ => {}
            }
        }
        all
    }

    /// The file of each picture of a text.
    pub fn resolve_images(&self, text: &Markdown, report: &mut Report) -> Vec<Option<SizedImage>> {
        text.images.iter().map(|image| self.image(image, report)).collect()
    }

    fn image(&self, image: &Image, report: &mut Report) -> Option<SizedImage> {
        picture_file(&image.path, &image.span, self.sources, report)
    }
}

/// The kind and id of the record that a Markdown file belongs to, by its path.
fn record_of_file(path: &str) -> Option<(Kind, &str)> {
    let kind = Kind::ALL
        .into_iter()
        .find(|kind| kind.folder().is_some_and(|folder| path.starts_with(folder)))?;
    let id = path.strip_prefix(kind.folder()?)?.strip_suffix(".md")?.split('.').next()?;
    Some((kind, id))
}

/// The id of the session that an unknown id may stand for: for a released id, only a session with the
/// same title, since any other is a different one.
pub fn like_session(
    id: &str,
    sessions: &Table<Session>,
    release: Option<&Release>,
) -> Option<String> {
    let Some(release) = release.filter(|release| release.has_session(id)) else {
        return nearest(id, sessions.ids()).map(str::to_owned);
    };
    let others: Vec<&About> = sessions.iter().map(|(_, session)| &session.about).collect();
    release.namesake(id, &others).map(|about| about.id.clone())
}

/// The id of the page with a slug in some language.
pub fn page_with_slug<'a>(pages: &'a Table<Page>, slug: &str) -> Option<&'a str> {
    let has = |page: &&Page| page.about.slug.iter().any(|(_, text)| text.value == slug);
    pages.iter().map(|(_, page)| page).find(has).map(|page| &*page.about.id)
}
