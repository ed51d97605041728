//! The status of a session: its name in each format, and the prefixes by which a file from Plenary shows
//! it to readers where the format has no field for it.

use std::collections::BTreeMap;

use crate::exchange::programme::{Programme, Session, Status};

impl Status {
    const ALL: [Status; 5] = {
        use Status::{Cancelled, Confirmed, Moved, Postponed, Tentative};
        [Confirmed, Tentative, Cancelled, Postponed, Moved]
    };

    /// Its names: in tables and Plenary's own files, as STATUS of iCalendar, and as `state` in
    /// version 2 of schedule.json. Of statuses that share a name, the first is read.
    const fn names(self) -> [&'static str; 3] {
        match self {
            Status::Confirmed => ["confirmed", "CONFIRMED", "CONFIRMED"],
            Status::Tentative => ["tentative", "TENTATIVE", "ACCEPTED"],
            Status::Cancelled => ["cancelled", "CANCELLED", "CANCELED"],
            Status::Postponed => ["postponed", "TENTATIVE", "DELAYED"],
            // It takes place where and when the file lists it.
            Status::Moved => ["moved", "CONFIRMED", "CONFIRMED"],
        }
    }

    /// The word for it in tables and Plenary's own files, such as `cancelled`.
    pub fn word(self) -> &'static str {
        self.names()[0]
    }

    /// All words, for help.
    pub(super) fn words() -> String {
        Status::ALL.map(|status| format!("`{}`", status.word())).join(", ")
    }

    /// The value of STATUS in a calendar.
    pub(super) fn calendar(self) -> &'static str {
        self.names()[1]
    }

    /// The state in version 2 of schedule.json.
    pub(super) fn state(self) -> &'static str {
        self.names()[2]
    }

    /// The status with a word in a table; no word means confirmed.
    pub(super) fn of_word(text: &str) -> Option<Status> {
        match &*text.to_lowercase() {
            "" | "accepted" => Some(Status::Confirmed),
            "canceled" => Some(Status::Cancelled),
            word => of(word, 0),
        }
    }

    /// The status of a calendar's entry, whatever the case and spelling of its value.
    pub(super) fn of_calendar(text: &str) -> Option<Status> {
        match &*text.to_ascii_uppercase() {
            "CANCELED" => Some(Status::Cancelled),
            name => of(name, 1),
        }
    }

    /// The status of a state of schedule.json 2; no state means confirmed.
    pub(super) fn of_state(text: &str) -> Option<Status> {
        if text.is_empty() { Some(Status::Confirmed) } else { of(text, 2) }
    }
}

fn of(text: &str, column: usize) -> Option<Status> {
    Status::ALL.into_iter().find(|status| status.names()[column] == text)
}

/// The status prefixes of a programme's titles, each with the word for its status.
pub(super) fn prefixes(programme: &Programme) -> Vec<(&'static str, &str)> {
    let trimmed = programme.prefixes.iter().map(|(status, text)| (status.word(), text.trim()));
    trimmed.filter(|(_, text)| !text.is_empty()).collect()
}

/// Turns status prefixes of titles and subtitles back into statuses. `text` is the file's prefix for
/// the word of a status; empty if it has none.
pub(super) fn strip_prefixes(programme: &mut Programme, text: impl Fn(&str) -> String) {
    let prefixes: BTreeMap<Status, String> = Status::ALL
        .into_iter()
        .filter(|status| *status != Status::Confirmed)
        .map(|status| (status, text(status.word())))
        .collect();
    for session in &mut programme.sessions {
        let found = prefixes.iter().find(|(_, prefix)| has_prefix(prefix, session));
        if let Some((status, prefix)) = found {
            session.status = *status;
            for texts in [&mut session.title, &mut session.subtitle] {
                for text in texts.values_mut() {
                    *text = after_prefix(text, prefix).to_owned();
                }
                texts.retain(|_, text| !text.is_empty());
            }
        }
    }
}

/// Whether a subtitle begins with a status prefix, or is its word alone. Only sessions with that
/// status have such a subtitle.
fn has_prefix(prefix: &str, session: &Session) -> bool {
    let begins = |text: &String| {
        let alone = prefix.strip_prefix(text.as_str()).is_some_and(is_separator);
        text.starts_with(prefix) || alone
    };
    !prefix.is_empty() && session.subtitle.values().any(begins)
}

/// What follows a status prefix, or its word alone.
fn after_prefix<'a>(text: &'a str, prefix: &str) -> &'a str {
    match text.strip_prefix(prefix) {
        Some(rest) => rest.trim_start(),
        None if prefix.strip_prefix(text).is_some_and(is_separator) => "",
        None => text,
    }
}

fn is_separator(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

/// A title without its status prefix. `reason` begins with the same prefix: it is the explanation, or
/// the word for the status alone. `None` if the two do not begin alike.
pub(super) fn title_without_status<'a>(title: &'a str, reason: &str) -> Option<&'a str> {
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
    fn titles_lose_the_prefix_that_they_share_with_the_reason() {
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
            assert_eq!(title_without_status(title, reason), bare, "{title}, {reason}");
        }
    }

    #[test]
    fn a_title_without_a_matching_subtitle_is_kept() {
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
        strip_prefixes(&mut programme, text);
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
