//! Switching faults on and off. Three of them act at once: revoked tokens, dropped subscriptions, refused connections.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{ConnectInfo, Path, State};
use serde_json::{Value, json};

use super::{Answer, Body, done};
use crate::door::Cut;
use crate::fault::Fault;
use crate::shared::Shared;
use crate::switch::Switch;
use crate::webhook::post::Order;
use crate::world::{Refusal, World};

/// Between the answer to the order and the closing of the door, so that the answer gets out.
const BEFORE_CLOSING: Duration = Duration::from_millis(25);

fn named(name: &str) -> Result<Switch, Refusal> {
    Switch::named(name).ok_or_else(|| Refusal::unknown("fault", name))
}

pub(super) async fn list(State(shared): State<Arc<Shared>>) -> Answer {
    Ok(Json(shared.look(|world, _| {
        let list = world.faults.all().map(|(switch, armed)| {
            let mut told = json!(armed);
            if let Some(members) = told.as_object_mut() {
                members.insert("name".to_owned(), json!(switch));
            }
            told
        });
        Value::Array(list.collect())
    })))
}

pub(super) async fn set(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(line): ConnectInfo<Cut>,
    Path(name): Path<String>,
    Body(fault): Body<Fault>,
) -> Answer {
    let switch = named(&name)?;
    match (switch, fault.times) {
        (Switch::TokenRevoked, None) => {
            let subcode = fault.subcode.unwrap_or(460);
            shared.change(|world, _| world.revoke(fault.account.as_deref(), subcode));
        }
        (Switch::SubscriptionDropped, _) => {
            shared.change(|world, _| world.drop_subscriptions(fault.account.as_deref()));
        }
        (Switch::ConnectRefused, _) => refuse_connections(&shared, &line, &fault),
        _ => shared.change(|world, now| world.faults.set(switch, fault, now)),
    }
    shared.wait_until_kept().await;
    done()
}

fn refuse_connections(shared: &Arc<Shared>, line: &Cut, fault: &Fault) {
    match fault.ms {
        Some(ms) => {
            let duration = Duration::from_millis(ms.max(0).unsigned_abs());
            shared.hinge.shut_after(BEFORE_CLOSING, duration);
        }
        None => shared.hinge.turn_away(fault.times.unwrap_or(1), Some(line)),
    }
}

pub(super) async fn clear(State(shared): State<Arc<Shared>>, Path(name): Path<String>) -> Answer {
    let switch = named(&name)?;
    if switch == Switch::ConnectRefused {
        shared.hinge.turn_away(0, None);
    }
    let was_on = shared.change(|world, now| {
        let was_on = world.faults.clear(switch);
        release_unless_held(world, now);
        was_on
    });
    Ok(Json(json!({ "was_on": was_on })))
}

pub(super) async fn clear_all(State(shared): State<Arc<Shared>>) -> Answer {
    shared.change(|world, now| {
        world.faults.clear_all();
        release_unless_held(world, now);
    });
    done()
}

/// What no fault holds back any more goes out.
fn release_unless_held(world: &mut World, now: i64) {
    let gathering = [Switch::HoldDeliveries, Switch::Batch, Switch::Reorder];
    if gathering
        .iter()
        .all(|switch| world.faults.armed(*switch).is_none())
    {
        world.release(Order::Kept, now);
    }
}
