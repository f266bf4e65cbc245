//! What does not look as documented costs itself and nothing else.

use flows::{ACCOUNT, Flow, Item, Stage, any, body, list, now, number, text};
use sandbox::{ADA, BEN, Fault, Switch};
use serde_json::json;

#[tokio::test]
async fn one_bad_item_costs_itself_and_not_its_neighbours() -> Flow {
    let stage = Stage::by_hand().await?;
    let delivery = body(&[
        Item::message(ACCOUNT, ADA, "mid-1", "one"),
        r#"{"sender":7,"message":[]}"#.to_owned(),
        Item::message(ACCOUNT, ADA, "mid-2", r"two \ud83d"),
        "17".to_owned(),
        Item::message(ACCOUNT, ADA, "mid-3", r"three \ud83e\udd50"),
    ]);
    assert_eq!(stage.deliver(&delivery).await?, 200);
    let messages = stage.messages(ADA, |messages| messages.len() == 3).await?;
    let texts: Vec<&str> = messages.iter().map(|message| text(message, "/text")).collect();
    assert_eq!(texts, ["one", "two \u{fffd}", "three 🥐"]);
    let health = stage.get("/api/health").await?;
    assert_eq!(number(&health, "/intake/undecodable"), 2);
    stage.close().await
}

#[tokio::test]
async fn an_unknown_event_is_kept_raw_shown_in_health_and_can_be_read_again() -> Flow {
    let stage = Stage::by_hand().await?;
    let strange = body(&[
        Item::of(ADA, ACCOUNT, r#""telepathy":{"thought":"walnuts"}"#),
        Item::message(ACCOUNT, ADA, "mid-1", "in words"),
    ]);
    assert_eq!(stage.deliver(&strange).await?, 200);
    stage.message(ADA, "mid-1", any).await?;
    let health = stage.get("/api/health").await?;
    assert_eq!(text(&health, "/intake/state"), "warning");
    assert!(!text(&health, "/intake/next_step").is_empty());
    let kept = stage.get("/api/health/undecodable").await?;
    let items = list(&kept, "/items");
    assert_eq!(items.len(), 1, "{kept}");
    let item = items.first().ok_or("nothing kept")?;
    assert_eq!(text(item, "/account_id"), ACCOUNT);
    assert!(!text(item, "/reason").is_empty());
    assert!(number(item, "/at") > 0);
    // This version still cannot read it: it stays, once, and nothing is said twice.
    let again = stage
        .act("POST", "/api/health/undecodable/replay", json!({}))
        .await?;
    assert_eq!((number(&again, "/replayed"), number(&again, "/still")), (0, 1));
    let kept = stage.get("/api/health/undecodable").await?;
    assert_eq!(list(&kept, "/items").len(), 1);
    stage.messages(ADA, |messages| messages.len() == 1).await?;
    stage.close().await
}

#[tokio::test]
async fn a_time_that_cannot_be_true_is_taken_for_now() -> Flow {
    let stage = Stage::by_hand().await?;
    for (mid, time) in [
        ("mid-1", "9223372036854775807"),
        ("mid-2", "32503680000000"),
        ("mid-3", "1"),
    ] {
        let item = format!(
            r#"{{"sender":{{"id":"{ADA}"}},"recipient":{{"id":"{ACCOUNT}"}},"timestamp":{time},"message":{{"mid":"{mid}","text":"hello"}}}}"#
        );
        assert_eq!(stage.deliver(&body(&[item])).await?, 200);
    }
    let messages = stage.messages(ADA, |messages| messages.len() == 3).await?;
    let now = now();
    for message in &messages {
        let away = (number(message, "/at") - now).abs();
        assert!(away < 60_000, "{away} ms from now: {message}");
    }
    let opened = stage.conversation(ADA, |_| true).await?;
    let ahead = number(&opened, "/window_until") - now;
    assert!(ahead <= 24 * 3_600_000 + 60_000, "open for {ahead} ms");
    stage.close().await
}

#[tokio::test]
async fn what_the_account_wrote_itself_is_no_customers() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "Do you open on Sunday?").await?;
    let item = Item::of(
        ACCOUNT,
        ADA,
        r#""message":{"mid":"mid-own","text":"And on Monday"}"#,
    );
    assert_eq!(stage.deliver(&body(&[item])).await?, 200);
    let own = stage.message(ADA, "mid-own", any).await?;
    assert_eq!(text(&own, "/who"), "phone");
    stage.close().await
}

