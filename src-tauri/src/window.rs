//! The one window: made from tauri.conf.json, kept on our own page, hidden or closed by the tray's rule.

use std::path::Path;

use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindowBuilder, Window, WindowEvent};

use crate::scheme::SCHEME;
use crate::tray::Tray;

pub(crate) const MAIN: &str = "main";

/// Opens the window on `page`. What the web view keeps (cookies, caches) lives in the data folder as well.
///
/// # Errors
/// When the window system or the web view refuses.
pub(crate) fn open(app: &AppHandle, page: WebviewUrl, data_folder: &Path) -> tauri::Result<()> {
    let config = app
        .config()
        .app
        .windows
        .iter()
        .find(|window| window.label == MAIN)
        .cloned();
    let mut config = config.unwrap_or_default();
    config.url = page;
    WebviewWindowBuilder::from_config(app, &config)?
        .data_directory(data_folder.join("webview"))
        .on_navigation(stays_on_our_page)
        .build()
        .map(drop)
}

/// Brings the window to the front, from the tray, a notification, or a second start.
pub(crate) fn show(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else {
        tracing::warn!("there is no window to show");
        return;
    };
    for step in [window.show(), window.unminimize(), window.set_focus()] {
        if let Err(error) = step {
            tracing::warn!(%error, "the window could not be brought to the front");
        }
    }
}

/// With a tray, closing hides the window and the desk keeps working; without one, it quits.
pub(crate) fn on_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else {
        return;
    };
    let tray = window.try_state::<Tray>().map_or(Tray::Absent, |tray| *tray);
    if tray == Tray::Shown {
        api.prevent_close();
        if let Err(error) = window.hide() {
            tracing::warn!(%error, "the window could not be hidden");
        }
    }
}

fn stays_on_our_page(url: &Url) -> bool {
    let ours = match url.scheme() {
        "tauri" | SCHEME => true,
        "http" => matches!(url.host_str(), Some("tauri.localhost" | "desk.localhost")) || from_vite(url),
        _ => false,
    };
    if !ours {
        tracing::warn!(host = url.host_str(), "the window was kept from leaving its page");
    }
    ours
}

fn from_vite(url: &Url) -> bool {
    cfg!(dev) && url.host_str() == Some("localhost") && url.port() == Some(5173)
}
