//! `/{account or me}/subscribed_apps` (contract 3.2): the set is replaced, never added to.

use std::sync::Arc;

use axum::http::Method;
use serde_json::json;

use super::call::Call;
use super::{Reply, own_node, permitted, unsupported};
use crate::fault::Whom;
use crate::graph_error::GraphError;
use crate::routes::params;
use crate::shared::Shared;
use crate::switch::Switch;
use crate::world::World;
use crate::world::app::{FIELDS, MANAGE_MESSAGES, Token};

pub(crate) async fn handle(
    shared: &Arc<Shared>,
    call: &Call,
    token: &Token,
    node: &str,
) -> Result<Reply, GraphError> {
    own_node(call, token, node)?;
    permitted(token, MANAGE_MESSAGES)?;
    let reply = match call.method {
        Method::GET => return Ok(shared.look(|world, _| list(world, token))),
        Method::POST => shared.change(|world, _| subscribe(world, call, token))?,
        Method::DELETE => shared.change(|world, _| {
            if let Some(app) = world.apps.get_mut(&token.app) {
                app.subscriptions.remove(&token.account);
            }
            Reply::Json(json!({ "success": true }))
        }),
        ref other => return Err(unsupported(other)),
    };
    shared.wait_until_kept().await;
    Ok(reply)
}

fn list(world: &mut World, token: &Token) -> Reply {
    let whom = Whom {
        account: Some(&token.account),
        customer: None,
    };
    let Some(app) = world.apps.get(&token.app) else {
        return Reply::Json(json!({ "data": [] }));
    };
    let Some(fields) = app
        .subscriptions
        .get(&token.account)
        .filter(|fields| !fields.is_empty())
    else {
        return Reply::Json(json!({ "data": [] }));
    };
    let as_objects = world.faults.hit(Switch::SubscribedFieldsObjects, whom).is_some();
    let fields = if as_objects {
        json!(
            fields
                .iter()
                .map(|name| json!({ "name": name, "version": "v25.0" }))
                .collect::<Vec<_>>()
        )
    } else {
        json!(fields)
    };
    Reply::Json(json!({ "data": [{ "id": app.id, "name": app.name, "subscribed_fields": fields }] }))
}

fn subscribe(world: &mut World, call: &Call, token: &Token) -> Result<Reply, GraphError> {
    let whom = Whom {
        account: Some(&token.account),
        customer: None,
    };
    if let Some(fault) = world.faults.hit(Switch::SubscribeFails, whom) {
        let error = GraphError::of(&fault, 200, "(#200) Permissions error");
        return Ok(Reply::Refused(error, Switch::SubscribeFails));
    }
    let asked = params::list("subscribed_fields", &call.pairs, &call.body);
    if asked.is_empty() {
        return Err(GraphError::parameter(
            "The parameter subscribed_fields is required.",
        ));
    }
    if let Some(place) = asked.iter().position(|name| !FIELDS.contains(&name.as_str())) {
        let known = FIELDS.join(", ");
        let message = format!("Param subscribed_fields[{place}] must be one of {{{known}}}");
        return Err(GraphError::parameter(&message));
    }
    if world.faults.hit(Switch::SubscribeUnsuccessful, whom).is_some() {
        return Ok(Reply::Json(json!({ "success": false })));
    }
    if let Some(app) = world.apps.get_mut(&token.app) {
        app.subscriptions.insert(token.account.clone(), asked);
    }
    Ok(Reply::Json(json!({ "success": true })))
}
