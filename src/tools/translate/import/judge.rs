//! Which of the segments that came back are taken over, and why others are not.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{At, FileId, Span};
use crate::content::markdown::inline::{
    Code, CodeRole, Inline, has_words, plain_words, settled, shape, with_codes_of,
};
use crate::event::translation::Text;
use crate::event::translation::facts::{FactDifference, Facts};
use crate::event::translation::tracked::Tracked;
use crate::exchange::segments::{Returned, ReturnedSegment};
use crate::locale::date_words::DateWords;
use crate::tools::translate::import::{Skipped, TranslationImportOptions};
use crate::tools::translate::segment_ids::{Identified, SegmentIds, half};
use crate::tools::translate::unit_parts::UnitParts;

/// A translation that is taken over.
pub(super) struct Taken<'u> {
    /// The unit.
    pub(super) tracked: &'u Tracked,
    /// The translation, with the mark-up of the site.
    pub(super) parts: Vec<Inline>,
    /// Whether it is another one than the site has.
    pub(super) is_new: bool,
    /// The line of the file.
    pub(super) line: usize,
    /// A warning about it, if it is written.
    pub(super) doubt: Option<Diagnostic>,
}

/// Judges the segments of a file.
pub(super) struct Judge<'j, 'u> {
    pub(super) ids: &'j SegmentIds<'u>,
    pub(super) parts: &'j UnitParts<'j>,
    /// The words of dates in the source language, and in that of the translations.
    pub(super) date_words: [Arc<DateWords>; 2],
    pub(super) file: FileId,
    pub(super) options: &'j TranslationImportOptions,
    pub(super) report: Report,
    pub(super) skipped: Skipped,
}

impl<'u> Judge<'_, 'u> {
    /// The translations that are taken over; reports why others are not.
    pub(super) fn all(&mut self, returned: &Returned) -> Vec<Taken<'u>> {
        let known =
            |segment: &&ReturnedSegment| !matches!(self.ids.find(&segment.id), Identified::Unknown);
        if !returned.segments.iter().any(|segment| known(&segment)) {
            self.report.push(foreign(Span::file(self.file)));
            return Vec::new();
        }
        let mut seen: BTreeMap<&str, &ReturnedSegment> = BTreeMap::new();
        let mut contradicted: Vec<&str> = Vec::new();
        for segment in &returned.segments {
            let first = *seen.entry(segment.id.trim()).or_insert(segment);
            let differs = |a: &[Inline], b: &[Inline]| shape(a) != shape(b);
            if let (Some(one), Some(other)) = (&first.target, &segment.target)
                && differs(one, other)
            {
                contradicted.push(segment.id.trim());
                let fault = self.twice(first, segment);
                self.report.push(fault);
            } else if first.target.is_none() {
                seen.insert(segment.id.trim(), segment);
            }
        }
        self.skipped.refused += contradicted.len();
        seen.retain(|id, _| !contradicted.contains(id));
        let mut segments: Vec<&ReturnedSegment> = seen.into_values().collect();
        segments.sort_by_key(|segment| segment.line);
        segments.into_iter().filter_map(|segment| self.one(segment)).collect()
    }

    fn one(&mut self, segment: &ReturnedSegment) -> Option<Taken<'u>> {
        match self.taken(segment) {
            Ok(taken) => taken,
            Err(fault) => {
                self.skipped.refused += 1;
                self.report.push(fault.at(self.span(segment)));
                None
            }
        }
    }

    /// The translation of a segment; `None` if there is nothing to do.
    ///
    /// # Errors
    /// Why it is refused.
    fn taken(&mut self, segment: &ReturnedSegment) -> Result<Option<Taken<'u>>, Diagnostic> {
        let (tracked, exported) = match self.ids.find(&segment.id) {
            Identified::Unit(tracked, exported) => (tracked, exported),
            Identified::OtherSource(name) => return Err(source_changed(name)),
            Identified::Unknown => return Err(unknown(&segment.id)),
        };
        let unit = &tracked.unit;
        let Some(placed) = &unit.source else { return Ok(None) };
        let source = self.parts.of(placed);
        if !is_same_source(&segment.source, &source) {
            let fault = other_source(&unit.name);
            return Err(fault.related(placed.span.clone(), "the source"));
        }
        let target = segment.target.as_deref().filter(|parts| has_content(parts));
        let Some(target) = target else {
            self.skipped.untranslated += 1;
            return Ok(None);
        };
        let line = segment.line;
        let current = self.parts.of_translation(unit, &source);
        let is_like = |model: &[Inline]| settled(&with_codes_of(target, model)) == settled(model);
        let is_current = current.as_ref().is_some_and(|current| is_like(current));
        if segment.unfinished
            && (is_current || is_like(&source) || self.options.trust_states)
            && !self.options.unfinished
        {
            self.skipped.unfinished += 1;
            return Ok(None);
        }
        if is_current {
            return Ok(Some(Taken {
                tracked,
                parts: Vec::new(),
                is_new: false,
                line,
                doubt: None,
            }));
        }
        let parts = with_markup(target, &source, &unit.name)?;
        if current.is_some_and(|current| shape(&current) == shape(&parts)) {
            return Ok(Some(Taken { tracked, parts, is_new: false, line, doubt: None }));
        }
        if let Some(placed) = &unit.translation
            && exported.is_none_or(|exported| exported != half(&placed.text.hash))
            && !self.options.replace
        {
            let fault = edited_meanwhile(&unit.name);
            return Err(
                fault.related(placed.span.clone(), "the translation of the site, which stays")
            );
        }
        let doubt = self.compare_facts(&placed.text, &source, &parts, &unit.name);
        let doubt = doubt.map(|fault| fault.at(self.span(segment)));
        Ok(Some(Taken { tracked, parts, is_new: true, line, doubt }))
    }

    /// The warning that the numbers of a translation are others than those of its source.
    fn compare_facts(
        &self,
        source: &Text,
        source_parts: &[Inline],
        parts: &[Inline],
        name: &str,
    ) -> Option<Diagnostic> {
        // The words of a text have no code, whose numbers are those of the source.
        let words = |parts: &[Inline]| Text::short(&spaced_words(parts));
        let (old, new) = (words(source_parts), words(parts));
        let [from, to] = &self.date_words;
        let FactDifference { lost, added } =
            Facts::of(&old, from).differences(&Facts::of(&new, to));
        if lost.is_empty() && added.is_empty() || source.words.is_empty() {
            return None;
        }
        let list = |facts: &[String]| {
            facts.iter().map(|fact| format!("`{fact}`")).collect::<Vec<_>>().join(", ")
        };
        let what = match (&lost[..], &added[..]) {
            (lost, []) => format!("lacks {}, which the source has", list(lost)),
            ([], added) => format!("has {}, which the source lacks", list(added)),
            (lost, added) => format!("has {} instead of {}", list(added), list(lost)),
        };
        let fault = Diagnostic::warning(
            "translation/numbers-differ",
            format!("the translation of `{name}` {what}"),
        );
        Some(fault.help("if it is a slip, correct it in the file and import again"))
    }

    fn twice(&self, first: &ReturnedSegment, segment: &ReturnedSegment) -> Diagnostic {
        let name = match self.ids.find(&segment.id) {
            Identified::Unit(tracked, _) => tracked.unit.name.to_string(),
            _ => segment.id.trim().to_owned(),
        };
        Diagnostic::warning(
            "translation/segment-twice",
            format!("`{name}` has two different translations; neither was imported"),
        )
        .at(self.span(segment))
        .related(self.span(first), "the other one")
        .help("remove one of the two from the file")
    }

    fn span(&self, segment: &ReturnedSegment) -> Span {
        Span { file: self.file, at: At::LineColumn(segment.line.max(1), 1) }
    }
}

