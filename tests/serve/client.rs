//! A running preview, and its clients.

#![expect(unreachable_pub, reason = "what is shared is public, as in any module")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use plenary::drive::pipeline::Options;
use serde_json::Value;
use tempfile::TempDir;

use crate::harness::{self, Built, Tree, put, starter_files};

/// The longest time that anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A preview of a site in a folder of its own.
pub struct Preview {
    pub child: Child,
    pub port: u16,
    /// The site's folder.
    pub root: PathBuf,
    output: Arc<Mutex<Vec<String>>>,
    _folder: TempDir,
}

/// An answer.
pub struct Reply {
    pub status: u16,
    pub fields: BTreeMap<String, String>,
    pub bytes: Vec<u8>,
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// A page without the preview's script.
    pub fn built(&self) -> Vec<u8> {
        const SCRIPT: &[u8] = b"<script src=\"/_plenary/live.js\"";
        let find = |part: &[u8], from: usize| {
            self.bytes[from..].windows(part.len()).position(|here| here == part).map(|at| from + at)
        };
        let Some(start) = find(SCRIPT, 0) else { return self.bytes.clone() };
        let end = find(b"</script>\n", start).expect("the script ends") + b"</script>\n".len();
        [&self.bytes[..start], &self.bytes[end..]].concat()
    }
}

impl Preview {
    /// A preview of the site that `plenary new` creates.
    pub fn starter() -> Preview {
        Preview::of(&starter_files(), &[])
    }

