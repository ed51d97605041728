//! Views that are made once and shown on many pages.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use rapidhash::quality::RapidHasher;
use serde::{Serialize, Serializer};
use tera::Value;

/// A hash of the values that a template reads, to detect changes.
///
/// It is only compared with the previous one of the same page in the same process, so 64 bits are
/// enough.
pub type Fingerprint = u64;

/// The fingerprint of anything that can be hashed.
pub fn fingerprint(of: &(impl Hash + ?Sized)) -> Fingerprint {
    let mut hasher = RapidHasher::default();
    of.hash(&mut hasher);
    hasher.finish()
}

/// A view as templates read it. Copies share one value in memory, so a session that is on ten pages and
/// in the agenda is converted once.
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

    /// Makes a view ready, or reuses the one from `before` if it is equal.
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

/// HTML that is made once and printed on many pages, by the name of its template: `parts`, which are
/// equal on all pages of a language, and the `entries` of a session.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct HtmlFragments(BTreeMap<String, String>);

impl HtmlFragments {
    /// HTML by the name of its template.
    pub(super) fn new(fragments: BTreeMap<String, String>) -> HtmlFragments {
        HtmlFragments(fragments)
    }
}

impl Ready<HtmlFragments> {
    /// Makes HTML ready, as a value that is not escaped.
    pub(super) fn html(html: &HtmlFragments) -> Ready<HtmlFragments> {
        let safe = |(name, text): (&String, &String)| (name.clone(), Value::safe_string(text));
        let values: BTreeMap<String, Value> = html.0.iter().map(safe).collect();
        Ready { value: Value::from(values), fingerprint: fingerprint(html), of: PhantomData }
    }
}

impl<T> Ready<T> {
    /// The view with HTML as one of its fields.
    pub(super) fn with(self, field: &'static str, html: &HtmlFragments) -> Ready<T> {
        let fingerprint = fingerprint(&(self.fingerprint, html));
        let html = Ready::html(html);
        // A view is a map; anything else has no fields.
        let mut fields = self.value.into_map().unwrap_or_default();
        fields.insert(field.into(), html.value);
        Ready { value: Value::from(fields), fingerprint, of: PhantomData }
    }

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
        // The engine reuses such a value.
        self.value.serialize(serializer)
    }
}
