//! The journal: append-only in order, the source of every view.

use crate::error::StoreError;
use crate::sql::{Many, int, json, uint};
use crate::upcast;
use desk::{AccountId, ContactId, ConversationId, EVENT_VERSION, Entry, Millis};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

pub(crate) const APPEND: Many = Many {
    head: "INSERT INTO journal (seq, version, at, meta, account, contact, body) VALUES",
    row: "(?, ?, ?, ?, ?, ?, ?)",
    tail: "",
};
pub(crate) const HEAD: &str = "SELECT coalesce(max(seq), 0) FROM journal";
pub(crate) const LAST_AT: &str = "SELECT at FROM journal ORDER BY seq DESC LIMIT 1";
pub(crate) const AFTER: &str = "SELECT seq, version, at, meta, account, contact, body FROM journal
    WHERE seq > ?1 ORDER BY seq LIMIT ?2";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[HEAD, LAST_AT, AFTER];

/// One event of the journal with its place and times.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    /// Its position.
    pub(crate) seq: u64,
    /// Wall time, ms.
    pub(crate) at: Millis,
    /// The platform's time, ms.
    pub(crate) meta: Millis,
    /// Whose it is and what happened.
    pub(crate) entry: Entry,
}

pub(crate) async fn append(at: &mut SqliteConnection, rows: &[Stored]) -> Result<(), StoreError> {
    let mut bodies = Vec::with_capacity(rows.len());
    for row in rows {
        let body = match &row.entry {
            Entry::Conversation(_, event) => json("event", event)?,
            Entry::Account(_, event) => json("event", event)?,
        };
        bodies.push((row, body));
    }
    APPEND
        .insert(at, &bodies, |query, (row, body)| {
            let (account, contact) = match &row.entry {
                Entry::Conversation(id, _) => (&id.account, Some(id.contact.as_str())),
                Entry::Account(id, _) => (id, None),
            };
            query
                .bind(int(row.seq))
                .bind(i64::from(EVENT_VERSION))
                .bind(row.at)
                .bind(row.meta)
                .bind(account.as_str())
                .bind(contact)
                .bind(body.as_str())
        })
        .await?;
    Ok(())
}

pub(crate) fn read(row: &SqliteRow) -> Result<Stored, StoreError> {
    let version: u32 = row.try_get(1)?;
    let account = AccountId(row.try_get(4)?);
    let contact: Option<String> = row.try_get(5)?;
    let body: &str = row.try_get(6)?;
    let entry = match contact {
        Some(contact) => Entry::Conversation(
            ConversationId {
                account,
                contact: ContactId(contact),
            },
            upcast::event(version, body)?,
        ),
        None => Entry::Account(account, upcast::account_event(version, body)?),
    };
    Ok(Stored {
        seq: uint(row.try_get(0)?),
        at: row.try_get(2)?,
        meta: row.try_get(3)?,
        entry,
    })
}
