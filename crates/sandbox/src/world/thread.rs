//! Threads and what is in them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The exchange between one account and one customer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Thread {
    pub(crate) account: String,
    pub(crate) igsid: String,
    /// The 39 digits inside every `mid` of this thread.
    pub(crate) number: String,
    pub(crate) conversation_id: String,
    /// Messages ever written here; the next item number.
    pub(crate) items: u64,
    /// By time, oldest first.
    pub(crate) messages: Vec<Message>,
    /// When the customer last did something that opens the window (contract 4.4).
    pub(crate) window_from: Option<i64>,
    /// Another app that controls the thread.
    pub(crate) owner_app: Option<String>,
    /// The newest outgoing message the customer has read.
    pub(crate) seen_mid: Option<String>,
}

/// Who wrote a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Who {
    Customer,
    /// Through the send API, by the app with this id.
    Api(String),
    /// In the Instagram app.
    Phone,
    /// Through the send API, by an app that is not under test.
    OtherApp(String),
}

impl Who {
    pub(crate) fn is_business(&self) -> bool {
        *self != Self::Customer
    }
}

/// One message. A postback is one too: it has a `mid`, a place in the thread and opens the window.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Message {
    pub(crate) mid: String,
    pub(crate) item: u64,
    /// Platform time, ms.
    pub(crate) at: i64,
    /// When the sandbox learned of it, ms; differs from `at` for messages written into the past.
    pub(crate) stored_at: i64,
    pub(crate) who: Who,
    pub(crate) text: Option<String>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) reply_to: Option<ReplyTo>,
    pub(crate) quick_reply: Option<String>,
    pub(crate) postback: Option<String>,
    pub(crate) referral: Option<Value>,
    pub(crate) unsupported: bool,
    pub(crate) deleted: bool,
    pub(crate) edits: u32,
    pub(crate) reactions: Vec<Reaction>,
    /// The message tag it was sent with.
    pub(crate) tag: Option<String>,
    /// The request that created it, by its number in the request log.
    pub(crate) request: Option<u64>,
}

/// What a message answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReplyTo {
    Message(String),
    Story { id: String, url: String },
}

/// A reaction to a message; one for each side.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Reaction {
    /// `customer` or `business`.
    pub(crate) by: String,
    pub(crate) reaction: String,
    pub(crate) emoji: Option<String>,
}

/// Something attached to a message.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Attachment {
    /// The platform's word for it: `image`, `ig_post`, …
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// The asset whose bytes it shows.
    pub(crate) asset: Option<String>,
    /// A link that is not one of ours.
    pub(crate) url: Option<String>,
    pub(crate) title: Option<String>,
    /// A payload given word for word.
    pub(crate) payload: Option<Value>,
}

impl Message {
    pub(crate) fn new(who: Who, at: i64, stored_at: i64) -> Self {
        Self {
            mid: String::new(),
            item: 0,
            at,
            stored_at,
            who,
            text: None,
            attachments: Vec::new(),
            reply_to: None,
            quick_reply: None,
            postback: None,
            referral: None,
            unsupported: false,
            deleted: false,
            edits: 0,
            reactions: Vec::new(),
            tag: None,
            request: None,
        }
    }

    /// What it says, for telling whether the same thing was said twice.
    pub(crate) fn content(&self) -> String {
        let mut said = self.text.as_deref().unwrap_or_default().trim().to_owned();
        for attachment in &self.attachments {
            said.push('\u{0}');
            said.push_str(&attachment.kind);
            said.push_str(attachment.url.as_deref().unwrap_or_default());
        }
        said
    }
}

impl Thread {
    /// Puts a message in its place by time.
    pub(crate) fn insert(&mut self, message: Message) {
        let place = self
            .messages
            .partition_point(|one| (one.at, one.item) <= (message.at, message.item));
        self.messages.insert(place, message);
    }

    pub(crate) fn message(&self, mid: &str) -> Option<&Message> {
        self.messages.iter().find(|one| one.mid == mid)
    }

    pub(crate) fn message_mut(&mut self, mid: &str) -> Option<&mut Message> {
        self.messages.iter_mut().find(|one| one.mid == mid)
    }

    /// The newest message of the business that still stands.
    pub(crate) fn newest_outgoing(&self) -> Option<&Message> {
        self.messages
            .iter()
            .rev()
            .find(|one| one.who.is_business() && !one.deleted)
    }

    pub(crate) fn updated_at(&self) -> i64 {
        self.messages.last().map_or(0, |one| one.at)
    }
}
