//! Rejects templates that nest too deeply: the engine is recursive, has no limit and would crash.

use std::ops::Range;

use crate::base::diagnostic::Diagnostic;
use crate::base::source::{FileId, Span};

/// The maximum number of operators in one tag, and of nested tags. Real templates need about ten.
const MOST: usize = 64;

/// The fault of a template that nests too deeply.
pub(super) fn too_deep(file: FileId, text: &str) -> Option<Diagnostic> {
    // The levels of each open tag; the engine nests each `elif` in the one before.
    let mut open: Vec<usize> = Vec::new();
    let mut depth = 0usize;
    for tag in tags(text) {
        let inside = &text[tag.clone()];
        let first = inside.trim_start_matches(['{', '%', '-']).split_whitespace().next();
        match first.unwrap_or("") {
            "if" | "for" | "block" | "filter" | "component" | "raw" => {
                open.push(1);
                depth += 1;
            }
            "elif" => {
                open.last_mut().into_iter().for_each(|levels| *levels += 1);
                depth += usize::from(!open.is_empty());
            }
            word if word.starts_with("end") => depth -= open.pop().unwrap_or(0),
            _ => {}
        }
        if depth > MOST || operators(inside) > MOST {
            return Some(
                Diagnostic::error("template/syntax", "this is nested too deeply")
                    .at(Span::bytes(file, tag.start..tag.start + 2))
                    .help("split it: name a part with `{% set %}`, or include another template"),
            );
        }
    }
    None
}

/// The positions of all tags; an unclosed tag ends where the text ends.
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
        // Comments do not count.
        Some(if end == "#}" { start..start } else { start..at })
    })
}

/// An upper limit for the nesting of the parts of a tag; quoted text counts once.
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
    fn only_templates_beyond_any_need_nest_too_deeply() {
        let content = Content::Text("".into());
        let file = Sources::default().insert(SourceFile { path: "a".into(), content, hash: 0 });
        let deep = |text: &str| too_deep(file, text).is_some();
        assert!(!deep("{{ a.b.c | t(x=1, y=[1, 2, 3]) }}{% if a %}{% for b in c %}{% endfor %}"));
        assert!(!deep(&"{% if a and b.c %}{% endif %}".repeat(200)));
        assert!(!deep(&format!("{{# {} #}}", "((((".repeat(200))));
        assert!(deep(&format!("{{{{ a{} }}}}", ".b".repeat(65))));
        assert!(deep(&"{% if a %}".repeat(65)));
        let chain =
            |count: usize| format!("{{% if a %}}{}{{% endif %}}", "{%- elif b %}".repeat(count));
        assert!(!deep(&chain(40).repeat(20)));
        assert!(deep(&chain(65)));
        assert!(deep(&format!("{{{{ {}", "(".repeat(65))));
        assert!(!deep("{"));
        assert!(!deep("a { b {{"));
    }
}
