//! The command line's arguments and help. Nothing here has an effect.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use jiff::tz::TimeZone;

use crate::base::web_address::is_web_address;
use crate::cli::translate_add::AddLanguageArgs;
use crate::cli::translator_arguments::{ExportArgs, TranslationImportArgs};
use crate::drive::preview::snapshot_builder::EDITORS;
use crate::exchange::formats::{FORMATS, Format};
use crate::locale::tag::canonical_tag;
use crate::locale::time_zone::{self, Clues};

/// Builds static, multilingual event sites from Markdown and YAML.
#[derive(Debug, Parser)]
#[command(
    name = "plenary",
    version,
    about,
    after_help = "Exit status: 0 success, 1 errors in the site's content or in an imported file, \
                  2 the command could not be run, 3 a language of the built site is not published.",
    arg_required_else_help = true
)]
pub(super) struct CommandLine {
    #[command(subcommand)]
    pub(super) command: Command,

    /// When to use colours; `auto` means on a terminal, unless NO_COLOR is set
    #[arg(
        long = "color",
        value_name = "WHEN",
        default_value = "auto",
        global = true,
        display_order = 100
    )]
    pub(super) colour: ColourChoice,

    /// The number of threads [default: one per processor]
    #[arg(long, value_name = "N", global = true, display_order = 101, value_parser = threads)]
    pub(super) threads: Option<usize>,
}

/// More threads than any build can use; a larger number is a typing error.
const MOST_THREADS: usize = 256;

fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(threads) if (1..=MOST_THREADS).contains(&threads) => Ok(threads),
        _ => Err(format!("write a number from 1 to {MOST_THREADS}")),
    }
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ColourChoice {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Build the site into a folder that any static host can serve
    Build(BuildArgs),
    /// Check everything that `build` checks, and more; write nothing
    Check(CheckArgs),
    /// Preview the site in a browser, and show every change as soon as it is saved
    Serve(ServeArgs),
    /// Create a folder with a small example event
    New(NewArgs),
    /// Import a programme that was planned in another tool, or its changes
    Import(ImportArgs),
    /// Record the published programme, so that later changes are known
    Release(ReleaseArgs),
    /// Show which texts a page has, from which files, in which languages, and why
    Explain(ExplainArgs),
    /// Show which translations are missing or out of date, and exchange them with translators
    Translate {
        #[command(subcommand)]
        command: TranslateCommand,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum TranslateCommand {
    /// List what is missing or out of date, the most urgent first
    Status(StatusArgs),
    /// Show how the source changed since a translation was made, word by word
    Diff(ChosenUnits),
    /// Record that translations are translations of today's source
    Accept(AcceptArgs),
    /// Write what is missing or out of date into one HTML file, for whoever organises the translations
    Report(ReportArgs),
    /// Write texts into a file for translators and their tools
    Export(ExportArgs),
    /// Take over the translations of a file that came back
    Import(TranslationImportArgs),
    /// Add a language to the site
    Add(AddLanguageArgs),
}

/// The arguments that choose units.
#[derive(Debug, clap::Args)]
pub(super) struct ChosenUnits {
    /// Units such as `session opening title` or `session opening`, files, or lines of
    /// files such as `content/pages/about.da.md:7` [default: all]
    #[arg(value_name = "UNIT|FILE")]
    pub(super) units: Vec<String>,

    /// Only this language
    #[arg(long, value_name = "TAG")]
    pub(super) language: Option<String>,

    #[command(flatten)]
    pub(super) site: SiteArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct StatusArgs {
    #[command(flatten)]
    pub(super) chosen: ChosenUnits,

    /// List all units that need work
    #[arg(long)]
    pub(super) all: bool,

    /// List pages instead of units
    #[arg(long)]
    pub(super) pages: bool,

    /// Print one JSON array, with every page and every unit that needs work
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ReportArgs {
    /// The file to write
    #[arg(long, value_name = "FILE", default_value = "translations.html")]
    pub(super) out: PathBuf,

    #[command(flatten)]
    pub(super) site: SiteArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExplainArgs {
    /// The address of the page, such as /da/program/
    #[arg(value_name = "ADDRESS")]
    pub(super) address: String,

    /// Print one JSON object
    #[arg(long)]
    pub(super) json: bool,

    #[command(flatten)]
    pub(super) site: SiteArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct AcceptArgs {
    #[command(flatten)]
    pub(super) chosen: ChosenUnits,

    /// Accept all translations
    #[arg(long, conflicts_with = "units")]
    pub(super) all: bool,

    /// Only where nothing but mark-up changed in the source
    #[arg(long)]
    pub(super) form: bool,

    /// They were translated by a program
    #[arg(long)]
    pub(super) machine: bool,

    /// Who reviewed them, in one word
    #[arg(long, value_name = "NAME", value_parser = one_word)]
    pub(super) reviewer: Option<String>,

    /// Count them, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
}

pub(super) fn one_word(text: &str) -> Result<String, String> {
    match text.is_empty() || text == "-" || text.contains(char::is_whitespace) {
        true => Err("write one word without spaces, such as `anna`".to_owned()),
        false => Ok(text.to_owned()),
    }
}

/// The arguments of every command on a site.
#[derive(Debug, clap::Args)]
pub(super) struct SiteArgs {
    /// The folder of the site, which contains `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) site: PathBuf,

    /// The address of the published site, such as https://example.org/forum
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(super) base_url: Option<String>,

    /// Include records and texts that are marked `draft: true`, and languages that are not published
    #[arg(long)]
    pub(super) drafts: bool,

    /// How to print errors and warnings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: FormatName,
}

fn base_url(text: &str) -> Result<String, String> {
    if !is_web_address(text) || text.contains(['?', '#']) {
        return Err("write the whole address, such as https://example.org/forum".to_owned());
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// The formats of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatName {
    /// With an excerpt, and what to write instead
    Human,
    /// One line each
    Short,
    /// One JSON array
    Json,
    /// Workflow commands, which GitHub shows next to the lines
    Github,
}

#[derive(Debug, clap::Args)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub(super) site: SiteArgs,

    /// The folder to build into [default: `public` in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,

    /// Add two languages made by rule, which show fixed strings (en-XA) and faults of layouts (ar-XB)
    #[arg(long)]
    pub(super) pseudo: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) site: SiteArgs,

    /// Treat warnings as errors
    #[arg(long)]
    pub(super) deny_warnings: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ServeArgs {
    /// The folder of the site, which contains `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) site: PathBuf,

    /// Include records and texts that are marked `draft: true`
    #[arg(long)]
    pub(super) drafts: bool,

    /// The port to listen on; 0 lets the system choose
    #[arg(long, value_name = "PORT", default_value_t = 4000)]
    pub(super) port: u16,

    /// The address to listen on; one other than the default lets others see the preview
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(super) host: IpAddr,

    /// Open the site in the browser
    #[arg(long)]
    pub(super) open: bool,

    /// Link faults to an editor: vscode, vscodium, idea, sublime, textmate, zed, or an address with
    /// {path}, {line} and {column}
    #[arg(long, value_name = "EDITOR", value_parser = editor)]
    pub(super) editor: Option<String>,
}

/// The address that opens a place in an editor.
fn editor(text: &str) -> Result<String, String> {
    if let Some((_, address)) = EDITORS.iter().find(|(name, _)| *name == text) {
        return Ok((*address).to_owned());
    }
    if text.contains("{path}") && text.contains(':') {
        return Ok(text.to_owned());
    }
    let names = EDITORS.map(|(name, _)| name).join(", ");
    Err(format!("write {names}, or an address such as editor://open?file={{path}}&line={{line}}"))
}

#[derive(Debug, clap::Args)]
pub(super) struct ReleaseArgs {
    #[command(flatten)]
    pub(super) site: SiteArgs,

    /// List the changes, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct NewArgs {
    /// The folder to create; it may exist, but none of the files may
    #[arg(value_name = "DIR")]
    pub(super) dir: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(super) struct ImportArgs {
    /// The programme, as schedule.xml, schedule.json, iCalendar or CSV
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    /// The folder of the site, which contains or will contain `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) site: PathBuf,

    /// Import the changes since the last import, and keep everything else
    #[arg(long)]
    pub(super) update: bool,

    /// With --update, remove what the file no longer contains
    #[arg(long, requires = "update")]
    pub(super) remove: bool,

    /// With --remove, also remove records for which people wrote texts, with these texts
    #[arg(long, requires = "remove")]
    pub(super) remove_texts: bool,

    /// List what would be done, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,

    /// The language of texts that do not declare one, such as `en` [default: the site's first]
    #[arg(long, value_name = "TAG", value_parser = language)]
    pub(super) language: Option<String>,

    /// The zone of times that do not declare one, such as Europe/Copenhagen [default: the site's]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    pub(super) timezone: Option<TimeZone>,

    /// The format of the file, if it is not detected
    #[arg(long, value_name = "FORMAT", value_parser = import_format())]
    pub(super) format: Option<&'static Format>,

    /// The encoding of the file, if it is not UTF-8 and not declared, such as windows-1252
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
}

/// A format by its name.
fn import_format() -> impl TypedValueParser<Value = &'static Format> {
    let named = FORMATS.iter().map(|format| PossibleValue::new(format.id).help(format.description));
    PossibleValuesParser::new(named).try_map(|id| {
        FORMATS.iter().find(|format| format.id == id).ok_or("there is no such format")
    })
}

pub(super) fn language(text: &str) -> Result<String, String> {
    canonical_tag(text)
        .ok_or_else(|| "write a language tag, such as `da`, `en` or `zh-Hans`".to_owned())
}

/// A zone by region and city: abbreviations are ambiguous.
fn zone(text: &str) -> Result<TimeZone, String> {
    time_zone::read(text).map(|(_, zone)| zone).ok_or_else(|| {
        let fault = time_zone::unknown(text, &Clues::default());
        format!("{}; {}", fault.message, fault.help.unwrap_or_default()).replace('`', "")
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn base_addresses_are_absolute() {
        assert_eq!(base_url("https://example.org/a/"), Ok("https://example.org/a".to_owned()));
        for bad in
            ["example.org", "ftp://x", "https://", "https:///a", "https://x/?a", "https://x y"]
        {
            assert!(base_url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn editors_are_known_by_name_or_given_as_an_address() {
        assert_eq!(editor("zed").as_deref(), Ok("zed://file{path}:{line}:{column}"));
        assert_eq!(editor("my://{path}#{line}").as_deref(), Ok("my://{path}#{line}"));
        for bad in ["vim", "", "my://path", "{path}"] {
            assert!(editor(bad).is_err(), "{bad}");
        }
    }
}
