//! The messages of the interface: Fluent catalogs for every language, with layers and fallbacks.
//!
//! Only this module uses Fluent. Faults in a catalog are reported when the catalogs are made; a faulty
//! request for a message gives a [`MessageError`]. A message is never shown as its own name, and
//! arguments get no isolation marks.

use std::collections::{BTreeMap, BTreeSet};

use fluent::concurrent::FluentBundle;
use fluent::resolver::ResolverError;
use fluent::resolver::errors::ReferenceKind;
use fluent::{FluentError, FluentResource};

use crate::base::diagnostic::Report;
use crate::base::source::{FileId, hash128};
use crate::base::suggest::nearest;
use crate::base::text::{Lang, Languages};
use crate::locale::foreign_words::{self, MarkedLang};
use crate::locale::format::Formatters;

mod functions;
mod message_args;
mod message_error;
mod own_text;
mod references;
mod syntax;
mod validate;

pub use message_args::{Arg, Args};
pub use message_error::MessageError;

use own_text::OwnText;
use syntax::CatalogFile;
use validate::{Definitions, key};

/// A file of messages.
#[derive(Clone, Copy, Debug)]
pub struct Resource<'a> {
    /// The language.
    pub lang: Lang,
    /// The file, for diagnostics.
    pub file: FileId,
    /// The content of the file.
    pub text: &'a str,
    /// The layer: a message of a higher layer replaces one of a lower layer, with all attributes.
    pub layer: usize,
}

/// A formatted message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The text, as plain text.
    pub text: String,
    /// The language: the requested one, or a fallback.
    pub lang: Lang,
}

/// The messages of all languages of a site. Can be used from many threads.
pub struct Catalogs {
    /// The keys of all languages, with their index in [`Catalog::arguments`].
    keys: BTreeMap<String, usize>,
    /// By language.
    catalogs: Vec<Catalog>,
    formatters: Formatters,
    /// The names of messages that are unreadable in some language.
    broken: BTreeSet<String>,
}

/// One language's messages.
struct Catalog {
    tag: String,
    bundle: FluentBundle<FluentResource>,
    /// The arguments of each message of this language, by the index of the key.
    arguments: Vec<Option<BTreeSet<String>>>,
    /// What each message of this language says itself, by the index of the key.
    own_texts: Vec<Option<OwnText>>,
    /// The languages in which messages are looked up, beginning with this one.
    chain: Vec<Lang>,
    fingerprint: u128,
}

