//! The shape of every long-lived loop in the house: it registers for the wake-up, then does its round, then
//! waits for the wake-up, the next due time or the slow poll, whichever is first; it stops when told; and it
//! waits after an error.

use crate::Error;
use std::future::Future;
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// One loop.
pub(crate) struct Rounds {
    /// Its name in the log.
    pub(crate) name: &'static str,
    /// Wakes it: the journal's position after each commit.
    pub(crate) wake: watch::Receiver<u64>,
    /// Stops it.
    pub(crate) stop: CancellationToken,
    /// The slow poll.
    pub(crate) reread: Duration,
    /// The delay after an error.
    pub(crate) after_error: Duration,
}

impl Rounds {
    /// Runs `round` until stopped. A round answers how many ms from now its next work is due.
    pub(crate) async fn run<F, Fut>(mut self, mut round: F)
    where
        F: FnMut() -> Fut,
        Fut: Future<Output = Result<Option<u64>, Error>>,
    {
        loop {
            // A commit between this line and the wait below is not missed: it makes `changed` ready.
            self.wake.borrow_and_update();
            let wait = match round().await {
                Ok(next) => next.map_or(self.reread, |ms| Duration::from_millis(ms).min(self.reread)),
                Err(error) => {
                    tracing::warn!(task = self.name, %error, "a round failed; it is tried again");
                    self.after_error
                }
            };
            tokio::select! {
                () = self.stop.cancelled() => break,
                changed = self.wake.changed() => if changed.is_err() { break },
                () = tokio::time::sleep(wait) => {}
            }
        }
        tracing::debug!(task = self.name, "stopped");
    }
}
