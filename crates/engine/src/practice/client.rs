//! Calls to the practice platform's own control API: its developer dashboard, its consent page and its
//! customers. Everything else about a practice account goes the way of a real one.

use super::{Customer, PracticeAttachment, Script};
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;
use url::Url;

/// The app that the practice platform starts with.
pub(crate) const APP_ID: &str = "700000000000001";

/// Why the practice platform did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PracticeError {
    /// It cannot be reached.
    #[error("the practice platform does not answer")]
    Unreachable(#[source] reqwest::Error),
    /// It refused.
    #[error("the practice platform refused: {0}")]
    Refused(String),
}

/// A client of the control API.
#[derive(Clone)]
pub(crate) struct PracticeClient {
    base: Url,
    http: reqwest::Client,
}

#[derive(Deserialize)]
struct AppAnswer {
    secret: String,
}

#[derive(Deserialize)]
struct ConsentAnswer {
    redirect: String,
}

#[derive(Deserialize)]
struct CallbackAnswer {
    verified: bool,
    reason: Option<String>,
}

#[derive(Deserialize)]
struct CustomerAnswer {
    igsid: String,
    name: Option<String>,
    username: String,
}

#[derive(Deserialize)]
struct ScriptAnswer {
    name: String,
    about: String,
    running: bool,
}

impl PracticeClient {
    pub(crate) fn new(base: &Url) -> Result<Self, PracticeError> {
        let http = reqwest::Client::builder()
            .no_proxy()
            .timeout(Duration::from_secs(10))
            .build()
            .map_err(PracticeError::Unreachable)?;
        Ok(Self {
            base: base.clone(),
            http,
        })
    }

    async fn call(
        &self,
        method: reqwest::Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Value, PracticeError> {
        let url = self
            .base
            .join(path)
            .map_err(|_| PracticeError::Refused("not an address".to_owned()))?;
        let mut request = self.http.request(method, url);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.map_err(PracticeError::Unreachable)?;
        let status = answer.status();
        let bytes = answer.bytes().await.map_err(PracticeError::Unreachable)?;
        let value: Value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        if status.is_success() {
            return Ok(value);
        }
        let why = value
            .get("error")
            .and_then(Value::as_str)
            .unwrap_or("no reason given");
        Err(PracticeError::Refused(why.to_owned()))
    }

    async fn read<T: serde::de::DeserializeOwned>(&self, value: Value) -> Result<T, PracticeError> {
        serde_json::from_value(value).map_err(|error| PracticeError::Refused(error.to_string()))
    }

    /// The secret of the practice app.
    pub(crate) async fn app_secret(&self) -> Result<String, PracticeError> {
        let app = self
            .call(reqwest::Method::GET, &format!("/sandbox/apps/{APP_ID}"), None)
            .await?;
        Ok(self.read::<AppAnswer>(app).await?.secret)
    }

    /// Registers the redirect URI, as one does in the dashboard.
    pub(crate) async fn register_redirect(&self, uri: &str) -> Result<(), PracticeError> {
        let path = format!("/sandbox/apps/{APP_ID}/redirect_uris");
        self.call(reqwest::Method::POST, &path, Some(json!({ "uri": uri })))
            .await
            .map(drop)
    }

    /// Presses *Allow* on the consent page and gives the address it leads to.
    pub(crate) async fn consent(&self, authorize: &Url) -> Result<String, PracticeError> {
        let body = json!({ "url": authorize.as_str(), "decision": "allow" });
        let answer = self
            .call(reqwest::Method::POST, "/sandbox/consent", Some(body))
            .await?;
        Ok(self.read::<ConsentAnswer>(answer).await?.redirect)
    }

    /// Enters callback URL and verify token in the dashboard, which tries the handshake at once.
    pub(crate) async fn set_callback(&self, url: &str, verify_token: &str) -> Result<(), PracticeError> {
        let path = format!("/sandbox/apps/{APP_ID}/callback");
        let body = json!({ "url": url, "verify_token": verify_token });
        let answer = self.call(reqwest::Method::PUT, &path, Some(body)).await?;
        let answer: CallbackAnswer = self.read(answer).await?;
        if answer.verified {
            return Ok(());
        }
        Err(PracticeError::Refused(
            answer.reason.unwrap_or_else(|| "the handshake failed".to_owned()),
        ))
    }

    /// Presses the dashboard's Test button.
    pub(crate) async fn test_event(&self) -> Result<(), PracticeError> {
        let path = format!("/sandbox/apps/{APP_ID}/test-event");
        self.call(reqwest::Method::POST, &path, Some(json!({})))
            .await
            .map(drop)
    }

    pub(crate) async fn customers(&self, account: &str) -> Result<Vec<Customer>, PracticeError> {
        let path = format!("/sandbox/customers?account={account}");
        let answer = self.call(reqwest::Method::GET, &path, None).await?;
        let customers: Vec<CustomerAnswer> = self.read(answer).await?;
        Ok(customers
            .into_iter()
            .map(|customer| Customer {
                id: customer.igsid,
                name: customer.name.unwrap_or_else(|| customer.username.clone()),
                username: customer.username,
            })
            .collect())
    }

    /// Writes as a customer.
    pub(crate) async fn write(
        &self,
        customer: &str,
        text: Option<&str>,
        attachment: Option<PracticeAttachment>,
    ) -> Result<(), PracticeError> {
        let kind = attachment.map(|kind| match kind {
            PracticeAttachment::Image => "image",
            PracticeAttachment::Audio => "audio",
            PracticeAttachment::Video => "video",
        });
        let body = match (text, kind) {
            (Some(text), None) => json!({ "text": text }),
            (text, Some(kind)) => json!({ "text": text, "attachments": [{ "type": kind }] }),
            (None, None) => return Err(PracticeError::Refused("there is nothing to write".to_owned())),
        };
        let path = format!("/sandbox/customers/{customer}/messages");
        self.call(reqwest::Method::POST, &path, Some(body))
            .await
            .map(drop)
    }

    pub(crate) async fn scripts(&self) -> Result<Vec<Script>, PracticeError> {
        let answer = self.call(reqwest::Method::GET, "/sandbox/scripts", None).await?;
        let scripts: Vec<ScriptAnswer> = self.read(answer).await?;
        Ok(scripts
            .into_iter()
            .map(|script| Script {
                name: script.name,
                title: script.about,
                running: script.running,
            })
            .collect())
    }

    pub(crate) async fn start_script(&self, name: &str, account: &str) -> Result<(), PracticeError> {
        let path = format!("/sandbox/scripts/{name}/start");
        self.call(reqwest::Method::POST, &path, Some(json!({ "account": account })))
            .await
            .map(drop)
    }

    pub(crate) async fn stop_scripts(&self) -> Result<(), PracticeError> {
        self.call(reqwest::Method::POST, "/sandbox/scripts/stop", Some(json!({})))
            .await
            .map(drop)
    }
}
