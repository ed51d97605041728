//! `content/event.yaml` for a site without one: what a file declares about its event.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::base::yaml::emit::Yaml;
use crate::exchange::programme::{self, Programme, Texts};
use crate::locale::distance::nearest;
use crate::locale::tag::canonical_tag;
use crate::tools::import::facts::hh_mm;
use crate::tools::import::ids::kebab;
use crate::tools::import::unsupported::Unsupported;
use crate::tools::import::wall_clock::{WallClock, day_starts};
use crate::tools::import::{ImportOptions, Refusal, to_markdown};

/// The head of the file.
const HEAD: &str = "\
# The event. `plenary import` made this file; it is yours now, and no import changes it.
";

/// The names of languages in their own language.
const NAMES: [(&str, &str); 37] = [
    ("ar", "العربية"),
    ("bg", "Български"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("eo", "Esperanto"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("eu", "Euskara"),
    ("fi", "Suomi"),
    ("fo", "Føroyskt"),
    ("fr", "Français"),
    ("he", "עברית"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("kl", "Kalaallisut"),
    ("ko", "한국어"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("nb", "Norsk bokmål"),
    ("nl", "Nederlands"),
    ("nn", "Norsk nynorsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sv", "Svenska"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
];

/// The text of `event.yaml`, and the assumptions made for it.
///
/// # Errors
/// The facts that an event must have and the file does not state.
pub(super) fn event_yaml(
    programme: &Programme,
    options: &ImportOptions,
) -> Result<(String, Vec<String>), Refusal> {
    let mut notes = Vec::new();
    let zone = zone(programme, options, &mut notes);
    let languages = languages(programme, options, &mut notes);
    let (zone, languages) = match (zone, languages) {
        (Ok(zone), Ok(languages)) => (zone, languages),
        (Err(one), Err(other)) => return Err(one.and(other)),
        (Err(refusal), _) | (_, Err(refusal)) => return Err(refusal),
    };
    let starts = day_starts(programme, &zone);
    let (start, end) = dates(programme, &zone, starts).ok_or_else(|| {
        Refusal::words(
            &format!("{} does not say when the event is", options.file),
            "write content/event.yaml first, with `start` and `end`",
        )
    })?;
    let source = languages.first().cloned().unwrap_or_default();
    let mut name: BTreeMap<String, String> = BTreeMap::new();
    for (tag, text) in &programme.title {
        let tag = if tag.is_empty() { Some(source.clone()) } else { canonical_tag(tag) };
        let text = to_markdown::line(text);
        if let Some(tag) = tag.filter(|tag| languages.contains(tag) && !text.is_empty()) {
            name.entry(tag).or_insert(text);
        }
    }
    if name.is_empty() {
        let instead =
            if programme.acronym.is_empty() { &options.source } else { &programme.acronym };
        name.insert("mul".to_owned(), instead.clone());
        notes.push(format!(
            "{} does not name the event; replace `{instead}` in content/event.yaml by its name",
            options.file
        ));
    }
    let mut fields = vec![
        ("id", Yaml::Text(id(programme, options))),
        ("name", Yaml::Map(name.into_iter().map(|(tag, text)| (tag, Yaml::Text(text))).collect())),
        ("start", Yaml::Text(start.to_string())),
        ("end", Yaml::Text(end.to_string())),
        ("timezone", Yaml::Text(zone.iana_name().unwrap_or("UTC").to_owned())),
    ];
    if starts != jiff::civil::time(4, 0, 0, 0) {
        fields.push(("day_starts", Yaml::Quoted(hh_mm(starts))));
    }
    fields.push(("languages", Yaml::List(languages.iter().map(|tag| language(tag)).collect())));
    fields.push(("menu", Yaml::Words(menu(programme))));
    let lines = fields.iter().map(|(name, value)| format!("{name}:{}\n", value.behind(0)));
    Ok((format!("{HEAD}{}", lines.collect::<String>()), notes))
}

/// The time zone of the event: the given zone, or the zone that the file names, or else the fixed
/// offset from UTC that all of the file's times have.
fn zone(
    programme: &Programme,
    options: &ImportOptions,
    notes: &mut Vec<String>,
) -> Result<TimeZone, Refusal> {
    let named = programme.timezone.as_ref().and_then(|name| TimeZone::get(name).ok());
    let known = |zone: &TimeZone| zone.iana_name().is_some_and(|n| n.contains('/') || n == "UTC");
    if let Some(zone) = options.timezone.clone().or(named).filter(known) {
        return Ok(zone);
    }
    let fixed = fixed_zone(programme);
    if let Some(name) = fixed.as_ref().and_then(|zone| zone.iana_name()) {
        notes.push(format!(
            "{} does not name the time zone of the event; its times fit `{name}`: write region and \
             city into content/event.yaml, such as `Europe/Copenhagen`",
            options.file
        ));
    }
    fixed.ok_or_else(|| {
        Refusal::words(
            &format!("{} does not name the time zone of the event", options.file),
            "add it by region and city, such as `--timezone Europe/Copenhagen`",
        )
    })
}

/// The zone without summer time that has the offset of all times of a programme.
///
/// The names of such zones have inverted signs: `Etc/GMT-1` is an hour ahead of UTC.
fn fixed_zone(programme: &Programme) -> Option<TimeZone> {
    let starts = programme.sessions.iter().flat_map(|session| &session.slots);
    let mut offsets = starts.filter_map(|slot| Some(slot.time.start()?.offset().seconds()));
    let first = offsets.next()?;
    if first % 3600 != 0 || offsets.any(|offset| offset != first) {
        return None;
    }
    TimeZone::get(&format!("Etc/GMT{:+}", -first / 3600)).ok()
}

/// The language that most sessions are held in.
fn spoken(programme: &Programme) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for session in &programme.sessions {
        if let Some(tag) = session.languages.first().and_then(|tag| canonical_tag(tag)) {
            *counts.entry(tag).or_default() += 1;
        }
    }
    // Of equal counts the last tag wins, so that the order of the file does not matter.
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(tag, _)| tag)
}

/// The languages of the file's texts: first the language of texts that do not declare one, then the
/// others in the order in which the file lists them, or by the number of their texts.
fn languages(
    programme: &Programme,
    options: &ImportOptions,
    notes: &mut Vec<String>,
) -> Result<Vec<String>, Refusal> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut undeclared = false;
    let mut count = |texts: &Texts| {
        for tag in texts.keys() {
            match canonical_tag(tag) {
                _ if tag.is_empty() => undeclared = true,
                Some(tag) => *counts.entry(tag).or_default() += 1,
                None => {}
            }
        }
    };
    count(&programme.title);
    programme.tracks.iter().for_each(|track| count(&track.name));
    programme.rooms.iter().flat_map(|room| [&room.name, &room.description]).for_each(&mut count);
    programme.persons.iter().for_each(|person| count(&person.biography));
    for session in &programme.sessions {
        [&session.title, &session.summary, &session.text].into_iter().for_each(&mut count);
    }
    let mut tags: Vec<String> = counts.keys().cloned().collect();
    let listed = |tag: &String| programme.languages.iter().position(|other| other == tag);
    let spoken_in = |tag: &str| {
        let first = |session: &&programme::Session| {
            session.languages.first().and_then(|tag| canonical_tag(tag)).as_deref() == Some(tag)
        };
        programme.sessions.iter().filter(first).count()
    };
    // The order of the file decides, then the number of texts and sessions.
    tags.sort_by_key(|tag| {
        let counts = (counts[tag], spoken_in(tag));
        (listed(tag).unwrap_or(usize::MAX), std::cmp::Reverse(counts))
    });
    if let Some(first) = &options.language {
        tags.retain(|tag| tag != first);
        tags.insert(0, first.clone());
    } else if let (true, true, Some(tag)) = (undeclared, tags.is_empty(), spoken(programme)) {
        notes.push(format!(
            "{} does not declare the language of its texts; they are read as `{tag}`, the language \
             of most sessions: if that is wrong, start again with `--language`",
            options.file
        ));
        tags.push(tag);
    } else if undeclared && tags.is_empty() {
        return Err(Refusal::words(
            &format!("{} does not declare the language of its texts", options.file),
            "add it, such as `--language en`",
        ));
    }
    if tags.is_empty() {
        return Err(Refusal::words(
            &format!("{} has no texts", options.file),
            "export the programme with its titles",
        ));
    }
    tags.truncate(crate::base::text::MOST_LANGUAGES);
    Ok(tags)
}

fn language(tag: &str) -> Yaml {
    let named = nearest(tag, NAMES.iter().map(|(known, _)| *known));
    let name = named.map_or(tag, |(at, _)| NAMES[at].1);
    let field = |name: &str, value: &str| (name.to_owned(), Yaml::Text(value.to_owned()));
    Yaml::Braces(vec![field("tag", tag), field("name", name)])
}

/// The first and the last day: those that the file declares, and all with a session.
fn dates(programme: &Programme, zone: &TimeZone, day_starts: Time) -> Option<(Date, Date)> {
    let clock = WallClock { zone: zone.clone(), day_starts };
    let slots = programme.sessions.iter().flat_map(|session| &session.slots);
    // Unsupported parts of a time are reported when the time is written.
    let held = slots.flat_map(|slot| clock.times(slot, "", &mut Unsupported::default()));
    let declared = programme.dates.into_iter().flat_map(|(start, end)| [start, end]);
    let days: Vec<Date> = held.map(|when| when.day).chain(declared).collect();
    Some((*days.iter().min()?, *days.iter().max()?))
}

/// The event's id: its acronym, or else the name of the file.
fn id(programme: &Programme, options: &ImportOptions) -> String {
    let word = |text: &str| kebab(text, |c| c.is_ascii_alphanumeric());
    let mut words = [word(&programme.acronym), word(&options.source)].into_iter();
    words.find(|id| !id.is_empty()).unwrap_or_else(|| "event".to_owned())
}

/// The pages that have something to show.
fn menu(programme: &Programme) -> Vec<String> {
    // A record that no session refers to has no page.
    let any = |has: &dyn Fn(&programme::Session) -> bool| programme.sessions.iter().any(has);
    let pages = [
        ("agenda", !programme.sessions.is_empty()),
        ("tracks", any(&|session| !session.tracks.is_empty())),
        ("speakers", any(&|session| !session.persons.is_empty())),
        ("places", any(&|session| session.slots.iter().any(|slot| !slot.rooms.is_empty()))),
    ];
    pages.into_iter().filter(|(_, any)| *any).map(|(page, _)| page.to_owned()).collect()
}
