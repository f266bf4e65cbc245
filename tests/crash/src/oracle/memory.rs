//! What the desk keeps, read from its file without asking it.

use crate::hub::text;
use anyhow::Context;
use serde_json::Value;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection, Row};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

/// One event of the journal.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its position.
    pub seq: i64,
    /// Wall time, ms.
    pub at: i64,
    /// The conversation it is of; `None` for the account's own.
    pub conversation: Option<String>,
    /// The event.
    pub body: Value,
}

/// One row of the messages.
#[derive(Clone, Debug)]
pub struct Message {
    /// In which conversation.
    pub conversation: String,
    /// Meta's id.
    pub mid: Option<String>,
    /// The send it is.
    pub send: Option<String>,
    /// Whose.
    pub who: String,
    /// It was taken back.
    pub unsent: bool,
}

/// One row of the outbox.
#[derive(Clone, Debug)]
pub struct Send {
    /// Its id.
    pub id: String,
    /// In which conversation.
    pub conversation: String,
    /// Where it is.
    pub state: String,
    /// What the rules know of it.
    pub body: Value,
}

/// Something that is not over.
#[derive(Clone, Debug)]
pub struct Work {
    /// In which conversation.
    pub conversation: String,
    /// Which send or burst.
    pub id: String,
    /// Where it is.
    pub state: String,
    /// The operator is asked about it.
    pub asking: bool,
}

/// Everything that the oracle reads.
#[derive(Clone, Debug)]
pub struct Memory {
    /// The journal, in order.
    pub journal: Vec<Entry>,
    /// The messages.
    pub messages: Vec<Message>,
    /// The outbox.
    pub sends: Vec<Send>,
    /// Bursts with a decision record.
    pub decided: Vec<String>,
    /// Bursts that are open.
    pub open_bursts: Vec<String>,
    /// Content by key: the words, or `None` when blank.
    content: BTreeMap<String, Option<String>>,
    mids: BTreeSet<String>,
}

async fn open(data: &Path) -> anyhow::Result<SqliteConnection> {
    let file = data.join("desk.sqlite3");
    SqliteConnectOptions::new()
        .filename(&file)
        .read_only(true)
        .busy_timeout(Duration::from_secs(5))
        .connect()
        .await
        .with_context(|| format!("{} cannot be read", file.display()))
}

const OPEN_WORK: &str = "SELECT conversation, id, state, asking FROM sends
    WHERE state IN ('held', 'queued', 'sending', 'unknown')
    UNION ALL SELECT conversation, burst, state, 0 FROM bursts";

impl Memory {
    /// A desk that holds these events of one conversation and nothing else.
    #[cfg(test)]
    pub(crate) fn of_events(events: Vec<Value>) -> Self {
        let entry = |(body, seq)| Entry {
            seq,
            at: seq,
            conversation: Some("account.ada".to_owned()),
            body,
        };
        Self {
            journal: events.into_iter().zip(1..).map(entry).collect(),
            messages: Vec::new(),
            sends: Vec::new(),
            decided: Vec::new(),
            open_bursts: Vec::new(),
            content: BTreeMap::new(),
            mids: BTreeSet::new(),
        }
    }

