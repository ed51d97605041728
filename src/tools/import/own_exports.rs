//! Files that a site of Plenary published. They have nothing new for the site itself; another site
//! gets the same records with the same ids.

use crate::content::kind::Kind;
use crate::exchange::programme::{Programme, Session};
use crate::exchange::{acronym, as_uuid};
use crate::tools::import::existing::ExistingSite;
use crate::tools::import::ids::Key;
use crate::tools::import::import_lock::ImportLock;
use crate::tools::import::programme_records::session_keys;
use crate::tools::import::source_matching::OWN;

/// Whether a site published a file itself: it has at least half of the file's sessions, and did not
/// import them from another site of Plenary. Calendars do not name their event.
pub(super) fn is_from(programme: &Programme, site: &ExistingSite<'_>, lock: &ImportLock) -> bool {
    let event = site.config.as_ref().map_or("", |config| &config.id);
    let has = |key: &Key| match key {
        Key::Id(id) => site.records.contains_key(&(Kind::Session, id.clone())),
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

/// The programme without the ids of people that a site derived from its own ids, as in
/// schedule.xml: such people are identified by name.
pub(super) fn without_derived_ids(programme: &Programme) -> Programme {
    let mut programme = programme.clone();
    for person in programme.persons.iter_mut().filter(|person| as_uuid(&person.id).is_some()) {
        if programme.own {
            person.id.clear();
        }
    }
    programme
}