#[tokio::test]
async fn an_event_that_names_nobody_is_kept_raw() -> Flow {
    let stage = Stage::by_hand().await?;
    stage
        .control()
        .fault(Switch::MissingParties, &Fault::once())
        .await?;
    stage.control().customer_writes(ADA, "hello").await?;
    stage
        .health(|health| number(health, "/intake/undecodable") == 1)
        .await?;
    stage.hears(BEN, "and hello").await?;
    let rows = list(&stage.get("/api/conversations").await?, "/rows");
    assert_eq!(rows.len(), 1);
    stage.close().await
}

#[tokio::test]
async fn what_is_taken_back_is_gone_from_the_raw_records_too() -> Flow {
    let stage = Stage::by_hand().await?;
    let unread =
        body(&[r#"{"timestamp":1790000000000,"message":{"mid":"mid-secret","text":"walnuts"}}"#.to_owned()]);
    assert_eq!(stage.deliver(&unread).await?, 200);
    stage
        .health(|health| number(health, "/intake/undecodable") == 1)
        .await?;
    let unsend = Item::of(
        ADA,
        ACCOUNT,
        r#""message":{"mid":"mid-secret","is_deleted":true}"#,
    );
    assert_eq!(stage.deliver(&body(&[unsend])).await?, 200);
    // Its message may never come as one that can be read: the bytes must not wait for that.
    let message = Item::message(ACCOUNT, ADA, "mid-secret", "walnuts");
    assert_eq!(stage.deliver(&body(&[message])).await?, 200);
    stage
        .health(|health| number(health, "/intake/undecodable") == 0)
        .await?;
    assert!(list(&stage.get("/api/search?q=walnuts").await?, "/hits").is_empty());
    stage.close().await
}

#[tokio::test]
async fn standby_is_stored_like_any_message_and_a_thread_of_another_app_is_not_sent_to_twice() -> Flow {
    let stage = Stage::connected().await?;
    let other = json!({ "app_id": "700000000000009" });
    stage.control().customer_does(ADA, "owner", other).await?;
    let mid = stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    let message = stage.message(ADA, &mid, any).await?;
    assert_eq!(text(&message, "/text"), "Do you open on Sunday?");
    let conversation = stage.owned(ADA, "not_delivered").await?;
    assert_eq!(conversation.pointer("/owner/needs_human"), Some(&json!(true)));
    let messages = stage.messages(ADA, |messages| messages.len() == 2).await?;
    let refused = messages.last().ok_or("no send")?;
    assert_eq!(text(refused, "/send/state"), "failed");
    assert!(
        text(refused, "/send/sentence").contains("another app"),
        "{refused}"
    );
    assert_eq!(stage.sends_asked().await?, 1);
    assert!(stage.really_said(ADA).await?.is_empty());
    stage.close().await
}

#[tokio::test]
async fn a_comment_and_a_hand_over_among_apps_are_noted_and_are_no_conversation() -> Flow {
    let stage = Stage::by_hand().await?;
    let before = number(&stage.get("/api/health").await?, "/seq");
    let comment = format!(
        r#"{{"object":"instagram","entry":[{{"id":"{ACCOUNT}","time":1790000000,"changes":[{{"field":"comments","value":
        {{"id":"18100000000000001","from":{{"id":"{ADA}","username":"ada.bakes"}},"text":"price?"}}}}]}}]}}"#
    );
    assert_eq!(stage.deliver(&comment).await?, 200);
    let roles = r#""app_roles":{"700000000000001":["primary_receiver"]}"#;
    let routing = format!(r#"{{"recipient":{{"id":"{ACCOUNT}"}},"timestamp":1790000000000,{roles}}}"#);
    assert_eq!(stage.deliver(&body(&[routing])).await?, 200);
    let health = stage.health(any).await?;
    assert_eq!(number(&health, "/seq"), before + 2, "each is in the journal");
    assert_eq!(number(&health, "/intake/undecodable"), 0);
    let rows = list(&stage.get("/api/conversations").await?, "/rows");
    assert!(rows.is_empty(), "{rows:?}");
    stage.close().await
}

#[tokio::test]
async fn a_phantom_edit_in_place_of_a_message_leaves_nothing_and_disturbs_nothing() -> Flow {
    let stage = Stage::by_hand().await?;
    stage
        .control()
        .fault(Switch::OnlyPhantomEdits, &Fault::once())
        .await?;
    let swallowed = stage.control().customer_writes(ADA, "one").await?;
    stage.hears(ADA, "two").await?;
    let items = stage.items(ADA).await?;
    assert!(items.iter().all(|item| text(item, "/key") != swallowed));
    let conversation = stage.conversation(ADA, any).await?;
    assert_eq!(number(&conversation, "/unread"), 1);
    assert_eq!(number(&stage.get("/api/health").await?, "/intake/undecodable"), 0);
    stage.close().await
}
