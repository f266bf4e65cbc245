//! Settings.

use super::{Answer, Body};
use crate::problem::Problem;
use crate::shape::Settings;
use axum::Json;
use axum::extract::State;
use engine::Handle;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Handle> {
    OpenApiRouter::new().routes(routes!(settings, set_settings))
}

/// The settings.
#[utoipa::path(get, path = "/api/settings", responses((status = 200, body = Settings), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn settings(State(handle): State<Handle>) -> Answer<Settings> {
    shown(&handle).await
}

/// Changes the settings.
#[utoipa::path(put, path = "/api/settings", request_body = Settings, responses((status = 200, body = Settings), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn set_settings(State(handle): State<Handle>, Body(settings): Body<Settings>) -> Answer<Settings> {
    let timings = settings.over(handle.timings().await?);
    handle.set_settings(timings, settings.listener_port).await?;
    shown(&handle).await
}

async fn shown(handle: &Handle) -> Answer<Settings> {
    let timings = handle.timings().await?;
    Ok(Json(Settings::of(&timings, handle.next_listener_port().await?)))
}
