//! Lists of records: the fields of all kinds.

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::Spanned;
use crate::base::text::{Lang, Languages, Localized, is_slug};
use crate::base::yaml::{Fields, Node};
use crate::content::field_reader::{FieldReader, address_help};
use crate::content::kind::{Kind, TextField};
use crate::content::record::{Record, TextFields};

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

/// Reads one record. `None` if it has no id; all its faults are reported in any case.
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
    let was = fields.get("was").map(|node| reader.ids(&node)).unwrap_or_default();
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
    Some(Record { id, was, span: node.span(), draft, texts, image, extra, facts })
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
