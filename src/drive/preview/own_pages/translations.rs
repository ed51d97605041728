//! What is missing or out of date in each language.

use bytes::Bytes;

use crate::base::text::Lang;
use crate::drive::preview::own_pages::{OpenPage, compare, escape, frame};
use crate::drive::preview::snapshot::Snapshot;
use crate::drive::translation_report::{Links, TranslationReport};
use crate::event::model::{Entity, Event};
use crate::site::route::{Base, Routes};

/// The page for a language, by its tag and a slash; for an empty path, the figures of all languages.
pub(super) fn page(path: &str, snapshot: &Snapshot) -> Option<Bytes> {
    let event = snapshot.event()?;
    let report = snapshot.translations.report(|translations, sources| {
        let event = &translations.event;
        let routes = Routes::new(event, Base::default());
        let language = |tag: &str| format!("/_plenary/translations/{tag}/");
        let page = |entity: Entity, lang: Lang| {
            compare::address_of(event, &routes, entity, [Lang::SOURCE, lang])
        };
        let links = Links { level: 2, language: &language, page: &page };
        TranslationReport::new(translations, sources, &links)
    })?;
    let open = OpenPage::AboutState(snapshot.number);
    let tag = path.trim_end_matches('/');
    if tag.is_empty() {
        return Some(frame("Translations", &overview(event, report), open));
    }
    let lang = event.config.languages.find(tag)?;
    let part = report.languages.iter().find(|part| part.tag == event.config.languages.tag(lang))?;
    let body = format!(
        "<p><a href=\"/_plenary/\">Preview</a> \
         <a href=\"/_plenary/translations/\">Translations</a></p>\n\
         <h1 lang=\"{}\">{}</h1>\n{}",
        escape(&part.tag),
        escape(&part.name),
        part.html
    );
    Some(frame(&format!("{} translations", part.tag), &body, open))
}

fn overview(event: &Event, report: &TranslationReport) -> String {
    let source = event.config.languages.get(Lang::SOURCE);
    format!(
        "<p><a href=\"/_plenary/\">Preview</a></p>\n<h1>Translations</h1>\n\
         <p>The source language is <span lang=\"{}\">{}</span>.</p>\n{}",
        escape(&source.tag),
        escape(&source.name),
        report.summary
    )
}
