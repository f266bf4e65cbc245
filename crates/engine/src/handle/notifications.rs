//! What calls for a person, for hosts that can tell one who is not looking.
//!
//! This is the one reader that keeps its place in the journal on disk (rules 1): what happened while nobody could be
//! told is told later, and nothing is told twice.

use crate::{Error, Handle};
use desk::{Answering, ConversationId, Entry, Event, Millis, OwnerReason};
use std::collections::BTreeMap;
use store::{Keep, Row, Trouble};

/// Under which name the reader's place is kept.
const READER: &str = "notifications";
/// How many events are read at once.
const PAGE: u32 = 500;

/// Why a conversation calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody answers it.
    NeedsHuman(OwnerReason),
    /// The customer wrote to the operator who answers it.
    Wrote,
    /// It is not known whether a message arrived.
    Asks,
    /// A message could not be sent.
    Failed,
}

/// A conversation that calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// Which.
    pub conversation: ConversationId,
    /// With whom.
    pub name: String,
    /// Why.
    pub why: Why,
}

/// What calls since the last time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notifications {
    /// Conversations that have just begun to call.
    pub recent: Vec<Notification>,
    /// How many began to call longer ago: worth one word together.
    pub older: usize,
}

impl Handle {
    /// What calls for a person since this was asked the last time, in this run or before it. The first time of all
    /// nothing does: the reader starts at the journal's end. What was seen to meanwhile calls no more.
    ///
    /// # Errors
    /// The database failed; it is told the next time.
    pub async fn notifications(&self) -> Result<Notifications, Error> {
        let Some(from) = self.inner.store.cursor(READER).await? else {
            self.keep_place(self.seq()).await?;
            return Ok(Notifications::default());
        };
        let (begun, to) = self.begun_to_call(from).await?;
        let fresh_from = self.now().wall - self.inner.timings().await.fold;
        let mut found = Notifications::default();
        for (conversation, (at, why)) in begun {
            let row = self.inner.conversation(&conversation).await?.row;
            if !still_calls(&row, why) {
                continue;
            }
            if at < fresh_from {
                found.older += 1;
            } else {
                let name = row.contact.name;
                found.recent.push(Notification {
                    conversation,
                    name,
                    why,
                });
            }
        }
        if to > from {
            self.keep_place(to).await?;
        }
        Ok(found)
    }

    /// Which conversations began to call behind a position, the last reason of each; and the journal's end.
    async fn begun_to_call(
        &self,
        from: u64,
    ) -> Result<(BTreeMap<ConversationId, (Millis, Why)>, u64), Error> {
        let (mut begun, mut to) = (BTreeMap::new(), from);
        loop {
            let page = self.inner.store.journal(to, PAGE).await?;
            let Some((last, ..)) = page.last() else {
                return Ok((begun, to));
            };
            to = *last;
            for (_, at, entry) in page {
                if let Entry::Conversation(id, event) = entry
                    && let Some(why) = calls(&event)
                {
                    begun.insert(id, (at, why));
                }
            }
        }
    }

    async fn keep_place(&self, seq: u64) -> Result<(), Error> {
        self.inner.keep(Keep::Cursor(READER.to_owned(), seq)).await
    }
}

fn calls(event: &Event) -> Option<Why> {
    match event {
        Event::OwnerChanged { owner } if owner.answering() == Answering::Nobody => {
            Some(Why::NeedsHuman(owner.reason))
        }
        Event::MessageReceived { .. } => Some(Why::Wrote),
        Event::SendAsked { .. } => Some(Why::Asks),
        Event::SendFailed { .. } => Some(Why::Failed),
        _ => None,
    }
}

fn still_calls(row: &Row, why: Why) -> bool {
    match why {
        Why::NeedsHuman(_) => row.owner.answering() == Answering::Nobody,
        Why::Wrote => row.owner.answering() == Answering::Operator && row.unread > 0,
        Why::Asks => row.trouble == Some(Trouble::Asking),
        Why::Failed => row.trouble == Some(Trouble::Failed),
    }
}
