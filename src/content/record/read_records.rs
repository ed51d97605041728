//! Reading the records of a YAML file: the fields of all kinds, and the facts of each except sessions.

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Spanned};
use crate::base::text::Languages;
use crate::base::yaml::{Document, Fields, Node};
use crate::content::field_reader::FieldReader;
use crate::content::kind::{Kind, Unreadable};
use crate::content::record::read_agenda::agenda;
use crate::content::record::record_list::list;
use crate::content::record::{
    NewsFacts, ORGANISATION_ROLES, OrganisationFacts, PLACE_KINDS, PageFacts, PersonFacts,
    PlaceFacts, Records, TrackFacts,
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

fn speaker(fields: &mut Fields<'_>, reader: &mut FieldReader<'_>) -> PersonFacts {
    PersonFacts { group: boolean(fields, "group", reader), ..person(fields, reader) }
}

/// The facts of everyone with a name.
fn person(fields: &mut Fields<'_>, reader: &mut FieldReader<'_>) -> PersonFacts {
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
        ..person(fields, reader)
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
                Diagnostic::error("phone/malformed", error.message)
                    .at(node.span())
                    .help(error.help),
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
        postcode: reader.field(fields, "postcode", FieldReader::word),
        country: fields.get("country").and_then(|node| country(&node, reader)),
        url: reader.field(fields, "url", FieldReader::url),
        coordinates: fields.get("coordinates").and_then(|node| coordinates(&node, reader)),
        capacity: reader.field(fields, "capacity", FieldReader::count),
        shared: boolean(fields, "shared", reader),
        maps: maps
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(name, node)| Some((name.into_owned(), reader.url(&node)?)))
            .collect(),
        guid: reader.field(fields, "guid", FieldReader::guid),
    }
}

/// The two letters of a country (ISO 3166).
fn country(node: &Node<'_>, reader: &mut FieldReader<'_>) -> Option<String> {
    let value = reader.fact(node, "the two letters of a country", "DK")?;
    if value.len() == 2 && value.bytes().all(|letter| letter.is_ascii_alphabetic()) {
        return Some(value.to_ascii_uppercase());
    }
    reader.report.push(
        Diagnostic::error("place/bad-country", format!("`{value}` is not the code of a country"))
            .at(node.span())
            .help("write its two letters in ISO 3166, such as `DK` for Denmark"),
    );
    None
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
