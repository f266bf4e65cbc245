//! How the platform behaves while nothing fails: delays, limits and the choices the contract leaves open.

use serde::{Deserialize, Serialize};

/// Behaviour that can be changed while the sandbox runs (`/sandbox/settings`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Milliseconds between the answer to a send and its echo.
    pub echo_delay_ms: i64,
    /// Milliseconds a webhook receiver may take (contract 3.4: five seconds).
    pub delivery_timeout_ms: u64,
    /// Milliseconds before the first retry of a failed delivery.
    pub retry_first_ms: i64,
    /// Growth of the delay from one retry to the next.
    pub retry_factor: f64,
    /// Longest delay between two retries, in milliseconds.
    pub retry_max_ms: i64,
    /// Milliseconds after which a delivery is dropped (contract 3.9: 36 hours).
    pub give_up_ms: i64,
    /// Milliseconds of failure after which the account's subscription is dropped silently; `None`: never (contract 3.9).
    pub disable_after_ms: Option<i64>,
    /// HTTP status of error 190 (contract 5.1: 401 and 400 were both seen).
    pub dead_token_status: u16,
    /// Whether the app has the Human Agent feature (contract 4.4).
    pub human_agent: bool,
    /// Whether `@`, `<` and `%` are escaped in webhook bodies (contract 11.2: optional).
    pub extra_escapes: bool,
    /// Whether taking a reaction back causes a webhook (contract 3.6 contradicts itself).
    pub unreact_delivered: bool,
    /// Milliseconds an attachment link lives; story media always die after a day (contract 3.7).
    pub attachment_life_ms: i64,
    /// Conversation reads allowed per second and account; 0: no limit (contract 6: two).
    pub conversations_per_second: u32,
    /// Calls in an hour that make 100 percent in the usage header.
    pub hourly_calls: u32,
    /// Milliseconds between two streamed tokens of the model.
    pub model_token_ms: u64,
    /// The model listed in `/v1/models`.
    pub model_name: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            echo_delay_ms: 20,
            delivery_timeout_ms: 5_000,
            retry_first_ms: 200,
            retry_factor: 2.0,
            retry_max_ms: 60_000,
            give_up_ms: 36 * HOUR_MS,
            disable_after_ms: Some(HOUR_MS),
            dead_token_status: 401,
            human_agent: false,
            extra_escapes: true,
            unreact_delivered: true,
            attachment_life_ms: 13 * DAY_MS,
            conversations_per_second: 0,
            hourly_calls: 4_800,
            model_token_ms: 0,
            model_name: "bakery-1".to_owned(),
        }
    }
}

/// An hour in milliseconds.
pub(crate) const HOUR_MS: i64 = 3_600_000;
/// A day in milliseconds.
pub(crate) const DAY_MS: i64 = 24 * HOUR_MS;

impl Settings {
    /// Milliseconds before the next try, after so many failed ones before the last.
    pub(crate) fn retry_delay_ms(&self, failed_before: u32) -> i64 {
        let mut delay = self.retry_first_ms;
        for _ in 0..failed_before {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a delay in ms is far below 2^53, and the cast saturates"
            )]
            #[expect(clippy::cast_precision_loss, reason = "a delay in ms is far below 2^53")]
            let grown = (delay as f64 * self.retry_factor) as i64;
            delay = grown;
            if delay >= self.retry_max_ms {
                return self.retry_max_ms;
            }
        }
        delay.min(self.retry_max_ms).max(1)
    }
}
