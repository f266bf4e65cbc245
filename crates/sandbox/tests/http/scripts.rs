use std::time::{Duration, Instant};

use sandbox::Control;
use serde_json::{Value, json};

use crate::stage::Stage;

async fn running(control: &Control, name: &str) -> bool {
    let list = control.get("/scripts").await.unwrap();
    list.as_array()
        .unwrap()
        .iter()
        .any(|one| one["name"] == name && one["running"] == true)
}

async fn until_over(control: &Control, name: &str) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while running(control, name).await {
        assert!(Instant::now() < deadline, "{name} does not end");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn igsid_of(control: &Control, username: &str) -> String {
    let all = control.get("/customers").await.unwrap();
    let one = all
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["username"] == username)
        .unwrap()
        .clone();
    one["igsid"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_burst_is_written_and_the_script_ends() {
    let stage = Stage::open().await;
    let start = stage.control.post("/scripts/burst/start", json!({ "pace": 0.0 }));
    start.await.unwrap();
    let texts: Vec<Value> = stage
        .receiver
        .wait_for(3)
        .await
        .iter()
        .map(|one| one.item()["message"]["text"].clone())
        .collect();
    assert_eq!(texts[0], "hey");
    assert_eq!(texts[2], "how many days before do I have to order one?");
    until_over(&stage.control, "burst").await;
}

#[tokio::test]
async fn a_customer_waits_for_the_answer_and_reacts_to_it() {
    let stage = Stage::open().await;
    stage
        .control
        .post("/scripts/reaction/start", json!({ "pace": 0.0 }))
        .await
        .unwrap();
    stage.receiver.wait_for(1).await;
    let sam = igsid_of(&stage.control, "sam.rivera").await;
    let mid = stage.send(&sam, "12 Mill Street").await.body["message_id"].clone();
    until_over(&stage.control, "reaction").await;
    let thread = stage.control.thread(&sam).await.unwrap();
    assert_eq!(thread["seen_mid"], mid);
    assert_eq!(thread["messages"][1]["reactions"][0]["reaction"], "love");
}

#[tokio::test]
async fn every_scene_plays_through() {
    let stage = Stage::open().await;
    let list = stage.control.get("/scripts").await.unwrap();
    for script in list.as_array().unwrap().iter().skip(1) {
        let name = script["name"].as_str().unwrap();
        stage
            .control
            .post(&format!("/scripts/{name}/start"), json!({ "pace": 0.0 }))
            .await
            .unwrap();
    }
    for script in list.as_array().unwrap() {
        until_over(&stage.control, script["name"].as_str().unwrap()).await;
    }
    let threads = stage.control.get("/threads").await.unwrap();
    assert_eq!(
        threads.as_array().unwrap().len(),
        list.as_array().unwrap().len() - 1
    );
    let noah = igsid_of(&stage.control, "noahfischer").await;
    assert_eq!(
        stage.control.thread(&noah).await.unwrap()["messages"][0]["deleted"],
        true
    );
}

#[tokio::test]
async fn a_script_can_be_stopped_and_unknown_ones_are_refused() {
    let stage = Stage::open().await;
    let control = &stage.control;
    control
        .post(
            "/scripts/bakery_day/start",
            json!({ "pace": 100.0, "repeat": true }),
        )
        .await
        .unwrap();
    assert!(running(control, "bakery_day").await);
    let stopped = control.post("/scripts/bakery_day/stop", json!({})).await.unwrap();
    assert_eq!(stopped, json!({ "was_running": true }));
    assert!(!running(control, "bakery_day").await);
    assert!(control.post("/scripts/opera/start", json!({})).await.is_err());
    control
        .post("/scripts/bakery_day/start", json!({ "pace": 100.0 }))
        .await
        .unwrap();
    // The sandbox stops although a script is under way.
    stage.sandbox.stop().await.unwrap();
}
