//! Reading the values of records: ids, texts, dates, times. Each is read from a YAML node, and each
//! reports what is wrong with it and what to write instead.

use jiff::civil::{Date, Time};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{Span, Spanned};
use crate::base::suggest;
use crate::base::text::{Lang, Language, Languages, Localized, is_id, is_slug, slugify};
use crate::base::unicode::composed;
use crate::base::web_address::{is_web_address, with_ascii_host};
use crate::base::yaml::{Fields, Node};
use crate::content::kind::{Kind, Unreadable};
use crate::locale::distance::{is_spoken_alike, nearest};
use crate::locale::tag::region;

mod date_and_time;
mod spoken_languages;

pub use date_and_time::parse_date;

/// The key of a text that is the same in every language (`mul` in ISO 639-2).
pub const EVERY_LANGUAGE: &str = "mul";

/// Reads the values of one file and reports faults.
#[derive(Debug)]
pub struct FieldReader<'a> {
    /// The languages of the site.
    pub languages: &'a Languages,
    /// The faults found so far.
    pub report: Report,
    /// The unreadable records so far.
    pub unreadable: Unreadable,
}

impl<'a> FieldReader<'a> {
    /// A reader without any report yet.
    pub fn new(languages: &'a Languages) -> FieldReader<'a> {
        FieldReader { languages, report: Report::new(), unreadable: Unreadable::default() }
    }
}

impl FieldReader<'_> {
    /// The items of a list of records. Any other value makes the kind's records unreadable.
    pub fn list<'n>(&mut self, node: &Node<'n>, example: &str, kind: Kind) -> Vec<Node<'n>> {
        if !node.is_list() && !node.is_null() {
            self.unreadable.add_kind(kind);
            self.report.push(
                node.wrong_type("a list", "")
                    .help(format!("begin each entry with `- `: `{example}`")),
            );
            return Vec::new();
        }
        node.list(example, &mut self.report)
    }

    /// Returns `found`; if it is `None`, notes that some records of the kind are unreadable.
    pub fn or_unreadable<T>(&mut self, found: Option<T>, kind: Kind) -> Option<T> {
        if found.is_none() {
            self.unreadable.add_kind(kind);
        }
        found
    }

    /// A field of a record; `None` if it is missing, or unreadable and reported.
    pub fn field<T>(
        &mut self,
        fields: &mut Fields<'_>,
        name: &'static str,
        read: impl FnOnce(&mut Self, &Node<'_>) -> Option<T>,
    ) -> Option<T> {
        read(self, &fields.get(name)?)
    }

    /// Like [`FieldReader::field`], with the place of the value.
    pub fn spanned_field<T>(
        &mut self,
        fields: &mut Fields<'_>,
        name: &'static str,
        read: impl FnOnce(&mut Self, &Node<'_>) -> Option<T>,
    ) -> Option<Spanned<T>> {
        let node = fields.get(name)?;
        Some(Spanned { value: read(self, &node)?, span: node.span() })
    }

    /// A field with one of a fixed set of words.
    pub fn choice_field<T: Copy>(
        &mut self,
        fields: &mut Fields<'_>,
        name: &'static str,
        wanted: &str,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        self.field(fields, name, |reader, node| reader.choice(node, wanted, choices))
    }

    /// A text in one or more languages: `{da: …, en: …}`. Empty texts count as missing.
    pub fn text(&mut self, node: &Node<'_>) -> Localized<Spanned<String>> {
        if node.is_mapping() {
            return self.language_map(node);
        }
        let source = self.languages.get(Lang::SOURCE);
        let fault = match node.as_text() {
            Some(_) => Diagnostic::error("text/no-language", "this text has no language")
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

    /// A name: like [`FieldReader::text`], but a name for all languages needs no `mul`.
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
                // `{da: Health, welfare}` has two entries, the second without a text.
                self.report.push(match value.is_null() {
                    true if tag.contains('：') => {
                        fault.help("write an ASCII colon and a space: `en: …`")
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
                    Diagnostic::error("text/given-twice", "this language has two texts")
                        .at(value.key_span())
                        .related(earlier, "the other text")
                        .help(format!(
                            "`{tag}` and `{known}` are the same language; keep one of the two"
                        )),
                );
            }
        }
        all
    }

    /// A fact that is written as text. A text for each language is reported as a separate fault.
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

    /// The id of a record: lower-case ASCII words with hyphens.
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

    /// The id of another record. Malformed ids are reported later, together with suggestions from the
    /// records.
    pub fn reference(&mut self, node: &Node<'_>) -> Option<Spanned<String>> {
        let value = self.fact(node, "an id", "green-solutions")?;
        let Some(several) = several(value) else {
            return Some(Spanned { value: value.to_owned(), span: node.span() });
        };
        let help = match node.name() {
            Some(_) => format!("put brackets around them: `[{several}]`"),
            None => format!("write ASCII commas between them: `{several}`"),
        };
        self.report.push(
            Diagnostic::error("record/bad-id", format!("`{value}` is more than one id"))
                .at(node.span())
                .help(help),
        );
        None
    }

    /// A list of ids of other records, or a single id without brackets.
    pub fn ids(&mut self, node: &Node<'_>) -> Vec<Spanned<String>> {
        if node.as_text().is_some() {
            return self.reference(node).into_iter().collect();
        }
        let items = node.list("[first-id, second-id]", &mut self.report);
        items.iter().filter_map(|item| self.reference(item)).collect()
    }

    /// A date such as `2018-11-20`.
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

    /// A time of day in the event's time zone, such as `09:30`.
    pub fn time(&mut self, node: &Node<'_>) -> Option<Time> {
        if let Some(number) = node.as_number() {
            // YAML reads `9.30` as a number.
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

    /// A web address that begins with `https://` or `http://`.
    pub fn url(&mut self, node: &Node<'_>) -> Option<String> {
        let value = self.fact(node, "a web address", "https://example.org")?;
        if is_web_address(value) {
            return Some(with_ascii_host(value).into_owned());
        }
        let whole = format!("https://{value}");
        let help = match value.contains('.') && !value.contains(':') && is_web_address(&whole) {
            true => format!("write `{whole}`"),
            false => "write the whole address without spaces, for example `https://example.org`"
                .to_owned(),
        };
        self.report.push(
            Diagnostic::error("url/malformed", format!("`{value}` is not a web address"))
                .at(node.span())
                .help(help),
        );
        None
    }

    /// An e-mail address: a name, one `@` and a host.
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
                Diagnostic::error("email/malformed", format!("`{value}` is not an e-mail address"))
                    .at(node.span())
                    .help("write it like `name@example.org`"),
            );
        }
        good.then(|| value.to_owned())
    }

    /// A whole number of at least 1, such as a number of people.
    pub fn count(&mut self, node: &Node<'_>) -> Option<Spanned<u32>> {
        let number = node.as_number().filter(|n| n.fract() == 0.0 && (1.0..=1e9).contains(n));
        let digits = node.as_text().and_then(|text| text.parse::<u32>().ok()).filter(|n| *n > 0);
        let value = digits.or_else(|| format!("{:.0}", number?).parse().ok());
        if value.is_none() {
            let help = match node.as_text().and_then(only_number) {
                Some(meant) => format!("write `{meant}`"),
                None => "write a number such as `40`, or remove the field".to_owned(),
            };
            self.report.push(node.wrong_type("a whole number of at least 1", "40").help(help));
        }
        Some(Spanned { value: value?, span: node.span() })
    }

    /// A word of the editor's choice, which other records may share.
    pub fn word(&mut self, node: &Node<'_>) -> Option<String> {
        self.id(node).map(|id| id.value)
    }

    /// A globally unique id: any text.
    pub fn guid(&mut self, node: &Node<'_>) -> Option<String> {
        let example = "\"5a2b1c1e-0000-4000-8000-000000000001\"";
        Some(self.fact(node, "an identifier in quotes", example)?.to_owned())
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
            let meant = suggest::nearest(value, words.iter().copied());
            self.report.push(
                Diagnostic::error("yaml/unknown-word", format!("`{value}` is not {wanted}"))
                    .at(node.span())
                    .suggest(meant, || format!("write one of {}", words.join(", "))),
            );
        }
        found.map(|(_, value)| *value)
    }
}

