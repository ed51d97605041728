//! The agenda: sessions added under their days, in order of time, and removed from them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::{Date, Time};
use serde_json::Value as Json;

use crate::base::yaml::Document;
use crate::base::yaml::change::{Splice, insert, item_lines, remove, shifted, splice};
use crate::base::yaml::emit::Yaml;
use crate::base::yaml::marks::{MarkedValue, Shape};
use crate::content::kind::Kind;
use crate::tools::import::apply::{AGENDA_HEAD, DAY_HEAD, UNDATED_HEAD, column, line_end, list_of};
use crate::tools::import::existing::existing_sessions::time_of_day;
use crate::tools::import::existing::{DAYS, Position};
use crate::tools::import::facts::order;

/// A session that is added to a day.
#[derive(Clone, Debug)]
pub(super) struct IncomingSession {
    /// When it begins; it decides its place in the list.
    pub(super) start: Option<Time>,
    /// Its lines, with the hyphen in the first column.
    pub(super) lines: String,
}

impl IncomingSession {
    /// A new session.
    pub(super) fn new(start: Option<Time>, record: &Yaml) -> IncomingSession {
        IncomingSession { start, lines: format!("-{}\n", record.item(0)) }
    }
}

/// The changes of the agenda.
#[derive(Clone, Debug, Default)]
pub(super) struct AgendaEdits {
    /// The sessions to add by day; those without a day are under `None`.
    pub(super) added: BTreeMap<Option<Date>, Vec<IncomingSession>>,
    /// The sessions to remove by file.
    pub(super) removed: BTreeMap<String, Vec<Position>>,
    /// When a day begins.
    pub(super) day_starts: Time,
}

/// A new agenda with more sessions has a file for each day.
const MANY: usize = 100;

/// A list of sessions somewhere in a file.
#[derive(Clone, Copy)]
struct SessionList<'a> {
    text: &'a str,
    /// The mapping with the list as its `sessions`.
    map: &'a MarkedValue,
    json: &'a Json,
    day_starts: Time,
}

/// The lines of a session, to be moved elsewhere.
pub(super) fn cut(text: &str, root: &MarkedValue, position: Position) -> Option<String> {
    let (list, index) = (list_of(root, position.list)?, position.index);
    let lines = &text[item_lines(text, list, index)?];
    let column = column(text, list.items().get(index)?.at);
    let mut lines = shifted(lines, column, 0);
    if !lines.ends_with('\n') {
        lines.push('\n');
    }
    Some(lines)
}

impl AgendaEdits {
    /// The files that are new or different. `None` if one of them cannot be changed in place.
    pub(super) fn files(
        mut self,
        files: &BTreeMap<String, String>,
    ) -> Option<BTreeMap<String, String>> {
        self.added
            .values_mut()
            .for_each(|all| all.sort_by_key(|added| order(added.start, self.day_starts)));
        // Removals first: new sessions are then placed among those that stay.
        let mut out = BTreeMap::new();
        for (path, removed) in std::mem::take(&mut self.removed) {
            let text = files.get(&path)?;
            let root = MarkedValue::of(text).ok()??;
            let splices: Option<Vec<Splice>> =
                removed.iter().map(|position| removal(text, &root, *position)).collect();
            out.insert(path, splice(text, splices?)?);
        }
        let whole = Kind::Session.file();
        let many = self.added.values().map(Vec::len).sum::<usize>() > MANY;
        let has_days = files.keys().any(|path| path.starts_with(DAYS));
        let by_file = has_days || (many && !files.contains_key(whole));
        let known = files.get(whole).map(|text| days_of(text)).unwrap_or_default();
        let dates: Vec<Date> = self.added.keys().flatten().copied().collect();
        for day in dates {
            let path = format!("{DAYS}{day}.yaml");
            let text = out.get(&path).or(files.get(&path));
            if text.is_none() && (known.contains(&day) || !by_file) {
                continue;
            }
            let added = self.added.remove(&Some(day)).unwrap_or_default();
            let new = match text {
                Some(text) => splice(text, self.list_file(text, &added)?)?,
                None => format!("{}sessions:\n{}", DAY_HEAD, listed(&added, 2)),
            };
            out.insert(path, new);
        }
        if !self.added.is_empty() {
            let text = out.get(whole).or(files.get(whole)).map(String::as_str);
            let new = self.whole(text)?;
            out.insert(whole.to_owned(), new);
        }
        Some(out)
    }

    /// Adds sessions to a file with one list of them.
    fn list_file(&self, text: &str, added: &[IncomingSession]) -> Option<Vec<Splice>> {
        let json = Document::parse_quietly(text)?;
        match MarkedValue::of(text).ok()? {
            Some(root) => {
                SessionList { text, map: &root, json: &json, day_starts: self.day_starts }
                    .add(added)
            }
            None => {
                let open = line_end(text);
                let added = format!("{open}sessions:\n{}", listed(added, 2));
                Some(vec![Splice { range: text.len()..text.len(), text: added }])
            }
        }
    }

