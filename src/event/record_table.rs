//! Tables of records by position and by id, and typed references into them.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// A reference to an item of a [`Table`]; the item always exists.
pub struct Key<T>(u32, PhantomData<fn() -> T>);

impl<T> Key<T> {
    /// The position in the table, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

// Derives would demand the same of `T`, which is not stored.
impl<T> Clone for Key<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Key<T> {}

impl<T> PartialEq for Key<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Key<T> {}

impl<T> PartialOrd for Key<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Key<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

impl<T> Hash for Key<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T> fmt::Debug for Key<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.0)
    }
}

/// Items in the order of the files, each with a unique id.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<T> {
    items: Vec<T>,
    by_id: BTreeMap<String, u32>,
    by_former_id: BTreeMap<String, u32>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table { items: Vec::new(), by_id: BTreeMap::new(), by_former_id: BTreeMap::new() }
    }
}

impl<T> Table<T> {
    /// Adds an item under an id.
    ///
    /// # Errors
    /// If the id is taken, the key of the item that has it; the new item is dropped.
    pub fn add(&mut self, id: &str, item: T) -> Result<Key<T>, Key<T>> {
        if let Some(key) = self.find(id) {
            return Err(key);
        }
        // More than four billion records would not fit into memory anyway.
        let index = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        self.by_id.insert(id.to_owned(), index);
        self.items.push(item);
        Ok(Key(index, PhantomData))
    }

    /// The key of an id.
    pub fn find(&self, id: &str) -> Option<Key<T>> {
        self.by_id.get(id).map(|index| Key(*index, PhantomData))
    }

    /// Adds an id that an item had before.
    ///
    /// # Errors
    /// If the id belongs or belonged to an item, the key of that item.
    pub fn add_former(&mut self, id: &str, key: Key<T>) -> Result<(), Key<T>> {
        match self.find_ever(id) {
            Some(other) => Err(other),
            None => {
                self.by_former_id.insert(id.to_owned(), key.0);
                Ok(())
            }
        }
    }

    /// The key of an id that an item has, or had before.
    pub fn find_ever(&self, id: &str) -> Option<Key<T>> {
        let former = || self.by_former_id.get(id).map(|index| Key(*index, PhantomData));
        self.find(id).or_else(former)
    }

    /// The present id of an item that had another.
    pub fn successor(&self, id: &str) -> Option<&str> {
        let index = self.by_former_id.get(id)?;
        self.by_id.iter().find(|(_, other)| *other == index).map(|(id, _)| id.as_str())
    }

    /// The key of the item at a position.
    pub fn key(&self, index: usize) -> Option<Key<T>> {
        let known = index < self.items.len();
        known.then(|| u32::try_from(index).ok()).flatten().map(|index| Key(index, PhantomData))
    }

    /// The item of a key.
    pub fn get(&self, key: Key<T>) -> &T {
        &self.items[key.index()]
    }

    /// The item of a key, for changes.
    pub fn get_mut(&mut self, key: Key<T>) -> &mut T {
        &mut self.items[key.index()]
    }

    /// All items with their keys, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (Key<T>, &T)> {
        (0u32..).map(|index| Key(index, PhantomData)).zip(&self.items)
    }

    /// All items, in the order they were added, for changes.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.items.iter_mut()
    }

    /// All ids, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.by_id.keys().map(String::as_str)
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}
