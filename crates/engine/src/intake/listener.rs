//! The small router that a tunnel exposes: webhooks and the sign-in redirect, nothing else. The API is not
//! on it.

use super::body;
use super::deliver::Delivered;
use crate::crash::{self, Point};
use crate::inner::Inner;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use instagram::webhook;
use std::sync::Arc;
use store::Tick;

/// Where the browser comes back to.
pub(crate) const SIGN_IN_PATH: &str = "/sign-in";

/// The router.
pub(crate) fn router(inner: Arc<Inner>) -> Router {
    Router::new()
        .route("/webhooks/instagram/{app}", get(handshake).post(deliver))
        .route(SIGN_IN_PATH, get(signed_in))
        .with_state(inner)
}

/// The platform asks whether this address is ours (contract 3.3).
async fn handshake(
    State(inner): State<Arc<Inner>>,
    Path(app): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(keys) = inner.accounts.app(&app) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match webhook::handshake(query.as_deref().unwrap_or_default(), &keys.verify_token) {
        Ok(challenge) => {
            inner.tick(&app, Tick::Handshake).await;
            let plain = [
                (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            ];
            (plain, challenge).into_response()
        }
        Err(error) => {
            tracing::warn!(app, %error, "a handshake was refused");
            StatusCode::FORBIDDEN.into_response()
        }
    }
}

/// A delivery. 200 goes out only when what it holds is on disk.
async fn deliver(
    State(inner): State<Arc<Inner>>,
    Path(app): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> StatusCode {
    let Some(keys) = inner.accounts.app(&app) else {
        // Meta keeps what is refused this way and delivers it again; the right key may be there by then.
        return if inner.accounts.is_app_locked(&app) {
            StatusCode::SERVICE_UNAVAILABLE
        } else {
            StatusCode::NOT_FOUND
        };
    };
    let bytes = match body::read(body, &inner.bodies, &inner.pace).await {
        Ok(bytes) => bytes,
        Err(status) => return status,
    };
    // Held until what was read is on disk: what waits for the disk takes memory, too.
    let Ok(_room) = body::room(&inner.unwritten, &bytes) else {
        return StatusCode::SERVICE_UNAVAILABLE;
    };
    let signature = headers
        .get("x-hub-signature-256")
        .and_then(|value| value.to_str().ok());
    match inner.deliver(&app, &keys.secret, signature, &bytes).await {
        Ok(Delivered::Stored) => {
            crash::point(Point::Stored);
            StatusCode::OK
        }
        Ok(Delivered::Refused) => StatusCode::FORBIDDEN,
        Ok(Delivered::TooEarly) => StatusCode::SERVICE_UNAVAILABLE,
        Err(error) => {
            tracing::error!(app, %error, "a delivery was not stored; the platform will deliver it again");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

/// The browser comes back from the sign-in page.
async fn signed_in(State(inner): State<Arc<Inner>>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let sentence = if inner.redirected(&query) {
        "You can close this tab and go back to Switchboard."
    } else {
        "This sign-in is not waiting any more. Go back to Switchboard and press Sign in."
    };
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Switchboard</title>\
         <style>:root{{color-scheme:light dark}}body{{font:16px/1.5 system-ui;display:grid;place-content:center;\
         height:100vh;margin:0;text-align:center}}</style><h1>Switchboard</h1><p>{sentence}</p></html>"
    );
    let safe = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'",
        ),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (safe, Html(page)).into_response()
}
