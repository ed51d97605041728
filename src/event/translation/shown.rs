//! The event as a site shows it: without the languages that are not published, and without the
//! translations that readers shall not see. Both are taken out of the event itself, so that every page,
//! list, feed and file follows, and a text that is not shown is a missing text.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::source::{At, FileId, Span};
use crate::base::text::{Lang, Languages};
use crate::content::publication::{Showing, TextGroup, TranslationPolicy};
use crate::event::model::{Entity, Event, PageRole, Session, TextMut};
use crate::event::translation::findings::{Finding, Findings, Problem};
use crate::event::translation::gate::Unpublished;

/// What readers must know about the translation of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Caveat {
    /// The day on which a text was accepted of which a fact has changed in the source since; the
    /// earliest such day.
    pub outdated_since: Option<Date>,
    /// The same for a text of which words have changed, if readers are told so.
    pub reworded_since: Option<Date>,
    /// Whether a program translated a text that nobody reviewed.
    pub unreviewed: bool,
}

/// What a site shows of an event's translations, and with which marks.
#[derive(Clone, Debug)]
pub struct Shown {
    findings: Arc<Findings>,
    policy: TranslationPolicy,
    /// The languages, as positions in the registry of the files.
    languages: Vec<Lang>,
    /// Those of them that are shown although they are not published.
    drafts: BTreeSet<Lang>,
    withheld: Withheld,
    /// The short texts with a mark.
    marked_texts: HashSet<Span>,
    /// The blocks with a mark of each Markdown file.
    marked_blocks: HashMap<FileId, Vec<Range<usize>>>,
    /// A hash of everything but the findings.
    pub key: u64,
}

/// The translations that are not shown.
#[derive(Clone, Debug, Default, PartialEq)]
struct Withheld {
    texts: HashSet<Span>,
    files: HashSet<FileId>,
}

impl Shown {
    /// What is shown of an event. With `drafts`, languages that are not published are shown too.
    pub fn new(
        event: &Event,
        findings: Arc<Findings>,
        unpublished: &[Unpublished],
        drafts: bool,
    ) -> Shown {
        let left_out: BTreeSet<Lang> = unpublished.iter().map(|language| language.lang).collect();
        let all = event.config.languages.iter().map(|(lang, _)| lang);
        let languages: Vec<Lang> = all.filter(|lang| drafts || !left_out.contains(lang)).collect();
        let drafts = languages.iter().filter(|lang| left_out.contains(lang)).copied().collect();
        let mut shown = Shown {
            findings: Arc::clone(&findings),
            policy: event.config.translations,
            languages,
            drafts,
            withheld: Withheld::default(),
            marked_texts: HashSet::new(),
            marked_blocks: HashMap::new(),
            key: 0,
        };
        let mut hasher = DefaultHasher::new();
        (&shown.languages, &shown.drafts).hash(&mut hasher);
        for lang in shown.languages.clone() {
            for entity in std::iter::once(None).chain(event.entities().map(Some)) {
                let standing = match entity {
                    Some(entity) => findings.of(entity, lang),
                    None => findings.of_event(lang),
                };
                for finding in &standing.findings {
                    shown.add(finding, event, entity, lang, &mut hasher);
                }
            }
        }
        shown.key = hasher.finish();
        shown
    }

    /// Adds a unit to those that are withheld or marked.
    fn add(
        &mut self,
        finding: &Finding,
        event: &Event,
        entity: Option<Entity>,
        lang: Lang,
        hasher: &mut impl Hasher,
    ) {
        let showing = self.showing(finding);
        let is_long = finding.group == TextGroup::Long;
        let is_stale = matches!(finding.problem, Problem::StaleFacts | Problem::StaleWords);
        match (showing, &finding.span.at) {
            (Showing::Source, _) if is_long => {
                let file = entity.and_then(|entity| event.about(entity).body.own(lang));
                self.withheld.files.extend(file);
                file.hash(hasher);
            }
            (Showing::Source, _) => {
                self.withheld.texts.insert(finding.span.clone());
                finding.span.hash(hasher);
            }
            (Showing::Marked, At::Bytes(range)) if is_long && is_stale => {
                let range = range.start as usize..range.end as usize;
                self.marked_blocks.entry(finding.span.file).or_default().push(range);
            }
            (Showing::Marked, _) if is_stale => {
                self.marked_texts.insert(finding.span.clone());
                finding.span.hash(hasher);
            }
            _ => {}
        }
    }