    /// Reads it.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn read(data: &Path) -> anyhow::Result<Self> {
        let mut at = open(data).await?;
        // One transaction: one moment.
        sqlx::query("BEGIN").execute(&mut at).await?;
        let messages = messages(&mut at).await?;
        let memory = Self {
            journal: journal(&mut at).await?,
            mids: messages.iter().filter_map(|row| row.mid.clone()).collect(),
            messages,
            sends: sends(&mut at).await?,
            decided: names(&mut at, "SELECT burst FROM decisions").await?,
            open_bursts: names(&mut at, "SELECT burst FROM bursts").await?,
            content: content(&mut at).await?,
        };
        at.close().await?;
        Ok(memory)
    }

    /// How many rows there are of each kind that connecting an account writes.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn connected(data: &Path) -> anyhow::Result<[i64; 5]> {
        let mut at = open(data).await?;
        let mut counts = [0; 5];
        let tables = [
            "SELECT count(*) FROM accounts",
            "SELECT count(*) FROM connections",
            "SELECT count(*) FROM apps",
            "SELECT count(*) FROM secrets WHERE name = 'token'",
            "SELECT count(*) FROM secrets WHERE name <> 'token'",
        ];
        for (count, table) in counts.iter_mut().zip(tables) {
            *count = sqlx::query(table).fetch_one(&mut at).await?.try_get(0)?;
        }
        at.close().await?;
        Ok(counts)
    }

    /// What is not over.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn open_work(data: &Path) -> anyhow::Result<Vec<Work>> {
        let mut at = open(data).await?;
        let rows = sqlx::query(OPEN_WORK).fetch_all(&mut at).await?;
        let work = rows.iter().map(|row| {
            Ok(Work {
                conversation: row.try_get(0)?,
                id: row.try_get(1)?,
                state: row.try_get(2)?,
                asking: row.try_get(3)?,
            })
        });
        let work = work.collect::<anyhow::Result<Vec<Work>>>()?;
        at.close().await?;
        Ok(work)
    }

    /// Whether a message of this id is stored.
    pub fn has_mid(&self, mid: &str) -> bool {
        self.mids.contains(mid)
    }

    /// The words of a send.
    pub fn words_of_send(&self, send: &str) -> Option<&str> {
        self.content.get(&format!("send:{send}"))?.as_deref()
    }

    /// The words of a message, wherever they are kept: `None` when they are gone or were never there.
    pub fn words_of(&self, message: &Message) -> Option<&str> {
        match (&message.send, &message.mid) {
            (Some(send), _) => self.words_of_send(send),
            (None, Some(mid)) => self.content.get(mid)?.as_deref(),
            (None, None) => None,
        }
    }

    /// The journal of each conversation, in order.
    pub fn by_conversation(&self) -> BTreeMap<&str, Vec<&Entry>> {
        let mut found: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in &self.journal {
            if let Some(id) = &entry.conversation {
                found.entry(id).or_default().push(entry);
            }
        }
        found
    }
}

async fn journal(at: &mut SqliteConnection) -> anyhow::Result<Vec<Entry>> {
    let rows = sqlx::query("SELECT seq, at, account, contact, body FROM journal ORDER BY seq")
        .fetch_all(at)
        .await?;
    rows.iter()
        .map(|row| {
            let (account, contact): (String, Option<String>) = (row.try_get(2)?, row.try_get(3)?);
            Ok(Entry {
                seq: row.try_get(0)?,
                at: row.try_get(1)?,
                conversation: contact.map(|contact| format!("{account}.{contact}")),
                body: serde_json::from_str(row.try_get(4)?)?,
            })
        })
        .collect()
}

async fn messages(at: &mut SqliteConnection) -> anyhow::Result<Vec<Message>> {
    let rows = sqlx::query("SELECT conversation, mid, send, who, unsent FROM messages ORDER BY seq")
        .fetch_all(at)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Message {
                conversation: row.try_get(0)?,
                mid: row.try_get(1)?,
                send: row.try_get(2)?,
                who: row.try_get(3)?,
                unsent: row.try_get(4)?,
            })
        })
        .collect()
}

async fn sends(at: &mut SqliteConnection) -> anyhow::Result<Vec<Send>> {
    let rows = sqlx::query("SELECT id, conversation, state, body FROM sends ORDER BY seq")
        .fetch_all(at)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Send {
                id: row.try_get(0)?,
                conversation: row.try_get(1)?,
                state: row.try_get(2)?,
                body: serde_json::from_str(row.try_get(3)?)?,
            })
        })
        .collect()
}

async fn names(at: &mut SqliteConnection, statement: &'static str) -> anyhow::Result<Vec<String>> {
    let rows = sqlx::query(statement).fetch_all(at).await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

async fn content(at: &mut SqliteConnection) -> anyhow::Result<BTreeMap<String, Option<String>>> {
    let rows = sqlx::query("SELECT key, body, blank FROM content")
        .fetch_all(at)
        .await?;
    rows.iter()
        .map(|row| {
            let body: Value = serde_json::from_str(row.try_get(1)?)?;
            let blank: bool = row.try_get(2)?;
            Ok((row.try_get(0)?, (!blank).then(|| text(&body, "/text").to_owned())))
        })
        .collect()
}
