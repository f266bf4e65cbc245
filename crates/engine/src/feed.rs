//! The live feed: what became stale, never what to draw.

use desk::{AccountId, ConversationId};
use std::collections::BTreeSet;

/// Something that a window may be showing and should read again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stale {
    /// The list of conversations.
    Conversations,
    /// One conversation.
    Conversation(ConversationId),
    /// The outbox.
    Outbox,
    /// The list of accounts.
    Accounts,
    /// One account.
    Account(AccountId),
    /// The health of a part.
    Health,
    /// The settings.
    Settings,
    /// A running connect wizard.
    Connect(String),
    /// The practice platform.
    Practice,
}

impl std::fmt::Display for Stale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Conversations => f.write_str("conversations"),
            Self::Conversation(id) => write!(f, "conversation:{id}"),
            Self::Outbox => f.write_str("outbox"),
            Self::Accounts => f.write_str("accounts"),
            Self::Account(id) => write!(f, "account:{id}"),
            Self::Health => f.write_str("health"),
            Self::Settings => f.write_str("settings"),
            Self::Connect(id) => write!(f, "connect:{id}"),
            Self::Practice => f.write_str("practice"),
        }
    }
}

impl From<&store::Stale> for Stale {
    fn from(stale: &store::Stale) -> Self {
        match stale {
            store::Stale::Conversations => Self::Conversations,
            store::Stale::Conversation(id) => Self::Conversation(id.clone()),
            store::Stale::Outbox => Self::Outbox,
            store::Stale::Accounts => Self::Accounts,
            store::Stale::Account(id) => Self::Account(id.clone()),
            store::Stale::Health => Self::Health,
            store::Stale::Settings => Self::Settings,
        }
    }
}

/// One message of the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The journal's position.
    pub seq: u64,
    /// What became stale; everything, when the reader must resync.
    pub stale: BTreeSet<Stale>,
    /// The reader may have missed something.
    pub resync: bool,
}
