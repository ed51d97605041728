//! `content/event.yaml`: the event, its languages, and the configuration of the site.

use std::borrow::Cow;

use jiff::civil::{Date, Time, time};
use jiff::tz::TimeZone;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Span, Spanned};
use crate::base::text::{Lang, Language, Languages, Localized, is_slug, same_tag};
use crate::base::yaml::{Document, Fields, Node};
use crate::content::field_reader::{
    FieldReader, malformed_tag, nearest_language, unknown_language,
};
use crate::content::publication::{
    Publication, PublishField, TranslationPolicy, read_conditions, read_policy, read_publish,
};
use crate::content::record::{self, TitledLink};
use crate::locale::distance::distance;
use crate::locale::tag::{
    canonical_tag, direction, is_known, is_known_region, language_of, open_graph, region,
    usual_formats,
};
use crate::locale::time_zone::{self, Clues};

/// The path of the file that every site has.
pub const EVENT_FILE: &str = "content/event.yaml";

/// The event's official name in one language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OfficialName {
    /// The tag of its language.
    pub tag: String,
    /// The name.
    pub text: String,
}

/// The content of `event.yaml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The file itself.
    pub file: FileId,
    /// The event's id, which is part of ids that outlive the site.
    pub id: String,
    /// The event's name.
    pub name: Localized<Spanned<String>>,
    /// The official name, in the languages that have one.
    pub official_name: Vec<OfficialName>,
    /// A shorter name, for narrow screens.
    pub short_name: Localized<Spanned<String>>,
    /// The headline.
    pub tagline: Localized<Spanned<String>>,
    /// One or two sentences for search engines and sharing.
    pub summary: Localized<Spanned<String>>,
    /// The first day, in the event's time zone.
    pub start: Date,
    /// The last day; never before the first.
    pub end: Date,
    /// The time zone of the agenda.
    pub timezone: TimeZone,
    /// When a day of the agenda begins: earlier times belong to the previous day.
    pub day_starts: Time,
    /// The time zones of many guests, as IANA names.
    pub guest_timezones: Vec<String>,
    /// The place of the event.
    pub place: Option<Spanned<String>>,
    /// The site's languages, source first.
    pub languages: Languages,
    /// When each language is published, in their order; the source language always is.
    pub publication: Vec<Publication>,
    /// How translations that readers cannot fully trust are shown.
    pub translations: TranslationPolicy,
    /// The name of the theme.
    pub theme: Spanned<String>,
    /// The pages of the menu, in order.
    pub menu: Vec<Spanned<String>>,
    /// The page that the main button leads to.
    pub action: Option<Spanned<String>>,
    /// The picture for sharing.
    pub image: Option<Spanned<String>>,
    /// The alternative text of that picture.
    pub image_alt: Localized<Spanned<String>>,
    /// Earlier editions of the event, the newest first.
    pub editions: Vec<TitledLink>,
    /// The address of the site, without a slash at the end.
    pub base_url: Option<String>,
    /// Data for templates, unchanged.
    pub extra: serde_json::Value,
}

/// Reads `event.yaml`; `None` if it has no languages, because then nothing else can be read. Other
/// missing or faulty fields get defaults, so that the faults of other files are reported too.
pub fn read_config(file: FileId, text: &str, report: &mut Report) -> Option<Config> {
    let document = Document::parse(file, text, 0, report)?;
    let root = document.root();
    let mut fields = root.fields("id: my-event", report)?;
    let list = fields.require("languages", "[{tag: da, name: Dansk}]");
    let Some((languages, own)) = list.and_then(|node| languages(&node, report)) else {
        fields.give_up(report);
        return None;
    };
    let mut reader = FieldReader::new(&languages);
    let mut config = config(file, &mut fields, &mut reader);
    let common = reader.field(&mut fields, "publish", read_conditions);
    let publication = |own: &Option<_>| Publication::of(own.as_ref(), common.as_ref());
    config.publication = own.iter().map(publication).collect();
    config.publication[0] = Publication::Always;
    fields.finish(&mut reader.report);
    report.append(reader.report);
    Some(config)
}

