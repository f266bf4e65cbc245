//! Codes into tokens, short tokens into long ones, long ones into fresh ones (contract 1.3–1.5).

use std::fmt;

use reqwest::{Method, RequestBuilder};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::graph::{CallError, Metered, read, unwrapped};
use crate::hosts::Hosts;
use crate::lenient::{Node, Object};
use crate::transport::Transport;

/// How long a code may wait for its exchange, in seconds.
pub const CODE_LIFETIME_S: i64 = 3600;

/// How long the token of an exchange works, in seconds. Meta does not say it in the answer.
pub const SHORT_TOKEN_LIFETIME_S: i64 = 3600;

/// The operator's Instagram app.
#[derive(Clone, Debug)]
pub struct App {
    /// The Instagram app id; not the Meta app id.
    pub client_id: String,
    /// The Instagram app secret. It also signs this app's webhooks.
    pub client_secret: SecretString,
}

/// What a code was exchanged for. Good for an hour.
#[derive(Clone, Debug)]
pub struct ShortToken {
    /// The token.
    pub token: SecretString,
    /// What the person really granted; empty when Meta did not tell.
    pub permissions: Vec<String>,
    /// The id the exchange names. App-scoped, and never the account's key (contract 0.1).
    pub scoped_user_id: Option<String>,
}

/// A token good for about sixty days.
#[derive(Clone, Debug)]
pub struct LongToken {
    /// The token; after a refresh it may differ from the one that was sent.
    pub token: SecretString,
    /// Its lifetime from now, in seconds.
    pub expires_in_s: Option<i64>,
}

/// The token endpoints at one set of hosts. Cloning is cheap.
#[derive(Clone)]
pub struct SignIn {
    hosts: Hosts,
    transport: Transport,
}

impl SignIn {
    /// `transport` must be made for the same hosts.
    #[must_use]
    pub fn new(hosts: Hosts, transport: Transport) -> Self {
        Self { hosts, transport }
    }

    /// Exchanges a code, which works once. `redirect_uri` must be the very text of the authorize address.
    ///
    /// # Errors
    ///
    /// [`CallError::SignInRefused`] in the flat form of this endpoint, or [`CallError`] otherwise. After
    /// [`CallError::Interrupted`] the code counts as used.
    pub async fn exchange(
        &self,
        app: &App,
        redirect_uri: &str,
        code: &SecretString,
    ) -> Metered<Result<ShortToken, CallError>> {
        let request = self.request(Method::POST, self.hosts.token.clone()).form(&[
            ("client_id", app.client_id.as_str()),
            ("client_secret", app.client_secret.expose_secret()),
            ("grant_type", "authorization_code"),
            ("redirect_uri", redirect_uri),
            ("code", code.expose_secret()),
        ]);
        read(request, &[&app.client_secret, code], short_token).await
    }

    /// Makes a short token last about sixty days. A token from the dashboard is long-lived already, and is
    /// refused here.
    ///
    /// # Errors
    ///
    /// [`CallError`]; the short token then still works for the rest of its hour.
    pub async fn lengthen(&self, app: &App, short: &SecretString) -> Metered<Result<LongToken, CallError>> {
        let request = self.request(Method::GET, self.hosts.lengthen()).query(&[
            ("grant_type", "ig_exchange_token"),
            ("client_secret", app.client_secret.expose_secret()),
            ("access_token", short.expose_secret()),
        ]);
        read(request, &[&app.client_secret, short], long_token).await
    }

    /// Renews a long token that is at least a day old and has not expired. Must be a GET.
    ///
    /// # Errors
    ///
    /// [`CallError`]; the old token stays good for as long as it was.
    pub async fn refresh(&self, token: &SecretString) -> Metered<Result<LongToken, CallError>> {
        let request = self.request(Method::GET, self.hosts.refresh()).query(&[
            ("grant_type", "ig_refresh_token"),
            ("access_token", token.expose_secret()),
        ]);
        read(request, &[token], long_token).await
    }

    fn request(&self, method: Method, url: Url) -> RequestBuilder {
        self.transport
            .reads
            .request(method, url)
            .timeout(self.transport.timeouts.read)
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("SignIn")
            .field("hosts", &self.hosts)
            .finish_non_exhaustive()
    }
}

/// The wire answers flat and the documentation prints `data[]`; ids and permissions differ as well
/// (contract 0.3). All of it is accepted.
fn short_token(body: Node<'_>) -> Option<ShortToken> {
    let body = unwrapped(body)?;
    Some(ShortToken {
        token: secret(&body)?,
        permissions: permissions(&body),
        scoped_user_id: body.id("user_id"),
    })
}

fn long_token(body: Node<'_>) -> Option<LongToken> {
    let body = unwrapped(body)?;
    Some(LongToken {
        token: secret(&body)?,
        expires_in_s: body.integer("expires_in").filter(|seconds| *seconds > 0),
    })
}

fn secret(body: &Object<'_>) -> Option<SecretString> {
    body.text("access_token")
        .filter(|token| !token.is_empty())
        .map(SecretString::from)
}

fn permissions(body: &Object<'_>) -> Vec<String> {
    let Some(node) = body.get("permissions") else {
        return Vec::new();
    };
    let listed = match node.elements() {
        Some(elements) => elements
            .into_iter()
            .filter_map(Node::text)
            .collect::<Vec<_>>()
            .join(","),
        None => node.text().unwrap_or_default(),
    };
    listed
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|permission| !permission.is_empty())
        .map(str::to_owned)
        .collect()
}
