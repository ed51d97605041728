//! `plenary build`.

use std::time::Instant;

use crate::base::count::counted;
use crate::base::print::sorted;
use crate::cli::Exit;
use crate::cli::command_line::{BuildArgs, FormatName};
use crate::cli::load_site::{BuiltSite, LoadedSite, build, load};
use crate::cli::terminal::{Terminal, counts, shown};
use crate::drive::pipeline::{Builder, Site, inputs};
use crate::drive::write::{
    BuildOrigin, SiteWriter, UpToDateSite, Written, refuse_folder, up_to_date_site,
};
use crate::site::render::Rendered;
use crate::tools::translate::pseudo;

/// Builds a site into the output folder; if there is any error, nothing is written.
#[expect(clippy::disallowed_methods, reason = "the summary reports the time")]
pub(super) fn run(args: &BuildArgs, terminal: &Terminal) -> Exit {
    let begun = Instant::now();
    let out = args.out.clone().unwrap_or_else(|| args.site.site.join("public"));
    if let Some(reason) = refuse_folder(&args.site.site, &out) {
        terminal.failure(&reason);
        return Exit::CouldNotRun;
    }
    let loaded = load(&args.site, terminal).and_then(|loaded| match args.pseudo {
        true => with_pseudo_languages(loaded, args, terminal),
        false => Ok(loaded),
    });
    let loaded = match loaded {
        Ok(loaded) => loaded,
        Err(exit) => return exit,
    };
    let for_people = matches!(args.site.format, FormatName::Human | FormatName::Short);
    let LoadedSite { sources, options, report } = &loaded;
    let inputs = inputs(sources, options);
    if report.is_empty()
        && let Some(UpToDateSite { files, pages, languages }) = up_to_date_site(&out, inputs)
    {
        // Its build reported nothing, so there is nothing to report now.
        terminal.report(report, sources, args.site.format);
        let written = Written { unchanged: files, ..Written::default() };
        if for_people {
            let took = begun.elapsed().as_millis();
            terminal.line(&summary(pages, languages, written, &shown(&out), took));
        }
        return Exit::Success;
    }
    // If the folder cannot be written, the site's faults are reported first.
    let writer = SiteWriter::open(&out);
    let take = |file: &Rendered| writer.as_ref().is_ok_and(|writer| writer.take(file));
    let BuiltSite { sources, site, report } = build(loaded, &take, terminal);
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
    let languages = site.shown_event().config.languages.len();
    let origin = report.is_empty().then_some(BuildOrigin { inputs, languages });
    match writer.and_then(|writer| writer.finish(&site.files, origin)) {
        Ok(written) => {
            if for_people {
                let pages = site.files.iter().filter(|file| file.path.ends_with(".html")).count();
                let took = begun.elapsed().as_millis();
                terminal.line(&summary(pages, languages, written, &shown(&out), took));
            }
            let exit = exit(&site, terminal, args.site.drafts, for_people);
            // As in `build`: freeing the memory takes time.
            std::mem::forget((site, sources));
            exit
        }
        Err(error) => {
            terminal.failure(&error.to_string());
            Exit::CouldNotRun
        }
    }
}

/// The exit status of a site that was written. A language that its owner keeps back is as it should be.
fn exit(site: &Site, terminal: &Terminal, drafts: bool, for_people: bool) -> Exit {
    let languages = &site.event().config.languages;
    let below = site.unpublished.iter().filter(|language| !language.unmet.is_empty());
    let below: Vec<&str> = below.map(|language| languages.tag(language.lang)).collect();
    if below.is_empty() || drafts {
        return Exit::Success;
    }
    if for_people {
        terminal.failure(&format!("not published: {}", below.join(", ")));
    }
    Exit::Unpublished
}

/// The site with the pseudo-languages. It is built without them first, to report errors at their lines.
fn with_pseudo_languages(
    loaded: LoadedSite,
    args: &BuildArgs,
    terminal: &Terminal,
) -> Result<LoadedSite, Exit> {
    let mut report = loaded.report.clone();
    let site = Builder::once(loaded.options.clone(), None).build(&loaded.sources, &mut report);
    if site.is_none() || report.has_errors() {
        let report = sorted(&report, &loaded.sources);
        terminal.report(&report, &loaded.sources, args.site.format);
        terminal.failure(&counts(&report).unwrap_or_default());
        return Err(Exit::Faults);
    }
    match pseudo::with_pseudo_languages(&loaded.sources, args.site.drafts) {
        Some(sources) => Ok(LoadedSite { sources, ..loaded }),
        None => {
            terminal.failure("the languages in content/event.yaml cannot be changed in place");
            terminal.help("write `languages` as a list with one entry on each line");
            Err(Exit::CouldNotRun)
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
