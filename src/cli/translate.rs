//! `plenary translate`.

use crate::base::count::counted;
use crate::base::source::Sources;
use crate::base::text::Lang;
use crate::cli::Exit;
use crate::cli::clock::now;
use crate::cli::command_line::{AcceptArgs, ChosenUnits, SiteArgs, StatusArgs, TranslateCommand};
use crate::cli::load_site::{LoadedSite, load};
use crate::cli::terminal::{Terminal, counts};
use crate::cli::{translate_add, translate_files, translation_report};
use crate::content::files::TRANSLATIONS_LOCK;
use crate::drive::write::save;
use crate::event::translation::by_page::PageStatus;
use crate::event::translation::difference::word_difference;
use crate::event::translation::lock::Origin;
use crate::event::translation::state::State;
use crate::event::translation::status::{LanguageStatus, Row, status, task};
use crate::event::translation::tracked::{Tracked, Translations};
use crate::site::render::Rendered;
use crate::tools::translate::accept::{Acceptance, accept};

/// A site's translations, ready to be shown or accepted.
pub(super) struct ReadSite {
    pub(super) sources: Sources,
    pub(super) translations: Translations,
    pub(super) all: Vec<Tracked>,
}

/// Shows what is missing or out of date, or records what is right.
pub(super) fn run(command: &TranslateCommand, terminal: &Terminal) -> Exit {
    let done = match command {
        TranslateCommand::Status(args) => show_status(args, terminal),
        TranslateCommand::Diff(args) => show_differences(args, terminal),
        TranslateCommand::Accept(args) => record(args, terminal),
        TranslateCommand::Report(args) => translation_report::write(args, terminal),
        TranslateCommand::Export(args) => translate_files::export(args, terminal),
        TranslateCommand::Import(args) => translate_files::import(args, terminal),
        TranslateCommand::Add(args) => translate_add::add(args, terminal),
    };
    done.unwrap_or_else(|exit| exit)
}

pub(super) fn read_site(args: &SiteArgs, terminal: &Terminal) -> Result<ReadSite, Exit> {
    let (sources, translations) = read_translations(args, terminal)?;
    let all = translations.tracked();
    Ok(ReadSite { sources, translations, all })
}

/// Reads a site's event and what is recorded of its translations.
///
/// # Errors
/// The exit status if the site has errors; they have been reported.
pub(super) fn read_translations(
    args: &SiteArgs,
    terminal: &Terminal,
) -> Result<(Sources, Translations), Exit> {
    let LoadedSite { sources, options, mut report } = load(args, terminal)?;
    let translations = Translations::read(&sources, options.drafts, &mut report);
    report.distinct();
    terminal.report(&report, &sources, args.format);
    let Some(translations) = translations.filter(|_| !report.has_errors()) else {
        terminal.failure(&counts(&report).unwrap_or_default());
        return Err(Exit::Faults);
    };
    Ok((sources, translations))
}

/// The chosen units in the chosen language.
///
/// # Errors
/// The exit status if a choice matches nothing; the fault has been reported.
pub(super) fn chosen<'a>(
    site: &'a ReadSite,
    args: &ChosenUnits,
    terminal: &Terminal,
) -> Result<Vec<&'a Tracked>, Exit> {
    let lang = match &args.language {
        Some(tag) => Some(language(site, tag, terminal)?),
        None => None,
    };
    for choice in &args.units {
        let one = std::slice::from_ref(choice);
        if !site.all.iter().any(|tracked| tracked.is_chosen(one, &site.sources)) {
            terminal.failure(&format!("there is no unit or file `{choice}`"));
            terminal.help(
                "write the name of a unit, a file, or a file with a line, as in \
                 `plenary translate status --all`",
            );
            return Err(Exit::CouldNotRun);
        }
    }
    let in_language = |tracked: &&Tracked| lang.is_none_or(|lang| tracked.unit.lang == lang);
    let all = site.all.iter().filter(in_language);
    Ok(all.filter(|tracked| tracked.is_chosen(&args.units, &site.sources)).collect())
}

/// One of the site's languages but the first.
///
/// # Errors
/// The exit status if there is none with this tag; the fault has been reported.
pub(super) fn language(site: &ReadSite, tag: &str, terminal: &Terminal) -> Result<Lang, Exit> {
    let languages = &site.translations.event.config.languages;
    let Some(lang) = languages.find(tag).filter(|lang| *lang != Lang::SOURCE) else {
        let others = languages.iter().filter(|(lang, _)| *lang != Lang::SOURCE);
        let tags: Vec<&str> = others.map(|(_, language)| &*language.tag).collect();
        terminal.failure(&format!("this site is not translated into `{tag}`"));
        terminal.help(&format!("choose one of its other languages: {}", tags.join(", ")));
        return Err(Exit::CouldNotRun);
    };
    Ok(lang)
}

// --- status ----------------------------------------------------------------------------------------------

/// The number of units listed for each language, unless all are asked for.
const LISTED: usize = 20;

fn show_status(args: &StatusArgs, terminal: &Terminal) -> Result<Exit, Exit> {
    let site = read_site(&args.chosen.site, terminal)?;
    let mine = chosen(&site, &args.chosen, terminal)?;
    let with_pages = args.json || args.pages;
    let mut languages = status(&site.translations.event, &mine, &site.sources, with_pages);
    if let Some(tag) = &args.chosen.language {
        let lang = language(&site, tag, terminal)?;
        let tag = site.translations.event.config.languages.tag(lang).to_owned();
        languages.retain(|status| status.language == tag);
    }
    if args.json {
        terminal.line(&serde_json::to_string(&languages).unwrap_or_default());
        return Ok(Exit::Success);
    }
    if site.translations.lock.pairs.is_empty() {
        terminal.line(
            "it is not recorded what the translations were made from; if they are up to date now, \
             run `plenary translate accept --all`",
        );
    }
    for status in &languages {
        match args.pages {
            true => print_pages(status, args.all, terminal),
            false => print_language(status, args.all, terminal),
        }
    }
    Ok(Exit::Success)
}

