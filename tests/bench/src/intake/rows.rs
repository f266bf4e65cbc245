//! The rows that the desk writes for a customer's message while its autopilot is on, made without its rules.

use crate::people::ACCOUNT;
use desk::{
    Attachment, AttachmentKind, Burst, BurstId, BurstState, Content, ContentKey, ConversationId, Event, Form,
    MOST_UNANSWERED, Mid, Source, Timings, Unanswered,
};
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteConnection};
use sqlx::{AssertSqlSafe, Row, Sqlite};
use std::collections::{BTreeMap, HashMap};
use std::time::{SystemTime, UNIX_EPOCH};

/// A message as it came.
pub(crate) struct Received {
    pub(crate) contact: String,
    pub(crate) at: i64,
    pub(crate) mid: String,
    pub(crate) text: Option<String>,
    pub(crate) picture: Option<String>,
}

/// What is known of a conversation.
struct Known {
    first_at: i64,
    last_at: i64,
    /// The position of its newest message.
    arrived: i64,
    messages: i64,
    unanswered: Vec<Unanswered>,
    burst: Burst,
}

/// One row of each table.
struct Stored {
    seq: i64,
    conversation: ConversationId,
    id: String,
    at: i64,
    mid: String,
    form: &'static str,
    content: String,
    text: Option<String>,
    received: String,
    burst: String,
}

/// Writes groups of messages, each in one transaction.
pub(crate) struct Group {
    seq: i64,
    known: HashMap<String, Known>,
    timings: Timings,
}

type Bound<'q> = Query<'q, Sqlite, SqliteArguments>;

/// How many rows travel together, as in the desk.
const SIZES: [usize; 4] = [64, 16, 4, 1];

async fn insert<T>(
    at: &mut SqliteConnection,
    (head, row, tail): (&str, &str, &str),
    rows: &[T],
    bind: impl for<'q> Fn(Bound<'q>, &T) -> Bound<'q>,
) -> anyhow::Result<()> {
    let mut rest = rows;
    for size in SIZES {
        while let Some((now, later)) = rest.split_at_checked(size) {
            let text = format!("{head} {} {tail}", vec![row; size].join(","));
            let mut query = sqlx::query(AssertSqlSafe(text));
            for row in now {
                query = bind(query, row);
            }
            query.execute(&mut *at).await?;
            rest = later;
        }
    }
    Ok(())
}

impl Group {
    /// Goes on after what the journal holds.
    pub(crate) async fn after(at: &mut SqliteConnection) -> anyhow::Result<Self> {
        let head = sqlx::query("SELECT coalesce(max(seq), 0) FROM journal")
            .fetch_one(at)
            .await?;
        Ok(Self {
            seq: head.try_get(0)?,
            known: HashMap::new(),
            timings: super::timings(),
        })
    }

