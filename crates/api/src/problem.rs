//! Errors at the boundary: `application/problem+json` with a stable code (RFC 9457). The window matches on the
//! code, never on the text; the text is for the operator and never carries a secret or an inner error.

use crate::shape::Message;
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::Refusal;
use engine::Error;
use serde::Serialize;
use utoipa::ToSchema;

/// A problem.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the code says which problem it is.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: String,
    /// What happened and what to do.
    pub detail: String,
    /// With `newer_message`: what arrived, newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub arrived: Vec<Message>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or("Problem").to_owned(),
            status: status.as_u16(),
            code: code.to_owned(),
            detail: detail.into(),
            arrived: Vec::new(),
        }
    }

    /// A host's own refusal, before the API is reached.
    pub fn refusal(status: StatusCode, code: &str, detail: &str) -> Self {
        Self::new(status, code, detail)
    }

    /// There is no such thing.
    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not_found",
            format!("There is no such {what}."),
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}

fn status_of(error: &Error) -> StatusCode {
    match error {
        Error::Refused(Refusal::Empty) => StatusCode::BAD_REQUEST,
        Error::Refused(Refusal::NoConversation | Refusal::NoSuchSend | Refusal::NoSuchBurst)
        | Error::NotFound(_)
        | Error::NoPractice => StatusCode::NOT_FOUND,
        Error::Refused(_) => StatusCode::CONFLICT,
        Error::Shape(_) | Error::Invalid(_) | Error::Platform(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Practice(_) | Error::Look(_) => StatusCode::BAD_GATEWAY,
        Error::Store(_) | Error::Commit(_) | Error::Port { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        Error::Stopping => StatusCode::SERVICE_UNAVAILABLE,
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let status = status_of(&error);
        if status == StatusCode::INTERNAL_SERVER_ERROR {
            tracing::error!(%error, cause = ?std::error::Error::source(&error), "a request failed");
            let detail = "It could not be written or read. Nothing was changed; try again.";
            return Self::new(status, error.code(), detail);
        }
        let mut detail = error.to_string();
        if let Some(first) = detail.get(0..1).map(str::to_uppercase) {
            detail.replace_range(0..1, &first);
        }
        if !detail.ends_with(['.', '?', '!']) {
            detail.push('.');
        }
        Self::new(status, error.code(), detail)
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        Self::new(rejection.status(), "bad_request", rejection.body_text())
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::new(rejection.status(), "bad_request", rejection.body_text())
    }
}

impl From<PathRejection> for Problem {
    fn from(rejection: PathRejection) -> Self {
        Self::new(rejection.status(), "bad_request", rejection.body_text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inner_error_is_not_told() {
        let problem = Problem::from(Error::Store(engine_error()));
        assert_eq!((problem.status, problem.code.as_str()), (500, "store"));
        assert!(!problem.detail.contains("secret-path"));
    }

    fn engine_error() -> engine::StoreError {
        engine::StoreError::Directory {
            dir: "secret-path".into(),
            source: std::io::Error::other("broken"),
        }
    }

    #[test]
    fn refusals_are_conflicts_with_their_own_code() {
        let problem = Problem::from(Error::Refused(Refusal::WindowClosed));
        assert_eq!((problem.status, problem.code.as_str()), (409, "window_closed"));
        assert!(problem.detail.starts_with("The 24 hours"));
        assert!(problem.detail.ends_with('.'));
    }
}
