//! The cost of a command: time, processor time and peak memory.
//!
//! The system reports to a process what all its children used together. So each command is started by a
//! separate process, a second instance of this program, which does nothing else and prints the sum.

use std::ffi::OsString;
use std::io::{Error, Result};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// The cost of a command.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Cost {
    /// From start to end, in seconds.
    pub(crate) wall: f64,
    /// On all processors, in user and system mode, in seconds.
    pub(crate) cpu: f64,
    /// The peak resident memory in MiB; of several processes, the largest.
    pub(crate) peak: f64,
}

/// The hidden subcommand that runs a command and prints its cost.
pub(crate) const SUBCOMMAND: &str = "measured";

/// Runs a command in a folder and returns its cost, or its output if it failed.
pub(crate) fn run(command: &[OsString], folder: &Path) -> Result<Cost> {
    let output = Command::new(std::env::current_exe()?)
        .arg(SUBCOMMAND)
        .arg("--")
        .args(command)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let figures = printed
        .lines()
        .last()
        .unwrap_or("")
        .strip_prefix("cost ")
        .filter(|_| output.status.success());
    let figures: Vec<f64> =
        figures.unwrap_or("").split(' ').filter_map(|figure| figure.parse().ok()).collect();
    match figures[..] {
        [wall, cpu, peak] => Ok(Cost { wall, cpu, peak }),
        _ => Err(Error::other(format!(
            "{command:?} in {} failed:\n{printed}{}",
            folder.display(),
            String::from_utf8_lossy(&output.stderr)
        ))),
    }
}

/// Starts the command, waits for it, and prints its cost as the last line.
#[expect(clippy::print_stdout, reason = "it answers the process that started it")]
pub(crate) fn started(command: &[OsString]) -> Result<ExitCode> {
    let Some((program, arguments)) = command.split_first() else {
        return Err(Error::other("there is no command"));
    };
    let begun = Instant::now();
    let status = Command::new(program).args(arguments).status()?;
    let wall = begun.elapsed().as_secs_f64();
    if !status.success() {
        return Ok(ExitCode::FAILURE);
    }
    let (cpu, peak) = used_by_children()?;
    println!("\ncost {wall} {cpu} {peak}");
    Ok(ExitCode::SUCCESS)
}

/// Processor time in seconds, and the largest resident memory in MiB.
#[cfg(unix)]
fn used_by_children() -> Result<(f64, f64)> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeVal;

    let used = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let seconds = |time: TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    // Linux counts in KiB, macOS in bytes.
    let unit = if cfg!(target_os = "macos") { 1 << 20 } else { 1 << 10 };
    Ok((
        seconds(used.user_time()) + seconds(used.system_time()),
        used.max_rss() as f64 / f64::from(unit),
    ))
}

#[cfg(not(unix))]
fn used_by_children() -> Result<(f64, f64)> {
    Err(Error::other("processor time and memory are measured on Unix systems only"))
}
