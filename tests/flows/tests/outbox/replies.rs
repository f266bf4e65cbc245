//! A reply on its way: once, in parts, held, undone.

use flows::{Flow, Setup, Stage, any, key_and_state, list, sends_of, state_is, text};
use sandbox::{ADA, Fault, Switch};
use serde_json::{Value, json};

#[tokio::test]
async fn a_reply_leaves_is_accepted_and_is_confirmed_by_its_echo() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    stage
        .control()
        .fault(Switch::EchoDelayed, &Fault::once().ms(2_000))
        .await?;
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    stage.messages(ADA, state_is("s-1", "accepted")).await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    let truth = stage.truth(ADA).await?;
    assert_eq!(
        truth
            .last()
            .map(|(who, text, count)| (who.as_str(), text.as_str(), *count)),
        Some(("api", "Hello Ada", 1))
    );
    stage.close().await
}

#[tokio::test]
async fn an_accepted_reply_whose_echo_never_comes_stays_sent_and_is_not_repeated() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    stage.control().fault(Switch::EchoDropped, &Fault::once()).await?;
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    stage.messages(ADA, state_is("s-1", "accepted")).await?;
    // Another one goes out right behind it: an accepted send does not hold the lane.
    stage.reply(ADA, "s-2", "How are you?").await?;
    stage.messages(ADA, state_is("s-2", "confirmed")).await?;
    stage.messages(ADA, state_is("s-1", "accepted")).await?;
    assert_eq!(stage.really_said(ADA).await?, ["Hello Ada", "How are you?"]);
    stage.close().await
}

#[tokio::test]
async fn a_reply_is_refused_when_something_newer_arrived_and_shows_what() -> Flow {
    let stage = Stage::by_hand().await?;
    let first = stage.hears(ADA, "hello").await?;
    stage.hears(ADA, "never mind").await?;
    let body = json!({ "send_id": "s-1", "text": "Yes?", "seen": first });
    let (status, problem) = stage.call("POST", &stage.at(ADA, "reply"), Some(body)).await?;
    assert_eq!((status, text(&problem, "/code")), (409, "newer_message"));
    assert_eq!(text(&problem, "/arrived/0/text"), "never mind");
    assert_eq!(stage.sends_asked().await?, 0);
    assert_ne!(
        text(&stage.conversation(ADA, any).await?, "/owner/who"),
        "operator",
        "a refused act has done nothing"
    );
    stage.close().await
}

#[tokio::test]
async fn a_second_press_with_the_same_id_is_harmless() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    let conversation = stage.conversation(ADA, any).await?;
    let body = json!({ "send_id": "s-1", "text": "Hi Ada", "seen": conversation.get("newest") });
    let path = stage.at(ADA, "reply");
    let one = stage.act("POST", &path, body.clone()).await?;
    let two = stage.act("POST", &path, body.clone()).await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    let three = stage.act("POST", &path, body).await?;
    assert!(one == two && two == three);
    assert_eq!(stage.really_said(ADA).await?, ["Hi Ada"]);
    stage.close().await
}

#[tokio::test]
async fn nothing_is_no_reply() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    for words in ["", "  \n "] {
        let (status, problem) = stage.try_reply(ADA, "s-1", words).await?;
        assert_eq!((status, text(&problem, "/code")), (400, "empty"));
    }
    let (status, problem) = stage.try_reply(ADA, &"s".repeat(65), "Hello").await?;
    assert_eq!((status, text(&problem, "/code")), (422, "invalid"));
    stage.close().await
}

#[tokio::test]
async fn a_long_text_leaves_in_ordered_parts_split_at_sentences() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "tell me everything").await?;
    let sentence = "Über unsere Kuchen gibt es viel zu sagen. ";
    let words = sentence.repeat(60);
    stage.reply(ADA, "s-1", &words).await?;
    let done = |messages: &[Value]| {
        let own = sends_of(messages, "operator");
        own.len() > 1 && own.iter().all(|send| text(send, "/state") == "confirmed")
    };
    stage.messages(ADA, done).await?;
    let sent = stage.really_said(ADA).await?;
    assert!(
        sent.iter()
            .all(|part| part.len() <= 1_000 && part.ends_with("sagen.")),
        "{sent:?}"
    );
    assert_eq!(sent.join(" "), words.trim());
    stage.close().await
}

#[tokio::test]
async fn a_text_without_a_border_is_split_between_graphemes() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "show me").await?;
    let family = "👩🏽‍👩🏽‍👧🏽‍👦🏽";
    let words = family.repeat(100);
    stage.reply(ADA, "s-1", &words).await?;
    let done = |messages: &[Value]| {
        let own = sends_of(messages, "operator");
        own.len() > 1 && own.iter().all(|send| text(send, "/state") == "confirmed")
    };
    stage.messages(ADA, done).await?;
    let sent = stage.really_said(ADA).await?;
    assert!(
        sent.iter()
            .all(|part| part.len() <= 1_000 && part.len() % family.len() == 0),
        "a family was torn apart"
    );
    assert_eq!(sent.concat(), words);
    stage.close().await
}

