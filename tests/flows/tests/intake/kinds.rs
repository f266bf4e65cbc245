//! Every kind of message, seen through the API.

use flows::{Broken, Flow, Stage, any, list, number, text};
use sandbox::ADA;
use serde_json::{Value, json};

/// Sends a message of this shape and gives it back as the API shows it.
async fn shown(stage: &Stage, message: Value) -> Result<Value, Broken> {
    let mid = stage.control().customer_sends(ADA, message).await?;
    stage.message(ADA, &mid, any).await
}

/// Where the emulated Instagram says that the newest message's attachment is.
async fn true_link(stage: &Stage) -> Result<String, Broken> {
    let thread = stage.control().thread(ADA).await?;
    let newest = list(&thread, "/messages").pop().ok_or("no message")?;
    Ok(text(&newest, "/attachments/0/asset").to_owned())
}

#[tokio::test]
async fn a_text_opens_the_window_and_counts_as_unread() -> Flow {
    let stage = Stage::by_hand().await?;
    let message = shown(&stage, json!({ "text": "Grüße 🥐 <b>&amp;</b> a/b @c 100%" })).await?;
    assert_eq!(text(&message, "/text"), "Grüße 🥐 <b>&amp;</b> a/b @c 100%");
    assert_eq!(
        (text(&message, "/kind"), text(&message, "/who")),
        ("text", "customer")
    );
    let conversation = stage
        .conversation(ADA, |found| number(found, "/unread") == 1)
        .await?;
    let thread = stage.control().thread(ADA).await?;
    assert_eq!(
        number(&conversation, "/window_until"),
        number(&thread, "/window_until")
    );
    assert_eq!(number(&message, "/at"), number(&thread, "/messages/0/at"));
    stage.close().await
}

#[tokio::test]
async fn media_and_shares_are_kept_as_links_of_their_kind() -> Flow {
    let stage = Stage::by_hand().await?;
    // The attachment as it is sent; the message's kind, the attachment's, and the line in the list.
    for (sent, kind, attachment, line) in [
        ("image", "media", "image", "Photo"),
        ("video", "media", "video", "Video"),
        ("audio", "media", "audio", "Voice message"),
        ("file", "media", "file", "File"),
        (
            "story_mention",
            "story_mention",
            "story_mention",
            "Mentioned you in a story",
        ),
        ("share", "share", "share", "Shared a post"),
        ("ig_post", "share", "ig_post", "Shared a post"),
        ("ig_reel", "share", "reel", "Shared a reel"),
        ("reel", "share", "reel", "Shared a reel"),
        ("ig_story", "share", "ig_story", "Forwarded a story"),
    ] {
        let message = shown(&stage, json!({ "attachments": [{ "type": sent }] })).await?;
        assert_eq!(text(&message, "/kind"), kind, "{sent}: {message}");
        assert_eq!(text(&message, "/attachments/0/kind"), attachment, "{sent}");
        let asset = true_link(&stage).await?;
        let link = text(&message, "/attachments/0/link");
        assert!(
            !asset.is_empty() && link.contains(&asset),
            "{sent}: {link} is not {asset}"
        );
        let conversation = stage
            .conversation(ADA, |found| text(found, "/last/text") == line)
            .await?;
        assert_eq!(text(&conversation, "/last/who"), "customer", "{sent}");
    }
    stage.close().await
}

#[tokio::test]
async fn several_pictures_and_their_words_are_one_message() -> Flow {
    let stage = Stage::by_hand().await?;
    let two = json!({ "text": "these two", "attachments": [{ "type": "image" }, { "type": "image", "media": "cake.png" }] });
    let message = shown(&stage, two).await?;
    assert_eq!(list(&message, "/attachments").len(), 2);
    assert_eq!(text(&message, "/text"), "these two");
    stage.close().await
}

#[tokio::test]
async fn a_reply_to_our_story_shows_the_story() -> Flow {
    let stage = Stage::by_hand().await?;
    let message = shown(&stage, json!({ "text": "Love this!", "story_reply": {} })).await?;
    assert_eq!(
        (text(&message, "/kind"), text(&message, "/text")),
        ("story_reply", "Love this!")
    );
    assert!(
        text(&message, "/story/src").starts_with("http://127.0.0.1:"),
        "{message}"
    );
    stage.close().await
}

#[tokio::test]
async fn a_reply_to_a_message_names_it_and_one_to_an_unknown_one_does_not() -> Flow {
    let stage = Stage::by_hand().await?;
    let first = stage.hears(ADA, "rye or wheat?").await?;
    let known = shown(&stage, json!({ "text": "this one", "reply_to": first })).await?;
    assert_eq!(text(&known, "/reply_to/key"), first);
    assert_eq!(
        (text(&known, "/reply_to/text"), text(&known, "/reply_to/who")),
        ("rye or wheat?", "customer")
    );
    let unknown = shown(
        &stage,
        json!({ "text": "and this", "reply_to": "mid-of-long-ago" }),
    )
    .await?;
    assert_eq!(text(&unknown, "/reply_to/key"), "");
    assert_eq!(text(&unknown, "/text"), "and this");
    stage.close().await
}