    /// A preview of a site with these files.
    pub fn of(files: &Tree, arguments: &[&str]) -> Preview {
        let folder = TempDir::new().expect("there is room for a folder");
        let root = folder.path().join("site");
        put(&root, files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
        let mut child = Command::new(env!("CARGO_BIN_EXE_plenary"))
            .current_dir(folder.path())
            .args(["serve", "--site", "site", "--port", "0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program was built");
        let output = Arc::new(Mutex::new(Vec::new()));
        let (found, port) = channel();
        let out = BufReader::new(child.stdout.take().expect("it is piped"));
        let lines = Arc::clone(&output);
        thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let address = line.strip_prefix("the site is at http://127.0.0.1:");
                if let Some(port) = address.and_then(|rest| rest.trim_end_matches('/').parse().ok())
                {
                    let _ = found.send(port);
                }
                lines.lock().expect("no thread panics while it holds the lock").push(line);
            }
        });
        let errors = BufReader::new(child.stderr.take().expect("it is piped"));
        let lines = Arc::clone(&output);
        thread::spawn(move || {
            for line in errors.lines().map_while(Result::ok) {
                lines.lock().expect("no thread panics while it holds the lock").push(line);
            }
        });
        let port = port.recv_timeout(PATIENCE).expect("it prints its address");
        Preview { child, port, root, output, _folder: folder }
    }

    /// The lines that were printed.
    pub fn output(&self) -> String {
        self.output.lock().expect("no thread panics while it holds the lock").join("\n")
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time can be set");
        stream
    }

    /// Requests a path.
    pub fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, "")
    }

    /// Requests a path with more header fields, each ending with `\r\n`.
    pub fn ask(&self, method: &str, path: &str, fields: &str) -> Reply {
        let host = format!("Host: localhost:{}\r\n", self.port);
        self.raw(&format!("{method} {path} HTTP/1.1\r\n{host}{fields}Connection: close\r\n\r\n"))
            .unwrap_or_else(|| panic!("{method} {path} is answered"))
    }

    /// Sends a request, and reads the answer if there is one.
    pub fn raw(&self, request: &str) -> Option<Reply> {
        let mut stream = self.connect();
        // The request may be refused before all of it is sent.
        let _ = stream.write_all(request.as_bytes());
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        reply(&bytes)
    }

    /// Changes a file's text and saves it atomically.
    pub fn edit(&self, path: &str, change: impl FnOnce(String) -> String) {
        let path = self.root.join(path);
        let text = fs::read_to_string(&path).expect("the file is there");
        let beside = path.with_file_name(".being-saved");
        fs::write(&beside, change(text)).expect("the test owns the folder");
        fs::rename(beside, path).expect("the test owns the folder");
    }

    /// Waits until a condition holds.
    pub fn until(&self, what: &str, mut holds: impl FnMut() -> bool) {
        self.until_ok(what, || if holds() { Ok(()) } else { Err(String::new()) });
    }

    /// Waits until a check succeeds.
    pub fn until_ok(&self, what: &str, mut check: impl FnMut() -> Result<(), String>) {
        let begun = Instant::now();
        while let Err(why) = check() {
            let output = || self.output();
            assert!(begun.elapsed() < PATIENCE, "{what}: {why}\noutput:\n{}", output());
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until a page contains a text.
    pub fn until_text(&self, path: &str, text: &str) {
        self.until(&format!("{path} has {text:?}"), || self.get(path).text().contains(text));
    }

    /// What a build of the current folder would publish.
    pub fn fresh(&self) -> Built {
        let (sources, report) = harness::load_site(&self.root);
        let base_url = Some(format!("http://127.0.0.1:{}", self.port));
        harness::build(&sources, report, &Options { base_url, ..Options::default() })
    }

    /// The differences between what is served and what would be published.
    pub fn differences(&self, files: &Tree) -> Vec<String> {
        let mut stream = BufReader::new(self.connect());
        let mut found = Vec::new();
        for (path, bytes) in files {
            let address = path.strip_suffix("index.html").unwrap_or(path);
            let address = address.replace('%', "%25").replace(' ', "%20").replace('#', "%23");
            let address = address.replace('?', "%3f");
            let host = self.port;
            let request = format!("GET /{address} HTTP/1.1\r\nHost: localhost:{host}\r\n\r\n");
            stream.get_mut().write_all(request.as_bytes()).expect("it listens");
            let reply = next_reply(&mut stream).expect("it answers");
            // Error pages are files too.
            if reply.status != 200 || reply.built() != *bytes {
                found.push(format!("{path}: {}", reply.status));
            }
        }
        let listed = self.get("/_plenary/files/1/").text();
        let count = format!("<h1>{} published file", files.len());
        if !listed.contains(&count) {
            let heading =
                listed.lines().find(|line| line.contains("<h1>")).unwrap_or("").to_owned();
            found.push(format!("{heading} instead of {}", files.len()));
        }
        found
    }

    /// Waits until exactly what a build of the folder would publish is served.
    pub fn until_fresh(&self, when: &str) {
        let built = self.fresh();
        assert!(!built.failed, "{when}: {}", built.printed);
        self.until_ok(when, || match self.differences(&built.files) {
            differences if differences.is_empty() => Ok(()),
            differences => Err(format!("{differences:#?}")),
        });
    }

    /// Opens the stream of changes.
    pub fn listen(&self, query: &str) -> Listener {
        let mut stream = self.connect();
        let port = self.port;
        let request =
            format!("GET /_plenary/changes?{query} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it listens");
        let (sender, events) = channel();
        thread::spawn(move || {
            let (mut name, mut lines) = (String::new(), BufReader::new(stream).lines());
            while let Some(Ok(line)) = lines.next() {
                if let Some(event) = line.strip_prefix("event: ") {
                    name = event.to_owned();
                } else if let Some(data) = line.strip_prefix("data: ") {
                    let data = serde_json::from_str(data).expect("it is JSON");
                    if sender.send((std::mem::take(&mut name), data)).is_err() {
                        return;
                    }
                }
            }
        });
        Listener(events)
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A listener to changes: it receives the names of events and their data.
pub struct Listener(Receiver<(String, Value)>);

impl Listener {
    /// The site's state when the stream begins.
    pub fn now(&self) -> Value {
        let (name, data) = self.0.recv_timeout(PATIENCE).expect("it begins with the state");
        assert_eq!(name, "now");
        data
    }

    /// The next change.
    pub fn change(&self) -> Value {
        let (name, data) = self.0.recv_timeout(PATIENCE).expect("a change is reported");
        assert_eq!(name, "");
        data
    }

    /// The next change that meets a condition.
    pub fn until(&self, meets: impl Fn(&Value) -> bool) -> Value {
        loop {
            let change = self.change();
            if meets(&change) {
                return change;
            }
        }
    }
}

/// The answer in received bytes.
fn reply(bytes: &[u8]) -> Option<Reply> {
    let end = bytes.windows(4).position(|part| part == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let fields = lines.filter_map(|line| line.split_once(": "));
    let fields =
        fields.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
    Some(Reply { status, fields, bytes: bytes[end + 4..].to_vec() })
}

/// The next answer of a connection that stays open.
fn next_reply(stream: &mut BufReader<TcpStream>) -> Option<Reply> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_until(b'\n', &mut head).ok()? == 0 {
            return None;
        }
    }
    let mut found = reply(&head)?;
    found.bytes = vec![0; found.field("content-length").parse().ok()?];
    stream.read_exact(&mut found.bytes).ok()?;
    Some(found)
}
