//! Which file of `content/` is what, and reading them all.

use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, SourceFile, Sources, Span, hash128};
use crate::base::suggest::nearest;
use crate::base::text::Languages;
use crate::content::config::{Config, EVENT_FILE, read_config};
use crate::content::kind::{Kind, Unread};
use crate::content::markdown::Markdown;
use crate::content::prose::{Prose, read_prose};
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
    pub pieces: Vec<Arc<Piece>>,
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
pub struct Piece {
    /// The records of a YAML file.
    pub records: Option<Records>,
    /// The text of a Markdown file.
    pub prose: Option<Prose>,
    /// What could not be read.
    pub unread: Unread,
    report: Report,
    /// The file's hash.
    hash: u128,
    /// A hash of the file without its long text.
    outline: u128,
}

/// What files gave when they were last read, so that only those are read again that changed.
#[derive(Debug, Default)]
pub struct Pieces {
    /// By the file's position.
    by_file: Vec<Option<Arc<Piece>>>,
    languages: Option<Languages>,
}

/// What a file of `content/` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Event,
    Records(Kind),
    Prose(Kind),
    Media,
    /// Written by the program, and read by what wrote it.
    Lock,
    Stray,
}

impl Pieces {
    /// What each of these files gave, of those that are as they were without reading them.
    fn read(
        &self,
        files: &[(FileId, &SourceFile)],
        languages: &Languages,
    ) -> Vec<(FileId, Arc<Piece>)> {
        let same = self.languages.as_ref() == Some(languages);
        let kept = |id, file: &SourceFile| {
            let piece = self.by_file.get(FileId::index(id))?.as_ref()?;
            (same && piece.hash == file.hash).then(|| Arc::clone(piece))
        };
        files
            .par_iter()
            .with_min_len(16)
            .map(|(id, file)| {
                let piece = kept(*id, file);
                (*id, piece.unwrap_or_else(|| Arc::new(read(*id, file, languages))))
            })
            .collect()
    }
}

/// Reads all of `content/`. Without a usable `event.yaml` there is nothing to read the rest with.
///
/// What is read is kept in `memory`, if there is one, for the next time.
pub fn read_contents(
    sources: &Sources,
    memory: Option<&mut Pieces>,
    report: &mut Report,
) -> Option<Contents> {
    let event = sources.find(EVENT_FILE)?;
    let config = read_config(event, sources.get(event).text()?, report)?;
    let files: Vec<(FileId, &SourceFile)> = sources.under("content/").collect();
    let nothing = Pieces::default();
    let pieces = memory.as_deref().unwrap_or(&nothing).read(&files, &config.languages);
    let last = files.iter().map(|(id, _)| id.index() + 1).max().unwrap_or_default();
    let mut texts = vec![None; last];
    let mut outlines = Vec::with_capacity(files.len() * 32);
    for (id, piece) in &pieces {
        report.extend(piece.report.iter().cloned());
        outlines.extend(id.index().to_le_bytes());
        outlines.extend(piece.outline.to_le_bytes());
        texts[id.index()] = piece.prose.as_ref().and_then(|prose| {
            Some(LongText { markdown: Arc::clone(prose.body.as_ref()?), hash: piece.hash })
        });
    }
    if let Some(memory) = memory {
        memory.by_file = vec![None; last];
        for (id, piece) in &pieces {
            memory.by_file[id.index()] = Some(Arc::clone(piece));
        }
        memory.languages = Some(config.languages.clone());
    }
    let pieces = pieces.into_iter().map(|(_, piece)| piece).collect();
    Some(Contents { config, pieces, texts, outline: hash128(&outlines) })
}

fn read(id: FileId, file: &SourceFile, languages: &Languages) -> Piece {
    let path = &*file.path;
    let mut piece = Piece { hash: file.hash, outline: file.hash, ..Piece::default() };
    match (role(path), file.text()) {
        (Role::Records(kind), Some(text)) => {
            (piece.records, piece.unread, piece.report) =
                read_records(kind, id, path, text, languages);
        }
        (Role::Prose(kind), Some(text)) => {
            (piece.prose, piece.unread, piece.report) = read_prose(kind, id, path, text, languages);
            piece.outline = piece.prose.as_ref().map_or(file.hash, |prose| prose.outline);
        }
        (Role::Stray, _) => {
            // A file of records under another name: nobody knows which records there are.
            if let Some(kind) = meant_as_records(path) {
                piece.unread.add_kind(kind);
            }
            piece.report.push(stray(id, path));
        }
        // That it could not be read was said by the loader.
        (Role::Records(kind) | Role::Prose(kind), None) => piece.unread.add_kind(kind),
        (Role::Event | Role::Media | Role::Lock, _) => {}
    }
    piece
}

/// What a file is, from its path alone.
fn role(path: &str) -> Role {
    if path == EVENT_FILE {
        return Role::Event;
    }
    if [AGENDA_LOCK, IMPORT_LOCK].contains(&path) {
        return Role::Lock;
    }
    if path.starts_with(MEDIA) {
        return Role::Media;
    }
    if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.file() == path) {
        return Role::Records(kind);
    }
    if path.starts_with("content/agenda/") && path.ends_with(".yaml") {
        return Role::Records(Kind::Session);
    }
    let folder = |kind: &Kind| {
        kind.folder()
            .and_then(|folder| path.strip_prefix(folder))
            .is_some_and(|name| name.ends_with(".md") && !name.contains('/'))
    };
    Kind::ALL.into_iter().find(folder).map_or(Role::Stray, Role::Prose)
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
    if let Role::Records(kind) = role(name) {
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
    matches!(role(&name), Role::Prose(_)).then_some(name)
}
