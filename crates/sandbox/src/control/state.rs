//! The sandbox as a whole: overview, clock, settings, logs, deliveries, media.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Body, done, told};
use crate::media;
use crate::sandbox::Hosts;
use crate::settings::Settings;
use crate::shared::Shared;
use crate::webhook::post::Order;
use crate::webhook::queue::{Delivery, Done};
use crate::world::asset::Upload;
use crate::world::{Refusal, World};

/// Largest upload in bytes.
const UPLOAD_LIMIT: usize = 2 * 1024 * 1024;
/// How long a settle waits unless told otherwise, in ms.
const SETTLE_MS: u64 = 2_000;

pub(super) async fn everything(State(shared): State<Arc<Shared>>) -> Answer {
    let hosts = Hosts::on(&shared.origin);
    let revision = *shared.revision.borrow();
    Ok(Json(shared.look(|world, now| {
        json!({
            "base_url": shared.origin,
            "now": now,
            "seed": shared.config.seed,
            "token_prefix": world.token_prefix,
            "revision": revision,
            "hosts": hosts,
            "apps": world.apps.keys().collect::<Vec<_>>(),
            "accounts": world.accounts.keys().collect::<Vec<_>>(),
            "customers": world.customers.keys().collect::<Vec<_>>(),
        })
    })))
}

pub(super) async fn reset(State(shared): State<Arc<Shared>>) -> Answer {
    shared.scripts.stop_all().await;
    shared.change(|world, _| {
        let fresh = World {
            origin: shared.origin.clone(),
            ..World::seeded(&shared.config)
        };
        *world = fresh;
        world.register_redirect_uris(&shared.config.redirect_uris);
    });
    shared.requests.clear();
    shared.model.clear();
    shared.wait_until_kept().await;
    done()
}

pub(super) async fn clock(State(shared): State<Arc<Shared>>) -> Answer {
    Ok(Json(json!({ "now": shared.now() })))
}

#[derive(Debug, Deserialize)]
pub(super) struct Advance {
    advance_ms: i64,
}

pub(super) async fn advance(State(shared): State<Arc<Shared>>, Body(by): Body<Advance>) -> Answer {
    if by.advance_ms < 0 {
        return Err(Refusal::bad("time only goes forward"));
    }
    if !shared.clock.advance(by.advance_ms) {
        return Err(Refusal::conflict(
            "this sandbox runs on a clock that cannot be moved",
        ));
    }
    shared.change(|_, _| ());
    Ok(Json(json!({ "now": shared.now() })))
}

pub(super) async fn settings(State(shared): State<Arc<Shared>>) -> Answer {
    shared.look(|world, _| told(&world.settings))
}

pub(super) async fn change_settings(State(shared): State<Arc<Shared>>, Body(new): Body<Value>) -> Answer {
    let named = new
        .as_object()
        .cloned()
        .ok_or_else(|| Refusal::bad("settings are an object"))?;
    shared.change(|world, _| {
        let mut all =
            serde_json::to_value(&world.settings).map_err(|error| Refusal::bad(error.to_string()))?;
        if let Some(members) = all.as_object_mut() {
            members.extend(named);
        }
        world.settings =
            serde_json::from_value::<Settings>(all).map_err(|error| Refusal::bad(error.to_string()))?;
        told(&world.settings)
    })
}

#[derive(Debug, Deserialize)]
pub(super) struct Wait {
    wait_ms: Option<u64>,
}

pub(super) async fn settle(State(shared): State<Arc<Shared>>, Body(wait): Body<Wait>) -> Answer {
    let limit = Duration::from_millis(wait.wait_ms.unwrap_or(SETTLE_MS));
    let settled = shared
        .wait_for(limit, |world| world.outgoing.queue.is_empty())
        .await;
    let pending = shared.look(|world, _| world.outgoing.queue.len());
    Ok(Json(json!({ "settled": settled, "pending": pending })))
}

#[derive(Debug, Deserialize)]
pub(super) struct Since {
    #[serde(default)]
    since: u64,
    surface: Option<String>,
    path: Option<String>,
}

