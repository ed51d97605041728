//! The faults as HTML: for the panel over a page, and for the overview.

use std::fmt::Write as _;

use crate::base::count::counted_faults;
use crate::drive::preview::own_pages::escape;
use crate::drive::preview::snapshot::Snapshot;

/// All faults, each as in the terminal, with a link to the place if an editor is configured.
pub(super) fn list(snapshot: &Snapshot) -> String {
    let mut html = String::new();
    for fault in &snapshot.faults {
        let (kind, text) = (fault.severity.as_str(), escape(fault.text.trim_end()));
        // Focusable, so that long lines can be scrolled with the keyboard.
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

/// The panel over a page; empty if there are no faults. It is collapsed if there are only warnings.
pub(super) fn panel(snapshot: &Snapshot) -> String {
    let errors = snapshot.errors;
    let Some(summary) = counted_faults(errors, snapshot.warnings) else { return String::new() };
    let (class, open) = if errors > 0 { ("error", " open") } else { ("warning", "") };
    let shown = match (errors, snapshot.good) {
        (0, _) => "",
        (_, true) => ". This is the last version of the page without errors",
        (_, false) => ". This page is incomplete: it shows what could be built",
    };
    format!(
        "<link rel=\"stylesheet\" href=\"/_plenary/preview.css\">\n\
         <section class=\"panel {class}\" aria-label=\"Preview\" lang=\"en\" dir=\"ltr\">\n\
         <p class=\"title\" role=\"alert\">{summary}{shown}.</p>\n\
         <p class=\"actions\"><a href=\"/_plenary/\">More</a> \
         <button type=\"button\" title=\"Escape\">Close</button></p>\n\
         <details{open}>\n<summary>Errors and warnings</summary>\n<div class=\"list\">\n{}</div>\n\
         </details>\n</section>\n",
        list(snapshot)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::Severity;
    use crate::drive::preview::snapshot::ShownFault;

    fn fault(severity: Severity, text: &str) -> ShownFault {
        ShownFault {
            severity,
            text: text.to_owned(),
            link: Some("zed://file/a:1:2?x&y".to_owned()),
        }
    }

    #[test]
    fn the_panel_lists_faults_and_is_empty_without_any() {
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
            "role=\"alert\">1 error and 1 warning. This is the last version of the page",
            "<pre class=\"error\" tabindex=\"0\">error: &lt;b&gt; &amp; c</pre>",
            "href=\"zed://file/a:1:2?x&amp;y\"",
            "<details open>",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(!html.contains("more, which"), "all faults are listed");
        (snapshot.errors, snapshot.warnings) = (0, 9);
        let html = panel(&snapshot);
        assert!(html.contains("<details>"), "warnings do not cover the page");
        assert!(html.contains("<p>And 7 more, which"), "{html}");
    }
}
