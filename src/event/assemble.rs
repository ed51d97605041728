//! From records to the [`Event`]: every id resolved, every text in its place.
//!
//! 1. Drafts are left out, unless they are asked for.
//! 2. Each record's words are brought together from its YAML and its Markdown files.
//! 3. Ids are resolved: places and organisations first, since the others name them.
//! 4. Sessions get their moments and days their order.
//! 5. When everything is there, links and pictures are looked up.
//!
//! A bad record is left out and said; what names it is then said to name nothing only if the record
//! was never there.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{Sources, Span};
use crate::base::suggest::nearest;
use crate::base::text::{Languages, Localized, Text};
use crate::content::config::Config;
use crate::content::fields::Id;
use crate::content::files::Contents;
use crate::content::kind::{Kind, TextField};
use crate::content::record::{
    DayRecord, ImageRef, OrganisationFacts, PageFacts, PersonFacts, PlaceFacts, Record, Records,
    SessionFacts, Words,
};
use crate::event::agenda;
use crate::event::links::{Missing, Targets, picture_file};
use crate::event::model::{
    About, Contact, Day, Event, Organisation, Page, PageRole, Person, Picture, Place, Session,
    Slot, Speaker, Thing, Track,
};
use crate::event::prose::{ProseByRecord, bodies, merge_words, orphans};
use crate::event::table::{Key, Table};

/// Makes the event of what was read.
///
/// With `drafts`, records and texts that are marked as drafts are part of it.
pub fn assemble(contents: Contents, sources: &Sources, drafts: bool, report: &mut Report) -> Event {
    let Contents { config, records, prose, unread } = contents;
    let mut assembler = Assembler {
        languages: config.languages.clone(),
        sources,
        drafts,
        hidden: BTreeSet::new(),
        unread,
        prose: BTreeMap::new(),
        places: Table::default(),
        organisations: Table::default(),
        tracks: Table::default(),
        speakers: Table::default(),
        contacts: Table::default(),
        pages: Table::default(),
        report: Report::new(),
    };
    assembler.sort_prose(prose);
    let days = assembler.records(records);
    let mut event = assembler.event(config, days);
    let Assembler { hidden, unread, report: own, .. } = assembler;
    report.append(own);
    resolve_texts(&mut event, sources, &Missing { hidden, unread }, report);
    event
}

struct Assembler<'a> {
    languages: Languages,
    sources: &'a Sources,
    drafts: bool,
    /// Records that exist and are not shown.
    hidden: BTreeSet<(Kind, String)>,
    /// Kinds of which nobody knows all records: their ids are not said to be unknown.
    unread: BTreeSet<Kind>,
    prose: ProseByRecord,
    places: Table<Place>,
    organisations: Table<Organisation>,
    tracks: Table<Track>,
    speakers: Table<Speaker>,
    contacts: Table<Contact>,
    pages: Table<Page>,
    report: Report,
}

