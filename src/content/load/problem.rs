//! Problems with files, before their content is parsed.

use std::io;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::source::{Content, SourceFile, Sources, Span};

/// The code, the message and the help of a fault.
type ProblemText<'a> = (&'static str, &'a str, &'a str);

/// A symbolic link that leads out of the site's folder.
pub(super) const LINK_LEAVES: ProblemText<'_> = (
    "file/link-leaves-site",
    "this symbolic link leads out of the site's folder",
    "copy the linked file into the site",
);

/// A symbolic link that leads in a circle.
pub(super) const LINK_CIRCLE: ProblemText<'_> =
    ("file/link-circle", "this symbolic link leads back to a folder above it", "remove the link");

/// A folder with the name of a file.
pub(super) const FOLDER_FOR_FILE: ProblemText<'_> = (
    "file/is-a-folder",
    "this is a folder, but a file is expected",
    "rename the folder, or move its files",
);

/// A device, a socket or a pipe.
pub(super) const NOT_A_FILE: ProblemText<'_> =
    ("file/unreadable", "this is neither a file nor a folder", "remove it from the site's folder");

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

    pub(super) fn new(path: &str, fault: &ProblemText<'_>) -> Problem {
        let (code, message, help) = *fault;
        Problem { path: path.into(), code, message: message.into(), help: help.into() }
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
        Problem::new(path, &("file/unreadable", message, help))
    }

    /// A text file that nobody has written by hand.
    pub(super) fn too_large(path: &str, length: u64, most: u64) -> Problem {
        let megabytes = |bytes: u64| bytes.div_ceil(1024 * 1024);
        let message =
            format!("this text has {} MiB, more than {}", megabytes(length), megabytes(most));
        let help = "split it, or move it out of the site if nothing needs it";
        Problem::new(path, &("file/too-large", &message, help))
    }

    /// A text file with bytes that are not UTF-8.
    pub(super) fn not_utf8(path: &str, line: usize) -> Problem {
        let message = format!("line {line} is not UTF-8");
        Problem::new(path, &("file/not-utf8", &message, "save the file in the encoding UTF-8"))
    }
}
