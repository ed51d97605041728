//! Requests of all kinds: the preview runs on an editor's own machine.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::client::Preview;
use crate::harness::{Tree, starter_files};

/// The site that `plenary new` creates, with a large file.
fn files() -> Tree {
    let mut files = starter_files();
    files.insert("content/media/large.bin".to_owned(), vec![7; 8 << 20]);
    let about = files.get_mut("content/pages/about.en.md").expect("it exists");
    about.extend(b"\n[Large](media/large.bin)\n".iter());
    files
}

#[test]
fn no_address_leads_out_of_the_site() {
    let preview = Preview::starter();
    for path in [
        "/../../../../etc/passwd",
        "/..%2f..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%5c..%5c..%5cetc%5cpasswd",
        "/..\\..\\etc\\passwd",
        "/%252e%252e%252fetc%252fpasswd",
        "/da/../../content/event.yaml",
        "/content/event.yaml",
        "/da/%00",
        "/%00/etc/passwd",
        "/da%0d%0aX-Made-Up:%20yes",
        "//etc/passwd",
        "///etc/passwd",
        "/etc/passwd",
        "/file:///etc/passwd",
        "/C:/Windows/win.ini",
        "/%c0%ae%c0%ae/etc/passwd",
        "/da/..;/..;/etc/passwd",
        "/.git/config",
        "/.plenary",
        "/_plenary/../../etc/passwd",
        "/_plenary/%2e%2e/content/event.yaml",
        "/_plenary/compare/en/da/../../content/event.yaml",
    ] {
        let reply = preview.ask("GET", path, "");
        assert!(matches!(reply.status, 400 | 404), "{path}: {}", reply.status);
        let text = reply.text();
        for part in ["root:", "cloud-herders-2030", "[core]", "[fonts]"] {
            assert!(!text.contains(part), "{path} shows {part}");
        }
        assert_eq!(reply.field("x-made-up"), "", "{path}");
    }
    assert_eq!(preview.get("/en/").status, 200, "it still runs");
}

#[test]
fn only_its_own_pages_may_send_requests() {
    let preview = Preview::starter();
    let port = preview.port;
    let ask = |line: &str, fields: &str| {
        let request = format!("{line}\r\n{fields}Connection: close\r\n\r\n");
        preview.raw(&request.replace("PORT", &port.to_string())).map_or(0, |reply| reply.status)
    };
    let own = "Host: localhost:PORT\r\n";
    for (line, fields, status) in [
        ("GET /en/ HTTP/1.1", own, 200),
        ("GET /en/ HTTP/1.1", "Host: 127.0.0.1:PORT\r\n", 200),
        ("GET /en/ HTTP/1.1", "Host: [::1]:PORT\r\n", 200),
        ("GET http://localhost:PORT/en/ HTTP/1.1", own, 200),
        ("GET http://evil.example/en/ HTTP/1.1", own, 403),
        ("GET /en/ HTTP/1.1", "Host: evil.example\r\n", 403),
        ("GET /en/ HTTP/1.1", "Host: evil.example:PORT\r\n", 403),
        ("GET /en/ HTTP/1.1", "Host: localhost:1\r\n", 403),
        ("GET /en/ HTTP/1.1", "Host: localhost:PORT\r\nHost: evil.example\r\n", 403),
        ("GET /en/ HTTP/1.1", "", 403),
        ("GET /en/ HTTP/1.0", "", 403),
        ("GET /_plenary/changes HTTP/1.1", "Host: evil.example:PORT\r\n", 403),
        (
            "GET /_plenary/changes HTTP/1.1",
            "Host: localhost:PORT\r\nOrigin: http://evil.example\r\n",
            403,
        ),
        ("GET /en/ HTTP/1.1", "Host: localhost:PORT\r\nOrigin: http://localhost:PORT\r\n", 200),
        ("GET /en/ HTTP/1.1", "Host: localhost:PORT\r\nOrigin: null\r\n", 403),
        ("POST /en/ HTTP/1.1", own, 405),
        ("PUT /en/ HTTP/1.1", own, 405),
        ("DELETE /en/ HTTP/1.1", own, 405),
        ("OPTIONS /en/ HTTP/1.1", own, 405),
        ("OPTIONS * HTTP/1.1", own, 405),
        ("TRACE /en/ HTTP/1.1", own, 405),
        ("CONNECT localhost:PORT HTTP/1.1", own, 405),
        ("MADEUP /en/ HTTP/1.1", own, 405),
    ] {
        assert_eq!(ask(line, fields), status, "{line} {fields}");
    }
    for reply in [preview.get("/en/"), preview.get("/nowhere"), preview.get("/_plenary/")] {
        let policy = reply.field("content-security-policy");
        assert_eq!(policy, plenary::drive::preview::security_policy::of_preview());
        assert_eq!(reply.field("x-content-type-options"), "nosniff");
        assert_eq!(reply.field("cross-origin-resource-policy"), "same-origin");
        assert_eq!(reply.field("access-control-allow-origin"), "");
    }
}

