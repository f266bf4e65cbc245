use sandbox::{ADA, Config, DEFAULT_APP_ID, Error, Sandbox};
use serde_json::json;

use crate::receiver::VERIFY_TOKEN;
use crate::stage::{Stage, config};

fn kept_in(folder: &tempfile::TempDir) -> Config {
    Config {
        state_file: Some(folder.path().join("practice/state.json")),
        ..config()
    }
}

#[tokio::test]
async fn everything_survives_a_stop_and_another_port() {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::open_with(kept_in(&folder)).await;
    stage.ada_writes("Hello").await;
    stage.send(ADA, "Hello Ada").await;
    stage.settled().await;
    let before = stage.truth().await;
    let Stage {
        sandbox,
        token,
        receiver,
        ..
    } = stage;
    let old_url = sandbox.base_url();
    sandbox.stop().await.unwrap();
    // Somebody else has the port now.
    let _other = std::net::TcpListener::bind(old_url.trim_start_matches("http://")).unwrap();
    let again = Sandbox::start(kept_in(&folder)).await.unwrap();
    assert_ne!(again.base_url(), old_url);
    let control = again.control();
    let after = control.thread(ADA).await.unwrap()["messages"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(after, before);
    let http = reqwest::Client::new();
    let me = http
        .get(format!("{}/v25.0/me", again.hosts().graph))
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();
    assert_eq!(me.status(), 200);
    receiver.forget();
    control.customer_writes(ADA, "still there?").await.unwrap();
    let delivery = receiver.wait_for(1).await.remove(0);
    assert_eq!(delivery.item()["message"]["text"], "still there?");
}

#[tokio::test]
async fn it_comes_back_where_links_in_old_messages_lead() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start(kept_in(&folder)).await.unwrap();
    let old_url = sandbox.base_url();
    sandbox.stop().await.unwrap();
    let again = Sandbox::start(kept_in(&folder)).await.unwrap();
    assert_eq!(again.base_url(), old_url);
    again.stop().await.unwrap();
}

#[tokio::test]
async fn what_was_told_is_on_disk_without_an_orderly_stop() {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::open_with(kept_in(&folder)).await;
    stage.ada_writes("Hello").await;
    let mid = stage.send(ADA, "Hello Ada").await.body["message_id"].clone();
    let token = stage.token.clone();
    // What a killed process leaves behind is the file as it is now.
    let copy = tempfile::tempdir().unwrap();
    let path = copy.path().join("state.json");
    std::fs::copy(folder.path().join("practice/state.json"), &path).unwrap();
    let again = Sandbox::start(Config {
        state_file: Some(path),
        ..config()
    })
    .await
    .unwrap();
    let messages = again.control().thread(ADA).await.unwrap()["messages"].clone();
    assert_eq!(messages[1]["mid"], mid);
    let http = reqwest::Client::new();
    let me = http
        .get(format!("{}/me", again.hosts().graph))
        .bearer_auth(token)
        .send()
        .await
        .unwrap();
    assert_eq!(me.status(), 200);
}

#[tokio::test]
async fn undelivered_webhooks_are_delivered_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::open_with(kept_in(&folder)).await;
    stage.receiver.answer_next(&[500; 50]);
    stage
        .control
        .put("/settings", json!({ "retry_first_ms": 50 }))
        .await
        .unwrap();
    let mid = stage.ada_writes("Hello").await;
    stage.receiver.wait_for(1).await;
    let Stage {
        sandbox, receiver, ..
    } = stage;
    sandbox.stop().await.unwrap();
    receiver.forget();
    receiver.answer_next(&[]);
    let _again = Sandbox::start(kept_in(&folder)).await.unwrap();
    assert_eq!(receiver.wait_for(1).await[0].item()["message"]["mid"], mid);
}

#[tokio::test]
async fn ids_are_never_given_twice_across_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let first = Sandbox::start(kept_in(&folder)).await.unwrap();
    let one = first.control().post("/tokens", json!({})).await.unwrap()["access_token"].clone();
    first.stop().await.unwrap();
    let second = Sandbox::start(kept_in(&folder)).await.unwrap();
    let other = second.control().post("/tokens", json!({})).await.unwrap()["access_token"].clone();
    assert_ne!(one, other);
}

#[tokio::test]
async fn the_same_seed_gives_the_same_ids() {
    let mut tokens = Vec::new();
    for seed in [7, 7, 8] {
        let sandbox = Sandbox::start(Config { seed, ..config() }).await.unwrap();
        tokens.push(sandbox.control().post("/tokens", json!({})).await.unwrap()["access_token"].clone());
    }
    assert_eq!(tokens[0], tokens[1]);
    assert_ne!(tokens[0], tokens[2]);
}

#[tokio::test]
async fn a_broken_state_file_and_a_taken_port_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    std::fs::write(&path, "{ not a state").unwrap();
    let broken = Sandbox::start(Config {
        state_file: Some(path),
        ..config()
    })
    .await;
    assert!(matches!(broken, Err(Error::StateShape { .. })));
    let first = Sandbox::start(config()).await.unwrap();
    let port = first.base_url().rsplit(':').next().unwrap().parse().unwrap();
    let second = Sandbox::start(Config { port, ..config() }).await;
    assert!(matches!(second, Err(Error::Bind { .. })));
}

#[tokio::test]
async fn a_stop_is_quick_although_an_answer_hangs() {
    let stage = Stage::with_ada().await;
    stage
        .fault(sandbox::Switch::SendHang, sandbox::Fault::always())
        .await;
    let (graph, token) = (stage.graph("/v25.0/me/messages"), stage.token.clone());
    let hanging = tokio::spawn(async move {
        let body = crate::stage::text_to(ADA, "never");
        reqwest::Client::new()
            .post(graph)
            .bearer_auth(token)
            .json(&body)
            .send()
            .await
            .is_err()
    });
    while stage.control.get("/requests?path=/messages").await.unwrap()["requests"][0].is_null() {
        tokio::task::yield_now().await;
    }
    let start = std::time::Instant::now();
    stage.sandbox.stop().await.unwrap();
    assert!(start.elapsed() < std::time::Duration::from_secs(2));
    assert!(hanging.await.unwrap());
}

#[tokio::test]
async fn the_callback_survives_with_its_token() {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::open_with(kept_in(&folder)).await;
    stage.sandbox.stop().await.unwrap();
    let again = Sandbox::start(kept_in(&folder)).await.unwrap();
    let app = again
        .control()
        .get(&format!("/apps/{DEFAULT_APP_ID}"))
        .await
        .unwrap();
    assert_eq!(app["callback"]["verify_token"], VERIFY_TOKEN);
}
