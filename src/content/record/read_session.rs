//! Reading the facts of a session.

use jiff::civil::Time;

use crate::base::diagnostic::Diagnostic;
use crate::base::source::Spanned;
use crate::base::yaml::{Fields, Node};
use crate::content::field_reader::{FieldReader, several};
use crate::content::record::{
    AUDIENCES, DocumentRecord, DocumentTarget, Fold, INTERPRETATION_MODES, Interpretation,
    LegRecord, REGISTRATION_STATES, Registration, RegistrationState, SESSION_KINDS, STAGE_ROLES,
    STATUSES, SessionDetails, SessionFacts, SessionKind, SlotRecord, StageRole, Status, TRAVELS,
    TitledLink, Travel,
};

/// The word for all places.
pub const EVERYWHERE: &str = "all";

/// The facts of a session.
pub(super) fn session(fields: &mut Fields<'_>, reader: &mut FieldReader<'_>) -> SessionFacts {
    let kind = reader
        .choice_field(fields, "kind", "a kind of session", &SESSION_KINDS)
        .unwrap_or(SessionKind::Session);
    let status =
        reader.choice_field(fields, "status", "a status", &STATUSES).unwrap_or(Status::Confirmed);
    let slots = slots(fields, reader);
    let all_day = all_day(fields, &slots, reader);
    SessionFacts {
        slots,
        tracks: ids(fields, "tracks", reader),
        speakers: items(fields, "speakers", reader, appearance),
        hosts: ids(fields, "hosts", reader),
        transport: items(fields, "transport", reader, leg),
        documents: items(fields, "documents", reader, document),
        details: SessionDetails {
            kind,
            status,
            all_day,
            held_in: fields.get("held_in").map(|n| reader.tags(&n)).unwrap_or_default(),
            interpretation: items(fields, "interpreted_into", reader, interpretation),
            audience: reader.choice_field(fields, "audience", "an audience", &AUDIENCES),
            registration: fields.get("registration").and_then(|node| registration(&node, reader)),
            choice: reader.field(fields, "choice", FieldReader::id),
            links: links(fields, "links", reader),
            recording: reader.field(fields, "recording", FieldReader::url),
            stream: reader.field(fields, "stream", FieldReader::url),
            guid: reader.field(fields, "guid", FieldReader::guid),
        },
    }
}

/// Whether the session lasts all day; then none of its times has a start.
fn all_day(fields: &mut Fields<'_>, slots: &[SlotRecord], reader: &mut FieldReader<'_>) -> bool {
    let Some(node) = fields.get("all_day") else { return false };
    let all_day = node.boolean(&mut reader.report).unwrap_or(false);
    let timed = slots.iter().find_map(|slot| slot.start.as_ref()).filter(|_| all_day);
    if let Some(start) = timed {
        reader.report.push(
            Diagnostic::error(
                "session/all-day-with-start",
                "a session that lasts all day has a start",
            )
            .at(node.key_span())
            .related(start.span.clone(), "the start")
            .help("remove one of the two"),
        );
    }
    all_day && timed.is_none()
}

/// The session's own time, or its list of times.
fn slots(fields: &mut Fields<'_>, reader: &mut FieldReader<'_>) -> Vec<SlotRecord> {
    let listed = fields.get("slots");
    let span = fields.node().span();
    let own = ["start", "end", "fold", "places"].into_iter().find_map(|name| fields.get(name));
    let mut single = slot(fields, reader);
    let Some(list) = listed else {
        single.span = span;
        return vec![single];
    };
    if let Some(own) = own {
        reader.report.push(
            Diagnostic::error(
                "session/slots-and-times",
                "this session has a time of its own and a list of `slots`",
            )
            .at(own.key_span())
            .related(list.key_span(), "its times are listed here")
            .help("move it into one of the `slots`, or remove `slots`"),
        );
    }
    let nodes = list.list("- {date: 2018-11-20, start: \"09:00\"}", &mut reader.report);
    let mut slots = Vec::with_capacity(nodes.len());
    for node in &nodes {
        let example = "date: 2018-11-20";
        let Some(mut fields) = node.fields(example, &mut reader.report) else { continue };
        let id = reader.field(&mut fields, "id", FieldReader::id);
        let date = fields.get("date").and_then(|node| {
            let value = reader.date(&node)?;
            Some(Spanned { value, span: node.span() })
        });
        let slot = slot(&mut fields, reader);
        let unnamed = id.is_none() && nodes.len() > 1 && !fields.misspelt("id");
        fields.finish(&mut reader.report);
        if unnamed {
            reader.report.push(
                Diagnostic::error("session/slot-without-id", "this slot has no `id`")
                    .at(node.span())
                    .help("give each slot an `id`, so that calendars recognise it"),
            );
        }
        slots.push(SlotRecord { id, date, span: node.span(), ..slot });
    }
    slots
}

