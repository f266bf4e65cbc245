//! A send as its bubble shows it, and what can be done with it.

use crate::words;
use desk::{SendState as DeskState, Timings};
use engine::view;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a send is.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SendState {
    /// Waiting so that it can be undone.
    Held,
    /// Ready, or waiting for a retry.
    Queued,
    /// On the wire.
    Sending,
    /// Answered by the platform.
    Accepted,
    /// Proven.
    Confirmed,
    /// Refused.
    Failed,
    /// Taken back before it left.
    Cancelled,
    /// Not known.
    Unknown,
}

/// What the operator can do with a send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SendAction {
    /// Take it back.
    Undo,
    /// Send it again.
    Retry,
    /// Copy its text.
    Copy,
    /// Let later ones pass it.
    Pass,
}

/// The one question of an unknown send.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SendQuestion {
    /// The question.
    pub sentence: String,
}

/// The truth about a send.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Send {
    /// Its id.
    pub id: String,
    /// Where it is.
    pub state: SendState,
    /// The same in words.
    pub sentence: String,
    /// When it leaves, or is looked for, ms.
    #[schema(required)]
    pub due_at: Option<i64>,
    /// Which part.
    pub part: u16,
    /// Of how many.
    pub parts: u16,
    /// The question.
    #[schema(required)]
    pub question: Option<SendQuestion>,
    /// What can be done.
    pub can: Vec<SendAction>,
    /// From when later ones may be let past it, wall time, ms; null when they may already, or never.
    #[schema(required)]
    pub pass_at: Option<i64>,
}

impl Send {
    pub(super) fn of(item: &view::SendItem, timings: &Timings, now: desk::Now) -> Self {
        let send = &item.send;
        Self {
            id: send.id.to_string(),
            state: send.state.into(),
            sentence: words::send(item),
            due_at: send.due.map(|due| due.at),
            part: send.part,
            parts: send.parts,
            question: send.asking.then(|| SendQuestion {
                sentence: words::send_question(send).to_owned(),
            }),
            can: words::can(send, timings, now),
            pass_at: words::pass_at(send, timings).filter(|at| *at > now.wall),
        }
    }
}

impl From<DeskState> for SendState {
    fn from(state: DeskState) -> Self {
        match state {
            DeskState::Held => Self::Held,
            DeskState::Queued => Self::Queued,
            DeskState::Sending => Self::Sending,
            DeskState::Accepted => Self::Accepted,
            DeskState::Confirmed => Self::Confirmed,
            DeskState::Failed => Self::Failed,
            DeskState::Cancelled => Self::Cancelled,
            DeskState::Unknown => Self::Unknown,
        }
    }
}

/// The words of what was taken back.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Undone {
    /// The words.
    pub text: String,
    /// The conversation's draft, which begins with them.
    pub draft_text: String,
}

/// The operator's answer about an unknown send.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResolveChoice {
    /// It did not arrive: send it again.
    SendAgain,
    /// It arrived.
    ItArrived,
}

/// Answers the question.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
pub struct Resolve {
    /// The answer.
    pub choice: ResolveChoice,
}
