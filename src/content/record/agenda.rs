//! Reading the agenda: days, and the facts of their sessions.

use jiff::civil::{Date, Time};

use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;
use crate::base::yaml::{Fields, Node};
use crate::content::fields::{Id, Reader, parse_date};
use crate::content::kind::{Kind, TextField};
use crate::content::record::read::list;
use crate::content::record::{
    DayRecord, Fold, Placed, SESSION_KINDS, SessionFacts, SessionKind, Words,
};

/// The days of `agenda.yaml`, or the one day of `agenda/<date>.yaml`.
pub(super) fn days(root: &Node<'_>, path: &str, reader: &mut Reader<'_>) -> Vec<DayRecord> {
    if let Some(name) = path.strip_prefix("content/agenda/") {
        let name = name.trim_end_matches(".yaml").trim_end_matches(".yml");
        return match parse_date(name) {
            Ok(date) => day(root, Some(date), reader).into_iter().collect(),
            Err(fault) => {
                reader.unread.add_kind(Kind::Session);
                reader.report.push(
                    fault
                        .at(Span::file(root.span().file))
                        .help("name the file by its day, as content/agenda/2018-11-20.yaml"),
                );
                Vec::new()
            }
        };
    }
    if root.is_list() {
        reader.unread.add_kind(Kind::Session);
        reader.report.push(
            Diagnostic::error("yaml/wrong-type", "`days:` is missing above the list")
                .at(root.span())
                .help("write `days:` in the first line, and the list below it"),
        );
        return Vec::new();
    }
    let fields = root.fields("days:", &mut reader.report);
    let Some(mut fields) = reader.or_unread(fields, Kind::Session) else { return Vec::new() };
    let days =
        fields.get("days").map(|node| reader.list(&node, "- date: 2018-11-20", Kind::Session));
    if fields.misspelt("days") {
        reader.unread.add_kind(Kind::Session);
    }
    fields.finish(&mut reader.report);
    let days = days.unwrap_or_default();
    days.iter().filter_map(|node| day(node, None, reader)).collect()
}

/// One day; `named` is the date that the file's name gives, and then the file does not repeat it.
fn day(node: &Node<'_>, named: Option<Date>, reader: &mut Reader<'_>) -> Option<DayRecord> {
    let fields = node.fields("- date: 2018-11-20", &mut reader.report);
    let mut fields = reader.or_unread(fields, Kind::Session)?;
    let date = match named {
        Some(value) => {
            if let Some(node) = fields.get("date") {
                reader.report.push(
                    Diagnostic::error(
                        "yaml/unknown-field",
                        "the file's name says the date already",
                    )
                    .at(node.key_span())
                    .help("remove `date` here"),
                );
            }
            Some(Placed { value, span: Span::file(node.span().file) })
        }
        None => fields
            .require("date", "2018-11-20")
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
    if fields.misspelt("sessions") {
        reader.unread.add_kind(Kind::Session);
    }
    fields.finish(&mut reader.report);
    let date = reader.or_unread(date, Kind::Session)?;
    Some(DayRecord { date, words, sessions })
}

fn session(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> SessionFacts {
    let kind = fields
        .get("kind")
        .and_then(|node| reader.choice(&node, "a kind of session", &SESSION_KINDS))
        .unwrap_or(SessionKind::Session);
    // A start that cannot be read was said; it is not missing as well.
    let has_start = fields.get("start").is_some();
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