impl Assembler<'_> {
    fn sort_prose(&mut self, prose: Vec<crate::content::prose::Prose>) {
        let mut left_out = BTreeSet::new();
        for file in prose {
            let key = (file.kind, file.id.value.clone());
            if file.draft && !self.drafts {
                left_out.insert(key);
            } else {
                self.prose.entry(key).or_default().push(file);
            }
        }
        // A page whose texts are all drafts is a draft itself.
        let shown = |key: &(Kind, String)| key.0 != Kind::Page || self.prose.contains_key(key);
        self.hidden.extend(left_out.into_iter().filter(|key| !shown(key)));
    }

    /// Fills the tables, and hands back the days, whose sessions need all of them.
    fn records(&mut self, records: Vec<Records>) -> Vec<DayRecord> {
        let mut days = Vec::new();
        let (mut places, mut organisations) = (Vec::new(), Vec::new());
        let (mut tracks, mut speakers, mut contacts) = (Vec::new(), Vec::new(), Vec::new());
        let mut pages = Vec::new();
        for records in records {
            match records {
                Records::Days(more) => days.extend(more),
                Records::Tracks(more) => tracks.extend(more),
                Records::Speakers(more) => speakers.extend(more),
                Records::Contacts(more) => contacts.extend(more),
                Records::Organisations(more) => organisations.extend(more),
                Records::Places(more) => places.extend(more),
                Records::Pages(more) => pages.extend(more),
            }
        }
        self.add_places(places);
        self.add_organisations(organisations);
        self.add_tracks(tracks);
        self.add_people(speakers, contacts);
        self.add_pages(pages);
        days
    }

    fn add_places(&mut self, records: Vec<Record<PlaceFacts>>) {
        let mut parents = Vec::new();
        for record in records {
            let Some((about, mut words, facts)) = self.about(Kind::Place, record, true) else {
                continue;
            };
            let address = std::mem::take(words.get_mut(TextField::Address));
            let place = Place { about, address, parent: None, url: facts.url };
            if let Some(key) =
                add(Kind::Place, &mut self.places, place, |p| &p.about, &mut self.report)
            {
                parents.extend(facts.parent.map(|parent| (key, parent)));
            }
        }
        for (key, id) in parents {
            let parent = self.find(Kind::Place, &self.places, &id);
            let parent = self.said(parent);
            if parent.is_some_and(|parent| is_above(&self.places, key, parent)) {
                self.report.push(
                    Diagnostic::error("place/circle", "this place is part of itself")
                        .at(id.span)
                        .help("name the place that it lies in, or remove `parent`"),
                );
            } else {
                self.places.get_mut(key).parent = parent;
            }
        }
    }

    fn add_organisations(&mut self, records: Vec<Record<OrganisationFacts>>) {
        for record in records {
            let Some((about, _, facts)) = self.about(Kind::Organisation, record, true) else {
                continue;
            };
            let OrganisationFacts { sort_key, role, url } = facts;
            let organisation = Organisation { about, sort_key, role, url };
            add(
                Kind::Organisation,
                &mut self.organisations,
                organisation,
                |o| &o.about,
                &mut self.report,
            );
        }
    }

    fn add_tracks(&mut self, records: Vec<Record<()>>) {
        for record in records {
            let Some((about, _, ())) = self.about(Kind::Track, record, true) else { continue };
            add(Kind::Track, &mut self.tracks, Track { about }, |t| &t.about, &mut self.report);
        }
    }

    fn add_people(
        &mut self,
        speakers: Vec<Record<PersonFacts>>,
        contacts: Vec<Record<PersonFacts>>,
    ) {
        for record in speakers {
            let Some((about, words, facts)) = self.about(Kind::Speaker, record, true) else {
                continue;
            };
            let person = self.person(words, facts.sort_key, facts.organisation);
            add(
                Kind::Speaker,
                &mut self.speakers,
                Speaker { about, person },
                |s| &s.about,
                &mut self.report,
            );
        }
        for record in contacts {
            let Some((about, words, facts)) = self.about(Kind::Contact, record, true) else {
                continue;
            };
            let person = self.person(words, facts.sort_key, facts.organisation);
            let contact = Contact { about, person, phone: facts.phone, email: facts.email };
            add(Kind::Contact, &mut self.contacts, contact, |c| &c.about, &mut self.report);
        }
    }

    fn person(
        &mut self,
        mut words: Words,
        sort_key: Localized<Text>,
        organisation: Option<Id>,
    ) -> Person {
        let role = std::mem::take(words.get_mut(TextField::Role));
        let found = organisation.map(|id| self.find(Kind::Organisation, &self.organisations, &id));
        let organisation = found.and_then(|found| self.said(found));
        Person { sort_key, role, organisation }
    }

    /// The pages that have a record, then those that are only texts, then the built-in ones.
    fn add_pages(&mut self, records: Vec<Record<PageFacts>>) {
        for record in records {
            let role = PageRole::of(&record.id.value);
            let titled = role == PageRole::Text;
            if let Some((about, _, facts)) = self.about(Kind::Page, record, titled) {
                let page = Page { about, role, template: facts.template };
                add(Kind::Page, &mut self.pages, page, |p| &p.about, &mut self.report);
            }
        }
        let first = (Kind::Page, String::new());
        let texts: Vec<Id> = self
            .prose
            .range(first..)
            .filter(|((kind, id), _)| *kind == Kind::Page && self.pages.find(id).is_none())
            .filter_map(|(_, files)| files.first().map(|file| file.id.clone()))
            .filter(|id| !self.hidden.contains(&(Kind::Page, id.value.clone())))
            .collect();
        for id in texts {
            self.add_plain_page(id);
        }
        for (name, role) in PageRole::BUILT_IN {
            let needed = match role {
                PageRole::Tracks => !self.tracks.is_empty(),
                PageRole::Speakers => !self.speakers.is_empty(),
                PageRole::Contacts => !self.contacts.is_empty(),
                _ => true,
            };
            let event = self.sources.find(crate::content::config::EVENT_FILE);
            if let (true, None, Some(file)) = (needed, self.pages.find(name), event) {
                self.add_plain_page(Id { value: name.to_owned(), span: Span::file(file) });
            }
        }
    }

    /// A page without a record of its own.
    fn add_plain_page(&mut self, id: Id) {
        let role = PageRole::of(&id.value);
        let record = Record {
            span: id.span.clone(),
            id,
            draft: false,
            words: Words::default(),
            image: None,
            extra: serde_json::json!({}),
            facts: (),
        };
        if let Some((about, _, ())) = self.about(Kind::Page, record, role == PageRole::Text) {
            let page = Page { about, role, template: None };
            add(Kind::Page, &mut self.pages, page, |p| &p.about, &mut self.report);
        }
    }

    /// What every record has; `None` for a draft that is not shown. The words that are not part of
    /// it are handed back with the facts.
    fn about<F>(
        &mut self,
        kind: Kind,
        record: Record<F>,
        titled: bool,
    ) -> Option<(About, Words, F)> {
        let Record { id, span, draft, mut words, image, extra, facts } = record;
        let mut prose = self.prose.remove(&(kind, id.value.clone())).unwrap_or_default();
        if draft && !self.drafts {
            self.hidden.insert((kind, id.value));
            return None;
        }
        merge_words(kind, &mut words, &mut prose, &mut self.report);
        let body = bodies(prose, &self.languages, &mut self.report);
        let title = std::mem::take(words.get_mut(TextField::Title));
        if titled && title.is_empty() {
            self.report.push(untitled(kind, &id, &span, &self.languages));
        }
        let alt = std::mem::take(words.get_mut(TextField::ImageAlt));
        let picture = self.picture(image, alt);
        let about = About {
            id: id.value,
            span,
            title,
            summary: std::mem::take(words.get_mut(TextField::Summary)),
            slug: std::mem::take(words.get_mut(TextField::Slug)),
            picture,
            body,
            extra,
        };
        Some((about, words, facts))
    }

    fn picture(&mut self, image: Option<ImageRef>, alt: Localized<Text>) -> Option<Picture> {
        let image = image?;
        if alt.is_empty() {
            self.report.push(
                Diagnostic::error("image/missing-alt", "this picture has no alternative text")
                    .at(image.span.clone())
                    .help("say what it shows in `image_alt`, for those who do not see it"),
            );
        }
        let (file, size) = picture_file(&image.path, &image.span, self.sources, &mut self.report)?;
        Some(Picture { file, size, alt })
    }

    /// The item with an id; nothing for a draft, a fault for an id that nothing has.
    fn find<T>(&self, kind: Kind, table: &Table<T>, id: &Id) -> Result<Option<Key<T>>, Diagnostic> {
        match table.find(&id.value) {
            Some(key) => Ok(Some(key)),
            None if self.hidden.contains(&(kind, id.value.clone())) => Ok(None),
            None if self.unread.contains(&kind) => Ok(None),
            None => Err(unknown_id(kind, id, table)),
        }
    }

    fn said<T>(&mut self, found: Result<Option<T>, Diagnostic>) -> Option<T> {
        found.unwrap_or_else(|fault| {
            self.report.push(fault);
            None
        })
    }

    fn find_all<T>(
        &self,
        kind: Kind,
        table: &Table<T>,
        ids: &[Id],
        report: &mut Report,
    ) -> Vec<Key<T>> {
        let mut keys = Vec::with_capacity(ids.len());
        for id in ids {
            match self.find(kind, table, id) {
                Ok(Some(key)) if keys.contains(&key) => report.push(
                    Diagnostic::error(
                        "record/named-twice",
                        format!("`{}` is named twice", id.value),
                    )
                    .at(id.span.clone())
                    .help("remove one of the two"),
                ),
                Ok(key) => keys.extend(key),
                Err(fault) => report.push(fault),
            }
        }
        keys
    }

    fn event(&mut self, config: Config, days: Vec<DayRecord>) -> Event {
        let (sessions, days) = self.days(&config, days);
        let mut report = std::mem::take(&mut self.report);
        let known = |kind: Kind| -> Vec<String> {
            let ids: Vec<&str> = match kind {
                Kind::Session => sessions.ids().collect(),
                Kind::Track => self.tracks.ids().collect(),
                Kind::Speaker => self.speakers.ids().collect(),
                Kind::Contact => self.contacts.ids().collect(),
                _ => Vec::new(),
            };
            ids.into_iter().map(str::to_owned).collect()
        };
        let (hidden, unread) = (&self.hidden, &self.unread);
        self.prose.retain(|key, _| !hidden.contains(key) && !unread.contains(&key.0));
        orphans(&self.prose, &known, &mut report);
        let place = config.place.as_ref().map(|id| self.find(Kind::Place, &self.places, id));
        let action = config.action.as_ref().map(|id| self.find(Kind::Page, &self.pages, id));
        let menu = self.find_all(Kind::Page, &self.pages, &config.menu, &mut report);
        self.report = report;
        let place = place.and_then(|found| self.said(found));
        let action = action.and_then(|found| self.said(found));
        let image = self.picture(config.image.clone(), config.image_alt.clone());
        Event {
            config,
            place,
            menu,
            action,
            image,
            days,
            sessions,
            tracks: std::mem::take(&mut self.tracks),
            speakers: std::mem::take(&mut self.speakers),
            contacts: std::mem::take(&mut self.contacts),
            organisations: std::mem::take(&mut self.organisations),
            places: std::mem::take(&mut self.places),
            pages: std::mem::take(&mut self.pages),
        }
    }

    /// The sessions, and the days by date with their sessions in order.
    fn days(&mut self, config: &Config, records: Vec<DayRecord>) -> (Table<Session>, Vec<Day>) {
        let mut sessions = Table::default();
        let mut days: BTreeMap<jiff::civil::Date, Day> = BTreeMap::new();
        for record in records {
            let DayRecord { date, mut words, sessions: entries } = record;
            if let Some(earlier) = days.get(&date.value) {
                self.report.push(
                    Diagnostic::error("agenda/day-twice", format!("{} is given twice", date.value))
                        .at(date.span)
                        .related(earlier.date.span.clone(), "it stands here too")
                        .help("put all sessions of a day together"),
                );
                continue;
            }
            if date.value < config.start || date.value > config.end {
                self.report.push(outside(&date.value.to_string(), &date.span, config));
            }
            let mut slots = Vec::with_capacity(entries.len());
            for entry in entries {
                if let Some(key) = self.session(date.value, entry, config, &mut sessions) {
                    slots.push((key, 0));
                }
            }
            agenda::sort_day(&mut slots, &sessions);
            let title = std::mem::take(words.get_mut(TextField::Title));
            let summary = std::mem::take(words.get_mut(TextField::Summary));
            days.insert(date.value, Day { date, title, summary, slots });
        }
        (sessions, days.into_values().collect())
    }

    fn session(
        &mut self,
        day: jiff::civil::Date,
        record: Record<SessionFacts>,
        config: &Config,
        sessions: &mut Table<Session>,
    ) -> Option<Key<Session>> {
        let (about, _, facts) = self.about(Kind::Session, record, true)?;
        let mut report = Report::new();
        let (start, end) = agenda::times(day, &facts, &config.timezone, &mut report);
        let places = self.find_all(Kind::Place, &self.places, &facts.places, &mut report);
        let session = Session {
            about,
            kind: facts.kind,
            slots: vec![Slot { day, start, end, places }],
            tracks: self.find_all(Kind::Track, &self.tracks, &facts.tracks, &mut report),
            speakers: self.find_all(Kind::Speaker, &self.speakers, &facts.speakers, &mut report),
            hosts: self.find_all(
                Kind::Organisation,
                &self.organisations,
                &facts.hosts,
                &mut report,
            ),
            held_in: facts.held_in,
            interpreted_into: facts.interpreted_into,
        };
        self.report.append(report);
        add(Kind::Session, sessions, session, |s| &s.about, &mut self.report)
    }
}

