//! Ground truth: what is really in a thread, and how often a client's words were accepted.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, done};
use crate::settings::DAY_MS;
use crate::shared::Shared;
use crate::world::Refusal;
use crate::world::thread::{Message, ReplyTo, Thread, Who};

#[derive(Debug, Deserialize)]
pub(super) struct Of {
    account: Option<String>,
}

pub(super) async fn list(State(shared): State<Arc<Shared>>, Query(of): Query<Of>) -> Answer {
    Ok(Json(shared.look(|world, _| {
        let mut threads: Vec<&Thread> = world
            .threads
            .values()
            .filter(|thread| of.account.as_ref().is_none_or(|id| thread.account == *id))
            .collect();
        threads.sort_by_key(|thread| std::cmp::Reverse(thread.updated_at()));
        let list = threads.into_iter().map(|thread| {
            let counts = accepted(thread);
            json!({
                "igsid": thread.igsid,
                "account": thread.account,
                "conversation_id": thread.conversation_id,
                "updated_at": thread.updated_at(),
                "messages": thread.messages.len(),
                "last": thread.messages.last().map(|message| view(message, &counts)),
            })
        });
        Value::Array(list.collect())
    })))
}

#[derive(Debug, Deserialize)]
pub(super) struct Newer {
    newer_than: Option<u64>,
    wait_ms: Option<u64>,
}

pub(super) async fn show(
    State(shared): State<Arc<Shared>>,
    Path(igsid): Path<String>,
    Query(newer): Query<Newer>,
) -> Answer {
    if let (Some(known), Some(wait)) = (newer.newer_than, newer.wait_ms) {
        let mut revisions = shared.revision.subscribe();
        let changed = revisions.wait_for(|revision| *revision > known);
        // Nothing new within the wait is an answer too: the thread as it is.
        let _ = tokio::time::timeout(Duration::from_millis(wait.min(60_000)), changed).await;
    }
    let revision = *shared.revision.borrow();
    let found = shared.look(|world, _| {
        world.customer(&igsid)?;
        Ok::<_, Refusal>(world.threads.get(&igsid).map(|thread| detail(thread, revision)))
    })?;
    let empty = || json!({ "igsid": igsid, "revision": revision, "messages": [], "accepted": [] });
    Ok(Json(found.unwrap_or_else(empty)))
}

pub(super) async fn forget(State(shared): State<Arc<Shared>>, Path(igsid): Path<String>) -> Answer {
    shared.change(|world, _| {
        world.threads.remove(&igsid);
        match world.customers.get_mut(&igsid) {
            Some(customer) => {
                customer.consented = false;
                Ok(())
            }
            None => Err(Refusal::unknown("customer", &igsid)),
        }
    })?;
    done()
}

fn detail(thread: &Thread, revision: u64) -> Value {
    let counts = accepted(thread);
    let messages: Vec<Value> = thread
        .messages
        .iter()
        .map(|message| view(message, &counts))
        .collect();
    let told: Vec<Value> = counts
        .iter()
        .map(|(text, count)| json!({ "text": text, "count": count }))
        .collect();
    json!({
        "igsid": thread.igsid,
        "account": thread.account,
        "conversation_id": thread.conversation_id,
        "revision": revision,
        "window_until": thread.window_from.map(|from| from + DAY_MS),
        "owner_app": thread.owner_app,
        "messages": messages,
        "accepted": told,
        "seen_mid": thread.seen_mid,
    })
}

/// How many requests of the client with each content were accepted in this thread.
fn accepted(thread: &Thread) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for message in thread
        .messages
        .iter()
        .filter(|message| matches!(message.who, Who::Api(_)))
    {
        *counts.entry(message.content()).or_insert(0) += 1;
    }
    counts
}

fn view(message: &Message, counts: &BTreeMap<String, usize>) -> Value {
    let who = match message.who {
        Who::Customer => "customer",
        Who::Api(_) => "api",
        Who::Phone => "phone",
        Who::OtherApp(_) => "other_app",
    };
    let api = matches!(message.who, Who::Api(_));
    let reply_to = message.reply_to.as_ref().map(|one| match one {
        ReplyTo::Message(mid) => json!({ "mid": mid }),
        ReplyTo::Story { id, url } => json!({ "story": { "id": id, "url": url } }),
    });
    let kinds: Vec<&str> = message.attachments.iter().map(|one| one.kind.as_str()).collect();
    json!({
        "mid": message.mid,
        "direction": if message.who.is_business() { "out" } else { "in" },
        "who": who,
        "text": message.text,
        "at": message.at,
        "stored_at": message.stored_at,
        "kinds": kinds,
        "attachments": message.attachments,
        "reply_to": reply_to,
        "postback": message.postback,
        "tag": message.tag,
        "unsupported": message.unsupported,
        "deleted": message.deleted,
        "edits": message.edits,
        "reactions": message.reactions,
        "request": message.request,
        "accepted_count": api.then(|| counts.get(&message.content()).copied().unwrap_or(0)),
    })
}
