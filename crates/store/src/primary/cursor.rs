//! How far a named reader has come in the journal. Only notifications keep one (rules 1).

use crate::error::StoreError;
use crate::sql::int;
use sqlx::sqlite::SqliteConnection;

pub(crate) const PUT: &str = "INSERT INTO cursors (name, seq) VALUES (?1, ?2)
    ON CONFLICT (name) DO UPDATE SET seq = excluded.seq";
pub(crate) const GET: &str = "SELECT seq FROM cursors WHERE name = ?1";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[PUT, GET];

pub(crate) async fn put(at: &mut SqliteConnection, name: &str, seq: u64) -> Result<(), StoreError> {
    sqlx::query(PUT).bind(name).bind(int(seq)).execute(at).await?;
    Ok(())
}
