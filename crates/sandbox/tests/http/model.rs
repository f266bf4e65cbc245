use sandbox::Sandbox;
use serde_json::{Value, json};

use crate::stage::{Answer, config};

pub(crate) fn request(text: &str) -> Value {
    json!({
        "model": "bakery-1",
        "messages": [
            { "role": "system", "content": "You answer for Bakery Test.\nKey information:\n- We open at 8:00. We are closed on Sunday." },
            { "role": "user", "content": text },
        ],
        "tools": [{ "type": "function", "function": { "name": "hand_over", "description": "Ask a person.",
            "parameters": { "type": "object", "properties": { "reason": { "type": "string" } }, "required": ["reason"] } } }],
    })
}

pub(crate) async fn ask(sandbox: &Sandbox, body: &Value) -> Answer {
    let url = format!("{}/chat/completions", sandbox.hosts().model);
    let request = reqwest::Client::new()
        .post(url)
        .bearer_auth("sk-anything")
        .json(body);
    Answer::of(request.send().await.unwrap()).await
}

/// The chunks of a stream, and whether it ended as it should.
pub(crate) fn chunks(text: &str) -> (Vec<Value>, bool) {
    let lines = text.lines().filter_map(|line| line.strip_prefix("data: "));
    let (done, data): (Vec<&str>, Vec<&str>) = lines.partition(|line| *line == "[DONE]");
    (
        data.iter()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
        done.len() == 1,
    )
}

#[tokio::test]
async fn an_answer_comes_whole_with_usage() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let answer = ask(&sandbox, &request("Do you open on Sunday?")).await.body;
    assert_eq!(answer["object"], "chat.completion");
    let choice = &answer["choices"][0];
    assert_eq!(choice["message"]["content"], "We are closed on Sunday.");
    assert_eq!(choice["finish_reason"], "stop");
    let usage = &answer["usage"];
    let number = |name: &str| usage[name].as_u64().unwrap();
    assert_eq!(
        number("total_tokens"),
        number("prompt_tokens") + number("completion_tokens")
    );
    assert!(number("prompt_tokens") > 10);
    let log = sandbox.control().get("/model/requests").await.unwrap();
    assert_eq!(
        (&log[0]["last_user"], &log[0]["tools"]),
        (&json!("Do you open on Sunday?"), &json!(["hand_over"]))
    );
    assert!(log[0]["system"].as_str().unwrap().contains("Key information"));
}

#[tokio::test]
async fn an_answer_streams_a_word_at_a_time_with_usage_when_asked() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let mut body = request("Do you open on Sunday?");
    body["stream"] = json!(true);
    body["stream_options"] = json!({ "include_usage": true });
    let answer = ask(&sandbox, &body).await;
    assert_eq!(answer.headers["content-type"], "text/event-stream");
    let (chunks, done) = chunks(answer.body.as_str().unwrap());
    assert!(done);
    let text: String = chunks
        .iter()
        .filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str())
        .collect();
    assert_eq!(text, "We are closed on Sunday.");
    assert_eq!(chunks[chunks.len() - 2]["choices"][0]["finish_reason"], "stop");
    let last = chunks.last().unwrap();
    assert_eq!(last["choices"], json!([]));
    assert!(last["usage"]["total_tokens"].is_u64());
    body["stream_options"] = json!(null);
    let plain = ask(&sandbox, &body).await;
    let (chunks, _) = self::chunks(plain.body.as_str().unwrap());
    assert!(chunks.iter().all(|chunk| chunk["usage"].is_null()));
}

#[tokio::test]
async fn a_person_is_called_through_the_tool_whole_or_streamed() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let mut body = request("Can I talk to a real person?");
    let whole = ask(&sandbox, &body).await.body["choices"][0].clone();
    assert_eq!(whole["finish_reason"], "tool_calls");
    let call = &whole["message"]["tool_calls"][0];
    assert_eq!(
        (&call["type"], &call["function"]["name"]),
        (&json!("function"), &json!("hand_over"))
    );
    let arguments: Value = serde_json::from_str(call["function"]["arguments"].as_str().unwrap()).unwrap();
    assert!(arguments["reason"].as_str().unwrap().contains("person"));
    body["stream"] = json!(true);
    let streamed = ask(&sandbox, &body).await;
    let (chunks, _) = chunks(streamed.body.as_str().unwrap());
    let calls: Vec<&Value> = chunks
        .iter()
        .map(|chunk| &chunk["choices"][0]["delta"]["tool_calls"][0])
        .collect();
    assert!(
        calls
            .iter()
            .any(|call| call["id"].is_string() && call["function"]["name"] == "hand_over")
    );
    let joined: String = calls
        .iter()
        .filter_map(|call| call["function"]["arguments"].as_str())
        .collect();
    assert_eq!(serde_json::from_str::<Value>(&joined).unwrap(), arguments);
}

#[tokio::test]
async fn models_are_listed_and_a_bad_request_is_refused() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let models: Value = reqwest::get(format!("{}/models", sandbox.hosts().model))
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(models["data"][0]["id"], "bakery-1");
    let refused = ask(&sandbox, &json!({ "model": "bakery-1" })).await;
    assert_eq!(
        (refused.status, &refused.body["error"]["type"]),
        (400, &json!("invalid_request_error"))
    );
}