/// The figures of a language.
fn print_figures(status: &LanguageStatus, terminal: &Terminal) {
    let LanguageStatus { language, units, current, words, current_words, .. } = status;
    let percent = status.percent();
    terminal.line(&format!(
        "{language}: {current} of {} current, {current_words} of {} ({percent} %)",
        counted(*units, "unit"),
        counted(*words, "word")
    ));
}

fn print_pages(status: &LanguageStatus, all: bool, terminal: &Terminal) {
    print_figures(status, terminal);
    let pages: Vec<&PageStatus> = status.pages.iter().filter(|p| p.task.is_some()).collect();
    let listed = if all { pages.len() } else { LISTED.min(pages.len()) };
    for page in &pages[..listed] {
        let PageStatus { page, file, task, words, current_words, .. } = page;
        let task = task.map_or("", |task| task.description());
        terminal.line(&format!("  {page}  {file}: {current_words} of {words} words; {task}"));
    }
    if pages.len() > listed {
        terminal.line(&format!("  … and {} more; `--all` lists them", pages.len() - listed));
    }
}

fn print_language(status: &LanguageStatus, all: bool, terminal: &Terminal) {
    print_figures(status, terminal);
    let rows = &status.rows;
    let listed = if all { rows.len() } else { LISTED.min(rows.len()) };
    let mut task = None;
    for row in &rows[..listed] {
        if task != Some(row.task) {
            let count = rows.iter().filter(|other| other.task == row.task).count();
            terminal.line(&format!("  {}: {count}", row.task.description()));
            task = Some(row.task);
        }
        terminal.line(&format!("    {}", described(row)));
    }
    if rows.len() > listed {
        terminal.line(&format!("  … and {} more; `--all` lists them", rows.len() - listed));
    }
}

fn described(row: &Row) -> String {
    let Row { unit, file, line, .. } = row;
    match line {
        Some(line) => format!("{unit}  {file}:{line}"),
        None => format!("{unit}  {file}"),
    }
}

// --- diff ------------------------------------------------------------------------------------------------

fn show_differences(args: &ChosenUnits, terminal: &Terminal) -> Result<Exit, Exit> {
    let site = read_site(&args.site, terminal)?;
    let mut shown = 0;
    for tracked in chosen(&site, args, terminal)? {
        let State::Stale(change) = &tracked.state else { continue };
        let (Some(source), Some(translation)) = (&tracked.unit.source, &tracked.unit.translation)
        else {
            continue;
        };
        let tag = site.translations.event.config.languages.tag(tracked.unit.lang);
        if shown > 0 {
            terminal.line("");
        }
        shown += 1;
        let what = task(tracked).map_or("", |task| task.description());
        terminal.line(&format!("{} ({tag}): {what}", tracked.unit.name));
        for span in [&source.span, &translation.span] {
            let path = &site.sources.get(span.file).path;
            let line = site.sources.locate(span).map(|location| format!(":{}", location.line));
            terminal.line(&format!("  --> {path}{}", line.unwrap_or_default()));
        }
        match &change.from {
            Some(old) => {
                let changed = word_difference(&old.markdown, &source.text.markdown);
                terminal.line(&format!("  source, changed since {}: {changed}", change.date));
            }
            None => terminal.line(&format!("  source now: {}", source.text.markdown)),
        }
        terminal.line(&format!("  translation: {}", translation.text.markdown));
    }
    if shown == 0 {
        terminal.line("no translation is out of date");
    }
    Ok(Exit::Success)
}

// --- accept ----------------------------------------------------------------------------------------------

fn record(args: &AcceptArgs, terminal: &Terminal) -> Result<Exit, Exit> {
    if args.chosen.units.is_empty() && !args.all {
        terminal.failure("choose what is up to date");
        terminal.help(
            "name units or files, such as `plenary translate accept content/pages/about.da.md`, or \
             accept everything with `--all`",
        );
        return Err(Exit::CouldNotRun);
    }
    let site = read_site(&args.chosen.site, terminal)?;
    let units = chosen(&site, &args.chosen, terminal)?;
    let how = Acceptance {
        origin: if args.machine { Origin::Machine } else { Origin::Person },
        reviewer: args.reviewer.clone(),
        date: now().to_zoned(jiff::tz::TimeZone::UTC).date(),
        only_form: args.form,
    };
    let languages = &site.translations.event.config.languages;
    let (next, count) =
        accept(&site.translations.lock, units.into_iter(), &site.all, languages, &how);
    if count == 0 {
        terminal.line(match args.form {
            true => "nothing to accept: no source changed in its mark-up alone",
            false => "nothing to accept: everything that was chosen is recorded",
        });
        return Ok(Exit::Success);
    }
    let accepted = counted(count, "translation");
    if args.dry_run {
        terminal.line(&format!("{accepted} would be recorded; nothing was written"));
        return Ok(Exit::Success);
    }
    let file = Rendered::new(TRANSLATIONS_LOCK.to_owned(), next.text().into_bytes());
    if let Err(error) = save(&args.chosen.site.site, &[file]) {
        terminal.failure(&error.to_string());
        return Err(Exit::CouldNotRun);
    }
    terminal.line(&format!("recorded {accepted}; keep {TRANSLATIONS_LOCK} with the site"));
    Ok(Exit::Success)
}
