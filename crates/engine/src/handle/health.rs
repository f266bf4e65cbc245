//! Health: how each part of the desk does.

use crate::{Error, Handle};
use std::sync::atomic::Ordering;
use store::{Intake, OutboxCounts, RawRecord};

/// The numbers behind the health line; the words are made where they are shown.
#[derive(Clone, Debug)]
pub struct Health {
    /// What came in.
    pub intake: Intake,
    /// The last commit could not be written: the disk is full or broken.
    pub disk_fails: bool,
    /// What waits to go out.
    pub outbox: OutboxCounts,
    /// How the model did lately.
    pub model: ModelView,
    /// The clocks.
    pub clock: ClockHealth,
}

/// How the model did lately.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelView {
    /// How long the last answer took, ms.
    pub last_latency: Option<i64>,
    /// Why the last call failed.
    pub failure: Option<String>,
    /// Whether it was asked at all since the start.
    pub asked: bool,
}

/// The clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockHealth {
    /// The platform's time minus this machine's, ms.
    pub offset: i64,
    /// Whether they differ by more than the pace's bound.
    pub is_off: bool,
}

impl Handle {
    /// How each part does.
    ///
    /// # Errors
    /// The database failed.
    pub async fn health(&self) -> Result<Health, Error> {
        let store = &self.inner.store;
        let model = match self.inner.model.lock() {
            Ok(model) => ModelView {
                last_latency: model.last_latency,
                failure: model.failure.clone(),
                asked: model.asked,
            },
            Err(_) => ModelView::default(),
        };
        let offset = self.inner.clock.offset();
        Ok(Health {
            intake: store.intake().await?,
            disk_fails: self.inner.disk_fails.load(Ordering::Relaxed),
            outbox: store.outbox().await?,
            model,
            clock: ClockHealth {
                offset,
                is_off: offset.unsigned_abs() > self.inner.pace.clock_off,
            },
        })
    }

    /// What could not be decoded, oldest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn undecodable(&self) -> Result<Vec<RawRecord>, Error> {
        Ok(self.inner.store.undecodable(100).await?)
    }

    /// Reads it again. Gives how many were taken in, and how many still cannot be read.
    ///
    /// # Errors
    /// The database failed.
    pub async fn replay(&self) -> Result<(u64, u64), Error> {
        self.inner.replay().await
    }
}
