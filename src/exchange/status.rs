//! What a file of our own says of sessions that are not as announced, where its format has no word
//! for that: in front of their titles and second lines, in the language of the file.

use std::collections::BTreeMap;

use crate::exchange::programme::{Programme, Session, Status};

/// The words by which a file names the statuses.
const WORDS: [(Status, &str); 4] = [
    (Status::Tentative, "tentative"),
    (Status::Cancelled, "cancelled"),
    (Status::Postponed, "postponed"),
    (Status::Moved, "moved"),
];

/// What a programme has in front of titles, under the words for the statuses.
pub(in crate::exchange) fn named(programme: &Programme) -> Vec<(&'static str, &str)> {
    let text = |status| programme.prefixes.get(status).map(|text| text.trim());
    let named = WORDS.iter().filter_map(|(status, word)| Some((*word, text(status)?)));
    named.filter(|(_, text)| !text.is_empty()).collect()
}

/// Takes the words in front of titles and second lines for what they say. `text` gives those of a
/// file under the word for a status; empty if it has none.
pub(in crate::exchange) fn recover(programme: &mut Programme, text: impl Fn(&str) -> String) {
    let prefixes: BTreeMap<Status, String> =
        WORDS.iter().map(|(status, word)| (*status, text(word))).collect();
    for session in &mut programme.sessions {
        let found = prefixes.iter().find(|(_, prefix)| is_said(prefix, session));
        if let Some((status, prefix)) = found {
            session.status = *status;
            for texts in [&mut session.title, &mut session.subtitle] {
                for text in texts.values_mut() {
                    *text = behind(text, prefix).to_owned();
                }
                texts.retain(|_, text| !text.is_empty());
            }
        }
    }
}

/// Whether a second line begins with a status, or is one: no other session has it.
fn is_said(prefix: &str, session: &Session) -> bool {
    let begins = |text: &String| {
        let alone = prefix.strip_prefix(text.as_str()).is_some_and(is_separator);
        text.starts_with(prefix) || alone
    };
    !prefix.is_empty() && session.subtitle.values().any(begins)
}

/// What stands behind a status, or behind its word alone.
fn behind<'a>(text: &'a str, prefix: &str) -> &'a str {
    match text.strip_prefix(prefix) {
        Some(rest) => rest.trim_start(),
        None if prefix.strip_prefix(text).is_some_and(is_separator) => "",
        None => text,
    }
}

fn is_separator(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

/// A title without the status in front of it, which begins `reason` as well: the text that says why,
/// or the word for the status alone. `None` if the two do not begin alike.
pub(in crate::exchange) fn bare_title<'a>(title: &'a str, reason: &str) -> Option<&'a str> {
    let separator = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    if let Some(rest) = title.strip_prefix(reason).filter(|_| !reason.is_empty()) {
        let bare = rest.trim_start_matches(|c: char| separator(c) || c.is_whitespace());
        return (rest.trim_start().starts_with(separator) && !bare.is_empty()).then_some(bare);
    }
    let end = title.find(separator)?;
    let rest = title[end..].trim_start_matches(separator);
    let prefix = &title[..title.len() - rest.len()];
    let bare = rest.trim_start();
    (reason.starts_with(prefix) && !bare.is_empty()).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_what_their_reasons_begin_with() {
        for (title, reason, bare) in [
            ("Cancelled: Lids: all", "Cancelled", Some("Lids: all")),
            ("Cancelled: Lids", "Cancelled: Lime in the pot", Some("Lids")),
            ("已取消：茶", "已取消", Some("茶")),
            ("已取消：茶", "已取消：没有水", Some("茶")),
            ("Off today – Lids", "Off today – no water", Some("Lids")),
            ("Lids: all", "Expected", None),
            ("Lids", "Lids", None),
            ("Lids", "", None),
        ] {
            assert_eq!(bare_title(title, reason), bare, "{title}, {reason}");
        }
    }

    #[test]
    fn a_title_of_its_own_stays() {
        let texts = |text: &str| [(String::new(), text.to_owned())].into();
        let session = |title: &str, subtitle: &str| Session {
            title: texts(title),
            subtitle: if subtitle.is_empty() { Default::default() } else { texts(subtitle) },
            ..Session::default()
        };
        let mut programme = Programme {
            sessions: vec![
                session("Off: Lids", "Off: no water"),
                session("Pots", "Later"),
                session("Off: a talk", ""),
            ],
            ..Programme::default()
        };
        let text = |word: &str| match word {
            "cancelled" => "Off:".to_owned(),
            "moved" => "Later:".to_owned(),
            _ => String::new(),
        };
        recover(&mut programme, text);
        let found: Vec<_> = programme
            .sessions
            .iter()
            .map(|s| (s.status, &*s.title[""], s.subtitle.get("").map(String::as_str)))
            .collect();
        assert_eq!(
            found,
            [
                (Status::Cancelled, "Lids", Some("no water")),
                (Status::Moved, "Pots", None),
                (Status::Confirmed, "Off: a talk", None),
            ]
        );
    }
}
