//! The preview's own pages, below `/_plenary/`, and the script that it adds to the site's pages.

mod compare;
mod fault_panel;
mod file_list;
mod overview;
mod translations;

use bytes::{BufMut as _, Bytes, BytesMut};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::drive::preview::snapshot::Snapshot;
use crate::drive::translation_report;
use crate::exchange::escaped_markup as escape;

const LIVE: &str = include_str!("../assets/live.js");
const COMPARE: &str = include_str!("../assets/compare.js");
const STYLE: &str = include_str!("../assets/preview.css");

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The page that the preview's script keeps up to date.
#[derive(Clone, Copy, Debug)]
pub enum OpenPage<'a> {
    /// A page of the site.
    OfSite {
        /// The file that is shown.
        file: &'a str,
        /// Its hash.
        hash: u128,
        /// The missing file of the address, if it is an error page.
        wanted: Option<&'a str>,
    },
    /// A page about the state with this number, which is outdated after every change.
    AboutState(u64),
    /// A page that shows others in frames.
    WithFrames,
}

/// A page or file of the preview, by its path below `/_plenary/`, with its media type.
pub fn page(path: &str, snapshot: &Snapshot) -> Option<(&'static str, Bytes)> {
    Some(match path {
        "" => (HTML, overview::page(snapshot)),
        "faults" => (HTML, fault_panel::panel(snapshot).into()),
        "live.js" => (SCRIPT, Bytes::from_static(LIVE.as_bytes())),
        "compare.js" => (SCRIPT, Bytes::from_static(COMPARE.as_bytes())),
        "preview.css" => (CSS, Bytes::from_static(STYLE.as_bytes())),
        "translations.css" => (CSS, Bytes::from_static(translation_report::STYLE.as_bytes())),
        path => match path.split_once('/')? {
            ("files", number) => (HTML, file_list::page(number.strip_suffix('/')?, snapshot)?),
            ("compare", rest) => (HTML, compare::page(rest, snapshot)?),
            ("translations", rest) => (HTML, translations::page(rest, snapshot)?),
            _ => return None,
        },
    })
}

/// A page with the script that reloads it, before the end of its body.
pub fn with_script(html: &[u8], open: OpenPage<'_>) -> Bytes {
    let watched = match open {
        OpenPage::OfSite { file, hash, wanted } => {
            let wanted = wanted.map(|path| format!(" data-wanted=\"{}\"", escape(path)));
            let wanted = wanted.unwrap_or_default();
            format!(" data-file=\"{}\" data-hash=\"{hash:032x}\"{wanted}", escape(file))
        }
        OpenPage::AboutState(number) => format!(" data-state=\"{number}\""),
        OpenPage::WithFrames => String::new(),
    };
    let script = format!("<script src=\"/_plenary/live.js\"{watched} defer></script>\n");
    const END: &[u8] = b"</body>";
    let at = html.windows(END.len()).rposition(|part| part == END).unwrap_or(html.len());
    let mut page = BytesMut::with_capacity(html.len() + script.len());
    page.put(&html[..at]);
    page.put(script.as_bytes());
    page.put(&html[at..]);
    page.freeze()
}

/// The error page of a site that has none.
pub fn missing_page(wanted: &str) -> Bytes {
    let body = "<h1>There is no such page yet</h1>\n<p>It will be shown here as soon as it can be \
                built. See <a href=\"/_plenary/\">the overview</a>.</p>";
    // No file has this name, so the page is stale as soon as there is one to show.
    let open = OpenPage::OfSite { file: "404.html", hash: 0, wanted: Some(wanted) };
    frame("No such page", body, open)
}

/// The error page for addresses below `/_plenary/`.
pub fn no_such_page() -> Bytes {
    let body = "<h1>The preview has no such page</h1>\n\
                <p><a href=\"/_plenary/\">Overview of the preview</a></p>";
    frame("No such page", body, OpenPage::WithFrames)
}

/// A page of the preview's own.
fn frame(title: &str, body: &str, open: OpenPage<'_>) -> Bytes {
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{} – preview</title>\n\
         <link rel=\"stylesheet\" href=\"/_plenary/preview.css\">\n\
         <link rel=\"stylesheet\" href=\"/_plenary/translations.css\">\n</head>\n<body>\n\
         <main>\n{body}\n</main>\n</body>\n</html>\n",
        escape(title)
    );
    with_script(page.as_bytes(), open)
}

/// The characters that are not escaped in a path: the unreserved ones of RFC 3986, and the slash.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The file at an address.
pub(super) fn file_at(path: &str) -> String {
    match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false => path.to_owned(),
    }
}

/// The address of a file of the site.
fn address(file: &str) -> String {
    let path = match file == "index.html" || file.ends_with("/index.html") {
        true => &file[..file.len() - "index.html".len()],
        false => file,
    };
    format!("/{}", utf8_percent_encode(path, PATH))
}

/// A link to a file of the site, with its unescaped address as the text.
fn link(file: &str) -> String {
    let shown =
        file.strip_suffix("index.html").filter(|path| path.is_empty() || path.ends_with('/'));
    format!("<a href=\"{}\">/{}</a>", address(file), escape(shown.unwrap_or(file)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_at_the_end_of_the_body() {
        let open = OpenPage::OfSite { file: "a\"b.html", hash: 10, wanted: None };
        for (html, page) in [
            ("<body>a</body>\n", ("<body>a", "</body>\n")),
            (
                "<body>&lt;/body&gt; </body> in a text</body>",
                ("<body>&lt;/body&gt; </body> in a text", "</body>"),
            ),
            ("no body", ("no body", "")),
            ("", ("", "")),
        ] {
            let script = "<script src=\"/_plenary/live.js\" data-file=\"a&quot;b.html\" \
                          data-hash=\"0000000000000000000000000000000a\" defer></script>\n";
            let expected = format!("{}{script}{}", page.0, page.1);
            assert_eq!(with_script(html.as_bytes(), open), expected);
        }
    }

    #[test]
    fn addresses_are_those_of_the_published_site() {
        for (file, expected) in [
            ("index.html", "/"),
            ("da/index.html", "/da/"),
            ("zh/议程/index.html", "/zh/%E8%AE%AE%E7%A8%8B/"),
            ("da/404.html", "/da/404.html"),
            ("media/a b.pdf", "/media/a%20b.pdf"),
            ("da/myindex.html", "/da/myindex.html"),
        ] {
            assert_eq!(address(file), expected);
        }
    }
}
