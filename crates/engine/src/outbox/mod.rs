//! The outbox: a send is a row before it is a call (design 3, rules 5).
//!
//! The worker takes the sends that are due and asks the desk to release each: the transaction that commits
//! `sending` is the one that checks owner, basis, window and lane. Only then does the request leave, and what
//! became of it is committed as the next act. A look settles the attempts whose outcome is not known.

mod looks;
mod outcome;
mod release;

pub(crate) use looks::look;

use crate::Error;
use crate::inner::Inner;
use crate::waking;
use release::Taken;
use std::sync::Arc;
use store::{Apart, Line, Task};

/// How many due sends are taken up in one round.
const AT_ONCE: u32 = 64;
/// When a send is taken up again that found its account's bucket empty, ms: the bucket refills within a second.
const NO_ROOM: u64 = 250;

/// One round of the outbox.
pub(crate) async fn round(inner: &Arc<Inner>) -> Result<Option<u64>, Error> {
    waking::heed_sleep(inner).await?;
    let now = inner.now().wall;
    let mut no_room = false;
    let apart = Apart {
        present: inner.accounts.all().into_iter().map(|(id, _)| id).collect(),
        sends: inner.calls.looks(),
        ..Apart::default()
    };
    for work in inner.store.due(Line::Sends, now, AT_ONCE, &apart).await? {
        if inner.stop.is_cancelled() {
            return Ok(None);
        }
        match work.task {
            Task::Release { send } => {
                no_room |= release::release(inner, &work.conversation, &send).await? == Taken::NoRoom;
            }
            Task::Look { send } => looks::start(inner, work.conversation, send),
            other => tracing::error!(?other, "the outbox was given another line's work"),
        }
    }
    let next = inner.until_next(Line::Sends).await?;
    Ok(if no_room {
        Some(next.map_or(NO_ROOM, |next| next.min(NO_ROOM)))
    } else {
        next
    })
}
