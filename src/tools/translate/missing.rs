//! The warnings of `plenary check` about texts without a translation.

use std::collections::BTreeMap;

use crate::base::count::counted;
use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::Span;
use crate::base::text::{Lang, Language};
use crate::content::kind::{Kind, Unreadable};
use crate::content::markdown::BlockKind;
use crate::event::model::{About, Event};
use crate::event::translation::short_texts::{Owner, ShortText, entity_texts, event_texts};
use crate::event::translation::state::State;
use crate::event::translation::tracked::Tracked;
use crate::event::translation::units::text_name;

/// Warns of texts that are missing in a language, and of parts of long texts that are among `all`
/// units. Records with a fault are skipped: the fault may be the reason why a text is missing.
pub fn warn_of_missing(
    event: &Event,
    all: &[Tracked],
    unreadable: &Unreadable,
    report: &mut Report,
) {
    let sure = |text: &ShortText<'_>| match text.owner {
        Owner::Record(kind, about) => !unreadable.lacks_any_of(kind, &about.id),
        Owner::Event | Owner::Day(_) => true,
    };
    let mut texts = event_texts(event);
    event.entities().for_each(|entity| entity_texts(event, entity, &mut |text| texts.push(text)));
    texts.retain(sure);
    for (lang, language) in event.config.languages.iter() {
        for text in texts.iter().filter(|text| text.lacks(lang) && !is_in_missing_file(text, lang))
        {
            if let Some((_, source)) = text.words.iter().next() {
                report.push(missing(language, &text.described(), source.span.clone()));
            }
        }
    }
    let blocks = missing_blocks(all);
    for entity in event.entities() {
        let (kind, about) = (entity.kind(), event.about(entity));
        if unreadable.lacks_any_of(kind, &about.id) {
            continue;
        }
        for (lang, language) in event.config.languages.iter() {
            if lacks_file(about, lang) {
                let what = format!("the text of {}", about.named(kind));
                let other = about.body.iter().next();
                report.extend(other.map(|(_, file)| missing(language, &what, Span::file(*file))));
            } else if let Some(lost) = blocks.get(&(&*text_name(kind, about), lang)) {
                report.extend(parts_missing(kind, about, lang, language, lost));
            }
        }
    }
}

/// Whether a text belongs in a file that is missing: one warning for the file is enough.
fn is_in_missing_file(text: &ShortText<'_>, lang: Lang) -> bool {
    match text.owner {
        Owner::Record(_, about) => text.is_about_record() && lacks_file(about, lang),
        Owner::Event | Owner::Day(_) => false,
    }
}

fn lacks_file(about: &About, lang: Lang) -> bool {
    !about.body.is_empty() && about.body.own(lang).is_none() && about.body.as_shared().is_none()
}

fn missing(language: &Language, what: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(
        "translation/missing",
        format!("{what} is missing in {} ({})", language.name, language.tag),
    )
    .at(span)
    .help("until it is translated, readers see the text of another language, marked as such")
}

/// The kind and the place of a block in the source.
type SourceBlock<'a> = (BlockKind, &'a Span);

/// The blocks of each long text that its translations lack.
fn missing_blocks(all: &[Tracked]) -> BTreeMap<(&str, Lang), Vec<SourceBlock<'_>>> {
    let mut blocks: BTreeMap<(&str, Lang), Vec<SourceBlock<'_>>> = BTreeMap::new();
    for tracked in all.iter().filter(|tracked| tracked.state == State::Missing) {
        let unit = &tracked.unit;
        if let Some(source) = &unit.source
            && let Some(kind) = source.text.kind
        {
            blocks.entry((&unit.name, unit.lang)).or_default().push((kind, &source.span));
        }
    }
    blocks
}

fn parts_missing(
    kind: Kind,
    about: &About,
    lang: Lang,
    language: &Language,
    lost: &[SourceBlock<'_>],
) -> Option<Diagnostic> {
    let ((first, span), file) = (lost.first()?, about.body.own(lang)?);
    let noun = match lost.iter().all(|(kind, _)| kind.noun() == first.noun()) {
        true => first.noun(),
        false => "part",
    };
    let (are, them, place) = match lost.len() {
        1 => ("is", "it", "here in the source"),
        _ => ("are", "them", "the first of them in the source"),
    };
    let what = format!("{} of the text of {}", counted(lost.len(), noun), about.named(kind));
    Some(
        Diagnostic::warning(
            "translation/missing",
            format!("{what} {are} missing in {} ({})", language.name, language.tag),
        )
        .at(Span::file(*file))
        .related((*span).clone(), place)
        .help(format!("translate {them}; headings, lists and tables should be as in the source")),
    )
}
