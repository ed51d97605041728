//! Reading the records of a YAML file: the fields of all kinds, and the facts of each except sessions.

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Spanned};
use crate::base::text::{Lang, Languages, Localized, is_slug};
use crate::base::yaml::{Document, Fields, Node};
use crate::content::field_reader::{FieldReader, address_help};
use crate::content::kind::{Kind, TextField, Unreadable};
use crate::content::record::read_agenda::agenda;
use crate::content::record::{
    NewsFacts, ORGANISATION_ROLES, OrganisationFacts, PLACE_KINDS, PageFacts, PersonFacts,
    PlaceFacts, Record, Records, TextFields, TrackFacts,
};
use crate::locale::phone::Phone;

/// Reads a YAML file of records; `None` if it is not YAML.
pub fn read_records(
    kind: Kind,
    file: FileId,
    path: &str,
    text: &str,
    languages: &Languages,
) -> (Option<Records>, Unreadable, Report) {
    let mut reader = FieldReader::new(languages);
    let document = Document::parse(file, text, 0, &mut reader.report);
    let document = reader.or_unreadable(document, kind);
    let records = document.map(|document| {
        let root = document.root();
        match kind {
            Kind::Session => Records::Agenda(agenda(&root, path, &mut reader)),
            Kind::Track => Records::Tracks(list(&root, kind, &mut reader, track)),
            Kind::Speaker => Records::Speakers(list(&root, kind, &mut reader, speaker)),
            Kind::Contact => Records::Contacts(list(&root, kind, &mut reader, contact)),
            Kind::Organisation => {
                Records::Organisations(list(&root, kind, &mut reader, organisation))
            }
            Kind::Place => Records::Places(list(&root, kind, &mut reader, place)),
            Kind::Page => Records::Pages(list(&root, kind, &mut reader, page)),
            Kind::News => Records::News(list(&root, kind, &mut reader, news)),
        }
    });
    (records, reader.unreadable, reader.report)
}

/// A list of records of one kind.
pub(super) fn list<F>(
    node: &Node<'_>,
    kind: Kind,
    reader: &mut FieldReader<'_>,
    facts: fn(&mut Fields<'_>, &mut FieldReader<'_>) -> F,
) -> Vec<Record<F>> {
    let items = reader.list(node, "- id: first-id", kind);
    items.iter().filter_map(|item| record(item, kind, reader, facts)).collect()
}

/// One record; notes whether it is faulty.
fn record<F>(
    node: &Node<'_>,
    kind: Kind,
    reader: &mut FieldReader<'_>,
    facts: fn(&mut Fields<'_>, &mut FieldReader<'_>) -> F,
) -> Option<Record<F>> {
    let before = std::mem::take(&mut reader.report);
    let record = fields_of(node, kind, reader, facts);
    let own = std::mem::replace(&mut reader.report, before);
    if let (true, Some(record)) = (own.has_errors(), &record) {
        reader.unreadable.add_faulty(kind, &record.id.value);
    }
    reader.report.append(own);
    record
}

/// One record; `None` without an id, after all its faults were reported.
fn fields_of<F>(
    node: &Node<'_>,
    kind: Kind,
    reader: &mut FieldReader<'_>,
    facts: fn(&mut Fields<'_>, &mut FieldReader<'_>) -> F,
) -> Option<Record<F>> {
    let fields = node.fields("id: first-id", &mut reader.report);
    let mut fields = reader.or_unreadable(fields, kind)?;
    let id = fields.require("id", "a-short-name").and_then(|node| reader.id(&node));
    let id = reader.or_unreadable(id, kind);
    let draft = fields.get("draft").and_then(|n| n.boolean(&mut reader.report)).unwrap_or(false);
    let texts = texts(&mut fields, kind, reader);
    let image = if kind.has_fact("image") { image(&mut fields, reader) } else { None };
    let extra = extra(&mut fields);
    let facts = facts(&mut fields, reader);
    let title = kind.name_of(TextField::Title);
    // A title that is unreadable is not missing.
    let unreadable_title = texts.get(TextField::Title).is_empty()
        && (fields.get(title).is_some_and(|node| !is_blank(&node)) || fields.misspelt(title));
    fields.finish(&mut reader.report);
    let id = id?;
    if unreadable_title {
        reader.unreadable.add_record(kind, &id.value);
    }
    Some(Record { id, span: node.span(), draft, texts, image, extra, facts })
}

