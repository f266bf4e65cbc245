//! Sends: the outbox's rows, and a remark on how each came to be where it is.

use crate::error::StoreError;
use crate::sql::{Many, int, json, list, parse, word};
use desk::{Cancel, Class, ConversationId, Event, Loss, Proof, Requeue, Send, SendId, SendState};
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

pub(crate) const PUT: Many = Many {
    head: "INSERT INTO sends (id, conversation, seq, at, part, state, live, passed, asking, pilots,
    created, due_at, due_delay, remark, body) VALUES",
    row: "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    tail: "ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, at = excluded.at, part = excluded.part,
    state = excluded.state, live = excluded.live, passed = excluded.passed, asking = excluded.asking,
    pilots = excluded.pilots, created = excluded.created, due_at = excluded.due_at, due_delay = excluded.due_delay,
    remark = coalesce(excluded.remark, remark), body = excluded.body",
};
pub(crate) const LIVE: &str = "SELECT conversation, body FROM sends
    WHERE live = 1 AND conversation IN (SELECT value FROM json_each(?1))";
pub(crate) const NAMED: &str =
    "SELECT conversation, body FROM sends WHERE id IN (SELECT value FROM json_each(?1))";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[LIVE, NAMED];

/// How a send came to be where it is: what a sentence about it needs beside its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remark {
    /// It failed.
    Failed {
        /// Why.
        class: Class,
        /// Meta's code.
        code: Option<i64>,
        /// Meta's subcode.
        subcode: Option<i64>,
    },
    /// It waits again.
    Waiting(Requeue),
    /// Its outcome is not known.
    Lost(Loss),
    /// It was taken back.
    Cancelled(Cancel),
    /// It was proven.
    Confirmed(Proof),
}

impl Remark {
    /// The remark that an event makes, and on which send.
    pub(crate) fn of(event: &Event) -> Option<(&SendId, Self)> {
        match event {
            Event::SendFailed {
                send,
                class,
                code,
                subcode,
            } => Some((
                send,
                Self::Failed {
                    class: *class,
                    code: *code,
                    subcode: *subcode,
                },
            )),
            Event::SendRequeued { send, why, .. } => Some((send, Self::Waiting(*why))),
            Event::SendLost { send, why, .. } => Some((send, Self::Lost(*why))),
            Event::SendCancelled { send, why } => Some((send, Self::Cancelled(*why))),
            Event::SendConfirmed { send, by, .. } => Some((send, Self::Confirmed(*by))),
            _ => None,
        }
    }
}

/// Whether the rules read the send without being told: it is not final, or was proven without a `mid`.
pub(crate) fn is_live(send: &Send) -> bool {
    !send.state.is_final() || (send.state == SendState::Confirmed && send.mid.is_none())
}

/// A row to save.
pub(crate) struct Saved<'a> {
    conversation: String,
    send: &'a Send,
    remark: Option<String>,
    body: String,
}

pub(crate) fn saved<'a>(
    conversation: &ConversationId,
    send: &'a Send,
    remark: Option<&Remark>,
) -> Result<Saved<'a>, StoreError> {
    Ok(Saved {
        conversation: conversation.to_string(),
        send,
        remark: remark.map(|remark| json("remark", remark)).transpose()?,
        body: json("send", send)?,
    })
}

pub(crate) async fn save(at: &mut SqliteConnection, rows: &[Saved<'_>]) -> Result<(), StoreError> {
    PUT.insert(at, rows, |query, saved| {
        let send = saved.send;
        query
            .bind(send.id.0.clone())
            .bind(saved.conversation.clone())
            .bind(int(send.seq))
            .bind(send.at)
            .bind(send.part)
            .bind(word(&send.state))
            .bind(is_live(send))
            .bind(send.passed)
            .bind(send.asking)
            .bind(send.is_autopilots())
            .bind(send.created)
            .bind(send.due.map(|due| due.at))
            .bind(send.due.map_or(0, |due| due.delay))
            .bind(saved.remark.clone())
            .bind(saved.body.clone())
    })
    .await?;
    Ok(())
}

/// The sends that the rules read of these conversations.
pub(crate) async fn live(
    at: &mut SqliteConnection,
    conversations: &[ConversationId],
) -> Result<Vec<(String, Send)>, StoreError> {
    let ids = list(conversations.iter().map(ToString::to_string));
    read(sqlx::query(LIVE).bind(ids).fetch_all(at).await?)
}

/// The sends of these names.
pub(crate) async fn named(
    at: &mut SqliteConnection,
    ids: &[SendId],
) -> Result<Vec<(String, Send)>, StoreError> {
    read(sqlx::query(NAMED).bind(list(ids)).fetch_all(at).await?)
}

fn read(rows: Vec<sqlx::sqlite::SqliteRow>) -> Result<Vec<(String, Send)>, StoreError> {
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, parse("send", row.try_get(1)?)?)))
        .collect()
}
