//! One unresolved attempt at a time: what waits behind it, and how it is let pass.

use flows::{Broken, Flow, Setup, Stage, list, number, sends_of, state_is, text};
use sandbox::{ADA, BEN, Fault, Switch};
use serde_json::{Value, json};

/// An unknown send `s-1` that cannot be found out, and `s-2` behind it.
async fn stuck(stage: &Stage) -> Result<(), Broken> {
    stage.hears(ADA, "hello").await?;
    for fault in [Switch::ConversationsFail, Switch::EchoDropped] {
        stage.control().fault(fault, &Fault::always()).await?;
    }
    stage
        .control()
        .fault(Switch::SendAcceptedCut, &Fault::once())
        .await?;
    stage.reply(ADA, "s-1", "first").await?;
    stage.messages(ADA, state_is("s-1", "unknown")).await?;
    stage.reply(ADA, "s-2", "second").await?;
    Ok(())
}

/// What can be done with a send.
async fn can(stage: &Stage, send: &str) -> Result<Vec<Value>, Broken> {
    let messages = stage.messages(ADA, |_| true).await?;
    let own = sends_of(&messages, "operator");
    let found = own.iter().find(|one| text(one, "/id") == send);
    Ok(found.map(|one| list(one, "/can")).unwrap_or_default())
}

#[tokio::test]
async fn a_later_send_waits_behind_an_unknown_one_and_may_pass_after_the_wait() -> Flow {
    let stage = Stage::by_hand_with(Setup::timings(json!({ "lane_wait": 1_500 }))).await?;
    stuck(&stage).await?;
    let (status, problem) = stage.call("POST", "/api/sends/s-1/pass", Some(json!({}))).await?;
    assert_eq!((status, text(&problem, "/code")), (409, "not_due"));
    // When the offer will stand is told before, so that a window shows it without asking again.
    let waiting = stage
        .messages(ADA, |all| all.iter().any(|one| number(one, "/send/pass_at") > 0))
        .await?;
    assert!(!waiting.is_empty());
    stage.messages(ADA, state_is("s-2", "queued")).await?;
    assert_eq!(stage.really_said(ADA).await?, ["first"]);
    stage
        .until("the offer to let it pass", || async {
            Ok(can(&stage, "s-1").await?.contains(&json!("pass")).then_some(()))
        })
        .await?;
    stage.messages(ADA, state_is("s-2", "queued")).await?;
    stage.act("POST", "/api/sends/s-1/pass", json!({})).await?;
    stage.messages(ADA, state_is("s-2", "accepted")).await?;
    stage.messages(ADA, state_is("s-1", "unknown")).await?;
    assert_eq!(stage.really_said(ADA).await?, ["first", "second"]);
    let (status, _) = stage.call("POST", "/api/sends/s-2/pass", Some(json!({}))).await?;
    assert_eq!(status, 409);
    stage.close().await
}

#[tokio::test]
async fn once_it_is_known_the_later_one_leaves_by_itself() -> Flow {
    let stage = Stage::by_hand().await?;
    stuck(&stage).await?;
    stage.messages(ADA, state_is("s-2", "queued")).await?;
    stage
        .until("the question", || async {
            let messages = stage.messages(ADA, |_| true).await?;
            let asked = messages
                .iter()
                .any(|message| !text(message, "/send/question/sentence").is_empty());
            Ok(asked.then_some(()))
        })
        .await?;
    let arrived = json!({ "choice": "it_arrived" });
    stage.act("POST", "/api/sends/s-1/resolve", arrived).await?;
    stage.messages(ADA, state_is("s-2", "accepted")).await?;
    assert_eq!(stage.really_said(ADA).await?, ["first", "second"]);
    stage.close().await
}

#[tokio::test]
async fn a_lane_is_one_conversations_own() -> Flow {
    let stage = Stage::by_hand().await?;
    stuck(&stage).await?;
    stage.hears(BEN, "hello too").await?;
    stage.control().clear_fault(Switch::EchoDropped).await?;
    stage.reply(BEN, "s-3", "Hello Ben").await?;
    stage.messages(BEN, state_is("s-3", "confirmed")).await?;
    stage.messages(ADA, state_is("s-2", "queued")).await?;
    stage.close().await
}

#[tokio::test]
async fn several_replies_leave_in_the_order_they_were_written() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "hello").await?;
    stage
        .control()
        .fault(Switch::SendSlow, &Fault::once().ms(300))
        .await?;
    let words: Vec<String> = (1..=5).map(|number| format!("number {number}")).collect();
    for (number, words) in words.iter().enumerate() {
        stage.reply(ADA, &format!("s-{number}"), words).await?;
    }
    stage.messages(ADA, state_is("s-4", "confirmed")).await?;
    assert_eq!(stage.really_said(ADA).await?, words);
    let messages = stage.messages(ADA, |messages| messages.len() == 6).await?;
    let shown: Vec<&str> = messages
        .iter()
        .skip(1)
        .map(|message| text(message, "/text"))
        .collect();
    assert_eq!(shown, words);
    stage.close().await
}
