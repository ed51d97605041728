//! From a request to an answer, without a socket.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use percent_encoding::percent_decode_str;

use crate::drive::preview::file_body::FilePart;
use crate::drive::preview::host_guard::HostNames;
use crate::drive::preview::media_type::media_type;
use crate::drive::preview::own_pages::{self, OpenPage, file_at};
use crate::drive::preview::snapshot::Snapshot;
use crate::site::render::Rendered;

/// The relevant parts of a request.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'a> {
    /// The method, such as `GET`.
    pub method: &'a str,
    /// The path, still escaped and without its query.
    pub path: &'a str,
    /// The requested host names: in the field `Host`, and in an absolute address.
    pub hosts: &'a [&'a str],
    /// The field `Origin`.
    pub origin: Option<&'a str>,
    /// The field `If-None-Match`.
    pub if_none_match: Option<&'a str>,
    /// The field `Range`.
    pub range: Option<&'a str>,
    /// The field `If-Range`.
    pub if_range: Option<&'a str>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// An answer with a body.
    Body(Body),
    /// The stream of changes, which stays open.
    Changes,
}

/// An answer with a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The status code of HTTP.
    pub status: u16,
    /// The header fields, apart from the fields that every answer has.
    pub headers: Vec<(&'static str, String)>,
    /// The body, of which `HEAD` requests only get the length.
    pub bytes: Bytes,
    /// The part of a large file that is the body instead.
    pub part: Option<FilePart>,
}

/// The path of the stream of changes.
pub const CHANGES: &str = "/_plenary/changes";

/// The folder of the preview's own pages.
const OWN: &str = "/_plenary/";

const HTML: &str = "text/html; charset=utf-8";

/// Answers a request to a preview with these host names.
pub fn answer(request: &Request<'_>, names: HostNames, snapshot: &Snapshot) -> Answer {
    if let Some(refused) = refuse(request, names) {
        return Answer::Body(refused);
    }
    let Some(path) = decode(request.path) else {
        return Answer::Body(plain(400, "this address is malformed"));
    };
    if path == CHANGES {
        return Answer::Changes;
    }
    if let Some(own) = path.strip_prefix(OWN) {
        return Answer::Body(match own_pages::page(own, snapshot) {
            Some((kind, text)) => uncached(200, kind, text),
            None => uncached(404, HTML, own_pages::no_such_page()),
        });
    }
    Answer::Body(file(request, &path, snapshot))
}

/// The refusal of a request that is not allowed.
fn refuse(request: &Request<'_>, names: HostNames) -> Option<Body> {
    if !matches!(request.method, "GET" | "HEAD") {
        let mut body = plain(405, "the preview only supports GET and HEAD");
        body.headers.push(("allow", "GET, HEAD".to_owned()));
        return Some(body);
    }
    if request.hosts.is_empty() || !request.hosts.iter().all(|host| names.knows(host)) {
        return Some(plain(403, "this host name is not one of the preview's: use localhost"));
    }
    let foreign = request.origin.is_some_and(|origin| !names.is_own(origin));
    foreign.then(|| plain(403, "other sites may not use the preview"))
}

/// An unescaped path; `None` if it is not UTF-8 or has a control character.
///
/// It is decoded once. The result is looked up among the site's files and never opens one, so dots and
/// slashes are harmless.
fn decode(path: &str) -> Option<Cow<'_, str>> {
    let path = percent_decode_str(path).decode_utf8().ok()?;
    (path.starts_with('/') && !path.contains(|c: char| c.is_control())).then_some(path)
}

fn file(request: &Request<'_>, path: &str, snapshot: &Snapshot) -> Body {
    let name = file_at(&path[1..]);
    if let Some(file) = snapshot.file(&name) {
        return whole_or_part(request, file);
    }
    let folder = format!("{name}/index.html");
    if snapshot.file(&folder).is_some() {
        let mut body = plain(302, "the address of this page ends with a slash");
        body.headers.push(("location", format!("{}/", request.path)));
        return body;
    }
    not_found(&name, snapshot)
}

/// The error page for an address without a file, in the language of the address.
fn not_found(wanted: &str, snapshot: &Snapshot) -> Body {
    let part = wanted.split('/').next().unwrap_or("");
    let languages = snapshot.event().into_iter().flat_map(|event| event.config.languages.iter());
    let own = languages.map(|(_, language)| &language.path).find(|path| *path == part);
    let pages = [own.map(|path| format!("{path}/404.html")), Some("404.html".to_owned())];
    let page = pages.iter().flatten().find_map(|page| snapshot.file(page));
    let bytes = match page {
        Some(file) => {
            let open = OpenPage::OfSite { file: &file.path, hash: file.hash, wanted: Some(wanted) };
            own_pages::with_script(&file.bytes, open)
        }
        // A site with faults may have no pages at all, but its faults must be visible.
        None => own_pages::missing_page(wanted),
    };
    uncached(404, HTML, bytes)
}

