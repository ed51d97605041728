//! Time zones by the names that files have for them.

use jiff::tz::TimeZone;

use crate::exchange::clean;
use crate::exchange::clock;
use crate::exchange::fault::Fault;

/// The zone that a file names; nothing for an empty name.
///
/// # Errors
/// When there is no such zone.
pub(in crate::exchange) fn declared(name: &str) -> Result<Option<TimeZone>, Fault> {
    match name.is_empty() {
        true => Ok(None),
        false => clock::zone(name).map(Some).ok_or_else(|| unknown(name)),
    }
}

/// The fault of a zone that is none.
pub(in crate::exchange) fn unknown(name: &str) -> Fault {
    Fault::new(format!("there is no time zone `{}`", clean::excerpt(name)))
        .help("zones are called after cities, as `Europe/Copenhagen`")
}
