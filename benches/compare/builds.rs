//! Building the event with each tool in turn: from scratch, and again with nothing changed.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::Result;
use std::path::{Path, PathBuf};

use crate::event::Event;
use crate::floor;
use crate::generate;
use crate::measure::{Cost, run};
use crate::tools::Found;
use crate::write::Tool;

/// A builder: one of the tools, or the floor, which does the least that any generator has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Builder {
    Floor,
    Tool(Tool),
}

/// The measurements of a builder with one event.
#[derive(Clone, Debug, Default)]
pub(crate) struct Measured {
    /// The costs of builds into a new folder, in the order of the runs.
    pub(crate) cold: Vec<Cost>,
    /// The costs of builds into the same folder with nothing changed, each after a cold build.
    pub(crate) unchanged: Vec<Cost>,
    /// The number of pages.
    pub(crate) pages: usize,
    /// The total length of all files.
    pub(crate) bytes: usize,
}

/// All measurements, by number of sessions and builder.
pub(crate) type Builds = BTreeMap<(usize, Builder), Measured>;

/// The folder of an event's project for a tool.
pub(crate) fn project(work: &Path, sessions: usize, tool: Tool) -> PathBuf {
    work.join(format!("{sessions}-{}", tool.title().to_lowercase())).join("project")
}

/// Writes the projects of all tools for an event.
pub(crate) fn prepare(work: &Path, sessions: usize, tools: &[Found]) -> Result<()> {
    let event = Event::new(sessions);
    for found in tools {
        generate(&event, found.tool, &project(work, sessions, found.tool))?;
    }
    Ok(())
}

/// Measures all tools and the floor with events of these sizes, in turn, `runs` times each.
///
/// The first build of every tool is not counted: it loads programs and texts into memory. `say` is called
/// with messages about the progress.
pub(crate) fn measure(
    work: &Path,
    sizes: &[usize],
    tools: &[Found],
    runs: usize,
    say: &dyn Fn(String),
) -> Result<Builds> {
    let mut builds = Builds::new();
    for run in 0..=runs {
        for (at, sessions) in sizes.iter().enumerate() {
            for builder in builders(tools) {
                // One size is enough to load a program. The floor needs Plenary's output of every size.
                if run == 0 && at > 0 && builder != Builder::Tool(Tool::Plenary) {
                    continue;
                }
                let name = match builder {
                    Builder::Floor => "the floor",
                    Builder::Tool(tool) => tool.title(),
                };
                say(format!("run {run} of {runs}: {sessions} sessions, {name}"));
                let measured = builds.entry((*sessions, builder)).or_default();
                let (cold, unchanged) = run_once(work, *sessions, builder, tools, measured)?;
                if run > 0 {
                    measured.cold.push(cold);
                    measured.unchanged.extend(unchanged);
                }
            }
        }
    }
    Ok(builds)
}

/// The tools and the floor, in order: the floor comes after Plenary, whose output it writes.
fn builders(tools: &[Found]) -> Vec<Builder> {
    let mut builders: Vec<Builder> = tools.iter().map(|found| Builder::Tool(found.tool)).collect();
    if let Some(at) = builders.iter().position(|builder| *builder == Builder::Tool(Tool::Plenary)) {
        builders.insert(at + 1, Builder::Floor);
    }
    builders
}

/// Runs a cold build and, for a tool, a build with nothing changed. Then removes the output.
fn run_once(
    work: &Path,
    sessions: usize,
    builder: Builder,
    tools: &[Found],
    measured: &mut Measured,
) -> Result<(Cost, Option<Cost>)> {
    let tool = match builder {
        Builder::Floor => Tool::Plenary,
        Builder::Tool(tool) => tool,
    };
    let project = project(work, sessions, tool);
    let out = project.with_file_name("out");
    let sizes = project.with_file_name("sizes");
    let command = match tools.iter().find(|found| Builder::Tool(found.tool) == builder) {
        Some(found) => found.build("../out"),
        None => floor_command()?,
    };
    if out.is_dir() {
        fs::remove_dir_all(&out)?;
    }
    let cold = run(&command, &project)?;
    let written = floor::sizes(&out)?;
    measured.pages = written.iter().filter(|(path, _)| path.ends_with("index.html")).count();
    measured.bytes = written.iter().map(|(_, length)| length).sum();
    let unchanged = match builder {
        Builder::Floor => None,
        Builder::Tool(_) => Some(run(&command, &project)?),
    };
    if builder == Builder::Tool(Tool::Plenary) {
        floor::write_sizes(&written, &sizes)?;
    }
    fs::remove_dir_all(&out)?;
    Ok((cold, unchanged))
}

fn floor_command() -> Result<Vec<OsString>> {
    let this = std::env::current_exe()?.into_os_string();
    let arguments = ["floor", "content", "../sizes", "../out"].map(OsString::from);
    Ok(std::iter::once(this).chain(arguments).collect())
}

/// Builds the forum's own site a number of times, each into a new folder.
pub(crate) fn forum(work: &Path, plenary: &Found, runs: usize) -> Result<Vec<Cost>> {
    let out = work.join("forum");
    let site = Path::new(env!("CARGO_MANIFEST_DIR"));
    let command = plenary.build(&out.to_string_lossy());
    let mut costs = Vec::new();
    for at in 0..=runs {
        let cost = run(&command, site)?;
        fs::remove_dir_all(&out)?;
        if at > 0 {
            costs.push(cost);
        }
    }
    Ok(costs)
}
