//! The `message` member of an item: messages, echoes and unsends.

use super::attachment::attachments;
use super::decode::DecodeError;
use super::events::referral;
use super::item::{ItemKind, Message, ReplyTo};
use crate::lenient::Object;

/// A message, an echo or an unsend. The unsend is asked for first: it carries nothing but its `mid`.
pub(super) fn message(body: &Object<'_>) -> Result<ItemKind, DecodeError> {
    let mid = body.id("mid").ok_or(DecodeError::Incomplete("message id"))?;
    if body.is_true("is_deleted") {
        return Ok(ItemKind::Unsent { mid });
    }
    let is_echo = body.is_true("is_echo");
    let message = Message {
        mid,
        text: body.text("text").filter(|text| !text.is_empty()),
        attachments: attachments(body),
        reply_to: body
            .object("reply_to")
            .and_then(|reply_to| reply(&reply_to, body)),
        quick_reply: body
            .object("quick_reply")
            .and_then(|quick_reply| quick_reply.text("payload")),
        referral: body.object("referral").map(|body| referral(&body)),
        app_id: body.id("app_id"),
        is_self: body.is_true("is_self"),
        is_unsupported: body.is_true("is_unsupported"),
    };
    Ok(if is_echo {
        ItemKind::Echo(message)
    } else {
        ItemKind::Message(message)
    })
}

/// Where `link_sticker_url` stands is not documented (contract 3.6), so every level is looked at.
fn reply(reply_to: &Object<'_>, message: &Object<'_>) -> Option<ReplyTo> {
    if let Some(story) = reply_to.object("story") {
        let sticker = [&story, reply_to, message]
            .into_iter()
            .find_map(|level| level.text("link_sticker_url"));
        return Some(ReplyTo::Story {
            id: story.id("id"),
            url: story.text("url"),
            link_sticker_url: sticker,
        });
    }
    reply_to.id("mid").map(|mid| ReplyTo::Message { mid })
}
