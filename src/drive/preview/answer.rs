//! From a request to an answer, without a socket.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::drive::preview::snapshot::{Served, Snapshot};
use crate::drive::preview::tools;

/// What of a request matters.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'a> {
    /// The method, as `GET`.
    pub method: &'a str,
    /// The path as it was written, without its query.
    pub path: &'a str,
    /// The header `Host`.
    pub host: Option<&'a str>,
    /// The header `Origin`.
    pub origin: Option<&'a str>,
    /// The header `If-None-Match`.
    pub if_none_match: Option<&'a str>,
    /// The header `Range`.
    pub range: Option<&'a str>,
}

/// What is sent back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A body, or a part of one.
    Body(Body),
    /// The stream of changes, which stays open.
    Changes,
}

/// A complete answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The status code of HTTP.
    pub status: u16,
    /// The header fields besides those that every answer has.
    pub headers: Vec<(&'static str, String)>,
    /// What is sent; a request with `HEAD` is sent only its length.
    pub bytes: Vec<u8>,
}

/// The path of the stream of changes.
pub const CHANGES: &str = "/_plenary/changes";

/// The folder of the preview's own pages.
const OWN: &str = "/_plenary/";

/// Answers a request.
///
/// `hosts` are the names under which the preview may be asked for (with port). A page of another
/// site that makes the browser resolve its own name to this machine (DNS rebinding) sends another,
/// and is refused.
pub fn answer(request: &Request<'_>, hosts: &[String], snapshot: &Snapshot) -> Answer {
    if let Some(refused) = refuse(request, hosts) {
        return Answer::Body(refused);
    }
    let Some(path) = decode(request.path) else {
        return Answer::Body(plain(400, "this address cannot be read"));
    };
    if path == CHANGES {
        return Answer::Changes;
    }
    if path.starts_with(OWN) {
        return Answer::Body(match tools::page(&path, snapshot) {
            Some((kind, text)) => fresh(200, kind, text.into_bytes()),
            None => plain(404, "the preview has no such page"),
        });
    }
    Answer::Body(file(request, &path, snapshot))
}

/// Why a request is not answered, if it is not.
fn refuse(request: &Request<'_>, hosts: &[String]) -> Option<Body> {
    if !matches!(request.method, "GET" | "HEAD") {
        let mut body = plain(405, "the preview only shows pages");
        body.headers.push(("allow", "GET, HEAD".to_owned()));
        return Some(body);
    }
    let known = |name: &str| hosts.iter().any(|host| host.eq_ignore_ascii_case(name));
    if !request.host.is_some_and(known) {
        return Some(plain(403, "this name is not one of the preview's"));
    }
    let foreign =
        request.origin.is_some_and(|origin| !origin.strip_prefix("http://").is_some_and(known));
    foreign.then(|| plain(403, "other sites may not ask the preview"))
}

/// A path without its percent signs; `None` for one that is no text, or has a control character.
///
/// It is decoded once. What comes out is looked up among the site's files and opens none, so dots
/// and slashes are harmless.
fn decode(path: &str) -> Option<Cow<'_, str>> {
    let path = percent_decode_str(path).decode_utf8().ok()?;
    (path.starts_with('/') && !path.contains(|c: char| c.is_control())).then_some(path)
}

fn file(request: &Request<'_>, path: &str, snapshot: &Snapshot) -> Body {
    let name = &path[1..];
    let index = |folder: &str| format!("{folder}index.html");
    let found = if name.is_empty() || name.ends_with('/') {
        let name = index(name);
        snapshot.files.get(&name).map(|file| (name, file))
    } else {
        snapshot.files.get(name).map(|file| (name.to_owned(), file))
    };
    match found {
        Some((name, file)) => whole_or_part(request, &name, file, snapshot),
        None if snapshot.files.contains_key(&index(&format!("{name}/"))) => {
            let mut body = plain(302, "the page is one slash further");
            body.headers.push(("location", format!("{}/", request.path)));
            body
        }
        None => lost(name, snapshot),
    }
}

