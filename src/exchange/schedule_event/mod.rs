//! The events of a schedule: a session at one time in one room.
//!
//! Schedules have nothing else. A session that is held twice, or in three rooms, becomes several
//! events, with ids from which the session can be restored.

mod merge_events;
mod schedule_context;
mod split_sessions;

pub(in crate::exchange) use merge_events::{ReadEvent, merge_events};
pub(in crate::exchange) use schedule_context::ScheduleContext;
pub(in crate::exchange) use split_sessions::ScheduleEvent;

use crate::exchange::programme::Texts;
use crate::locale::distance::{is_spoken_alike, nearest};

/// The text for a language: its own, the one without a declared language, the nearest one that its
/// readers can read, one of the same language in another script, or the first.
pub(in crate::exchange) fn pick<'a>(texts: &'a Texts, lang: &str) -> &'a str {
    let near = || {
        let (at, _) = nearest(lang, texts.keys().map(String::as_str))?;
        texts.values().nth(at)
    };
    let alike = || {
        let mut texts = texts.iter();
        texts.find(|(tag, _)| is_spoken_alike(tag, lang)).map(|(_, text)| text)
    };
    let found = texts.get(lang).or_else(|| texts.get("")).or_else(near).or_else(alike);
    found.or_else(|| texts.values().next()).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_text_is_picked() {
        let texts = |all: &[(&str, &str)]| -> Texts {
            all.iter().map(|(tag, text)| ((*tag).to_owned(), (*text).to_owned())).collect()
        };
        for (all, lang, picked) in [
            (&[("da", "a"), ("en", "b")][..], "en", "b"),
            (&[("", "a"), ("da", "b")], "en", "a"),
            (&[("da", "a"), ("zh-Hans", "b")], "zh", "b"),
            (&[("da", "a"), ("en", "b")], "zh", "a"),
            (&[("en-GB", "a"), ("en-US", "b")], "en", "b"),
            (&[("da", "a"), ("zh-Hans", "b"), ("zh-Hant", "c")], "zh-HK", "c"),
            (&[("da", "a"), ("zh-Hans", "b")], "zh-TW", "b"),
            (&[], "da", ""),
        ] {
            assert_eq!(pick(&texts(all), lang), picked);
        }
    }
}
