//! The words of dates in a language, from CLDR: the names of months and weekdays.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use jiff::civil::date;

use crate::locale::format::Formatter;
use crate::locale::tag::script;

/// What a word of a date means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateWord {
    /// A month, from 1.
    Month(u8),
    /// A day of the week, from 1 for Monday.
    Weekday(u8),
}

/// The names of months and weekdays in one language, as they are in dates.
#[derive(Debug)]
pub struct DateWords {
    /// By the lower-case letter that they begin with.
    names: BTreeMap<char, Vec<Name>>,
    is_ideographic: bool,
}

#[derive(Debug)]
struct Name {
    word: String,
    meaning: DateWord,
}

/// The words of each language that was asked for: loading a language's formats takes longer than
/// reading most texts.
static LOADED: RwLock<BTreeMap<String, Arc<DateWords>>> = RwLock::new(BTreeMap::new());

impl DateWords {
    /// The words of the language with this tag.
    pub fn of(tag: &str) -> Arc<DateWords> {
        let known = LOADED.read().ok().and_then(|loaded| loaded.get(tag).cloned());
        known.unwrap_or_else(|| {
            let words = Arc::new(DateWords::load(tag));
            if let Ok(mut loaded) = LOADED.write() {
                loaded.insert(tag.to_owned(), Arc::clone(&words));
            }
            words
        })
    }

    fn load(tag: &str) -> DateWords {
        let format = Formatter::new(tag);
        let months = (1..=12).map(|month| {
            let text = format.day_month(date(2024, month, 15));
            let words = text.split(|c: char| !c.is_alphabetic());
            words.max_by_key(|word| word.chars().count()).unwrap_or("").to_owned()
        });
        // 1 January 2024 is a Monday.
        let days = (1..=7).map(|day| format.weekday(date(2024, 1, day)));
        let mut names: BTreeMap<char, Vec<Name>> = BTreeMap::new();
        let mut add = |words: Vec<String>, meaning: fn(u8) -> DateWord| {
            for (at, word) in (1..).zip(&words) {
                // `tháng 11`: what is equal in all months is no name.
                let is_name = word.chars().count() > 2
                    && word.chars().all(char::is_alphabetic)
                    && words.iter().filter(|other| *other == word).count() == 1;
                if let (true, Some(first)) = (is_name, word.chars().next()) {
                    let name = Name { word: word.clone(), meaning: meaning(at) };
                    names.entry(lower(first)).or_default().push(name);
                }
            }
        };
        add(months.collect(), DateWord::Month);
        add(days.collect(), DateWord::Weekday);
        let is_ideographic =
            script(tag).is_some_and(|script| ["Hans", "Hant", "Jpan"].contains(&&*script));
        DateWords { names, is_ideographic }
    }

    /// What a word means, in any of its forms (`mandag`, `Mandagen`). In a language that writes a name
    /// with a capital letter, the same word without one is another word: `march`.
    pub fn find(&self, word: &str) -> Option<DateWord> {
        // No name is shorter than three characters.
        if word.len() < 3 {
            return None;
        }
        let first = word.chars().next()?;
        let names = self.names.get(&lower(first))?;
        let is_form = |name: &&Name| {
            let capital = name.word.starts_with(char::is_uppercase);
            let rest = word.get(first.len_utf8()..).zip(name.word.get(first.len_utf8()..));
            let ending = rest.and_then(|(rest, name)| rest.strip_prefix(name));
            (first.is_uppercase() || !capital)
                && ending.is_some_and(|ending| {
                    ending.is_empty()
                        || matches!(name.meaning, DateWord::Weekday(_))
                            && ending.chars().count() <= 2
                })
        };
        names.iter().find(is_form).map(|name| name.meaning)
    }

    /// Whether the language is written with Chinese characters.
    pub fn is_ideographic(&self) -> bool {
        self.is_ideographic
    }
}

fn lower(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_their_forms() {
        let find = |tag, word| DateWords::of(tag).find(word);
        assert_eq!(find("en", "October"), Some(DateWord::Month(10)));
        assert_eq!(find("en", "Thursdays"), Some(DateWord::Weekday(4)));
        assert_eq!(find("en", "march"), None);
        assert_eq!(find("en", "Marching"), None);
        assert_eq!(find("da", "torsdagen"), Some(DateWord::Weekday(4)));
        assert_eq!(find("da", "Oktober"), Some(DateWord::Month(10)));
        assert_eq!(find("de", "März"), Some(DateWord::Month(3)));
        assert_eq!(find("ru", "октября"), Some(DateWord::Month(10)));
        assert_eq!(find("da", "torsk"), None);
        assert!(DateWords::of("zh-Hant").is_ideographic() && !DateWords::of("ko").is_ideographic());
    }
}
