//! `graph.instagram.com`: every call that carries an Instagram token (contract 1.4–7).
//!
//! One handler takes every path, because each exists with and without a version and nodes are told apart by what their id names.
//! A call goes: faults that need no token → token → faults of the account → the node's own rules; [`Call::answer`] then puts on
//! the usage header and the envelope. A handler says what it wants done as a [`Reply`] and never touches the connection itself.

mod call;
mod conversations;
mod fields;
mod messages;
mod node;
mod subscribe;
mod token;
mod upload;
mod view;

use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::Method;
use axum::response::Response;
use serde_json::Value;

use super::answer;
use crate::door::Cut;
use crate::fault::{Fault, Whom};
use crate::graph_error::GraphError;
use crate::shared::Shared;
use crate::switch::Switch;
use crate::world::app::Token;
use call::Call;

/// What a handler wants answered.
#[derive(Debug)]
pub(crate) enum Reply {
    Json(Value),
    /// Not JSON although it says so.
    Garbled,
    Html(u16, Switch),
    /// Never, then cut.
    Hang(Fault, Switch),
    Cut(Switch),
    /// The error a fault makes of a call that may have been done all the same.
    Refused(GraphError, Switch),
}

/// Every call below `/graph`.
pub(crate) async fn handle(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(line): ConnectInfo<Cut>,
    request: Request,
) -> Response {
    let call = match Call::read(request).await {
        Ok(call) => call,
        Err(response) => return response,
    };
    let token = shared.look(|world, now| {
        world
            .known_token(call.token.as_deref().unwrap_or_default(), now)
            .cloned()
    });
    let account = token.as_ref().ok().map(|token| token.account.clone());
    let whom = Whom {
        account: account.as_deref(),
        customer: None,
    };
    if let Some(fault) = shared.look(|world, _| world.faults.hit(Switch::GraphSlow, whom)) {
        answer::pause(&shared, answer::duration(&fault, 1_000)).await;
    }
    let result = match shared.look(|world, _| world.faults.hit(Switch::GraphHtml, whom)) {
        Some(fault) => Ok(Reply::Html(fault.status.unwrap_or(502), Switch::GraphHtml)),
        None => route(&shared, &call, token).await,
    };
    call.answer(&shared, &line, account.as_deref(), result).await
}

async fn route(
    shared: &Arc<Shared>,
    call: &Call,
    token: Result<Token, GraphError>,
) -> Result<Reply, GraphError> {
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    match path.as_slice() {
        ["access_token"] => return token::exchange(shared, call).await,
        ["refresh_access_token"] => return token::refresh(shared, call).await,
        _ => {}
    }
    let token = token?;
    let whom = Whom {
        account: Some(&token.account),
        customer: None,
    };
    if let Some(fault) = shared.look(|world, _| world.faults.hit(Switch::TokenRevoked, whom)) {
        let message = "Error validating access token: The session has been invalidated.";
        let error = GraphError::new(190, message).sub(fault.subcode.unwrap_or(460));
        return Ok(Reply::Refused(error, Switch::TokenRevoked));
    }
    let sending = call.method == Method::POST && path.last() == Some(&"messages");
    if !sending {
        // The limit is the last check of a send (contract 11.3.2) and the first of anything else.
        shared.look(|world, _| call.check_rate(world, &token.account))?;
    }
    match path.as_slice() {
        [node] => node::read(shared, call, &token, node),
        [node, "subscribed_apps"] => subscribe::handle(shared, call, &token, node).await,
        [node, "messages"] if sending => messages::send(shared, call, &token, node).await,
        [node, "messages"] => conversations::messages_edge(shared, call, &token, node),
        [node, "conversations"] => conversations::list(shared, call, &token, node),
        [node, "message_attachments"] => upload::attachment(shared, call, &token, node).await,
        [node, "messenger_profile"] => upload::messenger_profile(shared, call, &token, node).await,
        [node, edge] => {
            let message = format!("Unknown path components: /{edge}");
            Err(GraphError::no_such_object(call.method.as_str(), node).message(message))
        }
        _ => Err(GraphError::new(2500, "Unknown path components").kind("OAuthException")),
    }
}

/// Refuses a node that is not the token's own account (contract 0.1: the app-scoped id is not it either).
fn own_node(call: &Call, token: &Token, node: &str) -> Result<(), GraphError> {
    if node == "me" || node == token.account {
        return Ok(());
    }
    Err(GraphError::no_such_object(call.method.as_str(), node))
}

/// Refuses a call whose permission the person unticked.
fn permitted(token: &Token, scope: &str) -> Result<(), GraphError> {
    if token.grants(scope) {
        Ok(())
    } else {
        Err(GraphError::permission())
    }
}

/// The error for a method an edge does not have (contract 1.5).
fn unsupported(method: &Method) -> GraphError {
    GraphError::new(
        100,
        format!(
            "Unsupported request - method type: {}",
            method.as_str().to_lowercase()
        ),
    )
}
