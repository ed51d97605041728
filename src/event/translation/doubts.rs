//! What in a translation may be a slip: other facts than in its source, or another language.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use rapidhash::fast::RapidHasher;

use crate::base::text::{Lang, is_cjk};
use crate::content::unit_text::Text;
use crate::event::model::{About, Event};
use crate::event::translation::facts::{FactDifference, Facts};
use crate::event::translation::units::Unit;
use crate::locale::date_words::DateWords;
use crate::locale::language_guess::{Guess, Guesser};
use crate::locale::tag::script;

/// Why a translation is doubtful.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It is the same as the source text.
    Copied,
    /// It seems to be in another language than its own.
    Language(Guess),
    /// Its numbers, dates, links, files or code differ from those of the source.
    Facts(FactDifference),
    /// It lacks the name of a person that the source has; the name in its language.
    Name(String),
}

/// What is needed to doubt translations of an event.
pub struct Doubts<'a> {
    /// The words of dates, by language.
    words: Vec<Arc<DateWords>>,
    /// What guesses whether a text is in another language, by language.
    guessers: Vec<Option<Guesser>>,
    /// Whether the language is written in the script of the source, by language.
    same_script: Vec<bool>,
    /// The names of people by their first characters in the source language.
    people: HashMap<NameStart, Vec<&'a About>, BuildHasherDefault<RapidHasher<'static>>>,
}

/// The number of words from which an equal text is no name or loanword.
const WORDS_OF_A_COPY: usize = 4;

/// The first characters of a name, by which it is found.
type NameStart = (char, char);

impl<'a> Doubts<'a> {
    /// Prepares to doubt translations of an event.
    pub fn new(event: &'a Event) -> Doubts<'a> {
        let tags: Vec<&str> =
            event.config.languages.iter().map(|(_, language)| &*language.tag).collect();
        let words = tags.iter().map(|tag| DateWords::of(tag)).collect();
        let source_script = script(tags[Lang::SOURCE.index()]);
        let same_script = tags.iter().map(|tag| script(tag) == source_script).collect();
        let mut people: HashMap<NameStart, Vec<&About>, _> = HashMap::default();
        let speakers = event.speakers.iter().map(|(_, speaker)| &speaker.about);
        for about in speakers.chain(event.contacts.iter().map(|(_, contact)| &contact.about)) {
            if let Some(start) = name(about, Lang::SOURCE).and_then(start) {
                people.entry(start).or_default().push(about);
            }
        }
        let is_english = |tag: &str| tag == "en" || tag.starts_with("en-");
        let english = (!tags.iter().any(|tag| is_english(tag))).then_some("en");
        let guesser = |own: &&str| {
            let others = tags.iter().copied().filter(|tag| tag != own).chain(english);
            Guesser::new(own, &others.collect::<Vec<_>>())
        };
        let guessers = tags.iter().map(guesser).collect();
        Doubts { words, guessers, same_script, people }
    }

    /// The worst doubt about a translation; `None` if there is none, or nothing to compare.
    pub fn of(&self, unit: &Unit) -> Option<Doubt> {
        let (source, translation) = (&unit.source.as_ref()?.text, &unit.translation.as_ref()?.text);
        if source.hash == translation.hash {
            let is_copy = source.word_count() >= WORDS_OF_A_COPY;
            return is_copy.then_some(Doubt::Copied);
        }
        if let Some(guess) = self.other_language(unit) {
            return Some(Doubt::Language(guess));
        }
        let [ours, theirs] = [Lang::SOURCE, unit.lang].map(|lang| &*self.words[lang.index()]);
        let facts = Facts::of(source, ours).differences(&Facts::of(translation, theirs));
        if !facts.is_empty() {
            return Some(Doubt::Facts(facts));
        }
        self.lost_name(source, translation, unit.lang).map(Doubt::Name)
    }

    /// What a translation seems to be in, if that is not its language.
    pub fn other_language(&self, unit: &Unit) -> Option<Guess> {
        if is_name(&unit.name) {
            return None;
        }
        let guesser = self.guessers.get(unit.lang.index())?.as_ref()?;
        let text = &unit.translation.as_ref()?.text;
        guesser.other_language(&text.words)
    }

    /// The name that a translation should have: the one in its language. One that is the same in all
    /// languages may be written in another way in another script.
    fn name_in(&self, about: &'a About, lang: Lang) -> Option<&'a str> {
        let shared = about.title.as_shared().filter(|_| self.same_script[lang.index()]);
        about.title.own(lang).or(shared).map(|text| text.value.trim())
    }

    /// The name of a person that a source text has and its translation lacks. A part of the name is
    /// enough: `Ms Larsen`.
    fn lost_name(&self, source: &Text, translation: &Text, lang: Lang) -> Option<String> {
        let mut before = ' ';
        for (at, c) in source.words.char_indices() {
            let begins = is_cjk(c) || (c.is_uppercase() && !before.is_alphanumeric());
            before = c;
            if !begins {
                continue;
            }
            let rest = &source.words[at..];
            let people = start(rest).and_then(|start| self.people.get(&start));
            for about in people.into_iter().flatten() {
                let Some(own) = name(about, Lang::SOURCE).filter(|own| rest.starts_with(*own))
                else {
                    continue;
                };
                let goes_on =
                    rest[own.len()..].starts_with(|c: char| c.is_alphanumeric() && !is_cjk(c));
                let Some(wanted) = self.name_in(about, lang).filter(|_| !goes_on) else { continue };
                let mut parts = wanted.split([' ', '·']).filter(|part| part.chars().count() > 1);
                if !parts.any(|part| translation.words.contains(part)) {
                    return Some(wanted.to_owned());
                }
            }
        }
        None
    }
}

/// The beginning of a name by which it is found.
fn start(text: &str) -> Option<NameStart> {
    let mut chars = text.chars();
    Some((chars.next()?, chars.next()?))
}

/// The name of a person in a language, also if it is the same in all; `None` for one of a single word,
/// which may also be another word, unless it is in Chinese characters.
fn name(about: &About, lang: Lang) -> Option<&str> {
    let own = about.title.own(lang).or(about.title.as_shared()).map(|text| text.value.trim())?;
    let is_full = own.contains(' ') || own.chars().all(is_cjk);
    is_full.then_some(own)
}

/// Whether a unit is a name, which can be in any language.
fn is_name(unit: &str) -> bool {
    let field = unit.rsplit(' ').next().unwrap_or(unit);
    matches!(
        field,
        "name"
            | "short_name"
            | "address"
            | "town"
            | "editions"
            | "documents"
            | "links"
            | "transport"
    )
}
