//! The fence around the template engine: the only folder that names Tera.
//!
//! There is one engine a language, a copy of the first with filters of its own: what is called inside
//! a component cannot see the page's variables, so the language cannot be one of them.

mod entries;
mod fault;
mod filters;
mod guard;
mod needs;
mod ready;

pub use entries::Entries;
pub use needs::Needs;
pub use ready::{Fingerprint, Ready, fingerprint};

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Tera};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Sources};
use crate::base::text::{Lang, Languages};
use crate::locale::Locales;
use crate::site::theme::Theme;

/// The addresses of a theme's assets by name.
pub type AssetUrls = BTreeMap<String, String>;

/// The file and text of each template, by its name with its layer.
type Templates = BTreeMap<String, (FileId, Arc<str>)>;

/// The variables of one page.
#[derive(Clone, Debug, Default)]
pub struct Variables(Context);

impl Variables {
    /// Adds a variable.
    pub fn insert<T>(&mut self, name: &'static str, view: &Ready<T>) {
        self.0.insert_value(name, view.value().clone());
    }
}

/// The folder of the templates that are rendered once for all pages of a language.
const PARTS: &str = "parts/";

/// HTML that is made once and printed on many pages, by the name of its template: `parts`, which are
/// equal on all pages of a language, and the `entries` of a session.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct Parts(BTreeMap<String, String>);

/// A template engine for each language.
pub struct Engines {
    by_language: Vec<Tera>,
    templates: Templates,
    /// A hash of all templates and of what they can call that is no message.
    fingerprint: Fingerprint,
}

impl fmt::Debug for Engines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engines").field("templates", &self.templates).finish_non_exhaustive()
    }
}

impl Engines {
    /// Engines for a theme's templates.
    ///
    /// Templates with a fault are said, all of them, and the engines are then empty.
    pub fn new(
        theme: &Theme,
        languages: &Languages,
        locales: &Arc<Locales>,
        assets: &Arc<AssetUrls>,
        sources: &Sources,
        report: &mut Report,
    ) -> Engines {
        let templates: Templates = theme
            .reachable(sources)
            .iter()
            .filter_map(|(name, id)| Some((name.clone(), (*id, sources.get(*id).text()?.clone()))))
            .collect();
        let mut base = empty(theme);
        filters::register(&mut base, Lang::SOURCE, locales, assets);
        let texts: Vec<(&str, &str)> =
            templates.iter().map(|(name, (_, text))| (name.as_str(), &**text)).collect();
        let syntax = syntax_faults(theme, &base, &texts, &templates);
        let failed = !syntax.is_empty();
        for fault in syntax {
            report.push(fault);
        }
        if !failed && let Err(error) = base.add_raw_templates(texts) {
            for fault in fault::of_loading(&error, &templates) {
                report.push(fault);
            }
        }
        let by_language = languages
            .iter()
            .map(|(lang, _)| {
                let mut engine = base.clone();
                filters::register(&mut engine, lang, locales, assets);
                engine
            })
            .collect();
        let read: Vec<(&String, &str)> =
            templates.iter().map(|(name, (_, text))| (name, &**text)).collect();
        let fingerprint = fingerprint(&(read, &**assets, languages));
        Engines { by_language, templates, fingerprint }
    }

    /// A hash of all templates and of what they can call that is no message.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// What a template may read.
    pub fn needs(&self, template: &str) -> Needs {
        let engine = &self.by_language[Lang::SOURCE.index()];
        let all: Vec<(&str, &str)> =
            self.templates.iter().map(|(name, (_, text))| (name.as_str(), &**text)).collect();
        needs::of(engine, template, &all)
    }

    /// What is equal on all pages of a language, rendered from the templates in `parts/` with the
    /// variables that all pages share.
    ///
    /// # Errors
    /// What is wrong with these templates.
    pub fn parts(
        &self,
        lang: Lang,
        names: &[&str],
        variables: &Variables,
    ) -> Result<Ready<Parts>, Vec<Diagnostic>> {
        let (parts, faults) = self.below(PARTS, lang, names, variables);
        if faults.is_empty() { Ok(Ready::html(&parts)) } else { Err(faults) }
    }

    /// What the templates of a folder give, and what is wrong with them.
    fn below(
        &self,
        folder: &str,
        lang: Lang,
        names: &[&str],
        variables: &Variables,
    ) -> (Parts, Vec<Diagnostic>) {
        let (mut parts, mut faults) = (BTreeMap::new(), Vec::new());
        for name in names.iter().filter(|name| name.starts_with(folder)) {
            match self.render(lang, name, variables) {
                Ok(html) => {
                    let name = name.trim_start_matches(folder).trim_end_matches(".html");
                    let html = String::from_utf8_lossy(&html).trim_end().to_owned();
                    parts.insert(name.to_owned(), html);
                }
                Err(fault) => faults.push(fault),
            }
        }
        (Parts(parts), faults)
    }

    /// Renders a template for a page.
    ///
    /// # Errors
    /// What is wrong with the template, or with what it calls.
    pub fn render(
        &self,
        lang: Lang,
        template: &str,
        variables: &Variables,
    ) -> Result<Vec<u8>, Diagnostic> {
        let mut bytes = Vec::with_capacity(TYPICAL_PAGE);
        let engine = &self.by_language[lang.index()];
        match engine.render_to(template, &variables.0, &mut bytes) {
            Ok(()) => Ok(bytes),
            Err(error) => Err(fault::of_rendering(&error, template, &self.templates)),
        }
    }
}

/// Bytes of a page that is neither short nor long, so that most need no second allocation.
const TYPICAL_PAGE: usize = 16 * 1024;

/// An engine without templates. Every output is HTML, so everything is escaped.
fn empty(theme: &Theme) -> Tera {
    let mut engine = Tera::new();
    // The prefixes are known before any template is, so there is nothing that could clash.
    let _ = engine.set_fallback_prefixes(theme.prefixes());
    engine.autoescape_on(vec![".html"]);
    engine
}

/// Every syntax fault of every template: the engine itself stops at the first.
fn syntax_faults(
    theme: &Theme,
    base: &Tera,
    texts: &[(&str, &str)],
    templates: &Templates,
) -> Vec<Diagnostic> {
    texts
        .iter()
        .filter_map(|(name, text)| {
            let file = templates.get(*name).map(|(file, _)| *file)?;
            if let Some(fault) = guard::too_deep(file, text) {
                return Some(fault);
            }
            let mut alone = empty(theme);
            alone.register_from(base);
            let error = alone.add_raw_template(name, text).err()?;
            fault::of_syntax(&error, name, templates)
        })
        .collect()
}