    /// `agenda.yaml`, new or changed.
    fn whole(&self, text: Option<&str>) -> Option<String> {
        let loose = self.added.get(&None).map_or(&[][..], Vec::as_slice);
        let dated = || self.added.iter().filter_map(|(day, added)| Some(((*day)?, added)));
        let Some(text) = text else {
            let mut new = AGENDA_HEAD.to_owned();
            let days: Vec<String> = dated().map(|(day, added)| day_lines(day, added, 2)).collect();
            if !days.is_empty() {
                let _ = write!(new, "days:\n{}", days.join("\n"));
            }
            if !loose.is_empty() {
                let blank = if days.is_empty() { "" } else { "\n" };
                let _ = write!(new, "{blank}{}sessions:\n{}", UNDATED_HEAD, listed(loose, 2));
            }
            return Some(new);
        };
        let Some(root) = MarkedValue::of(text).ok()? else {
            // Only comments: they stay at the top.
            let new = self.whole(None)?;
            let open = line_end(text);
            return Some(format!("{text}{open}{}", new.strip_prefix(AGENDA_HEAD)?));
        };
        let json = Document::parse_quietly(text)?;
        let known = days_of(text);
        let mut splices = Vec::new();
        for (day, added) in dated() {
            if let Some(at) = known.iter().position(|known| *known == day) {
                let map = &root.get("days")?.items().get(at)?.value;
                let json = json.get("days")?.get(at)?;
                let place = SessionList { text, map, json, day_starts: self.day_starts };
                splices.extend(place.add(added)?);
            }
        }
        let new: Vec<(Date, &Vec<IncomingSession>)> =
            dated().filter(|(day, _)| !known.contains(day)).collect();
        splices.extend(new_days(text, &root, &known, &new)?);
        // After the days, also if both are added at one place.
        splices.extend(self.list_file(text, loose)?);
        splice(text, splices)
    }
}

fn removal(text: &str, root: &MarkedValue, position: Position) -> Option<Splice> {
    let (list, index) = (list_of(root, position.list)?, position.index);
    remove(text, list, index)
}

/// The dates of the days of `agenda.yaml`, in the order of the file; a day without a date sorts first.
fn days_of(text: &str) -> Vec<Date> {
    let json = Document::parse_quietly(text).unwrap_or_default();
    let days = json.get("days").and_then(Json::as_array).cloned().unwrap_or_default();
    let date = |day: &Json| day.get("date")?.as_str()?.parse().ok();
    days.iter().map(|day| date(day).unwrap_or(Date::MIN)).collect()
}

/// Adds days between the existing ones.
fn new_days(
    text: &str,
    root: &MarkedValue,
    known: &[Date],
    new: &[(Date, &Vec<IncomingSession>)],
) -> Option<Vec<Splice>> {
    if new.is_empty() {
        return Some(Vec::new());
    }
    let list = root.get("days").filter(|days| !days.items().is_empty());
    let Some(list) = list else {
        let days: Vec<String> = new.iter().map(|(day, added)| day_lines(*day, added, 2)).collect();
        return Some(vec![filled(text, root, "days", &days.join("\n"))?]);
    };
    let column = column(text, list.items().first()?.at);
    let lines = |(day, added): &(Date, &Vec<IncomingSession>)| {
        let at = known.iter().position(|known| known > day).unwrap_or(known.len());
        insert(text, list, at, &day_lines(*day, added, column), true)
    };
    new.iter().map(lines).collect()
}

/// Fills a missing or empty field of a mapping with lines.
fn filled(text: &str, map: &MarkedValue, name: &str, lines: &str) -> Option<Splice> {
    if let Some(entry) = map.entry(name) {
        let below = format!("\n{}", lines.trim_end_matches('\n'));
        return Some(Splice { range: entry.colon..entry.value.range.end, text: below });
    }
    if map.is_flow() {
        return None;
    }
    let column = column(text, map.entries().first()?.at);
    let end = text[map.range.end..].find('\n').map_or(text.len(), |at| map.range.end + at + 1);
    let open = if text[..end].ends_with('\n') { "" } else { "\n" };
    // A field in the first column begins a section of the file.
    let blank = if column == 0 { "\n" } else { "" };
    let added = format!("{open}{blank}{:1$}{name}:\n{lines}", "", column);
    Some(Splice { range: end..end, text: added })
}

/// The lines of a new day, with its hyphen at a column.
fn day_lines(day: Date, added: &[IncomingSession], column: usize) -> String {
    let sessions = listed(added, column + 4);
    format!("{0:1$}- date: {day}\n{0:1$}  sessions:\n{sessions}", "", column)
}

/// Sessions at a column, with a blank line between them.
fn listed(added: &[IncomingSession], column: usize) -> String {
    let lines: Vec<String> = added.iter().map(|added| shifted(&added.lines, 0, column)).collect();
    lines.join("\n")
}

impl SessionList<'_> {
    /// Adds sessions, each after those that begin earlier or at the same time.
    fn add(&self, added: &[IncomingSession]) -> Option<Vec<Splice>> {
        if added.is_empty() {
            return Some(Vec::new());
        }
        let list = self.map.get("sessions").filter(|list| !list.items().is_empty());
        let Some(list) = list else {
            let first = self.map.entries().first()?;
            let column = column(self.text, first.at) + 2;
            return Some(vec![filled(self.text, self.map, "sessions", &listed(added, column))?]);
        };
        if matches!(list.shape, Shape::List { flow: true, .. }) {
            return None;
        }
        let there: Vec<_> =
            (0..list.items().len()).map(|at| order(self.start(at), self.day_starts)).collect();
        let column = column(self.text, list.items().first()?.at);
        let put = |added: &IncomingSession| {
            let later = there.iter().position(|start| *start > order(added.start, self.day_starts));
            let at = later.unwrap_or(there.len());
            insert(self.text, list, at, &shifted(&added.lines, 0, column), true)
        };
        added.iter().map(put).collect()
    }

    /// When the session at an index begins.
    fn start(&self, at: usize) -> Option<Time> {
        let session = self.json.get("sessions")?.get(at)?;
        let slot = session.get("slots").and_then(|slots| slots.get(0)).unwrap_or(session);
        time_of_day(slot.get("start")?.as_str()?)
    }
}
