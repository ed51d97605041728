//! The ids of the segments of translators' files.
//!
//! `session.opening.title.3f2a91c0d41b77e2-88b1d2e4`: the name of the unit, the hash of its source
//! text, and the first half of that of the translation at the time of the export. Tools keep ids, so they
//! show what was changed on the site since then. Of several equal texts of one name, the second
//! ends with `.2`, before the hyphen.

use std::collections::BTreeMap;

use crate::base::text::Lang;
use crate::event::translation::tracked::Tracked;
use crate::event::translation::units::Unit;

/// The ids of the units of one language.
pub(super) struct SegmentIds<'u> {
    /// The units by id, without the hash of the translation.
    by_id: BTreeMap<String, &'u Tracked>,
    /// The ids with that hash, by the position of the unit.
    exported: Vec<Option<String>>,
    /// The names of units as they are in ids.
    names: BTreeMap<String, &'u str>,
}

/// What an id stands for.
pub(super) enum Identified<'u> {
    /// A unit, with the hash of its translation at the time of the export.
    Unit(&'u Tracked, Option<String>),
    /// A unit of this name, whose source text is another one now.
    OtherSource(&'u str),
    /// Nothing of this site.
    Unknown,
}

impl<'u> SegmentIds<'u> {
    /// The ids of all units of a language that are exported.
    pub(super) fn new(all: &'u [Tracked], lang: Lang) -> SegmentIds<'u> {
        let mut ids =
            SegmentIds { by_id: BTreeMap::new(), exported: Vec::new(), names: BTreeMap::new() };
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for tracked in all {
            ids.exported.push(None);
            let id = source_id(&tracked.unit).filter(|_| tracked.unit.lang == lang);
            let Some(id) = id else { continue };
            let count = counts.entry(id.clone()).or_default();
            *count += 1;
            let id = if *count > 1 { format!("{id}.{count}") } else { id };
            let translation = tracked.unit.translation.as_ref();
            let half = translation.map(|placed| format!("-{}", half(&placed.text.hash)));
            ids.exported.pop();
            ids.exported.push(Some(format!("{id}{}", half.unwrap_or_default())));
            ids.by_id.insert(id, tracked);
            ids.names.insert(name(&tracked.unit), &tracked.unit.name);
        }
        ids
    }

    /// The id of the unit at a position among all units, as it is exported.
    pub(super) fn get(&self, at: usize) -> Option<&str> {
        self.exported.get(at)?.as_deref()
    }

    /// The unit of an id.
    pub(super) fn find(&self, id: &str) -> Identified<'u> {
        let id = id.trim();
        if let Some(tracked) = self.by_id.get(id) {
            return Identified::Unit(tracked, None);
        }
        let (source, translation) = id.rsplit_once('-').unwrap_or((id, ""));
        if let Some(tracked) = self.by_id.get(source).filter(|_| is_hex(translation, 8)) {
            return Identified::Unit(tracked, Some(translation.to_owned()));
        }
        let source = if is_hex(translation, 8) { source } else { id };
        let mut parts = source.rsplit('.');
        let last = parts.next().unwrap_or_default();
        let hash = if is_hex(last, 16) { last } else { parts.next().unwrap_or_default() };
        let end = source.find(&format!(".{hash}")).filter(|_| is_hex(hash, 16));
        match end.and_then(|end| self.names.get(&source[..end])) {
            Some(name) => Identified::OtherSource(name),
            None => Identified::Unknown,
        }
    }
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// The first half of a hash.
pub(super) fn half(hash: &impl ToString) -> String {
    hash.to_string().chars().take(8).collect()
}

/// The name of a unit in the alphabet of ids.
fn name(unit: &Unit) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    unit.name.chars().map(|c| if allowed(c) { c } else { '.' }).collect()
}

fn source_id(unit: &Unit) -> Option<String> {
    let source = unit.source.as_ref().filter(|_| !unit.is_message())?;
    Some(format!("{}.{}", name(unit), source.text.hash))
}
