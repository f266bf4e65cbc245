//! Starting and stopping a sandbox.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::client::Control;
use crate::config::Config;
use crate::door::{Cut, Door, Hinge};
use crate::error::Error;
use crate::shared::Shared;
use crate::{keep, routes, webhook};

/// Where each impersonated host is found: full URLs without a trailing slash.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Hosts {
    /// Instead of `https://www.instagram.com`: the sign-in page.
    pub www: String,
    /// Instead of `https://api.instagram.com`: the code exchange.
    pub api: String,
    /// Instead of `https://graph.instagram.com`.
    pub graph: String,
    /// Instead of `https://lookaside.fbsbx.com`: attachments.
    pub cdn: String,
    /// Base URL of the OpenAI-compatible model, `/v1` included.
    pub model: String,
    /// The control API, `/sandbox` included.
    pub control: String,
}

impl Hosts {
    pub(crate) fn on(base_url: &str) -> Self {
        let at = |prefix: &str| format!("{base_url}{prefix}");
        Self {
            www: at("/www"),
            api: at("/api"),
            graph: at("/graph"),
            cdn: at("/cdn"),
            model: at("/v1"),
            control: at("/sandbox"),
        }
    }
}

/// A running sandbox. Dropping it ends it without saving what the last moments changed; [`Sandbox::stop`] is the orderly end.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: CancellationToken,
    server: JoinHandle<std::io::Result<()>>,
    courier: JoinHandle<()>,
    keeper: JoinHandle<()>,
}

/// How long open connections may finish after a stop was asked for; a hanging fault must not hang the stop.
const LAST_ANSWERS: Duration = Duration::from_millis(300);

impl Sandbox {
    /// Reloads the state file if there is one, binds 127.0.0.1 and serves: where any port will do, on the last run's,
    /// so that links in old messages still lead somewhere.
    ///
    /// # Errors
    /// When the port cannot be bound or the state file cannot be read.
    pub async fn start(config: Config) -> Result<Self, Error> {
        let hinge = Hinge::new();
        let world = keep::load(&config)?;
        let door = open_door(config.port, &world.origin, &hinge).await?;
        let address = door.address();
        let stop = CancellationToken::new();
        let shared = Arc::new(Shared::new(
            config,
            world,
            format!("http://{address}"),
            hinge,
            stop.clone(),
        )?);
        let router = routes::router(shared.clone());
        let stopping = stop.clone();
        let server = tokio::spawn(async move {
            axum::serve(door, router.into_make_service_with_connect_info::<Cut>())
                .with_graceful_shutdown(stopping.cancelled_owned())
                .await
        });
        let courier = tokio::spawn(webhook::courier::run(shared.clone()));
        let keeper = tokio::spawn(keep::run(shared.clone()));
        tracing::debug!(%address, "the sandbox is open");
        Ok(Self {
            address,
            shared,
            stop,
            server,
            courier,
            keeper,
        })
    }

    /// The one origin everything is served on, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The URLs to use instead of the platform's hosts.
    #[must_use]
    pub fn hosts(&self) -> Hosts {
        Hosts::on(&self.base_url())
    }

    /// A client of the control API.
    #[must_use]
    pub fn control(&self) -> Control {
        Control::new(&self.base_url())
    }

    /// Stops scripts and deliveries, closes the port and saves the state.
    ///
    /// # Errors
    /// When the state could not be saved or a task ended abnormally.
    pub async fn stop(mut self) -> Result<(), Error> {
        self.shared.scripts.stop_all().await;
        self.stop.cancel();
        match tokio::time::timeout(LAST_ANSWERS, &mut self.server).await {
            Ok(served) => {
                served
                    .map_err(|source| Error::Task {
                        task: "server",
                        source,
                    })?
                    .map_err(Error::Serve)?;
            }
            Err(_late) => self.server.abort(),
        }
        (&mut self.courier).await.map_err(|source| Error::Task {
            task: "courier",
            source,
        })?;
        (&mut self.keeper).await.map_err(|source| Error::Task {
            task: "keeper",
            source,
        })?;
        keep::save(&self.shared)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stop.cancel();
        self.server.abort();
    }
}

async fn open_door(port: u16, last_origin: &str, hinge: &Hinge) -> Result<Door, Error> {
    let last_port = last_origin
        .rsplit_once(':')
        .and_then(|(_, port)| port.parse().ok());
    if let (0, Some(last_port)) = (port, last_port)
        && let Ok(door) = Door::bind(last_port, hinge.clone()).await
    {
        return Ok(door);
    }
    Door::bind(port, hinge.clone())
        .await
        .map_err(|source| Error::Bind { port, source })
}
