//! `plenary explain`.

use crate::base::diagnostic::Report;
use crate::base::print::sorted;
use crate::cli::Exit;
use crate::cli::command_line::ExplainArgs;
use crate::cli::load_site::{BuiltSite, build, load};
use crate::cli::terminal::{Terminal, counts};
use crate::event::translation::tracked::Translations;
use crate::tools::explain::{Explanation, NoSuchPage, ShownText, explain};

/// The number of characters of a text that are printed.
const EXCERPT: usize = 60;

/// Explains a page.
pub(super) fn run(args: &ExplainArgs, terminal: &Terminal) -> Exit {
    let BuiltSite { sources, site, report } = match load(&args.site, terminal) {
        // Pages in languages that are not published can be explained, too.
        Ok(mut loaded) => {
            loaded.options.all_languages = true;
            build(loaded, &|_| false, terminal)
        }
        Err(exit) => return exit,
    };
    let Some(site) = site.filter(|_| !report.has_errors()) else {
        let report = sorted(&report, &sources);
        terminal.report(&report, &sources, args.site.format);
        terminal.failure(&counts(&report).unwrap_or_default());
        return Exit::Faults;
    };
    let translations = Translations::read(&sources, args.site.drafts, &mut Report::new());
    let explained = translations.map(|read| explain(&site, &read, &sources, &args.address));
    match explained.unwrap_or(Err(NoSuchPage { nearest: None })) {
        Ok(explanation) if args.json => {
            terminal.line(&serde_json::to_string(&explanation).unwrap_or_default());
            Exit::Success
        }
        Ok(explanation) => {
            print(&explanation, terminal);
            Exit::Success
        }
        Err(no_page) => {
            terminal.failure(&format!("the site has no page `{}`", args.address));
            terminal.help(&match no_page.nearest {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => "write an address of the site, such as `/da/program/`".to_owned(),
            });
            Exit::CouldNotRun
        }
    }
}

fn print(explanation: &Explanation, terminal: &Terminal) {
    let Explanation { file, page, language, texts, others } = explanation;
    terminal.line(&format!("{file}: {page}, in {language}"));
    for text in texts {
        // The home page also shows texts of the event.
        let title = if text.unit.starts_with(page) { &text.what } else { &text.unit };
        print_text(title, text, terminal);
    }
    if !others.is_empty() {
        terminal.line("texts of other records on this page that need work:");
    }
    for text in others {
        print_text(&text.unit, text, terminal);
    }
}

fn print_text(title: &str, text: &ShownText, terminal: &Terminal) {
    let language = text.language.as_ref().map(|tag| format!(" ({tag})")).unwrap_or_default();
    let words = match text.words.is_empty() {
        true => String::new(),
        false => format!(": {}", excerpt(&text.words)),
    };
    terminal.line(&format!("  {title}{language}{words}"));
    let place = match (&text.source_file, text.line) {
        (Some(file), Some(line)) => format!("{file}:{line}: "),
        (Some(file), None) => format!("{file}: "),
        (None, _) => String::new(),
    };
    terminal.line(&format!("    {place}{}", text.why));
}

/// The beginning of a text.
fn excerpt(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
