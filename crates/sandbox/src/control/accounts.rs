//! Accounts, and what their people do outside the API.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Body, done, told};
use crate::shared::Shared;
use crate::world::Refusal;
use crate::world::account_acts::PhoneMessage;
use crate::world::people::Account;

fn view(account: &Account) -> Value {
    json!({
        "id": account.id,
        "app_scoped_id": account.app_scoped_id,
        "username": account.username,
        "name": account.name,
        "account_type": account.account_type,
        "dm_access": account.dm_access,
        "sending_restricted": account.sending_restricted,
    })
}

pub(super) async fn list(State(shared): State<Arc<Shared>>) -> Answer {
    Ok(Json(shared.look(|world, _| {
        Value::Array(world.accounts.values().map(view).collect())
    })))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAccount {
    id: Option<String>,
    username: String,
    name: String,
    account_type: Option<String>,
}

pub(super) async fn create(State(shared): State<Arc<Shared>>, Body(new): Body<NewAccount>) -> Answer {
    shared.change(|world, _| {
        if let Some(id) = new.id.as_ref().filter(|id| world.accounts.contains_key(*id)) {
            return Err(Refusal::conflict(format!("there is an account {id} already")));
        }
        let kind = new.account_type.as_deref().unwrap_or("BUSINESS");
        Ok(Json(view(&world.add_account(
            new.id.as_deref(),
            &new.username,
            &new.name,
            kind,
        ))))
    })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountChange {
    username: Option<String>,
    name: Option<String>,
    dm_access: Option<bool>,
    sending_restricted: Option<bool>,
}

pub(super) async fn change(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Body(new): Body<AccountChange>,
) -> Answer {
    shared.change(|world, _| {
        let account = world
            .accounts
            .get_mut(&id)
            .ok_or_else(|| Refusal::unknown("account", &id))?;
        if let Some(username) = new.username {
            account.username = username;
        }
        if let Some(name) = new.name {
            account.name = name;
        }
        account.dm_access = new.dm_access.unwrap_or(account.dm_access);
        account.sending_restricted = new.sending_restricted.unwrap_or(account.sending_restricted);
        Ok(Json(view(account)))
    })
}

#[derive(Debug, Deserialize)]
pub(super) struct Revoke {
    subcode: Option<i64>,
}

pub(super) async fn revoke(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Body(asked): Body<Revoke>,
) -> Answer {
    let revoked = shared.change(|world, _| {
        world.account(&id)?;
        Ok::<_, Refusal>(world.revoke(Some(&id), asked.subcode.unwrap_or(460)))
    })?;
    Ok(Json(json!({ "revoked": revoked })))
}

pub(super) async fn drop_subscriptions(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Answer {
    shared.change(|world, _| {
        world.account(&id)?;
        world.drop_subscriptions(Some(&id));
        Ok::<_, Refusal>(())
    })?;
    done()
}

pub(super) async fn phone(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Body(new): Body<PhoneMessage>,
) -> Answer {
    let written = shared.change(|world, now| world.phone_writes(&id, new, now))?;
    shared.wait_until_kept().await;
    told(&written)
}

#[derive(Debug, Deserialize)]
pub(super) struct Unsend {
    mid: String,
}

pub(super) async fn unsend(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Body(asked): Body<Unsend>,
) -> Answer {
    shared.change(|world, now| world.business_unsends(&id, &asked.mid, now))?;
    done()
}
