//! The functions of messages, and formatting numbers in them by ICU.
//!
//! Fluent's own `NUMBER` formats `1000.5` in every language, and it has no `DATETIME`.

use std::cell::RefCell;
use std::convert::Infallible;
use std::sync::Arc;

use fluent::concurrent::FluentBundle;
use fluent::types::{FluentNumber, FluentNumberOptions};
use fluent::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{CallArguments, InlineExpression, NamedArgument};
use intl_memoizer::Memoizable;
use intl_memoizer::concurrent::IntlLangMemoizer;
use jiff::civil::{Date, DateTime, Time};
use unic_langid::LanguageIdentifier;

use crate::base::diagnostic::Diagnostic;
use crate::base::suggest::nearest;
use crate::locale::catalog::message_args::List;
use crate::locale::format::{DateStyle, Formatter};
use crate::locale::number::{MOST_DECIMALS, Number, Numbers};
use crate::locale::tag;

/// A function that messages may call, with its options.
pub(super) struct Function {
    pub(super) name: &'static str,
    /// Its options with their allowed values; none for a number of digits.
    pub(super) options: &'static [(&'static str, &'static [&'static str])],
    pub(super) example: &'static str,
}

/// The functions, in alphabetical order.
pub(super) const FUNCTIONS: [Function; 3] = [
    Function {
        name: "DATETIME",
        options: &[("style", &["full", "long", "medium", "short"]), ("time", &["short"])],
        example: "DATETIME($date, style: \"long\")",
    },
    Function { name: "LIST", options: &[], example: "LIST($names)" },
    Function {
        name: "NUMBER",
        options: &[
            ("type", &["cardinal", "ordinal"]),
            ("useGrouping", &["true", "false"]),
            ("minimumIntegerDigits", &[]),
            ("minimumFractionDigits", &[]),
            ("maximumFractionDigits", &[]),
        ],
        example: "NUMBER($price, minimumFractionDigits: 2)",
    },
];

/// The fault of a wrong call, without its position in a file.
pub(super) fn wrong_call(name: &str, arguments: &CallArguments<&str>) -> Option<Diagnostic> {
    let Some(function) = FUNCTIONS.iter().find(|function| function.name == name) else {
        let message = format!("there is no function `{name}`");
        let fault = Diagnostic::error("locale/unknown-function", message);
        return Some(fault.suggest(nearest(name, FUNCTIONS.iter().map(|f| f.name)), || {
            "the functions are `DATETIME`, `LIST` and `NUMBER`".into()
        }));
    };
    let values = arguments.positional.len();
    let message = if values == 0 || (values > 1 && name != "LIST") {
        format!("`{name}` takes one value, not {values}")
    } else {
        let wrong = |option: &NamedArgument<&str>| wrong_option(function, option);
        arguments.named.iter().find_map(wrong)?
    };
    let help = format!("write it as `{{ {} }}`", function.example);
    Some(Diagnostic::error("locale/wrong-option", message).help(help))
}

/// The message for a wrong option.
fn wrong_option(function: &Function, option: &NamedArgument<&str>) -> Option<String> {
    let name = option.name.name;
    let Some((_, known)) = function.options.iter().find(|(known, _)| *known == name) else {
        return Some(format!("`{}` has no option `{name}`", function.name));
    };
    match &option.value {
        InlineExpression::NumberLiteral { value } if known.is_empty() => {
            let fits = value.parse::<u8>().is_ok_and(|digits| digits <= MOST_DECIMALS);
            (!fits).then(|| format!("`{name}` takes a number from 0 to {MOST_DECIMALS}"))
        }
        InlineExpression::StringLiteral { value } if known.contains(value) => None,
        _ if known.is_empty() => Some(format!("`{name}` takes a number without quotes")),
        _ => {
            let known: Vec<String> = known.iter().map(|value| format!("`\"{value}\"`")).collect();
            Some(format!("`{name}` takes {}", known.join(" or ")))
        }
    }
}

thread_local! {
    /// The error of a function in the message that this thread is formatting.
    ///
    /// Fluent prints the name of a failing function, but does not report its error.
    static FAULT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Takes the last error of a function on this thread.
pub(super) fn take_fault() -> Option<String> {
    FAULT.take()
}

fn fail<'a>(why: impl Into<String>) -> FluentValue<'a> {
    let why = why.into();
    FAULT.with_borrow_mut(|fault| {
        fault.get_or_insert(why);
    });
    FluentValue::Error
}

/// An empty bundle with a language's conventions, without isolation marks.
pub(super) fn bundle(
    formats_tag: &str,
    formatter: &Arc<Formatter>,
) -> FluentBundle<Arc<FluentResource>> {
    // Fluent finds the plural rules of `zh` for `zh-Hans`, but does not support extensions.
    let id = tag::locale(formats_tag).id.to_string();
    let id: LanguageIdentifier = id.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(write_number));
    let (dates, lists) = (Arc::clone(formatter), Arc::clone(formatter));
    // Adding a function fails only if its name is taken.
    let _ = bundle.add_function("NUMBER", number);
    let _ =
        bundle.add_function("DATETIME", move |values, options| date_time(&dates, values, options));
    let _ = bundle.add_function("LIST", move |values, _| list(&lists, values));
    bundle
}

