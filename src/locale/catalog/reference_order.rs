//! The texts of a language in the order of their references, so that what depends on the texts they refer
//! to is computed once for each text, however long the chains are.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::Pattern;

/// A text, told apart by its place in memory.
pub(super) type TextId = *const Pattern<&'static str>;

/// The id of a text.
pub(super) fn id_of(pattern: &Pattern<&str>) -> TextId {
    std::ptr::from_ref(pattern).cast()
}

/// An order of texts.
pub(super) struct ReferenceOrder<'a> {
    /// Each text after all texts that it refers to.
    pub(super) sorted: Vec<&'a Pattern<&'a str>>,
    /// The texts that refer to each other in a circle, and those that refer to such a text.
    pub(super) unsorted: BTreeSet<TextId>,
}

impl<'a> ReferenceOrder<'a> {
    /// Orders texts by what they refer to.
    pub(super) fn of(
        texts: Vec<&'a Pattern<&'a str>>,
        referred: impl Fn(&'a Pattern<&'a str>) -> Vec<&'a Pattern<&'a str>>,
    ) -> ReferenceOrder<'a> {
        let mut waiting: BTreeMap<TextId, usize> = BTreeMap::new();
        let mut used_by: BTreeMap<TextId, Vec<&'a Pattern<&'a str>>> = BTreeMap::new();
        let mut sorted = Vec::with_capacity(texts.len());
        for text in &texts {
            let needed: BTreeSet<TextId> = referred(text).into_iter().map(id_of).collect();
            waiting.insert(id_of(text), needed.len());
            needed.iter().for_each(|needed| used_by.entry(*needed).or_default().push(text));
            if needed.is_empty() {
                sorted.push(*text);
            }
        }
        let mut at = 0;
        while let Some(text) = sorted.get(at) {
            for user in used_by.remove(&id_of(text)).unwrap_or_default() {
                let left = waiting.entry(id_of(user)).or_default();
                *left = left.saturating_sub(1);
                if *left == 0 {
                    sorted.push(user);
                }
            }
            at += 1;
        }
        let done: BTreeSet<TextId> = sorted.iter().map(|text| id_of(text)).collect();
        let unsorted = waiting.into_keys().filter(|text| !done.contains(text)).collect();
        ReferenceOrder { sorted, unsorted }
    }
}
