//! Files that a site of Plenary published. The site itself learns nothing from them, and another site
//! gets the same records with the same ids.

use crate::content::kind::Kind;
use crate::exchange::programme::{Programme, Session};
use crate::exchange::{acronym, as_uuid};
use crate::tools::import::ids::Key;
use crate::tools::import::lock::Lock;
use crate::tools::import::origin::OWN;
use crate::tools::import::present::Present;
use crate::tools::import::wanted::session_keys;

/// Whether a site published a file itself: it has at least half of the file's sessions, and did not
/// import them from another site of Plenary. Calendars do not name their event.
pub(super) fn is_from(programme: &Programme, present: &Present<'_>, lock: &Lock) -> bool {
    let event = present.config.as_ref().map_or("", |config| &config.id);
    let has = |key: &Key| match key {
        Key::Id(id) => present.records.contains_key(&(Kind::Session, id.clone())),
        _ => false,
    };
    let known = |session: &&Session| session_keys(session).iter().any(has);
    let known = programme.sessions.iter().filter(known).count();
    programme.own
        && (programme.acronym.is_empty() || programme.acronym == acronym(event))
        && !lock.sources.keys().any(|name| name.starts_with(OWN))
        && known > 0
        && known * 2 >= programme.sessions.len()
}

/// The programme without the ids of people that are made of the ids of another site, as in
/// schedule.xml: such people are known by their names.
pub(super) fn without_made_ids(programme: &Programme) -> Programme {
    let mut programme = programme.clone();
    for person in &mut programme.persons {
        if as_uuid(&person.id).is_some() {
            person.id.clear();
        }
    }
    programme
}
