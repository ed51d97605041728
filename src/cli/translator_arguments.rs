//! The arguments of `plenary translate export` and `plenary translate import`.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::cli::command_line::{ChosenUnits, FormatName, SiteArgs, one_word};
use crate::event::translation::status::Task;
use crate::exchange::translator_files::{TRANSLATOR_FORMATS, TranslatorFormat};

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// Units such as `session opening title` or `session opening`, files, or lines of
    /// files such as `content/pages/about.da.md:7` [default: all]
    #[arg(value_name = "UNIT|FILE")]
    pub(super) units: Vec<String>,

    /// The language to translate into [default: the other one, if the site has two]
    #[arg(long, value_name = "TAG")]
    pub(super) language: Option<String>,

    /// Only texts that need this, such as stale,missing [default: all texts]
    #[arg(long, value_name = "TASK", value_delimiter = ',')]
    pub(super) only: Vec<OnlyTask>,

    /// The format of the file [default: by the ending of its name, or else xliff]
    #[arg(long, value_name = "FORMAT", value_parser = translator_format())]
    pub(super) format: Option<&'static TranslatorFormat>,

    /// The file to write; `-` prints it [default: ID.TAG.xlf in this folder]
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// The folder of the site, which contains `content/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) site: PathBuf,

    /// Include records and texts that are marked `draft: true`
    #[arg(long)]
    pub(super) drafts: bool,
}

impl ExportArgs {
    /// The chosen units, as other commands have them.
    pub(super) fn chosen(&self) -> ChosenUnits {
        ChosenUnits {
            units: self.units.clone(),
            language: self.language.clone(),
            site: SiteArgs {
                site: self.site.clone(),
                base_url: None,
                drafts: self.drafts,
                format: FormatName::Human,
            },
        }
    }
}

/// A format by its name.
fn translator_format() -> impl TypedValueParser<Value = &'static TranslatorFormat> {
    let value = |format: &TranslatorFormat| {
        let value = PossibleValue::new(format.id).help(format.description);
        if format.id == "xliff" { value.alias("xliff1") } else { value }
    };
    let find = |id: String| {
        let id = if id == "xliff1" { "xliff".to_owned() } else { id };
        TRANSLATOR_FORMATS.iter().find(|format| format.id == id).ok_or("there is no such format")
    };
    PossibleValuesParser::new(TRANSLATOR_FORMATS.iter().map(value)).try_map(find)
}

#[derive(Debug, Args)]
pub(super) struct TranslationImportArgs {
    /// The file that came back, as XLIFF, PO or CSV
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    /// The language of the translations, if the file does not say it
    #[arg(long, value_name = "TAG")]
    pub(super) language: Option<String>,

    /// They were translated by a program
    #[arg(long)]
    pub(super) machine: bool,

    /// Who reviewed them, in one word
    #[arg(long, value_name = "NAME", value_parser = one_word)]
    pub(super) reviewer: Option<String>,

    /// Import translations that are marked as unfinished, too
    #[arg(long)]
    pub(super) unfinished: bool,

    /// Replace translations that were changed on the site since the export
    #[arg(long)]
    pub(super) replace: bool,

    /// Write nothing if there is any warning
    #[arg(long)]
    pub(super) deny_warnings: bool,

    /// Show the changes word by word, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,

    #[command(flatten)]
    pub(super) site: SiteArgs,
}

/// What an exported text needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OnlyTask {
    /// The source changed since
    Stale,
    /// A number, link or the like changed in the source
    StaleFacts,
    /// Words changed in the source
    StaleWords,
    /// Only mark-up changed in the source
    StaleForm,
    /// There is no translation
    Missing,
    /// It is not recorded what the translation was made from
    Unrecorded,
    /// The translation is the source text
    Copied,
    /// Its numbers, dates or links are not those of the source, or it seems to be in another language
    Suspicious,
    /// A program translated it, and nobody reviewed it
    Unreviewed,
}

impl OnlyTask {
    /// The tasks that are meant.
    pub(super) fn tasks(self) -> &'static [Task] {
        match self {
            OnlyTask::Stale => &[Task::StaleFacts, Task::StaleWords, Task::StaleForm],
            OnlyTask::StaleFacts => &[Task::StaleFacts],
            OnlyTask::StaleWords => &[Task::StaleWords],
            OnlyTask::StaleForm => &[Task::StaleForm],
            OnlyTask::Missing => &[Task::Missing],
            OnlyTask::Unrecorded => &[Task::Unrecorded],
            OnlyTask::Copied => &[Task::Copied],
            OnlyTask::Suspicious => &[Task::Suspicious, Task::OtherLanguage],
            OnlyTask::Unreviewed => &[Task::Unreviewed],
        }
    }
}