/// A slot, without its id and date.
fn slot(fields: &mut Fields<'_>, reader: &mut FieldReader<'_>) -> SlotRecord {
    // A start that is unreadable or misspelt is not missing.
    let has_start = fields.get("start").is_some() || fields.misspelt("start");
    let start = time(fields, "start", reader);
    let end = time(fields, "end", reader);
    if let (Some(end), false) = (&end, has_start) {
        reader.report.push(
            Diagnostic::error("session/end-without-start", "this session has an end, but no start")
                .at(end.span.clone())
                .help("add `start`, or remove `end` until the times are known"),
        );
    }
    if let (Some(start), Some(end)) = (&start, &end)
        && start.value == end.value
    {
        reader.report.push(
            Diagnostic::error("session/no-duration", "this session ends at its start")
                .at(end.span.clone())
                .related(start.span.clone(), "it starts here")
                .help("write a later `end`; an earlier one means the next morning"),
        );
    }
    let fold = fields.get("fold").map(|node| {
        let folds = [("earlier", Fold::Earlier), ("later", Fold::Later)];
        // An unknown word must not also be reported as an ambiguous time.
        reader.choice(&node, "`earlier` or `later`", &folds).unwrap_or(Fold::Earlier)
    });
    let (places, everywhere) =
        fields.get("places").map(|node| places(&node, reader)).unwrap_or_default();
    let span = fields.node().span();
    SlotRecord { id: None, date: None, start, end, fold, places, everywhere, span }
}

/// The places of a slot, and whether it is everywhere.
fn places(node: &Node<'_>, reader: &mut FieldReader<'_>) -> (Vec<Spanned<String>>, bool) {
    let mut ids = reader.ids(node);
    let Some(at) = ids.iter().position(|id| id.value == EVERYWHERE) else { return (ids, false) };
    let all = ids.remove(at);
    if !ids.is_empty() {
        reader.report.push(
            Diagnostic::error(
                "record/unknown-place",
                "`all` means everywhere, so it cannot be combined with places",
            )
            .at(all.span)
            .help("write `places: all`, or the places without `all`"),
        );
    }
    (Vec::new(), true)
}

/// `theo`, or `{speaker: theo, role: moderator}`.
fn appearance(
    node: &Node<'_>,
    reader: &mut FieldReader<'_>,
) -> Option<(Spanned<String>, StageRole)> {
    if !node.is_mapping() {
        return Some((reader.reference(node)?, StageRole::Speaker));
    }
    let mut fields = node.fields("speaker: an-id", &mut reader.report)?;
    let id = fields.require("speaker", "an-id").and_then(|node| reader.reference(&node));
    let role = reader
        .choice_field(&mut fields, "role", "a role on stage", &STAGE_ROLES)
        .unwrap_or(StageRole::Speaker);
    fields.finish(&mut reader.report);
    Some((id?, role))
}

/// `da`, or `{language: da, mode: simultaneous, from: en}`.
fn interpretation(node: &Node<'_>, reader: &mut FieldReader<'_>) -> Option<Interpretation> {
    if !node.is_mapping() {
        return Some(Interpretation { into: reader.tag(node)?, from: None, mode: None });
    }
    let mut fields = node.fields("language: da", &mut reader.report)?;
    let into = fields.require("language", "da").and_then(|node| reader.tag(&node));
    let from = reader.field(&mut fields, "from", FieldReader::tag);
    let mode =
        reader.choice_field(&mut fields, "mode", "a way to interpret", &INTERPRETATION_MODES);
    fields.finish(&mut reader.report);
    Some(Interpretation { into: into?, from, mode })
}

