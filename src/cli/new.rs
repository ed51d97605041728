//! `plenary new`.

use crate::cli::Exit;
use crate::cli::args::NewArgs;
use crate::cli::terminal::{Terminal, counted, shown};
use crate::drive::write::create;
use crate::tools::scaffold::starter;

/// Makes a folder with a small event to begin with.
pub(super) fn run(args: &NewArgs, terminal: &Terminal) -> Exit {
    let files = starter();
    if let Err(error) = create(&args.dir, &files) {
        terminal.failure(&error.to_string());
        return Exit::CouldNotRun;
    }
    let dir = shown(&args.dir);
    terminal.line(&format!("made {} in {dir}", counted(files.len(), "file")));
    terminal.line(&format!("build it with: plenary build --site {dir}"));
    Exit::Good
}
