//! Files that a site of Plenary published. They have nothing new for the site itself; another site
//! gets the same records with the same ids.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::kind::Kind;
use crate::exchange::programme::{Programme, Session, Texts};
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
    let sessions = site.records.iter().filter(|((kind, _), _)| *kind == Kind::Session);
    let former: BTreeSet<&str> = sessions.flat_map(|(_, session)| session.former_ids()).collect();
    let has = |key: &Key| match key {
        Key::Id(id) => {
            site.records.contains_key(&(Kind::Session, id.clone())) || former.contains(&**id)
        }
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
    if !programme.own {
        return programme;
    }
    let mut count: BTreeMap<Texts, usize> = BTreeMap::new();
    for person in &programme.persons {
        *count.entry(person.name.clone()).or_default() += 1;
    }
    for person in &mut programme.persons {
        // Only its derived id distinguishes a person from a namesake.
        if as_uuid(&person.id).is_some() && count.get(&person.name) == Some(&1) {
            person.id.clear();
        }
    }
    programme
}
