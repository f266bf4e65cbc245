//! Customers and what they do.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Answer, Body, told};
use crate::shared::Shared;
use crate::world::customer_acts::{NewMessage, NewPostback};
use crate::world::people::Customer;
use crate::world::small_acts::reaction;
use crate::world::{Refusal, World};

fn view(world: &World, customer: &Customer, now: i64) -> Value {
    json!({
        "igsid": customer.igsid,
        "account": customer.account,
        "name": customer.name,
        "username": customer.username,
        "consented": customer.consented,
        "blocked": customer.blocked,
        "messageable": customer.messageable,
        "follower_count": customer.follower_count,
        "profile_pic": world.face_url(&customer.igsid, customer.face, now),
    })
}

#[derive(Debug, Deserialize)]
pub(super) struct Of {
    account: Option<String>,
}

pub(super) async fn list(State(shared): State<Arc<Shared>>, Query(of): Query<Of>) -> Answer {
    Ok(Json(shared.look(|world, now| {
        let wanted = world
            .customers
            .values()
            .filter(|one| of.account.as_ref().is_none_or(|id| one.account == *id));
        Value::Array(wanted.map(|customer| view(world, customer, now)).collect())
    })))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewCustomer {
    name: Option<String>,
    username: String,
    igsid: Option<String>,
    account: Option<String>,
}

pub(super) async fn create(State(shared): State<Arc<Shared>>, Body(new): Body<NewCustomer>) -> Answer {
    shared.change(|world, now| {
        let account = new
            .account
            .or_else(|| world.accounts.keys().next().cloned())
            .unwrap_or_default();
        world.account(&account)?;
        if let Some(igsid) = new
            .igsid
            .as_ref()
            .filter(|igsid| world.customers.contains_key(*igsid))
        {
            return Err(Refusal::conflict(format!("there is a customer {igsid} already")));
        }
        let customer = world.add_customer(&account, new.igsid.as_deref(), new.name.as_deref(), &new.username);
        Ok(Json(view(world, &customer, now)))
    })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CustomerChange {
    name: Option<String>,
    username: Option<String>,
    blocked: Option<bool>,
    messageable: Option<bool>,
}

pub(super) async fn change(
    State(shared): State<Arc<Shared>>,
    Path(igsid): Path<String>,
    Body(new): Body<CustomerChange>,
) -> Answer {
    shared.change(|world, now| {
        let customer = world
            .customers
            .get_mut(&igsid)
            .ok_or_else(|| Refusal::unknown("customer", &igsid))?;
        if let Some(name) = new.name {
            customer.name = Some(name).filter(|name| !name.is_empty());
        }
        if let Some(username) = new.username {
            customer.username = username;
        }
        customer.blocked = new.blocked.unwrap_or(customer.blocked);
        customer.messageable = new.messageable.unwrap_or(customer.messageable);
        let customer = customer.clone();
        Ok(Json(view(world, &customer, now)))
    })
}

pub(super) async fn write(
    State(shared): State<Arc<Shared>>,
    Path(igsid): Path<String>,
    Body(new): Body<NewMessage>,
) -> Answer {
    let written = shared.change(|world, now| world.customer_writes(&igsid, new, now))?;
    shared.wait_until_kept().await;
    told(&written)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct OnMessage {
    mid: Option<String>,
    reaction: Option<String>,
    emoji: Option<String>,
    text: Option<String>,
    parties: Option<bool>,
    at: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Arrival {
    #[serde(rename = "ref")]
    reference: String,
    source: Option<String>,
    at: Option<i64>,
}

#[derive(Debug, Deserialize)]
struct Owner {
    app_id: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Comment {
    text: String,
}

/// Every act that is not a message; the last part of the path names it.
pub(super) async fn act(
    State(shared): State<Arc<Shared>>,
    Path((igsid, act)): Path<(String, String)>,
    Body(body): Body<Value>,
) -> Answer {
    let answer = shared.change(|world, now| play(world, &igsid, &act, body, now))?;
    shared.wait_until_kept().await;
    Ok(Json(answer))
}

fn play(world: &mut World, igsid: &str, act: &str, body: Value, now: i64) -> Result<Value, Refusal> {
    let mut ok = json!({ "ok": true });
    match act {
        "postback" => {
            let written = world.customer_taps(igsid, read::<NewPostback>(body)?, now)?;
            return Ok(json!(written));
        }
        "referral" => {
            let one: Arrival = read(body)?;
            world.customer_arrives(
                igsid,
                &one.reference,
                one.source.as_deref(),
                one.at.unwrap_or(now),
                now,
            )?;
        }
        "owner" => world.change_owner(igsid, read::<Owner>(body)?.app_id.as_deref(), now)?,
        "comment" => return world.customer_comments(igsid, &read::<Comment>(body)?.text, now),
        _ => {
            let one: OnMessage = read(body)?;
            let at = one.at.unwrap_or(now);
            let mid = || one.mid.as_deref().ok_or_else(|| Refusal::bad("mid is missing"));
            match act {
                "react" => {
                    let given = reaction(one.reaction.as_deref(), one.emoji.as_deref());
                    world.customer_reacts(igsid, mid()?, Some(given), at, now)?;
                }
                "unreact" => world.customer_reacts(igsid, mid()?, None, at, now)?,
                "seen" => ok = json!({ "mid": world.customer_sees(igsid, one.mid.as_deref(), at, now)? }),
                "edit" => {
                    let text = one
                        .text
                        .as_deref()
                        .ok_or_else(|| Refusal::bad("text is missing"))?;
                    world.customer_edits(igsid, mid()?, text, at, now)?;
                }
                "phantom-edit" => {
                    world.phantom_edit(igsid, one.mid.as_deref(), one.parties.unwrap_or(true), at, now)?;
                }
                "unsend" => world.customer_unsends(igsid, mid()?, at, now)?,
                other => return Err(Refusal::unknown("act", other)),
            }
        }
    }
    Ok(ok)
}

fn read<T: DeserializeOwned>(body: Value) -> Result<T, Refusal> {
    serde_json::from_value(body).map_err(|error| Refusal::bad(error.to_string()))
}
