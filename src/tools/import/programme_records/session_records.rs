//! The sessions of a programme as records, with their times and texts.

use std::collections::BTreeMap;

use crate::content::kind::Kind;
use crate::content::record::SessionKind;
use crate::exchange::programme::{Link, Session, Status};
use crate::locale::tag::{canonical_tag, spoken};
use crate::tools::import::facts::{
    BODY, Facts, Field, SessionTime, TIME, TimeSlot, Value, hh_mm, order,
};
use crate::tools::import::ids::{Key, kebab};
use crate::tools::import::programme_records::session_kinds::kind;
use crate::tools::import::programme_records::{
    Record, RecordBuilder, ReferencedIds, session_keys, web_address,
};
use crate::tools::import::to_markdown;

impl RecordBuilder<'_> {
    /// Makes records of the sessions. Entries with the same key and title, at different times or in
    /// different rooms, are one session that is held several times.
    pub(super) fn sessions(&mut self, named: &ReferencedIds) {
        let mut groups: Vec<(Vec<Key>, Vec<&Session>)> = Vec::new();
        let mut by_key: BTreeMap<Key, usize> = BTreeMap::new();
        let mut titles: BTreeMap<String, usize> = BTreeMap::new();
        for session in &self.programme.sessions {
            let mut own = session_keys(session);
            let earlier = own.first().and_then(|key| by_key.get(key)).copied();
            if let Some((_, group)) = earlier.and_then(|at| groups.get_mut(at))
                && group[0].title == session.title
            {
                group.push(session);
                continue;
            }
            // A key that an earlier session has does not identify this session.
            for key in own.iter().filter(|key| by_key.contains_key(key)) {
                let title = session.title.values().next().map(|title| to_markdown::line(title));
                let of = format!("`{}`", title.unwrap_or_default());
                let (_, name) = key.parts();
                self.unsupported.note("ids that an earlier session has already", &of, name);
            }
            own.retain(|key| !by_key.contains_key(key));
            if own.is_empty() {
                let title = session.title.values().next().map(|title| to_markdown::line(title));
                let title = title.unwrap_or_default();
                let count = titles.entry(title.clone()).or_default();
                *count += 1;
                let again = if *count > 1 { format!(" ({count})") } else { String::new() };
                own.push(Key::Name(format!("{title}{again}")));
            }
            for key in &own {
                by_key.insert(key.clone(), groups.len());
            }
            groups.push((own, vec![session]));
        }
        for (keys, group) in groups {
            // Never made from a title: titles change, and nothing would be left of a Chinese title.
            let id = |key: &&Key| matches!(key, Key::Id(_));
            let guid = |key: &&Key| matches!(key, Key::Guid(_));
            let made_of = keys.iter().find(id).or(keys.iter().find(guid));
            let ids = self.ids.entry(Kind::Session).or_default();
            let id = ids.give(Kind::Session, &keys, made_of);
            let mut facts = self.session(&group, named, &id);
            if let Some(Key::Guid(guid)) = keys.first() {
                facts.insert(Field::fact("guid"), Value::Text(guid.clone()));
            }
            let role = |(at, role): (&usize, &String)| {
                Some((named.speakers.get(*at)?.clone(), role.clone()))
            };
            let roles = group[0].roles.iter().filter_map(role).collect();
            self.records.push(Record { key: (Kind::Session, id), keys, facts, roles });
        }
    }

    fn session(&mut self, group: &[&Session], named: &ReferencedIds, id: &str) -> Facts {
        let session = group[0];
        let of = format!("`{id}`");
        let mut facts = Facts::new();
        self.name("title", &session.title, id, &mut facts);
        self.words(session, &of, &mut facts);
        match kind(&session.kind) {
            Some(SessionKind::Session) => {}
            Some(kind) => {
                facts.insert(Field::fact("kind"), Value::Text(kind.as_str().to_owned()));
            }
            None => {
                self.unsupported.note(
                    "kinds of sessions (imported as `session`)",
                    &of,
                    &session.kind,
                );
            }
        }
        let status = match session.status {
            Status::Confirmed => None,
            Status::Tentative => Some("tentative"),
            Status::Cancelled => Some("cancelled"),
            Status::Postponed => Some("postponed"),
            Status::Moved => Some("moved"),
        };
        if let Some(status) = status {
            facts.insert(Field::fact("status"), Value::Text(status.to_owned()));
        }
        if group.iter().all(|session| session.all_day) {
            facts.insert(Field::fact("all_day"), Value::Text("true".to_owned()));
        }
        self.times(group, named, &of, &mut facts);
        let mut list = |name, ids: &[String], positions: &[usize]| {
            let mut words: Vec<String> = Vec::new();
            for id in positions.iter().filter_map(|position| ids.get(*position)) {
                if !words.contains(id) {
                    words.push(id.clone());
                }
            }
            if !words.is_empty() {
                facts.insert(Field::fact(name), Value::Words(words));
            }
        };
        list("tracks", &named.tracks, &session.tracks);
        list("speakers", &named.speakers, &session.persons);
        self.rest(session, &of, &mut facts);
        facts
    }

    /// Languages, links, recordings and licences.
    fn rest(&mut self, session: &Session, of: &str, facts: &mut Facts) {
        let mut tags: Vec<String> = Vec::new();
        for tag in &session.languages {
            match canonical_tag(tag).as_deref().map(spoken) {
                Some(tag) if tags.contains(&tag) => {}
                Some(tag) => tags.push(tag),
                None => self.unsupported.note("languages of sessions", of, tag),
            }
        }
        if !tags.is_empty() {
            facts.insert(Field::fact("held_in"), Value::Words(tags));
        }
        self.links("documents", "addresses of documents", &session.attachments, of, facts);
        self.links("links", "addresses of links", &session.links, of, facts);
        let id = of.trim_matches('`');
        if let Some(url) = &session.recording {
            self.address("recording", "addresses of recordings", url, id, facts);
        }
        if let Some(url) = &session.stream {
            self.address("stream", "addresses of streams", url, id, facts);
        }
        if let (Some(url), false) = (&session.url, self.programme.own) {
            self.unsupported.note("addresses of sessions' own pages", of, url);
        }
        if session.no_recording {
            self.unsupported.note("sessions that must not be recorded", of, "");
        }
        if let Some(licence) = session.licence.as_deref().filter(|text| !text.trim().is_empty()) {
            self.unsupported.note("licences of recordings", of, licence);
        }
    }

    fn links(
        &mut self,
        name: &'static str,
        sort: &str,
        links: &[Link],
        of: &str,
        facts: &mut Facts,
    ) {
        let mut found: Vec<(String, String)> = Vec::new();
        for Link { url, title } in links {
            let Some(address) = web_address(url) else {
                if !url.trim().is_empty() {
                    self.unsupported.note(sort, of, url);
                }
                continue;
            };
            let title = to_markdown::line(title);
            // A document needs a title, even if it is only its file name.
            let file = address.rsplit('/').find(|part| !part.is_empty()).unwrap_or(&address);
            let title =
                if title.is_empty() && name == "documents" { file.to_owned() } else { title };
            if !found.iter().any(|(known, _)| *known == address) {
                found.push((address, title));
            }
        }
        if !found.is_empty() {
            facts.insert(Field::fact(name), Value::Links(found));
        }
    }

    /// Times and places, in all the slots of the file.
    fn times(&mut self, group: &[&Session], named: &ReferencedIds, of: &str, facts: &mut Facts) {
        let mut slots: Vec<TimeSlot> = Vec::new();
        for slot in group.iter().flat_map(|session| &session.slots) {
            let rooms = slot.rooms.iter().filter_map(|room| named.places.get(*room));
            let rooms: Vec<String> = rooms.cloned().collect();
            let times = self.clock.times(slot, of, &mut self.unsupported);
            if let Some(SessionTime { day, start: Some(start), .. }) = times.first()
                && slot.day != *day
            {
                let (count, first) = &mut self.moved_days;
                *count += 1;
                if *count == 1 {
                    *first = format!("{of} at {} on {day}, not {}", hh_mm(*start), slot.day);
                }
            }
            for when in times {
                match slots.iter_mut().find(|slot| slot.when == when) {
                    Some(slot) => slot.places.extend(rooms.clone()),
                    None => {
                        let places = rooms.clone();
                        slots.push(TimeSlot { id: slot.id.clone(), when, places });
                    }
                }
            }
        }
        for slot in &mut slots {
            let mut seen = std::collections::BTreeSet::new();
            slot.places.retain(|place| seen.insert(place.clone()));
        }
        slots.sort_by_key(|slot| (slot.when.day, order(slot.when.start, self.clock.day_starts)));
        match &mut slots[..] {
            [] => {}
            [slot] => {
                facts.insert(Field::fact(TIME), Value::Time(slot.when.clone()));
                if !slot.places.is_empty() {
                    facts.insert(Field::fact("places"), Value::Words(slot.places.clone()));
                }
            }
            several => {
                name_slots(several);
                facts.insert(Field::fact("slots"), Value::Slots(slots));
            }
        }
    }

    /// Summary and long text. A subtitle has no field of its own: it becomes the summary if there is
    /// none, and otherwise the first line of the text.
    fn words(&mut self, session: &Session, of: &str, facts: &mut Facts) {
        let mut subtitles = self.languages.texts(&session.subtitle);
        let mut summaries = self.languages.texts(&session.summary);
        let mut texts = self.languages.texts(&session.text);
        let tags: std::collections::BTreeSet<&str> =
            subtitles.keys().chain(summaries.keys()).chain(texts.keys()).copied().collect();
        for tag in tags {
            let subtitle = to_markdown::line(&subtitles.remove(tag).unwrap_or_default());
            let abstract_text = summaries.remove(tag).unwrap_or_default();
            let text = texts.remove(tag).unwrap_or_default();
            let mut losses = to_markdown::Losses::new();
            let (summary, body) = match self.programme.markdown {
                true => {
                    if !subtitle.is_empty() {
                        self.unsupported.note("subtitles", of, &subtitle);
                    }
                    (to_markdown::line(&abstract_text), to_markdown::kept(&text, tag, &mut losses))
                }
                false => arranged([&subtitle, &abstract_text, &text], tag, &mut losses),
            };
            self.lost(&losses, of);
            if !summary.is_empty() {
                facts.insert(Field::text("summary", tag), Value::Text(summary));
            }
            if !body.is_empty() {
                facts.insert(Field::text(BODY, tag), Value::Body(body));
            }
        }
    }
}