pub(super) async fn requests(State(shared): State<Arc<Shared>>, Query(asked): Query<Since>) -> Answer {
    let list = shared
        .requests
        .list(asked.since, asked.surface.as_deref(), asked.path.as_deref());
    Ok(Json(json!({ "requests": list })))
}

pub(super) async fn forget_requests(State(shared): State<Arc<Shared>>) -> Answer {
    shared.requests.clear();
    done()
}

pub(super) async fn model_requests(State(shared): State<Arc<Shared>>, Query(asked): Query<Since>) -> Answer {
    told(&shared.model.list(asked.since))
}

pub(super) async fn deliveries(State(shared): State<Arc<Shared>>, Query(asked): Query<Since>) -> Answer {
    Ok(Json(shared.look(|world, _| {
        let over = world
            .outgoing
            .done
            .iter()
            .map(|Done { delivery, end }| summary(delivery, &json!(end)));
        let waiting = world
            .outgoing
            .queue
            .iter()
            .map(|delivery| summary(delivery, &json!("pending")));
        let mut all: Vec<Value> = over
            .chain(waiting)
            .filter(|one| one.get("id").and_then(Value::as_u64) > Some(asked.since))
            .collect();
        all.sort_by_key(|one| one.get("id").and_then(Value::as_u64));
        json!({
            "held": world.outgoing.held.len(),
            "pending": world.outgoing.queue.len(),
            "deliveries": all,
        })
    })))
}

fn summary(delivery: &Delivery, state: &Value) -> Value {
    let kinds: Vec<&str> = delivery.events.iter().map(|event| event.field.as_str()).collect();
    let mids: Vec<&str> = delivery
        .events
        .iter()
        .filter_map(|event| event.mid.as_deref())
        .collect();
    json!({
        "id": delivery.id,
        "app": delivery.app,
        "created_at": delivery.created_at,
        "kinds": kinds,
        "mids": mids,
        "attempts": delivery.attempts,
        "status": delivery.status,
        "state": state,
    })
}

#[derive(Debug, Deserialize)]
pub(super) struct Release {
    order: Option<String>,
}

pub(super) async fn release(State(shared): State<Arc<Shared>>, Body(asked): Body<Release>) -> Answer {
    let order = match asked.order.as_deref() {
        None | Some("kept") => Order::Kept,
        Some("reversed") => Order::Reversed,
        Some("shuffled") => Order::Shuffled,
        Some(other) => return Err(Refusal::bad(format!("{other} is no order"))),
    };
    let released = shared.change(|world, now| {
        let held = world.outgoing.held.len();
        world.release(order, now);
        held
    });
    Ok(Json(json!({ "released": released })))
}

pub(super) async fn media(State(shared): State<Arc<Shared>>) -> Answer {
    let mut list: Vec<Value> = media::BUILT_IN
        .iter()
        .filter_map(|name| media::built_in(name).map(|one| (name, one)))
        .map(
            |(name, one)| json!({ "name": name, "content_type": one.content_type, "bytes": one.bytes.len() }),
        )
        .collect();
    list.extend(shared.look(|world, _| {
        let uploads = world.uploads.iter();
        let told = uploads.map(|(name, one)| {
            json!({ "name": name, "content_type": one.content_type, "bytes": one.bytes.len() / 4 * 3 })
        });
        told.collect::<Vec<_>>()
    }));
    Ok(Json(Value::Array(list)))
}

#[derive(Debug, Deserialize)]
pub(super) struct Named {
    name: Option<String>,
}

pub(super) async fn upload(
    State(shared): State<Arc<Shared>>,
    Query(named): Query<Named>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    if bytes.is_empty() || bytes.len() > UPLOAD_LIMIT {
        return Err(Refusal::bad("an upload has between 1 byte and 2 MiB"));
    }
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or("application/octet-stream").to_owned();
    let name = shared.change(|world, _| {
        let number = world.uploads.len() + 1;
        let name = match named.name {
            Some(name) => format!("upload-{number}-{name}"),
            None => format!("upload-{number}"),
        };
        world.uploads.insert(
            name.clone(),
            Upload {
                content_type,
                bytes: STANDARD.encode(&bytes),
            },
        );
        name
    });
    shared.wait_until_kept().await;
    Ok(Json(json!({ "media": name })))
}
