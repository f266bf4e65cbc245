//! The connect wizard.

use super::accounts::shown;
use super::{Answer, Body, Path};
use crate::problem::Problem;
use crate::shape::{
    Account, AppKeys, Connect, ConnectHost, Pasted, PublicAddress, Redirect, Replace, Wizard,
};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use engine::Handle;
use engine::{ConnectTo, Error};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Handle> {
    OpenApiRouter::new()
        .routes(routes!(connect))
        .routes(routes!(get_wizard, close))
        .routes(routes!(app))
        .routes(routes!(redirect))
        .routes(routes!(sign_in))
        .routes(routes!(paste))
        .routes(routes!(replace))
        .routes(routes!(again))
        .routes(routes!(wizard_address))
        .routes(routes!(finish))
}

/// Opens a wizard. Practice runs every step by itself.
#[utoipa::path(post, path = "/api/connect", request_body = Connect, responses((status = 200, body = Wizard), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn connect(State(handle): State<Handle>, Body(body): Body<Connect>) -> Answer<Wizard> {
    let to = match body.host {
        ConnectHost::Practice => ConnectTo::Practice,
        ConnectHost::Instagram => ConnectTo::Instagram,
    };
    let opened = handle.connect(to).await?;
    wizard(&handle, opened).await
}

/// The wizard as it stands.
#[utoipa::path(get, path = "/api/connect/{id}", params(("id" = String, Path)), responses((status = 200, body = Wizard), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn get_wizard(State(handle): State<Handle>, Path(id): Path<String>) -> Answer<Wizard> {
    wizard(&handle, handle.wizard(&id)?).await
}

/// Closes the wizard; nothing of it stays.
#[utoipa::path(delete, path = "/api/connect/{id}", params(("id" = String, Path)), responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn close(State(handle): State<Handle>, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    handle.close_wizard(&id)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Enters app id and secret.
#[utoipa::path(put, path = "/api/connect/{id}/app", params(("id" = String, Path)), request_body = AppKeys, responses((status = 200, body = Wizard), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn app(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    Body(keys): Body<AppKeys>,
) -> Answer<Wizard> {
    wizard(&handle, handle.enter_app(&id, &keys.app_id, keys.app_secret)?).await
}

/// Chooses the redirect URI: plain http that comes back by itself, or https whose answer is pasted.
#[utoipa::path(put, path = "/api/connect/{id}/redirect", params(("id" = String, Path)), request_body = Redirect, responses((status = 200, body = Wizard), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn redirect(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    Body(body): Body<Redirect>,
) -> Answer<Wizard> {
    wizard(&handle, handle.choose_redirect(&id, body.https)?).await
}

/// Begins a sign-in.
#[utoipa::path(post, path = "/api/connect/{id}/sign-in", params(("id" = String, Path)), responses((status = 200, body = Wizard), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn sign_in(State(handle): State<Handle>, Path(id): Path<String>) -> Answer<Wizard> {
    wizard(&handle, handle.begin_sign_in(&id)?).await
}

/// Takes the address that the browser ended at.
#[utoipa::path(post, path = "/api/connect/{id}/paste", params(("id" = String, Path)), request_body = Pasted, responses((status = 200, body = Wizard), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn paste(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    Body(pasted): Body<Pasted>,
) -> Answer<Wizard> {
    wizard(&handle, handle.paste(&id, &pasted.url)?).await
}

/// Answers the wizard's question.
#[utoipa::path(post, path = "/api/connect/{id}/replace", params(("id" = String, Path)), request_body = Replace, responses((status = 200, body = Wizard), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn replace(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    Body(answer): Body<Replace>,
) -> Answer<Wizard> {
    wizard(&handle, handle.answer_question(&id, answer.replace)?).await
}

/// Tries again what failed.
#[utoipa::path(post, path = "/api/connect/{id}/again", params(("id" = String, Path)), responses((status = 200, body = Wizard), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn again(State(handle): State<Handle>, Path(id): Path<String>) -> Answer<Wizard> {
    wizard(&handle, handle.try_again(&id)?).await
}

/// Stores the public address for the wizard's account.
#[utoipa::path(put, path = "/api/connect/{id}/public-address", params(("id" = String, Path)), request_body = PublicAddress, responses((status = 200, body = Wizard), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn wizard_address(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    Body(body): Body<PublicAddress>,
) -> Answer<Wizard> {
    let open = handle.wizard(&id)?;
    let account = open.account.clone();
    let account = account.ok_or_else(|| Error::Invalid("The account is not connected yet.".to_owned()))?;
    handle.set_public_address(&account, body.url.as_deref()).await?;
    wizard(&handle, open).await
}

/// Ends a wizard whose account is connected.
#[utoipa::path(post, path = "/api/connect/{id}/finish", params(("id" = String, Path)), responses((status = 200, body = Account), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn finish(State(handle): State<Handle>, Path(id): Path<String>) -> Answer<Account> {
    let account = handle.finish_wizard(&id).await?;
    Ok(Json(shown(&handle, &account).await?))
}

async fn wizard(handle: &Handle, wizard: engine::Wizard) -> Answer<Wizard> {
    let account = match &wizard.account {
        Some(id) => Some(shown(handle, &handle.account(id).await?).await?),
        None => None,
    };
    Ok(Json(Wizard::of(wizard, account)))
}
