//! The connection to the model's server.

use crate::Profile;
use async_openai::Client;
use async_openai::config::OpenAIConfig;
use async_openai::error::{ApiError, ApiErrorResponse, OpenAIError};
use async_openai::middleware::ReqwestService;
use desk::{Millis, SECOND};
use reqwest::header::{HeaderMap, RETRY_AFTER};
use secrecy::ExposeSecret;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tower::ServiceExt as _;

/// A client for this server alone. The library would try again by itself; tries are the desk's to count. `wait`
/// is filled with how long, ms, the server asks to wait.
pub(crate) fn client(
    profile: &Profile,
    wait: &Arc<OnceLock<Millis>>,
) -> Result<Client<OpenAIConfig>, reqwest::Error> {
    let base = profile.base_url.trim().trim_end_matches('/');
    let loopback = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    let mut http = reqwest::Client::builder()
        .timeout(profile.timeout + Duration::from_secs(1))
        // A redirect would carry the key to another host.
        .redirect(reqwest::redirect::Policy::none());
    if loopback.iter().any(|prefix| base.starts_with(prefix)) {
        http = http.no_proxy();
    }
    let http = http.build()?;
    let key = profile
        .api_key
        .as_ref()
        .map(|key| key.expose_secret().to_owned())
        .unwrap_or_default();
    // What the environment names for OpenAI is not this server's to know.
    let config = OpenAIConfig::new()
        .with_api_base(base)
        .with_api_key(key)
        .with_org_id("")
        .with_project_id("");
    let wait = Arc::clone(wait);
    let service = ReqwestService::new(http.clone()).and_then(move |answer: reqwest::Response| {
        if let Some(asked) = asked_to_wait(answer.headers()) {
            // One call, one answer.
            let _ = wait.set(asked);
        }
        std::future::ready(accepted(answer))
    });
    Ok(Client::build(http, config).with_http_service(service))
}

/// Servers and the proxies before them wrap their refusals in many shapes, of which the library reads one. The
/// status says all that is needed, and the words may repeat what a customer wrote: they are not even read.
fn accepted(answer: reqwest::Response) -> Result<reqwest::Response, OpenAIError> {
    if answer.status().is_success() {
        return Ok(answer);
    }
    Err(OpenAIError::ApiError(ApiErrorResponse {
        status_code: answer.status(),
        api_error: ApiError {
            message: String::new(),
            r#type: None,
            param: None,
            code: None,
            misalignment: None,
        },
    }))
}

/// `Retry-After` in seconds. Its other form, a date, is no server's of this kind.
fn asked_to_wait(headers: &HeaderMap) -> Option<Millis> {
    let seconds: Millis = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    (seconds >= 0).then(|| seconds.saturating_mul(SECOND))
}
