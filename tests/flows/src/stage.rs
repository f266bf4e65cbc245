//! The stage itself: both sides started and stopped, one call, and waiting.

use crate::{Broken, text};
use hub::{Hub, Options};
use sandbox::{Control, Sandbox};
use serde_json::{Value, json};
use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The token that the API asks for.
pub const TOKEN: &str = "a-token-for-the-flows";
/// How long a flow waits for something to show.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long the desk waits for an answer unless a flow says otherwise, ms: only a flow about time-outs may see one,
/// however busy the machine is.
const PATIENT: u64 = 15_000;
/// How often it looks.
const AGAIN: Duration = Duration::from_millis(15);

/// How a stage differs from the usual one.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// Delays and bounds of the rules that replace the stage's own.
    pub timings: Value,
    /// Delays and bounds of the engine that replace the stage's own.
    pub pace: Value,
    /// Connects to the emulated Instagram as to the practice platform.
    pub practice: bool,
    /// What the emulated Instagram's tokens begin with; its own when empty.
    pub token_prefix: String,
}

impl Setup {
    /// The usual stage with these delays and bounds of the rules.
    pub fn timings(timings: Value) -> Self {
        Self {
            timings,
            ..Self::default()
        }
    }

    /// The usual stage with these delays and bounds of the engine.
    pub fn pace(pace: Value) -> Self {
        Self {
            pace,
            ..Self::default()
        }
    }
}

/// A hub and its Instagram.
pub struct Stage {
    hub: Option<Hub>,
    /// The emulated Instagram.
    pub sandbox: Sandbox,
    dir: TempDir,
    pub(crate) http: reqwest::Client,
    setup: Setup,
    key: PathBuf,
}

impl Stage {
    /// Starts both; nothing is connected yet.
    ///
    /// # Errors
    /// Either does not start.
    pub async fn new() -> Result<Self, Broken> {
        Self::with(Setup::default()).await
    }

    /// Starts both in another setup.
    ///
    /// # Errors
    /// Either does not start.
    pub async fn with(setup: Setup) -> Result<Self, Broken> {
        let dir = tempfile::tempdir()?;
        let mut config = sandbox::Config {
            clock: std::sync::Arc::new(sandbox::SystemClock),
            state_file: Some(dir.path().join("instagram.json")),
            ..sandbox::Config::default()
        };
        if !setup.token_prefix.is_empty() {
            config.token_prefix.clone_from(&setup.token_prefix);
        }
        let sandbox = Sandbox::start(config).await?;
        std::fs::write(dir.path().join("timings.json"), timings(&setup).to_string())?;
        std::fs::write(dir.path().join("pace.json"), pace(&setup).to_string())?;
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        let key = dir.path().join("key");
        let mut stage = Self {
            hub: None,
            sandbox,
            dir,
            http,
            setup,
            key,
        };
        stage.start_hub().await?;
        Ok(stage)
    }

    /// Starts both and connects the account, as the wizard does, receiving included; its autopilot is on.
    ///
    /// # Errors
    /// A step fails.
    pub async fn connected() -> Result<Self, Broken> {
        Self::connected_with(Setup::default()).await
    }

    /// As [`Stage::connected`], in another setup.
    ///
    /// # Errors
    /// A step fails.
    pub async fn connected_with(setup: Setup) -> Result<Self, Broken> {
        let stage = Self::with(setup).await?;
        let wizard = stage.begin_wizard().await?;
        stage.come_back(&wizard).await?;
        let wizard = stage.wizard_at(text(&wizard, "/id"), "receive").await?;
        stage.receive(&wizard).await?;
        stage.autopilot(true).await?;
        Ok(stage)
    }

    /// As [`Stage::connected`], with the autopilot off: only a human answers.
    ///
    /// # Errors
    /// A step fails.
    pub async fn by_hand() -> Result<Self, Broken> {
        Self::by_hand_with(Setup::default()).await
    }

    /// As [`Stage::by_hand`], in another setup.
    ///
    /// # Errors
    /// A step fails.
    pub async fn by_hand_with(setup: Setup) -> Result<Self, Broken> {
        let stage = Self::connected_with(setup).await?;
        stage.autopilot(false).await?;
        Ok(stage)
    }

    /// What the hub is started with.
    ///
    /// # Errors
    /// An address is none.
    pub fn options(&self) -> Result<Options, Broken> {
        let hosts = self.sandbox.hosts();
        Ok(Options {
            instead: None,
            data_dir: self.data_dir(),
            key_file: Some(self.key.clone()),
            listen: "127.0.0.1:0".parse()?,
            listener: Some("127.0.0.1:0".parse()?),
            token: Some(TOKEN.to_owned()),
            ui: self.dir.path().join("no-ui"),
            authorize_url: Some(format!("{}/oauth/authorize", hosts.www).parse()?),
            token_url: Some(format!("{}/oauth/access_token", hosts.api).parse()?),
            graph_url: Some(hosts.graph.parse()?),
            graph_facebook_url: None,
            graph_version: None,
            model_url: Some(hosts.model.parse()?),
            practice: false,
            practice_url: match self.setup.practice {
                true => Some(self.sandbox.base_url().parse()?),
                false => None,
            },
            timings: Some(self.dir.path().join("timings.json")),
            pace: Some(self.dir.path().join("pace.json")),
        })
    }

