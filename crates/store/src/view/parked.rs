//! What refers to messages that have not arrived.

use crate::error::StoreError;
use crate::sql::{int, json, list, parse};
use desk::{Mid, Reference};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;
use std::collections::HashMap;

pub(crate) const ADD: &str = "INSERT INTO parked (mid, kind, seq, conversation, reference)
    VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (mid, kind) DO UPDATE SET seq = excluded.seq, conversation = excluded.conversation,
    reference = excluded.reference";
pub(crate) const REMOVE: &str = "DELETE FROM parked WHERE mid IN (SELECT value FROM json_each(?1))";
pub(crate) const OF: &str =
    "SELECT mid, reference FROM parked WHERE mid IN (SELECT value FROM json_each(?1)) ORDER BY seq";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[ADD, REMOVE, OF];

pub(crate) async fn add(
    at: &mut SqliteConnection,
    seq: u64,
    conversation: &str,
    mid: &Mid,
    reference: &Reference,
) -> Result<(), StoreError> {
    sqlx::query(ADD)
        .bind(mid.as_str())
        .bind(reference.kind())
        .bind(int(seq))
        .bind(conversation)
        .bind(json("reference", reference)?)
        .execute(at)
        .await?;
    Ok(())
}

/// Every message removes what waited for it, and hardly ever did anything wait: one statement for all of them.
pub(crate) async fn remove(at: &mut SqliteConnection, mids: &[&Mid]) -> Result<(), StoreError> {
    if !mids.is_empty() {
        sqlx::query(REMOVE).bind(list(mids)).execute(at).await?;
    }
    Ok(())
}

pub(crate) async fn of(
    at: &mut SqliteConnection,
    mids: &[Mid],
) -> Result<HashMap<Mid, Vec<Reference>>, StoreError> {
    let mut parked: HashMap<Mid, Vec<Reference>> = HashMap::new();
    for row in sqlx::query(OF).bind(list(mids)).fetch_all(at).await? {
        parked
            .entry(Mid(row.try_get(0)?))
            .or_default()
            .push(parse("reference", row.try_get(1)?)?);
    }
    Ok(parked)
}
