//! `plenary import`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::base::count::counted;
use crate::base::diagnostic::Report;
use crate::base::source::Sources;
use crate::cli::Exit;
use crate::cli::command_line::{FormatName, ImportArgs};
use crate::cli::terminal::{Terminal, shown};
use crate::content::config::EVENT_FILE;
use crate::content::load;
use crate::drive::pipeline::{Options, build};
use crate::drive::write::{Amendment, amend};
use crate::exchange::file_fault::{Fault, LARGEST};
use crate::exchange::formats::read_as;
use crate::exchange::programme::Programme;
use crate::tools::import::{Count, Files, Import, ImportOptions, Refusal, Summary, hints, import};

/// The byte order mark that some editors put in front of a text.
pub(super) const MARK: &str = "\u{feff}";

/// Imports a programme from another tool into a site.
pub(super) fn run(args: &ImportArgs, terminal: &Terminal) -> Exit {
    let options = options(args);
    let bytes = match load::read_bytes(&args.file, LARGEST) {
        Ok(bytes) => bytes,
        Err(reason) => {
            terminal.failure(&reason);
            return Exit::CouldNotRun;
        }
    };
    let (mut sources, on_disk) = match site(&args.site, terminal) {
        Ok(site) => site,
        Err(exit) => return exit,
    };
    let bare = |text: &String| text.strip_prefix(MARK).unwrap_or(text).to_owned();
    let files: Files = on_disk.iter().map(|(path, text)| (path.clone(), bare(text))).collect();
    terminal.progress("reading");
    let programme = match read(&bytes, args, &files, &options) {
        Ok(programme) => programme,
        Err(fault) => return refuse_file(&options.file, &fault, terminal),
    };
    terminal.progress("comparing");
    let import = match import(&files, &programme, &options) {
        Ok(import) => import,
        Err(refusal) => return refuse(refusal, terminal),
    };
    terminal.progress("checking");
    if let Err(exit) = check(&import, &mut sources, terminal) {
        return exit;
    }
    let amendments = amendments(&import, &on_disk);
    if !args.dry_run
        && let Err(error) = amend(&args.site, &amendments)
    {
        terminal.failure(&error.to_string());
        return Exit::CouldNotRun;
    }
    report(args, &import, &options, terminal);
    Exit::Success
}

fn options(args: &ImportArgs) -> ImportOptions {
    let name = |part: Option<&std::ffi::OsStr>| {
        part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default()
    };
    ImportOptions {
        file: name(args.file.file_name()),
        source: name(args.file.file_stem()),
        language: args.language.clone(),
        timezone: args.timezone.clone(),
        update: args.update,
        remove: args.remove,
        remove_texts: args.remove_texts,
    }
}

/// The site on the disk, and its texts; none if there is no site yet.
fn site(root: &Path, terminal: &Terminal) -> Result<(Sources, Files), Exit> {
    let (mut sources, mut report) = (Sources::default(), Report::new());
    load::load(root, &mut sources, &mut report);
    if report.has_errors() {
        terminal.report(&report, &sources, FormatName::Human);
        terminal.failure("some files of the site cannot be read; nothing was written");
        return Err(Exit::Faults);
    }
    let texts = load::read_texts(root, &sources);
    Ok((sources, texts))
}

/// Checks that the site can be built after the import, unless it could not be built before.
fn check(import: &Import, sources: &mut Sources, terminal: &Terminal) -> Result<(), Exit> {
    let faults = |sources: &Sources| {
        let mut report = Report::new();
        build(sources, &Options::default(), &mut report);
        report
    };
    let failed_before = sources.find(EVENT_FILE).is_some() && faults(sources).has_errors();
    if failed_before || import.files.is_empty() {
        return Ok(());
    }
    for (path, text) in &import.files {
        match text {
            None => sources.remove(path),
            Some(text) => match load::file_of(path, text.clone().into_bytes()) {
                Ok(file) => drop(sources.insert(file)),
                Err(fault) => {
                    terminal.failure(&format!("{path}: {}", fault.message));
                    return Err(Exit::Faults);
                }
            },
        }
    }
    let report = faults(sources);
    if report.has_errors() {
        terminal.report(&report, sources, FormatName::Human);
        terminal.failure("the site could not be built after this import; nothing was written");
        return Err(Exit::Faults);
    }
    Ok(())
}

fn read(
    bytes: &[u8],
    args: &ImportArgs,
    files: &Files,
    options: &ImportOptions,
) -> Result<Programme, Fault> {
    let hints = hints(files, options);
    let encoding = args.encoding.as_deref();
    match args.format {
        Some(format) => read_as(format, bytes, encoding, &hints),
        None => crate::exchange::read(bytes, encoding, &hints),
    }
}

