//! The real window, driven through WebDriver: start, connect, receive, take over, quit and come back.
//!
//! [`Desk`] is one person's computer: a data folder, a practice Instagram and, while it is open, the desktop program
//! with its window. [`Window`] is what that person sees and presses; it waits for things to appear and never sleeps
//! for a fixed time. [`story`] is the product's main job step by step, each step seen in the window and in the practice
//! Instagram; the tests and `cargo xtask demo` tell the same one.
//!
//! A display is needed. `cargo xtask verify desktop` provides a virtual one; by hand it is
//! `dbus-run-session -- xvfb-run -a cargo nextest run -p desktop-tests`, after `cargo build -p switchboard`.

mod desk;
mod driver;
pub mod story;
mod window;

pub use desk::Desk;
pub use window::Window;
