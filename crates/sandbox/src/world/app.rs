//! Apps, the codes they are given and the tokens those become.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One app of the developer dashboard.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct App {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) secret: String,
    pub(crate) redirect_uris: Vec<String>,
    /// Only a live app gets webhooks (contract 3.1).
    pub(crate) live: bool,
    /// Fields ticked on the app level; `None`: all of them.
    pub(crate) fields: Option<Vec<String>>,
    pub(crate) callback: Option<Callback>,
    /// Fields subscribed for each account (contract 3.2).
    pub(crate) subscriptions: BTreeMap<String, Vec<String>>,
    /// Since when every delivery to this app has failed.
    pub(crate) failing_since: Option<i64>,
}

impl App {
    pub(crate) fn new(id: &str, secret: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: "Bakery Desk".to_owned(),
            secret: secret.to_owned(),
            redirect_uris: Vec::new(),
            live: true,
            fields: None,
            callback: None,
            subscriptions: BTreeMap::new(),
            failing_since: None,
        }
    }

    /// Whether events of this field and account go to this app: live, with a callback, ticked and subscribed.
    pub(crate) fn wants(&self, account: &str, field: &str) -> bool {
        let ticked = self
            .fields
            .as_ref()
            .is_none_or(|fields| fields.iter().any(|one| one == field));
        let subscribed = self
            .subscriptions
            .get(account)
            .is_some_and(|fields| fields.iter().any(|one| one == field));
        self.live && self.callback.is_some() && ticked && subscribed
    }
}

/// Where an app's webhooks go, kept only after its handshake.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Callback {
    pub(crate) url: String,
    pub(crate) verify_token: String,
    pub(crate) verified_at: i64,
}

/// An authorisation code (contract 1.2: one hour, works once).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Code {
    pub(crate) app: String,
    pub(crate) account: String,
    pub(crate) redirect_uri: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) issued_at: i64,
    pub(crate) used: bool,
}

/// The two kinds of access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TokenKind {
    /// An hour.
    Short,
    /// Sixty days.
    Long,
}

/// An access token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Token {
    pub(crate) app: String,
    pub(crate) account: String,
    pub(crate) kind: TokenKind,
    pub(crate) scopes: Vec<String>,
    pub(crate) issued_at: i64,
    pub(crate) expires_at: i64,
    /// The subcode of 190 it answers with since it was revoked.
    pub(crate) revoked: Option<i64>,
}

impl Token {
    pub(crate) fn grants(&self, scope: &str) -> bool {
        self.scopes.iter().any(|one| one == scope)
    }
}

/// Reading one's own account and customers' profiles.
pub(crate) const BASIC: &str = "instagram_business_basic";
/// Reading and sending messages.
pub(crate) const MANAGE_MESSAGES: &str = "instagram_business_manage_messages";
/// Private replies to comments.
pub(crate) const MANAGE_COMMENTS: &str = "instagram_business_manage_comments";

/// Scopes the consent page knows; anything else is an error page there.
pub(crate) const SCOPES: &[&str] = &[
    BASIC,
    MANAGE_MESSAGES,
    MANAGE_COMMENTS,
    "instagram_business_content_publish",
    "instagram_business_manage_insights",
];

/// Webhook fields an account can be subscribed to (contract 3.2).
pub(crate) const FIELDS: &[&str] = &[
    "messages",
    "message_reactions",
    "messaging_postbacks",
    "messaging_seen",
    "messaging_referral",
    "messaging_optins",
    "messaging_handover",
    "standby",
    "message_edit",
    "message_echoes",
    "comments",
    "live_comments",
    "mentions",
    "story_insights",
];
