//! A burst: customer messages that arrive close together and get one answer (rules 4).
//!
//! It opens with its first message, takes in what comes while it is open, and closes with exactly one
//! decision: answered at the release of the answer's first part, or silent, handed over, failed.
//!
//! ```text
//!            joins                      draft
//!   ┌────────────────────┐        ┌───────────────┐
//!   ▼                    │        │               ▼
//! Open ── due, claimed ─▶ Claimed ┘            Drafted ── first part released ─▶ closed: answered
//!   ▲                                             │
//!   └──────────── newer text, retry ──────────────┘        any human act ─▶ closed: silent
//! ```

use crate::ids::{BurstId, ContentKey, Mid, SendId};
use crate::time::{Due, Millis, Timings};
use serde::{Deserialize, Serialize};

/// An open burst.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Burst {
    /// Its first message, and the round.
    pub id: BurstId,
    /// Its messages, oldest first. Never empty while the burst is open.
    pub mids: Vec<Mid>,
    /// When its first message was received: wall time, ms.
    pub first: Millis,
    /// When something last joined it: wall time, ms.
    pub last: Millis,
    /// When the worker should take it up again: to claim it, or to look first.
    pub due: Due,
    /// Where it is.
    pub state: BurstState,
    /// How many model calls newer text has cancelled.
    pub cancelled_calls: u32,
    /// How many model calls were made, cancelled and failed ones included.
    pub calls: u32,
    /// How many calls failed in a way that may be tried again.
    pub failures: u32,
    /// It holds something only a human can read.
    pub asks_human: bool,
}

/// Where an open burst is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BurstState {
    /// Waiting for quiet, or for a retry.
    Open,
    /// Waiting for one look at the thread, after a start or a wake-up.
    Looking,
    /// The model is asked.
    Claimed {
        /// Which call, from 1: an answer to an older call is out of date.
        call: u32,
        /// The basis the call was made from.
        basis: u64,
    },
    /// The answer is in the outbox and its first part has not been released.
    Drafted {
        /// The basis the draft was made from.
        basis: u64,
        /// What the model did.
        call: ModelCall,
    },
}

impl Burst {
    /// When a burst with these times is due: min(last + quiet, first + longest).
    pub fn due_after(first: Millis, last: Millis, timings: &Timings) -> Due {
        let at = (last + timings.quiet).min(first + timings.longest);
        Due {
            at,
            delay: (at - last).max(0),
        }
    }

    /// Whether a model call or its draft would be lost by newer text.
    pub fn is_answering(&self) -> bool {
        matches!(
            self.state,
            BurstState::Claimed { .. } | BurstState::Drafted { .. }
        )
    }
}

/// What one model call was and cost. Texts are not copied: the prompt is named by its version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ModelCall {
    /// The model's name as the server knows it.
    pub model: String,
    /// A hash of everything the owner wrote into the prompt.
    pub prompt_version: String,
    /// Tokens of the prompt, as the server counted; 0 when it did not say.
    pub prompt_tokens: u32,
    /// Tokens of the answer.
    pub completion_tokens: u32,
    /// From asking to the last token, ms.
    pub latency: Millis,
}

/// What the autopilot did for a burst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It answered; the answer's first part was released.
    Answered,
    /// It asked for a human.
    HandedOver,
    /// It said nothing, rightly.
    Silent,
    /// It tried and could not.
    Failed,
}

/// Why it did that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The model had an answer.
    Answer,
    /// The model called the hand-over tool.
    AskedForHuman,
    /// The burst holds something it cannot read.
    Unsupported,
    /// The customer kept writing into the answer.
    Interrupted,
    /// The customer took everything back.
    Withdrawn,
    /// The operator owns the conversation, or acted before the answer left.
    OperatorOwns,
    /// Somebody answered on the phone.
    AnsweredElsewhere,
    /// Another app answered.
    OtherApp,
    /// The conversation waits for a human.
    NeedsHuman,
    /// The autopilot is switched off for the account.
    SwitchedOff,
    /// The window closed.
    WindowClosed,
    /// The account cannot send.
    AccountStopped,
    /// A limit held the answer back too long.
    WaitedTooLong,
    /// After a start, the thread could not be looked at.
    CouldNotLook,
    /// The model server could not be reached or answered with an error.
    ModelError,
    /// The model did not answer in time.
    ModelTimeout,
    /// The model refused.
    ModelRefused,
    /// The model said nothing.
    ModelEmpty,
    /// The model said far too much.
    ModelTooLong,
    /// The model's settings are missing: no server, no name.
    ModelNotSet,
    /// What the model needs to know could not be read from the desk.
    NotPrepared,
}

/// The record of what the autopilot did for a burst, silence included. Exactly one for each burst.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Decision {
    /// Which burst.
    pub burst: BurstId,
    /// The messages it was about.
    pub mids: Vec<Mid>,
    /// What was done.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
    /// The basis at the time of the decision.
    pub basis: u64,
    /// The last model call, when there was one.
    pub call: Option<ModelCall>,
    /// How many model calls were made in all.
    pub calls: u32,
    /// The parts of the answer.
    pub sends: Vec<SendId>,
    /// Where the model's own words about its hand-over are kept.
    pub note: Option<ContentKey>,
}
