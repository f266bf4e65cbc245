//! How an account's autopilot answers. Whether it is on is an event of the journal, not a row here.

use crate::error::StoreError;
use crate::sql::{json, parse};
use desk::AccountId;
use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteConnection;

pub(crate) const PUT: &str = "INSERT INTO autopilots (account, body) VALUES (?1, ?2)
    ON CONFLICT (account) DO UPDATE SET body = excluded.body";
pub(crate) const GET: &str = "SELECT body FROM autopilots WHERE account = ?1";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[PUT, GET];

/// What the owner of an account wrote for its autopilot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AutopilotSettings {
    /// The system prompt.
    pub prompt: String,
    /// The tone of voice.
    pub tone: String,
    /// What it should know.
    pub key_information: String,
    /// The company.
    pub company: String,
    /// Its sector.
    pub sector: String,
    /// The model's name as its server knows it.
    pub model: String,
    /// The base address of an OpenAI-compatible server.
    pub base_url: String,
    /// A hash of everything above that goes into the prompt: what decisions refer to.
    pub prompt_version: String,
    /// How much of the conversation the model may read, tokens.
    pub context_tokens: u32,
    /// The longest answer that is not cut short as over-long, bytes.
    pub max_reply_bytes: u32,
}

impl Default for AutopilotSettings {
    fn default() -> Self {
        Self {
            prompt: String::new(),
            tone: String::new(),
            key_information: String::new(),
            company: String::new(),
            sector: String::new(),
            model: String::new(),
            base_url: String::new(),
            prompt_version: String::new(),
            context_tokens: 6_000,
            max_reply_bytes: 3_000,
        }
    }
}

pub(crate) async fn put(
    at: &mut SqliteConnection,
    account: &AccountId,
    settings: &AutopilotSettings,
) -> Result<(), StoreError> {
    sqlx::query(PUT)
        .bind(account.as_str())
        .bind(json("autopilot", settings)?)
        .execute(at)
        .await?;
    Ok(())
}

pub(crate) fn read(body: Option<&str>) -> Result<AutopilotSettings, StoreError> {
    body.map_or_else(
        || Ok(AutopilotSettings::default()),
        |body| parse("autopilot", body),
    )
}
