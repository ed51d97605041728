//! One file at a time: YAML records and Markdown texts, typed, with nothing resolved.
//!
//! An id that a record names is still a word with a place; whether it exists is a question for the
//! whole event (`event::assemble`). So every file can be read by itself, in parallel.

use jiff::civil::{Date, Time};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Span};
use crate::base::text::{Languages, Localized, Text, is_slug};
use crate::base::yaml::{Document, Fields, Node};
use crate::content::fields::{Id, Reader, parse_date};
use crate::content::kind::{Kind, TEXT_FIELDS, TextField};
use crate::locale::phone::Phone;

/// The translated fields of a record; those that its kind does not have stay empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Words([Localized<Text>; TEXT_FIELDS]);

impl Words {
    /// A field's texts.
    pub fn get(&self, field: TextField) -> &Localized<Text> {
        &self.0[field as usize]
    }

    /// A field's texts, to add to.
    pub fn get_mut(&mut self, field: TextField) -> &mut Localized<Text> {
        &mut self.0[field as usize]
    }
}

/// A picture that a record names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ImageRef {
    /// The path from the site's folder, as `content/media/x.jpg`.
    pub path: String,
    /// Where it is named.
    pub span: Span,
}

/// A record as its file has it: what every kind has, and the facts of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Record<F> {
    /// Its name.
    pub id: Id,
    /// Where it stands.
    pub span: Span,
    /// Whether it is shown only when drafts are asked for.
    pub draft: bool,
    /// The translated fields that stand in the YAML.
    pub words: Words,
    /// Its picture.
    pub image: Option<ImageRef>,
    /// What is handed through to templates untouched.
    pub extra: serde_json::Value,
    /// The facts of its kind.
    pub facts: F,
}

/// What happens in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SessionKind {
    /// The event's main gathering.
    Conference,
    /// A talk or meeting; what is meant when nothing is said.
    Session,
    /// A main talk.
    Keynote,
    /// Several people in conversation.
    Panel,
    /// Work in a group.
    Workshop,
    /// An opening, signing or award.
    Ceremony,
    /// Drinks and talk.
    Reception,
    /// A festive meal.
    Dinner,
    /// Any other meal.
    Meal,
    /// A visit to a company or plant.
    Visit,
    /// Activities between two partners.
    Bilateral,
    /// A pause.
    Break,
    /// A journey.
    Transport,
    /// Signing in.
    Registration,
}

/// The kinds of sessions by the word that stands in files and in message ids (`kind-dinner`).
pub const SESSION_KINDS: [(&str, SessionKind); 14] = [
    ("session", SessionKind::Session),
    ("conference", SessionKind::Conference),
    ("keynote", SessionKind::Keynote),
    ("panel", SessionKind::Panel),
    ("workshop", SessionKind::Workshop),
    ("ceremony", SessionKind::Ceremony),
    ("reception", SessionKind::Reception),
    ("dinner", SessionKind::Dinner),
    ("meal", SessionKind::Meal),
    ("visit", SessionKind::Visit),
    ("bilateral", SessionKind::Bilateral),
    ("break", SessionKind::Break),
    ("transport", SessionKind::Transport),
    ("registration", SessionKind::Registration),
];

impl SessionKind {
    /// The word in files.
    pub fn as_str(self) -> &'static str {
        SESSION_KINDS.iter().find(|(_, kind)| *kind == self).map_or("session", |(word, _)| word)
    }
}

/// Which of two equal wall times is meant, when clocks are set back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fold {
    /// The first, still in summer time.
    Earlier,
    /// The second.
    Later,
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// The facts of a session, times as the clock on the wall shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionFacts {
    /// What happens.
    pub kind: SessionKind,
    /// When it begins, if the hour is known.
    pub start: Option<Placed<Time>>,
    /// When it ends; before the start is the next morning.
    pub end: Option<Placed<Time>>,
    /// Which of two equal times is meant.
    pub fold: Option<Fold>,
    /// Where it is held; several for one that goes on in several rooms.
    pub places: Vec<Id>,
    /// The themes it belongs to.
    pub tracks: Vec<Id>,
    /// Who is on stage.
    pub speakers: Vec<Id>,
    /// The organisations that receive the guests.
    pub hosts: Vec<Id>,
    /// The tags of the languages spoken.
    pub held_in: Vec<String>,
    /// The tags of the languages it is interpreted into.
    pub interpreted_into: Vec<String>,
}

