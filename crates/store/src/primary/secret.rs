//! Sealed secrets. What is in a row is unreadable without the data key (rules 7).

use crate::error::StoreError;
use crate::vault::Sealed;
use desk::AccountId;
use sqlx::sqlite::SqliteConnection;

pub(crate) const PUT: &str = "INSERT INTO secrets (owner, name, sealed) VALUES (?1, ?2, ?3)
    ON CONFLICT (owner, name) DO UPDATE SET sealed = excluded.sealed";
pub(crate) const FORGET: &str = "DELETE FROM secrets WHERE owner = ?1 AND name = ?2";
pub(crate) const GET: &str = "SELECT sealed FROM secrets WHERE owner = ?1 AND name = ?2";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[PUT, FORGET, GET];

/// Which secret: whose, and what it is called. Both are part of the seal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecretName {
    /// An account's access token.
    Token(AccountId),
    /// The key for the server that runs an account's model.
    ModelKey(AccountId),
    /// An app's secret, by the app's id.
    AppSecret(String),
}

impl SecretName {
    /// Whose it is. Apps and accounts are both numbers, so the kind of owner is part of the name.
    pub(crate) fn owner(&self) -> &str {
        match self {
            Self::Token(account) | Self::ModelKey(account) => account.as_str(),
            Self::AppSecret(app) => app,
        }
    }

    /// What it is called.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Token(_) => "token",
            Self::ModelKey(_) => "model_key",
            Self::AppSecret(_) => "app_secret",
        }
    }

    /// What the seal is bound to. The name comes first and holds no line break, so that no two are alike.
    pub(crate) fn bound(&self) -> String {
        format!("{}\n{}", self.name(), self.owner())
    }
}

pub(crate) async fn put(
    at: &mut SqliteConnection,
    name: &SecretName,
    sealed: &Sealed,
) -> Result<(), StoreError> {
    sqlx::query(PUT)
        .bind(name.owner())
        .bind(name.name())
        .bind(sealed.0.as_slice())
        .execute(at)
        .await?;
    Ok(())
}

pub(crate) async fn forget(at: &mut SqliteConnection, name: &SecretName) -> Result<(), StoreError> {
    sqlx::query(FORGET)
        .bind(name.owner())
        .bind(name.name())
        .execute(at)
        .await?;
    Ok(())
}