/// The words of a text with several words, separated by commas of any script, as a list.
pub fn several(text: &str) -> Option<String> {
    let bare = text.trim_matches(['[', ']', '［', '］', '【', '】', '{', '}', '｛', '｝', ' ']);
    let texts = bare.split([',', '，', '、', ';', '；']).map(str::trim);
    let texts: Vec<&str> = texts.filter(|word| !word.is_empty()).collect();
    (texts.len() > 1).then(|| texts.join(", "))
}

/// The only number in a text such as `ca. 40`.
fn only_number(text: &str) -> Option<u32> {
    let mut runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    let number = runs.next()?.parse().ok()?;
    (runs.next().is_none() && number > 0).then_some(number)
}

/// The help for a text that cannot be an id or a part of an address.
pub fn address_help(value: &str, tag: &str) -> String {
    let example = match slugify(value, tag) {
        slug if slug.is_ascii() && is_slug(&slug) => slug,
        _ => "green-solutions".to_owned(),
    };
    format!("use lower-case letters a–z, digits and single hyphens: `{example}`")
}

/// The fault of a tag that is not one of the site's languages.
pub fn unknown_language(tag: &str, span: Span, languages: &Languages) -> Diagnostic {
    let meant = meant_language(tag, languages).map(|meant| &meant.tag);
    Diagnostic::error("language/unknown", format!("`{tag}` is not a language of this site"))
        .at(span)
        .suggest(meant, || {
            let tags: Vec<&str> = languages.iter().map(|(_, l)| l.tag.as_str()).collect();
            format!(
                "the site's languages are {}; add others to `languages` in content/event.yaml",
                tags.join(", ")
            )
        })
}

