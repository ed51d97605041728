//! From the files to a snapshot: the built site and its faults.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::base::diagnostic::{Report, Severity};
use crate::base::print::{Format, Printed, print_each, sorted};
use crate::base::source::Sources;
use crate::drive::pipeline::{BuildLog, Builder, Options};
use crate::drive::preview::snapshot::{
    Change, MOST_FAULTS, ShownFault, Snapshot, TranslationState,
};

/// The characters that are not escaped in the path of an editor's address.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b'\\')
    .remove(b':');

/// Builds snapshots of the current files.
#[derive(Debug)]
pub struct SnapshotBuilder {
    builder: Builder,
    drafts: bool,
    /// The address that opens a place in an editor, with `{path}`, `{line}` and `{column}`.
    editor: Option<String>,
    root: PathBuf,
    last: Arc<Snapshot>,
}

impl SnapshotBuilder {
    /// A builder for the site in a folder, with the address that opens a place in an editor.
    pub fn new(
        options: Options,
        clock: fn() -> Duration,
        editor: Option<String>,
        root: &Path,
    ) -> SnapshotBuilder {
        let drafts = options.drafts;
        let builder = Builder::new(options, Some(clock));
        SnapshotBuilder { builder, drafts, editor, root: root.to_owned(), last: Arc::default() }
    }

    /// The snapshot of the current files. If they have faults, the last good site stays; if
    /// there was none, the site is shown as far as possible. The report is sorted.
    pub fn build(&mut self, sources: &Sources, report: &mut Report) -> Arc<Snapshot> {
        let site = self.builder.build(sources, report);
        let last = Arc::clone(&self.last);
        let good = !report.has_errors();
        *report = sorted(report, sources);
        let faults = self.faults(report, sources);
        let (errors, warnings) = (report.count(Severity::Error), report.count(Severity::Warning));
        let log = site.as_ref().map_or_else(BuildLog::default, |site| site.log.clone());
        let number = last.number + 1;
        let next = Arc::new(match site {
            Some(site) if good || !last.good => {
                let change = Change::between(&last.files, &site.files);
                let outline = Some(site.outline);
                let translations = Arc::new(TranslationState::new(sources, self.drafts));
                let files = site.files;
                Snapshot {
                    files,
                    faults,
                    errors,
                    warnings,
                    outline,
                    translations,
                    good,
                    change,
                    log,
                    number,
                }
            }
            // The last files stay, with their value of `good`.
            _ => {
                let (change, last) = (Change::default(), (*last).clone());
                Snapshot { faults, errors, warnings, change, log, number, ..last }
            }
        });
        self.last = Arc::clone(&next);
        next
    }

    /// The first faults of a sorted report. Printing one takes a millisecond in a long file.
    fn faults(&self, report: &Report, sources: &Sources) -> Vec<ShownFault> {
        let mut first = Report::new();
        first.extend(report.iter().take(MOST_FAULTS).cloned());
        let fault = |printed: Printed| ShownFault {
            severity: printed.severity,
            link: printed.place.and_then(|(path, line, column)| self.link(&path, line, column)),
            text: printed.text,
        };
        let printed = print_each(&first, sources, Format::Human { colour: false });
        printed.into_iter().map(fault).collect()
    }

    /// The address that opens a place in the editor; built-in files are not on the disk.
    fn link(&self, path: &str, line: usize, column: usize) -> Option<String> {
        let editor = self.editor.as_ref()?;
        if path.starts_with(crate::content::load::BUILT_IN) {
            return None;
        }
        let path = self.root.join(path);
        let path = utf8_percent_encode(path.to_str()?, PATH).to_string();
        let address = editor.replace("{path}", &path);
        let address = address.replace("{line}", &line.to_string());
        Some(address.replace("{column}", &column.to_string()))
    }
}

/// The names of known editors, and the addresses that open a place in them.
pub const EDITORS: [(&str, &str); 6] = [
    ("vscode", "vscode://file{path}:{line}:{column}"),
    ("vscodium", "vscodium://file{path}:{line}:{column}"),
    ("idea", "idea://open?file={path}&line={line}&column={column}"),
    ("sublime", "subl://open?url=file://{path}&line={line}&column={column}"),
    ("textmate", "txmt://open?url=file://{path}&line={line}&column={column}"),
    ("zed", "zed://file{path}:{line}:{column}"),
];
