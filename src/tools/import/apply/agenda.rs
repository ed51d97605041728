//! The agenda: sessions put below their days, at their place in time, and taken out of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::{Date, Time};
use serde_json::Value as Json;

use crate::base::yaml::Document;
use crate::base::yaml::change::{Splice, insert, item_lines, remove, shifted, splice};
use crate::base::yaml::emit::Yaml;
use crate::base::yaml::marks::{MarkedValue, Shape};
use crate::content::kind::Kind;
use crate::tools::import::apply::HEADS;
use crate::tools::import::present::{DAYS, Spot};

/// A session that comes to a day.
#[derive(Clone, Debug)]
pub(super) struct Coming {
    /// When it begins, for its place among the others.
    pub(super) start: Option<Time>,
    /// Its lines, with the hyphen in the first column.
    pub(super) lines: String,
}

impl Coming {
    /// A session that is new.
    pub(super) fn new(start: Option<Time>, record: &Yaml) -> Coming {
        Coming { start, lines: format!("-{}\n", record.item(0)) }
    }
}

/// What happens to the agenda.
#[derive(Clone, Debug, Default)]
pub(super) struct Agenda {
    /// By day, what comes to it; what comes to no day is under `None`.
    pub(super) coming: BTreeMap<Option<Date>, Vec<Coming>>,
    /// By file, what goes.
    pub(super) going: BTreeMap<String, Vec<Spot>>,
    /// When a day begins.
    pub(super) day_starts: Time,
}

/// From how many sessions on a new agenda has a file for each day.
const MANY: usize = 100;

/// A list of sessions somewhere in a file.
#[derive(Clone, Copy)]
struct Place<'a> {
    text: &'a str,
    /// The mapping that has the list as its `sessions`.
    map: &'a MarkedValue,
    json: &'a Json,
    day_starts: Time,
}

/// Cuts a session's lines out of its file, to be put elsewhere.
pub(super) fn cut(text: &str, root: &MarkedValue, spot: &Spot) -> Option<String> {
    let (list, index) = list_of(root, spot)?;
    let lines = &text[item_lines(text, list, index)?];
    let column = column(text, list.items().get(index)?.at);
    let mut lines = shifted(lines, column, 0);
    if !lines.ends_with('\n') {
        lines.push('\n');
    }
    Some(lines)
}

fn column(text: &str, at: usize) -> usize {
    at - text[..at].rfind('\n').map_or(0, |line| line + 1)
}

/// The list that a session stands in, and its place there.
fn list_of<'p>(root: &'p MarkedValue, spot: &Spot) -> Option<(&'p MarkedValue, usize)> {
    match spot {
        Spot::OfDay(day, index) => {
            let day = &root.get("days")?.items().get(*day)?.value;
            Some((day.get("sessions")?, *index))
        }
        Spot::OfFile(index) | Spot::Loose(index) => Some((root.get("sessions")?, *index)),
        Spot::Item(_) => None,
    }
}

impl Agenda {
    /// The files that are new or different. `None` if one of them cannot be changed in place.
    pub(super) fn files(
        mut self,
        files: &BTreeMap<String, String>,
    ) -> Option<BTreeMap<String, String>> {
        let rank = |start: Option<Time>| rank(start, self.day_starts);
        self.coming.values_mut().for_each(|all| all.sort_by_key(|coming| rank(coming.start)));
        // First what goes: what comes then finds its place among those that stay.
        let mut out = BTreeMap::new();
        for (path, going) in std::mem::take(&mut self.going) {
            let text = files.get(&path)?;
            let root = MarkedValue::of(text).ok()??;
            let splices: Option<Vec<Splice>> =
                going.iter().map(|spot| taken(text, &root, spot)).collect();
            out.insert(path, splice(text, splices?)?);
        }
        let whole = Kind::Session.file();
        let many = self.coming.values().map(Vec::len).sum::<usize>() > MANY;
        let has_days = files.keys().any(|path| path.starts_with(DAYS));
        let by_file = has_days || (many && !files.contains_key(whole));
        let known = files.get(whole).map(|text| days_of(text)).unwrap_or_default();
        let dates: Vec<Date> = self.coming.keys().flatten().copied().collect();
        for day in dates {
            let path = format!("{DAYS}{day}.yaml");
            let text = out.get(&path).or(files.get(&path));
            if text.is_none() && (known.contains(&day) || !by_file) {
                continue;
            }
            let coming = self.coming.remove(&Some(day)).unwrap_or_default();
            let new = match text {
                Some(text) => splice(text, self.list_file(text, &coming)?)?,
                None => format!("{}sessions:\n{}", HEADS.day, listed(&coming, 2)),
            };
            out.insert(path, new);
        }
        if !self.coming.is_empty() {
            let text = out.get(whole).or(files.get(whole)).map(String::as_str);
            let new = self.whole(text)?;
            out.insert(whole.to_owned(), new);
        }
        Some(out)
    }

    /// What comes to a file that has one list of sessions.
    fn list_file(&self, text: &str, coming: &[Coming]) -> Option<Vec<Splice>> {
        let json = Document::parse_quietly(text)?;
        match MarkedValue::of(text).ok()? {
            Some(root) => {
                Place { text, map: &root, json: &json, day_starts: self.day_starts }.coming(coming)
            }
            None => {
                let open = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
                let added = format!("{open}sessions:\n{}", listed(coming, 2));
                Some(vec![Splice { range: text.len()..text.len(), text: added }])
            }
        }
    }

