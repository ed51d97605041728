//! Files that a site of ours wrote: brought back to the same site they change nothing, and brought to
//! another they are what they were.
//!
//! Their ids are those of records. What they say is sometimes more than the record says: an identifier
//! that is made where there is none, a text of another language where one is missing, the whole
//! address of a file. None of that is news to the site that wrote it.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::content::kind::Kind;
use crate::exchange::programme::{Programme, Texts};
use crate::exchange::{as_uuid, guid};
use crate::locale::tag::spoken;
use crate::tools::import::fact::{BODY, Field, Value};
use crate::tools::import::ids::{Ids, Key};
use crate::tools::import::lock::Source;
use crate::tools::import::present::{Present, Standing};
use crate::tools::import::to_markdown;
use crate::tools::import::wanted::{Record, person_keys, room_keys, session_keys, track_keys};

/// The programme with the ids that the site has for its people. schedule.xml has only identifiers that
/// are made of ours: a stranger's are nobody's ids, and people with them are known by their names.
pub(super) fn with_people(programme: &Programme, present: &Present<'_>) -> Programme {
    let people = present.records.keys().filter(|(kind, _)| *kind == Kind::Speaker);
    let by_guid: BTreeMap<String, &str> =
        people.map(|(_, id)| (guid("person", &programme.acronym, id), &**id)).collect();
    let mut programme = programme.clone();
    for person in &mut programme.persons {
        if as_uuid(&person.id).is_some() {
            person.id = by_guid.get(&person.id).map(|id| (*id).to_owned()).unwrap_or_default();
        }
    }
    programme
}

/// Gives what a site's own file names the ids that the site has for it: the same, or those of what has
/// the same name where the format has no ids.
pub(super) fn know(programme: &Programme, present: &Present<'_>, ids: &mut BTreeMap<Kind, Ids>) {
    let mut by_name: BTreeMap<(Kind, String), Vec<&str>> = BTreeMap::new();
    for ((kind, id), standing) in &present.records {
        for (field, value) in &standing.facts {
            if let ("name" | "title", Value::Text(name)) = (field.name, value) {
                let found = by_name.entry((*kind, name.clone())).or_default();
                found.push(id);
                found.dedup();
            }
        }
    }
    let mut know = |kind: Kind, keys: &[Key], names: &Texts| {
        let own = keys.iter().find_map(|key| match key {
            Key::Id(id) => present.records.get_key_value(&(kind, id.clone())),
            _ => None,
        });
        let named = || {
            let name = to_markdown::line(names.values().next()?);
            // A calendar has the venue and the address behind a room's name.
            let ends = name.match_indices(", ").map(|(at, _)| at).filter(|_| kind == Kind::Place);
            let mut starts: Vec<usize> = ends.chain([name.len()]).collect();
            starts.reverse();
            let mut found = starts
                .iter()
                .filter_map(|end| by_name.get(&(kind, name[..*end].to_owned())).map(Vec::as_slice));
            match found.next()? {
                [id] if kind != Kind::Session => Some((*id).to_owned()),
                _ => None,
            }
        };
        if let Some(id) = own.map(|((_, id), _)| id.clone()).or_else(named) {
            ids.entry(kind).or_default().reserve(&id, keys);
        }
    };
    programme.rooms.iter().for_each(|room| know(Kind::Place, &room_keys(room), &room.name));
    programme.tracks.iter().for_each(|track| know(Kind::Track, &track_keys(track), &track.name));
    programme.persons.iter().for_each(|one| know(Kind::Speaker, &person_keys(one), &one.name));
    let sessions = programme.sessions.iter();
    sessions.for_each(|one| know(Kind::Session, &session_keys(one), &one.title));
}

/// Takes out of a site's own records what is no news to it.
pub(super) fn without_echoes(
    records: &mut [Record],
    programme: &Programme,
    present: &Present<'_>,
    before: &Source,
) {
    for record in records {
        let key = (record.kind, record.id.clone());
        let Some(standing) = present.records.get(&key) else { continue };
        let locked = before.records.get(&key);
        record.facts.retain(|field, value| {
            let known = locked.iter().flat_map(|locked| locked.facts.keys());
            let imported = known.clone().any(|known| known == field);
            // Another site, in which it is the same in another language.
            let translated = field.is_text() && known.clone().any(|known| known.name == field.name);
            // Much of what a calendar says is put together of all there is.
            let composed = !programme.markdown
                && matches!(field.name, BODY | "name" | "status" | "kind" | "title");
            imported || !(composed && !translated || is_echo(field, value, standing))
        });
    }
}

/// Whether a site says a fact only because a format has to have something there.
fn is_echo(field: &Field, value: &Value, standing: &Standing) -> bool {
    let known = standing.facts.get(field);
    let json = &standing.json;
    match field.name {
        "guid" => true,
        "url" => true,
        "places" => json.get("places").and_then(Json::as_str) == Some("all"),
        "documents" => known.is_some(),
        // The second version of schedule.json has one always.
        "held_in" => known.is_none_or(|known| heard(known) == heard(value)),
        "links" => {
            let also = ["stream", "recording"].map(|name| json.get(name));
            let registration = json.get("registration").and_then(|one| one.get("url"));
            let also: Vec<&str> =
                also.into_iter().chain([registration]).flatten().filter_map(Json::as_str).collect();
            known.is_some()
                || matches!(value, Value::Links(links) if links.iter().all(|(url, _)| also.contains(&&**url)))
        }
        // Links lead to whole addresses there.
        BODY => standing.facts.keys().any(|known| known.name == BODY),
        _ if field.is_text() && known.is_none() => {
            let mut others = standing.facts.iter().filter(|(other, _)| other.name == field.name);
            others.any(|(_, other)| other.line() == value.line())
        }
        _ => false,
    }
}

/// Languages as they are spoken: a site may say `zh-Hans`, and publishes `zh`.
fn heard(value: &Value) -> Vec<String> {
    match value {
        Value::Words(tags) => tags.iter().map(|tag| spoken(tag)).collect(),
        _ => Vec::new(),
    }
}
