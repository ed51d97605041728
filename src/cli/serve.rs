//! `plenary serve`.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use crate::base::count::counted;
use crate::cli::Exit;
use crate::cli::command_line::{ColourChoice, ServeArgs};
use crate::cli::load_site::find_site;
use crate::cli::terminal::{Terminal, counts};
use crate::drive::pipeline::Options;
use crate::drive::preview::change_stream::Preview;
use crate::drive::preview::live_site::{LiveSite, LiveState};
use crate::drive::preview::server::serve;
use crate::drive::preview::snapshot::MOST_FAULTS;

/// Serves a preview of a site until the process is ended.
pub(super) fn run(args: &ServeArgs, terminal: &Terminal) -> Exit {
    if let Err(exit) = find_site(&args.site, terminal) {
        return exit;
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
            terminal.failure(&format!("cannot watch the site's files: {error}"));
            return Exit::CouldNotRun;
        }
    };
    let preview = Arc::new(Preview::new(Arc::clone(&first.snapshot)));
    let shown = Arc::clone(&preview);
    // It serves until the process ends, which may be at any time, since nothing is written.
    let server = std::thread::spawn(move || serve(listener, &shown));
    report_state(&live, &first, terminal);
    introduce(args, address, &url, live.is_blind(), terminal);
    loop {
        let Some(state) = live.next_state() else {
            terminal.failure("changes are no longer noticed: restart the preview");
            return Exit::CouldNotRun;
        };
        preview.show(Arc::clone(&state.snapshot));
        if server.is_finished() {
            terminal.failure("pages are no longer served: restart the preview");
            return Exit::CouldNotRun;
        }
        report_state(&live, &state, terminal);
    }
}

/// The time since the first call.
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
            terminal.failure(&format!("port {port} is in use by another program"));
            terminal.help(
                "end that program, or choose another port with --port; 0 lets the system choose",
            );
        }
        ErrorKind::AddrNotAvailable => {
            terminal.failure(&format!("this machine has no address {ip}"));
            terminal.help("omit --host, or write 0.0.0.0 for all its addresses");
        }
        ErrorKind::PermissionDenied => {
            terminal.failure(&format!("port {port} requires special permissions"));
            terminal.help("choose a port of 1024 or above with --port");
        }
        _ => terminal.failure(&format!("cannot listen on {address}: {error}")),
    }
}

/// Starts watching the site.
fn begin(args: &ServeArgs, url: &str) -> io::Result<(LiveSite, LiveState)> {
    let root = std::path::absolute(&args.site)?;
    let base_url = Some(url.to_owned());
    let options = Options { drafts: args.drafts, all_languages: true, base_url };
    let editor = args.editor.clone();
    LiveSite::new(root, options, editor, since_start)
}

/// Prints the addresses of the preview.
fn introduce(args: &ServeArgs, address: SocketAddr, url: &str, blind: bool, terminal: &Terminal) {
    terminal.line(&format!("the site is at {url}/"));
    terminal.line(&format!("errors and rebuild log: {url}/_plenary/"));
    if !address.ip().is_loopback() {
        terminal.line("others on this network can see it too");
    }
    if blind {
        terminal
            .line("the system cannot watch all folders: changes are shown with a second's delay");
    }
    terminal.line("it follows your changes; press Ctrl-C to stop");
    if args.open {
        open_browser(format!("{url}/"));
    }
}

/// Opens a browser. Programs that look for one may first fail after a while, so this does not wait.
fn open_browser(url: String) {
    std::thread::spawn(move || {
        if open::that(&url).is_err() {
            let terminal = Terminal::new(ColourChoice::Never);
            terminal.failure("no browser was found on this machine");
            terminal.help(&format!("open {url} in a browser yourself"));
        }
    });
}

fn shown_address(address: SocketAddr) -> String {
    match address.ip() {
        // A browser cannot open the address that means all addresses.
        ip if ip.is_unspecified() => format!("localhost:{}", address.port()),
        IpAddr::V4(ip) => format!("{ip}:{}", address.port()),
        IpAddr::V6(ip) => format!("[{ip}]:{}", address.port()),
    }
}

/// Prints the effect of a change, and its faults: only the first ones, to save time.
fn report_state(live: &LiveSite, state: &LiveState, terminal: &Terminal) {
    let (report, snapshot) = (&state.report, &state.snapshot);
    terminal.report_first(report, live.sources(), MOST_FAULTS);
    let (change, milliseconds) = (&snapshot.change, state.took.as_millis());
    let gone = match change.gone.len() {
        0 => String::new(),
        gone => format!(", {gone} removed"),
    };
    let stays = match report.has_errors() && snapshot.good {
        true => "; the last good version is shown",
        false => "",
    };
    let wrong = counts(report).map(|counts| format!(" – {counts}{stays}")).unwrap_or_default();
    let changed = counted(change.changed.len(), "file");
    terminal.line(&format!("{changed} changed{gone} ({milliseconds} ms){wrong}"));
}
