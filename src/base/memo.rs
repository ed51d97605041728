//! Results that are computed once for equal input, by several threads at once.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hash};
use std::sync::Mutex;

use rapidhash::fast::RapidHasher;

type Hasher = BuildHasherDefault<RapidHasher<'static>>;

/// The number of parts, so that threads rarely wait for each other.
const PARTS: usize = 64;

/// Results by their input.
pub struct Memo<K, V> {
    parts: Vec<Mutex<HashMap<K, V, Hasher>>>,
}

impl<K: Eq + Hash, V: Clone> Default for Memo<K, V> {
    fn default() -> Memo<K, V> {
        Memo { parts: (0..PARTS).map(|_| Mutex::default()).collect() }
    }
}

impl<K: Eq + Hash, V: Clone> Memo<K, V> {
    /// The result for an input, which is computed if it is not known. Two threads that ask at the same
    /// time may both compute it.
    pub fn get(&self, key: K, compute: impl FnOnce() -> V) -> V {
        let parts = PARTS as u64;
        // The map uses other bits of the hash.
        let hash = Hasher::default().hash_one(&key).rotate_right(20);
        let part = &self.parts[usize::try_from(hash % parts).unwrap_or_default()];
        if let Some(known) = part.lock().ok().and_then(|part| part.get(&key).cloned()) {
            return known;
        }
        let value = compute();
        if let Ok(mut part) = part.lock() {
            part.insert(key, value.clone());
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_computed_once() {
        let memo: Memo<(u8, &str), usize> = Memo::default();
        assert_eq!(memo.get((1, "quay"), || 4), 4);
        assert_eq!(memo.get((1, "quay"), || 5), 4);
        assert_eq!(memo.get((2, "quay"), || 6), 6);
    }
}
