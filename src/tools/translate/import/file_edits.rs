//! Puts translations into the texts of a site's files.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::source::{At, FileId, Sources, front_matter};
use crate::base::text::{Lang, Languages};
use crate::base::yaml::change::{Splice, set, splice};
use crate::base::yaml::emit::Yaml;
use crate::base::yaml::marks::MarkedValue;
use crate::base::yaml::{Document, KeyPath};
use crate::content::markdown::change::{Body, NewTexts, Obstacle, Translation, changed};
use crate::content::markdown::inline::has_words;
use crate::content::markdown::outline::Outline;
use crate::event::translation::Text;
use crate::event::translation::tracked::Tracked;
use crate::event::translation::units::Unit;
use crate::tools::markdown_files::{MarkdownEdit, edited};
use crate::tools::translate::import::judge::Taken;
use crate::tools::translate::import::no_place;
use crate::tools::translate::unit_parts::{UnitParts, body_start, short_text};

/// What became of a translation.
pub(super) enum Placement {
    /// It is in a file.
    Done(PlacedText),
    /// It cannot be.
    Refused(Diagnostic),
}

/// A new translation.
pub(super) struct PlacedText {
    pub(super) text: Arc<Text>,
    pub(super) file: String,
}

/// A unit, what became of its translation, and the line of the file that it comes from.
type Placed<'u> = (&'u Tracked, Placement, Option<usize>);

/// A short text that is written.
struct ShortEdit<'u> {
    tracked: &'u Tracked,
    line: usize,
    text: String,
    /// The mapping that contains it, and its name there.
    parent: KeyPath,
    key: String,
}

/// The new blocks of a long text.
#[derive(Default)]
struct BodyEdit<'u> {
    /// The units with the lines of the file, by leaf of the source.
    units: BTreeMap<usize, (&'u Tracked, Option<usize>)>,
    texts: NewTexts,
}

/// All edits, by the path of their file.
pub(super) struct FileEdits<'e, 'u> {
    sources: &'e Sources,
    languages: &'e Languages,
    lang: Lang,
    parts: &'e UnitParts<'e>,
    all: &'u [Tracked],
    short: BTreeMap<String, Vec<ShortEdit<'u>>>,
    /// By the path of the translation, with the file of the source.
    long: BTreeMap<String, (FileId, BodyEdit<'u>)>,
}

impl<'e, 'u> FileEdits<'e, 'u> {
    pub(super) fn new(
        sources: &'e Sources,
        languages: &'e Languages,
        lang: Lang,
        parts: &'e UnitParts<'e>,
        all: &'u [Tracked],
    ) -> FileEdits<'e, 'u> {
        let (short, long) = (BTreeMap::new(), BTreeMap::new());
        FileEdits { sources, languages, lang, parts, all, short, long }
    }

    /// Adds a translation.
    pub(super) fn add(&mut self, taken: &Taken<'u>) {
        let unit = &taken.tracked.unit;
        let Some(source) = &unit.source else { return };
        if source.text.kind.is_some() {
            let Some((leaf, _)) = self.parts.leaf(source) else { return };
            let path = match &unit.translation {
                Some(own) => self.sources.get(own.span.file).path.to_string(),
                None => self.path_beside(source.span.file),
            };
            let (_, edit) =
                self.long.entry(path).or_insert_with(|| (source.span.file, BodyEdit::default()));
            edit.units.insert(leaf, (taken.tracked, Some(taken.line)));
            edit.texts.insert(leaf, taken.parts.clone());
            return;
        }
        let Some((path, parent, key)) = self.place_of_short(unit) else { return };
        let text = short_text(&taken.parts);
        let edit = ShortEdit { tracked: taken.tracked, line: taken.line, text, parent, key };
        self.short.entry(path).or_default().push(edit);
    }

    /// The file of a short translation, the mapping that contains it, and its name there.
    fn place_of_short(&self, unit: &Unit) -> Option<(String, KeyPath, String)> {
        let placed = unit.translation.as_ref().or(unit.source.as_ref())?;
        let At::Value(path) = &placed.span.at else { return None };
        let file = self.sources.get(placed.span.file).path.to_string();
        let parent = path.parent()?.clone();
        if unit.translation.is_some() {
            return Some((file, parent, path.name()?.to_owned()));
        }
        match file.ends_with(".md") {
            true => Some((self.path_beside(placed.span.file), parent, path.name()?.to_owned())),
            false => Some((file, parent, self.languages.tag(self.lang).to_owned())),
        }
    }

    /// The Markdown file of the same record in the language of the translation.
    fn path_beside(&self, source: FileId) -> String {
        let path = &self.sources.get(source).path;
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let stem = format!("{folder}/{}.", name.split('.').next().unwrap_or_default());
        let is_ours = |path: &str| {
            let tag = path.strip_prefix(&*stem).and_then(|rest| rest.strip_suffix(".md"));
            tag.is_some_and(|tag| self.languages.find(tag) == Some(self.lang))
        };
        let mut existing = self.sources.under(&format!("{folder}/")).map(|(_, file)| &file.path);
        match existing.find(|path| is_ours(path)) {
            Some(path) => path.to_string(),
            None => format!("{stem}{}.md", self.languages.tag(self.lang)),
        }
    }

