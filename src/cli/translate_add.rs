//! `plenary translate add`.

use clap::Args;

use crate::base::count::counted;
use crate::cli::Exit;
use crate::cli::clock::now;
use crate::cli::command_line::{SiteArgs, language};
use crate::cli::terminal::Terminal;
use crate::cli::translate::{ReadSite, read_site};
use crate::cli::translate_files::write_changes;
use crate::event::translation::lock::Origin;
use crate::tools::translate::accept::Acceptance;
use crate::tools::translate::add_language::{Addition, add_language};

#[derive(Debug, Args)]
pub(super) struct AddLanguageArgs {
    /// The language, such as `da`, `en` or `zh-Hans`
    #[arg(value_name = "TAG", value_parser = language)]
    pub(super) tag: String,

    /// Begin with the texts of this language of the site, as translations of a program
    #[arg(long, value_name = "TAG", value_parser = language)]
    pub(super) from: Option<String>,

    #[command(flatten)]
    pub(super) site: SiteArgs,
}

/// Adds a language to a site: all files or none.
pub(super) fn add(args: &AddLanguageArgs, terminal: &Terminal) -> Result<Exit, Exit> {
    let ReadSite { sources, translations, .. } = read_site(&args.site, terminal)?;
    let acceptance = Acceptance {
        origin: Origin::Machine,
        reviewer: None,
        date: now().to_zoned(jiff::tz::TimeZone::UTC).date(),
        only_form: false,
    };
    let from = args.from.as_deref();
    let drafts = args.site.drafts;
    let added = add_language(&translations, &sources, &args.tag, from, &acceptance, drafts);
    let addition = added.map_err(|refusal| {
        terminal.failure(&refusal.message);
        terminal.help(&refusal.help);
        Exit::CouldNotRun
    })?;
    write_changes(&sources, &addition.files, addition.lock.as_ref(), &args.site.site).map_err(
        |message| {
            terminal.failure(&message);
            Exit::CouldNotRun
        },
    )?;
    summarise(&args.tag, from, &addition, terminal);
    Ok(Exit::Success)
}

/// Says what was done, and what to do next.
fn summarise(tag: &str, from: Option<&str>, addition: &Addition, terminal: &Terminal) {
    let Addition { name, texts, copied, own_messages, interface, .. } = addition;
    terminal.line(&format!("added {name} ({tag}) to content/event.yaml"));
    if let Some(from) = from {
        terminal.line(&format!(
            "copied {} from {from}; they count as translated by a program until somebody reviews \
             them",
            counted(*copied, "text")
        ));
    }
    for path in own_messages {
        terminal.line(&match from {
            Some(_) => format!("copied the site's own messages to {path}"),
            None => format!("translate the site's own messages in {path}"),
        });
    }
    if let Some((path, count)) = interface {
        terminal.line(&format!(
            "the theme is not translated into {tag}: translate its {} in {path}",
            counted(*count, "message")
        ));
    }
    let left = texts.saturating_sub(*copied);
    if left > 0 {
        terminal.line(&format!(
            "translate {}: plenary translate export --language {tag}",
            counted(left, "text")
        ));
    }
    if *copied > 0 {
        terminal.line(&format!(
            "correct the copies, then record it: plenary translate accept --language {tag} --all \
             --reviewer NAME"
        ));
    }
}
