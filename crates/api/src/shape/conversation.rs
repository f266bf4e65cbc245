//! The list and a conversation's header.

use super::Owner;
use crate::words;
use desk::Who as DeskWho;
use engine::{Handle, view};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Whose words a message holds.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The customer.
    Customer,
    /// The autopilot.
    Autopilot,
    /// The operator, here.
    Operator,
    /// A person, in the Instagram app.
    Phone,
    /// Another app.
    OtherApp,
}

impl From<DeskWho> for Who {
    fn from(who: DeskWho) -> Self {
        match who {
            DeskWho::Customer => Self::Customer,
            DeskWho::Autopilot => Self::Autopilot,
            DeskWho::Operator => Self::Operator,
            DeskWho::Phone => Self::Phone,
            DeskWho::OtherApp => Self::OtherApp,
        }
    }
}

/// A part of the inbox.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// A human is needed.
    NeedsMe,
    /// The autopilot is on it.
    Autopilot,
    /// The window closes soon.
    Closing,
    /// Everything.
    #[default]
    All,
}

impl From<Split> for view::Split {
    fn from(split: Split) -> Self {
        match split {
            Split::NeedsMe => Self::NeedsMe,
            Split::Autopilot => Self::Autopilot,
            Split::Closing => Self::Closing,
            Split::All => Self::All,
        }
    }
}

/// What is asked of the list.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Which part.
    #[serde(default)]
    pub split: Split,
    /// Only this account's.
    pub account: Option<String>,
    /// The page before this cursor.
    pub before: Option<String>,
    /// How many, at most 200.
    pub limit: Option<u32>,
}

/// A contact.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Contact {
    /// The IGSID.
    pub id: String,
    /// The name to show: the name, the handle, or a number.
    pub name: String,
    /// The handle.
    #[schema(required)]
    pub username: Option<String>,
    /// A loopback address of the face.
    #[schema(required)]
    pub picture: Option<String>,
}

/// The last message, for the list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Last {
    /// When, ms.
    pub at: i64,
    /// Whose.
    pub who: Who,
    /// One line of it.
    pub text: String,
    /// What it is.
    pub kind: String,
}

/// What is wrong with a send of the conversation.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// One is on its way.
    Sending,
    /// One is looked for.
    Checking,
    /// One asks the operator.
    Asking,
    /// One failed.
    Failed,
}

/// A row of the list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Row {
    /// `account.contact`.
    pub id: String,
    /// Whose.
    pub account_id: String,
    /// With whom.
    pub contact: Contact,
    /// The last message.
    #[schema(required)]
    pub last: Option<Last>,
    /// Unread messages.
    pub unread: u32,
    /// Who answers.
    pub owner: Owner,
    /// Until when the business may write, ms.
    #[schema(required)]
    pub window_until: Option<i64>,
    /// What is wrong with a send.
    #[schema(required)]
    pub trouble: Option<Trouble>,
    /// The beginning of what is in the composer.
    #[schema(required)]
    pub draft: Option<String>,
}

/// How many conversations each part holds.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Counts {
    /// A human is needed.
    pub needs_me: u64,
    /// The autopilot is on it.
    pub autopilot: u64,
    /// The window closes soon.
    pub closing: u64,
    /// Everything.
    pub all: u64,
    /// Unread messages.
    pub unread: u64,
}

/// A page of the list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RowPage {
    /// The rows.
    pub rows: Vec<Row>,
    /// The next page's cursor.
    #[schema(required)]
    pub next: Option<String>,
    /// How many each part holds.
    pub counts: Counts,
}

/// What is known of a contact.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Profile {
    /// Followers.
    #[schema(required)]
    pub followers: Option<u64>,
    /// Whether they follow the account.
    #[schema(required)]
    pub follows_us: Option<bool>,
    /// Whether the account follows them.
    #[schema(required)]
    pub we_follow: Option<bool>,
    /// Whether they are verified.
    #[schema(required)]
    pub verified: Option<bool>,
    /// When they first wrote, ms.
    #[schema(required)]
    pub first_wrote_at: Option<i64>,
    /// How many messages there are.
    pub messages: u64,
}

/// Whether the operator may write.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Composer {
    /// Whether.
    pub allowed: bool,
    /// Why not.
    #[schema(required)]
    pub sentence: Option<String>,
}

