//! The preview: the site in memory, in a browser, as it is while somebody writes it.
//!
//! [`live`] notices what changed and has [`maker`] turn the files into a [`snapshot`], the state that
//! is shown until the next; [`answer`] says what a request gets of it, as a function, asking
//! [`guard`] whether the request may ask at all; [`tools`] are the preview's own pages; [`server`]
//! speaks HTTP, and tells open pages what changed.
//!
//! Nothing of it is part of a build: the script that reloads a page is added when it is served, and
//! nothing is written.
//!
//! # How open pages are told
//!
//! `GET /_plenary/changes` answers with a stream of server-sent events (`text/event-stream`) that
//! stays open. Each carries one line of JSON.
//!
//! First, and whenever the listener has fallen behind, comes an event `now` with the state:
//!
//! ```text
//! event: now
//! id: 7
//! data: {"number":7,"errors":0,"warnings":0,"stale":false}
//! ```
//!
//! `number` counts the states, from 1. A page says which file it shows by the query
//! `?file=da/index.html&hash=<32 hexadecimal digits>` (and `&wanted=da/x/index.html`, if it is what
//! is shown at an address that leads nowhere); `stale` says whether that is no longer so. Without a
//! query it is `false`. Who was listening before says with `&since=<number>`, or the field
//! `Last-Event-ID`, what the last message was, and is sent those that came after it, as far as they are
//! remembered.
//!
//! Then comes a message (an event without a name) for every new state, as soon as it is shown:
//!
//! ```text
//! id: 8
//! data: {"number":8,"changed":["da/index.html"],"gone":[],"styles":[],"errors":0,"warnings":0}
//! ```
//!
//! `changed` has the published files that are new or have other bytes, `gone` those that are there no
//! more, by path from the output folder. `styles` has pairs of paths, of a style sheet and the one
//! that took its place; pages that differ in nothing else are not in `changed`. A message may have
//! all of these empty: faults came or went. Lines that begin with a colon are signs of life.
//!
//! The bytes of a published file are at its path, `GET /da/` for `da/index.html`; pages have one
//! `<script>` more than when they are built, in front of `</body>`.

pub mod answer;
pub mod changes;
pub mod guard;
pub mod kind;
pub mod live;
pub mod maker;
pub mod server;
pub mod snapshot;
pub mod tools;
