//! The filters that templates have besides the engine's own.
//!
//! | filter | result |
//! |---|---|
//! | `"key" \| t(name=…)` | the message of the page's language |
//! | `"key" \| t_in(lang="da", name=…)` | the message of another language |
//! | `"forum.css" \| asset` | the address of a file of the theme's `assets/` |
//! | `text \| mark` | a text view, with its language marked if it is not the page's, and with a mark if it is out of date |
//! | `"2018-11-20" \| date(style="long")` | a date in words; `full`, `long`, `medium` or `short` |
//! | `session.start \| time` | the time of day of an ISO 8601 date and time |
//! | `n \| number` | a number with the language's separators |
//! | `names \| list` | `a, b and c` in the language |
//! | `records \| collate(attribute="name.text")` | sorted by the rules of the language |

use std::sync::Arc;

use tera::value::Key;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::base::text::{Direction, Lang};
use crate::content::field_reader::parse_date;
use crate::locale::catalog::{Arg, Args, MessageError};
use crate::locale::format::DateStyle;
use crate::locale::{Locale, Locales};
use crate::site::engine::template_faults::raise;
use crate::site::engine::templates::AssetUrls;

/// Registers the filters of a language in place of the filters of another language.
pub(super) fn register(
    engine: &mut Tera,
    lang: Lang,
    locales: &Arc<Locales>,
    assets: &Arc<AssetUrls>,
) {
    let own = Arc::clone(locales);
    engine.register_filter("t", move |key: &str, args: Kwargs, _: &State| {
        message(own.get(lang), key, &args, None)
    });
    let own = Arc::clone(locales);
    engine.register_filter("t_in", move |key: &str, args: Kwargs, _: &State| {
        let tag = args.must_get::<&str>("lang")?;
        let lang = own.find(tag).ok_or_else(|| {
            let help = "give one of the `tag`s of `languages` in content/event.yaml";
            raise("template/bad-value", &format!("`{tag}` is not a language of this site"), help)
        })?;
        message(own.get(lang), key, &args, Some("lang"))
    });
    let assets = Arc::clone(assets);
    engine.register_filter("asset", move |name: &str, _: Kwargs, _: &State| asset(name, &assets));
    let direction = locales.direction(lang);
    let own = Arc::clone(locales);
    engine.register_filter("mark", move |text: &Value, _: Kwargs, state: &State| {
        let words = mark(text, direction, state)?;
        match is_outdated(text) {
            true => outdated(&words, own.get(lang), state),
            false => Ok(words),
        }
    });
    register_formats(engine, lang, locales);
}

fn register_formats(engine: &mut Tera, lang: Lang, locales: &Arc<Locales>) {
    let own = Arc::clone(locales);
    engine.register_filter("date", move |date: &str, args: Kwargs, _: &State| {
        let style = style(args.get::<&str>("style")?.unwrap_or("long"))?;
        let day = date.split('T').next().unwrap_or(date);
        let day = parse_date(day).map_err(|_| no_such("a date such as `2018-11-20`", date))?;
        let locale = own.get(lang);
        Ok::<_, Error>(locale.marked_format(locale.format().date(day, style)))
    });
    let own = Arc::clone(locales);
    engine.register_filter("time", move |at: &str, _: Kwargs, _: &State| {
        let time = at.split_once('T').map_or(at, |(_, time)| time);
        let time = time.get(..5).and_then(|time| time.parse::<jiff::civil::Time>().ok());
        let time = time.ok_or_else(|| no_such("a time such as `2018-11-20T09:00:00+01:00`", at))?;
        let locale = own.get(lang);
        Ok::<_, Error>(locale.marked_format(locale.format().time(time)))
    });
    let own = Arc::clone(locales);
    engine.register_filter("number", move |number: f64, _: Kwargs, _: &State| {
        own.get(lang).format().number(number)
    });
    let own = Arc::clone(locales);
    engine.register_filter("list", move |items: &[Value], _: Kwargs, _: &State| {
        let items: Vec<String> = items.iter().map(plain).collect();
        let locale = own.get(lang);
        locale.marked_format(locale.format().list(&items))
    });
    let own = Arc::clone(locales);
    engine.register_filter("collate", move |items: &[Value], args: Kwargs, _: &State| {
        let attribute = args.get::<&str>("attribute")?;
        let mut keyed: Vec<(String, Value)> =
            items.iter().map(|item| (sort_key(item, attribute), item.clone())).collect();
        keyed.sort_by(|(a, _), (b, _)| own.get(lang).format().compare(a, b));
        Ok::<_, Error>(keyed.into_iter().map(|(_, item)| item).collect::<Vec<Value>>())
    });
}

