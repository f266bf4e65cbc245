use sandbox::{ADA, BEN, DEFAULT_ACCOUNT, DEFAULT_APP_SECRET};
use serde_json::{Value, json};

use crate::stage::Stage;

/// The delivery of what Ada sends.
async fn delivered(message: Value) -> Value {
    let stage = Stage::open().await;
    stage.control.customer_sends(ADA, message).await.unwrap();
    stage.receiver.wait_for(1).await[0].item()
}

#[tokio::test]
async fn a_delivery_has_the_platforms_bytes_and_both_signatures() {
    let stage = Stage::open().await;
    let mid = stage.ada_writes("ä/🙂 @ <50 %>").await;
    let delivery = stage.receiver.wait_for(1).await.remove(0);
    let body = delivery.json();
    let (time, at) = (
        &body["entry"][0]["time"],
        &body["entry"][0]["messaging"][0]["timestamp"],
    );
    let expected = format!(
        r#"{{"object":"instagram","entry":[{{"time":{time},"id":"17841400000000001","messaging":[{{"sender":{{"id":"6100000000000001"}},"recipient":{{"id":"17841400000000001"}},"timestamp":{at},"message":{{"mid":"{mid}","text":"\u00e4\/\ud83d\ude42 \u0040 \u003c50 \u0025>"}}}}]}}]}}"#
    );
    assert_eq!(delivery.text(), expected);
    assert!(time.as_i64().unwrap() > 1_000_000_000_000, "milliseconds");
    assert!(delivery.is_signed_with(DEFAULT_APP_SECRET));
    assert!(delivery.header("x-hub-signature").unwrap().starts_with("sha1="));
    assert_eq!(delivery.header("content-type"), Some("application/json"));
    assert!(delivery.header("user-agent").unwrap().starts_with("Webhooks/1.0"));
    stage
        .control
        .put("/settings", json!({ "extra_escapes": false }))
        .await
        .unwrap();
    stage.ada_writes("a@b").await;
    assert!(stage.receiver.wait_for(2).await[1].text().contains("a@b"));
}

#[tokio::test]
async fn a_mid_has_the_platforms_length_and_ends() {
    let stage = Stage::open().await;
    let mid = stage.ada_writes("Hello").await;
    assert!((160..=164).contains(&mid.len()), "{}", mid.len());
    assert!(
        mid.starts_with("aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEO") && mid.ends_with("ZDZD"),
        "{mid}"
    );
}

#[tokio::test]
async fn replies_and_quick_replies_carry_what_they_answer() {
    let reply = delivered(json!({ "text": "this one", "reply_to": "mid-text-0" })).await;
    assert_eq!(reply["message"]["reply_to"], json!({ "mid": "mid-text-0" }));
    let story =
        delivered(json!({ "text": "Love this!", "story_reply": { "id": "17900000000000011" } })).await;
    assert_eq!(story["message"]["reply_to"]["story"]["id"], "17900000000000011");
    assert!(
        story["message"]["reply_to"]["story"]["url"]
            .as_str()
            .unwrap()
            .contains("/cdn/ig_messaging_cdn/")
    );
    let quick = delivered(json!({ "text": "Opening hours", "quick_reply": { "payload": "HOURS" } })).await;
    assert_eq!(quick["message"]["quick_reply"], json!({ "payload": "HOURS" }));
    let advert =
        json!({ "ref": "ad-ref", "ad_id": "120000000000001", "source": "ADS", "type": "OPEN_THREAD" });
    let from_ad = delivered(json!({ "text": "Hi", "referral": advert })).await;
    assert_eq!(from_ad["message"]["referral"], advert);
}

