//! The days of the agenda with their sessions, which name everything else.

use std::collections::BTreeMap;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::content::config::Config;
use crate::content::kind::{Kind, TextField};
use crate::content::record::{DayRecord, Record, SessionFacts};
use crate::event::agenda;
use crate::event::assemble::faults::outside;
use crate::event::assemble::{Assembler, add};
use crate::event::model::{Day, Session, Slot};
use crate::event::table::{Key, Table};

impl Assembler<'_> {
    /// The sessions, and the days by date with their sessions in order.
    pub(super) fn days(
        &mut self,
        config: &Config,
        records: Vec<DayRecord>,
    ) -> (Table<Session>, Vec<Day>) {
        let mut sessions = Table::default();
        let mut days: BTreeMap<jiff::civil::Date, Day> = BTreeMap::new();
        for record in records {
            let DayRecord { date, mut words, sessions: entries } = record;
            if let Some(earlier) = days.get(&date.value) {
                self.report.push(
                    Diagnostic::error("agenda/day-twice", format!("{} is given twice", date.value))
                        .at(date.span)
                        .related(earlier.date.span.clone(), "it stands here too")
                        .help("put all sessions of a day together"),
                );
                self.missing.unread.add_kind(Kind::Session);
                continue;
            }
            if date.value < config.start || date.value > config.end {
                self.report.push(outside(&date.value.to_string(), &date.span, config));
            }
            let mut slots = Vec::with_capacity(entries.len());
            for entry in entries {
                if let Some(key) = self.session(date.value, entry, config, &mut sessions) {
                    slots.push((key, 0));
                }
            }
            agenda::sort_day(&mut slots, &sessions);
            let title = std::mem::take(words.get_mut(TextField::Title));
            let summary = std::mem::take(words.get_mut(TextField::Summary));
            days.insert(date.value, Day { date, title, summary, slots });
        }
        (sessions, days.into_values().collect())
    }

    fn session(
        &mut self,
        day: jiff::civil::Date,
        record: Record<SessionFacts>,
        config: &Config,
        sessions: &mut Table<Session>,
    ) -> Option<Key<Session>> {
        let (about, _, facts) = self.about(Kind::Session, record, true)?;
        let mut report = Report::new();
        let (start, end) = agenda::times(day, &facts, &config.timezone, &mut report);
        let places = self.find_all(Kind::Place, &self.places, &facts.places, &mut report);
        let session = Session {
            about,
            kind: facts.kind,
            slots: vec![Slot { day, start, end, places }],
            tracks: self.find_all(Kind::Track, &self.tracks, &facts.tracks, &mut report),
            speakers: self.find_all(Kind::Speaker, &self.speakers, &facts.speakers, &mut report),
            hosts: self.find_all(
                Kind::Organisation,
                &self.organisations,
                &facts.hosts,
                &mut report,
            ),
            held_in: facts.held_in,
            interpreted_into: facts.interpreted_into,
        };
        self.report.append(report);
        add(Kind::Session, sessions, session, |s| &s.about, &mut self.report)
    }
}
