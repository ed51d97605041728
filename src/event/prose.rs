//! Bringing a record's words together: what its YAML says and what its Markdown files say.

use std::collections::BTreeMap;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::Span;
use crate::base::suggest::nearest;
use crate::base::text::{Lang, Languages, Localized, Text};
use crate::content::kind::{Kind, TextField};
use crate::content::markdown::Markdown;
use crate::content::prose::Prose;
use crate::content::record::Words;
use crate::event::model::Body;

/// The Markdown files by the record they belong to.
pub type ProseByRecord = BTreeMap<(Kind, String), Vec<Prose>>;

/// Adds the words of a record's Markdown files to those of its YAML; a text that stands in both is
/// a fault, since one of the two would be lost.
pub fn merge_words(kind: Kind, words: &mut Words, prose: &mut [Prose], report: &mut Report) {
    for file in prose {
        for (name, field) in kind.text_fields() {
            let Some(text) = take(&mut file.words, *field, file.lang) else { continue };
            let own = words.get_mut(*field);
            let earlier = own.own(file.lang).or(own.as_shared()).map(|text| text.span.clone());
            match earlier {
                Some(earlier) => report.push(given_twice(name, &text, earlier)),
                // It has no text of this language, as was just seen.
                None => drop(own.add(file.lang, text)),
            }
        }
    }
}

fn take(words: &mut Words, field: TextField, lang: Lang) -> Option<Text> {
    words.get(field).own(lang).cloned()
}

fn given_twice(name: &str, text: &Text, earlier: Span) -> Diagnostic {
    Diagnostic::error("text/given-twice", format!("this `{name}` is given twice"))
        .at(text.span.clone())
        .related(earlier, "it stands here too")
        .help("keep one of the two: in the record, or in the language's file")
}

/// The fault of two files with one record's words in one language, under its tag and an alias.
pub fn two_files(one: &Prose, other: &Prose, tag: &str) -> Diagnostic {
    let noun = one.kind.noun();
    let message = format!("the {noun} `{}` has two files in `{tag}`", one.id.value);
    Diagnostic::error("text/given-twice", message)
        .at(Span::file(other.file))
        .related(Span::file(one.file), "the other one")
        .help(format!("keep one of the two, and let its name end in `.{tag}.md`"))
}

/// The long texts by language, with the heading ids that all languages share.
pub fn bodies(prose: Vec<Prose>, languages: &Languages, report: &mut Report) -> Localized<Body> {
    let mut bodies = Localized::default();
    for Prose { lang, file, body, .. } in prose {
        let Some(markdown) = body else { continue };
        let heading_ids = markdown.headings.iter().map(|h| h.id.clone()).collect();
        let body = Body { file, markdown, heading_ids, links: Vec::new(), images: Vec::new() };
        // A second file of one language is said, and left out, before.
        let _ = bodies.add(lang, body);
    }
    share_headings(&mut bodies, languages, report);
    bodies
}

/// Gives each heading of a translation the id of the source's heading at the same position, so that
/// `#registration` leads to the same place in every language.
fn share_headings(bodies: &mut Localized<Body>, languages: &Languages, report: &mut Report) {
    let Some((source, first)) = bodies.iter().next() else { return };
    let ids = first.heading_ids.clone();
    let levels = levels(&first.markdown);
    let file = first.file;
    for (lang, body) in bodies.iter_mut().filter(|(lang, _)| *lang != source) {
        let own = levels_of(body);
        let same = levels.iter().zip(&own).take_while(|(a, b)| a == b).count();
        // Behind the first difference positions say nothing, so those headings keep their own ids,
        // unless the source has them already.
        let rest = body.heading_ids.split_off(same);
        body.heading_ids.clone_from_slice(&ids[..same]);
        for id in rest {
            let tag = languages.tag(lang);
            let mut own = id;
            while ids.contains(&own) || body.heading_ids.contains(&own) {
                own = format!("{own}-{tag}");
            }
            body.heading_ids.push(own);
        }
        if own.len() != levels.len() || same < own.len() {
            report.push(headings_differ(body, same, file, languages.tag(lang)));
        }
    }
}

fn levels(markdown: &Markdown) -> Vec<u8> {
    markdown.headings.iter().map(|heading| heading.level).collect()
}

fn levels_of(body: &Body) -> Vec<u8> {
    levels(&body.markdown)
}

fn headings_differ(
    body: &Body,
    same: usize,
    source: crate::base::source::FileId,
    tag: &str,
) -> Diagnostic {
    let span = match body.markdown.headings.get(same) {
        Some(heading) => heading.span.clone(),
        None => Span::file(body.file),
    };
    Diagnostic::warning(
        "text/headings-differ",
        format!("the headings in `{tag}` are not those of the source"),
    )
    .at(span)
    .related(Span::file(source), "the source")
    .help("give both the same headings in the same order, so that links to one lead to the other")
}

/// The faults of Markdown files that belong to no record.
pub fn orphans(left: &ProseByRecord, known: &dyn Fn(Kind) -> Vec<String>, report: &mut Report) {
    for ((kind, id), files) in left {
        let ids = known(*kind);
        let noun = kind.noun();
        for file in files {
            let fault = Diagnostic::error("text/no-record", format!("there is no {noun} `{id}`"))
                .at(Span::file(file.file));
            report.push(match nearest(id, ids.iter().map(String::as_str)) {
                Some(meant) => fault.help(format!("did you mean `{meant}`?")),
                None => fault.help(format!("add a record with `id: {id}` to {}", kind.file())),
            });
        }
    }
}