/// Whether a text is empty in all languages.
fn is_blank(text: &Node<'_>) -> bool {
    let blank =
        |node: &Node<'_>| node.is_null() || node.as_text().is_some_and(|t| t.trim().is_empty());
    match text.is_mapping() {
        // With a full-width colon after the language, the text is part of the key.
        true => {
            let entries = text.entries("", &mut Report::new());
            entries.iter().all(|(tag, value)| blank(value) && !tag.contains('：'))
        }
        false => blank(text),
    }
}

/// The translated fields of a kind.
fn texts(fields: &mut Fields<'_>, kind: Kind, reader: &mut FieldReader<'_>) -> TextFields {
    let mut texts = TextFields::default();
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
        *texts.get_mut(*field) = text;
    }
    texts
}

/// Reports every slug that cannot be part of an address.
fn check_slugs(slugs: &Localized<Spanned<String>>, reader: &mut FieldReader<'_>) {
    let all = slugs.iter().map(|(_, text)| text).chain(slugs.as_shared());
    for slug in all.filter(|slug| !is_slug(&slug.value)) {
        reader.report.push(bad_slug(slug, reader.languages));
    }
}

/// The fault of a text that cannot be part of an address.
pub(crate) fn bad_slug(slug: &Spanned<String>, languages: &Languages) -> Diagnostic {
    Diagnostic::error("record/bad-slug", format!("`{}` cannot be part of an address", slug.value))
        .at(slug.span.clone())
        .help(address_help(&slug.value, languages.tag(Lang::SOURCE)))
}

/// The path of a picture, relative to `content/`: `media/x.jpg`.
pub fn image(fields: &mut Fields<'_>, reader: &mut FieldReader<'_>) -> Option<Spanned<String>> {
    let node = fields.get("image")?;
    let value = reader.fact(&node, "the path of a picture", "media/picture.jpg")?;
    let good = !value.is_empty()
        && value.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && !value.contains(['\\', ':']);
    if good {
        return Some(Spanned { value: format!("content/{value}"), span: node.span() });
    }
    reader.report.push(
        Diagnostic::error("image/bad-path", format!("`{value}` is not a path inside `content/`"))
            .at(node.span())
            .help("put the picture into content/media/ and write `media/picture.jpg`"),
    );
    None
}

/// Data for templates, unchanged; an empty object if there are none.
pub fn extra(fields: &mut Fields<'_>) -> serde_json::Value {
    fields.get("extra").map_or_else(|| serde_json::json!({}), |node| node.to_json())
}

fn speaker(fields: &mut Fields<'_>, reader: &mut FieldReader<'_>) -> PersonFacts {
    PersonFacts {
        sort_key: fields.get("sort_key").map(|n| reader.name(&n)).unwrap_or_default(),
        organisation: reader.field(fields, "organisation", FieldReader::reference),
        url: reader.field(fields, "url", FieldReader::url),
        family_first: boolean(fields, "family_first", reader),
        ..PersonFacts::default()
    }
}

fn contact(fields: &mut Fields<'_>, reader: &mut FieldReader<'_>) -> PersonFacts {
    PersonFacts {
        phone: fields.get("phone").and_then(|n| phone(&n, reader)),
        email: reader.field(fields, "email", FieldReader::email),
        ..speaker(fields, reader)
    }
}

