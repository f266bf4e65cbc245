//! Saving what a batch changed: each table once, rows together.

use super::cache::Cache;
use super::project::{Changes, Parking};
use crate::error::StoreError;
use crate::primary::{content, draft, profile, raw};
use crate::sql::list;
use crate::view::{
    account, burst, conversation, decision, link, message, owner_change, parked, reaction, send, tally,
};
use crate::{journal, view};
use desk::{Content, ContentKey, ConversationId, Mid, Millis, Write};
use sqlx::sqlite::SqliteConnection;
use std::collections::BTreeMap;

/// Writes journal, content and views. `now` is wall time: when a new contact's profile is wanted.
pub(crate) async fn save(
    at: &mut SqliteConnection,
    changes: &mut Changes,
    cache: &mut Cache,
    accounts: &BTreeMap<desk::AccountId, account::Known>,
    now: Millis,
) -> Result<(), StoreError> {
    journal::append(at, &changes.journal).await?;
    contents(at, changes).await?;
    views(at, changes, cache, accounts).await?;
    if !changes.met.is_empty() {
        let ids = list(changes.met.iter().map(ToString::to_string));
        sqlx::query(profile::WANT)
            .bind(ids)
            .bind(now)
            .execute(&mut *at)
            .await?;
    }
    for (conversation, send) in &changes.unspoken {
        content::blank(at, conversation, &ContentKey::of_send(send)).await?;
    }
    for mid in &changes.unsent {
        raw::blank(at, mid).await?;
        content::blank_notes(at, mid).await?;
    }
    Ok(())
}

/// Writes the views alone: what a rebuild needs.
pub(crate) async fn views(
    at: &mut SqliteConnection,
    changes: &mut Changes,
    cache: &mut Cache,
    accounts: &BTreeMap<desk::AccountId, account::Known>,
) -> Result<(), StoreError> {
    message::save(at, &changes.messages, &mut changes.search).await?;
    parking(at, &changes.parked).await?;
    for (mid, when, emoji) in &changes.reactions {
        reaction::save(at, mid, *when, emoji.as_deref()).await?;
    }
    owner_change::add(at, &changes.owners).await?;
    for (conversation, other) in &changes.links {
        link::add(at, conversation, other).await?;
    }
    decision::add(at, &changes.decisions).await?;
    let mut sends = Vec::with_capacity(changes.sends.len());
    for (id, (conversation, row)) in &changes.sends {
        sends.push(send::saved(conversation, row, changes.remarks.get(id))?);
    }
    send::save(at, &sends).await?;
    aggregates(at, changes, cache).await?;
    for id in &changes.accounts {
        if let Some(known) = accounts.get(id) {
            account::put(at, id, known).await?;
        }
    }
    for (id, change) in &changes.tallies {
        tally::add(at, id, change).await?;
    }
    view::search::save(at, &changes.search).await
}

/// What waits, in order; removals in a row go together.
async fn parking(at: &mut SqliteConnection, changes: &[Parking]) -> Result<(), StoreError> {
    let mut run: Vec<&Mid> = Vec::new();
    for change in changes {
        match change {
            Parking::Remove(mid) => run.push(mid),
            Parking::Add {
                seq,
                conversation,
                mid,
                reference,
            } => {
                parked::remove(at, &std::mem::take(&mut run)).await?;
                parked::add(at, *seq, conversation, mid, reference).await?;
            }
        }
    }
    parked::remove(at, &run).await
}

async fn aggregates(
    at: &mut SqliteConnection,
    changes: &Changes,
    cache: &mut Cache,
) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(changes.conversations.len());
    for id in &changes.conversations {
        if let Some(cached) = cache.get(id) {
            rows.push(conversation::saved(&cached.desk, &cached.shown)?);
        }
    }
    conversation::save(at, &rows).await?;
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for id in &changes.bursts {
        match cache.get(id).map(|cached| cached.desk.burst.as_ref()) {
            Some(Some(burst)) => open.push(burst::saved(id.to_string(), burst)?),
            Some(None) => closed.push(id.to_string()),
            None => {}
        }
    }
    burst::save(at, &open, &closed).await
}

/// Content in order; what is put in a row goes together.
async fn contents(at: &mut SqliteConnection, changes: &Changes) -> Result<(), StoreError> {
    let mut run: Vec<(&ConversationId, &ContentKey, &Content)> = Vec::new();
    for (conversation, write) in &changes.content {
        if let Write::Put(key, body) = write {
            run.push((conversation, key, body));
            continue;
        }
        content::put(at, &std::mem::take(&mut run)).await?;
        match write {
            Write::Put(..) => {}
            Write::Retext(key, text) => content::retext(at, conversation, key, text).await?,
            Write::RetextFrom(key, waiting) => content::retext_from(at, conversation, key, waiting).await?,
            Write::Blank(key) => content::blank(at, conversation, key).await?,
            Write::ClearDraft => draft::clear(at, conversation).await?,
            Write::DraftBefore(text) => draft::put_before(at, conversation, text).await?,
        }
    }
    content::put(at, &run).await
}
