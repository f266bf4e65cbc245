//! A sandbox with an account signed in, subscribed, and a receiver behind its callback.

use std::time::Duration;

use sandbox::{ADA, Config, Control, DEFAULT_ACCOUNT, DEFAULT_APP_ID, Fault, Sandbox, Switch};
use serde_json::{Value, json};

use crate::receiver::{Receiver, VERIFY_TOKEN};

pub(crate) const REDIRECT: &str = "https://desk.example.test/callback";
pub(crate) const FIELDS: &str = "messages,message_reactions,messaging_postbacks,messaging_seen,messaging_referral,\
                                 messaging_handover,message_edit,standby,comments";

pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    pub(crate) control: Control,
    pub(crate) receiver: Receiver,
    pub(crate) http: reqwest::Client,
    pub(crate) token: String,
}

/// An answer with its status.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) async fn of(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Self {
            status,
            headers,
            body,
        }
    }

    /// Code and subcode of the error.
    pub(crate) fn error(&self) -> (i64, Option<i64>) {
        let error = &self.body["error"];
        (
            error["code"].as_i64().unwrap_or_default(),
            error["error_subcode"].as_i64(),
        )
    }
}

pub(crate) fn config() -> Config {
    Config {
        redirect_uris: vec![REDIRECT.to_owned()],
        pace: 0.0,
        ..Config::default()
    }
}

impl Stage {
    pub(crate) async fn open() -> Self {
        Self::open_with(config()).await
    }

    pub(crate) async fn open_with(config: Config) -> Self {
        let sandbox = Sandbox::start(config).await.unwrap();
        let control = sandbox.control();
        let receiver = Receiver::start().await;
        assert!(
            control
                .set_callback(DEFAULT_APP_ID, &receiver.url, VERIFY_TOKEN)
                .await
                .unwrap()
        );
        let token = control.post("/tokens", json!({})).await.unwrap()["access_token"]
            .as_str()
            .unwrap()
            .to_owned();
        let stage = Self {
            sandbox,
            control,
            receiver,
            http: reqwest::Client::new(),
            token,
        };
        let path = format!("/v25.0/me/subscribed_apps?subscribed_fields={FIELDS}");
        assert_eq!(
            stage.post(&path, json!({})).await.body,
            json!({ "success": true })
        );
        stage
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.base_url())
    }

    pub(crate) fn graph(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.hosts().graph)
    }

    /// A Graph read with the account's token.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        let request = self.http.get(self.graph(path)).bearer_auth(&self.token);
        Answer::of(request.send().await.unwrap()).await
    }

    /// A Graph write with the account's token.
    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        let request = self
            .http
            .post(self.graph(path))
            .bearer_auth(&self.token)
            .json(&body);
        Answer::of(request.send().await.unwrap()).await
    }

    /// A text from the account to a customer.
    pub(crate) async fn send(&self, igsid: &str, text: &str) -> Answer {
        self.post("/v25.0/me/messages", text_to(igsid, text)).await
    }

    /// The same, when the connection may break.
    pub(crate) async fn try_send(
        &self,
        igsid: &str,
        text: &str,
    ) -> Result<reqwest::Response, reqwest::Error> {
        let request = reqwest::Client::new().post(self.graph("/v25.0/me/messages"));
        request
            .bearer_auth(&self.token)
            .timeout(Duration::from_secs(5))
            .json(&text_to(igsid, text))
            .send()
            .await
    }

    pub(crate) async fn ada_writes(&self, text: &str) -> String {
        self.control.customer_writes(ADA, text).await.unwrap()
    }

    /// Ada has written, and her message has been delivered and forgotten by the receiver.
    pub(crate) async fn with_ada() -> Self {
        let stage = Self::open().await;
        stage.ada_writes("Hello").await;
        stage.settled().await;
        stage.receiver.forget();
        stage
    }

    pub(crate) async fn fault(&self, switch: Switch, fault: Fault) {
        self.control.fault(switch, &fault).await.unwrap();
    }

    pub(crate) async fn settled(&self) {
        assert!(self.control.settle(10_000).await.unwrap());
    }

    /// The messages of Ada's thread.
    pub(crate) async fn truth(&self) -> Vec<Value> {
        self.control.thread(ADA).await.unwrap()["messages"]
            .as_array()
            .unwrap()
            .clone()
    }

    pub(crate) async fn phone(&self, text: &str) -> String {
        self.control
            .phone_writes(DEFAULT_ACCOUNT, ADA, text)
            .await
            .unwrap()
    }
}

pub(crate) fn text_to(igsid: &str, text: &str) -> Value {
    json!({ "recipient": { "id": igsid }, "message": { "text": text } })
}
