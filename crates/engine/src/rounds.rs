//! The shape of every long-lived loop in the house: it registers for the wake-up, then does its round, then
//! waits for the wake-up, the next due time or the slow poll, whichever is first; it stops when told; and it
//! waits after an error.

use crate::Error;
use futures::FutureExt as _;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// Runs some work to its end. A fault in it is logged and gives nothing: one piece of work must not end the loop
/// that every other waits for.
pub(crate) async fn caught<T>(what: &'static str, work: impl Future<Output = T>) -> Option<T> {
    let done = AssertUnwindSafe(work).catch_unwind().await;
    done.inspect_err(|_| tracing::error!(what, "a fault of our own; the rest goes on"))
        .ok()
}

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
            let wait = match caught(self.name, round()).await.unwrap_or(Ok(None)) {
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
