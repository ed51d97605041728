//! The pages that show a part of the programme.

use crate::base::text::Lang;
use crate::event::model::{PageRole, Thing};
use crate::locale::format::DateStyle;
use crate::site::extract::Extract;
use crate::site::view::make::Views;
use crate::site::view::*;

impl Views<'_> {
    /// The page of a part of the programme. It is translated if the page of the programme is.
    pub fn extract_page(&self, extract: Extract) -> Option<PageView> {
        let agenda = Thing::Page(self.event.page_with(PageRole::Agenda)?);
        let url = self.routes.extract_url(extract, self.lang)?;
        let above = self.page(agenda);
        let original = self.fallback(agenda).unwrap_or(self.lang);
        let original = self.routes.extract_url(extract, original)?;
        let mut breadcrumbs = above.breadcrumbs;
        breadcrumbs.push(self.link(agenda));
        if let Extract::Grid(day) = extract
            && let Some(url) = self.routes.extract_url(Extract::Day(day), self.lang)
        {
            let id = self.event.days[day].date.value.to_string();
            breadcrumbs.push(LinkView { id, title: plain(self.day_title(day)), url });
        }
        let summary = match extract {
            Extract::Day(day) => self.optional(&self.event.days[day].summary),
            _ => None,
        };
        Some(PageView {
            json_ld: None,
            id: self.extract_id(extract),
            kind: match extract {
                Extract::Day(_) => "day",
                Extract::Grid(_) => "grid",
                Extract::Language(_) | Extract::Kind(_) => "selection",
            },
            section: self.section(agenda),
            title: plain(self.extract_title(extract)),
            summary,
            body: None,
            image: None,
            canonical: self.routes.absolute(&original),
            url,
            alternates: self.extract_alternates(extract, above.alternates),
            // A grid shows what its day's list does, and search engines need one of them.
            hreflang: match extract {
                Extract::Grid(_) => Vec::new(),
                _ => self.extract_hreflang(extract, &above.hreflang),
            },
            fallback: above.fallback.map(|fallback| FallbackView { url: original, ..fallback }),
            breadcrumbs,
            indexed: above.indexed && !matches!(extract, Extract::Grid(_)),
            extra: serde_json::json!({}),
        })
    }

    fn extract_id(&self, extract: Extract) -> String {
        let extracts = self.routes.extracts();
        match extract {
            Extract::Day(day) | Extract::Grid(day) => self.event.days[day].date.value.to_string(),
            Extract::Language(at) => extracts.languages[at].clone(),
            Extract::Kind(at) => extracts.kinds[at].as_str().to_owned(),
        }
    }

    fn extract_title(&self, extract: Extract) -> String {
        let extracts = self.routes.extracts();
        let title = match extract {
            Extract::Day(day) => return self.day_title(day),
            Extract::Grid(day) => self.message_with("grid-title", "day", &self.day_title(day)),
            Extract::Language(at) => {
                let language = self.language_name(&extracts.languages[at]);
                self.message_with("language-title", "language", &language)
            }
            Extract::Kind(at) => {
                let kind = self.message(&format!("kind-{}", extracts.kinds[at].as_str()));
                self.message_with("kind-title", "kind", &kind.text)
            }
        };
        capital(&title)
    }

    /// A day in words, as a title begins.
    fn day_title(&self, day: usize) -> String {
        let date = self.event.days[day].date.value;
        capital(&self.locale.format().date(date, DateStyle::Full))
    }

    fn extract_alternates(
        &self,
        extract: Extract,
        agenda: Vec<AlternateView>,
    ) -> Vec<AlternateView> {
        let languages = self.event.config.languages.iter().map(|(lang, _)| lang);
        languages
            .zip(agenda)
            .map(|(lang, alternate)| AlternateView {
                url: self.routes.extract_url(extract, lang).unwrap_or_default(),
                ..alternate
            })
            .collect()
    }

    /// The same languages as those of the page of the programme.
    fn extract_hreflang(&self, extract: Extract, agenda: &[HreflangView]) -> Vec<HreflangView> {
        let languages = &self.event.config.languages;
        let url = |lang| {
            let url = self.routes.extract_url(extract, lang)?;
            Some(self.routes.absolute(&url))
        };
        let first = agenda.first().and_then(|first| languages.find(&first.tag));
        agenda
            .iter()
            .filter_map(|entry| {
                let lang: Lang = languages.find(&entry.tag).or(first)?;
                Some(HreflangView { tag: entry.tag.clone(), url: url(lang)? })
            })
            .collect()
    }
}

fn plain(text: String) -> TextView {
    TextView { text, lang: None }
}

/// A text with a capital letter at its beginning, where the script has them.
fn capital(text: &str) -> String {
    let mut rest = text.chars();
    match rest.next() {
        Some(first) => first.to_uppercase().chain(rest).collect(),
        None => String::new(),
    }
}