fn has_content(parts: &[Inline]) -> bool {
    let settled = settled(parts);
    has_words(&settled)
        || settled.iter().any(|part| match part {
            Inline::Text(text) => !text.trim().is_empty(),
            Inline::Code(_) => true,
        })
}

/// The words of a text with a space for each code.
fn spaced_words(parts: &[Inline]) -> String {
    let text = |part: &Inline| match part {
        Inline::Text(text) => text.clone(),
        Inline::Code(_) => " ".to_owned(),
    };
    parts.iter().map(text).collect()
}

/// Whether a source text that came back is the site's, apart from white space. A format may not have
/// source texts.
fn is_same_source(returned: &[Inline], source: &[Inline]) -> bool {
    let letters = |parts: &[Inline]| -> String {
        let kept = plain_words(&settled(parts));
        kept.chars().filter(|c| !c.is_whitespace()).collect()
    };
    let returned = letters(returned);
    returned.is_empty() || returned == letters(source)
}

/// A translation with the site's own mark-up.
///
/// # Errors
/// What is wrong with its codes.
fn with_markup(
    target: &[Inline],
    source: &[Inline],
    name: &str,
) -> Result<Vec<Inline>, Diagnostic> {
    let codes = |parts: &[Inline]| -> Vec<Code> {
        let code = |part: &Inline| match part {
            Inline::Code(code) => Some(code.clone()),
            Inline::Text(_) => None,
        };
        parts.iter().filter_map(code).collect()
    };
    let (own, found) = (codes(source), codes(target));
    let is = |a: &Code, b: &Code| (a.id, a.role) == (b.id, b.role);
    let count = |codes: &[Code], code: &Code| codes.iter().filter(|other| is(other, code)).count();
    let label = |code: &Code| match code.markup.trim() {
        "" => format!("`{}`", code.mark()),
        markup => format!("`{}` for `{markup}`", code.mark()),
    };
    let several = |mut codes: Vec<String>| {
        codes.dedup();
        codes.join(", ")
    };
    let lost: Vec<String> = own.iter().filter(|code| count(&found, code) == 0).map(label).collect();
    if !lost.is_empty() {
        return Err(wrong_codes(name, &format!("lacks the mark {}", several(lost))));
    }
    let doubled: Vec<String> =
        own.iter().filter(|code| count(&found, code) > 1).map(label).collect();
    if !doubled.is_empty() {
        return Err(wrong_codes(name, &format!("has the mark {} twice", several(doubled))));
    }
    let added: Vec<String> =
        found.iter().filter(|code| count(&own, code) == 0).map(label).collect();
    if !added.is_empty() {
        let message = format!("has marks that the source has not: {}", several(added));
        return Err(wrong_codes(name, &message));
    }
    if let Some(code) = crossed(&found) {
        let source = own.iter().find(|other| is(other, code)).unwrap_or(code);
        let message = format!("has the mark {} at a wrong place: spans overlap", label(source));
        return Err(wrong_codes(name, &message));
    }
    let part = |part: &Inline| match part {
        Inline::Text(_) => part.clone(),
        Inline::Code(code) => {
            let own = own.iter().find(|other| is(other, code)).unwrap_or(code);
            Inline::Code(own.clone())
        }
    };
    let parts = settled(&target.iter().map(part).collect::<Vec<_>>());
    match emptied(&parts, source) {
        Some(code) => {
            let message = format!("has no words in the mark {}", label(code));
            Err(wrong_codes(name, &message))
        }
        None => Ok(parts),
    }
}

