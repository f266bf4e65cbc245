//! Screens: whether this session has one, and a virtual one with its own session bus for programs that need it.

use std::process::Command;

use crate::programs;

/// Whether a window would be seen by anybody.
pub(crate) fn is_there() -> bool {
    ["WAYLAND_DISPLAY", "DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// `program` on a virtual screen of 1920×1080 with a session bus of its own, so that neither the windows nor the
/// single-instance names of the person at this computer are touched.
pub(crate) fn virtual_screen(program: &str) -> Command {
    let mut command = programs::program("dbus-run-session");
    command.args([
        "--",
        "xvfb-run",
        "--auto-servernum",
        "--server-args=-screen 0 1920x1080x24",
        program,
    ]);
    // Anything of the real session would take precedence over the virtual one.
    for name in [
        "WAYLAND_DISPLAY",
        "DISPLAY",
        "XAUTHORITY",
        "DBUS_SESSION_BUS_ADDRESS",
    ] {
        command.env_remove(name);
    }
    // There is no GPU behind a virtual screen, and no accessibility bus to wait for.
    command
        .env("GDK_BACKEND", "x11")
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env("NO_AT_BRIDGE", "1");
    command
}
