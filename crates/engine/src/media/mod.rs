//! The media port: pictures, sounds and films for the window, over loopback HTTP.
//!
//! The window's player has no handler for the app's own scheme, so it needs a port (rules 8). The path
//! carries a word that is new at each start and cannot be guessed; behind it stands the guard. Links are
//! fetched when they are looked at and never kept on disk (contract 3.7).

mod fetch;
mod guard;
mod range;

use crate::Error;
use crate::inner::Inner;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use fetch::{FetchError, Fetcher, Media};
use range::Asked;
use std::net::SocketAddr;
use std::sync::Arc;
use subtle::ConstantTimeEq;
use tokio::net::TcpListener;

/// The media port: where it is, and its secret word.
pub(crate) struct MediaServer {
    address: SocketAddr,
    word: String,
    fetcher: Fetcher,
}

impl MediaServer {
    /// Opens the port.
    pub(crate) async fn bind(word: String) -> Result<(Self, TcpListener), Error> {
        let open = async {
            let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).await?;
            let address = listener.local_addr()?;
            Ok::<_, std::io::Error>((address, listener))
        };
        let (address, listener) = open.await.map_err(|source| Error::Port {
            sentence: format!("No local port could be opened for pictures and sounds: {source}"),
            source,
        })?;
        Ok((
            Self {
                address,
                word,
                fetcher: Fetcher::default(),
            },
            listener,
        ))
    }

    /// Forgets what was fetched for a message that was taken back.
    pub(crate) fn forget(&self, key: &str) {
        self.fetcher.forget(key);
    }

    /// Forgets what nobody asked for lately.
    pub(crate) fn expire(&self) {
        self.fetcher.expire();
    }

    /// The address of an attachment of a message: `place` is its index, or `story`, or `picture`.
    pub(crate) fn link(&self, key: &str, place: &str) -> String {
        let key = hex::encode(key);
        format!("http://{}/{}/{key}/{place}", self.address, self.word)
    }
}

/// The port's router.
pub(crate) fn router(inner: Arc<Inner>) -> Router {
    Router::new()
        .route("/{word}/{key}/{place}", get(serve))
        .with_state(inner)
}

async fn serve(
    State(inner): State<Arc<Inner>>,
    Path((word, key, place)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    if !bool::from(word.as_bytes().ct_eq(inner.media.word.as_bytes())) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match inner.media_of(&key, &place).await {
        Ok(Some(media)) => answer(&media, headers.get(header::RANGE)),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::info!(%error, "a piece of media was not shown");
            status_of(&error).into_response()
        }
    }
}

fn status_of(error: &FetchError) -> StatusCode {
    match error {
        FetchError::Denied(_) | FetchError::Redirects => StatusCode::FORBIDDEN,
        FetchError::Gone(_) => StatusCode::GONE,
        FetchError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        FetchError::Unreachable(_) => StatusCode::BAD_GATEWAY,
    }
}

fn answer(media: &Media, range: Option<&HeaderValue>) -> Response {
    let length = media.bytes.len();
    let range = range.and_then(|range| range.to_str().ok());
    let (status, body, content_range) = match range::asked(range, length) {
        Asked::Whole => (StatusCode::OK, media.bytes.clone(), None),
        Asked::Part(part) => {
            let says = format!("bytes {}-{}/{length}", part.start, part.end - 1);
            (StatusCode::PARTIAL_CONTENT, media.bytes.slice(part), Some(says))
        }
        Asked::Unsatisfiable => {
            let says = format!("bytes */{length}");
            (
                StatusCode::RANGE_NOT_SATISFIABLE,
                axum::body::Bytes::new(),
                Some(says),
            )
        }
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if let Ok(kind) = HeaderValue::from_str(&media.content_type) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; sandbox"),
    );
    if let Some(says) = content_range.and_then(|says| HeaderValue::from_str(&says).ok()) {
        headers.insert(header::CONTENT_RANGE, says);
    }
    response
}

impl Inner {
    /// What stands behind a link that the window was given.
    async fn media_of(&self, key: &str, place: &str) -> Result<Option<Media>, FetchError> {
        let Some(key) = hex::decode(key).ok().and_then(|key| String::from_utf8(key).ok()) else {
            return Ok(None);
        };
        let Some((account, url)) = self.media_link(&key, place).await else {
            return Ok(None);
        };
        let platform = self
            .accounts
            .get(&account)
            .map(|live| live.platform.clone())
            .unwrap_or_default();
        self.media.fetcher.get(&key, &url, &platform).await.map(Some)
    }

    async fn media_link(&self, key: &str, place: &str) -> Option<(desk::AccountId, String)> {
        if place == "picture" {
            let id: desk::ConversationId = key.parse().ok()?;
            let profile = self.store.profile(&id).await.ok()??;
            return Some((id.account, profile.picture?));
        }
        let (id, message) = self.store.message(key).await.ok()??;
        let url = match place {
            "story" => message.content.story?.url?,
            index => message
                .content
                .attachments
                .get(index.parse::<usize>().ok()?)?
                .url
                .clone()?,
        };
        Some((id.account, url))
    }
}
