use sandbox::{DEFAULT_ACCOUNT, DEFAULT_APP_ID, DEFAULT_APP_SECRET};
use serde_json::{Value, json};

use crate::receiver::{Receiver, VERIFY_TOKEN};
use crate::stage::Stage;

const CALLBACK: &str = "/apps/700000000000001/callback";

#[tokio::test]
async fn a_callback_is_kept_only_after_its_handshake() {
    let stage = Stage::open().await;
    let other = Receiver::start().await;
    let wrong = stage
        .control
        .put(CALLBACK, json!({ "url": other.url, "verify_token": "wrong" }))
        .await
        .unwrap();
    assert_eq!(
        (&wrong["verified"], &wrong["status"]),
        (&json!(false), &json!(403))
    );
    let nobody = json!({ "url": "http://127.0.0.1:9/hook", "verify_token": "x" });
    let unreachable = stage.control.put(CALLBACK, nobody).await.unwrap();
    assert_eq!(unreachable["verified"], false);
    assert!(
        unreachable["reason"]
            .as_str()
            .unwrap()
            .contains("could not be reached")
    );
    let app = stage.control.get("/apps/700000000000001").await.unwrap();
    assert_eq!(app["callback"]["url"], stage.receiver.url);
    let right = stage
        .control
        .put(
            CALLBACK,
            json!({ "url": other.url, "verify_token": VERIFY_TOKEN }),
        )
        .await
        .unwrap();
    assert_eq!(right["verified"], true);
    stage.ada_writes("Hello").await;
    other.wait_for(1).await;
}

#[tokio::test]
async fn the_test_button_sends_its_own_shape() {
    let stage = Stage::open().await;
    let path = format!("/apps/{DEFAULT_APP_ID}/test-event");
    assert_eq!(
        stage.control.post(&path, json!({})).await.unwrap(),
        json!({ "status": 200 })
    );
    let delivery = stage.receiver.wait_for(1).await.remove(0);
    assert!(delivery.is_signed_with(DEFAULT_APP_SECRET));
    let entry = &delivery.json()["entry"][0];
    assert_eq!(entry["id"], "0");
    let value = json!({ "sender": { "id": "12334" }, "recipient": { "id": "23245" }, "timestamp": "1527459824",
        "message": { "mid": "random_mid", "text": "random_text" } });
    assert_eq!(entry["changes"], json!([{ "field": "messages", "value": value }]));
}

#[tokio::test]
async fn raw_bodies_are_delivered_signed_wrongly_signed_or_unsigned() {
    let stage = Stage::open().await;
    let path = format!("/apps/{DEFAULT_APP_ID}/deliver");
    let lone = r#"{"object":"instagram","entry":[{"text":"\ud83d"}]}"#;
    for sign in ["right", "wrong", "none"] {
        let body = json!({ "body": lone, "sign": sign, "headers": { "X-Extra": "1" } });
        assert_eq!(stage.control.post(&path, body).await.unwrap()["status"], 200);
    }
    stage
        .control
        .post(&path, json!({ "body_base64": "//4=" }))
        .await
        .unwrap();
    let all = stage.receiver.wait_for(4).await;
    assert_eq!(all[0].text(), lone);
    assert_eq!(all[0].header("x-extra"), Some("1"));
    assert!(all[0].is_signed_with(DEFAULT_APP_SECRET));
    assert!(!all[1].is_signed_with(DEFAULT_APP_SECRET) && all[1].header("x-hub-signature-256").is_some());
    assert!(all[2].header("x-hub-signature-256").is_none());
    assert_eq!(all[3].bytes.as_ref(), [0xff, 0xfe]);
    stage.receiver.answer_next(&[503]);
    assert_eq!(
        stage.control.post(&path, json!({ "body": "{}" })).await.unwrap()["status"],
        503
    );
}

#[tokio::test]
async fn a_failed_delivery_is_tried_again_with_the_same_items() {
    let stage = Stage::open().await;
    stage
        .control
        .put("/settings", json!({ "retry_first_ms": 5 }))
        .await
        .unwrap();
    stage.receiver.answer_next(&[500, 503, 302]);
    stage.ada_writes("Hello").await;
    let all = stage.receiver.wait_for(4).await;
    assert!(all.iter().all(|one| one.item() == all[0].item()));
    stage.settled().await;
    let told = stage.control.get("/deliveries").await.unwrap();
    let last = told["deliveries"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["attempts"], &last["state"], &last["status"]),
        (&json!(4), &json!("delivered"), &json!(200))
    );
}

#[tokio::test]
async fn after_failing_long_enough_the_subscription_is_dropped_silently() {
    let stage = Stage::open().await;
    stage
        .control
        .put(
            "/settings",
            json!({ "retry_first_ms": 5, "disable_after_ms": 30 }),
        )
        .await
        .unwrap();
    stage.receiver.answer_next(&[500; 200]);
    stage.ada_writes("Hello").await;
    stage.settled().await;
    let told = stage.control.get("/deliveries").await.unwrap();
    assert_eq!(told["deliveries"][0]["state"], "dropped");
    assert_eq!(
        stage.get("/v25.0/me/subscribed_apps").await.body,
        json!({ "data": [] })
    );
}

#[tokio::test]
async fn a_delivery_is_given_up_in_the_end() {
    let stage = Stage::open().await;
    let settings = json!({ "retry_first_ms": 5, "give_up_ms": 20, "disable_after_ms": null });
    stage.control.put("/settings", settings).await.unwrap();
    stage.receiver.answer_next(&[500; 200]);
    stage.ada_writes("Hello").await;
    stage.settled().await;
    assert_eq!(
        stage.control.get("/deliveries").await.unwrap()["deliveries"][0]["state"],
        "dropped"
    );
    assert_ne!(
        stage.get("/v25.0/me/subscribed_apps").await.body,
        json!({ "data": [] })
    );
}

#[tokio::test]
async fn messages_of_a_thread_arrive_in_the_order_they_were_written() {
    let stage = Stage::open().await;
    for number in 0..40 {
        stage.ada_writes(&number.to_string()).await;
    }
    let texts: Vec<Value> = stage
        .receiver
        .wait_for(40)
        .await
        .iter()
        .map(|one| one.item()["message"]["text"].clone())
        .collect();
    let expected: Vec<Value> = (0..40).map(|number| json!(number.to_string())).collect();
    assert_eq!(texts, expected);
}

#[tokio::test]
async fn deauthorising_posts_a_signed_request_and_kills_the_token() {
    let stage = Stage::open().await;
    let body = json!({ "account": DEFAULT_ACCOUNT, "url": stage.receiver.url });
    stage
        .control
        .post(&format!("/apps/{DEFAULT_APP_ID}/deauthorize"), body)
        .await
        .unwrap();
    let form = stage.receiver.wait_for(1).await[0].text();
    let signed = form.strip_prefix("signed_request=").unwrap();
    assert_eq!(signed.split('.').count(), 2);
    assert_eq!(stage.get("/v25.0/me").await.error(), (190, Some(458)));
}