/// Reports why a file cannot be read.
pub(super) fn refuse_file(file: &str, fault: &Fault, terminal: &Terminal) -> Exit {
    let place = match (fault.line, fault.column) {
        (Some(line), Some(column)) => format!("{file}:{line}:{column}"),
        (Some(line), None) => format!("{file}:{line}"),
        _ => file.to_owned(),
    };
    terminal.failure(&format!("{place}: {}", fault.message));
    if let Some(help) = &fault.help {
        terminal.help(help);
    }
    Exit::Faults
}

fn refuse(refusal: Refusal, terminal: &Terminal) -> Exit {
    match refusal {
        Refusal::Faults(report, sources) => {
            terminal.report(&report, &sources, FormatName::Human);
            terminal.failure("the site has faults; nothing was written");
            Exit::Faults
        }
        Refusal::Words(message, help) => {
            terminal.failure(&message);
            terminal.help(&help);
            Exit::CouldNotRun
        }
    }
}

/// The changes of the files on the disk.
fn amendments(import: &Import, on_disk: &BTreeMap<String, String>) -> Vec<Amendment> {
    let amendment = |(path, text): (&String, &Option<String>)| {
        let before = on_disk.get(path);
        let mark = if before.is_some_and(|text| text.starts_with(MARK)) { MARK } else { "" };
        Amendment {
            path: path.clone(),
            before: before.map(|text| text.clone().into_bytes()),
            after: text.as_ref().map(|text| format!("{mark}{text}").into_bytes()),
        }
    };
    // The lock is written last, when everything else is there.
    let (lock, files): (Vec<_>, Vec<_>) =
        import.files.iter().map(amendment).partition(|one| one.path.ends_with(".lock"));
    files.into_iter().chain(lock).collect()
}

/// The maximum number of lines that are printed of one list.
const MOST_LINES: usize = 30;

fn report(args: &ImportArgs, import: &Import, options: &ImportOptions, terminal: &Terminal) {
    let summary = &import.summary;
    let any = |count: &Count| *count != Count::default();
    for (kind, count) in summary.counts.iter().filter(|(_, count)| any(count)) {
        terminal.line(&format!("{}s: {}", kind.noun(), counts(*count)));
    }
    let fresh = summary
        .counts
        .iter()
        .all(|(_, count)| count.changed + count.unchanged + count.removed == 0);
    if !fresh {
        // People check these one by one.
        for change in &summary.changes {
            terminal.line(&format!("  {change}"));
        }
    }
    paragraphs(summary, &options.file, terminal);
    let dir = shown(&args.site);
    let files = counted(import.files.len(), "file");
    match (import.files.is_empty(), args.dry_run) {
        (true, _) => terminal.line("nothing to do: the site is up to date"),
        (false, false) => terminal.line(&format!("wrote {files} in {dir}")),
        (false, true) => {
            terminal.line(&format!("would write {files} in {dir}, and wrote nothing:"));
            let suffix = |text: &Option<String>| if text.is_some() { "" } else { " (removed)" };
            let files = import.files.iter().map(|(path, text)| format!("{path}{}", suffix(text)));
            lines(&files.collect::<Vec<_>>(), terminal);
        }
    }
    if fresh && !args.dry_run && !import.files.is_empty() {
        terminal.line(&format!("build it with: plenary build --site {dir}"));
    }
}

fn counts(count: Count) -> String {
    let Count { new, changed, unchanged, removed } = count;
    let parts =
        [(new, "new"), (changed, "changed"), (removed, "removed"), (unchanged, "unchanged")];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    parts.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
}

fn paragraphs(summary: &Summary, file: &str, terminal: &Terminal) {
    let paragraph = |head: String, all: &[String]| {
        if !all.is_empty() {
            terminal.line(&head);
            lines(all, terminal);
        }
    };
    paragraph("conflicts (your version was kept):".to_owned(), &summary.conflicts);
    let missing = "no longer in the file, but kept in the site (`--remove` removes them):";
    paragraph(missing.to_owned(), &summary.missing_in_source);
    paragraph(
        "no longer in the file, but kept because something refers to them:".to_owned(),
        &summary.kept_referenced,
    );
    paragraph(
        "no longer in the file, but kept because people wrote texts for them (`--remove-texts` \
         removes both):"
            .to_owned(),
        &summary.kept_texts,
    );
    paragraph(
        "in the file, but removed from the site by an editor:".to_owned(),
        &summary.removed_by_editors,
    );
    let unsupported: Vec<String> = summary.unsupported.lines().collect();
    let values = counted(summary.unsupported.count(), "value");
    paragraph(format!("{file} has {values} that Plenary does not support:"), &unsupported);
    for note in &summary.notes {
        terminal.line(note);
    }
}

fn lines(all: &[String], terminal: &Terminal) {
    for line in all.iter().take(MOST_LINES) {
        terminal.line(&format!("  {line}"));
    }
    if all.len() > MOST_LINES {
        terminal.line(&format!("  … and {} more", all.len() - MOST_LINES));
    }
}
