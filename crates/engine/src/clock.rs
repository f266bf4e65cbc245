//! The engine's clocks (rules 6): wall time for stored due times, Meta's time for windows and looks.

use desk::{MINUTE, Millis, Now};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::{Mutex, MutexGuard};

/// The machine's clock with the offset to Meta's that `Date` headers taught.
#[derive(Debug, Default)]
pub(crate) struct SystemClock {
    offset: AtomicI64,
    /// An offset far from the one in force, taught once.
    doubted: AtomicI64,
    pulse: Mutex<Pulse>,
}

/// A difference smaller than this is noise: a header names whole seconds, ms.
const NOISE: Millis = 750;
/// A difference larger than this is believed when two answers agree: one alone may come from a proxy that lost its
/// time, and windows hang on it, ms.
const STRANGE: Millis = 5 * MINUTE;

/// Both clocks at the last beat: a wall clock that moved much further than the steady one means sleep.
#[derive(Debug)]
pub(crate) struct Pulse {
    wall: Millis,
    steady: Instant,
}

impl Default for Pulse {
    fn default() -> Self {
        Self::at(wall(), Instant::now())
    }
}

impl Pulse {
    fn at(wall: Millis, steady: Instant) -> Self {
        Self { wall, steady }
    }

    /// Now.
    pub(crate) fn now() -> Self {
        Self::default()
    }

    /// Whether the wall clock jumped by more than `most` ms between the two.
    pub(crate) fn jumped(&self, now: &Self, most: u64) -> bool {
        let elapsed = now.steady.saturating_duration_since(self.steady).as_millis();
        let elapsed = i64::try_from(elapsed).unwrap_or(i64::MAX);
        (now.wall - self.wall).saturating_sub(elapsed).unsigned_abs() > most
    }
}

impl SystemClock {
    /// Learns from a `Date` header received just now. A header names the second that has begun, so its middle is
    /// the best guess; smaller differences than that are noise and the offset stays.
    pub(crate) fn learn(&self, meta: Millis) {
        let offset = meta.saturating_add(500).saturating_sub(wall());
        let differs = |other: Millis, most: Millis| offset.saturating_sub(other).saturating_abs() > most;
        let doubted = self.doubted.swap(offset, Ordering::Relaxed);
        if !differs(self.offset(), NOISE) {
            return;
        }
        if !differs(self.offset(), STRANGE) || !differs(doubted, 10 * NOISE) {
            self.offset.store(offset, Ordering::Relaxed);
        }
    }

    /// Takes up the offset that was learned before the last stop: a first look must not begin from nothing.
    pub(crate) fn restore(&self, offset: Millis) {
        self.offset.store(offset, Ordering::Relaxed);
    }

    /// What was last known to be awake. Held while a wake-up is written, so that no round overtakes it.
    pub(crate) async fn pulse(&self) -> MutexGuard<'_, Pulse> {
        self.pulse.lock().await
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const START: Millis = 1_790_000_000_000;

    #[test]
    fn sleep_is_a_wall_clock_that_moved_further_than_the_steady_one() {
        let (began, steady) = (Pulse::at(START, Instant::now()), Instant::now());
        let later = |wall, awake| Pulse::at(START + wall, steady + Duration::from_millis(awake));
        assert!(!began.jumped(&later(90_000, 90_000), 30_000));
        assert!(began.jumped(&later(90_000, 5_000), 30_000));
        assert!(began.jumped(&later(-90_000, 5_000), 30_000), "it was set back");
    }

    #[test]
    fn a_date_that_agrees_within_its_second_teaches_nothing() {
        let clock = SystemClock::default();
        clock.learn(wall() / 1_000 * 1_000);
        assert_eq!(clock.offset(), 0);
        clock.learn(wall() - 3_000);
        assert!((clock.offset() + 2_500).abs() < 200, "{}", clock.offset());
    }

    #[test]
    fn a_strange_date_is_believed_when_another_agrees() {
        let clock = SystemClock::default();
        let (hour, day) = (60 * MINUTE, 24 * 60 * MINUTE);
        clock.learn(wall() + hour);
        assert_eq!(clock.offset(), 0);
        clock.learn(wall() - day);
        assert_eq!(clock.offset(), 0, "they do not agree");
        clock.learn(wall() - day);
        assert!((clock.offset() + day).abs() < 1_000, "{}", clock.offset());
        clock.learn(Millis::MAX);
        assert!((clock.offset() + day).abs() < 1_000, "{}", clock.offset());
        clock.learn(wall() - day);
        clock.learn(Millis::MAX);
        assert!(
            (clock.offset() + day).abs() < 1_000,
            "an answer stood between the two"
        );
    }
}
