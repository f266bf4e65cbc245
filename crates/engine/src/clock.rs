//! The engine's clocks (rules 6): wall time for stored due times, Meta's time for windows and looks.

use desk::{Millis, Now};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// The machine's clock with the offset to Meta's that `Date` headers taught.
#[derive(Debug, Default)]
pub(crate) struct SystemClock {
    offset: AtomicI64,
}

impl SystemClock {
    /// Learns from a `Date` header received just now. Headers have whole seconds, so small differences are
    /// noise and the offset stays.
    pub(crate) fn learn(&self, meta: Millis) {
        let offset = meta - wall();
        if (offset - self.offset()).abs() > 1_500 {
            self.offset.store(offset, Ordering::Relaxed);
        }
    }

    /// Meta's time minus this machine's, ms.
    pub(crate) fn offset(&self) -> Millis {
        self.offset.load(Ordering::Relaxed)
    }
}

impl store::Clock for SystemClock {
    fn now(&self) -> Now {
        let wall = wall();
        Now {
            wall,
            meta: wall + self.offset(),
        }
    }
}

/// This machine's wall time, ms since the epoch.
fn wall() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}