#[tokio::test]
async fn exactly_a_thousand_bytes_are_one_message() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    let words = "ü".repeat(500);
    stage.reply(ADA, "s-1", &words).await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    assert_eq!(stage.really_said(ADA).await?, [words]);
    stage.close().await
}

#[tokio::test]
async fn a_held_reply_can_be_undone_and_gives_its_words_back() -> Flow {
    let stage = Stage::by_hand_with(Setup::timings(json!({ "operator_hold": 60_000 }))).await?;
    stage.hears(ADA, "hello").await?;
    let words = "We bake all night. ".repeat(80);
    stage.reply(ADA, "s-1", &words).await?;
    let messages = stage.messages(ADA, state_is("s-1", "held")).await?;
    let own = sends_of(&messages, "operator");
    assert!(own.len() > 1, "{:?}", key_and_state(&messages));
    assert!(own.iter().all(|send| list(send, "/can").contains(&json!("undo"))));
    let undone = stage.act("POST", "/api/sends/s-1/undo", json!({})).await?;
    assert_eq!(text(&undone, "/text"), words.trim());
    // It is back in the composer and no longer in the conversation, every part of it.
    stage.messages(ADA, |messages| messages.len() == 1).await?;
    assert_eq!(stage.sends_asked().await?, 0);
    let (status, problem) = stage.call("POST", "/api/sends/s-1/undo", Some(json!({}))).await?;
    assert_eq!((status, text(&problem, "/code")), (409, "not_in_state"));
    stage.close().await
}

#[tokio::test]
async fn undoing_a_reply_whose_first_part_was_said_gives_the_rest_back_and_says_nothing_twice() -> Flow {
    let slow = json!({ "retry": 60_000, "retry_longest": 60_000 });
    let stage = Stage::by_hand_with(Setup::timings(slow)).await?;
    stage.hears(ADA, "hello").await?;
    // The first part gets through, the second one is to be tried again later.
    let later = Fault::once().after(1).code(2_018_321).status(400);
    stage.control().fault(Switch::SendRefused, &later).await?;
    let words = "We bake all night. ".repeat(80);
    stage.reply(ADA, "s-1", &words).await?;
    let messages = stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    let own = sends_of(&messages, "operator");
    assert_eq!(own.len(), 2, "{:?}", key_and_state(&messages));
    let second = own.last().map(|send| text(send, "/id")).unwrap_or_default();
    let refused = |messages: &[Value]| {
        let own = sends_of(messages, "operator");
        own.last().is_some_and(|send| {
            text(send, "/state") == "queued" && send.get("due_at").is_some_and(Value::is_i64)
        })
    };
    stage
        .until("the second part asked for", || async {
            Ok((stage.sends_asked().await? == 2).then_some(()))
        })
        .await?;
    stage.messages(ADA, refused).await?;
    let (status, problem) = stage.call("POST", "/api/sends/s-1/undo", Some(json!({}))).await?;
    assert_eq!((status, text(&problem, "/code")), (409, "not_in_state"));
    let undone = stage
        .act("POST", &format!("/api/sends/{second}/undo"), json!({}))
        .await?;
    let first = stage.really_said(ADA).await?.concat();
    assert_eq!(format!("{first} {}", text(&undone, "/text")), words.trim());
    stage.reply(ADA, "s-2", "In the morning we sleep.").await?;
    stage.messages(ADA, state_is("s-2", "confirmed")).await?;
    let said = [first.as_str(), "In the morning we sleep."];
    assert_eq!(stage.really_said(ADA).await?, said);
    assert_eq!(stage.sends_asked().await?, 3);
    stage.close().await
}

#[tokio::test]
async fn a_held_reply_leaves_by_itself_and_then_cannot_be_undone() -> Flow {
    let stage = Stage::by_hand_with(Setup::timings(json!({ "operator_hold": 1_500 }))).await?;
    stage.hears(ADA, "hello").await?;
    stage.reply(ADA, "s-1", "Hello Ada").await?;
    let messages = stage.messages(ADA, state_is("s-1", "held")).await?;
    let due = sends_of(&messages, "operator");
    assert!(
        due.first()
            .is_some_and(|send| send.get("due_at").is_some_and(Value::is_i64))
    );
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    let (status, problem) = stage.call("POST", "/api/sends/s-1/undo", Some(json!({}))).await?;
    assert_eq!((status, text(&problem, "/code")), (409, "not_in_state"));
    assert_eq!(stage.really_said(ADA).await?, ["Hello Ada"]);
    stage.close().await
}

#[tokio::test]
async fn sending_clears_the_draft_and_a_draft_outlives_a_restart() -> Flow {
    let mut stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    let draft = json!({ "text": "Dear Ada, about" });
    stage.act("PUT", &stage.at(ADA, "draft"), draft).await?;
    stage.restart().await?;
    let conversation = stage.conversation(ADA, any).await?;
    assert_eq!(text(&conversation, "/draft_text"), "Dear Ada, about");
    stage.reply(ADA, "s-1", "Dear Ada, about that cake").await?;
    stage
        .conversation(ADA, |found| text(found, "/draft_text").is_empty())
        .await?;
    stage.close().await
}
