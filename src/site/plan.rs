//! The list of everything to publish.
//!
//! It is made without rendering any page. [`collisions`] finds outputs with the same path.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::Span;
use crate::base::suggest::nearest;
use crate::base::text::Lang;
use crate::content::files::MEDIA;
use crate::event::model::Entity;
use crate::site::asset::media_path;
use crate::site::collisions;
use crate::site::formats::Export;
use crate::site::output::{Output, OutputSource, PageKind, page_kind};
use crate::site::portable_paths;
use crate::site::reader_context::SiteData;
use crate::site::sub_page::SubPage;

/// The list of outputs, by path. Outputs with the same path are reported, and only the first is kept.
pub fn plan(site: SiteData<'_>, report: &mut Report) -> Vec<Output> {
    let mut outputs = Vec::new();
    entity_pages(site, &mut outputs, report);
    sub_pages(site, &mut outputs);
    outputs.extend(Export::all(site.event, site.routes).into_iter().map(|(path, export)| Output {
        path: path.into(),
        source: OutputSource::Export(export),
        span: None,
    }));
    assets_and_media(site, &mut outputs);
    former(site, &mut outputs);
    portable_paths::check(&outputs, report);
    collisions::distinct(outputs, site.event, report)
}

/// What is published at former addresses, unless something else is published there.
fn former(site: SiteData<'_>, outputs: &mut Vec<Output>) {
    let former = Export::former(site.event, site.routes);
    if former.is_empty() {
        return;
    }
    let mut taken: BTreeSet<String> =
        outputs.iter().map(|output| output.path.to_lowercase()).collect();
    let free = former.into_iter().filter(|(path, _)| taken.insert(path.to_lowercase()));
    outputs.extend(free.map(|(path, export)| Output {
        path: path.into(),
        source: OutputSource::Export(export),
        span: None,
    }));
}

/// The pages of entities, and the two pages that serve all languages.
fn entity_pages(site: SiteData<'_>, outputs: &mut Vec<Output>, report: &mut Report) {
    for entity in site.event.entities() {
        let Some(template) = template(site, entity, report) else { continue };
        let pages = site.languages().filter_map(|lang| {
            let span = address_span(site, entity, lang);
            Some((lang, site.routes.file(entity, lang)?, Some(span)))
        });
        add_pages(&template, PageKind::Entity(entity), pages, outputs);
    }
    for (path, template, page) in [
        ("index.html", "chooser.html", PageKind::Chooser),
        ("404.html", "404.html", PageKind::NotFound),
    ] {
        add_pages(template, page, [(Lang::SOURCE, path.to_owned(), None)].into_iter(), outputs);
    }
}

fn sub_pages(site: SiteData<'_>, outputs: &mut Vec<Output>) {
    for sub_page in site.routes.sub_pages().iter() {
        let day_span = |day: usize| site.event.days[day].date.span.clone();
        let (template, span) = match sub_page {
            SubPage::Day(day) => ("day.html", day_span(day)),
            SubPage::Grid(day) => ("grid.html", day_span(day)),
            SubPage::Language(_) | SubPage::Kind(_) => {
                ("selection.html", Span::file(site.event.config.file))
            }
        };
        let pages = site.languages().filter_map(|lang| {
            Some((lang, site.routes.sub_page_file(sub_page, lang)?, Some(span.clone())))
        });
        add_pages(template, PageKind::SubPage(sub_page), pages, outputs);
    }
}

/// Adds one page in several languages. Each language has a path, and the place in the site's files that
/// determines its address.
fn add_pages(
    template: &str,
    page: PageKind,
    languages: impl Iterator<Item = (Lang, String, Option<Span>)>,
    outputs: &mut Vec<Output>,
) {
    let template: Arc<str> = template.into();
    outputs.extend(languages.map(|(lang, path, span)| {
        let source = OutputSource::Page { template: Arc::clone(&template), lang, page };
        Output { path: path.into(), source, span }
    }));
}

/// The place that determines a page's address: the slug, or else the record with the id.
fn address_span(site: SiteData<'_>, entity: Entity, lang: Lang) -> Span {
    let about = site.event.about(entity);
    let slug = about.slug.own(lang).or(about.slug.as_shared());
    slug.map_or_else(|| about.span.clone(), |slug| slug.span.clone())
}

/// The template for the page of an entity; `None` if it has no page of its own, or its template is
/// unknown.
fn template(site: SiteData<'_>, entity: Entity, report: &mut Report) -> Option<String> {
    site.routes.file(entity, Lang::SOURCE)?;
    let named = match entity {
        Entity::Page(key) => site.event.pages.get(key).template.as_ref(),
        _ => None,
    };
    let Some(named) = named else {
        return Some(format!("{}.html", page_kind(site.event, entity)));
    };
    if site.theme.template(&named.value).is_none() {
        report.push(unknown_template(site, &named.value).at(named.span.clone()));
        return None;
    }
    Some(named.value.clone())
}

fn unknown_template(site: SiteData<'_>, name: &str) -> Diagnostic {
    let fault = Diagnostic::error(
        "template/unknown-template",
        format!("the theme has no template `{name}`"),
    );
    match nearest(name, site.theme.template_names()) {
        Some(meant) => fault.help(format!("did you mean `{meant}`?")),
        None => fault.help("add it to the theme's folder `templates/`"),
    }
}

fn assets_and_media(site: SiteData<'_>, outputs: &mut Vec<Output>) {
    for (_, asset) in site.assets.iter() {
        let source = match &asset.text {
            Some(text) => OutputSource::Text(text.clone().into()),
            None => OutputSource::Copy(asset.file),
        };
        let span = Some(Span::file(asset.file));
        outputs.push(Output { path: asset.path.as_str().into(), source, span });
    }
    for (file, _) in site.sources.under(MEDIA) {
        outputs.push(Output {
            path: media_path(file, site.sources).into(),
            source: OutputSource::Copy(file),
            span: Some(Span::file(file)),
        });
    }
}
