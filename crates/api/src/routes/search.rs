//! Search.

use super::{Answer, Query, page};
use crate::problem::Problem;
use crate::shape::{HitPage, SearchQuery};
use axum::Json;
use axum::extract::State;
use desk::AccountId;
use engine::Handle;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Handle> {
    OpenApiRouter::new().routes(routes!(search))
}

/// Searches everything, newest first.
#[utoipa::path(get, path = "/api/search", params(SearchQuery), responses((status = 200, body = HitPage), (status = "default", body = Problem, content_type = "application/problem+json")))]
async fn search(State(handle): State<Handle>, Query(query): Query<SearchQuery>) -> Answer<HitPage> {
    let account = query.account.map(AccountId);
    let limit = page(query.limit, 30);
    let hits = handle
        .search(&query.q, account.as_ref(), query.before.as_deref(), limit)
        .await?;
    Ok(Json(HitPage::of(hits, &handle)))
}
