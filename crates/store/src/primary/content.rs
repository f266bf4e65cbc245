//! What people wrote, once, under a key that events refer to (rules 1).

use crate::error::StoreError;
use crate::sql::{Many, json, parse};
use desk::{Content, ContentKey, ConversationId, Mid};
use sqlx::sqlite::SqliteConnection;

pub(crate) const PUT: Many = Many {
    head: "INSERT INTO content (conversation, key, body) VALUES",
    row: "(?, ?, ?)",
    tail: "ON CONFLICT (conversation, key) DO UPDATE SET body = excluded.body, blank = 0",
};
pub(crate) const RETEXT: &str = "UPDATE content SET body = json_set(body, '$.text', ?3) WHERE conversation = ?1 AND key = ?2 AND blank = 0";
pub(crate) const RETEXT_FROM: &str = "UPDATE content
    SET body = json_set(body, '$.text', (SELECT waiting.body ->> '$.text' FROM content AS waiting
        WHERE waiting.conversation = ?4 AND waiting.key = ?3))
    WHERE conversation = ?1 AND key = ?2 AND blank = 0 AND EXISTS (SELECT 1 FROM content AS waiting
        WHERE waiting.conversation = ?4 AND waiting.key = ?3 AND waiting.blank = 0)";
pub(crate) const BLANK: &str = "INSERT INTO content (conversation, key, body, blank) VALUES (?1, ?2, '{}', 1)
    ON CONFLICT (conversation, key) DO UPDATE SET body = '{}', blank = 1";
/// The model's own words about a message that was taken back: they may repeat it.
pub(crate) const BLANK_NOTES: &str =
    "UPDATE content SET body = '{}', blank = 1 WHERE (conversation, key) IN (
    SELECT decisions.conversation, 'decision:' || decisions.burst FROM messages
    JOIN decisions ON decisions.conversation = messages.conversation
    JOIN json_each(decisions.body, '$.mids') AS about ON about.value = messages.mid
    WHERE messages.mid = ?1)";
pub(crate) const GET: &str = "SELECT body FROM content WHERE conversation = ?1 AND key = ?2";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[RETEXT, RETEXT_FROM, BLANK, BLANK_NOTES, GET];

/// With which words a key's lie. What waits for a message lies with the account: nobody knows yet under which id of
/// its writer the message will come (rules 2).
fn place(conversation: &ConversationId, key: &ContentKey) -> String {
    if key.is_parked() {
        conversation.account.to_string()
    } else {
        conversation.to_string()
    }
}

pub(crate) async fn put(
    at: &mut SqliteConnection,
    contents: &[(&ConversationId, &ContentKey, &Content)],
) -> Result<(), StoreError> {
    let mut bodies = Vec::with_capacity(contents.len());
    for (conversation, key, content) in contents {
        bodies.push((place(conversation, key), key.as_str(), json("content", content)?));
    }
    PUT.insert(at, &bodies, |query, (conversation, key, body)| {
        query.bind(conversation.clone()).bind(*key).bind(body.as_str())
    })
    .await?;
    Ok(())
}

pub(crate) async fn retext(
    at: &mut SqliteConnection,
    conversation: &ConversationId,
    key: &ContentKey,
    text: &str,
) -> Result<(), StoreError> {
    sqlx::query(RETEXT)
        .bind(place(conversation, key))
        .bind(key.as_str())
        .bind(text)
        .execute(at)
        .await?;
    Ok(())
}

pub(crate) async fn retext_from(
    at: &mut SqliteConnection,
    conversation: &ConversationId,
    key: &ContentKey,
    waiting: &ContentKey,
) -> Result<(), StoreError> {
    sqlx::query(RETEXT_FROM)
        .bind(place(conversation, key))
        .bind(key.as_str())
        .bind(waiting.as_str())
        .bind(place(conversation, waiting))
        .execute(&mut *at)
        .await?;
    blank(at, conversation, waiting).await
}

pub(crate) async fn blank(
    at: &mut SqliteConnection,
    conversation: &ConversationId,
    key: &ContentKey,
) -> Result<(), StoreError> {
    sqlx::query(BLANK)
        .bind(place(conversation, key))
        .bind(key.as_str())
        .execute(at)
        .await?;
    Ok(())
}

/// Blanks what the model wrote about a message that was taken back.
pub(crate) async fn blank_notes(at: &mut SqliteConnection, mid: &Mid) -> Result<(), StoreError> {
    sqlx::query(BLANK_NOTES).bind(mid.as_str()).execute(at).await?;
    Ok(())
}

/// A missing row reads as nothing written.
pub(crate) fn read(body: Option<&str>) -> Result<Content, StoreError> {
    body.map_or_else(|| Ok(Content::default()), |body| parse("content", body))
}
