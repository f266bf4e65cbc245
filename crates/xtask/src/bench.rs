//! `cargo xtask bench`: measurements and long runs, on data of their own.

use std::process::{Command, ExitCode};

use clap::Subcommand;

use crate::{programs, repository};

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Signed deliveries a second, beside a minimal handler with the same durability.
    Intake,
    /// First page, opening a conversation and search over a million messages.
    Inbox,
    /// Kill the desk again and again, and check after every chain of kills.
    Crash {
        /// How many kills.
        #[arg(long, default_value_t = 200)]
        kills: u32,
        /// The seed of an earlier run, to repeat it.
        #[arg(long)]
        seed: Option<u64>,
    },
}

/// Runs one of them, with its output on this terminal.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut command = match &arguments.what {
        What::Intake => measurement("intake"),
        What::Inbox => measurement("inbox"),
        What::Crash { kills, seed } => crash(*kills, *seed)?,
    };
    Ok(if command.status()?.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Measurements are of the optimised product.
fn measurement(name: &str) -> Command {
    let mut command = programs::cargo(["run", "--release", "--locked", "--package", "bench", "--"]);
    command.arg(name);
    command
}

/// The crash test kills the program that cargo built beside it.
fn crash(kills: u32, seed: Option<u64>) -> anyhow::Result<Command> {
    let mut build = programs::cargo([
        "build",
        "--locked",
        "--package",
        "hub",
        "--package",
        "crash",
        "--bins",
    ]);
    anyhow::ensure!(build.status()?.success(), "{} failed", programs::written(&build));
    let mut command = programs::program(repository::built("crash"));
    command.args(["--kills", &kills.to_string()]);
    if let Some(seed) = seed {
        command.args(["--seed", &seed.to_string()]);
    }
    Ok(command)
}
