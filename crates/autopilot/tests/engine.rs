//! Every outcome of a call, against a server that speaks chat completions.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use autopilot::{Contact, Conversation, Profile, Reply, Turn, answer, try_out};
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use desk::{Reason, Who};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    format!("http://{address}/v1")
}

async fn model(status: StatusCode, body: Value) -> (String, Arc<AtomicU32>) {
    let calls = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&calls);
    let route = post(move || {
        count.fetch_add(1, Ordering::SeqCst);
        let body = body.clone();
        async move { (status, Json(body)) }
    });
    (
        serve(Router::new().route("/v1/chat/completions", route)).await,
        calls,
    )
}

fn message(message: Value, finish: &str) -> Value {
    json!({ "id": "c-1", "object": "chat.completion", "created": 1, "model": "bakery-1",
        "choices": [{ "index": 0, "message": message, "finish_reason": finish, "logprobs": null }],
        "usage": { "prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18 } })
}

fn said(content: &str) -> Value {
    message(json!({ "role": "assistant", "content": content }), "stop")
}

fn tool(name: &str, arguments: &str) -> Value {
    let call =
        json!({ "id": "t-1", "type": "function", "function": { "name": name, "arguments": arguments } });
    message(
        json!({ "role": "assistant", "content": null, "tool_calls": [call] }),
        "tool_calls",
    )
}

fn profile(base_url: &str) -> Profile {
    Profile {
        prompt: "Answer.".to_owned(),
        tone: String::new(),
        key_information: "We open at nine.".to_owned(),
        company: "Bakery Test".to_owned(),
        sector: String::new(),
        model: "bakery-1".to_owned(),
        base_url: base_url.to_owned(),
        api_key: Some("key-for-tests".into()),
        context_tokens: 4_000,
        max_reply_bytes: 200,
        timeout: Duration::from_millis(800),
    }
}

fn ada_asks() -> Conversation {
    let text = Some("When do you open?".to_owned());
    let turn = Turn {
        who: Who::Customer,
        at: 1,
        text,
        attachments: Vec::new(),
        unsent: false,
    };
    let contact = Contact {
        name: "Ada Example".to_owned(),
        first_wrote_at: None,
        messages: 1,
        follows_us: None,
    };
    Conversation {
        contact,
        turns: vec![turn],
        burst_from: 0,
        now: 1_790_000_000_000,
    }
}

async fn asked(base_url: &str) -> Reply {
    answer(&profile(base_url), &ada_asks(), &CancellationToken::new()).await
}

async fn failure(status: StatusCode, body: Value) -> (Reason, bool, u32) {
    let (url, calls) = model(status, body).await;
    match asked(&url).await {
        Reply::Failed {
            reason,
            retryable,
            detail,
            ..
        } => {
            assert!(!detail.contains("key-for-tests"));
            (reason, retryable, calls.load(Ordering::SeqCst))
        }
        other => panic!("expected a failure, got {other:?}"),
    }
}

#[tokio::test]
async fn an_answer_carries_its_record() {
    let (url, _) = model(StatusCode::OK, said("We open at **nine**.")).await;
    let Reply::Answer { text, record } = asked(&url).await else {
        panic!("no answer")
    };
    assert_eq!(text, "We open at nine.");
    assert_eq!((record.prompt_tokens, record.completion_tokens), (11, 7));
    assert_eq!(record.prompt_version, profile(&url).prompt_version());
}

#[tokio::test]
async fn the_model_hands_over_with_its_reason() {
    let (url, _) = model(
        StatusCode::OK,
        tool("hand_over_to_human", r#"{"reason":"asked for a person"}"#),
    )
    .await;
    let Reply::HandOver { note, .. } = asked(&url).await else {
        panic!("no hand-over")
    };
    assert_eq!(note.as_deref(), Some("asked for a person"));
}

#[tokio::test]
async fn a_promise_without_a_hand_over_becomes_one() {
    let (url, _) = model(StatusCode::OK, said("I'll ask a colleague!")).await;
    assert!(matches!(asked(&url).await, Reply::HandOver { .. }));
}

#[tokio::test]
async fn unusable_answers_are_failures_with_their_reason() {
    let ok = StatusCode::OK;
    let refusal = message(
        json!({ "role": "assistant", "content": null, "refusal": "no" }),
        "stop",
    );
    assert_eq!(failure(ok, said("  ")).await, (Reason::ModelEmpty, true, 1));
    assert_eq!(
        failure(ok, said(&"x".repeat(201))).await,
        (Reason::ModelTooLong, true, 1)
    );
    assert_eq!(failure(ok, refusal).await, (Reason::ModelRefused, false, 1));
    assert_eq!(
        failure(ok, tool("hand_over_to_human", "{broken")).await,
        (Reason::ModelError, true, 1)
    );
    assert_eq!(
        failure(ok, tool("delete_everything", "{}")).await,
        (Reason::ModelError, true, 1)
    );
    assert_eq!(
        failure(ok, json!("nonsense")).await,
        (Reason::ModelError, true, 1)
    );
}

#[tokio::test]
async fn a_failing_server_is_asked_once_and_the_desk_counts_the_tries() {
    let error = json!({ "error": { "message": "no", "type": "x", "param": null, "code": null } });
    for (status, retryable) in [
        (500, true),
        (503, true),
        (429, true),
        (401, false),
        (404, false),
        (400, false),
    ] {
        let status = StatusCode::from_u16(status).unwrap();
        assert_eq!(
            failure(status, error.clone()).await,
            (Reason::ModelError, retryable, 1),
            "{status}"
        );
    }
}

#[tokio::test]
async fn a_server_that_asks_to_wait_is_heard_unless_it_asks_for_too_long() {
    // What the server asks for; whether the model is tried again, and after how long.
    for (asked_for, retryable, after) in [
        ("3", true, Some(3_000)),
        ("60", true, Some(60_000)),
        ("61", false, Some(61_000)),
        ("3600", false, Some(3_600_000)),
        ("-3", true, None),
        ("Fri, 25 Sep 2026 08:00:00 GMT", true, None),
    ] {
        let route =
            post(move || async move { (StatusCode::TOO_MANY_REQUESTS, [("Retry-After", asked_for)], "{}") });
        let url = serve(Router::new().route("/v1/chat/completions", route)).await;
        let reply = asked(&url).await;
        let Reply::Failed {
            reason: Reason::ModelError,
            retryable: again,
            after: wait,
            ..
        } = reply
        else {
            panic!("expected a failure, got {reply:?}")
        };
        assert_eq!((again, wait), (retryable, after), "{asked_for}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_and_one_that_hangs_are_told_apart() {
    let Reply::Failed {
        reason, retryable, ..
    } = asked("http://127.0.0.1:9/v1").await
    else {
        panic!()
    };
    assert_eq!((reason, retryable), (Reason::ModelError, true));
    let hang = post(|| async { std::future::pending::<Json<Value>>().await });
    let url = serve(Router::new().route("/v1/chat/completions", hang)).await;
    let Reply::Failed {
        reason, retryable, ..
    } = asked(&url).await
    else {
        panic!()
    };
    assert_eq!((reason, retryable), (Reason::ModelTimeout, true));
}

#[tokio::test]
async fn cancelling_closes_the_connection() {
    struct Gone(Arc<AtomicBool>);
    impl Drop for Gone {
        fn drop(&mut self) {
            self.0.store(true, Ordering::SeqCst);
        }
    }
    let (began, gone) = (CancellationToken::new(), Arc::new(AtomicBool::new(false)));
    let (mark, drop) = (began.clone(), Arc::clone(&gone));
    let hang = post(move || {
        let guard = Gone(Arc::clone(&drop));
        mark.cancel();
        async move {
            let _guard = guard;
            std::future::pending::<Json<Value>>().await
        }
    });
    let url = serve(Router::new().route("/v1/chat/completions", hang)).await;
    let cancel = CancellationToken::new();
    let patient = Profile {
        timeout: Duration::from_secs(30),
        ..profile(&url)
    };
    let conversation = ada_asks();
    let call = answer(&patient, &conversation, &cancel);
    let stopper = async {
        began.cancelled().await;
        cancel.cancel();
    };
    tokio::join!(call, stopper);
    let deadline = std::time::Instant::now() + Duration::from_secs(5);
    while !gone.load(Ordering::SeqCst) {
        assert!(
            std::time::Instant::now() < deadline,
            "the server still works on a cancelled call"
        );
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn nothing_is_asked_without_a_model() {
    let unset = Profile {
        model: String::new(),
        ..profile("http://127.0.0.1:9/v1")
    };
    let reply = answer(&unset, &ada_asks(), &CancellationToken::new()).await;
    assert!(matches!(
        reply,
        Reply::Failed {
            reason: Reason::ModelNotSet,
            retryable: false,
            ..
        }
    ));
}

#[tokio::test]
async fn trying_out_says_in_words_what_happened() {
    let (url, _) = model(StatusCode::OK, said("Hello!")).await;
    let tried = try_out(&profile(&url)).await;
    assert!(
        tried.ok && tried.sentence.contains("bakery-1 answered"),
        "{tried:?}"
    );
    let (url, _) = model(
        StatusCode::UNAUTHORIZED,
        json!({ "error": { "message": "key-for-tests" } }),
    )
    .await;
    let tried = try_out(&profile(&url)).await;
    assert!(!tried.ok);
    assert!(!tried.sentence.contains("key-for-tests"));
}
