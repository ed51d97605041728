//! From records to the [`Event`]: every id resolved, every text in its place.
//!
//! 1. Drafts are left out, unless they are requested.
//! 2. The texts of each record's YAML and Markdown files are merged.
//! 3. Ids are resolved: places and organisations first, since the others refer to them.
//! 4. Sessions get their times, and days are sorted.
//!
//! The links of long texts are resolved afterwards ([`crate::event::texts`]).
//!
//! A bad record is skipped and reported. A reference to it is then not reported as well.

mod assemble_session;
mod days;
mod former_ids;
mod record_faults;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{Sources, Spanned};
use crate::base::suggest::nearest;
use crate::base::text::{Languages, Localized};
use crate::base::unicode::composed;
use crate::content::config::Config;
use crate::content::files::AGENDA_LOCK;
use crate::content::files::ParsedFile;
use crate::content::kind::{Kind, TextField, Unreadable};
use crate::content::publication::{Conditions, Publication};
use crate::content::record::{Record, TextFields};
use crate::event::assemble::record_faults::{several_ids, unknown_id, untitled};
use crate::event::links::{Missing, like_session, page_with_slug};
use crate::event::media::picture_file;
use crate::event::merge_texts::{ProseByRecord, merge_texts, orphans, two_files};
use crate::event::model::{
    About, Contact, Day, Entry, Event, News, Organisation, Page, Picture, Place, Session, Speaker,
    Track,
};
use crate::event::record_table::{Key, Table};
use crate::event::release::Release;

/// The event without its long texts, and the records that are not part of it.
#[derive(Debug)]
pub struct Assembled {
    /// The event.
    pub event: Event,
    /// The records that are, or may be, in the files but not in the event.
    pub missing: Missing,
}

/// Makes the event from the parsed files, without the links and pictures of its long texts.
///
/// With `drafts`, records and texts marked as drafts are part of it.
pub fn assemble(
    config: Config,
    parsed_files: Vec<Arc<ParsedFile>>,
    sources: &Sources,
    drafts: bool,
    report: &mut Report,
) -> Assembled {
    let (mut records, mut prose, mut unreadable) = (Vec::new(), Vec::new(), Unreadable::default());
    for parsed in parsed_files {
        // Copied only if the parsed file is kept for the next build.
        let parsed = Arc::unwrap_or_clone(parsed);
        records.extend(parsed.records);
        prose.extend(parsed.prose);
        unreadable.append(parsed.unreadable);
    }
    let mut assembler = Assembler {
        languages: config.languages.clone(),
        sources,
        drafts,
        missing: Missing { hidden: BTreeSet::new(), unreadable },
        prose: BTreeMap::new(),
        named: BTreeSet::new(),
        places: Table::default(),
        organisations: Table::default(),
        tracks: Table::default(),
        speakers: Table::default(),
        contacts: Table::default(),
        news: Table::default(),
        pages: Table::default(),
        report: Report::new(),
    };
    assembler.sort_prose(prose);
    let release = assembler.release();
    let agenda = assembler.records(records);
    assembler.former_ids(release.as_ref());
    let (mut sessions, days) = assembler.agenda(&config, agenda);
    assembler.former_ids_of_sessions(&mut sessions, release.as_ref());
    assembler.finish(&sessions, release.as_ref());
    assembler.former_ids_of_pages();
    let event = assembler.event(config, sessions, days, release);
    let Assembler { missing, report: own, .. } = assembler;
    report.append(own);
    Assembled { event, missing }
}

struct Assembler<'a> {
    languages: Languages,
    sources: &'a Sources,
    drafts: bool,
    /// The records that are, or may be, in the files but not in the event.
    missing: Missing,
    prose: ProseByRecord,
    /// The records met so far.
    named: BTreeSet<(Kind, String)>,
    places: Table<Place>,
    organisations: Table<Organisation>,
    tracks: Table<Track>,
    speakers: Table<Speaker>,
    contacts: Table<Contact>,
    news: Table<News>,
    pages: Table<Page>,
    report: Report,
}

