//! What is wrong, as HTML: for the panel above a page, and for the preview's own page.

use std::fmt::Write as _;

use crate::drive::preview::snapshot::Snapshot;
use crate::drive::preview::tools::{counted, escape};

/// All faults, each as in the terminal, with a link to the place if an editor was named.
pub(super) fn list(snapshot: &Snapshot) -> String {
    let mut html = String::new();
    for fault in &snapshot.faults {
        let (kind, text) = (fault.severity.as_str(), escape(fault.text.trim_end()));
        // What cannot be broken into lines is scrolled, also with the keyboard.
        let _ = writeln!(html, "<pre class=\"{kind}\" tabindex=\"0\">{text}</pre>");
        if let Some(link) = &fault.link {
            let _ = writeln!(html, "<p><a href=\"{}\">Open in the editor</a></p>", escape(link));
        }
    }
    let all = snapshot.errors + snapshot.warnings;
    if let Some(more @ 1..) = all.checked_sub(snapshot.faults.len()) {
        let _ = writeln!(html, "<p>And {more} more, which <code>plenary check</code> shows.</p>");
    }
    html
}

/// `2 errors and 1 warning`.
pub(super) fn summary(snapshot: &Snapshot) -> String {
    match (snapshot.errors, snapshot.warnings) {
        (0, 0) => "all is well".to_owned(),
        (errors, 0) => counted(errors, "error"),
        (0, warnings) => counted(warnings, "warning"),
        (errors, warnings) => {
            format!("{} and {}", counted(errors, "error"), counted(warnings, "warning"))
        }
    }
}

/// The panel above a page; empty when all is well. Warnings alone do not cover the page.
pub(super) fn panel(snapshot: &Snapshot) -> String {
    let errors = snapshot.errors;
    if errors + snapshot.warnings == 0 {
        return String::new();
    }
    let (class, open) = if errors > 0 { ("error", " open") } else { ("warning", "") };
    let shown = match (errors, snapshot.good) {
        (0, _) => "",
        (_, true) => ". The page is of the site as it last was without errors",
        (_, false) => ". The page is of what could be built",
    };
    format!(
        "<link rel=\"stylesheet\" href=\"/_plenary/preview.css\">\n\
         <section class=\"panel {class}\" aria-label=\"Preview\" lang=\"en\" dir=\"ltr\">\n\
         <p class=\"title\" role=\"alert\">{}{shown}.</p>\n\
         <p class=\"actions\"><a href=\"/_plenary/\">More</a> \
         <button type=\"button\" title=\"Escape\">Close</button></p>\n\
         <details{open}>\n<summary>What is wrong</summary>\n<div class=\"list\">\n{}</div>\n\
         </details>\n</section>\n",
        summary(snapshot),
        list(snapshot)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::Severity;
    use crate::drive::preview::snapshot::Fault;

    fn fault(severity: Severity, text: &str) -> Fault {
        Fault { severity, text: text.to_owned(), link: Some("zed://file/a:1:2?x&y".to_owned()) }
    }

    #[test]
    fn the_panel_says_what_is_wrong_and_is_not_there_when_all_is_well() {
        assert_eq!(panel(&Snapshot::default()), "");
        let mut snapshot = Snapshot {
            faults: vec![fault(Severity::Error, "error: <b> & c\n"), fault(Severity::Warning, "w")],
            errors: 1,
            warnings: 1,
            good: true,
            ..Snapshot::default()
        };
        let html = panel(&snapshot);
        for part in [
            "role=\"alert\">1 error and 1 warning. The page is of the site as it last was",
            "<pre class=\"error\" tabindex=\"0\">error: &lt;b&gt; &amp; c</pre>",
            "href=\"zed://file/a:1:2?x&amp;y\"",
            "<details open>",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(!html.contains("more, which"), "these are all");
        (snapshot.errors, snapshot.warnings) = (0, 9);
        let html = panel(&snapshot);
        assert!(html.contains("<details>"), "a warning is no reason to cover the page");
        assert!(html.contains("<p>And 7 more, which"), "{html}");
    }
}