#[tokio::test]
async fn every_attachment_type_has_its_own_shape() {
    for kind in ["image", "video", "audio", "file", "story_mention"] {
        let item = delivered(json!({ "attachments": [{ "type": kind }] })).await;
        let attachment = &item["message"]["attachments"][0];
        assert_eq!(attachment["type"], kind);
        assert!(
            attachment["payload"]["url"]
                .as_str()
                .unwrap()
                .contains("signature="),
            "{kind}"
        );
        assert_eq!(attachment["payload"].as_object().unwrap().len(), 1);
    }
    for (kind, id, link) in [
        ("ig_post", "ig_post_media_id", "url"),
        ("ig_reel", "reel_video_id", "url"),
        ("reel", "reel_video_id", "url"),
        ("ig_story", "story_media_id", "story_media_url"),
    ] {
        let item = delivered(json!({ "attachments": [{ "type": kind, "title": "Caption" }] })).await;
        let payload = &item["message"]["attachments"][0]["payload"];
        assert!(
            payload[id].is_string() && payload[link].is_string(),
            "{kind}: {payload}"
        );
    }
    let share = json!({ "type": "share", "url": "https://www.instagram.com/reel/Cexample/" });
    let item = delivered(json!({ "attachments": [share] })).await;
    assert_eq!(
        item["message"]["attachments"][0]["payload"],
        json!({ "url": "https://www.instagram.com/reel/Cexample/" })
    );
    let item = delivered(json!({ "attachments": [{ "type": "ephemeral" }] })).await;
    assert_eq!(item["message"]["attachments"], json!([{ "type": "ephemeral" }]));
    let item = delivered(json!({ "attachments": [{ "type": "template" }] })).await;
    assert_eq!(
        item["message"]["attachments"][0]["payload"],
        json!({ "generic": { "elements": [] } })
    );
    let item = delivered(json!({ "attachments": [{ "type": "hologram", "payload": { "depth": 3 } }] })).await;
    assert_eq!(
        item["message"]["attachments"],
        json!([{ "type": "hologram", "payload": { "depth": 3 } }])
    );
    let item = delivered(json!({ "is_unsupported": true })).await;
    assert_eq!(item["message"]["is_unsupported"], true);
}

