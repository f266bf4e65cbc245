//! Start and wake-up: after either, nothing in memory can be trusted (rules 4 and 6).

use crate::Error;
use crate::inner::Inner;
use desk::{Ask, Command};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::Job;

/// Puts claims back, makes overdue bursts look first, and, after a start, makes lost attempts unknown.
pub(crate) async fn wake(inner: &Inner, restarted: bool) -> Result<(), Error> {
    let jobs: Vec<Job> = inner
        .store
        .waking()
        .await?
        .into_iter()
        .map(|conversation| {
            Job::Conversation(Command {
                conversation,
                act: Ask::Wake { restarted },
            })
        })
        .collect();
    if !jobs.is_empty() {
        tracing::info!(conversations = jobs.len(), restarted, "taking up what was left");
        inner.commit(jobs).await?;
    }
    Ok(())
}

/// Watches for sleep: a wall clock that moved much further than the monotonic one.
pub(crate) async fn watch(inner: Arc<Inner>) {
    let every = Duration::from_millis(inner.pace.reread);
    let (mut wall, mut steady) = (inner.now().wall, Instant::now());
    loop {
        tokio::select! {
            () = inner.stop.cancelled() => break,
            () = tokio::time::sleep(every) => {}
        }
        let elapsed = i64::try_from(steady.elapsed().as_millis()).unwrap_or(i64::MAX);
        let jumped = (inner.now().wall - wall - elapsed).unsigned_abs() > inner.pace.jump;
        (wall, steady) = (inner.now().wall, Instant::now());
        if !jumped {
            continue;
        }
        tracing::info!("the clock jumped: this machine slept, or its time was set");
        if let Err(error) = wake(&inner, false).await {
            tracing::error!(%error, "the wake-up was not written");
        }
    }
}
