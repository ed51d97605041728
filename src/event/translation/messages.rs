//! The messages in the site's own catalogs, which are translated like its texts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::source::{Sources, Span, Spanned};
use crate::base::text::{Lang, Languages};
use crate::content::load::BUILT_IN;
use crate::event::translation::short_texts::Words;
use crate::locale::catalog::entries;
use crate::locale::distance::distance;

/// The word with which the names of messages' units begin.
pub const MESSAGE: &str = "message";

/// A message of the site.
#[derive(Clone, Debug)]
pub struct SiteMessage {
    /// The name of its unit, such as `message kind-visit`.
    pub name: Arc<str>,
    /// Its values in the site's own catalogs.
    pub words: Words,
    /// The languages in which the theme has it, so that the site needs no value of its own.
    pub in_theme: BTreeSet<Lang>,
}

/// The messages in the site's own catalogs, by name. Of two values in one language, the first counts.
pub fn site_messages(sources: &Sources, languages: &Languages) -> Vec<SiteMessage> {
    let mut messages: BTreeMap<String, Words> = BTreeMap::new();
    for (lang, language) in languages.iter() {
        for (file, source) in sources.under(&format!("locales/{}/", language.tag)) {
            let Some(text) = source.text().filter(|_| source.path.ends_with(".ftl")) else {
                continue;
            };
            for entry in entries(text) {
                let span = Span::bytes(file, entry.range);
                let value = Spanned { value: entry.value.to_owned(), span };
                let words = messages.entry(entry.name).or_default();
                // The catalogs report what is defined twice.
                let _ = words.add(lang, value);
            }
        }
    }
    if messages.is_empty() {
        return Vec::new();
    }
    let in_theme = theme_messages(sources, languages);
    let message = |(name, words): (String, Words)| SiteMessage {
        in_theme: in_theme.get(&name).cloned().unwrap_or_default(),
        name: format!("{MESSAGE} {name}").into(),
        words,
    };
    messages.into_iter().map(message).collect()
}

/// The languages in which the layers of the theme have each message.
fn theme_messages(sources: &Sources, languages: &Languages) -> BTreeMap<String, BTreeSet<Lang>> {
    let mut found: BTreeMap<String, BTreeSet<Lang>> = BTreeMap::new();
    for folder in ["themes/", BUILT_IN] {
        for (_, source) in sources.under(folder) {
            let Some(text) = source.text().filter(|_| source.path.ends_with(".ftl")) else {
                continue;
            };
            let Some(tag) = source.path.rsplit('/').nth(1) else { continue };
            let served = languages.iter().filter(|(_, own)| distance(&own.tag, tag).is_some());
            let served: Vec<Lang> = served.map(|(lang, _)| lang).collect();
            for entry in entries(text).into_iter().filter(|_| !served.is_empty()) {
                found.entry(entry.name).or_default().extend(&served);
            }
        }
    }
    found
}
