//! What a command names: what must be loaded before it can be decided.

use super::{Ask, Attempt, Command, Incoming};
use crate::ids::{Mid, SendId};

impl Command {
    /// The messages whose facts the decision needs, beside the conversation itself. What the operator saw last
    /// is named as the window names it: by `mid`, or by send id.
    pub fn mids(&self) -> Vec<Mid> {
        match &self.act {
            Ask::Receive { incoming, .. } => incoming.mids(),
            Ask::Attempted {
                outcome: Attempt::Accepted(mid),
                ..
            } => vec![mid.clone()],
            Ask::Looked {
                listing: Some(listing),
                ..
            } => listing.items.iter().map(|item| item.mid.clone()).collect(),
            Ask::Reply { seen: Some(seen), .. } | Ask::Read { upto: Some(seen) } => vec![Mid(seen.clone())],
            _ => Vec::new(),
        }
    }

    /// The message that what was delivered is, or is about.
    pub fn subject(&self) -> Option<&Mid> {
        let Ask::Receive { incoming, .. } = &self.act else {
            return None;
        };
        match incoming {
            Incoming::Message { mid, .. }
            | Incoming::Echo { mid, .. }
            | Incoming::Edit { mid, .. }
            | Incoming::Unsend { mid }
            | Incoming::Reaction { mid, .. } => Some(mid),
            Incoming::Seen { mid, .. } => mid.as_ref(),
            Incoming::Other { .. } => None,
        }
    }

    /// The message that what was delivered answers.
    pub fn answered(&self) -> Option<&Mid> {
        match &self.act {
            Ask::Receive {
                incoming: Incoming::Message { reply_to, .. } | Incoming::Echo { reply_to, .. },
                ..
            } => reply_to.as_ref(),
            _ => None,
        }
    }

    /// The send whose row the decision needs even when it is final.
    pub fn send(&self) -> Option<&SendId> {
        match &self.act {
            Ask::Reply { send, .. }
            | Ask::Undo { send, .. }
            | Ask::Retry { send }
            | Ask::Resolve { send, .. }
            | Ask::Pass { send }
            | Ask::Release { send }
            | Ask::Attempted { send, .. }
            | Ask::Looked { send, .. } => Some(send),
            _ => None,
        }
    }

    /// The failed send that goes out again; the parts after it may go with it.
    pub fn retries(&self) -> Option<&SendId> {
        match &self.act {
            Ask::Retry { send } => Some(send),
            _ => None,
        }
    }
}

impl Incoming {
    fn mids(&self) -> Vec<Mid> {
        match self {
            Self::Message { mid, reply_to, .. } | Self::Echo { mid, reply_to, .. } => {
                std::iter::once(mid.clone()).chain(reply_to.clone()).collect()
            }
            Self::Edit { mid, .. } | Self::Unsend { mid } | Self::Reaction { mid, .. } => vec![mid.clone()],
            Self::Seen { mid, .. } => mid.iter().cloned().collect(),
            Self::Other { .. } => Vec::new(),
        }
    }
}
