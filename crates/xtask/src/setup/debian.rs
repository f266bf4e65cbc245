//! Debian packages: WebKit's headers and player plug-ins, the WebDriver, a virtual screen, a browser, a tracer.

use std::collections::BTreeSet;

use anyhow::bail;

use crate::log::Log;
use crate::programs;

/// To compile the desktop app.
pub(crate) const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libayatana-appindicator3-1",
    "librsvg2-dev",
];

/// To see and hear everything a customer may send.
pub(crate) const WINDOW: &[&str] = &[
    "gstreamer1.0-plugins-base",
    "gstreamer1.0-plugins-good",
    "gstreamer1.0-libav",
    "fonts-noto-color-emoji",
];

/// To drive the window and a browser without a screen, and to see when a program's writes reach the disk.
pub(crate) const TESTS: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "xauth",
    "dbus",
    "dbus-x11",
    "gnome-keyring",
    "chromium",
    "fonts-noto-core",
    "strace",
];

/// Installs what is missing of these lists, or says what to type.
pub(super) fn install(log: &Log, lists: &[&[&'static str]]) -> anyhow::Result<()> {
    let wanted: BTreeSet<&str> = lists.iter().flat_map(|list| list.iter().copied()).collect();
    if !programs::succeeds(programs::program("dpkg-query").arg("--version")) {
        return log.note("not a Debian system: taking its packages for granted");
    }
    let missing: Vec<&str> = wanted.into_iter().filter(|name| !is_installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if !is_root() {
        bail!(
            "Debian packages are missing. Type this, then start again:\n\n    sudo apt-get update && sudo apt-get install --yes {names}\n"
        );
    }
    log.run(&mut apt(["update", "--quiet"]))?;
    log.run(apt(["install", "--yes", "--quiet", "--no-install-recommends"]).args(&missing))
}

fn apt<const N: usize>(arguments: [&str; N]) -> std::process::Command {
    let mut command = programs::program("apt-get");
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn is_installed(name: &str) -> bool {
    let mut query = programs::program("dpkg-query");
    query
        .args(["--show", "--showformat=${db:Status-Status}", name])
        .stderr(std::process::Stdio::null());
    query.output().is_ok_and(|output| output.stdout == b"installed")
}

fn is_root() -> bool {
    programs::output(programs::program("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
