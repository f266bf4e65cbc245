//! The rules' delays, as settings.

use crate::engine::{LISTENER_PORT, listener_port};
use crate::{Error, Handle};
use desk::Timings;
use store::{Job, Keep};

/// Lower ports are the system's.
const LEAST_PORT: u16 = 1024;

/// The window tells every 5 seconds that somebody is typing: shorter, and the autopilot would speak in between.
const SHORTEST_OWNER: desk::Millis = 10 * desk::SECOND;

impl Handle {
    /// The delays and bounds in force.
    ///
    /// # Errors
    /// The database failed.
    pub async fn timings(&self) -> Result<Timings, Error> {
        Ok(self.inner.store.timings().await?)
    }

    /// Changes the delays, and the port on which webhooks and the redirect arrive from the next start on. What is
    /// due already keeps its time.
    ///
    /// # Errors
    /// A delay that is negative or out of proportion, a port of the system's; the database failed.
    pub async fn set_settings(&self, timings: Timings, listener_port: u16) -> Result<(), Error> {
        let day = 24 * desk::HOUR;
        let before = self.timings().await?;
        let owned = |timings: &Timings| timings.operator_expiry.unwrap_or(day);
        let ranges = [
            (
                (before.operator_hold, timings.operator_hold),
                0..=60 * desk::SECOND,
                "The time to undo is between 0 and 60 seconds.",
            ),
            (
                (before.quiet, timings.quiet),
                0..=10 * desk::MINUTE,
                "The quiet before an answer is between 0 and 10 minutes.",
            ),
            (
                (before.longest, timings.longest),
                0..=desk::HOUR,
                "The longest wait is at most an hour.",
            ),
            (
                (before.typing_expiry, timings.typing_expiry),
                SHORTEST_OWNER..=day,
                "The time after typing is between 10 seconds and a day.",
            ),
            (
                (owned(&before), owned(&timings)),
                SHORTEST_OWNER..=7 * day,
                "The time until the autopilot takes back is between 10 seconds and a week.",
            ),
        ];
        for ((before, now), range, sentence) in ranges {
            // What a file of timings set, and nobody changes here, is not this form's matter.
            if now != before && !range.contains(&now) {
                return Err(Error::Invalid(sentence.to_owned()));
            }
        }
        if timings.longest < timings.quiet && before.longest >= before.quiet {
            let sentence = "The longest wait is at least the quiet.";
            return Err(Error::Invalid(sentence.to_owned()));
        }
        // The port in use may be any, for a flag or the system may have chosen it.
        if listener_port < LEAST_PORT && listener_port != self.next_listener_port().await? {
            return Err(Error::Invalid(format!(
                "The listener's port is between {LEAST_PORT} and 65535."
            )));
        }
        self.inner
            .commit(vec![
                Job::Keep(Keep::Timings(timings)),
                Job::Keep(Keep::Setting(LISTENER_PORT.to_owned(), listener_port.into())),
            ])
            .await
            .map(drop)
    }

    /// The listener's port from the next start on.
    ///
    /// # Errors
    /// The database failed.
    pub async fn next_listener_port(&self) -> Result<u16, Error> {
        let kept = listener_port(&self.inner.store).await?;
        Ok(kept.unwrap_or_else(|| self.listener().port()))
    }
}
