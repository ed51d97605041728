//! The preview's own pages, below `/_plenary/`, and what it adds to the site's.

use std::fmt::Write as _;

use crate::drive::preview::snapshot::{Fault, Snapshot};

const SCRIPT: &str = include_str!("assets/live.js");
const STYLE: &str = include_str!("assets/preview.css");

/// A page or file of the preview, with its media type.
pub fn page(path: &str, snapshot: &Snapshot) -> Option<(&'static str, String)> {
    const HTML: &str = "text/html; charset=utf-8";
    Some(match path.strip_prefix("/_plenary/")? {
        "" => (HTML, overview(snapshot)),
        "live.js" => ("text/javascript; charset=utf-8", SCRIPT.to_owned()),
        "preview.css" => ("text/css; charset=utf-8", STYLE.to_owned()),
        "faults" => (HTML, panel(snapshot)),
        rest => (HTML, compare(rest.strip_prefix("compare/")?, snapshot)?),
    })
}

/// A page with the script that keeps it fresh, in front of the end of its body.
pub fn with_script(html: &[u8], snapshot: &Snapshot) -> Vec<u8> {
    let script = format!(
        "<script src=\"/_plenary/live.js\" data-number=\"{}\" data-faults=\"{}\" defer></script>\n",
        snapshot.number,
        snapshot.faults.len()
    );
    // `document.currentScript` is null in a deferred module, not in a deferred script.
    let end = b"</body>";
    let at = html.windows(end.len()).rposition(|part| part == end).unwrap_or(html.len());
    [&html[..at], script.as_bytes(), &html[at..]].concat()
}

/// What is shown for an address of a site that has no page at all.
pub fn empty_page(snapshot: &Snapshot) -> String {
    let body = "<h1>There is no such page yet</h1>\n<p>It will be here as soon as it is built. See \
                <a href=\"/_plenary/\">what there is</a>.</p>";
    let page = frame("No such page", body);
    String::from_utf8_lossy(&with_script(page.as_bytes(), snapshot)).into_owned()
}

/// The change that led to a snapshot, for open pages: JSON on one line.
pub fn change(snapshot: &Snapshot) -> String {
    let change = &snapshot.change;
    let pages: Vec<&String> =
        change.changed.iter().filter(|path| !change.restyled.contains(*path)).collect();
    serde_json::json!({
        "number": snapshot.number,
        "pages": pages,
        "lost": change.removed,
        "styles": change.styles,
        "faults": snapshot.faults.len(),
    })
    .to_string()
}

fn frame(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title} – preview</title>\n\
         <link rel=\"stylesheet\" href=\"/_plenary/preview.css\">\n</head>\n<body>\n{body}\n</body>\n\
         </html>\n"
    )
}

fn overview(snapshot: &Snapshot) -> String {
    let mut body = String::from("<h1>Preview</h1>\n");
    let _ = writeln!(body, "<h2>What is wrong</h2>\n{}", faults(&snapshot.faults));
    let change = &snapshot.change;
    let _ = writeln!(
        body,
        "<h2>The last change</h2>\n<p>Change {}: {} files with other bytes, {} gone.</p>\n<ul>",
        snapshot.number,
        change.changed.len(),
        change.removed.len()
    );
    for path in change.changed.iter().take(MOST_SHOWN) {
        let _ = writeln!(body, "<li>{}</li>", escape(path));
    }
    body.push_str("</ul>\n<h2>Everything that is published</h2>\n<table>\n<tr><th>Address</th><th>Bytes</th></tr>\n");
    for (path, file) in &snapshot.files {
        let address = path.strip_suffix("index.html").unwrap_or(path);
        let _ = writeln!(
            body,
            "<tr><td><a href=\"/{0}\">/{0}</a></td><td>{1}</td></tr>",
            escape(address),
            file.bytes.len()
        );
    }
    body.push_str("</table>");
    frame("Overview", &body)
}

/// How many changed files are listed.
const MOST_SHOWN: usize = 200;

fn faults(faults: &[Fault]) -> String {
    if faults.is_empty() {
        return "<p>Nothing: all is well.</p>".to_owned();
    }
    faults
        .iter()
        .map(|fault| {
            let text = escape(fault.text.trim_end());
            let link = fault
                .link
                .as_ref()
                .map(|link| format!("\n\n<a href=\"{}\">open in the editor</a>", escape(link)));
            let link = link.unwrap_or_default();
            format!("<pre class=\"{}\">{text}{link}</pre>\n", fault.severity)
        })
        .collect()
}

/// The faults for the panel above a page.
fn panel(snapshot: &Snapshot) -> String {
    let count = snapshot.faults.len();
    let noun = if count == 1 { "thing is" } else { "things are" };
    format!(
        "<link rel=\"stylesheet\" href=\"/_plenary/preview.css\">\n\
         <section class=\"panel\" role=\"alert\" lang=\"en\"><button>Close</button>\
         <h2>{count} {noun} wrong; below is the last good site</h2>\n{}</section>\n",
        faults(&snapshot.faults)
    )
}

/// Two languages of one page beside each other, aligned by heading: `da/zh/program/`, the page's
/// address without its language behind the two address parts.
fn compare(rest: &str, snapshot: &Snapshot) -> Option<String> {
    let (left, rest) = rest.split_once('/')?;
    let (right, path) = rest.split_once('/')?;
    let text = |path: String| {
        let file = snapshot.files.get(&format!("{path}index.html"))?;
        String::from_utf8(file.bytes.to_vec()).ok()
    };
    let one = text(format!("{left}/{path}"))?;
    // The other language's address of the page stands in its language switch.
    let other = text(alternate(&one, right)?.trim_start_matches('/').to_owned())?;
    let (one, other) = (sections(&one), sections(&other));
    let mut body =
        format!("<h1>{} – {}</h1>\n<div class=\"compare\">\n", escape(left), escape(right));
    for at in 0..one.len().max(other.len()) {
        let part = |parts: &[String]| parts.get(at).cloned().unwrap_or_default();
        let _ = writeln!(body, "<div>{}</div>\n<div>{}</div>", part(&one), part(&other));
    }
    body.push_str("</div>");
    Some(frame("Compare", &body))
}

/// The address that a page's language switch has for a language's address part.
fn alternate<'a>(html: &'a str, language: &str) -> Option<&'a str> {
    let start = format!("href=\"/{language}/");
    let from = html.find("<nav class=\"languages\"").unwrap_or(0);
    let at = from + html[from..].find(&start)? + "href=\"".len();
    html[at..].split('"').next()
}

/// The main part of a page, cut in front of each heading below the title.
fn sections(html: &str) -> Vec<String> {
    let from = html.find("<main").and_then(|at| Some(at + html[at..].find('>')? + 1)).unwrap_or(0);
    let to = html.rfind("</main>").unwrap_or(html.len());
    let mut rest = &html[from..to.max(from)];
    let mut parts = Vec::new();
    while let Some(at) =
        rest.get(1..).and_then(|tail| ["<h2", "<h3"].iter().filter_map(|tag| tail.find(tag)).min())
    {
        let (part, tail) = rest.split_at(at + 1);
        parts.push(part.to_owned());
        rest = tail;
    }
    parts.push(rest.to_owned());
    parts
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
