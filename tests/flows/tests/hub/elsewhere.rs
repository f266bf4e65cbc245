//! A hub that is a process of its own, driven as the stage's is.

use flows::{Broken, Process, Stage, text};
use serde_json::{Value, json};

/// The API of the process, and the stage that it stands on.
pub(crate) struct Elsewhere<'a> {
    stage: &'a Stage,
    greeting: Value,
}

impl<'a> Elsewhere<'a> {
    pub(crate) fn of(stage: &'a Stage, process: &Process) -> Self {
        Self {
            stage,
            greeting: process.greeting.clone(),
        }
    }

    /// One call: status and body.
    pub(crate) async fn call(&self, method: &str, path: &str, body: Value) -> Result<(u16, Value), Broken> {
        let url = format!("{}{path}", text(&self.greeting, "/api"));
        let request = self.stage.http().request(method.parse()?, url);
        let request = request.bearer_auth(text(&self.greeting, "/token"));
        let answer = request.json(&body).send().await?;
        let status = answer.status().as_u16();
        let bytes = answer.bytes().await?;
        Ok((status, serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
    }

    /// A call that must succeed.
    pub(crate) async fn act(&self, method: &str, path: &str, body: Value) -> Result<Value, Broken> {
        match self.call(method, path, body).await? {
            (200 | 204, body) => Ok(body),
            (status, body) => Err(format!("{method} {path}: {status} {body}").into()),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Value, Broken> {
        self.act("GET", path, json!({})).await
    }

    /// The wizard once it stands at a step; what it was last is told.
    pub(crate) async fn wizard_at(&self, id: &str, step: &str) -> Result<Value, Broken> {
        let path = format!("/api/connect/{id}");
        let last = std::cell::RefCell::new(Value::Null);
        let found = self
            .stage
            .until(&format!("the wizard at {step}"), || async {
                let wizard = self.get(&path).await?;
                last.replace(wizard.clone());
                Ok((text(&wizard, "/step") == step).then_some(wizard))
            })
            .await;
        found.map_err(|error| format!("{error}: it was {}", last.borrow()).into())
    }

    /// Connects an account of the stage's Instagram through an app of it, receiving included.
    pub(crate) async fn connect(&self, app: &str, secret: &str, account: &str) -> Result<(), Broken> {
        let control = self.stage.control();
        let wizard = self
            .act("POST", "/api/connect", json!({ "host": "instagram" }))
            .await?;
        let path = format!("/api/connect/{}", text(&wizard, "/id"));
        let uri = json!({ "uri": text(&wizard, "/redirect_uri") });
        control.post(&format!("/apps/{app}/redirect_uris"), uri).await?;
        let keys = json!({ "app_id": app, "app_secret": secret });
        self.act("PUT", &format!("{path}/app"), keys).await?;
        let page = self.act("POST", &format!("{path}/sign-in"), json!({})).await?;
        let asked = json!({ "url": text(&page, "/authorize_url"), "account": account });
        let gone = control.post("/consent", asked).await?;
        let address = json!({ "url": text(&gone, "/redirect") });
        self.act("POST", &format!("{path}/paste"), address).await?;
        self.wizard_at(text(&wizard, "/id"), "receive").await?;
        let public = json!({ "url": text(&self.greeting, "/listener") });
        let wizard = self.act("PUT", &format!("{path}/public-address"), public).await?;
        let url = text(&wizard, "/receiving/callback_url");
        let word = text(&wizard, "/receiving/verify_token");
        if !control.set_callback(app, url, word).await? {
            return Err("the handshake failed".into());
        }
        self.act("POST", &format!("{path}/finish"), json!({}))
            .await
            .map(drop)
    }

    /// Who said what in a conversation, oldest first, once it is this much.
    pub(crate) async fn said_in(
        &self,
        conversation: &str,
        count: usize,
    ) -> Result<Vec<(String, String)>, Broken> {
        let path = format!("/api/conversations/{conversation}/items?limit=50");
        self.stage
            .until(&format!("{count} messages in {conversation}"), || async {
                let (_, page) = self.call("GET", &path, json!({})).await?;
                let said: Vec<(String, String)> = flows::list(&page, "/items")
                    .iter()
                    .rev()
                    .filter(|item| text(item, "/type") == "message")
                    .map(|item| (text(item, "/who").to_owned(), text(item, "/text").to_owned()))
                    .collect();
                Ok((said.len() >= count).then_some(said))
            })
            .await
    }

    /// Sends as the operator, having seen everything, and waits until it is confirmed.
    pub(crate) async fn reply(&self, conversation: &str, send: &str, words: &str) -> Result<(), Broken> {
        let path = format!("/api/conversations/{conversation}");
        let seen = self.get(&path).await?.get("newest").cloned();
        let body = json!({ "send_id": send, "text": words, "seen": seen });
        self.act("POST", &format!("{path}/reply"), body).await?;
        self.stage
            .until(&format!("{send} confirmed"), || async {
                let page = self.get(&format!("{path}/items?limit=50")).await?;
                let items = flows::list(&page, "/items");
                Ok(flows::state_is(send, "confirmed")(&items).then_some(()))
            })
            .await
    }
}