/// The text that an item is sorted by: one of its fields, or itself.
fn sort_key(item: &Value, attribute: Option<&str>) -> String {
    match attribute {
        Some(path) => item.get_from_path(path).map(plain).unwrap_or_default(),
        None => plain(item),
    }
}

/// A value as text; for a text view, its text.
fn plain(value: &Value) -> String {
    match value.as_map().and_then(|map| map.get(&Key::Str("text"))) {
        Some(text) => text.to_string(),
        None => value.to_string(),
    }
}

fn style(name: &str) -> TeraResult<DateStyle> {
    match name {
        "full" => Ok(DateStyle::Full),
        "long" => Ok(DateStyle::Long),
        "medium" => Ok(DateStyle::Medium),
        "short" => Ok(DateStyle::Short),
        _ => Err(no_such("a style: `full`, `long`, `medium` or `short`", name)),
    }
}

fn no_such(wanted: &str, found: &str) -> Error {
    let found = if found.is_empty() { "nothing".to_owned() } else { format!("`{found}`") };
    let help = "docs/themes.md lists the arguments of each filter";
    raise("template/bad-value", &format!("expected {wanted}, found {found}"), help)
}

fn no_text() -> Error {
    raise(
        "template/bad-value",
        "expected a text, found a record",
        "name the field to show, such as `session.title`",
    )
}

fn asset(name: &str, assets: &AssetUrls) -> TeraResult<String> {
    assets.get(name).cloned().ok_or_else(|| {
        let names = assets.keys().map(String::as_str);
        let help = match crate::base::suggest::nearest(name, names) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "put the file into the theme's folder `assets/`".to_owned(),
        };
        raise("template/unknown-asset", &format!("the theme has no asset `{name}`"), &help)
    })
}

/// A text view as HTML: escaped, and in a `span` with its language if that is not the page's
/// (WCAG 2.2, 3.1.2). On a right-to-left page every other text is isolated, because a name that is
/// the same in all languages may be in Latin script (UAX 9).
fn mark(text: &Value, direction: Direction, state: &State) -> TeraResult<Value> {
    let Some(view) = text.as_map() else {
        let plain = text.as_str().ok_or_else(|| no_such("a text", &text.to_string()))?;
        return Ok(Value::safe_string(&state.escape(plain)?));
    };
    let field = |name| view.get(&Key::Str(name)).and_then(Value::as_str);
    let words = field("text").ok_or_else(no_text)?;
    let words = state.escape(words)?;
    Ok(match field("lang") {
        Some(lang) => {
            let lang = state.escape(lang)?;
            Value::safe_string(&format!("<span lang=\"{lang}\" dir=\"auto\">{words}</span>"))
        }
        None if direction == Direction::Rtl => Value::safe_string(&format!("<bdi>{words}</bdi>")),
        None => Value::safe_string(&words),
    })
}

/// Whether a text view was translated from an earlier version.
fn is_outdated(text: &Value) -> bool {
    let field = text.as_map().and_then(|view| view.get(&Key::Str("outdated")));
    field.and_then(Value::as_bool).unwrap_or_default()
}

/// A text with a mark that says that it was translated from an earlier version, if the theme has the
/// words for it.
fn outdated(words: &Value, locale: Locale<'_>, state: &State) -> TeraResult<Value> {
    let Ok(mark) = locale.marked("outdated-mark", &Args::new()) else { return Ok(words.clone()) };
    let mark = state.escape(&mark)?;
    Ok(Value::safe_string(&format!("{words} <small class=\"outdated\">{mark}</small>")))
}

/// A message with its arguments. `own` is an argument of the filter itself, not of the message.
fn message(
    locale: Locale<'_>,
    key: &str,
    kwargs: &Kwargs,
    own: Option<&str>,
) -> TeraResult<String> {
    let mut args = Args::new();
    for (name, value) in kwargs.iter() {
        let Some(name) = name.as_str().filter(|name| Some(*name) != own) else { continue };
        args.set(name, argument(name, value)?);
    }
    locale.marked(key, &args).map_err(|error| fault(&error))
}

fn argument(name: &str, value: &Value) -> TeraResult<Arg> {
    if let Some(items) = value.as_array() {
        return Ok(Arg::List(items.iter().map(plain).collect()));
    }
    if value.is_map() {
        return Ok(Arg::Text(plain(value)));
    }
    if let Some(number) = value.as_f64() {
        return Ok(Arg::Number(number));
    }
    match value.as_str() {
        Some(text) => Ok(Arg::Text(text.to_owned())),
        None => Err(no_such(&format!("a text, number or list for `{name}`"), &value.to_string())),
    }
}

fn fault(error: &MessageError) -> Error {
    let (code, message, help) = error.describe();
    raise(code, &message, &help.unwrap_or_default())
}
