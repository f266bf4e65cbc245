//! A hub that ends in order and starts again on the same data.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use hub::{Hub, Options};
use sandbox::{Config, DEFAULT_ACCOUNT, PRACTICE_TOKEN_PREFIX, Sandbox, SystemClock};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

const TOKEN: &str = "a-token-for-this-test";

async fn practice() -> Sandbox {
    let config = Config {
        token_prefix: PRACTICE_TOKEN_PREFIX.to_owned(),
        clock: Arc::new(SystemClock),
        ..Config::default()
    };
    Sandbox::start(config).await.unwrap()
}

async fn start(dir: &Path, practice: &Sandbox) -> Hub {
    let pace = dir.join("pace.json");
    std::fs::write(&pace, r#"{"reread": 100}"#).unwrap();
    let options = Options {
        instead: None,
        data_dir: dir.join("data"),
        key_file: Some(dir.join("key")),
        listen: "127.0.0.1:0".parse().unwrap(),
        listener: Some("127.0.0.1:0".parse().unwrap()),
        token: Some(TOKEN.to_owned()),
        ui: dir.join("no-ui"),
        authorize_url: None,
        token_url: None,
        graph_url: None,
        graph_facebook_url: None,
        graph_version: None,
        model_url: None,
        practice: false,
        practice_url: Some(practice.base_url().parse().unwrap()),
        timings: None,
        pace: Some(pace),
    };
    Hub::start(&options).await.unwrap()
}

async fn call(hub: &Hub, method: &str, path: &str, body: Value) -> Value {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("http://{}{path}", hub.address);
    let request = http.request(method.parse().unwrap(), url).bearer_auth(TOKEN);
    let answer = request.json(&body).send().await.unwrap();
    assert!(
        answer.status().is_success(),
        "{method} {path}: {}",
        answer.status()
    );
    answer.json().await.unwrap_or(Value::Null)
}

/// Connects the practice account, through to its first settings.
async fn connect(hub: &Hub) {
    call(hub, "POST", "/api/connect", json!({ "host": "practice" })).await;
    loop {
        let accounts = call(hub, "GET", "/api/accounts", Value::Null).await;
        if accounts.as_array().is_some_and(|accounts| !accounts.is_empty()) {
            return;
        }
        tokio::task::yield_now().await;
    }
}

async fn model_address(hub: &Hub) -> String {
    let path = format!("/api/accounts/{DEFAULT_ACCOUNT}/autopilot");
    let autopilot = call(hub, "GET", &path, Value::Null).await;
    autopilot["base_url"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn after_an_orderly_stop_everything_is_in_the_database_file_itself() {
    let (dir, practice) = (tempfile::tempdir().unwrap(), practice().await);
    let hub = start(dir.path(), &practice).await;
    connect(&hub).await;
    hub.stop().await;
    let files: Vec<String> = std::fs::read_dir(dir.path().join("data"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    let log = |name: &String| name.ends_with("-wal");
    assert!(!files.iter().any(log), "the log was not folded in: {files:?}");
}

#[tokio::test]
async fn the_practice_model_is_found_again_where_practice_answers_now() {
    let (dir, first) = (tempfile::tempdir().unwrap(), practice().await);
    let hub = start(dir.path(), &first).await;
    connect(&hub).await;
    assert_eq!(model_address(&hub).await, format!("{}/v1", first.base_url()));
    hub.stop().await;
    let second = practice().await;
    let hub = start(dir.path(), &second).await;
    assert_eq!(model_address(&hub).await, format!("{}/v1", second.base_url()));
    hub.stop().await;
}
