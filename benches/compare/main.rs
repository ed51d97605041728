//! Builds one made-up event with Plenary and with other generators, and compares what it costs them.
//!
//! `cargo bench --bench compare -- --help` says what it can do; docs/performance.md, what is measured
//! and what came of it.

#![expect(clippy::disallowed_methods, reason = "a measurement reads, writes and knows the time")]

mod event;
mod floor;
mod measure;
mod write;

use std::ffi::OsString;
use std::io::Result;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use event::Event;
use write::Tool;

/// Builds one made-up event with Plenary and other generators, and prints what it cost them.
#[derive(Debug, Parser)]
#[command(name = "compare")]
struct Args {
    #[command(subcommand)]
    command: Option<Command>,

    /// `cargo bench` says this to every program that it runs
    #[arg(long, hide = true, global = true)]
    bench: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the event as a project of one tool, and nothing else
    Generate {
        /// How many sessions
        #[arg(long, default_value_t = 60)]
        sessions: usize,
        /// For which tool
        #[arg(long, default_value = "plenary")]
        tool: Tool,
        /// Into which folder
        #[arg(long)]
        out: PathBuf,
    },
    /// Run the floor
    #[command(hide = true)]
    Floor { content: PathBuf, sizes: PathBuf, out: PathBuf },
    /// Run a command and print what it cost
    #[command(hide = true, name = measure::SUBCOMMAND)]
    Measured {
        #[arg(last = true)]
        command: Vec<OsString>,
    },
}

/// Writes an event's project into a folder.
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

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "the table is what it is run for")]
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
        None => Ok(ExitCode::SUCCESS),
    };
    done.unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::FAILURE
    })
}
