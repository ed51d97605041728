//! Which file of `content/` is what, and reading them all.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, SourceFile, Sources, Span};
use crate::base::suggest::nearest;
use crate::base::text::Languages;
use crate::content::config::{Config, EVENT_FILE, read_config};
use crate::content::kind::Kind;
use crate::content::prose::{Prose, read_prose};
use crate::content::record::{Records, read_records};

/// The folder of pictures and other files that texts refer to.
pub const MEDIA: &str = "content/media/";

/// Everything that was understood, file by file.
#[derive(Clone, Debug, PartialEq)]
pub struct Contents {
    /// `event.yaml`.
    pub config: Config,
    /// The YAML records, in the order of the files' paths.
    pub records: Vec<Records>,
    /// The Markdown texts, in the order of the files' paths.
    pub prose: Vec<Prose>,
    /// Kinds of records that have a file which could not be read, so that nobody can say which
    /// records there are.
    pub unread: BTreeSet<Kind>,
}

/// What a file of `content/` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Event,
    Records(Kind),
    Prose(Kind),
    Media,
    Stray,
}

/// What one file gave.
enum Piece {
    Records(Records),
    Prose(Box<Prose>),
    Unread(Kind),
    Nothing,
}

/// Reads all of `content/`. Without a usable `event.yaml` there is nothing to read the rest with.
pub fn read_contents(sources: &Sources, report: &mut Report) -> Option<Contents> {
    let event = sources.find(EVENT_FILE)?;
    let config = read_config(event, sources.get(event).text()?, report)?;
    let files: Vec<(FileId, &SourceFile)> = sources.under("content/").collect();
    let pieces: Vec<(Piece, Report)> =
        files.par_iter().map(|(id, file)| read(*id, file, &config.languages)).collect();
    let mut contents =
        Contents { config, records: Vec::new(), prose: Vec::new(), unread: BTreeSet::new() };
    for (piece, own) in pieces {
        report.append(own);
        match piece {
            Piece::Records(records) => contents.records.push(records),
            Piece::Prose(prose) => contents.prose.push(*prose),
            Piece::Unread(kind) => {
                contents.unread.insert(kind);
            }
            Piece::Nothing => {}
        }
    }
    Some(contents)
}

fn read(id: FileId, file: &SourceFile, languages: &Languages) -> (Piece, Report) {
    let path = &*file.path;
    match (role(path), file.text()) {
        (Role::Records(kind), Some(text)) => {
            let (records, report) = read_records(kind, id, path, text, languages);
            (records.map_or(Piece::Unread(kind), Piece::Records), report)
        }
        (Role::Prose(kind), Some(text)) => {
            let (prose, report) = read_prose(kind, id, path, text, languages);
            (prose.map_or(Piece::Nothing, |prose| Piece::Prose(Box::new(prose))), report)
        }
        (Role::Stray, Some(_)) => {
            let mut report = Report::new();
            report.push(stray(id, path));
            (Piece::Nothing, report)
        }
        // What could not be read was said by the loader.
        (Role::Records(kind), None) => (Piece::Unread(kind), Report::new()),
        // A stray picture harms nobody.
        _ => (Piece::Nothing, Report::new()),
    }
}

/// What a file is, from its path alone.
fn role(path: &str) -> Role {
    if path == EVENT_FILE {
        return Role::Event;
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

/// A text file in `content/` that nothing reads: its words would be lost without a word.
fn stray(id: FileId, path: &str) -> Diagnostic {
    let files = || std::iter::once(EVENT_FILE).chain(Kind::ALL.into_iter().map(Kind::file));
    let help = if let Some(yaml) = path.strip_suffix(".yml") {
        format!("rename it to `{yaml}.yaml`")
    } else if let Some(meant) = nearest(path, files()) {
        format!("did you mean `{meant}`?")
    } else if path.ends_with(".md") {
        "put it into content/pages/, or beside the record that it belongs to".to_owned()
    } else {
        format!(
            "the files here are {}; other files belong into {MEDIA}",
            files().collect::<Vec<_>>().join(", ")
        )
    };
    Diagnostic::error("file/not-read", "nothing reads this file").at(Span::file(id)).help(help)
}
