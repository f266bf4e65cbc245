//! `--practice`: the desk opens on a practice account whose customers already write.
//!
//! It presses what the operator could press, through the same API, so that it holds no rule of its own.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};
use tower::ServiceExt;

const LONGEST_CONNECT: Duration = Duration::from_secs(30);
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

/// Connects the practice account unless some account is already there, and lets its customers write.
pub(crate) async fn begin(router: Router) {
    match tokio::time::timeout(LONGEST_CONNECT, steps(router)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "the practice account could not be opened"),
        Err(_) => tracing::warn!("the practice account was not connected in time"),
    }
}

async fn steps(router: Router) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let accounts = call(&router, Method::GET, "/api/accounts", Value::Null).await?;
    if accounts.as_array().is_some_and(Vec::is_empty) {
        let mut wizard = call(&router, Method::POST, "/api/connect", json!({"host": "practice"})).await?;
        let id = wizard
            .get("id")
            .and_then(serde_json::Value::as_str)
            .ok_or("a wizard has an id")?
            .to_owned();
        while wizard.get("step").and_then(serde_json::Value::as_str) != Some("done") {
            tokio::time::sleep(BETWEEN_LOOKS).await;
            wizard = call(&router, Method::GET, &format!("/api/connect/{id}"), Value::Null).await?;
        }
        call(
            &router,
            Method::POST,
            &format!("/api/connect/{id}/finish"),
            json!({}),
        )
        .await?;
    }
    call(
        &router,
        Method::PUT,
        "/api/practice/story",
        json!({"running": true}),
    )
    .await
    .map(drop)
}

async fn call(
    router: &Router,
    method: Method,
    path: &str,
    body: Value,
) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
    let body = if body.is_null() {
        Body::empty()
    } else {
        Body::from(body.to_string())
    };
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/json")
        .body(body)?;
    let answer = router.clone().oneshot(request).await?;
    let status = answer.status();
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await?;
    if !status.is_success() {
        return Err(format!("{path} answered {status}: {}", String::from_utf8_lossy(&bytes)).into());
    }
    Ok(if bytes.is_empty() {
        Value::Null
    } else {
        serde_json::from_slice(&bytes)?
    })
}
