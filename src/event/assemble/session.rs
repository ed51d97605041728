//! A session of the event, from what its record names.

use std::collections::BTreeMap;

use jiff::Zoned;
use jiff::civil::Date;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::content::config::Config;
use crate::content::fields::Id;
use crate::content::kind::{Kind, TextField};
use crate::content::record::{
    DocumentRecord, DocumentTarget as Named, LegRecord, Placed, Record, SessionFacts, SessionKind,
    StageRole,
};
use crate::event::agenda;
use crate::event::assemble::{Assembler, add};
use crate::event::links::media_file;
use crate::event::model::{Appearance, Day, Document, DocumentTarget, Leg, Place, Session, Slot};
use crate::event::table::{Key, Table};

impl Assembler<'_> {
    /// Adds a session that stands under a day, or under none.
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
            self.missing.unread.add_faulty(Kind::Session, &session.about.id);
        }
        add(Kind::Session, sessions, session, |s| &s.about, &mut self.report);
    }

    /// A session, unless it is a draft.
    fn session(
        &mut self,
        day: Option<Date>,
        record: Record<SessionFacts>,
        config: &Config,
        days: &mut BTreeMap<Date, Day>,
    ) -> Option<Session> {
        let (about, mut words, facts) = self.about(Kind::Session, record, true)?;
        let slots = self.slots(day, facts.slots, config, days);
        let transport = self.transport(facts.transport, &slots, facts.kind, config);
        let mut report = Report::new();
        let session = Session {
            about,
            kind: facts.kind,
            status: facts.status,
            reason: std::mem::take(words.get_mut(TextField::Reason)),
            slots,
            tracks: self.find_all(Kind::Track, &self.tracks, &facts.tracks, &mut report),
            speakers: self.appearances(facts.speakers, &mut report),
            hosts: self.find_all(
                Kind::Organisation,
                &self.organisations,
                &facts.hosts,
                &mut report,
            ),
            held_in: facts.held_in,
            interpretation: facts.interpretation,
            audience: facts.audience,
            registration: facts.registration,
            choice: facts.choice.map(|id| Placed { value: id.value, span: id.span }),
            transport,
            documents: self.documents(facts.documents, &mut report),
            links: facts.links,
            recording: facts.recording,
            stream: facts.stream,
            guid: facts.guid,
        };
        self.report.append(report);
        Some(session)
    }

    fn appearances(&self, named: Vec<(Id, StageRole)>, report: &mut Report) -> Vec<Appearance> {
        let mut all: Vec<Appearance> = Vec::with_capacity(named.len());
        for (id, role) in named {
            let known: Vec<_> = all.iter().map(|appearance| appearance.speaker).collect();
            let found = self.find_another(Kind::Speaker, &self.speakers, &known, &id, report);
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

    /// The way to and from a session. Its hours are those of the day of the session's first slot.
    fn transport(
        &mut self,
        legs: Vec<LegRecord>,
        slots: &[Slot],
        kind: SessionKind,
        config: &Config,
    ) -> Vec<Leg> {
        let day = slots.first().map(|slot| slot.day);
        let starts = slots.first().and_then(|slot| slot.start.clone());
        let mut all = Vec::with_capacity(legs.len());
        for leg in legs {
            let mut report = Report::new();
            let mut moment = |time: Option<Placed<jiff::civil::Time>>| {
                let time = time?;
                let date = agenda::date_of(day?, time.value, config.day_starts)?;
                let at = agenda::moment(date, &time, None, &config.timezone, &mut report)?;
                Some(Placed { value: at, span: time.span })
            };
            let (depart, arrive) = (moment(leg.depart), moment(leg.arrive));
            let depart = depart.map(|at| at.value);
            self.leg_in_time(depart.as_ref(), arrive.as_ref(), starts.as_ref(), kind);
            self.report.append(report);
            all.push(Leg {
                mode: leg.mode,
                label: leg.label,
                from: self.place_of(leg.from),
                to: self.place_of(leg.to),
                depart,
                arrive,
                seats: leg.seats,
            });
        }
        all
    }

    fn place_of(&mut self, id: Option<Id>) -> Option<Key<Place>> {
        let found = self.find(Kind::Place, &self.places, &id?);
        self.said(found)
    }

    /// Says of a leg that it ends before it begins, or that it leaves before a session and arrives
    /// too late for it. One that leaves when the session has begun is part of it.
    fn leg_in_time(
        &mut self,
        depart: Option<&Zoned>,
        arrive: Option<&Placed<Zoned>>,
        starts: Option<&Zoned>,
        kind: SessionKind,
    ) {
        let (Some(depart), Some(arrive)) = (depart, arrive) else { return };
        let clock = |at: &Zoned| at.strftime("%H:%M").to_string();
        if arrive.value <= *depart {
            self.report.push(
                Diagnostic::error(
                    "transport/arrives-before-it-departs",
                    "this is no way to travel",
                )
                .at(arrive.span.clone())
                .help(format!("it departs at {}; write a later `arrive`", clock(depart))),
            );
        } else if let Some(starts) = starts
            && kind != SessionKind::Transport
            && depart < starts
            && arrive.value > *starts
        {
            self.report.push(
                Diagnostic::warning(
                    "transport/too-late",
                    format!("this arrives after the session has begun at {}", clock(starts)),
                )
                .at(arrive.span.clone())
                .help("depart earlier, or let the session begin later"),
            );
        }
    }
}
