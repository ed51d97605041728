//! The event as a project of each tool: the same pages, made in the tool's own way.

mod plenary;

use crate::event::Event;

/// Where the made-up event stands.
pub(crate) const BASE_URL: &str = "https://event.example.org";

/// Takes a file of the project: its path with `/`, and its text.
pub(crate) type Put<'a> = &'a mut dyn FnMut(&str, String);

/// A tool that makes static sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(crate) enum Tool {
    Plenary,
}

impl Tool {
    /// Gives every file of the event's project for this tool.
    pub(crate) fn write(self, event: &Event, put: Put<'_>) {
        match self {
            Tool::Plenary => plenary::write(event, put),
        }
    }
}
