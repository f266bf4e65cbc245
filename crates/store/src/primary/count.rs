//! What Health counts, since the first start.

use crate::error::StoreError;
use crate::sql::{int, uint};
use desk::Millis;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

pub(crate) const ADD: &str = "UPDATE counts SET received = received + ?1, duplicates = duplicates + ?2,
    refused = refused + ?3, unconnected = unconnected + ?4,
    last_received_at = max(coalesce(last_received_at, ?5), coalesce(?5, last_received_at))";
pub(crate) const GET: &str =
    "SELECT received, duplicates, refused, unconnected, last_received_at FROM counts WHERE one = 1";
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[ADD, GET];

/// Something that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Count {
    /// An item was taken in from a webhook. The writer counts these itself.
    Received,
    /// It was known already. The writer counts these itself.
    Duplicates,
    /// A delivery's signature was refused.
    Refused,
    /// An item was for an account that is not connected here.
    Unconnected,
}

/// The counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Items taken in from webhooks.
    pub received: u64,
    /// Those of them that were known already.
    pub duplicates: u64,
    /// Deliveries whose signature was refused.
    pub refused: u64,
    /// Items for accounts that are not connected here.
    pub unconnected: u64,
    /// When something was last taken in: wall time, ms.
    pub last_received_at: Option<Millis>,
}

impl Counts {
    pub(crate) fn add(&mut self, count: Count, by: u64) {
        let counter = match count {
            Count::Received => &mut self.received,
            Count::Duplicates => &mut self.duplicates,
            Count::Refused => &mut self.refused,
            Count::Unconnected => &mut self.unconnected,
        };
        *counter = counter.saturating_add(by);
    }
}

/// Adds what a batch counted.
pub(crate) async fn add(at: &mut SqliteConnection, counts: &Counts) -> Result<(), StoreError> {
    if *counts == Counts::default() {
        return Ok(());
    }
    sqlx::query(ADD)
        .bind(int(counts.received))
        .bind(int(counts.duplicates))
        .bind(int(counts.refused))
        .bind(int(counts.unconnected))
        .bind(counts.last_received_at)
        .execute(at)
        .await?;
    Ok(())
}

pub(crate) fn read(row: &SqliteRow) -> Result<Counts, StoreError> {
    Ok(Counts {
        received: uint(row.try_get(0)?),
        duplicates: uint(row.try_get(1)?),
        refused: uint(row.try_get(2)?),
        unconnected: uint(row.try_get(3)?),
        last_received_at: row.try_get(4)?,
    })
}
