//! What is known about a contact. Fetched in the background; the row is also the work of fetching it.

use crate::error::StoreError;
use crate::sql::{json, parse};
use desk::{ConversationId, Due, Millis};
use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteConnection;

pub(crate) const PUT: &str =
    "INSERT INTO profiles (conversation, body, due_at, due_delay) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (conversation) DO UPDATE
    SET body = excluded.body, due_at = excluded.due_at, due_delay = excluded.due_delay";
/// Who writes gives consent (contract 2.2): a profile that was refused before is asked for again, and so is one
/// that rested because nobody wrote.
pub(crate) const WANT: &str = "INSERT INTO profiles (conversation, body, due_at, due_delay)
    SELECT value, NULL, ?2, 0 FROM json_each(?1) WHERE true
    ON CONFLICT (conversation) DO UPDATE SET due_at = excluded.due_at, due_delay = 0
    WHERE profiles.due_at IS NULL OR json_extract(profiles.body, '$.refused') = 1";
pub(crate) const GET: &str = "SELECT body FROM profiles WHERE conversation = ?1";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[PUT, WANT, GET];

/// A contact's profile (contract 2.3). What Meta did not tell is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// The name.
    pub name: Option<String>,
    /// The handle, without `@`.
    pub username: Option<String>,
    /// A picture's address, valid for some days.
    pub picture: Option<String>,
    /// Until when: Meta's time, ms.
    pub picture_until: Option<Millis>,
    /// How many follow them.
    pub followers: Option<u64>,
    /// Whether they follow the account.
    pub follows_us: Option<bool>,
    /// Whether the account follows them.
    pub we_follow: Option<bool>,
    /// Whether Meta verified them.
    pub verified: Option<bool>,
    /// When this was fetched: wall time, ms.
    pub fetched_at: Millis,
    /// Meta refused, for want of the person's consent.
    pub refused: bool,
    /// When to fetch it again; `None`: not by itself.
    pub again: Option<Due>,
}

pub(crate) async fn put(
    at: &mut SqliteConnection,
    conversation: &ConversationId,
    profile: &Profile,
) -> Result<(), StoreError> {
    sqlx::query(PUT)
        .bind(conversation.to_string())
        .bind(json("profile", profile)?)
        .bind(profile.again.map(|due| due.at))
        .bind(profile.again.map_or(0, |due| due.delay))
        .execute(at)
        .await?;
    Ok(())
}

pub(crate) fn read(body: Option<&str>) -> Result<Option<Profile>, StoreError> {
    body.map(|body| parse("profile", body)).transpose()
}
