//! Reading the facts of a session.

use jiff::civil::Time;

use crate::base::diagnostic::Diagnostic;
use crate::base::source::Spanned;
use crate::base::yaml::{Fields, Node};
use crate::content::fields::{Reader, several};
use crate::content::record::read::guid;
use crate::content::record::{
    AUDIENCES, DocumentRecord, DocumentTarget, Fold, INTERPRETATION_MODES, Interpretation,
    LegRecord, Link, REGISTRATION_STATES, Registration, RegistrationState, SESSION_KINDS,
    STAGE_ROLES, STATUSES, SessionDetails, SessionFacts, SessionKind, SlotRecord, StageRole,
    Status, TRAVELS, Travel,
};

/// The word that stands for all places.
pub const EVERYWHERE: &str = "all";

/// The facts of a session.
pub(super) fn session(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> SessionFacts {
    let kind = fields
        .get("kind")
        .and_then(|node| reader.choice(&node, "a kind of session", &SESSION_KINDS))
        .unwrap_or(SessionKind::Session);
    let status = fields
        .get("status")
        .and_then(|node| reader.choice(&node, "a status", &STATUSES))
        .unwrap_or(Status::Confirmed);
    SessionFacts {
        slots: slots(fields, reader),
        tracks: ids(fields, "tracks", reader),
        speakers: items(fields, "speakers", reader, appearance),
        hosts: ids(fields, "hosts", reader),
        transport: items(fields, "transport", reader, leg),
        documents: items(fields, "documents", reader, document),
        details: SessionDetails {
            kind,
            status,
            held_in: fields.get("held_in").map(|n| reader.tags(&n)).unwrap_or_default(),
            interpretation: items(fields, "interpreted_into", reader, interpretation),
            audience: fields
                .get("audience")
                .and_then(|node| reader.choice(&node, "an audience", &AUDIENCES)),
            registration: fields.get("registration").and_then(|node| registration(&node, reader)),
            choice: fields.get("choice").and_then(|node| reader.id(&node)),
            links: links(fields, "links", reader),
            recording: fields.get("recording").and_then(|node| reader.url(&node)),
            stream: fields.get("stream").and_then(|node| reader.url(&node)),
            guid: fields.get("guid").and_then(|node| guid(&node, reader)),
        },
    }
}

/// The session's own time, or its list of them.
fn slots(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Vec<SlotRecord> {
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
            Diagnostic::error("session/slots-and-times", "this session says twice when it is held")
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
        let id = fields.get("id").and_then(|node| reader.id(&node));
        let date = fields.get("date").and_then(|node| {
            let value = reader.date(&node)?;
            Some(Spanned { value, span: node.span() })
        });
        let slot = slot(&mut fields, reader);
        let unnamed = id.is_none() && nodes.len() > 1 && !fields.misspelt("id");
        fields.finish(&mut reader.report);
        if unnamed {
            reader.report.push(
                Diagnostic::error("session/slot-without-id", "this time has no `id`")
                    .at(node.span())
                    .help("give each of several times an `id`, so that calendars know it again"),
            );
        }
        slots.push(SlotRecord { id, date, span: node.span(), ..slot });
    }
    slots
}

/// One time, without its name and day.
fn slot(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> SlotRecord {
    // A start that cannot be read, or is misspelt, is said; it is not missing as well.
    let has_start = fields.get("start").is_some() || fields.misspelt("start");
    let start = time(fields, "start", reader);
    let end = time(fields, "end", reader);
    if let (Some(end), false) = (&end, has_start) {
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
    let fold = fields.get("fold").map(|node| {
        let folds = [("earlier", Fold::Earlier), ("later", Fold::Later)];
        // A word that says nothing is said once, not once more as a time that is there twice.
        reader.choice(&node, "`earlier` or `later`", &folds).unwrap_or(Fold::Earlier)
    });
    let (places, everywhere) =
        fields.get("places").map(|node| places(&node, reader)).unwrap_or_default();
    let span = fields.node().span();
    SlotRecord { id: None, date: None, start, end, fold, places, everywhere, span }
}

/// The places of a time, and whether it is everywhere.
fn places(node: &Node<'_>, reader: &mut Reader<'_>) -> (Vec<Spanned<String>>, bool) {
    let mut ids = reader.ids(node);
    let Some(at) = ids.iter().position(|id| id.value == EVERYWHERE) else { return (ids, false) };
    let all = ids.remove(at);
    if !ids.is_empty() {
        reader.report.push(
            Diagnostic::error("record/unknown-place", "`all` is everywhere, so it stands alone")
                .at(all.span)
                .help("write `places: all`, or the places without `all`"),
        );
    }
    (Vec::new(), true)
}

/// `theo`, or `{speaker: theo, role: moderator}`.
fn appearance(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<(Spanned<String>, StageRole)> {
    if !node.is_mapping() {
        return Some((reader.reference(node)?, StageRole::Speaker));
    }
    let mut fields = node.fields("speaker: an-id", &mut reader.report)?;
    let id = fields.require("speaker", "an-id").and_then(|node| reader.reference(&node));
    let role = fields
        .get("role")
        .and_then(|node| reader.choice(&node, "a role on stage", &STAGE_ROLES))
        .unwrap_or(StageRole::Speaker);
    fields.finish(&mut reader.report);
    Some((id?, role))
}

/// `da`, or `{language: da, mode: simultaneous, from: en}`.
fn interpretation(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Interpretation> {
    if !node.is_mapping() {
        return Some(Interpretation { into: reader.tag(node)?, from: None, mode: None });
    }
    let mut fields = node.fields("language: da", &mut reader.report)?;
    let into = fields.require("language", "da").and_then(|node| reader.tag(&node));
    let from = fields.get("from").and_then(|node| reader.tag(&node));
    let mode = fields
        .get("mode")
        .and_then(|node| reader.choice(&node, "a way to interpret", &INTERPRETATION_MODES));
    fields.finish(&mut reader.report);
    Some(Interpretation { into: into?, from, mode })
}

fn registration(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Registration> {
    let mut fields = node.fields("state: required", &mut reader.report)?;
    let state = fields
        .get("state")
        .and_then(|node| reader.choice(&node, "a state of registration", &REGISTRATION_STATES))
        .unwrap_or(RegistrationState::Required);
    let capacity = fields.get("capacity").and_then(|node| reader.count(&node));
    let deadline = fields.get("deadline").and_then(|node| reader.date(&node));
    let url = fields.get("url").and_then(|node| reader.url(&node));
    fields.finish(&mut reader.report);
    Some(Registration { state, capacity, deadline, url })
}

fn leg(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<LegRecord> {
    let mut fields = node.fields("mode: bus", &mut reader.report)?;
    let mode = fields
        .require("mode", "bus")
        .and_then(|node| reader.choice(&node, "a way to travel", &TRAVELS))
        .unwrap_or(Travel::Bus);
    let label = fields.get("label").map(|node| reader.name(&node)).unwrap_or_default();
    let from = fields.get("from").and_then(|node| reader.reference(&node));
    let to = fields.get("to").and_then(|node| reader.reference(&node));
    let depart = time(&mut fields, "depart", reader);
    let arrive = time(&mut fields, "arrive", reader);
    let seats = fields.get("seats").and_then(|node| reader.count(&node));
    fields.finish(&mut reader.report);
    Some(LegRecord { mode, label, from, to, depart, arrive, seats: seats.map(|n| n.value) })
}

fn document(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<DocumentRecord> {
    let mut fields = node.fields("file: media/programme.pdf", &mut reader.report)?;
    let title = fields.require("title", "{da: …}").map(|node| reader.name(&node));
    let language = fields.get("language").and_then(|node| reader.tag(&node));
    let url = fields.get("url").and_then(|node| reader.url(&node)).map(DocumentTarget::Url);
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

/// Addresses with their titles.
pub fn links(fields: &mut Fields<'_>, name: &'static str, reader: &mut Reader<'_>) -> Vec<Link> {
    items(fields, name, reader, link)
}

fn link(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Link> {
    if !node.is_mapping() {
        return Some(Link { url: reader.url(node)?, title: Default::default() });
    }
    let mut fields = node.fields("url: https://example.org", &mut reader.report)?;
    let url = fields.require("url", "https://example.org").and_then(|node| reader.url(&node));
    let title = fields.get("title").map(|node| reader.name(&node)).unwrap_or_default();
    fields.finish(&mut reader.report);
    Some(Link { url: url?, title })
}

fn time(
    fields: &mut Fields<'_>,
    name: &'static str,
    reader: &mut Reader<'_>,
) -> Option<Spanned<Time>> {
    let node = fields.get(name)?;
    Some(Spanned { value: reader.time(&node)?, span: node.span() })
}

fn ids(
    fields: &mut Fields<'_>,
    name: &'static str,
    reader: &mut Reader<'_>,
) -> Vec<Spanned<String>> {
    fields.get(name).map(|node| reader.ids(&node)).unwrap_or_default()
}

/// A list, or a single item without brackets.
fn items<T>(
    fields: &mut Fields<'_>,
    name: &'static str,
    reader: &mut Reader<'_>,
    item: fn(&Node<'_>, &mut Reader<'_>) -> Option<T>,
) -> Vec<T> {
    let Some(node) = fields.get(name) else { return Vec::new() };
    if node.as_text().is_some_and(|text| several(text).is_some()) {
        // Several words without brackets are said as such.
        reader.ids(&node);
        return Vec::new();
    }
    let nodes = match node.as_text().is_some() || node.is_mapping() {
        true => vec![node],
        false => node.list("[first, second]", &mut reader.report),
    };
    nodes.iter().filter_map(|node| item(node, reader)).collect()
}
