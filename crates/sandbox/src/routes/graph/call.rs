//! One Graph call: reading it, and answering it.

use std::sync::Arc;

use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::Reply;
use crate::door::Cut;
use crate::fault::Whom;
use crate::graph_error::GraphError;
use crate::routes::log::{Noted, Seq};
use crate::routes::{answer, params};
use crate::shared::Shared;
use crate::switch::Switch;
use crate::world::World;

/// What the localised errors say: the texts come in a language nobody asked for (contract 0.6).
const RUSSIAN: &str = "Произошла ошибка. Повторите попытку позже.";
/// Codes that say "too many calls" (contract 5.2).
const LIMITS: &[i64] = &[4, 17, 32, 613, 80_001, 80_002, 80_006, 341];
/// The version in links when the call named none.
const DEFAULT_VERSION: &str = "v25.0";

/// A call with its parameters, wherever they were.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) version: String,
    /// Without the version.
    pub(crate) path: Vec<String>,
    pub(crate) pairs: Vec<(String, String)>,
    /// The body as JSON, also when it was a form.
    pub(crate) body: Value,
    pub(crate) raw: Bytes,
    pub(crate) content_type: String,
    pub(crate) token: Option<String>,
    /// Number in the request log.
    pub(crate) seq: u64,
}

impl Call {
    pub(crate) async fn read(request: Request) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let raw = to_bytes(body, super::super::BODY_LIMIT)
            .await
            .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE.into_response())?;
        let header = |name: HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let content_type = header(CONTENT_TYPE).unwrap_or_default().to_owned();
        let mut pairs = params::pairs(parts.uri.query().unwrap_or_default().as_bytes());
        let body = if content_type.starts_with("application/x-www-form-urlencoded") {
            let form = params::pairs(&raw);
            let body = params::nested(&form);
            pairs.extend(form);
            body
        } else {
            serde_json::from_slice(&raw).unwrap_or(Value::Null)
        };
        let mut path: Vec<String> = parts
            .uri
            .path()
            .trim_start_matches("/graph")
            .split('/')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect();
        let version = match path.first() {
            Some(first) if is_version(first) => path.remove(0),
            _ => DEFAULT_VERSION.to_owned(),
        };
        let bearer = header(AUTHORIZATION)
            .and_then(|value| value.strip_prefix("Bearer "))
            .map(str::to_owned);
        let mut call = Self {
            method: parts.method,
            version,
            path,
            pairs,
            body,
            raw,
            content_type,
            token: None,
            seq: parts.extensions.get::<Seq>().map_or(0, |seq| seq.0),
        };
        call.token = bearer.or_else(|| call.param("access_token").map(str::to_owned));
        Ok(call)
    }

    /// A parameter from the query, the form or the JSON body.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        let in_pairs = self
            .pairs
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str());
        in_pairs.or_else(|| self.body.get(name).and_then(Value::as_str))
    }

    /// Refuses the call when the account is at its limit (contract 6).
    pub(crate) fn check_rate(&self, world: &mut World, account: &str) -> Result<(), GraphError> {
        let whom = Whom {
            account: Some(account),
            customer: None,
        };
        if let Some(fault) = world.faults.hit(Switch::Throttled, whom) {
            return Err(GraphError::of(
                &fault,
                613,
                "(#613) Calls to this api have exceeded the rate limit.",
            ));
        }
        let climbing = world.faults.armed(Switch::Usage);
        let spent = climbing.is_some_and(|armed| armed.fault.count.unwrap_or(0) + armed.hits >= 100);
        if spent {
            let message = "(#80002) There have been too many calls to this Instagram account.";
            return Err(GraphError::new(80_002, message).sub(2_446_079));
        }
        Ok(())
    }

    /// Puts a result on the wire.
    pub(crate) async fn answer(
        &self,
        shared: &Arc<Shared>,
        line: &Cut,
        account: Option<&str>,
        result: Result<Reply, GraphError>,
    ) -> Response {
        let (mut response, switch) = match result {
            Ok(Reply::Json(value)) => (Json(value).into_response(), None),
            Ok(Reply::Garbled) => {
                let half = r#"{"recipient_id":"6100"#;
                let response = ([(CONTENT_TYPE, "application/json")], half).into_response();
                (response, Some(Switch::SendAcceptedGarbled))
            }
            Ok(Reply::Html(status, switch)) => (answer::html(status), Some(switch)),
            Ok(Reply::Hang(fault, switch)) => (answer::hang(shared, line, &fault).await, Some(switch)),
            Ok(Reply::Cut(switch)) => (answer::cut(line), Some(switch)),
            Ok(Reply::Refused(error, switch)) => (refuse(shared, account, &error), Some(switch)),
            Err(error) => (refuse(shared, account, &error), None),
        };
        if let Some(account) = account {
            put_usage(shared, account, &mut response);
        }
        match switch {
            Some(switch) => answer::because(response, switch),
            None => response,
        }
    }
}

fn is_version(part: &str) -> bool {
    part.strip_prefix('v')
        .and_then(|rest| rest.split_once('.'))
        .is_some_and(|(major, minor)| {
            !major.is_empty()
                && [major, minor]
                    .iter()
                    .all(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
        })
}

fn refuse(shared: &Shared, account: Option<&str>, error: &GraphError) -> Response {
    let whom = Whom {
        account,
        customer: None,
    };
    let (status, body) = shared.look(|world, _| {
        let trace = format!("A{}", world.dice.word(22));
        let mut told = error.clone();
        if let Some(fault) = world.faults.hit(Switch::LocalisedErrors, whom) {
            told.message = fault.text.unwrap_or_else(|| RUSSIAN.to_owned());
        }
        let status = match world.faults.hit(Switch::ErrorsOn200, whom) {
            Some(_) => 200,
            None => error.http_status(world.settings.dead_token_status),
        };
        (status, told.body(&trace))
    });
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    let mut response = (status, Json(body)).into_response();
    response.extensions_mut().insert(Noted {
        error: Some((error.code, error.subcode)),
        ..Noted::default()
    });
    response
}

/// The usage header of a call with an Instagram token: percentages, and minutes while blocked (contract 6).
fn put_usage(shared: &Shared, account: &str, response: &mut Response) {
    let refused = response.extensions().get::<Noted>().and_then(|noted| noted.error);
    let limited = refused.is_some_and(|(code, _)| LIMITS.contains(&code));
    let usage = shared.look(|world, now| {
        let counted = world.count_call(account, now);
        let percent = if limited { counted.max(100) } else { counted };
        let blocked_ms = world
            .faults
            .armed(Switch::Throttled)
            .and_then(|armed| armed.fault.ms);
        let minutes = (blocked_ms.unwrap_or(60_000) + 59_999) / 60_000;
        json!({ account: [{
            "type": "instagram",
            "call_count": percent,
            "total_cputime": percent / 4,
            "total_time": percent / 3,
            "estimated_time_to_regain_access": if percent >= 100 { minutes } else { 0 },
        }] })
    });
    if let Ok(value) = HeaderValue::from_str(&usage.to_string()) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-business-use-case-usage"), value);
    }
}

/// Rebuilds the request's body, for an extractor that wants a whole request.
pub(crate) fn as_request(call: &Call) -> Request {
    let mut request = Request::new(Body::from(call.raw.clone()));
    if let Ok(value) = HeaderValue::from_str(&call.content_type) {
        request.headers_mut().insert(CONTENT_TYPE, value);
    }
    request
}
