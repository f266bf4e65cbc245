//! What events are made of.

use crate::ids::ContentKey;
use crate::time::Millis;
use serde::{Deserialize, Serialize};

/// The form of a customer's message (contract 3.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Words.
    Text,
    /// A picture, film, sound, file, sticker.
    Media,
    /// A shared post, reel or story.
    Share,
    /// A reply to our story.
    StoryReply,
    /// A mention in the customer's story.
    StoryMention,
    /// A tapped quick reply.
    QuickReply,
    /// A tapped button, ice breaker or menu item.
    Postback,
    /// A template, an empty one included.
    Template,
    /// Something Instagram does not hand out.
    Unsupported,
    /// Media that can be seen once.
    Ephemeral,
}

impl Form {
    /// Whether the autopilot has nothing to read in it.
    pub fn is_unreadable(self) -> bool {
        matches!(self, Self::Unsupported | Self::Ephemeral)
    }
}

/// How a message reached us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A webhook.
    Webhook,
    /// A look at the thread, or polling.
    Poll,
}

/// Who answered elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Elsewhere {
    /// A person, in the Instagram app or another inbox.
    Phone,
    /// Another app: a greeting bot, a campaign.
    OtherApp,
}

/// Something that refers to a message and waits for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reference {
    /// It will be edited; the text waits under this key.
    Edit {
        /// Meta's number of the edit.
        edit: u32,
        /// Where the text waits.
        content: ContentKey,
    },
    /// It was taken back before it came.
    Unsend,
    /// It was reacted to.
    Reaction {
        /// Meta's time, ms.
        at: Millis,
        /// The emoji; `None` when it was removed.
        emoji: Option<String>,
    },
    /// It was seen.
    Seen {
        /// Meta's time, ms.
        at: Millis,
    },
}

impl Reference {
    /// Whether both say the same kind of thing: of each kind the newest waits alone.
    pub fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// Its kind, as one word.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Edit { .. } => "edit",
            Self::Unsend => "unsend",
            Self::Reaction { .. } => "reaction",
            Self::Seen { .. } => "seen",
        }
    }
}

/// What a human did here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Typed.
    Typed,
    /// Took over.
    TookOver,
    /// Sent.
    Sent,
    /// Was assigned.
    Assigned,
}

/// Why a burst waits again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reopened {
    /// The model failed in a way that may pass.
    ModelFailed,
    /// The look showed that the customer wrote last.
    Looked,
}

/// How a send's arrival was proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// Meta's echo.
    Echo,
    /// It stands in the thread.
    Look,
    /// The operator says so.
    Operator,
}

/// Why a send waits again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requeue {
    /// No byte of the attempt left.
    NotSent,
    /// Meta said *try again*.
    Retry,
    /// A limit.
    Limit,
    /// The account must sign in again.
    Account,
    /// Two looks did not find it.
    NotFound,
    /// The operator asked for it.
    Again,
    /// The operator said that the part before it arrived.
    Rest,
}