impl Assembler<'_> {
    fn sort_prose(&mut self, prose: Vec<crate::content::markdown_file::MarkdownFile>) {
        let mut left_out = BTreeSet::new();
        for file in prose {
            let key = (file.kind, file.id.value.clone());
            if file.draft && !self.drafts {
                left_out.insert(key);
                continue;
            }
            let files = self.prose.entry(key).or_default();
            match files.iter().find(|earlier| earlier.lang == file.lang) {
                Some(earlier) => {
                    self.report.push(two_files(earlier, &file, self.languages.tag(file.lang)));
                }
                None => files.push(file),
            }
        }
        // A page whose texts are all drafts is itself a draft.
        let shown = |key: &(Kind, String)| key.0 != Kind::Page || self.prose.contains_key(key);
        self.missing.hidden.extend(left_out.into_iter().filter(|key| !shown(key)));
    }

    /// The fields common to all records, the other texts of the record, and its other data; `None`
    /// for a draft that is not shown.
    fn about<F>(
        &mut self,
        kind: Kind,
        record: Record<F>,
        titled: bool,
    ) -> Option<(About, TextFields, F)> {
        let Record { id, was, span, draft, mut texts, image, extra, facts } = record;
        let mut prose = self.prose.remove(&(kind, id.value.clone())).unwrap_or_default();
        if draft && !self.drafts {
            self.missing.hidden.insert((kind, id.value));
            return None;
        }
        merge_texts(kind, &mut texts, &mut prose, &mut self.report);
        let mut body = Localized::default();
        for file in prose.iter().filter(|file| file.body.is_some()) {
            // A second file in the same language was reported and skipped before.
            let _ = body.add(file.lang, file.file);
        }
        let title = std::mem::take(texts.get_mut(TextField::Title));
        // If the id is taken or the texts could not be read, that is reported already.
        let first = self.named.insert((kind, id.value.clone()));
        let readable = first && !self.missing.unreadable.lacks_words(kind, &id.value);
        if titled && readable && title.is_empty() {
            self.report.push(untitled(kind, &id, &span, &self.languages));
        }
        let alt = std::mem::take(texts.get_mut(TextField::ImageAlt));
        let picture = self.picture(image, alt);
        let about = About {
            lasting_id: id.value.clone(),
            id: id.value,
            was,
            span,
            title,
            summary: std::mem::take(texts.get_mut(TextField::Summary)),
            slug: std::mem::take(texts.get_mut(TextField::Slug)),
            picture,
            body,
            extra,
        };
        Some((about, texts, facts))
    }

    fn picture(
        &mut self,
        image: Option<Spanned<String>>,
        alt: Localized<Spanned<String>>,
    ) -> Option<Picture> {
        let image = image?;
        if alt.is_empty() {
            self.report.push(
                Diagnostic::error("image/missing-alt", "this picture has no alternative text")
                    .at(image.span.clone())
                    .help("describe it in `image_alt` for people who cannot see it"),
            );
        }
        let (file, size) = picture_file(&image.value, &image.span, self.sources, &mut self.report)?;
        Some(Picture { file, size, alt })
    }

    /// The item with an id; `None` for a draft, a fault for an unknown id.
    fn find<T: Entry>(
        &self,
        table: &Table<T>,
        id: &Spanned<String>,
    ) -> Result<Option<Key<T>>, Diagnostic> {
        match table.find(&id.value) {
            Some(key) => Ok(Some(key)),
            None if self.missing.has(T::KIND, &id.value) => Ok(None),
            None => Err(self.unknown(table, id)),
        }
    }

    /// The fault of an unknown id. People may have written the name of a record or the address of a
    /// page instead, since those are what they see.
    fn unknown<T: Entry>(&self, table: &Table<T>, id: &Spanned<String>) -> Diagnostic {
        let fault = match several_ids(id, table) {
            Some(fault) => return fault,
            None => unknown_id(id, table),
        };
        let slug = || page_with_slug(&self.pages, &id.value).filter(|_| T::KIND == Kind::Page);
        let (meant, what) = match called(table, &id.value) {
            Some(meant) => (Some(meant), "its name"),
            None => (slug(), "its address in one language"),
        };
        match meant {
            Some(meant) => fault.help(format!("did you mean `{meant}`? `{}` is {what}", id.value)),
            None => fault,
        }
    }

    fn reported<T>(&mut self, found: Result<Option<T>, Diagnostic>) -> Option<T> {
        found.unwrap_or_else(|fault| {
            self.report.push(fault);
            None
        })
    }

    fn find_all<T: Entry>(
        &self,
        table: &Table<T>,
        ids: &[Spanned<String>],
        report: &mut Report,
    ) -> Vec<Key<T>> {
        let mut keys = Vec::with_capacity(ids.len());
        for id in ids {
            keys.extend(self.find_another(table, &keys, id, report));
        }
        keys
    }

    /// The item with an id, unless it is among those named before.
    fn find_another<T: Entry>(
        &self,
        table: &Table<T>,
        known: &[Key<T>],
        id: &Spanned<String>,
        report: &mut Report,
    ) -> Option<Key<T>> {
        match self.find(table, id) {
            Ok(Some(key)) if known.contains(&key) => {
                report.push(
                    Diagnostic::error(
                        "record/named-twice",
                        format!("`{}` is listed twice", id.value),
                    )
                    .at(id.span.clone())
                    .help("remove one of the two"),
                );
                None
            }
            Ok(key) => key,
            Err(fault) => {
                report.push(fault);
                None
            }
        }
    }

    /// The released programme.
    fn release(&mut self) -> Option<Release> {
        let file = self.sources.find(AGENDA_LOCK)?;
        let read = Release::read(self.sources.get(file).text()?, file);
        read.map_err(|fault| self.report.push(fault)).ok()
    }

    /// Reports unknown pages in the conditions for publishing a language. Conditions of the whole site are
    /// those of each language.
    fn required_pages(&self, config: &Config, report: &mut Report) {
        let mut known: Vec<&Spanned<Vec<Spanned<String>>>> = Vec::new();
        for publication in &config.publication {
            let Publication::If(Conditions { required: Some(pages), .. }) = publication else {
                continue;
            };
            if !known.contains(&pages) {
                self.find_all(&self.pages, &pages.value, report);
                known.push(pages);
            }
        }
    }

    fn event(
        &mut self,
        config: Config,
        sessions: Table<Session>,
        days: Vec<Day>,
        release: Option<Release>,
    ) -> Event {
        let mut report = std::mem::take(&mut self.report);
        let known = |kind: Kind| -> Vec<String> {
            let ids: Vec<&str> = match kind {
                Kind::Session => sessions.ids().collect(),
                Kind::Track => self.tracks.ids().collect(),
                Kind::Speaker => self.speakers.ids().collect(),
                Kind::Contact => self.contacts.ids().collect(),
                Kind::Place => self.places.ids().collect(),
                Kind::News => self.news.ids().collect(),
                _ => Vec::new(),
            };
            ids.into_iter().map(str::to_owned).collect()
        };
        let renamed = |kind: Kind, id: &str| match kind {
            Kind::Session => sessions.successor(id),
            Kind::Track => self.tracks.successor(id),
            Kind::Speaker => self.speakers.successor(id),
            Kind::Contact => self.contacts.successor(id),
            Kind::Place => self.places.successor(id),
            Kind::News => self.news.successor(id),
            Kind::Page | Kind::Organisation => None,
        };
        let guess = |kind: Kind, id: &str| match renamed(kind, id) {
            Some(id) => Some(id.to_owned()),
            None if kind == Kind::Session => like_session(id, &sessions, release.as_ref()),
            None => nearest(id, known(kind).iter().map(String::as_str)).map(str::to_owned),
        };
        let missing = &self.missing;
        self.prose.retain(|(kind, id), _| !missing.has(*kind, id));
        orphans(&self.prose, &guess, &mut report);
        let place = config.place.as_ref().map(|id| self.find(&self.places, id));
        let action = config.action.as_ref().map(|id| self.find(&self.pages, id));
        let menu = self.find_all(&self.pages, &config.menu, &mut report);
        self.required_pages(&config, &mut report);
        self.report = report;
        let place = place.and_then(|found| self.reported(found));
        let action = action.and_then(|found| self.reported(found));
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
            news: std::mem::take(&mut self.news),
            pages: std::mem::take(&mut self.pages),
            release,
        }
    }
}

