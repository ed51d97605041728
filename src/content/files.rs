//! Which file of `content/` is what, and reading them all.

use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, SourceFile, Sources, Span, hash128};
use crate::base::suggest::nearest;
use crate::base::text::Languages;
use crate::content::config::{Config, EVENT_FILE, read_config};
use crate::content::kind::{Kind, Unreadable};
use crate::content::markdown::Markdown;
use crate::content::markdown_file::{MarkdownFile, read_markdown_file};
use crate::content::record::{Records, read_records};

/// The folder of pictures and other files that texts refer to.
pub const MEDIA: &str = "content/media/";

/// What was published of the agenda (`event::release`).
pub const AGENDA_LOCK: &str = "content/agenda.lock";

/// What was imported (`tools::import`).
pub const IMPORT_LOCK: &str = "content/import.lock";

/// Everything that was understood, file by file.
#[derive(Debug)]
pub struct Contents {
    /// `event.yaml`.
    pub config: Config,
    /// What each file gave, in the order of their paths.
    pub files_read: Vec<Arc<ParsedFile>>,
    /// The long text of each file, by the file's position.
    pub texts: Vec<Option<LongText>>,
    /// A hash of everything here but the long texts.
    pub outline: u128,
}

/// The long text of a Markdown file.
#[derive(Clone, Debug)]
pub struct LongText {
    /// The text, parsed.
    pub markdown: Arc<Markdown>,
    /// The hash of its file.
    pub hash: u128,
}

/// What one file gave.
#[derive(Clone, Debug, Default)]
pub struct ParsedFile {
    /// The records of a YAML file.
    pub records: Option<Records>,
    /// The text of a Markdown file.
    pub prose: Option<MarkdownFile>,
    /// What could not be read.
    pub unreadable: Unreadable,
    report: Report,
    /// The file's hash.
    hash: u128,
    /// A hash of the file without its long text.
    outline: u128,
}

/// What files gave when they were last read, so that only those are read again that changed.
#[derive(Debug, Default)]
pub struct ParsedFiles {
    /// By the file's position.
    by_file: Vec<Option<Arc<ParsedFile>>>,
    languages: Option<Languages>,
}

/// What a file of `content/` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileRole {
    Event,
    Records(Kind),
    MarkdownFile(Kind),
    Media,
    /// Written by the program, and read by what wrote it.
    Lock,
    Stray,
}

impl ParsedFiles {
    /// What each of these files gave, of those that are as they were without reading them.
    fn read(
        &self,
        files: &[(FileId, &SourceFile)],
        languages: &Languages,
    ) -> Vec<(FileId, Arc<ParsedFile>)> {
        let same = self.languages.as_ref() == Some(languages);
        let kept = |id, file: &SourceFile| {
            let parsed = self.by_file.get(FileId::index(id))?.as_ref()?;
            (same && parsed.hash == file.hash).then(|| Arc::clone(parsed))
        };
        files
            .par_iter()
            .with_min_len(16)
            .map(|(id, file)| {
                let parsed = kept(*id, file);
                (*id, parsed.unwrap_or_else(|| Arc::new(read(*id, file, languages))))
            })
            .collect()
    }
}

/// Reads all of `content/`. Without a usable `event.yaml` there is nothing to read the rest with.
///
/// What is read is kept in `memory`, if there is one, for the next time.
pub fn read_contents(
    sources: &Sources,
    memory: Option<&mut ParsedFiles>,
    report: &mut Report,
) -> Option<Contents> {
    let event = sources.find(EVENT_FILE)?;
    let config = read_config(event, sources.get(event).text()?, report)?;
    let files: Vec<(FileId, &SourceFile)> = sources.under("content/").collect();
    let nothing = ParsedFiles::default();
    let files_read = memory.as_deref().unwrap_or(&nothing).read(&files, &config.languages);
    let last = files.iter().map(|(id, _)| id.index() + 1).max().unwrap_or_default();
    let mut texts = vec![None; last];
    let mut outlines = Vec::with_capacity(files.len() * 32);
    for (id, parsed) in &files_read {
        report.extend(parsed.report.iter().cloned());
        outlines.extend(id.index().to_le_bytes());
        outlines.extend(parsed.outline.to_le_bytes());
        texts[id.index()] = parsed.prose.as_ref().and_then(|prose| {
            Some(LongText { markdown: Arc::clone(prose.body.as_ref()?), hash: parsed.hash })
        });
    }
    if let Some(memory) = memory {
        memory.by_file = vec![None; last];
        for (id, parsed) in &files_read {
            memory.by_file[id.index()] = Some(Arc::clone(parsed));
        }
        memory.languages = Some(config.languages.clone());
    }
    let files_read = files_read.into_iter().map(|(_, parsed)| parsed).collect();
    Some(Contents { config, files_read, texts, outline: hash128(&outlines) })
}

