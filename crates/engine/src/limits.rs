//! How long an account rests when the platform says so (contract 5.2 and 6).

use desk::{AccountAsk, Due, HOUR, MINUTE, Millis, SECOND, Timings};
use instagram::{Meters, Retry};

/// Meta's windows slide over at most a day: a longer wait is a slip of somebody's.
const LONGEST: Millis = 24 * HOUR;

/// A limit: until the bucket opens again, as the platform says, or for the usual while.
pub(crate) fn pause(meters: &Meters, now: Millis, timings: &Timings) -> AccountAsk {
    let minutes = meters
        .regain_minutes()
        .map(|minutes| Millis::from(minutes).saturating_mul(MINUTE));
    let seconds = meters.retry_after_s.map(|seconds| seconds.saturating_mul(SECOND));
    let is_pause = |pause: &Millis| *pause > 0;
    let named = minutes.filter(is_pause).or(seconds.filter(is_pause));
    AccountAsk::Throttle {
        until: Due::after(now, named.unwrap_or(timings.limit_pause).min(LONGEST)),
    }
}

/// A restriction that passes by itself *after hours rather than minutes*, if that is what `retry` means.
pub(crate) fn restriction(retry: Retry, now: Millis, timings: &Timings) -> Option<AccountAsk> {
    (retry == Retry::LaterLong).then(|| AccountAsk::Throttle {
        until: Due::after(now, timings.restriction_pause),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paused(retry_after_s: Option<i64>) -> Millis {
        let meters = Meters {
            retry_after_s,
            ..Meters::default()
        };
        match pause(&meters, 0, &Timings::default()) {
            AccountAsk::Throttle { until } => until.at,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_pause_that_cannot_be_meant_is_the_usual_one_or_a_day() {
        assert_eq!(paused(Some(7)), 7 * SECOND);
        for none in [None, Some(0), Some(-5)] {
            assert_eq!(paused(none), Timings::default().limit_pause);
        }
        for endless in [10_000_000_000, i64::MAX] {
            assert_eq!(paused(Some(endless)), LONGEST);
        }
    }
}
