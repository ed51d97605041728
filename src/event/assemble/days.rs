//! The days of the agenda, and the slots of each.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::Zoned;
use jiff::civil::Date;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::Spanned;
use crate::base::suggest::nearest;
use crate::content::config::Config;
use crate::content::kind::{Kind, TextField};
use crate::content::record::{AgendaRecord, DayRecord, EVERYWHERE, SlotRecord};
use crate::event::agenda_times;
use crate::event::assemble::Assembler;
use crate::event::assemble::record_faults::outside;
use crate::event::model::{Day, Place, Session, Slot};
use crate::event::open_ends::estimate_ends;
use crate::event::record_table::{Key, Table};

/// The days by date, while they are being filled.
type Days = BTreeMap<Date, Day>;

impl Assembler<'_> {
    /// The sessions, and the days by date with their slots in order.
    pub(super) fn agenda(
        &mut self,
        config: &Config,
        records: Vec<AgendaRecord>,
    ) -> (Table<Session>, Vec<Day>) {
        let (mut sessions, mut days) = (Table::default(), Days::new());
        let mut placed = Vec::new();
        let mut unplaced = Vec::new();
        for record in records {
            for mut day in record.days {
                let entries = std::mem::take(&mut day.sessions);
                if let Some(date) = self.day(config, day, &mut days) {
                    placed.extend(entries.into_iter().map(|entry| (Some(date), entry)));
                }
            }
            unplaced.extend(record.sessions.into_iter().map(|entry| (None, entry)));
        }
        for (date, entry) in placed.into_iter().chain(unplaced) {
            self.add_session(date, entry, config, &mut sessions, &mut days);
        }
        estimate_ends(&mut sessions, config);
        for (key, session) in sessions.iter() {
            for (at, slot) in session.slots.iter().enumerate() {
                if let Some(day) = days.get_mut(&slot.day) {
                    day.slots.push((key, at));
                }
            }
        }
        for day in days.values_mut() {
            agenda_times::sort_day(&mut day.slots, &sessions);
        }
        (sessions, days.into_values().collect())
    }

    /// Adds a day and returns its date; `None` if the day exists already.
    fn day(&mut self, config: &Config, record: DayRecord, days: &mut Days) -> Option<Date> {
        let DayRecord { date, mut texts, layout, .. } = record;
        if let Some(earlier) = days.get(&date.value) {
            self.report.push(
                Diagnostic::error("agenda/day-twice", format!("{} is listed twice", date.value))
                    .at(date.span)
                    .related(earlier.date.span.clone(), "it is also listed here")
                    .help("put all sessions of a day together"),
            );
            self.missing.unreadable.add_kind(Kind::Session);
            return None;
        }
        self.inside(config, &date);
        let value = date.value;
        let title = std::mem::take(texts.get_mut(TextField::Title));
        let summary = std::mem::take(texts.get_mut(TextField::Summary));
        days.insert(value, Day { date, title, summary, layout, slots: Vec::new() });
        Some(value)
    }

    /// Reports a day outside the event.
    fn inside(&mut self, config: &Config, date: &Spanned<Date>) {
        if date.value < config.start || date.value > config.end {
            self.report.push(outside(&date.value.to_string(), &date.span, config));
        }
    }

    /// The slots of a session, in order of time. Days that the agenda does not list are added to it.
    pub(super) fn slots(
        &mut self,
        day: Option<Date>,
        records: Vec<SlotRecord>,
        config: &Config,
        days: &mut Days,
    ) -> Vec<Slot> {
        let mut slots: Vec<Slot> = Vec::with_capacity(records.len());
        for record in records {
            let Some(day) = self.day_of(day, &record, config, days) else { continue };
            let mut report = Report::new();
            let (start, end) = agenda_times::times(day, &record, config, &mut report);
            let places = self.places_of(&record.places, &mut report);
            let id = record.id.map(|id| (id.value, id.span));
            if let Some((id, span)) = &id
                && slots.iter().any(|slot| slot.id == *id)
            {
                report.push(
                    Diagnostic::error("session/same-slot", format!("two times have the id `{id}`"))
                        .at(span.clone())
                        .help("give each time of a session an id of its own"),
                );
            }
            self.report.append(report);
            let id = id.map(|(id, _)| id).unwrap_or_default();
            slots.push(Slot {
                id,
                day,
                start,
                end,
                estimated_end: None,
                places,
                everywhere: record.everywhere,
            });
        }
        let instant = |time: &Option<Zoned>| time.as_ref().map(Zoned::timestamp);
        slots.sort_by_key(|slot| (slot.day, slot.start.is_none(), instant(&slot.start)));
        slots
    }

    /// The places of a slot. A single unknown id may be `all`, misspelt.
    fn places_of(&self, ids: &[Spanned<String>], report: &mut Report) -> Vec<Key<Place>> {
        let mut own = Report::new();
        let places = self.find_all(&self.places, ids, &mut own);
        let known = || self.places.ids().chain([EVERYWHERE]);
        let everywhere = match ids {
            [id] => nearest(&id.value, known()) == Some(EVERYWHERE),
            _ => false,
        };
        report.extend(own.iter().cloned().map(|fault| match everywhere {
            true => fault.help(format!("did you mean `places: {EVERYWHERE}` (everywhere)?")),
            false => fault,
        }));
        places
    }

    /// The day of a slot: its own, or the day of its session; `None` for a session that is not placed.
    fn day_of(
        &mut self,
        day: Option<Date>,
        record: &SlotRecord,
        config: &Config,
        days: &mut Days,
    ) -> Option<Date> {
        let Some(date) = &record.date else {
            if let (None, Some(start)) = (day, &record.start) {
                self.report.push(
                    Diagnostic::error("session/no-day", "this session has a time but no day")
                        .at(start.span.clone())
                        .help("move it to one of the `days`, or write `slots: [{date: …}]`"),
                );
            }
            return day;
        };
        if let Entry::Vacant(vacant) = days.entry(date.value) {
            self.inside(config, date);
            let (title, summary) = Default::default();
            let day = Day { date: date.clone(), title, summary, layout: None, slots: Vec::new() };
            vacant.insert(day);
        }
        Some(date.value)
    }
}
