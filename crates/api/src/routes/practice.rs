//! Practice: playing a customer.

use super::{Answer, Body, Path};
use crate::problem::Problem;
use crate::shape::{Practice, PracticeMessage, PracticeStory};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use engine::Handle;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Handle> {
    OpenApiRouter::new()
        .routes(routes!(practice))
        .routes(routes!(write))
        .routes(routes!(script))
        .routes(routes!(story))
}

/// The practice platform as it stands.
#[utoipa::path(get, path = "/api/practice", responses((status = 200, body = Practice), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn practice(State(handle): State<Handle>) -> Answer<Practice> {
    Ok(Json(handle.practice().await?.into()))
}

/// Writes as a customer.
#[utoipa::path(post, path = "/api/practice/customers/{id}/messages", params(("id" = String, Path)), request_body = PracticeMessage, responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn write(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    Body(body): Body<PracticeMessage>,
) -> Result<StatusCode, Problem> {
    let attachment = body.attachment.map(engine::PracticeAttachment::from);
    handle
        .practise_writing(&id, body.text.as_deref(), attachment)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets a script begin.
#[utoipa::path(post, path = "/api/practice/scripts/{name}", params(("name" = String, Path)), responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn script(State(handle): State<Handle>, Path(name): Path<String>) -> Result<StatusCode, Problem> {
    handle.practise_script(&name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets the customers write on their own, or stop.
#[utoipa::path(put, path = "/api/practice/story", request_body = PracticeStory, responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn story(
    State(handle): State<Handle>,
    Body(story): Body<PracticeStory>,
) -> Result<StatusCode, Problem> {
    handle.practise_story(story.running).await?;
    Ok(StatusCode::NO_CONTENT)
}
