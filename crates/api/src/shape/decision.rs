//! What the autopilot did for a burst; and search.

use super::{Contact, Who};
use crate::words;
use engine::{Handle, view};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What became of a burst.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was answered.
    Answered,
    /// A human was asked.
    HandedOver,
    /// The autopilot said nothing, rightly.
    Silent,
    /// It tried and could not.
    Failed,
}

impl From<desk::Outcome> for Outcome {
    fn from(outcome: desk::Outcome) -> Self {
        match outcome {
            desk::Outcome::Answered => Self::Answered,
            desk::Outcome::HandedOver => Self::HandedOver,
            desk::Outcome::Silent => Self::Silent,
            desk::Outcome::Failed => Self::Failed,
        }
    }
}

/// What the autopilot did for a burst, silence included.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Decision {
    /// The burst.
    pub burst: String,
    /// The conversation.
    pub conversation_id: String,
    /// When, ms.
    pub at: i64,
    /// What became of it.
    pub outcome: Outcome,
    /// Why, as a stable code.
    pub reason: String,
    /// Why, in words.
    pub sentence: String,
    /// The model.
    #[schema(required)]
    pub model: Option<String>,
    /// What shaped the prompt.
    #[schema(required)]
    pub prompt_version: Option<String>,
    /// Tokens of the prompt.
    #[schema(required)]
    pub prompt_tokens: Option<u32>,
    /// Tokens of the answer.
    #[schema(required)]
    pub completion_tokens: Option<u32>,
    /// How long the model took, ms.
    #[schema(required)]
    pub latency_ms: Option<i64>,
    /// How many calls were made.
    pub calls: u32,
    /// The basis it was decided on.
    pub basis: u64,
    /// How many messages it was about.
    pub messages: usize,
    /// The answer's parts.
    pub send_ids: Vec<String>,
}

impl From<view::DecisionRecord> for Decision {
    fn from(record: view::DecisionRecord) -> Self {
        let decision = &record.decision;
        let call = decision.call.as_ref();
        Self {
            burst: decision.burst.to_string(),
            conversation_id: record.conversation.to_string(),
            at: record.at,
            outcome: decision.outcome.into(),
            reason: words::code(&decision.reason),
            sentence: words::decision(&record),
            model: call.map(|call| call.model.clone()),
            prompt_version: call.map(|call| call.prompt_version.clone()),
            prompt_tokens: call.map(|call| call.prompt_tokens),
            completion_tokens: call.map(|call| call.completion_tokens),
            latency_ms: call.map(|call| call.latency),
            calls: decision.calls,
            basis: decision.basis,
            messages: decision.mids.len(),
            send_ids: decision.sends.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What is searched for.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// The words.
    pub q: String,
    /// Only this account's.
    pub account: Option<String>,
    /// The page before this cursor.
    pub before: Option<String>,
    /// How many, at most 200.
    pub limit: Option<u32>,
}

/// A message found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Hit {
    /// In which conversation.
    pub conversation_id: String,
    /// With whom.
    pub contact: Contact,
    /// Whose account.
    pub account_id: String,
    /// The message.
    pub key: String,
    /// When, ms.
    pub at: i64,
    /// Whose words.
    pub who: Who,
    /// The words around what was found.
    pub snippet: String,
    /// What to emphasise, in UTF-16 units.
    pub marks: Vec<(u32, u32)>,
}

/// A page of hits.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HitPage {
    /// The hits.
    pub hits: Vec<Hit>,
    /// The next page's cursor.
    #[schema(required)]
    pub next: Option<String>,
}

impl HitPage {
    pub(crate) fn of(hits: view::Hits, handle: &Handle) -> Self {
        Self {
            hits: hits
                .hits
                .into_iter()
                .map(|hit| Hit {
                    contact: Contact::of(&hit.contact, &hit.conversation, handle),
                    conversation_id: hit.conversation.to_string(),
                    account_id: hit.account.to_string(),
                    key: hit.key,
                    at: hit.at,
                    who: hit.who.into(),
                    snippet: hit.snippet,
                    marks: hit.marks,
                })
                .collect(),
            next: hits.next,
        }
    }
}