/// A day of the agenda with its sessions, in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct DayRecord {
    /// The day.
    pub date: Placed<Date>,
    /// The day's title and summary.
    pub words: Words,
    /// What happens.
    pub sessions: Vec<Record<SessionFacts>>,
}

/// A person's facts; a speaker has neither phone nor e-mail address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersonFacts {
    /// What the name is sorted by, where it differs from the name.
    pub sort_key: Localized<Text>,
    /// Where the person works.
    pub organisation: Option<Id>,
    /// A telephone number.
    pub phone: Option<Phone>,
    /// An e-mail address.
    pub email: Option<String>,
}

/// What an organisation has to do with the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrganisationRole {
    /// Receives the guests.
    Host,
    /// Began it.
    Initiator,
    /// Takes part in making it.
    Partner,
    /// Helps with money or means.
    Supporter,
}

/// The roles of organisations by the word in files and in message ids (`role-host`).
pub const ORGANISATION_ROLES: [(&str, OrganisationRole); 4] = [
    ("host", OrganisationRole::Host),
    ("initiator", OrganisationRole::Initiator),
    ("partner", OrganisationRole::Partner),
    ("supporter", OrganisationRole::Supporter),
];

impl OrganisationRole {
    /// The word in files.
    pub fn as_str(self) -> &'static str {
        ORGANISATION_ROLES.iter().find(|(_, role)| *role == self).map_or("partner", |(w, _)| w)
    }
}

/// An organisation's facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrganisationFacts {
    /// What the name is sorted by.
    pub sort_key: Localized<Text>,
    /// What it has to do with the event.
    pub role: Option<OrganisationRole>,
    /// Its site.
    pub url: Option<String>,
}

/// A place's facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceFacts {
    /// The place it is part of: a room's venue.
    pub parent: Option<Id>,
    /// Its site.
    pub url: Option<String>,
}

/// A page's facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// The template, where it is not the usual one.
    pub template: Option<Placed<String>>,
}

/// The records of one YAML file.
#[derive(Clone, Debug, PartialEq)]
pub enum Records {
    /// Days of the agenda.
    Days(Vec<DayRecord>),
    /// Tracks.
    Tracks(Vec<Record<()>>),
    /// Speakers.
    Speakers(Vec<Record<PersonFacts>>),
    /// Contacts.
    Contacts(Vec<Record<PersonFacts>>),
    /// Organisations.
    Organisations(Vec<Record<OrganisationFacts>>),
    /// Places.
    Places(Vec<Record<PlaceFacts>>),
    /// Pages.
    Pages(Vec<Record<PageFacts>>),
}

/// Reads a YAML file of records; one that is no YAML gives none.
pub fn read_records(
    kind: Kind,
    file: FileId,
    path: &str,
    text: &str,
    languages: &Languages,
) -> (Option<Records>, Report) {
    let mut reader = Reader { languages, report: Report::new() };
    let document = Document::parse(file, text, 0, &mut reader.report);
    let records = document.map(|document| {
        let root = document.root();
        match kind {
            Kind::Session => Records::Days(days(&root, path, &mut reader)),
            Kind::Track => Records::Tracks(list(&root, kind, &mut reader, |_, _| ())),
            Kind::Speaker => Records::Speakers(list(&root, kind, &mut reader, speaker)),
            Kind::Contact => Records::Contacts(list(&root, kind, &mut reader, contact)),
            Kind::Organisation => {
                Records::Organisations(list(&root, kind, &mut reader, organisation))
            }
            Kind::Place => Records::Places(list(&root, kind, &mut reader, place)),
            Kind::Page => Records::Pages(list(&root, kind, &mut reader, page)),
        }
    });
    (records, reader.report)
}

/// A list of records of one kind.
fn list<F>(
    node: &Node<'_>,
    kind: Kind,
    reader: &mut Reader<'_>,
    facts: fn(&mut Fields<'_>, &mut Reader<'_>) -> F,
) -> Vec<Record<F>> {
    let items = node.list("- id: first-id", &mut reader.report);
    items.iter().filter_map(|item| record(item, kind, reader, facts)).collect()
}

