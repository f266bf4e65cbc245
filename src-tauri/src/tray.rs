//! The tray icon: the desk keeps receiving and answering while its window is closed.
//!
//! A desktop without a tray (plain GNOME, a bare X server) must not lose its only way back to the window, so closing
//! the window hides it only where an icon is really shown; anywhere else it quits.

use tauri::menu::{Menu, MenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Wry};

use crate::window;

const SHOW: &str = "show";
const QUIT: &str = "quit";

/// Whether an icon stands in the tray; closing the window asks this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tray {
    Shown,
    Absent,
}

/// Puts the icon into the tray if the desktop has one.
pub(crate) fn set_up(app: &AppHandle) -> Tray {
    if !desktop_has_a_tray() {
        tracing::info!("this desktop has no tray: closing the window quits");
        return Tray::Absent;
    }
    // The library behind the icon is loaded at run time, and its loader panics where it is not installed.
    let built = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| build(app)));
    match built {
        Ok(Ok(())) => Tray::Shown,
        Ok(Err(error)) => {
            tracing::warn!(%error, "the tray icon could not be made");
            Tray::Absent
        }
        Err(_) => {
            tracing::warn!("the tray library is not installed (libayatana-appindicator3)");
            Tray::Absent
        }
    }
}

fn build(app: &AppHandle) -> tauri::Result<()> {
    let show = MenuItem::with_id(app, SHOW, "Show Switchboard", true, None::<&str>)?;
    let quit = MenuItem::with_id(app, QUIT, "Quit", true, None::<&str>)?;
    let menu = Menu::with_items(app, &[&show, &quit])?;
    let mut icon = TrayIconBuilder::<Wry>::with_id("switchboard")
        .tooltip("Switchboard")
        .menu(&menu)
        .show_menu_on_left_click(false)
        .on_menu_event(|app, event| match event.id().as_ref() {
            SHOW => window::show(app),
            QUIT => app.exit(0),
            other => tracing::warn!(item = other, "unknown tray item"),
        })
        .on_tray_icon_event(|icon, event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: MouseButtonState::Up,
                ..
            } = event
            {
                window::show(icon.app_handle());
            }
        });
    if let Some(image) = app.default_window_icon() {
        icon = icon.icon(image.clone());
    }
    icon.build(app).map(drop)
}

/// Asks the session bus whether a tray is watching for icons.
#[cfg(target_os = "linux")]
fn desktop_has_a_tray() -> bool {
    const WATCHER: &str = "org.kde.StatusNotifierWatcher";
    let ask = || -> zbus::Result<bool> {
        let bus = zbus::blocking::Connection::session()?;
        let watcher: zbus::blocking::Proxy<'_> = zbus::blocking::proxy::Builder::new(&bus)
            .destination(WATCHER)?
            .path("/StatusNotifierWatcher")?
            .interface(WATCHER)?
            .cache_properties(zbus::proxy::CacheProperties::No)
            .build()?;
        watcher.get_property("IsStatusNotifierHostRegistered")
    };
    ask().unwrap_or_else(|error| {
        tracing::debug!(%error, "no tray answers on the session bus");
        false
    })
}

#[cfg(not(target_os = "linux"))]
fn desktop_has_a_tray() -> bool {
    true
}
