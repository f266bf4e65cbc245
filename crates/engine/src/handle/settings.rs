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
        let ranges = [
            (
                timings.operator_hold,
                0,
                60 * desk::SECOND,
                "The time to undo is between 0 and 60 seconds.",
            ),
            (
                timings.quiet,
                0,
                10 * desk::MINUTE,
                "The quiet before an answer is between 0 and 10 minutes.",
            ),
            (
                timings.longest,
                timings.quiet,
                desk::HOUR,
                "The longest wait is at least the quiet, at most an hour.",
            ),
            (
                timings.typing_expiry,
                SHORTEST_OWNER,
                day,
                "The time after typing is between 10 seconds and a day.",
            ),
            (
                timings.operator_expiry.unwrap_or(day),
                SHORTEST_OWNER,
                7 * day,
                "The time until the autopilot takes back is between 10 seconds and a week.",
            ),
        ];
        for (value, least, most, sentence) in ranges {
            if value < least || value > most {
                return Err(Error::Invalid(sentence.to_owned()));
            }
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
