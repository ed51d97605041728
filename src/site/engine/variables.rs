//! The variables of a page, each with a fingerprint that detects changes.

use tera::{Context, Value};

use crate::site::engine::ready::{Fingerprint, Ready};

/// The variables of one page: name, fingerprint and value together, so that no variable lacks a
/// fingerprint.
#[derive(Clone, Debug, Default)]
pub struct Variables(Vec<Variable>);

#[derive(Clone, Debug)]
struct Variable {
    name: &'static str,
    fingerprint: Fingerprint,
    /// `None` until a variable that is expensive to make is needed.
    value: Option<Value>,
}

impl Variables {
    /// Adds a variable.
    pub fn insert<T>(&mut self, name: &'static str, view: &Ready<T>) {
        let (fingerprint, value) = (view.fingerprint(), Some(view.value().clone()));
        self.0.push(Variable { name, fingerprint, value });
    }

    /// Adds a variable, if there is one.
    pub fn insert_some<T>(&mut self, name: &'static str, view: Option<&Ready<T>>) {
        if let Some(view) = view {
            self.insert(name, view);
        }
    }

    /// Adds a variable that is only made for rendering ([`Variables::complete`]).
    pub fn insert_later(&mut self, name: &'static str, fingerprint: Fingerprint) {
        self.0.push(Variable { name, fingerprint, value: None });
    }

    /// Gives a variable that was added with [`Variables::insert_later`] its value.
    pub fn complete<T>(&mut self, name: &'static str, view: &Ready<T>) {
        for variable in self.0.iter_mut().filter(|variable| variable.name == name) {
            variable.value = Some(view.value().clone());
        }
    }

    /// The fingerprint of each variable, by name.
    pub fn fingerprints(&self) -> impl Iterator<Item = (&'static str, Fingerprint)> + '_ {
        self.0.iter().map(|variable| (variable.name, variable.fingerprint))
    }

    /// The variables for the engine.
    pub(super) fn context(&self) -> Context {
        let mut context = Context::new();
        for Variable { name, value, .. } in &self.0 {
            if let Some(value) = value {
                context.insert_value(*name, value.clone());
            }
        }
        context
    }
}
