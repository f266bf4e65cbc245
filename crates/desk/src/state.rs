//! What a decision may read: one conversation with what hangs on it, and its account.
//!
//! The store loads it from the views, or from its cache; a decision works on its own copy and hands the
//! changed copy back, so that what is decided and what is stored cannot differ.

use crate::burst::Burst;
use crate::content::Content;
use crate::event::Reference;
use crate::ids::{ContentKey, ConversationId, Mid, SendId};
use crate::owner::Owner;
use crate::send::{Class, Send};
use crate::time::{Due, Millis, Now, Timings, WINDOW};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Everything a decision about one conversation reads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Desk {
    /// The journal's last position.
    pub seq: u64,
    /// The conversation's account.
    pub account: Account,
    /// The delays and bounds in force.
    pub timings: Timings,
    /// The conversation.
    pub conversation: Conversation,
    /// Its open burst.
    pub burst: Option<Burst>,
    /// Its sends that are not final, those proven without a `mid`, and those the command names; for a retry also the
    /// parts after it.
    pub sends: BTreeMap<SendId, Send>,
    /// The messages that the command names.
    pub messages: BTreeMap<Mid, Message>,
    /// What waits for the messages that the command names.
    pub parked: BTreeMap<Mid, Vec<Reference>>,
    /// The conversations that are known to be the same person's; loaded where a command tells of one.
    pub linked: BTreeSet<ConversationId>,
    /// The content of the sends above: what an echo is compared with.
    pub content: BTreeMap<ContentKey, Content>,
}

/// An account, as far as the rules read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Account {
    /// When it was connected: Meta's time, ms. `None`: it is not connected.
    pub connected: Option<Millis>,
    /// Why it cannot send.
    pub stopped: Option<Class>,
    /// When its autopilot was switched on: Meta's time, ms. `None`: it is off.
    pub autopilot_since: Option<Millis>,
    /// A limit: nothing leaves before this.
    pub throttled: Option<Due>,
}

impl Account {
    /// Whether it can send at all.
    pub fn can_send(&self) -> bool {
        self.connected.is_some() && self.stopped.is_none()
    }

    /// Whether a limit holds it back at this wall time.
    pub fn is_throttled(&self, wall: Millis) -> bool {
        self.throttled.is_some_and(|until| !until.is_due(wall))
    }
}

/// A conversation, as far as the rules read it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// Whether anything was ever said in it.
    pub exists: bool,
    /// The counter that whatever makes a draft out of date bumps.
    pub basis: u64,
    /// Who answers.
    pub owner: Owner,
    /// Meta's time of the customer's last qualifying act, ms.
    pub window_from: Option<Millis>,
    /// Meta's time of the first message, ms.
    pub first_at: Option<Millis>,
    /// Meta's time of the last message in order, ms.
    pub last_at: Millis,
    /// Meta's time of what last moved its row, ms.
    pub moved_at: Millis,
    /// How many of the customer's messages the operator has not read.
    pub unread: u32,
    /// The customer's newest messages that no answer has reached, in order of storing; at most [`MOST_UNANSWERED`].
    pub unanswered: Vec<Unanswered>,
    /// The position of the newest thing in it that the operator did not write.
    pub arrived: u64,
    /// How often it was handed back by button.
    pub hand_backs: u32,
    /// Meta's time up to which the customer has seen everything, ms.
    pub seen_upto: Millis,
}

/// A customer's message that no answer has reached yet.
///
/// Its position and time are kept with it, because an answer answers what was there when it was written, and
/// no more: text that came while a reply was held or between two parts still waits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Unanswered {
    /// Which message.
    pub mid: Mid,
    /// Its position in the journal.
    pub seq: u64,
    /// Meta's time, ms.
    pub at: Millis,
    /// Whether the autopilot can read it.
    pub readable: bool,
}

/// How many unanswered messages are remembered: what one answer can be about.
pub const MOST_UNANSWERED: usize = 50;

impl Conversation {
    /// A conversation in which nothing was said yet.
    pub fn new(id: ConversationId) -> Self {
        Self {
            id,
            exists: false,
            basis: 0,
            owner: Owner::fresh(0),
            window_from: None,
            first_at: None,
            last_at: 0,
            moved_at: 0,
            unread: 0,
            unanswered: Vec::new(),
            arrived: 0,
            hand_backs: 0,
            seen_upto: 0,
        }
    }

    /// Until when the business may write: Meta's time, ms (contract 4.4).
    pub fn window_until(&self) -> Option<Millis> {
        self.window_from.map(|from| from.saturating_add(WINDOW))
    }

    /// Whether the business may write now.
    pub fn window_is_open(&self, now: Now) -> bool {
        self.window_until().is_some_and(|until| now.meta < until)
    }
}

/// Whose words a message holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

/// A stored message, as far as the rules read it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Message {
    /// Its position in the journal.
    pub seq: u64,
    /// Meta's time, ms.
    pub at: Millis,
    /// Whether `at` is exact.
    pub exact: bool,
    /// Whose it is.
    pub who: Who,
    /// The send it is the echo of.
    pub send: Option<SendId>,
    /// It was taken back.
    pub unsent: bool,
    /// The number of its last edit.
    pub edit: u32,
    /// Meta's time of the last reaction event on it, ms.
    pub reacted_at: Option<Millis>,
}

impl Desk {
    /// The desk of a conversation in which nothing was said yet.
    pub fn new(account: Account, timings: Timings, id: ConversationId) -> Self {
        Self {
            seq: 0,
            account,
            timings,
            conversation: Conversation::new(id),
            burst: None,
            sends: BTreeMap::new(),
            messages: BTreeMap::new(),
            parked: BTreeMap::new(),
            linked: BTreeSet::new(),
            content: BTreeMap::new(),
        }
    }

    /// What the customer waits to be answered: without what a send that is under way already answers.
    pub fn unanswered(&self) -> impl Iterator<Item = &Unanswered> {
        let under_way = self
            .sends
            .values()
            .filter(|send| send.is_waiting() || send.is_unresolved())
            .map(|send| send.seq)
            .max()
            .unwrap_or(0);
        self.conversation
            .unanswered
            .iter()
            .filter(move |message| message.seq > under_way)
    }

    /// Whether the customer waits for an answer.
    pub fn customer_waits(&self) -> bool {
        self.unanswered().next().is_some()
    }

    /// The sends in the order in which they leave.
    pub fn sends_in_order(&self) -> Vec<&Send> {
        let mut sends: Vec<&Send> = self.sends.values().collect();
        sends.sort_by(|a, b| (a.at, a.part, &a.id).cmp(&(b.at, b.part, &b.id)));
        sends
    }
}
