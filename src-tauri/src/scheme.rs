//! The API inside the window: `desk://localhost/…` is answered by the same router that the hub serves over TCP.
//!
//! The page comes from `tauri://localhost`, so its calls cross an origin and WebKit asks for CORS headers, preflight
//! included. They are granted to our own page and to nobody else; a request that names any other origin, or none,
//! is refused before the router sees it. No TCP port is opened for the API.
//!
//! It must never know a route: what is served is decided by the `api` crate alone.

use std::convert::Infallible;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, Response, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse;
use tower::ServiceExt;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::CorsLayer;

/// The name of the scheme. On Windows the same requests arrive as `http://desk.localhost/…`.
pub(crate) const SCHEME: &str = "desk";

/// Where our own page lives: the built page on each platform, and Vite's server under `tauri dev`.
const PAGE_ORIGINS: &[&str] = if cfg!(dev) {
    &[
        "tauri://localhost",
        "http://tauri.localhost",
        "http://localhost:5173",
    ]
} else {
    &["tauri://localhost", "http://tauri.localhost"]
};

/// A larger answer than this is a bug on the other side of the router, not something to hold in memory (bytes).
const LARGEST_ANSWER: usize = 64 << 20;

/// The router as the page may reach it.
#[derive(Clone)]
pub(crate) struct Doorway(Router);

impl Doorway {
    /// Puts the origin check, CORS and a guard against panics in front of `router`.
    pub(crate) fn new(router: Router) -> Self {
        let origins = PAGE_ORIGINS.iter().map(|origin| HeaderValue::from_static(origin));
        let cors = CorsLayer::new()
            .allow_origin(origins.collect::<Vec<_>>())
            .allow_methods([
                Method::GET,
                Method::POST,
                Method::PUT,
                Method::PATCH,
                Method::DELETE,
            ])
            .allow_headers([header::CONTENT_TYPE, header::ACCEPT, header::IF_NONE_MATCH])
            .expose_headers([header::ETAG, header::LOCATION, header::RETRY_AFTER]);
        // A panic without an answer would leave the page's call hanging for ever.
        Self(
            router
                .layer(CatchPanicLayer::new())
                .layer(cors)
                .layer(from_fn(only_our_page)),
        )
    }

    /// Serves one page of the shell's own, and nothing else: a page that is navigated to names no origin.
    pub(crate) fn page(router: Router) -> Self {
        Self(router)
    }

    /// Answers one request of the page.
    pub(crate) async fn answer(self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        let (mut parts, body) = request.into_parts();
        // The router matches paths; `desk://localhost` is how the page found it.
        parts.uri = parts
            .uri
            .into_parts()
            .path_and_query
            .map_or_else(|| Uri::from_static("/"), Uri::from);
        let answer = self.0.oneshot(Request::from_parts(parts, Body::from(body))).await;
        let (parts, body) = answer
            .unwrap_or_else(|never: Infallible| match never {})
            .into_parts();
        match axum::body::to_bytes(body, LARGEST_ANSWER).await {
            Ok(bytes) => Response::from_parts(parts, bytes.into()),
            Err(error) => {
                tracing::error!(%error, "an API answer could not be read");
                let mut failed = Response::new(Vec::new());
                *failed.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
                failed
            }
        }
    }
}

async fn only_our_page(request: Request, next: Next) -> axum::response::Response {
    let origin = request.headers().get(header::ORIGIN);
    if PAGE_ORIGINS
        .iter()
        .any(|ours| origin.is_some_and(|origin| origin == ours))
    {
        next.run(request).await
    } else {
        tracing::warn!(?origin, "refused an API call that is not from our page");
        StatusCode::FORBIDDEN.into_response()
    }
}

#[cfg(test)]
mod tests {
    use axum::Json;
    use axum::routing::{get, post};
    use serde_json::{Value, json};

    use super::*;

    fn doorway() -> Doorway {
        Doorway::new(
            Router::new()
                .route(
                    "/api/echo",
                    post(|uri: Uri, Json(body): Json<Value>| async move {
                        (
                            StatusCode::CONFLICT,
                            [(header::RETRY_AFTER, "7")],
                            Json(json!([uri.to_string(), body])),
                        )
                    }),
                )
                .route("/api/panic", get(|| async { panic!("a handler's bug") as () })),
        )
    }

    fn request(method: Method, path: &str, origin: Option<&str>, body: &str) -> Request<Vec<u8>> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("desk://localhost{path}"))
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        request.body(body.as_bytes().to_vec()).unwrap()
    }

    const OURS: Option<&str> = Some("tauri://localhost");

    #[tokio::test]
    async fn json_bodies_status_codes_and_headers_go_through() {
        let answer = doorway()
            .answer(request(
                Method::POST,
                "/api/echo?page=2",
                OURS,
                r#"{"text":"grüß dich"}"#,
            ))
            .await;
        assert_eq!(answer.status(), StatusCode::CONFLICT);
        assert_eq!(answer.headers()[header::RETRY_AFTER], "7");
        assert_eq!(
            answer.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN],
            "tauri://localhost"
        );
        let body: Value = serde_json::from_slice(answer.body()).unwrap();
        assert_eq!(body, json!(["/api/echo?page=2", {"text": "grüß dich"}]));
    }

    #[tokio::test]
    async fn a_preflight_from_our_page_is_granted() {
        let mut ask = request(Method::OPTIONS, "/api/echo", OURS, "");
        ask.headers_mut().insert(
            header::ACCESS_CONTROL_REQUEST_METHOD,
            HeaderValue::from_static("POST"),
        );
        let answer = doorway().answer(ask).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(
            answer.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN],
            "tauri://localhost"
        );
    }

    #[tokio::test]
    async fn a_page_from_anywhere_else_is_refused() {
        for origin in [Some("https://example.test"), Some("null"), None] {
            let answer = doorway()
                .answer(request(Method::POST, "/api/echo", origin, "{}"))
                .await;
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{origin:?}");
            assert!(
                answer
                    .headers()
                    .get(header::ACCESS_CONTROL_ALLOW_ORIGIN)
                    .is_none()
            );
        }
    }

    #[tokio::test]
    async fn a_panicking_handler_still_answers() {
        let answer = doorway()
            .answer(request(Method::GET, "/api/panic", OURS, ""))
            .await;
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
}
