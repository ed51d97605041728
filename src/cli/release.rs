//! `plenary release`.

use crate::base::count::counted;
use crate::cli::Exit;
use crate::cli::clock::now;
use crate::cli::command_line::ReleaseArgs;
use crate::cli::load_site::{BuiltSite, build, load};
use crate::cli::terminal::{Terminal, counts};
use crate::content::files::AGENDA_LOCK;
use crate::drive::write::save;
use crate::event::model::{About, Event};
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
            .line("the programme has not changed; names would be recorded; nothing was written");
        return Exit::Success;
    }
    let fresh: Vec<&Change> = next.since(&earlier).collect();
    for change in &fresh {
        terminal.line(&described(change, event));
    }
    for (gone, new) in next.likely_renamed(&earlier, event) {
        terminal.line(&renamed_hint(&gone, new));
    }
    let revised = next.revised_since(&earlier);
    for (slot, revision) in &revised {
        let slot = event.present_name(slot);
        terminal.line(&match revision {
            Revision::Status(status) => format!("{slot}: now {}", status.as_str()),
            Revision::Title => format!("{slot}: new title"),
        });
    }
    let entries = |count| counted(count, "entry");
    let what = match (earlier.version, fresh.len(), revised.len()) {
        (0, ..) => entries(next.slots.len()),
        (_, 0, 0) => "the present ids of renamed sessions".to_owned(),
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
        true => format!("the programme has not changed; its names were recorded in {AGENDA_LOCK}"),
        false => format!("release {version} has {what}; keep {AGENDA_LOCK} with the site"),
    });
    Exit::Success
}

/// One change as a line.
fn described(change: &Change, event: &Event) -> String {
    let Change { slot, kind, before, .. } = change;
    let slot = &event.present_name(slot);
    let word = kind.as_str().replace('-', " ");
    match before {
        Some(before) => {
            let hour =
                before.start.map_or_else(String::new, |at| format!(" {}", at.strftime("%H:%M")));
            let present = |released: &String| match event.places.find_ever(released) {
                Some(key) => event.places.get(key).about.id.clone(),
                None => released.clone(),
            };
            let places: Vec<String> = before.places.iter().map(present).collect();
            let places = match &places[..] {
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

/// What to write if a session was renamed, not removed.
fn renamed_hint(gone: &str, new: &About) -> String {
    let earlier = new.was.iter().map(|was| &*was.value);
    let was = match new.was.is_empty() {
        true => format!("`was: {gone}`"),
        false => {
            format!("`was: [{}]`", [gone].into_iter().chain(earlier).collect::<Vec<_>>().join(", "))
        }
    };
    let id = &new.id;
    format!(
        "hint: session `{gone}` is gone and `{id}` is new with the same title: if it is the same, \
         write {was} at `{id}` and run `plenary release` again"
    )
}
