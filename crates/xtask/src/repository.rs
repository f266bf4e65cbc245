//! Where things are in this repository.

use std::path::{Path, PathBuf};

/// The folder of the root manifest.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

/// Cargo's target folder.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// A program that this workspace builds, in the debug profile.
pub(crate) fn built(program: &str) -> PathBuf {
    target()
        .join("debug")
        .join(format!("{program}{}", std::env::consts::EXE_SUFFIX))
}

/// Where `verify` and `demo` install the tools that are missing, so that nothing outside the repository changes.
pub(crate) fn tools() -> PathBuf {
    target().join("tools")
}
