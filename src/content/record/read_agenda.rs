//! Reading the agenda: its days, and the sessions below a day or without one.

use jiff::civil::Date;

use crate::base::diagnostic::Diagnostic;
use crate::base::source::{Span, Spanned};
use crate::base::yaml::Node;
use crate::content::field_reader::{FieldReader, parse_date};
use crate::content::kind::{Kind, TextField};
use crate::content::record::read_session::session;
use crate::content::record::record_list::list;
use crate::content::record::{AgendaRecord, DayRecord, LAYOUTS, TextFields};

/// The content of `agenda.yaml`, or the day of `agenda/<date>.yaml`.
pub(super) fn agenda(root: &Node<'_>, path: &str, reader: &mut FieldReader<'_>) -> AgendaRecord {
    if let Some(name) = path.strip_prefix("content/agenda/") {
        let name = name.trim_end_matches(".yaml").trim_end_matches(".yml");
        return match parse_date(name) {
            Ok(date) => {
                let days = day(root, Some(date), reader).into_iter().collect();
                AgendaRecord { days, sessions: Vec::new() }
            }
            Err(fault) => {
                reader.unreadable.add_kind(Kind::Session);
                reader.report.push(
                    fault
                        .at(Span::file(root.span().file))
                        .help("name the file by its date: content/agenda/2018-11-20.yaml"),
                );
                AgendaRecord::default()
            }
        };
    }
    if root.is_list() {
        reader.unreadable.add_kind(Kind::Session);
        reader.report.push(
            Diagnostic::error("yaml/wrong-type", "`days:` is missing above the list")
                .at(root.span())
                .help("write `days:` in the first line, and the list below it"),
        );
        return AgendaRecord::default();
    }
    let fields = root.fields("days:", &mut reader.report);
    let Some(mut fields) = reader.or_unreadable(fields, Kind::Session) else {
        return AgendaRecord::default();
    };
    let days =
        fields.get("days").map(|node| reader.list(&node, "- date: 2018-11-20", Kind::Session));
    let sessions = fields.get("sessions");
    if fields.misspelt("days") || fields.misspelt("sessions") {
        reader.unreadable.add_kind(Kind::Session);
    }
    fields.finish(&mut reader.report);
    let days = days.unwrap_or_default();
    AgendaRecord {
        days: days.iter().filter_map(|node| day(node, None, reader)).collect(),
        sessions: sessions
            .map(|node| list(&node, Kind::Session, reader, session))
            .unwrap_or_default(),
    }
}

/// One day; `file_date` is the date in the file's name, which the file does not repeat.
fn day(
    node: &Node<'_>,
    file_date: Option<Date>,
    reader: &mut FieldReader<'_>,
) -> Option<DayRecord> {
    let fields = node.fields("- date: 2018-11-20", &mut reader.report);
    let mut fields = reader.or_unreadable(fields, Kind::Session)?;
    let date = match file_date {
        Some(value) => {
            if let Some(node) = fields.get("date") {
                reader.report.push(
                    Diagnostic::error(
                        "yaml/unknown-field",
                        "the date is already in the name of the file",
                    )
                    .at(node.key_span())
                    .help("remove `date` here"),
                );
            }
            Some(Spanned { value, span: Span::file(node.span().file) })
        }
        None => fields
            .require("date", "2018-11-20")
            .and_then(|node| Some(Spanned { value: reader.date(&node)?, span: node.span() })),
    };
    let mut texts = TextFields::default();
    for (name, field) in [("title", TextField::Title), ("summary", TextField::Summary)] {
        if let Some(node) = fields.get(name) {
            *texts.get_mut(field) = reader.text(&node);
        }
    }
    let layout = reader.choice_field(&mut fields, "layout", "a layout of a day", &LAYOUTS);
    let sessions = fields
        .get("sessions")
        .map(|node| list(&node, Kind::Session, reader, session))
        .unwrap_or_default();
    if fields.misspelt("sessions") {
        reader.unreadable.add_kind(Kind::Session);
    }
    fields.finish(&mut reader.report);
    let date = reader.or_unreadable(date, Kind::Session)?;
    Some(DayRecord { date, texts, layout, sessions })
}
