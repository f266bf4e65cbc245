//! Time as the rules see it. Nothing here reads a clock: `Now` is an argument.

use serde::{Deserialize, Serialize};

/// Milliseconds since the Unix epoch, UTC; or a length of time in milliseconds where the name says so.
pub type Millis = i64;

/// One second.
pub const SECOND: Millis = 1_000;
/// One minute.
pub const MINUTE: Millis = 60 * SECOND;
/// One hour.
pub const HOUR: Millis = 60 * MINUTE;
/// The standard window after the customer's last qualifying act (contract 4.4).
pub const WINDOW: Millis = 24 * HOUR;

/// The moment of a decision on two clocks (rules 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// This machine's wall time, never going back within one journal: for stored due times.
    pub wall: Millis,
    /// Meta's time (wall time plus the offset learned from `Date` headers): for windows and looks.
    pub meta: Millis,
}

impl Now {
    /// A moment when both clocks agree.
    pub fn at(millis: Millis) -> Self {
        Self {
            wall: millis,
            meta: millis,
        }
    }
}

/// When stored work is due.
///
/// `delay` is how long it was to wait when it was written: a wall clock that was set back since shows as a
/// due time further away than its own delay, and the work counts as due (rules 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Due {
    /// Wall time, ms.
    pub at: Millis,
    /// ms from when this was written to `at`.
    pub delay: Millis,
}

impl Due {
    /// Due `delay` ms after `now`.
    pub fn after(now: Millis, delay: Millis) -> Self {
        let delay = delay.max(0);
        Self {
            at: now.saturating_add(delay),
            delay,
        }
    }

    /// Whether the work may be done at this wall time.
    pub fn is_due(&self, wall: Millis) -> bool {
        self.at <= wall || self.at - self.delay > wall
    }
}

/// Every delay and bound of the rules, as settings. Delays in ms.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Timings {
    /// A burst is due this long after its last message (rules 4).
    pub quiet: Millis,
    /// … but no later than this after its first.
    pub longest: Millis,
    /// With nothing sent this long after the last key, the conversation needs a human (rules 3).
    pub typing_expiry: Millis,
    /// The operator owns the conversation this long after the last human act; `None`: until handed back.
    pub operator_expiry: Option<Millis>,
    /// A customer's message that is older than this on arrival goes to a human (rules 3).
    pub too_old: Millis,
    /// An operator's send can be undone this long.
    pub operator_hold: Millis,
    /// Looks at the thread after an unknown outcome, each this long after the loss (rules 5).
    pub looks: Vec<Millis>,
    /// How far before the attempt a found message may have been created.
    pub look_slack: Millis,
    /// How long after an attempt was released its message may still be made.
    pub attempt_reach: Millis,
    /// After this long the operator may let later sends pass an unknown one.
    pub lane_wait: Millis,
    /// The autopilot's send that a limit holds back this long becomes a human's matter.
    pub autopilot_patience: Millis,
    /// First delay before a retry; doubled each time.
    pub retry: Millis,
    /// The longest delay before a retry.
    pub retry_longest: Millis,
    /// How long a failed model call waits for the next one when the server names no time.
    pub model_retry: Millis,
    /// How long a full bucket of the account stays shut when Meta names no time (contract 6).
    pub limit_pause: Millis,
    /// How long an account rests that Meta restricts for some hours (contract 5.2).
    pub restriction_pause: Millis,
    /// Notifications older than this are folded into one (rules 1).
    pub fold: Millis,
    /// A foreign echo this close to a conversation's first message is another app's (rules 2).
    pub greeting: Millis,
    /// After this many cancelled model calls a burst goes to a human (a count).
    pub most_cancelled_calls: u32,
    /// After this many failed model calls a burst goes to a human (a count).
    pub most_failures: u32,
    /// After this many retryable answers a send has failed (a count; limits not counted).
    pub most_tries: u32,
}

impl Default for Timings {
    fn default() -> Self {
        Self {
            quiet: 5 * SECOND,
            longest: 60 * SECOND,
            typing_expiry: 10 * MINUTE,
            operator_expiry: Some(2 * HOUR),
            too_old: HOUR,
            operator_hold: 3 * SECOND,
            looks: vec![3 * SECOND, 10 * SECOND, 30 * SECOND],
            look_slack: 2 * SECOND,
            attempt_reach: 5 * MINUTE,
            lane_wait: 30 * SECOND,
            autopilot_patience: 10 * MINUTE,
            retry: SECOND,
            retry_longest: MINUTE,
            model_retry: 2 * SECOND,
            limit_pause: MINUTE,
            restriction_pause: 4 * HOUR,
            fold: 2 * MINUTE,
            greeting: 3 * SECOND,
            most_cancelled_calls: 3,
            most_failures: 3,
            most_tries: 3,
        }
    }
}

impl Timings {
    /// What the rules could not work with, in words.
    pub fn fault(&self) -> Option<&'static str> {
        let delays = [
            self.quiet,
            self.longest,
            self.typing_expiry,
            self.operator_expiry.unwrap_or_default(),
            self.too_old,
            self.operator_hold,
            self.look_slack,
            self.attempt_reach,
            self.lane_wait,
            self.autopilot_patience,
            self.retry,
            self.retry_longest,
            self.model_retry,
            self.limit_pause,
            self.restriction_pause,
            self.fold,
            self.greeting,
        ];
        let counts = [self.most_cancelled_calls, self.most_failures, self.most_tries];
        if delays
            .iter()
            .chain(&self.looks)
            .any(|delay| !(0..=366 * 24 * HOUR).contains(delay))
        {
            Some("A delay is between 0 and a year.")
        } else if self.looks.len() < 2 || !self.looks.is_sorted() {
            Some("There are at least two `looks`, the shortest delay first.")
        } else if counts.contains(&0) {
            Some("A count is more than 0.")
        } else {
            None
        }
    }

    /// The delay before retry number `tries` (from 1).
    pub fn backoff(&self, tries: u32) -> Millis {
        let doublings = tries.saturating_sub(1).min(16);
        (self.retry << doublings).min(self.retry_longest)
    }
}
