//! Who answers a conversation now, and why (rules 3).

use crate::time::{Due, Millis};
use serde::{Deserialize, Serialize};

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answering {
    /// The autopilot may answer.
    Autopilot,
    /// A person answers, here or on the phone.
    Operator,
    /// Nobody does: a human is needed.
    Nobody,
}

/// Why the owner is who it is. Each reason belongs to exactly one owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnerReason {
    /// A conversation nobody touched yet.
    Fresh,
    /// The operator pressed *Hand back*.
    HandedBack,
    /// The operator's time ran out and the customer was not waiting.
    TimedBack,
    /// The operator began to type.
    Typing,
    /// The operator pressed *Take over*.
    TookOver,
    /// The operator sent something.
    Sent,
    /// Somebody gave it to the operator.
    Assigned,
    /// A person answered in the Instagram app.
    Phone,
    /// The autopilot handed over: the customer asked for a person, or it does not know.
    HandedOver,
    /// The model failed, refused, or said nothing usable, within its bounds.
    ModelFailed,
    /// Something arrived that the autopilot cannot read.
    Unsupported,
    /// The operator typed and left.
    TypingExpired,
    /// The operator's time ran out while the customer waited.
    OperatorExpired,
    /// The message was old when it arrived.
    TooOld,
    /// The window closed before an answer could leave.
    WindowClosed,
    /// The account cannot send.
    AccountStopped,
    /// After a start, the thread could not be looked at.
    CouldNotLook,
    /// The customer kept writing into the answer.
    Interrupted,
    /// A limit held the answer back too long.
    WaitedTooLong,
    /// The autopilot's answer could not be delivered, or it is not known whether it was.
    NotDelivered,
}

impl OwnerReason {
    /// Who owns the conversation for this reason.
    pub fn answering(self) -> Answering {
        match self {
            Self::Fresh | Self::HandedBack | Self::TimedBack => Answering::Autopilot,
            Self::Typing | Self::TookOver | Self::Sent | Self::Assigned | Self::Phone => Answering::Operator,
            Self::HandedOver
            | Self::ModelFailed
            | Self::Unsupported
            | Self::TypingExpired
            | Self::OperatorExpired
            | Self::TooOld
            | Self::WindowClosed
            | Self::AccountStopped
            | Self::CouldNotLook
            | Self::Interrupted
            | Self::WaitedTooLong
            | Self::NotDelivered => Answering::Nobody,
        }
    }
}

/// The owner of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Owner {
    /// Why; it also says who.
    pub reason: OwnerReason,
    /// Wall time, ms.
    pub since: Millis,
    /// When this ends by itself.
    pub until: Option<Due>,
}

impl Owner {
    /// The owner of a conversation that nobody touched.
    pub fn fresh(since: Millis) -> Self {
        Self {
            reason: OwnerReason::Fresh,
            since,
            until: None,
        }
    }

    /// Who answers.
    pub fn answering(&self) -> Answering {
        self.reason.answering()
    }

    /// Whether the autopilot may answer.
    pub fn is_autopilot(&self) -> bool {
        self.answering() == Answering::Autopilot
    }

    /// Whether a human is asked for.
    pub fn needs_human(&self) -> bool {
        self.answering() == Answering::Nobody
    }
}
