//! Views that are made once and shown on many pages.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use rapidhash::quality::RapidHasher;
use serde::{Serialize, Serializer};
use tera::Value;

use crate::site::engine::Parts;

/// A hash of what a template reads, to tell whether it would read the same again.
///
/// It lives as long as the process and is compared with the one the same page had before; 64 bits
/// are enough for that.
pub type Fingerprint = u64;

/// The fingerprint of anything that can be hashed.
pub fn fingerprint(of: &(impl Hash + ?Sized)) -> Fingerprint {
    let mut hasher = RapidHasher::default();
    of.hash(&mut hasher);
    hasher.finish()
}

/// A view as templates read it. A copy is the same value in memory, so a session that stands on ten
/// pages and in the agenda is turned into a value once.
pub struct Ready<T> {
    value: Value,
    fingerprint: Fingerprint,
    of: PhantomData<fn() -> T>,
}

impl<T: Serialize + Hash> Ready<T> {
    /// Makes a view ready.
    pub fn new(view: &T) -> Ready<T> {
        Ready::of(view, fingerprint(view))
    }

    /// Makes a view ready, unless it is the same as it was: what was made then is taken again.
    pub fn again(view: &T, before: Option<&Ready<T>>) -> Ready<T> {
        let fingerprint = fingerprint(view);
        match before.filter(|before| before.fingerprint == fingerprint) {
            Some(before) => before.clone(),
            None => Ready::of(view, fingerprint),
        }
    }

    fn of(view: &T, fingerprint: Fingerprint) -> Ready<T> {
        Ready { value: Value::from_serializable(view), fingerprint, of: PhantomData }
    }
}

impl Ready<Parts> {
    /// Makes HTML ready, which is not to be escaped.
    pub(super) fn html(parts: &Parts) -> Ready<Parts> {
        let safe = |(name, html): (&String, &String)| (name.clone(), Value::safe_string(html));
        let values: BTreeMap<String, Value> = parts.0.iter().map(safe).collect();
        Ready { value: Value::from(values), fingerprint: fingerprint(parts), of: PhantomData }
    }
}

impl<T> Ready<T> {
    /// The view with HTML as one of its fields.
    pub(super) fn with(self, field: &'static str, html: &Parts) -> Ready<T> {
        let fingerprint = fingerprint(&(self.fingerprint, html));
        let html = Ready::html(html);
        // A view is a record; of anything else there are no fields.
        let mut fields = self.value.into_map().unwrap_or_default();
        fields.insert(field.into(), html.value);
        Ready { value: Value::from(fields), fingerprint, of: PhantomData }
    }
}

impl<T> Ready<T> {
    /// The fingerprint of the view.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The value for the engine.
    pub(super) fn value(&self) -> &Value {
        &self.value
    }
}

impl<T> Clone for Ready<T> {
    fn clone(&self) -> Self {
        Ready { value: self.value.clone(), ..*self }
    }
}

impl<T> fmt::Debug for Ready<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T> Hash for Ready<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.fingerprint);
    }
}

impl<T> Serialize for Ready<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The engine takes a value as it is.
        self.value.serialize(serializer)
    }
}