    fn text(&self, path: &str) -> Option<&str> {
        self.sources.get(self.sources.find(path)?).text().map(|text| &**text)
    }

    /// The new texts of the changed files, and what became of each translation, in the order of the
    /// lines of the file that they come from.
    pub(super) fn carry_out(mut self, fills: bool) -> (BTreeMap<String, String>, Vec<Placed<'u>>) {
        if fills {
            self.add_texts_without_words();
        }
        let mut files = BTreeMap::new();
        let mut placed = Vec::new();
        for (path, (source, edit)) in &self.long {
            if let Some(text) = self.body(path, *source, edit, &mut placed) {
                files.insert(path.clone(), text);
            }
        }
        for (path, edits) in &self.short {
            let before = files.get(path).map(String::as_str).or_else(|| self.text(path));
            let write = |edits: &[&ShortEdit<'u>]| match path.ends_with(".md") {
                true => front_changed(before, edits),
                false => yaml_changed(before?, edits),
            };
            let edits: Vec<&ShortEdit<'u>> = edits.iter().collect();
            let mut written = Written::default();
            written.add(&edits, &write);
            for (at, edit) in edits.iter().enumerate() {
                let is_done = written.is_done.get(at).is_some_and(|is_done| *is_done);
                placed.push((edit.tracked, edit.placement(is_done, path), Some(edit.line)));
            }
            if let Some(text) = written.text {
                files.insert(path.clone(), text);
            }
        }
        placed.sort_by_key(|(_, _, line)| line.unwrap_or(usize::MAX));
        (files, placed)
    }

    /// Adds what translators do not see, such as pictures and code alone, to texts that change.
    fn add_texts_without_words(&mut self) {
        let by_name: BTreeMap<&str, &String> = self
            .long
            .iter()
            .filter_map(|(path, (_, edit))| {
                let (tracked, _) = edit.units.values().next()?;
                Some((&*tracked.unit.name, path))
            })
            .collect();
        let mut added = Vec::new();
        for tracked in self.all.iter().filter(|tracked| tracked.unit.lang == self.lang) {
            let unit = &tracked.unit;
            let (Some(source), None) = (&unit.source, &unit.translation) else { continue };
            let Some(path) = by_name.get(&*unit.name) else { continue };
            let Some((leaf, own)) = self.parts.leaf(source) else { continue };
            if !has_words(&own.parts) {
                added.push(((*path).clone(), leaf, tracked, own.parts.clone()));
            }
        }
        for (path, leaf, tracked, parts) in added {
            if let Some((_, edit)) = self.long.get_mut(&path) {
                edit.units.entry(leaf).or_insert((tracked, None));
                edit.texts.entry(leaf).or_insert(parts);
            }
        }
    }

    /// A Markdown file with its new blocks; `None` if there are none.
    fn body(
        &self,
        path: &str,
        source: FileId,
        edit: &BodyEdit<'u>,
        placed: &mut Vec<Placed<'u>>,
    ) -> Option<String> {
        let source_text = self.sources.get(source).text()?;
        let source = Body {
            text: source_text,
            start: body_start(source_text),
            outline: self.parts.outline(source)?,
            tag: self.languages.tag(Lang::SOURCE),
        };
        let tag = self.languages.tag(self.lang);
        let before = self.text(path);
        let read = before.map(|text| {
            let start = body_start(text);
            (text, start, Outline::of(text, start, tag))
        });
        let target = read.as_ref().filter(|(text, start, _)| !text[*start..].trim().is_empty());
        let target =
            target.map(|(text, start, outline)| Body { text, start: *start, outline, tag });
        let pairs = self.pairs(edit);
        let translation = Translation { source, target, tag, pairs };
        let changed = changed(&translation, &edit.texts);
        for (leaf, block) in &changed.done {
            let Some((tracked, line)) = edit.units.get(leaf) else { continue };
            let text = Arc::clone(&block.text);
            let done = PlacedText { text, file: path.to_owned() };
            placed.push((*tracked, Placement::Done(done), *line));
        }
        for (leaf, why) in &changed.refused {
            // What translators do not see is not worth a message.
            if let Some((tracked, Some(line))) = edit.units.get(leaf) {
                placed.push((*tracked, Placement::Refused(refused(tracked, *why)), Some(*line)));
            }
        }
        if changed.done.is_empty() {
            return None;
        }
        let head = read.as_ref().map_or("", |(text, start, _)| &text[..*start]);
        let is_new = head.is_empty() && translation.target.is_none();
        Some(match is_new {
            true => guarded(changed.body.trim_start_matches(['\r', '\n'])),
            false => format!("{head}{}", changed.body),
        })
    }

