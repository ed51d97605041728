//! The preview as browsers and editors use it: a process, a folder on a disk, and sockets.
//!
//! Nothing here waits for a fixed time: expected results are polled.

#![expect(clippy::disallowed_methods, reason = "tests write to folders of their own")]

mod harness;

#[path = "serve/client.rs"]
mod client;
#[path = "serve/faults.rs"]
mod faults;
#[path = "serve/http.rs"]
mod http;
#[path = "serve/random.rs"]
mod random;
#[path = "serve/saves.rs"]
mod saves;
#[path = "serve/translations.rs"]
mod translations;
