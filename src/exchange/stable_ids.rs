//! Stable ids for programs: derived from values that do not change, and never random.

use std::collections::BTreeSet;

use uuid::Uuid;

/// The namespace of all UUIDs made here.
fn name_space() -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, b"https://plenary.invalid/")
}

/// The UUID of something with a name in an event, such as a person: it depends on kind, acronym and
/// name alone.
pub fn guid(kind: &str, acronym: &str, name: &str) -> String {
    Uuid::new_v5(&name_space(), format!("{acronym}/{kind}/{name}").as_bytes()).to_string()
}

/// The UUID of a part of something with a UUID.
pub(super) fn part_guid(whole: &str, part: &str) -> String {
    let whole = Uuid::parse_str(whole).unwrap_or_else(|_| name_space());
    Uuid::new_v5(&whole, part.as_bytes()).to_string()
}

/// The text, if it is a UUID in the form that all formats accept.
pub fn as_uuid(text: &str) -> Option<String> {
    (text.len() == 36).then(|| Uuid::parse_str(text).ok()).flatten()?;
    Some(text.to_owned())
}

/// Unique numbers, for formats that demand them.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    taken: BTreeSet<u32>,
}

impl Numbers {
    /// The number that an id already is, if it is not taken.
    pub(super) fn own(&mut self, id: &str) -> Option<u32> {
        let number = as_number(id)?;
        self.taken.insert(number).then_some(number)
    }

    /// A number derived from a name.
    pub(super) fn of(&mut self, name: &str) -> u32 {
        let bits = Uuid::new_v5(&name_space(), name.as_bytes()).as_u128();
        // Readers store it in 31 bits, and numbers that people choose are small.
        let mut number = u32::try_from(bits >> 98).unwrap_or_default() | 0x2000_0000;
        while !self.taken.insert(number) {
            number = number % 0x7fff_fffe + 1;
        }
        number
    }
}

/// An id that is a positive number which every reader can store.
pub(super) fn as_number(id: &str) -> Option<u32> {
    let number: u32 = id.parse().ok()?;
    ((1..=0x7fff_ffff).contains(&number) && number.to_string() == id).then_some(number)
}

/// An event's acronym as all schedules accept it: `[a-z0-9_]{4,}`.
pub fn acronym(text: &str) -> String {
    let word = |c: char| match c.to_ascii_lowercase() {
        c if c.is_ascii_alphanumeric() => c,
        _ => '_',
    };
    let mut acronym: String = text.trim().chars().map(word).take(60).collect();
    if acronym.chars().all(|c| c == '_') {
        acronym.clear();
    }
    if acronym.len() < 4 {
        acronym.push_str(if acronym.is_empty() { "event" } else { "_event" });
    }
    acronym
}

/// The slug of a slot as all schedules accept it. It holds the ids, so that they can be restored:
/// `acronym-session`, `acronym-session_slot`, `acronym-session_slot_2` for its second room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Slug {
    /// The session's id.
    pub(super) session: String,
    /// The slot's id; empty for the only one.
    pub(super) slot: String,
    /// Which of the slot's rooms it is, from 0.
    pub(super) room: usize,
}

impl Slug {
    /// Whether it can hold an id.
    pub(super) fn holds(id: &str) -> bool {
        let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        id.bytes().all(good) && !id.ends_with('-') && id.len() <= 200
    }

    /// The slug, after the event's acronym.
    pub(super) fn write(&self, acronym: &str) -> String {
        let mut tail = self.session.clone();
        if !self.slot.is_empty() || self.room > 0 {
            tail = format!("{tail}_{}", self.slot);
        }
        if self.room > 0 {
            tail = format!("{tail}_{}", self.room + 1);
        }
        // The schema demands four characters.
        format!("{acronym}-{tail:_>4}")
    }

    /// The ids in a slug of this event.
    pub(super) fn read(slug: &str, acronym: &str) -> Option<Slug> {
        let tail = slug.strip_prefix(acronym)?.strip_prefix('-')?.trim_start_matches('_');
        let mut parts = tail.split('_');
        let session = parts.next().filter(|session| !session.is_empty())?.to_owned();
        let slot = parts.next().unwrap_or_default().to_owned();
        let room = match parts.next() {
            Some(number) => number.parse::<usize>().ok()?.checked_sub(1)?,
            None => 0,
        };
        parts.next().is_none().then_some(Slug { session, slot, room })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_match_every_schema() {
        for (text, fit) in [
            ("Forum-2018", "forum_2018"),
            ("c4", "c4_event"),
            ("", "event"),
            ("中文", "event"),
            ("36c3", "36c3"),
        ] {
            assert_eq!(acronym(text), fit);
        }
    }

    #[test]
    fn slugs_survive_a_round_trip() {
        for (session, slot, room, written) in [
            ("opening", "", 0, "forum-opening"),
            ("x", "", 0, "forum-___x"),
            ("x", "a", 0, "forum-_x_a"),
            ("site-visit", "", 2, "forum-site-visit__3"),
            ("site-visit", "second", 1, "forum-site-visit_second_2"),
        ] {
            let slug = Slug { session: session.into(), slot: slot.into(), room };
            assert_eq!(slug.write("forum"), written);
            assert_eq!(Slug::read(written, "forum"), Some(slug));
        }
        for other in ["forum", "forum-", "other-x", "forum-a_b_0", "forum-a_b_2_c", "forum-a_b_x"] {
            assert_eq!(Slug::read(other, "forum"), None, "{other}");
        }
    }

    #[test]
    fn numbers_are_stable_and_unique() {
        let mut numbers = Numbers::default();
        assert_eq!(numbers.own("17"), Some(17));
        assert_eq!(numbers.own("17"), None);
        for wrong in ["0", "017", "-1", "2147483648", "a", "", "１"] {
            assert_eq!(numbers.own(wrong), None, "{wrong}");
        }
        let first = numbers.of("opening");
        assert_ne!(numbers.of("opening"), first);
        assert_eq!(Numbers::default().of("opening"), first);
        assert!(first <= 0x7fff_ffff);
    }

    #[test]
    fn guids_do_not_change() {
        // Apps store favourites by these ids: with other values, all favourites would be lost.
        assert_eq!(guid("session", "forum", "opening"), guid("session", "forum", "opening"));
        let whole = guid("session", "forum", "opening");
        assert_eq!(whole.len(), 36);
        assert_ne!(part_guid(&whole, "second"), whole);
        assert_eq!(as_uuid("HOqeNIb6G7M4hYFKFRkCmQ"), None);
    }
}
