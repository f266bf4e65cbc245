//! Conversations: the rules' aggregate in columns, and what the lists are cut by.

use crate::error::StoreError;
use crate::sql::{Many, conversation_id, int, json, list, of_word, parse, uint, word};
use desk::{Answering, Conversation, ConversationId, Desk, Due, Millis, Owner, SendState};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

pub(crate) const PUT: Many = Many {
    head: "INSERT INTO conversations (id, account, contact, real, basis, reason, since, due_at, due_delay,
    window_from, first_at, last_at, moved_at, unread, waits, unanswered, arrived, hand_backs, seen_upto, seen_at,
    messages, failed, trouble, writing, stage, last) VALUES",
    // The messages are saved before. What a list shows is then found by position, not by a search of their index.
    row: "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
    (SELECT m.seq FROM messages AS m INDEXED BY messages_in_order WHERE m.conversation = ? AND m.hidden = 0
        ORDER BY m.at DESC, m.seq DESC LIMIT 1))",
    tail: "ON CONFLICT (id) DO UPDATE SET real = excluded.real, basis = excluded.basis, reason = excluded.reason,
    since = excluded.since, due_at = excluded.due_at, due_delay = excluded.due_delay,
    window_from = excluded.window_from, first_at = excluded.first_at, last_at = excluded.last_at,
    moved_at = excluded.moved_at, unread = excluded.unread, waits = excluded.waits,
    unanswered = excluded.unanswered, arrived = excluded.arrived, hand_backs = excluded.hand_backs,
    seen_upto = excluded.seen_upto, seen_at = excluded.seen_at, messages = excluded.messages,
    failed = excluded.failed, trouble = excluded.trouble, writing = excluded.writing, stage = excluded.stage,
    last = excluded.last",
};
pub(crate) const OF: &str =
    "SELECT id, real, basis, reason, since, due_at, due_delay, window_from, first_at, last_at,
    moved_at, unread, unanswered, arrived, hand_backs, seen_upto, seen_at, messages, failed, stage
    FROM conversations WHERE id IN (SELECT value FROM json_each(?1))";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[OF];

/// What the view keeps beside what the rules read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    /// When the customer last saw something: Meta's time, ms.
    pub(crate) seen_at: Option<Millis>,
    /// Visible messages.
    pub(crate) messages: u64,
    /// A send failed and nobody has turned to it since.
    pub(crate) failed: bool,
}

/// Where a conversation stands in the lists: what the tallies count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// 1 to 4, or 0 while nothing is visible in it.
    pub(crate) stage: u8,
    pub(crate) unread: u32,
}

/// Where the desk stands. See the table's comment for the stages.
pub(crate) fn standing(desk: &Desk, shown: &Shown) -> Standing {
    if shown.messages == 0 {
        return Standing::default();
    }
    let waits = !desk.conversation.unanswered.is_empty();
    let asking = desk.sends.values().any(|send| send.asking);
    let stage = match desk.conversation.owner.answering() {
        _ if asking || shown.failed => 1,
        Answering::Nobody => 1,
        Answering::Operator if waits => 1,
        Answering::Operator => 4,
        Answering::Autopilot if waits => 2,
        Answering::Autopilot => 3,
    };
    Standing {
        stage,
        unread: desk.conversation.unread,
    }
}

/// The worst that a send of the conversation is in.
fn trouble(desk: &Desk, shown: &Shown) -> Option<&'static str> {
    let any = |test: fn(&desk::Send) -> bool| desk.sends.values().any(test);
    if any(|send| send.asking) {
        Some("asking")
    } else if shown.failed {
        Some("failed")
    } else if any(|send| send.state == SendState::Unknown) {
        Some("checking")
    } else if any(|send| send.state == SendState::Sending) {
        Some("sending")
    } else {
        None
    }
}

/// A row to save.
pub(crate) struct Saved {
    conversation: Conversation,
    shown: Shown,
    standing: Standing,
    trouble: Option<&'static str>,
    writing: bool,
    unanswered: String,
}

pub(crate) fn saved(desk: &Desk, shown: &Shown) -> Result<Saved, StoreError> {
    let writing = desk
        .sends
        .values()
        .any(|send| send.is_autopilots() && (send.is_waiting() || send.is_unresolved()));
    Ok(Saved {
        unanswered: json("unanswered", &desk.conversation.unanswered)?,
        conversation: desk.conversation.clone(),
        shown: *shown,
        standing: standing(desk, shown),
        trouble: trouble(desk, shown),
        writing,
    })
}

pub(crate) async fn save(at: &mut SqliteConnection, rows: &[Saved]) -> Result<(), StoreError> {
    PUT.insert(at, rows, |query, saved| {
        let row = &saved.conversation;
        query
            .bind(row.id.to_string())
            .bind(row.id.account.to_string())
            .bind(row.id.contact.to_string())
            .bind(row.exists)
            .bind(int(row.basis))
            .bind(word(&row.owner.reason))
            .bind(row.owner.since)
            .bind(row.owner.until.map(|until| until.at))
            .bind(row.owner.until.map_or(0, |until| until.delay))
            .bind(row.window_from)
            .bind(row.first_at)
            .bind(row.last_at)
            .bind(row.moved_at)
            .bind(row.unread)
            .bind(!row.unanswered.is_empty())
            .bind(saved.unanswered.clone())
            .bind(int(row.arrived))
            .bind(row.hand_backs)
            .bind(row.seen_upto)
            .bind(saved.shown.seen_at)
            .bind(int(saved.shown.messages))
            .bind(saved.shown.failed)
            .bind(saved.trouble)
            .bind(saved.writing)
            .bind(i64::from(saved.standing.stage))
            .bind(row.id.to_string())
    })
    .await?;
    Ok(())
}

pub(crate) fn owner(
    reason: String,
    since: Millis,
    due: Option<Millis>,
    delay: Millis,
) -> Result<Owner, StoreError> {
    Ok(Owner {
        reason: of_word("owner", reason)?,
        since,
        until: due.map(|at| Due { at, delay }),
    })
}

fn read(row: &SqliteRow) -> Result<(Conversation, Shown, Standing), StoreError> {
    let id: String = row.try_get(0)?;
    let id: ConversationId = conversation_id(&id)?;
    let unread = row.try_get(11)?;
    let conversation = Conversation {
        id,
        exists: row.try_get(1)?,
        basis: uint(row.try_get(2)?),
        owner: owner(row.try_get(3)?, row.try_get(4)?, row.try_get(5)?, row.try_get(6)?)?,
        window_from: row.try_get(7)?,
        first_at: row.try_get(8)?,
        last_at: row.try_get(9)?,
        moved_at: row.try_get(10)?,
        unread,
        unanswered: parse("unanswered", row.try_get(12)?)?,
        arrived: uint(row.try_get(13)?),
        hand_backs: row.try_get(14)?,
        seen_upto: row.try_get(15)?,
    };
    let shown = Shown {
        seen_at: row.try_get(16)?,
        messages: uint(row.try_get(17)?),
        failed: row.try_get(18)?,
    };
    let stage = if shown.messages == 0 { 0 } else { row.try_get(19)? };
    let unread = if shown.messages == 0 { 0 } else { unread };
    Ok((conversation, shown, Standing { stage, unread }))
}

pub(crate) async fn of(
    at: &mut SqliteConnection,
    ids: &[ConversationId],
) -> Result<Vec<(Conversation, Shown, Standing)>, StoreError> {
    let ids = list(ids.iter().map(ToString::to_string));
    sqlx::query(OF)
        .bind(ids)
        .fetch_all(at)
        .await?
        .iter()
        .map(read)
        .collect()
}
