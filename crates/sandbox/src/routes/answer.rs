//! Answers that are no ordinary answers: cut, hung, HTML, late; and the `Date` header.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, DATE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::log::Noted;
use crate::door::Cut;
use crate::fault::{Fault, Whom};
use crate::shared::Shared;
use crate::switch::Switch;

/// How long a hanging answer hangs unless the fault says otherwise.
const HANG_MS: i64 = 120_000;

/// The milliseconds a fault names, as a duration.
pub(crate) fn duration(fault: &Fault, default_ms: i64) -> Duration {
    Duration::from_millis(fault.ms.unwrap_or(default_ms).max(0).unsigned_abs())
}

/// Cuts the connection: not a byte of an answer goes out.
pub(crate) fn cut(line: &Cut) -> Response {
    line.pull();
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(Noted {
        cut: true,
        ..Noted::default()
    });
    response
}

/// Says nothing for as long as the fault says, then cuts the connection.
pub(crate) async fn hang(shared: &Shared, line: &Cut, fault: &Fault) -> Response {
    pause(shared, duration(fault, HANG_MS)).await;
    cut(line)
}

/// Waits, unless the sandbox stops.
pub(crate) async fn pause(shared: &Shared, time: Duration) {
    tokio::select! {
        () = tokio::time::sleep(time) => {}
        () = shared.stop.cancelled() => {}
    }
}

/// The page of a proxy in front of the platform.
pub(crate) fn html(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    let page = "<!DOCTYPE html><html lang=\"en\"><head><title>Sorry, something went wrong.</title></head>\
                <body><h1>Sorry, something went wrong.</h1><p>We're working on getting this fixed.</p></body></html>";
    (status, [(CONTENT_TYPE, "text/html; charset=\"utf-8\"")], page).into_response()
}

/// Notes the fault an answer is owed to.
pub(crate) fn because(mut response: Response, switch: Switch) -> Response {
    let mut noted = response.extensions().get::<Noted>().cloned().unwrap_or_default();
    noted.fault = Some(switch.name());
    response.extensions_mut().insert(noted);
    response
}

/// Middleware: the `Date` header tells the sandbox's time, or another when `date_skew` is on.
pub(crate) async fn date(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let now = shared.look(|world, now| {
        let skew = world.faults.hit(Switch::DateSkew, Whom::default());
        now.saturating_add(skew.and_then(|fault| fault.ms).unwrap_or(0))
    });
    let written = jiff::Timestamp::from_millisecond(now)
        .map(|at| at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
        .ok()
        .and_then(|text| HeaderValue::from_str(&text).ok());
    if let Some(value) = written {
        response.headers_mut().insert(DATE, value);
    }
    response
}
