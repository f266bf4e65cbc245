//! Node: packages as locked, and the built UI that the window and the hub carry.

use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, bail, ensure};

use crate::log::Log;
use crate::{programs, repository};

/// What Vite and eslint ask for, major and minor.
const OLDEST_NODE: (u32, u32) = (20, 19);
const HOW_TO_GET_NODE: &str = "apt-get install -y npm && npx --yes n 22, or see https://nodejs.org";

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
    let (major, minor) = OLDEST_NODE;
    let version = programs::output(programs::program("node").arg("--version"))
        .with_context(|| format!("Node {major}.{minor} or newer is needed, with npm: {HOW_TO_GET_NODE}"))?;
    ensure!(
        is_new_enough(&version),
        "Node {} is too old, {major}.{minor} or newer is needed: {HOW_TO_GET_NODE}",
        version.trim()
    );
    if !programs::succeeds(programs::program("npm").arg("--version")) {
        bail!("npm is missing; it comes with Node (https://nodejs.org)");
    }
    Ok(())
}

/// Reads what `node --version` says, as in `v20.19.4`.
fn is_new_enough(version: &str) -> bool {
    let mut numbers = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map_while(|number| number.parse::<u32>().ok());
    match (numbers.next(), numbers.next()) {
        (Some(major), Some(minor)) => (major, minor) >= OLDEST_NODE,
        _ => false,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minor_version_counts() {
        for version in ["v20.19.0\n", "v20.20.1", "v22.0.0", "v24.1.0"] {
            assert!(is_new_enough(version), "{version}");
        }
        for version in ["v18.19.0", "v20.10.0", "", "node"] {
            assert!(!is_new_enough(version), "{version}");
        }
    }
}
