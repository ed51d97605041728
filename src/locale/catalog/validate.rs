//! Checking a language's messages: missing references, duplicates, and the arguments of terms.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Attribute, Entry, Pattern};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::Span;
use crate::base::suggest::nearest;
use crate::locale::catalog::functions::{FUNCTIONS, Function, wrong_call};
use crate::locale::catalog::references::{Reference, references};
use crate::locale::catalog::syntax::CatalogFile;

/// A message or term of one language, from the highest layer that has it.
pub(super) struct Definition<'a> {
    pub(super) source: &'a CatalogFile,
    pub(super) name: &'a str,
    pub(super) value: Option<&'a Pattern<&'a str>>,
    pub(super) attributes: &'a [Attribute<&'a str>],
}

/// The messages and terms of one language, by name; terms without their hyphen.
#[derive(Default)]
pub(super) struct Definitions<'a> {
    pub(super) messages: BTreeMap<&'a str, Definition<'a>>,
    pub(super) terms: BTreeMap<&'a str, Definition<'a>>,
}

impl<'a> Definition<'a> {
    /// The text of the message, or of one of its attributes.
    pub(super) fn pattern(&self, attribute: Option<&str>) -> Option<&'a Pattern<&'a str>> {
        match attribute {
            None => self.value,
            Some(name) => self.attributes.iter().find(|a| a.id.name == name).map(|a| &a.value),
        }
    }

    /// All texts with their attributes.
    pub(super) fn patterns(&self) -> impl Iterator<Item = (Option<&'a str>, &'a Pattern<&'a str>)> {
        let attributes = self.attributes.iter().map(|a| (Some(a.id.name), &a.value));
        self.value.map(|value| (None, value)).into_iter().chain(attributes)
    }
}