fn config(file: FileId, fields: &mut Fields<'_>, reader: &mut FieldReader<'_>) -> Config {
    let id = fields.require("id", "my-event");
    let id = id.and_then(|node| reader.id(&node));
    let name = fields.require("name", "{da: …}");
    let name = name.map(|node| reader.text(&node));
    let (start, end) = days(fields, reader);
    let base_url = reader.field(fields, "base_url", FieldReader::url);
    let clues =
        Clues { year: Some(start.year()), countries: countries(reader.languages, &base_url) };
    let timezone = fields.require("timezone", "Europe/Copenhagen");
    let timezone = timezone.and_then(|node| zone(&node, &clues, reader)).map(|(_, zone)| zone);
    let guest_zones = fields.get("guest_timezones");
    let guest_zones = guest_zones.map(|node| node.list("[Asia/Shanghai]", &mut reader.report));
    let guest_zones = guest_zones.unwrap_or_default();
    let theme = reader.spanned_field(fields, "theme", FieldReader::word);
    Config {
        file,
        id: id.map_or_else(|| "event".to_owned(), |id| id.value),
        name: name.unwrap_or_default(),
        official_name: reader.field(fields, "official_name", official_name).unwrap_or_default(),
        short_name: text(fields, "short_name", reader),
        tagline: text(fields, "tagline", reader),
        summary: text(fields, "summary", reader),
        start,
        end,
        timezone: timezone.unwrap_or(TimeZone::UTC),
        day_starts: reader
            .field(fields, "day_starts", FieldReader::time)
            .unwrap_or(time(4, 0, 0, 0)),
        guest_timezones: guest_zones
            .iter()
            .filter_map(|node| zone(node, &clues, reader).map(|(name, _)| name))
            .collect(),
        place: reader.field(fields, "place", FieldReader::reference),
        languages: reader.languages.clone(),
        publication: Vec::new(),
        translations: reader.field(fields, "translations", read_policy).unwrap_or_default(),
        theme: theme
            .unwrap_or_else(|| Spanned { value: DEFAULT_THEME.to_owned(), span: Span::file(file) }),
        menu: fields.get("menu").map(|node| reader.ids(&node)).unwrap_or_default(),
        action: reader.field(fields, "action", FieldReader::reference),
        image: record::image(fields, reader),
        image_alt: text(fields, "image_alt", reader),
        editions: record::links(fields, "editions", reader),
        base_url: base_url.map(|url| url.trim_end_matches('/').to_owned()),
        extra: record::extra(fields),
    }
}

/// The official name in each of its languages, which need not be languages of the site.
fn official_name(reader: &mut FieldReader<'_>, node: &Node<'_>) -> Option<Vec<OfficialName>> {
    let entries = node.entries("{en: …}", &mut reader.report);
    let name = |(tag, value): (Cow<'_, str>, Node<'_>)| {
        let tag = reader.known_tag(&tag, value.key_span())?;
        let text = value.text("a name", "\"…\"", &mut reader.report)?.trim();
        (!text.is_empty()).then(|| OfficialName { tag, text: text.to_owned() })
    };
    Some(entries.into_iter().filter_map(name).collect())
}

/// The countries where the event may be, the most likely first: those that the languages name
/// (`de-AT`), that of the address (`.at`), and those where the languages are spoken. English tells nothing.
fn countries(languages: &Languages, base_url: &Option<String>) -> Vec<String> {
    let tags = || languages.iter().map(|(_, language)| &*language.tag);
    let named = tags().filter(|tag| tag.split('-').skip(1).any(|part| part.len() == 2));
    let host = base_url.as_deref().and_then(|url| url.split('/').nth(2)).unwrap_or("");
    let domain = host.rsplit('.').next().filter(|domain| domain.len() == 2);
    let spoken = tags().filter(|tag| *tag != "en");
    let named = named.filter_map(region);
    named.chain(domain.map(str::to_uppercase)).chain(spoken.filter_map(region)).collect()
}

/// The first and the last day. If one is missing, every day is within the event; if they are in the
/// wrong order, they are swapped. Then no day of the agenda is reported as being outside.
fn days(fields: &mut Fields<'_>, reader: &mut FieldReader<'_>) -> (Date, Date) {
    let start = date(fields, "start", reader);
    let end = date(fields, "end", reader);
    let (Some(start), Some(end)) = (start, end) else {
        return (Date::constant(1, 1, 1), Date::constant(9999, 12, 31));
    };
    if end.value < start.value {
        reader.report.push(
            Diagnostic::error("event/ends-before-start", "the event ends before it starts")
                .at(end.span)
                .related(start.span, "it starts here")
                .help("swap the two, or correct one of them"),
        );
    }
    (start.value.min(end.value), end.value.max(start.value))
}

/// The default theme.
pub const DEFAULT_THEME: &str = "forum";

fn text(
    fields: &mut Fields<'_>,
    name: &'static str,
    reader: &mut FieldReader<'_>,
) -> Localized<Spanned<String>> {
    fields.get(name).map(|node| reader.text(&node)).unwrap_or_default()
}

