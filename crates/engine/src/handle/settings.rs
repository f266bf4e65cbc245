//! The rules' delays, as settings.

use crate::{Error, Handle};
use desk::Timings;
use store::Keep;

impl Handle {
    /// The delays and bounds in force.
    ///
    /// # Errors
    /// The database failed.
    pub async fn timings(&self) -> Result<Timings, Error> {
        Ok(self.inner.store.timings().await?)
    }

    /// Changes them. What is due already keeps its time.
    ///
    /// # Errors
    /// A delay that is negative or out of proportion; the database failed.
    pub async fn set_timings(&self, timings: Timings) -> Result<Timings, Error> {
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
                desk::SECOND,
                day,
                "The time after typing is between a second and a day.",
            ),
            (
                timings.operator_expiry.unwrap_or(day),
                desk::SECOND,
                7 * day,
                "The time until the autopilot takes back is between a second and a week.",
            ),
        ];
        for (value, least, most, sentence) in ranges {
            if value < least || value > most {
                return Err(Error::Invalid(sentence.to_owned()));
            }
        }
        self.inner.keep(Keep::Timings(timings)).await?;
        self.timings().await
    }

    /// A host's own setting.
    ///
    /// # Errors
    /// The database failed.
    pub async fn setting(&self, key: &str) -> Result<Option<serde_json::Value>, Error> {
        Ok(self.inner.store.setting(key).await?)
    }

    /// Keeps a host's own setting.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_setting(&self, key: &str, value: serde_json::Value) -> Result<(), Error> {
        self.inner.keep(Keep::Setting(key.to_owned(), value)).await
    }
}
