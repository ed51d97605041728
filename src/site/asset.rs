//! Published files that are not pages: style sheets, scripts, pictures, documents.
//!
//! Each has a hash of its bytes in its name, so that browsers can cache it permanently and never show an
//! old one.

use std::collections::BTreeMap;

use crate::base::source::{FileId, Sources, hash128};
use crate::base::unicode::composed;
use crate::site::route::Base;

/// A file to publish, unchanged or with rewritten references.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// The file it is made from.
    pub file: FileId,
    /// The path it is published at, such as `assets/forum.1a2b3c4d.css`.
    pub path: String,
    /// The published text, if it differs from the text of the file.
    pub text: Option<String>,
}

/// A theme's assets by name, such as `forum.css`.
#[derive(Clone, Debug, Default)]
pub struct Assets(BTreeMap<String, Asset>);

impl Assets {
    /// The assets of these files, by name.
    ///
    /// In style sheets, a `url(…)` of another asset is rewritten to its published name. Style sheets
    /// cannot refer to each other in this way, because their names depend on their contents.
    pub fn new(files: &BTreeMap<String, FileId>, sources: &Sources) -> Assets {
        let mut assets = BTreeMap::new();
        let (sheets, others): (Vec<_>, Vec<_>) =
            files.iter().partition(|(name, _)| name.ends_with(".css"));
        for (name, file) in others {
            let path = published("assets", name, sources.get(*file).hash);
            assets.insert(composed(name).into_owned(), Asset { file: *file, path, text: None });
        }
        for (name, file) in sheets {
            let Some(css) = sources.get(*file).text() else { continue };
            let text = rewrite(css, name, &assets);
            let path = published("assets", name, hash128(text.as_bytes()));
            assets.insert(name.clone(), Asset { file: *file, path, text: Some(text) });
        }
        Assets(assets)
    }

    /// All assets, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Asset)> {
        self.0.iter().map(|(name, asset)| (name.as_str(), asset))
    }

    /// The address of an asset.
    pub fn url(&self, name: &str, base: &Base) -> Option<String> {
        let known = self.0.get(name).or_else(|| self.0.get(&*composed(name)));
        known.map(|asset| base.below(&asset.path))
    }

    /// The names of all assets.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// The path that a file of `content/media/` is published at, such as `media/map.1a2b3c4d.pdf`.
pub fn media_path(file: FileId, sources: &Sources) -> String {
    let source = sources.get(file);
    let name = source.path.strip_prefix(crate::content::files::MEDIA).unwrap_or(&source.path);
    published("media", name, source.hash)
}

/// A name with eight digits of a hash before its extension.
fn published(folder: &str, name: &str, hash: u128) -> String {
    // Systems and transfers change the form of a name; the composed one is what the web uses.
    let name = &*composed(name);
    let digest = format!("{hash:032x}");
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && !extension.contains('/') => {
            (stem, extension)
        }
        _ => return format!("{folder}/{name}.{}", &digest[..8]),
    };
    format!("{folder}/{stem}.{}.{extension}", &digest[..8])
}

/// Rewrites each `url(…)` of another asset in a style sheet, relative to the sheet.
fn rewrite(css: &str, sheet: &str, assets: &BTreeMap<String, Asset>) -> String {
    let folder = sheet.rsplit_once('/').map_or("", |(folder, _)| folder);
    let depth = sheet.matches('/').count();
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("url(") {
        let (before, after) = rest.split_at(at + 4);
        out.push_str(before);
        let Some(end) = after.find(')') else {
            rest = after;
            break;
        };
        let name = after[..end].trim().trim_matches(['"', '\'']);
        let full = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        match assets.get(&full).and_then(|asset| asset.path.strip_prefix("assets/")) {
            Some(path) => {
                out.push('"');
                out.push_str(&"../".repeat(depth));
                out.push_str(path);
                out.push('"');
            }
            None => out.push_str(&after[..end]),
        }
        rest = &after[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_the_hash_before_the_extension() {
        let hash = 0x1a2b_3c4d_5e6f_7081_92a3_b4c5_d6e7_f809;
        assert_eq!(published("assets", "forum.css", hash), "assets/forum.1a2b3c4d.css");
        assert_eq!(published("media", "2018/map.v2.pdf", hash), "media/2018/map.v2.1a2b3c4d.pdf");
        assert_eq!(published("media", "LICENSE", hash), "media/LICENSE.1a2b3c4d");
    }
}