fn date(
    fields: &mut Fields<'_>,
    name: &'static str,
    reader: &mut FieldReader<'_>,
) -> Option<Spanned<Date>> {
    let node = fields.require(name, "2018-11-20")?;
    Some(Spanned { value: reader.date(&node)?, span: node.span() })
}

/// A time zone of the built-in IANA database, with its name. `clues` tells where the event may be.
fn zone(
    node: &Node<'_>,
    clues: &Clues,
    reader: &mut FieldReader<'_>,
) -> Option<(String, TimeZone)> {
    let name = reader.fact(node, "a time zone", "Europe/Copenhagen")?;
    match time_zone::read(name) {
        Some(zone) => Some(zone),
        None => {
            reader.report.push(time_zone::unknown(name, clues).at(node.span()));
            None
        }
    }
}

/// An entry of the registry that is being read, with its node, its fallbacks and when it is published.
type ReadLanguage<'n> = (Language, Node<'n>, Option<Vec<Node<'n>>>, Option<PublishField>);

/// The registry of languages, without faulty entries, and when each is published; `None` if no entry
/// is left.
fn languages(
    node: &Node<'_>,
    report: &mut Report,
) -> Option<(Languages, Vec<Option<PublishField>>)> {
    let items = node.list("[{tag: da, name: Dansk}]", report);
    let mut entries: Vec<ReadLanguage<'_>> = Vec::new();
    for item in &items {
        let Some((language, fallback, publish)) = language(item, report) else { continue };
        if let Some(fault) = clash(&language, item, &entries) {
            report.push(fault);
            continue;
        }
        if let (true, Some(field)) = (entries.is_empty(), &publish) {
            report.push(source_is_published(item, field));
        }
        entries.push((language, item.clone(), fallback, publish));
    }
    let plain = entries.iter().map(|(language, ..)| language.clone()).collect();
    let Some(known) = Languages::new(plain) else {
        if items.is_empty() || items.len() > crate::base::text::MOST_LANGUAGES {
            let most = crate::base::text::MOST_LANGUAGES;
            report.push(
                Diagnostic::error("language/none", format!("a site has 1 to {most} languages"))
                    .at(node.span())
                    .help(
                        "write one entry per language, the source first: `{tag: da, name: Dansk}`",
                    ),
            );
        }
        return None;
    };
    let complete = known
        .iter()
        .zip(&entries)
        .map(|((lang, language), (_, _, fallback, _))| Language {
            fallback: match fallback {
                Some(nodes) => fallbacks(lang, nodes, &known, report),
                None => related(lang, &known),
            },
            ..language.clone()
        })
        .collect();
    let publish = entries.into_iter().map(|(.., publish)| publish).collect();
    Some((Languages::new(complete)?, publish))
}

/// The fault of a source language with a condition.
fn source_is_published(item: &Node<'_>, field: &PublishField) -> Diagnostic {
    let span = match field {
        PublishField::Whether(whether) => whether.span.clone(),
        PublishField::If(_) => item.span().field("publish"),
    };
    Diagnostic::error("publish/source", "the source language is always published")
        .at(span)
        .help("remove `publish` here: it is for the languages that are translated from this one")
}

/// What is read of one entry of the registry.
type LanguageFields<'n> = (Language, Option<Vec<Node<'n>>>, Option<PublishField>);

/// One entry of the registry. Its fallbacks may be later entries, so they are returned as nodes.
fn language<'n>(item: &Node<'n>, report: &mut Report) -> Option<LanguageFields<'n>> {
    let mut fields = item.fields("{tag: da, name: Dansk}", report)?;
    let tag = fields.require("tag", "da").and_then(|node| existing_language(&node, report));
    let name = fields.require("name", "Dansk");
    let name = name.and_then(|node| Some(node.text("a name", "Dansk", report)?.to_owned()));
    let path = fields.get("path").and_then(|node| path(&node, report));
    let aliases = fields.get("aliases").map(|node| node.list("[da]", report)).unwrap_or_default();
    let aliases = aliases
        .iter()
        .filter_map(|node| Some(node.text("a language tag", "zh-CN", report)?.to_owned()))
        .collect();
    let fallback = fields.get("fallback").map(|node| node.list("[da]", report));
    let formats = fields.get("formats").and_then(|node| formats(&node, report));
    let publish = fields.get("publish").and_then(|node| read_publish(&node, report));
    fields.finish(report);
    let tag = tag?;
    let formats = formats.unwrap_or_else(|| usual_formats(&tag).to_owned());
    let language = Language {
        path: path.unwrap_or_else(|| tag.to_lowercase()),
        // A missing name must not make the language's texts faulty.
        name: name.unwrap_or_else(|| tag.clone()),
        aliases,
        fallback: Vec::new(),
        direction: direction(&tag),
        open_graph: open_graph(&formats),
        formats,
        tag,
    };
    Some((language, fallback, publish))
}

