//! Contacts as vCards, and as QR codes for a phone's camera.

use crate::base::web_address::mail_with_ascii_host;
use crate::event::model::{Contact, Entity};
use crate::event::record_table::Key;
use crate::exchange::vcard::{self, Card};
use crate::exchange::wording::Wording;
use crate::exchange::{guid, qr};
use crate::locale::phone::Phone;
use crate::site::reader_context::ReaderContext;

/// A contact's vCard.
pub(super) fn card(reader: &ReaderContext<'_>, key: Key<Contact>) -> String {
    vcard::write(&all(reader, key))
}

/// The QR code of the fields that a phone needs: the shorter, the better it scans.
pub(super) fn code(reader: &ReaderContext<'_>, key: Key<Contact>) -> String {
    let card = all(reader, key);
    let name = format!("QR · {}", card.name.text);
    let short = Card { uid: String::new(), note: Wording::default(), speaks: Vec::new(), ..card };
    let text = vcard::write(&short);
    // If the card is too long for a code, the name alone is used.
    qr::svg(&text, &name).or_else(|| qr::svg(&short.name.text, &name)).unwrap_or_default()
}

fn all(reader: &ReaderContext<'_>, key: Key<Contact>) -> Card {
    let contact = reader.event.contacts.get(key);
    let Contact { about, person, phone, email } = contact;
    let name: Wording = reader.title(Entity::Contact(key));
    let organisation = person.organisation.map(|key| &reader.event.organisations.get(key).about);
    let organisation = organisation.map(|about| reader.record_title(about));
    let sorted: Option<String> = reader.optional(&person.sort_key);
    Card {
        uid: format!("urn:uuid:{}", guid("contact", &reader.event.config.id, &about.lasting_id)),
        parts: name_parts(&name.text, &sorted.unwrap_or_default(), person.family_first),
        name,
        organisation: organisation.unwrap_or_default(),
        title: reader.optional(&person.role).unwrap_or_default(),
        phones: phone.iter().map(Phone::uri).collect(),
        mails: email.iter().map(|mail| mail_with_ascii_host(mail).into_owned()).collect(),
        address: Wording::default(),
        url: person.url.clone().or_else(|| reader.absolute_url(Entity::Contact(key))),
        speaks: Vec::new(),
        note: reader.optional(&about.summary).unwrap_or_default(),
        revised: None,
    }
}

/// Family name and given name, if the record tells them apart: its sort key is `Family, Given`, or the
/// family name comes first and one word follows. No guess is made: a wrong name is worse than none, and
/// the name of a desk has no parts.
fn name_parts(name: &str, sorted: &str, family_first: bool) -> Option<(String, String)> {
    let (family, given) = match sorted.split_once(',') {
        Some(pair) => pair,
        None if family_first => name.split_once(' ').filter(|(_, given)| !given.contains(' '))?,
        None => return None,
    };
    let (family, given) = (family.trim(), given.trim());
    // The sort key may not be in the same script as the name.
    let both = name.contains(family) && name.contains(given);
    let known = both && !family.is_empty() && !given.is_empty();
    known.then(|| (family.to_owned(), given.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_if_the_record_tells_how() {
        for (name, sorted, family_first, family, given) in [
            ("Ada von Fog", "von Fog, Ada", false, "von Fog", "Ada"),
            ("Yun Xiaoming", "", true, "Yun", "Xiaoming"),
            ("云小明", "云, 小明", true, "云", "小明"),
        ] {
            let found = name_parts(name, sorted, family_first);
            assert_eq!(found, Some((family.to_owned(), given.to_owned())), "{name}");
        }
    }

    #[test]
    fn other_names_are_not_split() {
        for (name, sorted, family_first) in [
            ("Ada Bo Fog", "", false),
            ("Desk, Info; main", "", false),
            ("Fog Bo Ada", "", true),
            ("云小明", "yun, xiaoming", true),
            ("云小明", "", true),
            ("Ada", "Ada,", false),
            ("Ada", "", false),
        ] {
            assert_eq!(name_parts(name, sorted, family_first), None, "{name}");
        }
    }
}
