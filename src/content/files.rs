//! The roles of the files in `content/`, and reading them all.

use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, SourceFile, Sources, Span, hash128};
use crate::base::suggest::nearest;
use crate::base::text::Languages;
use crate::content::config::{Config, EVENT_FILE, read_config};
use crate::content::glossary::{GLOSSARY, read_glossary};
use crate::content::kind::{Kind, Unreadable};
use crate::content::markdown::{Block, Markdown};
use crate::content::markdown_file::{MarkdownFile, read_markdown_file};
use crate::content::publication::Publication;
use crate::content::record::{Records, read_records};

/// The folder of pictures and documents.
pub const MEDIA: &str = "content/media/";

/// The published agenda (`event::release`).
pub const AGENDA_LOCK: &str = "content/agenda.lock";

/// The imported facts (`tools::import`).
pub const IMPORT_LOCK: &str = "content/import.lock";

/// What each translation was made from (`event::translation`).
pub const TRANSLATIONS_LOCK: &str = "content/translations.lock";

/// What is wanted of the long texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// The HTML.
    #[default]
    Html,
    /// The HTML, and the blocks that are translated one at a time.
    HtmlAndBlocks,
    /// Only the blocks. The HTML is empty, and faults of the Markdown are not reported.
    Blocks,
}

/// All parsed files of `content/`.
#[derive(Debug)]
pub struct Contents {
    /// `event.yaml`.
    pub config: Config,
    /// The parsed files, in the order of their paths.
    pub parsed: Vec<Arc<ParsedFile>>,
    /// The long text of each file, by file id.
    pub texts: Vec<Option<LongText>>,
    /// A hash of everything except the long texts.
    pub outline: u128,
}

/// The long text of a Markdown file.
#[derive(Clone, Debug)]
pub struct LongText {
    /// The text, parsed.
    pub markdown: Arc<Markdown>,
    /// Its leaf blocks, if they are wanted.
    pub blocks: Arc<[Block]>,
    /// The hash of the file.
    pub hash: u128,
}

/// One parsed file.
#[derive(Clone, Debug, Default)]
pub struct ParsedFile {
    /// The records of a YAML file.
    pub records: Option<Records>,
    /// The text of a Markdown file.
    pub prose: Option<MarkdownFile>,
    /// The unreadable records.
    pub unreadable: Unreadable,
    report: Report,
    /// The file's hash.
    hash: u128,
    /// A hash of the file without its long text.
    outline: u128,
}

/// The parsed files of the last build, so that only changed files are parsed again.
#[derive(Debug, Default)]
pub struct ParsedFiles {
    /// By file id.
    by_file: Vec<Option<Arc<ParsedFile>>>,
    languages: Option<Languages>,
    wanted: Wanted,
}

/// The role of a file in `content/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileRole {
    Event,
    Records(Kind),
    MarkdownFile(Kind),
    Glossary,
    Media,
    /// Written and read by the program itself.
    Lock,
    Stray,
}

impl ParsedFiles {
    /// Parses these files, except those that have not changed.
    fn read(
        &self,
        files: &[(FileId, &SourceFile)],
        languages: &Languages,
        wanted: Wanted,
    ) -> Vec<(FileId, Arc<ParsedFile>)> {
        let same = self.languages.as_ref() == Some(languages) && self.wanted == wanted;
        let kept = |id, file: &SourceFile| {
            let parsed = self.by_file.get(FileId::index(id))?.as_ref()?;
            (same && parsed.hash == file.hash).then(|| Arc::clone(parsed))
        };
        files
            .par_iter()
            .with_min_len(16)
            .map(|(id, file)| {
                let parsed = kept(*id, file);
                (*id, parsed.unwrap_or_else(|| Arc::new(read(*id, file, languages, wanted))))
            })
            .collect()
    }
}

/// Parses all of `content/`; `None` if there is no usable `event.yaml`.
///
/// The parsed files are kept in `memory`, if there is one, for the next build.
pub fn read_contents(
    sources: &Sources,
    memory: Option<&mut ParsedFiles>,
    wanted: Wanted,
    report: &mut Report,
) -> Option<Contents> {
    let event = sources.find(EVENT_FILE)?;
    let config = read_config(event, sources.get(event).text()?, report)?;
    // A gate counts what is translated.
    let gated = config.publication.iter().any(Publication::is_conditional);
    let wanted = match wanted {
        Wanted::Html if gated => Wanted::HtmlAndBlocks,
        wanted => wanted,
    };
    let files: Vec<(FileId, &SourceFile)> = sources.under("content/").collect();
    let nothing = ParsedFiles::default();
    let parsed_files = memory.as_deref().unwrap_or(&nothing);
    let parsed_files = parsed_files.read(&files, &config.languages, wanted);
    let last = files.iter().map(|(id, _)| id.index() + 1).max().unwrap_or_default();
    let mut texts = vec![None; last];
    let mut outlines = Vec::with_capacity(files.len() * 32);
    for (id, parsed) in &parsed_files {
        report.extend(parsed.report.iter().cloned());
        outlines.extend(id.index().to_le_bytes());
        outlines.extend(parsed.outline.to_le_bytes());
        texts[id.index()] = parsed.prose.as_ref().and_then(|prose| {
            let (markdown, blocks) = (prose.body.as_ref()?, &prose.blocks);
            let (markdown, blocks) = (Arc::clone(markdown), Arc::clone(blocks));
            Some(LongText { markdown, blocks, hash: parsed.hash })
        });
    }
    if let Some(memory) = memory {
        memory.by_file = vec![None; last];
        for (id, parsed) in &parsed_files {
            memory.by_file[id.index()] = Some(Arc::clone(parsed));
        }
        memory.languages = Some(config.languages.clone());
        memory.wanted = wanted;
    }
    let parsed_files = parsed_files.into_iter().map(|(_, parsed)| parsed).collect();
    Some(Contents { config, parsed: parsed_files, texts, outline: hash128(&outlines) })
}

