//! The same desk without a window: for a server, a browser, another program.
//!
//! It hosts the engine and serves the API with the UI beside it, on loopback, behind a token. It holds no rule
//! of its own.

mod door;
mod options;

pub use options::{Instead, Options};

use anyhow::{Context, anyhow, bail};
use axum::Router;
use door::Door;
use engine::Engine;
use engine::data_key::{self, DataKey, KEY_VARIABLE};
use sandbox::Sandbox;
use secrecy::{ExposeSecret, SecretString};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tower_http::services::{ServeDir, ServeFile};

/// Where the listener is when nobody says otherwise.
const LISTENER: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 4781);

/// A running hub.
pub struct Hub {
    /// Where the API and the UI are.
    pub address: SocketAddr,
    /// Where webhooks and the redirect arrive.
    pub listener: SocketAddr,
    token: SecretString,
    engine: Engine,
    practice: Option<Sandbox>,
    serving: JoinHandle<()>,
    stop: CancellationToken,
}

impl Hub {
    /// Starts.
    ///
    /// # Errors
    /// What keeps the desk from running, in a sentence.
    pub async fn start(options: &Options) -> anyhow::Result<Self> {
        if !options.listen.ip().is_loopback() {
            bail!("The API is served on loopback only: --listen 127.0.0.1:PORT.");
        }
        let listener = TcpListener::bind(options.listen)
            .await
            .with_context(|| format!("{} cannot be opened", options.listen))?;
        let address = listener.local_addr()?;
        let token = token(options)?;
        let data_key = data_key(options)?;
        let practice = if options.practice {
            Some(practise(options).await?)
        } else {
            None
        };
        let practice_url = practice_url(options, practice.as_ref())?;
        let timings = options.timings.as_deref().map(timings).transpose()?;
        let engine = Engine::start(engine::Config {
            data_dir: options.data_dir.clone(),
            data_key,
            listener: options.listener.unwrap_or(LISTENER),
            listener_is_fixed: options.listener.is_some(),
            platform: options.platform(),
            practice: practice_url,
            pace: options.pace.as_deref().map(pace).transpose()?.unwrap_or_default(),
            timings,
        })
        .await?;
        let stop = CancellationToken::new();
        let door = Arc::new(Door {
            address,
            token: token.clone(),
        });
        let router = router(&engine, options, door);
        let stopped = stop.clone().cancelled_owned();
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router)
                .with_graceful_shutdown(stopped)
                .await
            {
                tracing::error!(%error, "the API's port was lost");
            }
        });
        let listener = engine.handle().listener();
        Ok(Self {
            address,
            listener,
            token,
            engine,
            practice,
            serving,
            stop,
        })
    }

    /// What a caller needs to come in, as one line of JSON.
    pub fn greeting(&self) -> String {
        let token = self.token.expose_secret();
        serde_json::json!({
            "api": format!("http://{}", self.address),
            "open": format!("http://{}/#token={token}", self.address),
            "listener": format!("http://{}", self.listener),
            "practice": self.practice.as_ref().map(Sandbox::base_url),
            "token": token,
        })
        .to_string()
    }

    /// The way to the desk, for whoever runs the hub in its own process.
    pub fn handle(&self) -> engine::Handle {
        self.engine.handle()
    }

    /// Stops, within the pace's grace for answers and a moment: the desk first, then the doors. Feeds that are still
    /// open are cut.
    pub async fn stop(self) {
        self.stop.cancel();
        self.engine.stop().await;
        self.serving.abort();
        if let Some(Err(error)) = match self.practice {
            Some(practice) => Some(practice.stop().await),
            None => None,
        } {
            tracing::warn!(%error, "the practice platform did not end in order");
        }
    }
}

fn router(engine: &Engine, options: &Options, door: Arc<Door>) -> Router {
    let index = ServeFile::new(options.ui.join("index.html"));
    let files = ServeDir::new(&options.ui).fallback(index);
    let ui = Router::new().fallback_service(files);
    Router::new()
        .merge(api::router(engine.handle()))
        .fallback_service(ui)
        .layer(axum::middleware::from_fn_with_state(door, door::guard))
}

fn data_key(options: &Options) -> anyhow::Result<DataKey> {
    if let Some(key) = data_key::from_environment()? {
        return Ok(key);
    }
    let Some(file) = &options.key_file else {
        bail!(
            "No data key. Start with --key-file PATH (it is made when it is missing), or put 64 hexadecimal digits into {KEY_VARIABLE}."
        );
    };
    data_key::from_file(&options.data_dir, file).map_err(|error| anyhow!("{error}. {}", error.next_step()))
}

fn token(options: &Options) -> anyhow::Result<SecretString> {
    match &options.token {
        Some(token) if token.len() >= 16 => Ok(token.clone().into()),
        Some(_) => bail!("A token has at least 16 characters."),
        None => random_token(),
    }
}

/// Where practice is: in this process, or where the options say.
fn practice_url(options: &Options, here: Option<&Sandbox>) -> anyhow::Result<Option<url::Url>> {
    match here {
        Some(sandbox) => {
            let url = sandbox.base_url().parse();
            url.map(Some).context("the practice platform has no address")
        }
        None => Ok(options.practice_url.clone()),
    }
}

async fn practise(options: &Options) -> anyhow::Result<Sandbox> {
    std::fs::create_dir_all(&options.data_dir)?;
    let config = sandbox::Config {
        state_file: Some(options.data_dir.join("practice.json")),
        token_prefix: sandbox::PRACTICE_TOKEN_PREFIX.to_owned(),
        clock: Arc::new(sandbox::SystemClock),
        ..sandbox::Config::default()
    };
    Sandbox::start(config)
        .await
        .context("the practice platform does not start")
}

fn timings(file: &Path) -> anyhow::Result<engine::Timings> {
    engine::read_timings(&text(file)?).with_context(|| format!("{} does not hold timings", file.display()))
}

fn pace(file: &Path) -> anyhow::Result<engine::Pace> {
    engine::Pace::read(&text(file)?).with_context(|| format!("{} does not hold a pace", file.display()))
}

fn text(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}

fn random_token() -> anyhow::Result<SecretString> {
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes).context("the system gave no random bytes")?;
    Ok(hex::encode(bytes).into())
}
