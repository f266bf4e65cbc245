//! One thing that happened, written as a webhook item (contract 3.6).

use serde::{Deserialize, Serialize};

use super::bytes::{Node, object};
use crate::world::World;
use crate::world::thread::{Attachment, Message, Reaction, ReplyTo, Who};

/// One item of a delivery. Its body is written when it happens, because links and texts belong to that moment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Event {
    pub(crate) account: String,
    pub(crate) igsid: String,
    /// The subscribed field it belongs to.
    pub(crate) field: String,
    pub(crate) mid: Option<String>,
    /// From the business: an echo.
    pub(crate) outgoing: bool,
    pub(crate) at: i64,
    /// What follows the parties, without braces: `"message":{…}`. For `changes`: the `value` object.
    pub(crate) body: String,
    pub(crate) list: List,
    /// Whether `sender` and `recipient` are named.
    pub(crate) parties: bool,
}

/// The list of an entry an item goes into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum List {
    Messaging,
    Standby,
    Changes,
}

impl List {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Messaging => "messaging",
            Self::Standby => "standby",
            Self::Changes => "changes",
        }
    }
}

/// Account and customer an event is between.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair<'a> {
    pub(crate) account: &'a str,
    pub(crate) igsid: &'a str,
}

impl World {
    fn event(&self, pair: Pair<'_>, field: &str, name: &str, node: &Node, at: i64) -> Event {
        Event {
            account: pair.account.to_owned(),
            igsid: pair.igsid.to_owned(),
            field: field.to_owned(),
            mid: None,
            outgoing: false,
            at,
            body: format!("\"{name}\":{}", node.write(self.settings.extra_escapes)),
            list: List::Messaging,
            parties: true,
        }
    }

    /// A message, or the echo of one.
    pub(crate) fn message_event(&self, pair: Pair<'_>, message: &Message, app_id: bool) -> Event {
        if let Some(payload) = &message.postback {
            let node = object([("mid", (&message.mid).into())])
                .with("title", message.text.as_deref().unwrap_or_default())
                .with("payload", payload);
            let mut event = self.event(pair, "messaging_postbacks", "postback", &node, message.at);
            event.mid = Some(message.mid.clone());
            return event;
        }
        let mut node = object([("mid", (&message.mid).into())]).with_some("text", message.text.as_ref());
        if !message.attachments.is_empty() {
            let list: Vec<Node> = message
                .attachments
                .iter()
                .map(|one| self.attachment_node(one))
                .collect();
            node = node.with("attachments", list);
        }
        node = match &message.reply_to {
            Some(ReplyTo::Message(mid)) => node.with("reply_to", object([("mid", mid.into())])),
            Some(ReplyTo::Story { id, url }) => {
                let story = object([("id", id.into()), ("url", url.into())]);
                node.with("reply_to", object([("story", story)]))
            }
            None => node,
        };
        node = node
            .with_some(
                "quick_reply",
                message
                    .quick_reply
                    .as_ref()
                    .map(|one| object([("payload", one.into())])),
            )
            .with_some("referral", message.referral.as_ref().map(Node::from))
            .with_some("is_unsupported", message.unsupported.then_some(true));
        if message.who.is_business() {
            node = node.with("is_echo", true);
            match &message.who {
                Who::Api(app) if app_id => node = node.with("app_id", Node::Lexeme(app.clone())),
                Who::OtherApp(app) => node = node.with("app_id", Node::Lexeme(app.clone())),
                _ => {}
            }
        }
        let mut event = self.event(pair, "messages", "message", &node, message.at);
        event.mid = Some(message.mid.clone());
        event.outgoing = message.who.is_business();
        event
    }

    /// A message was taken back.
    pub(crate) fn unsend_event(&self, pair: Pair<'_>, mid: &str, outgoing: bool, at: i64) -> Event {
        let node = object([("mid", mid.into()), ("is_deleted", true.into())])
            .with_some("is_echo", outgoing.then_some(true));
        let mut event = self.event(pair, "messages", "message", &node, at);
        event.outgoing = outgoing;
        event
    }

