//! What customers do besides writing: react, read, edit, take back, arrive by a link, comment.

use serde_json::{Value, json};

use super::people::Comment;
use super::thread::Reaction;
use super::{Refusal, World};
use crate::webhook::Pair;

/// The emoji that come as a word of their own; any other is `other` (contract 3.6).
const NAMED_REACTIONS: &[(&str, &str)] = &[
    ("love", "\u{2764}\u{fe0f}"),
    ("like", "\u{1f44d}"),
    ("laugh", "\u{1f606}"),
    ("wow", "\u{1f62e}"),
    ("sad", "\u{1f622}"),
    ("angry", "\u{1f620}"),
];

/// Word and emoji of a reaction, whichever of the two was given.
pub(crate) fn reaction(word: Option<&str>, emoji: Option<&str>) -> (String, String) {
    let (name, sign) = match (word, emoji) {
        (Some(word), None) => {
            let named = NAMED_REACTIONS
                .iter()
                .find(|(name, sign)| *name == word || *sign == word);
            named.copied().unwrap_or(("other", word))
        }
        (Some(word), Some(emoji)) => (word, emoji),
        (None, emoji) => {
            let emoji = emoji.unwrap_or("\u{2764}\u{fe0f}");
            NAMED_REACTIONS
                .iter()
                .find(|(_, sign)| *sign == emoji)
                .copied()
                .unwrap_or(("other", emoji))
        }
    };
    (name.to_owned(), sign.to_owned())
}

impl World {
    /// A customer reacts to a message, or takes the reaction back.
    pub(crate) fn customer_reacts(
        &mut self,
        igsid: &str,
        mid: &str,
        given: Option<(String, String)>,
        at: i64,
        now: i64,
    ) -> Result<(), Refusal> {
        let account = self.customer(igsid)?.account.clone();
        let message = self.message_of(igsid, mid)?;
        message.reactions.retain(|one| one.by != "customer");
        let reaction = given.map(|(reaction, emoji)| Reaction {
            by: "customer".to_owned(),
            reaction,
            emoji: Some(emoji),
        });
        message.reactions.extend(reaction.clone());
        let event = self.reaction_event(
            Pair {
                account: &account,
                igsid,
            },
            mid,
            reaction.as_ref(),
            at,
        );
        if reaction.is_some() || self.settings.unreact_delivered {
            self.post(event, now, now);
        }
        Ok(())
    }

    /// A customer has read up to a message; without one, up to the newest of ours.
    pub(crate) fn customer_sees(
        &mut self,
        igsid: &str,
        mid: Option<&str>,
        at: i64,
        now: i64,
    ) -> Result<String, Refusal> {
        let account = self.customer(igsid)?.account.clone();
        let thread = self.thread_mut(&account, igsid);
        let mid = match mid {
            Some(mid) => mid.to_owned(),
            None => match thread.newest_outgoing() {
                Some(message) => message.mid.clone(),
                None => return Err(Refusal::conflict("there is nothing of the business to read yet")),
            },
        };
        thread.seen_mid = Some(mid.clone());
        let event = self.seen_event(
            Pair {
                account: &account,
                igsid,
            },
            &mid,
            at,
        );
        self.post(event, now, now);
        Ok(mid)
    }

    /// A customer gives a message another text.
    pub(crate) fn customer_edits(
        &mut self,
        igsid: &str,
        mid: &str,
        text: &str,
        at: i64,
        now: i64,
    ) -> Result<(), Refusal> {
        let account = self.customer(igsid)?.account.clone();
        let message = self.own_message_of(igsid, mid)?;
        message.text = Some(text.to_owned());
        message.edits += 1;
        let edits = message.edits;
        let event = self.edit_event(
            Pair {
                account: &account,
                igsid,
            },
            mid,
            text,
            edits,
            at,
        );
        self.post(event, now, now);
        Ok(())
    }

    /// An edit that is none is announced; without a `mid`, for the newest message.
    pub(crate) fn phantom_edit(
        &mut self,
        igsid: &str,
        mid: Option<&str>,
        parties: bool,
        at: i64,
        now: i64,
    ) -> Result<(), Refusal> {
        let account = self.customer(igsid)?.account.clone();
        let newest = self.threads.get(igsid).and_then(|thread| thread.messages.last());
        let mid = mid
            .map(str::to_owned)
            .or_else(|| newest.map(|one| one.mid.clone()));
        let mid = mid.ok_or_else(|| Refusal::conflict("there is no message yet"))?;
        let event = self.phantom_edit_event(
            Pair {
                account: &account,
                igsid,
            },
            &mid,
            parties,
            at,
        );
        self.post(event, now, now);
        Ok(())
    }

