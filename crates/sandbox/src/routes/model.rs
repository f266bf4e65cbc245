//! The OpenAI-compatible surface: `POST /v1/chat/completions`, `GET /v1/models`.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use futures::stream;
use serde_json::{Value, json};

use super::answer;
use crate::door::Cut;
use crate::fault::{Fault, Whom};
use crate::model::Asked;
use crate::model::brain::{self, Question};
use crate::model::tools;
use crate::model::wire::Said;
use crate::shared::Shared;
use crate::switch::Switch;

/// Faults that answer with something else than a completion, in the order they are asked.
const REFUSING: &[Switch] = &[
    Switch::ModelHang,
    Switch::ModelError,
    Switch::ModelRateLimited,
    Switch::ModelUnauthorized,
];
/// Faults that make the completion another one.
const TWISTING: &[Switch] = &[
    Switch::ModelReply,
    Switch::ModelHandOver,
    Switch::ModelBadToolCall,
    Switch::ModelUnknownTool,
    Switch::ModelRefusal,
    Switch::ModelEmpty,
    Switch::ModelOverlong,
    Switch::ModelTruncated,
];

/// `GET /v1/models`
pub(crate) async fn models(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let name = shared.look(|world, _| world.settings.model_name.clone());
    let model = json!({ "id": name, "object": "model", "created": 1_780_000_000, "owned_by": "sandbox" });
    Json(json!({ "object": "list", "data": [model] }))
}

/// `POST /v1/chat/completions`
pub(crate) async fn completions(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(line): ConnectInfo<Cut>,
    body: Bytes,
) -> Response {
    let request: Value = serde_json::from_slice(&body).unwrap_or_default();
    if !request.get("messages").is_some_and(Value::is_array) {
        return error(
            400,
            "invalid_request_error",
            "Missing required parameter: 'messages'.",
        );
    }
    let flag = |pointer: &str| request.pointer(pointer).and_then(Value::as_bool).unwrap_or(false);
    let (streaming, with_usage) = (flag("/stream"), flag("/stream_options/include_usage"));
    let question = Question::read(&request);
    let mut asked = note(&shared, &request, &question, streaming);
    if let Some(fault) = hit(&shared, Switch::ModelSlow) {
        asked.fault = Some(Switch::ModelSlow.name());
        answer::pause(&shared, answer::duration(&fault, 1_000)).await;
    }
    if let Some((switch, fault)) = first(&shared, REFUSING) {
        asked.outcome = switch.name();
        asked.fault = Some(switch.name());
        shared.model.note(asked);
        return answer::because(refuse(&shared, &line, switch, &fault).await, switch);
    }
    let mut said = say(&shared, &asked.model, &question, &body);
    if let Some((switch, fault)) = first(&shared, TWISTING) {
        asked.fault = Some(switch.name());
        twist(&mut said, switch, &fault, &question);
    }
    let cut = hit(&shared, Switch::ModelCut).is_some();
    asked.outcome = if said.call.is_some() { "tool_call" } else { "text" }.to_owned();
    asked.text.clone_from(&said.content);
    asked.tool = said.call.as_ref().map(|(name, _)| name.clone());
    shared.model.note(asked);
    if streaming {
        return stream(shared, line, said.chunks(with_usage), cut);
    }
    if cut {
        answer::cut(&line)
    } else {
        Json(said.whole()).into_response()
    }
}

fn note(shared: &Shared, request: &Value, question: &Question, streaming: bool) -> Asked {
    let model = request.get("model").and_then(Value::as_str).unwrap_or("bakery-1");
    Asked {
        at: shared.now(),
        model: model.to_owned(),
        stream: streaming,
        system: question.system.clone(),
        messages: question.messages,
        last_user: question.text.clone(),
        tools: question.tools.iter().map(|tool| tool.name.clone()).collect(),
        ..Asked::default()
    }
}

fn say(shared: &Shared, model: &str, question: &Question, body: &Bytes) -> Said {
    let (id, now) = shared.look(|world, now| (format!("chatcmpl-{}", world.dice.word(24)), now));
    Said::new(
        id,
        now / 1_000,
        model,
        &String::from_utf8_lossy(body),
        brain::answer(question),
    )
}

fn hit(shared: &Shared, switch: Switch) -> Option<Fault> {
    shared.look(|world, _| world.faults.hit(switch, Whom::default()))
}

fn first(shared: &Shared, switches: &[Switch]) -> Option<(Switch, Fault)> {
    switches
        .iter()
        .find_map(|switch| hit(shared, *switch).map(|fault| (*switch, fault)))
}