#[test]
fn malformed_requests_are_harmless() {
    let preview = Preview::starter();
    let host = format!("Host: localhost:{}\r\n", preview.port);
    let large = format!("GET / HTTP/1.1\r\n{host}X: {}\r\n\r\n", "x".repeat(1 << 20));
    let many = format!("GET / HTTP/1.1\r\n{host}{}\r\n", "X: y\r\n".repeat(100_000));
    let long = format!("GET /{} HTTP/1.1\r\n{host}\r\n", "x".repeat(1 << 20));
    for (name, request) in [
        ("nothing", String::new()),
        ("a line", "\r\n\r\n\r\n".to_owned()),
        ("a word", "hello\r\n\r\n".to_owned()),
        ("another protocol", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}".to_owned()),
        ("no version", "GET /\r\n\r\n".to_owned()),
        ("a field without a name", format!("GET / HTTP/1.1\r\n{host}: x\r\n\r\n")),
        ("a large field", large),
        ("many fields", many),
        ("a long address", long),
    ] {
        let stream = preview.connect();
        let status = if request.is_empty() {
            drop(stream);
            None
        } else {
            drop(stream);
            // Half of these are incomplete, so the connection is closed for writing.
            half_closed(&preview, &request)
        };
        assert!(status.is_none_or(|status| (400..500).contains(&status)), "{name}: {status:?}");
    }
    assert_eq!(preview.get("/en/").status, 200, "it still runs");
}

/// Sends something and closes the connection for writing; returns the status of the answer.
fn half_closed(preview: &Preview, request: &str) -> Option<u16> {
    let mut stream = preview.connect();
    let _ = stream.write_all(request.as_bytes());
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).split(' ').nth(1)?.parse().ok()
}

#[test]
fn slow_clients_do_not_block_others() {
    let preview = Preview::of(&files(), &[]);
    let large = preview.fresh().files.into_keys().find(|path| path.ends_with(".bin"));
    let large = large.expect("the page links to it");
    // More than the limit, each with an incomplete head …
    let heads = (0..300).map(|_| {
        let mut stream = preview.connect();
        let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: loc");
        stream
    });
    // … and some that request much and read nothing.
    let readers = (0..20).map(|_| {
        let mut stream = preview.connect();
        let host = preview.port;
        let _ = write!(stream, "GET /{large} HTTP/1.1\r\nHost: localhost:{host}\r\n\r\n");
        stream
    });
    let slow: Vec<_> = heads.chain(readers).collect();
    let begun = Instant::now();
    assert_eq!(preview.get("/en/").status, 200);
    assert_eq!(preview.get(&format!("/{large}")).bytes.len(), 8 << 20);
    let listener = preview.listen("");
    assert_eq!(listener.now()["number"], 1);
    // A head may take ten seconds, for which others must not wait.
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    drop(slow);
}

