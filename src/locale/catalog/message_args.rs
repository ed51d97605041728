//! The arguments of a message: numbers, texts and lists.

use std::any::Any;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use fluent::types::{AnyEq, FluentType};
use fluent::{FluentArgs, FluentValue};
use intl_memoizer::IntlLangMemoizer;
use intl_memoizer::concurrent::IntlLangMemoizer as ConcurrentMemoizer;

use crate::locale::foreign_words::{self, MarkedLang};
use crate::locale::format::Formatter;

/// The value of one argument.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// A text, or a date or time for `DATETIME`: `2018-11-20`, `2018-11-20T09:00`.
    Text(String),
    /// A number, which selects plural variants and is formatted by the language's conventions.
    Number(f64),
    /// Several texts, formatted as a list.
    List(Vec<String>),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Arg {
        Arg::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Arg {
        Arg::Text(text)
    }
}

impl From<f64> for Arg {
    fn from(number: f64) -> Arg {
        Arg::Number(number)
    }
}

impl From<i32> for Arg {
    fn from(number: i32) -> Arg {
        Arg::Number(number.into())
    }
}

impl From<Vec<String>> for Arg {
    fn from(items: Vec<String>) -> Arg {
        Arg::List(items)
    }
}

/// The arguments of a message by name (without the `$`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Args(BTreeMap<String, Arg>);

impl Args {
    /// No arguments.
    pub fn new() -> Args {
        Args::default()
    }

    /// These arguments and one more. If several have the same name, the last one is used.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Arg>) -> Args {
        self.set(name, value);
        self
    }

    /// Adds an argument. If several have the same name, the last one is used.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<Arg>) {
        self.0.insert(name.into(), value.into());
    }

    /// Whether there is an argument with this name.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The names, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The name of the first argument that is infinity or NaN.
    pub(super) fn not_finite(&self) -> Option<&str> {
        let finite = |value: &Arg| !matches!(value, Arg::Number(n) if !n.is_finite());
        self.0.iter().find(|(_, value)| !finite(value)).map(|(name, _)| name.as_str())
    }

    /// These arguments, with the texts of those in `names` marked with their language.
    pub(super) fn marked(&self, lang: MarkedLang, names: &BTreeSet<String>) -> Args {
        let mark = |text: &String| foreign_words::mark(text.clone(), lang);
        let value = |(name, value): (&String, &Arg)| {
            let value = match value {
                Arg::Text(text) if names.contains(name) => Arg::Text(mark(text)),
                Arg::List(items) if names.contains(name) => {
                    Arg::List(items.iter().map(mark).collect())
                }
                other => other.clone(),
            };
            (name.clone(), value)
        };
        Args(self.0.iter().map(value).collect())
    }

    /// Whether there are no arguments.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The arguments for Fluent.
    pub(super) fn to_fluent(&self, formatter: &Formatter) -> FluentArgs<'_> {
        let mut args = FluentArgs::with_capacity(self.0.len());
        for (name, value) in &self.0 {
            let value = match value {
                Arg::Text(text) => FluentValue::from(text.as_str()),
                Arg::Number(number) => FluentValue::from(*number),
                Arg::List(items) => FluentValue::Custom(Box::new(List {
                    text: formatter.list(items),
                    items: items.clone(),
                })),
            };
            args.set(name.as_str(), value);
        }
        args
    }
}

/// A list as a Fluent value: its items, and their formatted text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct List {
    pub(super) items: Vec<String>,
    text: String,
}

impl List {
    /// The list in a Fluent value.
    pub(super) fn of(value: &(dyn FluentType + Send)) -> Option<&List> {
        let any: &dyn Any = AnyEq::as_any(value);
        any.downcast_ref()
    }
}

impl FluentType for List {
    fn duplicate(&self) -> Box<dyn FluentType + Send> {
        Box::new(self.clone())
    }

    fn as_string(&self, _: &IntlLangMemoizer) -> Cow<'static, str> {
        self.text.clone().into()
    }

    fn as_string_threadsafe(&self, _: &ConcurrentMemoizer) -> Cow<'static, str> {
        self.text.clone().into()
    }
}
