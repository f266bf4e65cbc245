//! The live feed as server-sent events.

use super::Query;
use crate::feed::{FeedMessage, feed};
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use engine::Handle;
use futures::{Stream, StreamExt};
use serde::Deserialize;
use std::convert::Infallible;
use std::time::Duration;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Handle> {
    OpenApiRouter::new().routes(routes!(listen))
}

/// Where the reader stands.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct FeedQuery {
    /// The last position the reader has seen.
    from: Option<u64>,
}

/// What became stale, as it happens.
#[utoipa::path(get, path = "/api/feed", params(FeedQuery),
    responses((status = 200, body = FeedMessage, content_type = "text/event-stream")))]
async fn listen(
    State(handle): State<Handle>,
    Query(query): Query<FeedQuery>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let events = feed(&handle, query.from).map(|message| {
        let event = Event::default().json_data(&message).unwrap_or_else(|error| {
            tracing::error!(%error, "a feed message has no form in JSON");
            Event::default().comment("lost")
        });
        Ok(event)
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}
