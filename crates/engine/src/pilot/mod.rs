//! The autopilot's worker: a burst that comes due is claimed as a row, the model is asked, and the draft goes
//! back to the desk with the call it was made in. Whether it may leave is decided at its release, not here
//! (rules 4).

mod calls;
mod context;

pub(crate) use calls::Calls;
pub(crate) use context::profile;

use crate::Error;
use crate::crash::{self, Point};
use crate::inner::Inner;
use crate::outbox::look;
use crate::rounds::caught;
use crate::waking;
use autopilot::Reply;
use desk::{Ask, BurstId, BurstState, Command, Content, ConversationId, Entry, Event, Millis, Reason};
use std::sync::Arc;
use store::{Apart, Job, Line, Task};
use tokio_util::sync::CancellationToken;

/// How many bursts are taken up in one round.
const AT_ONCE: u32 = 32;

/// One round.
pub(crate) async fn round(inner: &Arc<Inner>) -> Result<Option<u64>, Error> {
    waking::heed_sleep(inner).await?;
    let apart = Apart {
        bursts: inner.calls.burst_looks(),
        ..Apart::default()
    };
    for work in inner
        .store
        .due(Line::Bursts, inner.now().wall, AT_ONCE, &apart)
        .await?
    {
        if inner.stop.is_cancelled() {
            return Ok(None);
        }
        let Task::Burst { burst, state } = work.task else {
            continue;
        };
        match state {
            BurstState::Open => claim(inner, work.conversation, burst).await?,
            BurstState::Looking => look_first(inner, work.conversation, burst),
            // The outbox has it: its sends say when it is due.
            BurstState::Drafted { .. } => {}
            BurstState::Claimed { .. } => {
                // The call outlived its own time-out: it is lost, and the thread may have moved on.
                wake(inner, work.conversation).await?;
            }
        }
    }
    inner.until_next(Line::Bursts).await
}

async fn wake(inner: &Inner, conversation: ConversationId) -> Result<(), Error> {
    let act = Ask::Wake { restarted: false };
    match inner.command(Command { conversation, act }).await {
        Ok(_) => Ok(()),
        Err(Error::Refused(refusal)) => {
            tracing::warn!(%refusal, "a lost call was not taken back");
            Ok(())
        }
        Err(error) => Err(error),
    }
}

