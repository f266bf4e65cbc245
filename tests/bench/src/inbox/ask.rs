//! What the window asks, as it asks it.

use super::questions::PAGE;
use crate::ground::TOKEN;
use crate::http::Connection;
use anyhow::ensure;
use std::fmt::Write;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// One window's connection to its desk.
pub(crate) struct Asking {
    connection: Connection,
    host: SocketAddr,
}

impl Asking {
    /// Connects.
    pub(crate) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        Ok(Self {
            connection: Connection::open(address).await?,
            host: address,
        })
    }

    /// One read; gives how long it took, and what came.
    pub(crate) async fn get(&mut self, path: &str) -> anyhow::Result<(Duration, Vec<u8>)> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {TOKEN}\r\nAccept: application/json\r\n\r\n",
            self.host
        );
        let begun = Instant::now();
        let answer = self.connection.exchange(request.as_bytes()).await?;
        let took = begun.elapsed();
        let status = answer.status;
        ensure!(status == 200, "GET {path} was answered {status}");
        Ok((took, answer.body))
    }

    /// The list's first page.
    pub(crate) async fn list(&mut self, split: &str) -> anyhow::Result<Duration> {
        let path = format!("/api/conversations?split={split}&limit=60");
        Ok(self.get(&path).await?.0)
    }

    /// Opening a conversation: itself, then its newest items; gives how many messages these are, too.
    pub(crate) async fn conversation(&mut self, id: &str) -> anyhow::Result<(Duration, usize)> {
        let (itself, _) = self.get(&format!("/api/conversations/{id}")).await?;
        let (items, body) = self
            .get(&format!("/api/conversations/{id}/items?limit={PAGE}"))
            .await?;
        let page: serde_json::Value = serde_json::from_slice(&body)?;
        let items_of = page.get("items").and_then(serde_json::Value::as_array);
        let is_message = |item: &&serde_json::Value| item.get("type").is_some_and(|kind| kind == "message");
        let messages = items_of.map_or(0, |items| items.iter().filter(is_message).count());
        Ok((itself + items, messages))
    }

    /// A search; gives how many hits its first page has, too.
    pub(crate) async fn search(&mut self, words: &str) -> anyhow::Result<(Duration, usize)> {
        let (took, body) = self
            .get(&format!("/api/search?q={}&limit=30", encoded(words)))
            .await?;
        let page: serde_json::Value = serde_json::from_slice(&body)?;
        let hits = page.get("hits").and_then(serde_json::Value::as_array);
        Ok((took, hits.map_or(0, Vec::len)))
    }
}

fn encoded(words: &str) -> String {
    let mut encoded = String::new();
    for byte in words.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
