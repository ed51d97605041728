//! `plenary translate report`.

use std::path::Path;

use crate::base::text::Lang;
use crate::cli::Exit;
use crate::cli::command_line::ReportArgs;
use crate::cli::terminal::{Terminal, shown};
use crate::cli::translate::read_translations;
use crate::drive::translation_report::{Links, TranslationReport};
use crate::drive::write::save;
use crate::site::render::Rendered;

/// Writes the report into a file.
pub(super) fn write(args: &ReportArgs, terminal: &Terminal) -> Result<Exit, Exit> {
    let (sources, translations) = read_translations(&args.site, terminal)?;
    let event = &translations.event;
    let links = Links { level: 3, language: &|tag| format!("#{tag}"), page: &|_, _| None };
    let report = TranslationReport::new(&translations, &sources, &links);
    let languages = &event.config.languages;
    let name = event.config.name.resolve(Lang::SOURCE, languages);
    let name = name.map_or(&*event.config.id, |found| &*found.value.value);
    let html = report.as_file(name);
    let (folder, file) = match (args.out.parent(), args.out.file_name()) {
        (Some(folder), Some(file)) => {
            let here = folder.as_os_str().is_empty();
            let folder = if here { Path::new(".") } else { folder };
            (folder, file.to_string_lossy().into_owned())
        }
        _ => {
            terminal.failure(&format!("{} is not a file name", shown(&args.out)));
            return Err(Exit::CouldNotRun);
        }
    };
    if let Err(error) = save(folder, &[Rendered::new(file, html.into_bytes())]) {
        terminal.failure(&error.to_string());
        return Err(Exit::CouldNotRun);
    }
    terminal.line(&format!("wrote {}", shown(&args.out)));
    Ok(Exit::Success)
}
