//! Debouncing: changes that belong together, and when to read them.
//!
//! One save is several events: a file is truncated, written and closed; or another is written next to it
//! and renamed over it; or it is renamed away and written again. Reading too early finds half a file, or
//! none; reading too late makes people wait. So the delay depends on what is still expected of each file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use notify::Event;
use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RenameMode};

/// A file that was closed after writing, or renamed over another, is complete; the same save may still
/// change its permissions or another file.
const COMPLETE: Duration = Duration::from_millis(3);

/// A removed file may reappear under its name, and a new one may only exist to be renamed.
const UNSETTLED: Duration = Duration::from_millis(12);

/// A file that is being written will be closed.
const WRITING: Duration = Duration::from_millis(50);

/// The longest delay, however long a burst is (such as checking out a branch).
const LONGEST: Duration = Duration::from_millis(250);

/// If more files than this change, this is not a save that an editor waits for.
const BURST: usize = 32;

/// Whether the system reports when a file is closed; otherwise completeness is not known.
const REPORTS_CLOSING: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// The last known state of a file or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileState {
    /// Its writer has finished.
    Complete,
    /// It did not exist when the batch began.
    New,
    /// It is being written, and may be new.
    Writing { new: bool },
    /// It does not exist.
    Gone,
}

impl FileState {
    fn patience(self) -> Duration {
        match self {
            FileState::Writing { .. } if REPORTS_CLOSING => WRITING,
            FileState::Writing { .. } | FileState::New | FileState::Gone => UNSETTLED,
            FileState::Complete if REPORTS_CLOSING => COMPLETE,
            FileState::Complete => UNSETTLED,
        }
    }
}

/// Changes that belong together.
#[derive(Debug, Default)]
pub(super) struct ChangeBatch {
    /// Whether anything may have changed.
    pub(super) everything: bool,
    paths: BTreeMap<PathBuf, FileState>,
    began: Option<Duration>,
    last: Duration,
}

impl ChangeBatch {
    /// Whether nothing has happened yet.
    pub(super) fn is_empty(&self) -> bool {
        self.began.is_none()
    }

    /// When to read, if nothing more happens.
    pub(super) fn until(&self) -> Duration {
        let began = self.began.unwrap_or(self.last);
        let patience = match self.everything || self.paths.len() > BURST {
            true => UNSETTLED,
            false => self.paths.values().map(|state| state.patience()).max().unwrap_or(COMPLETE),
        };
        (self.last + patience).min(began + LONGEST)
    }

    /// Marks that anything may have changed.
    pub(super) fn everything(&mut self, now: Duration) {
        self.everything = true;
        self.happened(now);
    }

    /// Adds an event. Reading a file is not a change.
    pub(super) fn note(&mut self, event: &Event, now: Duration) {
        use FileState::{Complete, Gone, New, Writing};
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
                // The two names were reported before, one by one, if the system does that.
                EventKind::Modify(ModifyKind::Name(RenameMode::Both)) if at == 0 => {
                    before.unwrap_or(Gone)
                }
                EventKind::Modify(ModifyKind::Name(_)) if both => Complete,
                // A file that was created and removed can be ignored.
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

    /// The files and folders to read.
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

    /// The delay after these events, which are a millisecond apart.
    fn waits(events: &[(EventKind, &str)]) -> Option<Duration> {
        let mut batch = ChangeBatch::default();
        let mut now = Duration::ZERO;
        for (kind, paths) in events {
            now += Duration::from_millis(1);
            let event = Event { kind: *kind, ..Event::default() };
            batch.note(&paths.split(' ').fold(event, |e, path| e.add_path(path.into())), now);
        }
        (!batch.is_empty()).then(|| batch.until().saturating_sub(now))
    }

    #[test]
    fn each_way_of_saving_has_the_delay_it_needs() {
        for (name, events, wait) in [
            ("read", &[(OPEN, "a")][..], None),
            ("truncated", &[(OPEN, "a"), (WRITE, "a")], Some(WRITING)),
            ("truncated, written", &[(WRITE, "a"), (WRITE, "a"), (CLOSE, "a")], Some(COMPLETE)),
            ("touched", &[(RIGHTS, "a")], Some(COMPLETE)),
            ("removed", &[(REMOVE, "a")], Some(UNSETTLED)),
            (
                "renamed away, written again",
                &[(FROM, "a"), (CREATE, "a"), (WRITE, "a"), (CLOSE, "a"), (RIGHTS, "a")],
                Some(COMPLETE),
            ),
            (
                "written to another file",
                &[(CREATE, "t"), (WRITE, "t"), (CLOSE, "t")],
                Some(UNSETTLED),
            ),
            (
                "written to another file, renamed",
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
    fn a_long_burst_is_read_before_it_ends() {
        let mut batch = ChangeBatch::default();
        let event = Event::new(WRITE).add_path("a".into());
        for at in 0..100 {
            batch.note(&event, Duration::from_millis(at * 10));
        }
        assert_eq!(batch.until(), LONGEST);
    }
}
