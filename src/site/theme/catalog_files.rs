//! The files of catalogs: which of them serve which of the site's languages.

use std::collections::BTreeSet;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Sources, Span};
use crate::base::text::{Lang, Languages};
use crate::content::field_reader::unknown_language;
use crate::locale::catalog::Resource;
use crate::locale::distance::{distance, nearest};
use crate::site::theme::Theme;

/// The site's own catalogs.
const OWN: &str = "locales/";

/// The language of a theme whose messages are used if it does not have the source language. Every text
/// says what it is in English, and nobody takes it for their own language.
const STAND_IN: &str = "en";

/// A file of a catalog.
struct CatalogFile<'a> {
    /// The name of the folder that it is in.
    tag: &'a str,
    file: FileId,
    text: &'a str,
}

impl Theme {
    /// The files of the catalogs: first the files of the built-in layer, last the files in the site's
    /// `locales/`.
    ///
    /// In each layer a language is served by the catalogs of its own tag and of its ancestors, or else by
    /// the nearest one ([`distance`]). The source language may have stand-ins.
    pub fn resources<'a>(
        &self,
        languages: &Languages,
        sources: &'a Sources,
        report: &mut Report,
    ) -> Vec<Resource<'a>> {
        let folders = self.layers.iter().rev().map(|layer| format!("{}locales/", layer.folder));
        let mut resources = Vec::new();
        for (layer, folder) in folders.chain([OWN.to_owned()]).enumerate() {
            let files = catalog_files(&folder, languages, sources, report);
            let tags: BTreeSet<&str> = files.iter().map(|file| file.tag).collect();
            let own = folder == OWN;
            let mut used = BTreeSet::new();
            for (lang, _) in languages.iter() {
                let serving = serving(lang, &tags, own, languages);
                let stand_in = serving.is_empty() && lang == Lang::SOURCE && !own;
                let serving = if stand_in { vec![STAND_IN] } else { serving };
                for (rank, tag) in serving.into_iter().enumerate() {
                    used.insert(tag);
                    let of_tag = files.iter().filter(|file| file.tag == tag);
                    resources.extend(of_tag.map(|CatalogFile { tag, file, text }| Resource {
                        lang,
                        tag,
                        file: *file,
                        text,
                        layer,
                        rank,
                        stand_in,
                    }));
                }
            }
            // A theme may have more languages than the site; the site's own folder may not.
            let unused = files.iter().filter(|file| {
                own && !used.contains(file.tag) && !languages.is_unpublished(file.tag)
            });
            report.extend(
                unused.map(|file| unknown_language(file.tag, Span::file(file.file), languages)),
            );
        }
        resources
    }
}

/// The catalogs of a folder.
fn catalog_files<'a>(
    folder: &str,
    languages: &Languages,
    sources: &'a Sources,
    report: &mut Report,
) -> Vec<CatalogFile<'a>> {
    let mut files = Vec::new();
    for (file, source) in sources.under(folder) {
        let Some(text) = source.text().filter(|_| source.path.ends_with(".ftl")) else { continue };
        match source.path[folder.len()..].split_once('/') {
            Some((tag, _)) => files.push(CatalogFile { tag, file, text }),
            None => report.push(outside_of_language(file, &source.path, folder, languages)),
        }
    }
    files
}

/// Those of a layer's catalogs that serve a language, the nearest last.
fn serving<'a>(
    lang: Lang,
    tags: &BTreeSet<&'a str>,
    own: bool,
    languages: &Languages,
) -> Vec<&'a str> {
    let wanted = languages.tag(lang);
    let mut serving = Vec::new();
    let mut others = Vec::new();
    for tag in tags {
        let of = languages.find(tag);
        match distance(wanted, tag) {
            // The language itself comes before one that only means the same (`zh` and `zh-Hans`).
            _ if of == Some(lang) => serving.push((None, *tag)),
            Some(distance) if distance.is_ancestor() => serving.push((Some(distance), *tag)),
            // The site's own words for one of its languages are not meant for another.
            Some(_) if !own || (of.is_none() && !languages.is_unpublished(tag)) => {
                others.push(*tag);
            }
            _ => {}
        }
    }
    serving.sort_by(|a, b| b.cmp(a));
    if serving.is_empty() {
        let nearest = nearest(wanted, others.iter().copied());
        return nearest.map(|(at, _)| others[at]).into_iter().collect();
    }
    serving.into_iter().map(|(_, tag)| tag).collect()
}

/// The warning that messages of the source language are missing, so that those of another language are
/// used.
pub fn stands_in(tag: &str, missing: &[&str], source: &str) -> Option<Diagnostic> {
    let [first, others @ ..] = missing else { return None };
    let message = match others.len() {
        0 => format!("the message `{first}` is missing in `{source}`; the one in `{tag}` is used"),
        more => format!(
            "the message `{first}` and {more} more are missing in `{source}`; those in `{tag}` are \
             used"
        ),
    };
    let help = match others.len() {
        0 => format!("translate it in locales/{source}/site.ftl"),
        _ => format!("translate them in locales/{source}/site.ftl; `plenary check` lists them"),
    };
    Some(Diagnostic::warning("locale/stand-in", message).help(help))
}

/// The fault of a catalog's file outside the folder of a language.
fn outside_of_language(
    file: FileId,
    path: &str,
    folder: &str,
    languages: &Languages,
) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or("site.ftl");
    let tag = languages.tag(Lang::SOURCE);
    Diagnostic::error("file/not-read", "this file is not used")
        .at(Span::file(file))
        .help(format!("move it to the folder of its language, for example {folder}{tag}/{name}"))
}