    /// The leaves of the source that have a translation, with the leaf of the translation.
    fn pairs(&self, edit: &BodyEdit<'u>) -> BTreeMap<usize, usize> {
        let Some((first, _)) = edit.units.values().next() else { return BTreeMap::new() };
        let units = self.all.iter().map(|tracked| &tracked.unit);
        let own = units.filter(|unit| unit.lang == self.lang && unit.name == first.unit.name);
        own.filter_map(|unit| {
            let (source, _) = self.parts.leaf(unit.source.as_ref()?)?;
            let (translation, _) = self.parts.leaf(unit.translation.as_ref()?)?;
            Some((source, translation))
        })
        .collect()
    }
}

impl ShortEdit<'_> {
    fn placement(&self, is_done: bool, path: &str) -> Placement {
        match is_done {
            true => {
                let text = Arc::new(Text::short(&self.text));
                Placement::Done(PlacedText { text, file: path.to_owned() })
            }
            false => {
                let name = &self.tracked.unit.name;
                let fault = Diagnostic::warning(
                    "translation/cannot-write",
                    format!("the translation of `{name}` cannot be put into {path}"),
                );
                Placement::Refused(fault.help("write it there by hand"))
            }
        }
    }
}

fn refused(tracked: &Tracked, why: Obstacle) -> Diagnostic {
    let name = &tracked.unit.name;
    match why {
        Obstacle::Unwritable => Diagnostic::warning(
            "translation/cannot-write",
            format!("the words and the mark-up of `{name}` cannot be written as Markdown"),
        )
        .help("write the translation by hand, or move its mark-up away from letters"),
        Obstacle::NoPlace => no_place(name),
    }
}

/// The short texts of a file that can be written.
#[derive(Default)]
struct Written<'w, 'u> {
    /// The file with them; `None` if there are none.
    text: Option<String>,
    done: Vec<&'w ShortEdit<'u>>,
    /// For each edit that was added, whether it is among them.
    is_done: Vec<bool>,
}

impl<'w, 'u> Written<'w, 'u> {
    /// Adds those edits that can be written together with the others. Halving finds the few that cannot
    /// with few attempts.
    fn add(
        &mut self,
        edits: &[&'w ShortEdit<'u>],
        write: &dyn Fn(&[&ShortEdit<'u>]) -> Option<String>,
    ) {
        let attempt = [&self.done[..], edits].concat();
        match write(&attempt) {
            Some(text) => {
                self.text = Some(text);
                self.done = attempt;
                self.is_done.extend(edits.iter().map(|_| true));
            }
            None if edits.len() < 2 => self.is_done.extend(edits.iter().map(|_| false)),
            None => {
                let (first, second) = edits.split_at(edits.len() / 2);
                self.add(first, write);
                self.add(second, write);
            }
        }
    }
}

/// A YAML file with new texts; `None` if it cannot be changed in place without changing anything else.
fn yaml_changed(text: &str, edits: &[&ShortEdit<'_>]) -> Option<String> {
    let root = MarkedValue::of(text).ok()??;
    let mut splices: Vec<Splice> = Vec::new();
    for edit in edits {
        let map = root.at(&edit.parent)?;
        let last: Vec<&str> = map.entries().iter().map(|entry| &*entry.key).collect();
        splices.push(set(text, map, &edit.key, &Yaml::Text(edit.text.clone()), &last)?);
    }
    let new = splice(text, splices)?;
    let (mut before, after) = (Document::parse_quietly(text)?, Document::parse_quietly(&new)?);
    for edit in edits {
        edit.parent.set_in(&mut before, &edit.key, edit.text.clone().into())?;
    }
    (before == after).then_some(new)
}

/// A Markdown file with new texts in its front matter.
fn front_changed(text: Option<&str>, edits: &[&ShortEdit<'_>]) -> Option<String> {
    let front = edits.iter().map(|edit| (edit.key.clone(), Some(edit.text.clone())));
    let edit = MarkdownEdit { front: front.collect(), body: None };
    let new = edited(text, &edit)??;
    let values = |text: &str| match front_matter(text).ok()? {
        Some(front) => Document::parse_quietly(&text[front.yaml]),
        None => Some(serde_json::Value::Null),
    };
    let (mut before, after) = (values(text.unwrap_or_default())?, values(&new)?);
    if before.is_null() {
        before = serde_json::Map::new().into();
    }
    for edit in edits {
        edit.parent.set_in(&mut before, &edit.key, edit.text.clone().into())?;
    }
    (before == after).then_some(new)
}

/// A text whose first line is not taken for a front matter without its marks.
fn guarded(text: &str) -> String {
    let name = text.bytes().take_while(|b| b.is_ascii_lowercase() || *b == b'_').count();
    match name > 0 && text[name..].starts_with(':') {
        true => format!("{}\\{}", &text[..name], &text[name..]),
        false => text.to_owned(),
    }
}
