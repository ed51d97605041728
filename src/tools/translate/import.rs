//! Takes back the translations of a file that translators worked on.
//!
//! 1. `judge` decides which of the returned segments are taken over, and reports why others are not.
//! 2. `file_edits` puts their texts into the texts of the files, and changes nothing else in them.
//! 3. The result is read again: it must have exactly the new translations, and otherwise be as before.
//!
//! No file is read or written here.

mod file_edits;
mod judge;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Report};
use crate::base::source::{At, FileId, Sources, Span};
use crate::base::text::{Lang, Languages};
use crate::content::load;
use crate::event::translation::lock::{TextHash, TranslationLock};
use crate::event::translation::tracked::{Tracked, Translations, tracked};
use crate::event::translation::units::Unit;
use crate::exchange::segments::Returned;
use crate::locale::date_words::DateWords;
use crate::tools::import::language_matching::site_language;
use crate::tools::translate::accept::{Acceptance, is_news, prune, record};
use crate::tools::translate::import::file_edits::{FileEdits, Placement};
use crate::tools::translate::import::judge::{Judge, Taken};
use crate::tools::translate::segment_ids::SegmentIds;
use crate::tools::translate::unit_parts::UnitParts;

/// The options of an import.
#[derive(Clone, Debug)]
pub struct TranslationImportOptions {
    /// The language of the translations; `None` if the file must say it.
    pub lang: Option<Lang>,
    /// What is recorded of the translations.
    pub acceptance: Acceptance,
    /// Whether translations that the file calls unfinished are taken over too.
    pub unfinished: bool,
    /// Whether translations are replaced that were changed on the site since the export.
    pub replace: bool,
    /// Whether the file's tools keep its states up to date, as editors of PO do and those of XLIFF
    /// do not: then an unfinished translation is one, even if it was changed.
    pub trust_states: bool,
    /// Whether drafts are part of the site.
    pub drafts: bool,
}

/// A translation that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The name of the unit.
    pub unit: String,
    /// The path of the file.
    pub file: String,
    /// The translation until now, in one form.
    pub old: Option<String>,
    /// The new translation.
    pub new: String,
}

/// The numbers of segments that were not taken over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Without a translation.
    pub untranslated: usize,
    /// Not finished, by what the file says.
    pub unfinished: usize,
    /// Refused, and reported.
    pub refused: usize,
}

/// The result of an import.
#[derive(Debug, Default)]
pub struct TranslationImport {
    /// The errors and warnings. After an error, nothing else is there.
    pub report: Report,
    /// The tag of the language.
    pub language: String,
    /// The new and changed files by path, without the lock file.
    pub files: BTreeMap<String, String>,
    /// The text of the lock file, if it changes.
    pub lock: Option<String>,
    /// The changed translations, in order of the file.
    pub changes: Vec<Change>,
    /// The number of translations that are recorded as right, without a change.
    pub confirmed: usize,
    /// What was not taken over.
    pub skipped: Skipped,
}

/// Imports translations into a site. `file` is the file they come from, for messages.
pub fn import(
    translations: &Translations,
    sources: &Sources,
    returned: &Returned,
    file: FileId,
    options: &TranslationImportOptions,
) -> TranslationImport {
    let languages = &translations.event.config.languages;
    let lang = match target_language(returned, languages, options.lang, file) {
        Ok(lang) => lang,
        Err(fault) => {
            let mut report = Report::new();
            report.push(fault);
            return TranslationImport { report, ..TranslationImport::default() };
        }
    };
    let all = translations.tracked();
    let units = all.iter().map(|tracked| &tracked.unit).filter(|unit| unit.lang == lang);
    let parts = UnitParts::new(sources, languages, units);
    let ids = SegmentIds::new(&all, lang);
    let date_words = [Lang::SOURCE, lang].map(|lang| DateWords::of(languages.tag(lang)));
    let (report, skipped) = (Report::new(), Skipped::default());
    let mut judge = Judge { ids: &ids, parts: &parts, date_words, file, options, report, skipped };
    let taken = judge.all(returned);
    let Judge { report, skipped, .. } = judge;
    let language = languages.tag(lang).to_owned();
    let mut import = TranslationImport { report, language, skipped, ..Default::default() };
    let site = Site { translations, sources, all: &all, lang };
    let (mut taken, mut fills, mut is_last) = (taken, true, false);
    while !import.report.has_errors() {
        match site.carry_out(&taken, &parts, options, file, fills) {
            Ok(done) => {
                let written = taken.iter().filter(|taken| done.lines.contains(&taken.line));
                import.report.extend(written.filter_map(|taken| taken.doubt.clone()));
                done.into_import(&mut import);
                break;
            }
            // Without them, the others may come out as they are meant.
            Err(lost) if taken.iter().any(|taken| lost.contains(&taken.line)) => {
                for taken in taken.extract_if(.., |taken| lost.contains(&taken.line)) {
                    let fault = no_place(&taken.tracked.unit.name);
                    import.report.push(fault.at(line_of(file, Some(taken.line))));
                    import.skipped.refused += 1;
                }
            }
            Err(_) if fills => fills = false,
            Err(_) => {
                for taken in taken.extract_if(.., |taken| taken.is_new) {
                    let fault = no_place(&taken.tracked.unit.name);
                    import.report.push(fault.at(line_of(file, Some(taken.line))));
                    import.skipped.refused += 1;
                }
                // Nothing is left that could go wrong, unless the site itself cannot be read.
                if is_last {
                    break;
                }
                is_last = true;
            }
        }
    }
    if import.report.has_errors() {
        let TranslationImport { report, language, .. } = import;
        return TranslationImport { report, language, ..Default::default() };
    }
    import
}

