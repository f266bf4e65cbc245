use sandbox::{ADA, BEN, DEFAULT_ACCOUNT};
use serde_json::{Value, json};

use crate::stage::Stage;

const PATH: &str = "/v25.0/me/conversations?platform=instagram";
const EXPANDED: &str = "id,updated_time,participants,messages.limit(20)%7Bid,created_time,from,to,message,attachments,\
                        shares,story,reactions,is_unsupported%7D";

#[tokio::test]
async fn threads_are_listed_newest_first_in_whole_seconds() {
    let stage = Stage::open().await;
    let now = stage.control.get("/clock").await.unwrap()["now"]
        .as_i64()
        .unwrap();
    stage
        .control
        .customer_sends(ADA, json!({ "text": "older", "at": now - 60_000 }))
        .await
        .unwrap();
    stage.control.customer_writes(BEN, "newer").await.unwrap();
    let list = stage.get(PATH).await.body;
    let ids: Vec<&str> = list["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), 2);
    assert!(ids[0].starts_with("aWdfZAG06"));
    let ada = stage
        .get(&format!("{PATH}&user_id={ADA}&fields={EXPANDED}"))
        .await
        .body;
    let thread = &ada["data"][0];
    assert_eq!(thread["id"], ids[1]);
    let time = thread["updated_time"].as_str().unwrap();
    assert!(
        time.ends_with("+0000") && time.len() == "2026-10-01T08:15:30+0000".len(),
        "{time}"
    );
    assert_eq!(
        thread["participants"]["data"][0],
        json!({ "id": DEFAULT_ACCOUNT, "username": "bakery.test" })
    );
    let message = &thread["messages"]["data"][0];
    assert_eq!(message["message"], "older");
    assert_eq!(message["from"], json!({ "id": ADA, "username": "ada.bakes" }));
    assert_eq!(message["to"]["data"][0]["id"], DEFAULT_ACCOUNT);
    assert_eq!(message["is_unsupported"], false);
    assert_eq!(stage.get("/v25.0/me/conversations").await.error(), (100, None));
}

#[tokio::test]
async fn only_the_twenty_newest_messages_have_details() {
    let stage = Stage::open().await;
    let mut mids = Vec::new();
    for number in 0..25 {
        mids.push(stage.ada_writes(&number.to_string()).await);
    }
    let fields = "fields=messages.limit(30)%7Bid,message,created_time%7D";
    let list = stage.get(&format!("{PATH}&{fields}")).await.body;
    let messages = list["data"][0]["messages"]["data"].as_array().unwrap().clone();
    assert_eq!(messages.len(), 25);
    assert_eq!(messages[0]["message"], "24");
    assert_eq!(messages[19]["message"], "5");
    assert!(messages[20].get("message").is_none() && messages[20]["id"].is_string());
    let readable = stage.get(&format!("/v25.0/{}?fields=message", mids[5])).await;
    assert_eq!(readable.body["message"], "5");
    let too_old = stage.get(&format!("/v25.0/{}?fields=message", mids[4])).await;
    assert_eq!((too_old.status, too_old.error().0), (400, 9_000_001));
}

#[tokio::test]
async fn pages_follow_their_cursors() {
    let stage = Stage::open().await;
    for number in 0..5 {
        stage.ada_writes(&number.to_string()).await;
    }
    // Threads of one millisecond have no order between them.
    stage.control.advance_clock(10).await.unwrap();
    stage.control.customer_writes(BEN, "Hi").await.unwrap();
    let first = stage.get(&format!("{PATH}&limit=1")).await.body;
    let next = first["paging"]["next"].as_str().unwrap();
    assert!(next.contains("access_token="));
    let second: Value = reqwest::get(next).await.unwrap().json().await.unwrap();
    assert_ne!(first["data"][0]["id"], second["data"][0]["id"]);
    assert!(second.get("paging").is_none());
    let thread = second["data"][0]["id"].as_str().unwrap();
    let mut path = format!("/v25.0/{thread}/messages?limit=2&fields=message");
    let mut texts = Vec::new();
    loop {
        let page = stage.get(&path).await.body;
        texts.extend(
            page["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["message"].clone()),
        );
        let Some(after) = page["paging"]["cursors"]["after"].as_str() else {
            break;
        };
        path = format!("/v25.0/{thread}/messages?limit=2&fields=message&after={after}");
    }
    assert_eq!(
        texts,
        [json!("4"), json!("3"), json!("2"), json!("1"), json!("0")]
    );
    let node = stage.get(&format!("/v25.0/{thread}?fields=messages")).await.body;
    assert_eq!(node["messages"]["data"].as_array().unwrap().len(), 5);
    assert_eq!(
        stage.get(&format!("{PATH}&after=rubbish")).await.error(),
        (100, None)
    );
}

/// How what Ada sends reads back.
async fn read_back(stage: &Stage, message: Value) -> Value {
    let mid = stage.control.customer_sends(ADA, message).await.unwrap();
    read(stage, &mid).await
}

async fn read(stage: &Stage, mid: &str) -> Value {
    let path = format!("/v25.0/{mid}?fields=attachments,shares,story,message,reactions");
    stage.get(&path).await.body
}

fn attached(kind: &str) -> Value {
    json!({ "attachments": [{ "type": kind }] })
}

#[tokio::test]
async fn attachments_read_back_with_their_type() {
    let stage = Stage::open().await;
    let voice = read_back(&stage, attached("audio")).await;
    assert_eq!(voice["attachments"]["data"][0]["mime_type"], "audio/wav");
    assert!(voice["attachments"]["data"][0]["file_url"].is_string());
    let image = read_back(&stage, attached("image")).await;
    assert!(image["attachments"]["data"][0]["image_data"]["url"].is_string());
    let video = read_back(&stage, attached("video")).await;
    assert!(video["attachments"]["data"][0]["video_data"]["url"].is_string());
}

#[tokio::test]
async fn shared_things_read_back_empty() {
    let stage = Stage::open().await;
    for kind in ["ig_post", "ig_reel", "ig_story", "ephemeral"] {
        let empty = read_back(&stage, attached(kind)).await;
        assert!(
            empty.get("attachments").is_none() && empty.get("shares").is_none(),
            "{kind}"
        );
        assert_eq!(empty["message"], "");
    }
    let share = json!({ "type": "share", "url": "https://www.instagram.com/reel/Cexample/" });
    let share = read_back(&stage, json!({ "attachments": [share] })).await;
    assert_eq!(
        share["shares"]["data"][0]["link"],
        "https://www.instagram.com/reel/Cexample/"
    );
}

#[tokio::test]
async fn stories_and_reactions_read_back_while_they_live() {
    let stage = Stage::open().await;
    let mention = read_back(&stage, attached("story_mention")).await;
    assert!(
        mention["story"]["mention"]["link"]
            .as_str()
            .unwrap()
            .contains("/cdn/")
    );
    let reply = json!({ "text": "wow", "story_reply": {} });
    let reply = stage.control.customer_sends(ADA, reply).await.unwrap();
    assert_ne!(read(&stage, &reply).await["story"]["reply_to"]["link"], "");
    stage
        .control
        .customer_does(ADA, "react", json!({ "mid": reply }))
        .await
        .unwrap();
    assert_eq!(
        read(&stage, &reply).await["reactions"]["data"][0]["reaction"],
        "love"
    );
    stage.control.advance_clock(25 * 3_600_000).await.unwrap();
    assert_eq!(read(&stage, &reply).await["story"]["reply_to"]["link"], "");
}

#[tokio::test]
async fn a_message_taken_back_is_gone_from_reads() {
    let stage = Stage::open().await;
    let mid = stage.ada_writes("wrong chat").await;
    stage.ada_writes("right chat").await;
    stage
        .control
        .customer_does(ADA, "unsend", json!({ "mid": mid }))
        .await
        .unwrap();
    assert_eq!(stage.get(&format!("/v25.0/{mid}")).await.error().0, 9_000_001);
    let list = stage
        .get(&format!("{PATH}&fields=messages%7Bmessage%7D"))
        .await
        .body;
    assert_eq!(list["data"][0]["messages"]["data"].as_array().unwrap().len(), 1);
    assert_eq!(stage.truth().await[0]["deleted"], true);
}

#[tokio::test]
async fn an_edited_message_reads_with_its_new_text() {
    let stage = Stage::open().await;
    let mid = stage.ada_writes("Sunday?").await;
    stage
        .control
        .customer_does(ADA, "edit", json!({ "mid": mid, "text": "Saturday?" }))
        .await
        .unwrap();
    assert_eq!(
        stage.get(&format!("/v25.0/{mid}?fields=message")).await.body["message"],
        "Saturday?"
    );
}

#[tokio::test]
async fn unanswered_requests_are_hidden_after_thirty_days() {
    let stage = Stage::open().await;
    stage.ada_writes("Hello").await;
    stage.control.customer_writes(BEN, "Hi").await.unwrap();
    stage
        .control
        .phone_writes(DEFAULT_ACCOUNT, BEN, "Hello Ben")
        .await
        .unwrap();
    // The month outlives the token, so a fresh one reads.
    stage.control.advance_clock(31 * 86_400_000).await.unwrap();
    let list = stage.get(&format!("{PATH}&fields=participants")).await.body;
    assert_eq!(list["data"].as_array().unwrap().len(), 1);
    assert_eq!(list["data"][0]["participants"]["data"][1]["id"], BEN);
}

#[tokio::test]
async fn two_reads_a_second_can_be_the_limit() {
    let stage = Stage::with_ada().await;
    stage
        .control
        .put("/settings", json!({ "conversations_per_second": 2 }))
        .await
        .unwrap();
    assert_eq!(stage.get(PATH).await.status, 200);
    assert_eq!(stage.get(PATH).await.status, 200);
    assert_eq!(stage.get(PATH).await.error(), (613, Some(2_534_040)));
}

#[tokio::test]
async fn foreign_nodes_and_unknown_fields_are_refused() {
    let stage = Stage::with_ada().await;
    assert_eq!(stage.get("/v25.0/aWdfunknown").await.error(), (100, Some(33)));
    assert_eq!(
        stage.get(&format!("{PATH}&fields=shoe_size")).await.error(),
        (100, None)
    );
    assert_eq!(
        stage.get(&format!("{PATH}&fields=messages%7B")).await.error().0,
        2_500
    );
    let scoped = "/v25.0/27870000000000001/conversations?platform=instagram";
    assert_eq!(stage.get(scoped).await.error(), (100, Some(33)));
}
