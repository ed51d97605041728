//! Which file of `content/` is what, and reading them all.

use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, SourceFile, Sources, Span};
use crate::base::suggest::nearest;
use crate::base::text::Languages;
use crate::content::config::{Config, EVENT_FILE, read_config};
use crate::content::kind::{Kind, Unread};
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
    /// What could not be read.
    pub unread: Unread,
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
}

/// Reads all of `content/`. Without a usable `event.yaml` there is nothing to read the rest with.
pub fn read_contents(sources: &Sources, report: &mut Report) -> Option<Contents> {
    let event = sources.find(EVENT_FILE)?;
    let config = read_config(event, sources.get(event).text()?, report)?;
    let files: Vec<(FileId, &SourceFile)> = sources.under("content/").collect();
    let pieces: Vec<(Option<Piece>, Unread, Report)> =
        files.par_iter().map(|(id, file)| read(*id, file, &config.languages)).collect();
    let (records, prose, unread) = (Vec::new(), Vec::new(), Unread::default());
    let mut contents = Contents { config, records, prose, unread };
    for (piece, unread, own) in pieces {
        report.append(own);
        contents.unread.append(unread);
        match piece {
            Some(Piece::Records(records)) => contents.records.push(records),
            Some(Piece::Prose(prose)) => contents.prose.push(*prose),
            None => {}
        }
    }
    Some(contents)
}

fn read(id: FileId, file: &SourceFile, languages: &Languages) -> (Option<Piece>, Unread, Report) {
    let path = &*file.path;
    let (mut unread, mut report) = (Unread::default(), Report::new());
    match (role(path), file.text()) {
        (Role::Records(kind), Some(text)) => {
            let (records, unread, report) = read_records(kind, id, path, text, languages);
            return (records.map(Piece::Records), unread, report);
        }
        (Role::Prose(kind), Some(text)) => {
            let (prose, unread, report) = read_prose(kind, id, path, text, languages);
            return (prose.map(|prose| Piece::Prose(Box::new(prose))), unread, report);
        }
        (Role::Stray, _) => {
            // A file of records under another name: nobody knows which records there are.
            if let Some(kind) = meant_as_records(path) {
                unread.add_kind(kind);
            }
            report.push(stray(id, path));
        }
        // That it could not be read was said by the loader.
        (Role::Records(kind) | Role::Prose(kind), None) => unread.add_kind(kind),
        (Role::Event | Role::Media, _) => {}
    }
    (None, unread, report)
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