fn registration(node: &Node<'_>, reader: &mut FieldReader<'_>) -> Option<Registration> {
    let mut fields = node.fields("state: required", &mut reader.report)?;
    let state = reader
        .choice_field(&mut fields, "state", "a state of registration", &REGISTRATION_STATES)
        .unwrap_or(RegistrationState::Required);
    let capacity = reader.field(&mut fields, "capacity", FieldReader::count);
    let deadline = reader.field(&mut fields, "deadline", FieldReader::date);
    let url = reader.field(&mut fields, "url", FieldReader::url);
    fields.finish(&mut reader.report);
    Some(Registration { state, capacity, deadline, url })
}

fn leg(node: &Node<'_>, reader: &mut FieldReader<'_>) -> Option<LegRecord> {
    let mut fields = node.fields("mode: bus", &mut reader.report)?;
    let mode = fields
        .require("mode", "bus")
        .and_then(|node| reader.choice(&node, "a way to travel", &TRAVELS))
        .unwrap_or(Travel::Bus);
    let label = fields.get("label").map(|node| reader.name(&node)).unwrap_or_default();
    let from = reader.field(&mut fields, "from", FieldReader::reference);
    let to = reader.field(&mut fields, "to", FieldReader::reference);
    let depart = time(&mut fields, "depart", reader);
    let arrive = time(&mut fields, "arrive", reader);
    let seats = reader.field(&mut fields, "seats", FieldReader::count);
    fields.finish(&mut reader.report);
    Some(LegRecord { mode, label, from, to, depart, arrive, seats: seats.map(|n| n.value) })
}

fn document(node: &Node<'_>, reader: &mut FieldReader<'_>) -> Option<DocumentRecord> {
    let mut fields = node.fields("file: media/programme.pdf", &mut reader.report)?;
    let title = fields.require("title", "{da: …}").map(|node| reader.name(&node));
    let language = reader.field(&mut fields, "language", FieldReader::tag);
    let url = reader.field(&mut fields, "url", FieldReader::url).map(DocumentTarget::Url);
    let target = match url {
        Some(url) => Some(url),
        None if fields.get("url").is_some() => None,
        None => fields.require("file", "media/programme.pdf").and_then(|node| {
            let value = reader.fact(&node, "the path of a file", "media/programme.pdf")?;
            let (value, span) = (format!("content/{value}"), node.span());
            Some(DocumentTarget::File(Spanned { value, span }))
        }),
    };
    fields.finish(&mut reader.report);
    Some(DocumentRecord { title: title.unwrap_or_default(), target: target?, language })
}

/// Links with their titles.
pub fn links(
    fields: &mut Fields<'_>,
    name: &'static str,
    reader: &mut FieldReader<'_>,
) -> Vec<TitledLink> {
    items(fields, name, reader, link)
}

fn link(node: &Node<'_>, reader: &mut FieldReader<'_>) -> Option<TitledLink> {
    if !node.is_mapping() {
        return Some(TitledLink { url: reader.url(node)?, title: Default::default() });
    }
    let mut fields = node.fields("url: https://example.org", &mut reader.report)?;
    let url = fields.require("url", "https://example.org").and_then(|node| reader.url(&node));
    let title = fields.get("title").map(|node| reader.name(&node)).unwrap_or_default();
    fields.finish(&mut reader.report);
    Some(TitledLink { url: url?, title })
}

fn time(
    fields: &mut Fields<'_>,
    name: &'static str,
    reader: &mut FieldReader<'_>,
) -> Option<Spanned<Time>> {
    let node = fields.get(name)?;
    Some(Spanned { value: reader.time(&node)?, span: node.span() })
}

fn ids(
    fields: &mut Fields<'_>,
    name: &'static str,
    reader: &mut FieldReader<'_>,
) -> Vec<Spanned<String>> {
    fields.get(name).map(|node| reader.ids(&node)).unwrap_or_default()
}

/// A list, or a single item without brackets.
fn items<T>(
    fields: &mut Fields<'_>,
    name: &'static str,
    reader: &mut FieldReader<'_>,
    item: fn(&Node<'_>, &mut FieldReader<'_>) -> Option<T>,
) -> Vec<T> {
    let Some(node) = fields.get(name) else { return Vec::new() };
    if node.as_text().is_some_and(|text| several(text).is_some()) {
        // Several words without brackets are reported as such.
        reader.ids(&node);
        return Vec::new();
    }
    let nodes = match node.as_text().is_some() || node.is_mapping() {
        true => vec![node],
        false => node.list("[first, second]", &mut reader.report),
    };
    nodes.iter().filter_map(|node| item(node, reader)).collect()
}
