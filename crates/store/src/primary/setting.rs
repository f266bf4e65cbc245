//! Settings, by name, as JSON. The rules' delays are one of them.

use crate::error::StoreError;
use crate::sql::{json, parse};
use desk::Timings;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

pub(crate) const PUT: &str = "INSERT INTO settings (name, body) VALUES (?1, ?2)
    ON CONFLICT (name) DO UPDATE SET body = excluded.body";
pub(crate) const GET: &str = "SELECT body FROM settings WHERE name = ?1";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[PUT, GET];

/// The name of the rules' delays.
pub(crate) const TIMINGS: &str = "timings";

pub(crate) async fn put(
    at: &mut SqliteConnection,
    name: &str,
    value: &impl serde::Serialize,
) -> Result<(), StoreError> {
    sqlx::query(PUT)
        .bind(name)
        .bind(json("setting", value)?)
        .execute(at)
        .await?;
    Ok(())
}

pub(crate) async fn timings(at: &mut SqliteConnection) -> Result<Timings, StoreError> {
    match sqlx::query(GET).bind(TIMINGS).fetch_optional(at).await? {
        None => Ok(Timings::default()),
        Some(row) => parse("timings", row.try_get(0)?),
    }
}
