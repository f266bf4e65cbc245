//! Who answers a conversation, and what the autopilot is at.

use crate::words;
use desk::Answering;
use engine::view;
use serde::Serialize;
use utoipa::ToSchema;

/// Who answers.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OwnerWho {
    /// The autopilot.
    Autopilot,
    /// The operator.
    Operator,
    /// Nobody: a human is needed.
    Nobody,
}

impl From<Answering> for OwnerWho {
    fn from(answering: Answering) -> Self {
        match answering {
            Answering::Autopilot => Self::Autopilot,
            Answering::Operator => Self::Operator,
            Answering::Nobody => Self::Nobody,
        }
    }
}

/// What the autopilot is doing.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AutopilotWork {
    /// Nothing.
    Idle,
    /// Waiting for quiet.
    Waiting,
    /// Writing.
    Writing,
    /// Its answer is in the outbox.
    Sending,
}

/// What the autopilot is doing, and until when.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct AutopilotNow {
    /// What.
    pub state: AutopilotWork,
    /// When it is due, ms.
    #[schema(required)]
    pub due_at: Option<i64>,
}

/// The owner of a conversation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Owner {
    /// Who.
    pub who: OwnerWho,
    /// Why, as a stable code.
    pub reason: String,
    /// Who and why, in words.
    pub sentence: String,
    /// Since when, ms.
    pub since: i64,
    /// Until when, ms; null: until somebody changes it.
    #[schema(required)]
    pub until: Option<i64>,
    /// Whether a human is asked for.
    pub needs_human: bool,
    /// What the autopilot is doing.
    pub autopilot: AutopilotNow,
}

impl Owner {
    /// The owner, seen through the account's switch: with the autopilot off, what it owns is nobody's.
    pub(crate) fn of(row: &view::Row, account: Option<&view::Account>) -> Self {
        let owner = &row.owner;
        let off =
            owner.is_autopilot() && account.is_some_and(|account| account.state.autopilot_since.is_none());
        let who = if off {
            OwnerWho::Nobody
        } else {
            owner.answering().into()
        };
        Self {
            who,
            reason: if off {
                "autopilot_off".to_owned()
            } else {
                words::code(&owner.reason)
            },
            sentence: if off {
                "Autopilot is off".to_owned()
            } else {
                words::owner(owner.reason).to_owned()
            },
            since: owner.since,
            until: owner.until.map(|until| until.at),
            needs_human: owner.needs_human() || (off && row.waits),
            autopilot: AutopilotNow {
                state: match row.autopilot.state {
                    view::AutopilotState::Idle => AutopilotWork::Idle,
                    view::AutopilotState::Waiting => AutopilotWork::Waiting,
                    view::AutopilotState::Writing => AutopilotWork::Writing,
                    view::AutopilotState::Sending => AutopilotWork::Sending,
                },
                due_at: row.autopilot.due_at,
            },
        }
    }
}