/// The first end of a span that is not the end of the span that began last.
fn crossed(codes: &[Code]) -> Option<&Code> {
    let mut open = Vec::new();
    for code in codes {
        match code.role {
            CodeRole::Open => open.push(code.id),
            CodeRole::Close if open.pop() != Some(code.id) => return Some(code),
            CodeRole::Close | CodeRole::Standalone => {}
        }
    }
    None
}

/// The beginning of a span that has words in the source, but none in the translation.
fn emptied<'p>(parts: &'p [Inline], source: &[Inline]) -> Option<&'p Code> {
    let empty = |parts: &[Inline], at: usize| match (parts.get(at), parts.get(at + 1)) {
        (Some(Inline::Code(open)), Some(Inline::Code(close))) => {
            open.role == CodeRole::Open && close.role == CodeRole::Close && open.id == close.id
        }
        _ => false,
    };
    let own = settled(source);
    let in_source = |id: u32| {
        let at = own.iter().position(|part| {
            matches!(part, Inline::Code(code) if code.id == id && code.role == CodeRole::Open)
        });
        at.is_some_and(|at| empty(&own, at))
    };
    parts.iter().enumerate().find_map(|(at, part)| match part {
        Inline::Code(code) if empty(parts, at) && !in_source(code.id) => Some(code),
        _ => None,
    })
}

fn foreign(span: Span) -> Diagnostic {
    Diagnostic::error("translation/foreign-file", "no text of this file is from this site")
        .at(span)
        .help("import a file that `plenary translate export` made from this site")
}

fn unknown(id: &str) -> Diagnostic {
    Diagnostic::warning(
        "translation/unknown-segment",
        format!("the site has no text with the id `{}`; it was not imported", id.trim()),
    )
    .help("the text was removed since the export, or a tool changed the id")
}

fn source_changed(name: &str) -> Diagnostic {
    Diagnostic::warning(
        "translation/source-changed",
        format!(
            "the source of `{name}` changed since the export; its translation was not imported"
        ),
    )
    .help("export again, and translate today's text")
}

fn other_source(name: &str) -> Diagnostic {
    Diagnostic::warning(
        "translation/other-source",
        format!("this is not the source text of `{name}`; its translation was not imported"),
    )
    .help(
        "restore the source text and its id: they are lost if only a part of a table is sorted, or \
         if a spreadsheet is not saved as UTF-8",
    )
}

fn edited_meanwhile(name: &str) -> Diagnostic {
    Diagnostic::warning(
        "translation/edited-meanwhile",
        format!("the translation of `{name}` was changed on the site since the export"),
    )
    .help("change it by hand, or import the file's translation with `--replace`")
}

fn wrong_codes(name: &str, what: &str) -> Diagnostic {
    Diagnostic::warning(
        "translation/wrong-markup",
        format!("the translation of `{name}` {what}; it was not imported"),
    )
    .help("in the file, use each mark of the source once; the order is free")
}
