//! `GET /{node}`: the own account, a customer's profile, a conversation or a message, told apart by the id (contract 2, 7).

use std::sync::Arc;

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::{Reply, conversations, fields, permitted, unsupported};
use crate::fault::Whom;
use crate::graph_error::GraphError;
use crate::shared::Shared;
use crate::switch::Switch;
use crate::world::World;
use crate::world::app::{BASIC, MANAGE_MESSAGES, Token};

/// `GET /me`, `/{account}`, `/{igsid}`, `/{conversation}`, `/{mid}`
pub(crate) fn read(
    shared: &Arc<Shared>,
    call: &Call,
    token: &Token,
    node: &str,
) -> Result<Reply, GraphError> {
    if call.method != Method::GET {
        return Err(unsupported(&call.method));
    }
    let own = shared.look(|world, _| {
        let account = world.accounts.get(&token.account);
        node == "me" || node == token.account || account.is_some_and(|one| one.app_scoped_id == node)
    });
    if own {
        return shared.look(|world, now| me(world, call, token, now));
    }
    if shared.look(|world, _| world.customers.contains_key(node)) {
        return shared.look(|world, now| profile(world, call, token, node, now));
    }
    conversations::node(shared, call, token, node)
}

fn me(world: &mut World, call: &Call, token: &Token, now: i64) -> Result<Reply, GraphError> {
    let whom = Whom {
        account: Some(&token.account),
        customer: None,
    };
    if let Some(fault) = world.faults.hit(Switch::MeFails, whom) {
        let error = GraphError::of(
            &fault,
            2,
            "An unexpected error has occurred. Please retry your request later.",
        );
        return Ok(Reply::Refused(error, Switch::MeFails));
    }
    permitted(token, BASIC)?;
    let account = world
        .accounts
        .get(&token.account)
        .ok_or_else(GraphError::unreadable_token)?
        .clone();
    let known = json!({
        "id": account.app_scoped_id,
        "user_id": account.id,
        "username": account.username,
        "name": account.name,
        "account_type": account.account_type,
        "profile_picture_url": world.face_url(&account.id, 4, now),
        "followers_count": 1_204,
        "follows_count": 310,
        "media_count": 87,
    });
    let answer = pick(&known, call.param("fields"), &["id"])?;
    let wrapped = world.faults.hit(Switch::MeDataShape, whom).is_some();
    Ok(Reply::Json(if wrapped {
        json!({ "data": [answer] })
    } else {
        answer
    }))
}

/// A customer's profile with its consent rules (contract 2.2).
fn profile(
    world: &mut World,
    call: &Call,
    token: &Token,
    igsid: &str,
    now: i64,
) -> Result<Reply, GraphError> {
    let whom = Whom {
        account: Some(&token.account),
        customer: Some(igsid),
    };
    let consent = || GraphError::new(230, "(#230) User consent is required to access user profile");
    let nobody = || GraphError::new(9_010, "(#9010) No matching Instagram user").kind("IGApiException");
    let missing = || GraphError::no_such_object("get", igsid);
    let mut refused = |switch, error: GraphError| {
        world
            .faults
            .hit(switch, whom)
            .map(|_| Reply::Refused(error, switch))
    };
    let by_fault = refused(Switch::ProfileConsent, consent())
        .or_else(|| refused(Switch::ProfileUnknown, nobody()))
        .or_else(|| refused(Switch::ProfileMissing, missing()));
    if let Some(reply) = by_fault {
        return Ok(reply);
    }
    permitted(token, MANAGE_MESSAGES)?;
    let customer = world.customers.get(igsid).ok_or_else(missing)?.clone();
    if customer.account != token.account || !customer.messageable {
        return Err(nobody());
    }
    if customer.blocked {
        return Err(missing());
    }
    if !customer.consented {
        return Err(consent());
    }
    let nameless = world.faults.hit(Switch::NameNull, whom).is_some();
    let known = json!({
        "id": customer.igsid,
        "name": if nameless { Value::Null } else { json!(customer.name) },
        "username": customer.username,
        "profile_pic": world.face_url(&customer.igsid, customer.face, now),
        "follower_count": customer.follower_count,
        "is_user_follow_business": customer.follower_count % 2 == 0,
        "is_business_follow_user": false,
        "is_verified_user": false,
    });
    Ok(Reply::Json(pick(
        &known,
        call.param("fields"),
        &["id", "name", "username"],
    )?))
}

/// The fields asked for, and the id, which always comes.
fn pick(known: &Value, asked: Option<&str>, default: &[&str]) -> Result<Value, GraphError> {
    let mut picked = Map::new();
    let names: Vec<String> = match asked {
        Some(asked) => fields::parse(asked)?
            .into_iter()
            .map(|field| field.name)
            .collect(),
        None => default.iter().map(|name| (*name).to_owned()).collect(),
    };
    for name in names.iter().map(String::as_str).chain(["id"]) {
        let value = known.get(name).ok_or_else(|| fields::unknown(name))?;
        picked.insert(name.to_owned(), value.clone());
    }
    Ok(Value::Object(picked))
}
