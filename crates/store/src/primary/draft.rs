//! The operator's unsent text, one for each conversation.

use crate::error::StoreError;
use desk::ConversationId;
use sqlx::sqlite::SqliteConnection;

pub(crate) const PUT: &str = "INSERT INTO drafts (conversation, text) VALUES (?1, ?2)
    ON CONFLICT (conversation) DO UPDATE SET text = excluded.text";
pub(crate) const PUT_BEFORE: &str = "INSERT INTO drafts (conversation, text) VALUES (?1, ?2)
    ON CONFLICT (conversation) DO UPDATE
    SET text = CASE text WHEN excluded.text THEN text ELSE excluded.text || char(10) || text END";
pub(crate) const CLEAR: &str = "DELETE FROM drafts WHERE conversation = ?1";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[PUT, PUT_BEFORE, CLEAR];

pub(crate) async fn put(
    at: &mut SqliteConnection,
    conversation: &ConversationId,
    text: &str,
) -> Result<(), StoreError> {
    if text.trim().is_empty() {
        return clear(at, conversation).await;
    }
    sqlx::query(PUT)
        .bind(conversation.to_string())
        .bind(text)
        .execute(at)
        .await?;
    Ok(())
}

/// Puts words on a line of their own before what is there, unless that is the same.
pub(crate) async fn put_before(
    at: &mut SqliteConnection,
    conversation: &ConversationId,
    text: &str,
) -> Result<(), StoreError> {
    sqlx::query(PUT_BEFORE)
        .bind(conversation.to_string())
        .bind(text)
        .execute(at)
        .await?;
    Ok(())
}

pub(crate) async fn clear(
    at: &mut SqliteConnection,
    conversation: &ConversationId,
) -> Result<(), StoreError> {
    sqlx::query(CLEAR)
        .bind(conversation.to_string())
        .execute(at)
        .await?;
    Ok(())
}
