//! How long an account rests when the platform says so (contract 5.2 and 6).

use desk::{AccountAsk, Due, MINUTE, Millis, SECOND, Timings};
use instagram::{Meters, Retry};

/// A limit: until the bucket opens again, as the platform says, or for the usual while.
pub(crate) fn pause(meters: &Meters, now: Millis, timings: &Timings) -> AccountAsk {
    let minutes = meters.regain_minutes().filter(|minutes| *minutes > 0);
    let named = minutes.map(|minutes| Millis::from(minutes).saturating_mul(MINUTE));
    let named = named.or(meters.retry_after_s.map(|seconds| seconds.saturating_mul(SECOND)));
    AccountAsk::Throttle {
        until: Due::after(now, named.unwrap_or(timings.limit_pause)),
    }
}

/// A restriction that passes by itself *after hours rather than minutes*, if that is what `retry` means.
pub(crate) fn restriction(retry: Retry, now: Millis, timings: &Timings) -> Option<AccountAsk> {
    (retry == Retry::LaterLong).then(|| AccountAsk::Throttle {
        until: Due::after(now, timings.restriction_pause),
    })
}
