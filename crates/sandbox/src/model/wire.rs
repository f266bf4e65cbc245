//! Chat completions on the wire: whole, or as a stream of chunks.

use serde_json::{Value, json};

use super::brain::Answer;

/// What is said, and how it ends.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) id: String,
    pub(crate) created: i64,
    pub(crate) model: String,
    pub(crate) content: Option<String>,
    pub(crate) refusal: Option<String>,
    /// Name and arguments; the arguments may be broken on purpose.
    pub(crate) call: Option<(String, String)>,
    pub(crate) finish_reason: &'static str,
    pub(crate) prompt_tokens: usize,
}

impl Said {
    pub(crate) fn new(id: String, created: i64, model: &str, prompt: &str, answer: Answer) -> Self {
        let (content, call) = match answer {
            Answer::Text(text) => (Some(text), None),
            Answer::Call { name, arguments } => (None, Some((name, arguments))),
        };
        let finish_reason = if call.is_some() { "tool_calls" } else { "stop" };
        Self {
            id,
            created,
            model: model.to_owned(),
            content,
            refusal: None,
            call,
            finish_reason,
            prompt_tokens: tokens(prompt),
        }
    }

    fn usage(&self) -> Value {
        let said = self
            .content
            .as_deref()
            .or(self.refusal.as_deref())
            .unwrap_or_default();
        let called = self
            .call
            .as_ref()
            .map_or(0, |(name, arguments)| tokens(name) + tokens(arguments));
        let completion = tokens(said) + called;
        json!({
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": completion,
            "total_tokens": self.prompt_tokens + completion,
        })
    }

    fn call_id(&self) -> String {
        self.id.replacen("chatcmpl", "call", 1)
    }

    /// The whole answer at once.
    pub(crate) fn whole(&self) -> Value {
        let mut message = json!({ "role": "assistant", "content": self.content, "refusal": self.refusal });
        if let (Some((name, arguments)), Some(members)) = (&self.call, message.as_object_mut()) {
            let function = json!({ "name": name, "arguments": arguments });
            let call = json!({ "id": self.call_id(), "type": "function", "function": function });
            members.insert("tool_calls".to_owned(), json!([call]));
        }
        json!({
            "id": self.id,
            "object": "chat.completion",
            "created": self.created,
            "model": self.model,
            "choices": [{ "index": 0, "message": message, "logprobs": null, "finish_reason": self.finish_reason }],
            "usage": self.usage(),
        })
    }

    /// The answer as chunks, the last of them with the usage when it was asked for.
    pub(crate) fn chunks(&self, with_usage: bool) -> Vec<Value> {
        let mut chunks = vec![self.chunk(json!({ "role": "assistant", "content": "" }), None)];
        let text = self.content.as_deref().unwrap_or_default();
        chunks.extend(
            pieces(text)
                .into_iter()
                .map(|piece| self.chunk(json!({ "content": piece }), None)),
        );
        let refusal = self.refusal.as_deref().unwrap_or_default();
        chunks.extend(
            pieces(refusal)
                .into_iter()
                .map(|piece| self.chunk(json!({ "refusal": piece }), None)),
        );
        if let Some((name, arguments)) = &self.call {
            let function = json!({ "name": name, "arguments": "" });
            let first = json!({ "index": 0, "id": self.call_id(), "type": "function", "function": function });
            chunks.push(self.chunk(json!({ "tool_calls": [first] }), None));
            for piece in pieces(arguments) {
                let part = json!({ "index": 0, "function": { "arguments": piece } });
                chunks.push(self.chunk(json!({ "tool_calls": [part] }), None));
            }
        }
        chunks.push(self.chunk(json!({}), Some(self.finish_reason)));
        if with_usage {
            let mut last = self.chunk(json!({}), None);
            if let Some(members) = last.as_object_mut() {
                members.insert("choices".to_owned(), json!([]));
                members.insert("usage".to_owned(), self.usage());
            }
            chunks.push(last);
        }
        chunks
    }

    fn chunk(&self, delta: Value, finish_reason: Option<&str>) -> Value {
        json!({
            "id": self.id,
            "object": "chat.completion.chunk",
            "created": self.created,
            "model": self.model,
            "choices": [{ "index": 0, "delta": delta, "logprobs": null, "finish_reason": finish_reason }],
            "usage": null,
        })
    }
}

/// A text in pieces of a word each, spaces kept.
fn pieces(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

/// A rough count: four characters to a token.
pub(crate) fn tokens(text: &str) -> usize {
    text.chars().count().div_ceil(4)
}
