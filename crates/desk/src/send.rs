//! A send: one outgoing item, from the outbox to its proof (rules 5).
//!
//! Meta has no idempotency key, so the row is written before the call and the outcome after it, and an
//! outcome that is not known is a state of its own.
//!
//! ```text
//! Held ─▶ Queued ─ release ─▶ Sending ─ answered ─▶ Accepted ─ echo ─▶ Confirmed
//!   │        ▲  │                │  │                                     ▲
//!   │undo    │  │cancel          │  └ refused ─▶ Failed                   │ echo, look, operator
//!   ▼        │  ▼                ▼ lost                                   │
//! Cancelled  └──── not found ── Unknown ──────────────────────────────────┘
//! ```

use crate::ids::{BurstId, ContentKey, Mid, SendId};
use crate::owner::{Answering, Owner};
use crate::state::Unanswered;
use crate::time::{Due, Millis, Now};
use serde::{Deserialize, Serialize};

/// Who wrote a send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Writer {
    /// The person at the desktop.
    Operator,
    /// The autopilot.
    Autopilot,
}

/// A send as the rules see it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Send {
    /// Its id; repeating a command with it is harmless.
    pub id: SendId,
    /// The position in the journal at which it was put into the outbox.
    pub seq: u64,
    /// The id of the answer's first part: parts are undone together.
    pub group: SendId,
    /// Who wrote it.
    pub writer: Writer,
    /// An operator asked for it to go out again, which counts for more than who wrote it.
    pub vouched: bool,
    /// The operator said that the part before it arrived: it goes out although a human was asked, unless one acts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub follows: bool,
    /// The burst it answers.
    pub burst: Option<BurstId>,
    /// The basis its draft was made from; 0 for an operator's.
    pub basis: u64,
    /// Which part, from 1.
    pub part: u16,
    /// Of how many.
    pub parts: u16,
    /// Where its content is kept.
    pub content: ContentKey,
    /// Its place in the conversation: Meta's time, ms.
    pub at: Millis,
    /// When it was put into the outbox: wall time, ms.
    pub created: Millis,
    /// Where it is.
    pub state: SendState,
    /// When the worker should take it up: to release it, or to look for it. `None`: nothing to do.
    pub due: Option<Due>,
    /// How many attempts were released.
    pub attempts: u32,
    /// How many answers said *try again* (limits not counted).
    pub tries: u32,
    /// How many attempts were lost.
    pub losses: u32,
    /// When the last attempt was released: Meta's time as it was known then, ms.
    pub released: Millis,
    /// The same in wall time, ms.
    pub released_wall: Millis,
    /// When the last attempt was lost: wall time, ms.
    pub lost: Millis,
    /// Looks made for the last loss, and the last one's result.
    pub looks: u32,
    /// What the last look found.
    pub last_look: Option<Look>,
    /// Meta's id for it.
    pub mid: Option<Mid>,
    /// Bound by an echo with the same content, before any answer named the `mid`.
    pub provisional: bool,
    /// Meta's time of the echo that bound it, ms.
    pub bound_at: Option<Millis>,
    /// What stood before a foreign echo that came while its attempt was open: that echo may be its own, in other
    /// words than ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Before>,
    /// A human acted while an attempt of it was on the wire: it is never released again by itself (rules 4).
    pub silenced: bool,
    /// The customer's messages that it answers, from its release until it is proven: if it never arrives, they wait
    /// again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Unanswered>,
    /// The operator let later sends pass it.
    pub passed: bool,
    /// The operator is asked whether it arrived.
    pub asking: bool,
    /// Why it was taken back; `None` when it was not, or goes out again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Cancel>,
}

/// What a foreign echo changed, to be put back when it turns out to be ours.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Before {
    /// The echo.
    pub mid: Mid,
    /// Its position in the journal.
    pub seq: u64,
    /// The newest thing until then that the operator did not write.
    pub arrived: u64,
    /// Who answered until then.
    pub owner: Owner,
}

/// Where a send is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SendState {
    /// Waiting so that it can be undone.
    Held,
    /// Ready, or waiting for a retry.
    Queued,
    /// An attempt is on the wire.
    Sending,
    /// Meta answered with a `mid`.
    Accepted,
    /// Meta's echo, a look or the operator proved it.
    Confirmed,
    /// Meta refused it for good.
    Failed,
    /// It was taken back before it left.
    Cancelled,
    /// Its last attempt's outcome is not known.
    Unknown,
}

