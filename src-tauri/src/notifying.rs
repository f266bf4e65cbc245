//! Telling an operator who is not looking that a conversation calls. What calls, and that nothing is told twice, is the
//! engine's business; the words are the API's.

use std::time::Duration;

use engine::{Handle, Notifications};
use tauri::{AppHandle, Manager};
use tauri_plugin_notification::NotificationExt;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use crate::window;

/// What happens within this time is told together.
const TOGETHER: Duration = Duration::from_millis(700);

/// Ends the telling, at shutdown.
#[derive(Default)]
pub(crate) struct Notifier(pub(crate) CancellationToken);

/// Tells what calls, from now until `stop`.
pub(crate) async fn run(app: AppHandle, handle: Handle, stop: CancellationToken) {
    let mut feed = handle.feed();
    loop {
        match handle.notifications().await {
            Ok(found) => tell(&app, &found),
            Err(error) => {
                tracing::info!(%error, "what calls could not be read; it is read again with the next change")
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            changed = feed.recv() => if changed == Err(RecvError::Closed) { return },
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(TOGETHER) => {}
        }
        while feed.try_recv().is_ok() {}
    }
}

fn tell(app: &AppHandle, found: &Notifications) {
    let looks = app
        .get_webview_window(window::MAIN)
        .is_some_and(|window| window.is_focused().unwrap_or(false));
    // Whoever looks at the inbox sees it there.
    if looks {
        return;
    }
    for (title, body) in api::notifications(found) {
        let shown = app.notification().builder().title(title).body(body).show();
        if let Err(error) = shown {
            tracing::info!(%error, "the system shows no notifications");
        }
    }
}
