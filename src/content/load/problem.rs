//! Problems with files, before their content is parsed.

use std::io;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::source::{Content, SourceFile, Sources, Span};

/// A file that is unreadable and therefore not in the [`Sources`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// The path relative to the site's folder.
    pub(super) path: String,
    code: &'static str,
    message: String,
    help: String,
}

impl Problem {
    /// Adds the file without content, so that the diagnostic can refer to it.
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

    /// A symbolic link out of the site's folder.
    pub(super) fn link_leaves(path: &str) -> Problem {
        Problem::new(
            path,
            "file/link-leaves-site",
            "this symbolic link leads out of the site's folder",
            "copy the linked file into the site",
        )
    }

    /// A symbolic link that leads in a circle.
    pub(super) fn link_circle(path: &str) -> Problem {
        Problem::new(
            path,
            "file/link-circle",
            "this symbolic link leads back to a folder above it",
            "remove the link",
        )
    }

    /// A folder with the name of a file.
    pub(super) fn folder_for_file(path: &str) -> Problem {
        Problem::new(
            path,
            "file/is-a-folder",
            "this is a folder, but a file is expected",
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

    /// An error of the file system.
    pub(super) fn unreadable(path: &str, is_link: bool, error: Option<&io::Error>) -> Problem {
        let (message, help) = match error.map(io::Error::kind) {
            Some(io::ErrorKind::NotFound) => (
                "the target of this symbolic link does not exist",
                "remove the link, or restore its target",
            ),
            Some(io::ErrorKind::PermissionDenied) => {
                ("permission to read this is denied", "change the permissions of the file")
            }
            _ if is_link => ("this symbolic link is broken", "remove the link"),
            _ => ("this cannot be read", "check the disk and the permissions of the file"),
        };
        Problem::new(path, "file/unreadable", message, help)
    }

    /// A text file with bytes that are not UTF-8.
    pub(super) fn not_utf8(path: &str, line: usize) -> Problem {
        Problem::new(
            path,
            "file/not-utf8",
            &format!("line {line} is not UTF-8"),
            "save the file in the encoding UTF-8",
        )
    }
}