/// The id of the record whose title or name people wrote.
fn called<'t, T: Entry>(table: &'t Table<T>, name: &str) -> Option<&'t str> {
    let folded = |text: &str| composed(&text.to_lowercase()).into_owned();
    let name = folded(name.trim_matches(['“', '”', '„', '"', '\'', ' ']));
    let named = |about: &&About| {
        let mut texts = about.title.iter().map(|(_, text)| text).chain(about.title.as_shared());
        texts.any(|text| folded(&text.value) == name)
    };
    table.iter().map(|(_, item)| item.about()).find(named).map(|about| &*about.id)
}

/// Adds a record to its table. An id that is taken is a fault, and the second record is left out.
fn add<T: Entry>(table: &mut Table<T>, item: T, report: &mut Report) -> Option<Key<T>> {
    let (id, span) = (item.about().id.clone(), item.about().span.clone());
    match table.add(&id, item) {
        Ok(key) => Some(key),
        Err(earlier) => {
            let noun = T::KIND.noun();
            let message = format!("there are two {noun}s with the id `{id}`");
            report.push(
                Diagnostic::error("record/same-id", message)
                    .at(span)
                    .related(table.get(earlier).about().span.clone(), "the other one")
                    .help("give one of them another id"),
            );
            None
        }
    }
}
