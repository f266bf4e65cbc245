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
    let body = Node::parse(&raw.json).ok().and_then(Node::object);
    let body = match (&raw.channel, body) {
        (_, Some(body)) => body,
        // Nothing is known about what stands there, so it need not be an object.
        (Channel::Other { .. }, None) => Object::default(),
        _ => return Err(DecodeError::NotAnObject),
    };
    let parties = Parties::read(raw, &body);
    let kind = if parties.are_a_test(&body) {
        ItemKind::TestEvent
    } else {
        kind(raw, &body)?
    };
    let sides = parties.sides(is_echo(&body)).ok_or(DecodeError::NoAccount)?;
    Ok(Item {
        account: sides.account,
        account_by_party: sides.account_by_party,
        contact: sides.contact,
        by_account: sides.by_account,
        at_ms: body.time_ms("timestamp").or(raw.entry_time_ms),
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

    /// Which side is the account's. The entry decides (contract 2.1); what the item itself says is kept
    /// beside it, for Meta's examples show the customer's id in the entry of items that are no echoes.
    fn sides(&self, is_echo: bool) -> Option<Sides> {
        let by_account = is_echo || (self.entry.is_some() && self.sender == self.entry);
        let (own, other) = match by_account {
            true => (&self.sender, &self.recipient),
            false => (&self.recipient, &self.sender),
        };
        let by_party = if is_echo { &self.sender } else { &self.recipient };
        let account = self.entry.clone().or_else(|| own.clone())?;
        Some(Sides {
            account_by_party: by_party.clone().filter(|id| *id != account),
            contact: other.clone().filter(|id| *id != account),
            account,
            by_account,
        })
    }

    fn are_a_test(&self, body: &Object<'_>) -> bool {
        let (sender, recipient) = TEST_PARTIES;
        let mid = body.object("message").and_then(|message| message.id("mid"));
        (self.sender.as_deref() == Some(sender) && self.recipient.as_deref() == Some(recipient))
            || mid.as_deref() == Some(TEST_MID)
    }
}

/// Who is who.
struct Sides {
    account: String,
    account_by_party: Option<String>,
    contact: Option<String>,
    by_account: bool,
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
    if let Some(part) = body.get("message") {
        return message::message(&known(part, "message")?);
    }
    if let Some(part) = body.get("message_edit") {
        return events::edit(&known(part, "edit")?);
    }
    if let Some(part) = body.get("reaction") {
        return events::reaction(&known(part, "reaction")?);
    }
    if let Some(part) = body.get("read") {
        return events::seen(&known(part, "seen mark")?);
    }
    if let Some(part) = body.get("postback") {
        return Ok(events::postback(&known(part, "postback")?, body));
    }
    if let Some(part) = body.get("referral") {
        return Ok(ItemKind::Referral(events::referral(&known(part, "referral")?)));
    }
    if let Some(part) = body.get("optin") {
        return Ok(ItemKind::OptIn {
            kind: part.object().and_then(|optin| optin.text("type")),
        });
    }
    Ok(events::handover(body).map_or_else(|| unknown(body), ItemKind::Handover))
}

fn known<'a>(part: Node<'a>, name: &'static str) -> Result<Object<'a>, DecodeError> {
    part.object().ok_or(DecodeError::Incomplete(name))
}

/// Named by its first member that is not part of every item.
fn unknown(body: &Object<'_>) -> ItemKind {
    let common = ["sender", "recipient", "timestamp"];
    let kind = body
        .members()
        .map(|(name, _)| name)
        .find(|name| !common.contains(name))
        .unwrap_or_default()
        .to_owned();
    ItemKind::Unknown { kind }
}
