//! Noticing that a site's files change.
//!
//! What the watcher says only limits which files are looked at again; it is never believed about
//! what happened to them. When it lost count, or a whole folder came or went, everything is looked at.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

/// A save is several events within a few milliseconds: what comes this soon belongs together.
const QUIET: Duration = Duration::from_millis(12);

/// However long a burst is (a branch is checked out), an editor sees something after this.
const LONGEST: Duration = Duration::from_millis(250);

/// What may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// These files or folders, and whatever is in them.
    Paths(BTreeSet<PathBuf>),
    /// Anything.
    Everything,
    /// Nothing for a while: time to make sure that nothing was missed.
    Quiet,
}

/// Watches the folders of a site.
#[derive(Debug)]
pub struct Watcher {
    root: PathBuf,
    folders: Vec<PathBuf>,
    inner: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// Whether something happened since it was last quiet.
    busy: bool,
}

impl Watcher {
    /// Watches these folders of a site, those among them that are there, and their coming and going.
    ///
    /// # Errors
    /// The system's watcher cannot be had, or has no room for the folders.
    pub fn new(root: &Path, folders: &[&str]) -> notify::Result<Watcher> {
        let (sender, events) = channel();
        let inner = notify::recommended_watcher(move |event| {
            // The receiver lives as long as the watcher.
            let _ = sender.send(event);
        })?;
        let folders = folders.iter().map(|folder| root.join(folder)).collect();
        let mut watcher = Watcher { root: root.to_owned(), folders, inner, events, busy: false };
        // Not everything below: the output folder is there too.
        watcher.inner.watch(&watcher.root, RecursiveMode::NonRecursive)?;
        watcher.watch_folders();
        Ok(watcher)
    }

    /// Watches the folders anew: one that was replaced is another to the system.
    fn watch_folders(&mut self) {
        for folder in &self.folders {
            let _ = self.inner.unwatch(folder);
            // One that is not there is watched when it comes.
            let _ = self.inner.watch(folder, RecursiveMode::Recursive);
        }
    }

    /// Waits for changes. `None` when the watcher has ended.
    #[expect(clippy::disallowed_methods, reason = "bursts of events are told apart by time")]
    pub fn wait(&mut self, idle: Duration) -> Option<Changes> {
        let mut paths = BTreeSet::new();
        let mut everything = false;
        let mut until: Option<Instant> = None;
        loop {
            let patience = match until {
                Some(until) => QUIET.min(until.saturating_duration_since(Instant::now())),
                None if self.busy => idle,
                None => Duration::from_secs(3600),
            };
            match self.events.recv_timeout(patience) {
                Ok(event) => {
                    everything |= self.take(event, &mut paths);
                    if everything || !paths.is_empty() {
                        until.get_or_insert_with(|| Instant::now() + LONGEST);
                    }
                    if until.is_some_and(|until| Instant::now() < until) {
                        continue;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) if until.is_none() => {
                    if std::mem::take(&mut self.busy) {
                        return Some(Changes::Quiet);
                    }
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            if until.is_none() {
                continue;
            }
            self.busy = true;
            if everything {
                self.watch_folders();
                return Some(Changes::Everything);
            }
            return Some(Changes::Paths(paths));
        }
    }

    /// Notes what an event is about; says whether everything must be looked at.
    fn take(&self, event: notify::Result<Event>, paths: &mut BTreeSet<PathBuf>) -> bool {
        let Ok(event) = event else { return true };
        // Reading a file is an event too, and the preview reads files.
        let read = matches!(event.kind, EventKind::Access(kind)
            if !matches!(kind, AccessKind::Close(notify::event::AccessMode::Write)));
        if read {
            return false;
        }
        if event.need_rescan() {
            return true;
        }
        let inside = |path: &PathBuf| self.folders.iter().any(|folder| path.starts_with(folder));
        let replaced = event.paths.iter().any(|path| self.folders.contains(path))
            && !matches!(event.kind, EventKind::Modify(notify::event::ModifyKind::Metadata(_)));
        paths.extend(event.paths.into_iter().filter(inside));
        replaced
    }
}
