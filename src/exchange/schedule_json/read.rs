//! What both versions have in common.

use serde_json::Value;

use crate::exchange::entry::{Event, join};
use crate::exchange::fault::Fault;
use crate::exchange::gather::{Gather, some};
use crate::exchange::hints::Hints;
use crate::exchange::json::{get, line_in, line_of, list, localized};
use crate::exchange::programme::{Link, Programme, Room, Track};
use crate::exchange::schedule_json::{v1, v2};
use crate::exchange::schedule_xml::GENERATOR;
use crate::exchange::zone::declared;
use crate::exchange::{clean, clock, json, stable, status};

/// Reads a schedule of either version.
///
/// # Errors
/// When the file is no JSON, is no schedule, or has a date, time or duration that cannot be
/// understood.
pub fn read(text: &str, hints: &Hints) -> Result<Programme, Fault> {
    let root = json::read(text)?;
    let schedule = get(&root, "schedule");
    let conference = get(schedule, "conference");
    if !conference.is_object() {
        return Err(Fault::new("there is no `conference` in a `schedule` here")
            .help("export the programme as schedule.json, as frab, pretalx and c3voc have it"));
    }
    let own = line_of(get(&root, "generator"), "name") == GENERATOR;
    let zone_name = line_of(conference, "time_zone_name");
    let zone = declared(&zone_name).map_err(|f| f.line(line_in(text, &zone_name)))?;
    let mut gather = Gather::default();
    let programme = &mut gather.programme;
    programme.timezone =
        zone.as_ref().map(|zone| zone.iana_name().unwrap_or(&zone_name).to_owned());
    (programme.own, programme.markdown) = (own, own);
    programme.acronym = line_of(conference, "acronym");
    programme.title = localized(get(conference, "title"), clean::line);
    programme.version = some(line_of(schedule, "version"));
    programme.url = some(line_of(conference, "url"));
    programme.dates = dates(conference).map_err(|(text_of, f)| f.line(line_in(text, &text_of)))?;
    tracks(&mut gather, conference);
    rooms(&mut gather, conference);
    let zone = zone.or_else(|| hints.timezone.clone());
    let spoken = get(get(&root, "generator"), "languages");
    let mut reader = Reader { gather, hints, zone, own, spoken, events: Vec::new(), text };
    match get(schedule, "events").is_array() {
        true => v2::read(&mut reader, schedule)?,
        false => v1::read(&mut reader, schedule)?,
    }
    let Reader { mut gather, events, .. } = reader;
    let acronym = stable::acronym(&gather.programme.acronym);
    gather.programme.sessions = join(events, &acronym, own);
    let prefixes = get(get(&root, "generator"), "prefixes");
    if own && prefixes.is_object() {
        status::recover(&mut gather.programme, |word| line_of(prefixes, word));
    }
    let known: &[&str] =
        if own { &["$schema", "generator", "schedule"] } else { &["$schema", "schedule"] };
    json::others(&mut gather, &root, known, "");
    json::others(
        &mut gather,
        schedule,
        &["version", "base_url", "conference", "events"],
        "schedule",
    );
    Ok(gather.finish())
}

/// A file that is being read.
pub(in crate::exchange::schedule_json) struct Reader<'a> {
    pub(in crate::exchange::schedule_json) gather: Gather,
    pub(in crate::exchange::schedule_json) hints: &'a Hints,
    pub(in crate::exchange::schedule_json) zone: Option<jiff::tz::TimeZone>,
    /// Whether it is a file of our own.
    pub(in crate::exchange::schedule_json) own: bool,
    /// The languages of events, by guid, where a file of our own says them apart.
    pub(in crate::exchange::schedule_json) spoken: &'a Value,
    pub(in crate::exchange::schedule_json) events: Vec<Event>,
    text: &'a str,
}

impl Reader<'_> {
    /// A fault at the place where something is named.
    pub(in crate::exchange::schedule_json) fn at(&self, name: &str, fault: Fault) -> Fault {
        match fault.line {
            Some(_) => fault,
            None => fault.line(line_in(self.text, name)),
        }
    }

    /// A moment of a key; nothing where there is none.
    pub(in crate::exchange::schedule_json) fn moment(
        &self,
        value: &Value,
        key: &str,
    ) -> Result<Option<jiff::Zoned>, Fault> {
        let text = line_of(value, key);
        if text.is_empty() {
            return Ok(None);
        }
        clock::moment(&text, self.zone.as_ref()).map(Some).map_err(|fault| self.at(&text, fault))
    }
}

type Dates = Option<(jiff::civil::Date, jiff::civil::Date)>;

fn dates(conference: &Value) -> Result<Dates, (String, Fault)> {
    let date = |key: &str| {
        let text = line_of(conference, key);
        match text.is_empty() {
            true => Ok(None),
            false => clock::date(&text).map(Some).map_err(|fault| (text, fault)),
        }
    };
    Ok(date("start")?.zip(date("end")?).filter(|(start, end)| start <= end))
}

fn tracks(gather: &mut Gather, conference: &Value) {
    for track in list(conference, "tracks") {
        let name = localized(get(track, "name"), clean::line);
        let (id, color) = (line_of(track, "slug"), some(line_of(track, "color")));
        let key = name.values().next().cloned().unwrap_or_else(|| id.clone());
        gather.track(&key, || Track { id, name, color });
        let place = format!("track {key}");
        json::others(gather, track, &["name", "slug", "color"], &place);
    }
}

fn rooms(gather: &mut Gather, conference: &Value) {
    for room in list(conference, "rooms") {
        let name = localized(get(room, "name"), clean::line);
        let Some(key) = name.values().next().cloned() else { continue };
        let mut description = localized(get(room, "description"), clean::block);
        if let Some(record) = room.as_object() {
            // An older way to have several languages.
            for (field, text) in record {
                if let Some(tag) = field.strip_prefix("description_")
                    && let Some(tag) = crate::locale::tag::canonical_tag(tag)
                    && let Some(text) = text.as_str().map(clean::block).and_then(some)
                {
                    description.entry(tag).or_insert(text);
                }
            }
        }
        let capacity = get(room, "capacity").as_f64().filter(|c| (1.0..4e9).contains(c));
        gather.room(&key, || Room {
            id: line_of(room, "slug"),
            name,
            guid: some(line_of(room, "guid")),
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is in the range"
            )]
            capacity: capacity.map(|capacity| capacity as u32),
            description,
        });
        let place = format!("room {key}");
        let known: Vec<&str> = room
            .as_object()
            .into_iter()
            .flat_map(|room| room.keys().map(String::as_str))
            .filter(|key| {
                key.starts_with("description") || ["name", "slug", "guid", "capacity"].contains(key)
            })
            .collect();
        json::others(gather, room, &known, &place);
    }
}

/// The addresses of a list, each with its title.
pub(in crate::exchange::schedule_json) fn links(event: &Value, key: &str) -> Vec<Link> {
    let link = |link: &Value| {
        let url = some(line_of(link, "url")).unwrap_or_else(|| line(link));
        Link {
            title: some(line_of(link, "title")).filter(|title| *title != url).unwrap_or_default(),
            url,
        }
    };
    fn line(value: &Value) -> String {
        json::line(value)
    }
    list(event, key).iter().map(link).filter(|link| !link.url.is_empty()).collect()
}

/// An address, but for the one that we write where there is none.
pub(in crate::exchange::schedule_json) fn url(event: &Value) -> Option<String> {
    some(line_of(event, "url")).filter(|url| !url.starts_with("urn:uuid:"))
}
