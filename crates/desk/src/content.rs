//! What people wrote: kept once, apart from the events that refer to it, so that it can be taken back.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The content of one message, received or sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// What was written. `None` and empty mean the same (contract 7).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What was attached, as links: media is fetched on view and never kept (contract 3.7).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Our story that this replies to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<Story>,
    /// The payload behind a tapped quick reply or button.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
    /// Where the customer came from: the `ref` of a link, an ad, a product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referral: Option<Referral>,
}

/// One attachment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Attachment {
    /// What kind Meta says it is.
    pub kind: AttachmentKind,
    /// Meta's link, valid for a while (contract 3.7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// A caption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The id of the shared post, reel or story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<String>,
}

/// Kinds of attachment (contract 3.6).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentKind {
    /// A picture.
    Image,
    /// A film.
    Video,
    /// A sound, voice notes included.
    Audio,
    /// A document.
    File,
    /// The retired form of a shared post, still seen for reels.
    Share,
    /// A shared post.
    IgPost,
    /// A shared reel.
    Reel,
    /// Somebody's story, forwarded.
    IgStory,
    /// The customer mentions us in their own story.
    StoryMention,
    /// A sticker.
    Sticker,
    /// A heart.
    LikeHeart,
    /// A template, an empty one included (a shared comment).
    Template,
    /// Media that can be seen once, and not by us.
    Ephemeral,
    /// A kind this version does not know, by Meta's name for it.
    Unknown(String),
}

/// A story of ours that a customer replied to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Story {
    /// Meta's id.
    pub id: String,
    /// Its link, dead after a day.
    pub url: Option<String>,
}

/// Where a customer came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Referral {
    /// The `ref` of an ig.me link or an ad.
    pub reference: Option<String>,
    /// Where the link stood.
    pub source: Option<String>,
    /// The ad's id or title.
    pub ad: Option<String>,
    /// A product of the shop.
    pub product: Option<String>,
}

impl Content {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
            ..Self::default()
        }
    }

    /// Whether it says nothing at all. Letters that nobody can see are no words.
    pub fn is_blank(&self) -> bool {
        !self.words().contains(is_visible) && self.attachments.is_empty() && self.story.is_none()
    }

    /// The words in the form in which two texts are compared: trimmed, NFC (rules 5).
    pub fn words(&self) -> String {
        self.text.as_deref().unwrap_or_default().trim().nfc().collect()
    }

    /// Whether an echo with this content could be the echo of a send with that content: equal words and
    /// equal kinds of attachment. Meta may rename kinds on the way, so media counts by number and family.
    pub fn matches(&self, other: &Content) -> bool {
        self.words() == other.words() && self.families() == other.families()
    }

    /// Whether the content carries more than words, so that a look cannot prove it equal.
    pub fn has_media(&self) -> bool {
        !self.attachments.is_empty()
    }

    fn families(&self) -> Vec<AttachmentKind> {
        let mut kinds: Vec<_> = self
            .attachments
            .iter()
            .map(|attachment| attachment.kind.clone())
            .collect();
        kinds.sort();
        kinds
    }
}

/// Whether a letter leaves a trace on the screen: no space, no control, no joiner or mark of direction alone.
fn is_visible(letter: char) -> bool {
    let is_format = matches!(
        letter,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    !(letter.is_whitespace() || letter.is_control() || is_format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_can_see_is_blank() {
        for text in ["", "  \n", "\u{200b}", "\u{202e}\u{200d}", "\0", "\u{feff} "] {
            assert!(Content::text(text).is_blank(), "{text:?}");
        }
        for text in ["a", "🥐", "👩‍👩‍👧", "مرحبا", "."] {
            assert!(!Content::text(text).is_blank(), "{text:?}");
        }
    }

    #[test]
    fn composed_and_decomposed_letters_are_the_same_words() {
        assert!(Content::text("cafe\u{301} ").matches(&Content::text(" caf\u{e9}")));
    }

    #[test]
    fn other_words_or_an_attachment_do_not_match() {
        let picture = Attachment {
            kind: AttachmentKind::Image,
            url: None,
            title: None,
            media: None,
        };
        let with_picture = Content {
            attachments: vec![picture],
            ..Content::text("hi")
        };
        assert!(!Content::text("hi").matches(&Content::text("ho")));
        assert!(!Content::text("hi").matches(&with_picture));
    }
}
