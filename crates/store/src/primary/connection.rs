//! How an account is connected: the one live connection, its hosts, its app, its token's life (rules 2 and 7).

use crate::error::StoreError;
use crate::sql::{json, parse};
use desk::{AccountId, Millis};
use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteConnection;

pub(crate) const PUT: &str = "INSERT INTO connections (account, body) VALUES (?1, ?2)
    ON CONFLICT (account) DO UPDATE SET body = excluded.body";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[PUT];

/// An account's connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// Whose.
    pub account: AccountId,
    /// What stands on the other side. Fixed when the connection is made.
    pub host: Host,
    /// Where it stands. Fixed with it.
    pub urls: Urls,
    /// The kind of sign-in, in the wire's word.
    pub flavour: String,
    /// The id of the app that was signed in with.
    pub app: String,
    /// The app-scoped id, which some webhooks carry (contract 0.1).
    pub scoped_id: Option<String>,
    /// The handle, without `@`.
    pub username: String,
    /// The name.
    pub name: Option<String>,
    /// A picture's address.
    pub picture: Option<String>,
    /// The colour that stands for it, degrees.
    pub hue: u16,
    /// Which token there is.
    pub token: TokenKind,
    /// When the token dies: Meta's time, ms. `None`: it was not told.
    pub expires_at: Option<Millis>,
    /// When the token was got: Meta's time, ms.
    pub token_at: Millis,
}

/// What stands on the other side of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Host {
    /// Our own sandbox.
    Practice,
    /// Meta.
    Meta,
    /// Something that was named by a flag.
    Custom,
}

/// A token's kind, as far as its life goes (contract 1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// Sixty days, renewable.
    Long,
    /// An hour.
    Short,
}

/// The four addresses of a connection, as texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Urls {
    /// The consent page.
    pub authorize: String,
    /// The code exchange.
    pub token: String,
    /// The base of Instagram Login's Graph paths.
    pub graph_instagram: String,
    /// The base of Facebook Login's Graph paths.
    pub graph_facebook: String,
}

pub(crate) async fn put(at: &mut SqliteConnection, connection: &Connection) -> Result<(), StoreError> {
    sqlx::query(PUT)
        .bind(connection.account.as_str())
        .bind(json("connection", connection)?)
        .execute(at)
        .await?;
    Ok(())
}

pub(crate) fn read(body: &str) -> Result<Connection, StoreError> {
    parse("connection", body)
}
