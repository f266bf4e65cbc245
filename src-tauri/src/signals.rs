//! Signals that ask the app to end take the same way out as *Quit*.

use tauri::AppHandle;

/// Waits for SIGTERM or Ctrl-C, then asks the event loop to end. Runs until then; the runtime drops it at exit.
pub(crate) async fn quit_on_signal(app: AppHandle) {
    match wait().await {
        Ok(()) => app.exit(0),
        Err(error) => tracing::error!(%error, "signals cannot be watched"),
    }
}

#[cfg(unix)]
async fn wait() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        interrupted = tokio::signal::ctrl_c() => interrupted,
    }
}

#[cfg(not(unix))]
async fn wait() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
