//! Accounts as the rules read them.

use crate::error::StoreError;
use crate::sql::{json, parse};
use desk::{Account, AccountId};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;
use std::collections::BTreeMap;

pub(crate) const PUT: &str = "INSERT INTO accounts (id, username, body) VALUES (?1, ?2, ?3)
    ON CONFLICT (id) DO UPDATE SET username = excluded.username, body = excluded.body";
pub(crate) const ALL: &str = "SELECT id, username, body FROM accounts";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[PUT, ALL];

/// An account with the handle it was connected under.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub(crate) username: String,
    pub(crate) state: Account,
}

pub(crate) async fn put(at: &mut SqliteConnection, id: &AccountId, known: &Known) -> Result<(), StoreError> {
    let body = json("account", &known.state)?;
    sqlx::query(PUT)
        .bind(id.as_str())
        .bind(&known.username)
        .bind(body)
        .execute(at)
        .await?;
    Ok(())
}

pub(crate) async fn all(at: &mut SqliteConnection) -> Result<BTreeMap<AccountId, Known>, StoreError> {
    let mut accounts = BTreeMap::new();
    for row in sqlx::query(ALL).fetch_all(at).await? {
        let known = Known {
            username: row.try_get(1)?,
            state: parse("account", row.try_get(2)?)?,
        };
        accounts.insert(AccountId(row.try_get(0)?), known);
    }
    Ok(accounts)
}
