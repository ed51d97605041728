//! Contacts as vCard 4.0 (RFC 6350), which address books read.
//!
//! A card has each text once, in its readers' language if possible: a person with two names is legal,
//! but few programs read it.

use jiff::Timestamp;

use crate::exchange::content_lines::{ContentLines, escape, language};
use crate::exchange::datetime::basic_utc;
use crate::exchange::sanitize::{self, web_uri};
use crate::exchange::wording::Wording;

/// A contact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// The globally unique id, the same in all languages: `urn:uuid:…`.
    pub uid: String,
    /// The full name.
    pub name: Wording,
    /// Family name and given name, if they are known.
    pub parts: Option<(String, String)>,
    /// The organisation.
    pub organisation: Wording,
    /// The person's position there.
    pub title: Wording,
    /// Addresses of telephone numbers such as `tel:+4512345678` (RFC 3966).
    pub phones: Vec<String>,
    /// Email addresses.
    pub mails: Vec<String>,
    /// A postal address, of one or more lines.
    pub address: Wording,
    /// A page.
    pub url: Option<String>,
    /// The languages that the person speaks, the best first.
    pub speaks: Vec<String>,
    /// A note.
    pub note: Wording,
    /// When the card last changed, if that is known.
    pub revised: Option<Timestamp>,
}

/// Writes a card.
pub fn write(card: &Card) -> String {
    let mut lines = ContentLines::default();
    lines.raw("BEGIN", &[], "VCARD");
    lines.raw("VERSION", &[], "4.0");
    lines.raw("PRODID", &[], "-//Plenary//Plenary//EN");
    if !card.uid.is_empty() {
        lines.raw("UID", &[], &sanitize::uri(&card.uid));
    }
    let kind = if card.parts.is_none() && card.name.text == card.organisation.text {
        "org"
    } else {
        "individual"
    };
    lines.raw("KIND", &[], kind);
    // A card must have a name.
    let name = if card.name.text.is_empty() { &card.organisation } else { &card.name };
    match name.text.is_empty() {
        true => lines.text("FN", &[], "-"),
        false => lines.worded_line("FN", name),
    }
    if let Some((family, given)) = &card.parts {
        let value = format!("{};{};;;", part(family), part(given));
        lines.raw("N", language(name).as_slice(), &value);
    }
    lines.worded_line("ORG", &card.organisation);
    lines.worded_line("TITLE", &card.title);
    for phone in &card.phones {
        lines.raw("TEL", &[("VALUE", "uri"), ("TYPE", "work,voice")], &sanitize::uri(phone));
    }
    for mail in &card.mails {
        lines.text("EMAIL", &[("TYPE", "work")], &sanitize::line(mail));
    }
    if !card.address.text.is_empty() {
        // Which part of it is the street cannot be determined for every country.
        let value = format!(";;{};;;;", part(&card.address.text));
        let label = sanitize::line(&card.address.text);
        let parameters: Vec<(&str, &str)> =
            language(&card.address).into_iter().chain([("LABEL", &*label)]).collect();
        lines.raw("ADR", &parameters, &value);
    }
    for (at, tag) in card.speaks.iter().enumerate() {
        lines.raw("LANG", &[("PREF", &(at + 1).min(100).to_string())], tag);
    }
    if let Some(url) = card.url.as_deref().and_then(web_uri) {
        lines.raw("URL", &[], &url);
    }
    lines.worded("NOTE", &card.note);
    if let Some(revised) = card.revised {
        lines.raw("REV", &[], &basic_utc(revised));
    }
    lines.raw("END", &[], "VCARD");
    lines.finish()
}

/// A component of a structured value, on one line.
fn part(text: &str) -> String {
    escape(&sanitize::line(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_holds_all_details() {
        let card = Card {
            uid: "urn:uuid:9f38e10d-39e2-4380-83bf-26626396e476".to_owned(),
            name: Wording::new("云小明", "zh-Hans"),
            parts: Some(("云".to_owned(), "小明".to_owned())),
            organisation: Wording::plain("Fog & Co; North, South"),
            title: Wording::new("气象局长", "zh-Hans"),
            phones: vec!["tel:+4512345678".to_owned()],
            mails: vec!["fog@example.org".to_owned()],
            address: Wording::new("Tågevej 1\n8000 Tåge", "da"),
            url: Some("https://fog.example.org/".to_owned()),
            speaks: vec!["zh-Hans".to_owned(), "en".to_owned()],
            note: Wording::new("第一行\n第二行", "zh-Hans"),
            revised: Some(Timestamp::UNIX_EPOCH),
        };
        let written = write(&card);
        assert!(written.split_terminator("\r\n").all(|line| line.len() <= 75), "{written}");
        assert_eq!(
            written.replace("\r\n ", "").replace("\r\n", "\n"),
            "BEGIN:VCARD\nVERSION:4.0\nPRODID:-//Plenary//Plenary//EN\n\
             UID:urn:uuid:9f38e10d-39e2-4380-83bf-26626396e476\nKIND:individual\n\
             FN;LANGUAGE=zh-Hans:云小明\nN;LANGUAGE=zh-Hans:云;小明;;;\n\
             ORG:Fog & Co\\; North\\, South\nTITLE;LANGUAGE=zh-Hans:气象局长\n\
             TEL;VALUE=uri;TYPE=\"work,voice\":tel:+4512345678\nEMAIL;TYPE=work:fog@example.org\n\
             ADR;LANGUAGE=da;LABEL=Tågevej 1 8000 Tåge:;;Tågevej 1 8000 Tåge;;;;\n\
             LANG;PREF=1:zh-Hans\nLANG;PREF=2:en\nURL:https://fog.example.org/\n\
             NOTE;LANGUAGE=zh-Hans:第一行\\n第二行\nREV:19700101T000000Z\nEND:VCARD\n"
        );
    }

    #[test]
    fn a_card_always_has_a_name() {
        let written = write(&Card { organisation: Wording::plain("Fog"), ..Card::default() });
        assert!(written.contains("\r\nFN:Fog\r\n"), "{written}");
        assert!(write(&Card::default()).contains(":-\r\n"));
    }
}