/// The page for addresses that lead nowhere, in the language of the address.
fn lost(name: &str, snapshot: &Snapshot) -> Body {
    let language = name.split('/').next().unwrap_or("");
    let own = snapshot.languages.iter().find(|path| *path == language);
    let page = own.map_or_else(|| "404.html".to_owned(), |path| format!("{path}/404.html"));
    match snapshot.files.get(&page) {
        Some(file) => fresh(404, kind(&page), tools::with_script(&file.bytes, snapshot)),
        None => {
            // A site with faults may have no page at all, and its faults must still be seen.
            let text = tools::empty_page(snapshot);
            fresh(404, "text/html; charset=utf-8", text.into_bytes())
        }
    }
}

fn whole_or_part(request: &Request<'_>, name: &str, file: &Served, snapshot: &Snapshot) -> Body {
    let kind = kind(name);
    let is_page = name.ends_with(".html");
    // A page shows the faults, which are no part of its bytes.
    let tag = match is_page {
        true => format!("\"{:032x}-{}\"", file.hash, snapshot.number),
        false => format!("\"{:032x}\"", file.hash),
    };
    let headers = vec![
        ("content-type", kind.to_owned()),
        ("etag", tag.clone()),
        ("cache-control", "no-cache".to_owned()),
    ];
    let known = |tags: &str| tags.split(',').any(|t| t.trim().trim_start_matches("W/") == tag);
    if request.if_none_match.is_some_and(|tags| tags.trim() == "*" || known(tags)) {
        return Body { status: 304, headers, bytes: Vec::new() };
    }
    if is_page {
        return Body { status: 200, headers, bytes: tools::with_script(&file.bytes, snapshot) };
    }
    part(request.range, headers, &file.bytes)
}

