//! From the wire's words to the desk's: a decoded webhook item becomes a command, or a note.

use desk::{
    AccountAsk, Ask, Attachment, AttachmentKind, Command, Content, ConversationId, EchoApp, Form, Incoming,
    MINUTE, Mid, Millis, Referral, Source, Story,
};
use instagram::webhook::{self, Item, ItemKind, Postback, ReplyTo, SeenUpTo};

/// What an item asks of the desk.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A command about a conversation.
    Command(Box<Command>),
    /// A note about the account.
    Account(AccountAsk),
    /// The dashboard's test event: the tunnel and the secret work (contract 3.6).
    TestEvent,
    /// Nothing to keep: the phantom edit that accompanies ordinary messages (contract 0.4).
    Nothing,
    /// It must be kept raw: it cannot be told whose it is or what it says.
    Undecodable(&'static str),
}

/// What `item` asks of the desk. `own_app` is our app's id; `now` stands in for a missing time.
pub(crate) fn meaning(item: &Item, own_app: &str, now: Millis) -> Meaning {
    let at = plausible(item.at_ms, now);
    match &item.kind {
        ItemKind::TestEvent => return Meaning::TestEvent,
        ItemKind::PhantomEdit { .. } => return Meaning::Nothing,
        ItemKind::Comment(_) => return note("comment", at),
        ItemKind::Mention { .. } => return note("mention", at),
        ItemKind::Unknown { .. } => return Meaning::Undecodable("an event of a kind that is not known"),
        _ => {}
    }
    let Some(contact) = item.contact.as_deref() else {
        return match &item.kind {
            ItemKind::Handover(_) => note("handover", at),
            _ => Meaning::Undecodable("it does not say who it is from"),
        };
    };
    let stamp = item.at_ms.unwrap_or(now);
    // What the account itself wrote is no customer's, whatever else the item says.
    let kind = match &item.kind {
        ItemKind::Message(message) if item.by_account => &ItemKind::Echo(message.clone()),
        kind => kind,
    };
    let Some(incoming) = incoming(kind, contact, own_app, at, stamp) else {
        return Meaning::Undecodable("it does not say what changed");
    };
    let conversation = ConversationId::new(item.account.as_str(), contact);
    let act = Ask::Receive {
        incoming,
        source: Source::Webhook,
    };
    Meaning::Command(Box::new(Command { conversation, act }))
}

/// Before this there was no Instagram: 2010-10-06, ms.
const EARLIEST: Millis = 1_286_323_200_000;
/// How far ahead of us Meta's clock may seem to be, ms.
const LEAD: Millis = 5 * MINUTE;

/// A time that says when something happened; one that cannot be true is taken for now. A time in the future would
/// keep the window open and hold its place at the end for ever.
pub(crate) fn plausible(at: Option<Millis>, now: Millis) -> Millis {
    at.filter(|at| (EARLIEST..=now.saturating_add(LEAD)).contains(at))
        .unwrap_or(now)
}

fn note(what: &str, at: Millis) -> Meaning {
    Meaning::Account(AccountAsk::Note {
        what: what.to_owned(),
        at,
    })
}

/// A tap on a button.
fn tap(postback: &Postback, contact: &str, at: Millis, stamp: Millis) -> Incoming {
    // Ice breakers of old carry no mid: who, when and what name the tap as well as anything.
    let mid = postback.mid.as_deref().map_or_else(
        || {
            let payload = postback.payload.as_deref().unwrap_or_default();
            Mid(format!("postback:{contact}:{stamp}:{payload}"))
        },
        Mid::from,
    );
    Incoming::Message {
        mid,
        at,
        exact: true,
        form: Form::Postback,
        content: Content {
            text: postback.title.clone(),
            payload: postback.payload.clone(),
            referral: postback.referral.as_ref().map(referral),
            ..Content::default()
        },
        reply_to: None,
    }
}

/// `at` is when it happened; `stamp` is the time as it was written, which names what has no other name.
fn incoming(kind: &ItemKind, contact: &str, own_app: &str, at: Millis, stamp: Millis) -> Option<Incoming> {
    let other = |what: &str| {
        Some(Incoming::Other {
            what: what.to_owned(),
            at,
        })
    };
    match kind {
        ItemKind::Message(message) => Some(Incoming::Message {
            mid: Mid::from(message.mid.as_str()),
            at,
            exact: true,
            form: form(message),
            content: content(message),
            reply_to: reply_to(message),
        }),
        ItemKind::Echo(message) => Some(Incoming::Echo {
            mid: Mid::from(message.mid.as_str()),
            at,
            exact: true,
            content: content(message),
            reply_to: reply_to(message),
            app: message.app_id.as_deref().map(|app| {
                if app == own_app {
                    EchoApp::Ours
                } else {
                    EchoApp::Other
                }
            }),
        }),
        ItemKind::Postback(postback) => Some(tap(postback, contact, at, stamp)),
        ItemKind::Unsent { mid } => Some(Incoming::Unsend {
            mid: Mid::from(mid.as_str()),
        }),
        ItemKind::Edited { mid, text, num_edit } => Some(Incoming::Edit {
            mid: Mid::from(mid.as_str()),
            edit: u32::try_from(num_edit.unwrap_or(1)).unwrap_or(u32::MAX),
            text: text.clone()?,
        }),
        ItemKind::Reaction {
            mid,
            removed,
            reaction,
            emoji,
        } => Some(Incoming::Reaction {
            mid: Mid::from(mid.as_str()),
            at,
            emoji: (!removed).then(|| emoji.clone().unwrap_or_else(|| face(reaction.as_deref()))),
        }),
        ItemKind::Seen(SeenUpTo::Mid(mid)) => Some(Incoming::Seen {
            mid: Some(Mid::from(mid.as_str())),
            at,
        }),
        ItemKind::Seen(SeenUpTo::Watermark(upto)) => Some(Incoming::Seen {
            mid: None,
            at: (*upto).min(at),
        }),
        ItemKind::Referral(_) => other("referral"),
        ItemKind::OptIn { .. } => other("opt_in"),
        ItemKind::Handover(_) => other("handover"),
        ItemKind::Comment(_)
        | ItemKind::Mention { .. }
        | ItemKind::TestEvent
        | ItemKind::PhantomEdit { .. }
        | ItemKind::Unknown { .. } => None,
    }
}

