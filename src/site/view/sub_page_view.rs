//! The pages that show a part of the programme.

use crate::base::text::Lang;
use crate::event::model::{Entity, PageRole};
use crate::locale::foreign_words::is_mark;
use crate::locale::format::DateStyle;
use crate::site::reader_context::ReaderContext;
use crate::site::sub_page::SubPage;
use crate::site::view::basic::{LinkView, TextView};
use crate::site::view::page_view::{CaveatView, FallbackView, PageView};

impl ReaderContext<'_> {
    /// The page of a part of the programme. It is translated if the page of the programme is.
    pub fn sub_page(&self, sub_page: SubPage) -> Option<PageView> {
        let agenda = Entity::Page(self.event.page_with(PageRole::Agenda)?);
        let url = self.routes.sub_page_url(sub_page, self.lang)?;
        let above = self.page(agenda);
        let original = self.fallback(agenda).unwrap_or(self.lang);
        let original = self.routes.sub_page_url(sub_page, original)?;
        let address = |lang| self.routes.sub_page_url(sub_page, lang).unwrap_or_default();
        let mut breadcrumbs = above.breadcrumbs;
        breadcrumbs.push(self.link(agenda));
        if let SubPage::Grid(day) = sub_page
            && let Some(url) = self.routes.sub_page_url(SubPage::Day(day), self.lang)
        {
            let id = self.event.days[day].date.value.to_string();
            breadcrumbs.push(LinkView { id, title: TextView::own(self.day_title(day)), url });
        }
        let summary = match sub_page {
            SubPage::Day(day) => self.optional(&self.event.days[day].summary),
            _ => None,
        };
        Some(PageView {
            json_ld: None,
            id: self.sub_page_id(sub_page),
            kind: match sub_page {
                SubPage::Day(_) => "day",
                SubPage::Grid(_) => "grid",
                SubPage::Language(_) | SubPage::Kind(_) => "selection",
            },
            section: self.section(agenda),
            title: TextView::own(self.sub_page_title(sub_page)),
            summary,
            body: None,
            image: None,
            canonical: self.routes.absolute(&original),
            url,
            alternates: self.alternates(agenda, address),
            // A grid shows the same as the list of its day, and search engines need one of the two.
            hreflang: match sub_page {
                SubPage::Grid(_) => Vec::new(),
                _ if !self.is_listed(agenda) => Vec::new(),
                _ => self.translations(agenda, None, address),
            },
            fallback: above.fallback.map(|fallback| FallbackView { url: original, ..fallback }),
            caveat: self.sub_page_caveat(sub_page),
            breadcrumbs,
            indexed: above.indexed && !matches!(sub_page, SubPage::Grid(_)),
            extra: serde_json::json!({}),
        })
    }

    /// What readers must know about the translations in a part of the programme.
    fn sub_page_caveat(&self, sub_page: SubPage) -> Option<CaveatView> {
        let url = self.routes.sub_page_url(sub_page, Lang::SOURCE)?;
        self.caveat(self.site.shown.programme(self.event, self.lang), url)
    }

    fn sub_page_id(&self, sub_page: SubPage) -> String {
        let sub_pages = self.routes.sub_pages();
        match sub_page {
            SubPage::Day(day) | SubPage::Grid(day) => self.event.days[day].date.value.to_string(),
            SubPage::Language(at) => sub_pages.languages[at].clone(),
            SubPage::Kind(at) => sub_pages.kinds[at].as_str().to_owned(),
        }
    }

    fn sub_page_title(&self, sub_page: SubPage) -> String {
        let sub_pages = self.routes.sub_pages();
        let title = match sub_page {
            SubPage::Day(day) => return self.day_title(day),
            SubPage::Grid(day) => self.page_message("grid-title", [("day", self.day_title(day))]),
            SubPage::Language(at) => {
                let language = self.language_name(&sub_pages.languages[at]);
                self.page_message("language-title", [("language", language)])
            }
            SubPage::Kind(at) => {
                let kind = self.page_message(&format!("kind-{}", sub_pages.kinds[at].as_str()), []);
                self.page_message("kind-title", [("kind", kind)])
            }
        };
        capital(&title)
    }

    /// A day in words, beginning with a capital letter.
    fn day_title(&self, day: usize) -> String {
        let date = self.event.days[day].date.value;
        self.formatted(|format| capital(&format.date(date, DateStyle::Full)))
    }
}

/// A text with a capital first letter, if its script has capitals.
fn capital(text: &str) -> String {
    // Marks are no letters.
    let (marks, words) = text.split_at(text.find(|c| !is_mark(c)).unwrap_or(text.len()));
    let mut rest = words.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    marks.chars().chain(first).chain(rest).collect()
}
