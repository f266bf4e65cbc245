//! Changes of owner, as they stand between the messages. An extension of the same owner's time is none.

use crate::error::StoreError;
use crate::sql::{int, word};
use desk::{Millis, OwnerReason};
use sqlx::sqlite::SqliteConnection;

pub(crate) const ADD: &str =
    "INSERT INTO owner_changes (seq, conversation, at, reason) VALUES (?1, ?2, ?3, ?4)";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[ADD];

/// A change with its place.
pub(crate) struct Added {
    pub(crate) seq: u64,
    pub(crate) conversation: String,
    /// Meta's time, ms: the order of the messages.
    pub(crate) at: Millis,
    pub(crate) reason: OwnerReason,
}

pub(crate) async fn add(at: &mut SqliteConnection, change: &Added) -> Result<(), StoreError> {
    sqlx::query(ADD)
        .bind(int(change.seq))
        .bind(&change.conversation)
        .bind(change.at)
        .bind(word(&change.reason))
        .execute(at)
        .await?;
    Ok(())
}
