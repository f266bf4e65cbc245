//! A stage for flows: a real hub and an emulated Instagram, over real HTTP, with delays in milliseconds.

use hub::{Hub, Options};
use sandbox::{Control, Sandbox};
use serde_json::{Value, json};
use std::future::Future;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The account that the emulated Instagram starts with.
pub const ACCOUNT: &str = sandbox::DEFAULT_ACCOUNT;
/// How long a flow waits for something to show.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why a flow cannot go on.
pub type Broken = Box<dyn std::error::Error + Send + Sync>;

/// A hub and its Instagram.
pub struct Stage {
    hub: Option<Hub>,
    /// The emulated Instagram.
    pub sandbox: Sandbox,
    dir: TempDir,
    http: reqwest::Client,
    token: String,
}

impl Stage {
    /// Starts both; nothing is connected yet.
    ///
    /// # Errors
    /// Either does not start.
    pub async fn new() -> Result<Self, Broken> {
        let sandbox = Sandbox::start(sandbox::Config {
            clock: std::sync::Arc::new(sandbox::SystemClock),
            ..sandbox::Config::default()
        })
        .await?;
        let dir = tempfile::tempdir()?;
        let timings = json!({
            "quiet": 60, "longest": 400, "operator_hold": 0, "looks": [60, 150, 300], "lane_wait": 100,
            "retry": 30, "retry_longest": 200, "greeting": 1,
        });
        std::fs::write(dir.path().join("timings.json"), timings.to_string())?;
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        let mut stage = Self {
            hub: None,
            sandbox,
            dir,
            http,
            token: "a-token-for-the-flows".to_owned(),
        };
        stage.start_hub().await?;
        Ok(stage)
    }

    /// Starts both and connects the account, as the wizard does, receiving included; its autopilot is on.
    ///
    /// # Errors
    /// A step fails.
    pub async fn connected() -> Result<Self, Broken> {
        let stage = Self::new().await?;
        let wizard = stage.begin_wizard().await?;
        let redirect = stage.control().consent(text(&wizard, "/authorize_url")).await?;
        stage
            .http
            .get(redirect.trim_end_matches("#_"))
            .send()
            .await?
            .error_for_status()?;
        let wizard = stage.wizard_at(text(&wizard, "/id"), "receive").await?;
        stage.receive(&wizard).await?;
        stage.autopilot(true).await?;
        Ok(stage)
    }

    async fn start_hub(&mut self) -> Result<(), Broken> {
        let (hosts, data) = (self.sandbox.hosts(), self.dir.path().join("data"));
        let options = Options {
            instead: None,
            data_dir: data,
            key_file: Some(self.dir.path().join("key")),
            listen: "127.0.0.1:0".parse()?,
            listener: Some("127.0.0.1:0".parse()?),
            token: Some(self.token.clone()),
            ui: self.dir.path().join("no-ui"),
            authorize_url: Some(format!("{}/oauth/authorize", hosts.www).parse()?),
            token_url: Some(format!("{}/oauth/access_token", hosts.api).parse()?),
            graph_url: Some(hosts.graph.parse()?),
            graph_facebook_url: None,
            graph_version: None,
            model_url: Some(hosts.model.parse()?),
            practice: false,
            practice_url: None,
            timings: Some(self.dir.path().join("timings.json")),
            reread_ms: Some(100),
            model_timeout_ms: Some(2_000),
            graph_timeout_ms: Some(600),
        };
        self.hub = Some(Hub::start(&options).await.map_err(|error| format!("{error:#}"))?);
        Ok(())
    }

    /// Stops the hub and starts it again on the same data.
    ///
    /// # Errors
    /// It does not start.
    pub async fn restart(&mut self) -> Result<(), Broken> {
        if let Some(hub) = self.hub.take() {
            hub.stop().await;
        }
        self.start_hub().await
    }