/// The number formatter of a bundle's language. Fluent takes no closure for formatting numbers, but has
/// a memoizer for each language.
struct Memo(Numbers);

impl Memoizable for Memo {
    type Args = ();
    type Error = Infallible;

    fn construct(lang: LanguageIdentifier, (): ()) -> Result<Memo, Infallible> {
        Ok(Memo(Numbers::new(&lang.to_string())))
    }
}

/// Formats a number from `NUMBER`, an argument or the message itself.
fn write_number(value: &FluentValue<'_>, memory: &IntlLangMemoizer) -> Option<String> {
    let FluentValue::Number(FluentNumber { value, options }) = value else { return None };
    let digits = |digits: usize| u8::try_from(digits).unwrap_or(MOST_DECIMALS);
    let mut number = Number::from(*value);
    if let Some(most) = options.maximum_fraction_digits {
        number = number.at_most(digits(most));
    }
    if let Some(least) = options.minimum_fraction_digits {
        number = number.at_least(digits(least));
    }
    if let Some(least) = options.minimum_integer_digits {
        number = number.at_least_integer(digits(least));
    }
    memory.with_try_get::<Memo, _, _>((), |memo| memo.0.write(&number, options.use_grouping)).ok()
}

fn number<'a>(values: &[FluentValue<'a>], options: &FluentArgs<'_>) -> FluentValue<'a> {
    match values {
        [FluentValue::Number(number)] => {
            let mut number = number.clone();
            number.options.merge(options);
            limit(&mut number);
            FluentValue::Number(number)
        }
        // The resolver has reported it.
        [FluentValue::Error] => FluentValue::Error,
        _ => fail("`NUMBER` needs one number"),
    }
}

/// Rounds a number by its options, since plural rules use the number itself, and limits the options to
/// what these rules support.
fn limit(number: &mut FluentNumber) {
    let FluentNumberOptions { minimum_fraction_digits, maximum_fraction_digits, .. } =
        &mut number.options;
    for digits in [&mut *minimum_fraction_digits, &mut *maximum_fraction_digits] {
        *digits = digits.map(|digits| digits.min(usize::from(MOST_DECIMALS)));
    }
    if let Some(most) = maximum_fraction_digits.and_then(|most| i32::try_from(most).ok()) {
        let scale = 10f64.powi(most);
        let rounded = (number.value * scale).round() / scale;
        number.value = if rounded.is_finite() { rounded } else { number.value };
    }
}

fn date_time<'a>(
    formatter: &Formatter,
    values: &[FluentValue<'a>],
    options: &FluentArgs<'_>,
) -> FluentValue<'a> {
    let text = match values {
        [FluentValue::String(text)] => text,
        [FluentValue::Error] => return FluentValue::Error,
        _ => return fail("`DATETIME` needs one date"),
    };
    let style = match options.get("style") {
        Some(FluentValue::String(style)) if style == "full" => DateStyle::Full,
        Some(FluentValue::String(style)) if style == "medium" => DateStyle::Medium,
        Some(FluentValue::String(style)) if style == "short" => DateStyle::Short,
        _ => DateStyle::Long,
    };
    let with_time = options.get("time").is_some();
    let has_time = text.contains(['T', 't', ' ', ':']);
    match (text.parse::<DateTime>(), text.parse::<Date>(), text.parse::<Time>()) {
        (Ok(at), ..) if with_time && has_time => formatter.date_time(at, style).into(),
        (_, Ok(_), _) if with_time => fail(format!("`{text}` has no time of day")),
        (_, Ok(date), _) => formatter.date(date, style).into(),
        (_, _, Ok(time)) => formatter.time(time).into(),
        _ => fail(format!("`{text}` is not a date such as `2018-11-20` or `2018-11-20T09:00`")),
    }
}

fn list<'a>(formatter: &Formatter, values: &[FluentValue<'a>]) -> FluentValue<'a> {
    let mut items: Vec<&str> = Vec::new();
    for value in values {
        match value {
            FluentValue::String(text) => items.push(text),
            FluentValue::Custom(value) => match List::of(&**value) {
                Some(list) => items.extend(list.items.iter().map(String::as_str)),
                None => return fail("`LIST` needs a list"),
            },
            FluentValue::Error => return FluentValue::Error,
            _ => return fail("`LIST` needs a list"),
        }
    }
    formatter.list(&items).into()
}
