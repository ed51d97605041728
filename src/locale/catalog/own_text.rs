//! What a message says itself, apart from its arguments.

use std::collections::BTreeSet;

use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement};

use crate::locale::catalog::validate::Definitions;
use crate::locale::foreign_words::{MarkedLang, has_letters};

/// What a message says itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OwnText {
    /// Whether it has words of its own. `{ $city } { $time }` has none.
    pub(super) words: bool,
    /// The arguments that are shown as they are, and neither select a variant nor are passed to a
    /// function.
    pub(super) placed: BTreeSet<String>,
    /// The language that it is in, if that is not the language that it serves.
    pub(super) foreign: Option<MarkedLang>,
}

impl OwnText {
    /// What a text says, with the messages and terms to which it refers.
    pub(super) fn of(pattern: &Pattern<&str>, all: &Definitions<'_>) -> OwnText {
        let mut walk =
            Walk { all, seen: Vec::new(), own: OwnText::default(), used: BTreeSet::new() };
        walk.pattern(pattern);
        let Walk { mut own, used, .. } = walk;
        own.placed.retain(|name| !used.contains(name));
        own
    }
}

struct Walk<'d, 'a> {
    all: &'d Definitions<'a>,
    /// The texts that were reached through references, which may be circular.
    seen: Vec<*const Pattern<&'a str>>,
    own: OwnText,
    /// The arguments of functions and selectors.
    used: BTreeSet<String>,
}

impl<'a> Walk<'_, 'a> {
    fn referred(&mut self, found: Option<&'a Pattern<&'a str>>) {
        let Some(pattern) = found.filter(|p| !self.seen.contains(&std::ptr::from_ref(*p))) else {
            return;
        };
        self.seen.push(std::ptr::from_ref(pattern));
        self.pattern(pattern);
    }

    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.own.words |= has_letters(value),
                PatternElement::Placeable { expression } => self.expression(expression),
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.argument(selector);
                variants.iter().for_each(|variant| self.pattern(&variant.value));
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::StringLiteral { value } => self.own.words |= has_letters(value),
            InlineExpression::NumberLiteral { .. } => {}
            InlineExpression::VariableReference { id } => {
                self.own.placed.insert(id.name.to_owned());
            }
            InlineExpression::MessageReference { id, attribute } => {
                let found = self.all.messages.get(id.name);
                let attribute = attribute.as_ref().map(|attribute| attribute.name);
                self.referred(found.and_then(|message| message.pattern(attribute)));
            }
            InlineExpression::TermReference { id, attribute, .. } => {
                let found = self.all.terms.get(id.name);
                let attribute = attribute.as_ref().map(|attribute| attribute.name);
                self.referred(found.and_then(|term| term.pattern(attribute)));
            }
            InlineExpression::FunctionReference { id, arguments } => {
                // Dates have names of months, and lists an 'and'.
                self.own.words |= id.name != "NUMBER";
                arguments.positional.iter().for_each(|value| self.argument(value));
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
        }
    }

    /// A value that is not shown as it is.
    fn argument(&mut self, value: &InlineExpression<&str>) {
        match value {
            InlineExpression::VariableReference { id } => {
                self.used.insert(id.name.to_owned());
            }
            InlineExpression::FunctionReference { arguments, .. } => {
                arguments.positional.iter().for_each(|value| self.argument(value));
            }
            _ => {}
        }
    }
}
