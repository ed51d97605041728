//! The variables of each page: one table of names, values and fingerprints.
//!
//! [`LanguageViews`] adds those that it holds; all others are here.

use crate::base::text::Lang;
use crate::event::model::{Entity, PageRole};
use crate::site::engine::{Fingerprint, HtmlFragments, Ready, Variables, fingerprint};
use crate::site::output::PageKind;
use crate::site::reader_context::{ReaderContext, SiteData};
use crate::site::view::language_views::LanguageViews;
use crate::site::view::page_view::PageView;
use crate::site::view::person_view::PersonView;

/// The views of all pages, by language.
#[derive(Clone, Copy)]
pub struct SiteViews<'a> {
    /// The views without long texts.
    pub languages: &'a [LanguageViews],
    /// The contacts with their long texts.
    pub contacts: &'a [Ready<Vec<PersonView>>],
    /// The HTML that is equal on all pages.
    pub parts: &'a [Ready<HtmlFragments>],
}

impl SiteViews<'_> {
    /// The variables of all pages of a language, except the HTML that is made with them.
    pub fn shared(&self, lang: Lang) -> Variables {
        let mut variables = Variables::default();
        self.languages[lang.index()].add_shared(&mut variables);
        variables.insert("contacts", &self.contacts[lang.index()]);
        variables
    }
}

/// The variables of a page, before its long text is rendered.
pub(in crate::site) struct PageVariables<'a> {
    reader: ReaderContext<'a>,
    variables: Variables,
    /// The page of an entity, without its long text.
    entity: Option<(Entity, Box<PageView>)>,
}

impl<'a> PageVariables<'a> {
    /// The variables of a page.
    pub(in crate::site) fn new(
        site: SiteData<'a>,
        views: SiteViews<'_>,
        lang: Lang,
        kind: PageKind,
    ) -> PageVariables<'a> {
        let reader = site.reader(lang);
        let own = &views.languages[lang.index()];
        let mut variables = views.shared(lang);
        variables.insert("parts", &views.parts[lang.index()]);
        let mut entity_page = None;
        match kind {
            PageKind::Entity(entity) => {
                let page = Box::new(reader.page(entity));
                let body = reader.body_fingerprint(site.event.about(entity));
                variables.insert_later("page", fingerprint(&(&page, body)));
                own.add_entity(entity, &mut variables);
                entity_page = Some((entity, page));
            }
            PageKind::SubPage(sub_page) => {
                if let Some(page) = reader.sub_page(sub_page) {
                    variables.insert("page", &Ready::new(&page));
                    own.add_sub_page(sub_page, &mut variables);
                }
            }
            PageKind::Chooser | PageKind::NotFound => {
                let lost = kind == PageKind::NotFound;
                let choice = |lang| site.reader(lang).language_choice(lost);
                let choices: Vec<_> = site.languages().map(choice).collect();
                let home = site.event.page_with(PageRole::Home).map(Entity::Page);
                let hreflang = home.map(|home| reader.hreflang(home)).unwrap_or_default();
                variables.insert("choices", &Ready::new(&choices));
                variables.insert("hreflang", &Ready::new(&hreflang));
            }
        }
        PageVariables { reader, variables, entity: entity_page }
    }

    /// The variables, to compare them with the variables of an earlier build.
    pub(in crate::site) fn variables(&self) -> &Variables {
        &self.variables
    }

    /// The variables with all values, to render the page.
    pub(in crate::site) fn complete(self) -> Variables {
        let PageVariables { reader, mut variables, entity } = self;
        if let Some((entity, page)) = entity {
            let body = reader.body(reader.event.about(entity), "");
            variables.complete("page", &Ready::new(&PageView { body, ..*page }));
        }
        variables
    }
}

/// A hash of the long text that an entity's page shows in a language, and of its marks.
pub(in crate::site) fn body_hash(
    site: SiteData<'_>,
    entity: Entity,
    lang: Lang,
) -> Option<Fingerprint> {
    let languages = &site.event.config.languages;
    let file = *site.event.about(entity).body.resolve(lang, languages)?.value;
    let hash = site.texts.get(file)?.hash;
    Some(fingerprint(&(hash, site.shown.marked_blocks(file))))
}
