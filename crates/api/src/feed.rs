//! The live feed: what became stale, for every host in the same form.

use engine::{Handle, Notice, Stale};
use futures::Stream;
use futures::stream;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use utoipa::ToSchema;

/// One message of the feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum FeedMessage {
    /// These became stale.
    Stale {
        /// The journal's position.
        seq: u64,
        /// What to read again.
        stale: Vec<String>,
    },
    /// The reader may have missed something: read everything again.
    Resync {
        /// Always true.
        resync: bool,
        /// The journal's position.
        seq: u64,
    },
}

struct State {
    handle: Handle,
    receiver: Receiver<Arc<Notice>>,
    first: Option<FeedMessage>,
}

/// The feed from a position on. A reader that was further back than the present is told to resync first.
pub fn feed(handle: &Handle, from: Option<u64>) -> impl Stream<Item = FeedMessage> + Send + use<> {
    // Listening begins before the position is read: what is committed in between is told twice, never missed.
    let receiver = handle.feed();
    let seq = handle.seq();
    let behind = from.is_some_and(|from| from < seq);
    let first = behind.then_some(FeedMessage::Resync { resync: true, seq });
    let state = State {
        handle: handle.clone(),
        receiver,
        first,
    };
    stream::unfold(state, |mut state| async move {
        if let Some(first) = state.first.take() {
            return Some((first, state));
        }
        let message = match state.receiver.recv().await {
            Ok(notice) => folded(&notice, &mut state.receiver),
            Err(RecvError::Lagged(_)) => FeedMessage::Resync {
                resync: true,
                seq: state.handle.seq(),
            },
            Err(RecvError::Closed) => return None,
        };
        Some((message, state))
    })
}

/// A notice with all that wait behind it, as one message.
fn folded(first: &Notice, receiver: &mut Receiver<Arc<Notice>>) -> FeedMessage {
    let mut seq = first.seq;
    let mut resync = first.resync;
    let mut stale: BTreeSet<Stale> = first.stale.clone();
    loop {
        match receiver.try_recv() {
            Ok(notice) => {
                seq = seq.max(notice.seq);
                resync |= notice.resync;
                stale.extend(notice.stale.iter().cloned());
            }
            Err(tokio::sync::broadcast::error::TryRecvError::Lagged(_)) => resync = true,
            Err(_) => break,
        }
    }
    if resync {
        FeedMessage::Resync { resync, seq }
    } else {
        FeedMessage::Stale {
            seq,
            stale: stale.iter().map(ToString::to_string).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(seq: u64, stale: Stale) -> Arc<Notice> {
        Arc::new(Notice {
            seq,
            stale: BTreeSet::from([stale]),
            resync: false,
        })
    }

    #[test]
    fn what_waits_is_folded_into_one_message() {
        let (sender, mut receiver) = tokio::sync::broadcast::channel(8);
        sender.send(notice(2, Stale::Outbox)).unwrap();
        sender.send(notice(3, Stale::Conversations)).unwrap();
        let folded = folded(&notice(1, Stale::Outbox), &mut receiver);
        let stale = vec!["conversations".to_owned(), "outbox".to_owned()];
        assert_eq!(folded, FeedMessage::Stale { seq: 3, stale });
    }

    #[test]
    fn falling_behind_means_resync() {
        let (sender, mut receiver) = tokio::sync::broadcast::channel(2);
        for seq in 2..9 {
            sender.send(notice(seq, Stale::Outbox)).unwrap();
        }
        let folded = folded(&notice(1, Stale::Outbox), &mut receiver);
        assert!(matches!(folded, FeedMessage::Resync { resync: true, .. }));
    }
}
