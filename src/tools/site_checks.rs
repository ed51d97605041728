//! The warnings of `plenary check`, about things that do not prevent a build but are worth a look.

mod locale_data;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Sources, Span};
use crate::base::suggest::nearest;
use crate::base::text::Lang;
use crate::content::files::{MEDIA, Wanted, read_contents};
use crate::content::glossary::Glossary;
use crate::content::load::BUILT_IN;
use crate::drive::pipeline::Site;
use crate::event::clashes::clashes;
use crate::event::links::Destination;
use crate::event::model::{DocumentTarget, Entry, Event};
use crate::event::translation::lock::TranslationLock;
use crate::event::translation::messages::site_messages;
use crate::event::translation::tracked::tracked;
use crate::event::translation::units::SiteTexts;
use crate::site::render::Rendered;
use crate::tools::media_checks;
use crate::tools::translate::glossary::warn_of_words;
use crate::tools::translate::missing::warn_of_missing;
use crate::tools::translate::warnings::{warn_of_other_languages, warn_of_stale};

/// Checks a site, and adds warnings to the report.
pub fn check(site: &Site, sources: &Sources, report: &mut Report) {
    translations(site, sources, report);
    let unused = unused_messages(site.event(), sources, report);
    levels(site, report);
    messages(site, &unused, report);
    locale_data::formats(site, report);
    report.append(site.locales.catalogs().plural_gaps().clone());
    contacts(site.event(), report);
    clashes(site.event(), &site.outline.missing.unreadable, report);
    // A record with a fault may refer to a file that seems to be unused.
    if !report.has_errors() {
        unused_media(site, sources, report);
        media_checks::check(sources, report);
    }
    rendered_links(&site.files, report);
}

/// Warns of translations that are missing, out of date or in another language. Without a lock file,
/// nothing is known of what is out of date, nor are the parts of long texts compared.
fn translations(site: &Site, sources: &Sources, report: &mut Report) {
    let event = site.event();
    let lock = TranslationLock::of_site(sources, report);
    let unreadable = &site.outline.missing.unreadable;
    let messages = site_messages(sources, &event.config.languages);
    let texts = |long| SiteTexts { long, messages };
    let all = match lock {
        Some(lock) => {
            let all = tracked(event, &lock, &texts(Arc::clone(&site.long_texts)));
            warn_of_missing(event, &all, unreadable, report);
            warn_of_stale(event, &all, sources, report);
            all
        }
        None => {
            warn_of_missing(event, &[], unreadable, report);
            let read = read_contents(sources, None, Wanted::Blocks, &mut Report::new());
            let long = read.map(|contents| contents.texts).unwrap_or_default();
            tracked(event, &TranslationLock::default(), &texts(long.into()))
        }
    };
    warn_of_other_languages(event, &all, sources, report);
    let glossary = Glossary::of_site(sources, &event.config.languages);
    warn_of_words(&glossary, &all, &event.config.languages, report);
}

/// Warns of messages that the source language has and another language lacks, except unused ones; and
/// names those that the source language lacks, which the build counts.
fn messages(site: &Site, unused: &BTreeSet<String>, report: &mut Report) {
    if let Some((_, missing)) = site.locales.catalogs().stand_ins().filter(|(_, m)| m.len() > 1) {
        report.replace("locale/stand-in", |fault| fault.names(missing.iter().copied()));
    }
    for (lang, language) in site.shown_event().config.languages.iter() {
        let mut keys = site.locales.catalogs().missing(lang);
        keys.retain(|key| !unused.contains(key.split('.').next().unwrap_or(key)));
        keys.retain(|key| !site.locales.has_name(lang, key));
        let [first, others @ ..] = &keys[..] else { continue };
        let (those, it) = match others.len() {
            0 => (format!("the message `{first}` is"), "it"),
            more => (format!("the message `{first}` and {more} more are"), "them"),
        };
        report.push(
            Diagnostic::warning(
                "locale/untranslated",
                format!("{those} missing in {}", language.tag),
            )
            .at(Span::file(site.event().config.file))
            .help(format!("add {it} to a file in locales/{}/", language.tag))
            .names(keys.iter().copied().filter(|_| !others.is_empty())),
        );
    }
}

