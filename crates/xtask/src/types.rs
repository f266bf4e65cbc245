//! `cargo xtask types`: the API's OpenAPI document, and the TypeScript types made from it.
//!
//! Both are committed, so that the UI is read and checked without compiling Rust.

use std::process::{Command, ExitCode};

use anyhow::{Context, ensure};

use crate::log::Log;
use crate::{console, programs, repository};

const DOCUMENT: &str = "openapi.json";

/// Writes both.
pub(crate) fn write() -> anyhow::Result<ExitCode> {
    let log = Log::create("types")?;
    std::fs::write(repository::root().join(DOCUMENT), generated()?)?;
    log.run(&mut programs::npm(
        &repository::root().join("ui"),
        ["run", "types"],
    ))
    .with_context(|| log.tail(20))?;
    console::say("openapi.json and ui/src/backend/schema.d.ts are up to date");
    Ok(ExitCode::SUCCESS)
}

/// Fails when either is out of date.
pub(crate) fn check(log: &Log) -> anyhow::Result<()> {
    let committed = std::fs::read_to_string(repository::root().join(DOCUMENT)).unwrap_or_default();
    ensure!(
        committed == generated()?,
        "{DOCUMENT} is out of date: run `cargo xtask types` and commit the result"
    );
    log.run(&mut programs::npm(
        &repository::root().join("ui"),
        ["run", "types:check"],
    ))
    .context("run `cargo xtask types` and commit the result")
}

/// The hub prints its own document, so there is no second list of routes.
fn generated() -> anyhow::Result<String> {
    let mut build = programs::cargo([
        "build",
        "--quiet",
        "--workspace",
        "--lib",
        "--bins",
        "--tests",
        "--locked",
    ]);
    ensure!(build.status()?.success(), "the hub does not compile");
    programs::output(Command::new(repository::built("switchboard-hub")).arg("openapi"))
}
