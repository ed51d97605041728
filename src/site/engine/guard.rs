//! Templates that the engine would not survive: it walks what stands within each other by recursion,
//! and has no limit of its own.

use std::ops::Range;

use crate::base::diagnostic::Diagnostic;
use crate::base::source::{FileId, Span};

/// How many operators one tag may have, and how many tags may stand within each other. People need
/// ten.
const MOST: usize = 64;

/// The fault of a template that goes too deep.
pub(super) fn too_deep(file: FileId, text: &str) -> Option<Diagnostic> {
    let mut open = 0usize;
    for tag in tags(text) {
        let inside = &text[tag.clone()];
        let first = inside.trim_start_matches(['{', '%', '-']).split_whitespace().next();
        match first.unwrap_or("") {
            "if" | "for" | "block" | "filter" | "component" | "raw" => open += 1,
            word if word.starts_with("end") => open = open.saturating_sub(1),
            _ => {}
        }
        if open > MOST || operators(inside) > MOST {
            return Some(
                Diagnostic::error("template/syntax", "too much stands within each other here")
                    .at(Span::bytes(file, tag.start..tag.start + 2))
                    .help("part it: name a part of it by `{% set %}`, or include another template"),
            );
        }
    }
    None
}

/// The places of all tags; one that is not closed ends with the text.
fn tags(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find('{')?;
        let end = match text.as_bytes().get(start + 1)? {
            b'{' => "}}",
            b'%' => "%}",
            b'#' => "#}",
            _ => {
                at = start + 1;
                return Some(start..start);
            }
        };
        let length = text[start..].find(end).map_or(text.len() - start, |length| length + 2);
        at = start + length;
        // What is commented out is not walked.
        Some(if end == "#}" { start..start } else { start..at })
    })
}

/// How many things of a tag may stand within each other; what is quoted is one.
fn operators(tag: &str) -> usize {
    let words = [" and ", " or ", " not ", " if ", " in ", " is "];
    let bare: String = tag.split(['"', '\'', '`']).step_by(2).collect();
    bare.matches(|c| "([{.|+-*/%~<>=!?:,".contains(c)).count()
        + words.into_iter().map(|word| bare.matches(word).count()).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::{Content, SourceFile, Sources};

    #[test]
    fn only_what_nobody_writes_is_too_deep() {
        let content = Content::Text("".into());
        let file = Sources::default().insert(SourceFile { path: "a".into(), content, hash: 0 });
        let deep = |text: &str| too_deep(file, text).is_some();
        assert!(!deep("{{ a.b.c | t(x=1, y=[1, 2, 3]) }}{% if a %}{% for b in c %}{% endfor %}"));
        assert!(!deep(&"{% if a and b.c %}{% endif %}".repeat(200)));
        assert!(!deep(&format!("{{# {} #}}", "((((".repeat(200))));
        assert!(deep(&format!("{{{{ a{} }}}}", ".b".repeat(65))));
        assert!(deep(&"{% if a %}".repeat(65)));
        assert!(deep(&format!("{{{{ {}", "(".repeat(65))));
        assert!(!deep("{"));
        assert!(!deep("a { b {{"));
    }
}
