//! What `build` and `check` have in common: reading a site and making it in memory.

use crate::base::diagnostic::Report;
use crate::base::source::Sources;
use crate::cli::Exit;
use crate::cli::args::SiteArgs;
use crate::cli::terminal::Terminal;
use crate::content::load;
use crate::drive::pipeline::{Builder, Options, Site, Take};

/// A site in memory, and what is wrong with it.
pub(super) struct Made {
    pub(super) sources: Sources,
    pub(super) site: Option<Site>,
    pub(super) report: Report,
}

/// The files of a site, read, and what is wrong with them so far.
pub(super) struct Read {
    pub(super) sources: Sources,
    pub(super) options: Options,
    pub(super) report: Report,
}

/// Reads a site.
///
/// # Errors
/// The exit for a folder that holds no site, which was said.
pub(super) fn read(args: &SiteArgs, terminal: &Terminal) -> Result<Read, Exit> {
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
    let options = Options { drafts: args.drafts, base_url: args.base_url.clone() };
    Ok(Read { sources, options, report })
}

/// Makes a site that was read, for somebody who may take its files as they are made.
pub(super) fn make(read: Read, take: Take<'_>, terminal: &Terminal) -> Made {
    let Read { sources, options, mut report } = read;
    terminal.progress("building");
    let mut builder = Builder::once(options, None);
    let site = builder.build_for(take, &sources, &mut report);
    // The program ends soon, and then all memory goes at once: piece by piece takes longer.
    std::mem::forget(builder);
    report.distinct();
    Made { sources, site, report }
}
