use std::time::{Duration, Instant};

use sandbox::{Fault, Sandbox, Switch};
use serde_json::{Value, json};

use crate::model::{ask, request};
use crate::stage::config;

/// The first choice of an answer given under a fault.
async fn choice(switch: Switch, fault: Fault) -> Value {
    let sandbox = Sandbox::start(config()).await.unwrap();
    sandbox.control().fault(switch, &fault).await.unwrap();
    let answer = ask(&sandbox, &request("Do you open on Sunday?")).await;
    assert_eq!(answer.status, 200);
    let log = sandbox.control().get("/model/requests").await.unwrap();
    assert_eq!(log[0]["fault"], switch.name());
    answer.body["choices"][0].clone()
}

#[tokio::test]
async fn the_model_fails_with_a_status() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let control = sandbox.control();
    for (switch, fault, status) in [
        (Switch::ModelError, Fault::once(), 500),
        (Switch::ModelError, Fault::once().status(503), 503),
        (Switch::ModelRateLimited, Fault::once().ms(3_000), 429),
        (Switch::ModelUnauthorized, Fault::once(), 401),
    ] {
        control.fault(switch, &fault).await.unwrap();
        let answer = ask(&sandbox, &request("Hello")).await;
        assert_eq!(answer.status, status);
        assert!(answer.body["error"]["message"].is_string());
        if status == 429 {
            assert_eq!(answer.headers["retry-after"], "3");
        }
    }
    assert_eq!(ask(&sandbox, &request("Hello")).await.status, 200);
}

#[tokio::test]
async fn the_model_is_slow_or_never_answers() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    let control = sandbox.control();
    control
        .fault(Switch::ModelSlow, &Fault::once().ms(80))
        .await
        .unwrap();
    let start = Instant::now();
    assert_eq!(ask(&sandbox, &request("Hello")).await.status, 200);
    assert!(start.elapsed() >= Duration::from_millis(80));
    control
        .fault(Switch::ModelHang, &Fault::once().ms(60))
        .await
        .unwrap();
    let url = format!("{}/chat/completions", sandbox.hosts().model);
    assert!(
        reqwest::Client::new()
            .post(url)
            .json(&request("Hello"))
            .send()
            .await
            .is_err()
    );
}

#[tokio::test]
async fn the_answer_is_cut_half_way() {
    let sandbox = Sandbox::start(config()).await.unwrap();
    sandbox
        .control()
        .fault(Switch::ModelCut, &Fault::times(2))
        .await
        .unwrap();
    let url = format!("{}/chat/completions", sandbox.hosts().model);
    let mut body = request("Do you open on Sunday?");
    assert!(
        reqwest::Client::new()
            .post(&url)
            .json(&body)
            .send()
            .await
            .is_err()
    );
    body["stream"] = json!(true);
    let cut = match reqwest::Client::new().post(&url).json(&body).send().await {
        Ok(response) => response.text().await.is_err(),
        Err(_) => true,
    };
    assert!(cut);
}

#[tokio::test]
async fn the_model_refuses_or_says_nothing_or_too_much() {
    let refused = choice(Switch::ModelRefusal, Fault::once()).await;
    assert!(refused["message"]["content"].is_null() && refused["message"]["refusal"].is_string());
    let empty = choice(Switch::ModelEmpty, Fault::once()).await;
    assert_eq!(empty["message"]["content"], "");
    let long = choice(Switch::ModelOverlong, Fault::once().count(2_500)).await;
    assert_eq!(long["message"]["content"].as_str().unwrap().len(), 2_500);
    let truncated = choice(Switch::ModelTruncated, Fault::once()).await;
    assert_eq!(truncated["finish_reason"], "length");
    let fixed = choice(Switch::ModelReply, Fault::once().text("Exactly this.")).await;
    assert_eq!(fixed["message"]["content"], "Exactly this.");
}

#[tokio::test]
async fn the_model_calls_tools_badly_or_hands_over() {
    let call = |choice: &Value| choice["message"]["tool_calls"][0]["function"].clone();
    let broken = call(&choice(Switch::ModelBadToolCall, Fault::once()).await);
    assert_eq!(broken["name"], "hand_over");
    assert!(serde_json::from_str::<Value>(broken["arguments"].as_str().unwrap()).is_err());
    let unknown = call(&choice(Switch::ModelUnknownTool, Fault::once()).await);
    assert_eq!(unknown["name"], "open_the_oven");
    let handed = call(&choice(Switch::ModelHandOver, Fault::once().text("Needs a baker.")).await);
    let arguments: Value = serde_json::from_str(handed["arguments"].as_str().unwrap()).unwrap();
    assert_eq!(
        (&handed["name"], arguments),
        (&json!("hand_over"), json!({ "reason": "Needs a baker." }))
    );
}
