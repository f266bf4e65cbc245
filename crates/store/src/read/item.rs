//! What stands in a conversation, in order: messages and changes of owner.

use super::conversation::kind;
use crate::error::StoreError;
use crate::open::Store;
use crate::primary::content;
use crate::sql::{of_word, parse, uint};
use crate::view::send::Remark;
use desk::{Answering, BurstId, Content, ConversationId, Mid, Millis, OwnerReason, Send, Who};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// Something in a conversation.
#[derive(Clone, Debug)]
pub enum Item {
    /// A message.
    Message(Box<MessageItem>),
    /// A change of owner.
    OwnerChange(OwnerChange),
}

/// A message.
#[derive(Clone, Debug)]
pub struct MessageItem {
    /// Its position in the journal.
    pub seq: u64,
    /// Its stable key: the `mid` of a received message, the send id of an own one.
    pub key: String,
    /// Meta's id.
    pub mid: Option<Mid>,
    /// Its place: Meta's time, ms.
    pub at: Millis,
    /// Whose.
    pub who: Who,
    /// What it is, in one word.
    pub kind: String,
    /// What it says.
    pub content: Content,
    /// What it replies to.
    pub reply_to: Option<ReplyTo>,
    /// Reactions, with whose.
    pub reactions: Vec<(String, Who)>,
    /// It was edited.
    pub edited: bool,
    /// It was taken back.
    pub unsent: bool,
    /// When the customer saw it: Meta's time, ms.
    pub seen_at: Option<Millis>,
    /// The send it is.
    pub send: Option<SendItem>,
    /// The burst it answers.
    pub burst: Option<BurstId>,
}

/// A message replied to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyTo {
    /// Its key, when it is here.
    pub key: Option<String>,
    /// Whose.
    pub who: Option<Who>,
    /// Its words.
    pub text: Option<String>,
}

/// A send with how it came to be where it is.
#[derive(Clone, Debug)]
pub struct SendItem {
    /// The send.
    pub send: Send,
    /// The remark.
    pub remark: Option<Remark>,
}

/// A change of owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnerChange {
    /// Its position in the journal.
    pub seq: u64,
    /// Its place: Meta's time, ms.
    pub at: Millis,
    /// Who answers from here on.
    pub owner: Answering,
    /// Why.
    pub reason: OwnerReason,
}

/// A page, newest first.
#[derive(Clone, Debug, Default)]
pub struct Items {
    /// The items.
    pub items: Vec<Item>,
    /// The cursor of the next, older page.
    pub next: Option<String>,
    /// The cursor of the newer page.
    pub newer: Option<String>,
}

macro_rules! messages {
    ($where:literal, $order:literal) => {
        concat!(
            "SELECT m.seq, m.mid, m.send, m.at, m.who, m.form, m.edit, m.unsent, k.body, s.body, s.remark, r.emoji,
    m.reply_to, q.seq, coalesce(q.send, q.mid), q.who, qk.body, q.unsent, c.seen_upto, c.seen_at
    FROM messages AS m JOIN conversations AS c ON c.id = m.conversation
    LEFT JOIN content AS k ON k.conversation = m.conversation AND k.key = CASE WHEN m.send IS NULL THEN m.mid ELSE 'send:' || m.send END
    LEFT JOIN sends AS s ON s.conversation = m.conversation AND s.id = m.send LEFT JOIN reactions AS r ON r.mid = m.mid
    LEFT JOIN messages AS q ON q.mid = m.reply_to
    LEFT JOIN content AS qk ON qk.conversation = q.conversation AND qk.key = CASE WHEN q.send IS NULL THEN q.mid ELSE 'send:' || q.send END
    WHERE ", $where, " ", $order, " LIMIT ?4"
        )
    };
}
pub(crate) const OLDER: &str = messages!(
    "m.conversation = ?1 AND m.hidden = 0 AND (m.at, m.seq) < (?2, ?3)",
    "ORDER BY m.at DESC, m.seq DESC"
);
pub(crate) const NEWER: &str = messages!(
    "m.conversation = ?1 AND m.hidden = 0 AND (m.at, m.seq) > (?2, ?3)",
    "ORDER BY m.at, m.seq"
);
pub(crate) const ARRIVED: &str = messages!(
    "m.conversation = ?1 AND m.hidden = 0 AND m.seq > ?2 AND m.who <> 'operator' AND ?3 = 0",
    "ORDER BY m.seq DESC"
);
pub(crate) const NAMED: &str = messages!("(m.mid = ?1 OR m.send = ?1) AND ?2 = 0 AND ?3 = 0", "");
pub(crate) const CONVERSATION_OF: &str = "SELECT conversation FROM messages WHERE mid = ?1 OR send = ?1";
pub(crate) const OWNERS_OLDER: &str = "SELECT seq, at, reason FROM owner_changes
    WHERE conversation = ?1 AND (at, seq) < (?2, ?3) ORDER BY at DESC, seq DESC LIMIT ?4";
