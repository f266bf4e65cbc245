//! The operator's acts, each one command, once (rules 1).

use crate::{Error, Handle};
use desk::{Ask, Choice, Command, Content, ConversationId, Entry, Event, SendId};
use store::Keep;

/// What was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// Its words.
    pub text: String,
    /// The conversation's draft, which begins with them.
    pub draft: String,
}

impl Handle {
    async fn act(&self, conversation: &ConversationId, act: Ask) -> Result<store::Receipt, Error> {
        self.inner
            .command(Command {
                conversation: conversation.clone(),
                act,
            })
            .await
    }

    /// A non-blank character was typed: the operator owns the conversation at this instant.
    ///
    /// # Errors
    /// There is no such conversation, or the database failed.
    pub async fn typed(&self, id: &ConversationId) -> Result<(), Error> {
        self.act(id, Ask::Typed).await.map(drop)
    }

    /// Takes over.
    ///
    /// # Errors
    /// There is no such conversation, or the database failed.
    pub async fn take_over(&self, id: &ConversationId) -> Result<(), Error> {
        self.act(id, Ask::TakeOver).await.map(drop)
    }

    /// Hands back to the autopilot.
    ///
    /// # Errors
    /// There is no such conversation, or the database failed.
    pub async fn hand_back(&self, id: &ConversationId) -> Result<(), Error> {
        self.act(id, Ask::HandBack).await.map(drop)
    }

    /// What stood on screen was read, `upto` being its newest item. With something newer than that, the
    /// conversation stays unread.
    ///
    /// # Errors
    /// The database failed.
    pub async fn read(&self, id: &ConversationId, upto: Option<String>) -> Result<(), Error> {
        self.act(id, Ask::Read { upto }).await.map(drop)
    }

    /// Keeps what is in the composer.
    ///
    /// # Errors
    /// There is no such conversation, or the database failed.
    pub async fn save_draft(&self, id: &ConversationId, text: String) -> Result<(), Error> {
        self.inner.conversation(id).await?;
        self.inner.keep(Keep::Draft(id.clone(), text)).await
    }

    /// Sends. Repeating it with the same `send` gives the first result.
    ///
    /// # Errors
    /// A refusal: something newer arrived, the window is closed, the account cannot send, nothing to send.
    /// `send` belongs to another conversation.
    pub async fn reply(
        &self,
        id: &ConversationId,
        send: SendId,
        text: &str,
        seen: Option<String>,
    ) -> Result<Vec<SendId>, Error> {
        if !is_name(&send) {
            return Err(Error::Invalid(
                "A message’s id is made of letters, digits, - and _, at most 64 of them.".to_owned(),
            ));
        }
        let parts: Vec<Content> = instagram::parts(text, instagram::LIMIT_BYTES)
            .into_iter()
            .map(Content::text)
            .collect();
        let count = u16::try_from(parts.len()).unwrap_or(u16::MAX);
        let known = self.inner.store.send(&send).await?;
        if known.is_some_and(|(conversation, _)| conversation != *id) {
            return Err(Error::Invalid(
                "This message’s id was used in another conversation, so it was not sent. Send it again."
                    .to_owned(),
            ));
        }
        let receipt = self
            .act(
                id,
                Ask::Reply {
                    send: send.clone(),
                    parts,
                    seen,
                },
            )
            .await?;
        let sent: Vec<SendId> = receipt
            .events
            .iter()
            .filter_map(|(_, entry)| match entry {
                Entry::Conversation(_, Event::SendEnqueued { send, .. }) => Some(send.clone()),
                _ => None,
            })
            .collect();
        // Said before with this id: the first result again.
        if sent.is_empty() {
            Ok((1..=count).map(|part| send.of_part(part)).collect())
        } else {
            Ok(sent)
        }
    }

    async fn on_send(&self, send: &SendId, act: Ask) -> Result<store::Receipt, Error> {
        let (conversation, _) = self
            .inner
            .store
            .send(send)
            .await?
            .ok_or(Error::NotFound("message"))?;
        self.act(&conversation, act).await
    }

    /// Takes back what has not left. Its words stand before the draft from then on: gives them, and the whole draft.
    ///
    /// # Errors
    /// It has left already; there is no such send.
    pub async fn undo(&self, send: &SendId) -> Result<Undone, Error> {
        let (conversation, item) = self
            .inner
            .store
            .send(send)
            .await?
            .ok_or(Error::NotFound("message"))?;
        // Read before, for what the autopilot wrote is forgotten when it is taken back.
        let mut words = Vec::new();
        for part in 1..=item.send.parts {
            let id = item.send.group.of_part(part);
            let key = desk::ContentKey::of_send(&id);
            let content = self.inner.store.content(&conversation, &key).await?;
            words.extend(content.and_then(|content| content.text).map(|text| (id, text)));
        }
        let send = send.clone();
        let act = Ask::Undo {
            send,
            words: words.clone(),
        };
        let receipt = self.act(&conversation, act).await?;
        let is_taken_back = |id: &SendId| {
            receipt.events.iter().any(|(_, entry)| {
                matches!(entry, Entry::Conversation(_, Event::SendCancelled { send, .. }) if send == id)
            })
        };
        let back: Vec<String> = words
            .into_iter()
            .filter(|(id, _)| is_taken_back(id))
            .map(|(_, text)| text)
            .collect();
        Ok(Undone {
            text: back.join(" "),
            draft: self.inner.conversation(&conversation).await?.draft_text,
        })
    }

    /// Sends a failed message again.
    ///
    /// # Errors
    /// It has not failed; the window is closed; the account cannot send.
    pub async fn retry(&self, send: &SendId) -> Result<(), Error> {
        self.on_send(send, Ask::Retry { send: send.clone() })
            .await
            .map(drop)
    }

    /// Answers the question of an unknown send.
    ///
    /// # Errors
    /// It asks nothing; the window is closed; the account cannot send.
    pub async fn resolve(&self, send: &SendId, choice: Choice) -> Result<(), Error> {
        self.on_send(
            send,
            Ask::Resolve {
                send: send.clone(),
                choice,
            },
        )
        .await
        .map(drop)
    }

    /// Lets later sends pass an unknown one.
    ///
    /// # Errors
    /// It is not unknown, or the lane has not waited long enough.
    pub async fn pass(&self, send: &SendId) -> Result<(), Error> {
        self.on_send(send, Ask::Pass { send: send.clone() })
            .await
            .map(drop)
    }
}

/// Whether a caller may call a send this. Everything else in an id is the desk's: it names parts and the autopilot's
/// answers, and one must never be taken for the other.
fn is_name(send: &SendId) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=64).contains(&send.0.len()) && send.0.bytes().all(is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_could_be_a_parts_or_an_answers_is_refused() {
        for name in ["reply-1", "0192f7c0-5b1e-7c3a-9d61-2f1d5a7e9b10", "a_B-9"] {
            assert!(is_name(&SendId(name.to_owned())), "{name}");
        }
        for name in ["", "reply-1.2", "answer:mid", "mid#2", "a b", &"x".repeat(65)] {
            assert!(!is_name(&SendId(name.to_owned())), "{name}");
        }
    }
}
