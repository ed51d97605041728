//! The gate of a language: whether its translations are good enough to be published, and the least that
//! would open it.

use std::collections::BTreeSet;

use crate::base::count::counted;
use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{Sources, Span, Spanned};
use crate::base::text::{Lang, Language};
use crate::content::publication::{Conditions, Publication, TextGroup};
use crate::event::model::{Entity, Event, Page, PageRole};
use crate::event::record_table::Key;
use crate::event::translation::findings::{Finding, Findings, Problem, Standing};

/// A language that is not published.
#[derive(Clone, Debug, PartialEq)]
pub struct Unpublished {
    /// The language.
    pub lang: Lang,
    /// The conditions that its translations do not meet; none if the site's owner keeps it back.
    pub unmet: Vec<Unmet>,
}

/// A condition that the translations of a language do not meet.
#[derive(Clone, Debug, PartialEq)]
pub struct Unmet {
    /// What is wrong, and what to do.
    pub fault: Diagnostic,
    /// The units to choose from, the worst first, with their places.
    pub units: Vec<(String, Span)>,
}

/// The languages of an event that are not published, in their order.
pub fn unpublished(event: &Event, findings: &Findings) -> Vec<Unpublished> {
    let languages = event.config.languages.iter().zip(&event.config.publication);
    languages
        .filter_map(|((lang, language), publication)| match publication {
            Publication::Always => None,
            Publication::Never(_) => Some(Unpublished { lang, unmet: Vec::new() }),
            Publication::If(conditions) => {
                let gate = Gate::new(event, findings, lang, language, conditions);
                let unmet = gate.unmet();
                (!unmet.is_empty()).then_some(Unpublished { lang, unmet })
            }
        })
        .collect()
}

/// Reports why languages are not published. A language that is kept back is no fault.
pub fn report(event: &Event, unpublished: &[Unpublished], sources: &Sources, report: &mut Report) {
    for Unpublished { lang, unmet } in unpublished {
        let tag = event.config.languages.tag(*lang);
        for Unmet { fault, units } in unmet {
            let shown = units.iter().take(MOST_UNITS);
            let mut names: Vec<String> = shown.map(|unit| placed(unit, sources)).collect();
            if units.len() > MOST_UNITS {
                let more = units.len() - MOST_UNITS;
                names.push(format!("and {more} more: `plenary translate status --language {tag}`"));
            }
            report.push(fault.clone().names(names));
        }
    }
}

/// The largest number of units in a report.
const MOST_UNITS: usize = 10;

/// The name of a unit with its place.
fn placed((name, span): &(String, Span), sources: &Sources) -> String {
    match sources.locate(span) {
        Some(place) => format!("{name}  {}:{}", sources.get(span.file).path, place.line),
        None => format!("{name}  {}", sources.get(span.file).path),
    }
}

/// The gate of one language.
struct Gate<'a> {
    event: &'a Event,
    language: &'a Language,
    conditions: &'a Conditions,
    /// Whether the site has a lock file.
    recorded: bool,
    /// The number of words of the source.
    words: usize,
    findings: Vec<&'a Finding>,
    /// The entity of each; `None` for texts of the event itself, its days and organisations.
    entities: Vec<Option<Entity>>,
    /// The positions of findings on pages that are required.
    on_required: BTreeSet<usize>,
}