/// A conversation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Conversation {
    /// Its row.
    #[serde(flatten)]
    pub row: Row,
    /// What is in the composer.
    pub draft_text: String,
    /// What is known of the contact.
    pub profile: Profile,
    /// Whether the operator may write.
    pub composer: Composer,
    /// The newest item: passed back as `seen` with a reply.
    #[schema(required)]
    pub newest: Option<String>,
    /// Other conversations of the same person, the proven first, then the newest: Instagram gives a person another id
    /// for another app.
    pub same_person: Vec<SamePerson>,
}

/// Another conversation of the same person.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SamePerson {
    /// `account.contact`.
    pub id: String,
    /// The contact as it is known there.
    pub contact: Contact,
    /// When it last moved, ms.
    pub moved_at: i64,
    /// What speaks for it.
    pub evidence: Evidence,
}

/// What says that two conversations are with one person: a `message` known under both ids proves it; the same `handle`
/// only proposes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// A message is known under both ids.
    Message,
    /// The handle is the same.
    Handle,
}

/// What is in the composer.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Draft {
    /// The text.
    pub text: String,
}

/// How far the operator has read.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct ReadUpTo {
    /// The newest item on screen: what arrived after it stays unread. `null`: everything was seen.
    #[schema(required)]
    pub upto: Option<String>,
}

/// A reply.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Reply {
    /// Made by the window, kept until answered: a second press is harmless.
    pub send_id: String,
    /// The text.
    pub text: String,
    /// The newest item on screen.
    #[schema(required)]
    pub seen: Option<String>,
}

/// What a reply became.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Replied {
    /// Its parts in the outbox.
    pub send_ids: Vec<String>,
}

impl Contact {
    pub(crate) fn of(contact: &view::Contact, conversation: &desk::ConversationId, handle: &Handle) -> Self {
        let picture = contact.picture.as_ref();
        Self {
            id: contact.id.clone(),
            name: contact.name.clone(),
            username: contact.username.clone(),
            picture: picture.map(|_| handle.media_link(&conversation.to_string(), "picture")),
        }
    }
}

impl Row {
    pub(crate) fn of(row: &view::Row, account: Option<&view::Account>, handle: &Handle) -> Self {
        Self {
            id: row.id.to_string(),
            account_id: row.id.account.to_string(),
            contact: Contact::of(&row.contact, &row.id, handle),
            last: row.last.as_ref().map(|last| Last {
                at: last.at,
                who: last.who.into(),
                text: last
                    .text
                    .clone()
                    .unwrap_or_else(|| words::preview(&last.kind).to_owned()),
                kind: last.kind.clone(),
            }),
            unread: row.unread,
            owner: Owner::of(row, account),
            window_until: row.window_until,
            trouble: row.trouble.map(|trouble| match trouble {
                view::Trouble::Sending => Trouble::Sending,
                view::Trouble::Checking => Trouble::Checking,
                view::Trouble::Asking => Trouble::Asking,
                view::Trouble::Failed => Trouble::Failed,
            }),
            draft: row.draft.clone(),
        }
    }
}

impl Conversation {
    pub(crate) fn of(
        conversation: &view::Conversation,
        account: Option<&view::Account>,
        handle: &Handle,
    ) -> Self {
        let profile = conversation.profile.as_ref();
        let now = handle.now();
        let sentence = words::composer(&conversation.row, account, now);
        Self {
            row: Row::of(&conversation.row, account, handle),
            draft_text: conversation.draft_text.clone(),
            profile: Profile {
                followers: profile.and_then(|profile| profile.followers),
                follows_us: profile.and_then(|profile| profile.follows_us),
                we_follow: profile.and_then(|profile| profile.we_follow),
                verified: profile.and_then(|profile| profile.verified),
                first_wrote_at: conversation.first_wrote_at,
                messages: conversation.messages,
            },
            composer: Composer {
                allowed: sentence.is_none(),
                sentence,
            },
            newest: conversation.newest.clone(),
            same_person: conversation
                .same_person
                .iter()
                .map(|other| SamePerson {
                    id: other.id.to_string(),
                    contact: Contact::of(&other.contact, &other.id, handle),
                    moved_at: other.moved_at,
                    evidence: match other.evidence {
                        view::Evidence::Message => Evidence::Message,
                        view::Evidence::Handle => Evidence::Handle,
                    },
                })
                .collect(),
        }
    }
}