async fn claim(inner: &Arc<Inner>, id: ConversationId, burst: BurstId) -> Result<(), Error> {
    let patience = i64::try_from(inner.pace.model)
        .unwrap_or(i64::MAX / 4)
        .saturating_mul(2);
    let act = Ask::Claim {
        burst: burst.clone(),
        patience,
    };
    let receipt = match inner
        .command(Command {
            conversation: id.clone(),
            act,
        })
        .await
    {
        Ok(receipt) => receipt,
        Err(Error::Refused(refusal)) => {
            tracing::debug!(%burst, %refusal, "a burst was not claimed");
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let claimed = receipt.events.iter().find_map(|(_, entry)| match entry {
        Entry::Conversation(_, Event::BurstClaimed { call, .. }) => Some(*call),
        _ => None,
    });
    let Some(call) = claimed else { return Ok(()) };
    crash::point(Point::Claimed);
    let cancel = inner.calls.begin(&burst);
    let task = Arc::clone(inner);
    inner.tasks.spawn(async move {
        tokio::select! {
            () = task.abandon.cancelled() => {}
            () = cancel.cancelled() => tracing::debug!(%burst, "a model call was cancelled"),
            _ = caught("an answer", answer(&task, &id, &burst, call, &cancel)) => {}
        }
        task.calls.end(&burst, &cancel);
    });
    Ok(())
}

async fn answer(inner: &Inner, id: &ConversationId, burst: &BurstId, call: u32, cancel: &CancellationToken) {
    let reply = match context::read(inner, id, burst).await {
        Ok(context) => autopilot::answer(&context.profile, &context.conversation, cancel).await,
        Err(error) => {
            tracing::error!(%burst, %error, "the model was not asked");
            Reply::Failed {
                reason: Reason::NotPrepared,
                retryable: true,
                after: None,
                record: None,
                detail: error.to_string(),
            }
        }
    };
    crash::point(Point::ModelAnswered);
    note_health(inner, &reply);
    let act = ask(burst, call, reply, inner.timings().await.model_retry);
    match inner
        .command(Command {
            conversation: id.clone(),
            act,
        })
        .await
    {
        Ok(_) => {}
        Err(Error::Refused(refusal)) => tracing::info!(%burst, %refusal, "an answer came too late to matter"),
        Err(error) => {
            // The claim's own time brings the burst back.
            tracing::error!(%burst, %error, "an answer was not written");
        }
    }
}

fn ask(burst: &BurstId, call: u32, reply: Reply, retry: Millis) -> Ask {
    let burst = burst.clone();
    match reply {
        Reply::Answer { text, record } => {
            let parts: Vec<Content> = instagram::parts(&text, instagram::LIMIT_BYTES)
                .into_iter()
                .map(Content::text)
                .collect();
            if parts.is_empty() || parts.iter().any(Content::is_blank) {
                let (reason, record) = (Reason::ModelEmpty, Some(record));
                return Ask::ModelFailed {
                    burst,
                    call,
                    reason,
                    again: Some(retry),
                    record,
                };
            }
            Ask::Draft {
                burst,
                call,
                parts,
                record,
            }
        }
        Reply::HandOver { note, record } => Ask::HandOver {
            burst,
            call,
            note,
            record,
        },
        Reply::Failed {
            reason,
            retryable,
            after,
            record,
            ..
        } => {
            let again = retryable.then(|| after.unwrap_or(retry));
            Ask::ModelFailed {
                burst,
                call,
                reason,
                again,
                record,
            }
        }
    }
}

fn note_health(inner: &Inner, reply: &Reply) {
    let Ok(mut health) = inner.model.lock() else {
        return;
    };
    health.asked = true;
    match reply {
        Reply::Answer { record, .. } | Reply::HandOver { record, .. } => {
            health.last_latency = Some(record.latency);
            health.failure = None;
        }
        Reply::Failed { detail, .. } => health.failure = Some(detail.clone()),
    }
    drop(health);
    inner.notice(crate::feed::Stale::Health);
}

/// After a start, an overdue burst waits for one look at its thread: somebody may have answered meanwhile.
fn look_first(inner: &Arc<Inner>, id: ConversationId, burst: BurstId) {
    if !inner.calls.begin_burst_look(&id) {
        return;
    }
    let task = Arc::clone(inner);
    inner.tasks.spawn(async move {
        tokio::select! {
            () = task.abandon.cancelled() => {}
            _ = caught("a look", look_and_tell(&task, &id, &burst)) => {}
        }
        task.calls.end_burst_look(&id);
        task.wake_workers();
    });
}

async fn look_and_tell(inner: &Inner, id: &ConversationId, burst: &BurstId) {
    let since = match inner.store.message(burst.mid.as_str()).await {
        Ok(Some((_, message))) => message.at,
        Ok(None) => 0,
        Err(error) => {
            // Without its time, everything that was ever said would count as said since.
            tracing::warn!(%burst, %error, "a look was not made; it is made again");
            inner.rest_after_error().await;
            return;
        }
    };
    let look = look(inner, id, Some(since)).await;
    // What the thread holds and its conclusion are one transaction: a conclusion without it would be blind.
    let mut jobs = look
        .as_ref()
        .map_or_else(|_| Vec::new(), |look| look.received(id, since));
    let act = Ask::BurstLooked {
        burst: burst.clone(),
        looked: look.is_ok_and(|look| look.reaches_past(since)),
    };
    jobs.push(Job::Conversation(Command {
        conversation: id.clone(),
        act,
    }));
    if let Err(error) = inner.commit(jobs).await {
        tracing::error!(%burst, %error, "a look was not written; it is made again");
    }
}
