//! Taking a delivery apart without reading its items (contract 3.5).
//!
//! A strict parser refuses a whole delivery for one broken escape in one message; with it up to a thousand
//! events would be lost or retried for ever. So the envelope alone is read here, each item stays the text it
//! was, and whatever does not look as documented becomes an item of its own instead of an error.

use serde::{Deserialize, Serialize};

use crate::lenient::{Node, Object};

/// A delivery whose envelope cannot be read. It is stored raw and answered 200, for Meta would only repeat it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SplitError {
    /// The body is not JSON.
    #[error("the delivery is not JSON")]
    NotJson,
    /// The body is JSON without an `entry` list.
    #[error("the delivery has no entries")]
    NoEntries,
}

/// One event of a delivery, not yet read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawItem {
    /// `entry.id`: the account the event belongs to, if it says so. `"0"` (dashboard tests) counts as none.
    pub entry_id: Option<String>,
    /// `entry.time` in ms: when Meta sent it.
    pub entry_time_ms: Option<i64>,
    /// Where in the entry it stood.
    pub channel: Channel,
    /// The item as it was written, except that bytes that are no UTF-8 read as U+FFFD.
    pub json: String,
}

/// Where in an entry an item stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// `messaging[]`: our app is the thread's owner.
    Messaging,
    /// `standby[]`: another app owns the thread.
    Standby,
    /// `changes[]`, or a `field` and `value` on the entry itself; the item is the value.
    Change {
        /// The webhook field, such as `comments`.
        field: String,
    },
    /// Something else; the item is whatever stood there.
    Other {
        /// The member's name, or empty when the entry itself is no object.
        key: String,
    },
}

/// Splits a delivery into its items, in order.
///
/// # Errors
///
/// [`SplitError`] when the envelope itself cannot be read.
pub fn split(body: &[u8]) -> Result<Vec<RawItem>, SplitError> {
    let text = String::from_utf8_lossy(body);
    let root = Node::parse(text.trim_start_matches('\u{feff}')).map_err(|_not_json| SplitError::NotJson)?;
    // Some of Meta's pages wrap the body in an array.
    let envelopes = root.elements().unwrap_or_else(|| vec![root]);
    let mut items = Vec::new();
    let mut found = false;
    for envelope in envelopes {
        let Some(entries) = envelope.object().and_then(|envelope| envelope.get("entry")) else {
            continue;
        };
        found = true;
        for entry in entries.elements().unwrap_or_else(|| vec![entries]) {
            split_entry(entry, &mut items);
        }
    }
    if found {
        Ok(items)
    } else {
        Err(SplitError::NoEntries)
    }
}

fn split_entry(entry: Node<'_>, items: &mut Vec<RawItem>) {
    let Some(object) = entry.object() else {
        items.push(RawItem {
            entry_id: None,
            entry_time_ms: None,
            channel: Channel::Other { key: String::new() },
            json: entry.json().to_owned(),
        });
        return;
    };
    let entry_id = object.id("id").filter(|id| id != "0");
    let entry_time_ms = object.time_ms("time");
    let mut push = |channel: Channel, node: Node<'_>| {
        let entry_id = entry_id.clone();
        items.push(RawItem {
            entry_id,
            entry_time_ms,
            channel,
            json: node.json().to_owned(),
        });
    };
    for (name, node) in object.members() {
        match name {
            // `field` belongs to the flat form and is read beside its value.
            "id" | "time" | "uid" | "field" => {}
            "messaging" => each(node, |item| push(Channel::Messaging, item)),
            "standby" => each(node, |item| push(Channel::Standby, item)),
            "changes" => each(node, |change| match change.object() {
                Some(change) if change.has("value") => push_change(&change, &mut push),
                _ => push(
                    Channel::Other {
                        key: "changes".to_owned(),
                    },
                    change,
                ),
            }),
            "value" => push_change(&object, &mut push),
            _ => push(Channel::Other { key: name.to_owned() }, node),
        }
    }
}

fn push_change(change: &Object<'_>, push: &mut impl FnMut(Channel, Node<'_>)) {
    if let Some(value) = change.get("value") {
        push(
            Channel::Change {
                field: change.text("field").unwrap_or_default(),
            },
            value,
        );
    }
}

/// The elements of a list; anything else counts as a list of one, `null` as an empty one.
fn each<'a>(node: Node<'a>, mut take: impl FnMut(Node<'a>)) {
    match node.elements() {
        Some(elements) => elements.into_iter().for_each(take),
        None if node.json() == "null" => {}
        None => take(node),
    }
}
