//! Which messages the program and the templates show, and with which arguments.
//!
//! A message's arguments are those that it is given, not those that some language's text contains:
//! a Chinese text needs no number to choose between singular and plural, an English one does.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::locale::catalog::message_error::arguments_help;
use crate::locale::catalog::references::{Reference, references};
use crate::locale::catalog::validate::{Definition, Definitions, key, split};

/// A place that shows a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageUse {
    /// The messages that it may show.
    pub messages: UsedMessages,
    /// The names of the arguments that it gives them.
    pub arguments: BTreeSet<String>,
    /// The layer, as in [`Resource`](super::Resource); the program itself is in the lowest.
    pub layer: usize,
}

/// The messages that a use may show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UsedMessages {
    /// The one with this key.
    Named(String),
    /// Those whose keys begin with this: `kind-`.
    Beginning(String),
    /// Any: the key is the value of a variable.
    Any,
}

/// The names of arguments; `None` if nothing is known about them.
type Names = Option<BTreeSet<String>>;

/// The arguments of the messages of all languages.
#[derive(Default)]
pub(super) struct Arguments {
    by_key: BTreeMap<String, Known>,
    /// The arguments that were reported as unknown, by key.
    faulty: BTreeSet<(String, String)>,
}

/// What is known of the arguments of a message.
#[derive(Default)]
struct Known {
    /// The lowest layer that has the message.
    layer: usize,
    /// The lowest layer that uses it.
    used_in: Option<usize>,
    /// Those that some text contains, directly or in a message to which it refers.
    contained: BTreeSet<String>,
    /// Those that it is given.
    given: Names,
    /// Those that it is given in its own layer or below.
    declared: Names,
}

impl Known {
    /// Adds the arguments of a message that refers to this one; returns whether any is new.
    fn inherit(&mut self, given: &Names, declared: &Names) -> bool {
        let add = |all: &mut Names, new: &Names| {
            let Some(new) = new else { return false };
            let (had, before) = (all.is_some(), all.as_ref().map_or(0, BTreeSet::len));
            let all = all.get_or_insert_default();
            all.extend(new.iter().cloned());
            !had || all.len() > before
        };
        add(&mut self.given, given) | add(&mut self.declared, declared)
    }

    /// Whether the mistake is in the templates and not in the texts: several languages agree on an
    /// argument, and templates above them give the message another one that none of them contains.
    /// That is reported where the message is used.
    fn is_misnamed_by_uses(&self, key: &str, name: &str, languages: &[Definitions<'_>]) -> bool {
        let (message, attribute) = split(key);
        let texts: Vec<&Definition<'_>> =
            languages.iter().filter_map(|all| all.messages.get(message)).collect();
        let agrees = |text: &&Definition<'_>| {
            let used = text.pattern(attribute).map(references).unwrap_or_default();
            let mut used = used.into_iter();
            self.used_in.is_some_and(|layer| text.source.layer <= layer)
                && used.any(|used| matches!(used, Reference::Variable { name: n, .. } if n == name))
        };
        let mut given = self.given.iter().flatten();
        given.any(|given| !self.contained.contains(given))
            && texts.len() > 1
            && texts.iter().all(agrees)
    }
}

impl Arguments {
    /// The arguments of all messages, by what uses them. Reports those that a text contains and nothing
    /// gives to its message.
    pub(super) fn new(
        languages: &[Definitions<'_>],
        uses: &[MessageUse],
        report: &mut Report,
    ) -> Arguments {
        let mut all = Arguments::default();
        for definitions in languages {
            all.add_texts(definitions);
        }
        all.add_uses(uses);
        all.follow_references(languages);
        for definitions in languages {
            all.check(definitions, languages, report);
        }
        all
    }

    fn add_texts(&mut self, definitions: &Definitions<'_>) {
        for (message, key, pattern) in definitions.texts() {
            let layer = message.source.layer;
            let new = || Known { layer, ..Known::default() };
            let known = self.by_key.entry(key).or_insert_with(new);
            known.layer = known.layer.min(layer);
            known.contained.extend(definitions.arguments(pattern));
        }
    }

    fn add_uses(&mut self, uses: &[MessageUse]) {
        let (mut named, mut beginnings, mut any) = (BTreeMap::new(), Vec::new(), BTreeSet::new());
        for used in uses {
            match &used.messages {
                UsedMessages::Named(name) => {
                    named.entry(name.as_str()).or_insert_with(Vec::new).push(used);
                }
                UsedMessages::Beginning(start) => beginnings.push((start.as_str(), used)),
                UsedMessages::Any => any.extend(&used.arguments),
            }
        }
        for (key, known) in &mut self.by_key {
            let begun = beginnings.iter().filter(|(start, _)| key.starts_with(start));
            let named = named.get(key.as_str()).into_iter().flatten();
            for used in begun.map(|(_, used)| used).chain(named) {
                let given = Some(used.arguments.clone());
                let declared = given.clone().filter(|_| used.layer <= known.layer);
                known.inherit(&given, &declared);
                known.used_in = Some(known.used_in.map_or(used.layer, |l| l.min(used.layer)));
            }
            for names in [&mut known.given, &mut known.declared].into_iter().flatten() {
                names.extend(any.iter().map(|name| (*name).clone()));
            }
        }
    }

    /// Gives the arguments of each message to those to which it refers.
    fn follow_references(&mut self, languages: &[Definitions<'_>]) {
        let mut referred: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (_, from, pattern) in languages.iter().flat_map(Definitions::texts) {
            for used in references(pattern) {
                if let Reference::Message { name, attribute } = used {
                    referred.entry(from.clone()).or_default().insert(key(name, attribute));
                }
            }
        }
        let mut open: Vec<String> = referred.keys().cloned().collect();
        while let Some(from) = open.pop() {
            let Some(targets) = referred.get(&from) else { continue };
            let Some(Known { given, declared, .. }) = self.by_key.get(&from) else { continue };
            let (given, declared) = (given.clone(), declared.clone());
            for target in targets {
                let known = self.by_key.get_mut(target);
                if known.is_some_and(|known| known.inherit(&given, &declared)) {
                    open.push(target.clone());
                }
            }
        }
    }

    fn check(
        &mut self,
        definitions: &Definitions<'_>,
        languages: &[Definitions<'_>],
        report: &mut Report,
    ) {
        for (message, key, pattern) in definitions.texts() {
            let Some(known) = self.by_key.get(&key) else { continue };
            let Some(given) = &known.given else { continue };
            for used in references(pattern) {
                let Reference::Variable { name, .. } = used else { continue };
                if given.contains(name) || known.is_misnamed_by_uses(&key, name, languages) {
                    continue;
                }
                let text = format!("the message `{key}` has no argument `{name}`");
                let names: Vec<String> = given.iter().cloned().collect();
                let fault = Diagnostic::error("locale/unknown-argument", text)
                    .help(arguments_help(name, &names));
                report.push(fault.at(message.source.span(name)));
                self.faulty.insert((key.clone(), name.to_owned()));
            }
        }
    }

    /// The arguments that a message may be given; `None` if it may be given any.
    pub(super) fn allowed(&self, key: &str) -> Option<BTreeSet<String>> {
        let Known { contained, declared, .. } = self.by_key.get(key)?;
        Some(declared.as_ref()?.union(contained).cloned().collect())
    }

    /// The keys and arguments that were reported as unknown.
    pub(super) fn into_faulty(self) -> BTreeSet<(String, String)> {
        self.faulty
    }
}