impl SendState {
    /// Whether nothing will happen to it any more but an echo.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Accepted | Self::Confirmed | Self::Failed | Self::Cancelled
        )
    }
}

impl Send {
    /// When the last attempt was released, in Meta's time: the earlier of what was known of it then and now. An
    /// offset that was wrong at the release must not make what arrived look older than its own attempt.
    pub fn released_at(&self, now: Now) -> Millis {
        self.released.min(self.released_wall + now.meta - now.wall)
    }

    /// Its first attempt left no earlier than this, in Meta's time: of several only the last one's time is kept, and
    /// the others left after it was put into the outbox.
    pub fn first_released_at(&self, now: Now) -> Millis {
        let last = self.released_at(now);
        if self.attempts > 1 {
            last.min(self.created + now.meta - now.wall)
        } else {
            last
        }
    }

    /// Its last attempt left no later than this, in Meta's time as it was known then or is now.
    pub fn last_released_at(&self, now: Now) -> Millis {
        self.released.max(self.released_wall + now.meta - now.wall)
    }

    /// Whether it is an attempt whose outcome is open: it holds the lane.
    pub fn is_unresolved(&self) -> bool {
        matches!(self.state, SendState::Sending | SendState::Unknown)
    }

    /// The ids of the parts after it.
    pub fn later_parts(&self) -> impl Iterator<Item = SendId> {
        (self.part.saturating_add(1)..=self.parts).map(|part| self.group.of_part(part))
    }

    /// Whether it waits to be released.
    pub fn is_waiting(&self) -> bool {
        matches!(self.state, SendState::Held | SendState::Queued)
    }

    /// Whether it may not be tried again by itself: it speaks for the autopilot, and a human has acted since its
    /// attempt left, or owns the conversation, or was asked to.
    pub fn must_stay_silent(&self, owner: &Owner) -> bool {
        let may_go_on = owner.is_autopilot() || self.goes_on_under(owner);
        self.is_autopilots() && (self.silenced || !may_go_on)
    }

    /// Whether it is the rest of an answer whose first part the operator vouched for, and nobody has acted since.
    pub fn goes_on_under(&self, owner: &Owner) -> bool {
        self.follows && owner.answering() == Answering::Nobody
    }

    /// Whether it speaks for the autopilot, so that a human's act stops it.
    pub fn is_autopilots(&self) -> bool {
        self.writer == Writer::Autopilot && !self.vouched
    }
}

/// What one look at the thread found (rules 5). Two results that must never be mistaken for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// The listing reaches back past the attempt and does not hold it.
    NotFound,
    /// There was no listing, or it does not reach back far enough.
    CouldNotLook,
}

/// Why an attempt's outcome is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// No answer in time.
    Timeout,
    /// The connection was cut.
    Cut,
    /// An answer that says nothing: 5xx, HTML, codes 1, 2 and -1 (contract 5.2).
    Unclear,
    /// The program stopped while the attempt was on the wire.
    Stopped,
}

/// Why a send failed for good, or waits: the class of Meta's error (contract 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The token is dead: sign in again.
    Auth,
    /// The app or the token lacks a permission.
    Permission,
    /// The window is closed.
    WindowClosed,
    /// The person cannot receive messages.
    RecipientUnavailable,
    /// Another app holds the thread.
    ThreadHeld,
    /// A limit.
    Limit,
    /// A passing fault that Meta names as such.
    Transient,
    /// The content is refused.
    InvalidContent,
    /// The connection's settings are wrong.
    Configuration,
    /// The account is restricted or has switched off message access.
    AccountRestricted,
    /// Retryable answers came too often.
    TriedTooOften,
    /// None of these.
    Other,
}

/// What to do about a refused attempt. The table of contract 5.2, as far as the rules need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// Never.
    Never,
    /// After a delay; counts as a try.
    Later,
    /// When the account's bucket opens again; counts as nothing.
    Limit,
    /// After a new sign-in; stops the account.
    Auth,
}

/// Why a send was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cancel {
    /// The operator undid it.
    Undone,
    /// A human acted, so the autopilot is silent.
    Human,
    /// The customer wrote more before it left.
    Outdated,
    /// An earlier part did not go out.
    EarlierPart,
    /// The window closed before it left.
    WindowClosed,
    /// A limit held it back too long.
    WaitedTooLong,
    /// The account was disconnected.
    Disconnected,
    /// The autopilot was switched off.
    SwitchedOff,
}
