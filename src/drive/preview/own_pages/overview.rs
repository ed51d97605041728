//! The preview's overview: faults, the last change, the build log, and links to everything.

use std::fmt::Write as _;

use bytes::Bytes;

use crate::base::count::counted;
use crate::drive::preview::own_pages::{OpenPage, escape, fault_panel, frame, link};
use crate::drive::preview::snapshot::Snapshot;

/// The maximum number of files that are listed for a change.
const MOST: usize = 200;

/// The page.
pub(super) fn page(snapshot: &Snapshot) -> Bytes {
    let mut body = String::from("<h1>Preview</h1>\n");
    homes(snapshot, &mut body);
    let _ = writeln!(body, "<h2>Errors and warnings</h2>");
    match snapshot.faults.is_empty() {
        true => body.push_str("<p>None.</p>\n"),
        false => body.push_str(&fault_panel::list(snapshot)),
    }
    last_change(snapshot, &mut body);
    rebuilt(snapshot, &mut body);
    stages(snapshot, &mut body);
    frame("Overview", &body, OpenPage::AboutState(snapshot.number))
}

/// Links to the home pages.
fn homes(snapshot: &Snapshot, body: &mut String) {
    let Some(event) = snapshot.event() else { return };
    body.push_str("<ul>\n");
    for (_, language) in event.config.languages.iter() {
        let (path, tag, name) =
            (escape(&language.path), escape(&language.tag), escape(&language.name));
        let _ = writeln!(body, "<li><a href=\"/{path}/\" lang=\"{tag}\">{name}</a></li>");
    }
    let files = counted(snapshot.files.len(), "published file");
    let _ = writeln!(body, "<li><a href=\"/_plenary/files/1/\">{files}</a></li>");
    if event.config.languages.len() > 1 {
        body.push_str("<li><a href=\"/_plenary/translations/\">Translations</a></li>\n");
    }
    body.push_str("</ul>\n");
}

/// The effect of the last change on the published files.
fn last_change(snapshot: &Snapshot, body: &mut String) {
    let change = &snapshot.change;
    let _ = writeln!(
        body,
        "<h2>Last change</h2>\n<p>Number {}: {} changed, {} removed.</p>",
        snapshot.number,
        counted(change.changed.len(), "file"),
        change.gone.len()
    );
    let gone = change.gone.iter().map(|path| format!("<s>/{}</s>", escape(path)));
    let changed = change.changed.iter().map(|path| link(path));
    list(gone.chain(changed), change.gone.len() + change.changed.len(), body);
}

fn list(items: impl Iterator<Item = String>, count: usize, body: &mut String) {
    if count == 0 {
        return;
    }
    body.push_str("<ul>\n");
    for item in items.take(MOST) {
        let _ = writeln!(body, "<li>{item}</li>");
    }
    if count > MOST {
        let _ = writeln!(body, "<li>and {} more</li>", count - MOST);
    }
    body.push_str("</ul>\n");
}

/// The files that were rendered, and why: which of their inputs changed.
fn rebuilt(snapshot: &Snapshot, body: &mut String) {
    let made = &snapshot.log.made;
    let _ = writeln!(body, "<h2>Rebuilt</h2>\n<p>{}.</p>", counted(made.len(), "file"));
    if made.is_empty() {
        return;
    }
    body.push_str(
        "<table>\n<thead><tr><th>File</th><th>Changed inputs</th></tr></thead>\n<tbody>\n",
    );
    for file in made.iter().take(MOST) {
        let because = match file.because.is_empty() {
            true => "new file".to_owned(),
            false => escape(&file.because.join(", ")),
        };
        let _ = writeln!(body, "<tr><td>{}</td><td>{because}</td></tr>", link(&file.path));
    }
    body.push_str("</tbody>\n</table>\n");
    if made.len() > MOST {
        let _ = writeln!(body, "<p>And {} more.</p>", made.len() - MOST);
    }
}

/// The time of each stage.
fn stages(snapshot: &Snapshot, body: &mut String) {
    let stages = &snapshot.log.stages;
    if stages.is_empty() {
        return;
    }
    body.push_str("<h2>Build time</h2>\n<table>\n");
    body.push_str("<thead><tr><th>Stage</th><th>Milliseconds</th></tr></thead>\n<tbody>\n");
    for (name, time) in stages {
        let milliseconds = time.as_secs_f64() * 1000.0;
        let name = escape(name);
        let _ = writeln!(body, "<tr><td>{name}</td><td>{milliseconds:.1}</td></tr>");
    }
    body.push_str("</tbody>\n</table>\n");
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::drive::pipeline::{BuildLog, Rebuilt};
    use crate::drive::preview::snapshot::Change;

    #[test]
    fn rebuilt_files_and_their_reasons_are_shown() {
        let made = |path: &str, because| Rebuilt { path: path.into(), because };
        let many = (0..MOST).map(|at| format!("da/{at}/index.html").into());
        let snapshot = Snapshot {
            change: Change {
                changed: many.collect(),
                gone: vec!["da/x/index.html".into()],
                ..Change::default()
            },
            log: BuildLog {
                stages: vec![("render", Duration::from_micros(1250))],
                made: vec![
                    made("da/index.html", vec!["page", "messages"]),
                    made("da/a&b.html", vec![]),
                ],
            },
            number: 7,
            ..Snapshot::default()
        };
        let page = page(&snapshot);
        let html = String::from_utf8_lossy(&page);
        for part in [
            "<p>None.</p>",
            "<p>Number 7: 200 files changed, 1 removed.</p>",
            "<li><s>/da/x/index.html</s></li>",
            "<li>and 1 more</li>",
            "<tr><td><a href=\"/da/\">/da/</a></td><td>page, messages</td></tr>",
            "<td><a href=\"/da/a%26b.html\">/da/a&amp;b.html</a></td><td>new file</td>",
            "<tr><td>render</td><td>1.2</td></tr>",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }
}
