//! What makes two items one event (contract 3.8).
//!
//! Meta delivers at least once. A message is its `mid`, in whichever direction and from wherever it came. For
//! what refers to a message the `mid` names that message, so kind, parties, time and action belong to the key
//! as well: someone may react, take it back, and react again.

use hmac::digest::Digest;
use sha2::Sha256;

use super::item::{Item, ItemKind, SeenUpTo};
use super::split::RawItem;

/// A key that is equal for deliveries of the same event and differs for different events.
///
/// Messages and echoes are keyed by `mid` alone. Items with nothing of their own to go by are keyed by their
/// text, which a repeated delivery repeats byte for byte.
#[must_use]
pub fn dedup_key(raw: &RawItem, item: &Item) -> String {
    match &item.kind {
        ItemKind::Message(message) | ItemKind::Echo(message) => format!("message:{}", message.mid),
        ItemKind::Postback(postback) => match &postback.mid {
            Some(mid) => format!("postback:{mid}"),
            None => by_text("postback", raw, item),
        },
        ItemKind::Comment(comment) => format!("comment:{}", comment.id),
        // Taken back once is taken back, whatever the time of the delivery says.
        ItemKind::Unsent { mid } => format!("unsent:{mid}"),
        ItemKind::Edited {
            mid,
            num_edit: Some(count),
            ..
        } => format!("edited:{mid}:{count}"),
        ItemKind::Edited {
            mid, num_edit: None, ..
        } => by_time("edited", mid, item),
        ItemKind::PhantomEdit { mid: Some(mid) } => by_time("phantom_edit", mid, item),
        ItemKind::Reaction {
            mid,
            removed,
            reaction,
            emoji,
        } => {
            let action = if *removed { "unreact" } else { "react" };
            let which = emoji.as_deref().or(reaction.as_deref()).unwrap_or_default();
            by_time("reaction", &format!("{mid}:{action}:{which}"), item)
        }
        ItemKind::Seen(SeenUpTo::Mid(mid)) => by_time("seen", mid, item),
        ItemKind::Seen(SeenUpTo::Watermark(at_ms)) => by_time("seen", &at_ms.to_string(), item),
        ItemKind::PhantomEdit { mid: None } => by_text("phantom_edit", raw, item),
        ItemKind::Referral(_) => by_text("referral", raw, item),
        ItemKind::OptIn { .. } => by_text("opt_in", raw, item),
        ItemKind::Handover(_) => by_text("handover", raw, item),
        ItemKind::Mention { .. } => by_text("mention", raw, item),
        ItemKind::TestEvent => by_text("test", raw, item),
        ItemKind::Unknown { .. } => by_text("unknown", raw, item),
    }
}

fn by_time(kind: &str, what: &str, item: &Item) -> String {
    let contact = item.contact.as_deref().unwrap_or_default();
    format!(
        "{kind}:{}:{contact}:{}:{what}",
        item.account,
        item.at_ms.unwrap_or_default()
    )
}

fn by_text(kind: &str, raw: &RawItem, item: &Item) -> String {
    format!(
        "{kind}:{}:{}",
        item.account,
        hex::encode(Sha256::digest(raw.json.as_bytes()))
    )
}