    /// How a unit is shown.
    fn showing(&self, finding: &Finding) -> Showing {
        let TranslationPolicy { stale_facts, stale_words, unreviewed } = &self.policy;
        let showings = match finding.problem {
            Problem::StaleFacts => stale_facts,
            Problem::StaleWords => stale_words,
            Problem::Unreviewed => unreviewed,
            Problem::Missing | Problem::Extra | Problem::Unrecorded => return Showing::Plain,
        };
        showings[finding.group as usize]
    }

    /// The event with only what is shown; `None` if that is everything.
    pub fn event(&self, event: &Event) -> Option<Event> {
        let nothing_withheld = self.withheld == Withheld::default();
        if nothing_withheld && self.languages.len() == event.config.languages.len() {
            return None;
        }
        let mut event = event.clone();
        let position = |lang: Lang| self.position(lang, &event.config.languages);
        let positions: Vec<Option<Lang>> =
            event.config.languages.iter().map(|(lang, _)| position(lang)).collect();
        let new = |lang: Lang| positions.get(lang.index()).copied().flatten();
        event.each_text_mut(&mut |text| match text {
            TextMut::Words(words) => words.rearrange(|lang, text| {
                new(lang).filter(|_| !self.withheld.texts.contains(&text.span))
            }),
            TextMut::Files(files) => files
                .rearrange(|lang, file| new(lang).filter(|_| !self.withheld.files.contains(file))),
        });
        let config = &mut event.config;
        let publication = std::mem::take(&mut config.publication).into_iter().zip(&positions);
        config.publication = publication.filter(|(_, new)| new.is_some()).map(|(p, _)| p).collect();
        config.languages = config.languages.only(&self.languages);
        Some(event)
    }

    /// The position of a language of the files among those that are shown.
    fn position(&self, lang: Lang, languages: &Languages) -> Option<Lang> {
        let at = self.languages.iter().position(|shown| *shown == lang)?;
        languages.iter().nth(at).map(|(lang, _)| lang)
    }

    /// Whether a language, by its position among those that are shown, is not published yet.
    pub fn is_draft(&self, lang: Lang) -> bool {
        self.languages.get(lang.index()).is_some_and(|own| self.drafts.contains(own))
    }

    /// Whether a short text is not shown.
    pub fn withholds(&self, text: &Span) -> bool {
        self.withheld.texts.contains(text)
    }

    /// Whether the long text of a Markdown file is not shown.
    pub fn withholds_file(&self, file: FileId) -> bool {
        self.withheld.files.contains(&file)
    }

    /// Whether a short text has a mark.
    pub fn marks(&self, text: &Span) -> bool {
        !self.marked_texts.is_empty() && self.marked_texts.contains(text)
    }

    /// The blocks with a mark of a Markdown file.
    pub fn marked_blocks(&self, file: FileId) -> &[Range<usize>] {
        self.marked_blocks.get(&file).map_or(&[], Vec::as_slice)
    }

    /// What readers must know about the texts of an entity in a language that is shown.
    pub fn caveat(&self, entity: Entity, lang: Lang) -> Caveat {
        let Some(own) = self.languages.get(lang.index()) else { return Caveat::default() };
        self.all(&self.findings.of(entity, *own).findings, false)
    }

    /// What readers must know about the short texts of an entity in a language that is shown.
    pub fn short_caveat(&self, entity: Entity, lang: Lang) -> Caveat {
        let Some(own) = self.languages.get(lang.index()) else { return Caveat::default() };
        self.all(&self.findings.of(entity, *own).findings, true)
    }

