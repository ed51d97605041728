//! The HTML of a session in lists, rendered once for all of them.

use crate::base::diagnostic::Diagnostic;
use crate::base::text::Lang;
use crate::site::engine::engines::Engines;
use crate::site::engine::ready::{Fingerprint, Ready, fingerprint};
use crate::site::engine::variables::Variables;

/// The folder of the templates that are rendered once for each session and language.
const ENTRIES: &str = "entries/";

/// The field of a view that contains the HTML of its entries.
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
    /// Entries from the theme's templates `names`; `messages` are the fingerprints of all catalogs.
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

    /// A hash of all data that entries are made from, except the view.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// A view with its entries, and the faults of their templates, which read the view as `name`.
    pub fn add<T>(&self, name: &'static str, view: Ready<T>) -> (Ready<T>, Vec<Diagnostic>) {
        if self.names.is_empty() {
            return (view, Vec::new());
        }
        let mut variables = Variables::default();
        variables.insert(name, &view);
        let (html, faults) =
            self.engines.render_folder(ENTRIES, self.lang, &self.names, &variables);
        // The view is no longer shared and need not be copied.
        drop(variables);
        (view.with(FIELD, &html), faults)
    }
}
