//! The warnings of `plenary check` about translations that are out of date or in another language.

use std::collections::BTreeMap;

use crate::base::count::counted;
use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Sources, Span};
use crate::base::text::Lang;
use crate::event::model::Event;
use crate::event::translation::doubts::Doubt;
use crate::event::translation::facts::FactDifference;
use crate::event::translation::grade::Grade;
use crate::event::translation::state::State;
use crate::event::translation::tracked::Tracked;
use crate::event::translation::units::Unit;
use crate::locale::language_guess::Guess;

/// Warns of translations whose source text changed.
pub fn warn_of_stale(event: &Event, all: &[Tracked], sources: &Sources, report: &mut Report) {
    for (lang, language) in event.config.languages.iter() {
        let mut others = 0;
        for tracked in all.iter().filter(|tracked| tracked.unit.lang == lang) {
            match &tracked.state {
                State::Stale(change) if change.grade == Grade::Facts => {
                    let fault = stale_fact(tracked, &language.name, &language.tag, sources);
                    report.extend(fault);
                }
                State::Stale(_) => others += 1,
                _ => {}
            }
        }
        if others > 0 && lang != Lang::SOURCE {
            report.push(others_stale(others, &language.name, &language.tag));
        }
    }
}

fn stale_fact(tracked: &Tracked, name: &str, tag: &str, sources: &Sources) -> Option<Diagnostic> {
    let (source, translation) = (tracked.unit.source.as_ref()?, tracked.unit.translation.as_ref()?);
    let State::Stale(change) = &tracked.state else { return None };
    let unit = &tracked.unit.name;
    let FactDifference { lost, added } = &change.facts;
    let what = match change.facts.is_empty() {
        true => String::new(),
        false => format!("; in the source, {}", changed_facts(lost, added)),
    };
    let accept = accepting(tracked, sources);
    Some(
        Diagnostic::warning(
            "translation/stale-fact",
            format!("the translation of `{unit}` into {name} ({tag}) is out of date{what}"),
        )
        .at(translation.span.clone())
        .related(source.span.clone(), "the source")
        .help(format!("correct the translation, then run {accept}")),
    )
}

/// How to accept a unit: the parts of a long text have one name, and different lines.
fn accepting(tracked: &Tracked, sources: &Sources) -> String {
    let Unit { name, translation, .. } = &tracked.unit;
    let place = translation.as_ref().filter(|_| name.ends_with(" text"));
    match place.and_then(|placed| Some((placed, sources.locate(&placed.span)?))) {
        Some((placed, at)) => {
            let path = &sources.get(placed.span.file).path;
            format!("`plenary translate accept` for `{path}:{}`", at.line)
        }
        None => format!("`plenary translate accept \"{name}\"`"),
    }
}

/// Units with the places of their translations.
type Places<'a> = Vec<(&'a Unit, &'a Span)>;

/// Warns of translations that seem to be in another language than theirs, once for each file.
pub fn warn_of_other_languages(
    event: &Event,
    all: &[Tracked],
    sources: &Sources,
    report: &mut Report,
) {
    let mut found: BTreeMap<(FileId, Lang, &Guess), Places<'_>> = BTreeMap::new();
    for tracked in all {
        if let (Some(Doubt::Language(guess)), Some(translation)) =
            (&tracked.doubt, &tracked.unit.translation)
        {
            let place = (&tracked.unit, &translation.span);
            let key = (translation.span.file, tracked.unit.lang, guess);
            found.entry(key).or_default().push(place);
        }
    }
    for ((file, lang, guess), places) in found {
        let Some((unit, span)) = places.first() else { continue };
        let (texts, it, chosen) = match places.len() {
            1 => ("this seems".to_owned(), "it is", unit.name.to_string()),
            count => {
                let path = sources.get(file).path.to_string();
                (format!("{count} texts of this file seem"), "they are", path)
            }
        };
        let shown = |lang: Lang| {
            let language = event.config.languages.get(lang);
            format!("{} ({})", language.name, language.tag)
        };
        let other = match guess {
            Guess::OtherScript => "another language".to_owned(),
            Guess::Language(tag) => {
                event.config.languages.find(tag).map_or_else(|| format!("`{tag}`"), shown)
            }
        };
        report.push(
            Diagnostic::warning(
                "translation/doubtful-language",
                format!("{texts} to be in {other}, not in {}", shown(lang)),
            )
            .at((*span).clone())
            .help(format!(
                "if {it} right, run `plenary translate accept --reviewer NAME` for `{chosen}`"
            )),
        );
    }
}

/// What happened to the facts of a text: ``now `10`, not `9` ``.
fn changed_facts(lost: &[String], added: &[String]) -> String {
    let list = |facts: &[String]| {
        facts.iter().map(|fact| format!("`{fact}`")).collect::<Vec<_>>().join(", ")
    };
    match (lost, added) {
        (lost, []) => format!("{} was removed", list(lost)),
        ([], added) => format!("{} was added", list(added)),
        (lost, added) => format!("{} became {}", list(lost), list(added)),
    }
}

fn others_stale(count: usize, name: &str, tag: &str) -> Diagnostic {
    let texts = counted(count, "translation");
    let are = if count == 1 { "is" } else { "are" };
    Diagnostic::warning(
        "translation/stale",
        format!("{texts} into {name} ({tag}) {are} out of date"),
    )
    .help(format!("`plenary translate diff --language {tag}` shows what changed in the source"))
}
