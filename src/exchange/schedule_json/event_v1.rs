//! Reading version 1: days contain rooms, and rooms contain events.

use jiff::civil::Date;

use crate::exchange::file_fault::Fault;
use crate::exchange::json::JsonRecord;
use crate::exchange::programme::Session;
use crate::exchange::programme_builder::{SourceRecord, some};
use crate::exchange::sanitize;
use crate::exchange::schedule_json::read_json::JsonReader;
use crate::exchange::stable_ids::as_uuid;

impl JsonReader<'_> {
    /// Reads the events of a day.
    pub(super) fn events_v1(
        &mut self,
        day: &JsonRecord<'_>,
        date: Option<Date>,
    ) -> Result<(), Fault> {
        let rooms = day.record("rooms");
        for (name, _) in rooms.fields() {
            let events = rooms.records(name);
            let name = sanitize::line(name);
            let room = self.is_room(&name).then(|| self.builder.named_room(&name));
            for event in events {
                self.event_v1(&event, date, room)?;
            }
        }
        Ok(())
    }

    fn event_v1(
        &mut self,
        event: &JsonRecord<'_>,
        day: Option<Date>,
        room: Option<usize>,
    ) -> Result<(), Fault> {
        let (id, guid) = (event.line("id"), event.line("guid"));
        let place = format!("event {}", if id.is_empty() { &guid } else { &id });
        let own_room = event.line("room");
        let room =
            room.or_else(|| self.is_room(&own_room).then(|| self.builder.named_room(&own_room)));
        let name = some(guid).unwrap_or_else(|| id.clone());
        let slot = event.slot(day, room, Some("end"), &self.hints);
        let slot = slot.map_err(|fault| event.near(&name, fault))?;
        let video = event.line("video_download_url");
        let session = Session {
            id,
            persons: self.persons(event, &place),
            slots: slot.into_iter().collect(),
            recording: some(event.line("recording_url")).or_else(|| some(video)),
            no_recording: event.get("do_not_record").as_bool().unwrap_or_default(),
            licence: some(event.line("recording_license")),
            ..self.session(event, &place)
        };
        event.skip(&["start", "end", "duration"]);
        self.add(session, event, &place);
        Ok(())
    }

    fn persons(&mut self, event: &JsonRecord<'_>, place: &str) -> Vec<usize> {
        let mut persons = Vec::new();
        for person in event.records("persons") {
            let names = ["public_name", "full_public_name", "name"].map(|name| person.line(name));
            let name = names.into_iter().find(|name| !name.is_empty());
            let Some(name) = name.or_else(|| some(person.text())) else { continue };
            let ids = ["slug", "id", "code"].map(|name| person.line(name));
            let id = ids.into_iter().find(|id| !id.is_empty());
            let id = id.or(as_uuid(&person.line("guid"))).unwrap_or_default();
            let at = self.builder.person(&id, &name);
            let known = &mut self.builder.programme.persons[at];
            let texts = ["biography", "description"].map(|name| person.blocks(name));
            if known.biography.is_empty() {
                known.biography =
                    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
            }
            let url = some(person.line("url"));
            known.url = known.url.take().or(url);
            person.left_over(&mut self.builder, &format!("{place}: person {name}"));
            persons.push(at);
        }
        persons
    }
}
