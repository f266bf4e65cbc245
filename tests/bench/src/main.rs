//! What the desk costs, beside a named reference in the same run (rules 9).
//!
//! `bench intake` and `bench inbox` measure, print a table, and end with a failure when a bound is missed. Both
//! work on data of their own and open loopback ports only. Absolute times belong to the machine that is named
//! above the table; ratios are taken within one run, the two sides in turn, so that noise meets both.

mod figures;
mod ground;
mod http;
mod inbox;
mod intake;
mod people;
mod vocabulary;

use clap::{Parser, Subcommand};
use figures::Report;
use std::path::PathBuf;
use std::process::ExitCode;

/// Measurements of the desk.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Signed deliveries a second, and how long one takes, beside a minimal handler with the same durability.
    Intake,
    /// The list, a conversation and search over a million messages, beside ten thousand.
    Inbox,
    /// A hub on this data, until its standard input ends: what the cold start is measured on.
    #[command(hide = true)]
    Serve {
        /// The data directory.
        data: PathBuf,
        /// The file with its key.
        key: PathBuf,
    },
}

fn main() -> anyhow::Result<ExitCode> {
    let report = match Arguments::parse().what {
        What::Intake => intake::run()?,
        What::Inbox => inbox::run()?,
        What::Serve { data, key } => {
            inbox::start::serve(&data, &key)?;
            return Ok(ExitCode::SUCCESS);
        }
    };
    Ok(close(&report))
}

fn close(report: &Report) -> ExitCode {
    if report.print() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
