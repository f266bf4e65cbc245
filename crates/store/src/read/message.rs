//! Messages apart from their pages: one by its name, what arrived, what was really said.

use super::item::{ARRIVED, CONVERSATION_OF, MessageItem, NAMED, OLDER, message};
use crate::error::StoreError;
use crate::open::Store;
use crate::sql::{conversation_id, int};
use desk::{ConversationId, Millis, SendState};
use sqlx::Row;

impl Store {
    /// What arrived after a position: everything that the operator did not write, newest first.
    ///
    /// # Errors
    /// As all reads.
    pub async fn newer(&self, id: &ConversationId, after_seq: u64) -> Result<Vec<MessageItem>, StoreError> {
        let rows = sqlx::query(ARRIVED)
            .bind(id.to_string())
            .bind(int(after_seq))
            .bind(0)
            .bind(50)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(message).collect()
    }

    /// One message by its key or `mid`, with its conversation.
    ///
    /// # Errors
    /// As all reads.
    pub async fn message(&self, key: &str) -> Result<Option<(ConversationId, MessageItem)>, StoreError> {
        let Some(row) = sqlx::query(NAMED)
            .bind(key)
            .bind(0)
            .bind(0)
            .bind(1)
            .fetch_optional(&self.pool)
            .await?
        else {
            return Ok(None);
        };
        let of = sqlx::query(CONVERSATION_OF)
            .bind(key)
            .fetch_one(&self.pool)
            .await?;
        let conversation: &str = of.try_get(0)?;
        let conversation = conversation_id(conversation)?;
        Ok(Some((conversation, message(&row)?)))
    }

    /// What was really said, newest first: nothing held, cancelled or failed.
    ///
    /// # Errors
    /// As all reads.
    pub async fn history(&self, id: &ConversationId, limit: u32) -> Result<Vec<MessageItem>, StoreError> {
        let rows = sqlx::query(OLDER)
            .bind(id.to_string())
            .bind(Millis::MAX)
            .bind(i64::MAX)
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        let said = |message: &MessageItem| {
            message.send.as_ref().is_none_or(|item| {
                matches!(
                    item.send.state,
                    SendState::Sending | SendState::Unknown | SendState::Accepted | SendState::Confirmed
                )
            })
        };
        let mut messages = Vec::with_capacity(rows.len());
        for row in &rows {
            let message = message(row)?;
            if said(&message) {
                messages.push(message);
            }
        }
        Ok(messages)
    }
}