/// Adds a record to its table; an id that is taken is a fault, and the second record is left out.
fn add<T>(
    kind: Kind,
    table: &mut Table<T>,
    item: T,
    about: fn(&T) -> &About,
    report: &mut Report,
) -> Option<Key<T>> {
    let (id, span) = (about(&item).id.clone(), about(&item).span.clone());
    match table.add(&id, item) {
        Ok(key) => Some(key),
        Err(earlier) => {
            let noun = kind.noun();
            report.push(
                Diagnostic::error(
                    "record/same-id",
                    format!("there are two {noun}s with the id `{id}`"),
                )
                .at(span)
                .related(about(table.get(earlier)).span.clone(), "the other one")
                .help("give one of them another id"),
            );
            None
        }
    }
}

fn untitled(kind: Kind, id: &Id, span: &Span, languages: &Languages) -> Diagnostic {
    let field = kind.name_of(TextField::Title);
    let source = languages.tag(crate::base::text::Lang::SOURCE);
    let place = match kind.folder() {
        Some(folder) => format!(", or write it in {folder}{}.{source}.md", id.value),
        None => String::new(),
    };
    Diagnostic::error(
        "record/no-title",
        format!("the {} `{}` has no `{field}` in any language", kind.noun(), id.value),
    )
    .at(span.clone())
    .help(format!("add `{field}: {{{source}: …}}`{place}"))
}

