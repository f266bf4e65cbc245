//! What an item says, once it is read (contract 3.6).

use serde::Serialize;

use super::attachment::{Attachment, AttachmentKind};
use crate::graph::Party;

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The account it belongs to: `entry.id`, else the account's side of the item.
    pub account: String,
    /// The account's side as the item itself names it, where that differs from `account`; see
    /// [`Item::attributed`].
    pub account_by_party: Option<String>,
    /// The customer, if the item names one.
    pub contact: Option<String>,
    /// Whether the account, rather than the customer, did it.
    pub by_account: bool,
    /// When it happened, in ms; else when Meta sent it; none when neither is told.
    pub at_ms: Option<i64>,
    /// Whether another app owns the conversation.
    pub standby: bool,
    /// What happened.
    pub kind: ItemKind,
}

impl Item {
    /// The item as one of a connected account, or none when it concerns no connected account.
    ///
    /// `entry.id` decides. Meta's own examples show items with the customer's id there (contract 2.1), so if
    /// that account is not connected and the item itself names one that is, the sides are set by the item.
    #[must_use]
    pub fn attributed(mut self, is_connected: impl Fn(&str) -> bool) -> Option<Self> {
        if is_connected(&self.account) {
            return Some(self);
        }
        let account = self
            .account_by_party
            .take()
            .filter(|account| is_connected(account))?;
        if self.contact.as_ref() == Some(&account) {
            self.contact = Some(std::mem::take(&mut self.account));
            self.by_account = !self.by_account;
        }
        self.account = account;
        Some(self)
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// The customer wrote.
    Message(Message),
    /// The account wrote: through us, through another app, or on the phone.
    Echo(Message),
    /// A message was taken back; its content must go.
    Unsent {
        /// The message.
        mid: String,
    },
    /// A message was changed.
    Edited {
        /// The message.
        mid: String,
        /// Its new text.
        text: Option<String>,
        /// How often it has been changed.
        num_edit: Option<i64>,
    },
    /// Not an edit: what Meta sends along with ordinary messages (contract 0.4). To be ignored.
    PhantomEdit {
        /// The message it accompanies.
        mid: Option<String>,
    },
    /// A reaction was set or removed. The same message may be reacted to many times.
    Reaction {
        /// The message reacted to.
        mid: String,
        /// Whether the reaction was taken away.
        removed: bool,
        /// `love`, `like`, `laugh`, `wow`, `sad`, `angry` or `other`.
        reaction: Option<String>,
        /// The emoji itself.
        emoji: Option<String>,
    },
    /// The customer has read what the account wrote.
    Seen(SeenUpTo),
    /// An ice breaker, a menu entry or a template's button was tapped.
    Postback(Postback),
    /// The customer came through a link into a conversation that existed.
    Referral(Referral),
    /// The customer opted in to something; Instagram publishes no payload for it.
    OptIn {
        /// Meta's `type`, if there is one.
        kind: Option<String>,
    },
    /// The conversation's ownership among apps changed, or a change is asked for.
    Handover(Handover),
    /// A comment below a post of the account.
    Comment(Comment),
    /// The account was mentioned in a post or comment.
    Mention {
        /// The post.
        media_id: Option<String>,
        /// The comment, when the mention is in one.
        comment_id: Option<String>,
    },
    /// The dashboard's "Test" button: proof that the address and the secret work, and of nothing else.
    TestEvent,
    /// Something that is not known here.
    Unknown {
        /// The name it goes by: the member that tells its kind, or the webhook field.
        kind: String,
    },
}

/// A message, in either direction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Meta's id for it; 160 characters and more.
    pub mid: String,
    /// Its text; none for an empty one.
    pub text: Option<String>,
    /// What is attached.
    pub attachments: Vec<Attachment>,
    /// What it answers.
    pub reply_to: Option<ReplyTo>,
    /// The payload of the quick reply that was tapped; the text is its title.
    pub quick_reply: Option<String>,
    /// The ad, link or product it came through.
    pub referral: Option<Referral>,
    /// The app that sent it; documented for Messenger, not seen on Instagram. Echoes only.
    pub app_id: Option<String>,
    /// Whether the account writes to itself.
    pub is_self: bool,
    /// Whether Instagram keeps its content from apps.
    pub is_unsupported: bool,
}

impl Message {
    /// Whether it shows media that can be viewed once, and only in the Instagram app.
    #[must_use]
    pub fn is_ephemeral(&self) -> bool {
        self.attachments
            .iter()
            .any(|attachment| attachment.kind == AttachmentKind::Ephemeral)
    }
}

/// What a message answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyTo {
    /// Another message.
    Message {
        /// That message.
        mid: String,
    },
    /// A story of the account.
    Story {
        /// The story.
        id: Option<String>,
        /// Where it can be seen for a day. Must not be stored beyond that (contract 3.7).
        url: Option<String>,
        /// The link sticker that was tapped.
        link_sticker_url: Option<String>,
    },
}

/// How far the customer has read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SeenUpTo {
    /// This message and everything before it.
    Mid(String),
    /// Everything up to this time, in ms.
    Watermark(i64),
}

/// A tap on something that carries a payload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Postback {
    /// Its own id.
    pub mid: Option<String>,
    /// What the customer saw on it.
    pub title: Option<String>,
    /// What was configured for it.
    pub payload: Option<String>,
    /// The link it came through.
    pub referral: Option<Referral>,
    /// Whether the account tapped in a conversation with itself.
    pub is_self: bool,
}

/// Where a customer came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Referral {
    /// The `ref` parameter of the link or ad.
    pub reference: Option<String>,
    /// `ADS`, or the link's address.
    pub source: Option<String>,
    /// Meta's `type`, such as `OPEN_THREAD`.
    pub kind: Option<String>,
    /// The ad.
    pub ad_id: Option<String>,
    /// The shop product.
    pub product_id: Option<String>,
    /// The ad's title.
    pub ad_title: Option<String>,
    /// The ad's picture.
    pub photo_url: Option<String>,
    /// The ad's video.
    pub video_url: Option<String>,
}

/// A change of a conversation's owner among apps (Conversation Routing).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Handover {
    /// One app passed it to another.
    Passed {
        /// The app that had it; none when nobody had.
        from: Option<String>,
        /// The app that has it now.
        to: Option<String>,
        /// What the passing app said.
        metadata: Option<String>,
    },
    /// One app took it from another.
    Taken {
        /// The app that had it; none when nobody had.
        from: Option<String>,
        /// The app that has it now.
        to: Option<String>,
        /// What the taking app said.
        metadata: Option<String>,
    },
    /// An app asks for it.
    Requested {
        /// The app that asks.
        by: Option<String>,
        /// What the asking app said.
        metadata: Option<String>,
    },
    /// The apps' roles were set.
    Roles(Vec<(String, Vec<String>)>),
}

/// A comment below a post of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comment {
    /// The comment.
    pub id: String,
    /// Who wrote it.
    pub from: Option<Party>,
    /// Whether the account itself wrote it.
    pub is_own: bool,
    /// The comment it answers.
    pub parent_id: Option<String>,
    /// Its text; a GIF alone has none.
    pub text: Option<String>,
    /// The post.
    pub media_id: Option<String>,
    /// `FEED`, `REELS`, `STORY` or `AD`.
    pub media_kind: Option<String>,
}
