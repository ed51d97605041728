//! What can be wrong with a file before anybody knows what it means.

use std::io;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::source::{Content, SourceFile, Sources, Span};

/// A file that could not be read; it is in no [`Sources`], so the path stands by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// The path from the site's folder.
    pub(super) path: String,
    code: &'static str,
    message: String,
    help: String,
}

impl Problem {
    /// Registers the file without content, so that the diagnostic can name it.
    pub(super) fn into_diagnostic(self, sources: &mut Sources) -> Diagnostic {
        let file = sources.insert(SourceFile {
            path: self.path.into(),
            content: Content::Bytes(Arc::default()),
            hash: 0,
        });
        Diagnostic::error(self.code, self.message).at(Span::file(file)).help(self.help)
    }

    fn new(path: &str, code: &'static str, message: &str, help: &str) -> Problem {
        Problem { path: path.into(), code, message: message.into(), help: help.into() }
    }

    /// A link to something that the site does not own.
    pub(super) fn link_leaves(path: &str) -> Problem {
        Problem::new(
            path,
            "file/link-leaves-site",
            "this symbolic link leads out of the site's files",
            "copy what it leads to into the site",
        )
    }

    /// A link that would be followed for ever.
    pub(super) fn link_circle(path: &str) -> Problem {
        Problem::new(
            path,
            "file/link-circle",
            "this symbolic link leads back to a folder above it",
            "remove the link",
        )
    }

    /// A folder with the name of a file that would be read.
    pub(super) fn folder_for_file(path: &str) -> Problem {
        Problem::new(
            path,
            "file/is-a-folder",
            "a folder stands where a file belongs",
            "rename the folder, or move its files",
        )
    }

    /// A device, a socket or a pipe.
    pub(super) fn not_a_file(path: &str) -> Problem {
        Problem::new(
            path,
            "file/unreadable",
            "this is neither a file nor a folder",
            "remove it from the site's folder",
        )
    }

    /// What the system does not let be read.
    pub(super) fn unreadable(path: &str, is_link: bool, error: Option<&io::Error>) -> Problem {
        let (message, help) = match error.map(io::Error::kind) {
            Some(io::ErrorKind::NotFound) => (
                "this symbolic link leads to nothing",
                "remove the link, or restore what it led to",
            ),
            Some(io::ErrorKind::PermissionDenied) => {
                ("this may not be read", "give yourself the right to read it")
            }
            _ if is_link => ("this symbolic link leads nowhere", "remove the link"),
            _ => ("this cannot be read", "check the disk and the rights of the file"),
        };
        Problem::new(path, "file/unreadable", message, help)
    }

    /// A text whose bytes are no text from this line on.
    pub(super) fn not_utf8(path: &str, line: usize) -> Problem {
        Problem::new(
            path,
            "file/not-utf8",
            &format!("line {line} is not UTF-8"),
            "save the file with the encoding UTF-8",
        )
    }
}
