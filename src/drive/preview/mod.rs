//! The preview: the site in memory, shown in a browser while it is being written.
//!
//! [`live_site`] notices changes and has [`snapshot_builder`] turn the files into a [`snapshot`], which is
//! shown until the next one; [`answer`] is a function from a request to an answer, and asks
//! [`host_guard`] whether the request is allowed; [`own_pages`] are the preview's own pages; [`server`]
//! speaks HTTP; [`change_stream`] notifies open pages.
//!
//! It is independent of builds: the script that reloads a page is added when the page is served, and
//! nothing is written.
//!
//! # The stream of changes
//!
//! `GET /_plenary/changes` returns a stream of server-sent events (`text/event-stream`) that stays open.
//! Each event has one line of JSON.
//!
//! First, and whenever the listener has fallen behind, an event `now` has the current state:
//!
//! ```text
//! event: now
//! id: 7
//! data: {"number":7,"errors":0,"warnings":0,"stale":false}
//! ```
//!
//! `number` counts the states, from 1. A page declares the file that it shows in the query
//! `?file=da/index.html&hash=<32 hexadecimal digits>` (with `&wanted=da/x/index.html` if it is the error
//! page for that file); `stale` is whether it is outdated. Without a query it is `false`. A listener that
//! reconnects sends the number of the last message as `&since=<number>` or in the field `Last-Event-ID`,
//! and receives the later ones that are still buffered.
//!
//! Then a message (an event without a name) follows for every new state, as soon as it is shown:
//!
//! ```text
//! id: 8
//! data: {"number":8,"changed":["da/index.html"],"gone":[],"styles":[],"errors":0,"warnings":0}
//! ```
//!
//! `changed` lists the published files that are new or different, `gone` those that were removed, by path
//! from the output folder. `styles` lists pairs of paths: a style sheet and its replacement; pages that
//! only differ in these are not in `changed`. All of them may be empty, if only faults changed. Lines that
//! begin with a colon keep the connection alive.
//!
//! A published file is served at its path, `da/index.html` at `GET /da/`; pages have one more `<script>`
//! than in a build, before `</body>`.

pub mod answer;
pub mod change_stream;
pub mod file_body;
pub mod host_guard;
pub mod live_site;
pub mod media_type;
pub mod own_pages;
pub mod security_policy;
pub mod server;
pub mod snapshot;
pub mod snapshot_builder;
