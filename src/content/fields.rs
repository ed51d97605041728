//! The kinds of values that records hold: ids, texts, dates, times. Each is read from a YAML node,
//! and each says what is wrong with it and what to write instead.

use jiff::civil::{Date, Time};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::Span;
use crate::base::suggest::nearest;
use crate::base::text::{Languages, Localized, Text, is_id};
use crate::base::yaml::Node;
use crate::locale::tag::canonical_tag;

/// The key of a text that is the same in every language (BCP 47's `mul`, ISO 639-2).
pub const EVERY_LANGUAGE: &str = "mul";

/// The name of a record, as it was written somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Id {
    /// The id.
    pub value: String,
    /// Where it stands.
    pub span: Span,
}

/// Reads values of one file: knows the site's languages, and collects what is wrong.
#[derive(Debug)]
pub struct Reader<'a> {
    /// The languages that texts may be in.
    pub languages: &'a Languages,
    /// What was found wrong so far.
    pub report: Report,
}

impl Reader<'_> {
    /// A text in one or more languages: `{da: …, en: …}`. Empty ones count as missing.
    pub fn text(&mut self, node: &Node<'_>) -> Localized<Text> {
        if node.is_mapping() {
            return self.language_map(node);
        }
        let source = self.languages.get(crate::base::text::Lang::SOURCE);
        let fault = match node.as_text() {
            Some(_) => Diagnostic::error("text/no-language", "this text does not say its language")
                .at(node.span())
                .help(format!(
                    "write `{{{}: …}}`, or `{{mul: …}}` if it is the same in every language",
                    source.tag
                )),
            None => node.wrong_type("a text in each language", &format!("{{{}: …}}", source.tag)),
        };
        self.report.push(fault);
        Localized::default()
    }

    /// A name: like [`Reader::text`], but one that is the same everywhere may be written plainly.
    pub fn name(&mut self, node: &Node<'_>) -> Localized<Text> {
        match node.as_text() {
            Some(value) => text_at(value, node).map(Localized::shared).unwrap_or_default(),
            None => self.text(node),
        }
    }

    fn language_map(&mut self, node: &Node<'_>) -> Localized<Text> {
        let mut all = Localized::default();
        for (tag, value) in node.entries("", &mut self.report) {
            let lang = self.languages.find(tag);
            if lang.is_none() && tag != EVERY_LANGUAGE {
                self.report.push(unknown_language(tag, value.key_span(), self.languages));
                continue;
            }
            if value.is_null() {
                continue;
            }
            let Some(words) = value.text("a text", "\"…\"", &mut self.report) else { continue };
            let Some(text) = text_at(words, &value) else { continue };
            let added = match lang {
                Some(lang) => all.add(lang, text),
                None => all.add_shared(text),
            };
            if added.is_err() {
                self.report.push(
                    Diagnostic::error("text/given-twice", "this language's text is given twice")
                        .at(value.key_span())
                        .help(format!("`{tag}` is an alias of a tag above; keep one of the two")),
                );
            }
        }
        all
    }

    /// A fact that is written as text. A language map here is a fault of its own.
    pub fn fact<'n>(&mut self, node: &Node<'n>, wanted: &str, example: &str) -> Option<&'n str> {
        if !node.is_mapping() {
            return node.text(wanted, example, &mut self.report);
        }
        let example = if example.is_empty() { "the value" } else { example };
        self.report.push(
            Diagnostic::error("yaml/language-map-on-fact", "a fact is the same in every language")
                .at(node.span())
                .help(format!("write it once, without languages: `{example}`")),
        );
        None
    }

    /// The id of a record: lower-case ASCII words with hyphens.
    pub fn id(&mut self, node: &Node<'_>) -> Option<Id> {
        let value = self.fact(node, "an id", "green-solutions")?;
        if is_id(value) {
            return Some(Id { value: value.to_owned(), span: node.span() });
        }
        self.report.push(
            Diagnostic::error("record/bad-id", format!("`{value}` cannot be an id"))
                .at(node.span())
                .help(
                    "use lower-case letters a–z, digits and single hyphens, as `green-solutions`",
                ),
        );
        None
    }

    /// A list of ids, or a single one without brackets.
    pub fn ids(&mut self, node: &Node<'_>) -> Vec<Id> {
        if node.as_text().is_some() {
            return self.id(node).into_iter().collect();
        }
        let items = node.list("[first-id, second-id]", &mut self.report);
        items.iter().filter_map(|item| self.id(item)).collect()
    }

    /// A calendar day, as `2018-11-20`.
    pub fn date(&mut self, node: &Node<'_>) -> Option<Date> {
        let value = self.fact(node, "a date", "2018-11-20")?;
        let date = parse_date(value);
        if let Err((code, message)) = &date {
            self.report.push(
                Diagnostic::error(code, message.clone())
                    .at(node.span())
                    .help("write year, month and day, as `2018-11-20`"),
            );
        }
        date.ok()
    }

    /// A time of day in the event's zone, as `09:30`, on 24 hours.
    pub fn time(&mut self, node: &Node<'_>) -> Option<Time> {
        let value = self.fact(node, "a time", "\"09:30\"")?;
        let time = parse_time(value);
        if time.is_none() {
            self.report.push(
                Diagnostic::error("time/malformed", format!("`{value}` is no time of day"))
                    .at(node.span())
                    .help("write hours and minutes from 00:00 to 23:59, as \"09:30\""),
            );
        }
        time
    }

    /// A list of language tags, or a single one: any language, not only the site's.
    pub fn tags(&mut self, node: &Node<'_>) -> Vec<String> {
        let items = match node.as_text() {
            Some(_) => vec![node.clone()],
            None => node.list("[da, en]", &mut self.report),
        };
        items.iter().filter_map(|item| self.tag(item)).collect()
    }

    /// A BCP 47 language tag, in canonical form.
    pub fn tag(&mut self, node: &Node<'_>) -> Option<String> {
        let value = self.fact(node, "a language tag", "zh-Hans")?;
        let tag = match self.languages.find(value) {
            Some(lang) => Some(self.languages.tag(lang).to_owned()),
            None => canonical_tag(value),
        };
        if tag.is_none() {
            self.report.push(malformed_tag(value, node.span()));
        }
        tag
    }

    /// An address on the web, beginning with `https://` or `http://`.
    pub fn url(&mut self, node: &Node<'_>) -> Option<String> {
        let value = self.fact(node, "a web address", "https://example.org")?;
        let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
        if rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace)) {
            return Some(value.to_owned());
        }
        self.report.push(
            Diagnostic::error("url/malformed", format!("`{value}` is no web address"))
                .at(node.span())
                .help("begin with `https://`"),
        );
        None
    }

    /// An e-mail address: something before and a host behind one `@`.
    pub fn email(&mut self, node: &Node<'_>) -> Option<String> {
        let value = self.fact(node, "an e-mail address", "name@example.org")?;
        let good = value.split_once('@').is_some_and(|(name, host)| {
            let plain = |part: &str| {
                !part.is_empty()
                    && !part.contains(|c: char| c.is_whitespace() || "@<>()\",;:\\".contains(c))
            };
            plain(name) && plain(host) && host.contains('.') && !host.ends_with('.')
        });
        if !good {
            self.report.push(
                Diagnostic::error("email/malformed", format!("`{value}` is no e-mail address"))
                    .at(node.span())
                    .help("write it as `name@example.org`"),
            );
        }
        good.then(|| value.to_owned())
    }

    /// One of a fixed set of words.
    pub fn choice<T: Copy>(
        &mut self,
        node: &Node<'_>,
        wanted: &str,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let value = self.fact(node, wanted, choices.first().map_or("", |(word, _)| word))?;
        let found = choices.iter().find(|(word, _)| *word == value);
        if found.is_none() {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            let help = match nearest(value, words.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("write one of {}", words.join(", ")),
            };
            self.report.push(
                Diagnostic::error("yaml/unknown-word", format!("`{value}` is not {wanted}"))
                    .at(node.span())
                    .help(help),
            );
        }
        found.map(|(_, value)| *value)
    }
}

