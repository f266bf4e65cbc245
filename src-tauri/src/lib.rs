//! The desktop shell: a window, a tray icon, notifications, the keychain and one door to the desk.
//!
//! Everything the product does happens in `engine`, and everything the page may ask for in `api`; the shell only
//! brings them together with one desktop. So it must never hold a business branch: no rule about conversations,
//! owners or sends belongs here. It is also the only crate that names Tauri.
//!
//! Start: find the data folder and its key, start the practice Instagram and the engine, open the window. If anything
//! of this fails, the window opens on one plain page that says what happened and what to do.
//! End: quitting from the tray, closing the last window, and SIGTERM all take the same way out, which waits for
//! the engine to put every send into a state that a restart can read.

mod cannot_start;
mod data_key;
mod feed;
mod folders;
mod links;
mod notifying;
mod options;
mod practice;
mod running;
mod scheme;
mod signals;
mod start;
mod tray;
mod window;

use std::process::ExitCode;
use std::time::Duration;

use tauri::{AppHandle, Manager, RunEvent, UriSchemeContext, UriSchemeResponder, Wry, async_runtime};
use tauri_plugin_window_state::StateFlags;

use crate::feed::OpenFeed;
pub use crate::folders::FolderError;
use crate::notifying::Notifier;
pub use crate::options::Options;
use crate::running::{Running, Tasks};
use crate::scheme::{Doorway, SCHEME};

/// Runs the app until it is quit.
///
/// # Errors
/// When the data folder cannot be made, or the window system refuses; anything later is shown in the window.
pub fn run(options: Options) -> Result<ExitCode, RunError> {
    let folders = folders::Folders::prepare(options.data_dir.as_deref())?;
    let window_state = tauri_plugin_window_state::Builder::new()
        .with_filename(folders.window_state().to_string_lossy())
        // Visibility is the tray's business: a desk that was quit from the tray still starts with its window.
        .with_state_flags(StateFlags::all() - StateFlags::VISIBLE)
        .build();
    let app = tauri::Builder::default()
        .plugin(
            tauri_plugin_single_instance::Builder::new()
                .dbus_id(folders.instance_name())
                .callback(|app, _arguments, _folder| window::show(app))
                .build(),
        )
        .plugin(window_state)
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::init())
        .register_asynchronous_uri_scheme_protocol(SCHEME, answer)
        .invoke_handler(tauri::generate_handler![feed::live_feed, links::open_link])
        .on_window_event(window::on_event)
        .setup(move |app| Ok(start::set_up(app.handle(), &options, &folders)?))
        .build(tauri::generate_context!())?;
    let code = app.run_return(|app, event| {
        if let RunEvent::Exit = event {
            stop(app);
        }
    });
    Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}

/// The app never came as far as a window.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// There is no place to keep data.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The window system, the web view or a plugin refused.
    #[error("the window could not be opened")]
    Window(#[from] tauri::Error),
}

fn answer(
    context: UriSchemeContext<'_, Wry>,
    request: axum::http::Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let app = context.app_handle();
    let doorway = app.state::<Doorway>().inner().clone();
    let answered = async move { responder.respond(doorway.answer(request).await) };
    app.state::<Tasks>()
        .0
        .spawn_on(answered, async_runtime::handle().inner());
}

/// How long answers to the page may take once the app ends: a draft that was just written among them.
const LAST_ANSWERS: Duration = Duration::from_millis(300);

/// The page goes first, then the engine: nothing new arrives while it brings its sends into a readable state.
fn stop(app: &AppHandle) {
    async_runtime::block_on(async {
        app.state::<OpenFeed>().close();
        app.state::<Notifier>().0.cancel();
        let tasks = app.state::<Tasks>().0.clone();
        tasks.close();
        if tokio::time::timeout(LAST_ANSWERS, tasks.wait()).await.is_err() {
            tracing::info!("the page was still waiting for an answer");
        }
        if let Some(running) = app.try_state::<Running>() {
            running.stop().await;
        }
    });
}
