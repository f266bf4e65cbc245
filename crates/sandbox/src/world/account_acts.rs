//! The business outside the send API: messages typed in the Instagram app, and by other apps (contract 11.3.3).

use serde::Deserialize;

use super::customer_acts::{NewAttachment, Written};
use super::thread::{Message, ReplyTo, Who};
use super::{Refusal, World};
use crate::fault::Whom;
use crate::switch::Switch;
use crate::webhook::Pair;

/// A message written on the phone.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct PhoneMessage {
    pub(crate) to: String,
    pub(crate) text: Option<String>,
    pub(crate) attachments: Vec<NewAttachment>,
    pub(crate) reply_to: Option<String>,
    /// Another app wrote it, not a person.
    pub(crate) app_id: Option<String>,
    pub(crate) at: Option<i64>,
}

impl World {
    /// Somebody answers in the Instagram app: there is an echo and nothing else. No window is checked there.
    pub(crate) fn phone_writes(
        &mut self,
        account: &str,
        new: PhoneMessage,
        now: i64,
    ) -> Result<Written, Refusal> {
        self.account(account)?;
        if self.customer(&new.to)?.account != account {
            return Err(Refusal::bad("that customer writes to another account"));
        }
        if new.text.is_none() && new.attachments.is_empty() {
            return Err(Refusal::bad("a message needs a text or attachments"));
        }
        let who = new.app_id.map_or(Who::Phone, Who::OtherApp);
        let mut message = Message::new(who, new.at.unwrap_or(now), now);
        message.text = new.text;
        message.reply_to = new.reply_to.map(ReplyTo::Message);
        for attachment in new.attachments {
            let made = self.attach(attachment, now)?;
            message.attachments.push(made);
        }
        let message = self.file(account, &new.to, message);
        self.echo(account, &new.to, &message, now, now);
        Ok(Written {
            mid: message.mid,
            at: message.at,
        })
    }

    /// The business takes one of its messages back.
    pub(crate) fn business_unsends(&mut self, account: &str, mid: &str, now: i64) -> Result<(), Refusal> {
        let thread = self.thread_of(mid).filter(|thread| thread.account == account);
        let igsid = thread
            .map(|thread| thread.igsid.clone())
            .ok_or_else(|| Refusal::unknown("message", mid))?;
        if !self
            .thread_mut(account, &igsid)
            .message(mid)
            .is_some_and(|one| one.who.is_business())
        {
            return Err(Refusal::conflict("that message is the customer's"));
        }
        self.take_back(&igsid, mid)?;
        let event = self.unsend_event(
            Pair {
                account,
                igsid: &igsid,
            },
            mid,
            true,
            now,
        );
        self.post(event, now, now);
        Ok(())
    }

    /// Posts the echo of a message of the business; the deliveries it became.
    pub(crate) fn echo(
        &mut self,
        account: &str,
        igsid: &str,
        message: &Message,
        due_at: i64,
        now: i64,
    ) -> Vec<u64> {
        let whom = Whom {
            account: Some(account),
            customer: Some(igsid),
        };
        if self.faults.hit(Switch::EchoDropped, whom).is_some() {
            return Vec::new();
        }
        let app_id = self.faults.hit(Switch::EchoAppId, whom).is_some();
        let event = self.message_event(Pair { account, igsid }, message, app_id);
        let mut ids = self.post(event.clone(), due_at, now);
        if self.faults.hit(Switch::EchoDuplicated, whom).is_some() {
            ids.extend(self.post(event, due_at, now));
        }
        ids
    }
}
