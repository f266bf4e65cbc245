//! Messages as the conversations edge lists them (contract 7).
//!
//! They differ from webhook items: whole seconds, other attachment nodes, and shared posts, reels and stories
//! come back empty. So they get their own type, and are merged with webhook items by `mid`, never by time.

use jiff::fmt::strtime;

use crate::lenient::{Node, Object};
use crate::webhook::AttachmentKind;

/// One listed message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedMessage {
    /// The same `mid` that webhooks and sends use.
    pub mid: String,
    /// When it was written, in ms but known to the second only.
    pub created_at_ms: i64,
    /// Who wrote it: the account, or the customer.
    pub from: Party,
    /// Whom it was written to.
    pub to: Vec<Party>,
    /// Its text; none for media and for what reads back empty.
    pub text: Option<String>,
    /// What is attached to it, as far as Meta shows it.
    pub attachments: Vec<ListedAttachment>,
    /// Whether Meta says that this kind of message is not shown to apps.
    pub is_unsupported: bool,
}

/// Someone who takes part in a conversation or wrote a comment.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Party {
    /// The account's id or the customer's IGSID.
    pub id: String,
    /// The @name, without the @.
    pub username: Option<String>,
}

/// An attachment of a listed message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedAttachment {
    /// What it is.
    pub kind: AttachmentKind,
    /// Where it is; addresses expire.
    pub url: Option<String>,
    /// Its media type; the only thing that tells a voice note from a document.
    pub mime_type: Option<String>,
}

/// A message with its details. Without an id, a time and a writer it counts as unreadable: Meta lists ids
/// whose details it keeps back.
pub(crate) fn message(node: Node<'_>) -> Option<ListedMessage> {
    let body = node.object()?;
    Some(ListedMessage {
        mid: body.id("id")?,
        created_at_ms: created_ms(&body)?,
        from: party(&body.object("from")?)?,
        to: data(&body, "to").iter().filter_map(party).collect(),
        text: body.text("message").filter(|text| !text.is_empty()),
        attachments: attachments(&body),
        is_unsupported: body.is_true("is_unsupported"),
    })
}

/// When a listed message was written: ISO-8601 with `+0000` and no milliseconds.
pub(crate) fn created_ms(body: &Object<'_>) -> Option<i64> {
    let written = body.text("created_time")?;
    let parsed = strtime::parse("%Y-%m-%dT%H:%M:%S%z", &written).and_then(|parsed| parsed.to_timestamp());
    let time = parsed
        .or_else(|_not_metas_form| written.parse::<jiff::Timestamp>())
        .ok()?;
    Some(time.as_millisecond())
}

/// The objects in `name.data`.
pub(crate) fn data<'a>(body: &Object<'a>, name: &str) -> Vec<Object<'a>> {
    let elements = body
        .object(name)
        .and_then(|edge| edge.elements("data"))
        .unwrap_or_default();
    elements.into_iter().filter_map(Node::object).collect()
}

/// A person named by an object with an id.
pub(crate) fn party(body: &Object<'_>) -> Option<Party> {
    Some(Party {
        id: body.id("id")?,
        username: body.text("username"),
    })
}

fn attachments(body: &Object<'_>) -> Vec<ListedAttachment> {
    let media = data(body, "attachments")
        .into_iter()
        .map(|node| attachment(&node));
    let shares = data(body, "shares")
        .into_iter()
        .map(|node| linked(AttachmentKind::Share, &node));
    let mention = body.object("story").and_then(|story| story.object("mention"));
    media
        .chain(shares)
        .chain(mention.map(|node| linked(AttachmentKind::StoryMention, &node)))
        .collect()
}

fn linked(kind: AttachmentKind, node: &Object<'_>) -> ListedAttachment {
    let url = node.text("link").filter(|link| !link.is_empty());
    ListedAttachment {
        kind,
        url,
        mime_type: None,
    }
}

fn attachment(node: &Object<'_>) -> ListedAttachment {
    let mime_type = node.text("mime_type");
    let (kind, url) = if let Some(image) = node.object("image_data") {
        let sticker = image.is_true("render_as_sticker");
        (
            if sticker {
                AttachmentKind::Sticker
            } else {
                AttachmentKind::Image
            },
            image.text("url"),
        )
    } else if let Some(video) = node.object("video_data") {
        (AttachmentKind::Video, video.text("url"))
    } else {
        let family = mime_type
            .as_deref()
            .and_then(|mime| mime.split('/').next())
            .unwrap_or_default();
        let kind = match family {
            "audio" => AttachmentKind::Audio,
            "image" => AttachmentKind::Image,
            "video" => AttachmentKind::Video,
            _ => AttachmentKind::File,
        };
        (kind, node.text("file_url"))
    };
    ListedAttachment { kind, url, mime_type }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(json: &str) -> Option<ListedMessage> {
        message(Node::parse(json).unwrap())
    }

    #[test]
    fn a_message_of_the_contract_is_read() {
        let read = listed(
            r#"{ "id": "mid-text-1", "created_time": "2026-10-01T08:14:02+0000",
                 "from": { "username": "ada.bakes", "id": "6100000000000001" },
                 "to": { "data": [ { "username": "bakery.test", "id": 17841400000000001 } ] },
                 "message": "Do you open on Sunday?" }"#,
        )
        .unwrap();
        assert_eq!(read.created_at_ms, 1_790_842_442_000);
        assert_eq!(read.from.id, "6100000000000001");
        assert_eq!(read.to[0].id, "17841400000000001");
        assert_eq!(read.text.as_deref(), Some("Do you open on Sunday?"));
        assert!(read.attachments.is_empty());
    }

    #[test]
    fn each_attachment_node_gets_its_kind() {
        let read = listed(
            r#"{ "id": "m", "created_time": "2026-10-01T08:14:02+0000", "message": "", "from": { "id": "6100000000000001" },
                 "attachments": { "data": [
                   { "mime_type": "image/jpeg", "image_data": { "url": "https://x.test/1" } },
                   { "mime_type": "image/webp", "image_data": { "url": "https://x.test/2", "render_as_sticker": true } },
                   { "mime_type": "video/mp4", "video_data": { "url": "https://x.test/3" } },
                   { "mime_type": "audio/mp4", "file_url": "https://x.test/4" },
                   { "mime_type": "application/pdf", "file_url": "https://x.test/5" } ] },
                 "shares": { "data": [ { "link": "" } ] },
                 "story": { "mention": { "link": "https://x.test/6", "id": "1" } } }"#,
        )
        .unwrap();
        let kinds: Vec<_> = read.attachments.iter().map(|each| each.kind.as_str()).collect();
        assert_eq!(
            kinds,
            [
                "image",
                "sticker",
                "video",
                "audio",
                "file",
                "share",
                "story_mention"
            ]
        );
        assert_eq!(read.attachments[5].url, None);
        assert_eq!(read.text, None);
    }

    #[test]
    fn a_message_without_a_time_or_a_writer_is_unreadable() {
        assert_eq!(
            listed(r#"{ "id": "m", "created_time": "soon", "from": { "id": "1" } }"#),
            None
        );
        assert_eq!(
            listed(r#"{ "id": "m", "created_time": "2026-10-01T08:14:02+0000" }"#),
            None
        );
    }
}