impl<'a> Gate<'a> {
    fn new(
        event: &'a Event,
        findings: &'a Findings,
        lang: Lang,
        language: &'a Language,
        conditions: &'a Conditions,
    ) -> Gate<'a> {
        let standings = || findings.all(lang);
        let entities = std::iter::once(None).chain(event.entities().map(Some));
        let of = |(entity, standing): (Option<Entity>, &'a Standing)| {
            standing.findings.iter().map(move |finding| (entity, finding))
        };
        let (entities, found) = entities.zip(standings()).flat_map(of).unzip();
        let mut gate = Gate {
            event,
            language,
            conditions,
            recorded: findings.recorded,
            words: standings().map(|standing| standing.words).sum(),
            findings: found,
            entities,
            on_required: BTreeSet::new(),
        };
        gate.on_required = gate.required();
        gate
    }

    /// All conditions that are not met. What one of them asks for is counted as done for the next, so
    /// that all of them together ask for the least.
    fn unmet(&self) -> Vec<Unmet> {
        let Conditions { coverage, stale, stale_facts, required, reviewed } = self.conditions;
        let mut done = BTreeSet::new();
        let mut unmet = Vec::new();
        if let Some(required) = required {
            unmet.extend(self.incomplete(required, &mut done));
        }
        let asks = stale.as_ref().map(|limit| &limit.span);
        let asks = asks.or(stale_facts.as_ref().map(|limit| &limit.span));
        let asks = asks.or(reviewed.as_ref().filter(|yes| yes.value).map(|yes| &yes.span));
        match asks {
            Some(span) if !self.recorded => unmet.extend(self.nothing_recorded(span)),
            _ => {
                let reviewed = reviewed.as_ref().filter(|yes| yes.value);
                unmet.extend(reviewed.and_then(|yes| self.not_reviewed(&yes.span, &mut done)));
                let facts = stale_facts.as_ref();
                unmet.extend(facts.and_then(|limit| self.stale_facts(limit, &mut done)));
                unmet.extend(stale.as_ref().and_then(|limit| self.stale(limit, &mut done)));
            }
        }
        unmet.extend(coverage.as_ref().and_then(|share| self.uncovered(share, &mut done)));
        unmet
    }

    /// The findings with some problems, the worst first; of equally bad ones those that are `done` anyway.
    fn with(&self, problems: &[Problem], done: &BTreeSet<usize>) -> Vec<usize> {
        let all = 0..self.findings.len();
        let mut found: Vec<usize> =
            all.filter(|at| problems.contains(&self.findings[*at].problem)).collect();
        found.sort_by_key(|at| (!done.contains(at), self.findings[*at].problem, *at));
        found
    }

    /// A message about the language.
    fn message(&self, what: &str) -> String {
        let Language { name, tag, .. } = self.language;
        format!("the pages in {name} ({tag}) are not published: {what}")
    }

    /// The fault of a missing lock file, if there are translations at all.
    fn nothing_recorded(&self, span: &Span) -> Option<Unmet> {
        let is_unrecorded = |finding: &&Finding| finding.problem == Problem::Unrecorded;
        self.findings.iter().any(is_unrecorded).then(|| {
            let message = self.message("it is not recorded which translations are up to date");
            let fault = Diagnostic::warning("publish/not-recorded", message).at(span.clone());
            let fault = fault.help(format!(
                "if all of them are, run `plenary translate accept --all --language {}`",
                self.language.tag
            ));
            Unmet { fault, units: Vec::new() }
        })
    }

    fn incomplete(
        &self,
        required: &Spanned<Vec<Spanned<String>>>,
        done: &mut BTreeSet<usize>,
    ) -> Option<Unmet> {
        let bad = [Problem::StaleFacts, Problem::StaleWords, Problem::Missing];
        let mut units = self.with(&bad, done);
        units.retain(|at| self.on_required.contains(at));
        done.extend(&units);
        let ids: Vec<String> =
            required.value.iter().map(|page| format!("`{}`", page.value)).collect();
        let (are, them) = match units.len() {
            0 => return None,
            1 => ("is", "it".to_owned()),
            count => ("are", format!("these {count}")),
        };
        let message = self.message(&format!(
            "{} on required pages ({}) {are} missing or out of date",
            counted(units.len(), "text"),
            ids.join(", "),
        ));
        let fault = Diagnostic::warning("publish/required", message).at(required.span.clone());
        let fault = fault.help(format!("translate {them}"));
        Some(Unmet { fault, units: self.named(&units) })
    }

    fn not_reviewed(&self, span: &Span, done: &mut BTreeSet<usize>) -> Option<Unmet> {
        let units = self.with(&[Problem::Unrecorded, Problem::Unreviewed], done);
        done.extend(&units);
        (!units.is_empty()).then(|| {
            let count = counted(units.len(), "translation");
            let message = self.message(&format!("nobody reviewed {count}"));
            let fault = Diagnostic::warning("publish/not-reviewed", message).at(span.clone());
            let fault = fault.help(format!(
                "review them, then run `plenary translate accept --reviewer NAME --language {}` \
                 with their names",
                self.language.tag
            ));
            Unmet { fault, units: self.named(&units) }
        })
    }

    fn stale_facts(&self, limit: &Spanned<usize>, done: &mut BTreeSet<usize>) -> Option<Unmet> {
        let problems = [Problem::StaleFacts, Problem::Unrecorded];
        let fault = |message| Diagnostic::warning("publish/stale-facts", message);
        self.too_many("out of date in facts", limit, &problems, done, fault)
    }

    fn stale(&self, limit: &Spanned<usize>, done: &mut BTreeSet<usize>) -> Option<Unmet> {
        use Problem::{Extra, StaleFacts, StaleWords, Unrecorded};
        let problems = [StaleFacts, StaleWords, Unrecorded, Extra];
        let fault = |message| Diagnostic::warning("publish/stale", message);
        self.too_many("out of date", limit, &problems, done, fault)
    }

    /// The fault of more units with some problems than a limit.
    fn too_many(
        &self,
        what: &str,
        limit: &Spanned<usize>,
        problems: &[Problem],
        done: &mut BTreeSet<usize>,
        fault: impl Fn(String) -> Diagnostic,
    ) -> Option<Unmet> {
        let units = self.with(problems, done);
        let (found, least) = (units.len(), units.len().saturating_sub(limit.value));
        if least == 0 {
            return None;
        }
        done.extend(&units[..least]);
        let message = self.message(&format!(
            "{} {} {what} ({}), and {} allowed",
            counted(found, "translation"),
            if found == 1 { "is" } else { "are" },
            self.counts(problems),
            match limit.value {
                0 => "none is".to_owned(),
                1 => "1 is".to_owned(),
                limit => format!("{limit} are"),
            }
        ));
        let accept = format!("plenary translate accept --language {}", self.language.tag);
        let fault = fault(message).at(limit.span.clone()).help(match (least, found) {
            (1, 1) => {
                let unit = &self.findings[units[0]].unit;
                format!("correct it, then run `{accept} \"{unit}\"`")
            }
            (least, found) if least == found => {
                format!("correct these, then run `{accept}` with their names")
            }
            (1, found) => format!("correct 1 of these {found}, then run `{accept}` with its name"),
            (least, found) => {
                format!("correct {least} of these {found}, then run `{accept}` with their names")
            }
        });
        Some(Unmet { fault, units: self.named(&units) })
    }

    /// How many units have each of some problems: `facts changed: 2, not recorded: 1`.
    fn counts(&self, problems: &[Problem]) -> String {
        let count = |problem: &Problem| {
            let count = self.findings.iter().filter(|f| f.problem == *problem).count();
            (count > 0).then(|| format!("{}: {count}", problem.description()))
        };
        problems.iter().filter_map(count).collect::<Vec<_>>().join(", ")
    }

    /// The fault of too many words without a translation: the longest texts are the fewest to translate.
    fn uncovered(&self, share: &Spanned<f64>, done: &mut BTreeSet<usize>) -> Option<Unmet> {
        let mut missing = self.with(&[Problem::Missing], done);
        let words =
            |units: &[usize]| -> usize { units.iter().map(|at| self.findings[*at].words).sum() };
        let covered = self.words - words(&missing);
        if is_share(covered, self.words, share.value) {
            return None;
        }
        missing.sort_by_key(|at| {
            (!done.contains(at), std::cmp::Reverse(self.findings[*at].words), *at)
        });
        let is_enough =
            |count: &usize| is_share(covered + words(&missing[..*count]), self.words, share.value);
        let planned = missing.iter().filter(|at| done.contains(at)).count();
        let least = (planned..missing.len()).find(is_enough).unwrap_or(missing.len());
        let units = &missing[..least];
        done.extend(units);
        let message = self.message(&format!(
            "{} of the words are translated, and {} are required",
            percent(covered as f64 / self.words as f64, f64::floor),
            percent(share.value, |percent| percent),
        ));
        let fault = Diagnostic::warning("publish/coverage", message).at(share.span.clone());
        let words = counted(words(units), "word");
        let fault = fault.help(match least {
            1 => format!("translate it ({words})"),
            _ => format!("translate these {least} ({words})"),
        });
        Some(Unmet { fault, units: self.named(units) })
    }

    /// The names of units with their places; paragraphs of a long text have one name.
    fn named(&self, units: &[usize]) -> Vec<(String, Span)> {
        let named = units.iter().map(|at| {
            let Finding { unit, span, .. } = self.findings[*at];
            (unit.to_string(), span.clone())
        });
        named.collect()
    }

    /// The positions of the findings on the required pages.
    fn required(&self) -> BTreeSet<usize> {
        let ids = self.conditions.required.iter().flat_map(|required| &required.value);
        let pages: Vec<Key<Page>> = ids.filter_map(|id| self.event.pages.find(&id.value)).collect();
        let is_shown = |at: &usize| pages.iter().any(|page| self.is_on(*page, *at));
        (0..self.findings.len()).filter(is_shown).collect()
    }

    /// Whether a page shows a text: it is its own, or that of a record that the page lists. Contacts have
    /// no page of their own, so all their texts count; lists show the titles of other records.
    fn is_on(&self, page: Key<Page>, at: usize) -> bool {
        let role = self.event.pages.get(page).role;
        let finding = self.findings[at];
        match self.entities[at] {
            None if finding.unit.starts_with("day ") => role == PageRole::Agenda,
            None => role == PageRole::Home,
            Some(Entity::Page(own)) => own == page,
            Some(entity) => {
                let is_whole = matches!(entity, Entity::Contact(_));
                entity.list_page() == Some(role) && (is_whole || finding.group == TextGroup::Title)
            }
        }
    }
}

/// Whether some words are at least a share of all.
fn is_share(some: usize, all: usize, share: f64) -> bool {
    // A share such as 0.95 is not exact in binary.
    some as f64 + 1e-9 >= share * all as f64
}

/// A share in percent, without needless digits.
fn percent(share: f64, round: impl Fn(f64) -> f64) -> String {
    let percent = round(share * 100.0);
    let shown = format!("{percent:.2}");
    format!("{} %", shown.trim_end_matches('0').trim_end_matches('.'))
}
