//! The command line: what was typed, what is printed, and how the process ends.
//!
//! The only floor that knows the clock, the environment and the terminal. Every subcommand has a file
//! and a function that takes its arguments and gives an [`Exit`].

mod args;
mod build;
mod check;
mod import;
mod new;
mod release;
mod serve;
mod site;
mod terminal;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use terminal::Terminal;

/// How the process ends; its number is the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Good = 0,
    /// The site's content has faults.
    Faults = 1,
    /// The command could not be carried out.
    CouldNotRun = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Carries out a command line, its first word being the program's name.
pub fn run(words: impl Iterator<Item = OsString>) -> ExitCode {
    let args = match Args::try_parse_from(words) {
        Ok(args) => args,
        Err(error) => {
            // Nobody is left to tell if even this cannot be printed.
            let _ = error.print();
            let exit = if error.use_stderr() { Exit::CouldNotRun } else { Exit::Good };
            return exit.into();
        }
    };
    let terminal = Terminal::new(args.colour);
    if let Some(threads) = args.threads {
        // It fails only if a pool is there already, and this is the first thing that happens.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    let exit = match args.command {
        Command::Build(args) => build::run(&args, &terminal),
        Command::Check(args) => check::run(&args, &terminal),
        Command::Serve(args) => serve::run(&args, &terminal),
        Command::New(args) => new::run(&args, &terminal),
        Command::Import(args) => import::run(&args, &terminal),
        Command::Release(args) => release::run(&args, &terminal),
    };
    exit.into()
}