/// The fault of a tag that no language of the site has.
pub fn unknown_language(tag: &str, span: Span, languages: &Languages) -> Diagnostic {
    let tags: Vec<&str> = languages.iter().map(|(_, language)| language.tag.as_str()).collect();
    let help = match nearest(tag, tags.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!(
            "the site's languages are {}; add others to `languages` in content/event.yaml",
            tags.join(", ")
        ),
    };
    Diagnostic::error("language/unknown", format!("`{tag}` is no language of this site"))
        .at(span)
        .help(help)
}

/// The fault of a text that is no language tag at all.
pub fn malformed_tag(tag: &str, span: Span) -> Diagnostic {
    Diagnostic::error("language/malformed", format!("`{tag}` is no language tag"))
        .at(span)
        .help("write a BCP 47 tag, as `da`, `en` or `zh-Hans`")
}

/// A text with its place, trimmed; `None` if nothing is left.
fn text_at(value: &str, node: &Node<'_>) -> Option<Text> {
    let value = value.trim();
    (!value.is_empty()).then(|| Text { value: clean(value), span: node.span() })
}

/// Without the control characters and line separators that break feeds and calendars.
fn clean(value: &str) -> String {
    value
        .chars()
        .map(|c| if matches!(c, '\u{2028}' | '\u{2029}') { '\n' } else { c })
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

/// Reads `2018-11-20`.
///
/// # Errors
/// The code and message of what is wrong: no date at all, or a day that the calendar does not have.
pub fn parse_date(value: &str) -> Result<Date, (&'static str, String)> {
    let malformed = || ("date/malformed", format!("`{value}` is no date"));
    let parts: Vec<&str> = value.split('-').collect();
    let [year, month, day] = parts[..] else { return Err(malformed()) };
    let number = |part: &str, length: usize| {
        let good = part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        good.then(|| part.parse::<i16>().ok())?
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
    else {
        return Err(malformed());
    };
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else {
        return Err(malformed());
    };
    Date::new(year, month, day)
        .map_err(|_| ("date/no-such-day", format!("there is no {value} in the calendar")))
}

/// Reads `9:30` or `09:30`.
fn parse_time(value: &str) -> Option<Time> {
    let (hour, minute) = value.split_once(':')?;
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !(1..=2).contains(&hour.len()) || minute.len() != 2 || !digits(hour) || !digits(minute) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_of_this_calendar() {
        assert_eq!(parse_date("2018-11-20"), Ok(jiff::civil::date(2018, 11, 20)));
        for (value, code) in [
            ("2018-02-30", "date/no-such-day"),
            ("2018-13-01", "date/no-such-day"),
            ("20-11-2018", "date/malformed"),
            ("2018-11", "date/malformed"),
            ("2018-1-1", "date/malformed"),
            ("tbd", "date/malformed"),
        ] {
            assert_eq!(parse_date(value).map_err(|(code, _)| code), Err(code), "{value}");
        }
    }

    #[test]
    fn times_are_of_one_day() {
        assert_eq!(parse_time("9:05"), Some(jiff::civil::time(9, 5, 0, 0)));
        assert_eq!(parse_time("23:59"), Some(jiff::civil::time(23, 59, 0, 0)));
        for bad in ["24:00", "9", "9.30", "09:5", "-1:00", "+9:00", "9:60", "noon"] {
            assert_eq!(parse_time(bad), None, "{bad}");
        }
    }
}
