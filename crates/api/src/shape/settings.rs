//! The rules' delays that an owner may set.

use desk::Timings;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The settings. Delays in ms.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
pub struct Settings {
    /// How long an own message can be undone.
    pub operator_hold_ms: i64,
    /// With nothing sent this long after the last key, the conversation needs a human.
    pub typing_expiry_ms: i64,
    /// The operator owns the conversation this long after the last human act; null: until handed back.
    #[schema(required)]
    pub operator_expiry_ms: Option<i64>,
    /// A burst is answered this long after its last message.
    pub quiet_ms: i64,
    /// … but no later than this after its first.
    pub longest_ms: i64,
    /// The port for webhooks and the sign-in redirect, from the next start on.
    pub listener_port: u16,
}

impl Settings {
    pub(crate) fn of(timings: &Timings, listener_port: u16) -> Self {
        Self {
            operator_hold_ms: timings.operator_hold,
            typing_expiry_ms: timings.typing_expiry,
            operator_expiry_ms: timings.operator_expiry,
            quiet_ms: timings.quiet,
            longest_ms: timings.longest,
            listener_port,
        }
    }

    pub(crate) fn over(self, timings: Timings) -> Timings {
        Timings {
            operator_hold: self.operator_hold_ms,
            typing_expiry: self.typing_expiry_ms,
            operator_expiry: self.operator_expiry_ms,
            quiet: self.quiet_ms,
            longest: self.longest_ms,
            ..timings
        }
    }
}