/// The language of the translations.
fn target_language(
    returned: &Returned,
    languages: &Languages,
    given: Option<Lang>,
    file: FileId,
) -> Result<Lang, Diagnostic> {
    let others = || {
        let others = languages.iter().filter(|(lang, _)| *lang != Lang::SOURCE);
        others.map(|(_, language)| format!("`{}`", language.tag)).collect::<Vec<_>>().join(", ")
    };
    let found = match &returned.target_language {
        Some(tag) => match site_language(languages, tag).filter(|lang| *lang != Lang::SOURCE) {
            Some(lang) => Some(lang),
            None => {
                return Err(Diagnostic::error(
                    "translation/wrong-language",
                    format!("the file has translations into `{tag}`"),
                )
                .at(Span::file(file))
                .help(format!("this site is translated into {}", others())));
            }
        },
        None => None,
    };
    match (found, given) {
        (Some(found), Some(given)) if found != given => Err(Diagnostic::error(
            "translation/wrong-language",
            format!(
                "the file has translations into `{}`, not `{}`",
                languages.tag(found),
                languages.tag(given)
            ),
        )
        .at(Span::file(file))
        .help("choose the other file, or leave out `--language`")),
        (Some(lang), _) | (None, Some(lang)) => Ok(lang),
        (None, None) => match languages.iter().nth(1) {
            Some((lang, _)) if languages.len() == 2 => Ok(lang),
            _ => Err(Diagnostic::error(
                "translation/wrong-language",
                "the file does not say into which language it translates",
            )
            .at(Span::file(file))
            .help(format!("name it with `--language`: {}", others()))),
        },
    }
}

struct Site<'s> {
    translations: &'s Translations,
    sources: &'s Sources,
    all: &'s [Tracked],
    lang: Lang,
}

/// A pair that is recorded: the name of the unit, the source text and its translation.
type RecordedPair = (Arc<str>, TextHash, TextHash);