/// The bytes that a `Range` asks for (RFC 9110, 14.2): one range; of several, everything is sent.
fn part(range: Option<&str>, mut headers: Vec<(&'static str, String)>, bytes: &[u8]) -> Body {
    headers.push(("accept-ranges", "bytes".to_owned()));
    let wanted = range.and_then(|range| range.strip_prefix("bytes=")).filter(|r| !r.contains(','));
    let Some(wanted) = wanted else {
        return Body { status: 200, headers, bytes: bytes.to_vec() };
    };
    match bounds(wanted, bytes.len()) {
        Some((from, to)) => {
            headers.push(("content-range", format!("bytes {from}-{}/{}", to - 1, bytes.len())));
            Body { status: 206, headers, bytes: bytes[from..to].to_vec() }
        }
        None => {
            headers.push(("content-range", format!("bytes */{}", bytes.len())));
            Body { status: 416, headers, bytes: Vec::new() }
        }
    }
}

/// The first byte of `a-b`, `a-` or `-n`, and the one behind the last.
fn bounds(range: &str, length: usize) -> Option<(usize, usize)> {
    let (first, last) = range.split_once('-')?;
    let (from, to) = match (first.trim(), last.trim()) {
        ("", count) => (length.saturating_sub(count.parse().ok()?), length),
        (from, "") => (from.parse().ok()?, length),
        (from, to) => (from.parse().ok()?, to.parse::<usize>().ok()?.checked_add(1)?.min(length)),
    };
    (from < to).then_some((from, to))
}

fn plain(status: u16, text: &str) -> Body {
    fresh(status, "text/plain; charset=utf-8", format!("{text}\n").into_bytes())
}

fn fresh(status: u16, kind: &'static str, bytes: Vec<u8>) -> Body {
    let headers = vec![("content-type", kind.to_owned()), ("cache-control", "no-store".to_owned())];
    Body { status, headers, bytes }
}

/// The media type of a file, by its ending (IANA's registry).
fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/vnd.microsoft.icon",
        "pdf" => "application/pdf",
        "ics" => "text/calendar; charset=utf-8",
        "vcf" => "text/vcard; charset=utf-8",
        "mp4" => "video/mp4",
        "mp3" => "audio/mpeg",
        "woff2" => "font/woff2",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::render::Rendered;

    fn snapshot() -> Snapshot {
        let file = |path: &str, text: &str| Rendered { path: path.into(), bytes: text.into() };
        Snapshot {
            files: Snapshot::files_of(vec![
                file("index.html", "<body>root</body>"),
                file("404.html", "<body>lost</body>"),
                file("da/index.html", "<body>hjem</body>"),
                file("da/404.html", "<body>ikke her</body>"),
                file("zh/议程/index.html", "<body>议程</body>"),
                file("media/a.pdf", "0123456789"),
            ]),
            languages: vec!["da".to_owned(), "zh".to_owned()],
            ..Snapshot::default()
        }
    }

    fn get(path: &str) -> Body {
        ask(Request { method: "GET", path, host: Some("localhost:4000"), ..Request::default() })
    }

    fn ask(request: Request<'_>) -> Body {
        match answer(&request, &["localhost:4000".to_owned()], &snapshot()) {
            Answer::Body(body) => body,
            Answer::Changes => Body { status: 299, headers: vec![], bytes: vec![] },
        }
    }

    fn text(body: &Body) -> String {
        String::from_utf8_lossy(&body.bytes).into_owned()
    }

    #[test]
    fn pages_are_found_and_others_are_not() {
        for (path, status, part) in [
            ("/", 200, "root"),
            ("/da/", 200, "hjem"),
            ("/da", 302, ""),
            ("/zh/%E8%AE%AE%E7%A8%8B/", 200, "议程"),
            ("/da/nothing/", 404, "ikke her"),
            ("/fr/", 404, "lost"),
            ("/media/a.pdf", 200, "0123456789"),
            (CHANGES, 299, ""),
            ("/_plenary/nothing", 404, ""),
        ] {
            let body = get(path);
            assert_eq!(body.status, status, "{path}");
            assert!(text(&body).contains(part), "{path}: {}", text(&body));
        }
    }

    #[test]
    fn no_path_leads_out_of_the_site() {
        for path in [
            "/../etc/passwd",
            "/..%2f..%2fetc%2fpasswd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/..%5c..%5cetc",
            "/%252e%252e%252fetc/passwd",
            "//etc/passwd",
            "/da/../../etc/passwd",
            "/C:%5cwindows",
        ] {
            assert_eq!(get(path).status, 404, "{path}");
        }
        for path in ["/%00", "/da%00/", "/%ff", "", "da/", "*", "/a%0d%0ab"] {
            assert_eq!(get(path).status, 400, "{path}");
        }
    }

    #[test]
    fn strangers_are_refused() {
        let base = Request {
            method: "GET",
            path: "/",
            host: Some("localhost:4000"),
            ..Request::default()
        };
        for (request, status) in [
            (base, 200),
            (Request { method: "HEAD", ..base }, 200),
            (Request { method: "POST", ..base }, 405),
            (Request { method: "OPTIONS", ..base }, 405),
            (Request { host: Some("evil.example:4000"), ..base }, 403),
            (Request { host: Some("localhost"), ..base }, 403),
            (Request { host: None, ..base }, 403),
            (Request { origin: Some("http://localhost:4000"), ..base }, 200),
            (Request { origin: Some("http://evil.example"), ..base }, 403),
            (Request { origin: Some("null"), ..base }, 403),
        ] {
            assert_eq!(ask(request).status, status, "{request:?}");
        }
    }

    #[test]
    fn ranges_and_tags_are_as_http_has_them() {
        let base = Request {
            method: "GET",
            path: "/media/a.pdf",
            host: Some("localhost:4000"),
            ..Request::default()
        };
        for (range, status, part) in [
            ("bytes=0-3", 206, "0123"),
            ("bytes=8-", 206, "89"),
            ("bytes=-2", 206, "89"),
            ("bytes=5-100", 206, "56789"),
            ("bytes=10-", 416, ""),
            ("bytes=3-1", 416, ""),
            ("bytes=x-", 416, ""),
            ("bytes=0-1,3-4", 200, "0123456789"),
            ("lines=1-2", 200, "0123456789"),
        ] {
            let body = ask(Request { range: Some(range), ..base });
            assert_eq!((body.status, text(&body).as_str()), (status, part), "{range}");
        }
        let tag =
            ask(base).headers.iter().find(|(name, _)| *name == "etag").map(|(_, t)| t.clone());
        let again = ask(Request { if_none_match: tag.as_deref(), ..base });
        assert_eq!((again.status, again.bytes.len()), (304, 0));
    }
}
