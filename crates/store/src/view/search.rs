//! The search index: the words of every visible message, under the message's position.
//!
//! It is filled from `messages` and `content` after both are written, so that what is found is what is shown.

use crate::error::StoreError;
use crate::sql::list;
use sqlx::sqlite::SqliteConnection;
use std::collections::BTreeSet;

pub(crate) const REMOVE: &str = "DELETE FROM search WHERE rowid IN (SELECT value FROM json_each(?1))";
pub(crate) const FILL: &str = "INSERT INTO search (rowid, account, text)
    SELECT m.seq, substr(m.conversation, 1, instr(m.conversation, '.') - 1), c.body ->> '$.text'
    FROM json_each(?1) AS wanted
    JOIN messages AS m ON m.seq = wanted.value
    JOIN content AS c ON c.conversation = m.conversation AND c.key = CASE WHEN m.send IS NULL THEN m.mid ELSE 'send:' || m.send END
    WHERE m.hidden = 0 AND m.unsent = 0 AND c.blank = 0 AND trim(coalesce(c.body ->> '$.text', '')) <> ''";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[REMOVE, FILL];

/// What changed in the index: `fresh` rows were never in it.
#[derive(Default)]
pub(crate) struct Changes {
    pub(crate) fresh: BTreeSet<u64>,
    pub(crate) again: BTreeSet<u64>,
}

pub(crate) async fn save(at: &mut SqliteConnection, changes: &Changes) -> Result<(), StoreError> {
    if !changes.again.is_empty() {
        sqlx::query(REMOVE)
            .bind(list(&changes.again))
            .execute(&mut *at)
            .await?;
    }
    let wanted: BTreeSet<u64> = changes.fresh.union(&changes.again).copied().collect();
    if !wanted.is_empty() {
        sqlx::query(FILL).bind(list(&wanted)).execute(at).await?;
    }
    Ok(())
}
