//! `cargo xtask`: what a developer and a build machine do with the house, in one place.
//!
//! `demo` shows the product, `verify` proves it, `bench` measures it and `types` refreshes what is generated.
//! Each does its own set-up. The runner only starts other programs: whatever needs to know the product (the story of
//! the demo) is a program of its own, so that this one compiles in seconds on a fresh machine.

mod bench;
mod console;
mod demo;
mod display;
mod log;
mod programs;
mod repository;
mod setup;
mod types;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Tasks of the Switchboard repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run every check, or those named: `cargo xtask verify desktop ui-lint`.
    Verify(verify::Arguments),
    /// Show the product on a practice account; without a display, play the whole story and check it.
    Demo(demo::Arguments),
    /// Measure it, or kill it for longer than `verify` does.
    Bench(bench::Arguments),
    /// Write openapi.json and the TypeScript types made from it.
    Types,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Verify(arguments) => verify::run(&arguments),
        Task::Demo(arguments) => demo::run(&arguments),
        Task::Bench(arguments) => bench::run(&arguments),
        Task::Types => types::write(),
    };
    done.unwrap_or_else(|error| {
        console::say(&format!("\nerror: {error:#}"));
        ExitCode::FAILURE
    })
}