    /// `agenda.yaml`, new or changed.
    fn whole(&self, text: Option<&str>) -> Option<String> {
        let loose = self.coming.get(&None).map_or(&[][..], Vec::as_slice);
        let dated = || self.coming.iter().filter_map(|(day, coming)| Some(((*day)?, coming)));
        let Some(text) = text else {
            let mut new = HEADS.agenda.to_owned();
            let days: Vec<String> =
                dated().map(|(day, coming)| day_lines(day, coming, 2)).collect();
            if !days.is_empty() {
                let _ = write!(new, "days:\n{}", days.join("\n"));
            }
            if !loose.is_empty() {
                let blank = if days.is_empty() { "" } else { "\n" };
                let _ = write!(new, "{blank}{}sessions:\n{}", HEADS.loose, listed(loose, 2));
            }
            return Some(new);
        };
        let Some(root) = MarkedValue::of(text).ok()? else {
            // Only comments: they stay in front of what comes.
            let new = self.whole(None)?;
            let open = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
            return Some(format!("{text}{open}{}", new.strip_prefix(HEADS.agenda)?));
        };
        let json = Document::parse_quietly(text)?;
        let known = days_of(text);
        let mut splices = Vec::new();
        for (day, coming) in dated() {
            if let Some(at) = known.iter().position(|known| *known == day) {
                let map = &root.get("days")?.items().get(at)?.value;
                let json = json.get("days")?.get(at)?;
                let place = Place { text, map, json, day_starts: self.day_starts };
                splices.extend(place.coming(coming)?);
            }
        }
        let new: Vec<(Date, &Vec<Coming>)> =
            dated().filter(|(day, _)| !known.contains(day)).collect();
        splices.extend(new_days(text, &root, &known, &new)?);
        // Behind the days, also where both are added at one place.
        splices.extend(self.list_file(text, loose)?);
        splice(text, splices)
    }
}

/// Hours in the order in which they come on a day; those that nobody knows are last.
fn rank(start: Option<Time>, day_starts: Time) -> (bool, Option<(bool, Time)>) {
    (start.is_none(), start.map(|start| (start < day_starts, start)))
}

fn taken(text: &str, root: &MarkedValue, spot: &Spot) -> Option<Splice> {
    let (list, index) = list_of(root, spot)?;
    remove(text, list, index)
}

/// The dates of the days of `agenda.yaml`, in the order of the file; a day without one is the first
/// of all.
fn days_of(text: &str) -> Vec<Date> {
    let json = Document::parse_quietly(text).unwrap_or_default();
    let days = json.get("days").and_then(Json::as_array).cloned().unwrap_or_default();
    let date = |day: &Json| day.get("date")?.as_str()?.parse().ok();
    days.iter().map(|day| date(day).unwrap_or(Date::MIN)).collect()
}

/// Days that the agenda does not have, between those that it has.
fn new_days(
    text: &str,
    root: &MarkedValue,
    known: &[Date],
    new: &[(Date, &Vec<Coming>)],
) -> Option<Vec<Splice>> {
    if new.is_empty() {
        return Some(Vec::new());
    }
    let list = root.get("days").filter(|days| !days.items().is_empty());
    let Some(list) = list else {
        let days: Vec<String> =
            new.iter().map(|(day, coming)| day_lines(*day, coming, 2)).collect();
        return Some(vec![filled(text, root, "days", &days.join("\n"))?]);
    };
    let column = column(text, list.items().first()?.at);
    let lines = |(day, coming): &(Date, &Vec<Coming>)| {
        let at = known.iter().position(|known| known > day).unwrap_or(known.len());
        insert(text, list, at, &day_lines(*day, coming, column), true)
    };
    new.iter().map(lines).collect()
}

/// A field of a mapping that is not there, or empty, with lines below it.
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
    // What stands at the edge of the file is a part of it by itself.
    let blank = if column == 0 { "\n" } else { "" };
    let added = format!("{open}{blank}{:1$}{name}:\n{lines}", "", column);
    Some(Splice { range: end..end, text: added })
}

/// The lines of a new day, its hyphen at a column.
fn day_lines(day: Date, coming: &[Coming], column: usize) -> String {
    let sessions = listed(coming, column + 4);
    format!("{0:1$}- date: {day}\n{0:1$}  sessions:\n{sessions}", "", column)
}

/// Sessions at a column, with a blank line between them.
fn listed(coming: &[Coming], column: usize) -> String {
    let lines: Vec<String> =
        coming.iter().map(|coming| shifted(&coming.lines, 0, column)).collect();
    lines.join("\n")
}

impl Place<'_> {
    /// Sessions that come to the list, each behind those that begin before it or with it.
    fn coming(&self, coming: &[Coming]) -> Option<Vec<Splice>> {
        if coming.is_empty() {
            return Some(Vec::new());
        }
        let list = self.map.get("sessions").filter(|list| !list.items().is_empty());
        let Some(list) = list else {
            let first = self.map.entries().first()?;
            let column = column(self.text, first.at) + 2;
            return Some(vec![filled(self.text, self.map, "sessions", &listed(coming, column))?]);
        };
        if matches!(list.shape, Shape::List { flow: true, .. }) {
            return None;
        }
        let rank = |start| rank(start, self.day_starts);
        let there: Vec<_> = (0..list.items().len()).map(|at| rank(self.start(at))).collect();
        let column = column(self.text, list.items().first()?.at);
        let put = |coming: &Coming| {
            let later = there.iter().position(|start| *start > rank(coming.start));
            let at = later.unwrap_or(there.len());
            insert(self.text, list, at, &shifted(&coming.lines, 0, column), true)
        };
        coming.iter().map(put).collect()
    }

    /// When the session at a place in the list begins.
    fn start(&self, at: usize) -> Option<Time> {
        let session = self.json.get("sessions")?.get(at)?;
        let slot = session.get("slots").and_then(|slots| slots.get(0)).unwrap_or(session);
        let (hour, minute) = slot.get("start")?.as_str()?.split_once(':')?;
        Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
    }
}
