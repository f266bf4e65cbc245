//! Set-up: whatever a fresh Debian 12 with Rust and Node still lacks.
//!
//! Everything here is safe to repeat and quick when there is nothing to do. What needs the administrator and may not
//! be done from here ends in an error that says exactly what to type.

mod cargo_tools;
mod debian;
mod node;

use crate::log::Log;
use crate::{programs, repository};

pub(crate) use node::build_ui;

/// For every check of `verify`.
pub(crate) fn for_verify(log: &Log) -> anyhow::Result<()> {
    debian::install(log, &[debian::BUILD, debian::WINDOW, debian::TESTS])?;
    cargo_tools::install(log)?;
    for_building(log)
}

/// For showing the window on the screen in front of the person.
pub(crate) fn for_demo(log: &Log) -> anyhow::Result<()> {
    debian::install(log, &[debian::BUILD, debian::WINDOW])?;
    for_building(log)
}

/// For playing the story on a virtual screen.
pub(crate) fn for_headless_demo(log: &Log) -> anyhow::Result<()> {
    debian::install(log, &[debian::BUILD, debian::WINDOW, debian::TESTS])?;
    for_building(log)
}

fn for_building(log: &Log) -> anyhow::Result<()> {
    // Once everything is here, the later steps need no network, and a registry that does not answer fails early.
    log.run(&mut programs::cargo(["fetch", "--locked"]))?;
    node::check_version()?;
    for folder in ["ui", "tests/browser"] {
        let folder = repository::root().join(folder);
        if folder.join("package.json").exists() {
            node::install_packages(log, &folder)?;
        }
    }
    build_ui(log)
}
