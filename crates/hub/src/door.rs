//! Who may come in: callers with the token, from this machine, who mean this address.
//!
//! A page of any website can send requests to a loopback port. The token keeps it from being answered, the
//! Host check keeps a name that resolves here from being used for it, and the Origin check keeps a page from
//! acting even if it learned the token.

use api::Problem;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use secrecy::{ExposeSecret, SecretString};
use std::net::SocketAddr;
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// The door's rules.
pub(crate) struct Door {
    pub(crate) address: SocketAddr,
    pub(crate) token: SecretString,
}

impl Door {
    fn names(&self) -> [String; 3] {
        let port = self.address.port();
        [
            format!("127.0.0.1:{port}"),
            format!("localhost:{port}"),
            format!("[::1]:{port}"),
        ]
    }

    fn means_us(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        host.is_some_and(|host| self.names().iter().any(|name| name == host))
    }

    fn is_our_page(&self, headers: &HeaderMap) -> bool {
        let Some(origin) = headers.get(header::ORIGIN) else {
            return true;
        };
        let origin = origin.to_str().unwrap_or_default();
        self.names().iter().any(|name| origin == format!("http://{name}"))
    }

    fn knows_token(&self, headers: &HeaderMap) -> bool {
        let given = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let given = given
            .and_then(|value| value.strip_prefix("Bearer "))
            .unwrap_or_default();
        bool::from(given.as_bytes().ct_eq(self.token.expose_secret().as_bytes()))
    }
}

/// Lets a request in, or says why not.
pub(crate) async fn guard(State(door): State<Arc<Door>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let refuse =
        |status: StatusCode, code: &str, detail: &str| Problem::refusal(status, code, detail).into_response();
    if !door.means_us(headers) {
        return refuse(
            StatusCode::MISDIRECTED_REQUEST,
            "wrong_host",
            "This desk answers under its loopback address only.",
        );
    }
    if !door.is_our_page(headers) {
        return refuse(
            StatusCode::FORBIDDEN,
            "wrong_origin",
            "Another website may not use this desk.",
        );
    }
    if request.uri().path().starts_with("/api") && !door.knows_token(headers) {
        return refuse(
            StatusCode::UNAUTHORIZED,
            "token",
            "Open the address that the hub printed when it started: it holds the token.",
        );
    }
    next.run(request).await
}
