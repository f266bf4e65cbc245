//! What happens between the start of the program and its first page.

use tauri::{AppHandle, Manager, WebviewUrl, async_runtime};

use crate::cannot_start::{self, Trouble};
use crate::feed::OpenFeed;
use crate::folders::Folders;
use crate::notifying::Notifier;
use crate::running::{Running, Tasks};
use crate::scheme::{Doorway, SCHEME};
use crate::{Options, data_key, notifying, practice, signals, tray, window};

/// Starts the desk and opens the window on it, or on the page that says why it cannot start.
///
/// # Errors
/// When the window system refuses; everything else is shown in the window.
pub(crate) fn set_up(app: &AppHandle, options: &Options, folders: &Folders) -> tauri::Result<()> {
    let tasks = Tasks::default();
    app.manage(tasks.clone());
    app.manage(OpenFeed::default());
    let notifier = Notifier::default();
    app.manage(tray::set_up(app));
    tasks.0.spawn_on(
        signals::quit_on_signal(app.clone()),
        async_runtime::handle().inner(),
    );
    let page = match start(options, folders) {
        Ok(running) => {
            let router = api::router(running.handle());
            if options.practice {
                tasks
                    .0
                    .spawn_on(practice::begin(router.clone()), async_runtime::handle().inner());
            }
            let telling = notifying::run(app.clone(), running.handle(), notifier.0.clone());
            tasks.0.spawn_on(telling, async_runtime::handle().inner());
            app.manage(Doorway::new(router));
            app.manage(running);
            WebviewUrl::default()
        }
        Err(trouble) => {
            tracing::error!(
                error = &*trouble.error as &dyn std::error::Error,
                "the desk cannot start"
            );
            app.manage(Doorway::page(cannot_start::router(&trouble)));
            WebviewUrl::CustomProtocol(
                format!("{SCHEME}://localhost/")
                    .parse()
                    .map_err(tauri::Error::InvalidUrl)?,
            )
        }
    };
    app.manage(notifier);
    window::open(app, page, &folders.webview())
}

fn start(options: &Options, folders: &Folders) -> Result<Running, Trouble> {
    // The keychain is asked outside the asynchronous runtime: its client brings its own.
    let key = data_key::find(&folders.desk(), options.key_file.as_deref()).map_err(|error| Trouble {
        next_step: error.next_step(),
        error: Box::new(error),
    })?;
    async_runtime::block_on(Running::start(options, folders, key))
}
