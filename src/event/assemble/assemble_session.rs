//! The sessions, from their records.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::base::diagnostic::Report;
use crate::base::source::Spanned;
use crate::content::config::Config;
use crate::content::kind::{Kind, TextField};
use crate::content::record::{
    DocumentRecord, DocumentTarget as Named, Interpretation, LegRecord, Record, SessionDetails,
    SessionFacts, SessionKind, StageRole,
};
use crate::event::agenda_times;
use crate::event::assemble::{Assembler, add};
use crate::event::media::media_file;
use crate::event::model::{Appearance, Day, Document, DocumentTarget, Leg, Place, Session, Slot};
use crate::event::record_table::{Key, Table};
use crate::event::transport::in_time;
use crate::locale::tag::spoken;

impl Assembler<'_> {
    /// Adds a session of a day, or one that is not placed.
    pub(super) fn add_session(
        &mut self,
        day: Option<Date>,
        record: Record<SessionFacts>,
        config: &Config,
        sessions: &mut Table<Session>,
        days: &mut BTreeMap<Date, Day>,
    ) {
        let before = std::mem::take(&mut self.report);
        let session = self.session(day, record, config, days);
        let own = std::mem::replace(&mut self.report, before);
        let faulty = own.has_errors();
        self.report.append(own);
        let Some(session) = session else { return };
        if faulty {
            self.missing.unreadable.add_faulty(Kind::Session, &session.about.id);
        }
        add(sessions, session, &mut self.report);
    }

    /// A session, unless it is a draft.
    fn session(
        &mut self,
        day: Option<Date>,
        record: Record<SessionFacts>,
        config: &Config,
        days: &mut BTreeMap<Date, Day>,
    ) -> Option<Session> {
        let (about, mut texts, facts) = self.about(Kind::Session, record, true)?;
        let slots = self.slots(day, facts.slots, config, days);
        let details = facts.details;
        let transport = self.transport(facts.transport, &slots, details.kind, config);
        let mut report = Report::new();
        let details = SessionDetails {
            held_in: spoken_in(&details.held_in),
            interpretation: details.interpretation.into_iter().map(spoken_interpretation).collect(),
            ..details
        };
        let session = Session {
            about,
            reason: std::mem::take(texts.get_mut(TextField::Reason)),
            slots,
            tracks: self.find_all(&self.tracks, &facts.tracks, &mut report),
            speakers: self.appearances(facts.speakers, &mut report),
            hosts: self.find_all(&self.organisations, &facts.hosts, &mut report),
            details,
            transport,
            documents: self.documents(facts.documents, &mut report),
        };
        self.report.append(report);
        Some(session)
    }

    fn appearances(
        &self,
        named: Vec<(Spanned<String>, StageRole)>,
        report: &mut Report,
    ) -> Vec<Appearance> {
        let mut all: Vec<Appearance> = Vec::with_capacity(named.len());
        for (id, role) in named {
            let known: Vec<_> = all.iter().map(|appearance| appearance.speaker).collect();
            let found = self.find_another(&self.speakers, &known, &id, report);
            all.extend(found.map(|speaker| Appearance { speaker, role }));
        }
        all
    }

    fn documents(&self, named: Vec<DocumentRecord>, report: &mut Report) -> Vec<Document> {
        let document = |record: DocumentRecord| {
            let target = match record.target {
                Named::Url(url) => DocumentTarget::Url(url),
                Named::File(path) => DocumentTarget::File(media_file(&path, self.sources, report)?),
            };
            Some(Document { title: record.title, target, language: record.language })
        };
        named.into_iter().filter_map(document).collect()
    }

    /// The transport to and from a session. Its times are on the day of the session's first slot.
    fn transport(
        &mut self,
        records: Vec<LegRecord>,
        slots: &[Slot],
        kind: SessionKind,
        config: &Config,
    ) -> Vec<Leg> {
        let day = slots.first().map(|slot| slot.day);
        let (mut legs, mut departs) = (Vec::new(), Vec::new());
        let mut report = Report::new();
        for record in records {
            let mut moment = |time: Option<Spanned<jiff::civil::Time>>| {
                let time = time?;
                let date = agenda_times::date_of(day?, time.value, config.day_starts)?;
                let at = agenda_times::moment(date, &time, None, &config.timezone, &mut report)?;
                Some(Spanned { value: at, span: time.span })
            };
            let (depart, arrive) = (moment(record.depart), moment(record.arrive));
            departs.push(depart.as_ref().map(|at| at.span.clone()));
            legs.push(Leg {
                mode: record.mode,
                label: record.label,
                from: self.place_of(record.from),
                to: self.place_of(record.to),
                depart: depart.map(|at| at.value),
                arrive,
                seats: record.seats,
            });
        }
        // A session that is itself a journey need not begin after its transport ends.
        let slots = if kind == SessionKind::Transport { &[] } else { slots };
        in_time(&legs, &departs, slots, &self.places, &mut report);
        self.report.append(report);
        legs
    }

    fn place_of(&mut self, id: Option<Spanned<String>>) -> Option<Key<Place>> {
        let found = self.find(&self.places, &id?);
        self.reported(found)
    }
}

/// The languages spoken, each once.
fn spoken_in(tags: &[String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::with_capacity(tags.len());
    for tag in tags.iter().map(|tag| spoken(tag)) {
        if !all.contains(&tag) {
            all.push(tag);
        }
    }
    all
}

fn spoken_interpretation(one: Interpretation) -> Interpretation {
    Interpretation { into: spoken(&one.into), from: one.from.as_deref().map(spoken), ..one }
}
