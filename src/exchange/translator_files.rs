//! The formats for translators, and how a file's format is recognised.

use crate::exchange::file_fault::{Fault, check_size};
use crate::exchange::segments::{Package, Returned};
use crate::exchange::{po, segments_csv, xliff_text, xliff1, xliff2};

/// A format for translators.
#[derive(Debug)]
pub struct TranslatorFormat {
    /// The name on the command line.
    pub id: &'static str,
    /// A short description.
    pub description: &'static str,
    /// The ending of its files, without a dot.
    pub extension: &'static str,
    /// Writes a package.
    pub write: fn(&Package) -> String,
}

/// All formats, the default first.
pub static TRANSLATOR_FORMATS: [TranslatorFormat; 4] = [
    TranslatorFormat {
        id: "xliff",
        description: "XLIFF 1.2, for nearly all translation tools",
        extension: "xlf",
        write: xliff1::write,
    },
    TranslatorFormat {
        id: "xliff2",
        description: "XLIFF 2.0, for newer translation tools",
        extension: "xlf",
        write: xliff2::write,
    },
    TranslatorFormat {
        id: "po",
        description: "PO, for Poedit, Weblate and gettext",
        extension: "po",
        write: po::write,
    },
    TranslatorFormat {
        id: "csv",
        description: "A table for spreadsheet programs",
        extension: "csv",
        write: segments_csv::write,
    },
];

/// Reads a file that came back from a translator; its format is recognised by its content.
///
/// # Errors
/// When it is in none of these formats, or malformed.
pub fn read(bytes: &[u8]) -> Result<Returned, Fault> {
    check_size(bytes.len())?;
    let start = beginning(bytes);
    if start.is_empty() {
        return Err(Fault::new("the file is empty").help("save or export it once more"));
    }
    if start.starts_with('<') {
        let (root, version) = xliff_text::root(bytes)?;
        return match &*version {
            version if version.starts_with("1.") => xliff1::read_root(&root),
            version if version.starts_with("2.") => xliff2::read_root(&root),
            version => Err(xliff_text::other_version(&root, version)),
        };
    }
    if is_po(&start) {
        return po::read(bytes);
    }
    if is_binary(bytes) || start.lines().next().is_some_and(is_header) {
        return segments_csv::read(bytes);
    }
    Err(Fault::new("the file is in none of the formats that are read")
        .help("save it as XLIFF, PO or CSV in the translation tool"))
}

/// Whether the tools of a file's format keep its states up to date: those of PO do, while others and
/// spreadsheet programs often leave a text as unfinished that was translated.
pub fn keeps_states(bytes: &[u8]) -> bool {
    is_po(&beginning(bytes))
}

fn is_po(start: &str) -> bool {
    let entry = |line: &str| line.starts_with("msgid ") || line.starts_with("msgctxt ");
    !start.starts_with('<') && start.lines().any(entry)
}

/// The beginning of a file as text, without blanks; whatever is not text in it is replaced.
fn beginning(bytes: &[u8]) -> String {
    const ENOUGH: usize = 64 * 1024;
    let start = &bytes[..bytes.len().min(ENOUGH)];
    // In UTF-16 every second byte of ASCII letters is zero.
    let text = String::from_utf8_lossy(start).replace('\0', "");
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{fffd}');
    text.trim_start_matches(blank).to_owned()
}

/// Whether it is a file of an office program or an archive, of which the reader says so.
fn is_binary(bytes: &[u8]) -> bool {
    [&b"PK"[..], b"\xd0\xcf\x11\xe0", b"%PDF-", b"\x1f\x8b", b"7z", b"Rar!"]
        .iter()
        .any(|magic| bytes.starts_with(magic))
}

/// Whether a line could be the header of a table.
fn is_header(line: &str) -> bool {
    let line = line.to_lowercase();
    line.starts_with("sep=") || (line.contains("translation") && line.contains([',', ';', '\t']))
}
