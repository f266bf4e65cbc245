//! The customer's reaction to a message: at most one.

use crate::error::StoreError;
use desk::{Mid, Millis};
use sqlx::sqlite::SqliteConnection;

pub(crate) const PUT: &str = "INSERT INTO reactions (mid, emoji, at) VALUES (?1, ?2, ?3)
    ON CONFLICT (mid) DO UPDATE SET emoji = excluded.emoji, at = excluded.at";
pub(crate) const REMOVE: &str = "DELETE FROM reactions WHERE mid = ?1";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[PUT, REMOVE];

pub(crate) async fn save(
    at: &mut SqliteConnection,
    mid: &Mid,
    when: Millis,
    emoji: Option<&str>,
) -> Result<(), StoreError> {
    match emoji {
        Some(emoji) => {
            sqlx::query(PUT)
                .bind(mid.as_str())
                .bind(emoji)
                .bind(when)
                .execute(at)
                .await?
        }
        None => sqlx::query(REMOVE).bind(mid.as_str()).execute(at).await?,
    };
    Ok(())
}
