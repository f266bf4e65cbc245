//! Letting one attempt leave, and committing what became of it.

use super::outcome;
use crate::Error;
use crate::accounts::Live;
use crate::crash::{self, Point};
use crate::inner::Inner;
use desk::{
    AccountAsk, Ask, Attempt, Class, Command, ConversationId, Due, Entry, Event, MINUTE, Millis, Refusal,
    SECOND, SendId, SendState, Timings,
};
use instagram::{Metered, Outgoing, SendOutcome, Unreached};
use std::sync::Arc;
use store::Job;

/// Asks the desk to release `send`; when it may leave, the call runs beside the worker.
pub(super) async fn release(inner: &Arc<Inner>, id: &ConversationId, send: &SendId) -> Result<(), Error> {
    let Some(live) = inner.accounts.get(&id.account) else {
        return Ok(());
    };
    if live.sends.check().is_err() {
        // The bucket refills within a second; the next round takes it up again.
        return Ok(());
    }
    let command = Command {
        conversation: id.clone(),
        act: Ask::Release { send: send.clone() },
    };
    let receipt = match inner.command(command).await {
        Ok(receipt) => receipt,
        Err(Error::Refused(refusal)) => {
            log_refusal(send, &refusal);
            return Ok(());
        }
        Err(error) => {
            take_back(inner, live, id, send).await;
            return Err(error);
        }
    };
    let released = receipt.events.iter().find_map(|(_, entry)| match entry {
        Entry::Conversation(_, Event::SendReleased { attempt, .. }) => Some(*attempt),
        _ => None,
    });
    let Some(attempt) = released else { return Ok(()) };
    crash::point(Point::Released);
    let task = Arc::clone(inner);
    let (id, send) = (id.clone(), send.clone());
    inner.tasks.spawn(async move {
        tokio::select! {
            // What is still on the wire when the stop runs out is left for the looks of the next start.
            () = task.abandon.cancelled() => {}
            () = call(&task, &live, id, send, attempt) => {}
        }
    });
    Ok(())
}

/// A release that failed may have been written all the same. Nothing left then, and nobody else would say so.
async fn take_back(inner: &Arc<Inner>, live: Arc<Live>, id: &ConversationId, send: &SendId) {
    let Ok(Some((_, item))) = inner.store.send(send).await else {
        return;
    };
    if item.send.state == SendState::Sending {
        let (task, id, send) = (Arc::clone(inner), id.clone(), send.clone());
        inner.tasks.spawn(async move {
            let attempt = item.send.attempts;
            commit(&task, &live, id, send, attempt, (Attempt::NotSent, None)).await;
        });
    }
}

fn log_refusal(send: &SendId, refusal: &Refusal) {
    match refusal {
        Refusal::LaneBusy | Refusal::NotDue | Refusal::Throttled | Refusal::NotInState(_) => {
            tracing::debug!(%send, %refusal, "a send waits");
        }
        _ => tracing::info!(%send, %refusal, "a send was not released"),
    }
}

async fn call(inner: &Arc<Inner>, live: &Live, id: ConversationId, send: SendId, attempt: u32) {
    let outcome = match outgoing(inner, &send).await {
        Ok(outgoing) => {
            let Metered { value, meters } = live
                .client
                .send(&live.access, id.contact.as_str(), &outgoing)
                .await;
            inner.learn_clock(&meters);
            crash_points(&value);
            if is_limited(&value, &meters) {
                let pause = match named_pause(&meters) {
                    Some(pause) => pause,
                    None => usual_pause(inner).await,
                };
                let until = Due::after(inner.now().wall, pause);
                stop_account(inner, &id, AccountAsk::Throttle { until }).await;
            }
            value
        }
        Err(Error::NotFound(what)) => {
            tracing::error!(%send, what, "there is nothing to send");
            SendOutcome::NotSent(Unreached::Unbuildable)
        }
        Err(error) => {
            tracing::error!(%send, %error, "what was to be sent cannot be read; nothing left");
            SendOutcome::NotSent(Unreached::Connection)
        }
    };
    let became = outcome::attempt(&outcome, attempt);
    let account = outcome::account(&outcome, &became, inner.now().wall);
    commit(inner, live, id, send, attempt, (became, account)).await;
}

fn crash_points(outcome: &SendOutcome) {
    crash::point(Point::Answered);
    if matches!(outcome, SendOutcome::Accepted { .. }) {
        crash::point(Point::Accepted);
    }
}

async fn outgoing(inner: &Inner, send: &SendId) -> Result<Outgoing, Error> {
    let key = desk::ContentKey::of_send(send);
    let content = inner
        .store
        .content(&key)
        .await?
        .ok_or(Error::NotFound("content"))?;
    match content.text.filter(|text| !text.trim().is_empty()) {
        Some(text) => Ok(Outgoing::text(text)),
        None => Err(Error::NotFound("text")),
    }
}

/// Whether the account's bucket is shut after this answer (contract 6).
fn is_limited(outcome: &SendOutcome, meters: &instagram::Meters) -> bool {
    let full = meters.peak_percent().is_some_and(|percent| percent >= 100);
    let limited = match outcome {
        SendOutcome::Refused(error) => outcome::class(error.verdict().class) == Class::Limit,
        _ => false,
    };
    full || limited
}

/// How long Meta says that the bucket stays shut, ms.
fn named_pause(meters: &instagram::Meters) -> Option<Millis> {
    let minutes = meters.regain_minutes().filter(|minutes| *minutes > 0);
    let named = minutes.map(|minutes| i64::from(minutes) * MINUTE);
    named.or(meters.retry_after_s.map(|seconds| seconds * SECOND))
}

async fn usual_pause(inner: &Inner) -> Millis {
    match inner.store.timings().await {
        Ok(timings) => timings.limit_pause,
        Err(error) => {
            tracing::warn!(%error, "the settings cannot be read; the usual delay holds");
            Timings::default().limit_pause
        }
    }
}

async fn stop_account(inner: &Inner, id: &ConversationId, ask: AccountAsk) {
    if let Err(error) = inner.commit(vec![Job::Account(id.account.clone(), ask)]).await {
        tracing::error!(account = %id.account, %error, "the account's state was not written");
    }
}

/// Commits what became of the attempt, and what it says about the account. The row says `sending` until this
/// is on disk, so it is tried until it is, or until the desk stops.
async fn commit(
    inner: &Inner,
    live: &Live,
    id: ConversationId,
    send: SendId,
    attempt: u32,
    (outcome, account): (Attempt, Option<AccountAsk>),
) {
    let act = Ask::Attempted {
        send: send.clone(),
        attempt,
        outcome,
    };
    let command = Command {
        conversation: id.clone(),
        act,
    };
    loop {
        let mut jobs = vec![Job::Conversation(command.clone())];
        // Whoever signed in anew meanwhile is not stopped by what the old token was told.
        let account = account
            .clone()
            .filter(|_| inner.accounts.is_present(&id.account, live));
        jobs.extend(account.map(|ask| Job::Account(id.account.clone(), ask)));
        match inner.commit(jobs).await {
            Ok(results) => {
                if let Some(Err(refusal)) = results.first() {
                    tracing::info!(%send, %refusal, "an answer came too late to matter");
                }
                return;
            }
            Err(Error::Stopping) => return,
            Err(error) => {
                tracing::error!(%send, %error, "an outcome was not written; it is tried again");
                tokio::time::sleep(std::time::Duration::from_millis(inner.pace.after_error)).await;
            }
        }
    }
}
