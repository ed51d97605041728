//! `plenary serve`.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use crate::base::diagnostic::Report;
use crate::cli::Exit;
use crate::cli::args::{FormatName, ServeArgs};
use crate::cli::terminal::{Terminal, counted, counts};
use crate::content::load::find_site;
use crate::drive::pipeline::Options;
use crate::drive::preview::changes::Preview;
use crate::drive::preview::live::{Live, State};
use crate::drive::preview::server::serve;
use crate::drive::preview::snapshot::MOST_FAULTS;

/// Shows a site until the process is ended.
pub(super) fn run(args: &ServeArgs, terminal: &Terminal) -> Exit {
    if let Err(reason) = find_site(&args.site) {
        terminal.failure(&reason);
        terminal.help(
            "go to the site's folder, name it with --site DIR, or make one with `plenary new DIR`",
        );
        return Exit::CouldNotRun;
    }
    let wanted = SocketAddr::new(args.host, args.port);
    let (listener, address) = match listen(wanted) {
        Ok(listening) => listening,
        Err(error) => {
            cannot_listen(wanted, &error, terminal);
            return Exit::CouldNotRun;
        }
    };
    let url = format!("http://{}", shown_address(address));
    terminal.progress("reading");
    let (mut live, first) = match begin(args, &url) {
        Ok(begun) => begun,
        Err(error) => {
            terminal.failure(&format!("changes cannot be noticed: {error}"));
            return Exit::CouldNotRun;
        }
    };
    let preview = Arc::new(Preview::new(Arc::clone(&first.snapshot)));
    let shown = Arc::clone(&preview);
    // It serves until the process ends, which may be at any time: nothing is written.
    let server = std::thread::spawn(move || serve(listener, &shown));
    say(&live, &first, terminal);
    introduce(args, address, &url, live.is_blind(), terminal);
    loop {
        let Some(state) = live.next_state() else {
            terminal.failure("changes are not noticed any more: start it again");
            return Exit::CouldNotRun;
        };
        preview.show(Arc::clone(&state.snapshot));
        if server.is_finished() {
            terminal.failure("pages are not served any more: start it again");
            return Exit::CouldNotRun;
        }
        say(&live, &state, terminal);
    }
}

/// The time since this was first asked.
#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
fn since_start() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

fn listen(address: SocketAddr) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

fn cannot_listen(address: SocketAddr, error: &io::Error, terminal: &Terminal) {
    let (ip, port) = (address.ip(), address.port());
    match error.kind() {
        ErrorKind::AddrInUse => {
            terminal.failure(&format!("port {port} is taken by another program"));
            terminal.help("end that program, or choose another port with --port; 0 takes any");
        }
        ErrorKind::AddrNotAvailable => {
            terminal.failure(&format!("this machine has no address {ip}"));
            terminal.help("leave out --host, or write 0.0.0.0 for all addresses it has");
        }
        ErrorKind::PermissionDenied => {
            terminal.failure(&format!("port {port} may not be used without special rights"));
            terminal.help("choose a port from 1024 on with --port");
        }
        _ => terminal.failure(&format!("cannot listen on {address}: {error}")),
    }
}

/// Begins to follow the site.
fn begin(args: &ServeArgs, url: &str) -> io::Result<(Live, State)> {
    let root = std::path::absolute(&args.site)?;
    let options = Options { drafts: args.drafts, base_url: Some(url.to_owned()) };
    let editor = args.editor.clone();
    Live::new(root, options, editor, since_start)
}

/// Says where the site is.
fn introduce(args: &ServeArgs, address: SocketAddr, url: &str, blind: bool, terminal: &Terminal) {
    terminal.line(&format!("the site is at {url}/"));
    terminal.line(&format!("what is wrong, and why what was made: {url}/_plenary/"));
    if !address.ip().is_loopback() {
        terminal.line("others on this network can see it too");
    }
    if blind {
        terminal.line("the system cannot watch all folders: changes are shown after a second");
    }
    terminal.line("it follows what you save; end it with Ctrl-C");
    if args.open
        && let Err(error) = open::that_detached(format!("{url}/"))
    {
        terminal.failure(&format!("cannot open a browser: {error}"));
    }
}

fn shown_address(address: SocketAddr) -> String {
    match address.ip() {
        // A browser cannot go to 'all addresses'.
        ip if ip.is_unspecified() => format!("localhost:{}", address.port()),
        IpAddr::V4(ip) => format!("{ip}:{}", address.port()),
        IpAddr::V6(ip) => format!("[{ip}]:{}", address.port()),
    }
}

/// Says what a change did, and what is wrong: of very much only the beginning, since somebody waits.
fn say(live: &Live, state: &State, terminal: &Terminal) {
    let (report, snapshot) = (&state.report, &state.snapshot);
    let mut first = Report::new();
    first.extend(report.iter().take(MOST_FAULTS).cloned());
    terminal.report(&first, live.sources(), FormatName::Human);
    let (change, milliseconds) = (&snapshot.change, state.took.as_millis());
    let gone = match change.gone.len() {
        0 => String::new(),
        gone => format!(", {gone} gone"),
    };
    let stays = match report.has_errors() && snapshot.good {
        true => "; what was good stays",
        false => "",
    };
    let wrong = counts(report).map(|counts| format!(" – {counts}{stays}")).unwrap_or_default();
    let changed = counted(change.changed.len(), "file");
    terminal.line(&format!("{changed} changed{gone} ({milliseconds} ms){wrong}"));
}
