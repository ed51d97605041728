//! Components that two templates of one layer define. The engine names one of them, and not always the
//! same one.

use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;
use crate::site::engine::templates::Templates;

/// The fault of each component that an earlier template of the same layer defines too.
pub(super) fn repeated(templates: &Templates) -> Vec<Diagnostic> {
    let mut first: BTreeMap<(&str, &str), Span> = BTreeMap::new();
    let mut faults = Vec::new();
    for (template, (file, text)) in templates {
        let layer = template.split('/').next().unwrap_or("");
        for (at, _) in text.match_indices("{%") {
            let Some((start, name)) = defined(text, at + 2) else { continue };
            let span = Span::bytes(*file, start..start + name.len());
            match first.get(&(layer, name)) {
                None => drop(first.insert((layer, name), span)),
                Some(earlier) => faults.push(
                    Diagnostic::error(
                        "template/same-component",
                        format!("the component `{name}` is defined twice in this theme"),
                    )
                    .at(span)
                    .related(earlier.clone(), "the other one")
                    .help("rename one of the two, or remove it"),
                ),
            }
        }
    }
    faults
}

/// The name of the component that a tag defines, with its position; `at` is after `{%`.
fn defined(text: &str, at: usize) -> Option<(usize, &str)> {
    let rest = text[at..].trim_start_matches('-').trim_start().strip_prefix("component")?;
    let name = rest.trim_start();
    let end = name.find(|c: char| !c.is_alphanumeric() && c != '_')?;
    let is_word = rest.len() > name.len() && end > 0;
    is_word.then(|| (text.len() - name.len(), &name[..end]))
}
