//! From a raw item to what it says.
//!
//! The kind of a messaging item is told by which member it has; there is no type field. A member that is known
//! decides even when others are strange, and an item without a known member is [`ItemKind::Unknown`], not an
//! error: Meta adds kinds without notice.

use super::events;
use super::item::{Item, ItemKind};
use super::message;
use super::split::{Channel, RawItem};
use crate::lenient::{Node, Object};

/// Why an item cannot be read. It is stored raw and can be read again by a later version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// It is not a JSON object.
    #[error("the item is not an object")]
    NotAnObject,
    /// Its kind is known, but what makes it one is missing: a message without an id, for instance.
    #[error("the item's {0} cannot be read")]
    Incomplete(&'static str),
    /// Nothing in it tells which account it belongs to.
    #[error("the item names no account")]
    NoAccount,
}

/// Ids of the dashboard's test events (contract 3.6): sender, recipient and message.
const TEST_PARTIES: (&str, &str) = ("12334", "23245");
const TEST_MID: &str = "random_mid";

/// Reads one item.
///
/// # Errors
///
/// [`DecodeError`]; it concerns this item only.
pub fn decode(raw: &RawItem) -> Result<Item, DecodeError> {
    let body = Node::parse(&raw.json)
        .ok()
        .and_then(Node::object)
        .ok_or(DecodeError::NotAnObject)?;
    let parties = Parties::read(raw, &body);
    let kind = if parties.are_a_test(&body) {
        ItemKind::TestEvent
    } else {
        kind(raw, &body)?
    };
    let outgoing = is_echo(&body) || parties.account_sends();
    let named = if outgoing {
        &parties.sender
    } else {
        &parties.recipient
    };
    let contact = if outgoing {
        &parties.recipient
    } else {
        &parties.sender
    };
    let account = parties
        .entry
        .clone()
        .or_else(|| named.clone())
        .ok_or(DecodeError::NoAccount)?;
    Ok(Item {
        account_by_party: named.clone().filter(|named| *named != account),
        contact: contact
            .clone()
            .filter(|contact| *contact != account || parties.is_self(&body)),
        account,
        by_account: outgoing,
        at_ms: body
            .time_ms("timestamp")
            .or_else(|| body.time_ms("created_time"))
            .or(raw.entry_time_ms),
        standby: raw.channel == Channel::Standby,
        kind,
    })
}

/// Who is on either end.
struct Parties {
    entry: Option<String>,
    sender: Option<String>,
    recipient: Option<String>,
}

impl Parties {
    fn read(raw: &RawItem, body: &Object<'_>) -> Self {
        // Comments name their writer `from` and no recipient.
        let party = |name: &str| body.object(name).and_then(|party| party.id("id"));
        Self {
            entry: raw.entry_id.clone(),
            sender: party("sender").or_else(|| party("from")),
            recipient: party("recipient"),
        }
    }

    /// Whether the account is the sender, going by the entry.
    fn account_sends(&self) -> bool {
        self.entry.is_some() && self.sender == self.entry && self.recipient != self.entry
    }

    fn is_self(&self, body: &Object<'_>) -> bool {
        let flagged = |name: &str| body.object(name).is_some_and(|part| part.is_true("is_self"));
        flagged("message") || flagged("postback")
    }

    fn are_a_test(&self, body: &Object<'_>) -> bool {
        let (sender, recipient) = TEST_PARTIES;
        let mid = body.object("message").and_then(|message| message.id("mid"));
        (self.sender.as_deref() == Some(sender) && self.recipient.as_deref() == Some(recipient))
            || mid.as_deref() == Some(TEST_MID)
    }
}

fn is_echo(body: &Object<'_>) -> bool {
    body.object("message")
        .is_some_and(|message| message.is_true("is_echo"))
}

fn kind(raw: &RawItem, body: &Object<'_>) -> Result<ItemKind, DecodeError> {
    match &raw.channel {
        Channel::Messaging | Channel::Standby => messaging(body),
        Channel::Change { field } => match field.as_str() {
            "comments" | "live_comments" => events::comment(body, raw.entry_id.as_deref()),
            "mentions" => Ok(events::mention(body)),
            // Direct messages in the form of a change: so far only the dashboard's tests come like this.
            _ if body.has("sender") || body.has("message") => messaging(body),
            _ => Ok(ItemKind::Unknown { kind: field.clone() }),
        },
        Channel::Other { key } => Ok(ItemKind::Unknown { kind: key.clone() }),
    }
}

fn messaging(body: &Object<'_>) -> Result<ItemKind, DecodeError> {
    let part = |name: &str| body.get(name).map(|node| node.object());
    if let Some(message) = part("message") {
        return message::message(&message.ok_or(DecodeError::Incomplete("message"))?);
    }
    if let Some(edit) = part("message_edit") {
        return events::edit(&edit.ok_or(DecodeError::Incomplete("edit"))?);
    }
    if let Some(reaction) = part("reaction") {
        return events::reaction(&reaction.ok_or(DecodeError::Incomplete("reaction"))?);
    }
    if let Some(read) = part("read") {
        return events::seen(&read.ok_or(DecodeError::Incomplete("seen mark"))?);
    }
    if let Some(postback) = part("postback") {
        return Ok(events::postback(
            &postback.ok_or(DecodeError::Incomplete("postback"))?,
        ));
    }
    if let Some(referral) = part("referral") {
        let referral = referral.ok_or(DecodeError::Incomplete("referral"))?;
        return Ok(ItemKind::Referral(events::referral(&referral)));
    }
    if let Some(optin) = part("optin") {
        return Ok(ItemKind::OptIn {
            kind: optin.and_then(|optin| optin.text("type")),
        });
    }
    Ok(events::handover(body).map_or_else(|| unknown(body), ItemKind::Handover))
}

/// Named by its first member that is not part of every item.
fn unknown(body: &Object<'_>) -> ItemKind {
    let common = ["sender", "recipient", "timestamp"];
    let kind = body
        .names()
        .find(|name| !common.contains(name))
        .unwrap_or_default()
        .to_owned();
    ItemKind::Unknown { kind }
}
