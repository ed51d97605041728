//! A theme: layers of templates, assets and messages.
//!
//! The layers are the folder of the theme in `event.yaml`, the folders of the themes that it
//! extends, and at the bottom the built-in theme. A file overrides files of the same name in the
//! layers below. A template can extend the template that it overrides, whose name then has the
//! layer as a prefix (`{% extends "built-in/base.html" %}`).

use std::collections::BTreeMap;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{FileId, Sources, Spanned};
use crate::base::suggest::nearest;
use crate::base::text::Languages;
use crate::base::yaml::Document;
use crate::content::field_reader::FieldReader;
use crate::content::load::BUILT_IN;
use crate::locale::catalog::MessageUse;
use crate::site::engine::message_uses;

mod catalog_files;

pub use catalog_files::stands_in;

/// The prefix of the built-in layer in names of templates.
pub const BUILT_IN_LAYER: &str = "built-in";

/// The longest chain of themes that extend each other.
const MOST_LAYERS: usize = 8;

/// A theme with all layers below it.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// The layers, from the top down.
    layers: Vec<Layer>,
    /// Templates by name with their layer, such as `forum/base.html`.
    pub templates: BTreeMap<String, FileId>,
    /// Assets by name.
    pub assets: BTreeMap<String, FileId>,
}

/// The folder of one theme.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Layer {
    name: String,
    /// The folder in the sources, such as `themes/forum/`.
    folder: String,
}

impl Theme {
    /// The theme with a name, on top of those that it extends and the built-in one.
    pub fn new(
        named: &Spanned<String>,
        languages: &Languages,
        sources: &Sources,
        report: &mut Report,
    ) -> Theme {
        let layers = layers(named, languages, sources, report);
        let mut theme = Theme { layers, ..Theme::default() };
        for layer in theme.layers.iter().rev() {
            let templates = format!("{}templates/", layer.folder);
            for (id, file) in sources.under(&templates) {
                if file.path.ends_with(".html") {
                    let name = &file.path[templates.len()..];
                    theme.templates.insert(format!("{}/{name}", layer.name), id);
                }
            }
            let assets = format!("{}assets/", layer.folder);
            for (id, file) in sources.under(&assets) {
                theme.assets.insert(file.path[assets.len()..].to_owned(), id);
            }
        }
        theme
    }

    /// The prefixes of templates' names, from the top layer down.
    pub fn prefixes(&self) -> Vec<String> {
        self.layers.iter().map(|layer| format!("{}/", layer.name)).collect()
    }

    /// The topmost template with a name, which does not include a layer.
    pub fn template(&self, name: &str) -> Option<FileId> {
        self.layers
            .iter()
            .find_map(|layer| self.templates.get(&format!("{}/{name}", layer.name)))
            .copied()
    }

    /// The templates in use, by name with their layer: the topmost template of each name, and the
    /// templates to which one in use refers by name and layer (`"built-in/base.html"`).
    ///
    /// Overridden templates are not part of the theme, so a theme with a frame of its own need not be
    /// compatible with the built-in pages that it replaces.
    pub fn reachable(&self, sources: &Sources) -> BTreeMap<String, FileId> {
        let mut left = self.templates.clone();
        let mut next: Vec<String> = self
            .template_names()
            .into_iter()
            .filter_map(|name| {
                let layered = self.layers.iter().map(|layer| format!("{}/{name}", layer.name));
                layered.into_iter().find(|name| self.templates.contains_key(name))
            })
            .collect();
        let mut found = BTreeMap::new();
        while let Some(name) = next.pop() {
            let Some(file) = left.remove(&name) else { continue };
            let text = sources.get(file).text().map_or("", |text| &**text);
            let quoted = |name: &&String| {
                text.contains(&format!("\"{name}\"")) || text.contains(&format!("'{name}'"))
            };
            next.extend(left.keys().filter(quoted).cloned());
            found.insert(name, file);
        }
        found
    }

    /// The messages that the templates show, including overridden ones: a message keeps the arguments
    /// that its own theme gives it.
    pub fn message_uses(&self, sources: &Sources) -> Vec<MessageUse> {
        let mut uses = Vec::new();
        for (name, file) in &self.templates {
            let layer = name.split('/').next();
            let layer = self.layers.iter().rev().position(|l| Some(l.name.as_str()) == layer);
            if let (Some(layer), Some(text)) = (layer, sources.get(*file).text()) {
                uses.extend(message_uses(text, layer));
            }
        }
        uses
    }

    /// The names of templates without their layers, sorted and unique.
    pub fn template_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> =
            self.templates.keys().filter_map(|name| Some(name.split_once('/')?.1)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// The layers of a theme, from the top down to the built-in one.
fn layers(
    named: &Spanned<String>,
    languages: &Languages,
    sources: &Sources,
    report: &mut Report,
) -> Vec<Layer> {
    let mut layers: Vec<Layer> = Vec::new();
    let mut next = Some(named.clone());
    while let Some(Spanned { value: name, span }) = next.take() {
        let folder = format!("themes/{name}/");
        let here = sources.under(&folder).next().is_some();
        if layers.iter().any(|layer| layer.name == name) || layers.len() == MOST_LAYERS {
            report.push(
                Diagnostic::error("theme/circle", format!("the theme `{name}` extends itself"))
                    .at(span)
                    .help("remove `extends` from one of the themes"),
            );
        } else if here {
            next = extends(&folder, languages, sources, report);
            layers.push(Layer { name, folder });
        } else if name != crate::content::config::DEFAULT_THEME {
            report.push(unknown_theme(&name, sources).at(span));
        }
    }
    layers.push(Layer { name: BUILT_IN_LAYER.to_owned(), folder: BUILT_IN.to_owned() });
    layers
}

fn unknown_theme(name: &str, sources: &Sources) -> Diagnostic {
    let mut names: Vec<&str> =
        sources.under("themes/").filter_map(|(_, file)| file.path.split('/').nth(1)).collect();
    names.push(crate::content::config::DEFAULT_THEME);
    names.dedup();
    let fault = Diagnostic::error("theme/unknown", format!("there is no theme `{name}`"));
    match nearest(name, names.iter().copied()) {
        Some(meant) => fault.help(format!("did you mean `{meant}`?")),
        None => fault.help(format!("create the folder themes/{name}/, or write `theme: forum`")),
    }
}

/// The theme that a theme extends, from its `theme.yaml`.
fn extends(
    folder: &str,
    languages: &Languages,
    sources: &Sources,
    report: &mut Report,
) -> Option<Spanned<String>> {
    let file = sources.find(&format!("{folder}theme.yaml"))?;
    let document = Document::parse(file, sources.get(file).text()?, 0, report)?;
    let root = document.root();
    let mut fields = root.fields("name: my-theme", report)?;
    let mut reader = FieldReader::new(languages);
    for name in ["name", "description"] {
        if let Some(node) = fields.get(name) {
            reader.fact(&node, "a text", "my-theme");
        }
    }
    let extends = fields.get("extends").and_then(|node| {
        let value = reader.id(&node)?.value;
        Some(Spanned { value, span: node.span() })
    });
    fields.finish(&mut reader.report);
    report.append(reader.report);
    extends
}