/// One record; left out, after all its faults were said, if it has no id.
fn record<F>(
    node: &Node<'_>,
    kind: Kind,
    reader: &mut Reader<'_>,
    facts: fn(&mut Fields<'_>, &mut Reader<'_>) -> F,
) -> Option<Record<F>> {
    let mut fields = node.fields("- id: first-id", &mut reader.report)?;
    let id = fields.require("id", "a-short-name", &mut reader.report);
    let id = id.and_then(|node| reader.id(&node));
    let draft = fields.get("draft").and_then(|n| n.boolean(&mut reader.report)).unwrap_or(false);
    let words = words(&mut fields, kind, reader);
    let image = if kind.facts().contains(&"image") { image(&mut fields, reader) } else { None };
    let extra = extra(&mut fields);
    let facts = facts(&mut fields, reader);
    fields.finish(&mut reader.report);
    Some(Record { id: id?, span: node.span(), draft, words, image, extra, facts })
}

/// The translated fields of a kind.
fn words(fields: &mut Fields<'_>, kind: Kind, reader: &mut Reader<'_>) -> Words {
    let mut words = Words::default();
    let plain_title =
        matches!(kind, Kind::Speaker | Kind::Contact | Kind::Organisation | Kind::Place);
    for (name, field) in kind.text_fields() {
        let Some(node) = fields.get(name) else { continue };
        let text = match field {
            TextField::Title if plain_title => reader.name(&node),
            _ => reader.text(&node),
        };
        if *field == TextField::Slug {
            check_slugs(&text, reader);
        }
        *words.get_mut(*field) = text;
    }
    words
}

/// Says of every address part that cannot be one.
fn check_slugs(slugs: &Localized<Text>, reader: &mut Reader<'_>) {
    let all = slugs.iter().map(|(_, text)| text).chain(slugs.as_shared());
    for slug in all.filter(|slug| !is_slug(&slug.value)) {
        reader.report.push(bad_slug(slug));
    }
}

/// The fault of a text that cannot be part of an address.
pub(crate) fn bad_slug(slug: &Text) -> Diagnostic {
    Diagnostic::error("record/bad-slug", format!("`{}` cannot be part of an address", slug.value))
        .at(slug.span.clone())
        .help("use lower-case letters, digits and single hyphens, as `groenne-loesninger`")
}

