//! The messages of the interface: Fluent catalogs for every language, with layers and fallbacks.
//!
//! Only this module uses Fluent. Faults in a catalog are reported when the catalogs are made; a faulty
//! request for a message gives a [`MessageError`]. A message is never shown as its own name, and
//! arguments get no isolation marks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fluent::concurrent::FluentBundle;
use fluent::resolver::ResolverError;
use fluent::resolver::errors::ReferenceKind;
use fluent::{FluentError, FluentResource};

use crate::base::diagnostic::Report;
use crate::base::source::{FileId, hash128};
use crate::base::suggest::nearest;
use crate::base::text::{Lang, Languages};
use crate::locale::foreign_words::MarkedTags;
use crate::locale::format::Formatters;

mod entries;
mod functions;
mod marked;
mod message_args;
mod message_error;
mod own_text;
mod plurals;
mod pseudo;
mod reference_order;
mod references;
mod stand_in;
mod syntax;
mod uses;
mod validate;

pub use entries::{Entry, entries};
pub use message_args::{Arg, Args};
pub use message_error::MessageError;
pub use pseudo::{PseudoText, pseudo_catalog};
pub use uses::{MessageUse, UsedMessages};

use own_text::OwnText;
use stand_in::StandIn;
use syntax::CatalogFile;
use uses::Arguments;
use validate::{Definitions, key, split};

/// A file of messages.
#[derive(Clone, Copy, Debug)]
pub struct Resource<'a> {
    /// The language that it serves.
    pub lang: Lang,
    /// The tag of the language that it is in.
    pub tag: &'a str,
    /// The file, for diagnostics.
    pub file: FileId,
    /// The content of the file.
    pub text: &'a str,
    /// The layer: a message of a higher layer replaces one of a lower layer, with all attributes.
    pub layer: usize,
    /// The precedence among the files of a layer that serve the same language: the highest is nearest to
    /// the language.
    pub rank: usize,
    /// Whether it is in another language, for messages that the source language lacks in all layers. All
    /// stand-ins are in one language.
    pub stand_in: bool,
}

impl Resource<'_> {
    /// A message replaces those of resources with a lower precedence.
    fn precedence(&self) -> (bool, usize, usize) {
        (!self.stand_in, self.layer, self.rank)
    }
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
    /// The messages that the source language lacks, in another language.
    stand_in: Option<StandIn>,
    /// The arguments that each message may be given, by the index of the key; `None` for any.
    allowed: Vec<Option<BTreeSet<String>>>,
    /// The keys and arguments that were reported as unknown.
    faulty: BTreeSet<(String, String)>,
    formatters: Formatters,
    /// The languages that messages and formats may be in.
    tags: MarkedTags,
    /// The names of messages that are unreadable in some language.
    broken: BTreeSet<String>,
    /// Warnings of missing plural variants.
    plural_gaps: Report,
}

