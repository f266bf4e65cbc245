//! A human takes over at any moment, is never talked over, and hands back.

use flows::{ACCOUNT, Broken, Flow, Setup, Stage, any, number, sends_of, state_is, text};
use sandbox::{ADA, BEN, Fault, Switch};
use serde_json::{Value, json};

/// A stage on which the model is writing an answer to Ada, slowly.
async fn writing(setup: Setup) -> Result<Stage, Broken> {
    let stage = Stage::connected_with(setup).await?;
    stage
        .control()
        .fault(Switch::ModelSlow, &Fault::always().ms(2_500))
        .await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    stage
        .conversation(ADA, |found| text(found, "/owner/autopilot/state") == "writing")
        .await?;
    Ok(stage)
}

/// The human's act cancelled the running call, and nothing of the autopilot's ever left.
async fn nothing_was_said(stage: &Stage, reason: &str) -> Flow {
    let decision = stage.decision(ADA).await?;
    assert_eq!(
        (text(&decision, "/outcome"), text(&decision, "/reason")),
        ("silent", reason)
    );
    // Her answer would have been made by now: Ben's, which was asked for later and takes as long, was.
    stage
        .control()
        .customer_writes(BEN, "What does a birthday cake cost?")
        .await?;
    stage.said(BEN, 1).await?;
    assert!(stage.really_said(ADA).await?.is_empty());
    // A call that was given up is not in the model's own book.
    let asked = stage.model_asked().await?;
    assert_eq!(asked.len(), 1, "her call was not cancelled: {asked:?}");
    Ok(())
}

#[tokio::test]
async fn typing_takes_over_at_that_instant_and_the_running_generation_is_cancelled() -> Flow {
    let stage = writing(Setup::default()).await?;
    stage.button(ADA, "typed").await?;
    let conversation = stage.conversation(ADA, any).await?;
    assert_eq!(text(&conversation, "/owner/who"), "operator");
    assert_eq!(text(&conversation, "/owner/reason"), "typing");
    assert_eq!(text(&conversation, "/owner/autopilot/state"), "idle");
    assert!(!text(&conversation, "/owner/sentence").is_empty());
    assert!(number(&conversation, "/owner/until") > number(&conversation, "/owner/since"));
    assert_eq!(number(&conversation, "/unread"), 0);
    nothing_was_said(&stage, "operator_owns").await?;
    stage.reply(ADA, "s-1", "Hello Ada, we do.").await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    assert_eq!(stage.really_said(ADA).await?, ["Hello Ada, we do."]);
    stage.close().await
}

#[tokio::test]
async fn the_button_takes_over_and_the_change_stands_in_the_conversation() -> Flow {
    let stage = writing(Setup::default()).await?;
    let owner = stage.button(ADA, "take-over").await?;
    assert_eq!(
        (text(&owner, "/who"), text(&owner, "/reason")),
        ("operator", "took_over")
    );
    nothing_was_said(&stage, "operator_owns").await?;
    let items = stage.items(ADA).await?;
    let change = items
        .iter()
        .rev()
        .find(|item| text(item, "/type") == "owner_change")
        .ok_or("no change of owner")?;
    assert_eq!(
        (text(change, "/owner"), text(change, "/reason")),
        ("operator", "took_over")
    );
    assert!(!text(change, "/sentence").is_empty());
    stage.close().await
}

#[tokio::test]
async fn an_answer_from_the_phone_makes_the_human_the_owner_and_cancels_the_generation() -> Flow {
    let stage = writing(Setup::default()).await?;
    stage
        .control()
        .phone_writes(ACCOUNT, ADA, "Hi Ada, from the phone")
        .await?;
    let conversation = stage.owned(ADA, "phone").await?;
    assert_eq!(text(&conversation, "/owner/who"), "operator");
    assert_eq!(number(&conversation, "/unread"), 0);
    assert_eq!(text(&conversation, "/last/who"), "phone");
    nothing_was_said(&stage, "answered_elsewhere").await?;
    stage.close().await
}

#[tokio::test]
async fn answering_takes_over() -> Flow {
    let stage = writing(Setup::default()).await?;
    stage.reply(ADA, "s-1", "We do, at nine.").await?;
    let conversation = stage.conversation(ADA, any).await?;
    assert_eq!(
        (
            text(&conversation, "/owner/who"),
            text(&conversation, "/owner/reason")
        ),
        ("operator", "sent")
    );
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    assert_eq!(stage.really_said(ADA).await?, ["We do, at nine."]);
    assert_eq!(text(&stage.decision(ADA).await?, "/outcome"), "silent");
    stage.close().await
}

