//! What stands in a conversation: messages and changes of owner.

use super::{OwnerWho, Who};
use crate::words;
use desk::{AttachmentKind as DeskKind, SendState as DeskState, Timings};
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

/// Where a send is.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SendState {
    /// Waiting so that it can be undone.
    Held,
    /// Ready, or waiting for a retry.
    Queued,
    /// On the wire.
    Sending,
    /// Answered by the platform.
    Accepted,
    /// Proven.
    Confirmed,
    /// Refused.
    Failed,
    /// Taken back before it left.
    Cancelled,
    /// Not known.
    Unknown,
}

/// What the operator can do with a send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SendAction {
    /// Take it back.
    Undo,
    /// Send it again.
    Retry,
    /// Copy its text.
    Copy,
    /// Let later ones pass it.
    Pass,
}

/// The one question of an unknown send.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SendQuestion {
    /// The question.
    pub sentence: String,
}

/// The truth about a send.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Send {
    /// Its id.
    pub id: String,
    /// Where it is.
    pub state: SendState,
    /// The same in words.
    pub sentence: String,
    /// When it leaves, or is looked for, ms.
    #[schema(required)]
    pub due_at: Option<i64>,
    /// Which part.
    pub part: u16,
    /// Of how many.
    pub parts: u16,
    /// The question.
    #[schema(required)]
    pub question: Option<SendQuestion>,
    /// What can be done.
    pub can: Vec<SendAction>,
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

impl Send {
    fn of(item: &view::SendItem, timings: &Timings, now: desk::Now) -> Self {
        let send = &item.send;
        Self {
            id: send.id.to_string(),
            state: send.state.into(),
            sentence: words::send(item),
            due_at: send.due.map(|due| due.at),
            part: send.part,
            parts: send.parts,
            question: send.asking.then(|| SendQuestion {
                sentence: words::send_question(send).to_owned(),
            }),
            can: words::can(send, timings, now),
        }
    }
}

impl From<DeskState> for SendState {
    fn from(state: DeskState) -> Self {
        match state {
            DeskState::Held => Self::Held,
            DeskState::Queued => Self::Queued,
            DeskState::Sending => Self::Sending,
            DeskState::Accepted => Self::Accepted,
            DeskState::Confirmed => Self::Confirmed,
            DeskState::Failed => Self::Failed,
            DeskState::Cancelled => Self::Cancelled,
            DeskState::Unknown => Self::Unknown,
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

/// The words of what was taken back.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Undone {
    /// The words.
    pub text: String,
}

/// The operator's answer about an unknown send.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResolveChoice {
    /// It did not arrive: send it again.
    SendAgain,
    /// It arrived.
    ItArrived,
}

/// Answers the question.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
pub struct Resolve {
    /// The answer.
    pub choice: ResolveChoice,
}
