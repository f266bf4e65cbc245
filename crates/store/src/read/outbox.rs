//! The outbox in numbers, and single sends.

use super::item::SendItem;
use crate::error::StoreError;
use crate::open::Store;
use crate::sql::{conversation_id, parse, uint};
use desk::{AccountId, ConversationId, SendId};
use sqlx::Row;

pub(crate) const COUNTS: &str = "SELECT state, count(*), coalesce(sum(asking), 0) FROM sends INDEXED BY sends_state WHERE live = 1 GROUP BY state";
pub(crate) const WAITING: &str = "SELECT DISTINCT conversation FROM sends INDEXED BY sends_state
    WHERE live = 1 AND state IN ('held', 'queued')";
pub(crate) const ONE: &str = "SELECT conversation, body, remark FROM sends WHERE id = ?1";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[COUNTS, ONE, WAITING];

/// How many sends stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutboxCounts {
    /// Waiting so that they can be undone.
    pub held: u64,
    /// Ready, or waiting for a retry.
    pub queued: u64,
    /// On the wire.
    pub sending: u64,
    /// Not known.
    pub unknown: u64,
    /// Of those, the ones that ask the operator.
    pub asking: u64,
}

impl Store {
    /// How many sends stand where.
    ///
    /// # Errors
    /// As all reads.
    pub async fn outbox(&self) -> Result<OutboxCounts, StoreError> {
        let mut counts = OutboxCounts::default();
        for row in sqlx::query(COUNTS).fetch_all(&self.pool).await? {
            let count = uint(row.try_get(1)?);
            counts.asking += uint(row.try_get(2)?);
            match row.try_get::<&str, _>(0)? {
                "held" => counts.held = count,
                "queued" => counts.queued = count,
                "sending" => counts.sending = count,
                "unknown" => counts.unknown = count,
                _ => {}
            }
        }
        Ok(counts)
    }

    /// The account's conversations in which something waits to go out.
    ///
    /// # Errors
    /// As all reads.
    pub async fn waiting(&self, account: &AccountId) -> Result<Vec<ConversationId>, StoreError> {
        let mut found = Vec::new();
        for row in sqlx::query(WAITING).fetch_all(&self.pool).await? {
            let id: ConversationId = conversation_id(row.try_get(0)?)?;
            if id.account == *account {
                found.push(id);
            }
        }
        Ok(found)
    }

    /// One send and its conversation.
    ///
    /// # Errors
    /// As all reads.
    pub async fn send(&self, id: &SendId) -> Result<Option<(ConversationId, SendItem)>, StoreError> {
        let Some(row) = sqlx::query(ONE)
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await?
        else {
            return Ok(None);
        };
        let conversation: String = row.try_get(0)?;
        let remark: Option<&str> = row.try_get(2)?;
        let item = SendItem {
            send: parse("send", row.try_get(1)?)?,
            remark: remark.map(|remark| parse("remark", remark)).transpose()?,
        };
        let conversation = conversation_id(&conversation)?;
        Ok(Some((conversation, item)))
    }
}
