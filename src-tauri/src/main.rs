//! The desktop program.

// A release build on Windows is a window, not a console.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let options = shell::Options::parse();
    // The model client's library logs bodies that it cannot read; they hold what customers wrote. So it is
    // silent whatever the environment asks for.
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,engine=info,shell=info"));
    let filter = match "async_openai=off".parse() {
        Ok(silent) => filter.add_directive(silent),
        Err(_) => EnvFilter::new("off"),
    };
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match shell::run(options) {
        Ok(code) => code,
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "Switchboard cannot start"
            );
            ExitCode::FAILURE
        }
    }
}