fn whole_or_part(request: &Request<'_>, file: &Rendered) -> Body {
    let kind = media_type(&file.path);
    let is_page = kind == HTML;
    // The additions to a page depend only on its path and bytes.
    let tag = format!("\"{:032x}{}\"", file.hash, if is_page { "-preview" } else { "" });
    let mut headers = vec![
        ("content-type", kind.to_owned()),
        ("etag", tag.clone()),
        ("cache-control", "no-cache".to_owned()),
    ];
    let known = |tags: &str| tags.split(',').any(|t| t.trim().trim_start_matches("W/") == tag);
    if request.if_none_match.is_some_and(|tags| tags.trim() == "*" || known(tags)) {
        return Body { status: 304, headers, bytes: Bytes::new(), part: None };
    }
    if is_page {
        let open = OpenPage::OfSite { file: &file.path, hash: file.hash, wanted: None };
        return Body {
            status: 200,
            headers,
            bytes: own_pages::with_script(&file.bytes, open),
            part: None,
        };
    }
    headers.push(("accept-ranges", "bytes".to_owned()));
    // The client would mix a range of a different version with the bytes that it already has.
    let same = request.if_range.is_none_or(|then| then.trim() == tag);
    part(request.range.filter(|_| same), headers, file)
}

/// The bytes of a `Range` (RFC 9110, 14.2); everything if it is malformed or has several ranges.
fn part(range: Option<&str>, mut headers: Vec<(&'static str, String)>, file: &Rendered) -> Body {
    let length = usize::try_from(file.length()).unwrap_or(usize::MAX);
    let wanted = range.and_then(|range| range.strip_prefix("bytes=")).filter(|r| !r.contains(','));
    let Some(wanted) = wanted.and_then(|range| bounds(range, length)) else {
        return body_of(200, headers, file, 0..length);
    };
    if wanted.is_empty() {
        headers.push(("content-range", format!("bytes */{length}")));
        return Body { status: 416, headers, bytes: Bytes::new(), part: None };
    }
    let last = wanted.end - 1;
    headers.push(("content-range", format!("bytes {}-{last}/{length}", wanted.start)));
    body_of(206, headers, file, wanted)
}

/// An answer with bytes of a file, in memory or on the disk.
fn body_of(
    status: u16,
    headers: Vec<(&'static str, String)>,
    file: &Rendered,
    range: std::ops::Range<usize>,
) -> Body {
    match &file.copy_of {
        Some(disk) => {
            let range = range.start as u64..range.end as u64;
            let part = Some(FilePart { file: Arc::clone(disk), range });
            Body { status, headers, bytes: Bytes::new(), part }
        }
        None => Body { status, headers, bytes: file.bytes.slice(range), part: None },
    }
}

/// The bytes of `a-b`, `a-` or `-n`; empty if they are beyond the end, `None` if it is malformed.
fn bounds(range: &str, length: usize) -> Option<std::ops::Range<usize>> {
    let number = |text: &str| match text.bytes().all(|b| b.is_ascii_digit()) {
        // A number that overflows is beyond the end of any file.
        true => Some(text.parse().unwrap_or(usize::MAX)),
        false => None,
    };
    let (first, last) = range.split_once('-')?;
    let (from, to) = match (first.trim(), last.trim()) {
        ("", "") => return None,
        ("", count) => (length.saturating_sub(number(count)?), length),
        (from, "") => (number(from)?, length),
        (from, to) => {
            let (from, to) = (number(from)?, number(to)?);
            if to < from {
                return None;
            }
            (from, to.saturating_add(1).min(length))
        }
    };
    Some(from.min(length)..to)
}

/// The answer for a file that was removed from the disk since the last build.
pub fn gone() -> Body {
    plain(404, "this file is no longer there")
}

fn plain(status: u16, text: &str) -> Body {
    uncached(status, "text/plain; charset=utf-8", format!("{text}\n"))
}

/// An answer that must not be cached.
fn uncached(status: u16, kind: &'static str, bytes: impl Into<Bytes>) -> Body {
    let headers = vec![("content-type", kind.to_owned()), ("cache-control", "no-store".to_owned())];
    Body { status, headers, bytes: bytes.into(), part: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &[&str] = &["localhost:4000"];

    fn snapshot() -> Snapshot {
        let mut files = vec![
            Rendered::new("index.html", "<body>root</body>"),
            Rendered::new("404.html", "<body>lost</body>"),
            Rendered::new("da/index.html", "<body>hjem</body>"),
            Rendered::new("zh/议程/index.html", "<body>议程</body>"),
            Rendered::new("media/a.pdf", "0123456789"),
            Rendered::new("media/empty.txt", ""),
        ];
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Snapshot { files, ..Snapshot::default() }
    }

    fn get(path: &str) -> Body {
        ask(Request { method: "GET", path, hosts: HOST, ..Request::default() })
    }

    fn ask(request: Request<'_>) -> Body {
        let names = HostNames::of(([127, 0, 0, 1], 4000).into());
        match answer(&request, names, &snapshot()) {
            Answer::Body(body) => body,
            Answer::Changes => {
                Body { status: 299, headers: vec![], bytes: Bytes::new(), part: None }
            }
        }
    }

    fn text(body: &Body) -> String {
        String::from_utf8_lossy(&body.bytes).into_owned()
    }

    fn field<'a>(body: &'a Body, name: &str) -> Option<&'a str> {
        body.headers.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str())
    }

    #[test]
    fn existing_pages_are_found() {
        for (path, status, part) in [
            ("/", 200, "root"),
            ("/da/", 200, "hjem"),
            ("/da", 302, ""),
            ("/zh/%E8%AE%AE%E7%A8%8B/", 200, "议程"),
            ("/da/nothing/", 404, "lost"),
            ("/fr/", 404, "lost"),
            ("/media/a.pdf", 200, "0123456789"),
            (CHANGES, 299, ""),
            ("/_plenary/nothing", 404, "no such page"),
        ] {
            let body = get(path);
            assert_eq!(body.status, status, "{path}");
            assert!(text(&body).contains(part), "{path}: {}", text(&body));
        }
        assert_eq!(field(&get("/da"), "location"), Some("/da/"));
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
            "/da/../index.html",
            "/C:%5cwindows",
            "/_plenary/../index.html",
            "/_plenary/compare/../../etc/",
        ] {
            assert_eq!(get(path).status, 404, "{path}");
        }
        for path in ["/%00", "/da%00/", "/%ff", "", "da/", "*", "/a%0d%0ab"] {
            assert_eq!(get(path).status, 400, "{path}");
        }
    }

    #[test]
    fn foreign_hosts_origins_and_methods_are_refused() {
        let base = Request { method: "GET", path: "/", hosts: HOST, ..Request::default() };
        for (request, status) in [
            (base, 200),
            (Request { method: "HEAD", ..base }, 200),
            (Request { method: "POST", ..base }, 405),
            (Request { method: "OPTIONS", ..base }, 405),
            (Request { hosts: &["evil.example:4000"], ..base }, 403),
            (Request { hosts: &["localhost:4000", "evil.example:4000"], ..base }, 403),
            (Request { hosts: &[], ..base }, 403),
            (Request { origin: Some("http://localhost:4000"), ..base }, 200),
            (Request { origin: Some("http://evil.example"), ..base }, 403),
            (Request { origin: Some("null"), ..base }, 403),
        ] {
            assert_eq!(ask(request).status, status, "{request:?}");
        }
    }

    #[test]
    fn ranges_follow_the_http_standard() {
        let base =
            Request { method: "GET", path: "/media/a.pdf", hosts: HOST, ..Request::default() };
        for (range, status, part) in [
            ("bytes=0-3", 206, "0123"),
            ("bytes=8-", 206, "89"),
            ("bytes=-2", 206, "89"),
            ("bytes=-20", 206, "0123456789"),
            ("bytes=5-100", 206, "56789"),
            ("bytes=0-99999999999999999999", 206, "0123456789"),
            ("bytes=10-", 416, ""),
            ("bytes=-0", 416, ""),
            ("bytes=99999999999999999999-", 416, ""),
            ("bytes=3-1", 200, "0123456789"),
            ("bytes=x-", 200, "0123456789"),
            ("bytes=-", 200, "0123456789"),
            ("bytes=+1-2", 200, "0123456789"),
            ("bytes=0-1,3-4", 200, "0123456789"),
            ("lines=1-2", 200, "0123456789"),
        ] {
            let body = ask(Request { range: Some(range), ..base });
            assert_eq!((body.status, text(&body).as_str()), (status, part), "{range}");
        }
        let part = ask(Request { range: Some("bytes=2-3"), ..base });
        assert_eq!(field(&part, "content-range"), Some("bytes 2-3/10"));
        let tag = field(&ask(base), "etag").map(str::to_owned);
        for (if_range, status) in [(tag.as_deref(), 206), (Some("\"other\""), 200)] {
            let asked = Request { range: Some("bytes=2-3"), if_range, ..base };
            assert_eq!(ask(asked).status, status, "{if_range:?}");
        }
        let empty = Request { path: "/media/empty.txt", range: Some("bytes=0-"), ..base };
        assert_eq!(ask(empty).status, 416);
    }

    #[test]
    fn unchanged_files_are_not_sent_again() {
        for path in ["/media/a.pdf", "/da/"] {
            let base = Request { method: "GET", path, hosts: HOST, ..Request::default() };
            let tag = field(&ask(base), "etag").expect("files have a tag").to_owned();
            for (tags, status) in [
                (tag.clone(), 304),
                (format!("W/{tag}"), 304),
                (format!("\"x\", {tag}"), 304),
                ("*".to_owned(), 304),
                ("\"x\"".to_owned(), 200),
            ] {
                let again = ask(Request { if_none_match: Some(&tags), ..base });
                assert_eq!(again.status, status, "{path} {tags}");
                assert_eq!(again.bytes.is_empty(), status == 304);
            }
        }
    }
}
