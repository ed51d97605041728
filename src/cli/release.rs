//! `plenary release`.

use crate::base::count::counted;
use crate::cli::Exit;
use crate::cli::clock::now;
use crate::cli::command_line::ReleaseArgs;
use crate::cli::load_site::{BuiltSite, build, load};
use crate::cli::terminal::{Terminal, counts};
use crate::content::files::AGENDA_LOCK;
use crate::drive::write::save;
use crate::event::model::Event;
use crate::event::release::{Change, Revision};
use crate::site::render::Rendered;

/// Records the current agenda, so that later changes are known.
pub(super) fn run(args: &ReleaseArgs, terminal: &Terminal) -> Exit {
    let BuiltSite { sources, site, report } = match load(&args.site, terminal) {
        Ok(loaded) => build(loaded, &|_| false, terminal),
        Err(exit) => return exit,
    };
    terminal.report(&report, &sources, args.site.format);
    let Some(site) = site.filter(|_| !report.has_errors()) else {
        terminal.failure(&counts(&report).unwrap_or_default());
        return Exit::Faults;
    };
    let event = site.event();
    let earlier = event.release.clone().unwrap_or_default();
    let Some(next) = earlier.next(event, now()) else {
        terminal.line("the programme has not changed since the last release");
        return Exit::Success;
    };
    let version = next.version;
    if version == earlier.version && args.dry_run {
        terminal
            .line("the programme has not changed; titles would be recorded; nothing was written");
        return Exit::Success;
    }
    let fresh = &next.changes[earlier.changes.len()..];
    for change in fresh {
        terminal.line(&described(change, event));
    }
    let revised = next.revised_since(&earlier);
    for (slot, revision) in &revised {
        terminal.line(&match revision {
            Revision::Status(status) => format!("{slot}: now {}", status.as_str()),
            Revision::Title => format!("{slot}: new title"),
        });
    }
    let entries = |count| counted(count, "entry");
    let what = match (earlier.version, fresh.len(), revised.len()) {
        (0, ..) => entries(next.slots.len()),
        (_, changes, 0) => counted(changes, "change"),
        (_, 0, revised) => format!("{} with a new status or title", entries(revised)),
        (_, changes, revised) => format!(
            "{}, and {} with a new status or title",
            counted(changes, "change"),
            entries(revised)
        ),
    };
    if args.dry_run {
        terminal.line(&format!("release {version} would have {what}; nothing was written"));
        return Exit::Success;
    }
    let file = Rendered::new(AGENDA_LOCK.to_owned(), next.text().into_bytes());
    if let Err(error) = save(&args.site.site, &[file]) {
        terminal.failure(&error.to_string());
        return Exit::CouldNotRun;
    }
    terminal.line(&match version == earlier.version {
        true => format!("the programme has not changed; its titles were recorded in {AGENDA_LOCK}"),
        false => format!("release {version} has {what}; keep {AGENDA_LOCK} with the site"),
    });
    Exit::Success
}

/// One change as a line.
fn described(change: &Change, event: &Event) -> String {
    let Change { slot, kind, before, .. } = change;
    let word = kind.as_str().replace('-', " ");
    match before {
        Some(before) => {
            let hour =
                before.start.map_or_else(String::new, |at| format!(" {}", at.strftime("%H:%M")));
            let places = match &before.places[..] {
                [] => String::new(),
                places => format!(" in {}", places.join(", ")),
            };
            format!("{slot}: {word}; previously {}{hour}{places}", before.day)
        }
        None => match event.release.is_some() {
            true => format!("{slot}: {word}"),
            false => slot.clone(),
        },
    }
}
