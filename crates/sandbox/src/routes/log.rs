//! The request log: what clients asked for, with every secret replaced.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

use super::params;
use crate::shared::Shared;

/// Requests remembered.
const REMEMBERED: usize = 2_000;
/// Longest body written into the log, in bytes.
const BODY_SHOWN: usize = 16 * 1024;
/// Parameters whose values are never written down.
const SECRETS: &[&str] = &[
    "access_token",
    "client_secret",
    "code",
    "signature",
    "verify_token",
    "api_key",
];

/// One request.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Entry {
    pub(crate) seq: u64,
    pub(crate) at: i64,
    pub(crate) surface: String,
    pub(crate) method: String,
    /// Without the surface's prefix.
    pub(crate) path: String,
    pub(crate) query: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<Value>,
    /// `None` while it is not answered, and for ever when it was cut.
    pub(crate) status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fault: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<Value>,
}

/// The newest requests, oldest first.
#[derive(Debug, Default)]
pub(crate) struct RequestLog(Mutex<Log>);

#[derive(Debug, Default)]
struct Log {
    last: u64,
    entries: VecDeque<Entry>,
}

/// Number of the request in the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seq(pub(crate) u64);

/// What a handler has to say about its answer, for the log.
#[derive(Debug, Clone, Default)]
pub(crate) struct Noted {
    pub(crate) fault: Option<String>,
    pub(crate) error: Option<(i64, Option<i64>)>,
    /// The connection was cut instead of an answer.
    pub(crate) cut: bool,
}

impl RequestLog {
    fn with<R>(&self, act: impl FnOnce(&mut Log) -> R) -> R {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn open(&self, mut entry: Entry) -> u64 {
        self.with(|log| {
            log.last += 1;
            entry.seq = log.last;
            log.entries.push_back(entry);
            if log.entries.len() > REMEMBERED {
                log.entries.pop_front();
            }
            log.last
        })
    }

    fn close(&self, seq: u64, status: Option<u16>, noted: Noted) {
        self.with(|log| {
            if let Some(entry) = log.entries.iter_mut().rev().find(|entry| entry.seq == seq) {
                entry.status = status;
                entry.fault = noted.fault;
                entry.error = noted
                    .error
                    .map(|(code, subcode)| json!({ "code": code, "subcode": subcode }));
            }
        });
    }

    /// Entries after `since`, of one surface and with this part in the path when given.
    pub(crate) fn list(&self, since: u64, surface: Option<&str>, path: Option<&str>) -> Vec<Entry> {
        self.with(|log| {
            log.entries
                .iter()
                .filter(|entry| entry.seq > since)
                .filter(|entry| surface.is_none_or(|one| entry.surface == one))
                .filter(|entry| path.is_none_or(|one| entry.path.contains(one)))
                .cloned()
                .collect()
        })
    }

    pub(crate) fn clear(&self) {
        self.with(|log| log.entries.clear());
    }
}

/// Middleware: writes the request down before it is handled, and how it was answered afterwards.
pub(crate) async fn record(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, super::BODY_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let path = parts.uri.path().trim_start_matches('/');
    let (surface, rest) = path.split_once('/').unwrap_or((path, ""));
    let content_type = parts
        .headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    // What the model is asked has a log of its own.
    let shown = surface != "v1" && bytes.len() <= BODY_SHOWN;
    let seq = shared.requests.open(Entry {
        seq: 0,
        at: shared.now(),
        surface: surface.to_owned(),
        method: parts.method.to_string(),
        path: format!("/{rest}"),
        query: redacted_query(parts.uri.query().unwrap_or_default()),
        body: shown.then(|| redacted_body(content_type, &bytes)).flatten(),
        status: None,
        fault: None,
        error: None,
    });
    parts.extensions.insert(Seq(seq));
    let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    let noted = response.extensions().get::<Noted>().cloned().unwrap_or_default();
    let status = (!noted.cut).then(|| response.status().as_u16());
    shared.requests.close(seq, status, noted);
    response
}

fn redacted_query(query: &str) -> String {
    let mut out = url::form_urlencoded::Serializer::new(String::new());
    for (key, value) in params::pairs(query.as_bytes()) {
        let value = if SECRETS.contains(&key.as_str()) {
            "***"
        } else {
            value.as_str()
        };
        out.append_pair(&key, value);
    }
    out.finish()
}

fn redacted_body(content_type: &str, bytes: &Bytes) -> Option<Value> {
    if bytes.is_empty() || content_type.starts_with("multipart/") {
        return None;
    }
    let mut value = serde_json::from_slice(bytes).unwrap_or_else(|_| params::nested(&params::pairs(bytes)));
    redact(&mut value);
    Some(value)
}

fn redact(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                if SECRETS.contains(&name.as_str()) {
                    *member = Value::String("***".to_owned());
                } else {
                    redact(member);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(redact),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_replaced_wherever_they_come() {
        assert_eq!(
            redacted_query("fields=id&access_token=IGAAx"),
            "fields=id&access_token=***"
        );
        let form = redacted_body(
            "application/x-www-form-urlencoded",
            &Bytes::from("client_secret=s&code=c&x=1"),
        );
        assert_eq!(
            form.unwrap(),
            json!({ "client_secret": "***", "code": "***", "x": "1" })
        );
        let body = redacted_body(
            "application/json",
            &Bytes::from(r#"{"a":[{"access_token":"t"}]}"#),
        );
        assert_eq!(body.unwrap(), json!({ "a": [{ "access_token": "***" }] }));
    }
}
