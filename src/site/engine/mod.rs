//! The boundary of the template engine: only this folder uses Tera.
//!
//! There is one engine per language, a copy of the first with filters of its own. A function called
//! inside a component cannot see the page's variables, so the language cannot be a variable.

mod engines;
mod entries;
mod filters;
mod message_uses;
mod needs;
mod nesting;
mod ready;
mod template_components;
mod template_faults;
mod templates;
mod variables;

pub use engines::Engines;
pub use entries::Entries;
pub use message_uses::message_uses;
pub use needs::Needs;
pub use ready::{Fingerprint, HtmlFragments, Ready, fingerprint};
pub use templates::AssetUrls;
pub use variables::Variables;