#[test]
fn files_are_sent_as_http_demands() {
    let preview = Preview::of(&files(), &[]);
    let built = preview.fresh();
    let find = |ending: &str| {
        let path = built.files.keys().find(|path| path.ends_with(ending));
        format!("/{}", path.unwrap_or_else(|| panic!("there is a file {ending}")))
    };
    for (path, kind) in [
        ("/en/".to_owned(), "text/html; charset=utf-8"),
        (find(".css"), "text/css; charset=utf-8"),
        (find(".js"), "text/javascript; charset=utf-8"),
        (find(".png"), "image/png"),
        (find(".svg"), "image/svg+xml"),
        (find(".webmanifest"), "application/manifest+json"),
        (find(".xml"), "application/xml"),
        (find(".bin"), "application/octet-stream"),
        ("/_plenary/".to_owned(), "text/html; charset=utf-8"),
        ("/_plenary/live.js".to_owned(), "text/javascript; charset=utf-8"),
    ] {
        let reply = preview.get(&path);
        assert_eq!((reply.status, reply.field("content-type")), (200, kind), "{path}");
        let head = preview.ask("HEAD", &path, "");
        assert_eq!((head.status, head.bytes.len()), (200, 0), "{path}");
        assert_eq!(head.field("content-length"), reply.bytes.len().to_string(), "{path}");
    }
    for path in ["/en/".to_owned(), find(".css")] {
        let tag = preview.get(&path).field("etag").to_owned();
        let again = preview.ask("GET", &path, &format!("If-None-Match: {tag}\r\n"));
        assert_eq!((again.status, again.bytes.len()), (304, 0), "{path}");
    }
    let large = find(".bin");
    let tag = preview.get(&large).field("etag").to_owned();
    for (fields, status, length) in [
        ("Range: bytes=0-9\r\n".to_owned(), 206, 10),
        ("Range: bytes=-5\r\n".to_owned(), 206, 5),
        ("Range: bytes=99999999-\r\n".to_owned(), 416, 0),
        (format!("Range: bytes=0-9\r\nIf-Range: {tag}\r\n"), 206, 10),
        ("Range: bytes=0-9\r\nIf-Range: \"other\"\r\n".to_owned(), 200, 8 << 20),
    ] {
        let reply = preview.ask("GET", &large, &fields);
        assert_eq!((reply.status, reply.bytes.len()), (status, length), "{fields}");
    }
}

#[test]
fn missing_pages_are_answered_in_their_language() {
    let preview = Preview::starter();
    for (path, language) in [
        ("/en/nowhere/", "<html lang=\"en\""),
        ("/da/intet/her/", "<html lang=\"da\""),
        ("/zh/%E6%97%A0", "<html lang=\"zh-Hans\""),
        ("/fr/rien", "<html lang=\"en\""),
        ("/nowhere", "<html lang=\"en\""),
    ] {
        let reply = preview.get(path);
        assert_eq!(reply.status, 404, "{path}");
        assert!(reply.text().contains(language), "{path}: {}", reply.text());
        assert!(reply.text().contains("/_plenary/live.js"), "{path} reloads too");
    }
    let reply = preview.get("/da");
    assert_eq!((reply.status, reply.field("location")), (302, "/da/"));
}

#[test]
fn a_port_in_use_is_reported() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = taken.local_addr().expect("it has one").port().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_plenary"))
        .args(["serve", "--site", env!("CARGO_MANIFEST_DIR"), "--port", &port])
        .output()
        .expect("the program was built");
    assert_eq!(output.status.code(), Some(2));
    let printed = String::from_utf8_lossy(&output.stderr).into_owned();
    let expected = format!(
        "error: port {port} is in use by another program\n\
         help: end that program, or choose another port with --port; 0 lets the system choose\n"
    );
    assert_eq!(printed, expected);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_at_once() {
    let mut preview = Preview::starter();
    let listener = preview.listen("");
    listener.now();
    let begun = Instant::now();
    let id = preview.child.id().to_string();
    let signal = if interrupts_are_ignored() { "-TERM" } else { "-INT" };
    assert!(Command::new("kill").args([signal, &id]).status().expect("there is kill").success());
    while preview.child.try_wait().expect("it is our child").is_none() {
        assert!(begun.elapsed() < Duration::from_secs(5), "it still runs");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Whether this process, and hence its children, ignore Ctrl-C, as shells start background processes.
#[cfg(unix)]
fn interrupts_are_ignored() -> bool {
    const INTERRUPT: u64 = 1 << 1;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask & INTERRUPT != 0)
}
