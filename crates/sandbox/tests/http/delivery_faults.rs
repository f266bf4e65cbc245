use sandbox::{ADA, BEN, DEFAULT_APP_SECRET, Fault, Switch};
use serde_json::{Value, json};

use crate::stage::{FIELDS, Stage};

async fn texts(stage: &Stage, count: usize) -> Vec<String> {
    let all = stage.receiver.wait_for(count).await;
    all.iter()
        .map(|one| {
            one.item()["message"]["text"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        })
        .collect()
}

#[tokio::test]
async fn deliveries_come_twice() {
    let stage = Stage::open().await;
    stage.fault(Switch::DuplicateDelivery, Fault::once()).await;
    stage.ada_writes("one").await;
    stage.ada_writes("two").await;
    assert_eq!(texts(&stage, 3).await, ["one", "one", "two"]);
}

#[tokio::test]
async fn deliveries_come_in_reverse_order() {
    let stage = Stage::open().await;
    stage.fault(Switch::Reorder, Fault::always().count(3)).await;
    for text in ["one", "two", "three"] {
        stage.ada_writes(text).await;
    }
    assert_eq!(texts(&stage, 3).await, ["three", "two", "one"]);
}

#[tokio::test]
async fn deliveries_are_held_until_released_or_cleared() {
    let stage = Stage::open().await;
    stage.fault(Switch::HoldDeliveries, Fault::always()).await;
    for text in ["one", "two"] {
        stage.ada_writes(text).await;
    }
    stage.settled().await;
    assert!(stage.receiver.deliveries().is_empty());
    assert_eq!(stage.control.get("/deliveries").await.unwrap()["held"], 2);
    let released = stage
        .control
        .post("/deliveries/release", json!({ "order": "reversed" }))
        .await
        .unwrap();
    assert_eq!(released["released"], 2);
    assert_eq!(texts(&stage, 2).await, ["two", "one"]);
    stage.ada_writes("three").await;
    stage.control.clear_fault(Switch::HoldDeliveries).await.unwrap();
    assert_eq!(texts(&stage, 3).await[2], "three");
}

#[tokio::test]
async fn several_items_and_accounts_share_a_delivery() {
    let stage = Stage::open().await;
    let cafe = stage
        .control
        .post("/accounts", json!({ "username": "cafe.test", "name": "Café" }))
        .await
        .unwrap();
    let body = json!({ "username": "cleo", "account": cafe["id"] });
    let cleo = stage.control.post("/customers", body).await.unwrap()["igsid"]
        .as_str()
        .unwrap()
        .to_owned();
    let token = stage
        .control
        .post("/tokens", json!({ "account": cafe["id"] }))
        .await
        .unwrap();
    let path = format!("/v25.0/me/subscribed_apps?subscribed_fields={FIELDS}");
    let request = stage
        .http
        .post(stage.graph(&path))
        .bearer_auth(token["access_token"].as_str().unwrap());
    assert_eq!(request.send().await.unwrap().status(), 200);
    stage.fault(Switch::Batch, Fault::always().count(3)).await;
    stage.ada_writes("one").await;
    stage.control.customer_writes(&cleo, "two").await.unwrap();
    stage.control.customer_writes(BEN, "three").await.unwrap();
    let body = stage.receiver.wait_for(1).await[0].json();
    let entries = body["entry"].as_array().unwrap();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0]["messaging"].as_array().unwrap().len(), 2);
    assert_eq!(entries[1]["id"], cafe["id"]);
    assert_eq!(entries[1]["messaging"][0]["message"]["text"], "two");
}

#[tokio::test]
async fn events_come_as_standby_without_parties_or_in_seconds() {
    let stage = Stage::open().await;
    stage.fault(Switch::Standby, Fault::once()).await;
    stage.ada_writes("one").await;
    let entry = stage.receiver.wait_for(1).await[0].json()["entry"][0].clone();
    assert_eq!(entry["standby"][0]["message"]["text"], "one");
    assert!(entry.get("messaging").is_none());
    stage.fault(Switch::MissingParties, Fault::once()).await;
    stage.ada_writes("two").await;
    let item = stage.receiver.wait_for(2).await[1].item();
    assert!(item.get("sender").is_none() && item.get("recipient").is_none());
    assert_eq!(item["message"]["text"], "two");
    stage.fault(Switch::SecondsTimestamps, Fault::once()).await;
    stage.ada_writes("three").await;
    let time = stage.receiver.wait_for(3).await[2].json()["entry"][0]["time"]
        .as_i64()
        .unwrap();
    assert!(time < 10_000_000_000, "{time}");
}

#[tokio::test]
async fn phantom_edits_accompany_or_replace_messages() {
    let stage = Stage::open().await;
    stage
        .fault(Switch::PhantomEdits, Fault::once().text("before").accepted(false))
        .await;
    let mid = stage.ada_writes("one").await;
    let items: Vec<Value> = stage
        .receiver
        .wait_for(2)
        .await
        .iter()
        .map(|one| one.item())
        .collect();
    assert_eq!(items[0]["message_edit"], json!({ "mid": mid, "num_edit": 0 }));
    assert!(items[0].get("sender").is_none());
    assert_eq!(items[1]["message"]["mid"], mid);
    stage.fault(Switch::PhantomEdits, Fault::once()).await;
    stage.ada_writes("two").await;
    let items: Vec<Value> = stage
        .receiver
        .wait_for(4)
        .await
        .iter()
        .map(|one| one.item())
        .collect();
    assert_eq!(items[3]["message_edit"]["num_edit"], 0);
    assert_eq!(items[3]["sender"]["id"], ADA);
    stage.fault(Switch::OnlyPhantomEdits, Fault::once()).await;
    stage.ada_writes("three").await;
    stage.settled().await;
    let all = stage.receiver.deliveries();
    assert_eq!(all.len(), 5);
    assert!(all[4].item().get("message").is_none());
}

#[tokio::test]
async fn signatures_are_wrong_or_missing() {
    let stage = Stage::open().await;
    stage.fault(Switch::WrongSecret, Fault::once()).await;
    stage.ada_writes("one").await;
    assert!(!stage.receiver.wait_for(1).await[0].is_signed_with(DEFAULT_APP_SECRET));
    stage.fault(Switch::Unsigned, Fault::once()).await;
    stage.ada_writes("two").await;
    assert!(
        stage.receiver.wait_for(2).await[1]
            .header("x-hub-signature-256")
            .is_none()
    );
    stage.ada_writes("three").await;
    assert!(stage.receiver.wait_for(3).await[2].is_signed_with(DEFAULT_APP_SECRET));
}

#[tokio::test]
async fn events_are_lost_and_only_reads_still_know_them() {
    let stage = Stage::open().await;
    stage.fault(Switch::EventsLost, Fault::once()).await;
    let lost = stage.ada_writes("one").await;
    stage.ada_writes("two").await;
    stage.settled().await;
    assert_eq!(texts(&stage, 1).await, ["two"]);
    let path = "/v25.0/me/conversations?platform=instagram&fields=messages{id}";
    let read = stage.get(path).await.body;
    assert_eq!(read["data"][0]["messages"]["data"][1]["id"], lost);
}
