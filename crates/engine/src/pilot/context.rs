//! What the model is told: the account's settings, who writes, and what was said.

use crate::Error;
use crate::inner::Inner;
use autopilot::{Contact, Conversation, Profile, Turn};
use desk::{AttachmentKind, BurstId, ConversationId};
use secrecy::SecretString;
use std::time::Duration;
use store::{AutopilotSettings, MessageItem, SecretName};

/// How far back the conversation is read; the token budget trims it further.
const MOST_MESSAGES: u32 = 100;

/// Everything one model call is made from.
pub(super) struct Context {
    pub(super) profile: Profile,
    pub(super) conversation: Conversation,
}

pub(super) async fn read(inner: &Inner, id: &ConversationId, burst: &BurstId) -> Result<Context, Error> {
    let settings = inner.store.autopilot(&id.account).await?;
    let key = inner.secret(SecretName::ModelKey(id.account.clone())).await?;
    let known = inner.conversation(id).await?;
    let mut history = inner.store.history(id, MOST_MESSAGES).await?;
    history.reverse();
    // The burst begins with its first message, however it is ordered among others of that second.
    let from = history
        .iter()
        .position(|message| message.mid.as_ref() == Some(&burst.mid))
        .unwrap_or_else(|| history.len().saturating_sub(1));
    let turns: Vec<Turn> = history.into_iter().map(turn).collect();
    let now = inner.now().meta;
    Ok(Context {
        profile: profile(&settings, key, inner.pace.model),
        conversation: Conversation {
            contact: Contact {
                name: known.row.contact.name,
                first_wrote_at: known.first_wrote_at,
                messages: known.messages,
                follows_us: known.profile.and_then(|profile| profile.follows_us),
            },
            burst_from: from,
            turns,
            now,
        },
    })
}

/// The autopilot's settings as the model engine takes them.
pub(crate) fn profile(settings: &AutopilotSettings, key: Option<SecretString>, timeout: u64) -> Profile {
    Profile {
        prompt: settings.prompt.clone(),
        tone: settings.tone.clone(),
        key_information: settings.key_information.clone(),
        company: settings.company.clone(),
        sector: settings.sector.clone(),
        model: settings.model.clone(),
        base_url: settings.base_url.clone(),
        api_key: key,
        context_tokens: settings.context_tokens,
        max_reply_bytes: settings.max_reply_bytes,
        timeout: Duration::from_millis(timeout),
    }
}

fn turn(message: MessageItem) -> Turn {
    let mut attachments: Vec<String> = message
        .content
        .attachments
        .iter()
        .map(|attachment| words(&attachment.kind).to_owned())
        .collect();
    if message.content.story.is_some() {
        attachments.insert(0, "a reply to our story".to_owned());
    }
    Turn {
        who: message.who,
        at: message.at,
        text: message.content.text,
        attachments,
        unsent: message.unsent,
    }
}

/// An attachment in words, for a model that cannot see it.
fn words(kind: &AttachmentKind) -> &str {
    match kind {
        AttachmentKind::Image => "a picture",
        AttachmentKind::Video => "a film",
        AttachmentKind::Audio => "a voice message",
        AttachmentKind::File => "a file",
        AttachmentKind::Share | AttachmentKind::IgPost => "a shared post",
        AttachmentKind::Reel => "a shared reel",
        AttachmentKind::IgStory => "a forwarded story",
        AttachmentKind::StoryMention => "a mention of us in their story",
        AttachmentKind::Sticker => "a sticker",
        AttachmentKind::LikeHeart => "a heart",
        AttachmentKind::Template => "a card",
        AttachmentKind::Ephemeral => "a picture that could be seen once",
        AttachmentKind::Unknown(_) => "something that cannot be shown here",
    }
}
