//! Accounts, apps, secrets and settings, as hosts and the engine read them.

use crate::error::StoreError;
use crate::open::Store;
use crate::primary::app::{self, App};
use crate::primary::autopilot::{self, AutopilotSettings};
use crate::primary::connection::{self, Connection};
use crate::primary::profile::{self, Profile};
use crate::primary::secret::{self, SecretName};
use crate::primary::{content, cursor, setting};
use crate::sql::{parse, uint};
use crate::vault::Sealed;
use desk::{AccountId, Content, ContentKey, ConversationId, Entry, Millis, Timings};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

pub(crate) const ALL: &str = "SELECT a.id, a.username, a.body, c.body, p.body, coalesce(t.unread, 0)
    FROM accounts AS a LEFT JOIN connections AS c ON c.account = a.id
    LEFT JOIN autopilots AS p ON p.account = a.id LEFT JOIN tallies AS t ON t.account = a.id ORDER BY a.id";
pub(crate) const ONE: &str = "SELECT a.id, a.username, a.body, c.body, p.body, coalesce(t.unread, 0)
    FROM accounts AS a LEFT JOIN connections AS c ON c.account = a.id
    LEFT JOIN autopilots AS p ON p.account = a.id LEFT JOIN tallies AS t ON t.account = a.id WHERE a.id = ?1";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[ALL, ONE];

/// An account: what the journal says of it, how it is connected, how its autopilot is set up.
#[derive(Clone, Debug)]
pub struct Account {
    /// The 1784… id.
    pub id: AccountId,
    /// As the rules read it.
    pub state: desk::Account,
    /// The handle it was connected under.
    pub username: String,
    /// How it is connected.
    pub connection: Option<Connection>,
    /// How its autopilot answers.
    pub autopilot: AutopilotSettings,
    /// Unread messages.
    pub unread: u64,
}

fn read(row: &SqliteRow) -> Result<Account, StoreError> {
    let connection: Option<&str> = row.try_get(3)?;
    Ok(Account {
        id: AccountId(row.try_get(0)?),
        username: row.try_get(1)?,
        state: parse("account", row.try_get(2)?)?,
        connection: connection.map(connection::read).transpose()?,
        autopilot: autopilot::read(row.try_get(4)?)?,
        unread: uint(row.try_get(5)?),
    })
}

impl Store {
    /// The journal's last position.
    ///
    /// # Errors
    /// The database failed. So do all reads.
    pub async fn seq(&self) -> Result<u64, StoreError> {
        Ok(uint(
            sqlx::query(crate::journal::HEAD)
                .fetch_one(&self.pool)
                .await?
                .try_get(0)?,
        ))
    }

    /// Events after a position, with the wall time of their storing.
    ///
    /// # Errors
    /// As all reads.
    pub async fn journal(&self, after: u64, limit: u32) -> Result<Vec<(u64, Millis, Entry)>, StoreError> {
        let rows = sqlx::query(crate::journal::AFTER)
            .bind(crate::sql::int(after))
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|row| crate::journal::read(row).map(|stored| (stored.seq, stored.at, stored.entry)))
            .collect()
    }

    /// Every account that was ever connected.
    ///
    /// # Errors
    /// As all reads.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        sqlx::query(ALL)
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(read)
            .collect()
    }

    /// One account.
    ///
    /// # Errors
    /// As all reads.
    pub async fn account(&self, id: &AccountId) -> Result<Option<Account>, StoreError> {
        sqlx::query(ONE)
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await?
            .as_ref()
            .map(read)
            .transpose()
    }

    /// An app's callback.
    ///
    /// # Errors
    /// As all reads.
    pub async fn app(&self, id: &str) -> Result<Option<App>, StoreError> {
        sqlx::query(app::GET)
            .bind(id)
            .fetch_optional(&self.pool)
            .await?
            .as_ref()
            .map(app::read)
            .transpose()
    }

    /// Every app.
    ///
    /// # Errors
    /// As all reads.
    pub async fn apps(&self) -> Result<Vec<App>, StoreError> {
        sqlx::query(app::ALL)
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(app::read)
            .collect()
    }

    /// A sealed secret.
    ///
    /// # Errors
    /// As all reads.
    pub async fn secret(&self, name: &SecretName) -> Result<Option<Sealed>, StoreError> {
        let row = sqlx::query(secret::GET)
            .bind(name.owner())
            .bind(name.name())
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| row.try_get(0).map(Sealed)).transpose()?)
    }

    /// Whether a secret is stored.
    ///
    /// # Errors
    /// As all reads.
    pub async fn has_secret(&self, name: &SecretName) -> Result<bool, StoreError> {
        Ok(self.secret(name).await?.is_some())
    }

    /// How an account's autopilot answers; the defaults when nothing is set.
    ///
    /// # Errors
    /// As all reads.
    pub async fn autopilot(&self, id: &AccountId) -> Result<AutopilotSettings, StoreError> {
        let row = sqlx::query(autopilot::GET)
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await?;
        autopilot::read(row.as_ref().map(|row| row.try_get(0)).transpose()?)
    }

    /// What is known of a contact.
    ///
    /// # Errors
    /// As all reads.
    pub async fn profile(&self, id: &ConversationId) -> Result<Option<Profile>, StoreError> {
        let row = sqlx::query(profile::GET)
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await?;
        profile::read(
            row.as_ref()
                .map(|row| row.try_get::<Option<&str>, _>(0))
                .transpose()?
                .flatten(),
        )
    }

    /// What was written in a conversation under a key; `None` when nothing stands there.
    ///
    /// # Errors
    /// As all reads.
    pub async fn content(
        &self,
        conversation: &ConversationId,
        key: &ContentKey,
    ) -> Result<Option<Content>, StoreError> {
        let row = sqlx::query(content::GET)
            .bind(conversation.to_string())
            .bind(key.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| content::read(Some(row.try_get(0)?))).transpose()
    }

    /// The rules' delays and bounds in force.
    ///
    /// # Errors
    /// As all reads.
    pub async fn timings(&self) -> Result<Timings, StoreError> {
        let mut connection = self.pool.acquire().await?;
        setting::timings(&mut connection).await
    }

    /// Any other setting.
    ///
    /// # Errors
    /// As all reads.
    pub async fn setting(&self, name: &str) -> Result<Option<serde_json::Value>, StoreError> {
        let row = sqlx::query(setting::GET)
            .bind(name)
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| parse("setting", row.try_get(0)?)).transpose()
    }

    /// How far a named reader has come.
    ///
    /// # Errors
    /// As all reads.
    pub async fn cursor(&self, name: &str) -> Result<Option<u64>, StoreError> {
        let row = sqlx::query(cursor::GET)
            .bind(name)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.map(uint))
    }
}
