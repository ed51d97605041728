//! The command `plenary`; all of it is in the library.

fn main() -> std::process::ExitCode {
    plenary::cli::run(std::env::args_os())
}
