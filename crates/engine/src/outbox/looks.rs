//! Looking at a thread on the platform's side: for attempts whose outcome is not known, and for bursts that
//! waited out a restart (rules 4 and 5, contract 7).

use crate::Error;
use crate::crash::{self, Point};
use crate::inner::Inner;
use crate::intake::translate::attachment_kind;
use crate::intake::translate::plausible;
use crate::rounds::caught;
use desk::{
    Ask, Attachment, Command, Content, ConversationId, Form, Incoming, Listed, Listing, MINUTE, Mid, Millis,
    SendId, Source,
};
use instagram::ListedMessage;
use std::sync::Arc;
use store::Job;

/// A look at the thread of one conversation.
pub(crate) struct Look {
    account: String,
    listing: instagram::Listing,
    /// When it was made: Meta's time, ms.
    now: Millis,
}

/// Looks for an unknown send, beside the worker. The row is put off meanwhile by the look in flight.
pub(super) fn start(inner: &Arc<Inner>, id: ConversationId, send: SendId) {
    if !inner.calls.begin_look(&send) {
        return;
    }
    let task = Arc::clone(inner);
    inner.tasks.spawn(async move {
        tokio::select! {
            () = task.abandon.cancelled() => {}
            _ = caught("a look", look_for(&task, &id, &send)) => {}
        }
        task.calls.end_look(&send);
        task.wake_workers();
    });
}

async fn look_for(inner: &Inner, id: &ConversationId, send: &SendId) {
    let since = match inner.store.send(send).await {
        Ok(Some((_, item))) => item.send.released_at(inner.now()),
        Ok(None) => return,
        Err(error) => {
            // Without its time, everything that was ever said would count as said since.
            tracing::warn!(%send, %error, "a look was not made; it is made again");
            inner.rest_after_error().await;
            return;
        }
    };
    // Somewhat older items tell whether the clocks are to blame.
    let look = look(inner, id, Some(since - MINUTE)).await;
    crash::point(Point::Listed);
    // What else the thread holds since the attempt may never have come by webhook. It is taken in before the
    // look concludes anything, in the same transaction: somebody may have answered there.
    let mut jobs = look
        .as_ref()
        .map_or_else(|_| Vec::new(), |look| look.received(id, since));
    let act = Ask::Looked {
        send: send.clone(),
        listing: look.as_ref().ok().map(Look::listing),
    };
    jobs.push(Job::Conversation(Command {
        conversation: id.clone(),
        act,
    }));
    match inner.commit(jobs).await {
        Ok(results) => {
            if let Some(Err(refusal)) = results.last() {
                tracing::debug!(%send, %refusal, "a look came too late to matter");
            }
        }
        Err(error) => tracing::error!(%send, %error, "a look was not written; it is made again"),
    }
}

/// Looks at the thread.
///
/// # Errors
/// The account is not connected, or the platform gave no listing; both mean *could not look*.
pub(crate) async fn look(inner: &Inner, id: &ConversationId, since: Option<Millis>) -> Result<Look, Error> {
    let live = inner.live(&id.account)?;
    live.looks.until_ready().await;
    let answer = live
        .client
        .conversation_with(&live.access, id.contact.as_str(), since)
        .await;
    inner.learn_clock(&answer.meters);
    match answer.value {
        Ok(listing) => Ok(Look {
            account: id.account.to_string(),
            listing,
            now: inner.now().meta,
        }),
        Err(error) => {
            inner
                .heed_refusal(&id.account, &live, &error, &answer.meters)
                .await;
            tracing::warn!(conversation = %id, %error, "a thread could not be looked at");
            Err(Error::Look(error.to_string()))
        }
    }
}

impl Look {
    fn is_ours(&self, message: &ListedMessage) -> bool {
        message.from.id == self.account
    }

    /// The commands that take in what the look showed and no webhook brought, from `since` on.
    pub(crate) fn received(&self, id: &ConversationId, since: Millis) -> Vec<Job> {
        let oldest_first = self.listing.messages.iter().rev();
        oldest_first
            // Whole seconds: what was said within the second of `since` is taken along; known mids are no news.
            .filter(|message| message.created_at_ms >= since - 1_000)
            .map(|message| self.incoming(message))
            .map(|incoming| {
                let act = Ask::Receive {
                    incoming,
                    source: Source::Poll,
                };
                Job::Conversation(Command {
                    conversation: id.clone(),
                    act,
                })
            })
            .collect()
    }

    /// Whether the listing covers everything since `at` for certain.
    pub(crate) fn reaches_past(&self, at: Millis) -> bool {
        self.listing().reaches.is_none_or(|reaches| reaches <= at)
    }

    /// The listing as the rules read it.
    pub(crate) fn listing(&self) -> Listing {
        // A thread that is not there proves nothing: the platform hides some (contract 7).
        let reaches = if self.listing.thread.is_none() {
            Some(Millis::MAX)
        } else if self.listing.complete {
            None
        } else {
            // Whole seconds: what was said within that second may stand just before the listing.
            Some(
                self.listing
                    .reaches_back_to_ms
                    .map_or(Millis::MAX, |oldest| oldest + 1_000),
            )
        };
        let items = self
            .listing
            .messages
            .iter()
            .map(|message| Listed {
                mid: Mid::from(message.mid.as_str()),
                at: message.created_at_ms,
                ours: self.is_ours(message),
                content: content(message),
            })
            .collect();
        Listing { items, reaches }
    }

    fn incoming(&self, message: &ListedMessage) -> Incoming {
        let (mid, at, content) = (
            Mid::from(message.mid.as_str()),
            plausible(Some(message.created_at_ms), self.now),
            content(message),
        );
        if self.is_ours(message) {
            return Incoming::Echo {
                mid,
                at,
                exact: false,
                content,
                reply_to: None,
                app: None,
            };
        }
        let form = if message.is_unsupported || content.is_blank() {
            Form::Unsupported
        } else if content.has_media() {
            Form::Media
        } else {
            Form::Text
        };
        Incoming::Message {
            mid,
            at,
            exact: false,
            form,
            content,
            reply_to: None,
        }
    }
}

fn content(message: &ListedMessage) -> Content {
    let attachments = message
        .attachments
        .iter()
        .map(|attachment| Attachment {
            kind: attachment_kind(&attachment.kind),
            url: attachment.url.clone(),
            title: None,
            media: None,
        })
        .collect();
    Content {
        text: message.text.clone(),
        attachments,
        ..Content::default()
    }
}