    /// What readers must know about a page: about its own texts, and the short texts of what it lists.
    pub fn page_caveat(&self, event: &Event, entity: Entity, lang: Lang) -> Caveat {
        if self.findings.is_empty() {
            return Caveat::default();
        }
        let own = self.caveat(entity, lang);
        let listed = |other: Entity| self.listed(other, lang);
        match entity {
            Entity::Page(key) => match event.pages.get(key).role {
                PageRole::Home => self.home(event, lang).and(own),
                PageRole::NotFound | PageRole::Text => own,
                PageRole::Agenda | PageRole::Changes | PageRole::MyProgramme => {
                    self.programme(event, lang).and(own)
                }
                role => {
                    let entities = event.entities().filter(|e| e.list_page() == Some(role));
                    entities.map(listed).fold(own, Caveat::and)
                }
            },
            Entity::Track(key) => {
                self.sessions(event, lang, |session| session.tracks.contains(&key)).and(own)
            }
            Entity::Speaker(key) => self
                .sessions(event, lang, |session| session.speakers.iter().any(|s| s.speaker == key))
                .and(own),
            Entity::Place(key) => {
                let is_there =
                    |session: &Session| session.slots.iter().any(|slot| slot.places.contains(&key));
                self.sessions(event, lang, is_there).and(own)
            }
            Entity::Session(_) | Entity::Contact(_) | Entity::News(_) => own,
        }
    }

    /// What readers must know about a list of sessions: about their short texts and those of the days.
    pub fn programme(&self, event: &Event, lang: Lang) -> Caveat {
        self.of_event(lang, |unit| unit.starts_with("day "))
            .and(self.sessions(event, lang, |_| true))
    }

    fn home(&self, event: &Event, lang: Lang) -> Caveat {
        let is_shown = |entity: &Entity| {
            matches!(entity, Entity::Track(_) | Entity::Session(_) | Entity::Contact(_))
        };
        let entities = event.entities().filter(is_shown).map(|entity| self.listed(entity, lang));
        // A summary of the home page takes the place of those of the event.
        let home = event.page_with(PageRole::Home).map(|key| &event.pages.get(key).about);
        let own = home.is_some_and(|home| !home.summary.is_empty());
        let is_shown = |unit: &str| !(own && ["event tagline", "event summary"].contains(&unit));
        entities.fold(self.of_event(lang, is_shown), Caveat::and)
    }

    fn of_event(&self, lang: Lang, is_shown: impl Fn(&str) -> bool) -> Caveat {
        let Some(own) = self.languages.get(lang.index()) else { return Caveat::default() };
        let findings = self.findings.of_event(*own).findings.iter();
        self.all(findings.filter(|finding| is_shown(&finding.unit)), true)
    }

    fn sessions(&self, event: &Event, lang: Lang, is_shown: impl Fn(&Session) -> bool) -> Caveat {
        let sessions = event.sessions.iter().filter(|(_, session)| is_shown(session));
        let caveats = sessions.map(|(key, _)| self.listed(Entity::Session(key), lang));
        caveats.fold(Caveat::default(), Caveat::and)
    }

    /// What readers must know about an entity in a list; of a contact, the long text is there too.
    fn listed(&self, entity: Entity, lang: Lang) -> Caveat {
        let Some(own) = self.languages.get(lang.index()) else { return Caveat::default() };
        let is_short = !matches!(entity, Entity::Contact(_));
        self.all(&self.findings.of(entity, *own).findings, is_short)
    }

    fn all<'f>(&self, findings: impl IntoIterator<Item = &'f Finding>, only_short: bool) -> Caveat {
        let counted = findings.into_iter().filter(|f| !(only_short && f.group == TextGroup::Long));
        let marked = counted.filter(|finding| self.showing(finding) == Showing::Marked);
        marked.map(Caveat::of).fold(Caveat::default(), Caveat::and)
    }
}

impl Caveat {
    /// The caveat of a unit.
    fn of(finding: &Finding) -> Caveat {
        let since = |problem| finding.since.filter(|_| finding.problem == problem);
        Caveat {
            outdated_since: since(Problem::StaleFacts),
            reworded_since: since(Problem::StaleWords),
            unreviewed: finding.problem == Problem::Unreviewed,
        }
    }

    /// This caveat and another one.
    #[must_use]
    fn and(self, other: Caveat) -> Caveat {
        let earliest = |a: Option<Date>, b: Option<Date>| match (a, b) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Caveat {
            outdated_since: earliest(self.outdated_since, other.outdated_since),
            reworded_since: earliest(self.reworded_since, other.reworded_since),
            unreviewed: self.unreviewed || other.unreviewed,
        }
    }
}
