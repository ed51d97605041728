//! Builds a generated event with Plenary and other generators, and compares the cost.
//!
//! See `cargo bench --bench compare -- --help` for its options, and docs/performance.md for the method
//! and the results.

#![expect(clippy::disallowed_methods, reason = "measuring needs files and the clock")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it prints tables")]

mod builds;
mod event;
mod floor;
mod measure;
mod serve;
mod table;
mod tools;
mod write;

use std::ffi::OsString;
use std::io::{Error, Result};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use event::Event;
use table::Findings;
use tools::{Found, Programs};
use write::Tool;

/// Builds a generated event with Plenary and other generators, and prints the cost.
#[derive(Debug, Parser)]
#[command(name = "compare", args_conflicts_with_subcommands = true)]
struct Args {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    comparison: Comparison,

    /// `cargo bench` passes this to every program that it runs
    #[arg(long, hide = true, global = true)]
    bench: bool,
}

#[derive(Debug, clap::Args)]
struct Comparison {
    /// The number of sessions of the event; several sizes are built in turn
    #[arg(long, value_name = "N,…", value_delimiter = ',', default_value = "60,600")]
    sessions: Vec<usize>,

    /// The tools to compare, if they are installed [default: all]
    #[arg(long, value_name = "TOOL,…", value_delimiter = ',')]
    tools: Vec<Tool>,

    /// How often each tool builds each event, after a first build that is not counted
    #[arg(long, value_name = "N", default_value_t = 5)]
    runs: usize,

    /// Also measure how long an edit takes to appear in the tools' own servers
    #[arg(long)]
    serve: bool,

    /// The number of edits of each kind
    #[arg(long, value_name = "N", default_value_t = 20)]
    edits: usize,

    /// Work in this folder, and keep the projects
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,

    #[command(flatten)]
    programs: Programs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Only write the event as a project of one tool
    Generate {
        /// The number of sessions
        #[arg(long, default_value_t = 60)]
        sessions: usize,
        /// The tool
        #[arg(long, default_value = "plenary")]
        tool: Tool,
        /// The folder
        #[arg(long)]
        out: PathBuf,
    },
    /// Run the floor
    #[command(hide = true)]
    Floor { content: PathBuf, sizes: PathBuf, out: PathBuf },
    /// Run a command and print its cost
    #[command(hide = true, name = measure::SUBCOMMAND)]
    Measured {
        #[arg(last = true)]
        command: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let args = Args::parse();
    let done = match args.command {
        Some(Command::Generate { sessions, tool, out }) => {
            let event = Event::new(sessions);
            println!("{} sessions, {} pages", event.sessions.len(), event.pages());
            generate(&event, tool, &out).map(|()| ExitCode::SUCCESS)
        }
        Some(Command::Floor { content, sizes, out }) => {
            floor::run(&content, &sizes, &out).map(|()| ExitCode::SUCCESS)
        }
        Some(Command::Measured { command }) => measure::started(&command),
        // Testing all targets must not start an hour of measuring.
        None if !args.bench => {
            println!("run `cargo bench --bench compare`");
            Ok(ExitCode::SUCCESS)
        }
        None => compare(&args.comparison).map(|()| ExitCode::SUCCESS),
    };
    done.unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::FAILURE
    })
}

/// Writes an event's project to a folder.
fn generate(event: &Event, tool: Tool, out: &Path) -> Result<()> {
    let mut failed = None;
    tool.write(event, &mut |path, text| {
        let path = out.join(path);
        let folder = path.parent().unwrap_or(out);
        let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, text));
        failed = failed.take().or(written.err());
    });
    failed.map_or(Ok(()), Err)
}

/// Measures everything as requested, and prints the tables.
fn compare(asked: &Comparison) -> Result<()> {
    let say = |what: String| eprintln!("{what}");
    let tools = found(asked);
    let folder;
    let work = match &asked.keep {
        Some(folder) => std::path::absolute(folder)?,
        None => {
            folder = tempfile::tempdir()?;
            folder.path().to_owned()
        }
    };
    for sessions in &asked.sessions {
        say(format!("writing the projects of {sessions} sessions"));
        builds::prepare(&work, *sessions, &tools)?;
    }
    let builds = builds::measure(&work, &asked.sessions, &tools, asked.runs, &say)?;
    let mut forum = Vec::new();
    if let Some(plenary) = tools.iter().find(|found| found.tool == Tool::Plenary) {
        say("the forum's own site".to_owned());
        // A different version of Plenary may not support this repository's templates.
        match builds::forum(&work, plenary, asked.runs.max(20)) {
            Ok(costs) => forum = costs,
            Err(error) => say(format!("the forum's site is not measured: {error}")),
        }
    }
    let mut latencies = Vec::new();
    for sessions in asked.sessions.iter().filter(|_| asked.serve) {
        let event = Event::new(*sessions);
        for found in tools.iter().filter(|found| serve::can_serve(found)) {
            let project = builds::project(&work, *sessions, found.tool);
            match serve::measure(found, &project, &event, asked.edits, &say) {
                Ok(times) => latencies.push((found.tool, *sessions, times)),
                Err(error) => say(format!("{}: {error}", found.title())),
            }
        }
    }
    let sizes = asked.sessions.clone();
    let processors = std::thread::available_parallelism().map_err(Error::other)?;
    println!("\n{processors} processors, {} {}\n", std::env::consts::OS, std::env::consts::ARCH);
    println!("{}", Findings { sizes, tools, builds, forum, latencies }.markdown());
    Ok(())
}

/// The requested tools that are installed; prints how to install the others.
fn found(asked: &Comparison) -> Vec<Found> {
    let all = Tool::ALL.into_iter();
    let wanted = all.filter(|tool| asked.tools.is_empty() || asked.tools.contains(tool));
    let find = |tool: Tool| match asked.programs.find(tool) {
        Ok(found) => Some(found),
        Err(how) => {
            eprintln!("{} is skipped, since it is not installed: {how}", tool.title());
            None
        }
    };
    wanted.filter_map(find).collect()
}
