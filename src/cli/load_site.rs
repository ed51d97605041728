//! Steps that the commands for a site share: loading a site and building it in memory.

use std::path::Path;

use crate::base::diagnostic::Report;
use crate::base::source::Sources;
use crate::cli::Exit;
use crate::cli::command_line::SiteArgs;
use crate::cli::terminal::Terminal;
use crate::content::load as files;
use crate::drive::pipeline::{Builder, Options, Site, Take};

/// A site in memory, with its report.
pub(super) struct BuiltSite {
    pub(super) sources: Sources,
    pub(super) site: Option<Site>,
    pub(super) report: Report,
}

/// The files of a site, with the report of reading them.
pub(super) struct LoadedSite {
    pub(super) sources: Sources,
    pub(super) options: Options,
    pub(super) report: Report,
}

/// Checks that a folder contains a site.
///
/// # Errors
/// The exit status if the folder does not contain a site; the fault has been reported.
pub(super) fn find_site(folder: &Path, terminal: &Terminal) -> Result<(), Exit> {
    files::find_site(folder).map(drop).map_err(|reason| {
        terminal.failure(&reason);
        terminal.help(
            "go to the site's folder, name it with --site DIR, or create one with \
             `plenary new DIR`",
        );
        Exit::CouldNotRun
    })
}

/// Loads a site.
///
/// # Errors
/// The exit status if the folder does not contain a site; the fault has been reported.
pub(super) fn load(args: &SiteArgs, terminal: &Terminal) -> Result<LoadedSite, Exit> {
    find_site(&args.site, terminal)?;
    let (mut sources, mut report) = (Sources::default(), Report::new());
    terminal.progress("reading");
    files::load(&args.site, &mut sources, &mut report);
    let options =
        Options { drafts: args.drafts, all_languages: false, base_url: args.base_url.clone() };
    Ok(LoadedSite { sources, options, report })
}

/// Builds a loaded site. With `take`, the caller can receive each file as soon as it is rendered.
pub(super) fn build(loaded: LoadedSite, take: Take<'_>, terminal: &Terminal) -> BuiltSite {
    let LoadedSite { sources, options, mut report } = loaded;
    terminal.progress("building");
    let mut builder = Builder::once(options, None);
    let site = builder.build_for(take, &sources, &mut report);
    // The program ends soon, which frees all memory at once; freeing it piece by piece is slower.
    std::mem::forget(builder);
    report.distinct();
    BuiltSite { sources, site, report }
}
