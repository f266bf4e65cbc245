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
        connect(&router).await?;
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

async fn connect(router: &Router) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mut wizard = call(router, Method::POST, "/api/connect", json!({"host": "practice"})).await?;
    let path = match text(&wizard, "id") {
        Some(id) => format!("/api/connect/{id}"),
        None => return Err("a wizard has an id".into()),
    };
    while text(&wizard, "step") != Some("done") {
        if let Some(sentence) = failure(&wizard) {
            return Err(sentence.into());
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
        wizard = call(router, Method::GET, &path, Value::Null).await?;
    }
    call(router, Method::POST, &format!("{path}/finish"), json!({}))
        .await
        .map(drop)
}

fn text<'a>(object: &'a Value, field: &str) -> Option<&'a str> {
    object.get(field).and_then(Value::as_str)
}

/// What a check that went wrong says.
fn failure(wizard: &Value) -> Option<&str> {
    let checks = wizard.get("checks").and_then(Value::as_array)?;
    let bad = checks.iter().find(|check| text(check, "state") == Some("bad"))?;
    text(bad, "sentence")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_that_went_wrong_is_what_the_log_says() {
        let wizard = json!({ "step": "sign_in", "checks": [
            { "state": "ok", "sentence": "Fine." },
            { "state": "bad", "sentence": "The practice platform is not there." },
        ] });
        assert_eq!(failure(&wizard), Some("The practice platform is not there."));
        assert_eq!(
            failure(&json!({ "checks": [{ "state": "run", "sentence": "…" }] })),
            None
        );
    }
}