/// Summary and long text from a subtitle, an abstract and a text, without repetitions.
fn arranged(
    [subtitle, abstract_text, text]: [&str; 3],
    tag: &str,
    losses: &mut to_markdown::Losses,
) -> (String, String) {
    let mut summary = to_markdown::sentence(abstract_text).unwrap_or_default();
    let mut parts: Vec<&str> = Vec::new();
    if summary.is_empty() {
        parts.push(abstract_text);
    }
    if to_markdown::line(text) != to_markdown::line(abstract_text) {
        parts.push(text);
    }
    let repeated = |text: &str| to_markdown::line(text) == subtitle;
    let mut lead = "";
    if !repeated(&summary) && !parts.iter().any(|part| repeated(part)) {
        match summary.is_empty() {
            true => subtitle.clone_into(&mut summary),
            false => lead = subtitle,
        }
    }
    (summary, to_markdown::document(lead, &parts, tag, losses))
}

/// Gives every slot a unique id, from its id in the file or from its time.
fn name_slots(slots: &mut [TimeSlot]) {
    let mut taken = std::collections::BTreeSet::new();
    for slot in slots {
        let SessionTime { day, start, .. } = &slot.when;
        let given = kebab(&slot.id, |c| c.is_ascii_alphanumeric());
        let given = match given.bytes().all(|byte| byte.is_ascii_digit()) {
            true if !given.is_empty() => format!("slot-{given}"),
            _ => given,
        };
        let hour = start.map(|start| format!("-{}", hh_mm(start).replace(':', "")));
        let dated = format!("on-{day}{}", hour.unwrap_or_default());
        let named = [given, dated.clone()].into_iter();
        let numbered = (2..).map(|number| format!("{dated}-{number}"));
        let mut free = named.chain(numbered).filter(|id| !id.is_empty() && !taken.contains(id));
        slot.id = free.next().unwrap_or(dated);
        taken.insert(slot.id.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summary_and_text_do_not_repeat_each_other() {
        for (subtitle, abstract_text, text, summary, body) in [
            ("", "Short.", "Long.", "Short.", "Long."),
            ("", "Same.", "Same.", "Same.", ""),
            ("Sub", "", "Long.", "Sub", "Long."),
            ("Sub", "Short.", "Long.", "Short.", "**Sub**\n\nLong."),
            ("Same.", "Same.", "", "Same.", ""),
            ("Same.", "", "Same.", "", "Same."),
            ("Sub", "One.\n\nTwo.", "Three.", "Sub", "One.\n\nTwo.\n\nThree."),
            ("", "One.\n\nTwo.", "One.\n\nTwo.", "", "One.\n\nTwo."),
        ] {
            let found = arranged([subtitle, abstract_text, text], "en", &mut Vec::new());
            assert_eq!(found, (summary.to_owned(), body.to_owned()), "{subtitle} {abstract_text}");
        }
    }
}
