//! An app's callback: what its owner pastes at Meta, and what of it was seen working (rules 7).

use crate::error::StoreError;
use desk::Millis;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

pub(crate) const PUT: &str = "INSERT INTO apps (id, verify_token, public_address) VALUES (?1, ?2, ?3)
    ON CONFLICT (id) DO UPDATE SET verify_token = excluded.verify_token, public_address = excluded.public_address";
pub(crate) const TICK_HANDSHAKE: &str =
    "UPDATE apps SET handshake_at = ?2 WHERE id = ?1 AND handshake_at IS NULL";
pub(crate) const TICK_TEST_EVENT: &str =
    "UPDATE apps SET test_event_at = ?2 WHERE id = ?1 AND test_event_at IS NULL";
pub(crate) const TICK_FIRST_MESSAGE: &str =
    "UPDATE apps SET first_message_at = ?2 WHERE id = ?1 AND first_message_at IS NULL";
pub(crate) const GET: &str =
    "SELECT id, verify_token, public_address, handshake_at, test_event_at, first_message_at
    FROM apps WHERE id = ?1";
pub(crate) const ALL: &str =
    "SELECT id, verify_token, public_address, handshake_at, test_event_at, first_message_at
    FROM apps ORDER BY id";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[PUT, TICK_HANDSHAKE, TICK_TEST_EVENT, TICK_FIRST_MESSAGE, GET, ALL];

/// An app's callback.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct App {
    /// The app's id; the callback's path names it.
    pub id: String,
    /// What Meta repeats in the handshake. Shown to the owner, who pastes it; random for each app.
    pub verify_token: String,
    /// The address under which the listener is reached from outside, without the path.
    pub public_address: Option<String>,
    /// When the handshake was first seen: wall time, ms.
    pub handshake_at: Option<Millis>,
    /// When a signed test event was first seen.
    pub test_event_at: Option<Millis>,
    /// When a real message first arrived.
    pub first_message_at: Option<Millis>,
}

/// What was seen working.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tick {
    /// The handshake.
    Handshake,
    /// A signed test event: the tunnel works, which does not say that messages do (contract 3.6).
    TestEvent,
    /// A real message.
    FirstMessage,
}

pub(crate) async fn put(at: &mut SqliteConnection, app: &App) -> Result<(), StoreError> {
    sqlx::query(PUT)
        .bind(&app.id)
        .bind(&app.verify_token)
        .bind(&app.public_address)
        .execute(at)
        .await?;
    Ok(())
}

pub(crate) async fn tick(
    at: &mut SqliteConnection,
    app: &str,
    tick: Tick,
    when: Millis,
) -> Result<(), StoreError> {
    let statement = match tick {
        Tick::Handshake => TICK_HANDSHAKE,
        Tick::TestEvent => TICK_TEST_EVENT,
        Tick::FirstMessage => TICK_FIRST_MESSAGE,
    };
    sqlx::query(statement).bind(app).bind(when).execute(at).await?;
    Ok(())
}

pub(crate) fn read(row: &SqliteRow) -> Result<App, StoreError> {
    Ok(App {
        id: row.try_get(0)?,
        verify_token: row.try_get(1)?,
        public_address: row.try_get(2)?,
        handshake_at: row.try_get(3)?,
        test_event_at: row.try_get(4)?,
        first_message_at: row.try_get(5)?,
    })
}
