//! `plenary translate export` and `plenary translate import`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::base::count::counted;
use crate::base::source::{Content, FileId, SourceFile, Sources};
use crate::base::text::Lang;
use crate::cli::Exit;
use crate::cli::clock::now;
use crate::cli::command_line::FormatName;
use crate::cli::import::{MARK, refuse_file};
use crate::cli::terminal::{Terminal, shown};
use crate::cli::translate::{ReadSite, chosen, language, read_site};
use crate::cli::translator_arguments::{ExportArgs, TranslationImportArgs};
use crate::content::files::TRANSLATIONS_LOCK;
use crate::content::glossary::Glossary;
use crate::content::load;
use crate::drive::write::{Amendment, amend, save};
use crate::event::translation::difference::word_difference;
use crate::event::translation::lock::Origin;
use crate::event::translation::status::Task;
use crate::event::translation::tracked::Tracked;
use crate::exchange::file_fault::{LARGEST, mebibytes};
use crate::exchange::segments::{Inline, Package};
use crate::exchange::translator_files::{self, TRANSLATOR_FORMATS, TranslatorFormat};
use crate::site::render::Rendered;
use crate::tools::translate::accept::Acceptance;
use crate::tools::translate::export::package;
use crate::tools::translate::glossary::add_notes;
use crate::tools::translate::import::{
    Change, TranslationImport, TranslationImportOptions, import as import_translations,
};

// --- export ----------------------------------------------------------------------------------------------

/// Writes a file for translators.
pub(super) fn export(args: &ExportArgs, terminal: &Terminal) -> Result<Exit, Exit> {
    let choice = args.chosen();
    let site = read_site(&choice.site, terminal)?;
    let lang = export_language(&site, args, terminal)?;
    // Reports choices that match nothing.
    drop(chosen(&site, &choice, terminal)?);
    let only: Vec<Task> = args.only.iter().flat_map(|only| only.tasks()).copied().collect();
    let format = format(args, terminal)?;
    let event = &site.translations.event;
    let is_chosen = |tracked: &Tracked| tracked.is_chosen(&args.units, &site.sources);
    let mut package = package(event, &site.all, &is_chosen, lang, &only, &site.sources);
    if package.segments.is_empty() {
        terminal.line("nothing to export: no text needs it");
        return Ok(Exit::Success);
    }
    add_notes(&Glossary::of_site(&site.sources, &event.config.languages), &mut package, lang);
    let text = (format.write)(&package);
    if text.len() > LARGEST {
        let (size, most) = (mebibytes(text.len()), mebibytes(LARGEST));
        terminal.failure(&format!(
            "the file would have {size} MiB, and an import reads at most {most}"
        ));
        terminal.help("export parts: name units or files, or choose with `--only missing,stale`");
        return Err(Exit::CouldNotRun);
    }
    let tag = &package.target_language;
    let default = || PathBuf::from(format!("{}.{tag}.{}", event.config.id, format.extension));
    let output = args.output.clone().unwrap_or_else(default);
    if output.as_os_str() == "-" {
        terminal.output(&text);
        return Ok(Exit::Success);
    }
    if let Err(message) = write(&output, text) {
        terminal.failure(&message);
        return Err(Exit::CouldNotRun);
    }
    let (texts, words) =
        (counted(package.segments.len(), "text"), counted(words(&package), "word"));
    terminal.line(&format!("wrote {texts} with {words} for {tag} into {}", shown(&output)));
    Ok(Exit::Success)
}

fn export_language(site: &ReadSite, args: &ExportArgs, terminal: &Terminal) -> Result<Lang, Exit> {
    let languages = &site.translations.event.config.languages;
    if let Some(tag) = &args.language {
        return language(site, tag, terminal);
    }
    let mut others = languages.iter().filter(|(lang, _)| *lang != Lang::SOURCE);
    match (others.next(), others.next()) {
        (Some((lang, _)), None) => Ok(lang),
        _ => {
            let others = languages.iter().filter(|(lang, _)| *lang != Lang::SOURCE);
            let tags: Vec<&str> = others.map(|(_, language)| &*language.tag).collect();
            terminal.failure("choose the language to translate into");
            terminal.help(&format!("name it with `--language`: {}", tags.join(", ")));
            Err(Exit::CouldNotRun)
        }
    }
}

