//! What the autopilot did for each burst.

use crate::error::StoreError;
use crate::sql::{Many, int, json};
use desk::{ConversationId, Decision, Millis};
use sqlx::sqlite::SqliteConnection;

pub(crate) const ADD: Many = Many {
    head: "INSERT INTO decisions (burst, conversation, seq, at, body) VALUES",
    row: "(?, ?, ?, ?, ?)",
    tail: "",
};

/// A decision with its place.
pub(crate) struct Added {
    pub(crate) conversation: ConversationId,
    pub(crate) seq: u64,
    pub(crate) at: Millis,
    pub(crate) decision: Decision,
}

pub(crate) async fn add(at: &mut SqliteConnection, decisions: &[Added]) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(decisions.len());
    for added in decisions {
        rows.push((added, json("decision", &added.decision)?));
    }
    ADD.insert(at, &rows, |query, (added, body)| {
        query
            .bind(added.decision.burst.to_string())
            .bind(added.conversation.to_string())
            .bind(int(added.seq))
            .bind(added.at)
            .bind(body.clone())
    })
    .await?;
    Ok(())
}
