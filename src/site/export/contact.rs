//! Contacts for address books, and as QR codes for a phone's camera.

use crate::event::model::{Contact, Entity};
use crate::event::table::Key;
use crate::exchange::vcard::{self, Card};
use crate::exchange::wording::Wording;
use crate::exchange::{guid, qr};
use crate::site::export::words::Words;

/// A contact's vCard.
pub(super) fn card(words: &Words<'_>, key: Key<Contact>) -> String {
    vcard::write(&all(words, key))
}

/// The QR code of what a phone needs of it: the less there is in it, the better it is read.
pub(super) fn code(words: &Words<'_>, key: Key<Contact>) -> String {
    let card = all(words, key);
    let name = format!("QR · {}", card.name.text);
    let short = Card { uid: String::new(), note: Wording::default(), speaks: Vec::new(), ..card };
    let text = vcard::write(&short);
    // A card that is too long for a code is too long for a contact; its name is still one.
    qr::svg(&text, &name).or_else(|| qr::svg(&short.name.text, &name)).unwrap_or_default()
}

fn all(words: &Words<'_>, key: Key<Contact>) -> Card {
    let contact = words.event.contacts.get(key);
    let Contact { about, person, phone, email } = contact;
    let name = words.called(Entity::Contact(key));
    let organisation = person.organisation.map(|key| &words.event.organisations.get(key).about);
    let organisation = organisation.map(|about| words.title_wording(about));
    let sorted = words.optional(&person.sort_key);
    let page = words.url(Entity::Contact(key));
    Card {
        uid: format!("urn:uuid:{}", guid("contact", &words.event.config.id, &about.id)),
        parts: parts(&name.text, sorted, person.family_first),
        name,
        organisation: organisation.unwrap_or_default(),
        title: words.optional_wording(&person.role),
        phones: phone.iter().map(|phone| phone.e164().to_owned()).collect(),
        mails: email.iter().cloned().collect(),
        address: Wording::default(),
        url: person.url.clone().or(page),
        speaks: Vec::new(),
        note: words.optional_wording(&about.summary),
        revised: None,
    }
}

/// Family name and given name, where the editors said which is which: the name is sorted as
/// `Family, Given`, or its family name stands first and one word follows. A wrong one is worse than
/// none, and of the name of a desk there is none.
fn parts(name: &str, sorted: &str, family_first: bool) -> Option<(String, String)> {
    let (family, given) = match sorted.split_once(',') {
        Some(pair) => pair,
        None if family_first => name.split_once(' ').filter(|(_, given)| !given.contains(' '))?,
        None => return None,
    };
    let (family, given) = (family.trim(), given.trim());
    // What a name is sorted by may be another writing of it, which is not how it is written.
    let both = name.contains(family) && name.contains(given);
    let known = both && !family.is_empty() && !given.is_empty();
    known.then(|| (family.to_owned(), given.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart_where_they_say_how() {
        for (name, sorted, family_first, family, given) in [
            ("Ada von Fog", "von Fog, Ada", false, "von Fog", "Ada"),
            ("Yun Xiaoming", "", true, "Yun", "Xiaoming"),
            ("云小明", "云, 小明", true, "云", "小明"),
        ] {
            let found = parts(name, sorted, family_first);
            assert_eq!(found, Some((family.to_owned(), given.to_owned())), "{name}");
        }
    }

    #[test]
    fn names_that_do_not_say_how_are_left_whole() {
        for (name, sorted, family_first) in [
            ("Ada Bo Fog", "", false),
            ("Desk, Info; main", "", false),
            ("Fog Bo Ada", "", true),
            ("云小明", "yun, xiaoming", true),
            ("云小明", "", true),
            ("Ada", "Ada,", false),
            ("Ada", "", false),
        ] {
            assert_eq!(parts(name, sorted, family_first), None, "{name}");
        }
    }
}