/// The chosen format, or that of the file's name.
///
/// # Errors
/// The exit status if the name has the ending of another format; the fault has been reported.
fn format(args: &ExportArgs, terminal: &Terminal) -> Result<&'static TranslatorFormat, Exit> {
    let ending = args.output.as_ref().and_then(|path| path.extension()?.to_str());
    let ending = ending.map(str::to_ascii_lowercase);
    if let Some(format) = args.format {
        return Ok(format);
    }
    match ending.as_deref() {
        None | Some("xliff" | "xml") => Ok(&TRANSLATOR_FORMATS[0]),
        Some(ending) => {
            TRANSLATOR_FORMATS.iter().find(|f| f.extension == ending).ok_or_else(|| {
                terminal.failure(&format!("`.{ending}` is not a format for translators"));
                terminal.help("end the name with `.xlf`, `.po` or `.csv`, or choose a `--format`");
                Exit::CouldNotRun
            })
        }
    }
}

fn write(path: &Path, text: String) -> Result<(), String> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let name = path.file_name().and_then(|name| name.to_str());
    let Some(name) = name else { return Err(format!("cannot write {}", path.display())) };
    let file = Rendered::new(name.to_owned(), text.into_bytes());
    save(folder, &[file]).map_err(|error| error.to_string())
}

fn words(package: &Package) -> usize {
    use crate::event::translation::Text;
    let text = |part: &Inline| match part {
        Inline::Text(text) => text.clone(),
        Inline::Code(_) => String::new(),
    };
    let sources = package.segments.iter().map(|segment| &segment.source);
    sources
        .map(|source| Text::short(&source.iter().map(text).collect::<String>()).word_count())
        .sum()
}

// --- import ----------------------------------------------------------------------------------------------

/// Takes over the translations of a file.
pub(super) fn import(args: &TranslationImportArgs, terminal: &Terminal) -> Result<Exit, Exit> {
    let bytes = load::read_bytes(&args.file, LARGEST).map_err(|reason| {
        terminal.failure(&reason);
        Exit::CouldNotRun
    })?;
    let returned = translator_files::read(&bytes)
        .map_err(|fault| refuse_file(&shown(&args.file), &fault, terminal))?;
    let site = read_site(&args.site, terminal)?;
    let lang = match &args.language {
        Some(tag) => Some(language(&site, tag, terminal)?),
        None => None,
    };
    let options = TranslationImportOptions {
        lang,
        acceptance: Acceptance {
            origin: if args.machine { Origin::Machine } else { Origin::Person },
            reviewer: args.reviewer.clone(),
            date: now().to_zoned(jiff::tz::TimeZone::UTC).date(),
            only_form: false,
        },
        unfinished: args.unfinished,
        replace: args.replace,
        trust_states: translator_files::keeps_states(&bytes),
        drafts: args.site.drafts,
    };
    terminal.progress("comparing");
    let (with_file, file) = with_file(&site.sources, &args.file, bytes);
    let import = import_translations(&site.translations, &site.sources, &returned, file, &options);
    terminal.report(&import.report, &with_file, args.site.format);
    let denied = args.deny_warnings && !import.report.is_empty();
    if import.report.has_errors() || denied {
        terminal.failure("nothing was written");
        return Err(Exit::Faults);
    }
    if !args.dry_run {
        write_changes(&site.sources, &import.files, import.lock.as_ref(), &args.site.site)
            .map_err(|message| {
                terminal.failure(&message);
                Exit::CouldNotRun
            })?;
    }
    if args.site.format == FormatName::Human {
        summarise(&import, args.dry_run, terminal);
    }
    Ok(Exit::Success)
}

/// The sources of the site with the file, so that messages can quote it.
fn with_file(sources: &Sources, path: &Path, bytes: Vec<u8>) -> (Sources, FileId) {
    let mut sources = sources.clone();
    let content = match String::from_utf8(bytes) {
        Ok(text) => Content::Text(text.strip_prefix(MARK).unwrap_or(&text).into()),
        Err(error) => Content::Bytes(error.into_bytes().into()),
    };
    let file = sources.insert(SourceFile { path: shown(path).into(), content, hash: 0 });
    (sources, file)
}

