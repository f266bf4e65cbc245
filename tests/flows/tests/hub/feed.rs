//! The live feed: what became stale, never what to draw.

use flows::{ACCOUNT, Feed, Flow, Stage, text};
use sandbox::ADA;
use serde_json::{Value, json};

#[tokio::test]
async fn a_message_makes_its_conversation_and_the_list_stale() -> Flow {
    let stage = Stage::by_hand().await?;
    let mut feed = Feed::open(&stage, None).await?;
    stage.control().customer_writes(ADA, "walnuts").await?;
    let key = format!("conversation:{ACCOUNT}.{ADA}");
    let seq = feed.until_stale(&key).await?;
    assert!(seq > 0);
    // What is stale is already there to be read.
    let (status, _) = stage.call("GET", &stage.at(ADA, ""), None).await?;
    assert_eq!(status, 200);
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    feed.until_stale("outbox").await?;
    stage.messages(ADA, flows::state_is("s-1", "confirmed")).await?;
    stage.close().await
}

#[tokio::test]
async fn the_feed_carries_no_words_and_each_kind_of_change_is_told() -> Flow {
    let stage = Stage::by_hand().await?;
    let mut feed = Feed::open(&stage, None).await?;
    stage.control().customer_writes(ADA, "walnuts").await?;
    let mut seen = Vec::new();
    while !seen.iter().any(|one: &String| one == "conversations") {
        let message = feed.next().await?;
        assert!(!message.to_string().contains("walnuts"), "{message}");
        let stale = flows::list(&message, "/stale");
        seen.extend(stale.iter().map(|one| text(one, "").to_owned()));
    }
    stage.autopilot(true).await?;
    feed.until_stale(&format!("account:{ACCOUNT}")).await?;
    let settings = stage.get("/api/settings").await?;
    stage.act("PUT", "/api/settings", settings).await?;
    feed.until_stale("settings").await?;
    let wizard = stage.begin_wizard().await?;
    feed.until_stale(&format!("connect:{}", text(&wizard, "/id")))
        .await?;
    stage.close().await
}

#[tokio::test]
async fn a_reader_that_was_away_is_told_to_resync_first() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    let seq = stage
        .get("/api/health")
        .await?
        .pointer("/seq")
        .and_then(Value::as_u64)
        .ok_or("no position")?;
    let mut behind = Feed::open(&stage, Some(1)).await?;
    let first = behind.next().await?;
    assert_eq!(first.get("resync"), Some(&json!(true)), "{first}");
    assert!(first.pointer("/seq").and_then(Value::as_u64) >= Some(seq));
    stage.control().customer_writes(ADA, "and again").await?;
    behind
        .until_stale(&format!("conversation:{ACCOUNT}.{ADA}"))
        .await?;
    stage.close().await
}
