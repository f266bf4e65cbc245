//! Cargo's helpers: nextest runs the tests, cargo-deny reads the licences.
//!
//! They are installed below `target/`, in the debug profile: compiling them optimised costs more than they ever save.

use crate::log::Log;
use crate::{programs, repository};

const TOOLS: &[(&str, &str)] = &[("cargo-nextest", "^0.9"), ("cargo-deny", "^0.20")];

/// Installs the tools that are neither on the path nor below `target/tools`.
pub(super) fn install(log: &Log) -> anyhow::Result<()> {
    for (name, version) in TOOLS {
        if programs::succeeds(programs::program(name).arg("--version")) {
            continue;
        }
        let mut command = programs::cargo(["install", "--locked", "--debug", "--version", version, "--root"]);
        log.run(command.arg(repository::tools()).arg(name))?;
    }
    Ok(())
}
