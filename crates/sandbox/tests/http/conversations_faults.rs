use std::time::{Duration, Instant};

use sandbox::{ADA, BEN, Fault, Switch};
use serde_json::{Value, json};

use crate::stage::Stage;

const PATH: &str = "/v25.0/me/conversations?platform=instagram&fields=messages%7Bmessage%7D";

async fn texts(stage: &Stage, igsid: &str) -> Vec<Value> {
    let list = stage.get(&format!("{PATH}&user_id={igsid}")).await.body;
    let messages = list["data"][0]["messages"]["data"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    messages.iter().map(|one| one["message"].clone()).collect()
}

#[tokio::test]
async fn reads_fail_with_the_numbers_told() {
    let stage = Stage::with_ada().await;
    stage.fault(Switch::ConversationsFail, Fault::times(2)).await;
    let failed = stage.get(PATH).await;
    assert_eq!((failed.status, failed.error()), (500, (2, None)));
    let mid = stage.truth().await[0]["mid"].as_str().unwrap().to_owned();
    assert_eq!(stage.get(&format!("/v25.0/{mid}")).await.error(), (2, None));
    assert_eq!(stage.get(PATH).await.status, 200);
}

#[tokio::test]
async fn reads_hang_until_they_are_cut() {
    let stage = Stage::with_ada().await;
    stage.fault(Switch::ConversationsHang, Fault::once().ms(60)).await;
    let start = Instant::now();
    let request = stage.http.get(stage.graph(PATH)).bearer_auth(&stage.token);
    assert!(request.send().await.is_err());
    assert!(start.elapsed() >= Duration::from_millis(60));
}

#[tokio::test]
async fn a_stale_look_shows_what_was_there_when_the_fault_was_set() {
    let stage = Stage::with_ada().await;
    stage
        .fault(Switch::ConversationsStale, Fault::always().for_customer(ADA))
        .await;
    // The clock moves, so that what follows is surely later than the fault.
    stage.control.advance_clock(10).await.unwrap();
    stage.send(ADA, "sent but not seen yet").await;
    stage.control.customer_writes(BEN, "Hi").await.unwrap();
    assert_eq!(texts(&stage, ADA).await, [json!("Hello")]);
    assert_eq!(texts(&stage, BEN).await, [json!("Hi")]);
    stage
        .control
        .clear_fault(Switch::ConversationsStale)
        .await
        .unwrap();
    assert_eq!(
        texts(&stage, ADA).await,
        [json!("sent but not seen yet"), json!("Hello")]
    );
}

#[tokio::test]
async fn a_lagging_look_catches_up() {
    let stage = Stage::open().await;
    stage
        .fault(Switch::ConversationsStale, Fault::always().ms(60_000))
        .await;
    stage.ada_writes("Hello").await;
    assert!(texts(&stage, ADA).await.is_empty());
    stage.control.advance_clock(60_001).await.unwrap();
    assert_eq!(texts(&stage, ADA).await, [json!("Hello")]);
}

#[tokio::test]
async fn the_next_page_can_have_expired() {
    let stage = Stage::with_ada().await;
    stage.control.customer_writes(BEN, "Hi").await.unwrap();
    stage.fault(Switch::CursorExpired, Fault::always()).await;
    let first = stage.get(&format!("{PATH}&limit=1")).await.body;
    let after = first["paging"]["cursors"]["after"].as_str().unwrap();
    assert_eq!(
        stage.get(&format!("{PATH}&limit=1&after={after}")).await.error(),
        (100, None)
    );
}
