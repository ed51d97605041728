//! Changes that belong together, and when it is time to look at them.
//!
//! One save is several events: a file is emptied, written and closed; or another is written beside it
//! and renamed over it; or it is renamed away and written anew. Looking too early shows half a file,
//! or none; looking too late is what people wait for. So the time to wait depends on what is still
//! to be expected of each file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use notify::Event;
use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RenameMode};

/// A file that was written and closed, or renamed over another, is complete; the same save may
/// change its rights or another file.
const COMPLETE: Duration = Duration::from_millis(3);

/// A file that is gone may come back under its name, and a new one may be there only to be renamed.
const UNSETTLED: Duration = Duration::from_millis(12);

/// A file that was written to will be closed.
const WRITING: Duration = Duration::from_millis(50);

/// However long a burst is (a branch is checked out), an editor sees something after this.
const LONGEST: Duration = Duration::from_millis(250);

/// More files than this are no save, and nobody waits for one of them.
const BURST: usize = 32;

/// Whether the system says when a file is closed; elsewhere nobody knows what is complete.
const TELLS_CLOSING: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// What was last heard of a file or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It is as somebody wanted it.
    Complete,
    /// It was not there when the batch began.
    New,
    /// It is being written; whether it is new.
    Writing { new: bool },
    /// It is not there.
    Gone,
}

impl State {
    fn patience(self) -> Duration {
        match self {
            State::Writing { .. } if TELLS_CLOSING => WRITING,
            State::Writing { .. } | State::New | State::Gone => UNSETTLED,
            State::Complete if TELLS_CLOSING => COMPLETE,
            State::Complete => UNSETTLED,
        }
    }
}

/// Changes that belong together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// Whether anything may have changed.
    pub(super) everything: bool,
    paths: BTreeMap<PathBuf, State>,
    began: Option<Duration>,
    last: Duration,
}

impl Batch {
    /// Whether nothing has happened yet.
    pub(super) fn is_empty(&self) -> bool {
        self.began.is_none()
    }

    /// When it is time to look, if nothing more happens.
    pub(super) fn until(&self) -> Duration {
        let began = self.began.unwrap_or(self.last);
        let patience = match self.everything || self.paths.len() > BURST {
            true => UNSETTLED,
            false => self.paths.values().map(|state| state.patience()).max().unwrap_or(COMPLETE),
        };
        (self.last + patience).min(began + LONGEST)
    }

    /// Anything may have changed.
    pub(super) fn everything(&mut self, now: Duration) {
        self.everything = true;
        self.happened(now);
    }

    /// Notes what an event says. That a file was read is no change.
    pub(super) fn note(&mut self, event: &Event, now: Duration) {
        use State::{Complete, Gone, New, Writing};
        let both = event.kind == EventKind::Modify(ModifyKind::Name(RenameMode::Both));
        for (at, path) in event.paths.iter().enumerate() {
            let before = self.paths.get(path).copied();
            let was_new = matches!(before, Some(New | Writing { new: true }));
            let state = match event.kind {
                EventKind::Access(AccessKind::Close(AccessMode::Write)) if was_new => New,
                EventKind::Access(AccessKind::Close(AccessMode::Write)) => Complete,
                EventKind::Access(_) => continue,
                EventKind::Create(CreateKind::Folder) => New,
                EventKind::Create(_) => Writing { new: was_new || before.is_none() },
                EventKind::Modify(ModifyKind::Name(RenameMode::To)) => Complete,
                // The two names were told before, one by one, where they are told at all.
                EventKind::Modify(ModifyKind::Name(RenameMode::Both)) if at == 0 => {
                    before.unwrap_or(Gone)
                }
                EventKind::Modify(ModifyKind::Name(_)) if both => Complete,
                // What came and went is as if it had never been.
                EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) if was_new => {
                    Complete
                }
                EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => Gone,
                EventKind::Modify(ModifyKind::Metadata(_)) => before.unwrap_or(Complete),
                EventKind::Modify(_) | EventKind::Any | EventKind::Other => {
                    Writing { new: was_new }
                }
            };
            self.paths.insert(path.clone(), state);
            self.happened(now);
        }
    }

    fn happened(&mut self, now: Duration) {
        self.began.get_or_insert(now);
        self.last = now;
    }

    /// The files and folders to look at.
    pub(super) fn into_paths(self) -> BTreeSet<PathBuf> {
        self.paths.into_keys().collect()
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use notify::event::{DataChange, MetadataKind, RemoveKind};

    use super::*;

    const CREATE: EventKind = EventKind::Create(CreateKind::File);
    const WRITE: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    const CLOSE: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));
    const OPEN: EventKind = EventKind::Access(AccessKind::Open(AccessMode::Any));
    const FROM: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::From));
    const TO: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::To));
    const BOTH: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::Both));
    const RIGHTS: EventKind = EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any));
    const REMOVE: EventKind = EventKind::Remove(RemoveKind::File);

    /// How long is waited after these events, each a millisecond after the other.
    fn waits(events: &[(EventKind, &str)]) -> Option<Duration> {
        let mut batch = Batch::default();
        let mut now = Duration::ZERO;
        for (kind, paths) in events {
            now += Duration::from_millis(1);
            let event = Event { kind: *kind, ..Event::default() };
            batch.note(&paths.split(' ').fold(event, |e, path| e.add_path(path.into())), now);
        }
        (!batch.is_empty()).then(|| batch.until().saturating_sub(now))
    }

    #[test]
    fn every_way_of_saving_is_waited_for_as_long_as_it_takes() {
        for (name, events, wait) in [
            ("read", &[(OPEN, "a")][..], None),
            ("emptied", &[(OPEN, "a"), (WRITE, "a")], Some(WRITING)),
            ("emptied, written", &[(WRITE, "a"), (WRITE, "a"), (CLOSE, "a")], Some(COMPLETE)),
            ("touched", &[(RIGHTS, "a")], Some(COMPLETE)),
            ("removed", &[(REMOVE, "a")], Some(UNSETTLED)),
            (
                "renamed away, written anew",
                &[(FROM, "a"), (CREATE, "a"), (WRITE, "a"), (CLOSE, "a"), (RIGHTS, "a")],
                Some(COMPLETE),
            ),
            ("written beside", &[(CREATE, "t"), (WRITE, "t"), (CLOSE, "t")], Some(UNSETTLED)),
            (
                "written beside, renamed over it",
                &[(CREATE, "t"), (CLOSE, "t"), (FROM, "t"), (TO, "a"), (BOTH, "t a")],
                Some(COMPLETE),
            ),
            ("renamed", &[(FROM, "a"), (TO, "b"), (BOTH, "a b")], Some(UNSETTLED)),
            ("one of two is written", &[(WRITE, "a"), (CLOSE, "b")], Some(WRITING)),
        ] {
            assert_eq!(waits(events), wait, "{name}");
        }
    }

    #[test]
    fn a_burst_is_looked_at_before_it_ends() {
        let mut batch = Batch::default();
        let event = Event::new(WRITE).add_path("a".into());
        for at in 0..100 {
            batch.note(&event, Duration::from_millis(at * 10));
        }
        assert_eq!(batch.until(), LONGEST);
    }
}