    /// Starts the hub; it must not run.
    ///
    /// # Errors
    /// It does not start.
    pub async fn start_hub(&mut self) -> Result<(), Broken> {
        let options = self.options()?;
        self.hub = Some(Hub::start(&options).await.map_err(|error| format!("{error:#}"))?);
        Ok(())
    }

    /// Stops the hub in order.
    pub async fn stop_hub(&mut self) {
        if let Some(hub) = self.hub.take() {
            hub.stop().await;
        }
    }

    /// Stops the hub and starts it again on the same data.
    ///
    /// # Errors
    /// It does not start.
    pub async fn restart(&mut self) -> Result<(), Broken> {
        self.stop_hub().await;
        self.start_hub().await
    }

    /// From the next start on, another data key is used.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn change_the_key(&mut self) -> Result<(), Broken> {
        self.key = self.dir.path().join("another-key");
        std::fs::write(&self.key, "5a".repeat(32))?;
        Ok(())
    }

    /// The hub.
    ///
    /// # Errors
    /// It does not run.
    pub fn hub(&self) -> Result<&Hub, Broken> {
        self.hub.as_ref().ok_or_else(|| "the hub does not run".into())
    }

    /// Where webhooks and the redirect arrive.
    ///
    /// # Errors
    /// The hub does not run.
    pub fn listener(&self) -> Result<String, Broken> {
        Ok(format!("http://{}", self.hub()?.listener))
    }

    /// Where the desk's files are.
    pub fn data_dir(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// Where the stage's other files are.
    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    /// The control of the emulated Instagram.
    pub fn control(&self) -> Control {
        self.sandbox.control()
    }

    /// A plain HTTP client that follows no redirect.
    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// One call to the API: status and body.
    ///
    /// # Errors
    /// The connection failed.
    pub async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Result<(u16, Value), Broken> {
        let url = format!("http://{}{path}", self.hub()?.address);
        let mut request = self.http.request(method.parse()?, url).bearer_auth(TOKEN);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await?;
        let status = answer.status().as_u16();
        let bytes = answer.bytes().await?;
        Ok((status, serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
    }

    /// A read that must succeed.
    ///
    /// # Errors
    /// It does not.
    pub async fn get(&self, path: &str) -> Result<Value, Broken> {
        match self.call("GET", path, None).await? {
            (200, body) => Ok(body),
            (status, body) => Err(format!("GET {path}: {status} {body}").into()),
        }
    }

    /// An act that must succeed.
    ///
    /// # Errors
    /// It does not.
    pub async fn act(&self, method: &str, path: &str, body: Value) -> Result<Value, Broken> {
        match self.call(method, path, Some(body)).await? {
            (200 | 204, body) => Ok(body),
            (status, body) => Err(format!("{method} {path}: {status} {body}").into()),
        }
    }

    /// Asks until there is an answer, or patience ends.
    ///
    /// # Errors
    /// Patience ended; what was waited for is named.
    pub async fn until<T, F, Fut>(&self, what: &str, ask: F) -> Result<T, Broken>
    where
        F: Fn() -> Fut,
        Fut: Future<Output = Result<Option<T>, Broken>>,
    {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = ask().await? {
                return Ok(found);
            }
            if Instant::now() > deadline {
                return Err(format!("never saw {what}").into());
            }
            tokio::time::sleep(AGAIN).await;
        }
    }

    /// Ends both.
    ///
    /// # Errors
    /// The emulated Instagram does not end in order.
    pub async fn close(mut self) -> Result<(), Broken> {
        self.stop_hub().await;
        self.sandbox.stop().await?;
        Ok(())
    }
}

fn timings(setup: &Setup) -> Value {
    let all = json!({
        "quiet": 60, "longest": 400, "operator_hold": 0, "looks": [60, 150, 300], "lane_wait": 100,
        "retry": 30, "retry_longest": 200, "model_retry": 30, "limit_pause": 300, "greeting": 1,
    });
    with(all, &setup.timings)
}

fn pace(setup: &Setup) -> Value {
    let all = json!({ "reread": 100, "model": PATIENT, "graph": PATIENT });
    with(all, &setup.pace)
}

fn with(mut all: Value, own: &Value) -> Value {
    if let (Some(all), Some(own)) = (all.as_object_mut(), own.as_object()) {
        all.extend(own.clone());
    }
    all
}
