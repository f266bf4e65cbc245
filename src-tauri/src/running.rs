//! The running desk: the engine, the practice Instagram beside it, and the shell's own tasks, from start to stop.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use engine::{Engine, Handle};
use sandbox::{Sandbox, SystemClock};
use secrecy::SecretBox;
use tokio::sync::Mutex;
use tokio_util::task::TaskTracker;
use url::Url;

use crate::Options;
use crate::cannot_start::Trouble;
use crate::folders::Folders;

/// The engine gives its answers 4 s (rules 1) and its connections half of one more, then closes the database; whoever
/// is still there after this is left to the next start.
const LONGEST_STOP: Duration = Duration::from_millis(5_500);

/// Where webhooks and the sign-in redirect arrive when neither a flag nor the settings say otherwise.
const LISTENER: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8447);

/// Everything that runs until the app ends.
pub(crate) struct Running {
    handle: Handle,
    parts: Mutex<Option<Parts>>,
}

struct Parts {
    engine: Engine,
    practice: Option<Sandbox>,
}

/// What the shell itself has begun and waits for at the end: answers to the page, and its live feed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tasks(pub(crate) TaskTracker);

impl Running {
    /// Starts the practice Instagram, unless one runs elsewhere, and the engine.
    ///
    /// # Errors
    /// What keeps the desk from running, with what to do about it.
    pub(crate) async fn start(
        options: &Options,
        folders: &Folders,
        key: SecretBox<[u8; 32]>,
    ) -> Result<Self, Trouble> {
        let (practice, address) = match &options.practice_url {
            Some(address) => (None, address.clone()),
            None => start_practice(&folders.practice()).await?,
        };
        let config = engine::Config {
            data_dir: folders.desk(),
            data_key: key,
            listener: options.listener.unwrap_or(LISTENER),
            listener_is_fixed: options.listener.is_some(),
            platform: engine::Platform::meta(),
            practice: Some(address),
            pace: given(options.pace.as_deref(), "--pace", engine::Pace::read)?.unwrap_or_default(),
            timings: given(options.timings.as_deref(), "--timings", engine::read_timings)?,
        };
        let engine = Engine::start(config).await.map_err(|error| Trouble {
            next_step: next_step(&error),
            error: Box::new(error),
        })?;
        Ok(Self {
            handle: engine.handle(),
            parts: Mutex::new(Some(Parts { engine, practice })),
        })
    }

    /// The way to the engine.
    pub(crate) fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Stops the engine first, so that its last sends still find the practice Instagram.
    pub(crate) async fn stop(&self) {
        let Some(Parts { engine, practice }) = self.parts.lock().await.take() else {
            return;
        };
        if tokio::time::timeout(LONGEST_STOP, engine.stop()).await.is_err() {
            tracing::warn!("the engine did not stop in time; the next start picks up what it left");
        }
        if let Some(Err(error)) = futures::future::OptionFuture::from(practice.map(Sandbox::stop)).await {
            tracing::warn!(%error, "the practice Instagram did not end in order");
        }
    }
}

async fn start_practice(state: &Path) -> Result<(Option<Sandbox>, Url), Trouble> {
    let config = sandbox::Config {
        state_file: Some(state.to_owned()),
        token_prefix: sandbox::PRACTICE_TOKEN_PREFIX.to_owned(),
        clock: Arc::new(SystemClock),
        ..sandbox::Config::default()
    };
    let broken = |error: Box<dyn std::error::Error + Send + Sync>| Trouble {
        error,
        next_step: format!(
            "Move the file `{}` away and start again: practice then begins anew.",
            state.display()
        ),
    };
    let sandbox = Sandbox::start(config)
        .await
        .map_err(|error| broken(error.into()))?;
    let address = sandbox
        .base_url()
        .parse()
        .map_err(|error: url::ParseError| broken(error.into()))?;
    Ok((Some(sandbox), address))
}

/// What a file holds that a flag names.
fn given<T>(
    file: Option<&Path>,
    flag: &str,
    read: impl FnOnce(&str) -> serde_json::Result<T>,
) -> Result<Option<T>, Trouble> {
    let Some(file) = file else { return Ok(None) };
    let broken = |error: Box<dyn std::error::Error + Send + Sync>| Trouble {
        error,
        next_step: format!(
            "Correct the file `{}`, or start without `{flag}`.",
            file.display()
        ),
    };
    let text = std::fs::read_to_string(file).map_err(|error| broken(error.into()))?;
    read(&text).map(Some).map_err(|error| broken(error.into()))
}

fn next_step(error: &engine::Error) -> String {
    match error.code() {
        "port_taken" => {
            "Close the program that holds the port, or choose another with `--listener 127.0.0.1:PORT`. \
                         A tunnel has to lead to the new one."
                .into()
        }
        _ => "If Switchboard is already open on this data folder, use that window. Otherwise start again; \
              if it stays like this, start with `RUST_LOG=debug` and read what it prints."
            .into(),
    }
}
