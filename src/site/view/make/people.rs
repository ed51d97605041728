//! People and organisations.

use crate::event::model::{About, Contact, Entity, Organisation, Person, Speaker};
use crate::event::table::Key;
use crate::site::engine::Ready;
use crate::site::export::Export;
use crate::site::view::make::Views;
use crate::site::view::*;

/// The organisations by position.
type Organisations = [Ready<OrganisationView>];

impl Views<'_> {
    pub(super) fn organisation(&self, organisation: &Organisation) -> OrganisationView {
        OrganisationView {
            id: organisation.about.id.clone(),
            name: self.title_of(&organisation.about),
            role: organisation.role.map(|role| role.as_str()),
            level: organisation.level.clone(),
            level_label: organisation.level.as_ref().and_then(|level| {
                self.locale.message(&format!("level-{level}")).ok().map(|message| message.text)
            }),
            image: organisation.about.picture.as_ref().map(|picture| self.image(picture)),
            url: organisation.url.clone(),
            summary: self.optional(&organisation.about.summary),
            extra: organisation.about.extra.clone(),
        }
    }

    /// What a speaker is sorted by: the key of the language, or the one for all, or else the name. A
    /// pinyin key says nothing about the Latin name that readers of Danish are shown.
    pub(super) fn sort_key(&self, speaker: &Speaker) -> String {
        let keys = &speaker.person.sort_key;
        match keys.own(self.lang).or(keys.as_shared()) {
            Some(key) => key.value.clone(),
            None => self.title_of(&speaker.about).text,
        }
    }

    /// A speaker as a session names one: without the sessions.
    pub(super) fn speaker(&self, key: Key<Speaker>, organisations: &Organisations) -> PersonView {
        let speaker = self.event.speakers.get(key);
        self.person(Entity::Speaker(key), &speaker.about, &speaker.person, organisations)
    }

    /// A contact as the foot of a page shows one: without the long text.
    pub(super) fn contact(
        &self,
        key: Key<Contact>,
        contact: &Contact,
        organisations: &Organisations,
    ) -> PersonView {
        let region = self.locale.region();
        PersonView {
            phone: contact.phone.as_ref().map(|phone| PhoneView {
                e164: phone.e164().to_owned(),
                href: format!("tel:{}", phone.e164()),
                text: phone.display(region).to_owned(),
            }),
            email: contact.email.clone(),
            card: self.export(Export::Card(self.lang, key)),
            code: self.export(Export::Code(self.lang, key)),
            ..self.person(Entity::Contact(key), &contact.about, &contact.person, organisations)
        }
    }

    /// A person without a telephone, an e-mail address, a long text and sessions.
    fn person(
        &self,
        entity: Entity,
        about: &About,
        person: &Person,
        organisations: &Organisations,
    ) -> PersonView {
        PersonView {
            id: about.id.clone(),
            url: self.routes.url(entity, self.lang),
            name: self.title_of(about),
            role: self.text(&person.role),
            organisation: person.organisation.map(|key| organisations[key.index()].clone()),
            website: person.url.clone(),
            phone: None,
            email: None,
            card: None,
            code: None,
            image: about.picture.as_ref().map(|picture| self.image(picture)),
            body: None,
            sessions: Vec::new(),
            extra: about.extra.clone(),
        }
    }
}
