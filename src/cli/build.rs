//! `plenary build`.

use std::time::Instant;

use crate::base::print::sorted;
use crate::cli::Exit;
use crate::cli::args::{BuildArgs, FormatName};
use crate::cli::site::{Made, make};
use crate::cli::terminal::{Terminal, counted, counts, shown};
use crate::drive::pipeline::Site;
use crate::drive::write::{Written, refuse_folder, write_site};

/// Builds a site into its folder; with any fault nothing is written.
#[expect(clippy::disallowed_methods, reason = "the summary says how long it took")]
pub(super) fn run(args: &BuildArgs, terminal: &Terminal) -> Exit {
    let begun = Instant::now();
    let out = args.out.clone().unwrap_or_else(|| args.site.site.join("public"));
    if let Some(reason) = refuse_folder(&args.site.site, &out) {
        terminal.failure(&reason);
        return Exit::CouldNotRun;
    }
    let Made { sources, site, report } = match make(&args.site, terminal) {
        Ok(made) => made,
        Err(exit) => return exit,
    };
    let report = sorted(&report, &sources);
    terminal.report(&report, &sources, args.site.format);
    let for_people = matches!(args.site.format, FormatName::Human | FormatName::Short);
    let site = match site {
        Some(site) if !report.has_errors() => site,
        _ => {
            if for_people && let Some(counts) = counts(&report) {
                terminal.failure(&format!("{counts}; nothing was written"));
            }
            return Exit::Faults;
        }
    };
    terminal.progress("writing");
    match write_site(&out, &site.files) {
        Ok(written) => {
            if for_people {
                terminal.line(&summary(&site, written, &shown(&out), begun.elapsed().as_millis()));
            }
            Exit::Good
        }
        Err(error) => {
            terminal.failure(&error.to_string());
            Exit::CouldNotRun
        }
    }
}

fn summary(site: &Site, written: Written, out: &str, milliseconds: u128) -> String {
    let pages = site.files.iter().filter(|file| file.path.ends_with(".html")).count();
    let languages = site.event().config.languages.len();
    let removed = match written.removed {
        0 => String::new(),
        removed => format!(", {removed} removed"),
    };
    format!(
        "built {} in {} into {out}: {} written, {} unchanged{removed} ({milliseconds} ms)",
        counted(pages, "page"),
        counted(languages, "language"),
        counted(written.changed, "file"),
        written.unchanged,
    )
}
