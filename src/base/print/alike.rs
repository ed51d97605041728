//! Diagnostics that are alike: people read one of them in full, and where the others are.
//!
//! Warnings are alike if they differ only in what they quote and in numbers: a hundred sessions
//! without a language are one thing to think about. Errors are alike only if their texts are equal:
//! each must be corrected, and what it quotes says how.

use std::collections::HashMap;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::print::{Placed, prefix};

/// How many alike are printed in full.
const IN_FULL: usize = 3;

/// How many places of the others are named.
const PLACES: usize = 5;

/// A diagnostic that is printed in full, and those that are gathered under it.
pub(super) struct Gathered<'p, 'a> {
    pub(super) first: &'p Placed<'a>,
    pub(super) others: Vec<&'p Placed<'a>>,
}

/// The diagnostics in their order; if more than a few are alike, all are gathered under the first.
pub(super) fn gather<'p, 'a>(all: &'p [Placed<'a>]) -> Vec<Gathered<'p, 'a>> {
    let mut of_kind: HashMap<Likeness, Vec<usize>> = HashMap::new();
    for (at, placed) in all.iter().enumerate() {
        of_kind.entry(Likeness::of(placed.diagnostic)).or_default().push(at);
    }
    let mut others: Vec<Vec<&Placed<'_>>> = all.iter().map(|_| Vec::new()).collect();
    let mut is_gathered = vec![false; all.len()];
    for placed in all {
        let Some(alike) = of_kind.remove(&Likeness::of(placed.diagnostic)) else { continue };
        let [first, more @ ..] = &alike[..] else { continue };
        if alike.len() > IN_FULL {
            others[*first] = more.iter().map(|at| &all[*at]).collect();
            more.iter().for_each(|at| is_gathered[*at] = true);
        }
    }
    let shown = all.iter().zip(others).zip(is_gathered).filter(|(_, gathered)| !gathered);
    shown.map(|((first, others), _)| Gathered { first, others }).collect()
}

/// `… and 138 more like this, at content/agenda.yaml:30:9, content/agenda.yaml:41:9 …`
pub(super) fn more_like_this(others: &[&Placed<'_>]) -> String {
    let places: Vec<String> = others
        .iter()
        .map(|placed| prefix(placed).trim_end_matches(": ").to_owned())
        .filter(|place| !place.is_empty())
        .collect();
    let shown = places[..places.len().min(PLACES)].join(", ");
    let (at, etc) = match (places.is_empty(), places.len() > PLACES) {
        (true, _) => ("", ""),
        (false, true) => (", at ", " …"),
        (false, false) => (", at ", ""),
    };
    format!("… and {} more like this{at}{shown}{etc}; `--format short` lists all", others.len())
}

/// What alike diagnostics have in common.
#[derive(PartialEq, Eq, Hash)]
struct Likeness {
    code: &'static str,
    severity: Severity,
    message: String,
    help: String,
}

impl Likeness {
    fn of(diagnostic: &Diagnostic) -> Likeness {
        let Diagnostic { code, severity, message, help, .. } = diagnostic;
        let help = help.as_deref().unwrap_or("");
        let (message, help) = match severity {
            Severity::Error => (message.clone(), help.to_owned()),
            Severity::Warning => (outline(message), outline(help)),
        };
        Likeness { code, severity: *severity, message, help }
    }
}

/// A message without what it quotes, and without its numbers.
fn outline(message: &str) -> String {
    let mut outline = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((words, quoted)) = rest.split_once('`') {
        outline.extend(words.chars().filter(|c| !c.is_ascii_digit()));
        outline.push('`');
        rest = quoted.split_once('`').map_or("", |(_, after)| after);
        // The title of a record follows its id.
        if let Some((_, after)) = rest.strip_prefix(" ('").and_then(|title| title.split_once("')"))
        {
            rest = after;
        }
    }
    outline.extend(rest.chars().filter(|c| !c.is_ascii_digit()));
    outline
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_has_neither_names_nor_numbers() {
        for (message, expected) in [
            ("session `tea` ('Tea (green)') has no language", "session ` has no language"),
            ("place `hall` ('It's here') holds 40", "place ` holds "),
            (
                "the title of page `a` is missing in Dansk (da)",
                "the title of page ` is missing in Dansk (da)",
            ),
            ("an open ` quote", "an open `"),
        ] {
            assert_eq!(outline(message), expected);
        }
    }
}
