//! One call to the model, and what becomes of it.

use crate::client::client;
use crate::guard::{self, Verdict};
use crate::{Conversation, Profile, prompt};
use async_openai::error::OpenAIError;
use async_openai::types::chat::{
    ChatCompletionMessageToolCalls, ChatCompletionTool, ChatCompletionTools, CreateChatCompletionRequest,
    CreateChatCompletionResponse, FinishReason, FunctionObject,
};
use desk::{MINUTE, Millis, ModelCall, Reason};
use serde::Deserialize;
use serde_json::json;
use std::sync::{Arc, OnceLock};
use std::time::Instant;
use tokio_util::sync::CancellationToken;

/// The tool with which the model gives a conversation to a person.
const HAND_OVER: &str = "hand_over_to_human";
/// How much of the model's own words about a hand-over is kept, bytes.
const MOST_NOTE: usize = 500;
/// A server that wants a longer wait than this is no help to a customer who waits: a person is.
const MOST_WAIT: Millis = MINUTE;

/// What the model came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It has an answer.
    Answer {
        /// The answer, plain text within the profile's limit.
        text: String,
        /// What the call was.
        record: ModelCall,
    },
    /// It gives the conversation to a person.
    HandOver {
        /// Why, in its own words.
        note: Option<String>,
        /// What the call was.
        record: ModelCall,
    },
    /// It has nothing usable.
    Failed {
        /// Why.
        reason: Reason,
        /// Whether another try may do better.
        retryable: bool,
        /// How long to wait before that, ms, when the server said so.
        after: Option<Millis>,
        /// What is known of the call.
        record: Option<ModelCall>,
        /// A sentence for the operator; no secret, no customer's words.
        detail: String,
    },
}

/// What a trial came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// Whether the model answered.
    pub ok: bool,
    /// How long it took, ms.
    pub latency_ms: Option<Millis>,
    /// What happened.
    pub sentence: String,
}

/// Asks the model for an answer to the conversation's burst. Cancelling closes the connection.
pub async fn answer(profile: &Profile, conversation: &Conversation, cancel: &CancellationToken) -> Reply {
    let messages = prompt::messages(profile, conversation);
    tokio::select! {
        () = cancel.cancelled() => failed(Reason::ModelError, true, "The call was cancelled."),
        reply = ask(profile, messages) => reply,
    }
}

/// Asks the model one small question: whether it is there at all.
pub async fn try_out(profile: &Profile) -> Tried {
    use async_openai::types::chat::{ChatCompletionRequestMessage, ChatCompletionRequestUserMessage};
    let hello = ChatCompletionRequestMessage::User(ChatCompletionRequestUserMessage {
        content: "Say hello in one short sentence.".to_owned().into(),
        name: None,
    });
    match ask(profile, vec![hello]).await {
        Reply::Answer { record, .. } | Reply::HandOver { record, .. } => Tried {
            ok: true,
            latency_ms: Some(record.latency),
            sentence: format!("{} answered in {} ms.", record.model, record.latency),
        },
        Reply::Failed { detail, record, .. } => Tried {
            ok: false,
            latency_ms: record.map(|record| record.latency),
            sentence: detail,
        },
    }
}

async fn ask(
    profile: &Profile,
    messages: Vec<async_openai::types::chat::ChatCompletionRequestMessage>,
) -> Reply {
    if profile.model.trim().is_empty() || profile.base_url.trim().is_empty() {
        return failed(
            Reason::ModelNotSet,
            false,
            "The model’s name or its server’s address is missing.",
        );
    }
    let wait = Arc::new(OnceLock::new());
    let client = match client(profile, &wait) {
        Ok(client) => client,
        Err(_) => {
            return failed(
                Reason::ModelNotSet,
                false,
                "The model server’s address cannot be used.",
            );
        }
    };
    let request = CreateChatCompletionRequest {
        model: profile.model.trim().to_owned(),
        messages,
        tools: Some(vec![hand_over_tool()]),
        ..CreateChatCompletionRequest::default()
    };
    let began = Instant::now();
    let chat = client.chat();
    let answered = tokio::time::timeout(profile.timeout, chat.create(request)).await;
    let latency = Millis::try_from(began.elapsed().as_millis()).unwrap_or(Millis::MAX);
    let mut record = ModelCall {
        model: profile.model.trim().to_owned(),
        prompt_version: profile.prompt_version(),
        latency,
        ..ModelCall::default()
    };
    match answered {
        Err(_) => {
            let seconds = profile.timeout.as_secs();
            let detail = format!("The model did not answer within {seconds} seconds.");
            Reply::Failed {
                reason: Reason::ModelTimeout,
                retryable: true,
                after: None,
                record: Some(record),
                detail,
            }
        }
        Ok(Err(error)) => refused(&error, record, wait.get().copied()),
        Ok(Ok(response)) => {
            if let Some(usage) = &response.usage {
                record.prompt_tokens = usage.prompt_tokens;
                record.completion_tokens = usage.completion_tokens;
            }
            read(response, record, profile.max_reply_bytes)
        }
    }
}

