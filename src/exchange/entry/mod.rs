//! The entries of a schedule: a session at one time in one room.
//!
//! Schedules know nothing else. A session that is held twice, or in three rooms, is several entries,
//! and their names for programs are made so that they can be put together again.

mod join;
mod split;

pub(in crate::exchange) use join::{Event, join};
pub(in crate::exchange) use split::{Entry, days, entries};

use crate::exchange::programme::Texts;

/// The text of a language: its own, the one whose language is not told, one of the same language in
/// another script or country, or the first.
pub(in crate::exchange) fn pick<'a>(texts: &'a Texts, lang: &str) -> &'a str {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let near = || texts.iter().find(|(tag, _)| primary(tag) == primary(lang)).map(|(_, text)| text);
    let found = texts.get(lang).or_else(|| texts.get("")).or_else(near);
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
            (&[], "da", ""),
        ] {
            assert_eq!(pick(&texts(all), lang), picked);
        }
    }
}
