//! What is wrong, as HTML: for the panel above a page, and for the preview's own page.

use std::fmt::Write as _;

use crate::drive::preview::snapshot::{Fault, Snapshot};
use crate::drive::preview::tools::{counted, escape};

/// How many faults are shown; one mistake in a template can have thousands.
const MOST: usize = 100;

/// All faults, each as in the terminal, with a link to the place if an editor was named.
pub(super) fn list(faults: &[Fault]) -> String {
    let mut html = String::new();
    for fault in faults.iter().take(MOST) {
        let (kind, text) = (fault.severity.as_str(), escape(fault.text.trim_end()));
        // What cannot be broken into lines is scrolled, also with the keyboard.
        let _ = writeln!(html, "<pre class=\"{kind}\" tabindex=\"0\">{text}</pre>");
        if let Some(link) = &fault.link {
            let _ = writeln!(html, "<p><a href=\"{}\">Open in the editor</a></p>", escape(link));
        }
    }
    if let Some(more @ 1..) = faults.len().checked_sub(MOST) {
        let _ = writeln!(html, "<p>And {more} more, which the terminal shows.</p>");
    }
    html
}

/// `2 errors and 1 warning`.
pub(super) fn summary(snapshot: &Snapshot) -> String {
    match snapshot.counts() {
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
    let (errors, warnings) = snapshot.counts();
    if errors + warnings == 0 {
        return String::new();
    }
    let (class, open) = if errors > 0 { ("error", " open") } else { ("warning", "") };
    let below = match (errors, snapshot.good) {
        (0, _) => "",
        (_, true) => ". Below is the site as it last was without errors",
        (_, false) => ". Below is what could be built",
    };
    format!(
        "<link rel=\"stylesheet\" href=\"/_plenary/preview.css\">\n\
         <section class=\"panel {class}\" aria-label=\"Preview\" lang=\"en\" dir=\"ltr\">\n\
         <p class=\"title\" role=\"alert\">{}{below}.</p>\n\
         <p class=\"actions\"><a href=\"/_plenary/\">More</a> \
         <button type=\"button\" title=\"Escape\">Close</button></p>\n\
         <details{open}>\n<summary>What is wrong</summary>\n<div class=\"list\">\n{}</div>\n\
         </details>\n</section>\n",
        summary(snapshot),
        list(&snapshot.faults)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::Severity;

    fn fault(severity: Severity, text: &str) -> Fault {
        Fault { severity, text: text.to_owned(), link: Some("zed://file/a:1:2?x&y".to_owned()) }
    }

    #[test]
    fn the_panel_says_what_is_wrong_and_is_not_there_when_all_is_well() {
        assert_eq!(panel(&Snapshot::default()), "");
        let mut snapshot = Snapshot {
            faults: vec![fault(Severity::Error, "error: <b> & c\n"), fault(Severity::Warning, "w")],
            good: true,
            ..Snapshot::default()
        };
        let html = panel(&snapshot);
        for part in [
            "role=\"alert\">1 error and 1 warning. Below is the site as it last was",
            "<pre class=\"error\" tabindex=\"0\">error: &lt;b&gt; &amp; c</pre>",
            "href=\"zed://file/a:1:2?x&amp;y\"",
            "<details open>",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
        snapshot.faults.remove(0);
        assert!(panel(&snapshot).contains("<details>"), "a warning is no reason to cover the page");
    }

    #[test]
    fn thousands_of_faults_are_no_wall() {
        let faults = vec![fault(Severity::Error, "e"); MOST + 5];
        assert!(list(&faults).ends_with("<p>And 5 more, which the terminal shows.</p>\n"));
        assert!(!list(&faults[..MOST]).contains("more"));
    }
}
