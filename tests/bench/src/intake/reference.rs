//! The reference: the least that takes a delivery in with the same durability.
//!
//! The same signature check, the same split and decoding, the same tables and indexes, the same pragmas, and a
//! group commit of the same size. It asks nobody whether a message is known, decides nothing, tells nobody, and
//! keeps what it needs of each conversation in memory.

use super::rows::{Group, Received};
use crate::people::SECRET;
use anyhow::Context;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use instagram::webhook::{self, ItemKind};
use secrecy::SecretString;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// How many deliveries share a transaction at most: as the desk.
const BATCH: usize = 512;

/// A delivery that waits for its commit.
struct Waiting {
    items: Vec<Received>,
    committed: oneshot::Sender<bool>,
}

/// What the handler needs.
struct Shared {
    secret: SecretString,
    writer: mpsc::Sender<Waiting>,
}

/// A running reference.
pub(crate) struct Reference {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    stop: CancellationToken,
    serving: JoinHandle<()>,
    writing: JoinHandle<anyhow::Result<()>>,
}

impl Reference {
    /// Starts on a data directory whose database has the desk's schema.
    pub(crate) async fn start(data: &Path) -> anyhow::Result<Self> {
        // The desk's own settings for its write connection.
        let connection = SqliteConnectOptions::new()
            .filename(data.join("desk.sqlite3"))
            .foreign_keys(true)
            .statement_cache_capacity(400)
            .disable_statement_logging()
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("secure_delete", "ON")
            .pragma("cache_size", "-65536")
            .pragma("temp_store", "MEMORY")
            .pragma("wal_autocheckpoint", "2048")
            .connect()
            .await?;
        let (writer, waiting) = mpsc::channel(4096);
        let writing = tokio::spawn(write(connection, waiting));
        let shared = Arc::new(Shared {
            secret: SECRET.into(),
            writer,
        });
        let router = Router::new()
            .route("/webhooks/instagram/{app}", post(deliver))
            .with_state(shared);
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        let serving = tokio::spawn(async move {
            let serving = axum::serve(listener, router).with_graceful_shutdown(stopped);
            // A listener that is lost shows as a load that cannot connect.
            let _ = serving.await;
        });
        Ok(Self {
            address,
            stop,
            serving,
            writing,
        })
    }

    /// Stops; the database is closed.
    pub(crate) async fn stop(self) -> anyhow::Result<()> {
        self.stop.cancel();
        self.serving.await?;
        self.writing.await?
    }
}

async fn deliver(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers
        .get("x-hub-signature-256")
        .and_then(|value| value.to_str().ok());
    if webhook::verify_signature(&shared.secret, signature, &body).is_err() {
        return StatusCode::FORBIDDEN;
    }
    let Ok(items) = webhook::split(&body) else {
        return StatusCode::BAD_REQUEST;
    };
    let items = items.iter().filter_map(received).collect();
    let (committed, answer) = oneshot::channel();
    if shared.writer.send(Waiting { items, committed }).await.is_err() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    match answer.await {
        Ok(true) => StatusCode::OK,
        Ok(false) | Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn received(raw: &webhook::RawItem) -> Option<Received> {
    let item = webhook::decode(raw).ok()?;
    let ItemKind::Message(message) = item.kind else {
        return None;
    };
    Some(Received {
        contact: item.contact?,
        at: item.at_ms?,
        mid: message.mid,
        text: message.text,
        picture: message
            .attachments
            .into_iter()
            .find_map(|attachment| attachment.url),
    })
}

async fn write(mut connection: SqliteConnection, mut waiting: mpsc::Receiver<Waiting>) -> anyhow::Result<()> {
    let mut group = Group::after(&mut connection).await?;
    while let Some(first) = waiting.recv().await {
        let mut batch = vec![first];
        while batch.len() < BATCH {
            let Ok(next) = waiting.try_recv() else { break };
            batch.push(next);
        }
        let items = batch.iter().flat_map(|waiting| &waiting.items);
        group
            .commit(&mut connection, items)
            .await
            .context("the reference could not write")?;
        for waiting in batch {
            // Whoever asked may have gone.
            let _ = waiting.committed.send(true);
        }
    }
    connection.close().await?;
    Ok(())
}