#[tokio::test]
async fn a_quick_reply_and_a_postback_read_as_what_was_tapped() -> Flow {
    let stage = Stage::by_hand().await?;
    let tap = json!({ "text": "Opening hours", "quick_reply": { "payload": "HOURS" } });
    let message = shown(&stage, tap).await?;
    assert_eq!(
        (text(&message, "/kind"), text(&message, "/text")),
        ("quick_reply", "Opening hours")
    );
    let tap = json!({ "title": "What do you sell?", "payload": "ICE_CATALOGUE" });
    let done = stage.control().customer_does(ADA, "postback", tap).await?;
    let message = stage.message(ADA, text(&done, "/mid"), any).await?;
    assert_eq!(
        (text(&message, "/kind"), text(&message, "/text")),
        ("postback", "What do you sell?")
    );
    let conversation = stage
        .conversation(ADA, |found| number(found, "/unread") == 2)
        .await?;
    let thread = stage.control().thread(ADA).await?;
    assert_eq!(
        number(&conversation, "/window_until"),
        number(&thread, "/window_until")
    );
    stage.close().await
}

#[tokio::test]
async fn what_came_through_an_ad_is_a_message_and_a_link_alone_is_not() -> Flow {
    let stage = Stage::by_hand().await?;
    let ad = json!({ "text": "Hi", "referral": { "ref": "ad-ref", "ad_id": "120000000000001", "source": "ADS", "type": "OPEN_THREAD",
        "ads_context_data": { "ad_title": "Spring sale" } } });
    let message = shown(&stage, ad).await?;
    assert_eq!((text(&message, "/kind"), text(&message, "/text")), ("text", "Hi"));
    stage
        .control()
        .customer_does(ADA, "referral", json!({ "ref": "spring-flyer" }))
        .await?;
    stage.all_delivered().await?;
    stage.messages(ADA, |messages| messages.len() == 1).await?;
    let health = stage.health(any).await?;
    assert_eq!(number(&health, "/intake/undecodable"), 0);
    assert_eq!(number(&health, "/intake/received"), 2);
    stage.close().await
}

#[tokio::test]
async fn what_cannot_be_read_is_shown_as_such_and_asks_for_a_human_not_for_the_model() -> Flow {
    let stage = Stage::connected().await?;
    for (who, message, kind) in [
        (ADA, json!({ "is_unsupported": true }), "unsupported"),
        (
            sandbox::BEN,
            json!({ "attachments": [{ "type": "ephemeral" }] }),
            "ephemeral",
        ),
    ] {
        let mid = stage.control().customer_sends(who, message).await?;
        let message = stage.message(who, &mid, any).await?;
        assert_eq!(text(&message, "/kind"), kind);
        let conversation = stage.owned(who, "unsupported").await?;
        assert_eq!(text(&conversation, "/owner/who"), "nobody");
        assert_eq!(conversation.pointer("/owner/needs_human"), Some(&json!(true)));
        assert!(!text(&conversation, "/last/text").is_empty());
        assert!(number(&conversation, "/window_until") > 0);
        let decision = stage.decision(who).await?;
        assert_eq!(
            (text(&decision, "/outcome"), text(&decision, "/reason")),
            ("handed_over", "unsupported")
        );
    }
    assert!(stage.model_asked().await?.is_empty(), "the model was asked");
    stage.close().await
}

#[tokio::test]
async fn a_kind_of_attachment_that_nobody_knows_is_kept_and_asks_for_a_human() -> Flow {
    let stage = Stage::connected().await?;
    let strange = json!({ "attachments": [{ "type": "hologram" }] });
    let message = shown(&stage, strange).await?;
    assert_eq!(text(&message, "/kind"), "unsupported");
    assert_eq!(text(&message, "/attachments/0/kind"), "unknown");
    assert!(!text(&message, "/attachments/0/link").is_empty());
    stage.owned(ADA, "unsupported").await?;
    stage.close().await
}

#[tokio::test]
async fn a_shared_comment_is_an_empty_card() -> Flow {
    let stage = Stage::by_hand().await?;
    let message = shown(&stage, json!({ "attachments": [{ "type": "template" }] })).await?;
    assert_eq!(text(&message, "/kind"), "template");
    stage
        .conversation(ADA, |found| text(found, "/last/text") == "Card")
        .await?;
    stage.close().await
}