/// One language's messages.
struct Catalog {
    tag: String,
    bundle: FluentBundle<Arc<FluentResource>>,
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
    /// `locale/unknown-argument` (one that none of the `uses` gives to the message).
    ///
    /// Resources of the same precedence keep their order. Languages that are not in the registry are skipped.
    pub fn new(
        languages: &Languages,
        resources: &[Resource<'_>],
        uses: &[MessageUse],
        formatters: &Formatters,
        report: &mut Report,
    ) -> Catalogs {
        let mut resources: Vec<&Resource<'_>> =
            resources.iter().filter(|r| r.lang.index() < languages.len()).collect();
        resources.sort_by_key(|resource| (resource.lang, resource.precedence()));
        let sources: Vec<CatalogFile> = resources.iter().map(|r| syntax::read(r, report)).collect();

        let definitions = definitions(languages, &sources, report);
        let declared = Arguments::new(&definitions, uses, report);
        let mut contained: Vec<BTreeMap<String, BTreeSet<String>>> =
            definitions.iter().map(contained).collect();
        let tags = marked::tags(languages, &sources, formatters);
        let mut own_texts = marked::own_texts(languages, &definitions, &tags);
        let names: BTreeSet<&String> = contained.iter().flat_map(BTreeMap::keys).collect();
        let keys: BTreeMap<String, usize> =
            names.into_iter().enumerate().map(|(at, name)| (name.clone(), at)).collect();
        let allowed: Vec<_> = keys.keys().map(|key| declared.allowed(key)).collect();
        let broken = sources.iter().flat_map(|source| source.broken.iter().cloned()).collect();

        let mut catalogs: Vec<Catalog> = languages
            .iter()
            .map(|(lang, language)| Catalog {
                tag: language.tag.clone(),
                bundle: functions::bundle(&language.formats, formatters.get(lang)),
                arguments: keys.keys().map(|key| contained[lang.index()].remove(key)).collect(),
                own_texts: keys.keys().map(|key| own_texts[lang.index()].remove(key)).collect(),
                chain: languages.chain(lang).collect(),
                fingerprint: 0,
            })
            .collect();
        let fingerprints = fingerprints(languages, &catalogs, &keys, &allowed, &sources);
        for (catalog, fingerprint) in catalogs.iter_mut().zip(fingerprints) {
            catalog.fingerprint = fingerprint;
        }
        let mut plural_gaps = Report::new();
        for ((lang, language), definitions) in languages.iter().zip(&definitions) {
            let formatter = formatters.get(lang);
            plural_gaps.append(plurals::gaps(definitions, &language.formats, formatter));
        }
        let stand_in = StandIn::new(&keys, &definitions, &sources);
        let faulty = declared.into_faulty();
        for source in sources {
            catalogs[source.lang.index()].bundle.add_resource_overriding(source.ftl);
        }
        let formatters = formatters.clone();
        Catalogs {
            keys,
            catalogs,
            stand_in,
            allowed,
            faulty,
            formatters,
            tags,
            broken,
            plural_gaps,
        }
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
        let Some(source) = &self.catalog(Lang::SOURCE).arguments[at] else {
            return Err(self.missing_in_source(key, at));
        };
        let chain = self.catalog(lang).chain.iter();
        let found =
            chain.filter_map(|l| Some((*l, self.catalog(*l).arguments[at].as_ref()?))).next();
        // The source language is in every chain, and has it.
        let (from, needed) = found.unwrap_or((Lang::SOURCE, source));
        self.check_arguments(key, at, needed, args)?;
        if let Some(name) = args.not_finite() {
            let why = format!("`{name}` is not a number");
            return Err(MessageError::Broken { key: key.into(), why });
        }
        let text = self.write(from, key, at, args)?;
        Ok(Message { text: self.punctuated(lang, from, at, text, args), lang: from })
    }

    /// Compares the arguments that a message is given with those that its text needs.
    fn check_arguments(
        &self,
        key: &str,
        at: usize,
        needed: &BTreeSet<String>,
        args: &Args,
    ) -> Result<(), MessageError> {
        // Most messages have no arguments.
        if args.is_empty() && needed.is_empty() {
            return Ok(());
        }
        if let Some(known) = &self.allowed[at]
            && let Some(name) = args.names().find(|name| !known.contains(*name))
        {
            let (key, name) = (key.into(), name.into());
            let known = known.iter().cloned().collect();
            return Err(MessageError::UnknownArgument { key, name, known });
        }
        let Some(name) = needed.iter().find(|name| !args.has(name)) else { return Ok(()) };
        if self.faulty.contains(&(key.to_owned(), name.clone())) {
            let why = format!("it has no argument `{name}`");
            return Err(MessageError::Broken { key: key.into(), why });
        }
        let instead = nearest(name, args.names().filter(|given| !needed.contains(*given)));
        let instead = instead.map(str::to_owned);
        Err(MessageError::MissingArgument { key: key.into(), name: name.clone(), instead })
    }

    /// Formats a message of a language.
    fn write(&self, lang: Lang, key: &str, at: usize, args: &Args) -> Result<String, MessageError> {
        let broken = |why: String| MessageError::Broken { key: key.to_owned(), why };
        let stand_in = self.stand_in.as_ref().filter(|all| lang == Lang::SOURCE && all.has(at));
        let (bundle, formatter) = match stand_in {
            Some(stand_in) => (&stand_in.bundle, &stand_in.formatter),
            None => (&self.catalog(lang).bundle, self.formatters.get(lang)),
        };
        let (name, attribute) = split(key);
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
            let args = args.to_fluent(formatter);
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

    /// The warnings of plural variants that the languages need and the texts lack
    /// (`locale/plural-forms`).
    pub fn plural_gaps(&self) -> &Report {
        &self.plural_gaps
    }

    /// The tag of the language that stands in for messages that the source language lacks, and their
    /// keys in alphabetical order; `None` if it lacks none.
    pub fn stand_ins(&self) -> Option<(&str, Vec<&str>)> {
        let stand_in = self.stand_in.as_ref()?;
        let keys = self.keys.iter().filter(|(_, at)| stand_in.has(**at));
        Some((&stand_in.tag, keys.map(|(key, _)| key.as_str()).collect()))
    }

    /// A hash of everything on which the messages of a language depend: its catalog and conventions,
    /// those of its fallbacks, the keys of the source language, and the arguments of messages.
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

/// The messages of each language. Reports faults in them.
fn definitions<'a>(
    languages: &Languages,
    sources: &'a [CatalogFile],
    report: &mut Report,
) -> Vec<Definitions<'a>> {
    let of_language = |(lang, _)| {
        let own: Vec<&CatalogFile> = sources.iter().filter(|source| source.lang == lang).collect();
        let definitions = Definitions::merge(&own, report);
        definitions.check(report);
        definitions
    };
    languages.iter().map(of_language).collect()
}

/// The arguments that the texts of a language contain, by key.
fn contained(definitions: &Definitions<'_>) -> BTreeMap<String, BTreeSet<String>> {
    definitions.contained().into_iter().map(|(_, key, arguments)| (key, arguments)).collect()
}

/// By language, see [`Catalogs::fingerprint`].
fn fingerprints(
    languages: &Languages,
    catalogs: &[Catalog],
    keys: &BTreeMap<String, usize>,
    allowed: &[Option<BTreeSet<String>>],
    sources: &[CatalogFile],
) -> Vec<u128> {
    let own: Vec<Vec<u8>> =
        languages.iter().map(|(lang, _)| own_bytes(lang, languages, sources)).collect();
    let source = catalogs.first().map(|c| c.arguments.as_slice()).unwrap_or_default();
    let mut interface = Vec::new();
    for ((key, at), _) in keys.iter().zip(source).filter(|(_, has)| has.is_some()) {
        for word in std::iter::once(key).chain(allowed[*at].iter().flatten()) {
            add(&mut interface, word);
        }
        interface.push(u8::from(allowed[*at].is_some()));
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
        let mut bytes = interface.clone();
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
        let (native, layer, rank) = source.precedence;
        bytes.push(u8::from(native));
        bytes.extend([layer, rank].into_iter().flat_map(usize::to_le_bytes));
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
