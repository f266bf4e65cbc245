//! One HTTP API, served by several hosts: in-process through the window's custom scheme, over loopback by the
//! hub. The router and its OpenAPI document come out of the same registration; there is no second list.
//!
//! Shapes ([`shape`]) carry the sentences that the window shows; the window matches on codes and never on
//! text. Errors are problems (RFC 9457). The live feed ([`feed()`]) says what became stale, never what to draw.

mod feed;
mod problem;
mod routes;
pub mod shape;
mod words;

pub use feed::{FeedMessage, feed};
pub use problem::Problem;
pub use words::notifications;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{any, get};
use engine::Handle;
use utoipa::OpenApi;

/// The largest body that the API reads, bytes: a text of any length that Instagram takes, many times over.
const MOST_BYTES: usize = 1024 * 1024;

/// The document's head.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Switchboard",
        description = "The desk's own interface, over loopback or inside the window.",
        license(name = "MIT")
    ),
    components(schemas(shape::Split))
)]
struct Document;

/// The router of everything under `/api`.
pub fn router(handle: Handle) -> Router {
    let (router, document) = utoipa_axum::router::OpenApiRouter::with_openapi(Document::openapi())
        .merge(routes::all())
        .split_for_parts();
    let text = document.to_json().unwrap_or_default();
    let document = get(move || async move { ([("content-type", "application/json")], text) });
    router
        .route("/api/openapi.json", document)
        .route("/api/{*unknown}", any(|| async { Problem::not_found("address") }))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .with_state(handle)
}

/// The OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    utoipa_axum::router::OpenApiRouter::with_openapi(Document::openapi())
        .merge(routes::all())
        .into_openapi()
}
