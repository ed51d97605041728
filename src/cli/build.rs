//! `plenary build`.

use std::time::Instant;

use crate::base::print::sorted;
use crate::cli::Exit;
use crate::cli::args::{BuildArgs, FormatName};
use crate::cli::site::{Made, make, read};
use crate::cli::terminal::{Terminal, counted, counts, shown};
use crate::drive::pipeline::inputs;
use crate::drive::write::{Ahead, Origin, Standing, Written, refuse_folder, standing};
use crate::site::render::Rendered;

/// Builds a site into its folder; with any fault nothing is written.
#[expect(clippy::disallowed_methods, reason = "the summary says how long it took")]
pub(super) fn run(args: &BuildArgs, terminal: &Terminal) -> Exit {
    let begun = Instant::now();
    let out = args.out.clone().unwrap_or_else(|| args.site.site.join("public"));
    if let Some(reason) = refuse_folder(&args.site.site, &out) {
        terminal.failure(&reason);
        return Exit::CouldNotRun;
    }
    let read = match read(&args.site, terminal) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    let for_people = matches!(args.site.format, FormatName::Human | FormatName::Short);
    let inputs = inputs(&read.sources, &read.options);
    let told = !read.report.is_empty();
    if !told && let Some(Standing { files, pages, languages }) = standing(&out, inputs) {
        // Nothing was said when it was built, so there is nothing to say now.
        terminal.report(&read.report, &read.sources, args.site.format);
        let written = Written { unchanged: files, ..Written::default() };
        if for_people {
            let took = begun.elapsed().as_millis();
            terminal.line(&summary(pages, languages, written, &shown(&out), took));
        }
        return Exit::Good;
    }
    // Where the folder cannot be written, the faults of the site are said first.
    let ahead = Ahead::open(&out);
    let take = |file: &Rendered| ahead.as_ref().is_ok_and(|ahead| ahead.take(file));
    let Made { sources, site, report } = make(read, &take, terminal);
    let report = sorted(&report, &sources);
    terminal.report(&report, &sources, args.site.format);
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
    let languages = site.event().config.languages.len();
    let origin = report.is_empty().then_some(Origin { inputs, languages });
    match ahead.and_then(|ahead| ahead.finish(&site.files, origin)) {
        Ok(written) => {
            if for_people {
                let pages = site.files.iter().filter(|file| file.path.ends_with(".html")).count();
                let took = begun.elapsed().as_millis();
                terminal.line(&summary(pages, languages, written, &shown(&out), took));
            }
            // As in `make`.
            std::mem::forget((site, sources));
            Exit::Good
        }
        Err(error) => {
            terminal.failure(&error.to_string());
            Exit::CouldNotRun
        }
    }
}

fn summary(
    pages: usize,
    languages: usize,
    written: Written,
    out: &str,
    milliseconds: u128,
) -> String {
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
