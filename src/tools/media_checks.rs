//! The warnings of `plenary check` about the content of files in `content/media/`.

use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, SourceFile, Sources, Span};
use crate::content::files::MEDIA;
use crate::content::picture::{FileType, file_type, has_script, size};

/// Warns of files whose names do not tell what they contain, and of scripts in drawings and pages.
pub(super) fn check(sources: &Sources, report: &mut Report) {
    let files: Vec<(FileId, &SourceFile)> = sources.under(MEDIA).collect();
    let found: Vec<Vec<Diagnostic>> =
        files.par_iter().map(|(file, source)| of_file(*file, source)).collect();
    report.extend(found.into_iter().flatten());
}

fn of_file(file: FileId, source: &SourceFile) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(misnamed(source).map(|fault| fault.at(Span::file(file))));
    found.extend(large(source).map(|fault| fault.at(Span::file(file))));
    if has_script(source) {
        let message = format!("`{}` contains a script", source.path);
        found.push(
            Diagnostic::warning("media/script", message).at(Span::file(file)).help(
                "it runs when a visitor opens the file; remove it, or link to a page elsewhere",
            ),
        );
    }
    found
}

/// The size from which a picture takes half a minute on a phone, in bytes.
const LARGE_PICTURE: u64 = 10_000_000;

/// The size from which common hosts refuse a file, in bytes.
const LARGE_FILE: u64 = 100_000_000;

fn large(source: &SourceFile) -> Option<Diagnostic> {
    let (length, path) = (source.length(), &source.path);
    let most = if size(source).is_some() { LARGE_PICTURE } else { LARGE_FILE };
    let megabytes = length / 1_000_000;
    (length >= most).then(|| {
        let message = format!("`{path}` has {megabytes} MB");
        let fault = Diagnostic::warning("media/large", message);
        fault.help(match most {
            LARGE_PICTURE => "visitors wait for it on a slow line; save the picture smaller",
            _ => "many hosts refuse such files; link to a service for films or downloads",
        })
    })
}

/// The extensions that promise a type.
const PROMISES: [&str; 13] = [
    "jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "pdf", "mp4", "webm", "mp3", "docx", "zip",
];

fn misnamed(source: &SourceFile) -> Option<Diagnostic> {
    let (stem, extension) = source.path.rsplit_once('.')?;
    let extension = extension.to_lowercase();
    if !PROMISES.contains(&&*extension) {
        return None;
    }
    let FileType { name, extensions } = file_type(source.bytes())?;
    if extensions.contains(&&*extension) {
        return None;
    }
    let warning = |message: String| Diagnostic::warning("media/other-type", message);
    let path = &source.path;
    Some(match extensions.first() {
        _ if name == "empty" => warning(format!("`{path}` is empty"))
            .help("copy the file again; it may not have been transferred to its end"),
        Some(usual) => warning(format!("`{path}` is {name}"))
            .help(format!("rename it to `{stem}.{usual}`, here and where it is used")),
        None => warning(format!("`{path}` is {name}"))
            .help(format!("save it in the format of its name, `.{extension}`")),
    })
}
