//! What the fuzz targets share: a small site in which one file is random.

use std::sync::OnceLock;

use plenary::base::diagnostic::Report;
use plenary::base::print::{Format, print};
use plenary::base::source::Sources;
use plenary::content::load::{FOLDERS, file_of, load_built_in};
use plenary::drive::pipeline::{Options, build};
use plenary::tools::scaffold::starter;
use plenary::tools::site_checks::check;

/// The site that `plenary new` makes, in memory.
fn site() -> Sources {
    static SITE: OnceLock<Sources> = OnceLock::new();
    let make = || {
        let mut sources = Sources::default();
        load_built_in(&mut sources);
        for file in starter() {
            let is_read = FOLDERS.iter().any(|folder| file.path.starts_with(folder));
            if let (true, Ok(file)) = (is_read, file_of(&file.path, file.bytes.to_vec())) {
                sources.insert(file);
            }
        }
        sources
    };
    SITE.get_or_init(make).clone()
}

/// Builds and checks the site with other files, and prints its report.
pub fn build_with(files: &[(&str, &[u8])]) {
    let mut sources = site();
    for (path, bytes) in files {
        // Bytes that are not UTF-8 are a fault of loading.
        let Ok(file) = file_of(path, bytes.to_vec()) else { return };
        sources.insert(file);
    }
    let mut report = Report::new();
    if let Some(site) = build(&sources, &Options::default(), &mut report) {
        check(&site, &sources, &mut report);
    }
    for format in [Format::Human { colour: true }, Format::Json, Format::Github] {
        print(&report, &sources, format);
    }
}
