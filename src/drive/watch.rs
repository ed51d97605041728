//! Noticing changes of a site's files.
//!
//! The system's events only limit which files are read again; what they claim happened is never trusted.
//! If events were lost, or a whole folder was added or removed, everything is checked. After some time
//! without events everything is checked as well, on a separate thread: a network folder, or one beyond
//! the system's limits, sends none.

mod change_batch;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use notify::event::{EventKind, ModifyKind};
use notify::{ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::content::load::{FOLDERS, Listing, is_hidden, list_all, real_path};
use change_batch::ChangeBatch;

/// How long it must be quiet after a change before everything is checked.
const IDLE: Duration = Duration::from_millis(700);

/// How often everything is checked when nothing happens.
const PERIOD: Duration = Duration::from_secs(10);

/// How often everything is checked when the system cannot watch all of it.
const BLIND_PERIOD: Duration = Duration::from_secs(1);

/// How long to wait when only events are awaited.
const LONG: Duration = Duration::from_secs(3600);

/// The files that may have changed.
#[derive(Debug)]
pub enum WatchedChanges {
    /// These files or folders, with their content.
    Paths(BTreeSet<PathBuf>),
    /// Anything.
    Everything,
    /// Probably nothing: the current listing, after a quiet period.
    Listing(Listing),
}

/// A message from one of the watcher's threads.
#[derive(Debug)]
enum Signal {
    Event(notify::Result<Event>),
    Listing(Listing),
}

/// Watches the folders of a site.
#[derive(Debug)]
pub struct Watcher {
    root: PathBuf,
    /// The root as some systems report it, whatever path they were given.
    real_root: PathBuf,
    folders: Vec<PathBuf>,
    inner: RecommendedWatcher,
    sender: Sender<Signal>,
    signals: Receiver<Signal>,
    clock: fn() -> Duration,
    /// When everything is checked next; `None` while that is in progress.
    look_at: Option<Duration>,
    /// A listing that was completed while a batch was being collected.
    listing: Option<Listing>,
    /// Whether the system cannot watch everything.
    blind: bool,
}

impl Watcher {
    /// Watches the existing folders of the site at an absolute path, and notices when one is added or
    /// removed.
    ///
    /// It should exist before the files are first read, so that no change is missed.
    ///
    /// # Errors
    /// If the system provides no watcher.
    pub fn new(root: &Path, clock: fn() -> Duration) -> io::Result<Watcher> {
        let (sender, signals) = channel();
        let events = sender.clone();
        let inner = notify::recommended_watcher(move |event| {
            // The receiver lives as long as the watcher.
            let _ = events.send(Signal::Event(event));
        })
        .map_err(io::Error::other)?;
        let mut watcher = Watcher {
            root: root.to_owned(),
            real_root: real_path(root),
            folders: FOLDERS.iter().map(|folder| root.join(folder)).collect(),
            inner,
            sender,
            signals,
            clock,
            look_at: Some(clock() + IDLE),
            listing: None,
            blind: false,
        };
        watcher.watch_anew();
        Ok(watcher)
    }

    /// Whether the system cannot watch everything, so that changes may be noticed a second late.
    pub fn is_blind(&self) -> bool {
        self.blind
    }

    /// Watches everything again: to the system, a replaced folder is a different folder. Events are lost
    /// meanwhile, so everything must be checked afterwards.
    pub fn watch_anew(&mut self) {
        let _ = self.inner.unwatch(&self.root);
        // Not recursively: the output folder is in it too.
        self.blind = self.inner.watch(&self.root, RecursiveMode::NonRecursive).is_err();
        for folder in &self.folders {
            let _ = self.inner.unwatch(folder);
            let watched = self.inner.watch(folder, RecursiveMode::Recursive);
            // A missing folder is watched once it is added.
            self.blind |= watched.is_err_and(|error| !is_missing(&error.kind));
        }
        self.look_at = self.look_at.map(|_| (self.clock)() + IDLE);
    }

    /// Waits for changes; `None` when the watcher has ended.
    pub fn wait(&mut self) -> Option<WatchedChanges> {
        let mut batch = ChangeBatch::default();
        loop {
            if batch.is_empty()
                && let Some(listing) = self.listing.take()
            {
                self.look_at = Some((self.clock)() + self.period());
                return Some(WatchedChanges::Listing(listing));
            }
            let now = (self.clock)();
            let until = if batch.is_empty() { self.look_at } else { Some(batch.until()) };
            let patience = until.map_or(LONG, |until| until.saturating_sub(now));
            match self.signals.recv_timeout(patience) {
                Ok(Signal::Listing(listing)) => self.listing = Some(listing),
                Ok(Signal::Event(event)) => self.note(event, &mut batch),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) if !batch.is_empty() => {
                    return Some(self.finish(batch));
                }
                Err(RecvTimeoutError::Timeout) => self.look(),
            }
            // Continuous events must not keep a batch open for ever.
            if !batch.is_empty() && (self.clock)() >= batch.until() {
                return Some(self.finish(batch));
            }
        }
    }

    fn finish(&mut self, batch: ChangeBatch) -> WatchedChanges {
        self.look_at = self.look_at.map(|_| (self.clock)() + IDLE);
        if batch.everything {
            self.watch_anew();
            return WatchedChanges::Everything;
        }
        WatchedChanges::Paths(batch.into_paths())
    }

    fn period(&self) -> Duration {
        if self.blind { BLIND_PERIOD } else { PERIOD }
    }

    /// Starts checking everything on another thread: with many files that would delay a save.
    fn look(&mut self) {
        if self.look_at.take().is_none() {
            return;
        }
        if self.blind {
            self.watch_anew();
        }
        let (root, sender) = (self.root.clone(), self.sender.clone());
        thread::spawn(move || {
            // It fails if the preview has ended.
            let _ = sender.send(Signal::Listing(list_all(&root)));
        });
    }

    /// Adds an event to a batch.
    fn note(&self, event: notify::Result<Event>, batch: &mut ChangeBatch) {
        let now = (self.clock)();
        let Ok(mut event) = event else {
            batch.everything(now);
            return;
        };
        for path in &mut event.paths {
            if !path.starts_with(&self.root)
                && let Ok(below) = path.strip_prefix(&self.real_root)
            {
                *path = self.root.join(below);
            }
        }
        let is_metadata = matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(_)));
        let is_top = |path: &PathBuf| *path == self.root || self.folders.contains(path);
        let replaced = !matches!(event.kind, EventKind::Access(_))
            && !is_metadata
            && event.paths.iter().any(is_top);
        if event.need_rescan() || replaced {
            batch.everything(now);
            return;
        }
        event.paths.retain(|path| self.is_read(path));
        if !event.paths.is_empty() {
            batch.note(&event, now);
        }
    }

    /// Whether a path may be one of the site's files, and not an editor's hidden copy.
    fn is_read(&self, path: &Path) -> bool {
        let Ok(below) = path.strip_prefix(&self.root) else { return false };
        self.folders.iter().any(|folder| path.starts_with(folder))
            && !below.iter().any(|part| is_hidden(&part.to_string_lossy()))
    }
}

