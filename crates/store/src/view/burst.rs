//! Open bursts: work rows.

use crate::error::StoreError;
use crate::sql::{Many, json, list, parse};
use desk::{Burst, BurstState, ConversationId, Due};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;
use std::collections::HashMap;

pub(crate) const PUT: Many = Many {
    head: "INSERT INTO bursts (conversation, burst, state, due_at, due_delay, body) VALUES",
    row: "(?, ?, ?, ?, ?, ?)",
    tail: "ON CONFLICT (conversation) DO UPDATE SET burst = excluded.burst, state = excluded.state,
    due_at = excluded.due_at, due_delay = excluded.due_delay, body = excluded.body",
};
pub(crate) const REMOVE: &str = "DELETE FROM bursts WHERE conversation IN (SELECT value FROM json_each(?1))";
pub(crate) const OF: &str =
    "SELECT conversation, body FROM bursts WHERE conversation IN (SELECT value FROM json_each(?1))";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[REMOVE, OF];

/// The state's word: what the work queries and the lists compare.
pub(crate) fn word(state: &BurstState) -> &'static str {
    match state {
        BurstState::Open => "open",
        BurstState::Looking => "looking",
        BurstState::Claimed { .. } => "claimed",
        BurstState::Drafted { .. } => "drafted",
    }
}

/// A row to save.
pub(crate) struct Saved {
    conversation: String,
    id: String,
    state: &'static str,
    due: Due,
    body: String,
}

pub(crate) fn saved(conversation: String, burst: &Burst) -> Result<Saved, StoreError> {
    Ok(Saved {
        conversation,
        id: burst.id.to_string(),
        state: word(&burst.state),
        due: burst.due,
        body: json("burst", burst)?,
    })
}

/// Saves the open bursts and removes the closed ones, by conversation.
pub(crate) async fn save(
    at: &mut SqliteConnection,
    open: &[Saved],
    closed: &[String],
) -> Result<(), StoreError> {
    if !closed.is_empty() {
        sqlx::query(REMOVE).bind(list(closed)).execute(&mut *at).await?;
    }
    PUT.insert(at, open, |query, burst| {
        query
            .bind(burst.conversation.clone())
            .bind(burst.id.clone())
            .bind(burst.state)
            .bind(burst.due.at)
            .bind(burst.due.delay)
            .bind(burst.body.clone())
    })
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