/// Warns of contacts without a phone number or e-mail address.
fn contacts(event: &Event, report: &mut Report) {
    for (_, contact) in event.contacts.iter() {
        if contact.phone.is_none() && contact.email.is_none() {
            report.push(
                Diagnostic::warning(
                    "contact/unreachable",
                    format!("{} has neither a phone nor an e-mail address", contact.named()),
                )
                .at(contact.about.span.clone())
                .help("add `phone` or `email`"),
            );
        }
    }
}

/// The prefix of the messages that name the levels of organisations.
const LEVEL: &str = "level-";

/// Warns of levels of organisations that have no name in the source language. Names that are
/// missing in another language are reported with the other messages of that language.
fn levels(site: &Site, report: &mut Report) {
    let messages = site.locales.catalogs().keys(Lang::SOURCE);
    let named: BTreeSet<&str> = messages.filter_map(|key| key.strip_prefix(LEVEL)).collect();
    let source = site.event().config.languages.tag(Lang::SOURCE);
    let mut reported = BTreeSet::new();
    for (_, body) in site.event().organisations.iter() {
        let silent =
            |level: &&String| !named.contains(&***level) && reported.insert((*level).clone());
        let Some(level) = body.level.as_ref().filter(silent) else { continue };
        let fault = Diagnostic::warning(
            "organisation/level-without-words",
            format!("the level `{level}` has no name in {source}"),
        )
        .at(body.about.span.field("level"));
        report.push(match nearest(level, named.iter().copied()) {
            Some(meant) => fault.help(format!("did you mean `{meant}`?")),
            None => {
                fault.help(format!("write `{LEVEL}{level} = …` into a file in locales/{source}/"))
            }
        });
    }
}

/// Warns of messages in the site's own `locales/` that nothing uses: they are probably misspelt.
///
/// Returns their names.
fn unused_messages(event: &Event, sources: &Sources, report: &mut Report) -> BTreeSet<String> {
    let mut unused = BTreeSet::new();
    let levels = event.organisations.iter().filter_map(|(_, body)| body.level.as_ref());
    let levels: BTreeSet<String> = levels.map(|level| format!("{LEVEL}{level}")).collect();
    let mut known = BTreeSet::new();
    let mut templates = String::new();
    for folder in ["themes/", BUILT_IN] {
        for (_, source) in sources.under(folder) {
            let Some(text) = source.text() else { continue };
            if source.path.ends_with(".ftl") {
                known.extend(message_names(text).map(|(name, _)| name.to_owned()));
            } else if source.path.ends_with(".html") {
                templates.push_str(text);
            }
        }
    }
    let quoted: BTreeSet<&str> = templates.split('"').collect();
    for (file, source) in sources.under("locales/") {
        let Some(text) = source.text().filter(|_| source.path.ends_with(".ftl")) else { continue };
        let referred = referred_names(text);
        for (name, at) in message_names(text) {
            let named = ["language-", "zone-"].iter().any(|prefix| name.starts_with(prefix));
            // A message may be used inside another one.
            let used = referred.contains(name);
            let shown = levels.contains(name) || quoted.contains(name);
            if known.contains(name) || named || used || shown {
                continue;
            }
            let fault =
                Diagnostic::warning("locale/unused", format!("nothing uses the message `{name}`"))
                    .at(Span::bytes(file, at..at + name.len()));
            report.push(match nearest(name, known.iter().map(String::as_str)) {
                Some(meant) => fault.help(format!("did you mean `{meant}`?")),
                None => fault.help("remove it, or use it in a template of the theme"),
            });
            unused.insert(name.to_owned());
        }
    }
    unused
}