/// The emoji of a named reaction, for deliveries without one (contract 3.6).
fn face(reaction: Option<&str>) -> String {
    let emoji = match reaction {
        Some("like") => "👍",
        Some("laugh") => "😆",
        Some("wow") => "😮",
        Some("sad") => "😢",
        Some("angry") => "😠",
        Some("love") => "❤️",
        _ => "🙂",
    };
    emoji.to_owned()
}

fn form(message: &webhook::Message) -> Form {
    use webhook::AttachmentKind as Wire;
    let has = |test: fn(&Wire) -> bool| {
        message
            .attachments
            .iter()
            .any(|attachment| test(&attachment.kind))
    };
    if message.is_unsupported {
        Form::Unsupported
    } else if message.is_ephemeral() {
        Form::Ephemeral
    } else if matches!(message.reply_to, Some(ReplyTo::Story { .. })) {
        Form::StoryReply
    } else if message.quick_reply.is_some() {
        Form::QuickReply
    } else if has(|kind| matches!(kind, Wire::StoryMention)) {
        Form::StoryMention
    } else if has(|kind| matches!(kind, Wire::Share | Wire::Post | Wire::Reel | Wire::Story)) {
        Form::Share
    } else if has(|kind| matches!(kind, Wire::Template)) {
        Form::Template
    } else if has(|kind| matches!(kind, Wire::Unknown(_))) {
        Form::Unsupported
    } else if !message.attachments.is_empty() {
        Form::Media
    } else if message.text.as_deref().is_none_or(|text| text.trim().is_empty()) {
        Form::Unsupported
    } else {
        Form::Text
    }
}

fn content(message: &webhook::Message) -> Content {
    let story = match &message.reply_to {
        Some(ReplyTo::Story { id, url, .. }) => Some(Story {
            id: id.clone().unwrap_or_default(),
            url: url.clone(),
        }),
        _ => None,
    };
    Content {
        text: message.text.clone(),
        attachments: message.attachments.iter().map(attachment).collect(),
        story,
        payload: message.quick_reply.clone(),
        referral: message.referral.as_ref().map(referral),
    }
}

fn reply_to(message: &webhook::Message) -> Option<Mid> {
    match &message.reply_to {
        Some(ReplyTo::Message { mid }) => Some(Mid::from(mid.as_str())),
        _ => None,
    }
}

fn attachment(attachment: &webhook::Attachment) -> Attachment {
    Attachment {
        kind: attachment_kind(&attachment.kind),
        url: attachment.url.clone(),
        title: attachment.title.clone(),
        media: attachment.media_id.clone(),
    }
}

/// The desk's word for a kind of attachment.
pub(crate) fn attachment_kind(kind: &webhook::AttachmentKind) -> AttachmentKind {
    use webhook::AttachmentKind as Wire;
    match kind {
        Wire::Image => AttachmentKind::Image,
        Wire::Video => AttachmentKind::Video,
        Wire::Audio => AttachmentKind::Audio,
        Wire::File => AttachmentKind::File,
        Wire::Share => AttachmentKind::Share,
        Wire::Post => AttachmentKind::IgPost,
        Wire::Reel => AttachmentKind::Reel,
        Wire::Story => AttachmentKind::IgStory,
        Wire::StoryMention => AttachmentKind::StoryMention,
        Wire::Template => AttachmentKind::Template,
        Wire::Ephemeral => AttachmentKind::Ephemeral,
        Wire::Sticker => AttachmentKind::Sticker,
        Wire::LikeHeart => AttachmentKind::LikeHeart,
        Wire::Unknown(name) => AttachmentKind::Unknown(name.clone()),
    }
}

fn referral(from: &webhook::Referral) -> Referral {
    Referral {
        reference: from.reference.clone(),
        source: from.source.clone(),
        ad: from.ad_title.clone().or_else(|| from.ad_id.clone()),
        product: from.product_id.clone(),
    }
}
