//! People, organisations and places.

use crate::event::model::{About, Contact, Organisation, Person, Place, Speaker, Thing};
use crate::event::table::Key;
use crate::site::view::make::Views;
use crate::site::view::*;

impl Views<'_> {
    pub(super) fn place(&self, place: &Place) -> PlaceView {
        let parent = place.parent.map(|key| self.place(self.event.places.get(key)));
        PlaceView {
            id: place.about.id.clone(),
            name: self.title_of(&place.about),
            address: self.text(&place.address),
            url: place.url.clone(),
            parent: parent.map(Box::new),
            extra: place.about.extra.clone(),
        }
    }

    pub(super) fn organisation(&self, organisation: &Organisation) -> OrganisationView {
        OrganisationView {
            id: organisation.about.id.clone(),
            name: self.title_of(&organisation.about),
            role: organisation.role.map(|role| role.as_str()),
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

    /// A speaker as the page of speakers shows one.
    pub(super) fn speaker(&self, key: Key<Speaker>) -> PersonView {
        let about = &self.event.speakers.get(key).about;
        PersonView { body: self.body(about, &format!("{}-", about.id)), ..self.on_stage(key) }
    }

    /// A speaker as a session names one: without the long text.
    pub(super) fn on_stage(&self, key: Key<Speaker>) -> PersonView {
        let speaker = self.event.speakers.get(key);
        self.person(Thing::Speaker(key), &speaker.about, &speaker.person)
    }

    pub(super) fn contact(&self, key: Key<Contact>, contact: &Contact) -> PersonView {
        let region = self.locale.region();
        PersonView {
            phone: contact.phone.as_ref().map(|phone| PhoneView {
                e164: phone.e164().to_owned(),
                href: format!("tel:{}", phone.e164()),
                text: phone.display(region).to_owned(),
            }),
            email: contact.email.clone(),
            body: self.body(&contact.about, &format!("{}-", contact.about.id)),
            ..self.person(Thing::Contact(key), &contact.about, &contact.person)
        }
    }

    /// A person without a telephone, an e-mail address and a long text.
    fn person(&self, thing: Thing, about: &About, person: &Person) -> PersonView {
        let organisation = person.organisation.map(|key| self.event.organisations.get(key));
        PersonView {
            id: about.id.clone(),
            url: self.routes.url(thing, self.lang),
            name: self.title_of(about),
            role: self.text(&person.role),
            organisation: organisation.map(|organisation| self.organisation(organisation)),
            phone: None,
            email: None,
            image: about.picture.as_ref().map(|picture| self.image(picture)),
            body: None,
            extra: about.extra.clone(),
        }
    }
}
