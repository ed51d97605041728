//! The list of published files, some hundred per page: a site may have tens of thousands.

use std::fmt::Write as _;

use bytes::Bytes;

use crate::base::count::counted;
use crate::base::text::Languages;
use crate::drive::preview::own_pages::{OpenPage, address, escape, frame, link};
use crate::drive::preview::snapshot::Snapshot;

/// The number of files per page.
const PER_PAGE: usize = 500;

/// The page with this number, from 1.
pub(super) fn page(number: &str, snapshot: &Snapshot) -> Option<Bytes> {
    let pages = snapshot.files.len().div_ceil(PER_PAGE).max(1);
    let number = number.parse::<usize>().ok().filter(|number| (1..=pages).contains(number))?;
    let languages = snapshot.event().map(|event| &event.config.languages);
    let mut body = format!(
        "<p><a href=\"/_plenary/\">Preview</a></p>\n<h1>{}</h1>\n",
        counted(snapshot.files.len(), "published file")
    );
    body.push_str(&steps(number, pages));
    body.push_str(
        "<table>\n<thead><tr><th>Address</th><th>Bytes</th><th>Compare</th></tr></thead>\n",
    );
    body.push_str("<tbody>\n");
    for file in snapshot.files.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE) {
        let compare = languages.map(|all| comparisons(&file.path, all)).unwrap_or_default();
        let (link, size) = (link(&file.path), file.length());
        let _ = writeln!(body, "<tr><td>{link}</td><td>{size}</td><td>{compare}</td></tr>");
    }
    body.push_str("</tbody>\n</table>\n");
    Some(frame("Files", &body, OpenPage::AboutState(snapshot.number)))
}

/// Links to the previous and the next page.
fn steps(number: usize, pages: usize) -> String {
    if pages == 1 {
        return String::new();
    }
    let step = |to: usize, word: &str| format!("<a href=\"/_plenary/files/{to}/\">{word}</a> ");
    let before = if number > 1 { step(number - 1, "Previous") } else { String::new() };
    let after = if number < pages { step(number + 1, "Next") } else { String::new() };
    format!("<p>Page {number} of {pages}. {before}{after}</p>\n")
}

/// Links to the comparisons of a page with each other language.
fn comparisons(file: &str, languages: &Languages) -> String {
    let Some((part, _)) = file.split_once('/').filter(|_| file.ends_with("/index.html")) else {
        return String::new();
    };
    let Some((lang, own)) = languages.iter().find(|(_, language)| language.path == part) else {
        return String::new();
    };
    let page = address(file);
    let rest = page.get(own.path.len() + 2..).unwrap_or("");
    let others = languages.iter().filter(|(other, _)| *other != lang);
    let links = others.map(|(_, other)| {
        let (left, right) = (escape(&own.tag), escape(&other.tag));
        format!("<a href=\"/_plenary/compare/{left}/{right}/{rest}\">{right}</a>")
    });
    links.collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::render::Rendered;

    #[test]
    fn many_files_are_split_into_pages() {
        let file = |at: usize| Rendered::new(format!("{at:05}"), "x");
        let files = (0..PER_PAGE * 2 + 1).map(file).collect();
        let snapshot = Snapshot { files, ..Snapshot::default() };
        let text = |number| {
            page(number, &snapshot).map(|page| String::from_utf8_lossy(&page).into_owned())
        };
        for (number, first, rows) in
            [("1", "/00000", 500), ("2", "/00500", 500), ("3", "/01000", 1)]
        {
            let html = text(number).expect("the page is there");
            assert!(html.contains(&format!(">{first}</a>")), "{number}");
            assert_eq!(html.matches("<tr><td>").count(), rows);
        }
        for number in ["0", "4", "x", "-1", ""] {
            assert_eq!(text(number), None, "{number}");
        }
    }
}
