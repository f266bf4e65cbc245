//! Connecting the account, as the wizard and the developer dashboard do it.

use crate::hub::text;
use crate::stage::{ACCOUNT, Stage, until};
use anyhow::ensure;
use sandbox::{DEFAULT_APP_ID, DEFAULT_APP_SECRET};
use serde_json::json;

impl Stage {
    /// Connects the account as the wizard does, receiving included, and switches its autopilot on.
    ///
    /// # Errors
    /// A step fails: the hub may be dead.
    pub async fn connect(&self) -> anyhow::Result<()> {
        let door = self.door()?;
        let wizard = door
            .act("POST", "/api/connect", &json!({ "host": "instagram" }))
            .await?;
        let id = text(&wizard, "/id").to_owned();
        let uri = json!({ "uri": text(&wizard, "/redirect_uri") });
        self.control()
            .post(&format!("/apps/{DEFAULT_APP_ID}/redirect_uris"), uri)
            .await?;
        let keys = json!({ "app_id": DEFAULT_APP_ID, "app_secret": DEFAULT_APP_SECRET });
        door.act("PUT", &format!("/api/connect/{id}/app"), &keys).await?;
        let wizard = door
            .act("POST", &format!("/api/connect/{id}/sign-in"), &json!({}))
            .await?;
        let redirect = self.control().consent(text(&wizard, "/authorize_url")).await?;
        self.http
            .get(redirect.trim_end_matches("#_"))
            .send()
            .await?
            .error_for_status()?;
        until("the wizard at receiving", || async {
            let wizard = door.get(&format!("/api/connect/{id}")).await?;
            Ok((text(&wizard, "/step") == "receive").then_some(()))
        })
        .await?;
        let public = json!({ "url": format!("http://127.0.0.1:{}", self.listener) });
        let wizard = door
            .act("PUT", &format!("/api/connect/{id}/public-address"), &public)
            .await?;
        let callback = text(&wizard, "/receiving/callback_url");
        let word = text(&wizard, "/receiving/verify_token");
        let verified = self
            .control()
            .set_callback(DEFAULT_APP_ID, callback, word)
            .await?;
        ensure!(verified, "the handshake failed");
        door.act("POST", &format!("/api/connect/{id}/finish"), &json!({}))
            .await?;
        let settings = json!({
            "on": true, "prompt": "Answer briefly.", "tone": "Warm.", "company": "Bakery Test", "sector": "Bakery",
            "key_information": "We open on Sunday at nine. A birthday cake costs 38 euros.",
            "model": "bakery-1", "base_url": self.sandbox.hosts().model, "context_tokens": 4000,
            "max_reply_bytes": 2000,
        });
        door.act("PUT", &format!("/api/accounts/{ACCOUNT}/autopilot"), &settings)
            .await
            .map(drop)
    }
}
