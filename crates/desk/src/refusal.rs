//! Why a command was refused. A refused command has written nothing.

use crate::send::SendState;

/// The reason, with a stable code for the API boundary.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Something newer than what the operator saw has arrived.
    #[error("something newer has arrived in this conversation")]
    Newer {
        /// The journal position after which the new things stand.
        after: u64,
    },
    /// Nothing was ever said in this conversation.
    #[error("there is no such conversation")]
    NoConversation,
    /// There is no send with this id in this conversation.
    #[error("there is no such message in the outbox")]
    NoSuchSend,
    /// The burst is closed, or never was.
    #[error("this burst is closed")]
    NoSuchBurst,
    /// There is nothing to send.
    #[error("there is nothing to send")]
    Empty,
    /// The window is closed.
    #[error("the 24 hours after the customer's last message are over")]
    WindowClosed,
    /// The account cannot send.
    #[error("this account cannot send now; Settings says what to do")]
    AccountStopped,
    /// The rules themselves failed on this command; it has changed nothing.
    #[error("Switchboard met a fault in its own rules, and nothing was changed. Please report it")]
    Fault,
    /// An earlier send of the conversation is not resolved, or stands before it.
    #[error("an earlier message of this conversation goes first")]
    LaneBusy,
    /// It is too early.
    #[error("it is not due yet")]
    NotDue,
    /// The send is not in a state that allows this.
    #[error("{}", in_the_way(*.0))]
    NotInState(SendState),
    /// What this was based on has changed since.
    #[error("the conversation has changed since")]
    Outdated,
    /// The autopilot does not own the conversation.
    #[error("the autopilot does not own this conversation")]
    NotAutopilots,
}

/// What stands in the way of an act on a send in this state.
fn in_the_way(state: SendState) -> &'static str {
    match state {
        SendState::Held | SendState::Queued => "this message still waits to be sent",
        SendState::Sending => "this message is on its way already",
        SendState::Accepted | SendState::Confirmed => "this message was sent already",
        SendState::Failed => "this message was not sent; send it again instead",
        SendState::Cancelled => "this message was taken back; write it again",
        SendState::Unknown => "it is not known yet whether this message arrived",
    }
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Newer { .. } => "newer_message",
            Self::NoConversation => "no_conversation",
            Self::NoSuchSend => "no_such_send",
            Self::NoSuchBurst => "no_such_burst",
            Self::Empty => "empty",
            Self::WindowClosed => "window_closed",
            Self::AccountStopped => "account_stopped",
            Self::Fault => "fault",
            Self::LaneBusy => "lane_busy",
            Self::NotDue => "not_due",
            Self::NotInState(_) => "not_in_state",
            Self::Outdated => "outdated",
            Self::NotAutopilots => "not_autopilots",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_no_state_of_the_code() {
        let sentence = Refusal::NotInState(SendState::Sending).to_string();
        assert_eq!(sentence, "this message is on its way already");
    }
}
