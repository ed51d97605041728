//! The site as it is on the disk, and what is made of it while it changes.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::base::diagnostic::Report;
use crate::base::source::Sources;
use crate::content::load::Loader;
use crate::drive::pipeline::Options;
use crate::drive::preview::maker::Maker;
use crate::drive::preview::snapshot::Snapshot;
use crate::drive::watch::{Changes, Watcher};

/// A site that is followed while somebody writes it.
#[derive(Debug)]
pub struct Live {
    watcher: Watcher,
    loader: Loader,
    sources: Sources,
    maker: Maker,
    clock: fn() -> Duration,
}

/// A state of the site, and what is wrong with it.
#[derive(Debug)]
pub struct State {
    /// What is shown.
    pub snapshot: Arc<Snapshot>,
    /// What is wrong, in order.
    pub report: Report,
    /// How long it took, from when the change was complete.
    pub took: Duration,
}

impl Live {
    /// Reads the site in a folder, from now on watched, and makes its first state.
    ///
    /// The folder's path must be absolute: the system names what changes by such. `editor` is the
    /// address that opens a place, with `{path}`, `{line}` and `{column}`; the clock tells the time
    /// since any moment.
    ///
    /// # Errors
    /// The system has no watcher to give.
    pub fn new(
        root: PathBuf,
        options: Options,
        editor: Option<String>,
        clock: fn() -> Duration,
    ) -> io::Result<(Live, State)> {
        // First of all, so that what is written while the files are read is noticed.
        let watcher = Watcher::new(&root, clock)?;
        let loader = Loader::new(&root);
        let maker = Maker::new(options, clock, editor, &root);
        let mut live = Live { watcher, loader, sources: Sources::default(), maker, clock };
        let begun = clock();
        live.loader.load_all(&mut live.sources);
        let state = live.make(begun);
        Ok((live, state))
    }

    /// The files as they were last read, to print reports with.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Whether there is something that the system does not watch, so that changes may be noticed a
    /// second late.
    pub fn is_blind(&self) -> bool {
        self.watcher.is_blind()
    }

    /// Waits until something is different, and makes the next state; `None` when the watcher has
    /// ended.
    pub fn next_state(&mut self) -> Option<State> {
        loop {
            let changes = self.watcher.wait()?;
            let begun = (self.clock)();
            let different = match changes {
                Changes::Paths(paths) => self.loader.reload(&paths, &mut self.sources),
                Changes::Everything => self.loader.load_all(&mut self.sources),
                Changes::Listing(listing) => {
                    let missed = self.loader.compare(listing, &mut self.sources);
                    if missed {
                        // Nobody told: the watcher is watching something else.
                        self.watcher.watch_anew();
                    }
                    missed
                }
            };
            if different {
                return Some(self.make(begun));
            }
        }
    }

    fn make(&mut self, begun: Duration) -> State {
        let mut report = self.loader.report(&mut self.sources);
        let snapshot = self.maker.make(&self.sources, &mut report);
        State { snapshot, report, took: (self.clock)().saturating_sub(begun) }
    }
}
