//! The operator's acts on single sends.

use super::{Answer, Body, Path};
use crate::problem::Problem;
use crate::shape::{Resolve, ResolveChoice, Undone};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use desk::{Choice, SendId};
use engine::Handle;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Handle> {
    OpenApiRouter::new()
        .routes(routes!(undo))
        .routes(routes!(retry))
        .routes(routes!(resolve))
        .routes(routes!(pass))
}

/// Takes back what has not left.
#[utoipa::path(post, path = "/api/sends/{id}/undo", params(("id" = String, Path)), responses((status = 200, body = Undone), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn undo(State(handle): State<Handle>, Path(id): Path<String>) -> Answer<Undone> {
    let undone = handle.undo(&SendId(id)).await?;
    Ok(Json(Undone {
        text: undone.text,
        draft_text: undone.draft,
    }))
}

/// Sends a failed message again, and the parts right after it that it took along.
#[utoipa::path(post, path = "/api/sends/{id}/retry", params(("id" = String, Path)), responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn retry(State(handle): State<Handle>, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    handle.retry(&SendId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Answers the question of an unknown send.
#[utoipa::path(post, path = "/api/sends/{id}/resolve", params(("id" = String, Path)), request_body = Resolve, responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn resolve(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    Body(body): Body<Resolve>,
) -> Result<StatusCode, Problem> {
    let choice = match body.choice {
        ResolveChoice::SendAgain => Choice::SendAgain,
        ResolveChoice::ItArrived => Choice::Arrived,
    };
    handle.resolve(&SendId(id), choice).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets later sends pass an unknown one.
#[utoipa::path(post, path = "/api/sends/{id}/pass", params(("id" = String, Path)), responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn pass(State(handle): State<Handle>, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    handle.pass(&SendId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