fn hand_over_tool() -> ChatCompletionTools {
    ChatCompletionTools::Function(ChatCompletionTool {
        function: FunctionObject {
            name: HAND_OVER.to_owned(),
            description: Some(
                "Give this conversation to a person. Use it when you do not know the answer, when a person is asked for, or when somebody is upset."
                    .to_owned(),
            ),
            parameters: Some(json!({
                "type": "object",
                "properties": { "reason": { "type": "string", "description": "Why, in one short sentence for the person who takes over." } },
                "required": ["reason"]
            })),
            strict: None,
        },
    })
}

#[derive(Deserialize)]
struct HandOver {
    reason: Option<String>,
}

fn read(response: CreateChatCompletionResponse, record: ModelCall, most_bytes: u32) -> Reply {
    let Some(choice) = response.choices.into_iter().next() else {
        return with(
            record,
            Reason::ModelEmpty,
            true,
            "The model answered with nothing.",
        );
    };
    let message = choice.message;
    if let Some(call) = message.tool_calls.and_then(|calls| calls.into_iter().next()) {
        return called(call, record);
    }
    if message.refusal.is_some() || choice.finish_reason == Some(FinishReason::ContentFilter) {
        return with(
            record,
            Reason::ModelRefused,
            false,
            "The model refused to answer.",
        );
    }
    let text = message.content.unwrap_or_default();
    if choice.finish_reason == Some(FinishReason::Length) {
        return with(
            record,
            Reason::ModelTooLong,
            true,
            "The model’s answer was cut off at its own limit.",
        );
    }
    match guard::judge(&text, most_bytes) {
        Verdict::Pass(text) => Reply::Answer { text, record },
        Verdict::Empty => with(
            record,
            Reason::ModelEmpty,
            true,
            "The model answered with nothing.",
        ),
        Verdict::TooLong => with(
            record,
            Reason::ModelTooLong,
            true,
            "The model’s answer was too long.",
        ),
        Verdict::Leak => with(
            record,
            Reason::ModelRefused,
            true,
            "The model repeated its own instructions.",
        ),
        Verdict::Promise => Reply::HandOver {
            note: Some("It was about to promise that a person would act.".to_owned()),
            record,
        },
    }
}

fn called(call: ChatCompletionMessageToolCalls, record: ModelCall) -> Reply {
    let ChatCompletionMessageToolCalls::Function(call) = call else {
        return with(
            record,
            Reason::ModelError,
            true,
            "The model called a tool that it was not given.",
        );
    };
    if call.function.name != HAND_OVER {
        return with(
            record,
            Reason::ModelError,
            true,
            "The model called a tool that it was not given.",
        );
    }
    match serde_json::from_str::<HandOver>(&call.function.arguments) {
        Ok(hand_over) => {
            let note = hand_over.reason.map(|reason| shortened(reason.trim()));
            Reply::HandOver {
                note: note.filter(|note| !note.is_empty()),
                record,
            }
        }
        Err(_) => with(
            record,
            Reason::ModelError,
            true,
            "The model’s hand-over could not be read.",
        ),
    }
}

fn shortened(text: &str) -> String {
    text.char_indices()
        .take_while(|(at, _)| *at < MOST_NOTE)
        .map(|(_, letter)| letter)
        .collect()
}

fn refused(error: &OpenAIError, record: ModelCall, wait: Option<Millis>) -> Reply {
    let (retryable, detail) = match error {
        OpenAIError::ApiError(answer) => {
            let status = answer.status_code.as_u16();
            match status {
                401 | 403 => (false, "The model server does not accept the key.".to_owned()),
                404 => (
                    false,
                    "The model server knows no such model, or its address is wrong.".to_owned(),
                ),
                408 | 409 | 425 | 429 => (true, format!("The model server asks to wait (status {status}).")),
                400..=499 => (
                    false,
                    format!("The model server refused the call (status {status})."),
                ),
                _ => (true, format!("The model server failed (status {status}).")),
            }
        }
        OpenAIError::Reqwest(error) if error.is_timeout() => {
            let detail = "The model did not answer in time.".to_owned();
            return Reply::Failed {
                reason: Reason::ModelTimeout,
                retryable: true,
                after: None,
                record: Some(record),
                detail,
            };
        }
        OpenAIError::Reqwest(error) if error.is_connect() => {
            (true, "The model server cannot be reached.".to_owned())
        }
        OpenAIError::Reqwest(_) => (true, "The connection to the model server was cut.".to_owned()),
        OpenAIError::JSONDeserialize(..) => (true, "The model server’s answer could not be read.".to_owned()),
        _ => (false, "The call to the model could not be made.".to_owned()),
    };
    Reply::Failed {
        reason: Reason::ModelError,
        retryable: retryable && wait.is_none_or(|wait| wait <= MOST_WAIT),
        after: wait,
        record: Some(record),
        detail,
    }
}

fn with(record: ModelCall, reason: Reason, retryable: bool, detail: &str) -> Reply {
    Reply::Failed {
        reason,
        retryable,
        after: None,
        record: Some(record),
        detail: detail.to_owned(),
    }
}

fn failed(reason: Reason, retryable: bool, detail: &str) -> Reply {
    Reply::Failed {
        reason,
        retryable,
        after: None,
        record: None,
        detail: detail.to_owned(),
    }
}