/// A phone number in E.164: a plus, the country code, the number.
fn phone(node: &Node<'_>, reader: &mut FieldReader<'_>) -> Option<Phone> {
    let example = "\"+4512345678\"";
    let value = reader.fact(node, "a phone number in quotes", example)?;
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

fn organisation(fields: &mut Fields<'_>, reader: &mut FieldReader<'_>) -> OrganisationFacts {
    OrganisationFacts {
        sort_key: fields.get("sort_key").map(|n| reader.name(&n)).unwrap_or_default(),
        role: reader.choice_field(fields, "role", "a role of an organisation", &ORGANISATION_ROLES),
        level: reader.field(fields, "level", FieldReader::word),
        url: reader.field(fields, "url", FieldReader::url),
    }
}

fn track(fields: &mut Fields<'_>, reader: &mut FieldReader<'_>) -> TrackFacts {
    TrackFacts { color: fields.get("color").and_then(|node| color(&node, reader)) }
}

/// A colour in six hexadecimal digits.
fn color(node: &Node<'_>, reader: &mut FieldReader<'_>) -> Option<String> {
    let value = reader.fact(node, "a colour in quotes", "\"#1a7f37\"")?;
    let digits = value.strip_prefix('#').unwrap_or("");
    if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Some(value.to_ascii_lowercase());
    }
    reader.report.push(
        Diagnostic::error("color/malformed", format!("`{value}` is not a colour"))
            .at(node.span())
            .help("write `#` and six hexadecimal digits in quotes: `\"#1a7f37\"`"),
    );
    None
}

fn boolean(fields: &mut Fields<'_>, name: &'static str, reader: &mut FieldReader<'_>) -> bool {
    fields.get(name).and_then(|node| node.boolean(&mut reader.report)).unwrap_or(false)
}

fn place(fields: &mut Fields<'_>, reader: &mut FieldReader<'_>) -> PlaceFacts {
    let maps = fields.get("maps");
    let maps = maps.map(|node| node.entries("openstreetmap: https://…", &mut reader.report));
    PlaceFacts {
        kind: reader.choice_field(fields, "kind", "a kind of place", &PLACE_KINDS),
        parent: reader.field(fields, "parent", FieldReader::reference),
        url: reader.field(fields, "url", FieldReader::url),
        coordinates: fields.get("coordinates").and_then(|node| coordinates(&node, reader)),
        capacity: reader.field(fields, "capacity", FieldReader::count),
        shared: boolean(fields, "shared", reader),
        maps: maps
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(name, node)| Some((name.into_owned(), reader.url(&node)?)))
            .collect(),
        guid: fields.get("guid").and_then(|node| guid(&node, reader)),
    }
}

/// A globally unique id: any text.
pub(super) fn guid(node: &Node<'_>, reader: &mut FieldReader<'_>) -> Option<String> {
    let example = "\"5a2b1c1e-0000-4000-8000-000000000001\"";
    Some(reader.fact(node, "an identifier in quotes", example)?.to_owned())
}

/// Latitude and longitude in degrees.
fn coordinates(node: &Node<'_>, reader: &mut FieldReader<'_>) -> Option<(f64, f64)> {
    let example = "[56.1496, 10.2134]";
    let items = node.list(example, &mut reader.report);
    let numbers: Vec<f64> = items.iter().filter_map(Node::as_number).collect();
    match numbers[..] {
        [north, east] if north.abs() <= 90.0 && east.abs() <= 180.0 => Some((north, east)),
        _ if !node.is_list() => None,
        _ => {
            reader.report.push(
                Diagnostic::error("place/bad-coordinates", "these are not coordinates")
                    .at(node.span())
                    .help(format!("write degrees north, then degrees east: `{example}`")),
            );
            None
        }
    }
}

fn news(fields: &mut Fields<'_>, reader: &mut FieldReader<'_>) -> NewsFacts {
    let date = fields.require("date", "2018-10-01");
    let date = date.and_then(|node| reader.date(&node));
    NewsFacts { date: date.unwrap_or(jiff::civil::Date::ZERO) }
}

fn page(fields: &mut Fields<'_>, reader: &mut FieldReader<'_>) -> PageFacts {
    PageFacts {
        template: fields.get("template").and_then(|node| {
            let value = reader.fact(&node, "the name of a template", "page.html")?.to_owned();
            Some(Spanned { value, span: node.span() })
        }),
    }
}
