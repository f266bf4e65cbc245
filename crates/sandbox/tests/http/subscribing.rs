use sandbox::{ADA, DEFAULT_ACCOUNT, Fault, Switch};
use serde_json::json;

use crate::stage::{Answer, Stage};

async fn subscribed(stage: &Stage) -> serde_json::Value {
    stage.get("/v25.0/me/subscribed_apps").await.body["data"].clone()
}

#[tokio::test]
async fn a_subscription_replaces_the_set_in_every_spelling() {
    let stage = Stage::open().await;
    for form in [
        "subscribed_fields=messages,messaging_seen",
        "subscribed_fields[]=messages&subscribed_fields[]=messaging_seen",
        "subscribed_fields=%5B%22messages%22,%22messaging_seen%22%5D",
    ] {
        let path = format!("/v25.0/{DEFAULT_ACCOUNT}/subscribed_apps?{form}");
        assert_eq!(
            stage.post(&path, json!({})).await.body,
            json!({ "success": true }),
            "{form}"
        );
        assert_eq!(
            subscribed(&stage).await[0]["subscribed_fields"],
            json!(["messages", "messaging_seen"])
        );
    }
    let request = stage
        .http
        .post(stage.graph("/me/subscribed_apps"))
        .bearer_auth(&stage.token);
    let answer = request
        .form(&[("subscribed_fields", "messages")])
        .send()
        .await
        .unwrap();
    assert_eq!(Answer::of(answer).await.status, 200);
    assert_eq!(
        subscribed(&stage).await[0]["subscribed_fields"],
        json!(["messages"])
    );
}

#[tokio::test]
async fn unknown_fields_foreign_nodes_and_missing_permissions_are_refused() {
    let stage = Stage::open().await;
    let path = "/v25.0/me/subscribed_apps?subscribed_fields=messages,message_reads";
    let answer = stage.post(path, json!({})).await;
    assert_eq!(answer.error(), (100, None));
    assert!(
        answer.body["error"]["message"]
            .as_str()
            .unwrap()
            .contains("subscribed_fields[1] must be one of")
    );
    let scoped = "/v25.0/27870000000000001/subscribed_apps?subscribed_fields=messages";
    assert_eq!(stage.post(scoped, json!({})).await.error(), (100, Some(33)));
    let body = json!({ "scopes": ["instagram_business_basic"] });
    let token = stage.control.post("/tokens", body).await.unwrap()["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let request = stage
        .http
        .get(stage.graph("/v25.0/me/subscribed_apps"))
        .bearer_auth(token);
    assert_eq!(
        Answer::of(request.send().await.unwrap()).await.error(),
        (10, None)
    );
}

#[tokio::test]
async fn nothing_is_delivered_after_the_subscription_is_deleted() {
    let stage = Stage::open().await;
    let request = stage
        .http
        .delete(stage.graph("/v25.0/me/subscribed_apps"))
        .bearer_auth(&stage.token);
    assert_eq!(
        Answer::of(request.send().await.unwrap()).await.body,
        json!({ "success": true })
    );
    assert_eq!(subscribed(&stage).await, json!([]));
    stage.ada_writes("Anybody there?").await;
    stage.settled().await;
    assert!(stage.receiver.deliveries().is_empty());
}

#[tokio::test]
async fn only_subscribed_fields_of_a_live_app_with_allowed_messages_are_delivered() {
    let stage = Stage::with_ada().await;
    stage
        .post("/v25.0/me/subscribed_apps?subscribed_fields=messages", json!({}))
        .await;
    stage.phone("from the phone").await;
    stage.receiver.wait_for(1).await;
    stage.control.customer_does(ADA, "seen", json!({})).await.unwrap();
    stage
        .control
        .patch("/apps/700000000000001", json!({ "live": false }))
        .await
        .unwrap();
    stage.ada_writes("in development").await;
    stage
        .control
        .patch(
            "/apps/700000000000001",
            json!({ "live": true, "fields": ["messaging_seen"] }),
        )
        .await
        .unwrap();
    stage.ada_writes("not ticked").await;
    stage
        .control
        .patch("/apps/700000000000001", json!({ "fields": null }))
        .await
        .unwrap();
    stage
        .control
        .patch(
            &format!("/accounts/{DEFAULT_ACCOUNT}"),
            json!({ "dm_access": false }),
        )
        .await
        .unwrap();
    stage.ada_writes("switched off on the phone").await;
    stage.settled().await;
    assert_eq!(stage.receiver.deliveries().len(), 1);
}

#[tokio::test]
async fn the_switches_change_subscribing() {
    let stage = Stage::open().await;
    let path = "/v25.0/me/subscribed_apps?subscribed_fields=messages";
    stage.fault(Switch::SubscribeUnsuccessful, Fault::once()).await;
    assert_eq!(
        stage.post(path, json!({})).await.body,
        json!({ "success": false })
    );
    stage.fault(Switch::SubscribeFails, Fault::once()).await;
    assert_eq!(stage.post(path, json!({})).await.error(), (200, None));
    assert_eq!(stage.post(path, json!({})).await.body, json!({ "success": true }));
    stage.fault(Switch::SubscribedFieldsObjects, Fault::once()).await;
    assert_eq!(
        subscribed(&stage).await[0]["subscribed_fields"][0]["name"],
        "messages"
    );
    stage.fault(Switch::SubscriptionDropped, Fault::always()).await;
    assert_eq!(subscribed(&stage).await, json!([]));
    // It was a single act: subscribing again lasts.
    stage.post(path, json!({})).await;
    assert_eq!(
        subscribed(&stage).await[0]["subscribed_fields"],
        json!(["messages"])
    );
}
