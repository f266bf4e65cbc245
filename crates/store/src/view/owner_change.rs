//! Changes of owner, as they stand between the messages. An extension of the same owner's time is none.

use crate::error::StoreError;
use crate::sql::{Many, int, word};
use desk::{Millis, OwnerReason};
use sqlx::sqlite::SqliteConnection;

pub(crate) const ADD: Many = Many {
    head: "INSERT INTO owner_changes (seq, conversation, at, reason) VALUES",
    row: "(?, ?, ?, ?)",
    tail: "",
};

/// A change with its place.
pub(crate) struct Added {
    pub(crate) seq: u64,
    pub(crate) conversation: String,
    /// Meta's time, ms: the order of the messages.
    pub(crate) at: Millis,
    pub(crate) reason: OwnerReason,
}

pub(crate) async fn add(at: &mut SqliteConnection, changes: &[Added]) -> Result<(), StoreError> {
    ADD.insert(at, changes, |query, change| {
        query
            .bind(int(change.seq))
            .bind(change.conversation.clone())
            .bind(change.at)
            .bind(word(&change.reason))
    })
    .await?;
    Ok(())
}