    /// A customer takes a message back: it is gone from reads, and its links die.
    pub(crate) fn customer_unsends(
        &mut self,
        igsid: &str,
        mid: &str,
        at: i64,
        now: i64,
    ) -> Result<(), Refusal> {
        let account = self.customer(igsid)?.account.clone();
        self.own_message_of(igsid, mid)?;
        self.take_back(igsid, mid)?;
        let event = self.unsend_event(
            Pair {
                account: &account,
                igsid,
            },
            mid,
            false,
            at,
        );
        self.post(event, now, now);
        Ok(())
    }

    /// Blanks a message and kills its links.
    pub(crate) fn take_back(&mut self, igsid: &str, mid: &str) -> Result<(), Refusal> {
        let message = self.message_of(igsid, mid)?;
        message.deleted = true;
        message.text = None;
        let gone: Vec<String> = message
            .attachments
            .iter()
            .filter_map(|one| one.asset.clone())
            .collect();
        for id in gone {
            if let Some(asset) = self.assets.get_mut(&id) {
                asset.gone = true;
            }
        }
        Ok(())
    }

    /// A customer follows an ig.me link into the thread.
    pub(crate) fn customer_arrives(
        &mut self,
        igsid: &str,
        reference: &str,
        source: Option<&str>,
        at: i64,
        now: i64,
    ) -> Result<(), Refusal> {
        let account = self.customer(igsid)?.account.clone();
        let username = self.account(&account)?.username.clone();
        let source = source.map_or_else(|| format!("https://ig.me/m/{username}"), str::to_owned);
        let event = self.referral_event(
            Pair {
                account: &account,
                igsid,
            },
            reference,
            &source,
            at,
        );
        self.post(event, now, now);
        Ok(())
    }

    /// A customer comments on a post. That is no consent.
    pub(crate) fn customer_comments(&mut self, igsid: &str, text: &str, now: i64) -> Result<Value, Refusal> {
        let customer = self.customer(igsid)?.clone();
        let id = format!("181{}", self.dice.digits(14));
        let comment = Comment {
            account: customer.account.clone(),
            igsid: igsid.to_owned(),
            at: now,
            answered: false,
        };
        self.comments.insert(id.clone(), comment);
        let pair = Pair {
            account: &customer.account,
            igsid,
        };
        let event = self.comment_event(pair, &id, &customer.username, text, now);
        self.post(event, now, now);
        Ok(json!({ "comment_id": id }))
    }

    /// Another app takes the thread (`Some`) or gives it back to `ours` (`None`).
    pub(crate) fn change_owner(&mut self, igsid: &str, other: Option<&str>, now: i64) -> Result<(), Refusal> {
        let account = self.customer(igsid)?.account.clone();
        let ours = self.apps.keys().next().cloned().unwrap_or_default();
        let pair = Pair {
            account: &account,
            igsid,
        };
        let before = self.thread_mut(&account, igsid).owner_app.clone();
        // Both events reach us as the thread's owner, so the thread is ours while they are posted.
        self.thread_mut(&account, igsid).owner_app = None;
        let event = match other {
            Some(other) => self.handover_event(pair, "take_thread_control", &ours, other, now),
            None => {
                let from = before.unwrap_or_default();
                self.handover_event(pair, "pass_thread_control", &from, &ours, now)
            }
        };
        self.post(event, now, now);
        self.thread_mut(&account, igsid).owner_app = other.map(str::to_owned);
        Ok(())
    }

    fn message_of(&mut self, igsid: &str, mid: &str) -> Result<&mut super::Message, Refusal> {
        self.threads
            .get_mut(igsid)
            .and_then(|thread| thread.message_mut(mid))
            .ok_or_else(|| Refusal::unknown("message", mid))
    }

    fn own_message_of(&mut self, igsid: &str, mid: &str) -> Result<&mut super::Message, Refusal> {
        let message = self.message_of(igsid, mid)?;
        if message.who.is_business() {
            return Err(Refusal::conflict("that message is not the customer's"));
        }
        Ok(message)
    }
}
