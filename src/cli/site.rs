//! What `build` and `check` have in common: reading a site and making it in memory.

use crate::base::diagnostic::Report;
use crate::base::source::Sources;
use crate::cli::Exit;
use crate::cli::args::SiteArgs;
use crate::cli::terminal::Terminal;
use crate::content::load;
use crate::drive::pipeline::{self, Options, Site};

/// A site in memory, and what is wrong with it.
pub(super) struct Made {
    pub(super) sources: Sources,
    pub(super) site: Option<Site>,
    pub(super) report: Report,
}

/// Reads and makes a site.
///
/// # Errors
/// The exit for a folder that holds no site, which was said.
pub(super) fn make(args: &SiteArgs, terminal: &Terminal) -> Result<Made, Exit> {
    if let Err(reason) = load::find_site(&args.site) {
        terminal.failure(&reason);
        terminal.help(
            "go to the site's folder, name it with --site DIR, or make one with `plenary new DIR`",
        );
        return Err(Exit::CouldNotRun);
    }
    let (mut sources, mut report) = (Sources::default(), Report::new());
    terminal.progress("reading");
    load::load(&args.site, &mut sources, &mut report);
    terminal.progress("building");
    let options = Options { drafts: args.drafts, base_url: args.base_url.clone() };
    let site = pipeline::build(&sources, &options, &mut report);
    report.distinct();
    Ok(Made { sources, site, report })
}
