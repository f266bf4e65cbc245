//! The control API below `/sandbox` (README, *Control API*): plays the people, switches faults, tells the truth.
//!
//! It only listens to this machine: a request with another `Host` is refused, so a web page cannot reach it by a name of its own.

mod accounts;
mod apps;
mod customers;
mod faults;
mod login;
mod scripts;
mod state;
mod threads;

use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::HOST;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, patch, post, put};
use axum::{Json, Router};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::shared::Shared;
use crate::world::Refusal;

/// What every control endpoint answers.
pub(crate) type Answer = Result<Json<Value>, Refusal>;

pub(crate) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/", get(state::everything))
        .route("/reset", post(state::reset))
        .route("/clock", get(state::clock).post(state::advance))
        .route("/settings", get(state::settings).put(state::change_settings))
        .route("/settle", post(state::settle))
        .route("/requests", get(state::requests).delete(state::forget_requests))
        .route("/deliveries", get(state::deliveries))
        .route("/deliveries/release", post(state::release))
        .route("/model/requests", get(state::model_requests))
        .route("/media", get(state::media).post(state::upload))
        .route("/apps", get(apps::list).post(apps::create))
        .route("/apps/{app}", get(apps::show).patch(apps::change))
        .route("/apps/{app}/redirect_uris", post(apps::add_redirect_uri))
        .route(
            "/apps/{app}/callback",
            put(apps::set_callback).delete(apps::remove_callback),
        )
        .route("/apps/{app}/test-event", post(apps::test_event))
        .route("/apps/{app}/deliver", post(apps::deliver))
        .route("/apps/{app}/deauthorize", post(apps::deauthorize))
        .route("/consent", post(login::consent))
        .route("/tokens", get(login::tokens).post(login::generate_token))
        .route("/accounts", get(accounts::list).post(accounts::create))
        .route("/accounts/{account}", patch(accounts::change))
        .route("/accounts/{account}/revoke", post(accounts::revoke))
        .route(
            "/accounts/{account}/drop-subscriptions",
            post(accounts::drop_subscriptions),
        )
        .route("/accounts/{account}/phone", post(accounts::phone))
        .route("/accounts/{account}/unsend", post(accounts::unsend))
        .route("/customers", get(customers::list).post(customers::create))
        .route("/customers/{igsid}", patch(customers::change))
        .route("/customers/{igsid}/messages", post(customers::write))
        .route("/customers/{igsid}/{act}", post(customers::act))
        .route("/threads", get(threads::list))
        .route("/threads/{igsid}", get(threads::show).delete(threads::forget))
        .route("/faults", get(faults::list).delete(faults::clear_all))
        .route("/faults/{name}", put(faults::set).delete(faults::clear))
        .route("/scripts", get(scripts::list))
        .route("/scripts/stop", post(scripts::stop_all))
        .route("/scripts/{name}/start", post(scripts::start))
        .route("/scripts/{name}/stop", post(scripts::stop))
        .route(
            "/{*rest}",
            delete(nothing)
                .get(nothing)
                .post(nothing)
                .put(nothing)
                .patch(nothing),
        )
        .layer(middleware::from_fn(only_this_machine))
}

async fn nothing() -> Refusal {
    Refusal {
        status: 404,
        text: "there is no such control endpoint".to_owned(),
    }
}

async fn only_this_machine(request: Request, next: Next) -> Response {
    let host = request
        .headers()
        .get(HOST)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if matches!(name, "127.0.0.1" | "localhost" | "[::1]") {
        return next.run(request).await;
    }
    Refusal {
        status: 403,
        text: "the control API only listens to this machine".to_owned(),
    }
    .into_response()
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        (status, Json(json!({ "error": self.text }))).into_response()
    }
}

/// A JSON body whose errors are the control API's own. A missing body is an empty object.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let empty = request
            .headers()
            .get("content-length")
            .is_none_or(|length| length == "0")
            && request.headers().get("transfer-encoding").is_none();
        if empty {
            return serde_json::from_value(json!({}))
                .map(Body)
                .map_err(|error| Refusal::bad(error.to_string()));
        }
        match Json::<T>::from_request(request, state).await {
            Ok(Json(body)) => Ok(Body(body)),
            Err(error) => Err(Refusal::bad(error_text(&error))),
        }
    }
}

fn error_text(error: &JsonRejection) -> String {
    error.body_text()
}

/// Anything that can be written as JSON, as an answer.
pub(crate) fn told<T: Serialize>(what: &T) -> Answer {
    serde_json::to_value(what).map(Json).map_err(|error| Refusal {
        status: 500,
        text: error.to_string(),
    })
}

/// The answer of what was done and has nothing to tell.
pub(crate) fn done() -> Answer {
    Ok(Json(json!({ "ok": true })))
}