/// A language tag in canonical form.
fn language_tag(node: &Node<'_>, example: &str, report: &mut Report) -> Option<String> {
    let value = node.text("a language tag", example, report)?;
    let tag = canonical_tag(value);
    if tag.is_none() {
        report.push(malformed_tag(value, node.span()));
    }
    tag
}

/// The tag of a language of the site. One that CLDR does not know may exist all the same.
fn existing_language(node: &Node<'_>, report: &mut Report) -> Option<String> {
    let tag = language_tag(node, "da", report)?;
    if !is_known(&tag) {
        let fault =
            Diagnostic::warning("language/unheard-of", format!("there is no language `{tag}`"));
        report.push(fault.at(node.span()).suggest(language_of(&tag), || {
            "write the code of the language, such as `da`, `en` or `zh-Hans`".into()
        }));
    }
    Some(tag)
}

/// The tag whose conventions a language follows.
fn formats(node: &Node<'_>, report: &mut Report) -> Option<String> {
    let tag = language_tag(node, "en-GB", report)?;
    if is_known(&tag) && is_known_region(&tag) {
        return Some(tag);
    }
    let language = tag.split('-').next().unwrap_or(&tag);
    let meant = match is_known(language) {
        true if usual_formats(language) != language => Some(usual_formats(language).to_owned()),
        true => region(language).map(|region| format!("{language}-{region}")),
        false => language_of(language),
    };
    let fault = Diagnostic::error(
        "language/unknown-formats",
        format!("the dates and numbers of `{tag}` are not known"),
    );
    report.push(fault.at(node.span()).suggest(meant, || {
        "write the tag of a language, with a country if need be, such as `en-GB` or `de-CH`".into()
    }));
    None
}

fn path(node: &Node<'_>, report: &mut Report) -> Option<String> {
    let value = node.text("a part of the address", "zh", report)?;
    if is_slug(value) && value.is_ascii() {
        return Some(value.to_owned());
    }
    report.push(
        Diagnostic::error("record/bad-slug", format!("`{value}` cannot be part of an address"))
            .at(node.span())
            .help("use lower-case letters a–z, digits and hyphens, for example `zh`"),
    );
    None
}

/// The fault of a language that shares a tag, alias or path with an earlier one.
fn clash(language: &Language, item: &Node<'_>, earlier: &[ReadLanguage<'_>]) -> Option<Diagnostic> {
    let names = |l: &Language| -> Vec<String> {
        std::iter::once(&l.tag).chain(&l.aliases).cloned().collect()
    };
    earlier.iter().find_map(|(other, node, ..)| {
        let shared = names(language)
            .into_iter()
            .find(|name| names(other).iter().any(|n| same_tag(n, name)))
            .map(|name| format!("the tag `{name}`"))
            .or_else(|| {
                (language.path == other.path).then(|| format!("the path `{}`", other.path))
            })?;
        Some(
            Diagnostic::error("language/given-twice", format!("two languages have {shared}"))
                .at(item.span())
                .related(node.span(), "the other one")
                .help("give each language a tag, aliases and a path of its own"),
        )
    })
}

/// The fallback chain of a language: other languages of the site.
fn fallbacks(
    lang: Lang,
    nodes: &[Node<'_>],
    languages: &Languages,
    report: &mut Report,
) -> Vec<Lang> {
    let mut chain = Vec::new();
    for node in nodes {
        let Some(tag) = node.text("a language tag", "en", report) else { continue };
        match languages.find(tag).or_else(|| nearest_language(tag, languages)) {
            Some(other) if other != lang && !chain.contains(&other) => chain.push(other),
            Some(_) => {}
            None => report.push(unknown_language(tag, node.span(), languages)),
        }
    }
    chain
}

/// The fallbacks of a language that names none: those of the site's languages that its readers can read
/// anyway, such as `en-GB` for `en-AU`.
fn related(lang: Lang, languages: &Languages) -> Vec<Lang> {
    let others = languages.iter().filter(|(other, _)| *other != lang);
    let mut near: Vec<_> = others
        .filter_map(|(other, language)| {
            Some((distance(languages.tag(lang), &language.tag)?, other))
        })
        .collect();
    near.sort_unstable();
    near.into_iter().map(|(_, other)| other).collect()
}
