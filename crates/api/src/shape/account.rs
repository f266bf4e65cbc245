//! Accounts and their autopilot.

use crate::words;
use engine::{Standing, view};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where an account lives.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Host {
    /// The practice platform of this desk.
    Practice,
    /// Instagram.
    Meta,
    /// Another platform with Instagram's interface.
    Custom,
}

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// It sends and receives.
    Live,
    /// Its token is dead; what comes in is still stored.
    SignInAgain,
    /// A limit holds it back for a while.
    Paused,
    /// Instagram does not let it send until somebody sees to it.
    Stopped,
    /// It was disconnected here.
    Disconnected,
}

/// How long a token lasts.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lifetime {
    /// About 60 days.
    Long,
    /// About an hour.
    Short,
}

/// An account's token, without the token.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Token {
    /// Its kind.
    pub lifetime: Lifetime,
    /// When it ends, ms; null when it is not known.
    #[schema(required)]
    pub expires_at: Option<i64>,
}

/// What is known of receiving.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Receiving {
    /// What to enter in the dashboard, once a public address is known.
    #[schema(required)]
    pub callback_url: Option<String>,
    /// Its path.
    pub callback_path: String,
    /// The public address that leads to the listener.
    #[schema(required)]
    pub public_address: Option<String>,
    /// What to enter beside the callback URL. The one secret that is made to be copied.
    pub verify_token: String,
    /// When the platform verified the callback, ms.
    #[schema(required)]
    pub handshake_at: Option<i64>,
    /// When the dashboard's test event came, ms.
    #[schema(required)]
    pub test_event_at: Option<i64>,
    /// When the first real message came, ms.
    #[schema(required)]
    pub first_message_at: Option<i64>,
}

/// An account.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Account {
    /// The 1784… id.
    pub id: String,
    /// The handle.
    pub username: String,
    /// The name shown.
    #[schema(required)]
    pub name: Option<String>,
    /// Its colour: a hue in degrees.
    pub hue: u16,
    /// Where it lives.
    pub host: Host,
    /// How it stands.
    pub state: AccountState,
    /// How it stands, in words.
    pub sentence: String,
    /// What to do about it; null: nothing.
    #[schema(required)]
    pub next_step: Option<String>,
    /// When it was connected, ms.
    pub connected_at: i64,
    /// Its token.
    pub token: Token,
    /// Whether its autopilot answers.
    pub autopilot_on: bool,
    /// The app it is connected through.
    pub app_id: String,
    /// What is known of receiving.
    pub receiving: Receiving,
    /// Unread messages.
    pub unread: u64,
}

impl Host {
    pub(crate) fn of(host: engine::Host) -> Self {
        match host {
            engine::Host::Practice => Self::Practice,
            engine::Host::Meta => Self::Meta,
            engine::Host::Custom => Self::Custom,
        }
    }
}

impl Account {
    /// An account as the window shows it.
    pub(crate) fn of(
        account: &view::Account,
        app: Option<&view::App>,
        standing: Standing,
        now: desk::Now,
    ) -> Self {
        let connection = account.connection.as_ref();
        let state = words::account_state(account, standing, now);
        let app_id = connection
            .map(|connection| connection.app.clone())
            .unwrap_or_default();
        Self {
            id: account.id.to_string(),
            username: account.username.clone(),
            name: connection.and_then(|connection| connection.name.clone()),
            hue: connection.map_or(160, |connection| connection.hue),
            host: connection.map_or(Host::Meta, |connection| match connection.host {
                view::StoredHost::Practice => Host::Practice,
                view::StoredHost::Meta => Host::Meta,
                view::StoredHost::Custom => Host::Custom,
            }),
            sentence: words::account(account, state, standing, now),
            next_step: (state == AccountState::Stopped)
                .then(|| words::after_stop(account.state.stopped).to_owned()),
            state,
            connected_at: account.state.connected.unwrap_or_default(),
            token: Token {
                lifetime: match connection.map(|connection| connection.token) {
                    Some(view::TokenKind::Short) => Lifetime::Short,
                    _ => Lifetime::Long,
                },
                expires_at: connection.and_then(|connection| connection.expires_at),
            },
            autopilot_on: account.state.autopilot_since.is_some(),
            receiving: Receiving::of(&app_id, app),
            app_id,
            unread: account.unread,
        }
    }
}