fn unknown_id<T>(kind: Kind, id: &Id, table: &Table<T>) -> Diagnostic {
    let code = match kind {
        Kind::Session => "agenda/unknown-session",
        Kind::Track => "agenda/unknown-track",
        Kind::Speaker => "agenda/unknown-speaker",
        Kind::Contact => "record/unknown-contact",
        Kind::Organisation => "record/unknown-organisation",
        Kind::Place => "record/unknown-place",
        Kind::Page => "event/unknown-page",
    };
    let noun = kind.noun();
    let fault =
        Diagnostic::error(code, format!("there is no {noun} `{}`", id.value)).at(id.span.clone());
    match nearest(&id.value, table.ids()) {
        Some(meant) => fault.help(format!("did you mean `{meant}`?")),
        None if kind == Kind::Page => fault
            .help(format!("write content/pages/{}.<language>.md, or name another page", id.value)),
        None => fault.help(format!("add it to {}, or name another", kind.file())),
    }
}

fn outside(date: &str, span: &Span, config: &Config) -> Diagnostic {
    Diagnostic::warning(
        "agenda/outside-event",
        format!("{date} is not among the event's days, {} to {}", config.start, config.end),
    )
    .at(span.clone())
    .help("correct the date here, or `start` and `end` in content/event.yaml")
}

