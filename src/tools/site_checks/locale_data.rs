//! Warnings about languages whose conventions CLDR lacks.

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{At, Span};
use crate::base::yaml::KeyPath;
use crate::drive::pipeline::Site;

/// Warns of languages whose dates and lists are those of another language.
pub(super) fn formats(site: &Site, report: &mut Report) {
    let config = &site.event().config;
    for (lang, language) in config.languages.iter() {
        let shown = site.shown_event().config.languages.find(&language.tag);
        let Some(shown) = shown.filter(|shown| !site.locales.has_own_formats(*shown)) else {
            continue;
        };
        let formats = site.locales.get(shown).format().tag();
        let shown = match formats == language.formats {
            true => "dates in numbers such as `2030 M10 12`".to_owned(),
            false => format!("those of `{formats}`"),
        };
        let path = KeyPath::root().key("languages").index(lang.index()).key("tag");
        report.push(
            Diagnostic::warning(
                "language/no-formats",
                format!(
                    "the Unicode locale data have no dates and lists in `{}`",
                    language.formats
                ),
            )
            .at(Span { file: config.file, at: At::Value(path) })
            .help(format!(
                "readers see {shown}; choose another language's with `formats`, for example \
                 `formats: da`"
            )),
        );
    }
}
