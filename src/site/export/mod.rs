//! What of an event goes into the formats of other programs, and where it is published.
//!
//! Everything here is made when it is rendered, in parallel, and as a function of the event alone.

mod api;

use bytes::Bytes;

use crate::site::plan::Planner;

/// A file for other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// All facts and texts of the event but the long ones: `api/event.json`.
    Event,
    /// What that file may hold, as JSON Schema: `api/event.schema.json`.
    EventSchema,
}

/// Every export of an event with the path that it is published at.
pub fn exports(_planner: &Planner<'_>) -> Vec<(String, Export)> {
    vec![
        ("api/event.json".to_owned(), Export::Event),
        ("api/event.schema.json".to_owned(), Export::EventSchema),
    ]
}

/// The bytes of an export.
pub fn make(export: Export, planner: &Planner<'_>) -> Bytes {
    match export {
        Export::Event => api::event(planner).into(),
        Export::EventSchema => Bytes::from_static(api::SCHEMA.as_bytes()),
    }
}
