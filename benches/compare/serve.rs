//! The time from saving a file until a browser could show the changed page.
//!
//! Each tool's own server is started. The page is requested over one connection, every millisecond, until
//! it contains the text that was just written to the file. The tools' own change notifications are not
//! used, so that all tools are treated alike.

use std::fs;
use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::event::Event;
use crate::tools::Found;
use crate::write::Tool;

/// A kind of edit: which file changes, and which page must then show the change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Edit {
    Body,
    Title,
    TitleInProgramme,
    Template,
}

impl Edit {
    pub(crate) const ALL: [Edit; 4] =
        [Edit::Body, Edit::Title, Edit::TitleInProgramme, Edit::Template];

    /// A description for the table.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Edit::Body => "a text, on its page",
            Edit::Title => "a title, on its page",
            Edit::TitleInProgramme => "a title, in the programme",
            Edit::Template => "the base template",
        }
    }

    /// The text of the file with a mark inserted where the page will show it.
    fn marked(self, text: &str, mark: &str) -> String {
        match self {
            Edit::Body => format!("{text}\n{mark}\n"),
            Edit::Title | Edit::TitleInProgramme => {
                let at = text.find("\ntitle").and_then(|at| Some(at + text[at..].find('"')? + 1));
                let (before, after) = text.split_at(at.unwrap_or(0));
                format!("{before}{mark} {after}")
            }
            Edit::Template => text.replacen("<main ", &format!("<main data-edit=\"{mark}\" "), 1),
        }
    }
}

/// For each kind of edit, the milliseconds from each save to the changed page.
pub(crate) type Latencies = Vec<(Edit, Vec<f64>)>;

/// How long to wait for an edit to appear.
const LONGEST_WAIT: Duration = Duration::from_secs(180);

/// Starts the tool's server in a project, edits, and returns the time of each edit.
pub(crate) fn measure(
    found: &Found,
    project: &Path,
    event: &Event,
    edits: usize,
    say: &dyn Fn(String),
) -> Result<Latencies> {
    if found.tool == Tool::Plenary {
        own_base_template(project)?;
    }
    let session = &event.sessions[event.sessions.len() / 2];
    let page = format!("/da/agenda/{}/", session.id);
    // In Plenary each day of a large programme has its own page.
    let programme = match (found.tool, event.sessions.len() > 80) {
        (Tool::Plenary, true) => format!("/da/agenda/{}/", event.days[session.day].date),
        _ => "/da/agenda/".to_owned(),
    };
    let server = Server::start(found, project)?;
    let mut browser = Browser::new(server.port);
    browser.until(&page, &session.id)?;
    // A server may answer before it starts watching for changes.
    sleep(Duration::from_secs(3));
    let mut latencies = Latencies::new();
    let mut number = 0;
    for edit in Edit::ALL {
        // Cobalt's programme contains copies of the titles, which an edit does not update.
        if found.tool == Tool::Cobalt && edit == Edit::TitleInProgramme {
            continue;
        }
        say(format!("{}: {}", found.tool.title(), edit.title()));
        let file = match edit {
            Edit::Template => found.tool.base_template().to_owned(),
            _ => found.tool.session_file(&session.id),
        };
        let file = project.join(file);
        let page = if edit == Edit::TitleInProgramme { &programme } else { &page };
        let original = fs::read_to_string(&file)?;
        browser.until(page, "<main")?;
        let mut times = Vec::new();
        while times.len() < edits {
            number += 1;
            let mark = format!("mark{number}x");
            let changed = edit.marked(&original, &mark);
            let started = Instant::now();
            fs::write(&file, changed)?;
            browser.until(page, &mark)?;
            times.push(started.elapsed().as_secs_f64() * 1e3);
            // People do not save twice in quick succession, and the server may still be busy.
            sleep(Duration::from_millis(300));
            // For a slow tool, three edits are as informative as twenty.
            if times.len() == 3 && times.iter().all(|time| *time > 3e3) {
                break;
            }
        }
        fs::write(&file, original)?;
        sleep(Duration::from_secs(1));
        latencies.push((edit, times));
    }
    Ok(latencies)
}

