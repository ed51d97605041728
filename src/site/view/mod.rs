//! The views: all data that a template may read. Each view is beside the function that makes it.
//!
//! Every page of a language sees `site`, `agenda`, `days`, `filters`, `tracks`, `contacts`, `speakers`,
//! `organisations`, `places`, `news`, `changes` and `page`. A session's page also sees `session`, a
//! track's page `track`, a speaker's page `speaker`, a place's page `place`, a news item's page
//! `news_item`, a day's page `day`, its grid `day` and `grid`, and the page of one kind or language
//! `selection`. `chooser.html` and `404.html`, which have no language, see `site` in the source
//! language, `choices` and `hreflang`. A field without a value is null; it is never missing.
//!
//! `site::page_variables` is the table of these variables. `docs/theme-views.md` is made from
//! the doc comments here.

pub mod basic;
pub mod day_view;
pub mod filter_view;
mod grid_layout;
pub mod grid_view;
mod json_ld;
pub mod language_views;
mod linked_views;
pub mod long_text;
pub mod news_view;
pub mod page_view;
pub mod person_view;
pub mod place_page_view;
pub mod place_view;
mod scheduled;
pub mod session_details;
pub mod session_hours;
pub mod session_view;
pub mod site_view;
mod sub_page_view;
pub mod track_view;
