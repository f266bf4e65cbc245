//! A client of the control API, for tests and for the programs that host a sandbox.
//!
//! It speaks the same HTTP as everyone else, so a sandbox in this process and one in another are driven alike. The common acts
//! have names; everything else goes through [`Control::get`], [`Control::post`], [`Control::put`], [`Control::patch`] and
//! [`Control::delete`] with the paths of the README.

use reqwest::Method;
use serde_json::{Value, json};

use crate::error::Error;
use crate::fault::Fault;
use crate::switch::Switch;

/// Talks to the control API of one sandbox.
#[derive(Debug, Clone)]
pub struct Control {
    base_url: String,
    http: reqwest::Client,
}

impl Control {
    /// A client for the sandbox at `base_url` (`http://127.0.0.1:PORT`).
    #[must_use]
    pub fn new(base_url: &str) -> Self {
        Self {
            base_url: base_url.trim_end_matches('/').to_owned(),
            http: reqwest::Client::new(),
        }
    }

    /// `GET /sandbox{path}`.
    ///
    /// # Errors
    /// When the call does not get through or is refused.
    pub async fn get(&self, path: &str) -> Result<Value, Error> {
        self.call(Method::GET, path, None).await
    }

    /// `POST /sandbox{path}`.
    ///
    /// # Errors
    /// When the call does not get through or is refused.
    pub async fn post(&self, path: &str, body: Value) -> Result<Value, Error> {
        self.call(Method::POST, path, Some(body)).await
    }

    /// `PUT /sandbox{path}`.
    ///
    /// # Errors
    /// When the call does not get through or is refused.
    pub async fn put(&self, path: &str, body: Value) -> Result<Value, Error> {
        self.call(Method::PUT, path, Some(body)).await
    }

    /// `PATCH /sandbox{path}`.
    ///
    /// # Errors
    /// When the call does not get through or is refused.
    pub async fn patch(&self, path: &str, body: Value) -> Result<Value, Error> {
        self.call(Method::PATCH, path, Some(body)).await
    }

    /// `DELETE /sandbox{path}`.
    ///
    /// # Errors
    /// When the call does not get through or is refused.
    pub async fn delete(&self, path: &str) -> Result<Value, Error> {
        self.call(Method::DELETE, path, None).await
    }

    /// Sets an app's callback by the GET handshake; the answer says whether it was verified.
    ///
    /// # Errors
    /// When the call does not get through or is refused.
    pub async fn set_callback(&self, app: &str, url: &str, verify_token: &str) -> Result<bool, Error> {
        let path = format!("/apps/{app}/callback");
        let answer = self
            .put(&path, json!({ "url": url, "verify_token": verify_token }))
            .await?;
        Ok(answer.get("verified").and_then(Value::as_bool).unwrap_or(false))
    }

    /// Goes through the consent page as a person who allows everything, and says where the browser would be sent.
    ///
    /// # Errors
    /// When the call does not get through, or the page would show an error.
    pub async fn consent(&self, authorize_url: &str) -> Result<String, Error> {
        let answer = self.post("/consent", json!({ "url": authorize_url })).await?;
        text(&answer, "redirect", "POST /consent")
    }

    /// A customer writes; the answer is the `mid`.
    ///
    /// # Errors
    /// When the call does not get through or is refused.
    pub async fn customer_writes(&self, igsid: &str, words: &str) -> Result<String, Error> {
        self.customer_sends(igsid, json!({ "text": words })).await
    }

    /// A customer sends a message of any shape the README lists; the answer is the `mid`.
    ///
    /// # Errors
    /// When the call does not get through or is refused.
    pub async fn customer_sends(&self, igsid: &str, message: Value) -> Result<String, Error> {
        let answer = self
            .post(&format!("/customers/{igsid}/messages"), message)
            .await?;
        text(&answer, "mid", "POST /customers/{igsid}/messages")
    }

    /// Another act of a customer (`seen`, `react`, `edit`, `unsend`, …).
    ///
    /// # Errors
    /// When the call does not get through or is refused.
    pub async fn customer_does(&self, igsid: &str, act: &str, body: Value) -> Result<Value, Error> {
        self.post(&format!("/customers/{igsid}/{act}"), body).await
    }

    /// The business answers in the Instagram app on the phone; the answer is the `mid`.
    ///
    /// # Errors
    /// When the call does not get through or is refused.
    pub async fn phone_writes(&self, account: &str, igsid: &str, words: &str) -> Result<String, Error> {
        let path = format!("/accounts/{account}/phone");
        let answer = self.post(&path, json!({ "to": igsid, "text": words })).await?;
        text(&answer, "mid", "POST /accounts/{account}/phone")
    }

    /// What really happened in a thread.
    ///
    /// # Errors
    /// When the call does not get through or is refused.
    pub async fn thread(&self, igsid: &str) -> Result<Value, Error> {
        self.get(&format!("/threads/{igsid}")).await
    }

    /// Switches a fault on.
    ///
    /// # Errors
    /// When the call does not get through or is refused.
    pub async fn fault(&self, switch: Switch, fault: &Fault) -> Result<(), Error> {
        let options = serde_json::to_value(fault).unwrap_or(Value::Null);
        self.put(&format!("/faults/{}", switch.name()), options)
            .await
            .map(drop)
    }

    /// Switches a fault off; what it held back is delivered.
    ///
    /// # Errors
    /// When the call does not get through.
    pub async fn clear_fault(&self, switch: Switch) -> Result<(), Error> {
        self.delete(&format!("/faults/{}", switch.name())).await.map(drop)
    }

    /// Switches every fault off.
    ///
    /// # Errors
    /// When the call does not get through.
    pub async fn clear_faults(&self) -> Result<(), Error> {
        self.delete("/faults").await.map(drop)
    }

    /// Moves the sandbox's clock forward.
    ///
    /// # Errors
    /// When the call does not get through, or the clock cannot be moved.
    pub async fn advance_clock(&self, ms: i64) -> Result<(), Error> {
        self.post("/clock", json!({ "advance_ms": ms })).await.map(drop)
    }

    /// Waits until no webhook is queued or in flight; `false` when that took longer than `wait_ms`.
    ///
    /// # Errors
    /// When the call does not get through.
    pub async fn settle(&self, wait_ms: u64) -> Result<bool, Error> {
        let answer = self.post("/settle", json!({ "wait_ms": wait_ms })).await?;
        Ok(answer.get("settled").and_then(Value::as_bool).unwrap_or(false))
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value, Error> {
        // The overview is `/sandbox` itself.
        let path = if path == "/" { "" } else { path };
        let mut request = self
            .http
            .request(method.clone(), format!("{}/sandbox{path}", self.base_url));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await?;
        let status = response.status();
        let answer: Value = response.json().await.unwrap_or(Value::Null);
        if status.is_success() {
            return Ok(answer);
        }
        let message = answer
            .get("error")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        Err(Error::Refused {
            call: format!("{method} {path}"),
            status: status.as_u16(),
            message,
        })
    }
}

fn text(answer: &Value, key: &'static str, call: &str) -> Result<String, Error> {
    answer
        .get(key)
        .and_then(Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| Error::Answer {
            call: call.to_owned(),
            missing: key,
        })
}