fn read(id: FileId, file: &SourceFile, languages: &Languages, wanted: Wanted) -> ParsedFile {
    let path = &*file.path;
    let mut parsed = ParsedFile { hash: file.hash, outline: file.hash, ..ParsedFile::default() };
    match (role(path), file.text()) {
        (FileRole::Records(kind), Some(text)) => {
            (parsed.records, parsed.unreadable, parsed.report) =
                read_records(kind, id, path, text, languages);
        }
        (FileRole::MarkdownFile(kind), Some(text)) => {
            (parsed.prose, parsed.unreadable, parsed.report) =
                read_markdown_file(kind, (id, path, text), languages, wanted);
            parsed.outline = parsed.prose.as_ref().map_or(file.hash, |prose| prose.outline);
        }
        (FileRole::Glossary, Some(text)) => {
            parsed.report = read_glossary(id, text, languages).1;
        }
        (FileRole::Stray, _) => {
            // It may contain records, but it is unknown which ones.
            if let Some(kind) = meant_as_records(path) {
                parsed.unreadable.add_kind(kind);
            }
            parsed.report.push(stray(id, path));
        }
        // The loader has reported it.
        (FileRole::Records(kind) | FileRole::MarkdownFile(kind), None) => {
            parsed.unreadable.add_kind(kind);
        }
        (FileRole::Event | FileRole::Media | FileRole::Lock | FileRole::Glossary, _) => {}
    }
    parsed
}

/// The role of a file, by its path.
fn role(path: &str) -> FileRole {
    if path == EVENT_FILE {
        return FileRole::Event;
    }
    if path == GLOSSARY {
        return FileRole::Glossary;
    }
    if [AGENDA_LOCK, IMPORT_LOCK, TRANSLATIONS_LOCK].contains(&path) {
        return FileRole::Lock;
    }
    if path.starts_with(MEDIA) {
        return FileRole::Media;
    }
    if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.file() == path) {
        return FileRole::Records(kind);
    }
    if path.starts_with("content/agenda/") && path.ends_with(".yaml") {
        return FileRole::Records(Kind::Session);
    }
    let folder = |kind: &Kind| {
        kind.folder()
            .and_then(|folder| path.strip_prefix(folder))
            .is_some_and(|name| name.ends_with(".md") && !name.contains('/'))
    };
    Kind::ALL.into_iter().find(folder).map_or(FileRole::Stray, FileRole::MarkdownFile)
}

/// The fault of a file in `content/` that nothing reads.
fn stray(id: FileId, path: &str) -> Diagnostic {
    let files = || [EVENT_FILE, GLOSSARY].into_iter().chain(Kind::ALL.into_iter().map(Kind::file));
    let help = if let Some(yaml) = path.strip_suffix(".yml") {
        format!("rename it to `{yaml}.yaml`")
    } else if let Some(text) = meant_as_text(path) {
        format!("rename it to `{text}`")
    } else if let Some(meant) = nearest(path, files()) {
        format!("did you mean `{meant}`?")
    } else if path.ends_with(".md") {
        "move it into content/pages/, or into the folder of its record".to_owned()
    } else {
        format!("move pictures and documents into {MEDIA}, and texts into `.md` files")
    };
    Diagnostic::error("file/not-read", "nothing reads this file").at(Span::file(id)).help(help)
}

/// The kind of records that a misnamed file probably contains.
fn meant_as_records(path: &str) -> Option<Kind> {
    let yaml = path.strip_suffix(".yml").map(|stem| format!("{stem}.yaml"));
    let name = yaml.as_deref().unwrap_or(path);
    if let FileRole::Records(kind) = role(name) {
        return Some(kind);
    }
    let meant = nearest(name, Kind::ALL.into_iter().map(Kind::file))?;
    Kind::ALL.into_iter().find(|kind| kind.file() == meant)
}

/// The name that a text should have, if it was saved with another extension.
fn meant_as_text(path: &str) -> Option<String> {
    const ENDINGS: [&str; 4] = [".md.txt", ".markdown", ".txt", ".md"];
    let lower = path.to_ascii_lowercase();
    let ending = ENDINGS.into_iter().find(|ending| lower.ends_with(ending))?;
    let name = format!("{}.md", &path[..path.len() - ending.len()]);
    matches!(role(&name), FileRole::MarkdownFile(_)).then_some(name)
}
