//! Reading what the API answers, and what a flow waits for in it.

use serde_json::Value;

/// A text out of JSON, by pointer; empty when there is none.
pub fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// A number out of JSON, by pointer; 0 when there is none.
pub fn number(value: &Value, pointer: &str) -> i64 {
    value.pointer(pointer).and_then(Value::as_i64).unwrap_or_default()
}

/// A list out of JSON, by pointer; empty when there is none.
pub fn list(value: &Value, pointer: &str) -> Vec<Value> {
    value
        .pointer(pointer)
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default()
}

/// Whether a flag is set, by pointer.
pub fn flag(value: &Value, pointer: &str) -> bool {
    value.pointer(pointer) == Some(&Value::Bool(true))
}

/// Anything will do.
pub fn any(_: &Value) -> bool {
    true
}

/// Somebody has said something.
pub fn said_by(who: &str) -> impl Fn(&[Value]) -> bool {
    move |messages| messages.iter().any(|message| text(message, "/who") == who)
}

/// There is a message of this kind.
pub fn of_kind(kind: &str) -> impl Fn(&[Value]) -> bool {
    move |messages| messages.iter().any(|message| text(message, "/kind") == kind)
}

/// A send is in this state.
pub fn state_is(send: &str, state: &str) -> impl Fn(&[Value]) -> bool {
    move |messages| {
        messages
            .iter()
            .any(|message| text(message, "/send/id") == send && text(message, "/send/state") == state)
    }
}

/// The sends of a writer, oldest first.
pub fn sends_of(messages: &[Value], who: &str) -> Vec<Value> {
    let own = messages
        .iter()
        .filter(|message| text(message, "/who") == who && message.get("send").is_some_and(Value::is_object));
    own.filter_map(|message| message.get("send").cloned()).collect()
}

/// Key and state of every message with a send, for an error that says what was there.
pub fn key_and_state(messages: &[Value]) -> Vec<(String, String)> {
    messages
        .iter()
        .map(|message| {
            (
                text(message, "/key").to_owned(),
                text(message, "/send/state").to_owned(),
            )
        })
        .collect()
}
