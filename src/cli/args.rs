//! Exactly what was typed. Nothing here has an effect.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use jiff::tz::TimeZone;

use crate::drive::preview::maker::EDITORS;
use crate::exchange::formats::{FORMATS, Format};
use crate::locale::tag::canonical_tag;

/// Builds static, multilingual event sites from Markdown and YAML.
#[derive(Debug, Parser)]
#[command(
    name = "plenary",
    version,
    about,
    after_help = "Exit status: 0 all is well, 1 the site's content has faults, or a file that is \
                  imported, 2 the command could not be carried out.",
    arg_required_else_help = true
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,

    /// Whether to use colours; `auto` does on a terminal, unless NO_COLOR is set
    #[arg(
        long = "color",
        value_name = "WHEN",
        default_value = "auto",
        global = true,
        display_order = 100
    )]
    pub(super) colour: When,

    /// How many threads to use [default: one a processor]
    #[arg(long, value_name = "N", global = true, display_order = 101, value_parser = threads)]
    pub(super) threads: Option<usize>,
}

/// More threads than any build can use; a number beyond is a slip of the finger.
const MOST_THREADS: usize = 256;

fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(threads) if (1..=MOST_THREADS).contains(&threads) => Ok(threads),
        _ => Err(format!("write a number from 1 to {MOST_THREADS}")),
    }
}

/// When to do something that only terminals understand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
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
    /// Show the site in a browser, and every change as soon as it is saved
    Serve(ServeArgs),
    /// Make a folder with a small event to begin with
    New(NewArgs),
    /// Bring in a programme that was planned in another tool, or what changed in it
    Import(ImportArgs),
    /// Remember the programme as it is published, so that changes are known
    Release(ReleaseArgs),
}

/// What every command on a site takes.
#[derive(Debug, clap::Args)]
pub(super) struct SiteArgs {
    /// The folder of the site: the one that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) site: PathBuf,

    /// Where the site will stand, as https://example.org/forum
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(super) base_url: Option<String>,

    /// Show records and texts that are marked `draft: true`
    #[arg(long)]
    pub(super) drafts: bool,

    /// How to print what is wrong
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: FormatName,
}

fn base_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split('/').next()).unwrap_or("");
    if host.is_empty() || text.contains(['?', '#']) || text.contains(char::is_whitespace) {
        return Err("write the whole address, as https://example.org/forum".to_owned());
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// The forms of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatName {
    /// With an excerpt and what to write instead
    Human,
    /// One line each
    Short,
    /// One JSON array
    Json,
    /// Workflow commands that GitHub shows beside the lines
    Github,
}

#[derive(Debug, clap::Args)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub(super) site: SiteArgs,

    /// The folder to build into [default: `public` in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) site: SiteArgs,

    /// Treat warnings as faults
    #[arg(long)]
    pub(super) deny_warnings: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ServeArgs {
    /// The folder of the site: the one that holds `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) site: PathBuf,

    /// Show records and texts that are marked `draft: true`
    #[arg(long)]
    pub(super) drafts: bool,

    /// The port to listen on; 0 lets the system choose
    #[arg(long, value_name = "PORT", default_value_t = 4000)]
    pub(super) port: u16,

    /// The address to listen on; any other than this machine's own lets others see the preview
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(super) host: IpAddr,

    /// Open the site in the browser
    #[arg(long)]
    pub(super) open: bool,

    /// Let faults link to an editor: vscode, vscodium, idea, sublime, textmate, zed, or an address
    /// with {path}, {line} and {column}
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
    Err(format!("write {names}, or an address as editor://open?file={{path}}&line={{line}}"))
}

#[derive(Debug, clap::Args)]
pub(super) struct ReleaseArgs {
    #[command(flatten)]
    pub(super) site: SiteArgs,

    /// Say what changed, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct NewArgs {
    /// The folder to make; it may be there already, if none of the files are
    #[arg(value_name = "DIR")]
    pub(super) dir: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(super) struct ImportArgs {
    /// The programme, as schedule.xml, schedule.json, iCalendar or CSV
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    /// The folder of the site: the one that holds, or will hold, `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) site: PathBuf,

    /// Change what the file changed since the last import, and keep everything else
    #[arg(long)]
    pub(super) update: bool,

    /// With --update, remove what the file no longer has
    #[arg(long, requires = "update")]
    pub(super) remove: bool,

    /// Say what would be done, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,

    /// The language of texts that do not tell theirs, as `en` [default: the site's first]
    #[arg(long, value_name = "TAG", value_parser = language)]
    pub(super) language: Option<String>,

    /// The zone of times that do not tell theirs, as Europe/Copenhagen [default: the site's]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    pub(super) timezone: Option<TimeZone>,

    /// What the file is, where it does not show in the file itself
    #[arg(long, value_name = "FORMAT", value_parser = import_format())]
    pub(super) format: Option<&'static Format>,

    /// The encoding of the file, where it is not UTF-8 and does not say so, as windows-1252
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

fn language(text: &str) -> Result<String, String> {
    canonical_tag(text).ok_or_else(|| "write a language tag, as `da`, `en` or `zh-Hans`".to_owned())
}

/// A zone by region and city: abbreviations mean different things to different people.
fn zone(text: &str) -> Result<TimeZone, String> {
    let zone = TimeZone::get(text).ok().filter(|_| text == "UTC" || text.contains('/'));
    zone.ok_or_else(|| "write region and city, as Europe/Copenhagen or Asia/Shanghai".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn base_addresses_are_whole() {
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
