//! The command line: arguments, output and exit status.
//!
//! This is the only layer that uses the clock, the environment and the terminal. Each subcommand has
//! a file with a function that takes its arguments and returns an [`Exit`].

mod build;
mod check;
mod clock;
mod command_line;
mod explain;
mod import;
mod load_site;
mod new;
mod release;
mod serve;
mod terminal;
mod translate;
mod translate_add;
mod translate_files;
mod translation_report;
mod translator_arguments;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use command_line::{ColourChoice, Command, CommandLine};
use terminal::Terminal;

/// The exit status of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Success.
    Success = 0,
    /// The site's content, or an imported file, has errors.
    Faults = 1,
    /// The command could not be carried out.
    CouldNotRun = 2,
    /// The site was built, but a language is not good enough to be published.
    Unpublished = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Runs a command line, whose first word is the program's name.
pub fn run(words: impl Iterator<Item = OsString>) -> ExitCode {
    let args = match CommandLine::try_parse_from(words) {
        Ok(args) => args,
        Err(error) => {
            // If even this cannot be printed, nothing else can be done.
            let _ = error.print();
            let exit = if error.use_stderr() { Exit::CouldNotRun } else { Exit::Success };
            return exit.into();
        }
    };
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK);
    // Zero lets the system decide. It fails only if a pool exists already, which cannot be the case yet.
    let _ = pool.num_threads(args.threads.unwrap_or(0)).build_global();
    match with_room(move || run_command(args)) {
        Ok(exit) => exit.into(),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

fn run_command(args: CommandLine) -> Exit {
    let terminal = Terminal::new(args.colour);
    match args.command {
        Command::Build(args) => build::run(&args, &terminal),
        Command::Check(args) => check::run(&args, &terminal),
        Command::Serve(args) => serve::run(&args, &terminal),
        Command::New(args) => new::run(&args, &terminal),
        Command::Import(args) => import::run(&args, &terminal),
        Command::Release(args) => release::run(&args, &terminal),
        Command::Explain(args) => explain::run(&args, &terminal),
        Command::Translate { command } => translate::run(&command, &terminal),
    }
}

/// The stack size of each thread that parses files, so that deep nesting is at most an error. Only
/// the part of the stack that is used takes memory.
const STACK: usize = 256 * 1024 * 1024;

/// Runs on a thread with a large stack; the system's main threads have one or eight megabytes.
fn with_room(run: impl FnOnce() -> Exit + Send + 'static) -> std::thread::Result<Exit> {
    match std::thread::Builder::new().stack_size(STACK).spawn(run) {
        Ok(thread) => thread.join(),
        // There is too little memory for the stack, and thus for the command.
        Err(error) => {
            Terminal::new(ColourChoice::Never).failure(&format!("cannot start a thread: {error}"));
            Ok(Exit::CouldNotRun)
        }
    }
}
