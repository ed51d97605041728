//! What stands for a session in lists, rendered once for all of them.

use crate::base::diagnostic::Diagnostic;
use crate::base::text::Lang;
use crate::site::engine::{Engines, Fingerprint, Ready, Variables, fingerprint};

/// The folder of the templates that are rendered once for each session and language.
const ENTRIES: &str = "entries/";

/// The field of a view that has what came of them.
const FIELD: &str = "entries";

/// Renders entries in one language.
#[derive(Debug)]
pub struct Entries<'a> {
    engines: &'a Engines,
    lang: Lang,
    names: Vec<&'a str>,
    fingerprint: Fingerprint,
}

impl<'a> Entries<'a> {
    /// Entries of the theme with these templates; `messages` are the fingerprints of all catalogs.
    pub fn new(
        engines: &'a Engines,
        lang: Lang,
        names: &[&'a str],
        messages: &[u128],
    ) -> Entries<'a> {
        let names = names.iter().copied().filter(|name| name.starts_with(ENTRIES)).collect();
        let fingerprint = fingerprint(&(engines.fingerprint(), messages));
        Entries { engines, lang, names, fingerprint }
    }

    /// A hash of all that entries are made from, besides the thing that they are of.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// A view with its entries, and what is wrong with their templates, which read it by a name.
    pub fn add<T>(&self, name: &'static str, view: Ready<T>) -> (Ready<T>, Vec<Diagnostic>) {
        if self.names.is_empty() {
            return (view, Vec::new());
        }
        let mut variables = Variables::default();
        variables.insert(name, &view);
        let (html, faults) = self.engines.below(ENTRIES, self.lang, &self.names, &variables);
        // The view is not shared any more, and need not be copied.
        drop(variables);
        (view.with(FIELD, &html), faults)
    }
}
