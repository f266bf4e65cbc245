//! The connect wizard, driven as the window and the browser drive it.

use crate::{ACCOUNT, APP, Broken, Stage, list, text};
use serde_json::{Value, json};

impl Stage {
    /// Opens a wizard with the right app, up to the sign-in page. Its redirect URI is registered.
    ///
    /// # Errors
    /// A step fails.
    pub async fn begin_wizard(&self) -> Result<Value, Broken> {
        self.begin_wizard_with(APP, sandbox::DEFAULT_APP_SECRET).await
    }

    /// Opens a wizard with this app, up to the sign-in page. Its redirect URI is registered.
    ///
    /// # Errors
    /// A step fails.
    pub async fn begin_wizard_with(&self, app: &str, secret: &str) -> Result<Value, Broken> {
        let wizard = self
            .act("POST", "/api/connect", json!({ "host": "instagram" }))
            .await?;
        let id = text(&wizard, "/id");
        let uri = json!({ "uri": text(&wizard, "/redirect_uri") });
        self.control()
            .post(&format!("/apps/{app}/redirect_uris"), uri)
            .await?;
        let keys = json!({ "app_id": app, "app_secret": secret });
        self.act("PUT", &format!("/api/connect/{id}/app"), keys).await?;
        self.press(id, "sign-in").await
    }

    /// Presses one of the wizard's buttons that take nothing.
    ///
    /// # Errors
    /// The hub refuses.
    pub async fn press(&self, id: &str, button: &str) -> Result<Value, Broken> {
        self.act("POST", &format!("/api/connect/{id}/{button}"), json!({}))
            .await
    }

    /// Allows everything on the consent page and pastes the address that the browser ended at.
    ///
    /// # Errors
    /// A step fails.
    pub async fn sign_in_by_paste(&self, wizard: &Value) -> Result<String, Broken> {
        let redirect = self.control().consent(text(wizard, "/authorize_url")).await?;
        self.paste(text(wizard, "/id"), &redirect).await?;
        Ok(redirect)
    }

    /// Pastes an address.
    ///
    /// # Errors
    /// The hub refuses.
    pub async fn paste(&self, id: &str, address: &str) -> Result<Value, Broken> {
        self.act(
            "POST",
            &format!("/api/connect/{id}/paste"),
            json!({ "url": address }),
        )
        .await
    }

    /// Allows everything on the consent page and follows the redirect, as the browser does.
    ///
    /// # Errors
    /// A step fails.
    pub async fn come_back(&self, wizard: &Value) -> Result<(), Broken> {
        let redirect = self.control().consent(text(wizard, "/authorize_url")).await?;
        self.http
            .get(redirect.trim_end_matches("#_"))
            .send()
            .await?
            .error_for_status()?;
        Ok(())
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

    /// One of the wizard's checks once it is in this state.
    ///
    /// # Errors
    /// It never is.
    pub async fn check(&self, id: &str, name: &str, state: &str) -> Result<Value, Broken> {
        let path = format!("/api/connect/{id}");
        self.until(&format!("the check {name} as {state}"), || async {
            let checks = list(&self.get(&path).await?, "/checks");
            Ok(checks
                .into_iter()
                .find(|check| text(check, "/name") == name && text(check, "/state") == state))
        })
        .await
    }

    /// The wizard's check once it is bad. A bad check always says what to do next.
    ///
    /// # Errors
    /// It never is, or it leaves the operator without a next step.
    pub async fn bad_check(&self, id: &str, name: &str) -> Result<Value, Broken> {
        let check = self.check(id, name, "bad").await?;
        if text(&check, "/sentence").is_empty() || text(&check, "/next_step").is_empty() {
            return Err(format!("a check without a sentence or a next step: {check}").into());
        }
        Ok(check)
    }

    /// Enters callback URL and verify token in the dashboard, as the wizard shows them.
    ///
    /// # Errors
    /// The handshake fails.
    pub async fn receive(&self, wizard: &Value) -> Result<(), Broken> {
        let id = text(wizard, "/id");
        let public = json!({ "url": self.listener()? });
        let wizard = self
            .act("PUT", &format!("/api/connect/{id}/public-address"), public)
            .await?;
        let app = text(&wizard, "/app_id");
        let (url, word) = (
            text(&wizard, "/receiving/callback_url"),
            text(&wizard, "/receiving/verify_token"),
        );
        if !self.control().set_callback(app, url, word).await? {
            return Err("the handshake failed".into());
        }
        self.press(id, "finish").await.map(drop)
    }

    /// Tells the dashboard where the hub listens now.
    ///
    /// # Errors
    /// The handshake fails.
    pub async fn receive_again(&self) -> Result<(), Broken> {
        let accounts = self.get("/api/accounts").await?;
        let path = text(&accounts, "/0/receiving/callback_path");
        let url = format!("{}{path}", self.listener()?);
        let word = text(&accounts, "/0/receiving/verify_token");
        if self.control().set_callback(APP, &url, word).await? {
            Ok(())
        } else {
            Err("the handshake failed".into())
        }
    }

    /// Sets the autopilot up and switches it.
    ///
    /// # Errors
    /// The hub refuses.
    pub async fn autopilot(&self, on: bool) -> Result<(), Broken> {
        self.autopilot_with(on, json!({})).await
    }

    /// Sets the autopilot up with some settings of its own, and switches it.
    ///
    /// # Errors
    /// The hub refuses.
    pub async fn autopilot_with(&self, on: bool, own: Value) -> Result<(), Broken> {
        let mut settings = json!({
            "on": on, "prompt": "Answer briefly.", "tone": "Warm.", "company": "Bakery Test", "sector": "Bakery",
            "key_information": "We open on Sunday at nine. A birthday cake costs 38 euros.",
            "model": "bakery-1", "base_url": self.sandbox.hosts().model, "context_tokens": 4000, "max_reply_bytes": 2000,
        });
        if let (Some(settings), Some(own)) = (settings.as_object_mut(), own.as_object()) {
            settings.extend(own.clone());
        }
        self.act("PUT", &format!("/api/accounts/{ACCOUNT}/autopilot"), settings)
            .await
            .map(drop)
    }

    /// The account, once it is as wanted.
    ///
    /// # Errors
    /// It never is.
    pub async fn account(&self, wanted: impl Fn(&Value) -> bool) -> Result<Value, Broken> {
        self.until("the account as wanted", || async {
            let accounts = self.get("/api/accounts").await?;
            let own = list(&accounts, "")
                .into_iter()
                .find(|account| text(account, "/id") == ACCOUNT);
            Ok(own.filter(|account| wanted(account)))
        })
        .await
    }
}