pub(crate) const OWNERS_NEWER: &str = "SELECT seq, at, reason FROM owner_changes
    WHERE conversation = ?1 AND (at, seq) > (?2, ?3) ORDER BY at, seq LIMIT ?4";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[
    OLDER,
    NEWER,
    ARRIVED,
    NAMED,
    CONVERSATION_OF,
    OWNERS_OLDER,
    OWNERS_NEWER,
];

pub(super) fn message(row: &SqliteRow) -> Result<MessageItem, StoreError> {
    let (mid, send): (Option<String>, Option<String>) = (row.try_get(1)?, row.try_get(2)?);
    let unsent: bool = row.try_get(7)?;
    let content = content::read(row.try_get(8)?)?;
    let at: Millis = row.try_get(3)?;
    let who: Who = of_word("who", row.try_get(4)?)?;
    let body: Option<&str> = row.try_get(9)?;
    let remark: Option<&str> = row.try_get(10)?;
    let item = match body {
        None => None,
        Some(body) => Some(SendItem {
            send: parse("send", body)?,
            remark: remark.map(|remark| parse("remark", remark)).transpose()?,
        }),
    };
    let seen_upto: Millis = row.try_get(18)?;
    let seen = who != Who::Customer && mid.is_some() && at <= seen_upto;
    Ok(MessageItem {
        seq: uint(row.try_get(0)?),
        key: send.or_else(|| mid.clone()).unwrap_or_default(),
        mid: mid.map(Mid),
        at,
        who,
        kind: kind(unsent, row.try_get(5)?, &content),
        reply_to: reply_to(row)?,
        reactions: row
            .try_get::<Option<String>, _>(11)?
            .map(|emoji| (emoji, Who::Customer))
            .into_iter()
            .collect(),
        edited: row.try_get::<i64, _>(6)? > 0,
        unsent,
        seen_at: if seen { row.try_get(19)? } else { None },
        burst: item.as_ref().and_then(|item: &SendItem| item.send.burst.clone()),
        send: item,
        content,
    })
}

fn reply_to(row: &SqliteRow) -> Result<Option<ReplyTo>, StoreError> {
    let Some(_mid) = row.try_get::<Option<&str>, _>(12)? else {
        return Ok(None);
    };
    if row.try_get::<Option<i64>, _>(13)?.is_none() {
        return Ok(Some(ReplyTo {
            key: None,
            who: None,
            text: None,
        }));
    }
    let unsent: bool = row.try_get(17)?;
    let said = content::read(row.try_get(16)?)?;
    Ok(Some(ReplyTo {
        key: row.try_get(14)?,
        who: Some(of_word("who", row.try_get(15)?)?),
        text: said.text.filter(|_| !unsent),
    }))
}

