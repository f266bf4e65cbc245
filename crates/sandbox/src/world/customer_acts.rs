//! Customers writing: messages of every kind, and taps that count as one (contract 3.6, 11.3.1).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::thread::{Attachment, Message, ReplyTo, Who};
use super::{Refusal, World};
use crate::media;
use crate::webhook::Pair;

/// A message somebody is to write.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct NewMessage {
    pub(crate) text: Option<String>,
    pub(crate) attachments: Vec<NewAttachment>,
    pub(crate) reply_to: Option<String>,
    pub(crate) story_reply: Option<NewStory>,
    pub(crate) quick_reply: Option<NewQuickReply>,
    pub(crate) referral: Option<Value>,
    pub(crate) is_unsupported: bool,
    pub(crate) at: Option<i64>,
}

/// An attachment to be made.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct NewAttachment {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) media: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) payload: Option<Value>,
}

/// The story a message answers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct NewStory {
    pub(crate) id: Option<String>,
    pub(crate) url: Option<String>,
}

/// The quick reply that was tapped.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct NewQuickReply {
    pub(crate) payload: String,
}

/// A tap on an ice breaker, a menu item or a template button.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPostback {
    pub(crate) title: String,
    pub(crate) payload: String,
    pub(crate) at: Option<i64>,
}

/// What came of writing.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Written {
    pub(crate) mid: String,
    pub(crate) at: i64,
}

/// Types whose bytes are a story's: they die after a day.
const STORY_KINDS: &[&str] = &["story_mention", "ig_story"];

impl World {
    /// A customer writes: consent is given, the window opens, a webhook goes out.
    pub(crate) fn customer_writes(
        &mut self,
        igsid: &str,
        new: NewMessage,
        now: i64,
    ) -> Result<Written, Refusal> {
        let account = self.customer(igsid)?.account.clone();
        let says_something = new.text.is_some() || !new.attachments.is_empty() || new.is_unsupported;
        if !says_something {
            return Err(Refusal::bad(
                "a message needs a text, attachments or is_unsupported",
            ));
        }
        let mut message = Message::new(Who::Customer, new.at.unwrap_or(now), now);
        message.text = new.text;
        message.unsupported = new.is_unsupported;
        message.referral = new.referral;
        message.quick_reply = new.quick_reply.map(|one| one.payload);
        message.reply_to = match (new.reply_to, new.story_reply) {
            (Some(mid), _) => Some(ReplyTo::Message(mid)),
            (None, Some(story)) => Some(self.story(story, now)),
            (None, None) => None,
        };
        for attachment in new.attachments {
            let made = self.attach(attachment, now)?;
            message.attachments.push(made);
        }
        Ok(self.customer_act(&account, igsid, message, now))
    }

    /// A customer taps an ice breaker, a menu item or a button. It counts like a message.
    pub(crate) fn customer_taps(
        &mut self,
        igsid: &str,
        new: NewPostback,
        now: i64,
    ) -> Result<Written, Refusal> {
        let account = self.customer(igsid)?.account.clone();
        let mut message = Message::new(Who::Customer, new.at.unwrap_or(now), now);
        message.text = Some(new.title);
        message.postback = Some(new.payload);
        Ok(self.customer_act(&account, igsid, message, now))
    }

    fn customer_act(&mut self, account: &str, igsid: &str, message: Message, now: i64) -> Written {
        if let Some(customer) = self.customers.get_mut(igsid) {
            customer.consented = true;
        }
        let message = self.file(account, igsid, message);
        let thread = self.thread_mut(account, igsid);
        thread.window_from = Some(thread.window_from.unwrap_or(message.at).max(message.at));
        let event = self.message_event(Pair { account, igsid }, &message, false);
        self.post_message(event, now);
        Written {
            mid: message.mid,
            at: message.at,
        }
    }

    /// Makes an attachment and, for what has bytes of ours, the asset behind its link.
    pub(crate) fn attach(&mut self, new: NewAttachment, now: i64) -> Result<Attachment, Refusal> {
        if new.kind.is_empty() {
            return Err(Refusal::bad("an attachment needs a type"));
        }
        let without_bytes = matches!(new.kind.as_str(), "ephemeral" | "template" | "like_heart");
        let own_link =
            new.url.is_some() && !matches!(new.kind.as_str(), "ig_post" | "ig_reel" | "reel" | "ig_story");
        let asset = if without_bytes || own_link || new.payload.is_some() {
            None
        } else {
            let name = new
                .media
                .as_deref()
                .unwrap_or_else(|| media::default_for(&new.kind));
            if !media::BUILT_IN.contains(&name) && !self.uploads.contains_key(name) {
                return Err(Refusal::unknown("media file", name));
            }
            let story = STORY_KINDS.contains(&new.kind.as_str());
            Some(self.new_asset(name, story, now))
        };
        Ok(Attachment {
            kind: new.kind,
            asset,
            url: new.url,
            title: new.title,
            payload: new.payload,
        })
    }

    fn story(&mut self, new: NewStory, now: i64) -> ReplyTo {
        let id = self.new_asset("cake.png", true, now);
        let url = new.url.unwrap_or_else(|| self.asset_url(&id));
        ReplyTo::Story {
            id: new.id.unwrap_or(id),
            url,
        }
    }
}