#[tokio::test]
async fn several_attachments_are_one_message() {
    let item = delivered(json!({ "attachments": [{ "type": "image" }, { "type": "video" }] })).await;
    assert_eq!(item["message"]["attachments"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn other_acts_have_their_own_events() {
    let stage = Stage::open().await;
    let control = &stage.control;
    let act = |act: &'static str, body: Value| control.customer_does(ADA, act, body);
    let first = stage.ada_writes("Do you open on Sunday?").await;
    let ours = stage.phone("We do.").await;
    act(
        "postback",
        json!({ "title": "What do you sell?", "payload": "ICE" }),
    )
    .await
    .unwrap();
    act("react", json!({ "mid": ours })).await.unwrap();
    act("react", json!({ "mid": ours, "emoji": "🥐" })).await.unwrap();
    act("unreact", json!({ "mid": ours })).await.unwrap();
    act("seen", json!({})).await.unwrap();
    act(
        "edit",
        json!({ "mid": first, "text": "Do you open on Saturday?" }),
    )
    .await
    .unwrap();
    act("phantom-edit", json!({ "mid": first, "parties": false }))
        .await
        .unwrap();
    act("referral", json!({ "ref": "spring-flyer" })).await.unwrap();
    act("unsend", json!({ "mid": first })).await.unwrap();
    let items: Vec<Value> = stage
        .receiver
        .wait_for(11)
        .await
        .iter()
        .map(|one| one.item())
        .collect();
    assert_eq!(items[1]["message"]["is_echo"], true);
    assert_eq!(items[2]["postback"]["payload"], "ICE");
    assert!(items[2]["postback"]["mid"].is_string());
    let love = json!({ "mid": ours, "action": "react", "reaction": "love", "emoji": "\u{2764}\u{fe0f}" });
    assert_eq!(items[3]["reaction"], love);
    assert_eq!(
        items[4]["reaction"],
        json!({ "mid": ours, "action": "react", "reaction": "other", "emoji": "🥐" })
    );
    assert_eq!(items[5]["reaction"], json!({ "mid": ours, "action": "unreact" }));
    assert_eq!(items[6]["read"], json!({ "mid": ours }));
    assert_eq!(
        items[7]["message_edit"],
        json!({ "mid": first, "text": "Do you open on Saturday?", "num_edit": 1 })
    );
    assert_eq!(items[8]["message_edit"], json!({ "mid": first, "num_edit": 0 }));
    assert!(items[8].get("sender").is_none() && items[8].get("recipient").is_none());
    assert_eq!(items[9]["referral"]["source"], "https://ig.me/m/bakery.test");
    assert_eq!(items[10]["message"], json!({ "mid": first, "is_deleted": true }));
}

#[tokio::test]
async fn a_reaction_taken_back_can_stay_untold() {
    let stage = Stage::with_ada().await;
    let settings = json!({ "unreact_delivered": false });
    stage.control.put("/settings", settings).await.unwrap();
    let ours = stage.phone("We do.").await;
    let on_ours = json!({ "mid": ours });
    stage
        .control
        .customer_does(ADA, "react", on_ours.clone())
        .await
        .unwrap();
    stage
        .control
        .customer_does(ADA, "unreact", on_ours)
        .await
        .unwrap();
    stage.settled().await;
    assert_eq!(stage.receiver.deliveries().len(), 2);
    assert_eq!(stage.truth().await[1]["reactions"], json!([]));
}

#[tokio::test]
async fn the_phone_and_other_apps_cause_echoes_only() {
    let stage = Stage::with_ada().await;
    let mid = stage.phone("from the phone").await;
    let path = format!("/accounts/{DEFAULT_ACCOUNT}/phone");
    let body = json!({ "to": ADA, "text": "from a bot", "app_id": "700000000000002" });
    stage.control.post(&path, body).await.unwrap();
    let path = format!("/accounts/{DEFAULT_ACCOUNT}/unsend");
    stage.control.post(&path, json!({ "mid": mid })).await.unwrap();
    let items: Vec<Value> = stage
        .receiver
        .wait_for(3)
        .await
        .iter()
        .map(|one| one.item())
        .collect();
    assert_eq!(
        items[0]["message"],
        json!({ "mid": mid, "text": "from the phone", "is_echo": true })
    );
    assert_eq!(items[1]["message"]["app_id"], 700_000_000_000_002_i64);
    assert_eq!(
        items[2]["message"],
        json!({ "mid": mid, "is_deleted": true, "is_echo": true })
    );
    assert_eq!(items[2]["sender"]["id"], DEFAULT_ACCOUNT);
    let who: Vec<Value> = stage.truth().await.iter().map(|one| one["who"].clone()).collect();
    assert_eq!(who, [json!("customer"), json!("phone"), json!("other_app")]);
}

#[tokio::test]
async fn a_thread_another_app_owns_comes_as_standby() {
    let stage = Stage::with_ada().await;
    stage
        .control
        .customer_does(ADA, "owner", json!({ "app_id": "700000000000002" }))
        .await
        .unwrap();
    stage.ada_writes("hello?").await;
    stage
        .control
        .customer_does(ADA, "owner", json!({ "app_id": null }))
        .await
        .unwrap();
    stage.ada_writes("and now?").await;
    let all = stage.receiver.wait_for(4).await;
    assert_eq!(
        all[0].item()["take_thread_control"]["new_owner_app_id"],
        "700000000000002"
    );
    assert_eq!(
        all[1].json()["entry"][0]["standby"][0]["message"]["text"],
        "hello?"
    );
    assert_eq!(
        all[2].item()["pass_thread_control"]["previous_owner_app_id"],
        "700000000000002"
    );
    assert_eq!(all[3].item()["message"]["text"], "and now?");
}

#[tokio::test]
async fn a_comment_is_a_change_with_its_time_in_seconds() {
    let stage = Stage::open().await;
    let told = stage
        .control
        .customer_does(BEN, "comment", json!({ "text": "price?" }))
        .await
        .unwrap();
    let entry = stage.receiver.wait_for(1).await[0].json()["entry"][0].clone();
    assert!(entry["time"].as_i64().unwrap() < 10_000_000_000, "seconds");
    assert_eq!(entry["changes"][0]["field"], "comments");
    assert_eq!(entry["changes"][0]["value"]["id"], told["comment_id"]);
    assert_eq!(entry["changes"][0]["value"]["from"]["username"], "ben.rolls");
}
