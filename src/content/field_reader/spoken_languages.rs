//! The languages of sessions: any language, not only the site's.

use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;
use crate::base::yaml::Node;
use crate::content::field_reader::FieldReader;
use crate::locale::tag::{canonical_tag, is_known, language_of, tag_of_name};

/// Spoken languages have no script, unlike `zh-Hans`.
const HELP: &str = "write the code of a language such as `da`, `en` or `zh`";

impl FieldReader<'_> {
    /// A list of language tags, or a single tag.
    pub fn tags(&mut self, node: &Node<'_>) -> Vec<String> {
        let items = match node.as_text() {
            Some(_) => vec![node.clone()],
            None => node.list("[da, en]", &mut self.report),
        };
        items.iter().filter_map(|item| self.tag(item)).collect()
    }

    /// A BCP 47 language tag, in canonical form.
    pub fn tag(&mut self, node: &Node<'_>) -> Option<String> {
        let value = self.fact(node, "a language tag", "zh")?;
        self.known_tag(value, node.span())
    }

    /// A tag at a place, in canonical form. Reports a language that does not exist.
    pub(in crate::content) fn known_tag(&mut self, value: &str, span: Span) -> Option<String> {
        if let Some(lang) = self.languages.find(value) {
            return Some(self.languages.tag(lang).to_owned());
        }
        let tag = canonical_tag(value);
        let known = tag.as_deref().is_some_and(is_known);
        if !known {
            let fault = match tag {
                None => Diagnostic::error(
                    "language/malformed",
                    format!("`{value}` is not a language tag"),
                ),
                // The language may exist all the same, so this is not an error.
                Some(_) => Diagnostic::warning(
                    "language/unheard-of",
                    format!("there is no language `{value}`"),
                ),
            };
            let fault = fault.at(span).suggest(self.meant(value), || HELP.to_owned());
            self.report.push(fault);
        }
        tag
    }

    /// The language that was meant by a name or a country.
    fn meant(&self, value: &str) -> Option<String> {
        let of_site = |name: &str| {
            let mut languages = self.languages.iter().map(|(_, language)| language);
            let found = languages.find(|language| language.name.to_lowercase() == name)?;
            found.tag.split('-').next().map(str::to_owned)
        };
        of_site(&value.to_lowercase())
            .or_else(|| tag_of_name(value).map(str::to_owned))
            .or_else(|| language_of(value))
    }
}
