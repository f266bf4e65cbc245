//! Health.

use super::Answer;
use crate::problem::Problem;
use crate::shape::{Health, Replayed, Undecodable, UndecodablePage};
use axum::Json;
use axum::extract::State;
use engine::Handle;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Handle> {
    OpenApiRouter::new()
        .routes(routes!(health))
        .routes(routes!(undecodable))
        .routes(routes!(replay))
}

/// How each part does.
#[utoipa::path(get, path = "/api/health", responses((status = 200, body = Health), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn health(State(handle): State<Handle>) -> Answer<Health> {
    let accounts = handle.accounts().await?;
    Ok(Json(Health::of(handle.health().await?, &accounts, &handle)))
}

/// What could not be read.
#[utoipa::path(get, path = "/api/health/undecodable", responses((status = 200, body = UndecodablePage), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn undecodable(State(handle): State<Handle>) -> Answer<UndecodablePage> {
    let items = handle.undecodable().await?.into_iter();
    let items = items
        .map(|record| Undecodable {
            id: record.id.0,
            at: record.at,
            account_id: record.account.map(|id| id.to_string()),
            reason: record.reason,
        })
        .collect();
    Ok(Json(UndecodablePage { items }))
}

/// Reads it again, after an upgrade.
#[utoipa::path(post, path = "/api/health/undecodable/replay", responses((status = 200, body = Replayed), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn replay(State(handle): State<Handle>) -> Answer<Replayed> {
    let (replayed, still) = handle.replay().await?;
    Ok(Json(Replayed { replayed, still }))
}
