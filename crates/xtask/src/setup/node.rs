//! Node: packages as locked, and the built UI that the window and the hub carry.

use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, bail, ensure};

use crate::log::Log;
use crate::{programs, repository};

const OLDEST_NODE: u32 = 20;

/// What the built UI is made from.
const UI_SOURCES: &[&str] = &[
    "src",
    "public",
    "index.html",
    "package-lock.json",
    "vite.config.ts",
];

/// Whether Node is there and new enough.
pub(super) fn check_version() -> anyhow::Result<()> {
    let version = programs::output(programs::program("node").arg("--version"))
        .with_context(|| format!("Node {OLDEST_NODE} or newer is needed (https://nodejs.org), with npm"))?;
    let major = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse().ok());
    ensure!(
        major.is_some_and(|major: u32| major >= OLDEST_NODE),
        "Node {} is too old, {OLDEST_NODE} is needed",
        version.trim()
    );
    if !programs::succeeds(programs::program("npm").arg("--version")) {
        bail!("npm is missing; it comes with Node (https://nodejs.org)");
    }
    Ok(())
}

/// `npm ci`, unless the packages there are already those of the lock file.
pub(super) fn install_packages(log: &Log, folder: &Path) -> anyhow::Result<()> {
    // npm writes this file last, so it is newer than the lock file exactly when the packages are complete.
    let installed = newest(&folder.join("node_modules/.package-lock.json"));
    let locked = newest(&folder.join("package-lock.json"));
    if installed.is_some() && installed >= locked {
        return Ok(());
    }
    log.run(&mut programs::npm(folder, ["ci"]))
}

/// Builds the UI, unless what is built is newer than everything it is made from.
pub(crate) fn build_ui(log: &Log) -> anyhow::Result<()> {
    let ui = repository::root().join("ui");
    let built = newest(&ui.join("dist/index.html"));
    let sources = UI_SOURCES
        .iter()
        .filter_map(|source| newest(&ui.join(source)))
        .max();
    if built.is_some() && built >= sources {
        return Ok(());
    }
    log.run(&mut programs::npm(&ui, ["run", "build"]))
}

/// The time of the last change of a file, or of anything in a folder.
fn newest(path: &Path) -> Option<SystemTime> {
    let here = path.metadata().ok()?.modified().ok();
    let inside = std::fs::read_dir(path)
        .into_iter()
        .flatten()
        .filter_map(|entry| newest(&entry.ok()?.path()));
    inside.max().max(here)
}
