//! Fetching one piece of media for a view: through the guard, bounded, kept in memory for a moment because a
//! player asks for ranges of the same bytes many times. Nothing is written to disk (contract 3.7).

use super::guard::{self, Denied};
use axum::body::Bytes;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use url::Url;

/// The most that is fetched: Meta's own limit for films and sounds (contract 4.2) with room to spare.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// How much is kept in memory, and for how long.
const KEPT_BYTES: usize = 96 * 1024 * 1024;
const KEPT_FOR: Duration = Duration::from_secs(120);
const REDIRECTS: usize = 3;
const TIMEOUT: Duration = Duration::from_secs(30);

/// A piece of media.
#[derive(Clone, Debug)]
pub(crate) struct Media {
    pub(crate) content_type: String,
    pub(crate) bytes: Bytes,
}

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    /// The guard refuses it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The link has died, as Meta's links do.
    #[error("the link is no longer valid (status {0})")]
    Gone(u16),
    /// More than the desk fetches.
    #[error("it is larger than the desk shows")]
    TooLarge,
    /// The connection failed.
    #[error("it could not be fetched")]
    Unreachable(#[source] reqwest::Error),
    /// Too many redirects, or one that leads nowhere.
    #[error("the link leads in circles")]
    Redirects,
}

/// What is remembered, and for which message.
struct Kept {
    key: String,
    url: String,
    at: Instant,
    media: Media,
}

/// What is remembered, and what must not be.
#[derive(Default)]
struct Memory {
    kept: VecDeque<Kept>,
    /// Rises when something is forgotten: what was on its way then is shown once and not remembered.
    forgotten: u64,
}

/// Fetches, and remembers for a moment.
#[derive(Default)]
pub(crate) struct Fetcher {
    memory: Mutex<Memory>,
}

impl Fetcher {
    /// The media behind `url`, a part of the message `key`.
    pub(crate) async fn get(&self, key: &str, url: &str, platform: &[Url]) -> Result<Media, FetchError> {
        if let Some(media) = self.recall(url) {
            return Ok(media);
        }
        let began = self.memory().forgotten;
        let media = fetch(url, platform).await?;
        self.keep(key, url, &media, began);
        Ok(media)
    }

    fn recall(&self, url: &str) -> Option<Media> {
        self.expire();
        let memory = self.memory();
        let found = memory.kept.iter().find(|kept| kept.url == url);
        found.map(|kept| kept.media.clone())
    }

    /// Remembers what was asked for when `began` things had been forgotten.
    fn keep(&self, key: &str, url: &str, media: &Media, began: u64) {
        let mut memory = self.memory();
        if memory.forgotten != began {
            return;
        }
        let kept = &mut memory.kept;
        kept.push_back(Kept {
            key: key.to_owned(),
            url: url.to_owned(),
            at: Instant::now(),
            media: media.clone(),
        });
        let mut total: usize = kept.iter().map(|kept| kept.media.bytes.len()).sum();
        while total > KEPT_BYTES {
            let Some(oldest) = kept.pop_front() else {
                break;
            };
            total -= oldest.media.bytes.len();
        }
    }

    /// Forgets what was fetched for a message.
    pub(crate) fn forget(&self, key: &str) {
        let mut memory = self.memory();
        memory.forgotten += 1;
        memory.kept.retain(|kept| kept.key != key);
    }

    /// Forgets what has been kept long enough.
    pub(crate) fn expire(&self) {
        self.memory().kept.retain(|kept| kept.at.elapsed() < KEPT_FOR);
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn fetch(address: &str, platform: &[Url]) -> Result<Media, FetchError> {
    let mut url = Url::parse(address).map_err(|_| Denied::NotWeb)?;
    for _ in 0..=REDIRECTS {
        let answer = request(&url, platform).await?;
        let status = answer.status();
        if status.is_redirection() {
            let to = answer
                .headers()
                .get(reqwest::header::LOCATION)
                .and_then(|to| to.to_str().ok());
            url = to.and_then(|to| url.join(to).ok()).ok_or(FetchError::Redirects)?;
            continue;
        }
        if !status.is_success() {
            return Err(FetchError::Gone(status.as_u16()));
        }
        return read(answer).await;
    }
    Err(FetchError::Redirects)
}

async fn request(url: &Url, platform: &[Url]) -> Result<reqwest::Response, FetchError> {
    let addresses = guard::allowed(url, platform).await?;
    let mut client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(TIMEOUT);
    if let Some(host) = url.domain() {
        client = client.resolve_to_addrs(host, &addresses);
    }
    let client = client.build().map_err(FetchError::Unreachable)?;
    client
        .get(url.clone())
        .send()
        .await
        .map_err(FetchError::Unreachable)
}

async fn read(mut answer: reqwest::Response) -> Result<Media, FetchError> {
    let content_type = answer
        .headers()
        .get(reqwest::header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    if !guard::is_media(&content_type) {
        return Err(Denied::NotMedia.into());
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(FetchError::Unreachable)? {
        if bytes.len() + chunk.len() > MOST_BYTES {
            return Err(FetchError::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Media {
        content_type,
        bytes: Bytes::from(bytes),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_back_is_forgotten_at_once() {
        let fetcher = Fetcher::default();
        let media = Media {
            content_type: "image/png".to_owned(),
            bytes: Bytes::from_static(b"cake"),
        };
        fetcher.keep("mid-1", "https://cdn.example.test/1", &media, 0);
        fetcher.keep("mid-2", "https://cdn.example.test/2", &media, 0);
        fetcher.forget("mid-1");
        assert!(fetcher.recall("https://cdn.example.test/1").is_none());
        assert!(fetcher.recall("https://cdn.example.test/2").is_some());
        // It was on its way when its message was taken back.
        fetcher.keep("mid-1", "https://cdn.example.test/1", &media, 0);
        assert!(fetcher.recall("https://cdn.example.test/1").is_none());
    }
}
