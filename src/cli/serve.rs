//! `plenary serve`.

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use crate::base::diagnostic::Report;
use crate::base::source::Sources;
use crate::cli::Exit;
use crate::cli::args::{FormatName, ServeArgs};
use crate::cli::terminal::{Terminal, counted, counts};
use crate::content::load::{FOLDERS, Loader, find_site};
use crate::drive::pipeline::Options;
use crate::drive::preview::maker::Maker;
use crate::drive::preview::server::{Preview, serve};
use crate::drive::preview::snapshot::Snapshot;
use crate::drive::watch::{Changes, Watcher};

/// How long it must be quiet before everything is looked at once more.
const IDLE: std::time::Duration = std::time::Duration::from_millis(700);

/// Shows a site until the process is ended.
pub(super) fn run(args: &ServeArgs, terminal: &Terminal) -> Exit {
    if let Err(reason) = find_site(&args.site) {
        terminal.failure(&reason);
        return Exit::CouldNotRun;
    }
    let listener = match TcpListener::bind((args.host, args.port)) {
        Ok(listener) => listener,
        Err(error) => {
            terminal.failure(&format!("cannot listen on {}:{}: {error}", args.host, args.port));
            terminal
                .failure("choose another port with --port, or end the program that has this one");
            return Exit::CouldNotRun;
        }
    };
    let address = listener.local_addr().unwrap_or(SocketAddr::new(args.host, args.port));
    let url = format!("http://{}", shown_address(address));
    let mut site = Live::new(args, &url);
    let first = site.load_all(terminal);
    let preview = Arc::new(Preview::new(first));
    terminal.line(&format!("the site is at {url}/, the preview's own page at {url}/_plenary/"));
    if !address.ip().is_loopback() {
        terminal.line("others on this network can see it; end with Ctrl-C");
    }
    if args.open
        && let Err(error) = open::that_detached(format!("{url}/"))
    {
        terminal.failure(&format!("cannot open a browser: {error}"));
    }
    let shown = Arc::clone(&preview);
    let hosts = hosts(address);
    let server = std::thread::spawn(move || serve(listener, &hosts, &shown));
    let watched = site.watch(&preview, terminal);
    // The watcher has ended; what is there can still be looked at.
    if let Err(error) = watched {
        terminal.failure(&format!("changes are not noticed: {error}"));
    }
    match server.join() {
        Ok(Ok(())) => Exit::Good,
        Ok(Err(error)) => {
            terminal.failure(&format!("cannot serve: {error}"));
            Exit::CouldNotRun
        }
        Err(_) => Exit::CouldNotRun,
    }
}

/// The names under which the preview may be asked for, with the port.
fn hosts(address: SocketAddr) -> Vec<String> {
    let port = address.port();
    let mut names =
        vec![format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")];
    names.push(shown_address(address));
    names
}

fn shown_address(address: SocketAddr) -> String {
    match address.ip() {
        // A browser cannot go to 'all addresses'.
        ip if ip.is_unspecified() => format!("localhost:{}", address.port()),
        IpAddr::V4(ip) => format!("{ip}:{}", address.port()),
        IpAddr::V6(ip) => format!("[{ip}]:{}", address.port()),
    }
}

/// The site on the disk, and what was made of it.
struct Live {
    /// The site's folder as an absolute path, the form in which the watcher speaks of files.
    root: PathBuf,
    loader: Loader,
    sources: Sources,
    maker: Maker,
}

impl Live {
    fn new(args: &ServeArgs, url: &str) -> Live {
        let root = std::path::absolute(&args.site).unwrap_or_else(|_| args.site.clone());
        let options = Options { drafts: args.drafts, base_url: Some(url.to_owned()) };
        Live {
            loader: Loader::new(&root),
            sources: Sources::default(),
            maker: Maker::new(options, args.editor.as_deref(), &root),
            root,
        }
    }

    fn load_all(&mut self, terminal: &Terminal) -> Snapshot {
        terminal.progress("reading");
        self.loader.load_all(&mut self.sources);
        self.make(terminal)
    }

    /// Makes the site anew, and says in the terminal what is wrong and how long it took.
    #[expect(clippy::disallowed_methods, reason = "the summary says how long it took")]
    fn make(&mut self, terminal: &Terminal) -> Snapshot {
        let begun = Instant::now();
        let mut report: Report = self.loader.report(&mut self.sources);
        let snapshot = self.maker.make(&self.sources, &mut report);
        terminal.report(&report, &self.sources, FormatName::Human);
        let changed = counted(snapshot.change.changed.len(), "file");
        let wrong = counts(&report).map(|counts| format!("; {counts}")).unwrap_or_default();
        let took = begun.elapsed().as_millis();
        terminal.line(&format!("{changed} with other bytes ({took} ms){wrong}"));
        snapshot
    }

    /// Shows what changes, until the watcher ends.
    fn watch(&mut self, preview: &Preview, terminal: &Terminal) -> notify::Result<()> {
        let mut watcher = Watcher::new(&self.root, &FOLDERS)?;
        // What changed before the watcher was there.
        if self.loader.load_all(&mut self.sources) {
            preview.show(self.make(terminal));
        }
        while let Some(changes) = watcher.wait(IDLE) {
            let different = match changes {
                Changes::Paths(paths) => self.loader.reload(&paths, &mut self.sources),
                Changes::Everything | Changes::Quiet => self.loader.load_all(&mut self.sources),
            };
            if different {
                preview.show(self.make(terminal));
            }
        }
        Ok(())
    }
}