#[tokio::test]
async fn a_human_stops_the_parts_of_an_answer_that_have_not_left() -> Flow {
    for act in ["typed", "take-over", "phone"] {
        let stage = Stage::connected().await?;
        let words = "We bake all night long. ".repeat(70);
        stage
            .control()
            .fault(Switch::ModelReply, &Fault::once().text(&words))
            .await?;
        stage
            .control()
            .fault(Switch::SendSlow, &Fault::always().ms(1_500))
            .await?;
        stage.control().customer_writes(ADA, "Tell me everything").await?;
        stage
            .until("the first part in the thread", || async {
                Ok((!stage.really_said(ADA).await?.is_empty()).then_some(()))
            })
            .await?;
        match act {
            "phone" => drop(stage.control().phone_writes(ACCOUNT, ADA, "Wait, Ada").await?),
            button => drop(stage.button(ADA, button).await?),
        }
        let landed = |messages: &[Value]| {
            let own = sends_of(messages, "autopilot");
            let states: Vec<&str> = own.iter().map(|send| text(send, "/state")).collect();
            states == ["confirmed"]
        };
        stage.messages(ADA, landed).await?;
        let health = stage.health(any).await?;
        for line in ["held", "queued", "sending", "unknown"] {
            assert_eq!(number(&health, &format!("/outbox/{line}")), 0, "{act}: {line}");
        }
        assert_eq!(stage.really_said(ADA).await?.len(), 1, "{act}");
        stage.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_unknown_answer_is_looked_for_and_never_sent_again_after_a_human() -> Flow {
    let stage = Stage::connected_with(Setup::timings(json!({ "looks": [500, 1_000, 2_000] }))).await?;
    stage.control().fault(Switch::SendCut, &Fault::once()).await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    stage
        .messages(ADA, |messages| {
            sends_of(messages, "autopilot")
                .iter()
                .any(|send| text(send, "/state") == "unknown")
        })
        .await?;
    stage.button(ADA, "typed").await?;
    let settled = |messages: &[Value]| {
        sends_of(messages, "autopilot")
            .iter()
            .all(|send| text(send, "/state") == "cancelled")
    };
    stage.messages(ADA, settled).await?;
    assert!(
        stage.requests("graph", "/conversations").await?.len() >= 2,
        "it was not looked for"
    );
    assert_eq!(stage.sends_asked().await?, 1);
    assert!(stage.really_said(ADA).await?.is_empty());
    stage.close().await
}

#[tokio::test]
async fn what_is_on_the_wire_may_land_and_its_bubble_says_so() -> Flow {
    let stage = Stage::connected().await?;
    stage
        .control()
        .fault(Switch::SendSlow, &Fault::once().ms(1_500))
        .await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    stage
        .messages(ADA, |messages| {
            sends_of(messages, "autopilot")
                .iter()
                .any(|send| text(send, "/state") == "sending")
        })
        .await?;
    stage.button(ADA, "typed").await?;
    let landed = |messages: &[Value]| {
        sends_of(messages, "autopilot")
            .iter()
            .any(|send| text(send, "/state") == "confirmed")
    };
    stage.messages(ADA, landed).await?;
    assert_eq!(stage.really_said(ADA).await?.len(), 1);
    assert_eq!(
        text(&stage.conversation(ADA, any).await?, "/owner/who"),
        "operator"
    );
    stage.close().await
}

#[tokio::test]
async fn handing_back_lets_the_autopilot_answer_what_nobody_answered() -> Flow {
    let stage = Stage::connected().await?;
    stage.control().phone_writes(ACCOUNT, ADA, "Hello Ada").await?;
    stage.owned(ADA, "phone").await?;
    stage.hears(ADA, "Do you open on Sunday?").await?;
    stage.decision(ADA).await?;
    let owner = stage.button(ADA, "hand-back").await?;
    assert_eq!(
        (text(&owner, "/who"), text(&owner, "/reason")),
        ("autopilot", "handed_back")
    );
    stage.said(ADA, 1).await?;
    assert!(stage.really_said(ADA).await?.concat().contains("nine"));
    stage.close().await
}

#[tokio::test]
async fn handing_back_what_was_answered_says_nothing() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "Do you open on Sunday?").await?;
    stage.reply(ADA, "s-1", "Yes, at nine.").await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    stage.autopilot(true).await?;
    stage.button(ADA, "hand-back").await?;
    let conversation = stage.owned(ADA, "handed_back").await?;
    assert_eq!(text(&conversation, "/owner/autopilot/state"), "idle");
    stage
        .control()
        .customer_writes(BEN, "What does a birthday cake cost?")
        .await?;
    stage.said(BEN, 1).await?;
    assert_eq!(stage.really_said(ADA).await?, ["Yes, at nine."]);
    stage.close().await
}

#[tokio::test]
async fn typing_without_sending_ends_in_a_human_being_asked_and_the_draft_is_kept() -> Flow {
    let stage = Stage::connected_with(Setup::timings(
        json!({ "typing_expiry": 500, "quiet": 60_000, "longest": 60_000 }),
    ))
    .await?;
    stage.hears(ADA, "Do you open on Sunday?").await?;
    stage.button(ADA, "typed").await?;
    stage
        .act("PUT", &stage.at(ADA, "draft"), json!({ "text": "Dear Ada" }))
        .await?;
    let conversation = stage.owned(ADA, "typing_expired").await?;
    assert_eq!(text(&conversation, "/owner/who"), "nobody");
    assert_eq!(conversation.pointer("/owner/needs_human"), Some(&json!(true)));
    assert_eq!(text(&conversation, "/draft_text"), "Dear Ada");
    assert!(stage.really_said(ADA).await?.is_empty());
    stage.close().await
}

