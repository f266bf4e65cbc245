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
    let timings = handle.timings().await?;
    Ok(Json(Settings::of(&timings, port(&handle).await?)))
}

/// Changes the settings.
#[utoipa::path(put, path = "/api/settings", request_body = Settings, responses((status = 200, body = Settings), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn set_settings(State(handle): State<Handle>, Body(settings): Body<Settings>) -> Answer<Settings> {
    let timings = settings.over(handle.timings().await?);
    let timings = handle.set_timings(timings).await?;
    handle
        .set_setting(LISTENER_PORT, settings.listener_port.into())
        .await?;
    Ok(Json(Settings::of(&timings, port(&handle).await?)))
}

/// Under which name the listener's port is kept; the engine reads it at its start.
const LISTENER_PORT: &str = engine::LISTENER_PORT;

async fn port(handle: &Handle) -> Result<u16, Problem> {
    let stored = handle.setting(LISTENER_PORT).await?;
    let stored = stored
        .and_then(|port| port.as_u64())
        .and_then(|port| u16::try_from(port).ok());
    Ok(stored.unwrap_or_else(|| handle.listener().port()))
}
