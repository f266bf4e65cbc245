//! How messages read back (contract 7): shared posts, reels and stories come back empty, only `mime_type` tells a voice note.

use serde_json::{Map, Value, json};

use super::fields::{self, Field};
use crate::graph_error::GraphError;
use crate::media;
use crate::world::World;
use crate::world::thread::{Attachment, Message, ReplyTo, Thread};

/// A time as reads give it: whole seconds, `+0000`.
pub(crate) fn time(at_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(at_ms)
        .map(|at| at.strftime("%Y-%m-%dT%H:%M:%S+0000").to_string())
        .unwrap_or_default()
}

/// Both sides of a thread, the account first.
pub(crate) fn participants(world: &World, thread: &Thread) -> Value {
    json!({ "data": [account(world, thread), customer(world, thread)] })
}

fn account(world: &World, thread: &Thread) -> Value {
    let username = world
        .accounts
        .get(&thread.account)
        .map(|one| one.username.clone());
    json!({ "id": thread.account, "username": username.unwrap_or_default() })
}

fn customer(world: &World, thread: &Thread) -> Value {
    let username = world.customers.get(&thread.igsid).map(|one| one.username.clone());
    json!({ "id": thread.igsid, "username": username.unwrap_or_default() })
}

/// A message with the fields asked for; the id and `is_unsupported` always come.
pub(crate) fn message(
    world: &World,
    thread: &Thread,
    message: &Message,
    asked: &[Field],
    now: i64,
) -> Result<Value, GraphError> {
    let mut node = Map::new();
    node.insert("id".to_owned(), json!(message.mid));
    node.insert("is_unsupported".to_owned(), json!(message.unsupported));
    let outgoing = message.who.is_business();
    for field in asked {
        let value = match field.name.as_str() {
            "id" | "is_unsupported" => continue,
            "created_time" => json!(time(message.at)),
            "from" => {
                if outgoing {
                    account(world, thread)
                } else {
                    customer(world, thread)
                }
            }
            "to" => {
                json!({ "data": [if outgoing { customer(world, thread) } else { account(world, thread) }] })
            }
            "message" => json!(message.text.as_deref().unwrap_or_default()),
            "attachments" => match attachments(world, message) {
                Some(list) => list,
                None => continue,
            },
            "shares" => match shares(message) {
                Some(list) => list,
                None => continue,
            },
            "story" => match story(world, message, now) {
                Some(story) => story,
                None => continue,
            },
            "reactions" if message.reactions.is_empty() => continue,
            "reactions" => reactions(world, thread, message),
            "tags" => continue,
            other => return Err(fields::unknown(other)),
        };
        node.insert(field.name.clone(), value);
    }
    Ok(Value::Object(node))
}

fn attachments(world: &World, message: &Message) -> Option<Value> {
    let list: Vec<Value> = message
        .attachments
        .iter()
        .filter_map(|one| attachment(world, one))
        .collect();
    (!list.is_empty()).then(|| json!({ "data": list }))
}

fn attachment(world: &World, attachment: &Attachment) -> Option<Value> {
    let url = world.attachment_url(attachment)?;
    let id = attachment.asset.clone().unwrap_or_default();
    let mime_type = content_type(world, attachment);
    match attachment.kind.as_str() {
        "image" => Some(json!({ "id": id, "mime_type": mime_type, "image_data": {
            "url": url, "preview_url": url, "width": 640, "height": 480,
            "max_width": 640, "max_height": 480, "render_as_sticker": false,
        } })),
        "video" => Some(json!({ "id": id, "mime_type": mime_type, "video_data": {
            "url": url, "preview_url": url, "width": 320, "height": 240, "length": 3, "video_type": 1,
        } })),
        "audio" | "file" => Some(json!({ "id": id, "mime_type": mime_type, "file_url": url })),
        _ => None,
    }
}

fn content_type(world: &World, attachment: &Attachment) -> String {
    let name = attachment
        .asset
        .as_ref()
        .and_then(|id| world.assets.get(id))
        .map(|asset| asset.media.as_str());
    let name = name.unwrap_or_else(|| media::default_for(&attachment.kind));
    match world.uploads.get(name) {
        Some(upload) => upload.content_type.clone(),
        None => media::built_in(name)
            .map(|media| media.content_type.to_owned())
            .unwrap_or_default(),
    }
}

/// Filled for the old `share` only.
fn shares(message: &Message) -> Option<Value> {
    let links: Vec<Value> = message
        .attachments
        .iter()
        .filter(|one| one.kind == "share")
        .filter_map(|one| one.url.as_ref())
        .map(|link| json!({ "link": link }))
        .collect();
    (!links.is_empty()).then(|| json!({ "data": links }))
}

fn story(world: &World, message: &Message, now: i64) -> Option<Value> {
    if let Some(ReplyTo::Story { id, url }) = &message.reply_to {
        let link = if now - message.at < crate::settings::DAY_MS {
            url.as_str()
        } else {
            ""
        };
        return Some(json!({ "reply_to": { "link": link, "id": id } }));
    }
    let mention = message
        .attachments
        .iter()
        .find(|one| one.kind == "story_mention")?;
    let alive = mention
        .asset
        .as_ref()
        .and_then(|id| world.assets.get(id))
        .is_some_and(|asset| now < asset.expires_at);
    let link = world
        .attachment_url(mention)
        .filter(|_| alive || mention.asset.is_none())
        .unwrap_or_default();
    Some(json!({ "mention": { "link": link, "id": mention.asset } }))
}

fn reactions(world: &World, thread: &Thread, message: &Message) -> Value {
    let list: Vec<Value> = message
        .reactions
        .iter()
        .map(|one| {
            let user = if one.by == "business" {
                account(world, thread)
            } else {
                customer(world, thread)
            };
            json!({ "reaction": one.reaction, "users": [user] })
        })
        .collect();
    json!({ "data": list })
}
