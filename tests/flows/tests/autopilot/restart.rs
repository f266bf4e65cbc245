//! After a start nothing in memory can be trusted: an overdue burst waits for one look at its thread.

use flows::{ACCOUNT, Broken, Flow, Setup, Stage, said_by, text};
use sandbox::{ADA, Fault, Switch};
use serde_json::json;

/// A burst that was claimed when the program ended.
async fn interrupted() -> Result<Stage, Broken> {
    let mut stage = Stage::connected_with(Setup::pace(json!({ "model": 30_000 }))).await?;
    stage
        .control()
        .fault(Switch::ModelHang, &Fault::once().ms(60_000))
        .await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    stage
        .conversation(ADA, |found| text(found, "/owner/autopilot/state") == "writing")
        .await?;
    stage.stop_hub().await;
    Ok(stage)
}

#[tokio::test]
async fn a_burst_that_was_being_answered_is_answered_after_one_look() -> Flow {
    let mut stage = interrupted().await?;
    assert!(stage.requests("graph", "/conversations").await?.is_empty());
    stage.start_hub().await?;
    stage.receive_again().await?;
    stage.said(ADA, 1).await?;
    assert_eq!(stage.really_said(ADA).await?.len(), 1);
    assert_eq!(stage.requests("graph", "/conversations").await?.len(), 1);
    assert_eq!(text(&stage.decision(ADA).await?, "/outcome"), "answered");
    stage.close().await
}

#[tokio::test]
async fn what_was_answered_on_the_phone_meanwhile_is_not_answered_again() -> Flow {
    let mut stage = interrupted().await?;
    // No webhook tells of it: only the look can.
    stage.control().fault(Switch::EchoDropped, &Fault::once()).await?;
    stage
        .control()
        .phone_writes(ACCOUNT, ADA, "Yes, at nine!")
        .await?;
    stage.start_hub().await?;
    stage.receive_again().await?;
    let decision = stage.decision(ADA).await?;
    assert_eq!(
        (text(&decision, "/outcome"), text(&decision, "/reason")),
        ("silent", "answered_elsewhere")
    );
    let messages = stage.messages(ADA, said_by("phone")).await?;
    assert_eq!(
        messages.last().map(|one| text(one, "/text")),
        Some("Yes, at nine!")
    );
    assert!(stage.really_said(ADA).await?.is_empty());
    stage.close().await
}

#[tokio::test]
async fn when_it_cannot_look_a_human_is_asked() -> Flow {
    let mut stage = interrupted().await?;
    stage
        .control()
        .fault(Switch::ConversationsFail, &Fault::always())
        .await?;
    stage.start_hub().await?;
    stage.receive_again().await?;
    let conversation = stage.owned(ADA, "could_not_look").await?;
    assert_eq!(conversation.pointer("/owner/needs_human"), Some(&json!(true)));
    let decision = stage.decision(ADA).await?;
    assert_eq!(
        (text(&decision, "/outcome"), text(&decision, "/reason")),
        ("handed_over", "could_not_look")
    );
    assert!(stage.really_said(ADA).await?.is_empty());
    stage.close().await
}