/// The names that follow a brace in a catalog.
fn referred_names(text: &str) -> BTreeSet<&str> {
    let name = |rest: &'_ str| {
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        rest.find(|c| !part(c)).unwrap_or(rest.len())
    };
    let after_brace = text.split('{').skip(1).map(str::trim_start);
    after_brace.map(|rest| &rest[..name(rest)]).collect()
}

/// The names of a catalog's messages, with the byte offset of each.
fn message_names(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let (name, _) = line.split_once('=')?;
        let name = name.trim_end();
        let first = name.bytes().next()?;
        let good = first.is_ascii_alphabetic()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        good.then_some((name, start))
    })
}

/// Warns of files in `content/media/` that nothing refers to.
fn unused_media(site: &Site, sources: &Sources, report: &mut Report) {
    let used = used_media(site);
    for (file, source) in sources.under(MEDIA) {
        if !used.contains(&file) {
            report.push(
                Diagnostic::warning("media/unused", format!("nothing refers to `{}`", source.path))
                    .at(Span::file(file))
                    .help("remove it, or link to it"),
            );
        }
    }
}

fn used_media(site: &Site) -> BTreeSet<FileId> {
    let mut used = BTreeSet::new();
    let event = site.event();
    used.extend(event.image.as_ref().map(|picture| picture.file));
    for entity in event.entities() {
        let about = event.about(entity);
        used.extend(about.picture.as_ref().map(|picture| picture.file));
    }
    let logos = event.organisations.iter().filter_map(|(_, body)| body.about.picture.as_ref());
    used.extend(logos.map(|picture| picture.file));
    let sessions = event.sessions.iter().flat_map(|(_, session)| &session.documents);
    used.extend(sessions.filter_map(|document| match &document.target {
        DocumentTarget::File(file) => Some(*file),
        DocumentTarget::Url(_) => None,
    }));
    for body in site.texts.iter() {
        used.extend(body.images.iter().flatten().map(|(file, _)| *file));
        used.extend(body.links.iter().flatten().filter_map(|link| match link {
            Destination::Media(file) => Some(*file),
            _ => None,
        }));
    }
    used
}

/// Warns of links in finished pages to a missing anchor: a mistake in a template, since links in texts
/// are resolved earlier.
fn rendered_links(files: &[Rendered], report: &mut Report) {
    let pages: BTreeMap<&str, BTreeSet<&str>> = files
        .iter()
        .filter(|file| file.path.ends_with(".html"))
        .filter_map(|file| Some((&*file.path, std::str::from_utf8(&file.bytes).ok()?)))
        .map(|(path, html)| (path, attributes(html, "id").collect()))
        .collect();
    let mut reported = BTreeSet::new();
    for file in files.iter().filter(|file| file.path.ends_with(".html")) {
        let Ok(html) = std::str::from_utf8(&file.bytes) else { continue };
        for href in attributes(html, "href") {
            let Some((page, fragment)) = href.split_once('#') else { continue };
            // Only links within a page: the others depend on the base address.
            if page.is_empty()
                && !fragment.is_empty()
                && pages.get(&*file.path).is_some_and(|ids| !ids.contains(fragment))
                && reported.insert(fragment)
            {
                report.push(
                    Diagnostic::warning(
                        "site/broken-fragment",
                        format!(
                            "`{}` links to `#{fragment}`, which the page does not have",
                            file.path
                        ),
                    )
                    .help("print the anchor in the template, or give the text that heading"),
                );
            }
        }
    }
}

/// The values of an attribute in HTML from the template engine, which always uses double quotes.
fn attributes<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let start = format!(" {name}=\"");
    let mut rest = html;
    std::iter::from_fn(move || {
        let at = rest.find(&start)? + start.len();
        let value = &rest[at..];
        let end = value.find('"')?;
        rest = &value[end..];
        Some(&value[..end])
    })
}
