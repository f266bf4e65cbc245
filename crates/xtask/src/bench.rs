//! `cargo xtask bench`: measurements, optimised and on data of their own.

use std::process::ExitCode;

use clap::Subcommand;

use crate::programs;

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

/// Runs one measurement, with its output on this terminal.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut command = programs::cargo(["run", "--release", "--locked", "--package", "bench", "--"]);
    match &arguments.what {
        What::Intake => command.arg("intake"),
        What::Inbox => command.arg("inbox"),
        What::Crash { kills, seed } => {
            command.args(["crash", "--kills", &kills.to_string()]);
            command.args(
                seed.iter()
                    .flat_map(|seed| ["--seed".to_owned(), seed.to_string()]),
            )
        }
    };
    Ok(if command.status()?.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
