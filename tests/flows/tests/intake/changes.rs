//! What happens to messages that were said already: reactions, seen, edits, takebacks.

use flows::{ACCOUNT, Broken, Flow, Stage, any, flag, list, number, state_is, text};
use sandbox::{ADA, Fault, Switch};
use serde_json::{Value, json};

async fn hits(stage: &Stage, words: &str) -> Result<usize, Broken> {
    Ok(list(&stage.get(&format!("/api/search?q={words}")).await?, "/hits").len())
}

#[tokio::test]
async fn a_reaction_shows_is_replaced_and_can_be_taken_back() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    let messages = stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    let ours = messages.last().ok_or("no reply")?;
    let (key, mid) = (text(ours, "/key").to_owned(), text(ours, "/mid").to_owned());
    let react = |emoji: &'static str| json!({ "mid": mid, "emoji": emoji });
    let emoji = |wanted: &'static str| {
        move |message: &Value| {
            let all = list(message, "/reactions");
            all.len() == 1
                && all
                    .iter()
                    .all(|one| text(one, "/emoji") == wanted && text(one, "/who") == "customer")
        }
    };
    stage.control().customer_does(ADA, "react", react("❤️")).await?;
    stage.message(ADA, &key, emoji("❤️")).await?;
    stage.control().customer_does(ADA, "react", react("🥐")).await?;
    stage.message(ADA, &key, emoji("🥐")).await?;
    stage
        .control()
        .customer_does(ADA, "unreact", json!({ "mid": mid }))
        .await?;
    stage
        .message(ADA, &key, |message| list(message, "/reactions").is_empty())
        .await?;
    let conversation = stage.conversation(ADA, any).await?;
    assert_eq!(number(&conversation, "/unread"), 0, "a reaction is no message");
    stage.close().await
}

#[tokio::test]
async fn a_reaction_opens_no_burst_and_leaves_the_owner_alone() -> Flow {
    let stage = Stage::by_hand().await?;
    let mid = stage.hears(ADA, "hello").await?;
    stage.autopilot(true).await?;
    stage
        .control()
        .customer_does(ADA, "react", json!({ "mid": mid, "reaction": "love" }))
        .await?;
    stage
        .message(ADA, &mid, |message| text(message, "/reactions/0/emoji") == "❤️")
        .await?;
    let conversation = stage.conversation(ADA, any).await?;
    assert_eq!(text(&conversation, "/owner/autopilot/state"), "idle");
    assert!(stage.decisions(ADA).await?.is_empty());
    stage.close().await
}

#[tokio::test]
async fn what_the_customer_has_seen_is_marked_up_to_there() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    for send in ["s-1", "s-2"] {
        stage.reply(ADA, send, &format!("words of {send}")).await?;
        stage.messages(ADA, state_is(send, "confirmed")).await?;
    }
    let messages = stage.messages(ADA, any_messages).await?;
    let first = messages
        .iter()
        .find(|message| text(message, "/send/id") == "s-1")
        .ok_or("no s-1")?;
    stage
        .control()
        .customer_does(ADA, "seen", json!({ "mid": text(first, "/mid") }))
        .await?;
    let seen = |message: &Value| number(message, "/seen_at") > 0;
    stage.message(ADA, text(first, "/key"), seen).await?;
    let last = stage.messages(ADA, any_messages).await?;
    assert!(!last.last().is_some_and(seen), "the later one was not seen yet");
    stage.control().customer_does(ADA, "seen", json!({})).await?;
    stage
        .messages(ADA, |messages| messages.last().is_some_and(seen))
        .await?;
    stage.close().await
}

fn any_messages(_: &[Value]) -> bool {
    true
}

#[tokio::test]
async fn an_edit_replaces_the_words_everywhere() -> Flow {
    let stage = Stage::by_hand().await?;
    let mid = stage.hears(ADA, "Do you open on walnuts?").await?;
    assert_eq!(hits(&stage, "walnuts").await?, 1);
    for words in ["Do you open on hazelnuts?", "Do you open on almonds?"] {
        let edit = json!({ "mid": mid, "text": words });
        stage.control().customer_does(ADA, "edit", edit).await?;
        let message = stage
            .message(ADA, &mid, |message| text(message, "/text") == words)
            .await?;
        assert!(flag(&message, "/edited"));
    }
    assert_eq!(hits(&stage, "walnuts").await?, 0);
    assert_eq!(hits(&stage, "almonds").await?, 1);
    let conversation = stage.conversation(ADA, any).await?;
    assert_eq!(text(&conversation, "/last/text"), "Do you open on almonds?");
    assert_eq!(number(&conversation, "/unread"), 1, "an edit is no new message");
    stage.close().await
}

#[tokio::test]
async fn a_phantom_edit_is_no_edit_whenever_it_comes_and_whoever_it_names() -> Flow {
    let stage = Stage::by_hand().await?;
    for (place, parties) in [
        ("before", true),
        ("after", true),
        ("before", false),
        ("after", false),
    ] {
        let fault = Fault::once().text(place).accepted(parties);
        stage.control().fault(Switch::PhantomEdits, &fault).await?;
        let mid = stage.hears(ADA, &format!("{place} {parties}")).await?;
        stage.all_delivered().await?;
        let message = stage.message(ADA, &mid, any).await?;
        assert!(!flag(&message, "/edited"), "{place} {parties}");
    }
    let health = stage.health(any).await?;
    assert_eq!(number(&health, "/intake/undecodable"), 0);
    stage.messages(ADA, |messages| messages.len() == 4).await?;
    stage.close().await
}

#[tokio::test]
async fn what_a_customer_takes_back_is_gone_from_the_window_the_list_and_the_search() -> Flow {
    let stage = Stage::by_hand().await?;
    let mid = stage.hears(ADA, "my code is walnuts").await?;
    assert_eq!(hits(&stage, "walnuts").await?, 1);
    stage
        .control()
        .customer_does(ADA, "unsend", json!({ "mid": mid }))
        .await?;
    let message = stage
        .message(ADA, &mid, |message| flag(message, "/unsent"))
        .await?;
    assert!(!message.to_string().contains("walnuts"), "{message}");
    assert_eq!(hits(&stage, "walnuts").await?, 0);
    let conversation = stage.conversation(ADA, any).await?;
    assert!(!conversation.to_string().contains("walnuts"), "{conversation}");
    assert_eq!(text(&conversation, "/last/text"), "Message taken back");
    stage.close().await
}

#[tokio::test]
async fn what_the_business_takes_back_on_the_phone_is_gone_too() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    stage.reply(ADA, "s-1", "the walnuts are out").await?;
    let messages = stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    let ours = messages.last().ok_or("no reply")?;
    let unsend = json!({ "mid": text(ours, "/mid") });
    stage
        .control()
        .post(&format!("/accounts/{ACCOUNT}/unsend"), unsend)
        .await?;
    let gone = stage
        .message(ADA, text(ours, "/key"), |message| flag(message, "/unsent"))
        .await?;
    assert!(!gone.to_string().contains("walnuts"), "{gone}");
    assert_eq!(hits(&stage, "walnuts").await?, 0);
    stage.close().await
}