#[tokio::test]
async fn each_key_extends_the_time_to_type() -> Flow {
    let stage = Stage::by_hand_with(Setup::timings(json!({ "typing_expiry": 60_000 }))).await?;
    stage.hears(ADA, "hello").await?;
    stage.button(ADA, "typed").await?;
    let first = number(&stage.conversation(ADA, any).await?, "/owner/until");
    stage
        .until("a later end", || async {
            stage.button(ADA, "typed").await?;
            let until = number(&stage.conversation(ADA, any).await?, "/owner/until");
            Ok((until > first).then_some(()))
        })
        .await?;
    assert_eq!(
        text(&stage.conversation(ADA, any).await?, "/owner/reason"),
        "typing"
    );
    stage.close().await
}

#[tokio::test]
async fn the_operators_time_runs_out_into_a_human_when_the_customer_waits() -> Flow {
    let stage = Stage::connected_with(Setup::timings(json!({ "operator_expiry": 2_500 }))).await?;
    stage.control().phone_writes(ACCOUNT, ADA, "Hello Ada").await?;
    stage.owned(ADA, "phone").await?;
    stage.hears(ADA, "Do you open on Sunday?").await?;
    let conversation = stage.owned(ADA, "operator_expired").await?;
    assert_eq!(conversation.pointer("/owner/needs_human"), Some(&json!(true)));
    assert!(
        stage.really_said(ADA).await?.is_empty(),
        "a timer hands nothing to the model"
    );
    stage.close().await
}

#[tokio::test]
async fn the_operators_time_runs_out_into_the_autopilot_when_nobody_waits() -> Flow {
    let stage = Stage::connected_with(Setup::timings(json!({ "operator_expiry": 500 }))).await?;
    stage.control().customer_writes(ADA, "hello").await?;
    stage.said(ADA, 1).await?;
    stage.reply(ADA, "s-1", "Hello Ada, it's Mia.").await?;
    stage.messages(ADA, state_is("s-1", "confirmed")).await?;
    let conversation = stage.owned(ADA, "timed_back").await?;
    assert_eq!(text(&conversation, "/owner/who"), "autopilot");
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    stage
        .until("the autopilot's answer", || async {
            Ok(stage
                .really_said(ADA)
                .await?
                .concat()
                .contains("nine")
                .then_some(()))
        })
        .await?;
    stage.close().await
}

#[tokio::test]
async fn the_timer_can_be_off_and_every_delay_is_a_setting() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    let settings = stage.get("/api/settings").await?;
    let mut changed = settings.clone();
    if let Some(members) = changed.as_object_mut() {
        members.insert("operator_expiry_ms".to_owned(), Value::Null);
        members.insert("typing_expiry_ms".to_owned(), json!(90_000));
    }
    let kept = stage.act("PUT", "/api/settings", changed.clone()).await?;
    assert_eq!(kept, changed);
    stage.button(ADA, "typed").await?;
    let typing = stage.conversation(ADA, any).await?;
    let lasts = number(&typing, "/owner/until") - number(&typing, "/owner/since");
    assert_eq!(lasts, 90_000);
    stage.button(ADA, "take-over").await?;
    let owned = stage.conversation(ADA, any).await?;
    assert_eq!(owned.pointer("/owner/until"), Some(&Value::Null));
    let mut wrong = changed;
    if let Some(members) = wrong.as_object_mut() {
        members.insert("typing_expiry_ms".to_owned(), json!(-1));
    }
    let (status, problem) = stage.call("PUT", "/api/settings", Some(wrong)).await?;
    assert_eq!((status, text(&problem, "/code")), (422, "invalid"));
    stage.close().await
}

#[tokio::test]
async fn the_phone_keeps_the_conversation_as_long_as_the_desk_does() -> Flow {
    let stage = Stage::by_hand_with(Setup::timings(json!({ "operator_expiry": 7_200_000 }))).await?;
    stage.hears(ADA, "hello").await?;
    stage.control().phone_writes(ACCOUNT, ADA, "Hi Ada").await?;
    let conversation = stage.owned(ADA, "phone").await?;
    let lasts = number(&conversation, "/owner/until") - number(&conversation, "/owner/since");
    assert_eq!(lasts, 7_200_000);
    stage.close().await
}

#[tokio::test]
async fn reading_is_not_answering() -> Flow {
    let stage = Stage::connected_with(Setup::timings(json!({ "quiet": 400, "longest": 400 }))).await?;
    let mid = stage.hears(ADA, "Do you open on Sunday?").await?;
    stage
        .act("POST", &stage.at(ADA, "read"), json!({ "upto": mid }))
        .await?;
    let conversation = stage
        .conversation(ADA, |found| number(found, "/unread") == 0)
        .await?;
    assert_eq!(text(&conversation, "/owner/who"), "autopilot");
    stage.said(ADA, 1).await?;
    stage.close().await
}
