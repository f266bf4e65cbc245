//! Messages, received and sent. An own send's row stands from the moment it is put into the outbox; its `mid`
//! comes later.

use crate::error::StoreError;
use crate::sql::{Many, int, list, of_word, uint, word};
use desk::{Form, Message, Mid, Millis, SendId, Who};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

pub(crate) const ADD: Many = Many {
    head: "INSERT INTO messages (seq, conversation, mid, send, at, exact, who, form, reply_to) VALUES",
    row: "(?, ?, ?, ?, ?, ?, ?, ?, ?)",
    // Only a send is put into the outbox again under its name: its row moves to its new place.
    tail: "ON CONFLICT (send) DO UPDATE SET seq = excluded.seq, at = excluded.at, hidden = 0",
};
pub(crate) const TIME: &str = "UPDATE messages SET at = ?2, exact = 1 WHERE mid = ?1";
pub(crate) const EDIT: &str = "UPDATE messages SET edit = ?2 WHERE mid = ?1";
pub(crate) const UNSEND: &str = "UPDATE messages SET unsent = 1 WHERE mid = ?1";
pub(crate) const REACT: &str = "UPDATE messages SET reacted_at = ?2 WHERE mid = ?1";
pub(crate) const FREE: &str = "DELETE FROM messages WHERE mid = ?1 AND send IS NULL RETURNING seq";
pub(crate) const BIND: &str = "UPDATE messages SET mid = ?2 WHERE send = ?1";
pub(crate) const UNBIND: &str = "UPDATE messages SET mid = NULL WHERE send = ?1";
pub(crate) const TAKE: &str =
    "UPDATE messages SET mid = NULL WHERE mid = ?1 AND send IS NOT NULL AND send <> ?2";
pub(crate) const HIDE: &str = "UPDATE messages SET hidden = 1 WHERE send = ?1 AND hidden = 0";
pub(crate) const SEQ_OF_MID: &str = "SELECT seq FROM messages WHERE mid = ?1";
pub(crate) const SEQ_OF_SEND: &str = "SELECT seq FROM messages WHERE send = ?1";
pub(crate) const NAMED: &str =
    "SELECT mid, send, seq, at, exact, who, unsent, edit, reacted_at, conversation FROM messages
    WHERE mid IN (SELECT value FROM json_each(?1))
    UNION
    SELECT mid, send, seq, at, exact, who, unsent, edit, reacted_at, conversation FROM messages
    WHERE send IN (SELECT value FROM json_each(?1))";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[
    TIME,
    EDIT,
    UNSEND,
    REACT,
    FREE,
    BIND,
    UNBIND,
    TAKE,
    HIDE,
    SEQ_OF_MID,
    SEQ_OF_SEND,
    NAMED,
];

/// A row to add.
#[derive(Clone, Debug)]
pub(crate) struct Added {
    pub(crate) seq: u64,
    pub(crate) conversation: String,
    pub(crate) mid: Option<Mid>,
    pub(crate) send: Option<SendId>,
    pub(crate) at: Millis,
    pub(crate) exact: bool,
    pub(crate) who: Who,
    pub(crate) form: Option<Form>,
    pub(crate) reply_to: Option<Mid>,
}

/// A change to the table, in order.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Add(Box<Added>),
    Time(Mid, Millis),
    Edit(Mid, u32),
    Unsend(Mid),
    React(Mid, Millis),
    Bind(SendId, Mid),
    Unbind(SendId),
    Hide(SendId),
}

/// What the changes mean for the search index.
pub(crate) async fn save(
    at: &mut SqliteConnection,
    changes: &[Change],
    search: &mut super::search::Changes,
) -> Result<(), StoreError> {
    let mut rest = changes;
    while let Some(first) = rest.first() {
        let run: Vec<&Added> = rest
            .iter()
            .map_while(|change| {
                if let Change::Add(added) = change {
                    Some(&**added)
                } else {
                    None
                }
            })
            .collect();
        if run.is_empty() {
            change(at, first, search).await?;
            rest = rest.get(1..).unwrap_or_default();
        } else {
            for added in &run {
                if let Some(send) = &added.send {
                    // Put into the outbox again: the index must forget the old place.
                    search.again.extend(seq(at, SEQ_OF_SEND, send.as_str()).await?);
                }
                search.fresh.insert(added.seq);
            }
            add(at, &run).await?;
            rest = rest.get(run.len()..).unwrap_or_default();
        }
    }
    Ok(())
}

