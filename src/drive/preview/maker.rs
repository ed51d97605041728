//! From the files to a snapshot: the site as it would be built, and what is wrong with it.

use std::path::{Path, PathBuf};

use crate::base::diagnostic::Report;
use crate::base::print::{Format, print_each};
use crate::base::source::Sources;
use crate::drive::pipeline::{Options, build};
use crate::drive::preview::snapshot::{Change, Fault, Snapshot};

/// Makes snapshots, each from what the files are at the time.
#[derive(Debug)]
pub struct Maker {
    options: Options,
    /// The address that opens a place in an editor, with `{path}`, `{line}` and `{column}`.
    editor: Option<String>,
    root: PathBuf,
    last: Snapshot,
}

impl Maker {
    /// A maker for a site's folder, with the editor that faults link to.
    pub fn new(options: Options, editor: Option<&str>, root: &Path) -> Maker {
        let editor = editor.map(editor_address);
        Maker { options, editor, root: root.to_owned(), last: Snapshot::default() }
    }

    /// The site as the files are now. With faults the last good one stays, if there was one; a site
    /// that never was good is shown as far as it can be.
    pub fn make(&mut self, sources: &Sources, report: &mut Report) -> Snapshot {
        let site = build(sources, &self.options, report);
        let mut next = Snapshot {
            faults: self.faults(report, sources),
            number: self.last.number + 1,
            ..self.last.clone()
        };
        if let Some(site) = site
            && (!report.has_errors() || !self.was_good())
        {
            let languages = site.event.config.languages.iter();
            next.languages = languages.map(|(_, language)| language.path.clone()).collect();
            next.files = Snapshot::files_of(site.files);
            next.good = !report.has_errors();
        }
        next.change = Change::between(&self.last.files, &next.files);
        self.last = next.clone();
        next
    }

    fn was_good(&self) -> bool {
        self.last.good
    }

    fn faults(&self, report: &Report, sources: &Sources) -> Vec<Fault> {
        print_each(report, sources, Format::Human { colour: false })
            .into_iter()
            .map(|printed| Fault {
                severity: printed.severity.as_str(),
                link: printed.place.and_then(|(path, line, column)| {
                    let path = self.root.join(path);
                    let address = self.editor.as_ref()?.replace("{path}", &path.to_string_lossy());
                    let address = address.replace("{line}", &line.to_string());
                    Some(address.replace("{column}", &column.to_string()))
                }),
                text: printed.text,
            })
            .collect()
    }
}

/// The address of an editor that is known by name; anything else is an address itself.
fn editor_address(editor: &str) -> String {
    match editor {
        "vscode" => "vscode://file{path}:{line}:{column}",
        "vscodium" => "vscodium://file{path}:{line}:{column}",
        "idea" => "idea://open?file={path}&line={line}&column={column}",
        "zed" => "zed://file{path}:{line}:{column}",
        address => address,
    }
    .to_owned()
}
