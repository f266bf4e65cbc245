//! What was signed by the platform and could not be read: kept as bytes, shown in Health, replayable (rules 2).

use crate::error::StoreError;
use desk::{AccountId, Mid, Millis};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

pub(crate) const PUT: &str = "INSERT INTO raw_records (id, at, app, account, reason, body, state)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting') ON CONFLICT (id) DO NOTHING";
pub(crate) const REPLAYED: &str = "UPDATE raw_records SET body = x'', state = 'replayed' WHERE id = ?1";
/// A message that is taken back is gone from here too. Its id stands in the bytes as Meta wrote it, with or
/// without an escaped slash; found by looking, since what cannot be read has no columns.
pub(crate) const BLANK: &str = "UPDATE raw_records SET body = x'', state = 'blank'
    WHERE state = 'waiting' AND (instr(body, CAST(?1 AS BLOB)) > 0 OR instr(body, CAST(?2 AS BLOB)) > 0)";
pub(crate) const WAITING: &str = "SELECT id, at, app, account, reason, body FROM raw_records
    WHERE state = 'waiting' ORDER BY at, id LIMIT ?1";
pub(crate) const COUNT: &str = "SELECT count(*) FROM raw_records WHERE state = 'waiting'";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[PUT, REPLAYED, BLANK, WAITING, COUNT];

/// A raw record's name, made by whoever stores it; storing it twice is harmless.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RawId(pub String);

/// Something signed that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawRecord {
    /// Its name.
    pub id: RawId,
    /// When it arrived: wall time, ms.
    pub at: Millis,
    /// The app whose secret verified it.
    pub app: String,
    /// The account it is for, when that much could be read.
    pub account: Option<AccountId>,
    /// Why it could not be read.
    pub reason: String,
    /// The bytes.
    pub body: Vec<u8>,
}

pub(crate) async fn put(at: &mut SqliteConnection, record: &RawRecord) -> Result<(), StoreError> {
    sqlx::query(PUT)
        .bind(&record.id.0)
        .bind(record.at)
        .bind(&record.app)
        .bind(record.account.as_ref().map(AccountId::as_str))
        .bind(&record.reason)
        .bind(&record.body)
        .execute(at)
        .await?;
    Ok(())
}

pub(crate) async fn replayed(at: &mut SqliteConnection, id: &RawId) -> Result<(), StoreError> {
    sqlx::query(REPLAYED).bind(&id.0).execute(at).await?;
    Ok(())
}

pub(crate) async fn blank(at: &mut SqliteConnection, mid: &Mid) -> Result<(), StoreError> {
    sqlx::query(BLANK)
        .bind(mid.as_str())
        .bind(mid.as_str().replace('/', "\\/"))
        .execute(at)
        .await?;
    Ok(())
}

pub(crate) fn read(row: &SqliteRow) -> Result<RawRecord, StoreError> {
    Ok(RawRecord {
        id: RawId(row.try_get(0)?),
        at: row.try_get(1)?,
        app: row.try_get(2)?,
        account: row.try_get::<Option<String>, _>(3)?.map(AccountId),
        reason: row.try_get(4)?,
        body: row.try_get(5)?,
    })
}
