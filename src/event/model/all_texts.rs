//! All values of an event that depend on the language, for changes. Each struct is taken apart as a
//! whole, so that a new field cannot be forgotten.

use crate::base::source::{FileId, Spanned};
use crate::base::text::Localized;
use crate::content::config::Config;
use crate::content::record::{SessionDetails, TitledLink};
use crate::event::model::{
    About, Contact, Day, Document, Event, Leg, News, Organisation, Page, Person, Picture, Place,
    Session, Speaker, Track,
};

/// A value that depends on the language.
pub enum TextMut<'a> {
    /// A short text, or a part of an address.
    Words(&'a mut Localized<Spanned<String>>),
    /// The files of a long text.
    Files(&'a mut Localized<FileId>),
}

/// What is done with each of them.
type Visit<'c> = &'c mut dyn FnMut(TextMut<'_>);

impl Event {
    /// Changes all values that depend on the language, in no particular order.
    pub fn each_text_mut(&mut self, change: Visit<'_>) {
        let Event { config, image, days, sessions, tracks, speakers, contacts, .. } = self;
        of_config(config, change);
        of_picture(image, change);
        for Day { title, summary, date: _, layout: _, slots: _ } in days {
            words([title, summary], change);
        }
        sessions.iter_mut().for_each(|session| of_session(session, change));
        for Track { about, color: _ } in tracks.iter_mut() {
            of_about(about, change);
        }
        for Speaker { about, person, group: _ } in speakers.iter_mut() {
            of_about(about, change);
            of_person(person, change);
        }
        for Contact { about, person, phone: _, email: _ } in contacts.iter_mut() {
            of_about(about, change);
            of_person(person, change);
        }
        let Event { organisations, places, news, pages, release: _, .. } = self;
        for Organisation { about, sort_key, role: _, level: _, url: _ } in organisations.iter_mut()
        {
            of_about(about, change);
            words([sort_key], change);
        }
        places.iter_mut().for_each(|place| of_place(place, change));
        for News { about, date: _ } in news.iter_mut() {
            of_about(about, change);
        }
        for Page { about, role: _, template: _ } in pages.iter_mut() {
            of_about(about, change);
        }
    }
}

fn words<const N: usize>(texts: [&mut Localized<Spanned<String>>; N], change: Visit<'_>) {
    texts.into_iter().for_each(|text| change(TextMut::Words(text)));
}

fn of_config(config: &mut Config, change: Visit<'_>) {
    let Config { name, short_name, tagline, summary, image_alt, editions, .. } = config;
    words([name, short_name, tagline, summary, image_alt], change);
    of_links(editions, change);
}

fn of_links(links: &mut [TitledLink], change: Visit<'_>) {
    for TitledLink { title, url: _ } in links {
        words([title], change);
    }
}

fn of_about(about: &mut About, change: Visit<'_>) {
    let About { title, summary, slug, picture, body, .. } = about;
    words([title, summary, slug], change);
    of_picture(picture, change);
    change(TextMut::Files(body));
}

fn of_picture(picture: &mut Option<Picture>, change: Visit<'_>) {
    if let Some(Picture { alt, file: _, size: _ }) = picture {
        words([alt], change);
    }
}

fn of_person(person: &mut Person, change: Visit<'_>) {
    let Person { sort_key, role, organisation: _, url: _, family_first: _ } = person;
    words([sort_key, role], change);
}

fn of_session(session: &mut Session, change: Visit<'_>) {
    let Session { about, details, reason, transport, documents, .. } = session;
    of_about(about, change);
    let SessionDetails { links, .. } = details;
    of_links(links, change);
    words([reason], change);
    for Leg { label, .. } in transport {
        words([label], change);
    }
    for Document { title, target: _, language: _ } in documents {
        words([title], change);
    }
}

fn of_place(place: &mut Place, change: Visit<'_>) {
    let Place { about, address, town, access, .. } = place;
    of_about(about, change);
    words([address, town, access], change);
}
