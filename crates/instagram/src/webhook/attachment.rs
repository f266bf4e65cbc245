//! What is attached to a message (contract 3.6).

use std::fmt;

use serde::{Serialize, Serializer};

use crate::lenient::{Node, Object};

/// One attachment of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// What it is.
    pub kind: AttachmentKind,
    /// Where it can be fetched, without a token, until the sender deletes it or the address expires.
    pub url: Option<String>,
    /// A caption or title.
    pub title: Option<String>,
    /// The id of the post, reel, story or sticker it shows.
    pub media_id: Option<String>,
}

/// The kinds of attachment. Meta adds new ones without notice.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AttachmentKind {
    /// A picture; stickers and GIFs may come as one too.
    Image,
    /// A video.
    Video,
    /// A sound, voice notes included.
    Audio,
    /// A document.
    File,
    /// A link to something shared: posts until April 2026, reels still.
    Share,
    /// A shared post; of a carousel the cover only.
    Post,
    /// A shared reel.
    Reel,
    /// A forwarded story of someone else.
    Story,
    /// The customer's own story, in which they mention the account.
    StoryMention,
    /// A structured message, or a shared comment, which comes as an empty one.
    Template,
    /// Media that can be viewed once; it has no address.
    Ephemeral,
    /// A sticker.
    Sticker,
    /// The heart sticker.
    LikeHeart,
    /// A kind that is not known here, by Meta's name for it.
    Unknown(String),
}

impl AttachmentKind {
    fn of(name: &str) -> Self {
        match name {
            "image" | "animated_image" => Self::Image,
            "video" => Self::Video,
            "audio" => Self::Audio,
            "file" => Self::File,
            "share" => Self::Share,
            "ig_post" => Self::Post,
            "ig_reel" | "reel" => Self::Reel,
            "ig_story" => Self::Story,
            "story_mention" => Self::StoryMention,
            "template" => Self::Template,
            "ephemeral" => Self::Ephemeral,
            "sticker" => Self::Sticker,
            "like_heart" => Self::LikeHeart,
            other => Self::Unknown(other.to_owned()),
        }
    }

    /// A stable name: Meta's own where it has one.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::File => "file",
            Self::Share => "share",
            Self::Post => "ig_post",
            Self::Reel => "ig_reel",
            Self::Story => "ig_story",
            Self::StoryMention => "story_mention",
            Self::Template => "template",
            Self::Ephemeral => "ephemeral",
            Self::Sticker => "sticker",
            Self::LikeHeart => "like_heart",
            Self::Unknown(name) => name,
        }
    }
}

impl fmt::Display for AttachmentKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl Serialize for AttachmentKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// The names under which payloads carry an address, an id and a title.
const URLS: [&str; 3] = ["url", "story_media_url", "link"];
const IDS: [&str; 5] = [
    "ig_post_media_id",
    "reel_video_id",
    "story_media_id",
    "sticker_id",
    "id",
];
const TITLES: [&str; 2] = ["title", "name"];

/// Reads the attachments of a message: a list, or a single one under the older name.
pub(super) fn attachments(message: &Object<'_>) -> Vec<Attachment> {
    match message.get("attachments") {
        Some(node) => node.elements().unwrap_or_else(|| vec![node]),
        None => message.get("attachment").into_iter().collect(),
    }
    .into_iter()
    .map(attachment)
    .collect()
}

/// An attachment that cannot be read still counts: someone sent something.
fn attachment(node: Node<'_>) -> Attachment {
    let body = node.object();
    let payload = body.as_ref().and_then(|body| body.object("payload"));
    let first = |names: &[&str]| names.iter().find_map(|name| payload.as_ref()?.id(name));
    Attachment {
        kind: AttachmentKind::of(
            &body
                .as_ref()
                .and_then(|body| body.text("type"))
                .unwrap_or_default(),
        ),
        url: first(&URLS).or_else(|| body.as_ref()?.text("url")),
        title: first(&TITLES).or_else(|| body.as_ref()?.text("title")),
        media_id: first(&IDS),
    }
}
