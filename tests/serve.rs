//! The preview as a browser and an editor meet it: a process, a folder on a disk, and sockets.
//!
//! Nothing here waits for a time: what should come is asked for until it is there.

#![expect(clippy::disallowed_methods, reason = "tests write into folders of their own")]

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
