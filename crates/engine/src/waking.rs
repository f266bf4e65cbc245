//! Start and wake-up: after either, nothing in memory can be trusted (rules 4 and 6).

use crate::Error;
use crate::clock::Pulse;
use crate::inner::Inner;
use desk::{Ask, Command, Millis};
use std::sync::Arc;
use std::time::Duration;
use store::{Job, Keep};

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

/// Under which name the offset to Meta's clock is kept among the settings.
const OFFSET: &str = "clock_offset";

/// Takes up what the last run knew of Meta's clock.
pub(crate) async fn restore_clock(inner: &Inner) -> Result<(), Error> {
    if let Some(offset) = inner.store.setting(OFFSET).await?.and_then(|kept| kept.as_i64()) {
        inner.clock.restore(offset);
    }
    Ok(())
}

async fn keep_clock(inner: &Inner, kept: &mut Millis) -> Result<(), Error> {
    let offset = inner.clock.offset();
    if offset != *kept {
        inner
            .keep(Keep::Setting(OFFSET.to_owned(), offset.into()))
            .await?;
        *kept = offset;
    }
    Ok(())
}

/// Before any work is taken up: whether this machine slept since the last time, which makes what is overdue
/// look first.
pub(crate) async fn heed_sleep(inner: &Inner) -> Result<(), Error> {
    let mut last = inner.clock.pulse().await;
    let now = Pulse::now();
    if last.jumped(&now, inner.pace.jump) {
        tracing::info!("the clock jumped: this machine slept, or its time was set");
        wake(inner, false).await?;
    }
    *last = now;
    Ok(())
}

/// Watches for sleep while nothing else is to do, and keeps what was learned of Meta's clock.
pub(crate) async fn watch(inner: Arc<Inner>) {
    let every = Duration::from_millis(inner.pace.reread);
    let mut kept = inner.clock.offset();
    loop {
        tokio::select! {
            () = inner.stop.cancelled() => {
                inner.count_refused().await;
                break;
            }
            () = tokio::time::sleep(every) => {}
        }
        inner.count_refused().await;
        inner.media.expire();
        inner.try_the_disk().await;
        if let Err(error) = heed_sleep(&inner).await {
            tracing::error!(%error, "the wake-up was not written; it is tried again");
        }
        if let Err(error) = keep_clock(&inner, &mut kept).await {
            tracing::warn!(%error, "the clock's offset was not kept; it is tried again");
        }
    }
}
