//! What the desk keeps and shows, but does not act on.

use crate::error::StoreError;
use crate::sql::int;
use desk::Millis;
use sqlx::sqlite::SqliteConnection;

pub(crate) const ADD: &str =
    "INSERT INTO noted (seq, account, contact, at, what) VALUES (?1, ?2, ?3, ?4, ?5)";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[ADD];

/// A note with its place.
pub(crate) struct Added {
    pub(crate) seq: u64,
    pub(crate) account: String,
    pub(crate) contact: Option<String>,
    pub(crate) at: Millis,
    pub(crate) what: String,
}

pub(crate) async fn add(at: &mut SqliteConnection, note: &Added) -> Result<(), StoreError> {
    sqlx::query(ADD)
        .bind(int(note.seq))
        .bind(&note.account)
        .bind(&note.contact)
        .bind(note.at)
        .bind(&note.what)
        .execute(at)
        .await?;
    Ok(())
}
