//! When it rightly says nothing, and the record of that.

use flows::{ACCOUNT, Flow, Setup, Stage, any, number, text};
use sandbox::{ADA, BEN};
use serde_json::json;

/// A burst that will not come due by itself.
fn patient() -> Setup {
    Setup::timings(json!({ "quiet": 60_000, "longest": 60_000 }))
}

#[tokio::test]
async fn switched_off_it_is_asked_nothing_and_who_waits_needs_a_human() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "Do you open on Sunday?").await?;
    let conversation = stage.conversation(ADA, any).await?;
    assert_eq!(text(&conversation, "/owner/reason"), "autopilot_off");
    assert_eq!(conversation.pointer("/owner/needs_human"), Some(&json!(true)));
    assert!(!text(&conversation, "/owner/sentence").is_empty());
    assert!(stage.decisions(ADA).await?.is_empty());
    assert!(stage.model_asked().await?.is_empty());
    let health = stage.get("/api/health").await?;
    assert_eq!(text(&health, "/model/state"), "off");
    stage.close().await
}

#[tokio::test]
async fn switching_it_off_silences_a_burst_that_waits() -> Flow {
    let stage = Stage::connected_with(Setup::timings(json!({ "quiet": 2_000, "longest": 2_000 }))).await?;
    stage.hears(ADA, "Do you open on Sunday?").await?;
    stage.autopilot(false).await?;
    let decision = stage.decision(ADA).await?;
    assert_eq!(
        (text(&decision, "/outcome"), text(&decision, "/reason")),
        ("silent", "switched_off")
    );
    assert!(stage.model_asked().await?.is_empty());
    assert!(stage.really_said(ADA).await?.is_empty());
    stage.close().await
}

#[tokio::test]
async fn what_was_said_before_it_was_switched_on_is_not_answered() -> Flow {
    let stage = Stage::by_hand().await?;
    stage.hears(ADA, "Do you open on Sunday?").await?;
    stage.autopilot(true).await?;
    stage
        .control()
        .customer_writes(BEN, "What does a birthday cake cost?")
        .await?;
    stage.said(BEN, 1).await?;
    assert!(stage.really_said(ADA).await?.is_empty());
    assert!(stage.decisions(ADA).await?.is_empty());
    let asked = stage.model_asked().await?;
    assert!(
        asked
            .iter()
            .all(|one| !text(one, "/last_user").contains("Sunday"))
    );
    stage.close().await
}

#[tokio::test]
async fn an_old_message_that_arrives_late_goes_to_a_human() -> Flow {
    let stage = Stage::connected().await?;
    let now = number(&stage.control().get("/clock").await?, "/now");
    let old = json!({ "text": "Do you open on Sunday?", "at": now - 2 * 3_600_000 });
    stage.control().customer_sends(ADA, old).await?;
    let conversation = stage.owned(ADA, "too_old").await?;
    assert_eq!(conversation.pointer("/owner/needs_human"), Some(&json!(true)));
    assert_eq!(text(&conversation, "/owner/autopilot/state"), "idle");
    assert!(stage.model_asked().await?.is_empty());
    stage.close().await
}

#[tokio::test]
async fn each_human_who_acts_first_is_named_in_the_record() -> Flow {
    let stage = Stage::connected_with(patient()).await?;
    stage.hears(ADA, "Do you open on Sunday?").await?;
    stage.button(ADA, "typed").await?;
    let decision = stage.decision(ADA).await?;
    assert_eq!(
        (text(&decision, "/outcome"), text(&decision, "/reason")),
        ("silent", "operator_owns")
    );
    stage.hears(BEN, "What does a birthday cake cost?").await?;
    stage
        .control()
        .phone_writes(ACCOUNT, BEN, "38 euros, Ben")
        .await?;
    let decision = stage.decision(BEN).await?;
    assert_eq!(
        (text(&decision, "/outcome"), text(&decision, "/reason")),
        ("silent", "answered_elsewhere")
    );
    assert_eq!(number(&decision, "/calls"), 0);
    assert!(number(&decision, "/basis") > 0);
    assert!(!text(&decision, "/sentence").is_empty());
    assert!(stage.model_asked().await?.is_empty());
    stage.close().await
}

#[tokio::test]
async fn while_a_human_owns_the_conversation_each_burst_ends_in_a_record_of_silence() -> Flow {
    let stage = Stage::connected().await?;
    stage.control().phone_writes(ACCOUNT, ADA, "Hello Ada").await?;
    stage.owned(ADA, "phone").await?;
    stage.hears(ADA, "Do you open on Sunday?").await?;
    let decision = stage.decision(ADA).await?;
    assert_eq!(
        (text(&decision, "/outcome"), text(&decision, "/reason")),
        ("silent", "answered_elsewhere")
    );
    assert_eq!(number(&decision, "/messages"), 1);
    assert!(stage.really_said(ADA).await?.is_empty());
    assert!(stage.model_asked().await?.is_empty());
    stage.close().await
}

#[tokio::test]
async fn an_account_that_cannot_send_is_not_answered_for() -> Flow {
    let stage = Stage::connected().await?;
    stage
        .control()
        .post(&format!("/accounts/{ACCOUNT}/revoke"), json!({ "subcode": 460 }))
        .await?;
    stage
        .control()
        .customer_writes(BEN, "What does a birthday cake cost?")
        .await?;
    stage
        .account(|account| text(account, "/state") == "sign_in_again")
        .await?;
    stage
        .control()
        .customer_writes(ADA, "Do you open on Sunday?")
        .await?;
    stage.owned(ADA, "account_stopped").await?;
    let decision = stage.decision(ADA).await?;
    assert_eq!(
        (text(&decision, "/outcome"), text(&decision, "/reason")),
        ("handed_over", "account_stopped")
    );
    stage.close().await
}
