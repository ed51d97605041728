//! The command `plenary`; all of it is in the library.

/// A build makes and drops millions of small texts on several threads, at which this allocator is
/// faster than most systems' (docs/performance.md has the figures).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    plenary::cli::run(std::env::args_os())
}
