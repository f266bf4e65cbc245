//! Letting one attempt leave, and committing what became of it.

use super::outcome;
use crate::Error;
use crate::accounts::Live;
use crate::crash::{self, Point};
use crate::inner::Inner;
use crate::limits;
use crate::rounds::caught;
use desk::{
    AccountAsk, Ask, Attempt, Class, Command, ConversationId, Entry, Event, Loss, Refusal, SendId, SendState,
};
use instagram::{Metered, Outgoing, SendOutcome, Unreached};
use std::sync::Arc;
use store::Job;

/// What became of a due send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// It left, or the desk says when it is due again.
    Up,
    /// The account's own bucket is empty for a moment: it is still due.
    NoRoom,
}

/// Asks the desk to release `send`; when it may leave, the call runs beside the worker.
///
/// # Errors
/// The database failed.
pub(super) async fn release(inner: &Arc<Inner>, id: &ConversationId, send: &SendId) -> Result<Taken, Error> {
    let Some(live) = inner.accounts.get(&id.account) else {
        return Ok(Taken::Up);
    };
    if live.sends.check().is_err() {
        return Ok(Taken::NoRoom);
    }
    let command = Command {
        conversation: id.clone(),
        act: Ask::Release { send: send.clone() },
    };
    let receipt = match inner.command(command).await {
        Ok(receipt) => receipt,
        Err(Error::Refused(refusal)) => {
            log_refusal(send, &refusal);
            return Ok(Taken::Up);
        }
        Err(error) => {
            tokio::select! {
                () = inner.abandon.cancelled() => {}
                () = take_back(inner, live, id, send) => {}
            }
            return Err(error);
        }
    };
    let released = receipt.events.iter().find_map(|(_, entry)| match entry {
        Entry::Conversation(_, Event::SendReleased { attempt, .. }) => Some(*attempt),
        _ => None,
    });
    let Some(attempt) = released else {
        return Ok(Taken::Up);
    };
    crash::point(Point::Released);
    let task = Arc::clone(inner);
    let (id, send) = (id.clone(), send.clone());
    inner.tasks.spawn(async move {
        tokio::select! {
            // What is still on the wire when the stop runs out is left for the looks of the next start.
            () = task.abandon.cancelled() => {}
            () = called(&task, &live, id, send, attempt) => {}
        }
    });
    Ok(Taken::Up)
}

/// A release that failed may have been written all the same. Nothing left then, and nobody else would say so: the row
/// is read until it can be, and nothing is released before that.
async fn take_back(inner: &Arc<Inner>, live: Arc<Live>, id: &ConversationId, send: &SendId) {
    let found = loop {
        match inner.store.send(send).await {
            Ok(found) => break found,
            Err(error) => {
                tracing::error!(%send, %error, "whether it was released cannot be read; it is tried again");
                inner.rest_after_error().await;
            }
        }
    };
    if let Some((_, item)) = found
        && item.send.state == SendState::Sending
    {
        let (task, id, send) = (Arc::clone(inner), id.clone(), send.clone());
        inner.tasks.spawn(async move {
            let attempt = item.send.attempts;
            commit(&task, &live, id, send, attempt, (Attempt::NotSent, None)).await;
        });
    }
}

fn log_refusal(send: &SendId, refusal: &Refusal) {
    match refusal {
        Refusal::LaneBusy | Refusal::NotDue | Refusal::NotInState(_) => {
            tracing::debug!(%send, %refusal, "a send waits");
        }
        _ => tracing::info!(%send, %refusal, "a send was not released"),
    }
}

/// The call. After a fault of our own nobody knows whether the request left.
async fn called(inner: &Arc<Inner>, live: &Live, id: ConversationId, send: SendId, attempt: u32) {
    let work = call(inner, live, id.clone(), send.clone(), attempt);
    if caught("a send", work).await.is_none() {
        let lost = (Attempt::Lost(Loss::Unclear), None);
        commit(inner, live, id, send, attempt, lost).await;
    }
}

async fn call(inner: &Arc<Inner>, live: &Live, id: ConversationId, send: SendId, attempt: u32) {
    let outcome = match outgoing(inner, &id, &send).await {
        Ok(outgoing) => {
            let Metered { value, meters } = live
                .client
                .send(&live.access, id.contact.as_str(), &outgoing)
                .await;
            inner.learn_clock(&meters);
            crash_points(&value);
            if is_limited(&value, &meters) {
                let ask = limits::pause(&meters, inner.now().wall, &inner.timings().await);
                stop_account(inner, &id, ask).await;
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
    let account = outcome::account(&outcome, &became, inner.now().wall, &inner.timings().await);
    commit(inner, live, id, send, attempt, (became, account)).await;
}

fn crash_points(outcome: &SendOutcome) {
    crash::point(Point::Answered);
    if matches!(outcome, SendOutcome::Accepted { .. }) {
        crash::point(Point::Accepted);
    }
}

async fn outgoing(inner: &Inner, id: &ConversationId, send: &SendId) -> Result<Outgoing, Error> {
    let key = desk::ContentKey::of_send(send);
    let content = inner
        .store
        .content(id, &key)
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
                inner.rest_after_error().await;
            }
        }
    }
}
