//! Conversations of one person, whose id differs between two apps (rules 2).

use crate::error::StoreError;
use crate::sql::{conversation_id, list};
use desk::ConversationId;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

pub(crate) const ADD: &str = "INSERT INTO links (conversation, other) VALUES (?1, ?2), (?2, ?1)
    ON CONFLICT DO NOTHING";
pub(crate) const OF: &str =
    "SELECT conversation, other FROM links WHERE conversation IN (SELECT value FROM json_each(?1))";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[ADD, OF];

pub(crate) async fn add(
    at: &mut SqliteConnection,
    conversation: &ConversationId,
    other: &ConversationId,
) -> Result<(), StoreError> {
    sqlx::query(ADD)
        .bind(conversation.to_string())
        .bind(other.to_string())
        .execute(at)
        .await?;
    Ok(())
}

/// The pairs of these conversations.
pub(crate) async fn of(
    at: &mut SqliteConnection,
    conversations: &[&ConversationId],
) -> Result<Vec<(ConversationId, ConversationId)>, StoreError> {
    let ids = list(conversations.iter().map(ToString::to_string));
    let rows = sqlx::query(OF).bind(ids).fetch_all(at).await?;
    rows.iter()
        .map(|row| {
            Ok((
                conversation_id(row.try_get(0)?)?,
                conversation_id(row.try_get(1)?)?,
            ))
        })
        .collect()
}