    /// Writes these messages in one transaction.
    pub(crate) async fn commit(
        &mut self,
        at: &mut SqliteConnection,
        items: impl Iterator<Item = &Received>,
    ) -> anyhow::Result<()> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
        let now = i64::try_from(now)?;
        let (mut rows, mut fresh) = (Vec::new(), Vec::new());
        for item in items {
            if !self.known.contains_key(&item.contact) {
                fresh.push(ConversationId::new(ACCOUNT, item.contact.as_str()).to_string());
            }
            rows.push(self.take(item, now)?);
        }
        sqlx::query("BEGIN IMMEDIATE").execute(&mut *at).await?;
        journal(at, &rows, now).await?;
        messages(at, &rows).await?;
        self.conversations(at, &rows).await?;
        beside(at, &rows, &fresh, now).await?;
        sqlx::query("COMMIT").execute(at).await?;
        Ok(())
    }

    /// Makes a message's rows.
    fn take(&mut self, item: &Received, now: i64) -> anyhow::Result<Stored> {
        let mid = Mid::from(item.mid.as_str());
        let conversation = ConversationId::new(ACCOUNT, item.contact.as_str());
        let seq = self.seq + 1;
        self.seq += 2;
        let waiting = Unanswered {
            mid: mid.clone(),
            seq: u64::try_from(seq)?,
            at: item.at,
            readable: item.picture.is_none(),
        };
        let known = self.known.get_mut(&item.contact);
        let burst = match known {
            Some(known) => known.join(item, waiting, now, &self.timings, seq),
            None => {
                let (known, event) = Known::new(item, waiting, now, &self.timings, seq);
                self.known.insert(item.contact.clone(), known);
                event
            }
        };
        let form = if item.picture.is_some() {
            Form::Media
        } else {
            Form::Text
        };
        let received = Event::MessageReceived {
            mid: mid.clone(),
            at: item.at,
            exact: true,
            form,
            content: ContentKey::of_message(&mid),
            reply_to: None,
            source: Source::Webhook,
        };
        Ok(Stored {
            seq,
            id: conversation.to_string(),
            conversation,
            at: item.at,
            mid: item.mid.clone(),
            form: if item.picture.is_some() { "media" } else { "text" },
            content: serde_json::to_string(&content(item))?,
            text: item.text.clone(),
            received: serde_json::to_string(&received)?,
            burst: serde_json::to_string(&burst)?,
        })
    }

    /// The conversations and bursts of a group, each once.
    async fn conversations(&self, at: &mut SqliteConnection, rows: &[Stored]) -> anyhow::Result<()> {
        let touched: BTreeMap<&str, &ConversationId> = rows
            .iter()
            .map(|row| (row.id.as_str(), &row.conversation))
            .collect();
        let mut saved = Vec::with_capacity(touched.len());
        for (id, conversation) in touched {
            if let Some(known) = self.known.get(conversation.contact.as_str()) {
                let unanswered = serde_json::to_string(&known.unanswered)?;
                let burst = serde_json::to_string(&known.burst)?;
                saved.push((id, conversation, known, unanswered, burst));
            }
        }
        insert(
            at,
            CONVERSATION,
            &saved,
            |query, (id, conversation, known, unanswered, _)| {
                query
                    .bind(id.to_string())
                    .bind(conversation.account.to_string())
                    .bind(conversation.contact.to_string())
                    .bind(known.messages)
                    .bind(known.last_at)
                    .bind(known.first_at)
                    .bind(known.last_at)
                    .bind(known.last_at)
                    .bind(known.messages)
                    .bind(unanswered.clone())
                    .bind(known.arrived)
                    .bind(known.messages)
            },
        )
        .await?;
        insert(at, BURST, &saved, |query, (id, _, known, _, burst)| {
            query
                .bind(id.to_string())
                .bind(known.burst.id.to_string())
                .bind(known.burst.due.at)
                .bind(known.burst.due.delay)
                .bind(burst.clone())
        })
        .await
    }
}

const CONVERSATION: (&str, &str, &str) = (
    "INSERT INTO conversations (id, account, contact, real, basis, reason, since, due_at, due_delay,
    window_from, first_at, last_at, moved_at, unread, waits, unanswered, arrived, hand_backs, seen_upto, seen_at,
    messages, failed, trouble, writing, stage) VALUES",
    "(?, ?, ?, 1, ?, 'fresh', 0, NULL, 0, ?, ?, ?, ?, ?, 1, ?, ?, 0, 0, NULL, ?, 0, NULL, 0, 2)",
    "ON CONFLICT (id) DO UPDATE SET basis = excluded.basis, window_from = excluded.window_from,
    last_at = excluded.last_at, moved_at = excluded.moved_at, unread = excluded.unread,
    unanswered = excluded.unanswered, arrived = excluded.arrived, messages = excluded.messages",
);
const BURST: (&str, &str, &str) = (
    "INSERT INTO bursts (conversation, burst, state, due_at, due_delay, body) VALUES",
    "(?, ?, 'open', ?, ?, ?)",
    "ON CONFLICT (conversation) DO UPDATE SET due_at = excluded.due_at, due_delay = excluded.due_delay,
    body = excluded.body",
);

impl Known {
    fn new(item: &Received, waiting: Unanswered, now: i64, timings: &Timings, seq: i64) -> (Self, Event) {
        let id = BurstId::opened_by(&waiting.mid);
        let due = Burst::due_after(now, now, timings);
        let mids = vec![waiting.mid.clone()];
        let known = Self {
            first_at: item.at,
            last_at: item.at,
            arrived: seq,
            messages: 1,
            unanswered: vec![waiting],
            burst: Burst {
                id: id.clone(),
                mids: mids.clone(),
                first: now,
                last: now,
                due,
                state: BurstState::Open,
                cancelled_calls: 0,
                calls: 0,
                failures: 0,
                asks_human: false,
            },
        };
        let event = Event::BurstOpened {
            burst: id,
            mids,
            first: now,
            last: now,
            due,
            asks_human: false,
        };
        (known, event)
    }

