//! `plenary new`.

use crate::base::count::counted;
use crate::cli::Exit;
use crate::cli::command_line::NewArgs;
use crate::cli::terminal::{Terminal, shown};
use crate::drive::write::create;
use crate::tools::scaffold::starter;

/// Creates a folder with a small example event.
pub(super) fn run(args: &NewArgs, terminal: &Terminal) -> Exit {
    let files = starter();
    if let Err(error) = create(&args.dir, &files) {
        terminal.failure(&error.to_string());
        return Exit::CouldNotRun;
    }
    let dir = shown(&args.dir);
    terminal.line(&format!("created {} in {dir}", counted(files.len(), "file")));
    terminal.line(&format!("build it with: plenary build --site {dir}"));
    Exit::Success
}
