//! Accounts and their autopilot.

use super::{Answer, Body, Path};
use crate::problem::Problem;
use crate::shape::{Account, Autopilot, AutopilotChange, Disconnected, ModelKey, PublicAddress, Tried};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use desk::AccountId;
use engine::Handle;
use engine::view;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Handle> {
    OpenApiRouter::new()
        .routes(routes!(accounts))
        .routes(routes!(disconnect))
        .routes(routes!(resume))
        .routes(routes!(public_address))
        .routes(routes!(autopilot, set_autopilot))
        .routes(routes!(set_key, forget_key))
        .routes(routes!(try_autopilot))
}

/// Every account that was ever connected.
#[utoipa::path(get, path = "/api/accounts", responses((status = 200, body = Vec<Account>), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn accounts(State(handle): State<Handle>) -> Answer<Vec<Account>> {
    let mut accounts = Vec::new();
    for account in handle.accounts().await? {
        accounts.push(shown(&handle, &account).await?);
    }
    Ok(Json(accounts))
}

/// Disconnects: the platform is told first, the history stays.
#[utoipa::path(delete, path = "/api/accounts/{id}", params(("id" = String, Path)), responses((status = 200, body = Disconnected), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn disconnect(State(handle): State<Handle>, Path(id): Path<String>) -> Answer<Disconnected> {
    let done = handle.disconnect(&AccountId(id)).await?;
    let sentence = if done.unsubscribed {
        "Disconnected. Instagram delivers nothing more; the history stays here."
    } else {
        "Disconnected here. Instagram could not be told; remove the app in Instagram’s settings too."
    };
    Ok(Json(Disconnected {
        unsubscribed: done.unsubscribed,
        sentence: sentence.to_owned(),
    }))
}

/// Lets an account that Instagram had stopped send again; the next refusal stops it anew.
#[utoipa::path(post, path = "/api/accounts/{id}/resume", params(("id" = String, Path)), responses((status = 200, body = Account), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn resume(State(handle): State<Handle>, Path(id): Path<String>) -> Answer<Account> {
    let account = handle.resume(&AccountId(id)).await?;
    Ok(Json(shown(&handle, &account).await?))
}

/// Stores the public address of the listener.
#[utoipa::path(put, path = "/api/accounts/{id}/public-address", params(("id" = String, Path)), request_body = PublicAddress, responses((status = 200, body = Account), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn public_address(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    Body(body): Body<PublicAddress>,
) -> Answer<Account> {
    let account = handle
        .set_public_address(&AccountId(id), body.url.as_deref())
        .await?;
    Ok(Json(shown(&handle, &account).await?))
}

/// An account's autopilot.
#[utoipa::path(get, path = "/api/accounts/{id}/autopilot", params(("id" = String, Path)), responses((status = 200, body = Autopilot), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn autopilot(State(handle): State<Handle>, Path(id): Path<String>) -> Answer<Autopilot> {
    Ok(Json(handle.autopilot(&AccountId(id)).await?.into()))
}

/// Changes an account's autopilot.
#[utoipa::path(put, path = "/api/accounts/{id}/autopilot", params(("id" = String, Path)), request_body = AutopilotChange, responses((status = 200, body = Autopilot), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn set_autopilot(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    Body(change): Body<AutopilotChange>,
) -> Answer<Autopilot> {
    let on = change.on;
    Ok(Json(
        handle
            .set_autopilot(&AccountId(id), on, change.settings())
            .await?
            .into(),
    ))
}

/// Stores the key for the model's server.
#[utoipa::path(put, path = "/api/accounts/{id}/autopilot/key", params(("id" = String, Path)), request_body = ModelKey, responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn set_key(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    Body(body): Body<ModelKey>,
) -> Result<StatusCode, Problem> {
    handle.set_model_key(&AccountId(id), Some(body.key)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes the key for the model's server.
#[utoipa::path(delete, path = "/api/accounts/{id}/autopilot/key", params(("id" = String, Path)), responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn forget_key(State(handle): State<Handle>, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    handle.set_model_key(&AccountId(id), None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Asks the model one small question.
#[utoipa::path(post, path = "/api/accounts/{id}/autopilot/try", params(("id" = String, Path)), responses((status = 200, body = Tried), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn try_autopilot(State(handle): State<Handle>, Path(id): Path<String>) -> Answer<Tried> {
    let tried = handle.try_autopilot(&AccountId(id)).await?;
    Ok(Json(Tried {
        ok: tried.ok,
        latency_ms: tried.latency,
        sentence: tried.sentence,
    }))
}

/// An account as the window shows it.
pub(super) async fn shown(handle: &Handle, account: &view::Account) -> Result<Account, Problem> {
    let app = match &account.connection {
        Some(_) => handle.app_of(account).await.ok(),
        None => None,
    };
    Ok(Account::of(
        account,
        app.as_ref(),
        handle.standing(&account.id),
        handle.now(),
    ))
}
