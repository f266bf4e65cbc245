//! What the autopilot did, with the model's own words about it.

use crate::error::StoreError;
use crate::open::Store;
use crate::sql::{conversation_id, parse, uint};
use desk::{BurstId, Content, ConversationId, Decision, Millis};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

pub(crate) const OF: &str = "SELECT d.conversation, d.seq, d.at, d.body, c.body FROM decisions AS d
    LEFT JOIN content AS c ON c.conversation = d.conversation AND c.key = 'decision:' || d.burst AND c.blank = 0
    WHERE d.conversation = ?1 ORDER BY d.seq DESC LIMIT ?2";
pub(crate) const ONE: &str = "SELECT d.conversation, d.seq, d.at, d.body, c.body FROM decisions AS d
    LEFT JOIN content AS c ON c.conversation = d.conversation AND c.key = 'decision:' || d.burst AND c.blank = 0 WHERE d.burst = ?1";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[OF, ONE];

/// A decision.
#[derive(Clone, Debug)]
pub struct DecisionRecord {
    /// Which conversation.
    pub conversation: ConversationId,
    /// Its position in the journal.
    pub seq: u64,
    /// When: wall time, ms.
    pub at: Millis,
    /// The record.
    pub decision: Decision,
    /// The model's own words about a hand-over.
    pub note: Option<String>,
}

fn read(row: &SqliteRow) -> Result<DecisionRecord, StoreError> {
    let conversation: String = row.try_get(0)?;
    let note: Option<&str> = row.try_get(4)?;
    let note: Option<Content> = note.map(|body| parse("content", body)).transpose()?;
    Ok(DecisionRecord {
        conversation: conversation_id(&conversation)?,
        seq: uint(row.try_get(1)?),
        at: row.try_get(2)?,
        decision: parse("decision", row.try_get(3)?)?,
        note: note.and_then(|note| note.text),
    })
}

impl Store {
    /// A conversation's decisions, newest first.
    ///
    /// # Errors
    /// As all reads.
    pub async fn decisions(
        &self,
        id: &ConversationId,
        limit: u32,
    ) -> Result<Vec<DecisionRecord>, StoreError> {
        let rows = sqlx::query(OF)
            .bind(id.to_string())
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// A burst's decision.
    ///
    /// # Errors
    /// As all reads.
    pub async fn decision(&self, burst: &BurstId) -> Result<Option<DecisionRecord>, StoreError> {
        let row = sqlx::query(ONE)
            .bind(burst.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }
}