impl Catalogs {
    /// Reads the catalogs and reports faults: `locale/syntax`,
    /// `locale/duplicate-message`, `locale/unknown-reference`, `locale/circular-reference`,
    /// `locale/unknown-function`, `locale/wrong-option`, `locale/missing-argument` (of a term) and
    /// `locale/unknown-argument` (of a translation).
    ///
    /// Resources of one layer keep their order. Languages that are not in the registry are skipped.
    pub fn new(
        languages: &Languages,
        resources: &[Resource<'_>],
        formatters: &Formatters,
        report: &mut Report,
    ) -> Catalogs {
        let mut resources: Vec<&Resource<'_>> =
            resources.iter().filter(|r| r.lang.index() < languages.len()).collect();
        resources.sort_by_key(|resource| (resource.lang, resource.layer));
        let sources: Vec<CatalogFile> = resources.iter().map(|r| syntax::read(r, report)).collect();

        let (mut arguments, mut own_texts) = arguments(languages, &sources, report);
        let names: BTreeSet<&String> = arguments.iter().flat_map(BTreeMap::keys).collect();
        let keys: BTreeMap<String, usize> =
            names.into_iter().enumerate().map(|(at, name)| (name.clone(), at)).collect();
        let broken = sources.iter().flat_map(|source| source.broken.iter().cloned()).collect();

        let mut catalogs: Vec<Catalog> = languages
            .iter()
            .map(|(lang, language)| Catalog {
                tag: language.tag.clone(),
                bundle: functions::bundle(&language.formats, formatters.get(lang)),
                arguments: keys.keys().map(|key| arguments[lang.index()].remove(key)).collect(),
                own_texts: keys.keys().map(|key| own_texts[lang.index()].remove(key)).collect(),
                chain: languages.chain(lang).collect(),
                fingerprint: 0,
            })
            .collect();
        let fingerprints = fingerprints(languages, &catalogs, &keys, &sources);
        for (catalog, fingerprint) in catalogs.iter_mut().zip(fingerprints) {
            catalog.fingerprint = fingerprint;
        }
        for source in sources {
            catalogs[source.lang.index()].bundle.add_resource_overriding(source.ftl);
        }
        Catalogs { keys, catalogs, formatters: formatters.clone(), broken }
    }

    /// The message with a key, `name` or `name.attribute`, in a language or the first of its fallbacks
    /// ([`Languages::chain`]) that has the message.
    ///
    /// # Errors
    /// If the source language lacks it, if the arguments are wrong, or if it is broken.
    ///
    /// # Panics
    /// If the language does not belong to the languages that the catalogs were made for.
    pub fn message(&self, lang: Lang, key: &str, args: &Args) -> Result<Message, MessageError> {
        let Some(&at) = self.keys.get(key) else { return Err(self.unknown(key)) };
        let Some(known) = &self.catalog(Lang::SOURCE).arguments[at] else {
            return Err(self.missing_in_source(key, at));
        };
        let chain = self.catalog(lang).chain.iter();
        let found =
            chain.filter_map(|l| Some((*l, self.catalog(*l).arguments[at].as_ref()?))).next();
        // The source language is in every chain, and has it.
        let (lang, needed) = found.unwrap_or((Lang::SOURCE, known));
        if let Some(name) = args.names().find(|name| !known.contains(*name)) {
            let known = known.iter().cloned().collect();
            return Err(MessageError::UnknownArgument {
                key: key.into(),
                name: name.into(),
                known,
            });
        }
        if let Some(name) = needed.iter().find(|name| !args.has(name)) {
            return Err(MessageError::MissingArgument { key: key.into(), name: name.clone() });
        }
        if let Some(name) = args.not_finite() {
            let why = format!("`{name}` is not a number");
            return Err(MessageError::Broken { key: key.into(), why });
        }
        let text = self.write(lang, key, args)?;
        Ok(Message { text, lang })
    }

    /// The message for a page: like [`Catalogs::message`], but words of a fallback are marked with their
    /// language, and arguments inside them with `lang`.
    ///
    /// # Errors
    /// See [`Catalogs::message`].
    ///
    /// # Panics
    /// If the language does not belong to the languages that the catalogs were made for.
    pub fn marked(&self, lang: Lang, key: &str, args: &Args) -> Result<String, MessageError> {
        let Some(own) = self.fallback_text(lang, key).filter(|own| own.words) else {
            return self.message(lang, key, args).map(|message| message.text);
        };
        let args = args.marked(MarkedLang::of(lang), &own.placed);
        let Message { text, lang: from } = self.message(lang, key, &args)?;
        Ok(foreign_words::mark(text, MarkedLang::of(from)))
    }

    /// A message without arguments in this language, without fallback; `None` if the language lacks it.
    pub fn own(&self, lang: Lang, key: &str) -> Option<String> {
        let at = *self.keys.get(key)?;
        self.catalog(lang).arguments[at].as_ref()?;
        self.write(lang, key, &Args::new()).ok()
    }

    /// What a message says itself, if it is a fallback.
    fn fallback_text(&self, lang: Lang, key: &str) -> Option<&OwnText> {
        let catalog = self.catalog(lang);
        let at = *self.keys.get(key).filter(|at| catalog.own_texts[**at].is_none())?;
        catalog.chain.iter().find_map(|lang| self.catalog(*lang).own_texts[at].as_ref())
    }

    /// Whether any language lacks a message of the source language.
    pub fn have_gaps(&self) -> bool {
        let source = &self.catalog(Lang::SOURCE).arguments;
        let lacks = |catalog: &Catalog| {
            source.iter().zip(&catalog.arguments).any(|(has, own)| has.is_some() && own.is_none())
        };
        self.catalogs.iter().any(lacks)
    }

    /// Formats a message of a language.
    fn write(&self, lang: Lang, key: &str, args: &Args) -> Result<String, MessageError> {
        let broken = |why: String| MessageError::Broken { key: key.to_owned(), why };
        let bundle = &self.catalog(lang).bundle;
        let (name, attribute) = key.split_once('.').map_or((key, None), |(n, a)| (n, Some(a)));
        let message = bundle.get_message(name);
        let pattern = match attribute {
            None => message.and_then(|message| message.value()),
            Some(a) => message.and_then(|message| message.get_attribute(a)).map(|a| a.value()),
        };
        let pattern = pattern.ok_or_else(|| broken("its name is used by something else".into()))?;
        let mut errors = Vec::new();
        functions::take_fault();
        let text = if args.is_empty() {
            bundle.format_pattern(pattern, None, &mut errors).into_owned()
        } else {
            let args = args.to_fluent(self.formatters.get(lang));
            bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
        };
        match errors.first() {
            Some(error) => Err(broken(explain(error))),
            None => functions::take_fault().map_or(Ok(text), |why| Err(broken(why))),
        }
    }

    fn unknown(&self, key: &str) -> MessageError {
        let name = key.split('.').next().unwrap_or(key);
        if self.broken.contains(name) {
            let why = "it could not be parsed".into();
            return MessageError::Broken { key: key.into(), why };
        }
        let suggestion = nearest(key, self.keys(Lang::SOURCE)).map(str::to_owned);
        let source = self.catalog(Lang::SOURCE).tag.clone();
        MessageError::Unknown { key: key.into(), suggestion, source }
    }

    fn missing_in_source(&self, key: &str, at: usize) -> MessageError {
        let having = self.catalogs.iter().filter(|catalog| catalog.arguments[at].is_some());
        MessageError::MissingInSource {
            key: key.into(),
            source: self.catalog(Lang::SOURCE).tag.clone(),
            found_in: having.map(|catalog| catalog.tag.clone()).collect(),
        }
    }

    /// The keys of a language, without fallbacks, in alphabetical order.
    ///
    /// # Panics
    /// If the language does not belong to the languages that the catalogs were made for.
    pub fn keys(&self, lang: Lang) -> impl Iterator<Item = &str> {
        let has = &self.catalog(lang).arguments;
        self.keys.iter().filter(|(_, at)| has[**at].is_some()).map(|(key, _)| key.as_str())
    }

    /// The keys of the source language that this one lacks, in alphabetical order.
    ///
    /// # Panics
    /// If the language does not belong to the languages that the catalogs were made for.
    pub fn missing(&self, lang: Lang) -> Vec<&str> {
        let has = &self.catalog(lang).arguments;
        let missing = |key: &&str| self.keys.get(*key).is_some_and(|at| has[*at].is_none());
        self.keys(Lang::SOURCE).filter(missing).collect()
    }

    /// A hash of everything on which the messages of a language depend: its catalog and conventions,
    /// those of its fallbacks, and the keys and arguments of the source language.
    ///
    /// # Panics
    /// If the language does not belong to the languages that the catalogs were made for.
    pub fn fingerprint(&self, lang: Lang) -> u128 {
        self.catalog(lang).fingerprint
    }

    fn catalog(&self, lang: Lang) -> &Catalog {
        &self.catalogs[lang.index()]
    }
}

/// What is known of each message by its key, by language.
type ByKey<T> = Vec<BTreeMap<String, T>>;

/// By language, the arguments of each key and what its text says itself. Reports faults in the
/// messages.
fn arguments(
    languages: &Languages,
    sources: &[CatalogFile],
    report: &mut Report,
) -> (ByKey<BTreeSet<String>>, ByKey<OwnText>) {
    let mut all: ByKey<BTreeSet<String>> = Vec::with_capacity(languages.len());
    let mut own_texts: ByKey<OwnText> = Vec::with_capacity(languages.len());
    for (lang, _) in languages.iter() {
        let own: Vec<&CatalogFile> = sources.iter().filter(|source| source.lang == lang).collect();
        let definitions = Definitions::merge(&own, report);
        definitions.check(report);
        if let Some(source) = all.first() {
            definitions.check_arguments(source, report);
        }
        let messages = definitions.messages.values();
        let patterns =
            messages.flat_map(|m| m.patterns().map(|(attribute, p)| (key(m.name, attribute), p)));
        let (mut own, mut arguments) = (BTreeMap::new(), BTreeMap::new());
        for (key, pattern) in patterns {
            own.insert(key.clone(), OwnText::of(pattern, &definitions));
            arguments.insert(key, definitions.arguments(pattern));
        }
        own_texts.push(own);
        all.push(arguments);
    }
    (all, own_texts)
}

/// By language, see [`Catalogs::fingerprint`].
fn fingerprints(
    languages: &Languages,
    catalogs: &[Catalog],
    keys: &BTreeMap<String, usize>,
    sources: &[CatalogFile],
) -> Vec<u128> {
    let own: Vec<Vec<u8>> =
        languages.iter().map(|(lang, _)| own_bytes(lang, languages, sources)).collect();
    let source = catalogs.first().map(|c| c.arguments.as_slice()).unwrap_or_default();
    let mut allowed = Vec::new();
    for ((key, _), arguments) in keys.iter().zip(source) {
        let Some(arguments) = arguments else { continue };
        for word in std::iter::once(key).chain(arguments) {
            add(&mut allowed, word);
        }
        allowed.push(0);
    }
    let print = |catalog: &Catalog| {
        // Changes of fallbacks that provide no message have no effect.
        let provider = |at: usize| {
            let has = |l: &&Lang| catalogs[l.index()].arguments[at].is_some();
            catalog.chain.iter().find(has)
        };
        let used: BTreeSet<Lang> = (0..keys.len())
            .filter(|at| source.get(*at).is_some_and(Option::is_some))
            .filter_map(|at| provider(at).copied())
            .collect();
        let mut bytes = allowed.clone();
        for lang in
            catalog.chain.iter().filter(|l| used.contains(l) || Some(*l) == catalog.chain.first())
        {
            bytes.extend_from_slice(&own[lang.index()]);
        }
        hash128(&bytes)
    };
    catalogs.iter().map(print).collect()
}

/// The tags and files of a language, as unambiguous bytes.
fn own_bytes(lang: Lang, languages: &Languages, sources: &[CatalogFile]) -> Vec<u8> {
    let mut bytes = Vec::new();
    add(&mut bytes, languages.tag(lang));
    add(&mut bytes, &languages.get(lang).formats);
    for source in sources.iter().filter(|source| source.lang == lang) {
        bytes.extend(source.layer.to_le_bytes());
        add(&mut bytes, source.ftl.source());
    }
    bytes
}

fn add(bytes: &mut Vec<u8>, word: &str) {
    bytes.extend(word.len().to_le_bytes());
    bytes.extend(word.as_bytes());
}

/// Fluent's error, as part of a sentence.
fn explain(error: &FluentError) -> String {
    match error {
        FluentError::ResolverError(ResolverError::Reference(reference)) => match reference {
            ReferenceKind::Function { id } => format!("there is no function `{id}`"),
            ReferenceKind::Message { id, attribute } => {
                format!("there is no message `{}`", key(id, attribute.as_deref()))
            }
            ReferenceKind::Term { id, attribute } => {
                format!("there is no term `-{}`", key(id, attribute.as_deref()))
            }
            ReferenceKind::Variable { id } => format!("the argument `{id}` is missing"),
        },
        FluentError::ResolverError(ResolverError::NoValue(id)) => {
            format!("the message `{id}` has no text of its own")
        }
        FluentError::ResolverError(ResolverError::Cyclic) => "it refers to itself".into(),
        FluentError::ResolverError(ResolverError::TooManyPlaceables) => {
            "it has more than a hundred references".into()
        }
        _ => "it has no variant for this value".into(),
    }
}

#[cfg(test)]
mod tests;