/// Whether `place` is `parent` or somewhere above it.
fn is_above(places: &Table<Place>, place: Key<Place>, parent: Key<Place>) -> bool {
    let mut at = Some(parent);
    while let Some(key) = at {
        if key == place {
            return true;
        }
        at = places.get(key).parent;
    }
    false
}

/// Looks up where the links and pictures of every text lead, once all things are known.
fn resolve_texts(event: &mut Event, sources: &Sources, missing: &Missing, report: &mut Report) {
    let things: Vec<Thing> = event.things().collect();
    let targets = Targets::new(event, sources, missing);
    let mut resolved = Vec::new();
    for thing in &things {
        for (lang, body) in event.about(*thing).body.iter() {
            let page = on_page(event, *thing);
            let links = targets.resolve_links(page, &body.markdown, report);
            let images = targets.resolve_images(&body.markdown, report);
            resolved.push((*thing, lang, links, images));
        }
    }
    for (thing, lang, links, images) in resolved {
        if let Some(body) = event.about_mut(thing).body.own_mut(lang) {
            body.links = links;
            body.images = images;
        }
    }
}

/// The thing whose page shows this one's text.
fn on_page(event: &Event, thing: Thing) -> Thing {
    let role = match thing {
        Thing::Contact(_) => PageRole::Contacts,
        Thing::Speaker(_) => PageRole::Speakers,
        _ => return thing,
    };
    event.page_with(role).map_or(thing, Thing::Page)
}
