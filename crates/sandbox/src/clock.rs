//! The sandbox's clock.
//!
//! Windows, token lifetimes, webhook timestamps, retries and `Date` headers all read this one clock, so a test that moves it
//! forward by a day sees the same world a day later. It always ticks: a frozen clock would never let a retry come due.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Where the sandbox gets its time from.
pub trait Clock: std::fmt::Debug + Send + Sync + 'static {
    /// Milliseconds since the epoch, UTC.
    fn now_ms(&self) -> i64;

    /// Moves the clock forward by so many milliseconds. Answers `false` when this clock cannot be moved.
    fn advance(&self, _ms: i64) -> bool {
        false
    }
}

/// The machine's clock. It cannot be moved.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The machine's clock plus an offset that a test moves.
#[derive(Debug, Default)]
pub struct TestClock {
    offset_ms: AtomicI64,
}

impl Clock for TestClock {
    fn now_ms(&self) -> i64 {
        SystemClock
            .now_ms()
            .saturating_add(self.offset_ms.load(Ordering::Relaxed))
    }

    fn advance(&self, ms: i64) -> bool {
        self.offset_ms.fetch_add(ms, Ordering::Relaxed);
        true
    }
}
