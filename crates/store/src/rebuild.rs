//! Computing every view from the journal again. Nothing does this at start-up; it proves that the views hold
//! nothing that the journal does not, and mends them after a repair.

use crate::error::StoreError;
use crate::journal;
use crate::sql::int;
use crate::tables::VIEWS;
use crate::view::account::Known;
use crate::writer::{Cache, Cached, Changes, load_conversations, save_views};
use desk::{AccountEvent, AccountId, Entry, Timings};
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteConnection;
use std::collections::BTreeMap;

/// How many events are read at once.
const PAGE: i64 = 1_000;

/// Empties the views and replays the journal, inside the caller's transaction.
pub(crate) async fn rebuild(at: &mut SqliteConnection, timings: &Timings) -> Result<(), StoreError> {
    for view in VIEWS {
        sqlx::query(AssertSqlSafe(format!("DELETE FROM {view}")))
            .execute(&mut *at)
            .await?;
    }
    let mut accounts: BTreeMap<AccountId, Known> = BTreeMap::new();
    let mut cache = Cache::default();
    let mut after = 0;
    loop {
        let rows = sqlx::query(journal::AFTER)
            .bind(int(after))
            .bind(PAGE)
            .fetch_all(&mut *at)
            .await?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut changes = Changes::default();
        for row in &rows {
            let stored = journal::read(row)?;
            after = stored.seq;
            match &stored.entry {
                Entry::Account(id, event) => {
                    let known = accounts.entry(id.clone()).or_default();
                    known.state.apply(event);
                    if let AccountEvent::AccountConnected { username, .. } = event {
                        known.username.clone_from(username);
                    }
                    changes.accounts.insert(id.clone());
                }
                Entry::Conversation(id, event) => {
                    if !cache.has(id) {
                        let ids = std::slice::from_ref(id);
                        for cached in load_conversations(at, ids, &accounts, timings).await? {
                            cache.put(cached);
                        }
                    }
                    let Some(mut cached) = cache.get(id).map(|cached: &mut Cached| cached.clone()) else {
                        continue;
                    };
                    cached.desk.seq = stored.seq - 1;
                    changes.event(&mut cached, stored.at, stored.meta, event);
                    changes.settle(&mut cached);
                    cache.keep_all(cached);
                }
            }
        }
        // The whole cache is kept: a conversation read again would come without its final sends, and the journal may
        // name those.
        save_views(at, &mut changes, &mut cache, &accounts).await?;
    }
}