    fn join(&mut self, item: &Received, waiting: Unanswered, now: i64, timings: &Timings, seq: i64) -> Event {
        self.last_at = self.last_at.max(item.at);
        self.arrived = seq;
        self.messages += 1;
        self.burst.last = now;
        self.burst.due = Burst::due_after(self.burst.first, now, timings);
        self.burst.mids.push(waiting.mid.clone());
        let event = Event::BurstJoined {
            burst: self.burst.id.clone(),
            mid: Some(waiting.mid.clone()),
            last: now,
            due: self.burst.due,
            asks_human: false,
        };
        if self.unanswered.len() == MOST_UNANSWERED {
            self.unanswered.remove(0);
        }
        self.unanswered.push(waiting);
        event
    }
}

fn content(item: &Received) -> Content {
    let attachments = item.picture.iter().map(|url| Attachment {
        kind: AttachmentKind::Image,
        url: Some(url.clone()),
        title: None,
        media: None,
    });
    Content {
        text: item.text.clone(),
        attachments: attachments.collect(),
        ..Content::default()
    }
}

async fn journal(at: &mut SqliteConnection, rows: &[Stored], now: i64) -> anyhow::Result<()> {
    let statement = (
        "INSERT INTO journal (seq, version, at, meta, account, contact, body) VALUES",
        "(?, 1, ?, ?, ?, ?, ?)",
        "",
    );
    let events: Vec<(i64, &Stored, &String)> = rows
        .iter()
        .flat_map(|row| [(row.seq, row, &row.received), (row.seq + 1, row, &row.burst)])
        .collect();
    insert(at, statement, &events, |query, (seq, row, body)| {
        query
            .bind(*seq)
            .bind(now)
            .bind(now)
            .bind(row.conversation.account.to_string())
            .bind(row.conversation.contact.to_string())
            .bind(body.to_string())
    })
    .await
}

async fn messages(at: &mut SqliteConnection, rows: &[Stored]) -> anyhow::Result<()> {
    let content = (
        "INSERT INTO content (conversation, key, body) VALUES",
        "(?, ?, ?)",
        "ON CONFLICT (conversation, key) DO NOTHING",
    );
    insert(at, content, rows, |query, row| {
        query
            .bind(row.id.clone())
            .bind(row.mid.clone())
            .bind(row.content.clone())
    })
    .await?;
    let message = (
        "INSERT INTO messages (seq, conversation, mid, at, exact, who, form) VALUES",
        "(?, ?, ?, ?, 1, 'customer', ?)",
        "ON CONFLICT (mid) DO NOTHING",
    );
    insert(at, message, rows, |query, row| {
        query
            .bind(row.seq)
            .bind(row.id.clone())
            .bind(row.mid.clone())
            .bind(row.at)
            .bind(row.form)
    })
    .await
}

/// Search, profiles that are wanted, and what is counted.
async fn beside(
    at: &mut SqliteConnection,
    rows: &[Stored],
    fresh: &[String],
    now: i64,
) -> anyhow::Result<()> {
    let words: Vec<(i64, &String)> = rows
        .iter()
        .filter_map(|row| Some((row.seq, row.text.as_ref()?)))
        .collect();
    let search = (
        "INSERT INTO search (rowid, account, text) VALUES",
        "(?, ?, ?)",
        "",
    );
    insert(at, search, &words, |query, (seq, text)| {
        query.bind(*seq).bind(ACCOUNT).bind(text.to_string())
    })
    .await?;
    let profile = (
        "INSERT INTO profiles (conversation, body, due_at, due_delay) VALUES",
        "(?, NULL, ?, 0)",
        "ON CONFLICT (conversation) DO NOTHING",
    );
    insert(at, profile, fresh, |query, id| query.bind(id.clone()).bind(now)).await?;
    let (received, fresh) = (i64::try_from(rows.len())?, i64::try_from(fresh.len())?);
    sqlx::query("UPDATE counts SET received = received + ?1, last_received_at = ?2")
        .bind(received)
        .bind(now)
        .execute(&mut *at)
        .await?;
    sqlx::query(
        "INSERT INTO tallies (account, stage_1, stage_2, stage_3, stage_4, unread) VALUES (?1, 0, ?2, 0, 0, ?3)
        ON CONFLICT (account) DO UPDATE SET stage_2 = stage_2 + excluded.stage_2, unread = unread + excluded.unread",
    )
    .bind(ACCOUNT)
    .bind(fresh)
    .bind(received)
    .execute(at)
    .await?;
    Ok(())
}
