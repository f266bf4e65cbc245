//! The surfaces, each under its own prefix.

pub(crate) mod answer;
pub(crate) mod cdn;
pub(crate) mod graph;
pub(crate) mod log;
pub(crate) mod model;
pub(crate) mod params;
pub(crate) mod token;
pub(crate) mod www;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{any, get, post};

use crate::control;
use crate::shared::Shared;

/// Largest request body in bytes: an upload of the platform's 25 MB and some.
const BODY_LIMIT: usize = 32 * 1024 * 1024;

/// Everything on one origin.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    let surfaces = Router::new()
        .route("/www/oauth/authorize", get(www::page).post(www::decide))
        .route("/api/oauth/access_token", any(token::exchange_code))
        .route("/graph/{*path}", any(graph::handle))
        .route("/cdn/ig_messaging_cdn/", get(cdn::attachment))
        .route("/cdn/v/{name}", get(cdn::face))
        .route("/v1/chat/completions", post(model::completions))
        .route("/v1/models", get(model::models))
        .layer(middleware::from_fn_with_state(shared.clone(), log::record));
    Router::new()
        .merge(surfaces)
        .nest("/sandbox", control::router())
        .layer(middleware::from_fn_with_state(shared.clone(), answer::date))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(shared)
}
