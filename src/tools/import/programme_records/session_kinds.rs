//! The kinds of sessions in the words of other tools.

use crate::content::record::{SESSION_KINDS, SessionKind};

/// The words of other tools for the kinds of sessions, in lower case.
const WORDS: [(SessionKind, &[&str]); 11] = [
    (
        SessionKind::Session,
        &["", "talk", "lecture", "presentation", "event", "vortrag", "foredrag", "演讲"],
    ),
    (SessionKind::Keynote, &["keynote talk", "keynote speech", "主旨演讲"]),
    (
        SessionKind::Panel,
        &["panel discussion", "podium", "roundtable", "round table", "debate", "discussion"],
    ),
    (SessionKind::Workshop, &["tutorial", "training", "hands-on", "hands-on workshop"]),
    (
        SessionKind::Ceremony,
        &["opening", "closing", "opening ceremony", "closing ceremony", "award ceremony"],
    ),
    (SessionKind::Reception, &["welcome reception", "drinks"]),
    (SessionKind::Dinner, &["conference dinner", "gala dinner", "banquet"]),
    (SessionKind::Meal, &["lunch", "breakfast", "lunch break", "brunch"]),
    (SessionKind::Visit, &["site visit", "excursion", "tour", "guided tour"]),
    (SessionKind::Break, &["coffee break", "coffee", "pause", "tea break", "recess"]),
    (SessionKind::Registration, &["check-in", "checkin", "sign-in"]),
];

/// The kind that a word means; `None` for an unknown word.
pub(super) fn kind(word: &str) -> Option<SessionKind> {
    let word = word.trim().to_lowercase().replace('_', " ");
    let own = SESSION_KINDS.iter().find(|(own, _)| *own == word).map(|(_, kind)| *kind);
    own.or_else(|| WORDS.iter().find(|(_, words)| words.contains(&&*word)).map(|(kind, _)| *kind))
}