/// A picture's path: from the content folder, as `media/x.jpg`.
pub fn image(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<ImageRef> {
    let node = fields.get("image")?;
    let value = reader.fact(&node, "the path of a picture", "media/picture.jpg")?;
    let good = !value.is_empty()
        && value.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && !value.contains(['\\', ':']);
    if good {
        return Some(ImageRef { path: format!("content/{value}"), span: node.span() });
    }
    reader.report.push(
        Diagnostic::error("image/bad-path", format!("`{value}` is no path inside `content/`"))
            .at(node.span())
            .help("put the picture into content/media/ and write `media/picture.jpg`"),
    );
    None
}

/// The fields that templates get as they are; an empty object when there are none.
pub fn extra(fields: &mut Fields<'_>) -> serde_json::Value {
    fields.get("extra").map_or_else(|| serde_json::json!({}), |node| node.to_json())
}

/// The days of `agenda.yaml`, or the one day of `agenda/<date>.yaml`.
fn days(root: &Node<'_>, path: &str, reader: &mut Reader<'_>) -> Vec<DayRecord> {
    if let Some(name) = path.strip_prefix("content/agenda/") {
        let name = name.trim_end_matches(".yaml").trim_end_matches(".yml");
        return match parse_date(name) {
            Ok(date) => day(root, Some(date), reader).into_iter().collect(),
            Err((code, message)) => {
                reader.report.push(
                    Diagnostic::error(code, message)
                        .at(root.span())
                        .help("name the file by its day, as content/agenda/2018-11-20.yaml"),
                );
                Vec::new()
            }
        };
    }
    let Some(mut fields) = root.fields("days:", &mut reader.report) else { return Vec::new() };
    let days = fields
        .get("days")
        .map(|node| node.list("- date: 2018-11-20", &mut reader.report))
        .unwrap_or_default();
    fields.finish(&mut reader.report);
    days.iter().filter_map(|node| day(node, None, reader)).collect()
}

/// One day; `named` is the date that the file's name gives, and then the file does not repeat it.
fn day(node: &Node<'_>, named: Option<Date>, reader: &mut Reader<'_>) -> Option<DayRecord> {
    let mut fields = node.fields("- date: 2018-11-20", &mut reader.report)?;
    let date = match named {
        Some(value) => Some(Placed { value, span: Span::file(node.span().file) }),
        None => fields
            .require("date", "2018-11-20", &mut reader.report)
            .and_then(|node| Some(Placed { value: reader.date(&node)?, span: node.span() })),
    };
    let mut words = Words::default();
    for (name, field) in [("title", TextField::Title), ("summary", TextField::Summary)] {
        if let Some(node) = fields.get(name) {
            *words.get_mut(field) = reader.text(&node);
        }
    }
    let sessions = fields
        .get("sessions")
        .map(|node| list(&node, Kind::Session, reader, session))
        .unwrap_or_default();
    fields.finish(&mut reader.report);
    Some(DayRecord { date: date?, words, sessions })
}

fn session(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> SessionFacts {
    let kind = fields
        .get("kind")
        .and_then(|node| reader.choice(&node, "a kind of session", &SESSION_KINDS))
        .unwrap_or(SessionKind::Session);
    let start = time(fields, "start", reader);
    let end = time(fields, "end", reader);
    if let (Some(end), None) = (&end, &start) {
        reader.report.push(
            Diagnostic::error("session/end-without-start", "this session ends without a start")
                .at(end.span.clone())
                .help("add `start`, or remove `end` as long as the hours are not known"),
        );
    }
    if let (Some(start), Some(end)) = (&start, &end)
        && start.value == end.value
    {
        reader.report.push(
            Diagnostic::error("session/no-duration", "this session ends when it starts")
                .at(end.span.clone())
                .related(start.span.clone(), "it starts here")
                .help("write a later `end`; an earlier one is the next morning"),
        );
    }
    let fold = fields.get("fold").and_then(|node| {
        let folds = [("earlier", Fold::Earlier), ("later", Fold::Later)];
        reader.choice(&node, "`earlier` or `later`", &folds)
    });
    SessionFacts {
        kind,
        start,
        end,
        fold,
        places: ids(fields, "places", reader),
        tracks: ids(fields, "tracks", reader),
        speakers: ids(fields, "speakers", reader),
        hosts: ids(fields, "hosts", reader),
        held_in: fields.get("held_in").map(|n| reader.tags(&n)).unwrap_or_default(),
        interpreted_into: fields
            .get("interpreted_into")
            .map(|n| reader.tags(&n))
            .unwrap_or_default(),
    }
}

fn time(
    fields: &mut Fields<'_>,
    name: &'static str,
    reader: &mut Reader<'_>,
) -> Option<Placed<Time>> {
    let node = fields.get(name)?;
    Some(Placed { value: reader.time(&node)?, span: node.span() })
}

fn ids(fields: &mut Fields<'_>, name: &'static str, reader: &mut Reader<'_>) -> Vec<Id> {
    fields.get(name).map(|node| reader.ids(&node)).unwrap_or_default()
}

fn speaker(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> PersonFacts {
    PersonFacts {
        sort_key: fields.get("sort_key").map(|n| reader.name(&n)).unwrap_or_default(),
        organisation: fields.get("organisation").and_then(|n| reader.id(&n)),
        ..PersonFacts::default()
    }
}

fn contact(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> PersonFacts {
    PersonFacts {
        phone: fields.get("phone").and_then(|n| phone(&n, reader)),
        email: fields.get("email").and_then(|n| reader.email(&n)),
        ..speaker(fields, reader)
    }
}

/// A telephone number in E.164: a plus, the country, the number.
fn phone(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Phone> {
    let example = "\"+4512345678\"";
    let value = reader.fact(node, "a telephone number in quotes", example)?;
    match Phone::parse(value) {
        Ok(phone) => Some(phone),
        Err(error) => {
            reader.report.push(
                Diagnostic::error("phone/malformed", error.message())
                    .at(node.span())
                    .help(error.help()),
            );
            None
        }
    }
}

fn organisation(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> OrganisationFacts {
    OrganisationFacts {
        sort_key: fields.get("sort_key").map(|n| reader.name(&n)).unwrap_or_default(),
        role: fields
            .get("role")
            .and_then(|n| reader.choice(&n, "a role of an organisation", &ORGANISATION_ROLES)),
        url: fields.get("url").and_then(|n| reader.url(&n)),
    }
}

fn place(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> PlaceFacts {
    PlaceFacts {
        parent: fields.get("parent").and_then(|n| reader.id(&n)),
        url: fields.get("url").and_then(|n| reader.url(&n)),
    }
}

fn page(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> PageFacts {
    PageFacts {
        template: fields.get("template").and_then(|node| {
            let value = reader.fact(&node, "the name of a template", "page.html")?.to_owned();
            Some(Placed { value, span: node.span() })
        }),
    }
}