    /// A reaction was given, or taken back when there is none.
    pub(crate) fn reaction_event(
        &self,
        pair: Pair<'_>,
        mid: &str,
        given: Option<&Reaction>,
        at: i64,
    ) -> Event {
        let action = if given.is_some() { "react" } else { "unreact" };
        let node = object([("mid", mid.into()), ("action", action.into())])
            .with_some("reaction", given.map(|one| &one.reaction))
            .with_some("emoji", given.and_then(|one| one.emoji.as_ref()));
        self.event(pair, "message_reactions", "reaction", &node, at)
    }

    /// The customer has read up to this message.
    pub(crate) fn seen_event(&self, pair: Pair<'_>, mid: &str, at: i64) -> Event {
        self.event(pair, "messaging_seen", "read", &object([("mid", mid.into())]), at)
    }

    /// A message got another text.
    pub(crate) fn edit_event(&self, pair: Pair<'_>, mid: &str, text: &str, edits: u32, at: i64) -> Event {
        let node = object([
            ("mid", mid.into()),
            ("text", text.into()),
            ("num_edit", i64::from(edits).into()),
        ]);
        self.event(pair, "message_edit", "message_edit", &node, at)
    }

    /// The edit that is none (contract 0.4).
    pub(crate) fn phantom_edit_event(&self, pair: Pair<'_>, mid: &str, parties: bool, at: i64) -> Event {
        let node = object([("mid", mid.into()), ("num_edit", 0.into())]);
        let mut event = self.event(pair, "message_edit", "message_edit", &node, at);
        event.parties = parties;
        event
    }

    /// An ig.me link was opened in an existing thread.
    pub(crate) fn referral_event(&self, pair: Pair<'_>, reference: &str, source: &str, at: i64) -> Event {
        let node = object([
            ("ref", reference.into()),
            ("source", source.into()),
            ("type", "OPEN_THREAD".into()),
        ]);
        self.event(pair, "messaging_referral", "referral", &node, at)
    }

    /// The thread changed hands between two apps.
    pub(crate) fn handover_event(&self, pair: Pair<'_>, name: &str, from: &str, to: &str, at: i64) -> Event {
        let node = object([
            ("previous_owner_app_id", from.into()),
            ("new_owner_app_id", to.into()),
            ("metadata", "".into()),
        ]);
        self.event(pair, "messaging_handover", name, &node, at)
    }

    /// A comment below one of our posts: a `changes` item.
    pub(crate) fn comment_event(
        &self,
        pair: Pair<'_>,
        id: &str,
        username: &str,
        text: &str,
        at: i64,
    ) -> Event {
        let media = object([
            ("id", "17900000000000020".into()),
            ("media_product_type", "FEED".into()),
        ]);
        let from = object([("id", pair.igsid.into()), ("username", username.into())]);
        let value = object([
            ("id", id.into()),
            ("from", from),
            ("text", text.into()),
            ("media", media),
        ]);
        let mut event = self.event(pair, "comments", "value", &value, at);
        event.body = value.write(self.settings.extra_escapes);
        event.list = List::Changes;
        event
    }

    /// The link an attachment's payload carries.
    pub(crate) fn attachment_url(&self, attachment: &Attachment) -> Option<String> {
        attachment
            .url
            .clone()
            .or_else(|| attachment.asset.as_deref().map(|id| self.asset_url(id)))
    }

    fn attachment_node(&self, attachment: &Attachment) -> Node {
        let node = object([("type", (&attachment.kind).into())]);
        if let Some(payload) = &attachment.payload {
            return node.with("payload", payload);
        }
        let id = || attachment.asset.clone().unwrap_or_default();
        let url = self.attachment_url(attachment);
        let payload = match attachment.kind.as_str() {
            "ephemeral" | "like_heart" => return node,
            "template" => object([("generic", object([("elements", Node::List(Vec::new()))]))]),
            "ig_post" => object([("ig_post_media_id", id().into())])
                .with_some("title", attachment.title.as_ref())
                .with_some("url", url),
            "ig_reel" | "reel" => object([("reel_video_id", id().into())])
                .with_some("title", attachment.title.as_ref())
                .with_some("url", url),
            "ig_story" => object([("story_media_id", id().into())]).with_some("story_media_url", url),
            _ => Node::Object(Vec::new()).with_some("url", url),
        };
        node.with("payload", payload)
    }
}