fn read(id: FileId, file: &SourceFile, languages: &Languages) -> ParsedFile {
    let path = &*file.path;
    let mut parsed = ParsedFile { hash: file.hash, outline: file.hash, ..ParsedFile::default() };
    match (role(path), file.text()) {
        (FileRole::Records(kind), Some(text)) => {
            (parsed.records, parsed.unreadable, parsed.report) =
                read_records(kind, id, path, text, languages);
        }
        (FileRole::MarkdownFile(kind), Some(text)) => {
            (parsed.prose, parsed.unreadable, parsed.report) =
                read_markdown_file(kind, id, path, text, languages);
            parsed.outline = parsed.prose.as_ref().map_or(file.hash, |prose| prose.outline);
        }
        (FileRole::Stray, _) => {
            // A file of records under another name: nobody knows which records there are.
            if let Some(kind) = meant_as_records(path) {
                parsed.unreadable.add_kind(kind);
            }
            parsed.report.push(stray(id, path));
        }
        // That it could not be read was said by the loader.
        (FileRole::Records(kind) | FileRole::MarkdownFile(kind), None) => {
            parsed.unreadable.add_kind(kind)
        }
        (FileRole::Event | FileRole::Media | FileRole::Lock, _) => {}
    }
    parsed
}

/// What a file is, from its path alone.
fn role(path: &str) -> FileRole {
    if path == EVENT_FILE {
        return FileRole::Event;
    }
    if [AGENDA_LOCK, IMPORT_LOCK].contains(&path) {
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

/// A file in `content/` that nothing reads: what is in it would be lost without a word.
fn stray(id: FileId, path: &str) -> Diagnostic {
    let files = || std::iter::once(EVENT_FILE).chain(Kind::ALL.into_iter().map(Kind::file));
    let help = if let Some(yaml) = path.strip_suffix(".yml") {
        format!("rename it to `{yaml}.yaml`")
    } else if let Some(text) = meant_as_text(path) {
        format!("rename it to `{text}`")
    } else if let Some(meant) = nearest(path, files()) {
        format!("did you mean `{meant}`?")
    } else if path.ends_with(".md") {
        "put it into content/pages/, or beside the record that it belongs to".to_owned()
    } else {
        format!("put pictures and documents into {MEDIA}, texts into files that end in `.md`")
    };
    Diagnostic::error("file/not-read", "nothing reads this file").at(Span::file(id)).help(help)
}

/// The kind of records that a file was probably meant to hold.
fn meant_as_records(path: &str) -> Option<Kind> {
    let yaml = path.strip_suffix(".yml").map(|stem| format!("{stem}.yaml"));
    let name = yaml.as_deref().unwrap_or(path);
    if let FileRole::Records(kind) = role(name) {
        return Some(kind);
    }
    let meant = nearest(name, Kind::ALL.into_iter().map(Kind::file))?;
    Kind::ALL.into_iter().find(|kind| kind.file() == meant)
}

/// The name that a text should have which an editor saved under another ending.
fn meant_as_text(path: &str) -> Option<String> {
    const ENDINGS: [&str; 4] = [".md.txt", ".markdown", ".txt", ".md"];
    let lower = path.to_ascii_lowercase();
    let ending = ENDINGS.into_iter().find(|ending| lower.ends_with(ending))?;
    let name = format!("{}.md", &path[..path.len() - ending.len()]);
    matches!(role(&name), FileRole::MarkdownFile(_)).then_some(name)
}
