//! One template engine per language.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use tera::Tera;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::Sources;
use crate::base::text::{Lang, Languages};
use crate::locale::Locales;
use crate::locale::foreign_words::has_marks;
use crate::site::engine::needs::{self, Needs};
use crate::site::engine::ready::{Fingerprint, HtmlFragments, Ready, fingerprint};
use crate::site::engine::templates::{AssetUrls, Templates};
use crate::site::engine::variables::Variables;
use crate::site::engine::{declared_languages, filters, nesting, template_faults};
use crate::site::theme::Theme;

/// The folder of the templates that are rendered once for all pages of a language.
const PARTS: &str = "parts/";

/// A template engine for each language.
pub struct Engines {
    by_language: Vec<Tera>,
    locales: Arc<Locales>,
    templates: Templates,
    /// A hash of all templates and of everything that they can call, except messages.
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
    /// All faults of templates are reported; if there are any, the engines are empty.
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
            for fault in template_faults::of_loading(&error, &templates) {
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
        Engines { by_language, locales: Arc::clone(locales), templates, fingerprint }
    }

    /// A hash of all templates and of everything that they can call, except messages.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The variables that a template may read.
    pub fn needs(&self, template: &str) -> Needs {
        let engine = &self.by_language[Lang::SOURCE.index()];
        let all: Vec<(&str, &str)> =
            self.templates.iter().map(|(name, (_, text))| (name.as_str(), &**text)).collect();
        needs::of(engine, template, &all)
    }

    /// The HTML that is equal on all pages of a language, rendered from the templates in `parts/` with
    /// the variables that all pages share.
    ///
    /// # Errors
    /// The faults of these templates.
    pub fn parts(
        &self,
        lang: Lang,
        names: &[&str],
        variables: &Variables,
    ) -> Result<Ready<HtmlFragments>, Vec<Diagnostic>> {
        let (html, faults) = self.render_folder(PARTS, lang, names, variables);
        if faults.is_empty() { Ok(Ready::html(&html)) } else { Err(faults) }
    }

    /// The HTML of the templates of a folder, and their faults.
    pub(super) fn render_folder(
        &self,
        folder: &str,
        lang: Lang,
        names: &[&str],
        variables: &Variables,
    ) -> (HtmlFragments, Vec<Diagnostic>) {
        let (mut fragments, mut faults) = (BTreeMap::new(), Vec::new());
        for name in names.iter().filter(|name| name.starts_with(folder)) {
            match self.render(lang, name, variables) {
                Ok(html) => {
                    let name = name.trim_start_matches(folder).trim_end_matches(".html");
                    let html = String::from_utf8_lossy(&html).trim_end().to_owned();
                    fragments.insert(name.to_owned(), html);
                }
                Err(fault) => faults.push(fault),
            }
        }
        (HtmlFragments::new(fragments), faults)
    }

    /// Renders a template. The words of other languages are still marked.
    ///
    /// # Errors
    /// The fault of the template, or of something that it calls.
    pub(super) fn render(
        &self,
        lang: Lang,
        template: &str,
        variables: &Variables,
    ) -> Result<Vec<u8>, Diagnostic> {
        let mut bytes = Vec::with_capacity(TYPICAL_PAGE);
        let engine = &self.by_language[lang.index()];
        match engine.render_to(template, &variables.context(), &mut bytes) {
            Ok(()) => Ok(bytes),
            Err(error) => Err(template_faults::of_rendering(&error, template, &self.templates)),
        }
    }

    /// Renders a whole page: like `Engines::render`, and declares the language of words that are not
    /// in the page's language. `is_mixed` is whether the page is made for several languages.
    ///
    /// # Errors
    /// The fault of the template, or of something that it calls.
    pub fn page(
        &self,
        lang: Lang,
        template: &str,
        variables: &Variables,
        is_mixed: bool,
    ) -> Result<Vec<u8>, Diagnostic> {
        let bytes = self.render(lang, template, variables)?;
        if !(is_mixed || self.locales.have_marks()) || !has_marks(&bytes) {
            return Ok(bytes);
        }
        let html = String::from_utf8_lossy(&bytes);
        Ok(declared_languages::declare(&html, &self.locales).into_bytes())
    }
}

/// The size of a typical page in bytes, so that most pages need no second allocation.
const TYPICAL_PAGE: usize = 16 * 1024;

/// An engine without templates. Every output is HTML, so everything is escaped.
fn empty(theme: &Theme) -> Tera {
    let mut engine = Tera::new();
    // The prefixes are set before any template is added, so nothing can conflict.
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
            if let Some(fault) = nesting::too_deep(file, text) {
                return Some(fault);
            }
            let mut alone = empty(theme);
            alone.register_from(base);
            let error = alone.add_raw_template(name, text).err()?;
            template_faults::of_syntax(&error, name, templates)
        })
        .collect()
}
