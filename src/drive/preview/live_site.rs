//! The site on the disk, and its states as it changes.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::base::diagnostic::Report;
use crate::base::source::Sources;
use crate::content::load::Loader;
use crate::drive::pipeline::Options;
use crate::drive::preview::snapshot::Snapshot;
use crate::drive::preview::snapshot_builder::SnapshotBuilder;
use crate::drive::watch::{WatchedChanges, Watcher};

/// A site that is watched while it is being written.
#[derive(Debug)]
pub struct LiveSite {
    watcher: Watcher,
    loader: Loader,
    sources: Sources,
    builder: SnapshotBuilder,
    clock: fn() -> Duration,
}

/// A state of the site, with its report.
#[derive(Debug)]
pub struct LiveState {
    /// The state that is shown.
    pub snapshot: Arc<Snapshot>,
    /// The faults, in order.
    pub report: Report,
    /// How long it took after the change was complete.
    pub took: Duration,
}

impl LiveSite {
    /// Reads the site in a folder, starts watching it, and builds its first state.
    ///
    /// The folder's path must be absolute, like the paths that the system reports. `editor` is the address
    /// that opens a place, with `{path}`, `{line}` and `{column}`.
    ///
    /// # Errors
    /// If the system provides no watcher.
    pub fn new(
        root: PathBuf,
        options: Options,
        editor: Option<String>,
        clock: fn() -> Duration,
    ) -> io::Result<(LiveSite, LiveState)> {
        // First, so that changes during reading are noticed.
        let watcher = Watcher::new(&root, clock)?;
        let loader = Loader::new(&root);
        let builder = SnapshotBuilder::new(options, clock, editor, &root);
        let mut live = LiveSite { watcher, loader, sources: Sources::default(), builder, clock };
        let begun = clock();
        live.loader.load_all(&mut live.sources);
        let state = live.build(begun);
        Ok((live, state))
    }

    /// The files as they were last read, to print reports with.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Whether the system cannot watch everything, so that changes may be noticed a second late.
    pub fn is_blind(&self) -> bool {
        self.watcher.is_blind()
    }

    /// Waits for a change, and builds the next state; `None` when the watcher has ended.
    pub fn next_state(&mut self) -> Option<LiveState> {
        loop {
            let changes = self.watcher.wait()?;
            let begun = (self.clock)();
            let different = match changes {
                WatchedChanges::Paths(paths) => self.loader.reload(&paths, &mut self.sources),
                WatchedChanges::Everything => self.loader.load_all(&mut self.sources),
                WatchedChanges::Listing(listing) => {
                    let missed = self.loader.compare(listing, &mut self.sources);
                    if missed {
                        // There was no event: the watcher is watching something else.
                        self.watcher.watch_anew();
                    }
                    missed
                }
            };
            if different {
                return Some(self.build(begun));
            }
        }
    }

    fn build(&mut self, begun: Duration) -> LiveState {
        let mut report = self.loader.report(&mut self.sources);
        let snapshot = self.builder.build(&self.sources, &mut report);
        LiveState { snapshot, report, took: (self.clock)().saturating_sub(begun) }
    }
}