async fn refuse(shared: &Shared, line: &Cut, switch: Switch, fault: &Fault) -> Response {
    match switch {
        Switch::ModelHang => answer::hang(shared, line, fault).await,
        Switch::ModelRateLimited => {
            let seconds = (fault.ms.unwrap_or(1_000).max(0) + 999) / 1_000;
            let mut response = error(429, "rate_limit_error", "Rate limit reached for requests");
            if let Ok(value) = seconds.to_string().parse() {
                response.headers_mut().insert(RETRY_AFTER, value);
            }
            response
        }
        Switch::ModelUnauthorized => error(401, "invalid_request_error", "Incorrect API key provided."),
        _ => {
            let status = fault.status.unwrap_or(500);
            error(
                status,
                "server_error",
                "The server had an error while processing your request.",
            )
        }
    }
}

/// Makes the completion what the fault wants.
fn twist(said: &mut Said, switch: Switch, fault: &Fault, question: &Question) {
    let text = |default: &str| fault.text.clone().unwrap_or_else(|| default.to_owned());
    let hand_over = tools::hand_over(&question.tools);
    let tool = hand_over.map_or_else(|| "hand_over".to_owned(), |tool| tool.name.clone());
    let (content, call): (Option<String>, Option<(String, String)>) = match switch {
        Switch::ModelReply => (Some(text("Thank you for your message.")), None),
        Switch::ModelHandOver => {
            let reason = text("The customer needs a person.");
            let arguments = hand_over.map(|tool| tools::arguments(tool, &reason));
            (
                None,
                Some((
                    tool,
                    arguments.unwrap_or_else(|| json!({ "reason": reason }).to_string()),
                )),
            )
        }
        Switch::ModelBadToolCall => (None, Some((tool, "{\"reason\": \"the customer".to_owned()))),
        Switch::ModelUnknownTool => (None, Some(("open_the_oven".to_owned(), "{}".to_owned()))),
        Switch::ModelRefusal => {
            said.refusal = Some(text("I'm sorry, but I can't help with that."));
            (None, None)
        }
        Switch::ModelEmpty => (Some(String::new()), None),
        Switch::ModelOverlong => {
            let bytes = usize::try_from(fault.count.unwrap_or(6_000)).unwrap_or(6_000);
            let sentence = "We bake every loaf by hand and we love to talk about it. ";
            (
                Some(
                    sentence
                        .repeat(bytes.div_ceil(sentence.len()))
                        .chars()
                        .take(bytes)
                        .collect(),
                ),
                None,
            )
        }
        _ => {
            let half = said.content.as_deref().unwrap_or("We bake every").chars();
            let count = half.clone().count().div_ceil(2);
            (Some(half.take(count).collect()), None)
        }
    };
    said.finish_reason = match switch {
        Switch::ModelTruncated => "length",
        _ if call.is_some() => "tool_calls",
        _ => "stop",
    };
    said.content = content;
    said.call = call;
}

/// Server-sent events, a word at a time; cut half-way when told to.
fn stream(shared: Arc<Shared>, line: Cut, chunks: Vec<Value>, cut: bool) -> Response {
    let delay = Duration::from_millis(shared.look(|world, _| world.settings.model_token_ms));
    let end = if cut { chunks.len() / 2 } else { usize::MAX };
    let mut events: Vec<String> = chunks.iter().map(|chunk| format!("data: {chunk}\n\n")).collect();
    events.push("data: [DONE]\n\n".to_owned());
    let body = stream::unfold(
        (events.into_iter().enumerate(), shared, line),
        move |(mut events, shared, line)| async move {
            let (place, event) = events.next()?;
            if place >= end {
                line.pull();
                return None;
            }
            if place > 0 && !delay.is_zero() {
                answer::pause(&shared, delay).await;
            }
            Some((Ok::<_, std::convert::Infallible>(event), (events, shared, line)))
        },
    );
    let headers = [(CONTENT_TYPE, "text/event-stream"), (CACHE_CONTROL, "no-cache")];
    (headers, Body::from_stream(body)).into_response()
}

fn error(status: u16, kind: &str, message: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let code = if status == StatusCode::UNAUTHORIZED {
        json!("invalid_api_key")
    } else {
        Value::Null
    };
    let body = json!({ "error": { "message": message, "type": kind, "param": null, "code": code } });
    (status, Json(body)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::brain::Answer;

    #[test]
    fn a_truncated_answer_is_half_of_it() {
        let question = Question::read(&json!({ "messages": [{ "role": "user", "content": "hello" }] }));
        let mut said = Said::new(
            "chatcmpl-1".to_owned(),
            0,
            "m",
            "",
            Answer::Text("abcdef".to_owned()),
        );
        twist(&mut said, Switch::ModelTruncated, &Fault::once(), &question);
        assert_eq!(said.content.as_deref(), Some("abc"));
        assert_eq!(said.finish_reason, "length");
    }
}
