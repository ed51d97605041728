//! The targets of links and pictures.

use std::borrow::Cow;
use std::ops::Range;

use percent_encoding::percent_decode_str;

use crate::base::diagnostic::Diagnostic;
use crate::base::suggest::nearest;
use crate::base::text::is_id;
use crate::base::unicode::composed;
use crate::base::web_address::{is_web_address, with_ascii_host};
use crate::content::markdown::{MarkdownSource, html_escape};

/// The target of a link; it may not exist.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// An entity of the site (`page:agenda#day-2018-11-20`).
    Entity {
        /// Its kind.
        kind: EntityKind,
        /// Its id; well-formed.
        id: String,
        /// The id of an element in it.
        fragment: Option<String>,
    },
    /// A file of the site.
    File {
        /// Its path relative to the site's folder (`content/pages/about.da.md`), percent-decoded.
        path: String,
        /// The id of an element in it.
        fragment: Option<String>,
    },
    /// The id of an element in the same text.
    Fragment(String),
    /// An external address (http, https, mailto, tel), percent-encoded.
    External(String),
}

/// The kind of an entity that a link can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntityKind {
    /// `page:`
    Page,
    /// `session:`
    Session,
    /// `track:`
    Track,
    /// `contact:`
    Contact,
    /// `speaker:`
    Speaker,
    /// A place with a page.
    Place,
    /// A news item.
    News,
}

