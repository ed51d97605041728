//! Messages in another language, for those that the source language lacks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fluent::FluentResource;
use fluent::concurrent::FluentBundle;

use crate::base::text::Lang;
use crate::locale::catalog::functions;
use crate::locale::catalog::syntax::CatalogFile;
use crate::locale::catalog::validate::Definitions;
use crate::locale::format::Formatter;
use crate::locale::tag::usual_formats;

/// The messages of a language that stand in for those of the source language, with the plurals and
/// formats of their own language.
pub(super) struct StandIn {
    pub(super) tag: String,
    pub(super) bundle: FluentBundle<Arc<FluentResource>>,
    pub(super) formatter: Arc<Formatter>,
    /// The indices of the keys that the source language lacks.
    keys: BTreeSet<usize>,
}

impl StandIn {
    /// The stand-ins among the messages of the source language, if there are any.
    pub(super) fn new(
        keys: &BTreeMap<String, usize>,
        definitions: &[Definitions<'_>],
        sources: &[CatalogFile],
    ) -> Option<StandIn> {
        let stands_in = |source: &CatalogFile| !source.is_native();
        let texts = definitions.get(Lang::SOURCE.index())?.texts();
        let foreign = texts.filter(|(message, _, _)| stands_in(message.source));
        let keys: BTreeSet<usize> =
            foreign.filter_map(|(_, key, _)| keys.get(&key).copied()).collect();
        let tag = sources.iter().find(|source| stands_in(source))?.tag.clone();
        if keys.is_empty() {
            return None;
        }
        let formats = usual_formats(&tag);
        let formatter = Arc::new(Formatter::new(formats));
        let mut bundle = functions::bundle(formats, &formatter);
        for source in sources.iter().filter(|source| stands_in(source)) {
            bundle.add_resource_overriding(Arc::clone(&source.ftl));
        }
        Some(StandIn { tag, bundle, formatter, keys })
    }

    /// Whether the message with the index of a key is a stand-in.
    pub(super) fn has(&self, key: usize) -> bool {
        self.keys.contains(&key)
    }
}