impl Site<'_> {
    /// Makes the changes, checks them and records them. If it `fills`, blocks without words are copied
    /// from the source into the texts that change.
    ///
    /// # Errors
    /// The lines of the translations that did not come out as they are meant.
    fn carry_out(
        &self,
        taken: &[Taken<'_>],
        parts: &UnitParts<'_>,
        options: &TranslationImportOptions,
        file: FileId,
        fills: bool,
    ) -> Result<Done, Vec<usize>> {
        let languages = &self.translations.event.config.languages;
        let mut edits = FileEdits::new(self.sources, languages, self.lang, parts, self.all);
        for taken in taken.iter().filter(|taken| taken.is_new) {
            edits.add(taken);
        }
        let (files, placements) = edits.carry_out(fills);
        let mut done = Done::default();
        let mut lock = self.translations.lock.clone();
        let mut pairs: BTreeMap<RecordedPair, Option<usize>> = BTreeMap::new();
        let tag = languages.tag(self.lang);
        for (tracked, placement, line) in placements {
            let unit = &tracked.unit;
            let Some(source) = &unit.source else { continue };
            let text = match placement {
                Placement::Done(text) => text,
                Placement::Refused(fault) => {
                    done.refused.push(fault.at(line_of(file, line)));
                    continue;
                }
            };
            record(&mut lock, &unit.name, tag, &source.text, text.text.hash, &options.acceptance);
            pairs.insert((unit.name.clone(), source.text.hash, text.text.hash), line);
            done.lines.extend(line);
            let old = unit.translation.as_ref().map(|placed| placed.text.markdown.clone());
            let new = text.text.markdown.clone();
            done.changes.push(Change { unit: unit.name.to_string(), file: text.file, old, new });
        }
        for taken in taken.iter().filter(|taken| !taken.is_new) {
            let unit = &taken.tracked.unit;
            let (Some(source), Some(own)) = (&unit.source, &unit.translation) else { continue };
            if is_news(taken.tracked, &options.acceptance) {
                record(
                    &mut lock,
                    &unit.name,
                    tag,
                    &source.text,
                    own.text.hash,
                    &options.acceptance,
                );
                done.confirmed += 1;
            }
        }
        if done.changes.is_empty() && done.confirmed == 0 {
            return Ok(done);
        }
        let Some(after) = self.read_again(&files, &lock, options.drafts) else {
            return Err(Vec::new());
        };
        let meant: BTreeSet<RecordedPair> = pairs.keys().cloned().collect();
        let found = self.found(&after, &meant);
        if found != meant {
            let lost = pairs.iter().filter(|(pair, _)| !found.contains(*pair));
            return Err(lost.filter_map(|(_, line)| *line).collect());
        }
        if !self.is_otherwise_the_same(&after, &meant) {
            return Err(Vec::new());
        }
        prune(&mut lock, &after, languages);
        done.lock = Some(lock.text());
        done.files = files;
        Ok(done)
    }

    /// The units after the changes; `None` if the site would have new errors.
    fn read_again(
        &self,
        files: &BTreeMap<String, String>,
        lock: &TranslationLock,
        drafts: bool,
    ) -> Option<Vec<Tracked>> {
        let sources = load::with_texts(self.sources, files)?;
        let mut report = Report::new();
        let after =
            Translations::read(&sources, drafts, &mut report).filter(|_| !report.has_errors())?;
        Some(tracked(&after.event, lock, &after.texts))
    }

    /// The pairs that are in the site.
    fn found(&self, all: &[Tracked], pairs: &BTreeSet<RecordedPair>) -> BTreeSet<RecordedPair> {
        let own = all.iter().map(|tracked| &tracked.unit).filter(|unit| unit.lang == self.lang);
        let pair = |unit: &Unit| {
            let (source, own) = (unit.source.as_ref()?, unit.translation.as_ref()?);
            let pair = (unit.name.clone(), source.text.hash, own.text.hash);
            pairs.contains(&pair).then_some(pair)
        };
        own.filter_map(pair).collect()
    }

    /// Whether the texts are as before, apart from the new translations and those that they replace.
    fn is_otherwise_the_same(&self, after: &[Tracked], pairs: &BTreeSet<RecordedPair>) -> bool {
        let replaced: BTreeSet<(&str, TextHash)> =
            pairs.iter().map(|(name, source, _)| (&**name, *source)).collect();
        let texts = |all: &[Tracked]| {
            let (mut sources, mut translations) = (Vec::new(), Vec::new());
            for Tracked { unit, .. } in all {
                let source = unit.source.as_ref().map(|placed| placed.text.hash);
                let own = unit.translation.as_ref().map(|placed| placed.text.hash);
                let is_new = unit.lang == self.lang
                    && source.is_some_and(|source| replaced.contains(&(&*unit.name, source)));
                sources.extend(source.map(|hash| (unit.name.clone(), unit.lang, hash)));
                let kept = own.filter(|_| !is_new);
                translations.extend(kept.map(|hash| (unit.name.clone(), unit.lang, hash)));
            }
            sources.sort();
            translations.sort();
            (sources, translations)
        };
        texts(self.all) == texts(after)
    }
}

/// What an import does, if it comes out as it is meant.
#[derive(Default)]
struct Done {
    files: BTreeMap<String, String>,
    lock: Option<String>,
    changes: Vec<Change>,
    confirmed: usize,
    refused: Vec<Diagnostic>,
    /// The lines of the translations that are written.
    lines: BTreeSet<usize>,
}

impl Done {
    fn into_import(self, import: &mut TranslationImport) {
        import.skipped.refused += self.refused.len();
        import.report.extend(self.refused);
        import.files = self.files;
        import.lock = self.lock;
        import.changes = self.changes;
        import.confirmed = self.confirmed;
    }
}

fn line_of(file: FileId, line: Option<usize>) -> Span {
    Span { file, at: At::LineColumn(line.unwrap_or(1).max(1), 1) }
}

/// The warning about a translation that the structure of its text does not allow.
fn no_place(name: &str) -> Diagnostic {
    Diagnostic::warning(
        "translation/no-place",
        format!("the translation of `{name}` has no place for this text"),
    )
    .help(
        "translate the texts around it too, or give the translation the lists and tables of the \
         source",
    )
}
