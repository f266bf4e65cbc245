//! What the autopilot did for each burst.

use crate::error::StoreError;
use crate::sql::{int, json};
use desk::{ConversationId, Decision, Millis};
use sqlx::sqlite::SqliteConnection;

pub(crate) const ADD: &str =
    "INSERT INTO decisions (burst, conversation, seq, at, body) VALUES (?1, ?2, ?3, ?4, ?5)";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[ADD];

/// A decision with its place.
pub(crate) struct Added {
    pub(crate) conversation: ConversationId,
    pub(crate) seq: u64,
    pub(crate) at: Millis,
    pub(crate) decision: Decision,
}

pub(crate) async fn add(at: &mut SqliteConnection, added: &Added) -> Result<(), StoreError> {
    sqlx::query(ADD)
        .bind(added.decision.burst.to_string())
        .bind(added.conversation.to_string())
        .bind(int(added.seq))
        .bind(added.at)
        .bind(json("decision", &added.decision)?)
        .execute(at)
        .await?;
    Ok(())
}