    fn hub(&self) -> Result<&Hub, Broken> {
        self.hub.as_ref().ok_or_else(|| "the hub does not run".into())
    }

    /// The control of the emulated Instagram.
    pub fn control(&self) -> Control {
        self.sandbox.control()
    }

    /// One call to the API: status and body.
    ///
    /// # Errors
    /// The connection failed.
    pub async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Result<(u16, Value), Broken> {
        let url = format!("http://{}{path}", self.hub()?.address);
        let mut request = self.http.request(method.parse()?, url).bearer_auth(&self.token);
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

    /// Opens a wizard with the right app, up to the sign-in page. Its redirect URI is registered.
    ///
    /// # Errors
    /// A step fails.
    pub async fn begin_wizard(&self) -> Result<Value, Broken> {
        let wizard = self
            .act("POST", "/api/connect", json!({ "host": "instagram" }))
            .await?;
        let id = text(&wizard, "/id");
        let app = sandbox::DEFAULT_APP_ID;
        let uri = json!({ "uri": text(&wizard, "/redirect_uri") });
        self.control()
            .post(&format!("/apps/{app}/redirect_uris"), uri)
            .await?;
        let keys = json!({ "app_id": app, "app_secret": sandbox::DEFAULT_APP_SECRET });
        self.act("PUT", &format!("/api/connect/{id}/app"), keys).await?;
        self.act("POST", &format!("/api/connect/{id}/sign-in"), json!({}))
            .await
    }

    /// The wizard once it stands at a step.
    ///
    /// # Errors
    /// It never does.
    pub async fn wizard_at(&self, id: &str, step: &str) -> Result<Value, Broken> {
        let path = format!("/api/connect/{id}");
        self.until(&format!("the wizard at {step}"), || async {
            let wizard = self.get(&path).await?;
            Ok((text(&wizard, "/step") == step).then_some(wizard))
        })
        .await
    }

    /// The wizard's check once it is bad.
    ///
    /// # Errors
    /// It never is.
    pub async fn bad_check(&self, id: &str, name: &str) -> Result<Value, Broken> {
        let path = format!("/api/connect/{id}");
        self.until(&format!("a bad check {name}"), || async {
            let wizard = self.get(&path).await?;
            let checks = wizard
                .get("checks")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            Ok(checks
                .into_iter()
                .find(|check| text(check, "/name") == name && text(check, "/state") == "bad"))
        })
        .await
    }

    /// Enters callback URL and verify token in the dashboard, as the wizard shows them.
    ///
    /// # Errors
    /// The handshake fails.
    pub async fn receive(&self, wizard: &Value) -> Result<(), Broken> {
        let id = text(wizard, "/id");
        let public = json!({ "url": format!("http://{}", self.hub()?.listener) });
        let wizard = self
            .act("PUT", &format!("/api/connect/{id}/public-address"), public)
            .await?;
        let (url, word) = (
            text(&wizard, "/receiving/callback_url"),
            text(&wizard, "/receiving/verify_token"),
        );
        if !self
            .control()
            .set_callback(sandbox::DEFAULT_APP_ID, url, word)
            .await?
        {
            return Err("the handshake failed".into());
        }
        self.act("POST", &format!("/api/connect/{id}/finish"), json!({}))
            .await
            .map(drop)
    }

    /// Tells the dashboard where the hub listens now.
    ///
    /// # Errors
    /// The handshake fails.
    pub async fn receive_again(&self) -> Result<(), Broken> {
        let accounts = self.get("/api/accounts").await?;
        let path = text(&accounts, "/0/receiving/callback_path");
        let url = format!("http://{}{path}", self.hub()?.listener);
        let word = text(&accounts, "/0/receiving/verify_token");
        self.control()
            .set_callback(sandbox::DEFAULT_APP_ID, &url, word)
            .await?;
        Ok(())
    }

    /// Sets the autopilot up and switches it.
    ///
    /// # Errors
    /// The hub refuses.
    pub async fn autopilot(&self, on: bool) -> Result<(), Broken> {
        let settings = json!({
            "on": on, "prompt": "Answer briefly.", "tone": "Warm.", "company": "Bakery Test", "sector": "Bakery",
            "key_information": "We open on Sunday at nine. A birthday cake costs 38 euros.",
            "model": "bakery-1", "base_url": self.sandbox.hosts().model, "context_tokens": 4000, "max_reply_bytes": 2000,
        });
        self.act("PUT", &format!("/api/accounts/{ACCOUNT}/autopilot"), settings)
            .await
            .map(drop)
    }

    /// The conversation with a customer, once it is as wanted.
    ///
    /// # Errors
    /// It never is.
    pub async fn conversation(&self, who: &str, wanted: impl Fn(&Value) -> bool) -> Result<Value, Broken> {
        let path = format!("/api/conversations/{ACCOUNT}.{who}");
        self.until("the conversation as wanted", || async {
            let (status, conversation) = self.call("GET", &path, None).await?;
            Ok((status == 200 && wanted(&conversation)).then_some(conversation))
        })
        .await
    }

    /// The messages of a conversation, oldest first, once they are as wanted.
    ///
    /// # Errors
    /// They never are.
    pub async fn messages(&self, who: &str, wanted: impl Fn(&[Value]) -> bool) -> Result<Vec<Value>, Broken> {
        let path = format!("/api/conversations/{ACCOUNT}.{who}/items?limit=100");
        self.until("the messages as wanted", || async {
            let (_, page) = self.call("GET", &path, None).await?;
            let items = page
                .get("items")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            let mut messages: Vec<Value> = items
                .into_iter()
                .filter(|item| text(item, "/type") == "message")
                .collect();
            messages.reverse();
            Ok(wanted(&messages).then_some(messages))
        })
        .await
    }

    /// The decisions of a conversation, newest first.
    ///
    /// # Errors
    /// The hub refuses.
    pub async fn decisions(&self, who: &str) -> Result<Vec<Value>, Broken> {
        let found = self
            .get(&format!("/api/conversations/{ACCOUNT}.{who}/decisions"))
            .await?;
        Ok(found.as_array().cloned().unwrap_or_default())
    }

    /// Sends as the operator, having seen everything.
    ///
    /// # Errors
    /// The hub refuses.
    pub async fn reply(&self, who: &str, send: &str, words: &str) -> Result<Value, Broken> {
        let conversation = self.conversation(who, |_| true).await?;
        let body = json!({ "send_id": send, "text": words, "seen": conversation.get("newest") });
        self.act("POST", &format!("/api/conversations/{ACCOUNT}.{who}/reply"), body)
            .await
    }

    /// What the emulated Instagram holds of a thread: `(who, text, accepted_count)`, oldest first.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn truth(&self, who: &str) -> Result<Vec<(String, String, u64)>, Broken> {
        let thread = self.control().thread(who).await?;
        let messages = thread
            .get("messages")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        Ok(messages
            .iter()
            .map(|message| {
                let count = message.get("accepted_count").and_then(Value::as_u64).unwrap_or(0);
                (
                    text(message, "/who").to_owned(),
                    text(message, "/text").to_owned(),
                    count,
                )
            })
            .collect())
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
            tokio::time::sleep(Duration::from_millis(15)).await;
        }
    }

    /// Ends both.
    ///
    /// # Errors
    /// The emulated Instagram does not end in order.
    pub async fn close(mut self) -> Result<(), Broken> {
        if let Some(hub) = self.hub.take() {
            hub.stop().await;
        }
        self.sandbox.stop().await?;
        Ok(())
    }
}

/// A text out of JSON, by pointer; empty when there is none.
pub fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// A number out of JSON, by pointer; 0 when there is none.
pub fn number(value: &Value, pointer: &str) -> i64 {
    value.pointer(pointer).and_then(Value::as_i64).unwrap_or_default()
}
