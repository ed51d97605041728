//! People and organisations.

use rayon::prelude::*;

use crate::base::web_address::mail_with_ascii_host;
use crate::event::model::{About, Contact, Entity, Organisation, Person, Speaker};
use crate::event::record_table::Key;
use crate::locale::catalog::Args;
use crate::locale::phone::Phone;
use crate::site::engine::Ready;
use crate::site::formats::Export;
use crate::site::reader_context::ReaderContext;
use crate::site::view::basic::{ImageView, TextView};
use crate::site::view::long_text::BodyView;
use crate::site::view::session_view::SessionView;
use serde::Serialize;

/// A speaker or contact: `speaker`, the items of `speakers`, in the alphabetical order of the page's
/// language, and of `contacts`, in the order of the file.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PersonView {
    /// The id; for a contact also the anchor on the page of contacts, which the template must print.
    pub id: String,
    /// The ids that the record had before; for a contact they are still anchors.
    pub was: Vec<String>,
    /// The address of a speaker's page, or of a contact's anchor.
    pub url: String,
    /// The name.
    pub name: TextView,
    /// Whether a speaker is a group, such as a choir.
    pub group: bool,
    /// The person's role, such as a job title.
    pub role: Option<TextView>,
    /// The person's organisation.
    pub organisation: Option<Ready<OrganisationView>>,
    /// The person's website.
    pub website: Option<String>,
    /// The telephone number; speakers have none.
    pub phone: Option<PhoneView>,
    /// The e-mail address, with its host in ASCII; speakers have none.
    pub email: Option<String>,
    /// The e-mail address as people read it; speakers have none.
    pub email_text: Option<String>,
    /// The address of a contact's card (vCard); speakers have none.
    pub card: Option<String>,
    /// The address of a picture of that card as QR code; speakers have none.
    pub code: Option<String>,
    /// The picture.
    pub image: Option<ImageView>,
    /// The long text of a contact; a speaker's long text is `page.body` on the speaker's page.
    pub body: Option<BodyView>,
    /// The speaker's sessions, in the order of the programme; empty where the person is listed in a
    /// session.
    pub sessions: Vec<Ready<SessionView>>,
    /// The value of `extra` in the record.
    pub extra: serde_json::Value,
}

/// A telephone number.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PhoneView {
    /// In E.164, without its extension, such as `+4520853252`.
    pub e164: String,
    /// The digits of the extension; null without one.
    pub extension: Option<String>,
    /// For a link, such as `tel:+4520853252` or `tel:+4520853252;ext=801` (RFC 3966).
    pub href: String,
    /// In the usual format of the page's language, with the extension.
    pub text: String,
}

/// An organisation behind the event: the items of `organisations`, in the order of the file.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct OrganisationView {
    /// The id.
    pub id: String,
    /// The name.
    pub name: TextView,
    /// `host`, `initiator`, `partner` or `supporter`: the message `role-…` names it.
    pub role: Option<&'static str>,
    /// The level of a partner or supporter, such as `gold`.
    pub level: Option<String>,
    /// That level in words: the message `level-…`, if it exists.
    pub level_label: Option<String>,
    /// Its logo.
    pub image: Option<ImageView>,
    /// Its website.
    pub url: Option<String>,
    /// One or two sentences.
    pub summary: Option<TextView>,
    /// The value of `extra` in the record.
    pub extra: serde_json::Value,
}

/// The organisations by position.
type Organisations = [Ready<OrganisationView>];