/// Whether a path cannot be watched because it does not exist.
fn is_missing(kind: &ErrorKind) -> bool {
    match kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => error.kind() == io::ErrorKind::NotFound,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "the test creates a folder of its own")]

    use notify::event::{CreateKind, DataChange, Flag, MetadataKind, RemoveKind, RenameMode};
    use tempfile::TempDir;

    use super::*;

    #[test]
    fn events_decide_which_files_are_checked() {
        let folder = TempDir::new().expect("there is room for a folder");
        let root = folder.path().to_owned();
        std::fs::create_dir(root.join("content")).expect("the test owns the folder");
        let watcher = Watcher::new(&root, || Duration::ZERO).expect("there is a watcher");
        assert!(!watcher.is_blind(), "missing folders are watched later");
        let write = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let rename = EventKind::Modify(ModifyKind::Name(RenameMode::From));
        let create = EventKind::Create(CreateKind::Folder);
        let remove = EventKind::Remove(RemoveKind::Folder);
        let rights = EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any));
        let (nothing, something, everything) = ((true, false), (false, false), (false, true));
        for (kind, path, expected) in [
            (write, "content/event.yaml", something),
            (write, "content/pages/about.da.md", something),
            (remove, "content/pages", something),
            (rights, "content", something),
            (write, "content/pages/.about.da.md.swp", nothing),
            (write, "content/.git/index", nothing),
            (write, "public/index.html", nothing),
            (write, "README.md", nothing),
            (create, "public", nothing),
            (create, "themes", everything),
            (rename, "content", everything),
            (remove, "content", everything),
            (remove, "", everything),
        ] {
            let mut batch = ChangeBatch::default();
            watcher.note(Ok(Event::new(kind).add_path(root.join(path))), &mut batch);
            assert_eq!((batch.is_empty(), batch.everything), expected, "{kind:?} {path}");
        }
        let overflow = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        for lost in [Ok(overflow), Err(notify::Error::generic("no more watches"))] {
            let mut batch = ChangeBatch::default();
            watcher.note(lost, &mut batch);
            assert!(batch.everything, "after lost events everything is checked");
        }
    }

    #[test]
    fn everything_is_checked_after_a_while_without_events() {
        let folder = TempDir::new().expect("there is room for a folder");
        // Each reading of this clock is a long time after the last.
        fn clock() -> Duration {
            use std::sync::atomic::{AtomicU64, Ordering};
            static SECONDS: AtomicU64 = AtomicU64::new(0);
            Duration::from_secs(SECONDS.fetch_add(60, Ordering::Relaxed))
        }
        let mut watcher = Watcher::new(folder.path(), clock).expect("there is a watcher");
        for _ in 0..3 {
            assert!(matches!(watcher.wait(), Some(WatchedChanges::Listing(_))));
        }
    }
}
