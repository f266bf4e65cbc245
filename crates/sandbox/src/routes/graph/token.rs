//! Long-lived tokens: the exchange and the refresh (contract 1.4, 1.5). GET only, no version needed.

use std::sync::Arc;

use axum::http::Method;
use serde_json::json;

use super::call::Call;
use super::{Reply, unsupported};
use crate::graph_error::GraphError;
use crate::shared::Shared;
use crate::world::login::Issued;

/// `GET /access_token?grant_type=ig_exchange_token`
pub(crate) async fn exchange(shared: &Arc<Shared>, call: &Call) -> Result<Reply, GraphError> {
    let token = check(call, "ig_exchange_token")?;
    let secret = call.param("client_secret").unwrap_or_default();
    if secret.is_empty() {
        return Err(GraphError::parameter("Missing required parameter client_secret"));
    }
    let issued = shared.change(|world, now| world.exchange_token(secret, token, now))?;
    shared.wait_until_kept().await;
    Ok(reply(issued))
}

/// `GET /refresh_access_token?grant_type=ig_refresh_token`
pub(crate) async fn refresh(shared: &Arc<Shared>, call: &Call) -> Result<Reply, GraphError> {
    let token = check(call, "ig_refresh_token")?;
    let issued = shared.change(|world, now| world.refresh_token(token, now))?;
    shared.wait_until_kept().await;
    Ok(reply(issued))
}

fn check<'a>(call: &'a Call, grant_type: &str) -> Result<&'a str, GraphError> {
    if call.method != Method::GET {
        return Err(unsupported(&call.method));
    }
    if call.param("grant_type") != Some(grant_type) {
        return Err(GraphError::parameter("Invalid grant_type"));
    }
    call.token.as_deref().ok_or_else(GraphError::unreadable_token)
}

fn reply(issued: Issued) -> Reply {
    Reply::Json(json!({
        "access_token": issued.token,
        "token_type": "bearer",
        "expires_in": issued.expires_in,
    }))
}
