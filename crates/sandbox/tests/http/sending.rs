use sandbox::{ADA, BEN, DEFAULT_ACCOUNT};
use serde_json::{Value, json};

use crate::stage::{Answer, Stage, text_to};

const HOUR_MS: i64 = 3_600_000;

#[tokio::test]
async fn an_accepted_text_has_a_mid_an_echo_and_a_place_in_the_thread() {
    let stage = Stage::with_ada().await;
    let answer = stage.send(ADA, "We open at nine.").await;
    assert_eq!((answer.status, &answer.body["recipient_id"]), (200, &json!(ADA)));
    let mid = answer.body["message_id"].as_str().unwrap();
    let echo = stage.receiver.wait_for(1).await[0].item();
    assert_eq!(echo["sender"]["id"], DEFAULT_ACCOUNT);
    assert_eq!(echo["recipient"]["id"], ADA);
    assert_eq!(
        echo["message"],
        json!({ "mid": mid, "text": "We open at nine.", "is_echo": true })
    );
    let last = stage.truth().await.pop().unwrap();
    assert_eq!(
        (&last["mid"], &last["who"], &last["accepted_count"]),
        (&json!(mid), &json!("api"), &json!(1))
    );
    // The request that created it is in the log, without its token.
    let seq = last["request"].as_u64().unwrap();
    let log = stage
        .control
        .get("/requests?surface=graph&path=/messages")
        .await
        .unwrap();
    let entry = log["requests"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["seq"] == seq)
        .unwrap()
        .clone();
    assert_eq!(entry["body"]["message"]["text"], "We open at nine.");
    assert!(!log.to_string().contains("IGAA"));
}

#[tokio::test]
async fn saying_the_same_twice_counts_twice() {
    let stage = Stage::with_ada().await;
    stage.send(ADA, "We open at nine.").await;
    stage.send(ADA, "We open at nine. ").await;
    stage.send(ADA, "And close at six.").await;
    let counts: Vec<Value> = stage
        .truth()
        .await
        .iter()
        .map(|one| one["accepted_count"].clone())
        .collect();
    assert_eq!(counts, [Value::Null, json!(2), json!(2), json!(1)]);
}

