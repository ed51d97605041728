//! The files of `content/media/` that records and texts refer to.

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Sources, Span, Spanned};
use crate::base::suggest::nearest_path;
use crate::content::files::MEDIA;
use crate::content::picture::{self, FileType};
use crate::event::model::SizedImage;

/// A published file, or a fault.
pub fn media_file(
    path: &Spanned<String>,
    sources: &Sources,
    report: &mut Report,
) -> Option<FileId> {
    let Spanned { value, span } = path;
    let found = sources.find(value).filter(|_| value.starts_with(MEDIA));
    if found.is_none() {
        let media = sources.under(MEDIA).map(|(_, file)| &*file.path);
        let fault = Diagnostic::error("document/missing", format!("there is no file `{value}`"))
            .at(span.clone());
        report.push(match nearest_path(value, media) {
            Some(meant) => {
                let meant = meant.strip_prefix("content/").unwrap_or(meant);
                fault.help(format!("did you mean `{meant}`?"))
            }
            None => fault.help("put the file into content/media/ and write `media/its-name.pdf`"),
        });
    }
    found
}

/// The file and size of a picture, or a fault.
pub fn picture_file(
    path: &str,
    span: &Span,
    sources: &Sources,
    report: &mut Report,
) -> Option<SizedImage> {
    let Some(file) = sources.find(path).filter(|_| path.starts_with(MEDIA)) else {
        let media = sources.under(MEDIA).map(|(_, file)| &*file.path);
        let fault = Diagnostic::error("image/missing", format!("there is no picture `{path}`"))
            .at(span.clone());
        report.push(match nearest_path(path, media) {
            Some(meant) => {
                let meant = meant.strip_prefix("content/").unwrap_or(meant);
                fault.help(format!("did you mean `{meant}`?"))
            }
            None => fault.help("put the picture into content/media/"),
        });
        return None;
    };
    let source = sources.get(file);
    let size = picture::size(source);
    let found = picture::file_type(source.bytes());
    // Browsers show these formats, but their size is not read.
    let is = |extension| found.is_some_and(|found| found.extensions.contains(&extension));
    if size.is_none() && !is("svg") && !is("avif") {
        report.push(unknown_format(path, found).at(span.clone()));
        return None;
    }
    Some((file, size))
}

/// The fault of a file that browsers do not show as a picture.
fn unknown_format(path: &str, found: Option<FileType>) -> Diagnostic {
    let fault = |message: String| Diagnostic::error("image/unknown-format", message);
    match found {
        Some(FileType { name: "empty", .. }) => fault(format!("the picture `{path}` is empty"))
            .help("copy the file again; it may not have been transferred to its end"),
        Some(FileType { name, .. }) => {
            fault(format!("`{path}` is {name}, which browsers do not show as a picture"))
                .help("save it as JPEG, PNG, WebP, GIF or SVG; use a link for a document")
        }
        None => fault(format!("`{path}` is not a picture for the web"))
            .help("save it as JPEG, PNG, WebP, GIF or SVG; use a link for a document"),
    }
}
