//! Accounts and their customers.

use serde::{Deserialize, Serialize};

/// A professional account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    /// The `user_id` of `/me`, the id webhooks use (contract 2.1).
    pub(crate) id: String,
    /// The `id` of `/me`, which is good for nothing but deauthorisation.
    pub(crate) app_scoped_id: String,
    pub(crate) username: String,
    pub(crate) name: String,
    pub(crate) account_type: String,
    /// *Allow access to messages* on the phone (contract 3.1).
    pub(crate) dm_access: bool,
    /// Temporarily restricted from sending (10/1893063).
    pub(crate) sending_restricted: bool,
    /// What `messenger_profile` holds (contract 4.5).
    #[serde(default)]
    pub(crate) messenger_profile: serde_json::Map<String, serde_json::Value>,
}

/// One person writing to one account; ids are scoped to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Customer {
    pub(crate) igsid: String,
    pub(crate) account: String,
    /// `None`: has no display name.
    pub(crate) name: Option<String>,
    pub(crate) username: String,
    /// Wrote once or tapped an ice breaker (contract 2.2).
    pub(crate) consented: bool,
    /// Blocked the business.
    pub(crate) blocked: bool,
    /// `false`: the profile answers 9010.
    pub(crate) messageable: bool,
    pub(crate) follower_count: u64,
    /// Which of the built-in faces is the profile picture.
    pub(crate) face: u64,
}

/// A comment below a post, for private replies (contract 4.4).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Comment {
    pub(crate) account: String,
    pub(crate) igsid: String,
    pub(crate) at: i64,
    pub(crate) answered: bool,
}
