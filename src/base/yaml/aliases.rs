//! Aliases that multiply a text: the reader copies the value of an anchor for each alias, so a file of a
//! megabyte could take gigabytes of memory.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::base::yaml::explain::Explained;
use crate::base::yaml::marks::{MarkedField, MarkedItem, MarkedValue, Marks, Shape};

/// How many times its own size a file may have with its aliases.
const MOST_TIMES: usize = 8;

/// The size that any file may have with its aliases.
const ALWAYS: usize = 1024 * 1024;

/// What a value needs besides its text.
const PER_VALUE: usize = 32;

/// The fault of a file whose aliases expand to many times its size, at the alias that is too many.
pub(super) fn too_large(text: &str) -> Option<Explained> {
    if !text.contains('&') || !text.contains('*') {
        return None;
    }
    let most = ALWAYS.max(text.len().saturating_mul(MOST_TIMES));
    let mut sizes = Sizes { known: BTreeMap::new(), copied: 0, most, first: None };
    sizes.of(Marks::of(text).root()?);
    let at = sizes.first?;
    Some((
        at,
        "the aliases expand to too many values".into(),
        "write the values out, or repeat shorter ones",
    ))
}

/// The sizes of values with everything that aliases in them copy.
struct Sizes {
    /// By the range of a value.
    known: BTreeMap<(usize, usize), usize>,
    /// What all aliases so far have copied.
    copied: usize,
    most: usize,
    /// The alias with which it became too much.
    first: Option<Range<usize>>,
}

impl Sizes {
    fn of(&mut self, value: &MarkedValue) -> usize {
        let size = match &value.shape {
            Shape::Scalar => value.range.len(),
            // An anchor ends before its first alias begins, so its size is known.
            Shape::Alias(target) => {
                let target = target.as_ref().map(|target| (target.range.start, target.range.end));
                let size = target.and_then(|range| self.known.get(&range)).copied().unwrap_or(0);
                self.copied = self.copied.saturating_add(size);
                if self.copied > self.most && self.first.is_none() {
                    self.first = Some(value.range.clone());
                }
                size
            }
            Shape::Map { entries, .. } => {
                let size =
                    |field: &MarkedField| field.key.len().saturating_add(self.of(&field.value));
                entries.iter().map(size).fold(0, usize::saturating_add)
            }
            Shape::List { items, .. } => {
                let size = |item: &MarkedItem| self.of(&item.value);
                items.iter().map(size).fold(0, usize::saturating_add)
            }
        };
        let size = size.saturating_add(PER_VALUE);
        self.known.insert((value.range.start, value.range.end), size);
        size
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_of_a_long_text_are_counted() {
        let text = |length: usize, times: usize| {
            let text = "x".repeat(length);
            format!("a: &a \"{text}\"\nb: [{}]\n", vec!["*a"; times].join(", "))
        };
        assert!(too_large(&text(200_000, 7)).is_none());
        assert!(too_large(&text(200_000, 9)).is_some());
        assert!(too_large(&text(100, 200)).is_none());
        let (range, ..) = too_large(&text(1_000_000, 3_000)).expect("three gigabytes are too much");
        assert!(range.start > 1_000_000);
    }

    #[test]
    fn aliases_of_aliases_are_counted() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for n in 1..12 {
            let before = n - 1;
            let all = vec![format!("*a{before}"); 10].join(", ");
            text.push_str(&format!("a{n}: &a{n} [{all}]\n"));
        }
        assert!(too_large(&text).is_some());
    }
}
