//! `plenary check`.

use crate::base::count::counted;
use crate::base::print::sorted;
use crate::cli::Exit;
use crate::cli::command_line::{CheckArgs, FormatName};
use crate::cli::load_site::{BuiltSite, build, load};
use crate::cli::terminal::{Terminal, counts};
use crate::tools::site_checks::check;

/// Checks a site and writes nothing.
pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> Exit {
    let BuiltSite { sources, site, mut report } = match load(&args.site, terminal) {
        // Languages that are not published are checked too: their pages are to be published later.
        Ok(mut loaded) => {
            loaded.options.all_languages = true;
            build(loaded, &|_| false, terminal)
        }
        Err(exit) => return exit,
    };
    terminal.progress("checking");
    let mut found = String::new();
    if let Some(site) = &site {
        check(site, &sources, &mut report);
        let files = counted(site.files.len(), "file");
        found = format!(
            "; the site has {files} in {}",
            counted(site.event().config.languages.len(), "language")
        );
    }
    let report = sorted(&report, &sources);
    terminal.report(&report, &sources, args.site.format);
    let denied = args.deny_warnings && !report.is_empty();
    let failed = site.is_none() || report.has_errors() || denied;
    if matches!(args.site.format, FormatName::Human | FormatName::Short) {
        match counts(&report) {
            Some(counts) if failed => terminal.failure(&counts),
            Some(counts) => terminal.line(&format!("checked: {counts}{found}")),
            None => terminal.line(&format!("checked: no errors or warnings{found}")),
        }
    }
    if failed { Exit::Faults } else { Exit::Success }
}
