//! Everything that is not a message: edits, reactions, seen marks, taps, referrals, handovers, comments.

use super::decode::DecodeError;
use super::item::{Comment, Handover, ItemKind, Postback, Referral, SeenUpTo};
use crate::graph::listed_party;
use crate::lenient::{Node, Object};

/// A real edit, or the phantom that accompanies ordinary messages: no edit counted, or no text at all.
pub(super) fn edit(body: &Object<'_>) -> Result<ItemKind, DecodeError> {
    let mid = body.id("mid");
    let text = body.text("text");
    let num_edit = body.integer("num_edit");
    if num_edit == Some(0) || (num_edit.is_none() && text.is_none()) {
        return Ok(ItemKind::PhantomEdit { mid });
    }
    let mid = mid.ok_or(DecodeError::Incomplete("edited message's id"))?;
    Ok(ItemKind::Edited { mid, text, num_edit })
}

pub(super) fn reaction(body: &Object<'_>) -> Result<ItemKind, DecodeError> {
    Ok(ItemKind::Reaction {
        mid: body
            .id("mid")
            .ok_or(DecodeError::Incomplete("reaction's message"))?,
        removed: body.text("action").as_deref() == Some("unreact"),
        reaction: body.text("reaction"),
        emoji: body.text("emoji"),
    })
}

/// Instagram names a message, Messenger a time (contract 3.6).
pub(super) fn seen(body: &Object<'_>) -> Result<ItemKind, DecodeError> {
    let mid = body.id("mid").map(SeenUpTo::Mid);
    let upto = mid.or_else(|| body.time_ms("watermark").map(SeenUpTo::Watermark));
    upto.map(ItemKind::Seen)
        .ok_or(DecodeError::Incomplete("seen mark"))
}

/// In a conversation with oneself `is_self` stands beside the postback, not in it.
pub(super) fn postback(body: &Object<'_>, item: &Object<'_>) -> ItemKind {
    ItemKind::Postback(Postback {
        mid: body.id("mid"),
        title: body.text("title"),
        payload: body.text("payload"),
        referral: body.object("referral").map(|body| referral(&body)),
        is_self: item.is_true("is_self") || body.is_true("is_self"),
    })
}

pub(super) fn referral(body: &Object<'_>) -> Referral {
    let ad = body.object("ads_context_data");
    let of_ad = |name: &str| ad.as_ref().and_then(|ad| ad.text(name));
    Referral {
        reference: body.text("ref"),
        source: body.text("source"),
        kind: body.text("type"),
        ad_id: body.id("ad_id"),
        product_id: body.object("product").and_then(|product| product.id("id")),
        ad_title: of_ad("ad_title"),
        photo_url: of_ad("photo_url"),
        video_url: of_ad("video_url"),
    }
}

pub(super) fn handover(body: &Object<'_>) -> Option<Handover> {
    let metadata = |part: &Object<'_>| part.text("metadata").filter(|text| !text.is_empty());
    if let Some(part) = body.object("pass_thread_control") {
        let (from, to) = owners(&part);
        return Some(Handover::Passed {
            from,
            to,
            metadata: metadata(&part),
        });
    }
    if let Some(part) = body.object("take_thread_control") {
        let (from, to) = owners(&part);
        return Some(Handover::Taken {
            from,
            to,
            metadata: metadata(&part),
        });
    }
    if let Some(part) = body.object("request_thread_control") {
        let by = part.id("requested_owner_app_id");
        return Some(Handover::Requested {
            by,
            metadata: metadata(&part),
        });
    }
    let roles = body.get("app_roles")?.members()?;
    Some(Handover::Roles(
        roles
            .into_iter()
            .map(|(app, roles)| (app, texts(roles)))
            .collect(),
    ))
}

/// App ids come as strings and as numbers; the previous one is null for an idle thread.
fn owners(part: &Object<'_>) -> (Option<String>, Option<String>) {
    (part.id("previous_owner_app_id"), part.id("new_owner_app_id"))
}

fn texts(list: Node<'_>) -> Vec<String> {
    list.elements()
        .unwrap_or_default()
        .into_iter()
        .filter_map(Node::text)
        .collect()
}

/// The id is `id` on the wire and `comment_id` in Facebook Login's documentation.
pub(super) fn comment(body: &Object<'_>, account: Option<&str>) -> Result<ItemKind, DecodeError> {
    let from = body.object("from");
    let writer = from.as_ref().and_then(listed_party);
    let media = body.object("media");
    Ok(ItemKind::Comment(Comment {
        id: body
            .id("id")
            .or_else(|| body.id("comment_id"))
            .ok_or(DecodeError::Incomplete("comment's id"))?,
        is_own: from.as_ref().is_some_and(|from| from.has("self_ig_scoped_id"))
            || writer
                .as_ref()
                .is_some_and(|writer| Some(writer.id.as_str()) == account),
        from: writer,
        parent_id: body.id("parent_id"),
        text: body.text("text").filter(|text| !text.is_empty()),
        media_id: media.as_ref().and_then(|media| media.id("id")),
        media_kind: media.as_ref().and_then(|media| media.text("media_product_type")),
    }))
}

pub(super) fn mention(body: &Object<'_>) -> ItemKind {
    ItemKind::Mention {
        media_id: body.id("media_id"),
        comment_id: body.id("comment_id"),
    }
}
