//! Fills the tables: each kind of record, with its references resolved.

use crate::base::diagnostic::Diagnostic;
use crate::base::source::{Span, Spanned};
use crate::content::kind::{Kind, TextField};
use crate::content::record::{
    AgendaRecord, NewsFacts, OrganisationFacts, PageFacts, PersonFacts, PlaceFacts, Record,
    Records, TextFields, TrackFacts,
};
use crate::event::assemble::{Assembler, add};
use crate::event::model::{
    About, Contact, Entry, News, Organisation, Page, PageRole, Person, Place, Session, Speaker,
    Track,
};
use crate::event::record_table::{Key, Table};
use crate::event::release::Release;
use crate::event::transport::is_above;

impl Assembler<'_> {
    /// Fills the tables and returns the agenda, whose sessions need all of them.
    pub(super) fn records(&mut self, records: Vec<Records>) -> Vec<AgendaRecord> {
        let mut agenda = Vec::new();
        let (mut places, mut organisations) = (Vec::new(), Vec::new());
        let (mut tracks, mut speakers, mut contacts) = (Vec::new(), Vec::new(), Vec::new());
        let (mut news, mut pages) = (Vec::new(), Vec::new());
        for records in records {
            match records {
                Records::Agenda(more) => agenda.push(more),
                Records::Tracks(more) => tracks.extend(more),
                Records::Speakers(more) => speakers.extend(more),
                Records::Contacts(more) => contacts.extend(more),
                Records::Organisations(more) => organisations.extend(more),
                Records::Places(more) => places.extend(more),
                Records::Pages(more) => pages.extend(more),
                Records::News(more) => news.extend(more),
            }
        }
        self.add_places(places);
        self.add_organisations(organisations);
        self.add_tracks(tracks);
        self.add_speakers(speakers);
        self.add_contacts(contacts);
        self.add_news(news);
        self.add_pages(pages);
        agenda
    }

    /// Adds everything that depends on the agenda: the pages of places, and the built-in pages.
    pub(super) fn finish(&mut self, sessions: &Table<Session>, release: Option<&Release>) {
        let mut used = vec![false; self.places.len()];
        let slots = sessions.iter().flat_map(|(_, session)| &session.slots);
        for place in slots.flat_map(|slot| &slot.places) {
            used[place.index()] = true;
        }
        for (at, used) in used.into_iter().enumerate() {
            let Some(key) = self.places.key(at) else { continue };
            let about = &self.places.get(key).about;
            if used || !about.body.is_empty() || !about.summary.is_empty() {
                self.give_page(key);
            }
        }
        let changed = release.is_some_and(|release| !release.changes.is_empty());
        let held = sessions.iter().any(|(_, session)| !session.slots.is_empty());
        self.add_built_in_pages(changed, held);
    }

    /// Gives a page to a place and to all places around it.
    fn give_page(&mut self, place: Key<Place>) {
        let mut at = Some(place);
        while let Some(key) = at {
            let place = self.places.get_mut(key);
            place.has_page = true;
            at = place.parent;
        }
    }

    fn add_places(&mut self, records: Vec<Record<PlaceFacts>>) {
        let mut parents = Vec::new();
        for record in records {
            let Some((about, mut texts, facts)) = self.about(Kind::Place, record, true) else {
                continue;
            };
            let place = Place {
                about,
                kind: facts.kind,
                address: std::mem::take(texts.get_mut(TextField::Address)),
                town: std::mem::take(texts.get_mut(TextField::Town)),
                postcode: facts.postcode,
                country: facts.country,
                access: std::mem::take(texts.get_mut(TextField::Access)),
                parent: None,
                url: facts.url,
                coordinates: facts.coordinates,
                capacity: facts.capacity.map(|capacity| capacity.value),
                shared: facts.shared,
                maps: facts.maps,
                guid: facts.guid,
                has_page: false,
            };
            let key = add(&mut self.places, place, &mut self.report);
            parents.extend(key.zip(facts.parent));
        }
        for (key, id) in parents {
            let parent = self.find(&self.places, &id);
            let parent = self.reported(parent);
            if parent.is_some_and(|parent| is_above(&self.places, key, parent)) {
                self.report.push(
                    Diagnostic::error("place/circle", "this place is part of itself")
                        .at(id.span)
                        .help("name the place that it is part of, or remove `parent`"),
                );
            } else {
                self.places.get_mut(key).parent = parent;
            }
        }
    }

    /// Adds records to the table of their kind.
    fn add_all<F, T: Entry>(
        &mut self,
        table: fn(&mut Self) -> &mut Table<T>,
        records: Vec<Record<F>>,
        make: fn(&mut Self, About, TextFields, F) -> T,
    ) {
        for record in records {
            if let Some((about, texts, facts)) = self.about(T::KIND, record, true) {
                let item = make(self, about, texts, facts);
                let mut report = std::mem::take(&mut self.report);
                add(table(self), item, &mut report);
                self.report = report;
            }
        }
    }

    fn add_organisations(&mut self, records: Vec<Record<OrganisationFacts>>) {
        self.add_all(
            |all| &mut all.organisations,
            records,
            |_, about, _, facts| {
                let OrganisationFacts { sort_key, role, level, url } = facts;
                Organisation { about, sort_key, role, level, url }
            },
        );
    }

    fn add_tracks(&mut self, records: Vec<Record<TrackFacts>>) {
        self.add_all(
            |all| &mut all.tracks,
            records,
            |_, about, _, facts| Track { about, color: facts.color },
        );
    }

    /// The news, the newest first; within a day in the order of the file.
    fn add_news(&mut self, mut records: Vec<Record<NewsFacts>>) {
        records.sort_by_key(|record| std::cmp::Reverse(record.facts.date));
        self.add_all(
            |all| &mut all.news,
            records,
            |_, about, _, facts| News { about, date: facts.date },
        );
    }

    fn add_speakers(&mut self, records: Vec<Record<PersonFacts>>) {
        self.add_all(
            |all| &mut all.speakers,
            records,
            |all, about, texts, facts| Speaker {
                about,
                group: facts.group,
                person: all.person(texts, facts),
            },
        );
    }

    fn add_contacts(&mut self, records: Vec<Record<PersonFacts>>) {
        self.add_all(
            |all| &mut all.contacts,
            records,
            |all, about, texts, facts| Contact {
                about,
                phone: facts.phone.clone(),
                email: facts.email.clone(),
                person: all.person(texts, facts),
            },
        );
    }

    fn person(&mut self, mut texts: TextFields, facts: PersonFacts) -> Person {
        let PersonFacts { sort_key, organisation, url, family_first, .. } = facts;
        let role = std::mem::take(texts.get_mut(TextField::Role));
        let found = organisation.map(|id| self.find(&self.organisations, &id));
        let organisation = found.and_then(|found| self.reported(found));
        Person { sort_key, role, organisation, url, family_first }
    }

    /// The pages with a record, then those that are only Markdown files.
    fn add_pages(&mut self, records: Vec<Record<PageFacts>>) {
        for record in records {
            let role = PageRole::of(&record.id.value);
            let titled = role == PageRole::Text;
            if let Some((about, _, facts)) = self.about(Kind::Page, record, titled) {
                let page = Page { about, role, template: facts.template };
                add(&mut self.pages, page, &mut self.report);
            }
        }
        let first = (Kind::Page, String::new());
        let texts: Vec<Spanned<String>> = self
            .prose
            .range(first..)
            .filter(|((kind, id), _)| *kind == Kind::Page && self.pages.find(id).is_none())
            .filter_map(|(_, files)| files.first().map(|file| file.id.clone()))
            .filter(|id| !self.missing.hidden.contains(&(Kind::Page, id.value.clone())))
            .collect();
        for id in texts {
            self.add_plain_page(id);
        }
    }

    /// The pages that every site has, and the pages of lists that are not empty. `changed` is whether
    /// there are changes since the first release, `held` whether a session has a slot. A page that does
    /// not exist because the records of its list could not be read counts as unreadable.
    fn add_built_in_pages(&mut self, changed: bool, held: bool) {
        for (name, role) in PageRole::BUILT_IN {
            let unreadable = &mut self.missing.unreadable;
            if listed(role).iter().any(|kind| unreadable.lacks_some(*kind)) {
                unreadable.add_record(Kind::Page, name);
            }
            let needed = match role {
                PageRole::Tracks => !self.tracks.is_empty(),
                PageRole::Speakers => !self.speakers.is_empty(),
                PageRole::Contacts => !self.contacts.is_empty(),
                PageRole::Places => self.places.iter().any(|(_, place)| place.has_page),
                PageRole::News => !self.news.is_empty(),
                PageRole::Changes => changed,
                PageRole::MyProgramme => held,
                _ => true,
            };
            let event = self.sources.find(crate::content::config::EVENT_FILE);
            if let (true, None, Some(file)) = (needed, self.pages.find(name), event) {
                self.add_plain_page(Spanned { value: name.to_owned(), span: Span::file(file) });
            }
        }
    }

    /// A page without a record of its own.
    fn add_plain_page(&mut self, id: Spanned<String>) {
        let role = PageRole::of(&id.value);
        let record = Record {
            span: id.span.clone(),
            id,
            was: Vec::new(),
            draft: false,
            texts: TextFields::default(),
            image: None,
            extra: serde_json::json!({}),
            facts: (),
        };
        if let Some((about, _, ())) = self.about(Kind::Page, record, role == PageRole::Text) {
            let page = Page { about, role, template: None };
            add(&mut self.pages, page, &mut self.report);
        }
    }
}

/// The kinds of records that a built-in page lists; without any such record, it does not exist.
fn listed(role: PageRole) -> &'static [Kind] {
    match role {
        PageRole::Tracks => &[Kind::Track],
        PageRole::Speakers => &[Kind::Speaker],
        PageRole::Contacts => &[Kind::Contact],
        PageRole::Places => &[Kind::Place, Kind::Session],
        PageRole::News => &[Kind::News],
        PageRole::MyProgramme => &[Kind::Session],
        _ => &[],
    }
}