/// Writes the changed files, all or none.
pub(super) fn write_changes(
    sources: &Sources,
    files: &BTreeMap<String, String>,
    lock: Option<&String>,
    root: &Path,
) -> Result<(), String> {
    let lock = lock.map(|text| (TRANSLATIONS_LOCK, text));
    let files = files.iter().map(|(path, text)| (&**path, text));
    // The lock is written last, when everything else is there.
    let amendments = files
        .chain(lock)
        .map(|(path, text)| amendment(sources, root, path, text))
        .collect::<Result<Vec<Amendment>, String>>()?;
    if amendments.is_empty() {
        return Ok(());
    }
    amend(root, &amendments).map_err(|error| error.to_string())
}

/// The change of a file on the disk, whose byte order mark stays.
fn amendment(sources: &Sources, root: &Path, path: &str, text: &str) -> Result<Amendment, String> {
    let Some(file) = sources.find(path) else {
        let after = Some(text.as_bytes().to_vec());
        return Ok(Amendment { path: path.to_owned(), before: None, after });
    };
    let file = sources.get(file);
    // The site's own files have no limit: the lock grows with the site.
    let before = load::read_bytes(&root.join(&*file.path), usize::MAX)?;
    let bare = before.strip_prefix(MARK.as_bytes()).unwrap_or(&before);
    if bare != file.bytes() {
        return Err(format!("{path} was changed in the meantime; nothing was written"));
    }
    let mark = &before[..before.len() - bare.len()];
    let after = Some([mark, text.as_bytes()].concat());
    Ok(Amendment { path: file.path.to_string(), before: Some(before), after })
}

fn summarise(import: &TranslationImport, dry_run: bool, terminal: &Terminal) {
    let TranslationImport { changes, confirmed, files, skipped, language, .. } = import;
    if dry_run {
        changes.iter().for_each(|change| show(change, language, terminal));
    }
    let (would, wrote) = if dry_run { ("would be ", "would change ") } else { ("", "changed ") };
    let new = changes.iter().filter(|change| change.old.is_none()).count();
    if !changes.is_empty() {
        let changed = changes.len() - new;
        let parts = [(new, "new"), (changed, "changed")].into_iter().filter(|(n, _)| *n > 0);
        let parts = parts.map(|(n, word)| format!("{n} {word}")).collect::<Vec<_>>().join(", ");
        let translations = counted(changes.len(), "translation");
        let files = counted(files.len(), "file");
        terminal.line(&format!(
            "{translations} into {language} {would}imported ({parts}); {wrote}{files}"
        ));
    }
    if *confirmed > 0 {
        let translations = counted(*confirmed, "unchanged translation");
        terminal.line(&format!("{translations} {would}recorded as up to date"));
    }
    if changes.is_empty() && *confirmed == 0 {
        let left = skipped.untranslated + skipped.unfinished + skipped.refused;
        terminal.line(match left {
            0 => "nothing to import: the site has these translations",
            _ => "nothing was imported",
        });
    }
    for (count, what) in [
        (skipped.untranslated, "not translated in the file"),
        (skipped.unfinished, "not finished (`--unfinished` imports them)"),
        (skipped.refused, "not imported because of the warnings above"),
    ] {
        if count > 0 {
            terminal.line(&format!("{} {what}", counted(count, "text")));
        }
    }
    match (dry_run, &import.lock) {
        (true, _) => terminal.line("nothing was written"),
        (false, Some(_)) => terminal.line(&format!("keep {TRANSLATIONS_LOCK} with the site")),
        (false, None) => {}
    }
}

/// Prints a change word by word.
fn show(change: &Change, language: &str, terminal: &Terminal) {
    let Change { unit, file, old, new } = change;
    terminal.line(&format!("{unit} ({language})  {file}"));
    match old {
        Some(old) => terminal.line(&format!("  {}", word_difference(old, new))),
        None => terminal.line(&format!("  new: {new}")),
    }
}
