//! The routes, by domain. Each handler's attribute is its line in the OpenAPI document: there is no second list.

mod accounts;
mod connect;
mod conversations;
mod feed;
mod health;
mod practice;
mod search;
mod sends;
mod settings;

use crate::problem::Problem;
use axum::extract::{FromRequest, FromRequestParts};
use engine::Handle;
use utoipa_axum::router::OpenApiRouter;

/// A JSON body whose refusal is a problem.
#[derive(FromRequest)]
#[from_request(via(axum::Json), rejection(Problem))]
pub(crate) struct Body<T>(pub(crate) T);

/// A query whose refusal is a problem.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(Problem))]
pub(crate) struct Query<T>(pub(crate) T);

/// A path whose refusal is a problem.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Problem))]
pub(crate) struct Path<T>(pub(crate) T);

/// A handler's answer.
pub(crate) type Answer<T> = Result<axum::Json<T>, Problem>;

/// A page's size within its bounds.
pub(crate) fn page(limit: Option<u32>, usual: u32) -> u32 {
    limit.unwrap_or(usual).clamp(1, 200)
}

/// A conversation's id out of a path.
pub(crate) fn conversation_id(text: &str) -> Result<desk::ConversationId, engine::Error> {
    text.parse().map_err(|_| engine::Error::NotFound("conversation"))
}

/// Every route.
pub(crate) fn all() -> OpenApiRouter<Handle> {
    OpenApiRouter::new()
        .merge(health::routes())
        .merge(accounts::routes())
        .merge(conversations::routes())
        .merge(sends::routes())
        .merge(search::routes())
        .merge(connect::routes())
        .merge(practice::routes())
        .merge(settings::routes())
        .merge(feed::routes())
}
