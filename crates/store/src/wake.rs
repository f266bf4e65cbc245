//! What a commit tells the rest of the desk: that something is there, and what to read again. Never what to draw.

use desk::{AccountId, ConversationId};
use std::collections::BTreeSet;

/// A commit happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The journal's last position.
    pub seq: u64,
    /// What became stale. Empty: nothing that anybody shows.
    pub stale: BTreeSet<Stale>,
}

/// Something that was read and has changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stale {
    /// The lists of conversations and their counts.
    Conversations,
    /// One conversation.
    Conversation(ConversationId),
    /// Sends.
    Outbox,
    /// The list of accounts.
    Accounts,
    /// One account.
    Account(AccountId),
    /// Health's numbers.
    Health,
    /// Settings.
    Settings,
}