async fn add(at: &mut SqliteConnection, rows: &[&Added]) -> Result<(), StoreError> {
    ADD.insert(at, rows, |query, added| {
        query
            .bind(int(added.seq))
            .bind(added.conversation.clone())
            .bind(added.mid.as_ref().map(|mid| mid.0.clone()))
            .bind(added.send.as_ref().map(|send| send.0.clone()))
            .bind(added.at)
            .bind(added.exact)
            .bind(word(&added.who))
            .bind(added.form.as_ref().map(word))
            .bind(added.reply_to.as_ref().map(|mid| mid.0.clone()))
    })
    .await?;
    Ok(())
}

async fn seq(
    at: &mut SqliteConnection,
    statement: &'static str,
    name: &str,
) -> Result<Option<u64>, StoreError> {
    let row = sqlx::query(statement).bind(name).fetch_optional(at).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?.map(uint))
}

async fn change(
    at: &mut SqliteConnection,
    change: &Change,
    search: &mut super::search::Changes,
) -> Result<(), StoreError> {
    match change {
        Change::Add(_) => {}
        Change::Time(mid, when) => {
            sqlx::query(TIME)
                .bind(mid.as_str())
                .bind(when)
                .execute(at)
                .await?;
        }
        Change::Edit(mid, edit) => {
            search.again.extend(seq(at, SEQ_OF_MID, mid.as_str()).await?);
            sqlx::query(EDIT)
                .bind(mid.as_str())
                .bind(edit)
                .execute(at)
                .await?;
        }
        Change::Unsend(mid) => {
            search.again.extend(seq(at, SEQ_OF_MID, mid.as_str()).await?);
            sqlx::query(UNSEND).bind(mid.as_str()).execute(at).await?;
        }
        Change::React(mid, when) => {
            sqlx::query(REACT)
                .bind(mid.as_str())
                .bind(when)
                .execute(at)
                .await?;
        }
        Change::Bind(send, mid) => {
            // What stood there as somebody else's was ours; what stood under another send was not its.
            let freed = sqlx::query(FREE)
                .bind(mid.as_str())
                .fetch_optional(&mut *at)
                .await?;
            if let Some(row) = freed {
                search.again.insert(uint(row.try_get(0)?));
            }
            sqlx::query(TAKE)
                .bind(mid.as_str())
                .bind(send.as_str())
                .execute(&mut *at)
                .await?;
            sqlx::query(BIND)
                .bind(send.as_str())
                .bind(mid.as_str())
                .execute(at)
                .await?;
        }
        Change::Unbind(send) => {
            sqlx::query(UNBIND).bind(send.as_str()).execute(at).await?;
        }
        Change::Hide(send) => {
            search.again.extend(seq(at, SEQ_OF_SEND, send.as_str()).await?);
            sqlx::query(HIDE).bind(send.as_str()).execute(at).await?;
        }
    }
    Ok(())
}

/// A stored message with its name and its conversation.
pub(crate) struct Named {
    pub(crate) mid: Option<Mid>,
    pub(crate) message: Message,
    pub(crate) home: String,
}

/// The messages of these names: by `mid`, or by send id.
pub(crate) async fn named(at: &mut SqliteConnection, names: &[String]) -> Result<Vec<Named>, StoreError> {
    let rows = sqlx::query(NAMED).bind(list(names)).fetch_all(at).await?;
    rows.iter()
        .map(|row| {
            let mid: Option<String> = row.try_get(0)?;
            let send: Option<String> = row.try_get(1)?;
            let message = Message {
                seq: uint(row.try_get(2)?),
                at: row.try_get(3)?,
                exact: row.try_get(4)?,
                who: of_word("who", row.try_get(5)?)?,
                send: send.map(SendId),
                unsent: row.try_get(6)?,
                edit: row.try_get(7)?,
                reacted_at: row.try_get(8)?,
            };
            Ok(Named {
                mid: mid.map(Mid),
                message,
                home: row.try_get(9)?,
            })
        })
        .collect()
}