impl<'a> Definitions<'a> {
    /// Merges the files of a language, which are in the order of layers.
    pub(super) fn merge(sources: &[&'a CatalogFile], report: &mut Report) -> Definitions<'a> {
        let mut all = Definitions::default();
        for source in sources {
            for entry in source.ftl.entries() {
                let (id, value, attributes, term) = match entry {
                    Entry::Message(m) => (&m.id, m.value.as_ref(), &m.attributes, false),
                    Entry::Term(t) => (&t.id, Some(&t.value), &t.attributes, true),
                    _ => continue,
                };
                let new = Definition { source, name: id.name, value, attributes };
                repeated_attributes(&new, report);
                let list = if term { &mut all.terms } else { &mut all.messages };
                if let Some(old) =
                    list.get(id.name).filter(|old| old.source.precedence == source.precedence)
                {
                    let what = if term { "term `-" } else { "message `" };
                    let text = format!("the {what}{}` is defined twice", id.name);
                    let old = old.source.span(old.name);
                    report.push(duplicate(source.span(id.name), old, text));
                    continue;
                }
                list.insert(id.name, new);
            }
        }
        all.check_names(report);
        all
    }

    /// Reports equal names of messages, terms and functions, which share one namespace in Fluent.
    fn check_names(&self, report: &mut Report) {
        for (name, term) in &self.terms {
            if let Some(message) = self.messages.get(name) {
                let text = format!("a message and a term have the same name `{name}`");
                let old = message.source.span(message.name);
                report.push(duplicate(term.source.span(term.name), old, text));
            }
        }
        for Function { name, .. } in &FUNCTIONS {
            for definition in [self.messages.get(name), self.terms.get(name)].into_iter().flatten()
            {
                let text = format!("`{name}` is the name of a function");
                let fault = Diagnostic::error("locale/duplicate-message", text)
                    .at(definition.source.span(definition.name));
                report.push(fault.help("write the name in lower case"));
            }
        }
    }

    /// Reports missing references and circular ones.
    pub(super) fn check(&self, report: &mut Report) {
        for (definition, term) in
            self.messages.values().map(|m| (m, false)).chain(self.terms.values().map(|t| (t, true)))
        {
            for (attribute, pattern) in definition.patterns() {
                for used in references(pattern) {
                    self.check_use(definition, &used, report);
                }
                if self.reaches(pattern, pattern) {
                    let mark = if term { "-" } else { "" };
                    let key = key(definition.name, attribute);
                    let fault = Diagnostic::error(
                        "locale/circular-reference",
                        format!("`{mark}{key}` refers to itself, directly or indirectly"),
                    );
                    let fault = fault.at(definition.source.span(definition.name));
                    report.push(fault.help("replace one of the references by its text"));
                }
            }
        }
    }

    fn check_use(&self, definition: &Definition<'a>, used: &Reference<'a>, report: &mut Report) {
        let (at, fault) = match used {
            Reference::Variable { .. } => return,
            Reference::Call { name, arguments } => (*name, wrong_call(name, arguments)),
            Reference::Message { name, attribute } => {
                (*name, self.wrong_reference(&self.messages, "", name, *attribute))
            }
            Reference::Term { name, attribute, given } => {
                let fault = self.wrong_reference(&self.terms, "-", name, *attribute);
                (*name, fault.or_else(|| self.missing_argument(name, *attribute, given)))
            }
        };
        if let Some(fault) = fault {
            report.push(fault.at(definition.source.span(at)));
        }
    }

    /// The fault of a missing reference.
    fn wrong_reference(
        &self,
        list: &BTreeMap<&'a str, Definition<'a>>,
        mark: &str,
        name: &str,
        attribute: Option<&str>,
    ) -> Option<Diagnostic> {
        let kind = if mark.is_empty() { "message" } else { "term" };
        let Some(definition) = list.get(name) else {
            let fault = Diagnostic::error(
                "locale/unknown-reference",
                format!("there is no {kind} `{mark}{name}` in this language"),
            );
            let meant = nearest(name, list.keys().copied());
            return Some(fault.suggest(
                meant.map(|meant| format!("{mark}{meant}")),
                || match kind {
                    "message" => format!("add `{name} = …`, or write `${name}` for an argument"),
                    _ => format!("add `-{name} = …` to this language's catalog"),
                },
            ));
        };
        if definition.pattern(attribute).is_some() {
            return None;
        }
        let names: Vec<&str> = definition.attributes.iter().map(|a| a.id.name).collect();
        let message = match attribute {
            Some(attribute) => format!("the {kind} `{mark}{name}` has no attribute `{attribute}`"),
            None => format!("the {kind} `{mark}{name}` has attributes, but no text of its own"),
        };
        let fault = Diagnostic::error("locale/unknown-reference", message);
        let meant = attribute.and_then(|a| nearest(a, names.iter().copied()));
        let meant = meant.map(|meant| format!("{mark}{name}.{meant}"));
        Some(fault.suggest(meant, || match names.is_empty() {
            true => format!("write `{{ {mark}{name} }}` for its text; it has no attributes"),
            false => format!("its attributes are {}", names.join(", ")),
        }))
    }

    /// The fault of a term without its argument: Fluent would print the argument's name.
    fn missing_argument(
        &self,
        name: &str,
        attribute: Option<&str>,
        given: &[&str],
    ) -> Option<Diagnostic> {
        let shown = self.variables(self.terms.get(name)?.pattern(attribute)?, true);
        let variable = shown.iter().find(|variable| !given.contains(&variable.as_str()))?;
        let message = format!("the term `-{name}` needs the argument `{variable}`");
        let help = format!("write `{{ -{name}({variable}: \"…\") }}`");
        Some(Diagnostic::error("locale/missing-argument", message).help(help))
    }

    /// The texts to which a text refers.
    fn referred(&self, pattern: &'a Pattern<&'a str>) -> Vec<&'a Pattern<&'a str>> {
        let find = |used: Reference<'a>| match used {
            Reference::Message { name, attribute } => self.messages.get(name)?.pattern(attribute),
            Reference::Term { name, attribute, .. } => self.terms.get(name)?.pattern(attribute),
            Reference::Variable { .. } | Reference::Call { .. } => None,
        };
        references(pattern).into_iter().filter_map(find).collect()
    }

    fn reaches(&self, from: &'a Pattern<&'a str>, to: &Pattern<&str>) -> bool {
        let mut seen: Vec<*const Pattern<&str>> = Vec::new();
        let mut open = self.referred(from);
        while let Some(pattern) = open.pop() {
            if std::ptr::eq(pattern, to) {
                return true;
            }
            if !seen.contains(&std::ptr::from_ref(pattern)) {
                seen.push(std::ptr::from_ref(pattern));
                open.extend(self.referred(pattern));
            }
        }
        false
    }

    /// The arguments of a text, including those of messages to which it refers. Terms get their arguments
    /// where they are used, so arguments of terms are not included.
    pub(super) fn arguments(&self, pattern: &'a Pattern<&'a str>) -> BTreeSet<String> {
        self.variables(pattern, false)
    }

    fn variables(&self, pattern: &'a Pattern<&'a str>, only_shown: bool) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![pattern];
        while let Some(pattern) = open.pop() {
            for used in references(pattern) {
                match used {
                    Reference::Variable { name, shown } if shown || !only_shown => {
                        names.insert(name.to_owned());
                    }
                    Reference::Message { name, attribute } if seen.insert((name, attribute)) => {
                        open.extend(self.messages.get(name).and_then(|m| m.pattern(attribute)));
                    }
                    _ => {}
                }
            }
        }
        names
    }

    /// The texts of all messages and of their attributes, each with its key.
    pub(super) fn texts(
        &self,
    ) -> impl Iterator<Item = (&Definition<'a>, String, &'a Pattern<&'a str>)> {
        self.messages.values().flat_map(|message| {
            let patterns = message.patterns();
            patterns.map(move |(attribute, p)| (message, key(message.name, attribute), p))
        })
    }
}

/// The key of a message or attribute: `menu` or `menu.title`.
pub(super) fn key(name: &str, attribute: Option<&str>) -> String {
    match attribute {
        Some(attribute) => format!("{name}.{attribute}"),
        None => name.to_owned(),
    }
}

/// The name of a message, and of the attribute, in a key.
pub(super) fn split(key: &str) -> (&str, Option<&str>) {
    key.split_once('.').map_or((key, None), |(name, attribute)| (name, Some(attribute)))
}

fn duplicate(new: Span, old: Span, message: String) -> Diagnostic {
    Diagnostic::error("locale/duplicate-message", message)
        .at(new)
        .related(old, "the other definition")
        .help("remove or rename one of the two")
}

fn repeated_attributes(definition: &Definition<'_>, report: &mut Report) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for Attribute { id, .. } in definition.attributes {
        if let Some(first) = seen.get(id.name) {
            let text = format!("the attribute `{}.{}` is defined twice", definition.name, id.name);
            let place = |name| definition.source.span(name);
            report.push(duplicate(place(id.name), place(first), text));
        }
        seen.entry(id.name).or_insert(id.name);
    }
}
