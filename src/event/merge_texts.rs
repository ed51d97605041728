//! Merges the texts in a record's YAML with the texts in its Markdown files.

use std::collections::BTreeMap;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{Span, Spanned};
use crate::base::text::Lang;
use crate::content::kind::{Kind, TextField};
use crate::content::markdown_file::MarkdownFile;
use crate::content::record::TextFields;

/// The Markdown files by the record they belong to.
pub type ProseByRecord = BTreeMap<(Kind, String), Vec<MarkdownFile>>;

/// Adds the texts in a record's Markdown files to the texts in its YAML. It is a fault if a text is in
/// both, because one of the two would be lost.
pub fn merge_texts(
    kind: Kind,
    texts: &mut TextFields,
    prose: &mut [MarkdownFile],
    report: &mut Report,
) {
    for file in prose {
        for (name, field) in kind.text_fields() {
            let Some(text) = take(&mut file.texts, *field, file.lang) else { continue };
            let own = texts.get_mut(*field);
            let earlier = own.own(file.lang).or(own.as_shared()).map(|text| text.span.clone());
            match earlier {
                Some(earlier) => report.push(given_twice(name, &text, earlier)),
                // There is no text in this language, as was just checked.
                None => drop(own.add(file.lang, text)),
            }
        }
    }
}

fn take(texts: &mut TextFields, field: TextField, lang: Lang) -> Option<Spanned<String>> {
    texts.get(field).own(lang).cloned()
}

fn given_twice(name: &str, text: &Spanned<String>, earlier: Span) -> Diagnostic {
    Diagnostic::error("text/given-twice", format!("this `{name}` exists twice"))
        .at(text.span.clone())
        .related(earlier, "it is also here")
        .help("keep one of the two, in the record or in the Markdown file")
}

/// The fault of two files for one record and language, one under its tag and one under an alias.
pub fn two_files(one: &MarkdownFile, other: &MarkdownFile, tag: &str) -> Diagnostic {
    let noun = one.kind.noun();
    let message = format!("the {noun} `{}` has two files in `{tag}`", one.id.value);
    Diagnostic::error("text/given-twice", message)
        .at(Span::file(other.file))
        .related(Span::file(one.file), "the other one")
        .help(format!("keep one of the two, with a name that ends in `.{tag}.md`"))
}

/// The faults of Markdown files without a record. `meant` is the id that an unknown one may stand for.
pub fn orphans(
    left: &ProseByRecord,
    meant: &dyn Fn(Kind, &str) -> Option<String>,
    report: &mut Report,
) {
    for ((kind, id), files) in left {
        let meant = meant(*kind, id);
        let noun = kind.noun();
        for file in files {
            let fault = Diagnostic::error("text/no-record", format!("there is no {noun} `{id}`"))
                .at(Span::file(file.file));
            report.push(match &meant {
                Some(meant) => fault.help(format!("did you mean `{meant}`?")),
                None => fault.help(format!("add a record with `id: {id}` to {}", kind.file())),
            });
        }
    }
}