/// The site's language that serves readers of another one best; `None` if none does.
pub fn nearest_language(tag: &str, languages: &Languages) -> Option<Lang> {
    let (at, _) = nearest(tag, languages.iter().map(|(_, language)| &*language.tag))?;
    languages.iter().nth(at).map(|(lang, _)| lang)
}

/// The language that was probably meant by another tag (`zh`), a country (`dk`) or a name (`dansk`).
/// Short tags are not compared letter by letter: `de` does not mean `da`.
fn meant_language<'l>(tag: &str, languages: &'l Languages) -> Option<&'l Language> {
    if let Some(lang) = nearest_language(tag, languages) {
        return Some(languages.get(lang));
    }
    let named = |language: &Language| {
        is_spoken_alike(&language.tag, tag)
            || region(&language.formats).is_some_and(|region| region.eq_ignore_ascii_case(tag))
            || language.name.to_lowercase() == tag.to_lowercase()
    };
    let all = || languages.iter().map(|(_, language)| language);
    all().find(|language| named(language)).or_else(|| {
        let meant = suggest::nearest(tag, all().map(|language| &*language.tag))?;
        all().find(|language| language.tag == meant && tag.chars().count() > 3)
    })
}

/// The fault of a text that is not a language tag.
pub fn malformed_tag(tag: &str, span: Span) -> Diagnostic {
    Diagnostic::error("language/malformed", format!("`{tag}` is not a language tag"))
        .at(span)
        .help("write a BCP 47 tag such as `da`, `en` or `zh-Hans`")
}

/// A trimmed text with its place; `None` if it is empty.
pub(crate) fn text_at(value: &str, node: &Node<'_>) -> Option<Spanned<String>> {
    let value = value.trim();
    (!value.is_empty()).then(|| Spanned { value: clean(value), span: node.span() })
}

/// A text in composed form, without the control characters and line separators that break feeds and
/// calendars.
fn clean(value: &str) -> String {
    composed(value)
        .chars()
        .map(|c| if matches!(c, '\u{2028}' | '\u{2029}') { '\n' } else { c })
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}
