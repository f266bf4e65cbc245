//! What stands in a conversation: messages and changes of owner.

use super::{OwnerWho, Send, Who};
use crate::words;
use desk::{AttachmentKind as DeskKind, Timings};
use engine::{Handle, view};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What an attachment is.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentKind {
    /// A picture.
    Image,
    /// A film.
    Video,
    /// A recording.
    Audio,
    /// Another file.
    File,
    /// A post, shared.
    Share,
    /// A post of an account, shared.
    IgPost,
    /// A short film, shared.
    Reel,
    /// A story, forwarded.
    IgStory,
    /// A story that mentions the account.
    StoryMention,
    /// A sticker, the heart included.
    Sticker,
    /// A card with buttons.
    Template,
    /// A picture that can be seen once, elsewhere.
    Ephemeral,
    /// A kind that this version does not know.
    Unknown,
}

/// An attachment.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Attachment {
    /// What it is.
    pub kind: AttachmentKind,
    /// A loopback address for an image, a player.
    #[schema(required)]
    pub src: Option<String>,
    /// Opens in the browser.
    #[schema(required)]
    pub link: Option<String>,
    /// A caption.
    #[schema(required)]
    pub title: Option<String>,
}

/// The message replied to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReplyTo {
    /// Its key; null when it is not here.
    #[schema(required)]
    pub key: Option<String>,
    /// Whose.
    #[schema(required)]
    pub who: Option<Who>,
    /// Its text.
    #[schema(required)]
    pub text: Option<String>,
}

/// The story replied to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Story {
    /// A loopback address; dead after a day.
    #[schema(required)]
    pub src: Option<String>,
}

/// A reaction.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Reaction {
    /// The emoji.
    pub emoji: String,
    /// Whose.
    pub who: Who,
}

/// A message.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Message {
    /// Its stable key.
    pub key: String,
    /// Meta's id.
    #[schema(required)]
    pub mid: Option<String>,
    /// Its position in the journal.
    pub seq: u64,
    /// When, ms.
    pub at: i64,
    /// Whose.
    pub who: Who,
    /// The words.
    #[schema(required)]
    pub text: Option<String>,
    /// What it is.
    pub kind: String,
    /// What is attached.
    pub attachments: Vec<Attachment>,
    /// What it replies to.
    #[schema(required)]
    pub reply_to: Option<ReplyTo>,
    /// The story it replies to.
    #[schema(required)]
    pub story: Option<Story>,
    /// Reactions.
    pub reactions: Vec<Reaction>,
    /// Whether it was edited.
    pub edited: bool,
    /// Whether it was taken back.
    pub unsent: bool,
    /// When the customer saw it, ms.
    #[schema(required)]
    pub seen_at: Option<i64>,
    /// Bound to its echo before the answer came.
    pub provisional: bool,
    /// The send it is.
    #[schema(required)]
    pub send: Option<Send>,
    /// The burst it answers: ask for its decision.
    #[schema(required)]
    pub burst: Option<String>,
}

/// A change of owner.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwnerChange {
    /// Its stable key.
    pub key: String,
    /// Its position in the journal.
    pub seq: u64,
    /// When, ms.
    pub at: i64,
    /// Who answers from here on.
    pub owner: OwnerWho,
    /// Why, as a stable code.
    pub reason: String,
    /// The same in words.
    pub sentence: String,
}

/// Something that stands in a conversation.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Item {
    /// A message.
    Message(Box<Message>),
    /// A change of owner.
    OwnerChange(OwnerChange),
}

/// A page of items, newest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ItemPage {
    /// The items.
    pub items: Vec<Item>,
    /// The cursor of the next, older page.
    #[schema(required)]
    pub next: Option<String>,
    /// The cursor of the newer page.
    #[schema(required)]
    pub newer: Option<String>,
}

/// What is asked of a page.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ItemsQuery {
    /// The page before this cursor.
    pub before: Option<String>,
    /// Or the page after this one.
    pub after: Option<String>,
    /// How many, at most 200.
    pub limit: Option<u32>,
}

