//! The warnings of `plenary check` about translations that are out of date.

use crate::base::count::counted;
use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::text::Lang;
use crate::event::model::Event;
use crate::event::translation::difference::fact_difference;
use crate::event::translation::grade::Grade;
use crate::event::translation::state::State;
use crate::event::translation::tracked::Tracked;

/// Warns of translations whose source text changed.
pub fn warn_of_stale(event: &Event, all: &[Tracked], report: &mut Report) {
    for (lang, language) in event.config.languages.iter() {
        let mut others = 0;
        for tracked in all.iter().filter(|tracked| tracked.unit.lang == lang) {
            match &tracked.state {
                State::Stale(change) if change.grade == Grade::Facts => {
                    report.extend(stale_fact(tracked, &language.name, &language.tag));
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

fn stale_fact(tracked: &Tracked, name: &str, tag: &str) -> Option<Diagnostic> {
    let (source, translation) = (tracked.unit.source.as_ref()?, tracked.unit.translation.as_ref()?);
    let State::Stale(change) = &tracked.state else { return None };
    let unit = &tracked.unit.name;
    let changed = change.from.as_ref().map(|old| fact_difference(old, &source.text));
    let what = match changed {
        Some((lost, added)) => format!("; in the source, {}", changed_facts(&lost, &added)),
        None => String::new(),
    };
    Some(
        Diagnostic::warning(
            "translation/stale-fact",
            format!("the translation of `{unit}` into {name} ({tag}) is out of date{what}"),
        )
        .at(translation.span.clone())
        .related(source.span.clone(), "the source")
        .help(format!("correct the translation, then run `plenary translate accept \"{unit}\"`")),
    )
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