fn owner_change(row: &SqliteRow) -> Result<OwnerChange, StoreError> {
    let reason: OwnerReason = of_word("owner", row.try_get(2)?)?;
    Ok(OwnerChange {
        seq: uint(row.try_get(0)?),
        at: row.try_get(1)?,
        owner: reason.answering(),
        reason,
    })
}

impl Item {
    fn place(&self) -> (Millis, u64) {
        match self {
            Self::Message(message) => (message.at, message.seq),
            Self::OwnerChange(change) => (change.at, change.seq),
        }
    }

    fn cursor(&self) -> String {
        let (at, seq) = self.place();
        format!("{at}~{seq}")
    }
}

fn cursor(text: Option<&str>) -> (Millis, i64) {
    let read = text.and_then(|text| {
        let (at, seq) = text.split_once('~')?;
        Some((at.parse().ok()?, seq.parse().ok()?))
    });
    read.unwrap_or((Millis::MAX, i64::MAX))
}

impl Store {
    /// A page of a conversation, newest first, before a cursor.
    ///
    /// # Errors
    /// As all reads.
    pub async fn items(
        &self,
        id: &ConversationId,
        before: Option<&str>,
        limit: u32,
    ) -> Result<Items, StoreError> {
        let from = cursor(before);
        let mut items = self.both(id, OLDER, OWNERS_OLDER, from, limit).await?;
        items.sort_by_key(|item| std::cmp::Reverse(item.place()));
        let full = items.len() >= usize::try_from(limit).unwrap_or(usize::MAX);
        items.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let next = items.last().filter(|_| full).map(Item::cursor);
        let newer = before.and(items.first()).map(Item::cursor);
        Ok(Items { items, next, newer })
    }

    /// The page right above a cursor, newest first.
    ///
    /// # Errors
    /// As all reads.
    pub async fn items_after(
        &self,
        id: &ConversationId,
        after: &str,
        limit: u32,
    ) -> Result<Items, StoreError> {
        let mut items = self
            .both(id, NEWER, OWNERS_NEWER, cursor(Some(after)), limit)
            .await?;
        items.sort_by_key(Item::place);
        let full = items.len() >= usize::try_from(limit).unwrap_or(usize::MAX);
        items.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        items.reverse();
        let newer = items.first().filter(|_| full).map(Item::cursor);
        Ok(Items {
            next: items.last().map(Item::cursor),
            items,
            newer,
        })
    }

    /// The page around an item: half of it older, half newer.
    ///
    /// # Errors
    /// As all reads.
    pub async fn around(
        &self,
        id: &ConversationId,
        key: &str,
        limit: u32,
    ) -> Result<Option<Items>, StoreError> {
        let Some((conversation, message)) = self.message(key).await? else {
            return Ok(None);
        };
        if conversation != *id {
            return Ok(None);
        }
        // The item itself stands at the top of the older half: the cursor is just above it.
        let above = format!("{}~{}", message.at, message.seq + 1);
        let half = (limit / 2).max(1);
        let older = self.items(id, Some(&above), half + 1).await?;
        let here = format!("{}~{}", message.at, message.seq);
        let newer = self.items_after(id, &here, half).await?;
        let mut items = newer.items;
        items.extend(older.items);
        Ok(Some(Items {
            items,
            next: older.next,
            newer: newer.newer,
        }))
    }

    async fn both(
        &self,
        id: &ConversationId,
        messages: &'static str,
        owners: &'static str,
        (at, seq): (Millis, i64),
        limit: u32,
    ) -> Result<Vec<Item>, StoreError> {
        let id = id.to_string();
        let found = sqlx::query(messages)
            .bind(&id)
            .bind(at)
            .bind(seq)
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        let mut items = Vec::with_capacity(found.len());
        for row in &found {
            items.push(Item::Message(Box::new(message(row)?)));
        }
        let found = sqlx::query(owners)
            .bind(&id)
            .bind(at)
            .bind(seq)
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        for row in &found {
            items.push(Item::OwnerChange(owner_change(row)?));
        }
        Ok(items)
    }
}
