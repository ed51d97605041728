//! The path to a value in a document: its keys and positions.

use std::fmt;
use std::sync::Arc;

/// The path from a document's root to a value. Cheap to clone and to extend.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct KeyPath(Option<Arc<(KeyPath, Step)>>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Step {
    Key(Arc<str>),
    Index(usize),
}

impl KeyPath {
    /// The document's root.
    pub fn root() -> KeyPath {
        KeyPath(None)
    }

    /// Whether it is the path of the root.
    pub fn is_root(&self) -> bool {
        self.0.is_none()
    }

    /// The last key; `None` for an item of a list and for the root.
    pub fn name(&self) -> Option<&str> {
        match &self.0.as_ref()?.1 {
            Step::Key(key) => Some(key),
            Step::Index(_) => None,
        }
    }

    /// The path of the value with this key.
    #[must_use]
    pub fn key(&self, key: &str) -> KeyPath {
        KeyPath(Some(Arc::new((self.clone(), Step::Key(key.into())))))
    }

    /// The path of the item at a position, from 0.
    #[must_use]
    pub fn index(&self, index: usize) -> KeyPath {
        KeyPath(Some(Arc::new((self.clone(), Step::Index(index)))))
    }

    /// The path of the value that contains this one; `None` at the root.
    pub fn parent(&self) -> Option<&KeyPath> {
        self.split().map(|(parent, _)| parent)
    }

    /// The value at this path of a document that was read as JSON.
    pub fn value_in<'j>(&self, json: &'j serde_json::Value) -> Option<&'j serde_json::Value> {
        match self.split() {
            None => Some(json),
            Some((parent, Step::Key(key))) => parent.value_in(json)?.get(&**key),
            Some((parent, Step::Index(index))) => parent.value_in(json)?.get(*index),
        }
    }

    /// Sets a field of the mapping at this path of a document that was read as JSON; `None` if there is
    /// no mapping.
    pub fn set_in(
        &self,
        json: &mut serde_json::Value,
        key: &str,
        value: serde_json::Value,
    ) -> Option<()> {
        let map = self.value_in_mut(json)?.as_object_mut()?;
        map.insert(key.to_owned(), value);
        Some(())
    }

    fn value_in_mut<'j>(
        &self,
        json: &'j mut serde_json::Value,
    ) -> Option<&'j mut serde_json::Value> {
        match self.split() {
            None => Some(json),
            Some((parent, Step::Key(key))) => parent.value_in_mut(json)?.get_mut(&**key),
            Some((parent, Step::Index(index))) => parent.value_in_mut(json)?.get_mut(*index),
        }
    }

    /// The path without its last step, and that step; `None` at the root.
    pub(super) fn split(&self) -> Option<(&KeyPath, &Step)> {
        self.0.as_deref().map(|(path, step)| (path, step))
    }

    fn steps(&self) -> Vec<&Step> {
        let mut steps = Vec::new();
        let mut path = self;
        while let Some((parent, step)) = path.split() {
            steps.push(step);
            path = parent;
        }
        steps.reverse();
        steps
    }
}

impl fmt::Display for KeyPath {
    /// `days[0].sessions[2].title`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, step) in self.steps().into_iter().enumerate() {
            match step {
                Step::Key(key) if i == 0 => write!(f, "{key}")?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for KeyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyPath({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_as_people_write_them() {
        assert_eq!(KeyPath::root().key("days").index(0).key("id").to_string(), "days[0].id");
    }
}
