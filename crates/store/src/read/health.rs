//! What Health shows of intake.

use crate::error::StoreError;
use crate::open::Store;
use crate::primary::count::{self, Counts};
use crate::primary::raw::{self, RawRecord};
use crate::sql::uint;
use sqlx::Row;

/// What came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Intake {
    /// The counts.
    pub counts: Counts,
    /// Records that could not be read and wait for an upgrade.
    pub undecodable: u64,
}

impl Store {
    /// What came in.
    ///
    /// # Errors
    /// As all reads.
    pub async fn intake(&self) -> Result<Intake, StoreError> {
        let counts = count::read(&sqlx::query(count::GET).fetch_one(&self.pool).await?)?;
        let waiting = sqlx::query(raw::COUNT).fetch_one(&self.pool).await?;
        Ok(Intake {
            counts,
            undecodable: uint(waiting.try_get(0)?),
        })
    }

    /// What could not be read, oldest first.
    ///
    /// # Errors
    /// As all reads.
    pub async fn undecodable(&self, limit: u32) -> Result<Vec<RawRecord>, StoreError> {
        sqlx::query(raw::WAITING)
            .bind(limit)
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(raw::read)
            .collect()
    }
}