impl ReaderContext<'_> {
    pub(super) fn organisation(&self, organisation: &Organisation) -> OrganisationView {
        OrganisationView {
            id: organisation.about.id.clone(),
            name: self.record_title(&organisation.about),
            role: organisation.role.map(|role| role.as_str()),
            level: organisation.level.clone(),
            level_label: organisation
                .level
                .as_ref()
                .and_then(|level| self.locale.marked(&format!("level-{level}"), &Args::new()).ok()),
            image: organisation.about.picture.as_ref().map(|picture| self.image(picture)),
            url: organisation.url.clone(),
            summary: self.optional(&organisation.about.summary),
            extra: organisation.about.extra.clone(),
        }
    }

    /// The sort key of a speaker: the key in the language, or the shared key, or else the name. Keys do
    /// not fall back: a pinyin key does not match the Latin name that Danish readers see.
    fn sort_key(&self, speaker: &Speaker) -> String {
        let keys = &speaker.person.sort_key;
        match keys.own(self.lang).or(keys.as_shared()) {
            Some(key) => key.value.clone(),
            None => self.record_title(&speaker.about),
        }
    }

    /// A speaker as listed in a session: without the sessions.
    pub(super) fn speaker(&self, key: Key<Speaker>, organisations: &Organisations) -> PersonView {
        let speaker = self.event.speakers.get(key);
        PersonView {
            group: speaker.group,
            ..self.person(Entity::Speaker(key), &speaker.about, &speaker.person, organisations)
        }
    }

    fn phone(&self, phone: &Phone) -> PhoneView {
        let number = phone.display(self.locale.region()).to_owned();
        PhoneView {
            e164: phone.e164().to_owned(),
            extension: phone.extension().map(str::to_owned),
            href: phone.uri(),
            text: match phone.extension() {
                Some(digits) => {
                    let texts = [("number", number), ("extension", digits.to_owned())];
                    self.page_message("phone-extension", texts)
                }
                None => number,
            },
        }
    }

    /// A contact as shown in the footer: without the long text.
    fn contact(
        &self,
        key: Key<Contact>,
        contact: &Contact,
        organisations: &Organisations,
    ) -> PersonView {
        PersonView {
            phone: contact.phone.as_ref().map(|phone| self.phone(phone)),
            email: contact.email.as_deref().map(|mail| mail_with_ascii_host(mail).into_owned()),
            email_text: contact.email.clone(),
            card: self.export(Export::ContactCard(self.lang, key)),
            code: self.export(Export::ContactCode(self.lang, key)),
            ..self.person(Entity::Contact(key), &contact.about, &contact.person, organisations)
        }
    }

    /// A person without telephone number, e-mail address, long text and sessions.
    fn person(
        &self,
        entity: Entity,
        about: &About,
        person: &Person,
        organisations: &Organisations,
    ) -> PersonView {
        PersonView {
            id: about.id.clone(),
            was: about.was.iter().map(|id| id.value.clone()).collect(),
            url: self.routes.url(entity, self.lang),
            name: self.record_title(about),
            group: false,
            role: self.text(&person.role),
            organisation: person.organisation.map(|key| organisations[key.index()].clone()),
            website: person.url.clone(),
            phone: None,
            email: None,
            email_text: None,
            card: None,
            code: None,
            image: about.picture.as_ref().map(|picture| self.image(picture)),
            body: None,
            sessions: Vec::new(),
            extra: about.extra.clone(),
        }
    }

    /// `contacts`: with their long texts, in the order of the file. Among the
    /// variables that all pages of a language share, only this one contains long texts.
    pub fn contacts(&self, organisations: &Organisations) -> Ready<Vec<PersonView>> {
        let contacts = self.event.contacts.iter();
        let contacts: Vec<PersonView> = contacts
            .map(|(key, contact)| PersonView {
                body: self.body(&contact.about, &format!("{}-", contact.about.id)),
                ..self.contact(key, contact, organisations)
            })
            .collect();
        Ready::new(&contacts)
    }

    /// Contacts without their long texts.
    pub(super) fn contacts_in_short(&self, organisations: &Organisations) -> Vec<PersonView> {
        let contacts = self.event.contacts.iter();
        contacts.map(|(key, contact)| self.contact(key, contact, organisations)).collect()
    }

    /// Speakers with their sessions, by position. Views that would equal those made `before` are reused.
    pub(super) fn speakers(
        &self,
        organisations: &Organisations,
        sessions: Vec<Vec<Ready<SessionView>>>,
        before: &[Ready<PersonView>],
    ) -> Vec<Ready<PersonView>> {
        let speakers: Vec<(Key<Speaker>, Vec<Ready<SessionView>>)> =
            self.event.speakers.iter().map(|(key, _)| key).zip(sessions).collect();
        speakers
            .into_par_iter()
            .map(|(key, sessions)| {
                let view = self.speaker(key, organisations);
                Ready::again(&PersonView { sessions, ..view }, before.get(key.index()))
            })
            .collect()
    }

    /// Speakers in the alphabetical order of the language.
    pub(super) fn collated(&self, speakers: &[Ready<PersonView>]) -> Vec<Ready<PersonView>> {
        let keys = self.event.speakers.iter().map(|(_, speaker)| self.sort_key(speaker));
        let mut keyed: Vec<(String, &Ready<PersonView>)> = keys.zip(speakers).collect();
        keyed.sort_by(|(a, _), (b, _)| self.locale.format().compare(a, b));
        keyed.into_iter().map(|(_, view)| view.clone()).collect()
    }
}
