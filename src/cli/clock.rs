//! The time at which a command runs.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

/// The variable that replaces the clock, in seconds since 1970 (reproducible-builds.org).
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The current time in whole seconds, or the time in the environment.
pub(super) fn now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "this is the layer that reads the environment")]
    let named = std::env::var(EPOCH).ok().and_then(|seconds| seconds.parse().ok());
    let clock = || {
        #[expect(clippy::disallowed_methods, reason = "what is recorded has a date")]
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        now.ok().and_then(|since| i64::try_from(since.as_secs()).ok())
    };
    let seconds = named.or_else(clock).unwrap_or_default();
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}
