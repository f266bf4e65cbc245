//! A reader of the live feed.

use crate::{Broken, Stage, TOKEN, list, text};
use serde_json::Value;
use std::time::Duration;

/// How long a message of the feed may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open feed.
pub struct Feed {
    answer: reqwest::Response,
    rest: String,
}

impl Feed {
    /// Opens the feed; `from` is the last position seen.
    ///
    /// # Errors
    /// The hub refuses.
    pub async fn open(stage: &Stage, from: Option<u64>) -> Result<Self, Broken> {
        let from = from.map(|from| format!("?from={from}")).unwrap_or_default();
        let url = format!("http://{}/api/feed{from}", stage.hub()?.address);
        let answer = stage.http().get(url).bearer_auth(TOKEN).send().await?;
        let answer = answer.error_for_status()?;
        let kind = answer.headers().get("content-type");
        if kind.is_none_or(|kind| kind != "text/event-stream") {
            return Err(format!("the feed is no event stream but {kind:?}").into());
        }
        Ok(Self {
            answer,
            rest: String::new(),
        })
    }

    /// The next message.
    ///
    /// # Errors
    /// None comes, or it is no JSON.
    pub async fn next(&mut self) -> Result<Value, Broken> {
        loop {
            if let Some((message, rest)) = self.rest.split_once("\n\n") {
                let (message, rest) = (message.to_owned(), rest.to_owned());
                self.rest = rest;
                let data = message.lines().find_map(|line| line.strip_prefix("data:"));
                match data {
                    Some(data) => return Ok(serde_json::from_str(data.trim())?),
                    None => continue,
                }
            }
            let more = tokio::time::timeout(PATIENCE, self.answer.chunk()).await;
            let more = more.map_err(|_| "the feed is silent")??;
            let more = more.ok_or("the feed has ended")?;
            self.rest.push_str(&String::from_utf8_lossy(&more));
        }
    }

    /// Reads on until this is stale; the position then.
    ///
    /// # Errors
    /// It never is.
    pub async fn until_stale(&mut self, key: &str) -> Result<u64, Broken> {
        loop {
            let message = self.next().await?;
            if list(&message, "/stale")
                .iter()
                .any(|stale| text(stale, "") == key)
            {
                return Ok(message
                    .pointer("/seq")
                    .and_then(Value::as_u64)
                    .unwrap_or_default());
            }
        }
    }
}
