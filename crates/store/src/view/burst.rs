//! Open bursts: work rows.

use crate::error::StoreError;
use crate::sql::{json, list, parse};
use desk::{Burst, BurstState, ConversationId};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;
use std::collections::HashMap;

pub(crate) const PUT: &str = "INSERT INTO bursts (conversation, burst, state, due_at, due_delay, body)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT (conversation) DO UPDATE SET burst = excluded.burst, state = excluded.state,
    due_at = excluded.due_at, due_delay = excluded.due_delay, body = excluded.body";
pub(crate) const REMOVE: &str = "DELETE FROM bursts WHERE conversation = ?1";
pub(crate) const OF: &str =
    "SELECT conversation, body FROM bursts WHERE conversation IN (SELECT value FROM json_each(?1))";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[PUT, REMOVE, OF];

/// The state's word: what the work queries and the lists compare.
pub(crate) fn word(state: &BurstState) -> &'static str {
    match state {
        BurstState::Open => "open",
        BurstState::Looking => "looking",
        BurstState::Claimed { .. } => "claimed",
        BurstState::Drafted { .. } => "drafted",
    }
}

pub(crate) async fn save(
    at: &mut SqliteConnection,
    conversation: &str,
    burst: Option<&Burst>,
) -> Result<(), StoreError> {
    let Some(burst) = burst else {
        sqlx::query(REMOVE).bind(conversation).execute(at).await?;
        return Ok(());
    };
    sqlx::query(PUT)
        .bind(conversation)
        .bind(burst.id.to_string())
        .bind(word(&burst.state))
        .bind(burst.due.at)
        .bind(burst.due.delay)
        .bind(json("burst", burst)?)
        .execute(at)
        .await?;
    Ok(())
}

pub(crate) async fn of(
    at: &mut SqliteConnection,
    conversations: &[ConversationId],
) -> Result<HashMap<String, Burst>, StoreError> {
    let ids = list(conversations.iter().map(ToString::to_string));
    let mut bursts = HashMap::new();
    for row in sqlx::query(OF).bind(ids).fetch_all(at).await? {
        bursts.insert(row.try_get(0)?, parse("burst", row.try_get(1)?)?);
    }
    Ok(bursts)
}