/// What is asked of the page around an item.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AroundQuery {
    /// The item.
    pub key: String,
    /// How many, at most 200.
    pub limit: Option<u32>,
}

impl ItemPage {
    pub(crate) fn of(items: view::Items, timings: &Timings, handle: &Handle) -> Self {
        let shown = |item: &view::Item| Item::of(item, timings, handle);
        Self {
            items: items.items.iter().map(shown).collect(),
            next: items.next,
            newer: items.newer,
        }
    }
}

impl Item {
    fn of(item: &view::Item, timings: &Timings, handle: &Handle) -> Self {
        match item {
            view::Item::Message(message) => Self::Message(Box::new(Message::of(message, timings, handle))),
            view::Item::OwnerChange(change) => Self::OwnerChange(OwnerChange {
                key: format!("owner:{}", change.seq),
                seq: change.seq,
                at: change.at,
                owner: change.owner.into(),
                reason: words::code(&change.reason),
                sentence: words::owner_change(change.reason).to_owned(),
            }),
        }
    }
}

impl Message {
    pub(crate) fn of(message: &view::MessageItem, timings: &Timings, handle: &Handle) -> Self {
        let content = &message.content;
        let attachments = content.attachments.iter().enumerate();
        let story = content.story.as_ref();
        Self {
            key: message.key.clone(),
            mid: message.mid.as_ref().map(ToString::to_string),
            seq: message.seq,
            at: message.at,
            who: message.who.into(),
            text: content.text.clone(),
            kind: message.kind.clone(),
            attachments: attachments
                .map(|(index, attachment)| Attachment {
                    kind: (&attachment.kind).into(),
                    src: attachment
                        .url
                        .as_ref()
                        .filter(|_| is_media(&attachment.kind))
                        .map(|_| handle.media_link(&message.key, &index.to_string())),
                    link: attachment.url.clone(),
                    title: attachment.title.clone(),
                })
                .collect(),
            reply_to: message.reply_to.as_ref().map(|reply| ReplyTo {
                key: reply.key.clone(),
                who: reply.who.map(Who::from),
                text: reply.text.clone(),
            }),
            story: story.map(|story| Story {
                src: story
                    .url
                    .as_ref()
                    .map(|_| handle.media_link(&message.key, "story")),
            }),
            reactions: message
                .reactions
                .iter()
                .map(|(emoji, who)| Reaction {
                    emoji: emoji.clone(),
                    who: (*who).into(),
                })
                .collect(),
            edited: message.edited,
            unsent: message.unsent,
            seen_at: message.seen_at,
            provisional: message.send.as_ref().is_some_and(|item| item.send.provisional),
            send: message
                .send
                .as_ref()
                .map(|item| Send::of(item, timings, handle.now())),
            burst: message.burst.as_ref().map(ToString::to_string),
        }
    }
}

impl From<&DeskKind> for AttachmentKind {
    fn from(kind: &DeskKind) -> Self {
        match kind {
            DeskKind::Image => Self::Image,
            DeskKind::Video => Self::Video,
            DeskKind::Audio => Self::Audio,
            DeskKind::File => Self::File,
            DeskKind::Share => Self::Share,
            DeskKind::IgPost => Self::IgPost,
            DeskKind::Reel => Self::Reel,
            DeskKind::IgStory => Self::IgStory,
            DeskKind::StoryMention => Self::StoryMention,
            DeskKind::Sticker | DeskKind::LikeHeart => Self::Sticker,
            DeskKind::Template => Self::Template,
            DeskKind::Ephemeral => Self::Ephemeral,
            DeskKind::Unknown(_) => Self::Unknown,
        }
    }
}

/// Whether the media port can show it.
fn is_media(kind: &DeskKind) -> bool {
    matches!(
        kind,
        DeskKind::Image
            | DeskKind::Video
            | DeskKind::Audio
            | DeskKind::IgPost
            | DeskKind::Reel
            | DeskKind::IgStory
            | DeskKind::StoryMention
            | DeskKind::Sticker
    )
}