#[tokio::test]
async fn forms_are_taken_like_json() {
    let stage = Stage::with_ada().await;
    for form in [
        vec![("recipient[id]", ADA), ("message[text]", "bracketed")],
        vec![
            ("recipient", r#"{"id":"6100000000000001"}"#),
            ("message", r#"{"text":"inline"}"#),
        ],
    ] {
        let request = stage
            .http
            .post(stage.graph("/v25.0/me/messages"))
            .bearer_auth(&stage.token);
        assert_eq!(
            Answer::of(request.form(&form).send().await.unwrap()).await.status,
            200
        );
    }
    let texts: Vec<Value> = stage
        .truth()
        .await
        .iter()
        .map(|one| one["text"].clone())
        .collect();
    assert_eq!(texts, [json!("Hello"), json!("bracketed"), json!("inline")]);
}

#[tokio::test]
async fn the_checks_come_in_the_platforms_order() {
    let stage = Stage::open().await;
    let account = format!("/accounts/{DEFAULT_ACCOUNT}");
    let set = |change: Value| stage.control.patch(&account, change);
    let owned_by = |app: Value| {
        stage
            .control
            .customer_does(ADA, "owner", json!({ "app_id": app }))
    };
    let bad = |igsid: &str| json!({ "recipient": { "id": igsid }, "message": {} });
    let send = |body: Value| stage.post("/v25.0/me/messages", body);
    // Everything is wrong at first; one thing after another is put right.
    set(json!({ "dm_access": false, "sending_restricted": true }))
        .await
        .unwrap();
    owned_by(json!("700000000000002")).await.unwrap();
    let wrong_node = stage.post("/v25.0/27870000000000001/messages", bad("1")).await;
    assert_eq!(wrong_node.error(), (100, Some(33)));
    assert_eq!(send(bad("1")).await.error(), (100, Some(2_534_014)));
    assert_eq!(send(bad(ADA)).await.error(), (200, Some(2_534_041)));
    set(json!({ "dm_access": true })).await.unwrap();
    assert_eq!(send(bad(ADA)).await.error(), (10, Some(1_893_063)));
    set(json!({ "sending_restricted": false })).await.unwrap();
    assert_eq!(send(bad(ADA)).await.error(), (100, Some(2_534_037)));
    owned_by(Value::Null).await.unwrap();
    assert_eq!(send(bad(ADA)).await.error(), (10, Some(2_534_022)));
    stage.ada_writes("Hello").await;
    assert_eq!(send(bad(ADA)).await.error(), (100, None));
    assert_eq!(send(text_to(ADA, "Hello Ada")).await.status, 200);
}

#[tokio::test]
async fn a_window_lasts_a_day_and_with_the_tag_a_week() {
    let stage = Stage::with_ada().await;
    stage.control.advance_clock(24 * HOUR_MS - 60_000).await.unwrap();
    assert_eq!(stage.send(ADA, "just in time").await.status, 200);
    stage.control.advance_clock(120_000).await.unwrap();
    let late = stage.send(ADA, "too late").await;
    assert_eq!((late.status, late.error()), (400, (10, Some(2_534_022))));
    let mut tagged = text_to(ADA, "a person writes");
    tagged["tag"] = json!("HUMAN_AGENT");
    assert_eq!(
        stage.post("/me/messages", tagged.clone()).await.error(),
        (10, None)
    );
    stage
        .control
        .put("/settings", json!({ "human_agent": true }))
        .await
        .unwrap();
    assert_eq!(stage.post("/me/messages", tagged.clone()).await.status, 200);
    assert_eq!(stage.truth().await.last().unwrap()["tag"], "HUMAN_AGENT");
    stage.control.advance_clock(6 * 24 * HOUR_MS).await.unwrap();
    assert_eq!(
        stage.post("/me/messages", tagged.clone()).await.error(),
        (10, Some(2_534_022))
    );
    tagged["tag"] = json!("ACCOUNT_UPDATE");
    assert_eq!(stage.post("/me/messages", tagged).await.error(), (100, None));
}

#[tokio::test]
async fn a_message_written_in_the_past_opens_the_window_then() {
    let stage = Stage::open().await;
    let now = stage.control.get("/clock").await.unwrap()["now"]
        .as_i64()
        .unwrap();
    let body = json!({ "text": "yesterday", "at": now - 25 * HOUR_MS });
    stage.control.customer_sends(ADA, body).await.unwrap();
    assert_eq!(stage.send(ADA, "late").await.error(), (10, Some(2_534_022)));
    stage
        .control
        .customer_does(ADA, "postback", json!({ "title": "Hours", "payload": "HOURS" }))
        .await
        .unwrap();
    assert_eq!(stage.send(ADA, "a tap counts").await.status, 200);
}

#[tokio::test]
async fn a_text_has_a_thousand_bytes_at_most() {
    let stage = Stage::with_ada().await;
    assert_eq!(stage.send(ADA, &"a".repeat(1_000)).await.status, 200);
    assert_eq!(stage.send(ADA, &"a".repeat(1_001)).await.error(), (100, None));
    assert_eq!(stage.send(ADA, &"ä".repeat(500)).await.status, 200);
    assert_eq!(stage.send(ADA, &"ä".repeat(501)).await.error(), (100, None));
    assert_eq!(stage.send(ADA, "  ").await.error(), (100, None));
}

#[tokio::test]
async fn people_who_block_us_and_people_of_other_accounts_cannot_be_written_to() {
    let stage = Stage::with_ada().await;
    stage
        .control
        .patch(&format!("/customers/{ADA}"), json!({ "blocked": true }))
        .await
        .unwrap();
    assert_eq!(stage.send(ADA, "hello?").await.error(), (551, Some(1_545_041)));
    let other = json!({ "username": "cafe.test", "name": "Café Test" });
    let cafe = stage.control.post("/accounts", other).await.unwrap();
    let body = json!({ "username": "cleo", "account": cafe["id"] });
    let cleo = stage.control.post("/customers", body).await.unwrap();
    assert_eq!(
        stage
            .send(cleo["igsid"].as_str().unwrap(), "hello?")
            .await
            .error(),
        (100, Some(2_534_014))
    );
}

#[tokio::test]
async fn attachments_replies_and_actions_follow_the_contract() {
    let stage = Stage::with_ada().await;
    let to = json!({ "id": ADA });
    let send = |message: Value| {
        stage.post(
            "/v25.0/me/messages",
            json!({ "recipient": to, "message": message }),
        )
    };
    let image = json!({ "type": "image", "payload": { "url": "https://files.example.test/a.jpg" } });
    assert_eq!(send(json!({ "attachment": image })).await.status, 200);
    assert_eq!(send(json!({ "attachments": [image, image] })).await.status, 200);
    assert_eq!(
        send(json!({ "attachment": { "type": "like_heart" } }))
            .await
            .status,
        200
    );
    let local = json!({ "type": "image", "payload": { "url": "http://127.0.0.1/a.jpg" } });
    assert_eq!(
        send(json!({ "attachment": local })).await.error(),
        (100, Some(2_018_008))
    );
    let unknown = json!({ "type": "sticker", "payload": {} });
    assert_eq!(
        send(json!({ "attachment": unknown })).await.error(),
        (100, Some(2_534_015))
    );
    let by_id = json!({ "type": "image", "payload": { "attachment_id": "1" } });
    assert_eq!(
        send(json!({ "attachment": by_id })).await.error(),
        (100, Some(2_018_074))
    );
    // A text beside an attachment wins, and the attachment is gone without a word.
    assert_eq!(
        send(json!({ "text": "look", "attachment": image })).await.status,
        200
    );
    assert_eq!(stage.truth().await.last().unwrap()["kinds"], json!([]));
    let typing = json!({ "recipient": to, "sender_action": "typing_on" });
    let answer = stage.post("/v25.0/me/messages", typing).await;
    assert_eq!(
        (answer.status, answer.body),
        (200, json!({ "recipient_id": ADA }))
    );
    let both = json!({ "recipient": to, "sender_action": "typing_on", "message": { "text": "x" } });
    assert_eq!(
        stage.post("/v25.0/me/messages", both).await.error(),
        (100, Some(2_018_014))
    );
    let first = stage.truth().await[0]["mid"].clone();
    let reply = json!({ "recipient": to, "message": { "text": "to that" }, "reply_to": { "mid": first } });
    assert_eq!(stage.post("/v25.0/me/messages", reply).await.status, 200);
    assert_eq!(stage.truth().await.last().unwrap()["reply_to"]["mid"], first);
    let react = json!({ "recipient": to, "sender_action": "react", "payload": { "message_id": first, "reaction": "love" } });
    assert_eq!(stage.post("/v25.0/me/messages", react).await.status, 200);
    assert_eq!(stage.truth().await[0]["reactions"][0]["by"], "business");
}

#[tokio::test]
async fn media_can_be_uploaded_and_sent_by_id() {
    let stage = Stage::with_ada().await;
    let message = r#"{"attachment":{"type":"image","payload":{"is_reusable":true}}}"#;
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\n{message}\r\n--b\r\nContent-Disposition: \
         form-data; name=\"filedata\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\npixels\r\n--b--\r\n"
    );
    let request = stage
        .http
        .post(stage.graph("/v25.0/me/message_attachments"))
        .bearer_auth(&stage.token);
    let request = request
        .header("content-type", "multipart/form-data; boundary=b")
        .body(body);
    let uploaded = Answer::of(request.send().await.unwrap()).await;
    let id = uploaded.body["attachment_id"].as_str().unwrap();
    let attachment = json!({ "type": "image", "payload": { "attachment_id": id } });
    let body = json!({ "recipient": { "id": ADA }, "message": { "attachment": attachment } });
    assert_eq!(stage.post("/v25.0/me/messages", body).await.status, 200);
    let echo = stage.receiver.wait_for(1).await[0].item();
    let url = echo["message"]["attachments"][0]["payload"]["url"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(reqwest::get(url).await.unwrap().text().await.unwrap(), "pixels");
}

#[tokio::test]
async fn a_comment_gets_one_private_reply_within_a_week() {
    let stage = Stage::open().await;
    let comment = stage
        .control
        .customer_does(BEN, "comment", json!({ "text": "price?" }))
        .await
        .unwrap();
    let body = json!({ "recipient": { "comment_id": comment["comment_id"] }, "message": { "text": "0.60" } });
    let answer = stage.post("/v25.0/me/messages", body.clone()).await;
    assert_eq!((answer.status, &answer.body["recipient_id"]), (200, &json!(BEN)));
    assert_eq!(
        stage.post("/v25.0/me/messages", body).await.error(),
        (100, Some(2_534_025))
    );
    assert_eq!(stage.send(BEN, "and more").await.error(), (10, Some(2_534_022)));
    let late = stage
        .control
        .customer_does(BEN, "comment", json!({ "text": "still?" }))
        .await
        .unwrap();
    stage.control.advance_clock(8 * 24 * HOUR_MS).await.unwrap();
    let body = json!({ "recipient": { "comment_id": late["comment_id"] }, "message": { "text": "yes" } });
    assert_eq!(
        stage.post("/v25.0/me/messages", body).await.error(),
        (100, Some(2_534_025))
    );
}

#[tokio::test]
async fn ice_breakers_are_kept_and_removed() {
    let stage = Stage::open().await;
    let path = "/v25.0/me/messenger_profile";
    let body = json!({ "ice_breakers": [{ "question": "What do you sell?", "payload": "ICE" }] });
    assert_eq!(
        stage.post(path, body.clone()).await.body,
        json!({ "result": "success" })
    );
    assert_eq!(stage.get(path).await.body["data"][0], body);
    let request = stage
        .http
        .delete(stage.graph(&format!("{path}?fields=[\"ice_breakers\"]")));
    assert_eq!(
        request.bearer_auth(&stage.token).send().await.unwrap().status(),
        200
    );
    assert_eq!(stage.get(path).await.body["data"], json!([]));
}