impl Receiving {
    fn of(app_id: &str, app: Option<&view::App>) -> Self {
        let callback_path = format!("/webhooks/instagram/{app_id}");
        let public_address = app.and_then(|app| app.public_address.clone());
        Self {
            callback_url: public_address
                .as_ref()
                .map(|address| format!("{address}{callback_path}")),
            callback_path,
            public_address,
            verify_token: app.map(|app| app.verify_token.clone()).unwrap_or_default(),
            handshake_at: app.and_then(|app| app.handshake_at),
            test_event_at: app.and_then(|app| app.test_event_at),
            first_message_at: app.and_then(|app| app.first_message_at),
        }
    }
}

/// What became of a disconnection.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Disconnected {
    /// Whether the platform agreed to deliver nothing more.
    pub unsubscribed: bool,
    /// What happened.
    pub sentence: String,
}

/// A public address.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct PublicAddress {
    /// Its https origin; null removes it.
    #[schema(required)]
    pub url: Option<String>,
}

/// An account's autopilot.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Autopilot {
    /// Whether it answers.
    pub on: bool,
    /// The owner's instructions.
    pub prompt: String,
    /// How it shall sound.
    pub tone: String,
    /// What it may state as true.
    pub key_information: String,
    /// Whom it speaks for.
    pub company: String,
    /// What kind of business that is.
    pub sector: String,
    /// The model's name.
    pub model: String,
    /// The model's server.
    pub base_url: String,
    /// Whether a key is stored. The key itself is never read back.
    pub has_key: bool,
    /// Names everything that shapes the prompt.
    pub prompt_version: String,
    /// How many tokens a call may hold.
    pub context_tokens: u32,
    /// The longest answer, bytes.
    pub max_reply_bytes: u32,
}

/// What may be changed of it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct AutopilotChange {
    /// Whether it answers.
    pub on: bool,
    /// The owner's instructions.
    pub prompt: String,
    /// How it shall sound.
    pub tone: String,
    /// What it may state as true.
    pub key_information: String,
    /// Whom it speaks for.
    pub company: String,
    /// What kind of business that is.
    pub sector: String,
    /// The model's name.
    pub model: String,
    /// The model's server.
    pub base_url: String,
    /// How many tokens a call may hold.
    pub context_tokens: u32,
    /// The longest answer, bytes.
    pub max_reply_bytes: u32,
}

/// A key for the model's server.
#[derive(Deserialize, ToSchema)]
pub struct ModelKey {
    /// The key.
    #[schema(value_type = String)]
    pub key: secrecy::SecretString,
}

/// What a trial call came to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Tried {
    /// Whether the model answered.
    pub ok: bool,
    /// How long it took, ms.
    #[schema(required)]
    pub latency_ms: Option<i64>,
    /// What happened.
    pub sentence: String,
}

impl From<engine::AutopilotView> for Autopilot {
    fn from(view: engine::AutopilotView) -> Self {
        let settings = view.settings;
        Self {
            on: view.on,
            prompt: settings.prompt,
            tone: settings.tone,
            key_information: settings.key_information,
            company: settings.company,
            sector: settings.sector,
            model: settings.model,
            base_url: settings.base_url,
            has_key: view.has_key,
            prompt_version: settings.prompt_version,
            context_tokens: settings.context_tokens,
            max_reply_bytes: settings.max_reply_bytes,
        }
    }
}

impl AutopilotChange {
    /// The settings; the engine names their version.
    pub(crate) fn settings(self) -> view::AutopilotSettings {
        view::AutopilotSettings {
            prompt: self.prompt,
            tone: self.tone,
            key_information: self.key_information,
            company: self.company,
            sector: self.sector,
            model: self.model,
            base_url: self.base_url,
            prompt_version: String::new(),
            context_tokens: self.context_tokens,
            max_reply_bytes: self.max_reply_bytes,
        }
    }
}