/// Copies the built-in theme's base template into Plenary's project, so that it can be edited.
fn own_base_template(project: &Path) -> Result<()> {
    let template = project.join(Tool::Plenary.base_template());
    let theme = project.join("themes/edited");
    fs::create_dir_all(template.parent().unwrap_or(&theme))?;
    fs::write(&template, include_str!("../../themes/forum/templates/base.html"))?;
    fs::write(theme.join("theme.yaml"), "name: edited\n")?;
    let event = project.join("content/event.yaml");
    let text = fs::read_to_string(&event)?;
    if text.contains("\ntheme: ") { Ok(()) } else { fs::write(event, text + "theme: edited\n") }
}

/// A tool's server, which is killed on drop.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start(found: &Found, project: &Path) -> Result<Server> {
        // The listener is dropped at once, so the port is free again for the tool's server.
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let command = found.serve(port);
        let child = Command::new(&command[0])
            .args(&command[1..])
            .current_dir(project)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Server { child, port })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The process may have exited already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Requests pages over one connection, which is reopened when the server closes it.
struct Browser {
    port: u16,
    connection: Option<BufReader<TcpStream>>,
}

impl Browser {
    fn new(port: u16) -> Browser {
        Browser { port, connection: None }
    }

    /// Requests a page until it contains a word.
    fn until(&mut self, page: &str, word: &str) -> Result<()> {
        let started = Instant::now();
        loop {
            match self.get(page) {
                Ok(body) if String::from_utf8_lossy(&body).contains(word) => return Ok(()),
                Ok(_) => {}
                Err(_) => self.connection = None,
            }
            if started.elapsed() > LONGEST_WAIT {
                return Err(Error::new(
                    ErrorKind::TimedOut,
                    format!("{page} never contained `{word}`"),
                ));
            }
            sleep(Duration::from_millis(1));
        }
    }

    fn get(&mut self, page: &str) -> Result<Vec<u8>> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => {
                let stream = TcpStream::connect(("127.0.0.1", self.port))?;
                stream.set_nodelay(true)?;
                stream.set_read_timeout(Some(LONGEST_WAIT))?;
                none.insert(BufReader::new(stream))
            }
        };
        let request = format!(
            "GET {page} HTTP/1.1\r\nHost: localhost:{}\r\nAccept: text/html\r\n\r\n",
            self.port
        );
        connection.get_mut().write_all(request.as_bytes())?;
        let (body, closes) = response(connection)?;
        if closes {
            self.connection = None;
        }
        Ok(body)
    }
}

/// The body of a response, and whether the connection ends after it.
fn response(from: &mut impl BufRead) -> Result<(Vec<u8>, bool)> {
    let (mut length, mut chunked, mut closes) = (None, false, false);
    if line(from)?.is_empty() {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    loop {
        let header = line(from)?.to_ascii_lowercase();
        match header.split_once(':').map(|(name, value)| (name, value.trim())) {
            None => break,
            Some(("content-length", value)) => length = value.parse().ok(),
            Some(("transfer-encoding", value)) => chunked = value == "chunked",
            Some(("connection", value)) => closes = value == "close",
            Some(_) => {}
        }
    }
    let mut body = Vec::new();
    if chunked {
        loop {
            let size = usize::from_str_radix(line(from)?.trim(), 16).map_err(Error::other)?;
            from.take(size as u64).read_to_end(&mut body)?;
            line(from)?;
            if size == 0 {
                return Ok((body, closes));
            }
        }
    }
    match length {
        Some(length) => from.take(length).read_to_end(&mut body)?,
        None => from.read_to_end(&mut body)?,
    };
    Ok((body, closes || length.is_none()))
}

fn line(from: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    from.read_line(&mut line)?;
    Ok(line.trim_end().to_owned())
}

/// Whether a tool has a server.
pub(crate) fn can_serve(found: &Found) -> bool {
    let help = Command::new(&found.program).args(["serve", "--help"]).output();
    found.tool != Tool::Plenary || help.is_ok_and(|output| output.status.success())
}