impl EntityKind {
    /// All kinds, with their words in links.
    const ALL: [(&'static str, EntityKind); 7] = [
        ("page", EntityKind::Page),
        ("session", EntityKind::Session),
        ("track", EntityKind::Track),
        ("contact", EntityKind::Contact),
        ("speaker", EntityKind::Speaker),
        ("place", EntityKind::Place),
        ("news", EntityKind::News),
    ];

    /// The word before the colon.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// The schemes of external addresses.
pub const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// The folders of `content/` that a link may begin with, from any file.
const FOLDERS: [&str; 9] = [
    "media",
    "pages",
    "tracks",
    "sessions",
    "contacts",
    "speakers",
    "places",
    "organisations",
    "agenda",
];

const ABSOLUTE_HELP: &str = "name the page or file instead, such as `page:agenda` or \
                             `media/map.pdf`: addresses differ between languages";

/// A faulty destination; boxed, because it is rare.
type LinkFault = Box<Diagnostic>;

const HELP: &str = "write `page:agenda`, `session:id`, the path of a file such as \
                    `media/map.pdf`, or an address with `https://`, `mailto:` or `tel:`";

impl MarkdownSource<'_> {
    /// The target of a link.
    pub(super) fn link(&self, destination: &str, at: &Range<usize>) -> Result<Target, LinkFault> {
        let destination = tidy(destination);
        let (scheme, rest) = split_scheme(&destination);
        let target = match scheme {
            Some(scheme) => named(scheme, rest, &destination),
            None => self.file(&destination),
        };
        target.map_err(|fault| Box::new(fault.at(self.span(at))))
    }

    /// The path of a picture.
    pub(super) fn picture(
        &self,
        destination: &str,
        at: &Range<usize>,
    ) -> Result<String, LinkFault> {
        let destination = tidy(destination);
        let (scheme, _) = split_scheme(&destination);
        let remote = scheme.is_some_and(|s| is_one_of(s, &["http", "https", "ftp"]));
        let fault = if remote || destination.starts_with("//") {
            Diagnostic::error(
                "markdown/remote-image",
                format!("the picture `{destination}` is on another site"),
            )
            .help("move the picture into `content/media/` and write `media/name.jpg`")
        } else if let Some(scheme) = scheme {
            Diagnostic::error("link/unsafe", format!("a picture cannot begin with `{scheme}:`"))
                .help("move the picture into `content/media/` and write `media/name.jpg`")
        } else {
            match self.file(&destination) {
                Ok(Target::File { path, .. }) => return Ok(path),
                Ok(_) => {
                    *malformed(&destination, "the path of a picture, such as `media/name.jpg`")
                }
                Err(fault) => *fault,
            }
        };
        Err(Box::new(fault.at(self.span(at))))
    }

    /// A path relative to this file or to `content/`, or an element of this text.
    fn file(&self, destination: &str) -> Result<Target, LinkFault> {
        let (path, fragment) = split_fragment(destination);
        if destination.starts_with('/') {
            let message = format!("the link `{destination}` begins with `/`");
            return Err(Diagnostic::error("link/absolute", message).help(ABSOLUTE_HELP).into());
        }
        if path.is_empty() {
            let fragment = fragment.filter(|f| !f.is_empty());
            return fragment.map(Target::Fragment).ok_or_else(|| {
                malformed(destination, "the target of the link, such as `page:agenda`")
            });
        }
        if path.starts_with("www.") {
            return Err(malformed(destination, &format!("`https://{path}`")));
        }
        let path = decode(path);
        if path.contains('\\') {
            return Err(malformed(destination, "`/` between the parts of a path"));
        }
        if let (Some(scheme), _) = split_scheme(&path) {
            return Err(unsafe_scheme(scheme));
        }
        match self.normalize(&path) {
            Some(path) if path.is_empty() => Err(malformed(destination, "the path of a file")),
            Some(path) => Ok(Target::File { path, fragment }),
            None => {
                let message = format!("the link `{destination}` leaves the site's folder");
                let help = "move the file into `content/media/` and write `media/name.pdf`";
                Err(Diagnostic::error("link/outside", message).help(help).into())
            }
        }
    }

    /// The path relative to the site's folder; `None` if it leads out of it.
    fn normalize(&self, path: &str) -> Option<String> {
        let first = path.split('/').next().unwrap_or("");
        let base = if first == "content" && path.contains('/') {
            ""
        } else if FOLDERS.contains(&first) && path.contains('/') {
            "content"
        } else {
            self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
        };
        let mut parts: Vec<&str> = Vec::new();
        for part in base.split('/').chain(path.split('/')) {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(parts.join("/"))
    }
}

/// A destination as browsers read it: without control characters and outer spaces.
fn tidy(destination: &str) -> Cow<'_, str> {
    if destination.bytes().all(|b| b.is_ascii_graphic()) {
        return Cow::Borrowed(destination);
    }
    let mut tidy = html_escape::clean(destination);
    tidy.retain(|c| !c.is_control());
    Cow::Owned(tidy.trim().to_owned())
}

/// The text before the first colon, if that colon precedes any `/`, `?` or `#`; and the rest.
fn split_scheme(destination: &str) -> (Option<&str>, &str) {
    let end = destination.find(['/', '?', '#']).unwrap_or(destination.len());
    match destination[..end].split_once(':') {
        Some((scheme, _)) => (Some(scheme), &destination[scheme.len() + 1..]),
        None => (None, destination),
    }
}

fn split_fragment(destination: &str) -> (&str, Option<String>) {
    match destination.split_once('#') {
        Some((path, fragment)) => (path, Some(composed(&decode(fragment)).into_owned())),
        None => (destination, None),
    }
}

fn is_one_of(scheme: &str, names: &[&str]) -> bool {
    names.iter().any(|name| scheme.eq_ignore_ascii_case(name))
}

/// A destination with a scheme: an entity of the site or an external address.
fn named(scheme: &str, rest: &str, destination: &str) -> Result<Target, LinkFault> {
    if is_one_of(scheme, &SCHEMES) {
        let web = is_one_of(scheme, &["http", "https"]);
        let encoded = encode(destination);
        let good = if web { is_web_address(&encoded) } else { !rest.trim().is_empty() };
        return match good {
            true => Ok(Target::External(encoded)),
            false => Err(malformed(
                destination,
                if web {
                    "the whole address, such as `https://example.org/map`"
                } else {
                    "the whole address"
                },
            )),
        };
    }
    let kind = EntityKind::ALL.iter().find(|(name, _)| scheme.eq_ignore_ascii_case(name));
    let Some((_, kind)) = kind else { return Err(unsafe_scheme(scheme)) };
    let (id, fragment) = split_fragment(rest);
    let fragment = fragment.filter(|f| !f.is_empty());
    let id = decode(id);
    if !is_id(&id) {
        let name = kind.as_str();
        let wanted = format!(
            "`{name}:` and an id of lower-case letters, digits and hyphens, such as \
             `{name}:green-solutions`"
        );
        return Err(malformed(destination, &wanted));
    }
    Ok(Target::Entity { kind: *kind, id, fragment })
}

fn unsafe_scheme(scheme: &str) -> LinkFault {
    let fault = Diagnostic::error("link/unsafe", format!("a link cannot begin with `{scheme}:`"));
    let known = EntityKind::ALL.iter().map(|(name, _)| *name);
    let meant = nearest(scheme, known.chain(SCHEMES)).map(|meant| format!("{meant}:"));
    fault.suggest(meant, || HELP.to_owned()).into()
}

fn malformed(destination: &str, wanted: &str) -> LinkFault {
    let message = match destination {
        "" => "the link has no target".to_owned(),
        _ => format!("the link `{destination}` is incomplete or misspelt"),
    };
    Diagnostic::error("link/malformed", message).help(format!("write {wanted}")).into()
}

/// Percent-decodes a text, unless the result has control characters or is invalid UTF-8.
fn decode(text: &str) -> String {
    match percent_decode_str(text).decode_utf8() {
        Ok(decoded) if !text.contains('%') => decoded.into_owned(),
        Ok(decoded) if !decoded.contains(char::is_control) => html_escape::clean(&decoded),
        _ => text.to_owned(),
    }
}

/// Writes the host in ASCII, and percent-encodes the ASCII characters that addresses cannot contain.
fn encode(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in with_ascii_host(address).chars() {
        match c {
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::{Content, SourceFile, Sources};
    use crate::content::markdown::emphasis::prepare;

    fn with_source<T>(path: &str, look: impl Fn(&MarkdownSource<'_>) -> T) -> T {
        let mut sources = Sources::default();
        let content = Content::Text("".into());
        let file = sources.insert(SourceFile { path: path.into(), content, hash: 0 });
        look(&MarkdownSource { file, path, body_start: 0, prepared: &prepare("") })
    }

    fn link(destination: &str) -> String {
        with_source("content/pages/about.da.md", |source| match source.link(destination, &(0..0)) {
            Ok(target) => format!("{target:?}"),
            Err(fault) => fault.code.to_owned(),
        })
    }

    #[test]
    fn paths_are_relative_to_the_site() {
        for (destination, path) in [
            ("x.da.md", "content/pages/x.da.md"),
            ("./x.da.md", "content/pages/x.da.md"),
            ("../pages/about.da.md", "content/pages/about.da.md"),
            ("../tracks/../media/x.pdf", "content/media/x.pdf"),
            ("media/x.pdf", "content/media/x.pdf"),
            ("media/kort%20over%20%C3%85rhus.pdf", "content/media/kort over Århus.pdf"),
            ("./media/x.pdf", "content/pages/media/x.pdf"),
            ("content/media/x.pdf", "content/media/x.pdf"),
            ("sessions/main.da.md", "content/sessions/main.da.md"),
            ("../../themes/x", "themes/x"),
            ("100%.pdf", "content/pages/100%.pdf"),
        ] {
            let expected = format!("File {{ path: {path:?}, fragment: None }}");
            assert_eq!(link(destination), expected, "{destination}");
        }
        assert_eq!(
            link("x.da.md#t%C3%A6t"),
            r#"File { path: "content/pages/x.da.md", fragment: Some("tæt") }"#
        );
    }

    #[test]
    fn entities_and_addresses_are_distinguished() {
        for (destination, target) in [
            (
                "page:agenda#day-2018-11-20",
                r#"Entity { kind: Page, id: "agenda", fragment: Some("day-2018-11-20") }"#,
            ),
            ("session:x", r#"Entity { kind: Session, id: "x", fragment: None }"#),
            ("#x", r#"Fragment("x")"#),
            ("https://a.dk/x?a=1&b", r#"External("https://a.dk/x?a=1&b")"#),
            ("HTTPS://a.dk/a b", r#"External("HTTPS://a.dk/a%20b")"#),
            ("https://blåbær.dk/å", r#"External("https://xn--blbr-roah.dk/å")"#),
            ("mailto:a@b.dk", r#"External("mailto:a@b.dk")"#),
            ("tel:+4520853252", r#"External("tel:+4520853252")"#),
        ] {
            assert_eq!(link(destination), target, "{destination}");
        }
    }

    #[test]
    fn other_destinations_are_faulty() {
        for (destination, code) in [
            ("", "link/malformed"),
            ("#", "link/malformed"),
            ("page:", "link/malformed"),
            ("page:A b", "link/malformed"),
            ("speaker:../x", "link/malformed"),
            ("https://", "link/malformed"),
            ("www.a.dk", "link/malformed"),
            ("a\\b.pdf", "link/malformed"),
            ("a%5Cb.pdf", "link/malformed"),
            ("..", "content"),
            ("/agenda/", "link/absolute"),
            ("//evil.example/x", "link/absolute"),
            ("../../../x", "link/outside"),
            ("media/../../../x", "link/outside"),
            ("javascript:alert(1)", "link/unsafe"),
            ("JaVaScRiPt:alert(1)", "link/unsafe"),
            ("java\u{1}script:alert(1)", "link/unsafe"),
            (" \u{1}javascript:alert(1)", "link/unsafe"),
            ("java\nscript:alert(1)", "link/unsafe"),
            ("javascript%3Aalert(1)", "link/unsafe"),
            ("data:text/html,x", "link/unsafe"),
            ("vbscript:x", "link/unsafe"),
            ("file:///etc/passwd", "link/unsafe"),
            ("pages:about", "link/unsafe"),
        ] {
            let found = link(destination);
            assert!(found.contains(code), "{destination:?}: {found}");
        }
    }
}
