//! The kinds of values that records hold: ids, texts, dates, times. Each is read from a YAML node,
//! and each says what is wrong with it and what to write instead.

use jiff::civil::{Date, Time};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{Span, Spanned};
use crate::base::suggest::nearest;
use crate::base::text::{Lang, Language, Languages, Localized, is_id, is_slug, slugify};
use crate::base::yaml::Node;
use crate::content::kind::{Kind, Unreadable};
use crate::locale::tag::region;

mod date_and_time;
mod spoken_languages;

pub use date_and_time::parse_date;

/// The key of a text that is the same in every language (BCP 47's `mul`, ISO 639-2).
pub const EVERY_LANGUAGE: &str = "mul";

/// Reads values of one file: knows the site's languages, and collects what is wrong.
#[derive(Debug)]
pub struct FieldReader<'a> {
    /// The languages that texts may be in.
    pub languages: &'a Languages,
    /// What was found wrong so far.
    pub report: Report,
    /// What could not be read so far.
    pub unreadable: Unreadable,
}

impl<'a> FieldReader<'a> {
    /// A reader that has found nothing yet.
    pub fn new(languages: &'a Languages) -> FieldReader<'a> {
        FieldReader { languages, report: Report::new(), unreadable: Unreadable::default() }
    }
}

impl FieldReader<'_> {
    /// The items of a list of records; if it is none, some records of the kind could not be read.
    pub fn list<'n>(&mut self, node: &Node<'n>, example: &str, kind: Kind) -> Vec<Node<'n>> {
        if !node.is_list() && !node.is_null() {
            self.unreadable.add_kind(kind);
            self.report.push(
                node.wrong_type("a list", "")
                    .help(format!("begin each entry with `- `, as `{example}`")),
            );
            return Vec::new();
        }
        node.list(example, &mut self.report)
    }

    /// What was found; if it is nothing, some records of the kind could not be read.
    pub fn or_unreadable<T>(&mut self, found: Option<T>, kind: Kind) -> Option<T> {
        if found.is_none() {
            self.unreadable.add_kind(kind);
        }
        found
    }

    /// A text in one or more languages: `{da: …, en: …}`. Empty ones count as missing.
    pub fn text(&mut self, node: &Node<'_>) -> Localized<Spanned<String>> {
        if node.is_mapping() {
            return self.language_map(node);
        }
        let source = self.languages.get(Lang::SOURCE);
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

    /// A name: like [`FieldReader::text`], but one that is the same everywhere may be written plainly.
    pub fn name(&mut self, node: &Node<'_>) -> Localized<Spanned<String>> {
        match node.as_text() {
            Some(value) => text_at(value, node).map(Localized::shared).unwrap_or_default(),
            None => self.text(node),
        }
    }

    fn language_map(&mut self, node: &Node<'_>) -> Localized<Spanned<String>> {
        let mut all: Localized<Spanned<String>> = Localized::default();
        for (tag, value) in node.entries("", &mut self.report) {
            let lang = self.languages.find(&tag);
            if lang.is_none() && tag != EVERY_LANGUAGE {
                let fault = unknown_language(&tag, value.key_span(), self.languages);
                // `{da: Health, welfare}` is two entries, the second without a text.
                self.report.push(match value.is_null() {
                    true if tag.contains('：') => {
                        fault.help("write an ordinary colon and a space, as `en: …`")
                    }
                    true if tag.contains(' ') => fault.help("put a text with a comma in quotes"),
                    _ => fault,
                });
                continue;
            }
            if value.is_null() {
                continue;
            }
            let Some(texts) = value.text("a text", "\"…\"", &mut self.report) else { continue };
            let Some(text) = text_at(texts, &value) else { continue };
            let earlier = lang.and_then(|lang| all.own(lang)).map(|text| text.span.clone());
            let added = match lang {
                Some(lang) => all.add(lang, text),
                None => all.add_shared(text),
            };
            if let (Err(_), Some(lang), Some(earlier)) = (added, lang, earlier) {
                let known = self.languages.tag(lang);
                self.report.push(
                    Diagnostic::error("text/given-twice", "this language's text is given twice")
                        .at(value.key_span())
                        .related(earlier, "it stands here too")
                        .help(format!(
                            "`{tag}` and `{known}` are one language; keep one of the two"
                        )),
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
        let (what, span, prefix) = match node.name() {
            Some(name) => (format!("`{name}`"), node.key_span(), format!("{name}: ")),
            None => ("this".to_owned(), node.span(), String::new()),
        };
        self.report.push(
            Diagnostic::error(
                "yaml/language-map-on-fact",
                format!("{what} is the same in every language"),
            )
            .at(span)
            .help(format!("write it once, without languages: `{prefix}{example}`")),
        );
        None
    }

    /// The id of a record: lower-case ASCII texts with hyphens.
    pub fn id(&mut self, node: &Node<'_>) -> Option<Spanned<String>> {
        let value = self.fact(node, "an id", "green-solutions")?;
        if is_id(value) {
            return Some(Spanned { value: value.to_owned(), span: node.span() });
        }
        self.report.push(
            Diagnostic::error("record/bad-id", format!("`{value}` cannot be an id"))
                .at(node.span())
                .help(address_help(value, self.languages.tag(Lang::SOURCE))),
        );
        None
    }

    /// The id of another record. That it cannot be one is found out with the records at hand, since
    /// then one can say which has that name.
    pub fn reference(&mut self, node: &Node<'_>) -> Option<Spanned<String>> {
        let value = self.fact(node, "an id", "green-solutions")?;
        let Some(several) = several(value) else {
            return Some(Spanned { value: value.to_owned(), span: node.span() });
        };
        let help = match node.name() {
            Some(_) => format!("put brackets around them: `[{several}]`"),
            None => format!("write an ordinary comma between two: `{several}`"),
        };
        self.report.push(
            Diagnostic::error("record/bad-id", format!("`{value}` is several ids"))
                .at(node.span())
                .help(help),
        );
        None
    }

    /// A list of ids of other records, or a single one without brackets.
    pub fn ids(&mut self, node: &Node<'_>) -> Vec<Spanned<String>> {
        if node.as_text().is_some() {
            return self.reference(node).into_iter().collect();
        }
        let items = node.list("[first-id, second-id]", &mut self.report);
        items.iter().filter_map(|item| self.reference(item)).collect()
    }

    /// A calendar day, as `2018-11-20`.
    pub fn date(&mut self, node: &Node<'_>) -> Option<Date> {
        if let Some(number) = node.as_number() {
            let fault = node.wrong_type("a date", "2018-11-20");
            self.report.push(match date_and_time::meant_date(&number.to_string()) {
                Some(meant) => fault.help(format!("write `{meant}`")),
                None => fault,
            });
            return None;
        }
        let value = self.fact(node, "a date", "2018-11-20")?;
        let date = parse_date(value);
        if let Err(fault) = &date {
            self.report.push(fault.clone().at(node.span()));
        }
        date.ok()
    }

    /// A time of day in the event's zone, as `09:30`, on 24 hours.
    pub fn time(&mut self, node: &Node<'_>) -> Option<Time> {
        if let Some(number) = node.as_number() {
            // YAML takes `9.30` for nine and three tenths.
            let meant = date_and_time::meant_time(&format!("{number:.2}"));
            let meant = meant.unwrap_or_else(|| "09:30".to_owned());
            self.report.push(node.wrong_type("a time", &format!("\"{meant}\"")));
            return None;
        }
        let value = self.fact(node, "a time", "\"09:30\"")?;
        let time = date_and_time::parse_time(value);
        if time.is_none() {
            self.report.push(date_and_time::malformed_time(value).at(node.span()));
        }
        time
    }

    /// An address on the web, beginning with `https://` or `http://`.
    pub fn url(&mut self, node: &Node<'_>) -> Option<String> {
        let value = self.fact(node, "a web address", "https://example.org")?;
        let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
        let help = match rest {
            Some(rest) if !rest.is_empty() && !rest.contains(char::is_whitespace) => {
                return Some(value.to_owned());
            }
            None if value.contains('.') && !value.contains([' ', ':']) => {
                format!("write `https://{value}`")
            }
            _ => "write the whole address without spaces, as `https://example.org`".to_owned(),
        };
        self.report.push(
            Diagnostic::error("url/malformed", format!("`{value}` is no web address"))
                .at(node.span())
                .help(help),
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

    /// A whole number from 1, as a number of people.
    pub fn count(&mut self, node: &Node<'_>) -> Option<Spanned<u32>> {
        let number = node.as_number().filter(|n| n.fract() == 0.0 && (1.0..=1e9).contains(n));
        let digits = node.as_text().and_then(|text| text.parse::<u32>().ok()).filter(|n| *n > 0);
        // Both are checked above to be within the type.
        let value = digits.or_else(|| format!("{:.0}", number?).parse().ok());
        if value.is_none() {
            let help = match node.as_text().and_then(only_number) {
                Some(meant) => format!("write `{meant}`"),
                None => "write a number, as `40`, or leave the field out".to_owned(),
            };
            self.report.push(node.wrong_type("a whole number of at least 1", "40").help(help));
        }
        Some(Spanned { value: value?, span: node.span() })
    }

    /// A word of an editor's own, that other records repeat.
    pub fn word(&mut self, node: &Node<'_>) -> Option<String> {
        self.id(node).map(|id| id.value)
    }

    /// One of a fixed set of texts.
    pub fn choice<T: Copy>(
        &mut self,
        node: &Node<'_>,
        wanted: &str,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let value = self.fact(node, wanted, choices.first().map_or("", |(word, _)| word))?;
        let found = choices.iter().find(|(word, _)| *word == value);
        if found.is_none() {
            let texts: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            let help = match nearest(value, texts.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("write one of {}", texts.join(", ")),
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

/// The texts of a text in which several stand, as a list: with commas of any script between them.
pub fn several(text: &str) -> Option<String> {
    let texts = text.split([',', '，', '、', ';', '；']).map(str::trim);
    let texts: Vec<&str> = texts.filter(|word| !word.is_empty()).collect();
    (texts.len() > 1).then(|| texts.join(", "))
}

/// The number that is the only one in a text: `ca. 40`.
fn only_number(text: &str) -> Option<u32> {
    let mut runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    let number = runs.next()?.parse().ok()?;
    (runs.next().is_none() && number > 0).then_some(number)
}

/// What to write in place of a text that cannot be an id or a part of an address.
pub fn address_help(value: &str, tag: &str) -> String {
    let example = match slugify(value, tag) {
        slug if slug.is_ascii() && is_slug(&slug) => slug,
        _ => "green-solutions".to_owned(),
    };
    format!("use lower-case letters a–z, digits and single hyphens, as `{example}`")
}

/// The fault of a tag that no language of the site has.
pub fn unknown_language(tag: &str, span: Span, languages: &Languages) -> Diagnostic {
    let help = match meant_language(tag, languages) {
        Some(meant) => format!("did you mean `{}`?", meant.tag),
        None => {
            let tags: Vec<&str> = languages.iter().map(|(_, l)| l.tag.as_str()).collect();
            format!(
                "the site's languages are {}; add others to `languages` in content/event.yaml",
                tags.join(", ")
            )
        }
    };
    Diagnostic::error("language/unknown", format!("`{tag}` is no language of this site"))
        .at(span)
        .help(help)
}

/// The language that was probably meant: the same one written otherwise (`zh`), its country (`dk`) or
/// its name (`dansk`). That `de` is one letter away from `da` means nothing.
fn meant_language<'l>(tag: &str, languages: &'l Languages) -> Option<&'l Language> {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or("").to_lowercase();
    let named = |language: &Language| {
        primary(&language.tag) == primary(tag)
            || region(&language.formats).is_some_and(|region| region.eq_ignore_ascii_case(tag))
            || language.name.to_lowercase() == tag.to_lowercase()
    };
    let all = || languages.iter().map(|(_, language)| language);
    all().find(|language| named(language)).or_else(|| {
        let meant = nearest(tag, all().map(|language| &*language.tag))?;
        all().find(|language| language.tag == meant && tag.chars().count() > 3)
    })
}

/// The fault of a text that is no language tag at all.
pub fn malformed_tag(tag: &str, span: Span) -> Diagnostic {
    Diagnostic::error("language/malformed", format!("`{tag}` is no language tag"))
        .at(span)
        .help("write a BCP 47 tag, as `da`, `en` or `zh-Hans`")
}

/// A text with its place, trimmed; `None` if nothing is left.
pub(crate) fn text_at(value: &str, node: &Node<'_>) -> Option<Spanned<String>> {
    let value = value.trim();
    (!value.is_empty()).then(|| Spanned { value: clean(value), span: node.span() })
}

/// Without the control characters and line separators that break feeds and calendars.
fn clean(value: &str) -> String {
    value
        .chars()
        .map(|c| if matches!(c, '\u{2028}' | '\u{2029}') { '\n' } else { c })
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}
